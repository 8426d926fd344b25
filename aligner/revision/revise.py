"""Compare an old and a new draft in one language, and classify the change to each paragraph.

Paragraphs are first matched by their text, not by their number (`aligner.revision.matching`);
then the words of each pair are compared (`aligner.revision.diff`). The result shows what a
delegate needs to know: which paragraphs are new, deleted, moved, split or merged, which were
merely renumbered, and which words changed in the others.

A hyphen at a line end may belong to the word or only mark the line break, and a PDF may have a
space inside a word. Neither is a change of wording. `reading` returns a function that makes
such hyphens and spaces invisible, so that both spellings compare as the same word.

Paragraphs whose wording changed entirely are matched by their meaning, if an encoder is given: only
those that wording left unmatched, and only between matched neighbours, since an encoder alone would
link every paragraph to something similar.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from typing import Any, Final

import numpy as np

from aligner.alignment.geometry import unit
from aligner.encoders import Encoder
from aligner.languages import get, script
from aligner.languages.profile import profile
from aligner.languages.tokens import form_key
from aligner.revision.change_kinds import ChangeMaker, ordered
from aligner.revision.draft_links import link, match_share
from aligner.revision.match_model import Pair, units
from aligner.revision.matching import chain
from aligner.revision.misplaced_words import with_misplaced_words
from aligner.revision.misreadings import badly_read_pages
from aligner.revision.note_changes import NotePairs, note_pairs, notes_document
from aligner.values import Change, ChangeKind, Document, LanguageError, Message, Revision

NOT_DRAFTS_OF_ONE_TEXT: Final = 0.3
"""Below this `match_share`, two documents are probably not drafts of the same text."""


_HYPHENS: Final = "-‐‑"
_LETTERS: Final = r"[^\W\d_]+"
_WORD: Final = re.compile(rf"{_LETTERS}(?:[{_HYPHENS}\u00ad]{_LETTERS})*")
_HYPHEN: Final = re.compile(rf"[{_HYPHENS}\u00ad]")
_DIVIDED: Final = re.compile(rf"(?<![^\W\d_])({_LETTERS})[ \u00a0](?=({_LETTERS}))")
"""Two runs of letters with one space between them, which may be one word."""

_RUN: Final = re.compile(_LETTERS)
_DIGITS: Final = re.compile(r"\d+")
_SOFT_HYPHEN: Final = "\u00ad"
_WORD_JOINER: Final = "\u2060"


_LEAST: Final = 0.1  # minimum cosine, after the drafts' mean vector is subtracted
_SURE: Final = 0.25  # cosine below which the two must also share some of their wording
_LEAST_WORDING: Final = 0.05  # minimum share of wording in common
_MOST: Final = 400  # maximum number of unmatched paragraphs; with more, meaning is unreliable

_EDITED: Final = (ChangeKind.EDITED, ChangeKind.MOVED_EDITED)


def doubt(revision: Revision) -> Message | None:
    """Return a warning if two documents are probably not drafts of the same text."""
    if revision.match_share >= NOT_DRAFTS_OF_ONE_TEXT:
        return None
    share = f"{100 * revision.match_share:.0f} %"
    return Message("revision.little_in_common", share=share)


def order_doubt(old: Document, new: Document, names: tuple[str, str] | None = None) -> Message | None:
    """Return a warning if the old draft has a later date than the new one, so that all changes are reversed.

    Args:
        old: the old draft, according to the user.
        new: the new draft.
        names: what to call them; by default, the names of their files.
    """
    before, after = old.masthead.date, new.masthead.date
    if not before or not after or before <= after:
        return None
    old_name, new_name = names or (old.source, new.source)
    return Message("revision.dated_later", old=old_name, before=before, new=new_name, after=after)


def revise(
    old: Document,
    new: Document,
    *,
    encoder: Encoder | Callable[[], Encoder] | None = None,
) -> Revision:
    """Compare two drafts in one language.

    Args:
        old: the old draft.
        new: the new draft.
        encoder: if given, matches paragraphs between matched neighbours by meaning even if their
            wording changed entirely. A function that loads an encoder is called only if there
            are such paragraphs.

    Returns:
        Every paragraph of both drafts in exactly one change, in the order of the new draft.

    Raises:
        LanguageError: if the two are in different languages.
    """
    if get(old.language) is not get(new.language):
        raise LanguageError(Message("error.draft_languages", old=_language(old), new=_language(new)))
    notes = footnote_changes(old, new)
    by_meaning = None
    if encoder is not None:
        shingle = profile(old.language).words.shingle
        by_meaning = partial(pair_by_meaning, encoder=encoder, shingle=shingle)
    changes, share = _changes(old, new, note_pairs(old, new, notes), by_meaning)
    changes, notes = with_misplaced_words(changes, notes, old, new)
    return Revision(changes, len(old), len(new), share, footnote_changes=notes)


def footnote_changes(old: Document, new: Document) -> tuple[Change, ...]:
    """Return the changes between the footnotes of two drafts; see `Revision.footnote_changes`."""
    return _changes(notes_document(old), notes_document(new), frozenset(), _pair_but_for_digits)[0]


def _pair_but_for_digits(
    gaps: Sequence[tuple[list[int], list[int]]], old_texts: Sequence[str], new_texts: Sequence[str]
) -> dict[Pair, float]:
    """Pair footnotes of one gap that differ in digits only: `A/78/280` is next year's `A/80/347`."""
    found: dict[Pair, float] = {}
    for left, right in gaps:
        alike: dict[str, list[int]] = defaultdict(list)
        for j in reversed(right):
            alike[_DIGITS.sub("0", new_texts[j])].append(j)
        pairs = {(i, same.pop()): 1.0 for i in left if (same := alike[_DIGITS.sub("0", old_texts[i])])}
        found.update((pair, 1.0) for pair in chain(pairs))
    return found


