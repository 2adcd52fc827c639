"""Serving the app with waitress: binding, the address, the clean end."""

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
"""Bytes of a request's body that are taken in before the connection is refused; nothing reads any."""


def serve(
    index_path: str | os.PathLike[str],
    host: str | None = None,
    port: int | None = None,
    threads: int | None = None,
    *,
    on_ready: Callable[[str], None] | None = None,
) -> None:
    """Serve the search page and the API until a `KeyboardInterrupt` (or `SystemExit`); prints nothing.

    Args:
        index_path: folder of the index; it need not exist yet, the page then says what to do.
        host: address to listen on; `host`, `port` and `threads` default to the settings of these names.
        port: 0 takes any free one.
        threads: requests answered at a time.
        on_ready: called once with the address of the page, when connections are accepted.

    Raises:
        UsageError: no such host or port.
        TimtinError: the address cannot be listened on now (port in use, no permission).
    """
    host = settings.text("host") if host is None else host
    port = settings.number("port") if port is None else port
    threads = settings.number("threads") if threads is None else threads
    if threads < 1:
        raise UsageError(f"The number of threads must be 1 or more, not {threads}.", field="threads")
    app = create_app(index_path)
    listener = _listen(host, port)
    # A queue that is a request deep for a moment is no news for whoever started the server.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    server = create_server(
        app,
        sockets=[listener],
        threads=threads,
        ident=None,
        max_request_body_size=_MAX_BODY,
        clear_untrusted_proxy_headers=not settings.number("proxies"),  # else the app reads them
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
    """A bound socket; every reason why there can be none is an error that says what to do."""
    if not 0 <= port <= _MAX_PORT:
        raise UsageError(f"A port is 0 to {_MAX_PORT}, not {port}.", field="port")
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (OSError, UnicodeError) as error:
        raise UsageError(f"Cannot listen on host {host!r}: this machine has no such address.", field="host") from error
    family, kind, protocol, _, address = found[0]
    listener = socket.socket(family, kind, protocol)
    try:
        if os.name == "posix":  # elsewhere this option would let two servers share one port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        # Listening already here tells a port that another server has from one that merely can be bound.
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise _cannot_listen(error, host, port) from error
    return listener


def _cannot_listen(error: OSError, host: str, port: int) -> TimtinError:
    if error.errno == errno.EADDRINUSE:
        reason = "something else is listening there already; choose another port, or 0 for any free one"
        return TimtinError(f"Port {port} on {host} is in use: {reason}.", field="port")
    if error.errno == errno.EACCES:
        reason = "not permitted; ports below 1024 are for the administrator, choose a higher one"
        return TimtinError(f"Cannot listen on port {port} of {host}: {reason}.", field="port")
    reason = error.strerror or "unknown reason"
    return TimtinError(f"Cannot listen on {host}, port {port}: {reason}.", field="host")


def _address(host: str, listener: socket.socket) -> str:
    port = listener.getsockname()[1]
    name = _ANY.get(host, host) or "127.0.0.1"
    return f"http://[{name}]:{port}/" if ":" in name else f"http://{name}:{port}/"
