"""The last step of an answer: its language said, its bytes compressed where the browser takes them so."""

from __future__ import annotations

import gzip
from functools import lru_cache

import brotli
from flask import Response, request

from . import language

SMALLEST = 1024
"""Bytes below which compressing saves no packet."""

_TEXT = ("text/", "application/json", "application/javascript", "application/xml")
_EFFORT = {"br": 5, "gzip": 6}


def finish(response: Response) -> Response:
    """Declare the language of a page, and compress text."""
    return compressed(language.declare(_read(response)))


def _read(response: Response) -> Response:
    """A file of ours in memory and closed: whoever goes away before the answer is sent leaves no file open."""
    if response.direct_passthrough and response.status_code == 200:
        file = response.response
        response.direct_passthrough = False
        response.set_data(response.get_data())
        if hasattr(file, "close"):
            file.close()
    return response


def compressed(response: Response) -> Response:
    """The answer in brotli or gzip, if it is text worth it and the request accepts that.

    A strong `ETag` becomes a weak one: the bytes differ by encoding, what they say does not.
    """
    kind = response.mimetype or ""
    if not kind.startswith(_TEXT) and not kind.endswith("+xml"):
        return response
    response.vary.add("Accept-Encoding")
    takes = request.accept_encodings
    encoding = next((name for name in _EFFORT if takes.quality(name) > 0), None)
    if (
        encoding is None
        or response.status_code in (204, 206, 304)
        or "Content-Encoding" in response.headers
        or response.is_streamed
        or request.method == "HEAD"
        or "Range" in request.headers
    ):
        return response
    if response.content_length is not None and response.content_length < SMALLEST:
        return response
    body = response.get_data()
    if len(body) < SMALLEST:
        return response
    kept = "immutable" in response.headers.get("Cache-Control", "")
    response.set_data((_packed_once if kept else _packed)(body, encoding))
    response.headers["Content-Encoding"] = encoding
    tag, _weak = response.get_etag()
    if tag:
        response.set_etag(tag, weak=True)
    return response


def _packed(body: bytes, encoding: str) -> bytes:
    if encoding == "br":
        return bytes(brotli.compress(body, quality=_EFFORT["br"]))
    return gzip.compress(body, _EFFORT["gzip"], mtime=0)


@lru_cache(maxsize=16)
def _packed_once(body: bytes, encoding: str) -> bytes:
    """The same for files that never change under their address."""
    return _packed(body, encoding)
