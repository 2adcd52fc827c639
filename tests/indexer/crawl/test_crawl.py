"""What a crawl of a real site fetches and stores, what it does not, and what its report says."""

from __future__ import annotations

import gzip
from itertools import pairwise

import pytest

from timtin.model import UsageError


def stored(read_archive) -> list[str]:
    return [record.url for record in read_archive("response")]


def test_links_sitemaps_and_feeds(site, run, read_archive, article) -> None:
    feed = '<link rel="alternate" type="application/rss+xml" href="/tin/rss.xml">'
    site.pages |= {
        "/robots.txt": article("", type="text/plain"),
        "/": article("đầu", "/a", "b/", "#cuoi", "https://elsewhere.example/", head=feed),
        "/a": article("a", "/c?x=1&y=2"),
        "/b/": article("b", "../a", "d"),
        "/c?x=1&y=2": article("c"),
        "/b/d": article("d"),
        "/tin/rss.xml": article("", type="application/rss+xml"),
        "/tu-feed": article("từ feed"),
        "/tu-so-do": article("từ sơ đồ"),
        "/tu-so-do-goi": article("từ sơ đồ gói"),
    }
    site.pages["/robots.txt"].body = f"User-agent: *\nSitemap: {site.url}/so-do.xml\nSitemap: https://cdn.example/s.xml"
    site.pages["/tin/rss.xml"].body = f"<rss><channel><item><link>{site.url}/tu-feed</link></item></channel></rss>"
    index = f"<sitemapindex><sitemap><loc>{site.url}/so-do-1.xml.gz</loc></sitemap></sitemapindex>"
    site.pages["/so-do.xml"] = article("", type="text/xml")
    site.pages["/so-do.xml"].body = index
    entries = f"<urlset><url><loc>{site.url}/tu-so-do-goi</loc></url><url><loc>{site.url}/anh.jpg</loc></url></urlset>"
    site.pages["/so-do-1.xml.gz"] = article("", type="application/x-gzip")
    site.pages["/so-do-1.xml.gz"].body = gzip.compress(entries.encode())
    site.pages["/sitemap.xml"] = article("", type="application/xml")
    site.pages["/sitemap.xml"].body = f"<urlset><url><loc>{site.url}/tu-so-do</loc></url></urlset>"

    report = run()
    pages = ["/", "/a", "/b/", "/b/d", "/c?x=1&y=2", "/tu-feed", "/tu-so-do", "/tu-so-do-goi"]
    assert sorted(stored(read_archive)) == pages
    assert (report.stored, report.failed, report.skipped, report.waiting) == (8, (), (), 0)
    assert report.fetched == 8 + 4  # the listings
    assert len(site.asked) == len(set(site.paths()))  # nothing twice


def test_links_of_a_feed_are_relative_to_it_and_fetched_once(site, run, read_archive, article) -> None:
    site.pages |= {
        "/rss/": article("", type="application/rss+xml"),
        "/1.html": article("một"),
        "/2.html": article("hai"),
    }
    links = (f"{site.url}/1.html", "/2.html", "mailto:a@b", f"{site.url}/1.html")
    items = "".join(f"<item><link>{link}</link></item>" for link in links)
    site.pages["/rss/"].body = f"<rss><channel>{items}</channel></rss>"
    run("/rss/")
    assert stored(read_archive) == ["/1.html", "/2.html"]
    assert len(site.asked) == len(set(site.paths()))


def test_records_of_the_archive(site, run, read_archive, article) -> None:
    site.pages["/"] = article("đầu", headers={"X-Trang": "1"})
    run()
    found = read_archive()
    assert [record.kind for record in found] == ["warcinfo", "response", "request"]
    info, response, request = found
    assert b"software: timtin/" in info.body
    assert response.body == site.pages["/"].body.encode()
    assert response.status == "200"
    assert response.headers["WARC-Payload-Digest"].startswith("sha1:")
    assert request.headers["WARC-Concurrent-To"] == response.headers["WARC-Record-ID"]
    assert site.asked[-1][1]["User-Agent"].startswith("timtin/")


