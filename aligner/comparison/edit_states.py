"""Refine the states of amendments by whether each of their edits was carried over.

`carry_over` compares what was done to paragraphs as a whole. It therefore counts a paragraph as
carried over even if one edit was forgotten, and cannot judge paragraphs that are divided differently
in the other language. This module compares their words edit by edit, which needs an encoder.

Find what an amendment changed in one way in the pivot and in another way in another language.

The same edit may have been made with another value: "15 to 18 States" beside "15 à 16 États", or
"may" replaced by "shall" beside "peut" replaced by "devrait". Only what both drafts changed counts,
and only if each new text has a value that the other lacks in every form.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final, Self

from aligner.alignment.links import linked_texts
from aligner.alignment.word_links import WordLinker, WordReader
from aligner.comparison.carry_over import Indexed
from aligner.comparison.drafts import Counterparts, Links, RevisionIndex, find_counterparts, message_on_words
from aligner.comparison.missing_edits import DONE, MISSING, Doubt, doubts, outvoted
from aligner.comparison.word_coverage import Drafts
from aligner.encoders import Encoder
from aligner.languages import facts_grammar
from aligner.languages.amounts import fractions
from aligner.languages.facts_grammar import NUMBERS, Fact, FactKind, Figure, different_fractions, facts
from aligner.languages.modal_words import degree
from aligner.languages.numerals import Numeral, numerals
from aligner.revision.diff import diff
from aligner.revision.edit_types import typed
from aligner.values import Amendment, Carried, Change, ChangeKind, Comparison, DocumentPair, MissingEdit, Span
from aligner.values.document import joined_spans
from aligner.values.message import Message, bare, shorten

_MOST_PAIRS: Final = 200
"""Maximum number of pairs of paragraphs, besides the amended ones, from which to learn word links."""
_SHOWN: Final = 60
_SURE: Final = frozenset({Carried.CARRIED_OVER, Carried.PARTLY})
_DIVIDED: Final = frozenset({"reason.shaped", "reason.done_there"})
"""Reasons why a paragraph as a whole cannot be judged, although its words can."""


@dataclass(frozen=True, slots=True)
class _Question:
    """An amendment of the pivot, its counterparts in one language, and their texts."""

    number: int
    found: Counterparts
    drafts: Drafts


_Answer = tuple[_Question, tuple[Doubt, ...]]


def with_missing_edits(comparison: Comparison, encoder: Encoder) -> Comparison:
    """Update the states in a comparison to take account of each edit of the pivot's amendments.

    Amendments whose edits were already compared stay as they are.

    Args:
        comparison: a comparison with amendments from `carry_over.follow`.
        encoder: encoder for the links between words and the meaning of texts.
    """
    pivot = comparison.pivot
    indexed = Indexed.of(comparison)
    amendments = list(comparison.amendments)
    answered: dict[int, dict[str, _Answer]] = {}
    reader = WordReader(encoder)
    for keys in comparison.revisions:
        there, others = indexed.revised[keys], indexed.others[keys]
        here = others[0] if others and others[0].new.language == pivot else None  # the pivot's are first
        questions = [] if here is None else list(_questions(comparison, here, there, indexed.links))
        if here is None or not questions:
            continue
        answers = _answers(comparison, questions, reader, encoder)
        for question, found in zip(questions, answers, strict=True):
            answered.setdefault(question.number, {})[there.new.language] = question, found
    for number, by_language in answered.items():
        for language, (question, _) in by_language.items():
            found = _with_witnesses(language, by_language)
            amendments[number] = _with_answer(amendments[number], language, question, found)
    return replace(comparison, amendments=tuple(amendments))


def _questions(
    comparison: Comparison, here: RevisionIndex, there: RevisionIndex, links: Links
) -> Iterator[_Question]:
    for number, amendment in enumerate(comparison.amendments):
        language = there.new.language
        if amendment.drafts != here.keys or language in amendment.missing:
            continue
        change = here.changes[amendment.change]
        if not (change.new and _is_open(amendment, language)):
            continue
        found = find_counterparts(change, here, there, links, of_pivot=True)
        if found is None or not found.new:
            continue
        if amendment.states[language] is Carried.CARRIED_OVER and not found.actions:
            continue  # carried over in the paragraph's label, which has no words to compare
        if change.old and found.old:
            yield _Question(number, found, _drafts(change, found))
        elif not change.old and (rewritten := _rewritten(change, found)) is not None:
            yield _Question(number, found, rewritten)


def _is_open(amendment: Amendment, language: str) -> bool:
    """Whether single edits can still decide the state for a language."""
    state, reason = amendment.states.get(language), amendment.reasons.get(language)
    return state in _SURE or (state is Carried.UNKNOWN and reason is not None and reason.code in _DIVIDED)


def _drafts(change: Change, found: Counterparts) -> Drafts:
    here, there = found.here, found.there
    before, after = here.texts(change)
    if len(found.changes) == 1:
        texts, edits = there.texts(found.changes[0]), found.changes[0].edits
    else:
        texts = there.joined(found.old, found.new)
        edits = diff(*texts, there.new.language)
    return Drafts(here.new.language, there.new.language, before, after, change.edits, *texts, edits)


def _rewritten(change: Change, found: Counterparts) -> Drafts | None:
    """Return the drafts of a paragraph that the pivot rewrote so much that it seems a new one.

    Its counterpart in the other language was edited, and the old text of that leads to the deleted
    paragraph. None if there is no such paragraph.
    """
    if len(found.changes) != 1 or found.changes[0].kind is not ChangeKind.EDITED:
        return None
    (other,) = found.changes
    former, _ = found.returning(other.old, ())
    if not former or any(each.kind is not ChangeKind.DELETED for each in found.here.touching(former, ())):
        return None
    before, after = found.here.joined(former, change.new)
    language = found.here.new.language
    edits = typed(diff(before, after, language), before, after, language)
    texts = found.there.texts(other)
    return Drafts(language, found.there.new.language, before, after, edits, *texts, other.edits)


def _answers(
    comparison: Comparison, questions: Sequence[_Question], reader: WordReader, encoder: Encoder
) -> list[tuple[Doubt, ...]]:
    """Return the doubts about the edits of each question; how words are linked is learned on first use."""
    drafts, found = [question.drafts for question in questions], questions[0].found
    here, there = found.here.new, found.there.new  # of all questions

    @cache
    def linker() -> WordLinker:
        pairs = [pair for each in drafts for pair in ((each.pivot_old, each.old), (each.pivot_new, each.new))]
        pairs += _sample(comparison, (here, there))
        return WordLinker(pairs, here.language, there.language, reader)

    return doubts(drafts, lambda source, target: linker().link(source, target), encoder)


def _with_witnesses(language: str, answers: Mapping[str, _Answer]) -> tuple[Doubt, ...]:
    """Return the doubts about one language, as the answers for the others make them appear."""
    question, doubtful = answers[language]
    others = [
        witness
        for code, (asked, witness) in answers.items()
        if code != language and asked.drafts.pivot_edits == question.drafts.pivot_edits
    ]
    return outvoted(doubtful, others)


def _sample(comparison: Comparison, keys: DocumentPair) -> list[tuple[str, str]]:
    """Return a sample of linked paragraphs of two documents, evenly spread."""
    alignment, (source, target) = comparison.alignments.get(keys), (comparison.documents[key] for key in keys)
    pairs = linked_texts(alignment, source, target) if alignment else []
    return pairs[:: max(1, -(-len(pairs) // _MOST_PAIRS))]


def _with_answer(
    amendment: Amendment, language: str, question: _Question, found: Sequence[Doubt]
) -> Amendment:
    """Give an amendment the state for one language that its edits suggest, one by one."""
    lost = [doubt for doubt in found if doubt.probability >= MISSING]
    missing = tuple(_missing(question, lost))
    state, reasons = amendment.states[language], dict(amendment.reasons)
    if lost and state is not Carried.PARTLY:
        whole = len(lost) == len(found) and all(doubt.part is None for doubt in lost)
        state = Carried.NOT_CARRIED_OVER if whole else Carried.PARTLY
        words = tuple(_words(question.drafts, doubt) for doubt in lost)
        reasons[language] = Message("reason.edits_missing", edits=words)
    elif state is Carried.UNKNOWN and found and all(each.probability <= DONE for each in found):
        state = Carried.CARRIED_OVER
        reasons.pop(language, None)
    otherwise = amended_otherwise(question.found) if state is Carried.CARRIED_OVER else None
    if otherwise is not None:
        state, reasons[language] = Carried.PARTLY, otherwise
    return replace(
        amendment,
        states={**amendment.states, language: state},
        reasons=reasons,
        missing={**amendment.missing, language: missing},
    )


def _missing(question: _Question, lost: Sequence[Doubt]) -> Iterator[MissingEdit]:
    """Yield the missing edits; for an inserted paragraph, which is one edit, only the most likely."""
    if question.found.change.kind is ChangeKind.INSERTED:
        likeliest = max(lost, key=lambda doubt: doubt.probability, default=None)
        if likeliest is not None:
            yield MissingEdit(0, _placed(question, likeliest.where))
        return
    yield from (MissingEdit(each.edit, _placed(question, each.where)) for each in lost)


def _placed(question: _Question, where: Span | None) -> Span | None:
    """Convert a place in the other language's new wording to one in the text of its new draft."""
    found, there = question.found, question.found.there
    document = there.documents[there.new]
    segments = list(found.changes[0].new if len(found.changes) == 1 else found.new)
    places = joined_spans(document.text_of(index) for index in segments)
    for index, place in zip(segments, places, strict=True) if where is not None else ():
        span = document.segments[index].span
        if where is not None and where.start < place.stop:
            return where.shifted(span.start - place.start).clipped(Span(0, span.stop))
    return None


