"""What a check is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from aligner.checks.material import Material, Side
from aligner.values import Finding, Message, Severity, Span

Words = tuple[str, ...]
"""The words of several places in a text."""


@dataclass(frozen=True, slots=True)
class Check:
    """One question asked of parallel texts.

    Attributes:
        id: its name on the command line and in files.
        severity: of what it usually finds; a finding may be milder.
        help: what it looks for, and how often it is wrong on clean text.
        examples: a text and what is wrong with its counterpart, one line each.
        run: gives what it finds.
        default: whether it runs when no check is named.
    """

    id: str
    severity: Severity
    help: str
    examples: tuple[str, ...]
    run: Callable[[Material], Iterable[Finding]]
    default: bool = True


def finding(
    check: str,
    severity: Severity,
    row: int,
    side: Side,
    message: Message,
    *,
    span: Span | None = None,
    expected: str | tuple[str, ...] = "",
    found: str | tuple[str, ...] = "",
) -> Finding:
    """A finding in one side of a row; `span` counts in the side's text.

    `expected` and `found` are tuples where the finding is about several places.
    """
    place = side.at(span) if span is not None else side.whole
    wanted, here = ((each,) if isinstance(each, str) else each for each in (expected, found))
    texts = ", ".join(wanted), ", ".join(here)
    parts = (each if len(each) > 1 else () for each in (wanted, here))
    return Finding(check, severity, (row,), side.language, place, *texts, message, *parts)


def difference(
    check: str,
    severity: Severity,
    row: int,
    pivot: Side,
    other: Side,
    missing: Sequence[Span],
    extra: Sequence[Span],
    *,
    say: Callable[[str, Words, Words], Message] | None = None,
) -> Finding:
    """A finding of things that stand in one text of a row only.

    Args:
        check: its id.
        severity: of this finding.
        row: the row's number.
        pivot: the side that is held to be right.
        other: the side the finding is in.
        missing: where, in the pivot's text, stands what the other lacks.
        extra: where, in the other's text, stands what the pivot lacks.
        say: makes the message of the pivot's language, the words missing and those extra;
            `differing` if None.
    """
    expected = tuple(span.of(pivot.text).strip() for span in missing)
    found = tuple(span.of(other.text).strip() for span in extra)
    said = (say or differing)(pivot.language, expected, found)
    span = extra[0] if extra else None
    return finding(check, severity, row, other, said, span=span, expected=expected, found=found)


def differing(pivot: str, expected: Words, found: Words) -> Message:
    """Says what only the text in the language `pivot` has, and what only the other text has."""
    if expected and found:
        return Message("facts.differ", pivot=pivot, expected=expected, found=found)
    if expected:
        return Message("facts.missing", pivot=pivot, expected=expected)
    return Message("facts.extra", pivot=pivot, found=found)
