"""Paragraph numbers: the same across languages, and in sequence."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from typing import Final

from aligner.checks.material import Check, Material, Side, finding
from aligner.comparison.drafts import Place
from aligner.languages.facts_grammar import number_at_head
from aligner.languages.numerals import label_readings, levels
from aligner.values import DocumentKey, Finding, Message, SegmentKind, Severity, Span

_REACH: Final = 200
"""How many rows to search backwards for the paragraph with the number before, at most."""


def _run(material: Material) -> Iterator[Finding]:
    shifted: set[Place] = set()
    for row, pivot, other in material.full_pairs():
        for ours, theirs in _matched(pivot, other):
            differ = tuple(_compare(row, ours, theirs))
            if differ and _is_shifted(material, row, ours, theirs, shifted):
                shifted.add((theirs.key, theirs.segments.start))
            else:
                yield from differ
    for key in material.newest.values():
        yield from _sequence(material, key)


def _matched(pivot: Side, other: Side) -> Iterator[tuple[Side, Side]]:
    """Yield the paragraphs of a row in pairs, unless the languages divide it otherwise."""
    if len(pivot.segments) == len(other.segments):
        yield from zip(pivot.paragraphs(), other.paragraphs(), strict=True)


def _is_shifted(material: Material, row: int, ours: Side, theirs: Side, shifted: AbstractSet[Place]) -> bool:
    """Whether two numbers differ only because one language lacks paragraphs of the list above them.

    The missing paragraph is reported; a finding for each number below it would only repeat that.

    Args:
        material: the comparison.
        row: the row of both paragraphs.
        ours: the pivot's paragraph.
        theirs: that of the other language.
        shifted: the paragraphs of the other languages for which this is so, of the rows above.
    """
    wanted, found = _one_less(_read(ours)), _one_less(_read(theirs))
    lacking = False
    for above in range(row - 1, max(row - _REACH, 0) - 1, -1):
        one, two = material.side(above, ours.key), material.side(above, theirs.key)
        if one is not None and two is not None:
            for before, after in reversed(list(_matched(one, two))):
                if _read(before) & wanted:
                    is_next = bool(_read(after) & found)
                    return is_next and (lacking or (after.key, after.segments.start) in shifted)
        elif one is not None and any(_read(each) & wanted for each in one.paragraphs()):
            wanted, lacking = _one_less(wanted), True
        elif two is not None and any(_read(each) & found for each in two.paragraphs()):
            found, lacking = _one_less(found), True
        if lacking and any(not ordinal for _, ordinal in wanted & found):
            return True  # the list begins here
    return False


def _read(paragraph: Side) -> set[tuple[str, int]]:
    return set(readings(_label(paragraph), paragraph.language))


def _one_less(found: set[tuple[str, int]]) -> set[tuple[str, int]]:
    return {(kind, ordinal - 1) for kind, ordinal in found}


def _compare(row: int, ours: Side, theirs: Side) -> Iterator[Finding]:
    expected, found = _label(ours), _label(theirs)
    if expected and found and not _agree(ours, theirs):
        message = Message("labels.differ", pivot=ours.language, expected=expected, found=found)
        renumbered = ours.key.version != theirs.key.version  # another draft may number differently
        severity = Severity.INFO if renumbered else Severity.ERROR
        yield finding(CHECK, severity, row, theirs, message, expected=expected, found=found)


def _label(paragraph: Side) -> str:
    return paragraph.document.segments[paragraph.segments.start].label or number_at_head(paragraph.text)


def _agree(ours: Side, theirs: Side) -> bool:
    """Whether two labels may be equal, compared level by level (`1.2`) if both have several levels."""
    here, there = levels(_label(ours)), levels(_label(theirs))
    if here and there:
        return here == there
    read, other_read = _read(ours), _read(theirs)
    kinds = {kind for kind, _ in read} & {kind for kind, _ in other_read}
    return not kinds or bool(read & other_read)  # labels of different kinds cannot be compared


def readings(label: str, language: str) -> Iterator[tuple[str, int]]:
    """Yield every reading of a label: a number, or a letter's position in its alphabet.

    >>> list(readings("(x)", "en")), list(readings("(ب)", "ar"))
    ([('number', 10), ('letter', 24)], [('letter', 2)])
    """
    for reading in label_readings(label, language):
        yield "letter" if reading.is_letter else "number", reading.ordinal


def _sequence(material: Material, key: DocumentKey) -> Iterator[Finding]:
    """Operative paragraphs that are not numbered consecutively from 1."""
    document = material.comparison.documents[key]
    before = 0
    for index, segment in enumerate(document.segments):
        if segment.kind is not SegmentKind.OPERATIVE or not segment.label or not segment.label.isdigit():
            continue
        number = int(segment.label)
        row = material.row_of(key, index)
        if number not in (before + 1, 1) and row is not None and before:
            side = Side(key, document, Span(index, index + 1))
            message = Message("labels.sequence", number=number, before=before)
            yield finding(
                CHECK, Severity.WARNING, row, side, message, expected=str(before + 1), found=segment.label
            )
        before = number


CHECK: Final = Check("labels", Severity.ERROR, _run)
