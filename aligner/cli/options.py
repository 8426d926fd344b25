"""Command-line options and the parsing of their values."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from aligner import languages
from aligner.cli.terminal_style import note
from aligner.formats.bitext import Parallel, select
from aligner.formats.registry import BYTE_ORDER_MARK, WORDED, extensions, listed
from aligner.values import DocumentKey, InputError, LanguageError, Message, data_files, disk_traces

if TYPE_CHECKING:
    from aligner.formats.writing import Result
    from aligner.readers.document_set import Entry


F = TypeVar("F", bound=Callable[..., Any])

FILE: Final = click.Path(path_type=Path)
"""A file to read. Readers check that it exists, so that the exit code is 1, not 2."""

_MOMENT: Final = re.compile(r"[12]\d{3}-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-5]\dZ")
"""A date and time in UTC as Word files have them: 2025-05-19T12:00:00Z."""

_DOC: Final = re.compile(r"([^@=]+)@([^=]+)=(.+)", re.DOTALL)


def read_language(context: click.Context, option: click.Parameter, value: str | None) -> str | None:
    """Return the bare code of a language: `en` for `en-GB`."""
    return None if value is None else _code(value, context, option)


def _code(name: str, context: click.Context, option: click.Parameter, said: str = "") -> str:
    """Return the code of a language; if it is unknown, the error begins with what was `said`."""
    try:
        return languages.get(name).code
    except LanguageError as error:
        raise click.BadParameter(f"{said}{error}", context, option) from error


@contextmanager
def as_wrong_usage() -> Iterator[None]:
    """Report an error as a wrong use of the command: what was given cannot be right."""
    try:
        yield
    except InputError as error:
        raise click.UsageError(str(error)) from error


def forbid_traces(context: click.Context, _: click.Parameter, chosen: bool) -> bool:
    """Write nothing to disk unasked for the duration of a command that was called with `--no-cache`."""
    if chosen:
        context.with_resource(disk_traces.forbid())
    return chosen


def _read_documents(
    context: click.Context, option: click.Parameter, values: tuple[str, ...]
) -> tuple[Entry, ...]:
    """Parse documents named as `LANG@VERSION=FILE`; the file name may contain `=` and colons.

    `LANG@OLD..NEW=FILE` names the two drafts in a file with tracked changes.
    """
    return tuple(entry for value in values for entry in _entries(value, context, option))


def _entries(value: str, context: click.Context, option: click.Parameter) -> Iterator[Entry]:
    from aligner.readers.document_set import Entry

    match = _DOC.fullmatch(value)
    if match is None or not match[2].strip():
        raise click.BadParameter(
            f"{value!r} is not LANG@VERSION=FILE, such as zh@rev1=new.pdf", context, option
        )
    language = _code(match[1], context, option, f"{value!r}: ")
    old, between, new = (part.strip() for part in match[2].partition(".."))
    if between and not (old and new):
        raise click.BadParameter(f"{value!r} is not LANG@OLD..NEW=FILE", context, option)
    if between:
        yield Entry(Path(match[3]), DocumentKey(language, old), rejected=True)
    yield Entry(Path(match[3]), DocumentKey(language, new or old))


def of_command(command: str) -> Callable[..., Callable[[F], F]]:
    """Return what makes the options of a command, with their help from `data/options.toml`.

    It takes the names and settings of `click.option`, and the extensions `known` that a help names.
    """

    def option(*names: str, known: str = "", **settings: Any) -> Callable[[F], F]:
        flag = next(name for name in names if name.startswith("--")).removeprefix("--")
        texts = data_files.tables("options.toml")
        text = texts.get(command, {}).get(flag) or texts["shared"][flag]
        return click.option(*names, help=text.replace("{known}", known), **settings)

    return option


LANGUAGE: Final[Mapping[str, Any]] = {"metavar": "LANG", "callback": read_language}
"""The settings of an option that takes one of the document languages."""

option = of_command("shared")


def combined(*options: Callable[[Any], Any]) -> Callable[[F], F]:
    """Return a decorator that adds several options, in this order."""

    def decorate(function: F) -> F:
        for option in reversed(options):
            function = option(function)
        return function

    return decorate


stamp_options: Final = combined(option("--author"), option("--date"))
"""Who made the tracked changes of a Word file and when; `stamp_of` reads them."""


def stamp_of(choices: Mapping[str, Any]) -> dict[str, str]:
    """Return author and date for a Word file with tracked changes; refuse them for other files."""
    output, date = choices["output"], choices["date"]
    given = {name: choices[name] for name in ("author", "date") if choices[name]}
    if given and (output is None or output.suffix.lower() != ".docx"):
        raise click.UsageError(f"--{' and --'.join(given)} can be said in a .docx only: -o FILE.docx")
    if date and not _is_moment(date):
        raise click.UsageError(f"--date {date!r} is not a moment such as 2025-05-19T12:00:00Z")
    return given


def _is_moment(date: str) -> bool:
    try:
        datetime.fromisoformat(date)
    except ValueError:
        return False
    return _MOMENT.fullmatch(date) is not None


set_options: Final = combined(
    click.argument("paths", nargs=-1, type=FILE, metavar="[SET | FILE FILE ...]"),
    option("--doc", "documents", multiple=True, metavar="LANG@VERSION=FILE", callback=_read_documents),
    option("--pivot", **LANGUAGE),
)
"""The options for a command on a whole set: its folder, its files, or documents one by one."""


def languages_of_pages(context: click.Context, option: click.Parameter, given: str | None) -> tuple[str, ...]:
    """Return the codes of the languages in the value of `--recognise`.

    Raises:
        click.BadParameter: if one is none of the languages known.
    """
    return tuple(_code(code, context, option) for code in given.split("+")) if given else ()


def settings_options(*, model: bool, pages: bool = True) -> Callable[[F], F]:
    """Add the processing options; those of the model, and of scanned pages, only if the command uses them."""
    units = click.Choice(["paragraph", "sentence", "line"])
    found = [option("--unit", type=units, default="paragraph", show_default=True), option("--encoding")]
    if pages:
        found.append(option("--recognise", metavar="LANG[+LANG]", callback=languages_of_pages))
    if model:
        found.append(option("--model", metavar="NAME"))
        found.append(option("--no-cache", is_flag=True, callback=forbid_traces))
    return combined(*found)


_BOM: Final = b"\xef\xbb\xbf"


exchange_options: Final = combined(
    option("--min-score", type=click.FloatRange(0, 1)),
    option("--only-confirmed", is_flag=True),
    option("--bom", is_flag=True, known=listed(BYTE_ORDER_MARK)),
)
"""The options for translation memories and spreadsheets."""


def result_options(kind: type, *besides: str, model: bool, exchange: bool = False) -> Callable[[F], F]:
    """Return the options of a command that delivers a result, for the decorated command.

    Args:
        kind: the class of the result.
        besides: extensions of files, other than a format's, that hold it.
        model: whether the command encodes texts.
        exchange: whether it offers those for translation memories and spreadsheets.
    """
    known = ", ".join([*extensions(kind), *besides])
    return combined(
        settings_options(model=model),
        *([exchange_options] if exchange else []),
        option("--interface", **LANGUAGE, known=", ".join(WORDED)),
        option("-o", "--output", type=FILE, metavar="FILE", known=known),
        option("--json", "as_json", is_flag=True),
    )


def check_choices(choices: Mapping[str, Any]) -> None:
    """Refuse options that do not apply to the requested file; the terminal and a summary are worded.

    Raises:
        click.UsageError: names the option and the files it applies to.
    """
    output: Path | None = choices.get("output")
    suffix = output.suffix.lower() if output is not None else ""
    units = extensions(Parallel)
    asked = (("min_score", units), ("only_confirmed", units), ("bom", BYTE_ORDER_MARK), ("interface", WORDED))
    shown = choices.get("summary") is not None or (output is None and not choices.get("as_json"))
    for name, known in asked:
        if name == "interface" and shown:
            continue
        if choices.get(name) not in (None, False) and suffix not in known:
            raise click.UsageError(f"--{name.replace('_', '-')} is for {', '.join(known)}: -o FILE{known[0]}")


def exported(choices: Mapping[str, Any], result: Result | Parallel, extension: str, **options: str) -> bytes:
    """Write a result by `aligner.formats.writing.export`, with the chosen options."""
    from aligner.formats.writing import as_parallel, export

    if extension.lower() == ".json":  # printed beside the file, and always complete
        return export(result, extension, **options)
    least, only = choices.get("min_score"), bool(choices.get("only_confirmed"))
    if least is not None or only:
        whole = as_parallel(result)
        result = select(whole, least=least or 0.0, only_confirmed=only)
        if not result.units:
            count = len(whole.units)
            confirmed = Message("commands.none_confirmed", number=count)
            scored = Message("commands.none_scores", number=count, score=str(least))
            note(confirmed if only else scored)
    chosen = choices.get("interface")
    worded = {"interface": chosen} if chosen and extension.lower() in WORDED else {}
    data = export(result, extension, **options, **worded)
    return _BOM + data if choices.get("bom") and extension.lower() in BYTE_ORDER_MARK else data
