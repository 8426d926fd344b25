"""`aligner search`: how a wording was rendered before."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from aligner.archive.query import DATE, Query, need_extra
from aligner.cli.command_frame import print_json, print_text
from aligner.cli.options import FILE, LANGUAGE, of_command
from aligner.cli.terminal_style import clean
from aligner.formats.bitext import Parallel
from aligner.formats.registry import extensions
from aligner.values import ArchiveError, InputError, Message

if TYPE_CHECKING:
    from aligner.archive.search import Hit, Results

_BOLD: Final = ("\x1b[1m", "\x1b[0m")
_BRACES: Final = ("{", "}")


def _read_date(context: click.Context, option: click.Parameter, value: str) -> str:
    """Accept a year, a month or a day."""
    if value and not DATE.fullmatch(value):
        raise click.BadParameter(f"{value!r} is no date such as 2015, 2015-06 or 2015-06-30", context, option)
    return value


option = of_command("search")


@click.command("search", short_help="How a wording was rendered before, in an archive.")
@click.argument("folder", metavar="FOLDER")
@click.argument("words", metavar="WORDS")
@option("--lang", **LANGUAGE)
@option("--in", "beside", multiple=True, metavar="LANG")
@option("--meaning", is_flag=True)
@option("--light", is_flag=True)
@option("--sets", default="*", metavar="PATTERN")
@option("--since", default="", metavar="DATE", callback=_read_date)
@option("--until", default="", metavar="DATE", callback=_read_date)
@option("--limit", type=click.IntRange(1, 10_000), default=20, show_default=True)
@option("--model", metavar="NAME")
@option("--json", "as_json", is_flag=True)
@option("-o", "--output", type=FILE, metavar="FILE", known=", ".join(extensions(Parallel)))
def search_command(
    folder: str,
    words: str,
    lang: str | None,
    beside: tuple[str, ...],
    meaning: bool,
    light: bool,
    sets: str,
    since: str,
    until: str,
    limit: int,
    model: str | None,
    as_json: bool,
    output: Path | None,
) -> None:
    """Find WORDS in an archive that `aligner batch` made, with their counterparts in other languages.

    Words are found in any form: accents, case, width, Traditional or Simplified characters and
    inflection make no difference. Several words are found next to each other.

    \b
        aligner search archive/ 因事制宜 --lang zh --in fr
        aligner search archive/ "reports on the implementation" -o hits.tmx
        aligner search archive/ "countries should exchange data" --meaning --lang es
    """
    need_extra()
    from aligner.archive.search import OpenArchive, as_parallel, mark_counterparts
    from aligner.encoders import DEFAULT, load

    if meaning and light:
        raise click.UsageError("--light marks words, and --meaning finds none")
    if output is not None:
        _refuse_other_formats(output, folder)
    query = Query(words, lang, beside, sets, since, until, limit)
    with OpenArchive(folder) as archive:
        results = archive.meaning(query, load(model or DEFAULT)) if meaning else archive.words(query)
    if light:
        results = mark_counterparts(results, load(model or DEFAULT))
    if output is not None:
        _write(output, as_parallel(results))
    if as_json:
        print_json(asdict(results))
    elif output is None:
        print_text(_shown(results))


def _refuse_other_formats(output: Path, archive: str) -> None:
    """Refuse a file that is no bitext, or one of the archive's own."""
    from aligner.formats.writing import check_destination

    try:
        is_inside = output.resolve().is_relative_to(Path(archive).resolve())
        check_destination(output, Parallel, [output] if is_inside else ())
    except InputError as error:
        raise click.UsageError(str(error)) from error


def _write(output: Path, found: Parallel) -> None:
    from aligner.formats.writing import export, write_atomically

    if len(found.columns) < 2:
        raise ArchiveError(Message("archives.no_match"))
    write_atomically(output, export(found, output.suffix))


def _shown(results: Results) -> str:
    marks = _BOLD if sys.stdout.isatty() else _BRACES
    blocks = [_block(hit, marks) for hit in results.hits]
    shown = f", {len(results.hits)} shown" if len(results.hits) < results.total else ""
    return "\n".join([*blocks, f"{results.total} found{shown}\n"])


def _block(hit: Hit, marks: tuple[str, str]) -> str:
    place = f", {hit.found.text.place}" if hit.found.text.place else ""
    close = f" ({hit.similarity:.2f})" if hit.similarity is not None else ""
    lines = [clean(f"{hit.found.text.set}{place}{close}")]
    for each in (hit.found, *hit.counterparts):
        lines.append(f"  {each.text.language}  {each.written(clean, *marks)}".replace("\n", " "))
    return "\n".join(lines) + "\n"
