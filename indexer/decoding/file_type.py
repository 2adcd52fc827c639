"""Detection of a file's type from its first bytes; its name decides only if they are ambiguous."""

from __future__ import annotations

import re
from typing import Literal, get_args

from .charset import decode, utf16_or_utf32
from .table_header import parse_header

PageType = Literal["empty", "jsonl", "json", "html", "text"]
"""A file that is itself a page or records."""

ContainerType = Literal["mhtml", "table", "feed", "jsonfeed", "sitemap", "warc", "zip", "tar"]
"""A file that contains pages or records, or lists them."""

_NOT_A_PAGE: dict[str, str] = {
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
"""Names of the first entry of a zip archive that is an Office document."""

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
_COMPRESSED_SUFFIX = re.compile(r"\.(?:gz|bz2|xz)$")
_JSON_NAMES = (".jsonl", ".ndjson", ".json")
_HTML_NAMES = (".html", ".htm", ".xhtml", ".shtml", ".aspx", ".php", ".jsp")


def page_type(head: bytes, name: str) -> PageType | str:
    """Return the type of a page that begins with `head` (up to 64 KiB), or the reason why it is not a page.

    A reason is any string that is not a `PageType`; `is_page_type` distinguishes them.
    """
    detected = file_type(head, name)
    return _NOT_A_PAGE.get(detected, detected)


def is_page_type(result: str) -> bool:
    """Return whether `page_type` returned a type and not a reason."""
    return result in get_args(PageType)


def file_type(head: bytes, name: str) -> PageType | ContainerType | str:
    """Return the type of a file that begins with `head` (up to 64 KiB), or the reason why it is not read."""
    if not head.strip(b"\x00 \t\r\n\f\v") or not head.removeprefix(b"\xef\xbb\xbf").strip():
        return "empty" if not head.strip() or head.startswith(b"\xef\xbb\xbf") else "binary file"
    for magic, reason in _MAGIC:
        if head.startswith(magic):
            return reason
    archive = _archive_type(head, name.lower())
    if archive is not None:
        return archive
    if head.count(0) > 1 + len(head) // 256 and utf16_or_utf32(head) is None:
        return "binary file"
    text = decode(head)
    if text is None:
        return "binary file, or text in an unknown encoding"
    return _text_type(_COMMENT.sub("", text), _COMPRESSED_SUFFIX.sub("", name.lower()))


def _archive_type(head: bytes, name: str) -> str | None:
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x00\x00PK")):
        office = name.endswith(_OFFICE_NAMES) or head[30:80].startswith(_OFFICE_ENTRIES)
        return _OFFICE if office else "zip"
    if head.startswith(b"WARC/"):
        return "warc"
    return "tar" if head[257:262] == b"ustar" or (name.endswith(".tar") and _is_old_tar(head[:512])) else None


def _is_old_tar(block: bytes) -> bool:
    """Return whether a block is a tar header from before the magic bytes, which its checksum shows."""
    try:
        checksum = int(block[148:156].strip(b" \0") or b"0", 8)
    except ValueError:
        return False
    return len(block) == 512 and checksum == sum(block[:148]) + 8 * 32 + sum(block[156:])


def _text_type(text: str, name: str) -> PageType | ContainerType | str:
    if not text:
        return "empty"
    if text.startswith(("{", "[")):
        return "jsonfeed" if _JSON_FEED.search(text[:4096]) and text.startswith("{") else _json_type(text, name)
    if name.endswith(_JSON_NAMES):
        return "jsonl"  # each broken line is reported with its number
    container = _container_type(text, name)
    if container is not None:
        return container
    if _HTML.match(text) or _TAG.match(text) or (text.startswith("<") and name.endswith(_HTML_NAMES)):
        return "html"
    named_text = name.endswith((".txt", ".text", ".md"))
    return "html" if not named_text and (_HTML.search(text) or _TAG.search(text)) else "text"


def _container_type(text: str, name: str) -> ContainerType | str | None:
    """Return the type of text that is neither JSON nor a page, the reason why it is not read, or None for a page."""
    if text.startswith("<?xml") or _FEED.match(text):
        root, page = _FEED.search(text[:4096]), _HTML.search(text)
        if root and not (page and page.start() < root.start()):
            return "sitemap" if root[1].lower() in {"urlset", "sitemapindex"} else "feed"
        return None if page or name.endswith(_HTML_NAMES) else "XML that is no web page"
    if _is_mhtml(text[:16384]):
        return "mhtml"
    if name.endswith((".csv", ".tsv")) or (parse_header(text) and not name.endswith(_HTML_NAMES)):
        return "table"
    return "a table of another program: save it as CSV" if name.endswith(".xls") else None


def _is_mhtml(text: str) -> bool:
    """Return whether text begins with mail headers (`MIME-Version:`) of one page, or of a page with its parts."""
    headers: dict[str, str] = {}
    for line in text.splitlines():
        header = _HEADER.match(line)
        if header:
            headers.setdefault(header[1].lower(), header[2].lower())
        elif not line or line[0] not in " \t":
            break
    content_type = headers.get("content-type", "")
    return content_type.startswith("multipart/related") or (
        "mime-version" in headers and content_type.startswith(("multipart/", "text/html"))
    )


def _json_type(text: str, name: str) -> PageType | str:
    named_json = name.endswith(_JSON_NAMES)
    if text.startswith("["):
        return "json" if named_json or re.match(r"\[\s*[{\]]", text) else "text"
    if not named_json and not re.match(r'\{\s*["}]', text):
        return "text"
    if name.endswith((".jsonl", ".ndjson")):
        return "jsonl"
    # One object over several lines is a JSON file; one object on each line is JSONL, whatever follows the first.
    first, _, rest = text.partition("\n")
    return "jsonl" if not rest.strip() or first.rstrip().endswith("}") else "json"
