"""Who wrote it, as the page prints it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from ....analyzers import fold
from ..boilerplate import is_furniture, phrase

_LABEL = re.compile(
    r"^[\s(\[*•\-–]*(?P<label>tác giả(?: bài viết)?|người viết(?: bài)?|người thực hiện|thực hiện"
    r"|(?:được )?viết bởi|written by|bài viết|viết bài"
    r"|tin\s*,?\s*bài(?:\s*(?:,|và|&)\s*(?:ảnh|hình))?|(?:tin|bài)\s*(?:,|và|-|–|&)?\s*(?:ảnh|hình)"
    r"|ảnh và (?:bài|tin)|tin|bài|author|by|người soạn|biên soạn|nội dung|phóng viên|pv|ctv|cộng tác viên"
    r"|tin\s*/\s*(?:ảnh|bài)|bài\s*/\s*ảnh|bút danh)\s*[:：]\s*(?P<name>.*)$",
    re.IGNORECASE,
)
_FULL_LABEL = re.compile(r"^[\s(\[*•\-–]*(?:tác giả|người viết|author)", re.IGNORECASE)
_PICTURES = re.compile(r"\s*[-–—;,.|/]?\s*(?:ảnh|hình ảnh|hình|video|clip|photo)\s*[:：].*$", re.IGNORECASE)
_OTHER_LABEL = re.compile(
    r"^[\s(\[*•\-–]*(?:nguồn(?: tin)?|biên tập(?: viên)?|người đăng|đăng bởi|người gửi|theo|từ khóa|tags?|ngày đăng"
    r"|lượt xem|trích nguồn|tổng hợp từ)\s*[:：]"
    r"|^[\s(\[*•\-–]*(?:theo|nguồn)\s+(?!dõi\b|đó\b)(?=\S)[^.:]{2,60}[)\]]?$",
    re.IGNORECASE,
)
_OFFICE_BEHIND = re.compile(
    r"^(?P<name>[^()\d]{4,60}?)\s*(?:\(|\s[-–—|]\s|,\s*)(?:ban|phòng|trung tâm|đài|ubnd|ủy ban|uỷ ban|đoàn|hội|mttq"
    r"|văn phòng|công an|công chức|cổng|trang|trường|huyện|thị|thành|quận|xã|phường|cán bộ|bch|tổ|vp)\b[^()]{0,60}\)?$",
    re.IGNORECASE,
)
"""`Nguyễn Thị A (Ban Tuyên giáo Huyện ủy)`."""

_ACCOUNT = re.compile(
    r"^(?:admin\w*|super ?(?:admin|user)(?: account)?|quan ?tri(?: ?vien)?(?: .*)?|root|editor|webmaster"
    r"|administrator|user\d*|guest|khach|test\w*|bbt|ban ?bien ?tap|bien ?tap ?vien|nguoi dung|thanh vien)$"
)
_SEPARATORS = re.compile(r"\s*(?:[-–—,&/;+|]|\bvà\b)\s*")
_ROLE = re.compile(
    r"\s*\((?:thực hiện|tổng hợp|biên soạn|ghi|lược ghi|sưu tầm|tin và ảnh|tin, ảnh|ctv)\)\s*$", re.IGNORECASE
)
_THINGS = re.compile(r"\s+[/|•·]\s+")
"""Between the several things that a template prints on one line."""
_NAME_WORD = re.compile(r"(?:[^\W\d_]|[.'’])+")
_INITIALS = re.compile(r"^(?:[A-ZĐÀ-Ỹ]{1,6}\.?-?){1,4}$")
# Capitalised like a name, but a portal's menu.
_MENU = re.compile(
    r"\b(?:trang chu|lien he|thong tin|tin tuc|van ban|hinh anh|thong ke|truy cap|ban do|lien ket|gioi thieu|y kien"
    r"|tim kiem|dang nhap|thu vien|hoi dap|so do|thu tuc|dich vu|thong bao|su kien|chuyen muc|binh luan|binh chon"
    r"|thoi tiet|lich cong|cong thong|hoi nghi|toan canh|quang canh|uy ban|hoi dong|mat tran|doan thanh|hoi nong"
    r"|cong dan|chinh tri|kinh te|van hoa|xa hoi|the thao|giao duc|quoc phong|an ninh|phap luat|chinh quyen"
    r"|bai viet|tin bai|xem them|quang cao|hom nay|co quan|viet nam|ha noi|da nang|ho chi minh|tin khac|dia chi"
    r"|dien thoai)\b"
)


def labelled(line: str) -> str | None:
    """The name after `Tác giả:` and its like ('' where the label stands alone), or None where there is no label."""
    found = _LABEL.match(line) if len(line) <= 160 else None
    if found is None:
        return None
    first, *others = _THINGS.split(found["name"])
    name = " / ".join((first, *takewhile(looks_like_name, others))) if others else first
    name = _PICTURES.sub("", name).strip().rstrip(".,;")
    name = name if "(" in name else name.rstrip(")]")
    # `Bài: …` may begin a sentence; what follows must look like a name unless the label says it is one.
    return name if not name or _FULL_LABEL.match(line) or looks_like_name(name) else None


def closing_label(line: str) -> str | None:
    """What a label names in an article's last line: there also who is no person (`Thực hiện: Tổ truyền thông xã`)."""
    found = _LABEL.match(line) if len(line) <= 100 and not line.endswith((".", ";", "?", "!")) else None
    return found["name"].strip() if found and 1 < len(found["name"].split()) <= 8 else None