ROBOTS = [  # robots.txt, what may be fetched
    ("User-agent: *\nDisallow: /kin/", ["/", "/mo?x=1", "/tep.html"]),
    ("User-agent: *\nDisallow: /kin/\nAllow: /kin/mo", ["/", "/kin/mo", "/mo?x=1", "/tep.html"]),
    ("User-agent: *\nDisallow: /\n\nUser-agent: timtin\nDisallow: /kin/\n", ["/", "/mo?x=1", "/tep.html"]),
    ("User-agent: *\nDisallow: /*?x=\nDisallow: /*.html$", ["/", "/kin/a", "/kin/mo"]),  # wildcards
    ("User-agent: otherbot\nDisallow: /", ["/", "/kin/a", "/kin/mo", "/mo?x=1", "/tep.html"]),
    ("<html>không có trang này</html>", ["/", "/kin/a", "/kin/mo", "/mo?x=1", "/tep.html"]),
    ("Disallow: /\n\xff\xfe\x00", ["/", "/kin/a", "/kin/mo", "/mo?x=1", "/tep.html"]),  # rules for nobody
]


@pytest.mark.parametrize(("robots", "fetched"), ROBOTS)
def test_robots_txt_is_obeyed(site, run, read_archive, article, page, robots: str, fetched: list[str]) -> None:
    others = ["/kin/a", "/kin/mo", "/mo?x=1", "/tep.html"]
    site.pages |= {"/": article("đầu", *others)} | {path: article(path) for path in others}
    site.pages["/robots.txt"] = page(robots.encode("latin-1", "replace"), type="text/plain")
    report = run()
    assert sorted(stored(read_archive)) == fetched
    forbidden = sorted(set(others) - set(fetched))
    assert sorted(url.removeprefix(site.url) for url, _ in report.skipped) == forbidden
    assert {reason for _, reason in report.skipped} <= {"robots.txt forbids it"}
    assert not set(forbidden) & set(site.paths())


def test_a_site_that_forbids_all(site, run, out, article, page) -> None:
    site.pages |= {"/": article("đầu"), "/robots.txt": page("User-agent: *\nDisallow: /", type="text/plain")}
    report = run()
    assert report.skipped == ((f"{site.url}/", "robots.txt forbids it"),)
    assert site.paths() == ["/robots.txt"]
    assert not out.exists()


@pytest.mark.parametrize("status", [500, 503, 429])
def test_robots_txt_that_cannot_be_read_forbids_all(site, run, out, article, page, status: int) -> None:
    site.pages |= {"/": article("đầu"), "/robots.txt": page("", status)}
    report = run(retries=1)
    assert report.stored == 0
    assert f"the answer is {status}" in report.failed[0][1]
    assert site.paths() == ["/robots.txt"] * 2
    assert not out.exists()


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_no_robots_txt_allows_all(site, run, article, page, status: int) -> None:
    site.pages |= {"/": article("đầu"), "/robots.txt": page("Disallow: /", status)}
    assert run().stored == 1


def test_a_redirected_robots_txt(site, run, article, page) -> None:
    site.pages |= {
        "/robots.txt": page("", 301, headers={"Location": "/r.txt"}),
        "/r.txt": page("User-agent: *\nDisallow: /a", type="text/plain"),
        "/": article("đầu", "/a"),
        "/a": article("a"),
    }
    assert run().stored == 1


@pytest.mark.parametrize(("robots", "delay"), [("Crawl-delay: 0.15", 0.0), ("", 0.15), ("Request-rate: 1/1", 0.0)])
def test_the_pause_between_requests(site, run, article, page, robots: str, delay: float) -> None:
    site.pages |= {"/": article("đầu", "/a"), "/a": article("a")}
    site.pages["/robots.txt"] = page(f"User-agent: *\n{robots}\nDisallow: /sitemap.xml", type="text/plain")
    run(delay=delay)
    moments = [moment for path, _, moment in site.asked if path != "/robots.txt"]
    assert len(moments) == 2
    assert all(after - before >= 0.14 for before, after in pairwise(moments))


