"""No string is a syntax error: both engines answer any query, with the same results."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import timtin

NASTY = (
    # quotation marks and parentheses without a partner, or empty
    '"', '"""', '"" ""', "((((", "))))", "()(", '"(" )', "( \" )", "“", "„a“", "«a»", 'a "„b“', 'chợ"giá"xã',
    "chợ(giá)xã",
    # operators alone, doubled, at either end
    "AND", "OR", "NOT", "AND AND", "NOT NOT NOT", "AND OR NOT", "chợ AND", "OR chợ", "chợ OR OR giá", "chợ AND NOT",
    "chợ AND OR giá", "NOT (", "-AND", "-NOT", '"AND"', 'chợ AND "OR" giá', "title:AND", "title:NOT chợ", "AND:chợ",
    # negation
    "-", "--", "-chợ -", "- chợ", "-(", '-"', "-()", '-""', "(-chợ)", "(-(-chợ))", "--chợ", "-(-(-chợ))",
    "chợ-(giá)", "-*",
    # nesting
    "(" * 3000 + "chợ" + ")" * 3000, "(" * 3000, ")" * 3000, "-(" * 3000 + "chợ", "NOT " * 3000 + "chợ",
    "(chợ OR " * 600,
    "title:" * 500, "title:" * 300 + "chợ", "title:(body:(title:chợ))",
    # fields without a value, or with a malformed one
    "title:(", 'title:"', "title:)", "title:*", "place:", 'place:""', "place:()", "place:*", "place:T*",
    "place:(Tây Ninh OR x)",
    "citation:", "citation:*", "citation:217, 218-QĐ/TW", 'citation:"217-QĐ/TW, 25-NQ/TW"',
    "citation:(217-QĐ/TW OR 25-NQ/TW)",
    "citation:" + "1," * 900, "citation:" + "9" * 1900, "year:abc", "year:", "year:2024*", "year:20240", "year:(2024)",
    "year:-1", "year:٢٠٢٤", "date:", "date:..", "date:2024..2023", "date:2024-13", "date:2024-02-30",
    "date:2023-02-29..",
    "date:2024-01-01..2024", "date:0000", "date:9999-12-31..", "date:2024...2025", "date:a..b", "date:2024..b",
    'date:"2023..2024"', "date:(2024 OR 2023)", "date:2024/03", "date:07/03/2024", "foo:chợ", "a:b:c",
    # prefixes
    "*", "c*", "**", "*c", "c*h", '"c*"', "c**", "-c*", "(c*)", "c* g* x* h*", "* *", "c* OR -g*",
    # syntax of other query languages
    "?", "ch?", "[a TO b]", "{a TO b}", "chợ^5", "chợ~", '"chợ giá"~3', "+chợ -giá", "chợ && giá", "chợ || giá", "!chợ",
    "/ch.*/", "_all:chợ", "*:*", "text:[* TO *]", "IN [a b]", "title:IN [a]", "<script>", "'; drop table", "\\",
    '\\"chợ',
    "chợ\\", "%00", "exact_place:x", "body_folded:cho", "pairs:a_b", "dân_vận",
    # characters
    "\x00", "chợ\x00giá", "\ud800", "\udfff\ud800", "\u200b", "\u2029", "chợ\u2029giá", "\u202eợhc", "\U0001f600",
    "\U0001f468\u200d\U0001f469 họp", "مرحبا", "中文 搜索", "ｄâｎ ｖậｎ", "ﬁ", "İ", "ß", "ǅ", "a\u0301" * 900,
    "\u0301" * 2000,
        "ự" * 2000, "\t", "\r\n", "chợ\u3000giá", "\ue000feed", "\U0010ffff",
    # length
    "a" * 100_000, "dân vận " * 20_000, "(" * 100_000, '"' * 100_000, "- " * 50_000, " " * 100_000, "c* " * 30_000,
    "1," * 1000, "a-" * 1000, "217-QĐ/TW " * 180, "7/3/2024 " * 220, "TP.HCM " * 280, "dân " * 500,
    " ".join(f"từ{n}" for n in range(300)), " ".join(f'"từ {n}"' for n in range(200)), "danvankheo" * 180,
    "d ân " * 400,
    "daan " * 400, "dan6 " * 400, " OR ".join(f"-{c}" for c in "abcdeghik" * 40), "(c* OR g*) AND " * 80 + "c*",
)  # fmt: skip


@pytest.mark.parametrize("query", NASTY, ids=lambda query: ascii(query[:24]))
def test_nasty_queries_give_the_same_results(both: Any, query: str) -> None:
    first, second = (index.search(query, facets=["place", "year"], limit=100) for index in both)
    assert (first.total, first.facets, first.suggestion) == (second.total, second.facets, second.suggestion)
    assert {hit.id for hit in first.hits} == {hit.id for hit in second.hits}
    assert first.total == len(first.hits)


BITS = st.sampled_from(
    ["chợ", "giá", "dân", "vận", "van", "xã", "c", "*", "-", "(", ")", '"', "“", "”", ":", "..", ",", "/", "?",
    "AND", "OR", "NOT",
     "title:", "body:", "author:", "place:", "topic:", "citation:", "year:", "date:", "source:", "2024", "2024-03",
     "217-QĐ/TW", "Tây Ninh", "Lê Thị Hòa", "Dân vận khéo", "UBND", "7/3/2024", "daan", "gaio", "\x00",
    "\U0001f600", "\u200b"]
)  # fmt: skip
GLUED = st.lists(st.tuples(BITS, st.sampled_from(["", " "])), max_size=14).map(
    lambda bits: "".join(bit + gap for bit, gap in bits)
)


@settings(max_examples=150)
@given(query=GLUED)
def test_random_combinations_give_the_same_results(both: Any, query: str) -> None:
    first, second = (index.search(query, limit=100) for index in both)
    assert (first.total, first.facets, first.suggestion) == (second.total, second.facets, second.suggestion)
    assert {hit.id for hit in first.hits} == {hit.id for hit in second.hits}


OPERANDS = ("chợ", "van", "c*", '"dân vận"', "217-QĐ/TW", "UBND", "gaio", "title:chợ", "place:Bình", "author:hòa",
    "year:2024", "date:2024-03..", "(chợ OR giá)", "(chợ AND giá)", "(-chợ)", "(chợ -giá)", 'title:"mô hình"',
    "7/3/2024")  # fmt: skip


@pytest.mark.parametrize("operand", OPERANDS)
def test_a_query_and_its_negation_are_complementary(index: timtin.Index, operand: str) -> None:
    found = {hit.id for hit in index.search(operand, facets=[], limit=100).hits}
    for negation in (f"-{operand}", f"NOT {operand}", f"-({operand})", f"-(-(-{operand}))"):
        others = {hit.id for hit in index.search(negation, facets=[], limit=100).hits}
        assert not found & others, negation
        assert len(found | others) == index.count(), negation
