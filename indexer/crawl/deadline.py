"""An end to every request: a server that drips a byte a second keeps each single wait short and the whole endless."""

from __future__ import annotations

import contextlib
import socket
import threading
from contextvars import ContextVar
from types import TracebackType
from typing import Any

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection


class Watch:
    """While it is entered: after so many seconds the socket of the request is shut down, and `expired` is true."""

    def __init__(self, seconds: float) -> None:
        self.expired = False
        self._socket: socket.socket | None = None
        self._timer = threading.Timer(seconds, self._expire)
        self._timer.daemon = True

    def __enter__(self) -> Watch:
        self._token = _WATCH.set(self)
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()
        _WATCH.reset(self._token)

    def over(self, connected: socket.socket | None) -> None:
        """Watch this socket."""
        self._socket = connected
        if self.expired:
            self._shut()

    def _expire(self) -> None:
        self.expired = True
        self._shut()

    def _shut(self) -> None:
        if self._socket is None:
            return
        try:
            # The plain socket's own: a TLS connection is not asked to say good-bye.
            socket.socket.shutdown(self._socket, socket.SHUT_RDWR)
        except OSError:  # it is closed already
            return


_WATCH: ContextVar[Watch | None] = ContextVar("_WATCH", default=None)


class _Watched:
    """A connection that shows its socket to the watch."""

    sock: Any

    def connect(self) -> None:
        super().connect()  # type: ignore[misc]
        self._show()

    def request(self, *args: Any, **extra: Any) -> None:
        self._show()
        super().request(*args, **extra)  # type: ignore[misc]
        self._hurry()

    def _hurry(self) -> None:
        """Acknowledge the head of the answer at once (Linux; no harm where it cannot be): a server that sends head
        and body apart waits for that, 40 ms a page."""
        option = getattr(socket, "TCP_QUICKACK", None)
        if option is not None and self.sock is not None:
            with contextlib.suppress(OSError):
                self.sock.setsockopt(socket.IPPROTO_TCP, option, 1)

    def _show(self) -> None:
        watch = _WATCH.get()
        if watch is not None:
            watch.over(self.sock)


class _Connection(_Watched, HTTPConnection):
    """Over plain HTTP."""


class _SecureConnection(_Watched, HTTPSConnection):
    """Over TLS."""


class _Pool(urllib3.HTTPConnectionPool):
    ConnectionCls = _Connection


class _SecurePool(urllib3.HTTPSConnectionPool):
    ConnectionCls = _SecureConnection


def watched_pools(proxy: str | None) -> urllib3.PoolManager:
    """Connections, a few hosts kept open, each watched; through a proxy where one is given."""
    pools = urllib3.PoolManager(8) if proxy is None else urllib3.ProxyManager(proxy, 8)
    pools.pool_classes_by_scheme = {"http": _Pool, "https": _SecurePool}
    return pools
