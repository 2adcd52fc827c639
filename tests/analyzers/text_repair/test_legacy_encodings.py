"""Legacy encodings, tested with independent encoders that use decomposition instead of the tables under test."""

from __future__ import annotations

import gzip
import json
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timtin.analyzers.text_repair.legacy_encodings import convert_legacy_text
from timtin.analyzers.text_repair.legacy_tables import TCVN3
from timtin.indexer.extract import extract
from timtin.indexer.page import Page, ReadOptions, Record
from timtin.indexer.readers.records import read_line
from timtin.model import Article

TONES = ["", "\u0301", "\u0300", "\u0309", "\u0303", "\u0323"]
_TCVN3 = dict(
    zip(
        "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂĐÊÔƠƯ",
        bytes.fromhex(
            "b5b8b6b7b9a8bbbebcbdc6a9c7cac8c9cbaeccd0cecfd1aad2d5d3d4d6d7ddd8dcdedfe3e1e2e4abe5e8e6e7e9acea"
            "edebeceeeff3f1f2f4adf5f8f6f7f9fafdfbfcfea1a2a7a3a4a5a6"
        ).decode("latin-1"),
        strict=True,
    )
)


def _decompose(letter: str) -> tuple[str, str, int]:
    """Return base letter, its diacritic other than the tone (circumflex, breve, horn or none) and its tone."""
    base, own, tone = "", "", 0
    for part in unicodedata.normalize("NFD", letter):
        if part in TONES[1:]:
            tone = TONES.index(part)
        elif unicodedata.combining(part):
            own = part
        else:
            base = part
    return base, own, tone


def to_tcvn3(text: str) -> str:
    """Encode as `.VnTime`, with `.VnTimeH` for capitals: toned capitals become small letters."""
    text = unicodedata.normalize("NFC", text)
    return "".join(_TCVN3.get(letter) or _TCVN3.get(letter.lower(), letter) for letter in text)


def to_vni(text: str) -> str:
    return "".join(_vni_letter(letter) for letter in unicodedata.normalize("NFC", text))


def _vni_letter(letter: str) -> str:
    if letter in "đĐ":
        return "ñ" if letter == "đ" else "Ñ"
    base, own, tone = _decompose(letter)
    low = base.lower()
    if not tone and not own:
        return letter
    if low == "i":
        written = " íìæóò"[tone]
    elif low == "y" and tone == 5:
        written = "î"
    elif own == "\u031b":
        written = {"o": "ô", "u": "ö"}[low] + ("", "ù", "ø", "û", "õ", "ï")[tone]
    else:
        signs = {"": " ùøûõï", "\u0302": "âáàåãä", "\u0306": "êéèúüë"}[own]
        written = low + signs[tone]
    return written.upper() if base.isupper() else written


def to_viqr(text: str) -> str:
    """Encode by RFC 1456: full stops, question marks and apostrophes after a vowel are escaped."""
    out: list[str] = []
    for letter in unicodedata.normalize("NFC", text):
        base, own, tone = _decompose(letter)
        if letter in "đĐ":
            out.append("dd" if letter == "đ" else "DD")
        elif letter in ".?'`~^(+" and out and out[-1][:1].lower() in set("aeiouy"):
            out.append("\\" + letter)
        elif own or tone:
            out.append(base + {"": "", "\u0302": "^", "\u0306": "(", "\u031b": "+"}[own] + ("", *"'`?~.")[tone])
        else:
            out.append(letter)
    return "".join(out)


def as_windows_1252(data: bytes) -> str:
    return "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in data)


def to_misread(text: str) -> str:
    return as_windows_1252(text.encode())


ENCODERS = {"TCVN3": to_tcvn3, "VNI-Windows": to_vni, "VIQR": to_viqr, "UTF-8 as windows-1252": to_misread}