def _words(drafts: Drafts, lost: Doubt) -> Message:
    edit = drafts.pivot_edits[lost.edit]
    deleted = "" if lost.part else shorten(bare(edit.old.of(drafts.pivot_old)), _SHOWN)
    added = shorten(bare((lost.part or edit.new).of(drafts.pivot_new)), _SHOWN)
    return message_on_words(deleted, added)


@dataclass(frozen=True, slots=True)
class _Texts:
    """The drafts of an amended paragraph in both languages.

    Attributes:
        here: language code of the pivot.
        there: language code of the other language.
        before: the pivot's old text.
        after: its new text.
        old: the other language's old text.
        new: its new text.
        around: the pivot's new text of all paragraphs that correspond to the new one there.
        labels: the numbers in the labels of the new paragraphs there.
    """

    here: str
    there: str
    before: str
    after: str
    old: str
    new: str
    around: str
    labels: frozenset[str]

    @classmethod
    def of(cls, found: Counterparts) -> Self:
        before, after = found.here.texts(found.change)
        old, new = found.there.joined(found.old, found.new)
        _, latter = found.returning((), found.new)
        _, around = found.here.joined((), sorted({*latter, *found.change.new}))
        here, there = found.here.new.language, found.there.new.language
        labels = frozenset[str]().union(*(found.there.label_values(each, here)[1] for each in found.changes))
        return cls(here, there, before, after, old, new, around, labels)


