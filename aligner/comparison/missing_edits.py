"""Find single edits of an amendment that were not carried over, in a paragraph that was amended otherwise.

The words that an edit removed or added in the pivot are linked with words of the other language,
in the old and in the new drafts. If the edit was carried over, those words were changed too. If it
was forgotten, the words that the pivot added have no counterpart, those that it removed are still
there, and the meaning shifted less than in the pivot. A logistic model weighs this evidence for edits
of three words or more, whose paragraph may be rewritten freely; another one (`forgotten_words`) finds
shorter ones, if the place in the other language was left untouched. The more certain of both counts.

Distinguish the occurrences of a repeated word by their neighbours.

Word links are learned without regard to order: each of two "Executive Yuan" is linked with both 行政院,
half with each. When an amendment removes one of them, the words that stayed then seem half changed, and
a forgotten edit seems half made. Which occurrence translates which is shown by the words around them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import exp, log, sqrt
from statistics import fmean
from typing import Final, NamedTuple

import numpy as np

from aligner.alignment.geometry import DoubleArray, unit
from aligner.alignment.word_links import WordLinks
from aligner.comparison.forgotten_words import Forgotten
from aligner.comparison.word_coverage import Drafts, EditLinks, WordTable, coverage
from aligner.encoders import Encoder
from aligner.languages.modal_words import Degree, degree, scope_counts
from aligner.languages.profile import profile
from aligner.values import Edit, EditTag, EditType, Span, WeightReason
from aligner.values.learned import logistic, probability_of
from aligner.values.runs import run_around

MISSING: Final = 0.67
"""Minimum probability at which an edit is reported as missing."""
DONE: Final = 0.15
"""Maximum probability at which an edit counts as carried over without other evidence."""
_WITNESSES: Final = 2
"""Minimum number of other languages that outvote one."""
_CARRIED_OVER: Final = 0.12
"""Maximum probability, in each of them, that the edit is missing there."""
_OUTVOTED: Final = 0.45
"""Minimum probability at which the edit is then reported as missing.

Of 301 short and 308 longer edits undone in one of five languages (goals, Chinese as pivot), 0.32 and 0.86
are found, 0.28 and 0.85 without the others, with the same 17 false alarms; with English as pivot, of 147
and 169, 0.37 and 0.91 instead of 0.35 and 0.90, with the same 62.
"""
_LEAD: Final = 0.8
"""Minimum mean lead in coverage, in the other languages, of two adjacent words that one language lacks.

Of 90 halves of additions taken out of one of five languages (goals, Chinese as pivot), 0.43 are found, 0.17
without the others, with no false alarm for 1,293 amendments; with English as pivot, of 60, 0.42 instead of
0.22, with one for 878, in each of four draws.
"""
_LONGEST_ADDITION: Final = 20
"""Maximum number of its content words; in longer ones, which are translated freely, 3 alarms were false."""
_FURTHER: Final = 0.5
"""Minimum lead of a further word beside them."""
_LEAST_WORDS: Final = 3
_CONDITIONS: Final = ("discretion", "law")
"""Kinds of scope words that every translation has to render, such as "where appropriate" and "under national
law"; "all" and "including" often go without saying."""
_UNMATCHED_CONDITION: Final = 2.8
"""Added to the score of an edit that adds or removes a condition, if the other language did neither.

Of 187 conditions left out by one language, planted in UN documents, it finds 0.79, with 1 alarm for 201
that were not.
"""
_REPLACED_CONDITION: Final = 3.9
"""The same for the added half of an edit that replaces one condition by another, judged by itself.

The other language may have removed the old condition and not added the new one. Of 70 such omissions,
planted in UN documents, it finds 0.81, with no alarm for 57 conditions that were replaced.
"""
_KEPT: Final = 0.95
"""Probability that a change from permission to obligation is missing if the other language keeps its word."""
_LEAST_SHIFT: Final = 0.005
_LEAST_DISTANCE: Final = 0.01
"""Lower bound of the distance between two texts, which is a divisor."""
_LINKED: Final = 0.15
"""Minimum sum of links from a word to changed words at which it counts as linked to them."""
_VALUES: Final = frozenset({EditType.NUMBER, EditType.DATE})