CONVERTED = [
    # text as decoded, text as intended, name of the encoding
    ("ñy ban nh©n d©n x·", "ủy ban nhân dân xã", "TCVN3"),
    ("Hßa B×nh, ngµy 5 th¸ng 3", "Hòa Bình, ngày 5 tháng 3", "TCVN3"),
    ("CéNG HßA X· HéI CHñ NGHÜA VIÖT NAM", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "TCVN3"),  # .VnTimeH
    ("Bé TR¦ëNG Bé C¤NG AN", "BỘ TRƯỞNG BỘ CÔNG AN", "TCVN3"),  # a word with one capital, among words in capitals
    ("Bé tr­ëng nãi vÒ ®Êt ®ai", "Bộ trưởng nói về đất đai", "TCVN3"),  # ư is a soft hyphen
    ("H§ND vµ UBND huyÖn QuÕ S¬n", "HĐND và UBND huyện Quế Sơn", "TCVN3"),  # abbreviations are not syllables
    ("nh&copy;n d&copy;n x&middot; H&szlig;a B&#215;nh", "nhân dân xã Hòa Bình", "TCVN3"),  # as written by FrontPage
    ("uûy ban nhaân daân xaõ", "ủy ban nhân dân xã", "VNI-Windows"),
    ("COÄNG HOØA XAÕ HOÄI CHUÛ NGHÓA", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA", "VNI-Windows"),
    ("Ñaûng boä tænh Ñoàng Thaùp ngöôøi daân", "Đảng bộ tỉnh Đồng Tháp người dân", "VNI-Windows"),
    ("lyù luaän kyõ thuaät myõ thuaät Kî", "lý luận kỹ thuật mỹ thuật Kỵ", "VNI-Windows"),  # ỵ is one letter
    ("Tie^'ng Vie^.t ra^'t dde.p", "Tiếng Việt rất đẹp", "VIQR"),
    ("Nha^n da^n xa~ hoa`. HDDND hoa`\\. Hu+o+'ng dda^`u ho.p", "Nhân dân xã hoà. HĐND hoà. Hướng đầu họp", "VIQR"),
    (
        "Gu+?i thu+ ve^` mo^.t.xa~@vi.vn sau khi nha^n da^n xa~ dda~ ho.p xong vie^.c pho^'",
        "Gửi thư về mo^.t.xa~@vi.vn sau khi nhân dân xã đã họp xong việc phố",
        "VIQR",
    ),  # address
    ("Tiáº¿ng Viá»‡t ráº¥t Ä‘áº¹p", "Tiếng Việt rất đẹp", "UTF-8 as windows-1252"),
    ("Ã±y ban nhÂ©n dÂ©n xÂ·", "ủy ban nhân dân xã", "TCVN3"),  # TCVN3 saved as UTF-8 and misread
    ("Trang chủ\nñy ban nh©n d©n\nHà Nam", "Trang chủ\nủy ban nhân dân\nHà Nam", "TCVN3"),  # a body in a Unicode page
    ("<b>Tin tức</b><p>ñy ban nh©n d©n</p>", "<b>Tin tức</b><p>ủy ban nhân dân</p>", "TCVN3"),  # all on one line
]

NOT_LEGACY = [
    "",
    "Hà Nam là nhân dân",  # Vietnamese, every letter in Latin-1
    "nhân dân, tôi, là, và, cá, bé, mía, tím",
    "uy ban nhan dan xa Hoa Binh",  # without diacritics
    "Uỷ ban nhân dân – «Dân vận khéo» © 2024 25°C 5m² ½",  # Latin-1 signs
    "été à la forêt française où garçon",  # French
    "für Österreich, größer, schön, Müller",
    "São Paulo não é a capital, ação, você",
    "Don't you're? He's o'clock. To be. a(b) = o+u a^2 (e.g. foo(a)) dd add",  # ASCII text similar to VIQR
    "ñ",
    "D\u0101n",
]


@pytest.mark.parametrize(("decoded", "intended", "name"), CONVERTED)
def test_legacy_text_becomes_unicode(decoded: str, intended: str, name: str) -> None:
    assert convert_legacy_text(decoded) == (intended, name)


@pytest.mark.parametrize("text", NOT_LEGACY)
def test_other_text_is_unchanged(text: str) -> None:
    assert convert_legacy_text(text) is None


SENTENCES = """
Sáng nay, tổ trưởng tổ dân phố mời bà con họp bàn việc nạo vét con mương phía sau chợ.
Kỳ họp thứ mười của xã kết thúc muộn; nhiều ý kiến xoay quanh giá nước sạch và đường điện.
Hội phụ nữ tặng hai chục suất quà cho người già neo đơn, kèm một buổi khám mắt miễn phí.
Chị Thuỳ, anh Huỳnh và cụ Khuyến góp đất mở lối đi; ngõ giờ rộng gấp rưỡi, xe cứu hoả vào được.
Lễ kỷ niệm được tổ chức gọn nhẹ: không hoa, không phong bì, chỉ có trà nóng với bánh gai.
""".strip()


@pytest.mark.parametrize("name", ENCODERS)
def test_sentences_are_restored(name: str) -> None:
    converted = convert_legacy_text(ENCODERS[name](SENTENCES))
    assert converted is not None
    assert converted[1] == name
    assert converted[0].lower() == SENTENCES.lower()


def test_every_lower_case_letter_of_tcvn3_is_in_the_table() -> None:
    assert {to_tcvn3(letter): letter for letter in TCVN3.values()} == {
        chr(code): letter for code, letter in TCVN3.items() if code < 0x100
    }


def real_texts(shared: Path) -> list[str]:
    with gzip.open(shared / "news" / "gov-articles.jsonl.gz", "rt", encoding="utf-8") as lines:
        articles = [json.loads(line) for line in lines]
    return [unicodedata.normalize("NFC", article["body"]) for article in articles]


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "share"), [("TCVN3", 1.0), ("VNI-Windows", 1.0), ("VIQR", 0.95), ("UTF-8 as windows-1252", 1.0)]
)
def test_real_articles_are_restored(shared: Path, name: str, share: float) -> None:
    # Letter case is ignored because of TCVN3. In VIQR a full stop at the end of a line may be read as a dot below.
    texts = real_texts(shared)[::40]
    found = [convert_legacy_text(ENCODERS[name](text)) for text in texts]
    assert {answer[1] if answer else None for answer in found} == {name}
    same = sum(answer[0].lower() == text.lower() for answer, text in zip(found, texts, strict=True) if answer)
    assert same >= share * len(texts)


