"""What a check is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from aligner.checks.material import Material, Side
from aligner.languages import get
from aligner.values import Finding, Severity, Span


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
    message: str,
    *,
    span: Span | None = None,
    expected: str = "",
    found: str = "",
) -> Finding:
    """A finding in one side of a row; `span` counts in the side's text."""
    place = side.at(span) if span is not None else side.whole
    return Finding(check, severity, (row,), side.language, place, expected, found, message)


def difference(
    check: str,
    severity: Severity,
    row: int,
    pivot: Side,
    other: Side,
    missing: Sequence[Span],
    extra: Sequence[Span],
    *,
    what: str = "",
    lacks: str = "not",
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
        what: goes before a message about one side, with its space.
        lacks: says of things that they are not here, or not whole.
    """
    expected = ", ".join(span.of(pivot.text).strip() for span in missing)
    found = ", ".join(span.of(other.text).strip() for span in extra)
    said = differing(pivot.language, expected, found, what=what, lacks=lacks)
    span = extra[0] if extra else None
    return finding(check, severity, row, other, said, span=span, expected=expected, found=found)


def differing(language: str, expected: str, found: str, *, what: str = "", lacks: str = "not") -> str:
    """Says what only the text in `language` has (`expected`), and what only the other has (`found`)."""
    name = get(language).english
    if expected and found:
        message = f"{name} has {expected} where this has {found}"
    elif expected:
        message = f"{what}in the {name} text, {lacks} here: {expected}"
    else:
        message = f"{what}here, not in the {name} text: {found}"
    return message
