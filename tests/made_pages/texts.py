"""The content of made documents, which is the gold for the text read from them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "title",
    "heading",
    "annex",
    "paragraph",
    "quote",
    "table",
    "article",
    "boxed",
    "caption",
    "definition",
    "figure",
    "contents",
]


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote, at its place among the runs of a paragraph."""

    text: str


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Words in italics, such as the opening verb of a paragraph."""

    text: str


Run = str | Note | Emphasis


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or heading.

    Attributes:
        kind: how it is set.
        runs: its text, with the notes where their marks belong.
        label: its number as printed (`1.`, `(a)`, `•`), or None.
        depth: how far it is nested: 0 for `1.`, 1 for `(a)`.
    """

    kind: Kind
    runs: tuple[Run, ...]
    label: str | None = None
    depth: int = 0

    @property
    def text(self) -> str:
        """Its running text, without label and note marks."""
        return "".join(
            run if isinstance(run, str) else run.text for run in self.runs if not isinstance(run, Note)
        )

    @property
    def notes(self) -> tuple[Note, ...]:
        """Its footnotes in order."""
        return tuple(run for run in self.runs if isinstance(run, Note))


@dataclass(frozen=True, slots=True)
class Table:
    """A table: a row of column heads and rows of as many cells each."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def __post_init__(self) -> None:
        for number, row in enumerate(self.rows):
            if len(row) != len(self.header):
                raise ValueError(f"row {number} has {len(row)} cells; the header has {len(self.header)}")


@dataclass(frozen=True, slots=True)
class MadeText:
    """A document before it is laid out."""

    language: str
    name: str
    title: str
    blocks: tuple[Block | Table, ...]

    def paragraphs(self) -> Iterator[Block]:
        """Its blocks that are text, in order."""
        drawn = ("figure", "contents")
        return (block for block in self.blocks if isinstance(block, Block) and block.kind not in drawn)

    def figures(self) -> Iterator[Block]:
        """Its drawings with their labels, in order."""
        return (block for block in self.blocks if isinstance(block, Block) and block.kind == "figure")

    def tables(self) -> Iterator[Table]:
        """Its tables, in order."""
        return (block for block in self.blocks if isinstance(block, Table))