@pytest.mark.shared
def test_no_real_text_is_converted(shared: Path) -> None:
    files = [path for path in sorted(shared.rglob("*")) if path.is_file()]
    assert len(files) > 100
    known = {""}  # pages of one portal have most of their lines in common
    for path in files:
        data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        text = data.decode("utf-8", "replace")
        assert convert_legacy_text(text) is None, path
        lines = set(text.split("\n")) - known
        assert [line[:80] for line in lines if convert_legacy_text(line)] == [], path
        known |= lines


@given(st.text(alphabet=st.characters(max_codepoint=0x1FF)) | st.text(alphabet="ñy ban©·aáùâ\\^'`?~.(+dD&;#<>@:/Ãº»\n"))
@settings(max_examples=400)
def test_any_text_is_safe(text: str) -> None:
    converted = convert_legacy_text(text)
    assert converted is None or (converted[0] != text and converted[1] in ENCODERS)


@pytest.mark.parametrize("text", [None, b"tin", 7])
def test_other_types_raise_a_type_error(text: object) -> None:
    with pytest.raises(TypeError, match=r"convert_legacy_text\(\) takes a str"):
        convert_legacy_text(text)  # type: ignore[arg-type]


TITLE, BODY = "Họp tổ dân phố bàn việc nạo vét mương", SENTENCES


def saved_file(name: str, text: str, *, as_bytes: bool) -> bytes:
    """Return the file as saved by an editor: the bytes of the font, or the corresponding Latin letters in UTF-8."""
    encoded = ENCODERS[name](text)
    return encoded.encode("cp1252") if as_bytes else encoded.encode()


@pytest.mark.parametrize("kind", ["txt", "html"])
@pytest.mark.parametrize(
    ("name", "as_bytes"),
    [("TCVN3", True), ("TCVN3", False), ("VNI-Windows", True), ("VNI-Windows", False), ("VIQR", False)],
)
def test_a_file_is_read_as_unicode(kind: str, name: str, as_bytes: bool) -> None:
    if kind == "txt":
        source = f"{TITLE}\n07/03/2024\n{BODY}\n"
    else:
        paragraphs = "".join(f"<p>{line}</p>\n" for line in BODY.split("\n"))
        top = f"<h1>{TITLE}</h1>\n<p>07/03/2024</p>\n"
        source = f"<html><head><title>{TITLE}</title></head><body>{top}{paragraphs}</body></html>"
    page = Page(data=saved_file(name, source, as_bytes=as_bytes), origin=f"a.{kind}", collection="c", key=f"a.{kind}")
    article = extract(page)
    assert isinstance(article, Article), article
    assert article.title == TITLE
    assert article.published == "2024-03-07"
    assert article.body.lower() == BODY.lower()


@pytest.mark.parametrize("encode", [to_tcvn3, to_vni])
def test_a_record_in_a_legacy_font_is_read_as_unicode(encode: Callable[[str], str]) -> None:
    title, body = "Hội nghị xã", "Ủy ban nhân dân xã họp bàn việc làm đường.\nBà con đồng ý hiến đất."
    line = json.dumps({"title": encode(title), "body": encode(body), "author": "Lê An"}).encode()
    record = read_line(line, "a.jsonl:1", "c", ReadOptions())
    assert isinstance(record, Record)
    read = (record.article.title, record.article.body.lower(), record.article.author, record.article.summary)
    assert read == (title, body.lower(), "Lê An", None)