_REACH: Final = 10
"""How many words away a neighbour may be."""
_FADING: Final = 4.0
"""Distance in words at which a neighbour counts for e times less."""
_SLACK: Final = 0.05
"""Support of a link without linked neighbours."""
_ROUNDS: Final = 2
_TINY: Final = 1e-12


class CoveredWord(NamedTuple):
    """A word that an edit added to the pivot's text, and how well links cover it, in [0, 1]."""

    span: Span
    coverage: float


@dataclass(frozen=True, slots=True)
class Doubt:
    """The probability that one edit of the pivot is missing.

    Attributes:
        edit: index of the edit among the pivot's edits.
        probability: the probability, in [0, 1].
        where: where the edit belongs in the other language's new text, or None.
        added: the words with content that the edit added.
        part: the passage of the pivot's new text that is missing, if it is not the whole edit.
    """

    edit: int
    probability: float
    where: Span | None
    added: tuple[CoveredWord, ...] = ()
    part: Span | None = None


def doubts(
    paragraphs: Sequence[Drafts], link: Callable[[str, str], WordLinks], encoder: Encoder
) -> list[tuple[Doubt, ...]]:
    """Estimate, for each paragraph, how likely each of the pivot's edits is to be missing.

    Args:
        paragraphs: paragraphs amended in the pivot, all with the same other language.
        link: links the words of a pivot text with those of its counterpart.
        encoder: encodes the texts, one more text for each edit, and the wordings of doubtful ones.

    Returns:
        The doubts about each paragraph. Edits of form and of articles are left out, and those without
        content words, except numbers, dates and conditions that the other language lacks.
    """
    asked = [list(drafts.amending()) for drafts in paragraphs]
    texts: list[str] = []
    for drafts, edits in zip(paragraphs, asked, strict=True):
        texts += [drafts.pivot_new, drafts.pivot_old, drafts.new, drafts.old]
        texts += [drafts.without(number) for number, *_ in edits]
    if not any(asked):
        return [() for _ in paragraphs]
    vectors = unit(np.asarray(encoder.encode(texts), dtype=np.float64))
    found, at = [], 0
    for drafts, edits in zip(paragraphs, asked, strict=True):
        rows = vectors[at : at + 4 + len(edits)]
        at += len(rows)
        found.append(tuple(_doubts(drafts, edits, rows, link, encoder)))
    return found


def outvoted(suspected: Sequence[Doubt], others: Sequence[Sequence[Doubt]]) -> tuple[Doubt, ...]:
    """Return the doubts about a paragraph in one language; what all others have is missing sooner.

    Words that are hard to link, or an edit that says little, are so in most languages. So words that an edit
    added, and that links cover in the others alone, were left out even if the rest of the edit was not.

    Args:
        suspected: the doubts about one language.
        others: those about each other language, on the same edits.
    """
    witnesses = [{doubt.edit: doubt for doubt in doubts} for doubts in others]
    return tuple(
        _outvoted(doubt, [edits[doubt.edit] for edits in witnesses if doubt.edit in edits])
        for doubt in suspected
    )


def _outvoted(doubt: Doubt, others: Sequence[Doubt]) -> Doubt:
    if doubt.probability >= MISSING or len(others) < _WITNESSES:
        return doubt
    if doubt.probability >= _OUTVOTED and all(other.probability <= _CARRIED_OVER for other in others):
        return replace(doubt, probability=MISSING)
    part = _missing_part(doubt.added, [other.added for other in others])
    return doubt if part is None else replace(doubt, probability=MISSING, part=part)


