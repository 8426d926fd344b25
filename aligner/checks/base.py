"""What a check is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from aligner.checks.material import Material, Side
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
