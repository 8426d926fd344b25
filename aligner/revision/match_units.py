"""Paragraphs in the form used for matching: without their number, and with form and case folded."""

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
        key: its text without its number, with form and case folded; equal keys mean equal texts.
        label: its number, from the segment's label and the start of its text, with form folded.
        body: where the text proper begins, after a number at its start.
    """

    key: str
    label: str
    body: int

    @property
    def is_bare(self) -> bool:
        """Whether it has no content of its own: an empty line, a rule, or only a number."""
        return not any(character.isalnum() for character in self.key)


def units(document: Document, normalize: Callable[[str], str] = as_it_stands) -> list[Unit]:
    """Convert the segments of a document to units, with `normalize` applied to their texts and labels."""
    return [
        _row(normalize(document.text_of(i)))
        if segment.kind is SegmentKind.ROW
        else _unit(normalize(document.text_of(i)), normalize(segment.label or ""))
        for i, segment in enumerate(document.segments)
    ]


def _row(text: str) -> Unit:
    """Convert a table row to a unit; a number at its start is one of its figures, not its label."""
    return Unit(form_key(text).casefold(), "", 0)


def _unit(text: str, label: str) -> Unit:
    body = label_end(text)
    number = label + text[:body].strip()
    return Unit(form_key(text[body:]).casefold(), form_key(number) if number else "", body)