def _missing_part(added: Sequence[CoveredWord], others: Sequence[Sequence[CoveredWord]]) -> Span | None:
    """Return the words that links cover in the other languages and not in this one, at least two together."""
    same = [words for words in others if len(words) == len(added)]
    if len(same) < _WITNESSES or len(added) > _LONGEST_ADDITION:
        return None
    leads = [
        fmean(witness.coverage for witness in witnesses) - word.coverage
        for word, witnesses in zip(added, zip(*same, strict=True), strict=True)
    ]
    pairs = [(one + other) / 2 for one, other in pairwise(leads)]
    if max(pairs, default=0.0) < _LEAD:
        return None
    best = pairs.index(max(pairs))
    run = run_around(best, len(leads), lambda place: place == best + 1 or leads[place] >= _FURTHER)
    return Span(added[run[0]].span.start, added[run[-1]].span.stop)


def _doubts(
    drafts: Drafts,
    edits: Sequence[tuple[int, Edit, WeightReason]],
    vectors: DoubleArray,
    link: Callable[[str, str], WordLinks],
    encoder: Encoder,
) -> Iterator[Doubt]:
    """Yield the doubts about the edits of one paragraph.

    Args:
        drafts: the paragraph.
        edits: the edits to look for, each with its index and the reason for its weight.
        vectors: unit vectors of the pivot's new and old text, the other language's new and old text,
            and the pivot's new text without each of the edits.
        link: links the words of a pivot text with those of its counterpart.
        encoder: encodes the wordings of doubtful edits.
    """
    if not edits:
        return
    languages = drafts.pivot, drafts.language
    before, after = (
        WordTable(by_neighbours(link(*texts), *texts), texts, languages)
        for texts in ((drafts.pivot_old, drafts.old), (drafts.pivot_new, drafts.new))
    )
    made = [edit for edit in drafts.edits if edit.amends(drafts.old, drafts.new)]
    links = EditLinks(before, after, made)
    masses = [links.masses(edit) for _, edit, _ in edits]
    of_paragraph = _evidence_on_paragraph(drafts, before, after, vectors)
    forgotten = Forgotten(drafts, links, of_paragraph, encoder)
    modal, forbidding = _modal_words_left(drafts), _forbidding_in_both(drafts)
    for place, (number, edit, reason) in enumerate(edits):
        if _touches(edit, forbidding):
            yield Doubt(number, 0.0, _place(drafts, edit, before.links))
            continue
        others = sum(masses) - masses[place]
        distance = log(1.0 - min(1.0, float(vectors[0] @ vectors[4 + place])) + _LEAST_SHIFT)
        added, removed = _unmatched_conditions(drafts, number) if reason is WeightReason.SCOPE else (0, 0)
        halves = [(edit, _UNMATCHED_CONDITION if added or removed else 0.0)]
        if added and edit.old and edit.new:
            halves.append((_addition(edit), _REPLACED_CONDITION))
        chances = [
            _of_rewritten(half, links, others, distance, of_paragraph, unmatched)
            for half, unmatched in halves
        ]
        chances.append(forgotten.probability(edit, others, distance, least=MISSING))
        is_left = modal is not None and edit.old.overlaps(modal[0]) and edit.new.overlaps(modal[1])
        chances.append(_KEPT if is_left else None)
        known = [each for each in chances if each is not None]
        if known:
            yield Doubt(number, max(known), _place(drafts, edit, before.links), _covered_words(edit, after))


def _covered_words(edit: Edit, after: WordTable) -> tuple[CoveredWord, ...]:
    covered = after.coverage[0]
    words = [number for number in after.words(0, edit.new) if after.content[0][number]]
    return tuple(CoveredWord(after.spans[0][number], float(covered[number])) for number in words)


