"""Consistency without a glossary: a pivot term that is rendered differently in one place.

Terms are stretches of the pivot text that recur in several paragraphs; a term's rendering is the
run of words that nearly all of their counterparts share and few others contain. A paragraph that
lacks it is reported, with the number of paragraphs that have it. Words are compared by their
beginnings, since Russian and Arabic inflect.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import regex

from aligner.checks.material import Check, Material, Side, finding
from aligner.languages import get
from aligner.languages.chinese_words import words
from aligner.values import Finding, Message, Severity

_FEWEST: Final = 5  # paragraphs that must contain a term
_SHARE: Final = 0.8  # share of the paragraphs with the term that must have the rendering
_OWN: Final = 0.8  # share of the paragraphs with the rendering that must have the term
_STEM: Final = 5  # letters of a word that are compared
_SHORT: Final = 3  # words of at most this many letters are no evidence
_MOST_ROWS: Final = 1500
_HAN_TERM: Final = (4, 10)  # characters
_WORD_TERM: Final = (2, 4)  # words
_HAN: Final = regex.compile(r"\p{Han}+")
_WORD: Final = regex.compile(r"[\p{L}\p{M}]+|[^\p{L}\p{M}\s]")

Grams = dict[str, set[int]]


def _run(material: Material) -> Iterator[Finding]:
    for key in material.others:
        sides = {row: (one, two) for row, one, two in material.full_pairs() if two.key == key}
        if len(sides) <= _MOST_ROWS:
            yield from _between(sides)


def _between(sides: Mapping[int, tuple[Side, Side]]) -> Iterator[Finding]:
    terms = _recurring({row: pair[0] for row, pair in sides.items()})
    renderings = _recurring({row: pair[1] for row, pair in sides.items()})
    by_row: dict[int, list[str]] = defaultdict(list)
    for rendering, rows in renderings.items():
        for row in rows:
            by_row[row].append(rendering)
    reported: set[int] = set()
    for term, rows in sorted(terms.items(), key=lambda item: (-len(item[0]), item[0])):
        best = _rendering(rows, by_row, renderings)
        if best is None:
            continue
        for row in sorted(rows - renderings[best] - reported):
            reported.add(row)
            _, other = sides[row]
            if _in_another_form(best, other):
                continue
            shown = _as_printed(best, sides[min(rows & renderings[best])][1])
            here = len(rows & renderings[best])
            message = Message("consistency.elsewhere", term=term, shown=shown, count=here)
            yield finding(CHECK, Severity.INFO, row, other, message, expected=shown)


def _rendering(rows: set[int], by_row: Mapping[int, list[str]], renderings: Grams) -> str | None:
    """Return the rendering that most of these rows share and few others have; ties go to the longest.

    None if there is none, or if all of these rows share one.
    """
    count = Counter(rendering for row in rows for rendering in by_row[row])
    own = {each: number for each, number in count.items() if number >= _OWN * len(renderings[each])}
    if len(rows) in own.values():
        return None  # all rows share a rendering: the term is rendered consistently
    candidates = [rendering for rendering, number in own.items() if number >= _SHARE * len(rows)]
    return max(candidates, key=lambda rendering: (count[rendering], len(rendering), rendering), default=None)


def _in_another_form(rendering: str, side: Side) -> bool:
    """Whether a text contains all significant words of a rendering, in another order or form."""
    text = side.text.lower()
    stems = [stem for stem in rendering.split(" ") if len(stem) > _SHORT]
    return get(side.language).spaced and bool(stems) and all(stem[:-1] in text for stem in stems)


def _recurring(sides: Mapping[int, Side]) -> Grams:
    """Stretches that recur in several rows; of those with the same rows, the longest."""
    found: Grams = defaultdict(set)
    for row, side in sides.items():
        for gram in set(_grams(side.text, side.language)):
            found[gram].add(row)
    longest: dict[frozenset[int], str] = {}
    for gram, rows in found.items():
        if len(rows) >= _FEWEST:
            same = frozenset(rows)
            longest[same] = max(longest.get(same, ""), gram, key=lambda each: (len(each), each))
    return {gram: set(rows) for rows, gram in longest.items()}


def _grams(text: str, language: str) -> Iterator[str]:
    """Return the stretches of a text that may be terms."""
    if get(language).spaced:
        return _word_grams(text)
    runs = (words(match.group()) for match in _HAN.finditer(text))
    return (gram for run in runs for start in range(len(run)) for gram in _han_grams(run[start:]))


def _han_grams(run: Sequence[str]) -> Iterator[str]:
    """Yield the beginnings of a run of words that may be terms: long enough, without signs at the ends."""
    low, high = _HAN_TERM
    gram = ""
    for word in run:
        gram += word
        if len(gram) > high:
            return
        if len(gram) >= low and len(run[0]) > 1 and len(word) > 1:
            yield gram


def _word_grams(text: str) -> Iterator[str]:
    found = [word.lower()[:_STEM] for word in _WORD.findall(text)]
    low, high = _WORD_TERM
    for size in range(low, high + 1):
        for start in range(len(found) - size + 1):
            parts = found[start : start + size]
            if all(word[0].isalpha() for word in parts) and any(len(word) > _SHORT for word in parts):
                yield " ".join(parts)


def _as_printed(rendering: str, side: Side) -> str:
    """Return a rendering as printed in a text that contains it."""
    stems = rendering.split(" ")
    matches = list(_WORD.finditer(side.text))
    printed = [match.group().lower()[:_STEM] for match in matches]
    for start in range(len(printed) - len(stems) + 1):
        if printed[start : start + len(stems)] == stems:
            return side.text[matches[start].start() : matches[start + len(stems) - 1].end()]
    return rendering


CHECK: Final = Check("consistency", Severity.INFO, _run, default=False)