def is_credit(line: str) -> bool:
    """A short line at an article's end that says where it comes from or who posted it, not who wrote it."""
    return len(line) <= 200 and bool(_OTHER_LABEL.match(line))


def is_account(name: str) -> bool:
    """The name of a posting account, such as `admin` or `quantri`: nobody's byline."""
    key = " ".join(fold(name).split())
    plain = name.strip()
    single = " " not in plain and plain.isascii() and plain == plain.lower()
    return "@" in name or single or bool(_ACCOUNT.match(key))


def looks_like_name(line: str) -> bool:
    """Two to eight capitalised words (pen names, several names with `-`, `,` or `và` between), or initials."""
    text = _ROLE.sub("", line.strip()).strip("()[]*").strip().rstrip(".")
    if not text or len(text) > 100 or any(c.isdigit() for c in text) or is_furniture(text):
        return False
    office = _OFFICE_BEHIND.match(line.strip().rstrip("."))
    text = office["name"].strip() if office else text
    parts = [part for part in _SEPARATORS.split(text) if part]
    tokens = [token for part in parts for token in part.split()]
    if not tokens or len(tokens) > 9 or any(len(part.split()) > 5 for part in parts):
        return False
    if len(tokens) == 1:
        return bool(_INITIALS.match(tokens[0])) and len(tokens[0]) > 1
    if not all(token[0].isupper() and _NAME_WORD.fullmatch(token) for token in tokens):
        return False
    return not _MENU.search(phrase(text))


def as_printed(name: str | None) -> str | None:
    """A byline ready to be kept: one line, brackets off; None where it is empty or a posting account."""
    if name is None:
        return None
    text = _ROLE.sub("", " ".join(name.split()).strip("* "))
    text = text if _OFFICE_BEHIND.match(text) else text.strip("()[] ")
    return text if text and len(text) <= 120 and not is_account(text) else None


def printed_byline(lines: Sequence[str]) -> str | None:
    """The name after `Tác giả:` and its like; the label may stand on a line of its own."""
    for index, line in enumerate(lines):
        name = labelled(line)
        if name is None:
            name = _among_others(line)
        if name is None:
            continue
        if not name and index + 1 < len(lines) and looks_like_name(lines[index + 1]):
            name = lines[index + 1]
        author = as_printed(name)
        if author is not None:
            return author
    return None


def _among_others(line: str) -> str | None:
    """The name behind a full label where a line says several things: `Ngày đăng: … | Tác giả: …`."""
    parts = _THINGS.split(line) if len(line) <= _LONGEST_LINE else []
    return next((name for part in parts[1:] if _FULL_LABEL.match(part) and (name := labelled(part))), None)


_LONGEST_LINE = 300
_SURNAMES = (
    " nguyen tran le pham hoang huynh phan vu vo dang bui do ho ngo duong ly dao doan vuong trinh truong dinh lam mai"
    " to luong luu chau ta phung quach cao thai thach kim lo ha nong trieu giang hua la tang kieu mac dam ong quan"
    " son tong ton van vi lu chu bach khuc khuong trang than ma lang an nghiem cu rmah siu ksor dieu "
)
_CREDITED = re.compile(
    r"^[\s(\[*•\-–]*(?:nguồn(?:\s+tin)?|trích nguồn)\s*[:：]\s*(?P<name>[^:]{4,60}?)[\s.)\]]*$", re.IGNORECASE
)


def person_credited(lines: Sequence[str]) -> str | None:
    """The person whom `Nguồn tin:` names; an office or another medium there is the source, not a byline."""
    for line in lines:
        found = _CREDITED.match(line)
        name = found["name"].strip() if found else ""
        if 2 <= len(name.split()) <= 5 and f" {fold(name).split()[0]} " in _SURNAMES and looks_like_name(name):
            return as_printed(name)
    return None
