"""JSON Lines: a unit a line, for programs that read corpora as they stream by.

`aligner/unit`, version 1: `unit` (from 1), `score`, `confirmed`, `moved` and `cells`, one for each
language with `language`, `version`, `document` and `segments` (`text`, `label`, `kind`, `place`).
"""

from __future__ import annotations

import json
from typing import Any, Final

from aligner.formats.bitext import Column, Parallel, ParallelUnit, Piece

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
