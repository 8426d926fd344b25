"""Checks on parallel texts: one small module per check, looked up by its id.

`run` runs some or all of them and returns their findings in the order of the text, the most
severe first in each row.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from importlib import import_module
from typing import Any, Final

from aligner.checks import amendments
from aligner.checks.material import Check, Material, entries
from aligner.checks.row_process import judging
from aligner.values import Finding, InputError, Message, Severity, consists_of
from aligner.values.message import Progress, no_progress

CHECKS: Final[dict[str, Check]] = {
    name: import_module(f"aligner.checks.{entry['module']}").CHECK for name, entry in entries().items()
}
"""Every check by its id, in the order in which help lists them."""
_MISSING: Final = frozenset({"missing-paragraph", "missing-sentence", "missing-clause", "numbers"})
"""What may report text that only an amendment has."""

_PORTION: Final = 500
"""Rows of a portion: what is remembered of texts must hold those of its rows in all languages."""
_WORDS: Final = re.compile(r"\w+")
_FACTS: Final = frozenset({"numbers", "dates", "symbols"})


def choose(checks: Sequence[str] = (), skip: Iterable[str] = ()) -> tuple[Check, ...]:
    """Return the checks to run: the named ones, or all that are on by default, except those to skip.

    Raises:
        InputError: if a name is not that of a check (the message lists them), or if no check
            remains: an unchecked text would appear to have no errors.
    """
    skipped = set(skip)
    unknown = [name for name in (*checks, *skipped) if name not in CHECKS]
    if unknown:
        raise InputError(Message("choice.check", name=repr(unknown[0]), known=tuple(CHECKS)))
    named = [CHECKS[name] for name in dict.fromkeys(checks)]
    wanted = named or [check for check in CHECKS.values() if check.default]
    remaining = tuple(check for check in wanted if check.id not in skipped)
    if not remaining:
        raise InputError(Message("choice.all_skipped"))
    return remaining


def run(material: Material, checks: Sequence[Check], progress: Progress = no_progress) -> tuple[Finding, ...]:
    """Run the checks and return their findings in row order, the most severe first in each row.

    If a language is at an older draft than the pivot, the amendments check lists what has to be
    carried over; findings that merely follow from that are omitted. `progress` is called before
    each check with the number of completed checks.
    """
    order = list(Severity)
    by_check = _by_check(material, checks, progress)
    findings = [finding for check in checks for finding in check.merge(material, by_check[check.id])]
    findings = _without_explained(_without_misread(findings, material))
    if amendments.CHECK in checks:
        follows = amendments.follows_from_an_older_draft(material)
        findings = [finding for finding in findings if not follows(finding)]
    return tuple(sorted(findings, key=lambda each: (each.rows[:1] or (-1,), order.index(each.severity))))


def _by_check(material: Material, checks: Sequence[Check], progress: Progress) -> Mapping[str, Sequence[Any]]:
    """Run the checks, those by row on portions of the rows, in any process."""
    found: dict[str, list[Any]] = {check.id: [] for check in checks}
    whole, by_row = ([check for check in checks if check.by_row is each] for each in (False, True))
    count = len(material.comparison.rows) if by_row else 0
    portions = [range(start, min(start + _PORTION, count)) for start in range(0, count, _PORTION)]
    with judging(material, by_row, portions) as judged:
        for number, check in enumerate(whole):
            progress("check", number, len(checks))
            found[check.id] += check.run(material)
        for rows in portions:
            progress("check", len(whole) + len(by_row) * rows.start // count, len(checks))
            for name, some in judged(rows).items():
                found[name] += some
    return found


def _without_misread(found: Sequence[Finding], material: Material) -> list[Finding]:
    """Drop findings on nothing but words that text recognition may have misread, there or in the pivot."""
    documents = {language: material.comparison.documents[key] for language, key in material.newest.items()}
    pivot = documents[material.comparison.pivot]

    def is_misread(finding: Finding) -> bool:
        document, wanted = documents.get(finding.language), finding.expected_parts or (finding.expected,)
        if document and finding.span and consists_of(finding.span, document.text, document.doubtful):
            return True
        if not (pivot.doubtful and wanted[0]):
            return False
        sides = [side for row in finding.rows if (side := material.side(row, material.pivot))]
        places = [[place for side in sides for place in side.places(part)] for part in wanted]
        return all(places) and all(
            consists_of(place, pivot.text, pivot.doubtful) for part in places for place in part
        )

    return [finding for finding in found if not is_misread(finding)]


def _without_explained(found: Sequence[Finding]) -> list[Finding]:
    """Drop findings that another in the same row explains, such as that of a missing sentence."""
    remaining = list(found)
    for check, *explained in (
        ("missing-paragraph", "missing-sentence", "missing-clause", "length", "negation"),
        ("missing-sentence", "missing-clause", "length", "negation"),
        ("missing-clause", "length", "negation"),
        ("modality", "negation"),
    ):
        missing = {(finding.rows, finding.language) for finding in remaining if finding.check == check}
        remaining = [f for f in remaining if f.check not in explained or (f.rows, f.language) not in missing]
    remaining = _without_deleted(_without_lacked(remaining))
    facts = {(finding.rows, finding.language) for finding in remaining if finding.check in _FACTS}
    return [f for f in remaining if not _is_amended_otherwise(f) or (f.rows, f.language) not in facts]


def _without_lacked(found: Sequence[Finding]) -> list[Finding]:
    """Drop findings on text that is missing only because an amendment did not reach the language."""
    lacked: dict[tuple[tuple[int, ...], str | None], list[str]] = {}
    for finding in found:
        if finding.check == "amendments" and finding.severity is Severity.ERROR:
            lacked.setdefault((finding.rows, finding.language), []).append(finding.expected)
    return [each for each in found if not _is_lacked(each, lacked.get((each.rows, each.language), ()))]


def _without_deleted(found: Sequence[Finding]) -> list[Finding]:
    """Drop findings on clauses that the pivot lacks where it deleted some that other languages still have."""
    deleted = {(each.rows, each.message.fields["language"]) for each in found if _is_of_deletion(each)}
    return [f for f in found if f.check != "missing-clause" or (f.rows, f.language) not in deleted]


def _is_of_deletion(finding: Finding) -> bool:
    """Whether a finding says that words deleted in the language of its message still stand elsewhere."""
    words = finding.message.fields.get("words")
    deletes = isinstance(words, Message) and words.code in ("amendments.deleted", "amendments.replaced")
    return deletes and finding.check == "amendments" and "language" in finding.message.fields


def _is_lacked(finding: Finding, lacked: Sequence[str]) -> bool:
    """Whether the text that a finding is about is that of an amendment.

    Args:
        finding: of the row and language of the amendments.
        lacked: what these added or deleted.
    """
    if finding.check == "missing-paragraph" and not finding.expected:
        return bool(lacked)  # a paragraph that the pivot deleted
    if finding.check not in _MISSING or (finding.found and finding.expected):
        return False
    is_part = _has_words if finding.check == "numbers" else _is_part
    return any(is_part(finding.expected, text) for text in lacked)


def _is_part(text: str, whole: str) -> bool:
    """Whether the words of a text are among another's, which may have been cut short."""
    words, around = _words(text), _words(whole)
    if whole.endswith("…"):
        words = words[: len(around)]
    stops = range(len(words), len(around) + 1)
    return bool(words) and any(around[stop - len(words) : stop] == words for stop in stops)


def _has_words(text: str, whole: str) -> bool:
    """The same, wherever each word is: numbers that are missing may be apart."""
    words = _words(text)
    return bool(words) and set(words) <= set(_words(whole))


def _words(text: str) -> list[str]:
    """Return the words of a text, without one that was cut short."""
    words = _WORDS.findall(text.casefold())
    return words[:-1] if text.endswith("…") else words


def _is_amended_otherwise(finding: Finding) -> bool:
    """Whether a finding on an amendment only says that a number, date or symbol differs from the pivot's."""
    reason = finding.message.fields.get("reason")
    return isinstance(reason, Message) and reason.code == "reason.amended_otherwise"
