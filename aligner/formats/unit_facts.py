"""Parse facts about units that files state as text, leniently: bad values are ignored."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from aligner.formats.bitext import Cell, pieces
from aligner.values import SegmentKind

_KINDS: Final = {kind.value: kind for kind in SegmentKind}
_OF_SEGMENTS: Final = ("labels", "places", "kinds")
_WHOLE_NUMBER: Final = re.compile(r"(?<![\d.])\d{1,8}(?![\d.])", re.ASCII)


def score(text: str | None) -> float:
    """Return a probability in [0, 1]; 1 if a file gives none or an invalid one.

    >>> score("0.25"), score(None), score("87 %")
    (0.25, 1.0, 1.0)
    """
    try:
        value = float(text) if text is not None else 1.0
    except ValueError:
        return 1.0
    return value if 0.0 <= value <= 1.0 else 1.0


def whole_numbers(text: str | None) -> tuple[int, ...]:
    """Return the numbers in a list such as `3 4`."""
    return tuple(map(int, _WHOLE_NUMBER.findall(text))) if text else ()


def cell(text: str, facts: Mapping[str, str]) -> Cell:
    """Return a cell from its text and the facts about its segments.

    Args:
        text: of the whole cell, segments divided by line feeds.
        facts: `segments` (how many), `labels`, `places`, `kinds` (one a line); each may be missing.
    """
    counts = whole_numbers(facts.get("segments"))
    made = pieces(text, counts[0] if counts else 1)
    if not any(name in facts for name in _OF_SEGMENTS):
        return made
    named = {name: facts.get(name, "").split("\n") for name in _OF_SEGMENTS}

    def fact(name: str, number: int) -> str:
        values = named[name]
        return values[number] if len(values) == len(made) else ""

    return tuple(
        replace(
            piece,
            label=fact("labels", number) or None,
            place=fact("places", number) or None,
            kind=_KINDS.get(fact("kinds", number), SegmentKind.PARAGRAPH),
        )
        for number, piece in enumerate(made)
    )


def facts_of(cell: Cell) -> Iterator[tuple[str, str]]:
    """Return the labels, places and kinds of a cell's segments, one per line; nothing if all are plain."""
    labels = [piece.label or "" for piece in cell]
    places = [piece.place or "" for piece in cell]
    kinds = [piece.kind.value for piece in cell]
    for name, values, silent in (
        ("labels", labels, ""),
        ("places", places, ""),
        ("kinds", kinds, "paragraph"),
    ):
        if any(value != silent for value in values):
            yield name, "\n".join(value.replace("\n", " ") for value in values)
