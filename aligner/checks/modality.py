"""Modality: one language binds or forbids, and the other only permits (应, shall; 可, may) or recommends.

A negated or restricted permission amounts to an obligation (nadie podrá, sólo … podrá: no one
shall), and a paragraph that both obliges and permits may be translated either way. So a text
counts only if it is unambiguous.
"""

from collections.abc import Iterator
from enum import Enum, auto
from typing import Final, NamedTuple

from aligner.checks.material import Check, Material, Passage, Side, finding, passages
from aligner.languages import get
from aligner.languages.modal_words import clause_at, force, is_denied
from aligner.languages.profile import profile
from aligner.values import Finding, Message, Severity, Span


class _Force(Enum):
    """What a text does with its modal words."""

    BINDS = auto()
    PERMITS = auto()
    FORBIDS = auto()
    RECOMMENDS = auto()
    REQUIRES = auto()
    AFFIRMS = auto()


class _Odds(NamedTuple):
    """The words in which two texts differ.

    Attributes:
        here: the word of the pivot.
        there: the word of the other text.
        force: what the other text does with its word.
        by_negation: whether only a negation makes the difference, which translation hardly ever does.
    """

    here: Span
    there: Span
    force: _Force
    by_negation: bool = False


def _run(material: Material) -> Iterator[Finding]:
    for row, pivot, other in material.full_pairs():
        if found := _differing(pivot, other):
            word, theirs = found.here.of(pivot.text).strip(), found.there.of(other.text).strip()
            message = _message(found.force, pivot.language, word, theirs)
            severity = Severity.WARNING if found.by_negation else Severity.INFO
            yield finding(CHECK, severity, row, other, message, span=found.there, expected=word, found=theirs)


def _differing(pivot: Side, other: Side) -> _Odds | None:
    """Compare two paragraphs, and the negations of their sentences if they have equally many."""
    compare = _at_odds
    for one, two in passages((pivot, other)):
        if odds := compare(one, two):
            here, there = odds.here.shifted(one.span.start), odds.there.shifted(two.span.start)
            return odds._replace(here=here, there=there)
        compare = _negated
    return None


def _negated(pivot: Passage, other: Passage) -> _Odds | None:
    """Return the modal words of which only one text negates its own."""
    if (denied := _only_forbids(pivot)) and (bound := _only_binds(other)):
        return _Odds(denied, bound, _Force.AFFIRMS, by_negation=True)
    if (bound := _only_binds(pivot)) and (denied := _only_forbids(other)):
        return _Odds(bound, denied, _Force.FORBIDS, by_negation=True)
    return None


def _at_odds(pivot: Passage, other: Passage) -> _Odds | None:
    """Return the words in which two texts differ; None if they do not."""
    ours = force(pivot.text, pivot.language)
    theirs = ours and force(other.text, other.language)
    if ours and theirs and ours.obliges != theirs.obliges:
        return _Odds(ours.span, theirs.span, _Force.BINDS if theirs.obliges else _Force.PERMITS)
    if (denied := _forbids(pivot)) and (allowed := _allows(other)):
        return _Odds(denied, allowed, _Force.PERMITS, by_negation=not _implies_a_negation(other))
    if (allowed := _allows(pivot)) and (denied := _forbids(other)):
        return _Odds(allowed, denied, _Force.FORBIDS, by_negation=not _implies_a_negation(pivot))
    if negated := _negated(pivot, other):
        return negated
    if (strict := _requires(pivot)) and (mild := _recommends(other)):
        return _Odds(strict, mild, _Force.RECOMMENDS)
    if (mild := _recommends(pivot)) and (strict := _requires(other)):
        return _Odds(mild, strict, _Force.REQUIRES)
    return None


def _message(kind: _Force, pivot: str, word: str, theirs: str) -> Message:
    messages = {
        _Force.BINDS: Message("modality.binds", pivot=pivot, word=theirs, other=word),
        _Force.PERMITS: Message("modality.permits", pivot=pivot, word=theirs, other=word),
        _Force.FORBIDS: Message("modality.forbids", pivot=pivot, word=theirs, other=word),
        _Force.RECOMMENDS: Message("modality.recommends", pivot=pivot, word=theirs, other=word),
        _Force.AFFIRMS: Message("modality.affirms", pivot=pivot, word=theirs, other=word),
        _Force.REQUIRES: Message("modality.requires", pivot=pivot, word=theirs, other=word),
    }
    return messages[kind]


def _forbids(side: Passage) -> Span | None:
    """Return the first prohibition of a text that permits nothing besides."""
    words = profile(side.language).modality
    denial = words.forbids.search(side.text)
    if denial is None or not all(
        is_denied(side.text, side.language, each.start()) for each in words.permits.finditer(side.text)
    ):
        return None
    return Span(*denial.span())


def _only_forbids(side: Passage) -> Span | None:
    """Return the first prohibition of a text that neither permits nor requires anything besides."""
    return None if profile(side.language).modality.binds.search(side.text) else _forbids(side)


def _only_binds(side: Passage) -> Span | None:
    """Return the first obligation of a text, if no modal word of it is negated in its clause or meaning."""
    words, found = profile(side.language).modality, force(side.text, side.language)
    if found is None or not found.obliges or words.forbids.search(side.text):
        return None
    modal_words = words.may_bind.finditer(side.text)
    return None if any(_is_negative(side, word.start()) for word in modal_words) else found.span


def _is_negative(side: Passage, place: int) -> bool:
    """Whether the clause of a modal word denies something, by a negation or otherwise (without, preclude).

    The subject may be denied before an enumeration (No broadcast, book or film shall), and commas
    in Chinese divide less than a clause.
    """
    text, words = side.text, profile(side.language).modality
    clause = text if get(side.language).script == "han" else clause_at(text, place).of(text)
    denied = words.denied.search(clause) or words.denied.match(text)
    return denied is not None or profile(side.language).negation.implied.search(clause) is not None


def _allows(side: Passage) -> Span | None:
    """Return the first permission of a text that neither obliges nor denies anything."""
    words, found = profile(side.language).modality, force(side.text, side.language)
    if found is None or found.obliges or words.denied.search(side.text) or words.forbids.search(side.text):
        return None
    return found.span


def _implies_a_negation(side: Passage) -> bool:
    """Whether a text has a verb such as "refrain", which with a permission may amount to a prohibition."""
    return profile(side.language).negation.implied.search(side.text) is not None


def _requires(side: Passage) -> Span | None:
    """Return the first strict word of a text that recommends nothing besides."""
    words = profile(side.language).modality
    strict = words.strict.search(side.text)
    return Span(*strict.span()) if strict and not words.recommends.search(side.text) else None


def _recommends(side: Passage) -> Span | None:
    """Return the first recommendation of a text in which no other word binds."""
    words = profile(side.language).modality
    mild = [Span(*match.span()) for match in words.recommends.finditer(side.text)]
    binding = (Span(*match.span()) for match in words.may_bind.finditer(side.text))
    return mild[0] if mild and all(any(span.overlaps(one) for one in mild) for span in binding) else None


CHECK: Final = Check("modality", Severity.INFO, _run, by_row=True)
