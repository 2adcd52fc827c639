"""Resuming and repeating a crawl: after an interruption, a kill or a full disk the archive is intact."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from timtin.model import TimtinError, UsageError

PAGES = 60


@pytest.fixture
def long_site(site, article):
    """A page and sixty others, each of which links to two more; the log of the server shows repeated requests."""
    site.other = lambda path: article(path, *_next(path)) if path[1:].isdigit() else None
    site.pages["/"] = article("đầu", "/1", "/2", "/mat", "/tep.pdf")
    return site


def _next(path: str) -> list[str]:
    number = int(path[1:])
    return [f"/{child}" for child in (2 * number + 1, 2 * number + 2) if child <= PAGES]


def started(url: str, out: Path, *options: str) -> subprocess.Popen[bytes]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TIMTIN_")}
    command = [sys.executable, "-m", "timtin", "crawl", url, "--out", str(out), "--json", *options]
    return subprocess.Popen(command, env=kept, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def wait_for(site, requests: int) -> None:
    until = time.monotonic() + 30
    while len(site.asked) < requests and time.monotonic() < until:
        time.sleep(0.01)
    assert len(site.asked) >= requests


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGKILL])
def test_an_interrupted_crawl_resumes(long_site, out, read_archive, run, tmp_path, sent: int) -> None:
    for seen in (8, 40):
        running = started(long_site.url + "/", out, "--delay", "0.03")
        wait_for(long_site, seen)
        time.sleep(0.05)
        running.send_signal(sent)
        told, errors = running.communicate(timeout=30)
        assert running.returncode == (130 if sent == signal.SIGINT else -sent), errors.decode()
        assert told == b""
        assert b"Traceback" not in errors
        if out.exists():
            read_archive()  # every record is complete, except perhaps the last
    report = run()
    assert report.waiting == 0
    urls = [record.url for record in read_archive("response")]
    assert len(urls) == len(set(urls))
    assert set(urls) == {"/", *(f"/{number}" for number in range(1, PAGES + 1))}
    assert report.stored == PAGES + 1
    assert [url for url, _ in report.failed] == [f"{long_site.url}/mat"]


def test_an_interruption_loses_a_second_of_work_at_most(long_site, out, read_archive) -> None:
    running = started(long_site.url + "/", out, "--delay", "0.4")
    wait_for(long_site, 9)
    running.kill()
    running.communicate(timeout=30)
    assert len(read_archive("response")) >= 3


def test_a_full_disk(long_site, out, run, read_archive) -> None:
    def little_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (45_000, 45_000))
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)

    kept = {name: value for name, value in os.environ.items() if not name.startswith("TIMTIN_")}
    command = [sys.executable, "-m", "timtin", "crawl", long_site.url + "/", "--out", str(out), "--delay", "0"]
    ended = subprocess.run(command, env=kept, capture_output=True, preexec_fn=little_room, timeout=60, check=False)
    assert ended.returncode == 1
    assert b"Cannot write" in ended.stderr
    assert b"Traceback" not in ended.stderr
    if out.exists():
        read_archive()
    run()
    urls = [record.url for record in read_archive("response")]
    assert len(urls) == len(set(urls)) == PAGES + 1


def test_a_repeated_crawl_stores_only_what_changed(site, run, read_archive, article, page) -> None:
    def told(tag: str, body):
        """A page with a validator that answers conditional requests."""

        def answer(handler):
            if handler.headers.get("If-None-Match") == tag:
                handler.send_response(304)
                handler.send_header("ETag", tag)
                handler.end_headers()
            else:
                body(handler)

        return answer

    since = "Tue, 05 Mar 2024 01:00:00 GMT"

    def dated(handler):
        same = handler.headers.get("If-Modified-Since") == since
        page("" if same else "<p>ngày</p>", 304 if same else 200, headers={"Last-Modified": since})(handler)

    first = article("một", headers={"ETag": '"a1"'})
    site.pages |= {
        "/": article("đầu", "/1", "/2", "/3", "/4"),
        "/1": told('"a1"', first),
        "/2": dated,
        "/3": article("không nhãn"),
        "/4": article("sẽ đổi"),
    }
    assert run().stored == 5
    before = {record.url: record for record in read_archive("response")}

    site.pages |= {"/": article("đầu", "/1", "/2", "/3", "/4", "/5"), "/4": article("đã đổi"), "/5": article("mới")}
    report = run()
    assert (report.stored, report.not_modified, report.resumed) == (3, 3, False)
    again = read_archive("response")[5:]  # what is new comes before what is known
    assert [record.url for record in again] == ["/", "/5", "/4"]
    revisits = {record.url: record.headers for record in read_archive("revisit")}
    assert set(revisits) == {"/1", "/2", "/3"}
    assert revisits["/1"]["WARC-Profile"].endswith("/revisit/server-not-modified")
    assert revisits["/2"]["WARC-Profile"].endswith("/revisit/server-not-modified")
    assert revisits["/3"]["WARC-Profile"].endswith("/revisit/identical-payload-digest")
    for url, headers in revisits.items():
        assert headers["WARC-Refers-To-Date"] == before[url].headers["WARC-Date"], url
        assert headers["WARC-Refers-To-Target-URI"] == site.url + url
    assert len(read_archive("warcinfo")) == 2


def test_a_crawl_after_its_limit_fetches_new_pages_first(long_site, run, read_archive) -> None:
    assert run(limit=10).stored == 9  # and a dead link
    report = run(limit=30)
    assert (report.stored, report.not_modified) == (29, 1)  # the start page, then what had not been asked for
    assert len(read_archive("response")) == 38


def test_a_removed_state_is_rebuilt_from_the_archive(long_site, run, out, read_archive) -> None:
    run()
    Path(f"{out}.state").unlink()
    with out.open("ab") as stream:
        stream.write(out.read_bytes()[:300])  # a record that was cut
    report = run()
    assert (report.stored, report.not_modified) == (0, PAGES + 1)
    assert len(read_archive("revisit")) == PAGES + 1


def test_a_state_without_its_archive_is_created_anew(long_site, run, out, read_archive) -> None:
    run()
    out.unlink()
    assert run().stored == PAGES + 1
    out.write_bytes(out.read_bytes()[:-20])
    report = run()
    assert report.stored + report.not_modified == PAGES + 1
    assert report.stored <= 1


def test_a_file_that_is_no_archive_is_left_alone(long_site, run, out) -> None:
    for content in (b"khong phai WARC", b"\x1f\x8bxyz", b"WARC/1.0\r\n"):
        out.write_bytes(content)
        with pytest.raises(UsageError, match="no compressed WARC"):
            run()
        assert out.read_bytes() == content
    Path(f"{out}.state").write_bytes(b"x" * 5000)
    out.unlink()
    with pytest.raises(UsageError, match="not the state of a crawl"):
        run()


def test_two_crawls_do_not_write_to_one_archive(long_site, run, out) -> None:
    running = started(long_site.url + "/", out, "--delay", "0.2")
    wait_for(long_site, 6)
    with pytest.raises(TimtinError, match="Another crawl"):
        run()
    running.send_signal(signal.SIGINT)
    running.communicate(timeout=30)
    assert run().stored == PAGES + 1


def test_no_files_remain_if_nothing_was_fetched(site, run, out) -> None:
    report = run(retries=0)
    assert report.stored == 0
    assert report.failed == ((f"{site.url}/", "the answer is 404 Not Found"),)
    assert list(out.parent.iterdir()) == []


@pytest.mark.parametrize("name", ["khong-co/portal.warc.gz", "."])
def test_an_out_that_cannot_be_written(site, tmp_path, name: str) -> None:
    from timtin.indexer.crawl import crawl

    with pytest.raises(UsageError, match="Cannot write"):
        crawl([site.url], str(tmp_path / name))
    assert site.asked == []


def test_json_is_what_the_command_prints(long_site, out) -> None:
    running = started(long_site.url + "/", out, "--delay", "0", "--limit", "5")
    told, errors = running.communicate(timeout=60)
    assert running.returncode == 0, errors.decode()
    report = json.loads(told)
    assert report["stored"] == 4  # and a dead link
    assert report["out"] == str(out)
    assert report["waiting"] > 0


def test_a_repeated_crawl_with_wider_bounds_reads_all_links_again(site, run, read_archive, article) -> None:
    """A page that answers 304 shows no links; those that were left out last time must not be lost."""

    def told(body):
        def answer(handler):
            if handler.headers.get("If-None-Match"):
                handler.send_response(304)
                handler.end_headers()
            else:
                body(handler)

        return answer

    site.pages |= {
        "/": told(article("đầu", "/1", headers={"ETag": '"a"'})),
        "/1": told(article("một", "/2", headers={"ETag": '"b"'})),
        "/2": article("hai"),
    }
    assert run(depth=1).stored == 2
    report = run(depth=2)
    assert (report.stored, report.not_modified) == (1, 2)
    site.asked.clear()
    assert run(depth=2).not_modified == 3
    assert {path for path, headers, _ in site.asked if "If-None-Match" in headers} == {"/", "/1"}
