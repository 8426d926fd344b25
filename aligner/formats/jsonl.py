"""JSON Lines: one unit a line, for programs that stream through corpora.

Each line is an `aligner/unit`, version 1: `unit` (from 1), `score`, `confirmed`, `moved` and
`cells`, one for each language with `language`, `version`, `document` and `segments` (`text`,
`label`, `kind`, `place`).
"""

from __future__ import annotations

import json
from typing import Any, Final

from aligner.formats.bitext import Cell, Column, Parallel, ParallelUnit, Piece, piece
from aligner.formats.unit_facts import worded
from aligner.languages import get
from aligner.values import SegmentKind
from aligner.values.errors import FormatError

VERSION: Final = 1


def parallel(result: Parallel) -> bytes:
    """One object a line, UTF-8."""
    lines = (
        json.dumps(_unit(number, unit, result.columns), ensure_ascii=False)
        for number, unit in enumerate(result.units, start=1)
    )
    return "".join(f"{line}\n" for line in lines).encode("utf-8")


def _unit(number: int, unit: ParallelUnit, columns: tuple[Column, ...]) -> dict[str, Any]:
    return {
        "format": "aligner/unit",
        "version": VERSION,
        "unit": number,
        "score": round(unit.score, 6),
        "confirmed": unit.confirmed,
        "moved": list(unit.moved),
        "cells": [
            {
                "language": column.language,
                "version": column.version,
                "document": column.name,
                "segments": [_piece(piece) for piece in cell],
            }
            for column, cell in zip(columns, unit.cells, strict=True)
        ],
    }


def _piece(piece: Piece) -> dict[str, str | None]:
    return {"text": piece.text, "label": piece.label, "kind": piece.kind.value, "place": piece.place}


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
                _score(value["score"]),
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


def _score(value: Any) -> float:
    """A probability.

    Raises:
        ValueError: it is outside [0, 1].
    """
    score = float(value)
    if not 0.0 <= score <= 1.0:
        raise ValueError(f"the score {score:g} is not in [0, 1]")
    return score


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
