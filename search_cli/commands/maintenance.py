"""`timtin verify`, `compact`, `backup`, `restore`: whether an index is sound, less of it, a copy, and the way back."""

from __future__ import annotations

from pathlib import Path

import click

from ..options import chosen_folder, index_option, json_option, readable
from ..output.streams import fail, print_json, say
from .shell_completion import complete_folder


@click.command()
@index_option
@json_option
def verify(*, folder: str | None, as_json: bool) -> int:
    """Read everything in the index once and tell what is wrong; of a backup, hold the checksums too."""
    from ...analyzers import fingerprint  # noqa: PLC0415 - `timtin --help` needs no engine
    from ...store import backup as room  # noqa: PLC0415
    from ...store.index_folder import open_store  # noqa: PLC0415
    from ...store.verify import verify as look  # noqa: PLC0415

    chosen = Path(chosen_folder(folder))
    if room.is_backup(chosen):
        room.check(chosen)
    found = look(open_store(chosen, fingerprint=fingerprint()))
    for problem in found.problems:
        say(problem)
    if as_json:
        print_json(found.to_dict())
    if found.problems:
        fail(f"the index in {chosen} is damaged; restore a backup, or build it anew with timtin index … --rebuild")
        return 3
    if not as_json:
        click.echo(f"Chỉ mục lành lặn: {found.articles} bài.")
    return 0


@click.command()
@click.argument("dest", metavar="DEST", shell_complete=complete_folder)
@click.option("--force", is_flag=True, help="Replace a backup that is there.")
@index_option
@json_option
def backup(*, dest: str, force: bool, folder: str | None, as_json: bool) -> None:
    """Copy the index into a folder of its own, with checksums, while readers serve; writers wait."""
    from ...store import backup as room  # noqa: PLC0415 - `timtin --help` needs no engine

    target = Path(readable(dest))
    made = room.back_up(Path(chosen_folder(folder)), target, replacing=force)
    if as_json:
        print_json({"backup": str(target), "files": len(made.files), "bytes": made.bytes})
    else:
        click.echo(f"Đã sao lưu {len(made.files)} tệp ({made.bytes:,} byte) vào {target}.")


@click.command()
@click.argument("src", metavar="SRC", shell_complete=complete_folder)
@click.option("--force", is_flag=True, help="Replace an index that is there.")
@index_option
@json_option
def restore(*, src: str, force: bool, folder: str | None, as_json: bool) -> None:
    """Make a backup the index again, once every checksum is right; servers go over to it by themselves."""
    from ...analyzers import fingerprint  # noqa: PLC0415 - `timtin --help` needs no engine
    from ...store import backup as room  # noqa: PLC0415

    source, target = Path(readable(src)), Path(chosen_folder(folder))
    made = room.restore(source, target, fingerprint=fingerprint(), replacing=force)
    if as_json:
        print_json({"index": str(target), "made": made.made, "files": len(made.files), "bytes": made.bytes})
    else:
        click.echo(f"Đã khôi phục {target} từ bản sao lưu ngày {made.made}.")


@click.command()
@index_option
@json_option
def compact(*, folder: str | None, as_json: bool) -> None:
    """Write the index anew from itself, without what deleted and replaced articles left behind, while readers serve."""
    from ...indexer.compact import compact as write_anew  # noqa: PLC0415 - `timtin --help` needs no engine

    done = write_anew(chosen_folder(folder))
    if as_json:
        print_json(done.to_dict())
    else:
        click.echo(f"Đã ghi lại {done.articles} bài: từ {done.before:,} còn {done.after:,} byte.")
