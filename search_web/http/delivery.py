"""The last step of a response: content language and compression."""

from __future__ import annotations

import gzip
from functools import lru_cache

import brotli
from flask import Response, request

from . import language

MIN_SIZE = 1024
"""Size in bytes below which compression saves no network packet."""

_TEXT = ("text/", "application/json", "application/javascript", "application/xml")
_LEVELS = {"br": 5, "gzip": 6}


def finish(response: Response) -> Response:
    """Set the content language of a page, and compress text."""
    return compressed(language.declare(_loaded(response)))


def _loaded(response: Response) -> Response:
    """Load a static file into memory and close it, so that a client that disconnects leaves no file open."""
    if response.direct_passthrough and response.status_code == 200:
        file = response.response
        response.direct_passthrough = False
        response.set_data(response.get_data())
        if hasattr(file, "close"):
            file.close()
    return response


def compressed(response: Response) -> Response:
    """Compress a text response with brotli or gzip, if it is large enough and the client accepts it.

    A strong `ETag` becomes a weak one, since the bytes differ by encoding while the content does not.
    """
    kind = response.mimetype or ""
    if not kind.startswith(_TEXT) and not kind.endswith("+xml"):
        return response
    response.vary.add("Accept-Encoding")
    accepted = request.accept_encodings
    encoding = next((name for name in _LEVELS if accepted.quality(name) > 0), None)
    if (
        encoding is None
        or response.status_code in (204, 206, 304)
        or "Content-Encoding" in response.headers
        or response.is_streamed
        or request.method == "HEAD"
        or "Range" in request.headers
    ):
        return response
    if response.content_length is not None and response.content_length < MIN_SIZE:
        return response
    body = response.get_data()
    if len(body) < MIN_SIZE:
        return response
    immutable = "immutable" in response.headers.get("Cache-Control", "")
    response.set_data((_compress_cached if immutable else _compress)(body, encoding))
    response.headers["Content-Encoding"] = encoding
    tag, _weak = response.get_etag()
    if tag:
        response.set_etag(tag, weak=True)
    return response


def _compress(body: bytes, encoding: str) -> bytes:
    if encoding == "br":
        return bytes(brotli.compress(body, quality=_LEVELS["br"]))
    return gzip.compress(body, _LEVELS["gzip"], mtime=0)


@lru_cache(maxsize=16)
def _compress_cached(body: bytes, encoding: str) -> bytes:
    """Compress with a cache, for files whose URL changes with their content."""
    return _compress(body, encoding)
