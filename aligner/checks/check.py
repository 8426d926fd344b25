"""The `Check` type, and helpers that build findings."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, TypeVar

from aligner.checks.material import FullPair, Material, Side
from aligner.languages.facts_grammar import Found, facts
from aligner.values import Finding, Message, Severity, Span, data_files

_RECURRING: Final = 3  # rows with the same deviation that are merged into one finding

Words = tuple[str, ...]
"""The words at several positions in a text."""


T = TypeVar("T")


def entries() -> Mapping[str, Mapping[str, Any]]:
    """Return the module, the help and the examples of every check by its id, from `data/checks.toml`."""
    return data_files.tables("checks.toml")


@dataclass(frozen=True, slots=True)
class Check:
    """One check of parallel texts; `data/checks.toml` has its help.

    Attributes:
        id: its name on the command line and in files.
        severity: severity of its usual findings; a finding may be less severe.
        run: returns its findings.
        default: whether it runs if no checks are named.
        by_row: whether it judges each row by itself, from the documents and rows alone. Such checks read
            the rows in portions, so that what one of them finds in a text is still remembered when the
            next one reads it; in long texts other processes read some of these.
        merge: for such a check, what is done with its findings in all rows.
    """

    id: str
    severity: Severity
    run: Callable[[Material], Iterable[Finding]]
    default: bool = True
    by_row: bool = False
    merge: Callable[[Sequence[Finding]], Iterable[Finding]] = list

    @property
    def help(self) -> str:
        """What it looks for, and its rate of false alarms on clean texts."""
        return str(entries()[self.id]["help"])

    @property
    def examples(self) -> tuple[str, ...]:
        """A text and a faulty counterpart, one line each."""
        return tuple(entries()[self.id]["examples"])


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
    """Build a finding about one side of a row; `span` is relative to the side's text.

    `expected` and `found` are tuples if the finding concerns several places.
    """
    place = side.at(span) if span is not None else side.whole
    wanted, here = ((each,) if isinstance(each, str) else each for each in (expected, found))
    texts = ", ".join(wanted), ", ".join(here)
    parts = (each if len(each) > 1 else () for each in (wanted, here))
    return Finding(check, severity, (row,), side.language, place, *texts, message, *parts)


def difference(
    check: str,
    severity: Severity,
    pair: FullPair,
    missing: Sequence[Span],
    extra: Sequence[Span],
    *,
    say: Callable[[str, Words, Words], Message] | None = None,
) -> Finding:
    """Build a finding about words that only one text of a row has.

    Args:
        check: the check's id.
        severity: the finding's severity.
        pair: the pivot's side, which is assumed to be correct, and the one that the finding is about.
        missing: spans of the pivot's text that have no equivalent in the other.
        extra: spans of the other's text that have no equivalent in the pivot.
        say: builds the message from the pivot's language, the missing words and the extra ones;
            `differing` if None.
    """
    expected = tuple(span.of(pair.pivot.text).strip() for span in missing)
    found = tuple(span.of(pair.other.text).strip() for span in extra)
    message = (say or differing)(pair.pivot.language, expected, found)
    span = extra[0] if extra else None
    return finding(check, severity, pair.row, pair.other, message, span=span, expected=expected, found=found)


def differing(pivot: str, expected: Words, found: Words) -> Message:
    """Return the message for words found only in the text in language `pivot`, or only in the other text."""
    if expected and found:
        return Message("facts.differ", pivot=pivot, expected=expected, found=found)
    if expected:
        return Message("facts.missing", pivot=pivot, expected=expected)
    return Message("facts.extra", pivot=pivot, found=found)


def merge_recurring(
    findings: Iterable[Finding],
    alike: Callable[[Finding], Hashable] = lambda finding: (finding.expected, finding.found),
) -> Iterator[Finding]:
    """Merge findings that recur in several rows of one language into one, at the first of those rows.

    Findings count as the same if `alike` returns the same value: by default, the words they are about.
    """
    groups: dict[tuple[str | None, Hashable], list[Finding]] = {}
    for each in findings:
        groups.setdefault((each.language, alike(each)), []).append(each)
    for group in groups.values():
        if len(group) < _RECURRING:
            yield from group
        else:
            yield replace(group[0], rows=tuple(row for each in group for row in each.rows))


def differing_facts(
    material: Material,
    chosen: Callable[[Found], Iterable[T]],
    lacking: Callable[[Iterable[T], Found], list[T]],
) -> Iterator[tuple[FullPair, list[T], list[T]]]:
    """Find the rows in which the two texts differ in facts of one kind.

    Args:
        material: the comparison.
        chosen: selects the facts of that kind from all facts of a text.
        lacking: selects, from given facts, those that a text lacks.

    Yields:
        The row, the facts that the other side lacks, and those that the pivot lacks.
    """
    for pair in material.full_pairs():
        _, pivot, other = pair
        ours, theirs = facts(pivot.text, pivot.language), facts(other.text, other.language)
        missing, extra = lacking(chosen(ours), theirs), lacking(chosen(theirs), ours)
        missing, extra = unless_unpaired(material, pair, (missing, extra), lacking)
        if missing or extra:
            yield pair, missing, extra


def unless_unpaired(
    material: Material,
    pair: FullPair,
    differing: tuple[list[T], list[T]],
    lacking: Callable[[list[T], Found], list[T]],
) -> tuple[list[T], list[T]]:
    """Drop facts that the other document states in a paragraph without a counterpart, such as an endnote.

    If each paragraph lacks facts of the other, they differ, and nothing is dropped.

    Args:
        material: the comparison.
        pair: the paragraph of the pivot, and its counterpart.
        differing: the facts that the counterpart lacks, and those that the pivot's paragraph lacks.
        lacking: selects, from given facts, those that a text lacks.
    """
    _, pivot, other = pair
    missing, extra = differing
    if missing and not extra:
        missing = lacking(missing, facts(material.unpaired(other.key, pivot.key), other.language))
    elif extra and not missing:
        extra = lacking(extra, facts(material.unpaired(pivot.key, other.key), pivot.language))
    return missing, extra
