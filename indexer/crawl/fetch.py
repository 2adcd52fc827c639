"""One request and its answer, bounded in time and size whatever the server does."""

from __future__ import annotations

import http.client
import os
import ssl
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from email.utils import parsedate_to_datetime
from time import time
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import urllib3
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    NameResolutionError,
    NewConnectionError,
    ProtocolError,
    ProxyError,
    ReadTimeoutError,
    SSLError,
)

from ...model import UsageError
from .deadline import Deadline, watched_pools

REDIRECTS = (301, 302, 303, 307, 308)

_PIECE = 65536
_DRAIN = 65536
"""Bytes of an unwanted body that are read so that the connection can be reused."""

_LOOPBACK = ("localhost", "127.", "[::1]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The answer of a server.

    `body` is as received, without its transfer coding; `sent` are the request headers. `problem` is the reason why the
    body was not read, or not completely.
    """

    url: str
    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    body: bytes = b""
    sent: tuple[tuple[str, str], ...] = ()
    problem: str | None = None

    def header(self, name: str) -> str:
        """Return the values of a header, joined with commas; empty if there is none."""
        return ", ".join(value for key, value in self.headers if key.lower() == name.lower())

    def media_type(self) -> str:
        """Return the content type without parameters, in lower case; empty if there is none."""
        return self.header("Content-Type").partition(";")[0].strip().lower()

    def content(self, limit: int) -> tuple[bytes, bool]:
        """Return up to `limit` bytes of the decompressed body, and whether that is all of it and undamaged."""
        coding = self.header("Content-Encoding").strip().lower()
        if coding in ("", "identity", "none", "utf-8") or not self.body:
            return self.body[:limit], len(self.body) <= limit
        if coding not in ("gzip", "x-gzip", "deflate"):
            return b"", False
        return decompress(self.body, limit)

    def retry_after(self) -> float | None:
        """Return the seconds after which the server allows another request, or None if it states none."""
        value = self.header("Retry-After").strip()
        if value.isascii() and value.isdigit():
            return float(value[:9])
        try:
            return max(0.0, parsedate_to_datetime(value).timestamp() - time())
        except (ValueError, TypeError, OverflowError):
            return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """The reason why there is no answer.

    `may_retry`: another attempt may succeed. `reached`: there was a connection to the server.
    """

    reason: str
    may_retry: bool = True
    reached: bool = True


@dataclass(slots=True)
class Fetcher:
    """Fetches URLs one at a time over connections kept open, through the proxies of the environment.

    Closing it closes the connections.
    """

    agent: str
    timeout: float
    _pools: dict[str | None, urllib3.PoolManager] = field(default_factory=dict)

    def get(
        self,
        url: str,
        *,
        limit: int,
        conditions: Mapping[str, str] | None = None,
        wanted: Callable[[str], bool] = lambda media_type: True,
    ) -> Answer | Failure:
        """Fetch a URL; a redirect is returned like any answer.

        At most `limit` bytes are read; `wanted` decides by the media type whether the body is read at all. An answer
        that is not complete within `timeout` seconds is a failure.
        """
        parts = urlsplit(url)
        sent = {
            "Host": parts.netloc,
            "User-Agent": self.agent,
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.5",
            "Accept-Encoding": "gzip",
            "Accept-Language": "vi,en;q=0.5",
            **(conditions or {}),
        }
        with Deadline(self.timeout) as deadline:
            try:
                response = self._pool(url).request(
                    "GET",
                    url,
                    headers=sent,
                    preload_content=False,
                    decode_content=False,
                    redirect=False,
                    retries=False,
                    timeout=urllib3.Timeout(connect=self.timeout, read=self.timeout),
                )
                try:
                    answer = _read(response, url, tuple(sent.items()), limit, wanted)
                finally:
                    response.release_conn()
                if not deadline.expired:  # for the reader, a socket that was shut down looks like the end of the body
                    return answer
            except (HTTPError, http.client.HTTPException, OSError, ValueError) as error:
                if not deadline.expired:
                    return _failure(error, self.timeout)
        return Failure(reason=f"no whole answer within {self.timeout:g} seconds")

    def _pool(self, url: str) -> urllib3.PoolManager:
        proxy = _proxy(url)
        pool = self._pools.get(proxy)
        if pool is None:
            pool = self._pools[proxy] = watched_pools(proxy)
        return pool

    def close(self) -> None:
        """Close every connection; `clear` alone would leave this to the garbage collector."""
        for pools in self._pools.values():
            for key in pools.pools.keys():  # noqa: SIM118 - the container is not iterable
                pools.pools[key].close()
            pools.clear()
        self._pools.clear()


def decompress(data: bytes, limit: int) -> tuple[bytes, bool]:
    """Return up to `limit` bytes of decompressed gzip or deflate data, and whether that is all of it.

    Data that are not compressed, although the server says so, are returned unchanged.
    """
    kept = bytearray()
    unpacker = zlib.decompressobj(47)
    try:
        while data and len(kept) <= limit:
            kept += unpacker.decompress(data, limit + 1 - len(kept))
            data = unpacker.unconsumed_tail
            if unpacker.eof:
                data, unpacker = unpacker.unused_data, zlib.decompressobj(47)
                if not data.startswith(b"\x1f\x8b"):
                    return bytes(kept[:limit]), len(kept) <= limit
    except zlib.error:
        return (bytes(kept[:limit]), False) if kept else _raw_deflate(data, limit)
    return bytes(kept[:limit]), False


def _raw_deflate(data: bytes, limit: int) -> tuple[bytes, bool]:
    try:
        unpacker = zlib.decompressobj(-15)
        kept = unpacker.decompress(data, limit + 1)
        if unpacker.eof:
            return kept[:limit], len(kept) <= limit
    except zlib.error:
        pass
    return data[:limit], len(data) <= limit


def _read(
    response: urllib3.BaseHTTPResponse,
    url: str,
    sent: tuple[tuple[str, str], ...],
    limit: int,
    wanted: Callable[[str], bool],
) -> Answer:
    headers = tuple((name, " ".join(value.split())) for name, value in response.headers.items())
    answer = Answer(url=url, status=response.status, reason=response.reason or "", headers=headers, sent=sent)
    if response.status >= 300:
        return replace(answer, body=_body(response, _DRAIN)[0])
    media_type = answer.media_type()
    length = answer.header("Content-Length")
    problem = None
    if not wanted(media_type):
        problem = f"content type {media_type}, no page"
    elif length.isascii() and length.isdigit() and int(length[:18]) > limit:
        problem = _too_large(limit)
    if problem is not None:
        response.close()
        return replace(answer, problem=problem)
    body, whole = _body(response, limit)
    return replace(answer, body=body, problem=None if whole else _too_large(limit))


def _body(response: urllib3.BaseHTTPResponse, limit: int) -> tuple[bytes, bool]:
    """Return up to `limit` bytes and whether they are all; if not, the connection is closed."""
    kept = bytearray()
    while piece := response.read1(_PIECE):
        kept += piece
        if len(kept) > limit:
            response.close()
            return bytes(kept[:limit]), False
    return bytes(kept), True


def _too_large(limit: int) -> str:
    return f"larger than {limit / (1 << 20):g} MiB"


def _proxy(url: str) -> str | None:
    """Return the proxy that the environment names for a URL; None for a loopback address.

    Raises:
        UsageError: it is not an http proxy.
    """
    parts = urlsplit(url)
    if parts.netloc.startswith(_LOOPBACK) or proxy_bypass(parts.netloc):
        return None
    proxies = getproxies()
    proxy = proxies.get(parts.scheme) or proxies.get("all")
    if not proxy:
        return None
    proxy = proxy if "://" in proxy else f"http://{proxy}"
    if not proxy.lower().startswith(("http://", "https://")):
        raise UsageError(f"The proxy {proxy!r} of the environment is no http proxy; unset {parts.scheme}_proxy.")
    return proxy


def _failure(error: Exception, timeout: float) -> Failure:
    """Return an exception as a failure with a short reason."""
    if isinstance(error, SSLError | ssl.SSLError):
        detail = getattr(error.args[0] if error.args else error, "verify_message", "") or str(error)
        return Failure(reason=f"no secure connection: {detail}", may_retry=False)
    if isinstance(error, ProxyError):
        return Failure(reason=f"the proxy cannot be used: {error.original_error}", reached=False)
    if isinstance(error, NewConnectionError | ConnectTimeoutError | ConnectionRefusedError):
        return Failure(reason=_unreached(error, timeout), reached=False)
    if isinstance(error, ReadTimeoutError | TimeoutError):
        return Failure(reason=f"no answer for {timeout:g} seconds")
    cause = error.args[1] if isinstance(error, ProtocolError) and len(error.args) > 1 else error
    return Failure(reason=f"a broken answer: {_short(cause if isinstance(cause, Exception) else error)}")


def _unreached(error: Exception, timeout: float) -> str:
    if isinstance(error, NameResolutionError):
        return "no such host (its name has no address)"
    if isinstance(error, ConnectTimeoutError) and not isinstance(error, NewConnectionError):
        return f"no connection within {timeout:g} seconds"
    return f"no connection: {_system_reason(error)}"


def _system_reason(error: Exception) -> str:
    cause = error.__cause__ or error.__context__ or error
    number = getattr(cause, "errno", None)
    return os.strerror(number) if isinstance(number, int) else str(cause)


def _short(error: Exception) -> str:
    if isinstance(error, http.client.IncompleteRead):
        return "it ended too early"
    if isinstance(error, ConnectionError):
        return "the connection was closed or reset"
    if isinstance(error, http.client.BadStatusLine):
        return "no HTTP"
    return f"{type(error).__name__}: {str(error)[:200]}"
