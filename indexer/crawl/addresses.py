"""Urls: one spelling for each, which of them belong to the site, and which look like a trap."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from .options import ScopeKind

LONGEST = 2000
"""Characters of a url; longer ones are made by a fault of the site."""

_PORTS = {"http": 80, "https": 443}
_UNWANTED = re.compile("[\t\r\n]")
_BAD_ESCAPE = re.compile("%(?![0-9A-Fa-f]{2})")
_ESCAPE = re.compile("%[0-9A-Fa-f]{2}")
_DIGITS = re.compile(r"\d+")
_HOST = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*")
_IPV6 = re.compile(r"[0-9a-f:.]+")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_SESSION_PATH = re.compile(r";jsessionid=[^/?]*|/\([A-Z]\([a-z0-9]{24}\)\)", re.IGNORECASE)
_SESSION = re.compile(
    r"(?:phpsessid|jsessionid|aspsessionid\w*|cftoken|cfid|utm_\w+|fbclid|gclid|zarsrc)(?:=|$)|(?:s|sid|session_?id)=[0-9a-f]{32}$",
    re.IGNORECASE,
)
_BINARY = re.compile(
    r"(?<!\.xml)\.gz$|\.(?:pdf|docx?|docm|xlsx?|xlsm|pptx?|ppsx?|od[tspg]|rtf|zip|rar|7z|tar|tgz|bz2|xz|iso|exe|msi|dmg|apk|jar|swf"
    r"|jpe?g|jfif|png|gif|bmp|tiff?|webp|avif|svg|ico|psd|ai|mp[34]|m4[av]|wav|wma|ogg|og[av]|flac|aac|avi|wmv|mov|mkv|flv|webm|3gp|mpe?g"
    r"|css|m?js|map|woff2?|ttf|otf|eot|ics|vcf|kmz|kml|dwg|epub|p7[bms]|cer|crl)$",
    re.IGNORECASE,
)


def normal(url: str, base: str | None = None) -> str | None:
    """The one spelling of a url (joined to `base` where it is relative), or None where it is no http address.

    Case of scheme and host, the default port, dot segments, escapes and the fragment make no difference; letters
    beyond ASCII are escaped as UTF-8, in the host as IDNA; session ids and advertisers' marks are dropped. The query
    keeps its order. An address with a user's name in it is none.
    """
    text = _UNWANTED.sub("", url.strip(" \t\r\n\f\v\x00")).replace("\\", "/")
    try:
        parts = urlsplit(urljoin(base, text) if base is not None else text)
        scheme, host, port = parts.scheme.lower(), _host(parts), parts.port
    except ValueError:
        return None
    if scheme not in _PORTS or host is None or "@" in parts.netloc:
        return None
    where = host if port in (None, _PORTS[scheme]) else f"{host}:{port}"
    path = _escaped(_SESSION_PATH.sub("", _without_dots(parts.path)), "/:@!$&'()*+,;=~") or "/"
    query = "&".join(part for part in parts.query.split("&") if part and not _SESSION.match(part))
    return f"{scheme}://{where}{path}" + (f"?{_escaped(query, chr(47) + '?:@!$&(),*+;=~')}" if query else "")


def _host(parts: SplitResult) -> str | None:
    host = (parts.hostname or "").rstrip(".")
    if not host or len(host) > 253:
        return None
    if ":" in host:
        return f"[{host}]" if _IPV6.fullmatch(host) else None
    if not host.isascii():
        host = host.encode("idna").decode("ascii").lower()  # UnicodeError is a ValueError
    return host if _HOST.fullmatch(host) else None


def _without_dots(path: str) -> str:
    if "/." not in path:
        return path
    kept: list[str] = []
    pieces = path.split("/")[1:]
    for piece in pieces:
        if piece == "..":
            kept[-1:] = []
        elif piece != ".":
            kept.append(piece)
    if pieces[-1] in (".", ".."):
        kept.append("")
    return "/" + "/".join(kept)


def _escaped(text: str, safe: str) -> str:
    escaped = quote(_BAD_ESCAPE.sub("%25", text), safe=safe + "%", errors="replace")
    return _ESCAPE.sub(_one_escape, escaped)


def _one_escape(found: re.Match[str]) -> str:
    letter = chr(int(found.group()[1:], 16))
    return letter if letter in _UNRESERVED else found.group().upper()


def origin(url: str) -> str:
    """Scheme, host and port of a normal url: `https://host:8443`."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def host(url: str) -> str:
    """Host and port of a normal url: what requests are spaced for."""
    return urlsplit(url).netloc


def is_binary(url: str) -> bool:
    """Its name says that it is no page: an attachment, an image, a script."""
    return bool(_BINARY.search(urlsplit(url).path))


def shape(url: str) -> str:
    """The url without its numbers and the values of its query: pages of one calendar or one list share it."""
    parts = urlsplit(url)
    names = ",".join(sorted({piece.partition("=")[0] for piece in parts.query.split("&")}))
    return f"{parts.netloc}{_DIGITS.sub('0', parts.path)}?{_DIGITS.sub('0', names)}"


def trap(url: str) -> bool:
    """It looks as if the site made it without end: too long, a folder within itself, a dozen parameters."""
    parts = urlsplit(url)
    pieces = [piece for piece in parts.path.split("/") if piece]
    most = max((pieces.count(piece) for piece in set(pieces)), default=0)
    return len(url) > LONGEST or most > 3 or parts.query.count("&") > 12


@dataclass(frozen=True, slots=True)
class Scope:
    """Which urls belong to the crawl: those on a start page's host (with or without `www.`, http or https), below
    its folder (`path`), or on its host and those below it (`domain`)."""

    kind: ScopeKind
    sites: frozenset[tuple[str, str]]
    secure: frozenset[str] = frozenset()

    @classmethod
    def of(cls, starts: Iterable[str], kind: ScopeKind) -> Scope:
        """The scope of these start pages (normal urls)."""
        urls = tuple(starts)
        return cls(
            kind,
            frozenset((_site(url), urlsplit(url).path.rpartition("/")[0] + "/") for url in urls),
            frozenset(host(url) for url in urls if url.startswith("https://")),
        )

    def spelt(self, url: str) -> str:
        """The url as it is asked for: with https where a start page on that host has it, so that no page is there
        twice because a link says http."""
        return "https" + url.removeprefix("http") if url.startswith("http://") and host(url) in self.secure else url

    def holds(self, url: str) -> bool:
        """Whether a normal url belongs to it."""
        path = urlsplit(url).path
        return any(self._on(url, own) and (self.kind != "path" or path.startswith(in_)) for own, in_ in self.sites)

    def same_site(self, url: str) -> bool:
        """Whether it is on a host of the scope, wherever there: listings of a folder's pages may stand above it."""
        return any(self._on(url, own) for own, _ in self.sites)

    def _on(self, url: str, own: str) -> bool:
        site = _site(url)
        return site == own or (self.kind == "domain" and site.endswith("." + own))


def _site(url: str) -> str:
    return host(url).removeprefix("www.")
