"""A deadline for each whole request.

A read timeout is not enough: a server that sends one byte per second never exceeds it and never finishes.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from contextvars import ContextVar
from types import TracebackType
from typing import Any

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection


class Deadline:
    """A context manager that shuts down the socket of its request after `seconds`; `expired` is then true."""

    def __init__(self, seconds: float) -> None:
        self.expired = False
        self._socket: socket.socket | None = None
        self._timer = threading.Timer(seconds, self._expire)
        self._timer.daemon = True

    def __enter__(self) -> Deadline:
        self._token = _DEADLINE.set(self)
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()
        _DEADLINE.reset(self._token)

    def watch(self, connected: socket.socket | None) -> None:
        """Shut down this socket at the deadline."""
        self._socket = connected
        if self.expired:
            self._shut_down()

    def _expire(self) -> None:
        self.expired = True
        self._shut_down()

    def _shut_down(self) -> None:
        if self._socket is None:
            return
        try:
            # The method of the plain socket: no TLS closing handshake, which could block.
            socket.socket.shutdown(self._socket, socket.SHUT_RDWR)
        except OSError:  # already closed
            return


_DEADLINE: ContextVar[Deadline | None] = ContextVar("_DEADLINE", default=None)


class _Watched:
    """A connection whose socket is watched by the deadline of the current request."""

    sock: Any

    def connect(self) -> None:
        super().connect()  # type: ignore[misc]
        self._watch_socket()

    def request(self, *args: Any, **extra: Any) -> None:
        self._watch_socket()
        super().request(*args, **extra)  # type: ignore[misc]
        self._acknowledge_at_once()

    def _acknowledge_at_once(self) -> None:
        """Switch off delayed acknowledgement (on Linux; elsewhere do nothing).

        A server that sends headers and body separately waits for the acknowledgement: 40 ms for each page.
        """
        option = getattr(socket, "TCP_QUICKACK", None)
        if option is not None and self.sock is not None:
            with contextlib.suppress(OSError):
                self.sock.setsockopt(socket.IPPROTO_TCP, option, 1)

    def _watch_socket(self) -> None:
        deadline = _DEADLINE.get()
        if deadline is not None:
            deadline.watch(self.sock)


class _Connection(_Watched, HTTPConnection):
    """A watched connection over plain HTTP."""


class _SecureConnection(_Watched, HTTPSConnection):
    """A watched connection over TLS."""


class _Pool(urllib3.HTTPConnectionPool):
    ConnectionCls = _Connection


class _SecurePool(urllib3.HTTPSConnectionPool):
    ConnectionCls = _SecureConnection


def watched_pools(proxy: str | None) -> urllib3.PoolManager:
    """Return connection pools (kept open for up to eight hosts) with watched connections, through `proxy` if given."""
    pools = urllib3.PoolManager(8) if proxy is None else urllib3.ProxyManager(proxy, 8)
    pools.pool_classes_by_scheme = {"http": _Pool, "https": _SecurePool}
    return pools