def _language(document: Document) -> Message:
    return Message("detect.named", language=document.language, code=document.language)


def _changes(
    old: Document,
    new: Document,
    notes: NotePairs,
    pair_more: Callable[..., dict[Pair, float]] | None,
) -> tuple[tuple[Change, ...], float]:
    """Return the changes between two drafts, and the share of both texts that is matched."""
    normalize = reading(old, new)
    old_units, new_units = units(old, normalize), units(new, normalize)
    if pair_more is not None:
        before, after = (list(map(normalize, document.texts())) for document in (old, new))
        pair_more = partial(pair_more, old_texts=before, new_texts=after)
    links = link(old_units, new_units, old.language, pair_more)
    badly_read = badly_read_pages(old), badly_read_pages(new)
    maker = ChangeMaker(old, new, old_units, new_units, notes, normalize, badly_read)
    changes = ordered(map(maker.change, links))
    return tuple(changes), match_share(links, old_units, new_units)


@dataclass(frozen=True, slots=True)
class BrokenWords:
    """The broken words of two drafts, in lower case.

    Attributes:
        hyphenated: words that a line end divides, without their hyphens.
        divided: the two parts of words that a space divides.
    """

    hyphenated: frozenset[str]
    divided: frozenset[tuple[str, str]]

    def mended(self, text: str) -> str:
        """Replace stray hyphens and spaces by invisible characters, without changing the length of the text.

        >>> words = BrokenWords(frozenset({"longterm"}), frozenset({("conse", "rve")}))
        >>> words.mended("to conse rve long-term") == "to conse\u2060rve long\u00adterm"
        True
        """
        if self.hyphenated and _HYPHEN.search(text):
            text = _WORD.sub(self._without_hyphens, text)
        if self.divided:
            text = _DIVIDED.sub(self._without_space, text)
        return text

    def _without_hyphens(self, match: re.Match[str]) -> str:
        word = match[0]
        if _HYPHEN.sub("", word).lower() not in self.hyphenated:
            return word
        return _HYPHEN.sub(_SOFT_HYPHEN, word)

    def _without_space(self, match: re.Match[str]) -> str:
        pair = match[1].lower(), match[2].lower()
        return match[1] + _WORD_JOINER if pair in self.divided else match[0]


def reading(old: Document, new: Document) -> Callable[[str], str]:
    """Return a normalizer that removes differences in script and broken words between two drafts.

    It preserves the length of a text, and so all positions.
    """
    if not get(old.language).spaced:
        return script.reading(old.text, new.text, old.language)
    words = broken_words(old, new)
    return words.mended if words.hyphenated or words.divided else str


def broken_words(old: Document, new: Document) -> BrokenWords:
    """Return the words that are broken in one of two drafts.

    A word is broken by a hyphen if a line end divides it, unless the drafts spell it differently
    away from line ends. It is broken by a space if either draft has it unbroken, and one of its
    parts never occurs as a separate word.
    """
    return BrokenWords(_hyphenated(old, new), _divided(old, new))


def _hyphenated(old: Document, new: Document) -> frozenset[str]:
    ends = [list(_line_ends(document)) for document in (old, new)]
    if not any(ends):
        return frozenset()
    divided: set[str] = set()
    first, second = (_spelled(*each, divided) for each in zip((old, new), ends, strict=True))
    return frozenset(
        word for word in divided if not (first[word] and second[word] and first[word] != second[word])
    )


