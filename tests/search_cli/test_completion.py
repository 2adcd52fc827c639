"""Shell completion (in bash itself, and by the output that other shells read), the manual page, versions and help."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest

from timtin.model import settings
from timtin.search_cli.app import cli
from timtin.tests.search_cli.conftest import environment
from timtin.tests.search_cli.terminals import Terminal

BASH = shutil.which("bash")
PLACES = (
    '{"id": "b1", "title": "Bài", "body": "x", "published": "2024-01-02", "place": "Tây Ninh/Xã Bến Lức"}\n'
    '{"id": "b2", "title": "Bài khác", "body": "x", "published": "2023-01-02", "place": "Vĩnh Long"}\n'
)


@pytest.fixture(scope="module")
def index(timtin, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("complete") / "index"
    assert timtin("index", "-", index=folder, stdin=PLACES.encode()).returncode == 0
    return folder


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that contains the command `timtin`."""
    folder = tmp_path_factory.mktemp("bin")
    command = folder / "timtin"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m timtin "$@"\n')
    command.chmod(0o755)
    return folder


# The typed words, the last one incomplete; the completions that bash receives.
IN_BASH = [
    (["timtin", "sea"], ["search"]),
    (["timtin", "comp"], ["compact", "completion"]),
    (["timtin", "--no"], ["--no-pager"]),
    (["timtin", "search", "--so"], ["--sort"]),
    (["timtin", "search", "--sort", "n"], ["newest"]),
    (["timtin", "search", "--format", ""], ["table", "json", "csv", "jsonl"]),
    (["timtin", "search", "--filter", "pla"], ["place=", "place_then="]),
    (["timtin", "search", "--filter", "place", "="], [r"Tây\ Ninh", r"Tây\ Ninh/Xã\ Bến\ Lức", r"Vĩnh\ Long"]),
    (["timtin", "search", "--filter", "place", "=", "vinh"], [r"Vĩnh\ Long"]),  # without diacritics
    (["timtin", "search", "--filter", "place", "=", "'Vĩ"], ["Vĩnh Long"]),  # no escaping within quotes
    (["timtin", "search", "--filter", "year", "=", "202"], ["2024", "2023"]),
    (["timtin", "search", "--filter", "after", "=", "2"], []),
    (["timtin", "search", "--filter", "nope", "=", ""], []),
    (["timtin", "search", "--facets", "place,ye"], ["place,year"]),
    (["timtin", "show", ""], ["b1", "b2"]),
    (["timtin", "index", "--engine", ""], ["tantivy", "whoosh"]),
    (["timtin", "completion", "z"], ["zsh"]),
    (["timtin", "--index", "nowhere", "show", ""], []),  # without an index: no completions and no message
]


@pytest.mark.skipif(BASH is None, reason="needs bash")
@pytest.mark.parametrize(("words", "expected"), IN_BASH, ids=lambda each: " ".join(each[1:]) if each else "-")
def test_completion_in_bash(path: Path, index: Path, words: list[str], expected: list[str]) -> None:
    script = (
        'eval "$(timtin completion bash)"; compopt() { :; }; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); '
        '_timtin_completion timtin; ((${#COMPREPLY[@]} == 0)) || printf "%s\\n" "${COMPREPLY[@]}"'
    )
    env = environment(TIMTIN_INDEX=str(index), LC_ALL="C.UTF-8")
    env["PATH"] = f"{path}:{env['PATH']}"
    result = subprocess.run(
        [BASH, "--norc", "-c", script, "bash", *words], env=env, capture_output=True, timeout=120, check=False
    )
    assert result.stderr == b""
    completions = result.stdout.decode().splitlines()
    assert sorted(completions) == sorted(expected)