def amended_otherwise(found: Counterparts) -> Message | None:
    """Name the numbers, dates, symbols or modal words amended otherwise there; None if there are none."""
    if not (found.old and found.new and found.change.old and found.change.new):
        return None
    texts = _Texts.of(found)
    for ours, theirs in (*_facts(texts), *_fractions(texts), *_replacements(texts), *_modal_words(texts)):
        here, there = _wordings(ours, texts.after), _wordings(theirs, texts.new)
        if here and there:
            return Message("reason.amended_otherwise", here=here, there=there)
    return None


def _wordings(spans: Iterable[Span], text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(span.of(text).strip() for span in spans))


def _facts(texts: _Texts) -> Iterator[tuple[list[Span], list[Span]]]:
    """Yield the symbols, dates and numbers that each new text, but neither its old one nor the other, has."""
    for ours, theirs in (_introduced(texts, facts_grammar.SYMBOLS), _introduced(texts, facts_grammar.DATES)):
        yield [span for span, _ in ours], [span for span, _ in theirs]
    numbers, other_numbers = _introduced(texts, NUMBERS)
    numbers = [figure for figure in numbers if texts.labels.isdisjoint(figure.readings)]
    yield [figure.span for figure in numbers], [figure.span for figure in other_numbers]


def _fractions(texts: _Texts) -> Iterator[tuple[list[Span], list[Span]]]:
    """Yield the fractions that each new text, but neither its old one nor the other, has."""
    if all(different_fractions(texts.before, texts.here, texts.old, texts.there)):
        return
    (_, before), (_, old) = fractions(texts.before, texts.here), fractions(texts.old, texts.there)
    ours, _ = different_fractions(texts.after, texts.here, texts.new, texts.there)
    _, theirs = different_fractions(texts.around, texts.here, texts.new, texts.there)
    yield (
        [amount.span for amount in ours if amount.value not in {known.value for known in before}],
        [amount.span for amount in theirs if amount.value not in {known.value for known in old}],
    )


