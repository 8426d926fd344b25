"""JSON Lines: one unit per line, for programs that stream through corpora.

Each line is an `aligner/unit`, as `data/forms.toml` declares it.
"""

import json
from typing import Final

from aligner.formats.bitext import Cell, Column, Parallel, ParallelUnit, Piece, piece
from aligner.formats.json.forms import FORMS, VERSION, Form, fill
from aligner.languages import get
from aligner.values import FormatError, Message
from aligner.values.codec import DataError, structure, unstructure

_NAME: Final = "aligner/unit"


def parallel(result: Parallel) -> bytes:
    """Return one object per line, UTF-8."""
    lines = (
        json.dumps(unstructure(_form(number, unit, result.columns)), ensure_ascii=False)
        for number, unit in enumerate(result.units, start=1)
    )
    return "".join(f"{line}\n" for line in lines).encode("utf-8")


def _form(number: int, unit: ParallelUnit, columns: tuple[Column, ...]) -> Form:
    cells = [
        fill(FORMS["unit_cell"], column, document=column.name, segments=cell)
        for column, cell in zip(columns, unit.cells, strict=True)
    ]
    return fill(FORMS["unit"], unit, unit=number, cells=cells)


def read(data: bytes, name: str) -> Parallel:
    """Return the units, one per line.

    Raises:
        FormatError: a line is no unit, or has other languages than the first.
        LanguageError: a language is not one of ours.
    """
    columns: tuple[Column, ...] = ()
    units: list[ParallelUnit] = []
    for number, line in enumerate(data.decode("utf-8-sig", "replace").split("\n"), start=1):
        if not line.strip():
            continue
        form = _read_line(line, name, number)
        here = tuple(Column(get(cell.language).code, cell.version, cell.document) for cell in form.cells)
        columns = columns or here
        if here != columns:
            raise FormatError.about_line(name, number, "import.other_texts")
        units.append(ParallelUnit(tuple(map(_cell, form.cells)), form.score, form.confirmed, form.moved))
    if len(columns) < 2:
        raise FormatError.about(name, "import.no_unit")
    return Parallel(columns, tuple(units))


def _read_line(line: str, name: str, number: int) -> Form:
    """Read the unit on a line of the named file.

    Raises:
        FormatError: it is not one of ours.
    """
    try:
        value = json.loads(line)
        if isinstance(value, dict) and (value.get("format"), value.get("version")) != (_NAME, VERSION):
            raise FormatError.about_line(name, number, "import.unit_version", form=_NAME, version=VERSION)
        form = structure(FORMS["unit"], value, lenient=True)
    except (DataError, ValueError, RecursionError) as error:
        raise FormatError.about_line(name, number, "import.not_unit", why=str(error)) from error
    if not 0.0 <= form.score <= 1.0:
        outside = Message("import.score", score=f"{form.score:g}")
        raise FormatError.about_line(name, number, "import.not_unit", why=outside)
    return form


def _cell(form: Form) -> Cell:
    return tuple(Piece(piece(each.text).text, each.label, each.kind, each.place) for each in form.segments)
