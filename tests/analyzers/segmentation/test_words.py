from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timtin.analyzers import count_words, segment_words, tokenize
from timtin.analyzers.segmentation.unigram import WordCounts

GROUPED = [
    # text, its words with their syllables joined by "_"
    ("Dân vận khéo", "Dân_vận khéo"),
    ("DÂN VẬN KHÉO", "DÂN_VẬN KHÉO"),  # capitals are segmented like lower case
    ("dan van kheo", "dan_van kheo"),  # without diacritics: by the unigram model
    ("uỷ ban nhân dân", "uỷ_ban nhân_dân"),
    ("ủy ban nhân dân", "ủy_ban nhân_dân"),  # the model's lexicon has only the newer placement
    ("cấp ủy", "cấp_ủy"),
    ("cấp uỷ", "cấp_uỷ"),
    ("hội nghị\ntổng kết", "hội_nghị tổng_kết"),
    ("hội\nnghị", "hội nghị"),  # a word never spans a line end
    ("hội, nghị", "hội nghị"),  # … or a sign
    ("hội\u2029nghị", "hội nghị"),  # … or a paragraph end
    ("hội  \u00a0nghị", "hội_nghị"),
    ("hội \u200bnghị", "hội_nghị"),
    ("217-QĐ/TW", "217 QĐ TW"),
    ("Covid-19", "Covid 19"),
    ("hoi nghi tong ket, cong tac", "hoi_nghi tong_ket cong_tac"),
    ("tong 5 ket", "tong 5 ket"),
    ("cap uy theo 217-QĐ/TW cong tac xa hoi", "cap_uy theo 217 QĐ TW cong_tac xa_hoi"),  # too few diacritics
    ("HUYỆN BẾN LỨC HỌP", "HUYỆN BẾN_LỨC HỌP"),  # a name in capitals is one word, like `Bến Lức`
    ("ĐẢNG ỦY XÃ BÌNH PHÚ tổ chức hội nghị", "ĐẢNG_ỦY XÃ BÌNH_PHÚ tổ_chức hội_nghị"),  # capitals in part of a line
    ("UBND TP họp", "UBND TP họp"),  # abbreviations are not text in capitals
    ("Hội nghị tổng kết\ncong tac dan van xa", "Hội_nghị tổng_kết cong_tac dan_van xa"),  # each line separately
    ("Tổng kết công tác\nGia Lai", "Tổng_kết công_tác Gia_Lai"),  # too short a line
    ("hoi nghi Binh Phu", "hoi_nghi Binh_Phu"),
    ("", ""),
    ("khéo", "khéo"),
    ("\ud800 hội nghị \udfff", "hội_nghị"),
]  # fmt: skip


def joined(text: str) -> str:
    return " ".join("_".join(token.text for token in word) for word in segment_words(text))


@pytest.mark.parametrize(("text", "expected"), GROUPED)
def test_words(text: str, expected: str) -> None:
    assert joined(text) == expected


@pytest.mark.parametrize(("text", "expected"), GROUPED)
def test_words_of_decomposed_text(text: str, expected: str) -> None:
    assert unicodedata.normalize("NFC", joined(unicodedata.normalize("NFD", text))) == expected


_PIECES = "dân vận hội nghị tổng kết HỘI NGHỊ uỷ ủy ban cong tac van dong 217 - , . \n \u200b @ a@b.vn QĐ/TW 🙂 \ud800"
PIECES = _PIECES.split(" ")


@given(st.lists(st.one_of(st.sampled_from(PIECES), st.characters(max_codepoint=0xFFFF)), max_size=30).map(" ".join))
@settings(deadline=None, max_examples=300)
def test_words_are_the_tokens_grouped(text: str) -> None:
    grouped = segment_words(text)
    assert [token for word in grouped for token in word] == tokenize(text)
    for word in grouped:
        between = [text[first.end : second.start] for first, second in pairwise(word)]
        assert all(gap and "\n" not in gap and not any(sign.isalnum() for sign in gap) for gap in between)


def test_the_counts_of_a_collection_are_used() -> None:
    text = "hop xam lac o xa"
    assert joined(text) == "hop xam lac o xa"
    counts = count_words(["Hội viên hát Xẩm Lạc."] * 50)
    assert counts.count("xam lac") == 50
    grouped = segment_words(text, WordCounts({**counts.counts}, counts.total))
    assert [[token.text for token in word] for word in grouped] == [["hop"], ["xam", "lac"], ["o"], ["xa"]]


def test_a_megabyte_finishes() -> None:
    for text in ("dân vận " * 60_000, "dan van " * 60_000, "x" * 1_000_000, "ậ" * 300_000, "-" * 500_000):
        assert sum(len(word) for word in segment_words(text)) == len(tokenize(text))
