"""Web addresses: links made absolute, and the address that a page declares as its own."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urljoin, urlsplit

_MAX_URL_LENGTH = 4096
_START = re.compile(
    r"/*(?:(?:default|index|home|trang-?chu)\.(?:aspx?|php|html?)|vi(?:-vn)?/?|trang-chu|home)?/*", re.IGNORECASE
)
"""The path of a start page."""
_ARTICLE_ID = re.compile(r"(?:^|&)\w*(?:id|news|tin|bai|item|p|detail|article)\w*=\w", re.IGNORECASE)


def absolute_url(link: str | None, base: str | None) -> str | None:
    """Return a link as an absolute http(s) address; None if it is not one and cannot become one."""
    if not link or len(link) > _MAX_URL_LENGTH:
        return None
    try:
        address = urljoin(base or "", "".join(link.split()))
        parts = urlsplit(address)
    except ValueError:
        return None
    return address if parts.scheme in {"http", "https"} and parts.netloc else None


def own_url(declared: Iterable[str | None], known: str | None) -> str | None:
    """Return the first declared address that is plausible as the page's own, else the one it was read from.

    Some portals declare, on every page, their start page or an address without the query that distinguishes their
    articles; some are mirrored under another host. Such declarations are ignored.
    """
    for address in declared:
        if address and _is_plausible(address, known):
            return address
    return known


def _is_plausible(declared: str, known: str | None) -> bool:
    one = urlsplit(declared)
    if not one.query and _START.fullmatch(one.path):
        return known is not None and known.rstrip("/") == declared.rstrip("/")
    if known is None:
        return True
    other = urlsplit(known)
    if _without_www(one.hostname) != _without_www(other.hostname):
        return False
    return not (other.query and not one.query and one.path.rstrip("/").lower() == other.path.rstrip("/").lower()
                and _ARTICLE_ID.search(other.query))  # fmt: skip


def _without_www(host: str | None) -> str:
    return (host or "").removeprefix("www.")
