"""Colours, pager, narrow windows and `--open`, in pseudo-terminals."""

from __future__ import annotations

import re
import shutil
import stat
import sys
import unicodedata
from pathlib import Path

import pytest

from timtin.tests.search_cli.conftest import environment
from timtin.tests.search_cli.terminals import Terminal

COMMAND = [sys.executable, "-m", "timtin"]
SGR = re.compile(r"\x1b\[[0-9;]*m")
YELLOW = "\x1b[1;33m"


def in_terminal(index: Path, *arguments: str, columns: int = 100, lines: int = 60, **env: str) -> tuple[int, str]:
    env = environment(TIMTIN_INDEX=str(index), PAGER="", **env)
    return Terminal([*COMMAND, *arguments], env, columns=columns, lines=lines).end()


# arguments, environment; whether there are colours on a terminal
ON_A_TERMINAL = [
    ([], {}, True),
    ([], {"NO_COLOR": "1"}, False),
    ([], {"TERM": "dumb"}, False),
    (["--color", "never"], {}, False),
    (["--color", "always"], {"NO_COLOR": "1"}, True),
    (["--color", "auto"], {"NO_COLOR": ""}, True),
]


@pytest.mark.parametrize(("arguments", "env", "colours"), ON_A_TERMINAL)
def test_colours_on_a_terminal(small_index: Path, arguments: list[str], env: dict[str, str], colours: bool) -> None:
    code, shown = in_terminal(small_index, "search", "dân", "vận", *arguments, **env)
    assert code == 0
    assert (YELLOW + "Dân vận" in shown) is colours
    assert bool(SGR.search(shown)) is colours


def test_colours_in_a_pipe(timtin, small_index: Path) -> None:
    for before, after in (([], []), ([], ["--color", "auto"]), (["--color", "never"], [])):
        assert b"\x1b" not in timtin(*before, "search", "dân", *after, index=small_index).stdout
    for before, after in (([], ["--color", "always"]), (["--color", "always"], [])):
        assert b"\x1b[1;33m" in timtin(*before, "search", "dân", *after, index=small_index).stdout
    for form in ("json", "jsonl", "csv"):
        result = timtin("search", "dân", "--color", "always", "--format", form, index=small_index)
        assert b"\x1b" not in result.stdout


@pytest.mark.parametrize("columns", [20, 40, 80])
def test_a_narrow_window(small_index: Path, columns: int) -> None:
    code, shown = in_terminal(small_index, "search", "dân", "vận", "--facets", "place,year", columns=columns)
    assert code == 0
    for line in SGR.sub("", shown).splitlines():
        if "://" not in line:  # URLs are not wrapped, so that they stay clickable
            assert len(unicodedata.normalize("NFC", line).rstrip()) <= columns, line


@pytest.mark.skipif(shutil.which("less") is None, reason="needs less")
class TestPager:
    def test_long_output_waits_in_the_pager(self, small_index: Path) -> None:
        env = environment(TIMTIN_INDEX=str(small_index), LESS="FRX")
        env.pop("PAGER", None)
        terminal = Terminal([*COMMAND, "man"], env, lines=10)
        terminal.read_until(":")
        terminal.type("q")
        code, shown = terminal.end()
        assert code == 0
        assert "timtin delete" not in shown

    def test_short_output_does_not_wait(self, small_index: Path) -> None:
        env = environment(TIMTIN_INDEX=str(small_index), PAGER="less")
        code, shown = Terminal([*COMMAND, "search", "xoài"], env, lines=40).end()
        assert code == 0
        assert YELLOW in shown  # less passes colours through


# PAGER, options; whether it was started
PAGERS = [
    ("SHIM --flag", [], True),
    ("SHIM", ["--no-pager"], False),
    ("cat", [], False),
    ("", [], False),
    ("no-such-pager", [], False),
    ("'unclosed", [], False),
]


@pytest.mark.parametrize(("pager", "options", "started"), PAGERS)
def test_selection_of_the_pager(
    small_index: Path, tmp_path: Path, pager: str, options: list[str], started: bool
) -> None:
    shim = tmp_path / "shim"
    shim.write_text('#!/bin/sh\necho "paged with $*"\ncat\n')
    shim.chmod(shim.stat().st_mode | stat.S_IXUSR)
    env = environment(TIMTIN_INDEX=str(small_index), PAGER=pager.replace("SHIM", str(shim)))
    code, shown = Terminal([*COMMAND, "search", "xoài", *options], env).end()
    assert code == 0
    assert "trồng" in shown
    assert ("paged with" in shown) is started
    assert ("--flag" in shown) is ("--flag" in pager)


def test_a_pager_that_ends_early_is_not_an_error(tmp_path: Path, small_index: Path) -> None:
    env = environment(TIMTIN_INDEX=str(small_index), PAGER="head -n 1")
    code, shown = Terminal([*COMMAND, "man"], env).end()
    assert code == 0
    assert shown.count("\n") == 1


def test_no_pager_in_a_pipe(timtin, small_index: Path) -> None:
    result = timtin("search", "dân", index=small_index, env={"PAGER": "false"})
    assert result.returncode == 0
    assert result.stdout


@pytest.fixture
def browser(tmp_path: Path) -> tuple[str, Path]:
    """The value of $BROWSER, and the file to which it writes the opened URL."""
    opened = tmp_path / "opened"
    shim = tmp_path / "browser"
    shim.write_text(f'#!/bin/sh\nprintf %s "$1" > "{opened}"\n')
    shim.chmod(0o755)
    return f"{shim} %s", opened


def test_open_opens_the_numbered_result(timtin, small_index: Path, browser: tuple[str, Path]) -> None:
    command, opened = browser
    result = timtin("search", "dân", "vận", "--open", "1", index=small_index, env={"BROWSER": command})
    assert result.returncode == 0, result.stderr.decode()
    assert opened.read_text() == "https://phumy.example/a1"
    assert "1. Xã Phú Mỹ" in result.stdout.decode()


# query, options; part of the message
NOT_OPENED = [
    (["xoài"], ["--open", "1"], "no web address"),
    (["dân"], ["--open", "99"], "no such result"),
    (["--limit", "1", "--page", "2"], ["--open", "1"], "no such result"),  # that page contains number 2
    (["zzyzx"], ["--open", "1"], "no such result"),
]


@pytest.mark.parametrize(("query", "options", "message"), NOT_OPENED)
def test_results_that_cannot_be_opened(
    timtin, small_index: Path, browser, query: list[str], options, message: str
) -> None:
    result = timtin("search", *query, *options, index=small_index, env={"BROWSER": browser[0]})
    assert result.returncode == 1
    assert message in result.stderr.decode()
    assert not browser[1].exists()


def test_only_web_addresses_are_opened(timtin, tmp_path: Path, browser: tuple[str, Path]) -> None:
    index = tmp_path / "index"
    timtin("index", "-", index=index, stdin=b'{"id": "x", "title": "xin", "url": "file:///etc/passwd"}')
    result = timtin("search", "xin", "--open", "1", index=index, env={"BROWSER": browser[0]})
    assert result.returncode == 1
    assert not browser[1].exists()
