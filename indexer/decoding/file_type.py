"""What a file is, told from its first bytes; its name only settles what they leave open."""

from __future__ import annotations

import re
from typing import Literal, get_args

from ..readers.tables import header_fields
from .charset import decode, wide_encoding

Kind = Literal["empty", "jsonl", "json", "html", "text"]
"""What is a page or records as it stands."""

Content = Literal["mhtml", "table", "feed", "jsonfeed", "sitemap", "warc", "zip", "tar"]
"""What holds pages or records, or lists them."""

_CONTENTS: dict[str, str] = {
    "mhtml": "an MHTML archive, not a page",
    "table": "a table, not a page",
    "feed": "a feed, not a page",
    "jsonfeed": "a feed, not a page",
    "sitemap": "a sitemap: it lists addresses and holds no article",
    "warc": "a WARC archive, not a page",
    "zip": "a zip archive, not a page",
    "tar": "a tar archive, not a page",
}

_MAGIC = (
    (b"%PDF-", "a PDF document: attachments are listed, not read"),
    (b"\xd0\xcf\x11\xe0", "an Office document: attachments are listed, not read"),
    (b"Rar!", "a RAR archive: not read"),
    (b"7z\xbc\xaf", "a 7z archive: not read"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"RIFF", "an image, sound or film"),
    (b"SQLite format 3", "a database"),
)
_OFFICE = "an Office document: attachments are listed, not read"
_OFFICE_NAMES = (
    ".docx", ".xlsx", ".pptx", ".docm", ".xlsm", ".pptm", ".dotx", ".xltx",
    ".odt", ".ods", ".odp", ".epub", ".jar", ".apk",
)  # fmt: skip
_OFFICE_ENTRIES = (b"[Content_Types].xml", b"mimetype", b"_rels/", b"META-INF/")
"""What the first entry of a zip that is a document is called."""

_FEED = re.compile(r"<(?:\w+:)?(rss|feed|urlset|sitemapindex|RDF)[\s>/]", re.IGNORECASE)
_JSON_FEED = re.compile(r'"version"\s*:\s*"https?:\\?/\\?/(?:www\.)?jsonfeed\.org\\?/version\\?/')
_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body|title|meta|link|script|style)[\s>/]", re.IGNORECASE)
_TAG = re.compile(
    r"<(?:div|p|h[1-6]|article|section|main|header|nav|span|table|tr|td|ul|ol|li|a|img|br|b|i|strong|em|form|font|center)"
    r"(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_COMMENT = re.compile(r"\A(?:\s|<!--.*?-->)+", re.DOTALL)
_HEADER = re.compile(r"([\w-]{1,60}):[ \t]*(.*)")
_PACKED = re.compile(r"\.(?:gz|bz2|xz)$")
_JSON_NAMES = (".jsonl", ".ndjson", ".json")
_HTML_NAMES = (".html", ".htm", ".xhtml", ".shtml", ".aspx", ".php", ".jsp")


def recognise(head: bytes, name: str) -> Kind | str:
    """What a page that begins with `head` (up to 64 KiB) and is called `name` is, or why it is none.

    A reason is any string that is no `Kind`; `is_kind` tells them apart.
    """
    told = tell(head, name)
    return _CONTENTS.get(told, told)


def tell(head: bytes, name: str) -> Kind | Content | str:
    """What a file that begins with `head` (up to 64 KiB) and is called `name` holds, or why it is not read."""
    if not head.strip(b"\x00 \t\r\n\f\v") or not head.removeprefix(b"\xef\xbb\xbf").strip():
        return "empty" if not head.strip() or head.startswith(b"\xef\xbb\xbf") else "binary file"
    for magic, reason in _MAGIC:
        if head.startswith(magic):
            return reason
    archive = _archive(head, name.lower())
    if archive is not None:
        return archive
    if head.count(0) > 1 + len(head) // 256 and wide_encoding(head) is None:
        return "binary file"
    text = decode(head)
    if text is None:
        return "binary file, or text in an encoding that could not be told"
    return _by_text(_COMMENT.sub("", text), _PACKED.sub("", name.lower()))


def _archive(head: bytes, name: str) -> str | None:
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x00\x00PK")):
        office = name.endswith(_OFFICE_NAMES) or head[30:80].startswith(_OFFICE_ENTRIES)
        return _OFFICE if office else "zip"
    if head.startswith(b"WARC/"):
        return "warc"
    return "tar" if head[257:262] == b"ustar" or (name.endswith(".tar") and _sums_up(head[:512])) else None


def _sums_up(block: bytes) -> bool:
    """The header of a tar older than its magic bytes: told by its checksum."""
    try:
        said = int(block[148:156].strip(b" \0") or b"0", 8)
    except ValueError:
        return False
    return len(block) == 512 and said == sum(block[:148]) + 8 * 32 + sum(block[156:])


def is_kind(answer: str) -> bool:
    """Whether `recognise` gave a kind and not a reason."""
    return answer in get_args(Kind)


def _by_text(text: str, name: str) -> Kind | Content | str:
    if not text:
        return "empty"
    if text.startswith(("{", "[")):
        return "jsonfeed" if _JSON_FEED.search(text[:4096]) and text.startswith("{") else _json(text, name)
    if name.endswith(_JSON_NAMES):
        return "jsonl"  # each broken line is reported with its number
    told = _other(text, name)
    if told is not None:
        return told
    if _HTML.match(text) or _TAG.match(text) or (text.startswith("<") and name.endswith(_HTML_NAMES)):
        return "html"
    told_by_name = name.endswith((".txt", ".text", ".md"))
    return "html" if not told_by_name and (_HTML.search(text) or _TAG.search(text)) else "text"


def _other(text: str, name: str) -> Content | str | None:
    """What a text is that is neither JSON nor a page, or None."""
    if text.startswith("<?xml") or _FEED.match(text):
        root, page = _FEED.search(text[:4096]), _HTML.search(text)
        if root and not (page and page.start() < root.start()):
            return "sitemap" if root[1].lower() in {"urlset", "sitemapindex"} else "feed"
        return None if page or name.endswith(_HTML_NAMES) else "XML that is no web page"
    if _is_mhtml(text[:16384]):
        return "mhtml"
    if name.endswith((".csv", ".tsv")) or (header_fields(text) and not name.endswith(_HTML_NAMES)):
        return "table"
    return "a table of another program: save it as CSV" if name.endswith(".xls") else None


def _is_mhtml(text: str) -> bool:
    """The head lines of a message (`MIME-Version:`) that is a page with its parts, or is one page."""
    heads: dict[str, str] = {}
    for line in text.splitlines():
        head = _HEADER.match(line)
        if head:
            heads.setdefault(head[1].lower(), head[2].lower())
        elif not line or line[0] not in " \t":
            break
    kind = heads.get("content-type", "")
    return kind.startswith("multipart/related") or (
        "mime-version" in heads and kind.startswith(("multipart/", "text/html"))
    )


def _json(text: str, name: str) -> Kind | str:
    named = name.endswith(_JSON_NAMES)
    if text.startswith("["):
        return "json" if named or re.match(r"\[\s*[{\]]", text) else "text"
    if not named and not re.match(r'\{\s*["}]', text):
        return "text"
    if name.endswith((".jsonl", ".ndjson")):
        return "jsonl"
    # One object over several lines is a JSON file; an object a line is JSONL (whatever follows the first).
    first, _, rest = text.partition("\n")
    return "jsonl" if not rest.strip() or first.rstrip().endswith("}") else "json"
