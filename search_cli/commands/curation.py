"""`timtin curation check`: validate the curation files."""

from __future__ import annotations

import click

from ...model import NotFound, UsageError, settings
from ..options import index_option, json_option, open_folder
from ..output.streams import print_json, say


@click.command(short_help="Validate synonyms, best bets and stop phrases.")
@click.argument("what", type=click.Choice(["check"]), metavar="check")
@index_option
@json_option
def curation(*, what: str, folder: str | None, as_json: bool) -> int:
    """Validate the curation files: synonyms, best bets and stop phrases.

    Prints every invalid line, and every pinned id that is not in the index, with file and line number. The exit code
    is 1 if there are any.
    """
    from ...searcher.expansion.curation_files import check_folder, curation_folder  # noqa: PLC0415 - lazy: loads what `timtin --help` does not need

    with open_folder(folder) as index:
        path = curation_folder(index.folder)
        if settings.text("curation") and not path.is_dir():
            raise UsageError(f"TIMTIN_CURATION names {path}, which is not a folder.", field="curation")

        def exists(id: str) -> bool:
            try:
                index.article(id)
            except NotFound:
                return False
            return True

        report = check_folder(path, exists)
    counts = {"synonyms": len(report.synonyms), "best_bets": len(report.pinned), "stop_phrases": len(report.stops)}
    if as_json:
        problems = [{"file": each.file, "line": each.line, "problem": each.text} for each in report.problems]
        print_json({"folder": str(path), **counts, "problems": problems})
    else:
        for problem in report.problems:
            say(str(path / problem.file) + str(problem).removeprefix(problem.file))
        click.echo(f"{path}: {', '.join(f'{count} {name}' for name, count in counts.items())}")
    return 1 if report.problems else 0
