"""The query language of docs/query-language.md on both engines: queries and the articles that they find."""

from __future__ import annotations

import pytest

import timtin

ALL = {"kheo", "uyban", "nfd", "van", "bare", "html", "long", "rerun"}

CASES = [
    # plain words: all of them up to three words
    ("dân vận khéo", {"kheo", "long", "rerun"}),
    ("dan van kheo", {"kheo", "long", "rerun"}),
    ("DÂN VẬN KHÉO", {"kheo", "long", "rerun"}),
    ("xã chợ", {"kheo", "rerun"}),
    ("chợ rau", {"html"}),
    # diacritics: a word without any finds all spellings, one with diacritics only its own
    ("van", {"kheo", "nfd", "van", "long", "rerun"}),
    ("vận", {"kheo", "nfd", "long", "rerun"}),
    ("vẫn", {"van"}),
    ("dien", {"bare", "van"}),
    ("điện", set()),
    ("vận dong", {"nfd"}),  # the collection has no "dong" as typed
    ("vẫn to", set()),  # it holds "to" as typed (in `bare`), so tổ is not meant
    ('"vận dong"', {"nfd"}),  # then the whole phrase is looked up folded
    ('"vẫn dong"', {"nfd"}),
    # tone placement, case, NFC and NFD
    ("uỷ ban", {"uyban"}),
    ("ủy ban", {"uyban"}),
    ("hòa giải", {"uyban"}),
    ("TRỒNG CÂY", {"nfd"}),
    ("tro\u0302\u0300ng", {"nfd"}),
    # phrases
    ('"dân vận khéo"', {"kheo", "long", "rerun"}),
    ('"vận dân"', set()),
    ("“dân vận khéo”", {"kheo", "long", "rerun"}),
    ("“dân vận khéo“", {"kheo", "long", "rerun"}),
    ('"mỗi tháng bà con"', set()),  # not across paragraphs
    ('title:"dân vận khéo"', {"kheo", "rerun"}),
    ('"dân vận', {"kheo", "long", "rerun"}),  # a quotation mark without a partner is text
    ('""', set()),
    ('"" chợ', {"kheo", "html", "rerun"}),
    # operators and negation
    ("chợ AND giá", {"html"}),
    ("giá OR khối", {"html", "long"}),
    ("giá OR khối vận", {"html", "long"}),
    ("chợ NOT giá", {"kheo", "rerun"}),
    ("chợ -giá", {"kheo", "rerun"}),
    ("chợ -(giá OR sạch)", {"rerun"}),
    ('chợ -"bà con"', {"html", "rerun"}),
    ("chợ - giá", {"html"}),
    ("chợ-giá", set()),
    ("-chợ", ALL - {"kheo", "html", "rerun"}),
    ("NOT chợ", ALL - {"kheo", "html", "rerun"}),
    ("-chợ -họp", {"nfd", "van", "bare"}),
    ("NOT NOT chợ", {"kheo", "html", "rerun"}),
    ("(-chợ)", ALL - {"kheo", "html", "rerun"}),
    ("giá OR -họp", {"nfd", "van", "bare", "html"}),
    ("chợ OR", set()),  # without an operand it is a word, which no article holds
    ("-title:họp xã", {"kheo", "rerun"}),
    ("giá or khối", set()),  # operators are capitals
    ("(giá OR khối) AND chợ", {"html"}),
    ("((((((((((((((((((((((((giá))))))))))))))))))))))))", {"html"}),
    (10_000 * "(" + "giá OR khối" + 10_000 * ")", {"html", "long"}),  # longer than `max_query`, but only by parentheses
    (5_000 * "( " + "giá" + 5_000 * " )", {"html"}),
    (" " * 9_000 + "giá", {"html"}),
    ("(giá", {"html"}),
    ("giá)", {"html"}),
    ("()", set()),
    ("giá ()", {"html"}),
    # fields
    ("title:chợ", {"kheo", "html", "rerun"}),
    ("Title:chợ", {"kheo", "html", "rerun"}),
    ("body:chợ", {"kheo"}),
    ("body:hàng", {"kheo"}),  # the summary is body
    ("title:(mô chợ)", {"kheo", "rerun"}),
    ("author:hòa", {"kheo", "html"}),
    ("author:Lê Thị Hoà", {"kheo", "html"}),  # a known value needs no quotes
    ("author:le thi hoa chợ", {"kheo", "html"}),
    ("source:Báo Long An dân", {"kheo", "van"}),
    ("source:bao long an", {"kheo", "nfd", "van"}),
    ('source:"Long An"', {"kheo", "nfd", "van"}),
    ("place:Tây Ninh", {"kheo", "nfd", "rerun"}),
    ("place:tay ninh họp", {"kheo", "rerun"}),
    ('place:"Tỉnh Tây Ninh"', {"kheo", "nfd", "rerun"}),  # written as a filter may be
    ("place:tỉnh tây ninh họp", {"kheo", "rerun"}),
    ('place:"Tây Ninh/Xã Bến Lức"', {"nfd"}),
    ('place:"Long An/Huyện Bến Lức"', {"kheo", "rerun"}),
    ("place:Bình Phú", {"long"}),
    ("topic:Dân vận khéo chợ", {"kheo", "rerun"}),
    ("topic:an ninh", {"nfd", "van"}),
    ("foo:chợ", set()),
    ("title:", set()),
    ("title: chợ", set()),  # without a value it is the word "title", which no article holds
    # documents
    ("217-QĐ/TW", {"kheo", "long"}),
    ("217-qd/tw", {"kheo", "long"}),
    ("217-QĐ/TW khoi van", {"long"}),  # the Đ of a number does not make the query diacritic-sensitive
    ("217-qd/tw khối vận", {"long"}),
    ('citation:"217-QĐ/TW"', {"kheo", "long"}),
    ("citation:217-qđ/tw", {"kheo", "long"}),
    ("citation:Quyết định 217-QĐ/TW họp", {"kheo", "long"}),
    ("citation:1-QĐ/TW", set()),
    ("Covid-19", {"van"}),
    ("-Covid-19", ALL - {"van"}),
    # dates
    ("year:2024", {"kheo", "uyban", "html", "long", "rerun"}),
    ("year:(2022 OR 2023)", {"nfd", "van"}),
    ("year:24", set()),
    ("date:2024-01..2024-02", {"uyban"}),
    ("date:2024-03-07", {"kheo"}),
    ("date:..2023", {"nfd", "van"}),
    ("date:2024-03-09..", {"html", "rerun"}),
    ("date:2024-05..2024-01", set()),
    ("-date:2024", {"nfd", "van", "bare"}),
    ("date:2024-13", set()),
    ("date:..", set()),
    # beginnings
    ("vậ*", {"kheo", "nfd", "long", "rerun"}),
    ("va*", {"kheo", "nfd", "van", "long", "rerun"}),
    ("title:ngh*", {"van"}),
    ("vẫ* lang*", {"van"}),  # no word of the collection begins with "lang" as typed
    ("vẫ* lan*", {"van"}),
    ("dân-là*", {"van"}),  # the prefix is directly behind the syllable before it
    ("dân-lù*", set()),
    ("title:diễn-văn-ngh*", {"van"}),
    ("*", set()),
    ("v*n", set()),
    # anything else is text
    ("gì?", set()),
    ("chợ?", {"kheo", "html", "rerun"}),
    ("???", set()),
    ("chợ ???", {"kheo", "html", "rerun"}),
    ("chợ\u3000giá", {"html"}),
    ("\ud800chợ", {"kheo", "html", "rerun"}),
    ("", ALL),
    ("  \t\u200b", ALL),
]


@pytest.mark.parametrize(("query", "expected"), CASES)
def test_finds(index: timtin.Index, query: str, expected: set[str]) -> None:
    page = index.search(query, limit=100)
    assert {hit.id for hit in page.hits} == expected
    assert page.total == len(expected)


def test_long_queries_need_not_match_in_every_word(index: timtin.Index) -> None:
    found = index.search("hội nghị tổ dân vận khéo của xã họp mỗi tháng ở thành phố nào đó").hits
    assert {hit.id for hit in found[:2]} == {"kheo", "rerun"}


def test_more_of_the_words_ranks_first(index: timtin.Index) -> None:
    assert index.search("giá chợ rau tăng sạch mùa").hits[0].id == "html"


def test_a_cited_document_ranks_first(index: timtin.Index) -> None:
    assert index.search("25-NQ/TW").hits[0].id == "long"
