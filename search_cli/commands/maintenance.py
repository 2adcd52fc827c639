"""`timtin delete`, `verify`, `backup`, `restore` and `compact`: maintenance of an index."""

from __future__ import annotations

from pathlib import Path

import click

from ... import indexer
from ..options import decoded, index_folder, index_option, json_option, open_folder
from ..output.streams import fail, print_json, say
from ..shell_completion import complete_folder, complete_id


@click.command(short_help="Delete articles by id.")
@click.argument("ids", nargs=-1, required=True, metavar="ID…", shell_complete=complete_id)
@click.option("--block", is_flag=True, help="Also keep these ids from being indexed again.")
@index_option
@json_option
def delete(*, ids: tuple[str, ...], block: bool, folder: str | None, as_json: bool) -> int:
    """Delete articles by id."""
    requested = list(dict.fromkeys(map(decoded, ids)))
    with open_folder(folder) as index:  # a missing index is an error here, and must not be created
        index.count()
    with indexer.create_index(index_folder(folder)) as writer:
        unknown = [id for id in requested if not writer.delete([id], block=block)]
        articles = writer.articles
    deleted = len(requested) - len(unknown)
    for id in unknown:
        say(f"no article has the id {id}" + (" (the id is blocked)" if block else ""))
    if as_json:
        print_json(
            {"deleted": deleted, "unknown": unknown, "blocked": requested if block else [], "articles": articles}
        )
    elif deleted or block:
        click.echo(f"Đã xóa {deleted} bài, còn {articles}.")
    if not deleted and not block:
        fail("nothing was deleted")
        return 1
    return 0


@click.command(short_help="Read the whole index and report damage.")
@index_option
@json_option
def verify(*, folder: str | None, as_json: bool) -> int:
    """Read everything in an index once and report damage; for a backup, check the checksums as well."""
    from ...analyzers import fingerprint  # noqa: PLC0415 - lazy: `timtin --help` needs no engine
    from ...store import backup as backups  # noqa: PLC0415 - lazy: see above
    from ...store.index_folder import open_store  # noqa: PLC0415 - lazy: see above
    from ...store.verify import verify as check_index  # noqa: PLC0415 - lazy: see above

    path = Path(index_folder(folder))
    if backups.is_backup(path):
        backups.check_backup(path)
    report = check_index(open_store(path, fingerprint=fingerprint()))
    for problem in report.problems:
        say(problem)
    if as_json:
        print_json(report.to_dict())
    if report.problems:
        fail(f"the index in {path} is damaged; restore a backup, or rebuild it with timtin index … --rebuild")
        return 3
    if not as_json:
        click.echo(f"Chỉ mục lành lặn: {report.articles} bài.")
    return 0


@click.command(short_help="Copy the index with checksums while it is served.")
@click.argument("dest", metavar="DEST", shell_complete=complete_folder)
@click.option("--force", is_flag=True, help="Replace an existing backup.")
@index_option
@json_option
def backup(*, dest: str, force: bool, folder: str | None, as_json: bool) -> None:
    """Copy the index into a separate folder, with checksums. Readers keep serving; writers wait."""
    from ...store import backup as backups  # noqa: PLC0415 - lazy: `timtin --help` needs no engine

    target = Path(decoded(dest))
    copy = backups.back_up(Path(index_folder(folder)), target, replacing=force)
    if as_json:
        print_json({"backup": str(target), "files": len(copy.files), "bytes": copy.bytes})
    else:
        click.echo(f"Đã sao lưu {len(copy.files)} tệp ({copy.bytes:,} byte) vào {target}.")


@click.command(short_help="Restore the index from a backup.")
@click.argument("src", metavar="SRC", shell_complete=complete_folder)
@click.option("--force", is_flag=True, help="Replace an existing index.")
@index_option
@json_option
def restore(*, src: str, force: bool, folder: str | None, as_json: bool) -> None:
    """Restore an index from a backup after verifying every checksum. Running servers switch to it by themselves."""
    from ...analyzers import fingerprint  # noqa: PLC0415 - lazy: `timtin --help` needs no engine
    from ...store import backup as backups  # noqa: PLC0415 - lazy: see above

    source, target = Path(decoded(src)), Path(index_folder(folder))
    copy = backups.restore(source, target, fingerprint=fingerprint(), replacing=force)
    if as_json:
        print_json({"index": str(target), "made": copy.made, "files": len(copy.files), "bytes": copy.bytes})
    else:
        click.echo(f"Đã khôi phục {target} từ bản sao lưu ngày {copy.made}.")


@click.command(short_help="Rewrite the index without deleted articles.")
@index_option
@json_option
def compact(*, folder: str | None, as_json: bool) -> None:
    """Rewrite the index from its stored articles, freeing the space of deleted ones. Readers keep serving."""
    from ...indexer.compact import compact as rewrite  # noqa: PLC0415 - lazy: `timtin --help` needs no engine

    result = rewrite(index_folder(folder))
    if as_json:
        print_json(result.to_dict())
    else:
        click.echo(f"Đã ghi lại {result.articles} bài: từ {result.before:,} còn {result.after:,} byte.")
