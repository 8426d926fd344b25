"""What is wrong in each of a few made documents, held by `floors/made_documents.json`.

A document is named by its kind and seed (`other 600`), which is all that it depends on. To count anew, after
a change that reads them better or on purpose otherwise, and to add documents:

    PYTHONPATH=.:tests python tests/made_pages/held.py ["other 623" "house 6040" …]
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final

from aligner.pipeline.run import DocumentInfo, Settings, open_bytes
from aligner.values import Document
from made_pages.houses import houses, other_houses, small_houses
from made_pages.made_set import MadeDocument
from made_pages.roles import wrong_roles

_TESTS: Final = Path(__file__).parents[1]
FLOORS: Final = _TESTS / "floors" / "made_documents.json"
_DATA: Final = _TESTS.parents[1] / "shared" / "data"
_GOLDEN: Final = _TESTS / "golden" / "ccpcj-27"

_MAKERS: Final[Mapping[str, tuple[Callable[[Path, range], Iterator[MadeDocument]], Path]]] = {
    "house": (houses, _DATA),
    "other": (other_houses, _DATA),
    "small": (small_houses, _GOLDEN),
}
"""How a kind is made, and of which texts: those of `small` are part of the project."""


def floors() -> dict[str, dict[str, int]]:
    """How many things of each sort may be wrong in each document; what is not named may not."""
    held: dict[str, dict[str, int]] = json.loads(FLOORS.read_text(encoding="utf-8"))
    return held


def has_texts(name: str) -> bool:
    """Whether the texts of a document are on this machine."""
    return _MAKERS[name.split()[0]][1].is_dir()


def made_document(name: str) -> MadeDocument:
    """The document of a kind and seed."""
    kind, seed = name.split()
    maker, texts = _MAKERS[kind]
    return next(maker(texts, range(int(seed), int(seed) + 1)))


def wrong(made: MadeDocument) -> dict[str, list[str]]:
    """What came out wrong, by sort; sorts of which nothing did are left out."""
    read: list[Document] = []

    def opened(data: bytes, name: str, language: str) -> Document:
        read.append(open_bytes(data, name, Settings(cache=False), DocumentInfo(language)))
        return read[-1]

    scores = made.judge(opened)
    found = {
        "paragraphs": scores.paragraphs.wrong,
        "notes": scores.notes.wrong,
        "cells": scores.cells.wrong,
        "extra": scores.extra,
        **wrong_roles(made, read[0]),
    }
    return {sort: some for sort, some in found.items() if some}


def _record(names: list[str]) -> None:
    """Count the documents of the floors and further ones, and say what has changed."""
    held = floors() if FLOORS.exists() else {}
    counted = {}
    for name in sorted({*held, *names}):
        counted[name] = {sort: len(some) for sort, some in wrong(made_document(name)).items()}
        if held.get(name) != counted[name]:
            sys.stdout.write(f"{name}: {held.get(name)} → {counted[name]}\n")
    rows = ",\n".join(f" {json.dumps(name)}: {json.dumps(counts)}" for name, counts in counted.items())
    FLOORS.write_text(f"{{\n{rows}\n}}\n", encoding="utf-8")


if __name__ == "__main__":
    _record(sys.argv[1:])
