"""The parser: queries and their syntax trees, and that any string has one."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from timtin.searcher.query.lexer import MAX_DEPTH
from timtin.searcher.query.nodes import leaves
from timtin.searcher.query.parser import parse

CASES = [
    ("", "Every(None, boost=1.0)"),
    ("???", "<_NullQuery>"),
    ("dân vận khéo", "Words('text', 'dân vận khéo')"),
    ('dân "vận khéo" xã', "And([Words('text', 'dân xã'), Quoted('text', 'vận khéo')])"),
    ("a b OR c d", "Or([Words('text', 'a b'), Words('text', 'c d')])"),
    ("a AND b OR c", "Or([And([Words('text', 'a'), Words('text', 'b')]), Words('text', 'c')])"),
    ("a NOT b c", "And([Words('text', 'a'), Not(Words('text', 'b c'))])"),
    ('a NOT "b" c', "And([Words('text', 'a c'), Not(Quoted('text', 'b'))])"),
    ("a -b c", "And([Words('text', 'a c'), Not(Words('text', 'b'))])"),
    ("a --b", "Words('text', 'a --b')"),
    ("a-b -", "Words('text', 'a-b')"),
    ("(a b) c", "Words('text', 'a b c')"),  # parentheses around plain words have no effect
    ("AND a OR", "Words('text', 'AND a OR')"),
    ("a AND OR b", "Or([Words('text', 'a AND'), Words('text', 'b')])"),
    ("title:(a OR body:b)", "Or([Words('title', 'a'), Words('body', 'b')])"),
    ('-title:"a b"', "Not(Quoted('title', 'a b'))"),
    ("title:a:b", "Words('title', 'a:b')"),
    ("foo:bar", "Words('text', 'foo:bar')"),
    ("http://a.vn/b", "Words('text', 'http://a.vn/b')"),
    ("year:2024*", "Words('text', 'year:2024')"),
    ("year:abcd", "Words('text', 'year:abcd')"),
    ('date:"x y"', "Quoted('text', 'date:x y')"),
    ("place:a b", "And([Words('text', 'b'), Quoted('place', 'a')])"),
    ("vận* x", "And([Words('text', 'x'), PrefixWord('text', 'vận')])"),
]  # fmt: skip


@pytest.mark.parametrize(("query", "tree"), CASES)
def test_tree(query: str, tree: str) -> None:
    assert repr(parse(query)) == tree


def test_known_values_run_on() -> None:
    tree = parse("place:Tây Ninh họp", lambda field, words: 2)
    assert sorted(repr(leaf) for leaf, _ in leaves(tree)) == ["Quoted('place', 'Tây Ninh')", "Words('text', 'họp')"]


def test_too_deep_is_text() -> None:
    within = "(" * MAX_DEPTH + "a OR b" + ")" * MAX_DEPTH
    assert repr(parse(within)) == "Or([Words('text', 'a'), Words('text', 'b')])"
    assert repr(parse(f"({within})")) == "Words('text', 'a OR b')"


PIECES = st.sampled_from(
    ["a", "vận", "AND", "OR", "NOT", "-", "(", ")", '"', "“", "”", " ", " ", "\u3000", ":", "*", "?", "title:", "date:",
     "year:2024", "place:", "citation:", "217-QĐ/TW", "..", "\u0301", "\u200b", "\ud800", "\x00", "\\", "'", "[", "^"]
)  # fmt: skip


@settings(deadline=None, max_examples=300)
@given(st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=60))
@example("title:(")
@example('-"')
@example("NOT" * 3)
def test_any_string_gives_a_tree(text: str) -> None:
    tree = parse(text, lambda field, words: len(words))
    assert repr(tree)


@pytest.mark.parametrize("piece", ["(", ")", "()", '"', "-", "NOT ", "a AND ", "(a OR ", "title:", "a* ", "-(", "“"])
def test_long_input_neither_nests_nor_hangs(piece: str) -> None:
    assert repr(parse(piece * 10_000))