def _spelled(document: Document, ends: list[int], divided: set[str]) -> dict[str, set[str]]:
    """Map each word without hyphens to its spellings; add the words cut by a line end to `divided`."""
    forms: dict[str, set[str]] = defaultdict(set)
    if not document.segments:
        return forms
    following = iter(ends)
    end = next(following, None)
    start, stop = document.segments[0].span.start, document.segments[-1].span.stop
    for match in _WORD.finditer(document.text, start, stop):
        while end is not None and end <= match.start():
            end = next(following, None)
        word = match[0].lower()
        plain = word if word.isalpha() else _HYPHEN.sub("", word)
        if end is not None and end < match.end():
            divided.add(plain)
        else:
            forms[plain].add(word if plain is word else _HYPHEN.sub("-", word.replace(_SOFT_HYPHEN, "")))
    return forms


def _line_ends(document: Document) -> Iterator[int]:
    """Yield the positions before a letter at which a line of the document's source ended."""
    for before, after in pairwise(document.origin.runs):
        place = after.text_start
        if before.text_start + before.length == place and document.text[place : place + 1].isalpha():
            yield place


def _divided(old: Document, new: Document) -> frozenset[tuple[str, str]]:
    text = "\n".join({*old.texts(), *new.texts()}).lower()  # a set: most texts are in both drafts
    words = Counter(_RUN.findall(text))
    pairs = Counter((left, right) for left, right in _DIVIDED.findall(text) if left + right in words)
    return frozenset(
        (left, right)
        for (left, right), count in pairs.items()
        if words[left] == count or words[right] == count
    )


def pair_by_meaning(
    gaps: Sequence[tuple[list[int], list[int]]],
    old_texts: Sequence[str],
    new_texts: Sequence[str],
    encoder: Encoder | Callable[[], Encoder],
    shingle: int,
) -> dict[Pair, float]:
    """Pair unmatched paragraphs of the same gap that have similar meanings, in order.

    Args:
        gaps: the unmatched paragraphs of both drafts, gap by gap.
        old_texts: the texts of the old draft's paragraphs.
        new_texts: the same for the new draft.
        encoder: an encoder, or a function that loads one; used only if a gap has unmatched
            paragraphs on both sides.
        shingle: length of the shingles, in characters, that measure shared wording.

    Returns:
        Each pair with its similarity, in [0, 1].
    """
    old = [i for left, right in gaps if right for i in left]
    new = [j for left, right in gaps if left for j in right]
    if not old or not new or len(old) + len(new) > _MOST:
        return {}
    model: Any = encoder if hasattr(encoder, "encode") else encoder()
    vectors = model.encode([old_texts[i] for i in old] + [new_texts[j] for j in new])
    background = np.asarray(model.encode([*old_texts, *new_texts][: _MOST // 2])).mean(axis=0)
    centred = unit(vectors - background)
    old_place, new_place = ({index: k for k, index in enumerate(side)} for side in (old, new))
    found: dict[Pair, float] = {}
    for left, right in gaps:
        scored = {}
        for i in left:
            for j in right:
                score = float(centred[old_place[i]] @ centred[len(old) + new_place[j]])
                if score >= _SURE or (
                    score >= _LEAST and _wording(old_texts[i], new_texts[j], shingle) >= _LEAST_WORDING
                ):
                    scored[i, j] = min(1.0, score)
        found.update((pair, scored[pair]) for pair in chain(scored))
    return found


def with_shifts(revision: Revision, old: Document, new: Document, encoder: Encoder) -> Revision:
    """Add the shift in meaning of each edited paragraph to a revision: 1 minus the cosine.

    Shifts are comparable across languages: a translation that was only polished shifts less than
    one that was amended.

    Args:
        revision: the revision of the two drafts.
        old: the old draft.
        new: the new draft.
        encoder: encodes the edited paragraphs of both drafts.
    """
    edited = [n for n, change in enumerate(revision.changes) if change.kind in _EDITED]
    texts = [old.joined(revision.changes[n].old) for n in edited]
    texts += [new.joined(revision.changes[n].new) for n in edited]
    if not edited:
        return revision
    vectors = unit(np.asarray(encoder.encode(texts), dtype=np.float64))
    cosines = np.sum(vectors[: len(edited)] * vectors[len(edited) :], axis=1)
    changes = list(revision.changes)
    for number, cosine in zip(edited, cosines, strict=True):
        changes[number] = replace(changes[number], shift=round(max(0.0, 1.0 - float(cosine)), 4))
    return replace(revision, changes=tuple(changes))


def _wording(old: str, new: str, length: int) -> float:
    """Return the share of wording that two texts have in common, in [0, 1], as the Dice coefficient."""
    before, after = (
        {key[k : k + length] for k in range(len(key) - length + 1)} for key in (form_key(old), form_key(new))
    )
    return 2 * len(before & after) / max(1, len(before) + len(after))
