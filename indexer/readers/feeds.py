"""RSS, Atom, RDF and JSON feeds: every entry as a record.

An entry announces an article and rarely contains all of it; docs/reading.md says whether the entry or the page is
indexed. The crawler reads only the addresses in feeds (`crawl/links.py`).
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any
from urllib.parse import urljoin, urlsplit

from ...analyzers import fold
from ..decoding.charset import clean_text, decode
from ..extract.fields.byline import clean_byline
from ..page import Item, ReadOptions, Record, Rejected
from .feed_text import first_image, repair_xml, to_lines, without_boilerplate
from .records import parse_json, to_record

_MAX_ENTRIES = 20_000
_ENDS = re.compile(r"</\s*(?:\w+:)?(?:rss|feed|rdf|channel)\s*>\s*(?:<!--.*)?\Z", re.IGNORECASE | re.DOTALL)
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>", re.IGNORECASE)
_SECTION = re.compile(
    r"^(?:rss|feed|atom|tin tuc|tin moi|tin noi bat|trang chu|trang tin moi|bai viet|home|news|page|blog|gioi thieu"
    r"|thong bao|su kien|untitled|van ban|chuyen muc)\b"
)
_SITE = re.compile(
    r"^(?:cong (?:thong tin|tttdt)|trang (?:thong tin|tin|tttdt)|bao |dai |tap chi|uy ban|ubnd|so |ban (?!quyen)|hoi "
    r"|dang (?:uy|bo)|mttq|tinh |huyen|thi (?:xa|tran|uy)|xa |phuong |website )"
)
_ITEM = re.compile(r"<(?:\w+:)?(?:item|entry)[\s>]", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"\(([^()@]+)\)")
_MAIL = re.compile(r"<?[^\s<>()]+@[^\s<>()]+>?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of a feed, independent of the format; `summary` and `content` are markup or text."""

    title: str = ""
    url: str | None = None
    summary: str = ""
    content: str = ""
    published: str | None = None
    updated: str | None = None
    author: str | None = None
    tags: tuple[str, ...] = ()
    image: str | None = None


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: its publisher (None if it only names a section), its entries, and why some may be missing.

    `site` is the address of its website, against which relative links are resolved.
    """

    source: str | None
    entries: list[Entry] = field(default_factory=list)
    fault: str | None = None
    site: str | None = None


def read_feed(data: bytes, origin: str, collection: str, options: ReadOptions) -> Iterator[Item]:
    """Yield every entry as a record that is marked `from_feed`, or the reason why it is none; never raise.

    The full text (`content:encoded`, Atom's `content`) becomes the body and the summary the lead before it; without a
    full text, the summary becomes the body. A broken feed is read as far as possible.
    """
    try:
        feed = parse_feed(data)
    except ValueError as error:
        yield Rejected(origin, str(error))
        return
    if not feed.entries:
        yield Rejected(origin, feed.fault or "a feed without entries")
        return
    for number, entry in enumerate(feed.entries, 1):
        value = _value(entry, feed.source, feed.site or options.base_url, options)
        item = to_record(value, f"{origin}: entry {number}", collection, options)
        yield replace(item, from_feed=True) if isinstance(item, Record) else item
    if feed.fault:
        yield Rejected(origin, f"{feed.fault}; {len(feed.entries)} entries of it were read")


def parse_feed(data: bytes) -> Feed:
    """Return the feed in `data`.

    Raises:
        ValueError: it is not a feed, or too broken to be read; the message is the reason.
    """
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return _json_feed(parse_json(data))
    text = decode(data)
    if text is None:
        raise ValueError("text in an unknown encoding")
    return _xml_feed(_DECLARATION.sub("", clean_text(text).lstrip(), count=1))


def _xml_feed(text: str) -> Feed:
    import feedparser  # noqa: PLC0415 - lazy: slow to load, and only needed for a feed

    is_complete = bool(_ENDS.search(text[-2000:]))
    if sum(1 for _ in islice(_ITEM.finditer(text), _MAX_ENTRIES + 1)) > _MAX_ENTRIES:
        raise ValueError(f"a feed of more than {_MAX_ENTRIES:,} entries: split it")
    headers = {"content-type": "application/xml; charset=utf-8"}
    try:
        parsed = feedparser.parse(
            io.BytesIO(repair_xml(text)),
            response_headers=headers,
            resolve_relative_uris=False,
            sanitize_html=False,
        )
    except Exception as error:  # a broken feed can make it raise anything
        raise ValueError(f"a feed that is broken ({type(error).__name__})") from error
    site = parsed["feed"]
    entries = [_entry(entry) for entry in parsed["entries"]]
    fault = None if is_complete else "a feed that is cut or broken"
    return Feed(
        _site_name(_text(site, "title"), _text(site, "rights")), entries, fault, _address(_text(site, "link"), None)
    )


def _entry(entry: Any) -> Entry:
    published, updated = (_text(entry, name) or None for name in ("published", "updated"))
    written = [one for one in dict.get(entry, "content", ()) if _is_text(one.get("type"))]
    return Entry(
        title=_text(entry, "title"),
        url=_text(entry, "link") or _permalink(entry),
        summary=_text(entry, "summary"),
        content=max((one.get("value") or "" for one in written), key=len, default=""),
        published=published or _text(entry, "created") or updated,
        updated=updated if published else None,
        author=_author(entry),
        tags=tuple(tag["term"] for tag in dict.get(entry, "tags", ()) if isinstance(tag.get("term"), str)),
        image=_image(entry),
    )


def _text(entry: Any, name: str) -> str:
    # `dict.get`: feedparser's own `get` returns `published` for `updated`, with a warning.
    value = dict.get(entry, name)
    return value if isinstance(value, str) else ""


def _is_text(media_type: object) -> bool:
    return not isinstance(media_type, str) or media_type.startswith("text/") or "html" in media_type


def _permalink(entry: Any) -> str | None:
    given = _text(entry, "id")
    return given if given.startswith(("http://", "https://")) else None


def _author(entry: Any) -> str | None:
    """Return the author's name from `mail (name)`, `name (mail)` or `name <mail>`; a mail address alone is no name."""
    written = _text(entry, "author")
    if "@" not in written:
        return written or None
    bracketed = _IN_BRACKETS.search(written)
    return bracketed[1] if bracketed else _MAIL.sub("", written).strip("() ") or None


def _image(entry: Any) -> str | None:
    links = [link for link in dict.get(entry, "links", ()) if link.get("rel") == "enclosure"]
    pictures = [link.get("href") for link in links if str(link.get("type", "")).startswith("image")]
    pictures += [media.get("url") for media in dict.get(entry, "media_content", ())
                 if media.get("medium") == "image" or str(media.get("type", "")).startswith("image")]  # fmt: skip
    pictures += [media.get("url") for media in dict.get(entry, "media_thumbnail", ())]
    return next((picture for picture in pictures if isinstance(picture, str) and picture), None)


def _json_feed(value: Any) -> Feed:
    items = value.get("items") if isinstance(value, dict) else None
    if not isinstance(items, list):
        raise ValueError("a JSON feed without a list of items")
    entries = [_json_entry(item) for item in items[:_MAX_ENTRIES] if isinstance(item, dict)]
    broken = len(items) - len(entries)
    return Feed(
        _site_name(_string(value, "title"), ""), entries, f"{broken} items that are no objects" if broken else None
    )


def _json_entry(item: dict[str, Any]) -> Entry:
    authors = item.get("authors") if isinstance(item.get("authors"), list) else [item.get("author")]
    names = [_string(author, "name") for author in authors or () if isinstance(author, dict)]
    tags = item.get("tags")
    given = _string(item, "id")
    return Entry(
        title=_string(item, "title"),
        url=_string(item, "url") or _string(item, "external_url") or (given if given.startswith("http") else None),
        summary=_string(item, "summary"),
        content=_string(item, "content_html") or _string(item, "content_text"),
        published=_string(item, "date_published") or None,
        updated=_string(item, "date_modified") or None,
        author=", ".join(filter(None, names)) or None,
        tags=tuple(tag for tag in tags if isinstance(tag, str)) if isinstance(tags, list) else (),
        image=_string(item, "image") or _string(item, "banner_image") or None,
    )


def _string(value: Any, name: str) -> str:
    given = value.get(name)
    return given if isinstance(given, str) else ""


def _value(entry: Entry, source: str | None, base: str | None, options: ReadOptions) -> dict[str, Any]:
    """Return an entry as the object that a line of JSONL would contain."""
    summary = without_boilerplate(to_lines(entry.summary))
    content = without_boilerplate(to_lines(entry.content))
    url = _address(entry.url, base)
    image = _address(entry.image or first_image(entry.content) or first_image(entry.summary), url or base)
    tags = list(dict.fromkeys(" ".join(tag.split()) for tag in entry.tags if tag.strip()))
    publisher = options.source or source
    author = clean_byline(entry.author)
    value = {
        "title": " ".join(to_lines(entry.title)),
        "url": url,
        "body": "\n".join(content or summary),
        "summary": "\n".join(summary) if content and not _repeats(content, summary) else None,
        "published": entry.published,
        "updated": entry.updated,
        "author": author if author is None or fold(author) != fold(publisher or "") else None,
        "source": publisher,
        "tags": tags,
        "section": tags[0] if len(tags) == 1 else None,
        "image": image,
    }
    return {name: given for name, given in value.items() if given}


def _repeats(content: list[str], summary: list[str]) -> bool:
    """Return whether a summary is only the beginning of the text."""
    whole, lead = " ".join(" ".join(content).split()), " ".join(" ".join(summary).split()).rstrip(".… ")
    return whole.startswith(lead)


def _address(link: str | None, base: str | None) -> str | None:
    if not link or len(link) > 4096:
        return None
    try:
        address = urljoin(base or "", "".join(link.split()))
        parts = urlsplit(address)
    except ValueError:
        return None
    return address if parts.scheme in {"http", "https"} and parts.netloc else None


def _site_name(title: str, rights: str) -> str | None:
    """Return the publisher: the feed's title or, if that names a section (`Tin tức - Kinh tế`), the rights holder."""
    title, rights = (" ".join(" ".join(to_lines(text)).split()) for text in (title, rights))
    if title and not _SECTION.match(fold(title)):
        return title[:200]
    return rights if rights and len(rights) <= 120 and _SITE.match(fold(rights)) else None
