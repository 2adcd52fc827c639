"""URLs: their normal form, which of them belong to the site, and which look like a crawler trap."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from .options import ScopeKind

MAX_URL = 2000
"""Characters of a URL; a longer one is a fault of the site."""

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


def normalize_url(url: str, base: str | None = None) -> str | None:
    """Return the normal form of a URL (joined to `base` if it is relative), or None if it is not an http address.

    Case of scheme and host, the default port, dot segments, escapes and the fragment make no difference. Non-ASCII
    letters are escaped as UTF-8, in the host as IDNA. Session ids and tracking parameters (`utm_…`) are removed; the
    order of the query is kept. An address with a user name is not accepted.
    """
    text = _UNWANTED.sub("", url.strip(" \t\r\n\f\v\x00")).replace("\\", "/")
    try:
        parts = urlsplit(urljoin(base, text) if base is not None else text)
        scheme, host, port = parts.scheme.lower(), _normalize_host(parts), parts.port
    except ValueError:
        return None
    if scheme not in _PORTS or host is None or "@" in parts.netloc:
        return None
    authority = host if port in (None, _PORTS[scheme]) else f"{host}:{port}"
    path = _escape(_SESSION_PATH.sub("", _without_dots(parts.path)), "/:@!$&'()*+,;=~") or "/"
    query = "&".join(part for part in parts.query.split("&") if part and not _SESSION.match(part))
    return f"{scheme}://{authority}{path}" + (f"?{_escape(query, chr(47) + '?:@!$&(),*+;=~')}" if query else "")


def _normalize_host(parts: SplitResult) -> str | None:
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


def _escape(text: str, safe: str) -> str:
    escaped = quote(_BAD_ESCAPE.sub("%25", text), safe=safe + "%", errors="replace")
    return _ESCAPE.sub(_normalize_escape, escaped)


def _normalize_escape(match: re.Match[str]) -> str:
    letter = chr(int(match.group()[1:], 16))
    return letter if letter in _UNRESERVED else match.group().upper()


def origin(url: str) -> str:
    """Return scheme, host and port of a normalised URL: `https://host:8443`."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def host(url: str) -> str:
    """Return host and port of a normalised URL, between whose requests the crawl waits."""
    return urlsplit(url).netloc


def is_binary(url: str) -> bool:
    """Return whether the file name of a URL is not that of a page but of an attachment, an image or a script."""
    return bool(_BINARY.search(urlsplit(url).path))


def url_shape(url: str) -> str:
    """Return the URL without its numbers and query values, which the pages of one calendar or list share."""
    parts = urlsplit(url)
    names = ",".join(sorted({piece.partition("=")[0] for piece in parts.query.split("&")}))
    return f"{parts.netloc}{_DIGITS.sub('0', parts.path)}?{_DIGITS.sub('0', names)}"


def is_trap(url: str) -> bool:
    """Return whether the site seems to generate such URLs endlessly.

    They are longer than `MAX_URL`, name a folder more than three times, or have more than 13 parameters.
    """
    parts = urlsplit(url)
    pieces = [piece for piece in parts.path.split("/") if piece]
    repeats = max((pieces.count(piece) for piece in set(pieces)), default=0)
    return len(url) > MAX_URL or repeats > 3 or parts.query.count("&") > 12


@dataclass(frozen=True, slots=True)
class Scope:
    """Which URLs belong to the crawl, by the kind of scope.

    `host`: URLs on the host of a start page, with or without `www.`, http or https. `path`: of these, the URLs below
    the start page's folder. `domain`: URLs on the host and its subdomains.
    """

    kind: ScopeKind
    sites: frozenset[tuple[str, str]]
    https_hosts: frozenset[str] = frozenset()

    @classmethod
    def of(cls, starts: Iterable[str], kind: ScopeKind) -> Scope:
        """Return the scope of these start pages (normalised URLs)."""
        urls = tuple(starts)
        return cls(
            kind,
            frozenset((_site(url), urlsplit(url).path.rpartition("/")[0] + "/") for url in urls),
            frozenset(host(url) for url in urls if url.startswith("https://")),
        )

    def prefer_https(self, url: str) -> str:
        """Return the URL with https if a start page on its host has https, so that no page is fetched under both."""
        use_https = url.startswith("http://") and host(url) in self.https_hosts
        return "https" + url.removeprefix("http") if use_https else url

    def contains(self, url: str) -> bool:
        """Return whether a normalised URL belongs to the crawl."""
        path = urlsplit(url).path
        return any(
            self._is_on(url, site) and (self.kind != "path" or path.startswith(folder)) for site, folder in self.sites
        )

    def is_same_site(self, url: str) -> bool:
        """Return whether the URL is on a host of the scope, in any folder: a folder's sitemap may be above it."""
        return any(self._is_on(url, site) for site, _ in self.sites)

    def _is_on(self, url: str, own_site: str) -> bool:
        site = _site(url)
        return site == own_site or (self.kind == "domain" and site.endswith("." + own_site))


def _site(url: str) -> str:
    return host(url).removeprefix("www.")
