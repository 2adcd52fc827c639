"""What a file is, told from its first bytes; its name only settles what they leave open."""

from __future__ import annotations

import re
from typing import Literal, get_args

from .decode import decode, wide_encoding

Kind = Literal["empty", "jsonl", "json", "html", "text"]

_MAGIC = (
    (b"%PDF-", "a PDF document: attachments are listed, not read"),
    (b"\xd0\xcf\x11\xe0", "an Office document: attachments are listed, not read"),
    (b"PK\x03\x04", "a zip archive or Office document: not read"),
    (b"Rar!", "a RAR archive: not read"),
    (b"7z\xbc\xaf", "a 7z archive: not read"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"RIFF", "an image, sound or film"),
    (b"SQLite format 3", "a database"),
    (b"WARC/", "a WARC archive: not read yet"),
)
_FEED = re.compile(r"<(?:\w+:)?(rss|feed|urlset|sitemapindex|RDF)[\s>]", re.IGNORECASE)
_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body|title|meta|link|script|style)[\s>/]", re.IGNORECASE)
_TAG = re.compile(
    r"<(?:div|p|h[1-6]|article|section|main|header|nav|span|table|tr|td|ul|ol|li|a|img|br|b|i|strong|em|form|font|center)"
    r"(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_COMMENT = re.compile(r"\A(?:\s|<!--.*?-->)+", re.DOTALL)
_MHTML = re.compile(r"\A(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?content-type:\s*multipart/related", re.IGNORECASE)
_JSON_NAMES = (".jsonl", ".ndjson", ".json")
_HTML_NAMES = (".html", ".htm", ".xhtml", ".shtml", ".aspx", ".php", ".jsp")


def recognise(head: bytes, name: str) -> Kind | str:
    """The kind of a file that begins with `head` (up to 64 KiB) and is called `name`, or why it is not read.

    A reason is any string that is no `Kind`; `is_kind` tells them apart.
    """
    if not head.strip(b"\x00 \t\r\n\f\v") or not head.removeprefix(b"\xef\xbb\xbf").strip():
        return "empty" if not head.strip() or head.startswith(b"\xef\xbb\xbf") else "binary file"
    for magic, reason in _MAGIC:
        if head.startswith(magic):
            return reason
    if head.count(0) > 1 + len(head) // 256 and wide_encoding(head) is None:
        return "binary file"
    text = decode(head)
    if text is None:
        return "binary file, or text in an encoding that could not be told"
    return _by_text(_COMMENT.sub("", text), name.lower().removesuffix(".gz"))


def is_kind(answer: str) -> bool:
    """Whether `recognise` gave a kind and not a reason."""
    return answer in get_args(Kind)


def _by_text(text: str, name: str) -> Kind | str:
    if not text:
        return "empty"
    if text.startswith(("{", "[")):
        return _json(text, name)
    if name.endswith(_JSON_NAMES):
        return "jsonl"  # each broken line is reported with its number
    reason = _unread(text, name)
    if reason is not None:
        return reason
    if _HTML.match(text) or _TAG.match(text) or (text.startswith("<") and name.endswith(_HTML_NAMES)):
        return "html"
    told_by_name = name.endswith((".txt", ".text", ".md"))
    return "html" if not told_by_name and (_HTML.search(text) or _TAG.search(text)) else "text"


def _unread(text: str, name: str) -> str | None:
    """Why a format that is known is not read, or None."""
    if text.startswith("<?xml") or _FEED.match(text):
        if _FEED.search(text[:4096]):
            return "an RSS or Atom feed or a sitemap: not read yet"
        return None if _HTML.search(text) or name.endswith(_HTML_NAMES) else "XML that is no web page"
    if _MHTML.match(text[:4096]):
        return "an MHTML archive: not read yet"
    return "a table: not read yet" if name.endswith((".csv", ".tsv", ".xls")) else None


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
