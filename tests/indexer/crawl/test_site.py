"""Whole sites of two thousand pages and of a real portal: their archives yield the same articles as their pages."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pytest

import timtin
from timtin.indexer import IndexOptions, index_sources

_PAGES = 2000


def articles(folder: Path) -> dict[str, dict]:
    with timtin.open_index(folder) as index:
        found = [article.to_record() for article in index.articles()]
    return {
        record["url"]: {name: value for name, value in record.items() if name not in ("id", "source")}
        for record in found
    }


def story(number: int, url: str) -> str:
    """An article that links to the next ten."""
    links = "".join(
        f'<li><a href="/tin/{other}.html">Tin {other}</a></li>'
        for other in range(number + 1, number + 11)
        if other < _PAGES
    )
    lines = "".join(
        f"<p>Ngày {1 + number % 28}, tổ dân phố số {number} họp bàn việc thứ {line} của khu {number * 7 + line}: "
        f"bà con góp {number + line} ngày công làm đường, ông Nam ở nhà số {line} nêu {number % 9} ý kiến.</p>"
        for line in range(4)
    )
    return (
        f'<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Tổ {number} họp bàn làm đường</title>'
        f'<link rel="canonical" href="{url}/tin/{number}.html"><meta property="og:type" content="article"></head><body>'
        f"<article><h1>Tổ {number} họp bàn làm đường</h1><time>05/03/2024 08:{number % 60:02d}</time>{lines}</article>"
        f"<ul>{links}</ul></body></html>"
    )


def test_a_site_of_two_thousand_pages(site, run, read_archive, page) -> None:
    texts = {f"/tin/{number}.html": page(story(number, site.url)) for number in range(_PAGES)}
    site.pages = {"/": page("".join(f'<a href="/tin/{n}.html">{n}</a>' for n in range(0, _PAGES, 40))), **texts}
    report = run(limit=_PAGES + 1)
    assert report.stored == _PAGES + 1
    assert report.failed == ()
    assert len(site.asked) == _PAGES + 3  # robots.txt and sitemap.xml
    assert {record.url: record.body for record in read_archive("response")} == {
        path: made.body.encode() for path, made in site.pages.items()
    }


def test_the_archive_yields_the_same_articles_as_the_pages(site, run, out, tmp_path, page) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    for number in range(40):
        text = story(number, site.url)
        site.pages[f"/tin/{number}.html"] = page(text)
        (folder / f"{number}.html").write_text(text, encoding="utf-8")
    site.pages["/"] = page('<a href="/tin/0.html">0</a>')
    (folder / "index.html").write_text(site.pages["/"].body, encoding="utf-8")
    run()
    index_sources(str(tmp_path / "a"), [str(folder)], IndexOptions(jobs=1))
    index_sources(str(tmp_path / "b"), [str(out)], IndexOptions(jobs=1))
    expected = articles(tmp_path / "a")
    assert len(expected) == 40
    assert articles(tmp_path / "b") == expected


def test_the_later_answer_of_a_changed_page_is_indexed(site, run, out, tmp_path, page) -> None:
    site.pages |= {"/": page('<a href="/tin/0.html">0</a>'), "/tin/0.html": page(story(0, site.url))}
    run()
    site.pages["/tin/0.html"] = page(story(0, site.url).replace("góp", "đóng góp"))
    run()
    report = index_sources(str(tmp_path / "a"), [str(out)], IndexOptions(jobs=1))
    assert report.articles == 1
    (found,) = articles(tmp_path / "a").values()
    assert "đóng góp" in found["body"]


@pytest.mark.shared
def test_a_real_portal(shared: Path, site, run, out, tmp_path, page, read_archive) -> None:
    """The pages of a real NukeViet portal, served under their own paths; its links contain its own host name."""
    portal = shared / "portals" / "nukeviet"
    folder = tmp_path / "pages"
    folder.mkdir()
    names = {}
    for line in (shared / "portals" / "nukeviet-MANIFEST.tsv").read_text(encoding="utf-8").splitlines():
        url, status, media_type, name = line.split("\t")
        parts = urlsplit(url)
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        body = (portal / name).read_bytes().replace(f"{parts.scheme}://{parts.netloc}".encode(), site.url.encode())
        site.pages[path] = page(body, int(status), media_type)
        names[path] = name, body
    report = run(limit=1000)
    fetched = {record.url: record.body for record in read_archive("response")}
    assert report.stored == len(fetched) > 80
    assert all(names[path][1] == body for path, body in fetched.items())
    # Pages that were not fetched are not linked, are no pages, or are errors.
    for path in fetched:
        (folder / names[path][0]).write_bytes(names[path][1])
    index_sources(str(tmp_path / "a"), [str(folder)], IndexOptions(jobs=1))
    index_sources(str(tmp_path / "b"), [str(out)], IndexOptions(jobs=1))
    expected = articles(tmp_path / "a")
    assert len(expected) > 40
    assert articles(tmp_path / "b") == expected
