"""Provenance on an article page: anchors that nest correctly and contain the passage, and quotations."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import escape

from timtin import Article
from timtin.model import Mention
from timtin.presentation import values as show
from timtin.presentation.passages import anchored, passages, quoted

ANCHORED = [
    # html, passages, html with anchors
    ("a bc d", [(2, 4, "m-1")], 'a <span id="m-1" class="read">bc</span> d'),
    # one character of text, five of HTML
    ("a &amp;c d", [(2, 4, "m-1")], 'a <span id="m-1" class="read">&amp;c</span> d'),
    ("ab", [(0, 2, "m-1")], '<span id="m-1" class="read">ab</span>'),
    ("ab", [], "ab"),
    ("<mark>ab</mark>c", [(0, 2, "m-1")], '<mark></mark><span id="m-1" class="read"><mark>ab</mark></span>c'),
    # a passage that begins or ends within a <mark> splits it
    ("<mark>ab</mark>c", [(1, 3, "m-1")], '<mark>a</mark><span id="m-1" class="read"><mark>b</mark>c</span>'),
    ("a<mark>bc</mark>", [(0, 2, "m-1")], '<span id="m-1" class="read">a<mark>b</mark></span><mark>c</mark>'),
]


@pytest.mark.parametrize(("html", "spans", "expected"), ANCHORED)
def test_anchored(html: str, spans: list[tuple[int, int, str]], expected: str) -> None:
    assert anchored(html, spans) == expected.replace("<mark></mark>", "")


@settings(deadline=None, max_examples=150)
@given(st.text("ab<&đ \n", min_size=1, max_size=12), st.data())
def test_elements_nest_and_the_text_is_unchanged(text: str, data: st.DataObject) -> None:
    bounds = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=4)))
    highlight_bounds = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=4)))
    html = "".join(
        ("<mark>" if at in highlight_bounds[: len(highlight_bounds) // 2 * 2 : 2] else "")
        + str(escape(letter))
        + ("</mark>" if at + 1 in highlight_bounds[1::2] else "")
        for at, letter in enumerate(text)
    )
    spans = [(start, end, f"m-{start}") for start, end in zip(bounds[::2], bounds[1::2], strict=False)]
    result = str(anchored(html, spans))
    assert unescape(re.sub(r"</?(?:span|mark)[^>]*>", "", result)) == text
    for start, end, id in spans:
        inner = result.split(f'<span id="{id}" class="read">')[1].split("</span>", maxsplit=1)[0]
        assert unescape(re.sub(r"</?mark>", "", inner)) == text[start:end]
    open_elements: list[str] = []
    for closing, name in re.findall(r"<(/?)(span|mark)\b", result):
        assert (open_elements.pop() == name) if closing else (open_elements.append(name) is None)
    assert open_elements == []


BODY = "  Dòng đầu.\n\nUBND xã họp về tôn giáo & việc khác."
START = BODY.index("UBND")


def mention(field: str, value: str, part: str, start: int, text: str) -> Mention:
    return Mention(field=field, value=value, part=part, start=start, end=start + len(text), text=text)


def test_first_mentions_have_anchors_and_overlapping_ones_share_them() -> None:
    article = Article(
        id="1",
        title="Xã họp",
        body=BODY,
        source="UBND xã A",
        mentions=(
            mention("level", "commune", "title", 0, "Xã"),
            mention("organization", "UBND", "body", START, "UBND"),
            mention("place", "Xã A", "body", START, "UBND xã"),
            mention("place", "Xã A", "source", 5, "xã A"),
            mention("topic", "Tôn giáo", "source", 0, "UBND"),
        ),
    )
    result = passages(article, show.paragraphs_with_offsets(BODY))
    assert result.spans == [[(0, 2, "m-1")], [], [], [(0, 4, "m-2")]]
    assert result.first["organization", "UBND"].id == result.first["place", "Xã A"].id == "m-2"
    assert result.first["topic", "Tôn giáo"].id is None
    assert result.first["level", "commune"].quote == "tiêu đề, “Xã họp”"


def test_a_quotation_ends_between_words() -> None:
    article = Article(title="một hai ba bốn năm sáu bảy tám chín mười UBND một hai ba bốn năm sáu bảy tám chín mười")
    quotation = quoted(article, mention("organization", "UBND", "title", article.title.index("UBND"), "UBND"))
    assert quotation == "tiêu đề, “… hai ba bốn năm sáu bảy tám chín mười UBND một hai ba bốn năm sáu bảy tám chín …”"
