"""The language of a response: the parameter `lang`, which links keep, else the `Accept-Language` header."""

from __future__ import annotations

from flask import Response, request
from markupsafe import Markup
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from ...presentation.messages import LANGUAGES, current_language
from .request import split


def choose() -> None:
    """Set the language of the current request; runs before it."""
    current_language.set(requested() or accepted(request.headers.get("Accept-Language", "")))


def forget(_error: BaseException | None) -> None:
    """Reset the language after a request, since the thread is reused."""
    current_language.set(LANGUAGES[0])


def requested() -> str | None:
    """Return the language of the parameter `lang`, or None if it is absent or unsupported."""
    values = [value for name, value in split(request.query_string) if name == "lang"]
    return values[-1] if values and values[-1] in LANGUAGES else None


def accepted(header: str) -> str:
    """Return the language for an `Accept-Language` header: English if it accepts English but not Vietnamese."""
    tags = {tag.partition("-")[0].lower() for tag, quality in parse_accept_header(header, LanguageAccept) if quality}
    return "en" if "en" in tags and "vi" not in tags else LANGUAGES[0]


def content_attribute() -> Markup:
    """Return the `lang` attribute for Vietnamese content on a page in another language, for screen readers."""
    return Markup("") if current_language.get() == "vi" else Markup(' lang="vi"')


def declare(response: Response) -> Response:
    """Set `Content-Language` of a page, and add `Accept-Language` to `Vary`."""
    if response.mimetype == "text/html":
        response.headers["Content-Language"] = current_language.get()
        response.vary.add("Accept-Language")
    return response
