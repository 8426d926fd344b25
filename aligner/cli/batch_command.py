"""`aligner batch`: process a whole archive of document sets."""

from __future__ import annotations

import time
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any, Final

import click

from aligner.archive.query import need_extra
from aligner.cli.command_frame import ProgressLine, known_encoding, print_json, print_lines
from aligner.cli.options import of_command, settings_options
from aligner.formats.registry import extensions
from aligner.values import Comparison

if TYPE_CHECKING:
    from aligner.archive.batch import Status, Summary

INCOMPLETE: Final = 3
"""Exit code if some sets failed."""

_SHOWN: Final = 10
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


option = of_command("batch")


@click.command("batch", short_help="Process a whole archive of sets into Parquet tables.")
@click.argument("source", required=False, metavar="[SOURCE]")
@option("--out", metavar="FOLDER")
@option("--pattern", metavar="PATTERN")
@option("--workers", type=click.IntRange(1), default=1, show_default=True)
@option("--scheduler", metavar="ADDRESS")
@option("--format", "formats", multiple=True, type=click.Choice(extensions(Comparison)), metavar="EXTENSION")
@option("--check", "checks", multiple=True, metavar="ID")
@option("--skip", multiple=True, metavar="ID")
@option(
    "--set-timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=600.0,
    show_default=True,
    metavar="SECONDS",
)
@option("--memory", default="4G", show_default=True, callback=_bytes, metavar="SIZE")
@option("--retry-failed", is_flag=True)
@option("--status", metavar="FOLDER")
@option("--json", "as_json", is_flag=True)
@option("--model", metavar="NAME")
@settings_options(model=False, pages=False)
def batch_command(
    source: str | None,
    out: str | None,
    status: str | None,
    pattern: str | None,
    as_json: bool,
    **choices: Any,
) -> None:
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
        _print(state, _status_lines(state), as_json=as_json)
        return
    if source is None or out is None:
        raise click.UsageError("give a SOURCE and --out FOLDER, or --status FOLDER")
    summary = _run(source, out, pattern, choices)
    rounded = replace(summary, seconds=round(summary.seconds, 1))
    _print(rounded, _summary_lines(summary, out), as_json=as_json)
    if summary.failed:
        click.get_current_context().exit(INCOMPLETE)


def _run(source: str, out: str, pattern: str | None, choices: dict[str, Any]) -> Summary:
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
            find_sets(source, pattern),
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