@pytest.mark.skipif(BASH is None, reason="needs bash")
def test_completion_at_a_bash_prompt(path: Path, index: Path) -> None:
    """In an interactive shell, the Tab key completes a word, including values with `=` and white space."""
    env = environment(TIMTIN_INDEX=str(index), LC_ALL="C.UTF-8", PS1="ready> ", INPUTRC="/dev/null")
    env["PATH"] = f"{path}:{env['PATH']}"
    shell = Terminal([BASH, "--norc", "--noprofile"], env)
    shell.read_until("ready> ")
    shell.type('bind "set enable-bracketed-paste off"; eval "$(timtin completion bash)"; echo do""ne\n')
    shell.read_until("done")
    shell.type("timtin sea\t")
    shell.read_until("timtin search ")
    shell.type("--filter place=vin\t")
    shell.read_until("Long")
    shell.type(" --format jsonl; exit\n")
    code, shown = shell.end()
    assert code == 0
    assert '"id": "b2"' in shown
    assert '"id": "b1"' not in shown


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_other_shells_get_their_script_and_completions(timtin, index: Path, shell: str) -> None:
    result = timtin("completion", shell)
    assert (result.returncode, result.stderr) == (0, b"")
    assert f"_TIMTIN_COMPLETE={shell}_complete".encode() in result.stdout
    words = {"COMP_WORDS": "timtin search --filter place=vinh", "COMP_CWORD": "3" if shell == "zsh" else "place=vinh"}
    output = timtin(index=index, env={"_TIMTIN_COMPLETE": f"{shell}_complete", **words})
    assert "place=Vĩnh Long" in output.stdout.decode()


def test_an_unknown_shell(timtin) -> None:
    assert timtin("completion", "tcsh").returncode == 2


# --- the manual page


def manual(timtin) -> str:
    result = timtin("man")
    assert (result.returncode, result.stderr) == (0, b"")
    return str(result.stdout.decode())


def test_the_manual_contains_the_help_of_every_command(timtin) -> None:
    page = manual(timtin)
    unescaped = page.replace("\\-", "-").replace("\\&", "").replace("\\e", "\\")
    for name, command in cli.commands.items():
        assert f".SS timtin {name} " in unescaped
        for option in command.params:
            if isinstance(option, click.Option):
                assert max(option.opts, key=len) in unescaped
                assert option.help in unescaped
    for setting in settings.TABLE:
        assert setting.variable in unescaped
    for code in ("0", "1", "2", "3", "130"):
        assert f"\\fB{code}\\fR" in page
    assert page == manual(timtin)


@pytest.mark.skipif(shutil.which("groff") is None, reason="needs groff")
def test_groff_reports_no_warnings(timtin) -> None:
    result = subprocess.run(
        ["groff", "-man", "-Tutf8", "-Kutf8", "-ww"], input=manual(timtin).encode(), capture_output=True, check=True
    )
    assert result.stderr == b""
    shown = re.sub(r"\x1b\[[0-9;]*m|.\x08", "", result.stdout.decode())
    assert "EXIT STATUS" in shown
    assert "--prune" in shown


# --- versions, typing errors and help


def test_versions(timtin) -> None:
    first, second = timtin("--version").stdout.decode().splitlines()
    assert re.fullmatch(r"timtin \d+\.\d+\.\d+\S*", first)
    assert re.fullmatch(r"format \d+, tantivy \S+, whoosh3 \S+, Python \S+", second)


# arguments; part of the message
TYPOS = [
    (("serach",), "Did you mean 'search'?"),
    (("exprot",), "Did you mean 'export'?"),
    (("search", "--fliter", "year=2024"), "--filter"),
    (("xyz",), "There is no command 'xyz'."),
]


@pytest.mark.parametrize(("arguments", "message"), TYPOS)
def test_typing_errors_are_explained(timtin, arguments: tuple[str, ...], message: str) -> None:
    result = timtin(*arguments)
    assert result.returncode == 2
    assert message in result.stderr.decode()


def test_short_help(timtin) -> None:
    assert timtin("-h").stdout == timtin("--help").stdout
    assert timtin("search", "-h").stdout == timtin("search", "--help").stdout
