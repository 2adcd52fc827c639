from __future__ import annotations

import gzip
import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timtin.analyzers import repair_torn_text

REPAIRED = [
    # torn text, repaired text
    ("H Ộ I  N G H Ị", "HỘI NGHỊ"),  # letter-spaced, two spaces between words
    ("H Ộ I N G H Ị", "HỘI NGHỊ"),  # one space everywhere: divided by the lexicon
    ("C Ộ N G H Ò A X Ã H Ộ I", "CỘNG HÒA XÃ HỘI"),
    ("Kính mời  N Ă M  2 0 2 4", "Kính mời  NĂM 2024"),
    ("U B N D  X Ã  T Â N  H Ò A", "UBND XÃ TÂN HÒA"),  # an abbreviation among syllables
    ("ĐIỀ U KHO ẢN", "ĐIỀU KHOẢN"),  # torn by a PDF converter
    ("TRƯỜ NG ĐẠ I HỌ C", "TRƯỜNG ĐẠI HỌC"),
    ("thị t rường, c ó lẽ", "thị trường, có lẽ"),
    ("Quyế t định c ủa Th ủ tướng", "Quyết định của Thủ tướng"),
    ("nông nghi-\nệp xanh", "nông nghiệp\n xanh"),  # hyphenated at a line end
    ("nghi\u00ad\r\nệp", "nghiệp\n"),
]

INTACT = [
    "", "Hội nghị tổng kết", "A B C D E F", "a ơ u i ô", "1 2 3 4 5", "X Y Z", "Đ/c Y Krông", "ông La Gi, bà Đạ Tẻ",
    "TP HCM, P An Lạc, Q 5", "Việt-\nNam", "ban h&agrave;nh, tố c&aacute;o", "ca- \nla", "Đội A 1, Đội B 2",
    "mua 5 l xăng, 3 m vải", "Tuổi Trẻ On line", "N g u y e n",
]  # fmt: skip


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize(("torn", "repaired"), REPAIRED)
def test_torn_text_is_repaired(torn: str, repaired: str, form: str) -> None:
    assert unicodedata.normalize("NFC", repair_torn_text(unicodedata.normalize(form, torn))) == repaired


@pytest.mark.parametrize("text", INTACT + [repaired for _torn, repaired in REPAIRED])
def test_intact_text_is_unchanged(text: str) -> None:
    assert repair_torn_text(text) == text


@pytest.mark.shared
def test_no_real_text_is_changed(shared: Path) -> None:
    texts = [page.read_text(encoding="utf-8") for page in sorted((shared / "pages").glob("*.txt"))]
    texts += [page.read_text(encoding="utf-8") for page in sorted((shared / "portals").glob("*/*.html"))]
    texts += [page.read_text(encoding="utf-8") for page in sorted((shared / "eval").glob("*/*.jsonl"))]
    for treebank in sorted((shared / "segmentation").glob("*.conllu")):
        texts += [line for line in treebank.read_text(encoding="utf-8").splitlines() if line.startswith("# text")]
    with gzip.open(shared / "news" / "gov-articles.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in list(lines)[::3]:
            texts += [value for value in json.loads(line).values() if value]
    assert [text[:80] for text in texts if repair_torn_text(text) != text] == []


@given(st.text("aĐộiắ \n-&.,1\u0301\u00ad\ud800", max_size=60))
@settings(deadline=None, max_examples=200)
def test_only_spaces_and_hyphens_are_removed(text: str) -> None:
    removed = str.maketrans("", "", " \n\r-\u00ad\u00a0\u2010")
    form = unicodedata.normalize("NFC", repair_torn_text(text).translate(removed))
    assert form == unicodedata.normalize("NFC", text.translate(removed))


def test_a_megabyte_finishes() -> None:
    for unit in ("a ", "H Ộ I ", "ậ", "điề u ", "a-\n", " ", "a\u0301 "):
        repair_torn_text(unit * (300_000 // len(unit)))
