"""The normal form of urls, which of them belong to a site, and which look like a crawler trap."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timtin.indexer.crawl.urls import Scope, is_binary, is_trap, normalize_url, url_shape

BASE = "http://phumy.example/tin/bai.html?x=1"

SPELLINGS = [
    ("HTTP://PhuMy.Example:80/Tin#dau", "http://phumy.example/Tin"),  # case, port, fragment
    ("https://phumy.example:443", "https://phumy.example/"),  # no path
    ("https://phumy.example:8443/", "https://phumy.example:8443/"),  # another port
    ("http://phumy.example./a", "http://phumy.example/a"),  # a dot at the end of a host
    ("http://phumy.example/a/../b/./c", "http://phumy.example/b/c"),
    ("http://phumy.example/../../a/..", "http://phumy.example/"),
    ("http://phumy.example/tin-tức/xã.html", "http://phumy.example/tin-t%E1%BB%A9c/x%C3%A3.html"),
    ("http://phumy.example/tin-t%e1%bb%a9c/%7Ea%2fb", "http://phumy.example/tin-t%E1%BB%A9c/~a%2Fb"),  # escapes
    ("http://phumy.example/100%/a b", "http://phumy.example/100%25/a%20b"),  # a percent sign that is not an escape
    ("http://phumy.example/?b=2&a=1&b=đ", "http://phumy.example/?b=2&a=1&b=%C4%91"),  # the query keeps its order
    ("http://phumy.example/?q=a+b&r=c%20d", "http://phumy.example/?q=a+b&r=c%20d"),
    ("http://phumy.example/?&a=1&&", "http://phumy.example/?a=1"),
    ("http://xã-phú-mỹ.example/", "http://xn--x-ph-m-3ta1q517x.example/"),
    ("http://phumy.example/a;jsessionid=0A1B?b=1", "http://phumy.example/a?b=1"),  # sessions
    ("http://phumy.example/(S(abcdefghijklmnopqrstuvwx))/a.aspx", "http://phumy.example/a.aspx"),
    ("http://phumy.example/?PHPSESSID=1&id=2&utm_source=zalo&fbclid=x", "http://phumy.example/?id=2"),
    ("http://phumy.example/?sid=0123456789abcdef0123456789abcdef", "http://phumy.example/"),
    ("http://phumy.example/?sid=12", "http://phumy.example/?sid=12"),  # the number of an article, not of a session
    ("../b.html", "http://phumy.example/b.html"),  # relative ones
    ("?page=2", "http://phumy.example/tin/bai.html?page=2"),
    ("//www.phumy.example/a", "http://www.phumy.example/a"),
    (" \n/a\tb.html ", "http://phumy.example/ab.html"),  # line ends, as browsers
    ("\\a\\b", "http://phumy.example/a/b"),
    ("http://[2001:DB8::1]:8080/a", "http://[2001:db8::1]:8080/a"),
    ("#top", "http://phumy.example/tin/bai.html?x=1"),
]
NONE = [
    "mailto:xa@phumy.example", "javascript:void(0)", "tel:0123", "data:text/html,a", "ftp://phumy.example/", "http://",
    "http:///a", "http://[::1", "http://a:b/", "http://a:99999/", "http://nam@phumy.example/", "http://a b/",
    f"http://{'a' * 64}ă.example/", "http://" + "a." * 200 + "vn/", "http://a<b>.example/",
]  # fmt: skip


@pytest.mark.parametrize(("written", "expected"), SPELLINGS)
def test_normal_form(written: str, expected: str) -> None:
    assert normalize_url(written, BASE) == expected


@pytest.mark.parametrize("written", NONE)
def test_no_web_address(written: str) -> None:
    assert normalize_url(written) is None


@settings(max_examples=150)
@given(st.text(max_size=60), st.sampled_from(["", "http://a.example/", "https://", "/", "?"]))
def test_the_normal_form_is_its_own_normal_form(text: str, before: str) -> None:
    url = normalize_url(before + text, BASE)
    assert url is None or (normalize_url(url) == url and url.isascii() and " " not in url)


SCOPES = [  # scope, start, url, belongs
    ("host", "http://phumy.example/tin/", "http://phumy.example/khac/a", True),
    ("host", "http://phumy.example/", "https://www.phumy.example/a", True),
    ("host", "https://www.phumy.example/", "http://phumy.example/a", True),
    ("host", "http://phumy.example/", "http://tin.phumy.example/a", False),
    ("host", "http://phumy.example/", "http://phumy.example:8080/a", False),
    ("host", "http://phumy.example/", "http://nophumy.example/a", False),
    ("path", "http://phumy.example/tin/", "http://phumy.example/tin/a", True),
    ("path", "http://phumy.example/tin/index.html", "http://phumy.example/tin/a", True),
    ("path", "http://phumy.example/tin/", "http://phumy.example/tin2/a", False),
    ("domain", "http://phumy.example/", "http://tin.phumy.example/a", True),
    ("domain", "http://phumy.example/", "http://nophumy.example/a", False),
]


@pytest.mark.parametrize(("kind", "start", "url", "belongs"), SCOPES)
def test_scope(kind, start: str, url: str, belongs: bool) -> None:
    assert Scope.of([start], kind).contains(url) is belongs


def test_https_is_preferred_on_the_hosts_of_https_start_pages() -> None:
    scope = Scope.of(["https://phumy.example/", "http://khac.example/"], "host")
    assert scope.prefer_https("http://phumy.example/a") == "https://phumy.example/a"
    assert scope.prefer_https("http://khac.example/a") == "http://khac.example/a"
    assert scope.prefer_https("http://phumy.example:8080/a") == "http://phumy.example:8080/a"


def test_files_that_are_no_pages() -> None:
    for name in ("a.pdf", "a.DOC", "anh.jpeg", "a.min.js", "a.zip", "a.tar.gz"):
        assert is_binary(f"http://phumy.example/{name}?v=1"), name
    for name in ("a.aspx", "a.html", "a", "a.pdf/xem", "a?file=b.pdf", "pdf", "sitemap.xml.gz"):
        assert not is_binary(f"http://phumy.example/{name}"), name


def test_traps_and_shapes() -> None:
    assert is_trap("http://a.example/tin/tin/tin/tin/")
    assert is_trap("http://a.example/" + "a" * 2000)
    assert is_trap("http://a.example/?" + "&".join(f"p{n}=1" for n in range(14)))
    assert not is_trap("http://a.example/tin/xa/tin/2024/01/02?page=3&id=4")
    assert url_shape("http://a.example/lich/2024/05?d=1&a=2") == url_shape("http://a.example/lich/1999/12?a=3&d=9")
    assert url_shape("http://a.example/tin/a-1") != url_shape("http://a.example/tin/b-1")
