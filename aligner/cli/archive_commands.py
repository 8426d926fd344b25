"""The commands that fill an archive of sets, and search it: `sets`, `batch`, `corpus` and `search`."""

from __future__ import annotations

import sys
import time
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from aligner.archive.query import DATE, Query, need_extra
from aligner.cli import options
from aligner.cli.command_frame import ProgressLine, known_encoding, print_json, print_lines, print_text
from aligner.cli.terminal_style import clean
from aligner.formats.bitext import Parallel
from aligner.formats.registry import extensions
from aligner.values import ArchiveError, Comparison, Message

if TYPE_CHECKING:
    from aligner.archive.batch import Status, Summary
    from aligner.archive.search import Hit, Results
    from aligner.archive.set_finding import UnsortedFolder


_SHOWN: Final = 10


_sets = options.of_command("sets")


@click.command("sets", short_help="Which documents of an unsorted folder belong together.")
@click.argument("folder", type=options.FILE)
@_sets("-o", "--output", type=options.FILE, metavar="FILE")
@_sets("--encoding")
@_sets("--model", metavar="NAME")
@_sets("--no-cache", is_flag=True, callback=options.forbid_traces)
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
        progress=line,
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


INCOMPLETE: Final = 3
"""Exit code if some sets failed."""

_UNITS: Final = {"k": 10, "m": 20, "g": 30, "t": 40}


def _bytes(context: click.Context, option: click.Parameter, value: str) -> int:
    """Parse a size such as `800M` or `4G`."""
    text = value.strip().lower().removesuffix("b").removesuffix("i")
    number, unit = (text[:-1], text[-1]) if text[-1:] in _UNITS else (text, "")
    try:
        size = int(float(number) * (1 << _UNITS.get(unit, 0)))
    except ValueError:
        size = 0
    if size <= 0:
        raise click.BadParameter(f"{value!r} is no size such as 800M or 4G", context, option)
    return size


_batch = options.of_command("batch")


@click.command("batch", short_help="Process a whole archive of sets into Parquet tables.")
@click.argument("source", required=False, metavar="[SOURCE]")
@_batch("--out", metavar="FOLDER")
@_batch("--pattern", metavar="PATTERN")
@_batch("--workers", type=click.IntRange(1), default=1, show_default=True)
@_batch("--scheduler", metavar="ADDRESS")
@_batch("--format", "formats", multiple=True, type=click.Choice(extensions(Comparison)), metavar="EXTENSION")
@_batch("--check", "checks", multiple=True, metavar="ID")
@_batch("--skip", multiple=True, metavar="ID")
@_batch(
    "--set-timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=600.0,
    show_default=True,
    metavar="SECONDS",
)
@_batch("--memory", default="4G", show_default=True, callback=_bytes, metavar="SIZE")
@_batch("--retry-failed", is_flag=True)
@_batch("--status", metavar="FOLDER")
@_batch("--json", "as_json", is_flag=True)
@_batch("--model", metavar="NAME")
@options.settings_options(model=False, pages=False)
def batch_command(source: str | None, out: str | None, status: str | None, **choices: Any) -> None:
    """Process every set of SOURCE into the Parquet tables of an archive.

    SOURCE is a folder of sets with manifests, a folder with --pattern, or a table (.csv, .jsonl,
    .parquet) with the columns set, language, version and path. Folders may be URLs that fsspec
    opens, such as s3://bucket/sets. Finished sets are not processed again; after an interruption
    the same command continues.

    \b
        aligner batch sets/ --out archive/ --workers 2
        aligner batch texts/ --pattern '{set}/{version}.{language}.{ext}' --out archive/
        aligner batch sets.csv --out s3://bucket/archive --scheduler tcp://10.0.0.5:8786
        aligner batch --status archive/
    """
    need_extra()
    if status is not None:
        from aligner.archive.batch import status_of

        state = status_of(status)
        _print(state, _status_lines(state), as_json=choices["as_json"])
        return
    if source is None or out is None:
        raise click.UsageError("give a SOURCE and --out FOLDER, or --status FOLDER")
    summary = _run(source, out, choices)
    rounded = replace(summary, seconds=round(summary.seconds, 1))
    _print(rounded, _summary_lines(summary, out), as_json=choices["as_json"])
    if summary.failed:
        click.get_current_context().exit(INCOMPLETE)


def _run(source: str, out: str, choices: dict[str, Any]) -> Summary:
    from aligner.archive.batch import Limits, run_batch
    from aligner.archive.one_set import Options
    from aligner.archive.sources import find_sets
    from aligner.checks import choose
    from aligner.encoders import DEFAULT
    from aligner.pipeline.run import Unit

    options = Options(
        unit=Unit(choices["unit"]),
        model=choices["model"] or DEFAULT,
        encoding=known_encoding(choices["encoding"]),
        checks=choices["checks"],
        skip=choices["skip"],
        formats=choices["formats"],
    )
    choose(options.checks, options.skip)  # refuse an unknown check before anything is done
    line = ProgressLine()
    progress = _Progress(line)
    try:
        return run_batch(
            find_sets(source, choices["pattern"]),
            out,
            options,
            workers=choices["workers"],
            scheduler=choices["scheduler"],
            limits=Limits(choices["set_timeout"], choices["memory"]),
            retry_failed=choices["retry_failed"],
            progress=progress if line.active else None,
            connected=lambda address: click.echo(f"aligner: note: Dask's dashboard: {address}", err=True),
        )
    except KeyboardInterrupt:
        line.clear()
        click.echo("aligner: note: finished sets are kept; run the same command to continue", err=True)
        raise
    finally:
        line.clear()


