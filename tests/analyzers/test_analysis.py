from __future__ import annotations

import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from timtin.analyzers import analyze, fold, normalize, tokenize

PIECES = [
    "dân", "vận", "Hội", "nghị", "217-QĐ/TW", "30/2020/NĐ-CP", "07/03/2024", "a.b@x.vn", "https://x.vn/a?b=dân",
    "www.x.vn)", "dan", "van", ",", "\n", "🙂", "\ud800", "\u200b", "THÀNH PHỐ",
]  # fmt: skip
TEXT = st.lists(st.one_of(st.sampled_from(PIECES), st.characters(max_codepoint=0xFFFF)), max_size=20).map(" ".join)


def test_tokens_are_ordered_with_longer_ones_first() -> None:
    tokens = analyze("Dân vận theo 217-QĐ/TW")
    assert [(token.kind, token.text) for token in tokens] == [
        ("word", "Dân vận"), ("syllable", "Dân"), ("syllable", "vận"), ("syllable", "theo"),
        ("document", "217-QĐ/TW"), ("number", "217"), ("syllable", "QĐ"), ("syllable", "TW"),
    ]  # fmt: skip
    assert tokens[0].folded == "dan van"
    assert tokens[4].folded == "217-qd/tw"


def test_a_text_without_tokens() -> None:
    assert analyze("") == analyze(" …\n") == []


@given(st.tuples(TEXT, TEXT).map(lambda two: two[0] + " " + unicodedata.normalize("NFD", two[1])))
@settings(deadline=None, max_examples=250)
def test_every_token_is_its_place_in_the_source(text: str) -> None:
    tokens = analyze(text)
    for token in tokens:
        assert text[token.start : token.end] == token.text
        assert fold(token.text) == token.folded
        assert normalize(token.text) == token.normal
    assert [token for token in tokens if token.kind in {"syllable", "number"}] == tokenize(text)
    places = [(token.start, -token.end) for token in tokens]
    assert places == sorted(places)
    spans = [(token.start, token.end) for token in tokens]
    open_ends: list[int] = []
    for start, end in spans:  # nested or disjoint, never overlapping
        while open_ends and open_ends[-1] <= start:
            open_ends.pop()
        assert not open_ends or end <= open_ends[-1]
        open_ends.append(end)
