"""Highlights cover exactly what the index finds, in whatever way it is written: compared with analysing the text."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import timtin
from timtin.analyzers import fold, normalize, tokenize
from timtin.model import Mention
from timtin.searcher.highlight.matches import Highlight, Highlighter
from timtin.searcher.highlight.snippets import MAX_FRAGMENTS, make_snippet, to_html
from timtin.searcher.query.terms import HighlightTerm, QueryTerm

LETTERS = [
    *"dđânvậkhéoưiDĐƯO12 ,.;-\n",
    *("ƣ", "Ƣ", "ð", "Ð", "ɖ", "ﬁ", "ß", "ı", "İ", "ſ", "Ａ", "ｄ", "１", "²", "а", "о", "ѕ", "ν", "中", "ก"),
    *("\u0301", "\u0302", "\u0323", "\u031b", "\u200b", "\u00ad", "\u200d", "\ufe0f", "\u20e3", "\u2029"),
]
"""Vietnamese letters, letters that look like them, combining marks, zero-width characters, and separators."""

TEXTS = st.text(alphabet=st.sampled_from(LETTERS), max_size=120)


@settings(deadline=None, max_examples=400)
@given(
    text=TEXTS, typed=st.one_of(st.none(), st.text(alphabet=st.sampled_from(LETTERS), max_size=6)), folded=st.booleans()
)
@example(text="mƣa ＭƯＡ мưа", typed="mưa", folded=False)
@example(text="ﬁne \u200bdân a\u0323\u200b", typed="fine", folded=True)
@example(text="d" * 450 + " d", typed="d" * 450, folded=False)
def test_every_matching_token_is_highlighted(text: str, typed: str | None, folded: bool) -> None:
    tokens = tokenize(text)
    form = fold if folded else normalize
    forms = [form(token.text) for token in tokens]
    wanted = [form(token.text) for token in tokenize(typed)] if typed is not None else forms[:1]
    if not wanted:
        return
    highlighter = Highlighter([HighlightTerm("text", (QueryTerm(each, folded),)) for each in dict.fromkeys(wanted)])
    [highlights] = highlighter.highlights([("body", text)])
    covered = {at for each in highlights for at in range(each.start, each.end)}
    for token, form_in_text in zip(tokens, forms, strict=True):
        inside = covered.issuperset(range(token.start, token.end))
        assert inside == (form_in_text in wanted), token


@settings(deadline=None, max_examples=100)
@given(
    words=st.lists(
        st.sampled_from(["Hòa", "hoà", "ƯỠN", "quyển", "đường", "Thuỷ", "vận", "dân", "-", ","]), max_size=20
    )
)
def test_unicode_form_changes_no_highlight(words: list[str]) -> None:
    text = " ".join(words)
    highlighter = Highlighter(
        [HighlightTerm("text", (QueryTerm(normalize(word)),)) for word in ("hòa", "đường", "thuỷ", "ưỡn")]
    )
    made = [
        to_html(each, 0, len(each), highlighter.highlights([("body", each)])[0])
        for each in (unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text))
    ]
    assert unicodedata.normalize("NFC", made[1]) == made[0]


PHRASES = [
    # (text, is the phrase `dân vận` highlighted): the engine counts words only, so a phrase may go on in the next line
    ("x dân vận", True),
    ("x dân - vận", True),
    ("x dân\nvận", True),
    ("x dân.\u2029  vận", True),
    ("x dân và vận", False),
    ("vận dân", False),
]


@pytest.mark.parametrize(("text", "expected"), PHRASES)
def test_phrases(text: str, expected: bool) -> None:
    highlighter = Highlighter([HighlightTerm("text", (QueryTerm("dân"), QueryTerm("vận")), whole_only=True)])
    assert bool(highlighter.highlights([("body", text)])[0]) == expected


def test_a_keycap_is_not_cut() -> None:
    text = "Mục 1\ufe0f\u20e3 mới"
    [highlights] = Highlighter([HighlightTerm("text", (QueryTerm("1"),))]).highlights([("body", text)])
    assert to_html(text, 0, len(text), highlights) == "Mục <mark>1\ufe0f\u20e3</mark> mới"


def test_a_document_is_highlighted_where_the_article_refers_to_it(build: Callable[..., timtin.Index]) -> None:
    body = "Hội nghị học quy chế của Trung ương về giám sát."
    start = body.index("quy chế")
    mention = Mention(
        field="citation", value="217-QĐ/TW", part="body", start=start, end=start + 22, text=body[start:][:22]
    )
    index = build(
        timtin.Article(id="1", title="Học tập", body=body, citations=("217-QĐ/TW",), mentions=(mention,)),
        timtin.Article(id="2", title="Khác", body="Bài khác."),
    )
    for query in ("217-QĐ/TW", '"217-QĐ/TW"', 'citation:"217-QĐ/TW"', "quyết định 217"):
        [hit] = index.search(query).hits
        assert "<mark>quy chế của Trung ương</mark>" in hit.snippet_html


def test_excluded_words_are_never_highlighted(build: Callable[..., timtin.Index]) -> None:
    index = build(timtin.Article(id="1", title="Chợ xã", body="Tổ dân vận họp ở chợ."))
    for query in ("dân vận -title:họp", "dân vận NOT title:họp"):
        [hit] = index.search(query).hits
        assert hit.snippet_html == "Tổ <mark>dân vận</mark> họp ở chợ."


# ---- snippets -------------------------------------------------------------------------------------------------------

FAR = "Đoạn này kể chuyện khác của bà con trong ấp, dài và không có gì cần tìm. " * 12


def test_words_far_apart_are_shown_in_fragments(build: Callable[..., timtin.Index]) -> None:
    body = f"Trường mở lớp nhạc cho trẻ. {FAR}Cuối năm đơn vị mua thêm đàn tranh mới. {FAR}Thư viện cũng sửa xong."
    index = build(timtin.Article(id="1", title="Tin", body=body))
    [hit] = index.search("nhạc tranh thư").hits
    for word in ("nhạc", "tranh", "Thư"):
        assert f"<mark>{word}</mark>" in hit.snippet_html
    assert hit.snippet_html.count(" … ") == 2
    assert plain(hit.snippet_html).startswith("Trường mở")


WORDS = st.sampled_from(
    ["dân", "vận", "khéo", "xã", "họp", "&", "<b>", "một.", "hai!", "ba,", "\n", "\n\n", "👨\u200d👩\u200d👧", "🇻🇳🇻🇳"]
)


@settings(deadline=None, max_examples=300)
@given(
    texts=st.lists(st.lists(WORDS, max_size=60).map(" ".join), min_size=1, max_size=3),
    length=st.integers(30, 120),
    glue=st.booleans(),
)
def test_a_snippet_consists_of_fragments_of_the_texts_in_order(texts: list[str], length: int, glue: bool) -> None:
    if glue:
        texts = [text.replace(" ", "") for text in texts]
    terms = [
        HighlightTerm("text", (QueryTerm("dân"), QueryTerm("vận")), whitespace_only=True),
        HighlightTerm("text", (QueryTerm("ba"),)),
    ]
    terms.append(HighlightTerm("text", (QueryTerm("kheo", folded=True),)))
    highlights = Highlighter(terms).highlights([("body", text) for text in texts])
    made = make_snippet(list(zip(texts, highlights, strict=True)), length)
    assert re.fullmatch(r"(?:[^<>&\"']|&(?:lt|gt|amp|quot|#x27);|<mark>[^<>]+</mark>)*", made)
    assert any(highlights) == ("<mark>" in made)
    for one in re.findall(r"<mark>(.*?)</mark>", made, re.DOTALL):
        assert set(fold(html.unescape(one)).split()) <= {"dan", "van", "ba", "kheo"}
    assert len(plain(made)) <= 2 * length + 3 * MAX_FRAGMENTS + 2
    at, number = 0, 0
    for piece in plain(made).strip("…").split(" … "):
        while number < len(texts) and piece not in texts[number][at:]:
            at, number = 0, number + 1
        assert number < len(texts), (made, texts)
        at = texts[number].index(piece, at) + len(piece)
        after = texts[number][at : at + 1]
        assert not (piece and after and (unicodedata.combining(after) or after == "\u200d" or piece[-1] == "\u200d"))


def test_highlights_do_not_overlap() -> None:
    text = "ủy ban nhân dân xã"
    terms = [
        HighlightTerm("text", tuple(map(QueryTerm, phrase.split()))) for phrase in ("ủy ban", "ban nhân dân", "dân xã")
    ]
    [highlights] = Highlighter(terms).highlights([("body", text)])
    assert highlights == [Highlight(0, len(text), frozenset({0, 1, 2}))]


def plain(made: str) -> str:
    """Return the text of result HTML."""
    return html.unescape(made.replace("<mark>", "").replace("</mark>", ""))