def _of_rewritten(
    edit: Edit,
    links: EditLinks,
    others: DoubleArray,
    distance: float,
    of_paragraph: Mapping[str, float],
    unmatched: float,
) -> float | None:
    """Return the probability that an edit is missing in a paragraph that may be translated freely.

    Args:
        edit: the edit of the pivot.
        links: the links between the words of both languages.
        others: the sum of the links from the pivot's other edits to each edit of the other language.
        distance: the logarithm of how far the edit shifts the meaning of the pivot's text.
        of_paragraph: the evidence that all edits of the paragraph share.
        unmatched: added to the score, if it adds or removes a condition and the other language none.

    Returns:
        None for an edit of fewer than three words, unless it is a number, date or unmatched condition.
    """
    linked = links.linked(edit)
    size = sum(map(len, linked))
    unmatched = 0.0 if all(map(len, linked)) else unmatched
    if size < (1 if edit.type in _VALUES or unmatched else _LEAST_WORDS):
        return None
    unexplained = float(np.maximum(0.0, links.sizes - 2 * others).sum())
    score = logistic("missing-edit").log_odds(
        unexplained=min(1.0, unexplained / max(_LEAST_WORDS, size)),
        run=log(1 + max(map(_longest_run, linked))),
        distance=distance,
        elsewhere=links.share_elsewhere(edit),
        **of_paragraph,
        covered=links.after.mean_coverage([edit.new], otherwise=links.after.mean_coverage()),
    )
    return probability_of(score + unmatched)


def _addition(edit: Edit) -> Edit:
    """Return an edit without what it removes."""
    return replace(edit, tag=EditTag.INSERT, old=Span(edit.old.stop, edit.old.stop))


def _modal_words_left(drafts: Drafts) -> tuple[Span, Span] | None:
    """Return the pivot's old and new modal word if it now binds differently and the other language does not.

    None unless all four texts are clear: `may` becomes `shall`, and `peut` is where it was.
    """
    before, after = (degree(text, drafts.pivot) for text in (drafts.pivot_old, drafts.pivot_new))
    was, now = (degree(text, drafts.language) for text in (drafts.old, drafts.new))
    if before is None or after is None or was is None or now is None:
        return None
    if was[0] is not now[0] or was[0].contradicts(before[0]) or not now[0].contradicts(after[0]):
        return None
    words = profile(drafts.language).modality
    modal = words.permits if now[0] is Degree.PERMITS else words.binds
    as_many = modal.count_in(drafts.old) == modal.count_in(drafts.new)
    return (before[1], after[1]) if as_many else None


def _forbidding_in_both(drafts: Drafts) -> tuple[list[Span], list[Span]]:
    """Return where the pivot's old and new text forbid, if both languages now forbid more, or both less.

    What forbids differs by language: `may` → `may not`, 可以 → 不得.
    """
    old, new = (_forbidding(text, drafts.pivot) for text in (drafts.pivot_old, drafts.pivot_new))
    was, now = (_forbidding(text, drafts.language) for text in (drafts.old, drafts.new))
    return (old, new) if (len(new) - len(old)) * (len(now) - len(was)) > 0 else ([], [])


def _touches(edit: Edit, places: tuple[list[Span], list[Span]]) -> bool:
    """Whether an edit changes words at one of the places in the old text, or at one in the new."""
    old, new = places
    return any(map(edit.old.overlaps, old)) or any(map(edit.new.overlaps, new))


def _forbidding(text: str, language: str) -> list[Span]:
    return [Span(*match.span()) for match in profile(language).modality.forbids.finditer(text)]


def _unmatched_conditions(drafts: Drafts, number: int) -> tuple[int, int]:
    """Return how many kinds of conditions an edit adds and removes, unless the other language does, too.

    What it adds decides, if it replaces one condition by another.
    """
    here = scope_counts(drafts.pivot_new, drafts.pivot)
    here.subtract(scope_counts(drafts.without(number), drafts.pivot))
    there = scope_counts(drafts.new, drafts.language)
    there.subtract(scope_counts(drafts.old, drafts.language))
    added = [kind for kind in _CONDITIONS if here[kind] > 0]
    removed = [kind for kind in _CONDITIONS if here[kind] < 0]
    if any(here[kind] * there[kind] > 0 for kind in added or removed):
        return 0, 0
    return len(added), len(removed)


