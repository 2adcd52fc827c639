"""Shell completion: `timtin completion SHELL`, and completers for option values, some of them from the index."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

import click
from click.shell_completion import BashComplete, CompletionItem, add_completion_class, get_completion_class

from ..model import settings

if TYPE_CHECKING:
    from ..model import FacetValue
    from ..searcher import Index

SHELLS = ("bash", "zsh", "fish")
VARIABLE = "_TIMTIN_COMPLETE"
"""The environment variable by which a shell requests completions; click derives it from the program name."""

MAX_VALUES = 200
"""Maximum number of values offered."""

RECENT_IDS = 50
"""How many of the newest articles have their ids offered."""

Completer = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]


class Bash(BashComplete):
    """Bash completion for values with `=` and white space, such as `--filter place=Tây Ninh`.

    Bash splits words at `=` and inserts completions without quoting. This script joins the words again before it
    calls the program, then cuts each completion at the last `=` and quotes it.
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


@click.command(short_help="Print the shell completion script.")
@click.argument("shell", type=click.Choice(SHELLS))
def completion(*, shell: str) -> None:
    """Print the completion script of a shell, for its start-up file: eval "$(timtin completion bash)".

    For fish: timtin completion fish | source. Completes commands, options, filters and values of the index.
    """
    root = click.get_current_context().find_root()
    complete_class = get_completion_class(shell)
    assert complete_class is not None  # noqa: S101 - for the type checker: these three are click's own
    script = complete_class(root.command, {}, root.info_name or "timtin", VARIABLE)
    click.echo(script.source_template % script.source_vars())


def complete_filter(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete `FIELD=`, then the values in the index, which may be typed without diacritics."""
    from ..search_web.http.request import FACETS, FILTERS  # noqa: PLC0415 - lazy: for shell completion alone

    name, equals, typed = incomplete.partition("=")
    if not equals:
        return [CompletionItem(f"{field}=") for field in FILTERS if field.startswith(name)]
    if name not in FACETS:
        return []
    typed = typed.lstrip("\"'")

    def values(index: Index) -> Iterable[CompletionItem]:
        facet = index.search("", facets=[name], limit=1).facets.get(name, ())
        return (CompletionItem(f"{name}={each.value}", help=str(each.count)) for each in _with_prefix(typed, facet))

    return _from_index(ctx, values)


def complete_facets(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete the next facet of a comma-separated list."""
    from ..search_web.http.request import FACETS  # noqa: PLC0415 - lazy: see complete_filter

    before, comma, name = incomplete.rpartition(",")
    taken = before.split(",")
    return [CompletionItem(f"{before}{comma}{each}") for each in FACETS if each.startswith(name) and each not in taken]


def complete_id(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete the ids of the newest articles, with their titles as help."""

    def ids(index: Index) -> Iterable[CompletionItem]:
        hits = index.search("", sort="newest", facets=[], limit=RECENT_IDS).hits
        return (CompletionItem(hit.id, help=hit.title) for hit in hits if hit.id.startswith(incomplete))

    return _from_index(ctx, ids)


def complete_engine(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete the names of the engines."""
    from ..engines.registry import ENGINES  # noqa: PLC0415 - lazy: see complete_filter

    return [CompletionItem(name) for name in ENGINES if name.startswith(incomplete)]


def complete_folder(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Let the shell complete a folder."""
    return [CompletionItem(incomplete, type="dir")]


def complete_file(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Let the shell complete a file."""
    return [CompletionItem(incomplete, type="file")]


def _with_prefix(typed: str, values: Iterable[FacetValue]) -> Iterator[FacetValue]:
    """Yield the facet values, children included, that start with the typed text, ignoring diacritics and case."""
    from ..analyzers.normalization.folding import fold  # noqa: PLC0415 - lazy: see complete_filter

    prefix = fold(typed).casefold()
    for value in values:
        if fold(value.value).casefold().startswith(prefix):
            yield value
        yield from _with_prefix(typed, value.children)


def _from_index(ctx: click.Context, items_of: Callable[[Index], Iterable[CompletionItem]]) -> list[CompletionItem]:
    """Return at most `MAX_VALUES` items from the index; none if it cannot be opened, since a shell shows no errors."""
    from ..searcher import open_index  # noqa: PLC0415 - lazy: see complete_filter

    folder = ctx.params.get("folder") or ctx.find_root().params.get("folder") or settings.text("index")
    try:
        with open_index(folder) as index:
            return [item for item, _ in zip(items_of(index), range(MAX_VALUES), strict=False)]
    except Exception:  # noqa: BLE001 - the command itself reports the error when it is run
        return []