def _replacements(texts: _Texts) -> Iterator[tuple[list[Span], list[Span]]]:
    """Yield the numbers that replaced the same number in each language, unless the other has them.

    Since both replaced it, round numbers count, which may otherwise be a manner of speaking: 一千万, which
    replaced 七百万 where "twelve million" replaced "seven million".
    """
    before, after = numerals(texts.before, texts.here), numerals(texts.after, texts.here)
    old, new = numerals(texts.old, texts.there), numerals(texts.new, texts.there)
    if (_values(before) - _values(after)) & (_values(old) - _values(new)):
        ours = _new_figures(before, after, texts.labels)
        theirs = _new_figures(old, new, frozenset())
        yield (
            [figure.span for figure in NUMBERS.lacking(ours, facts(texts.new, texts.there))],
            [figure.span for figure in NUMBERS.lacking(theirs, facts(texts.around, texts.here))],
        )


def _values(numbers: Iterable[Numeral]) -> frozenset[str]:
    return frozenset(number.value for number in numbers)


def _new_figures(
    before: Iterable[Numeral], after: Iterable[Numeral], labels: frozenset[str]
) -> Iterator[Figure]:
    known = _values(before) | labels
    return (Figure(each.span, (each.value,), scaled=True) for each in after if each.value not in known)


def _introduced(texts: _Texts, kind: FactKind[Fact]) -> tuple[list[Fact], list[Fact]]:
    """Return the facts of one kind that each amendment introduced and the other new text lacks.

    None do if the old texts already differed: the languages may count in other units or by other calendars.
    """
    before, old = facts(texts.before, texts.here), facts(texts.old, texts.there)
    if all(kind.different(before, old)):
        return [], []
    after, new = facts(texts.after, texts.here), facts(texts.new, texts.there)
    around = after if texts.around == texts.after else facts(texts.around, texts.here)
    ours, _ = kind.different(after, new)
    _, theirs = kind.different(around, new)
    return kind.lacking(ours, before), kind.lacking(theirs, old)


def _modal_words(texts: _Texts) -> Iterator[tuple[list[Span], list[Span]]]:
    """Yield the new modal words, if both languages bound alike and now bind to different degrees."""
    before, after = degree(texts.before, texts.here), degree(texts.after, texts.here)
    was, now = degree(texts.old, texts.there), degree(texts.new, texts.there)
    if before is None or after is None or was is None or now is None:
        return
    agreed = not was[0].contradicts(before[0])
    if agreed and was[0] is not now[0] and after[0].contradicts(before[0]) and now[0].contradicts(after[0]):
        yield [after[1]], [now[1]]