def _evidence_on_paragraph(
    drafts: Drafts, before: WordTable, after: WordTable, vectors: DoubleArray
) -> dict[str, float]:
    """Return the evidence that all edits of a paragraph share, by the names of its weights.

    `shift` is the logarithm of how far the other language's meaning shifted, as a multiple of the pivot's.
    """
    added = [edit.new for edit in drafts.pivot_edits if edit.amends(drafts.pivot_old, drafts.pivot_new)]
    found = coverage(before, after, added, drafts.edits)
    here, there = _distance(vectors[0], vectors[1]), _distance(vectors[2], vectors[3])
    return found | {"orphaned": log(1 + found["orphaned"]), "shift": log(there / here)}


def _distance(one: DoubleArray, other: DoubleArray) -> float:
    return sqrt(max(_LEAST_DISTANCE**2, 2 - 2 * float(one @ other)))


def _longest_run(linked: DoubleArray) -> int:
    """Return the maximum number of consecutive words without a link to a changed word."""
    longest = run = 0
    for each in linked:
        run = 0 if each >= _LINKED else run + 1
        longest = max(longest, run)
    return longest


def _place(drafts: Drafts, edit: Edit, before: WordLinks) -> Span | None:
    """Return where an edit of the pivot belongs in the other language's new text, or None."""
    place = before.best_place(edit.old)
    if place is None:
        return None
    starts = [_new_position(drafts.edits, place.start), _new_position(drafts.edits, place.stop)]
    return Span(min(starts), max(starts)) if starts[0] != starts[1] else None


def _new_position(edits: Sequence[Edit], position: int) -> int:
    """Map a position in the old text to the new one."""
    for edit in edits:
        if position < edit.old.stop or edit is edits[-1]:
            inside = position - edit.old.start if edit.tag is EditTag.EQUAL else len(edit.new)
            return edit.new.start + min(inside, len(edit.new))
    return position


def by_neighbours(links: WordLinks, source: str, target: str) -> WordLinks:
    """Shift the links of repeated words to the occurrences whose neighbours are linked, too.

    The sum of a word's links to all occurrences of another stays the same. Words that occur only once
    keep their links.

    Args:
        links: the links between the words of two texts.
        source: the text of the source's words.
        target: the text of the target's words.
    """
    of_source, of_target = _repeated(source, links.source), _repeated(target, links.target)
    if not (of_source or of_target):
        return links
    matrix: DoubleArray = links.matrix.astype(np.float64)
    for _ in range(_ROUNDS):
        support = _SLACK + _from_neighbours(_from_neighbours(matrix).T).T
        for group in of_target:
            matrix[:, group] = _shared_out(matrix[:, group], support[:, group])
        for group in of_source:
            matrix[group] = _shared_out(matrix[group].T, support[group].T).T
    return WordLinks(links.source, links.target, np.minimum(1.0, matrix).astype(np.float32))


def _repeated(text: str, words: Sequence[Span]) -> list[list[int]]:
    """Return the words that occur more than once, as the indices of their occurrences."""
    found: dict[str, list[int]] = {}
    for number, word in enumerate(words):
        found.setdefault(word.of(text).casefold(), []).append(number)
    return [numbers for numbers in found.values() if len(numbers) > 1]


def _from_neighbours(matrix: DoubleArray) -> DoubleArray:
    """Return the sum of the rows around each row, by their nearness."""
    found = np.zeros_like(matrix)
    for distance in range(1, _REACH + 1):
        nearness = exp(-distance / _FADING)
        found[distance:] += nearness * matrix[:-distance]
        found[:-distance] += nearness * matrix[distance:]
    return found


def _shared_out(links: DoubleArray, support: DoubleArray) -> DoubleArray:
    """Share out the sum of each row in proportion to its links and their support."""
    weights = links * support
    found: DoubleArray = weights * (links.sum(axis=1) / np.maximum(_TINY, weights.sum(axis=1)))[:, None]
    return found
