"""`aligner sets`: find which documents of a folder belong together."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from aligner.archive.query import need_extra
from aligner.cli.command_frame import ProgressLine, known_encoding, print_lines
from aligner.cli.options import FILE, forbid_traces, of_command

if TYPE_CHECKING:
    from aligner.archive.set_finding import UnsortedFolder

_SHOWN: Final = 10


option = of_command("sets")


@click.command("sets", short_help="Which documents of an unsorted folder belong together.")
@click.argument("folder", type=FILE)
@option("-o", "--output", type=FILE, metavar="FILE")
@option("--encoding")
@option("--model", metavar="NAME")
@option("--no-cache", is_flag=True, callback=forbid_traces)
def sets_command(folder: Path, output: Path | None, **choices: Any) -> None:
    """Find the sets in FOLDER: the same document in other languages, and its drafts in their order.

    Symbols decide first, then the text of the documents; file names do not matter. Check the table: if
    no symbol, year or version number distinguishes two drafts, the longer is taken for the later.
    Documents of a series, such as orders in one case, are no drafts of one another. Of documents with
    the same text only one is in the table.

    \b
        aligner sets folder/ -o sets.csv && aligner batch sets.csv --out archive/
    """
    need_extra()
    from aligner.archive.set_finding import read_unsorted
    from aligner.encoders import DEFAULT
    from aligner.formats.writing import check_place, write_atomically
    from aligner.pipeline.run import Settings

    if output is not None and output.suffix.lower() != ".csv":
        raise click.UsageError("the table is a .csv: -o sets.csv")
    if output is not None:
        check_place(output, ())
    line = ProgressLine()
    settings = Settings(
        model=choices["model"] or DEFAULT,
        cache=not choices["no_cache"],
        encoding=known_encoding(choices["encoding"]),
        progress=line if line.active else None,
    )
    try:
        unsorted = read_unsorted(folder, settings)
    finally:
        line.clear()
    if output is not None:
        write_atomically(output, unsorted.table(output.parent))
    print_lines(_summary(unsorted) if output is not None else _listing(unsorted) + _summary(unsorted))


def _listing(unsorted: UnsortedFolder) -> list[str]:
    lines = []
    for group in unsorted.sets:
        lines.append(group.name)
        lines += [f"  {version}  {facts.language}  {facts.path}" for version, facts in group.documents]
        lines += [f"  copy  {facts.language}  {facts.path}" for facts in group.copies]
    return lines


def _summary(unsorted: UnsortedFolder) -> list[str]:
    count = sum(len(found.documents) for found in unsorted.sets)
    lines = [
        f"sets: {len(unsorted.sets)}, of {count} documents; documents in no set: {len(unsorted.alone)}; "
        f"unreadable: {len(unsorted.unreadable)}"
    ]
    lines += [f"  {path}" for path in unsorted.alone[:_SHOWN]]
    lines += [f"  {path}: {why}" for path, why in list(unsorted.unreadable.items())[:_SHOWN]]
    left = max(0, len(unsorted.alone) - _SHOWN) + max(0, len(unsorted.unreadable) - _SHOWN)
    return [*lines, *([f"  and {left} more"] if left else [])]
