"""In which language a request is answered: `?lang=`, which links then keep, else what the browser says it reads."""

from __future__ import annotations

from flask import Response, request
from markupsafe import Markup
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from ...presentation.messages import LANGUAGES, current_language
from .request import split


def choose() -> None:
    """Before a request: set the language that its texts are in."""
    current_language.set(asked() or accepted(request.headers.get("Accept-Language", "")))


def forget(_error: BaseException | None) -> None:
    """After a request: what runs next in this thread is not in its language."""
    current_language.set(LANGUAGES[0])


def asked() -> str | None:
    """The language that the address asks for, if it is one of ours."""
    values = [value for name, value in split(request.query_string) if name == "lang"]
    return values[-1] if values and values[-1] in LANGUAGES else None


def accepted(header: str) -> str:
    """The language for an `Accept-Language`: English for who reads it and doesn't read Vietnamese, else Vietnamese."""
    read = {tag.partition("-")[0].lower() for tag, quality in parse_accept_header(header, LanguageAccept) if quality}
    return "en" if "en" in read and "vi" not in read else LANGUAGES[0]


def of_the_news() -> Markup:
    """The attribute of what is Vietnamese on a page in another language, so that it is read aloud rightly."""
    return Markup("") if current_language.get() == "vi" else Markup(' lang="vi"')


def declare(response: Response) -> Response:
    """After a request: say which language a page is in, and that another browser may get another one."""
    if response.mimetype == "text/html":
        response.headers["Content-Language"] = current_language.get()
        response.vary.add("Accept-Language")
    return response
