"""The byline: the author of an article, as the page prints it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from ....analyzers import fold
from ..boilerplate import is_boilerplate, phrase_key
from ..lines import ITEM_SEPARATOR, split_items

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
_NAME_WORD = re.compile(r"(?:[^\W\d_]|[.'’])+")
_INITIALS = re.compile(r"^(?:[A-ZĐÀ-Ỹ]{1,6}\.?-?){1,4}$")
_MENU = re.compile(
    r"\b(?:trang chu|lien he|thong tin|tin tuc|van ban|hinh anh|thong ke|truy cap|ban do|lien ket|gioi thieu|y kien"
    r"|tim kiem|dang nhap|thu vien|hoi dap|so do|thu tuc|dich vu|thong bao|su kien|chuyen muc|binh luan|binh chon"
    r"|thoi tiet|lich cong|cong thong|hoi nghi|toan canh|quang canh|uy ban|hoi dong|mat tran|doan thanh|hoi nong"
    r"|cong dan|chinh tri|kinh te|van hoa|xa hoi|the thao|giao duc|quoc phong|an ninh|phap luat|chinh quyen"
    r"|bai viet|tin bai|xem them|quang cao|hom nay|co quan|viet nam|ha noi|da nang|ho chi minh|tin khac|dia chi"
    r"|dien thoai)\b"
)
"""Menu entries and other words that are capitalised like a name."""
_SURNAMES = (
    " nguyen tran le pham hoang huynh phan vu vo dang bui do ho ngo duong ly dao doan vuong trinh truong dinh lam mai"
    " to luong luu chau ta phung quach cao thai thach kim lo ha nong trieu giang hua la tang kieu mac dam ong quan"
    " son tong ton van vi lu chu bach khuc khuong trang than ma lang an nghiem cu rmah siu ksor dieu "
)
_CREDITED = re.compile(
    r"^[\s(\[*•\-–]*(?:nguồn(?:\s+tin)?|trích nguồn)\s*[:：]\s*(?P<name>[^:]{4,60}?)[\s.)\]]*$", re.IGNORECASE
)


def labelled_name(line: str) -> str | None:
    """Return the name after a label such as `Tác giả:` ("" if the label stands alone), or None without a label."""
    match = _LABEL.match(line) if len(line) <= 160 else None
    if match is None:
        return None
    first, *others = ITEM_SEPARATOR.split(match["name"])
    name = " / ".join((first, *takewhile(looks_like_name, others))) if others else first
    name = _PICTURES.sub("", name).strip().rstrip(".,;")
    name = name if "(" in name else name.rstrip(")]")
    # `Bài: …` may begin a sentence; what follows must look like a name unless the label says it is one.
    return name if not name or _FULL_LABEL.match(line) or looks_like_name(name) else None


def closing_label(line: str) -> str | None:
    """Return the name after a label in an article's last line.

    There it need not be a person's (`Thực hiện: Tổ truyền thông xã`).
    """
    match = _LABEL.match(line) if len(line) <= 100 and not line.endswith((".", ";", "?", "!")) else None
    return match["name"].strip() if match and 1 < len(match["name"].split()) <= 8 else None


def is_credit(line: str) -> bool:
    """Return whether a short line says where an article comes from or who posted it, not who wrote it."""
    return len(line) <= 200 and bool(_OTHER_LABEL.match(line))


def is_account_name(name: str) -> bool:
    """Return whether a name is that of a posting account, such as `admin` or `quantri`, which is no byline."""
    key = " ".join(fold(name).split())
    plain = name.strip()
    single = " " not in plain and plain.isascii() and plain == plain.lower()
    return "@" in name or single or bool(_ACCOUNT.match(key))


def looks_like_name(line: str) -> bool:
    """Return whether a line is a name: two to nine capitalised words (pen names, several names separated by `-`, `,` or
    `và`), or initials."""
    text = _ROLE.sub("", line.strip()).strip("()[]*").strip().rstrip(".")
    if not text or len(text) > 100 or any(c.isdigit() for c in text) or is_boilerplate(text):
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
    return not _MENU.search(phrase_key(text))


def clean_byline(name: str | None) -> str | None:
    """Return a byline on one line and without brackets; None if it is empty, too long or a posting account."""
    if name is None:
        return None
    text = _ROLE.sub("", " ".join(name.split()).strip("* "))
    text = text if _OFFICE_BEHIND.match(text) else text.strip("()[] ")
    return text if text and len(text) <= 120 and not is_account_name(text) else None


def find_byline(lines: Sequence[str]) -> str | None:
    """Return the first name after a label such as `Tác giả:`; the label may stand alone on the line above the name."""
    for index, line in enumerate(lines):
        name = labelled_name(line)
        if name is None:
            name = _labelled_item(line)
        if name is None:
            continue
        if not name and index + 1 < len(lines) and looks_like_name(lines[index + 1]):
            name = lines[index + 1]
        author = clean_byline(name)
        if author is not None:
            return author
    return None


def _labelled_item(line: str) -> str | None:
    """Return the name after a full label within a line of several items: `Ngày đăng: … | Tác giả: …`."""
    return next(
        (name for part in split_items(line)[1:] if _FULL_LABEL.match(part) and (name := labelled_name(part))), None
    )


def credited_person(lines: Sequence[str]) -> str | None:
    """Return the person whom `Nguồn tin:` names; an office or another medium there is the source, not a byline."""
    for line in lines:
        match = _CREDITED.match(line)
        name = match["name"].strip() if match else ""
        if 2 <= len(name.split()) <= 5 and f" {fold(name).split()[0]} " in _SURNAMES and looks_like_name(name):
            return clean_byline(name)
    return None