def test_redirects(site, run, read_archive, article, page) -> None:
    def to(target: str, status: int = 302):
        return page("", status, headers={"Location": target})

    site.pages |= {
        "/": article("đầu", "/1", "/vong-1", "/minh", "/ngoai", "/tep", "/khong", "/dai-0", "/trung"),
        "/1": to("/2", 301), "/2": to("3", 303), "/3": to("/4#x", 307), "/4": to("/cuoi", 308),
        "/cuoi": article("cuối"),
        "/vong-1": to("/vong-2"), "/vong-2": to("/vong-3"), "/vong-3": to("/vong-1"),
        "/minh": to("/minh"),
        "/ngoai": to("https://elsewhere.example/a"),
        "/tep": to("/van-ban.pdf"),
        "/khong": to("javascript:void(0)"),
        "/trung": to("/"),  # to a page that is there already
    }  # fmt: skip
    site.other = lambda path: to(f"/dai-{int(path[5:]) + 1}") if path.startswith("/dai-") else None
    report = run()
    assert stored(read_archive) == ["/", "/cuoi"]
    reasons = {url.removeprefix(site.url): reason for url, reason in (*report.failed, *report.skipped)}
    assert reasons == {
        "/vong-3": "it redirects to itself, directly or in a circle",
        "/minh": "it redirects to itself, directly or in a circle",
        "/ngoai": "it redirects to https://elsewhere.example/a, which is outside this crawl",
        "/tep": f"it redirects to {site.url}/van-ban.pdf, which is no page",
        "/khong": "it redirects to no web address",
        "/dai-10": "more than 10 redirects in a row",
    }


def test_a_redirect_written_in_utf8(site, run, read_archive, article) -> None:
    def raw(handler) -> None:
        handler.close_connection = True
        handler.connection.sendall("HTTP/1.1 302 Found\r\nLocation: /tin-tức\r\nContent-Length: 0\r\n\r\n".encode())

    site.pages |= {"/": raw, "/tin-t%E1%BB%A9c": article("tin tức")}
    run()
    assert stored(read_archive) == ["/tin-t%E1%BB%A9c"]


def test_a_start_page_that_redirects_within_the_site(site, run, read_archive, article, page) -> None:
    site.pages |= {
        "/": page("", 301, headers={"Location": "/trang-chu"}),
        "/trang-chu": article("đầu", "/a"),
        "/a": article("a"),
    }
    run()
    assert stored(read_archive) == ["/trang-chu", "/a"]


def test_link_loops_and_calendars_end(site, run, read_archive, article) -> None:
    """Articles are fetched despite an endless calendar, a folder within itself and a session id in every link."""

    def other(path: str):
        if path.startswith("/lich/"):
            month = int(path.rpartition("/")[2])
            return article(path, f"/lich/{month + 1}", f"/lich/{month - 1}")
        if path.startswith("/sau/"):
            return article(path, "sau/x/", "../")
        return article(path, "/") if path.startswith("/tin/") else None

    site.other = other
    site.pages["/"] = article("đầu", "/lich/0", "/sau/x/", "/", "/tin/1;jsessionid=A1", "/tin/1?PHPSESSID=2", "/tin/2")
    report = run(depth=10)
    urls = stored(read_archive)
    assert {"/tin/1", "/tin/2"} <= set(urls)
    assert sum(url.startswith("/tin/") for url in urls) == 2
    assert sum(url.startswith("/lich/") for url in urls) == 19  # ten months either way, the first one once
    assert 1 < sum(url.startswith("/sau/") for url in urls) < 60
    assert report.waiting == 0


