"""JSON Lines of units, as `aligner/unit` describes them."""

from __future__ import annotations

import json
from typing import Any

from aligner.formats.bitext import Cell, Column, Parallel, ParallelUnit, Piece, piece
from aligner.formats.unit_facts import worded
from aligner.languages import get
from aligner.values import SegmentKind
from aligner.values.errors import FormatError


def read(data: bytes, name: str) -> Parallel:
    """The units, a line each.

    Raises:
        FormatError: a line is no unit, or has other languages than the first.
    """
    columns: tuple[Column, ...] = ()
    units: list[ParallelUnit] = []
    for number, line in enumerate(data.decode("utf-8-sig", "replace").split("\n"), start=1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
            if value["format"] != "aligner/unit" or value["version"] != 1:
                raise FormatError(f"{name}, line {number}: not an aligner/unit of version 1")
            here = tuple(_column(cell) for cell in value["cells"])
            unit = ParallelUnit(
                tuple(_cell(cell) for cell in value["cells"]),
                float(value["score"]),
                bool(value["confirmed"]),
                tuple(int(index) for index in value.get("moved", ())),
            )
        except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
            raise FormatError(
                f"{name}, line {number} is not a unit as `aligner` writes it ({error})"
            ) from error
        columns = columns or here
        if here != columns:
            raise FormatError(f"{name}, line {number} has other texts than the lines before; split the file")
        units.append(unit)
    if len(columns) < 2:
        raise FormatError(f"{name}: there is no unit in two languages in it")
    return Parallel(columns, tuple(units))


def _column(cell: Any) -> Column:
    return Column(get(cell["language"]).code, str(cell["version"]), str(cell["document"]))


def _cell(cell: Any) -> Cell:
    return tuple(
        Piece(
            piece(segment["text"]).text,
            worded(segment.get("label")),
            SegmentKind(segment["kind"]),
            worded(segment.get("place")),
        )
        for segment in cell["segments"]
    )