class _Progress:
    """Shows how many sets have been processed, and about how long the others will take."""

    def __init__(self, line: ProgressLine) -> None:
        self._line, self._began = line, time.monotonic()

    def __call__(self, summary: Summary) -> None:
        worked = summary.done + len(summary.failed)
        pace = (time.monotonic() - self._began) / worked if worked else 0.0
        left = _duration(pace * (summary.sets - summary.settled))
        self._line(f"sets, {left} left:" if worked else "sets:", summary.settled, summary.sets)


def _duration(seconds: float) -> str:
    """Return a duration in a suitable unit.

    >>> _duration(42), _duration(600), _duration(90000)
    ('42 s', '10 min', '25.0 h')
    """
    if seconds < 100:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 6000 else f"{seconds / 3600:.1f} h"


def _summary_lines(summary: Summary, out: str) -> list[str]:
    lines = [
        f"{summary.sets} sets: {summary.done} done, {summary.unchanged} unchanged, "
        f"{len(summary.failed)} failed, in {_duration(summary.seconds)}; {out}"
    ]
    if summary.files_left_out:
        lines.append(f"{summary.files_left_out} files do not fit the pattern")
    failed = sorted(summary.failed.items())
    lines += [f"  {name}: {message}" for name, message in failed[:_SHOWN]]
    if len(failed) > _SHOWN:
        lines.append(f"  and {len(failed) - _SHOWN} more; see failures/")
    return lines


def _status_lines(status: Status) -> list[str]:
    lines = [f"{table}: {count}" for table, count in status.tables.items() if table != "timings"]
    lines.append(f"size of the tables: {status.bytes / (1 << 20):.1f} MiB")
    if status.staged:
        lines.append(
            f"{status.staged} finished sets wait for their shard; run the batch again to complete it"
        )
    lines += [f"  {count} × {reason}" for reason, count in status.failures.items()]
    if status.seconds:
        spent = ", ".join(f"{stage} {seconds:.1f}" for stage, seconds in status.seconds.items())
        lines.append(f"seconds by stage: {spent}")
    return lines


def _print(result: Status | Summary, lines: list[str], *, as_json: bool) -> None:
    """Print a result as JSON, or the lines that say it."""
    if as_json:
        print_json(asdict(result))
    else:
        print_lines(lines)


_corpus = options.of_command("corpus")


@click.group("corpus", short_help="Import public corpora into an archive.")
def corpus_command() -> None:
    """Import corpora that others aligned, such as the United Nations Parallel Corpus and OPUS."""


@corpus_command.command("import", short_help="Import a downloaded corpus.")
@click.argument("source", type=options.FILE)
@_corpus("--out", required=True, metavar="FOLDER")
def import_command(source: Path, out: str) -> None:
    """Import SOURCE into an archive, for `aligner search`.

    SOURCE is what the names of loose text files begin with (UNv1.0.6way for UNv1.0.6way.en,
    UNv1.0.6way.fr … and UNv1.0.6way.ids), a .tmx, a Moses .zip, an alignment in XCES with its
    texts beside it, or a folder of such files.

    \b
        aligner corpus import download/UNv1.0.6way --out archive/
        aligner search archive/ "sustainable development" --in zh
    """
    need_extra()
    from aligner.archive.corpora import import_corpus

    new, old = import_corpus(source, out)
    print_lines([f"documents imported: {new}; there before: {old}; {out}"])


_BOLD: Final = ("\x1b[1m", "\x1b[0m")
_BRACES: Final = ("{", "}")


def _read_date(context: click.Context, option: click.Parameter, value: str) -> str:
    """Accept a year, a month or a day."""
    if value and not DATE.fullmatch(value):
        raise click.BadParameter(f"{value!r} is no date such as 2015, 2015-06 or 2015-06-30", context, option)
    return value


_search = options.of_command("search")


@click.command("search", short_help="How a wording was rendered before, in an archive.")
@click.argument("folder", metavar="FOLDER")
@click.argument("words", metavar="WORDS")
@_search("--lang", "language", **options.LANGUAGE)
@_search("--in", "beside", multiple=True, metavar="LANG")
@_search("--meaning", is_flag=True)
@_search("--light", is_flag=True)
@_search("--sets", default="*", metavar="PATTERN")
@_search("--since", default="", metavar="DATE", callback=_read_date)
@_search("--until", default="", metavar="DATE", callback=_read_date)
@_search("--limit", type=click.IntRange(1, 10_000), default=20, show_default=True)
@_search("--model", metavar="NAME")
@_search("--json", "as_json", is_flag=True)
@_search("-o", "--output", type=options.FILE, metavar="FILE", known=", ".join(extensions(Parallel)))
def search_command(
    folder: str,
    words: str,
    meaning: bool,
    light: bool,
    model: str | None,
    as_json: bool,
    output: Path | None,
    **wanted: Any,
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
    query = Query(words, **wanted)
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

    with options.as_wrong_usage():
        is_inside = output.resolve().is_relative_to(Path(archive).resolve())
        check_destination(output, Parallel, [output] if is_inside else ())


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
