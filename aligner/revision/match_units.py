"""Paragraphs as the matcher sees them: number set aside, form folded away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from aligner.languages.leading_labels import label_end
from aligner.languages.script import as_it_stands
from aligner.languages.tokens import form_key
from aligner.values import Document, SegmentKind


@dataclass(frozen=True, slots=True)
class Unit:
    """One segment, ready to be matched.

    Attributes:
        key: its text without number, form and case; two equal keys say the same.
        label: its number, from beside the text or from its start, form folded away.
        body: where the text proper begins, after a number that stands in it.
    """

    key: str
    label: str
    body: int

    @property
    def is_bare(self) -> bool:
        """Whether it says nothing itself: an empty line, a rule, a number on its own."""
        return not any(character.isalnum() for character in self.key)


def units(document: Document, said: Callable[[str], str] = as_it_stands) -> list[Unit]:
    """The segments of a document as units; `said` is how its text is to be read."""
    return [
        _row(said(document.text_of(i)))
        if segment.kind is SegmentKind.ROW
        else _unit(said(document.text_of(i)), said(segment.label or ""))
        for i, segment in enumerate(document.segments)
    ]


def _row(text: str) -> Unit:
    """A row of a table: a number at its start is one of its figures, not its label."""
    return Unit(form_key(text).casefold(), "", 0)


def _unit(text: str, label: str) -> Unit:
    body = label_end(text)
    number = label + text[:body].strip()
    return Unit(form_key(text[body:]).casefold(), form_key(number) if number else "", body)
