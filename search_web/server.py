"""Serving the app with waitress: binding the port, and a clean shutdown."""

from __future__ import annotations

import errno
import logging
import os
import socket
from collections.abc import Callable

from waitress.server import create_server

from ..model import TimtinError, UsageError, settings
from .app import create_app

_ANY = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - compared with, not bound to
_MAX_PORT = 65535
_MAX_BODY = 1024 * 1024
"""Bytes of a request body that are received before the connection is refused; no endpoint reads a body."""


def serve(
    index_path: str | os.PathLike[str],
    host: str | None = None,
    port: int | None = None,
    threads: int | None = None,
    *,
    on_ready: Callable[[str], None] | None = None,
) -> None:
    """Serve the search page and the API until `KeyboardInterrupt` or `SystemExit`, without printing anything.

    Args:
        index_path: folder of the index; it need not exist yet.
        host: address to listen on; `host`, `port` and `threads` default to the settings of the same names.
        port: port to listen on; 0 for any free one.
        threads: number of server threads.
        on_ready: called once with the URL of the page when connections are accepted.

    Raises:
        UsageError: an invalid host, port or number of threads.
        TimtinError: the port is in use, or listening on it is not permitted.
    """
    host = settings.text("host") if host is None else host
    port = settings.number("port") if port is None else port
    threads = settings.number("threads") if threads is None else threads
    if threads < 1:
        raise UsageError(f"The number of threads must be 1 or more, not {threads}.", field="threads")
    app = create_app(index_path)
    listener = _listen(host, port)
    # waitress warns whenever a request waits for a thread, even for a moment.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    server = create_server(
        app,
        sockets=[listener],
        threads=threads,
        ident=None,
        max_request_body_size=_MAX_BODY,
        clear_untrusted_proxy_headers=not settings.number("proxies"),  # behind proxies, ProxyFix reads them
    )
    try:
        if on_ready is not None:
            on_ready(_address(host, listener))
        server.run()
    except KeyboardInterrupt:
        server.task_dispatcher.shutdown()
    finally:
        server.close()
        app.extensions["timtin"].live.close()


def _listen(host: str, port: int) -> socket.socket:
    """Return a listening socket.

    Raises:
        UsageError: the host or the port is invalid.
        TimtinError: the system refuses to listen; the message says what to do.
    """
    if not 0 <= port <= _MAX_PORT:
        raise UsageError(f"A port is 0 to {_MAX_PORT}, not {port}.", field="port")
    try:
        addresses = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (OSError, UnicodeError) as error:
        raise UsageError(f"Cannot listen on host {host!r}: this machine has no such address.", field="host") from error
    family, kind, protocol, _, address = addresses[0]
    listener = socket.socket(family, kind, protocol)
    try:
        if os.name == "posix":  # on Windows this option lets two servers share one port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        # Binding may succeed on a port that another server listens on; only listening reveals it.
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise _cannot_listen(error, host, port) from error
    return listener


def _cannot_listen(error: OSError, host: str, port: int) -> TimtinError:
    if error.errno == errno.EADDRINUSE:
        reason = "another program is listening there; choose another port, or 0 for any free one"
        return TimtinError(f"Port {port} on {host} is in use: {reason}.", field="port")
    if error.errno == errno.EACCES:
        reason = "permission denied; ports below 1024 are reserved for the administrator, choose a higher one"
        return TimtinError(f"Cannot listen on port {port} of {host}: {reason}.", field="port")
    reason = error.strerror or "unknown reason"
    return TimtinError(f"Cannot listen on {host}, port {port}: {reason}.", field="host")


def _address(host: str, listener: socket.socket) -> str:
    port = listener.getsockname()[1]
    name = _ANY.get(host, host) or "127.0.0.1"
    return f"http://[{name}]:{port}/" if ":" in name else f"http://{name}:{port}/"
