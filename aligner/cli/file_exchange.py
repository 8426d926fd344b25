"""Options shared by the commands that write files for other programs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from aligner.cli.options import LANGUAGE, combined, option
from aligner.cli.terminal_style import note
from aligner.formats.bitext import Parallel, select
from aligner.formats.format import listed
from aligner.formats.registry import BYTE_ORDER_MARK, WORDED, extensions
from aligner.values.message import Message

if TYPE_CHECKING:
    from aligner.formats.writing import Result

_BOM: Final = b"\xef\xbb\xbf"


exchange_options: Final = combined(
    option("--min-score", type=click.FloatRange(0, 1)),
    option("--only-confirmed", is_flag=True),
    option("--bom", is_flag=True, known=listed(BYTE_ORDER_MARK)),
)
"""The options for translation memories and spreadsheets."""

interface_option: Final = combined(option("--interface", **LANGUAGE, known=", ".join(WORDED)))
"""The option for the interface language of a page."""


def check_choices(
    output: Path | None, choices: Mapping[str, Any], *, as_json: bool = False, has_summary: bool = False
) -> None:
    """Refuse options that do not apply to the requested file.

    Args:
        output: the requested file; None for the terminal.
        choices: the options by name.
        as_json: whether JSON is printed.
        has_summary: whether a summary, which is in the language of the interface, is written too.

    Raises:
        click.UsageError: names the option and the files it applies to.
    """
    suffix = output.suffix.lower() if output is not None else ""
    units = extensions(Parallel)
    asked = (("min_score", units), ("only_confirmed", units), ("bom", BYTE_ORDER_MARK), ("interface", WORDED))
    shown = has_summary or (output is None and not as_json)
    for name, known in asked:
        if name == "interface" and shown:
            continue
        if choices.get(name) not in (None, False) and suffix not in known:
            raise click.UsageError(f"--{name.replace('_', '-')} is for {', '.join(known)}: -o FILE{known[0]}")


def exporting(choices: Mapping[str, Any]) -> Callable[..., bytes]:
    """Call `aligner.formats.writing.export` with the chosen options."""
    from aligner.formats.writing import as_parallel, export

    least, only = choices.get("min_score"), bool(choices.get("only_confirmed"))
    chosen = choices.get("interface")

    def write(result: Result | Parallel, extension: str, **options: str) -> bytes:
        if extension.lower() == ".json":  # printed beside the file, and always complete
            return export(result, extension, **options)
        if least is not None or only:
            whole = as_parallel(result)
            result = select(whole, least=least or 0.0, only_confirmed=only)
            if not result.units:
                count = len(whole.units)
                confirmed = Message("commands.none_confirmed", number=count)
                scored = Message("commands.none_scores", number=count, score=str(least))
                note(confirmed if only else scored, chosen)
        worded = {"interface": chosen} if chosen and extension.lower() in WORDED else {}
        data = export(result, extension, **options, **worded)
        return _BOM + data if choices.get("bom") and extension.lower() in BYTE_ORDER_MARK else data

    return write