def test_pages_that_differ_only_in_digits_are_limited(site, run, read_archive, article) -> None:
    site.other = lambda path: (
        article(path, *(f"/ngay/{int(path[6:]) * 7 + n}" for n in range(1, 8))) if path.startswith("/ngay/") else None
    )
    site.pages["/"] = article("đầu", "/ngay/0", "/tin")
    site.pages["/tin"] = article("tin")
    run(same_shape=30)
    urls = stored(read_archive)
    assert len(urls) == 32
    assert "/tin" in urls


def test_the_limit(site, run, read_archive, article) -> None:
    site.other = lambda path: article(path, *(f"{path}{n}" for n in range(5))) if len(path) < 9 else None
    report = run("/tin", limit=7)
    assert len(stored(read_archive)) == 7
    assert report.waiting > 0
    assert len([path for path in site.paths() if path.startswith("/tin")]) == 7


def test_answers_that_are_no_pages_are_left_out(site, run, read_archive, article, page) -> None:
    site.pages |= {
        "/": article(
            "đầu", "/van-ban.PDF", "/anh.jpg", "/tai-ve?id=1", "/so-lieu", "/van", "/khong-kieu", "/to", "/rong", "/xml"
        ),
        "/tai-ve?id=1": page(b"%PDF-1.7", type="application/pdf"),
        "/so-lieu": page('{"a": 1}', type="application/json"),
        "/van": page("chỉ là chữ", type="text/plain"),
        "/khong-kieu": page("<html><title>x</title><p>Tin</p></html>", type=""),
        "/to": page("a" * 5000),
        "/rong": page(" \n"),
        "/xml": page("<du-lieu/>", type="text/xml"),
    }
    report = run(max_bytes=4096)
    assert stored(read_archive) == ["/", "/khong-kieu"]
    assert {url.removeprefix(site.url): reason for url, reason in report.skipped} == {
        "/tai-ve?id=1": "content type application/pdf, no page",
        "/so-lieu": "content type application/json, no page",
        "/van": "neither a web page nor a feed",
        "/to": "larger than 0.00390625 MiB",
        "/rong": "it is empty",
        "/xml": "neither a web page nor a feed",
    }
    assert not {"/van-ban.PDF", "/anh.jpg"} & set(site.paths())


def test_noindex_pages_are_followed_and_nofollow_pages_are_stored(site, run, read_archive, article) -> None:
    site.pages |= {
        "/": article("đầu", "/an", "/cut"),
        "/an": article("ẩn", "/sau-an", head='<meta name="robots" content="noindex">'),
        "/cut": article("cụt", "/sau-cut", headers={"X-Robots-Tag": "nofollow"}),
        "/sau-an": article("sau ẩn"),
        "/sau-cut": article("sau cụt"),
    }
    report = run()
    assert stored(read_archive) == ["/", "/cut", "/sau-an"]
    assert report.skipped == ((f"{site.url}/an", "it asks not to be indexed (noindex)"),)


def test_scope_path(site, run, read_archive, article) -> None:
    site.pages |= {
        "/tin/": article("đầu", "/tin/a", "/khac", "/tin2/b"),
        "/tin/a": article("a", "/"),
        "/": article("gốc"),
        "/khac": article("khác"),
    }
    run("/tin/", scope="path")
    assert stored(read_archive) == ["/tin/", "/tin/a"]


def test_a_failing_server_is_asked_again(site, run, article, page) -> None:
    answers = {
        "/": [page("", 503), page("", 500), article("đầu", "/a", "/b", "/c")],
        "/a": [page("", 429, headers={"Retry-After": "0"}), article("a")],
        "/b": [lambda handler: setattr(handler, "close_connection", True), article("b")],
        "/c": [page("", 500)] * 3,
    }
    site.other = lambda path: answers[path].pop(0) if answers.get(path) else None
    report = run()
    assert report.stored == 3
    assert report.failed == ((f"{site.url}/c", "the answer is 500 Internal Server Error"),)


def test_retry_after_is_obeyed(site, run, article, page) -> None:
    answers = [page("", 429, headers={"Retry-After": "1"}), article("đầu")]
    site.other = lambda path: answers.pop(0) if path == "/" else None
    assert run().stored == 1
    first, second = (moment for path, _, moment in site.asked if path == "/")
    assert second - first >= 1


