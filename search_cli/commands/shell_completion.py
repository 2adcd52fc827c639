"""Completion in the shell: the script that switches it on, and what stands in an index to be completed with."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

import click
from click.shell_completion import BashComplete, CompletionItem, add_completion_class, get_completion_class

from ...model import settings

if TYPE_CHECKING:
    from ...model import FacetValue
    from ...searcher import Index

SHELLS = ("bash", "zsh", "fish")
VARIABLE = "_TIMTIN_COMPLETE"
"""The variable by which a shell asks: click's own name for a program called `timtin`."""

MOST = 200
"""Values offered at most."""

RECENT = 50
"""Articles whose ids are offered: the newest."""

Completer = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]


class Bash(BashComplete):
    """Bash as click serves it, for values with `=` and white space: `--filter place=Tây Ninh`.

    Bash takes `=` for the end of a word and inserts what it gets as it is; so words are put together again before
    the program sees them, and what comes back is cut at the last `=` and quoted.
    """

    source_template = r"""
%(complete_func)s() {
    local IFS=$'\n' word current type value response index=0
    local -a words=()
    for ((word = 0; word <= COMP_CWORD; word++)); do
        current=${COMP_WORDS[word]}
        if ((word > 1)) && [[ $current == '=' || ${COMP_WORDS[word - 1]} == '=' ]]; then
            words[index - 1]+=$current
        else
            words[index++]=$current
        fi
    done
    current=${COMP_WORDS[COMP_CWORD]}
    response=$(env COMP_WORDS="${words[*]}" COMP_CWORD=$((index - 1)) %(complete_var)s=bash_complete $1)
    for completion in $response; do
        IFS=',' read -r type value <<< "$completion"
        if [[ $type == 'dir' ]]; then
            COMPREPLY=()
            compopt -o dirnames
        elif [[ $type == 'file' ]]; then
            COMPREPLY=()
            compopt -o default
        elif [[ $type == 'plain' ]]; then
            if [[ ${words[index - 1]} == *=* ]]; then value=${value#*=}; fi
            if [[ $value == *= ]]; then compopt -o nospace
            elif [[ $current != [\"\']* ]]; then
                printf -v value '%%q' "$value"
                value=${value//\\,/,}
            fi
            COMPREPLY+=("$value")
        fi
    done
}

complete -o nosort -F %(complete_func)s %(prog_name)s
"""


add_completion_class(Bash)


@click.command()
@click.argument("shell", type=click.Choice(SHELLS))
def completion(*, shell: str) -> None:
    """Print what switches on completion in a shell, for its start file: eval "$(timtin completion bash)".

    Fish: timtin completion fish | source. Commands, options, filters and the values of an index are completed.
    """
    root = click.get_current_context().find_root()
    serving = get_completion_class(shell)
    assert serving is not None  # noqa: S101 - for the type checker: these three are click's own
    made = serving(root.command, {}, root.info_name or "timtin", VARIABLE)
    click.echo(made.source_template % made.source_vars())


def complete_filter(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """`FIELD=`, then the values that the index has; they may be typed without diacritics."""
    from ...search_web.http.request import FACETS, FILTERS  # noqa: PLC0415 - a shell asks for it, nobody else

    name, equals, typed = incomplete.partition("=")
    if not equals:
        return [CompletionItem(f"{field}=") for field in FILTERS if field.startswith(name)]
    if name not in FACETS:
        return []
    typed = typed.lstrip("\"'")

    def values(index: Index) -> Iterable[CompletionItem]:
        found = index.search("", facets=[name], limit=1).facets.get(name, ())
        return (CompletionItem(f"{name}={each.value}", help=str(each.count)) for each in _begun(typed, found))

    return _of_index(ctx, values)


def complete_facets(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The next facet of a list with commas."""
    from ...search_web.http.request import FACETS  # noqa: PLC0415 - see complete_filter

    before, comma, name = incomplete.rpartition(",")
    taken = before.split(",")
    return [CompletionItem(f"{before}{comma}{each}") for each in FACETS if each.startswith(name) and each not in taken]


def complete_id(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The ids of the newest articles, with their titles."""

    def ids(index: Index) -> Iterable[CompletionItem]:
        hits = index.search("", sort="newest", facets=[], limit=RECENT).hits
        return (CompletionItem(hit.id, help=hit.title) for hit in hits if hit.id.startswith(incomplete))

    return _of_index(ctx, ids)


def complete_engine(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The engines there are."""
    from ...engines.registry import ENGINES  # noqa: PLC0415 - see complete_filter

    return [CompletionItem(name) for name in ENGINES if name.startswith(incomplete)]


def complete_folder(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """A folder, by the shell's own means."""
    return [CompletionItem(incomplete, type="dir")]


def complete_file(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """A file, by the shell's own means."""
    return [CompletionItem(incomplete, type="file")]


def _begun(typed: str, values: Iterable[FacetValue]) -> Iterator[FacetValue]:
    """Values, and those below them, that begin as typed, with diacritics or without."""
    from ...analyzers.normalization.folding import fold  # noqa: PLC0415 - see complete_filter

    wanted = fold(typed).casefold()
    for value in values:
        if fold(value.value).casefold().startswith(wanted):
            yield value
        yield from _begun(typed, value.children)


def _of_index(ctx: click.Context, look: Callable[[Index], Iterable[CompletionItem]]) -> list[CompletionItem]:
    """What an index gives, at most `MOST`; nothing where there is none: a shell is no place for messages."""
    from ...searcher import open_index  # noqa: PLC0415 - see complete_filter

    folder = ctx.params.get("folder") or ctx.find_root().params.get("folder") or settings.text("index")
    try:
        with open_index(folder) as index:
            return [item for item, _ in zip(look(index), range(MOST), strict=False)]
    except Exception:  # noqa: BLE001 - whatever is wrong is told by the command itself, when it is run
        return []
