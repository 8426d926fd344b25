"""Footnotes: as many marks in each paragraph, as many notes, and the same facts in each note.

Notes correspond if their marks are in the same row. If a row has several, each note is compared
with the one that has the same facts: another language may order its words, and hence number its
notes, differently.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from aligner.checks.material import Check, Material, Side, Words, differing, finding
from aligner.comparison.note_carry_over import cited_notes
from aligner.languages.facts_grammar import DATES, NUMBERS, SYMBOLS, facts, not_quoted
from aligner.values import Finding, Footnote, Message, Severity

Difference = tuple[Words, Words, Severity]
"""What only the pivot's note has, what only the other note has, and the severity."""

Differing = tuple[Sequence[tuple[Any, ...]], Sequence[tuple[Any, ...]]]
"""The facts of one kind that only one of two texts has, each with its span first."""


def _run(material: Material) -> Iterator[Finding]:
    for row, pivot, other in material.full_pairs():
        if len(pivot.marks) == len(other.marks):
            yield from _wording(row, pivot, other)
            continue
        here, there = len(other.marks), len(pivot.marks)
        message = Message("footnotes.marks", pivot=pivot.language, count=here, there=there)
        yield finding(CHECK, Severity.ERROR, row, other, message, expected=pivot.marks, found=other.marks)


def _merged(material: Material, found: Sequence[Finding]) -> Iterator[Finding]:
    reported: set[tuple[str | None, Message]] = set()
    for each in found:
        is_again = (each.language, each.message) in reported  # in a note that is cited twice
        if each.message.code != "footnotes.in_note" or not is_again:
            reported.add((each.language, each.message))
            yield each
    notes = {key: material.comparison.documents[key].footnotes for key in material.newest.values()}
    ours = len(notes[material.pivot])
    for key in material.others:
        if len(notes[key]) != ours:
            theirs, pivot_language = len(notes[key]), material.pivot.language
            message = Message("footnotes.total", pivot=pivot_language, count=theirs, there=ours)
            yield Finding(CHECK.id, Severity.WARNING, (), key.language, None, str(ours), str(theirs), message)


def _wording(row: int, pivot: Side, other: Side) -> Iterator[Finding]:
    """Notes of one row whose symbols, dates or numbers differ."""
    ours, theirs = _notes(pivot), _notes(other)
    if len(ours) != len(pivot.marks) or len(theirs) != len(other.marks):
        return
    for here in list(ours):
        same = next((there for there in theirs if not any(_differences(pivot, here, other, there))), None)
        if same is not None:
            ours.remove(here)
            theirs.remove(same)
    for here, there in zip(ours, theirs, strict=True):
        for expected, found, severity in _differences(pivot, here, other, there):
            differences = differing(pivot.language, expected, found)
            message = Message("footnotes.in_note", mark=there.mark, difference=differences)
            yield finding(CHECK, severity, row, other, message, expected=expected, found=found)


def _notes(side: Side) -> list[Footnote]:
    """Return the notes that its marks cite, except for marks that belong to no note, or to several."""
    return [side.document.footnotes[n] for n in cited_notes(side.document, side.segments)]


def _differences(pivot: Side, here: Footnote, other: Side, there: Footnote) -> Iterator[Difference]:
    """Yield the symbols, dates and numbers that only one of two notes has.

    If only one of the notes has such a fact, it is less severe: the other may say "Ibid.".
    """
    both = facts(here.text, pivot.language), facts(there.text, other.language)
    gone, come = DATES.different(*both)
    found: tuple[tuple[Differing, Severity], ...] = (
        (SYMBOLS.different(*both), Severity.WARNING),
        ((not_quoted(gone, here.text, there.text), not_quoted(come, there.text, here.text)), Severity.INFO),
        (NUMBERS.different(*both), Severity.INFO),
    )
    for (missing, extra), one_sided in found:
        if missing or extra:
            expected = tuple(fact[0].of(here.text).strip() for fact in missing)
            extra_words = tuple(fact[0].of(there.text).strip() for fact in extra)
            yield expected, extra_words, Severity.ERROR if missing and extra else one_sided


CHECK: Final = Check("footnotes", Severity.ERROR, _run, by_row=True, merge=_merged)