def test_retry_after_is_capped(site, run, page, article) -> None:
    answers = [page("", 503, headers={"Retry-After": "86400"}), article("đầu")]
    site.other = lambda path: answers.pop(0) if path == "/" else None
    assert run(longest_wait=0.05).stored == 1


def test_a_slow_page_among_others(site, run, article) -> None:
    import threading

    over = threading.Event()
    site.pages |= {"/": article("đầu", "/cham", "/a"), "/cham": lambda handler: over.wait(20), "/a": article("a")}
    report = run(timeout=0.5, retries=0)
    over.set()
    assert report.stored == 2
    assert report.failed[0][0] == f"{site.url}/cham"
    assert "0.5 seconds" in report.failed[0][1]


def test_dead_links_and_what_is_forbidden(site, run, article, page) -> None:
    site.pages |= {"/": article("đầu", "/mat", "/cam"), "/cam": page("", 403)}
    report = run()
    assert dict(report.failed) == {
        f"{site.url}/mat": "the answer is 404 Not Found",
        f"{site.url}/cam": "the answer is 403 Forbidden",
    }


def test_names_in_vietnamese(site, run, read_archive, article) -> None:
    path = "/tin-t%E1%BB%A9c/x%C3%A3.html"
    site.pages |= {"/": article("đầu", "/tin-tức/xã.html", "/tin-t%e1%bb%a9c/x%c3%a3.html"), path: article("xã")}
    run()
    assert stored(read_archive) == ["/", path]


def test_compressed_pages_are_followed_and_stored_as_sent(site, run, read_archive, article) -> None:
    site.pages |= {"/": article("đầu", "/a", headers={"Content-Encoding": "gzip"}), "/a": article("a")}
    body = site.pages["/"].body.encode()
    site.pages["/"].body = gzip.compress(body)
    run()
    assert next(record.body for record in read_archive("response")) == body
    assert stored(read_archive) == ["/", "/a"]


def test_a_sitemap_as_the_start(site, run, read_archive, article, page) -> None:
    site.pages |= {"/so-do": page("", type="text/xml"), "/a": article("a")}
    site.pages["/so-do"].body = f"<urlset><url><loc>{site.url}/a</loc></url></urlset>"
    run("/so-do")
    assert stored(read_archive) == ["/a"]


def test_a_page_at_the_guessed_address_of_the_sitemap(site, run, article) -> None:
    site.pages |= {"/": article("đầu"), "/sitemap.xml": article("không tìm thấy")}
    report = run()
    assert (report.stored, report.failed, report.skipped) == (1, (), ())


def test_a_crawl_stops_when_the_site_is_down_and_resumes(site, run, read_archive, article, monkeypatch) -> None:
    from timtin.indexer.crawl.fetch import Failure, Fetcher

    site.pages["/"] = article("đầu", *(f"/{n}" for n in range(30)))
    site.other = lambda path: article(path) if path[1:].isdigit() else None
    ask = Fetcher.get

    def down(self, url: str, **extra):
        return Failure(reason="no connection", reached=False) if url[-1].isdigit() else ask(self, url, **extra)

    with monkeypatch.context() as broken:
        broken.setattr(Fetcher, "get", down)
        report = run(retries=0)
    assert (report.stored, report.waiting) == (1, 30)
    assert report.stopped.startswith("the site does not answer any more")
    report = run()
    assert (report.stored, report.resumed, report.stopped) == (31, True, None)
    assert len(stored(read_archive)) == 31


@pytest.mark.parametrize(
    "url", ["", "ftp://phumy.example/", "http://", "http://a b/", "mailto:a@b.example", "file:///etc/passwd"]
)
def test_start_urls_that_are_no_web_addresses(out, url: str) -> None:
    from timtin.indexer.crawl import crawl

    with pytest.raises(UsageError, match="no web address"):
        crawl([url], str(out))
    assert not out.exists()
