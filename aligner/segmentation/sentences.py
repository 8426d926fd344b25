"""Divide paragraphs into sentences, each with the index of its paragraph.

The sentences of a paragraph cover all its characters that are not space, in order, and
are in the same running text, so that marks, origins and edits keep their places. No
sentence ends inside brackets, and none at a semicolon.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import replace
from functools import cache, lru_cache
from itertools import pairwise
from typing import Final

from aligner.languages.letter_ranges import CYRILLIC_CAPITALS, LATIN_CAPITALS, LATIN_SMALL
from aligner.languages.profile import profile
from aligner.languages.structure import (
    CLOSERS,
    LIST_NUMBER,
    OPENING_CLOSERS,
    PAIRS,
    SentenceFacts,
)
from aligner.values import Document, Segment, SegmentKind, Span

_LONGEST_BRACKET: Final = 1500  # characters; a longer one was opened by mistake
_BRACKET: Final = re.compile(f"[{re.escape(''.join({*PAIRS, *PAIRS.values()}))}]")
_INITIAL: Final = re.compile(rf"(?:^|[\s(«“\"'’.\-\u2e80-\uffff])[{CYRILLIC_CAPITALS}{LATIN_CAPITALS}]\.$")
"""A capital with a full stop, which is an initial rather than the end of a sentence."""

_BULLETS: Final = " •⁃◦▪"
_ITEM: Final = re.compile(
    rf"(?<!\S)(?P<bullet>[{_BULLETS.strip()}][{_BULLETS}]{{0,3}})?"
    r"(?P<number>\d{1,2}|[a-z])(?P<sign>\.\)|[.)]) (?=[^\W\d_]\w)"
)
"""The number of an item of a list, and the beginning of its text."""

_WORD_START: Final = re.compile(r"\w+")
_SPACED: Final = re.compile(r"(?<=\.)[ \u00a0\u202f]+")
_OPENERS: Final = "(«“\"'‘[（《「『¿¡—–-"
_ELISION: Final = re.compile(rf"^[{LATIN_SMALL}]{{1,2}}[’']")
_REMEMBERED: Final = 1 << 14  # number of texts, which are encoded, aligned and divided one after the other
_WORD: Final = 16  # characters looked at after it
_WINDOW: Final = 40  # characters looked at before a full stop


def split_sentences(document: Document, left_out: Collection[int] = ()) -> Document:
    """Cut the segments of a document into their sentences.

    Args:
        document: its segments are paragraphs (or lines).
        left_out: the indices of those that are left out.

    Returns:
        The same document with a segment for each sentence: `parent` is the paragraph's
        index; the label and place stay with its first sentence, and each footnote mark
        with the sentence it is in. A paragraph without text, and a row of a
        table, stays one segment.
    """
    found: list[Segment] = []
    for index, segment in enumerate(document.segments):
        if index not in left_out:
            spans = spans_of(document.text_of(index), document.language)
            found.extend(_cut(segment, index, [span.shifted(segment.span.start) for span in spans]))
    return replace(document, segments=tuple(found))


def spans_of(text: str, language: str) -> list[Span]:
    """Return where the sentences of a paragraph are, without the space between them.

    Raises:
        LanguageError: for a language without a profile.

    >>> text = "See art. 5 (No. 2. A). It is new."
    >>> [span.of(text) for span in spans_of(text, "en")]
    ['See art. 5 (No. 2. A).', 'It is new.']
    """
    return list(_spans_of(text, language))


@lru_cache(_REMEMBERED)
def _spans_of(text: str, language: str) -> tuple[Span, ...]:
    spans: list[Span] = []
    start = 0
    for end in (*_ends(text, profile(language).sentences), len(text)):
        piece = text[start:end]
        left = start + len(piece) - len(piece.lstrip())
        right = start + len(piece.rstrip())
        if right > left:
            spans.append(Span(left, right))
        start = end
    return tuple(spans)


def _cut(segment: Segment, parent: int, spans: list[Span]) -> Iterator[Segment]:
    if not spans or segment.kind is SegmentKind.ROW:
        yield replace(segment, parent=parent)
        return
    last = len(spans) - 1
    for number, span in enumerate(spans):
        low = span.start if number else segment.span.start
        high = spans[number + 1].start if number < last else segment.span.stop + 1
        here = [mark for mark in segment.marks if low <= mark.position < high]
        inside = tuple(
            replace(mark, position=min(max(mark.position, span.start), span.stop)) for mark in here
        )
        yield replace(
            segment,
            span=span,
            label=None if number else segment.label,
            place=None if number else segment.place,
            marks=inside,
            parent=parent,
        )


@cache
def _end_pattern(ends: str) -> re.Pattern[str]:
    spaced_dots = r"\.(?:[ \u00a0]\.){2,}"
    closed = rf"[{re.escape(CLOSERS)}]|[ \u00a0\u202f]»|[{OPENING_CLOSERS}](?!\S)"
    return re.compile(rf"(?:{spaced_dots}|[{re.escape(ends)}]+)(?:{closed})*")


def _ends(text: str, facts: SentenceFacts) -> Iterator[int]:
    """Yield where one sentence or item of a list ends and another begins."""
    for start, stop in pairwise([0, *_items(text, facts), len(text)]):
        for end in _stops(text[start:stop], facts):
            yield start + end
        if stop < len(text):
            yield stop


def _stops(text: str, facts: SentenceFacts) -> Iterator[int]:
    """Yield where one sentence ends and another begins, by their signs."""
    ends = list(_end_pattern(facts.ends).finditer(text))
    stop = _alphanumeric_stop(text)
    while ends and ends[-1].end() > stop:
        ends.pop()
    brackets = _bracketed(text) if ends else []
    inside = start = 0
    for match in ends:
        while inside < len(brackets) and brackets[inside][1] <= match.start():
            inside += 1
        if inside < len(brackets) and brackets[inside][0] < match.start():
            continue
        if _is_end(text, start, match, facts):
            yield match.end()
            start = match.end()


def _items(text: str, facts: SentenceFacts) -> list[int]:
    """Return where the items of a list within a paragraph begin, after the first.

    Their numbers count up from the first, which begins the paragraph.
    """
    first = _ITEM.match(text)
    if first is None or not (first["bullet"] or first["number"] in ("1", "a")):
        return []
    found: list[int] = []
    number = _after(first["number"])
    for match in _ITEM.finditer(text, first.end()):
        follows = match["sign"] == first["sign"] and match["number"] == number
        if follows and _bare(text[: match.start()].split()[-1]) not in facts.before_number:
            found.append(match.start())
            number = _after(number)
    return found


def _after(number: str) -> str:
    return str(int(number) + 1) if number.isdecimal() else chr(ord(number) + 1)


def _alphanumeric_stop(text: str) -> int:
    """Return where the last letter or digit of a text ends."""
    return len(text) - next((n for n, sign in enumerate(reversed(text)) if sign.isalnum()), len(text))


def _bracketed(text: str) -> list[tuple[int, int]]:
    """Return the stretches inside outermost brackets that are closed again."""
    found: list[tuple[int, int]] = []
    stack: list[tuple[str, int]] = []
    waiting: Counter[str] = Counter()
    for match in _BRACKET.finditer(text):
        position, character = match.start(), match.group()
        if character in PAIRS:
            stack.append((PAIRS[character], position))
            waiting[PAIRS[character]] += 1
        elif waiting[character]:
            closing = ""
            while closing != character:
                closing, opened = stack.pop()
                waiting[closing] -= 1
            if position - opened <= _LONGEST_BRACKET:
                while found and found[-1][0] > opened:
                    found.pop()
                found.append((opened, position))
    return found


def _is_end(text: str, start: int, match: re.Match[str], facts: SentenceFacts) -> bool:
    following = text[match.end() : match.end() + _WORD]
    after = following.lstrip()
    sign = match.group()[0]
    if sign in "。！？｡":
        return after[:1] not in "，、；：，,;:" if after else True
    if not following[0].isspace() and (sign == "." or after[:1] < "\u2e80"):
        return False
    if after[:1] and after[0] in ",;:)،؛，；：":
        return False
    first = after.lstrip(_OPENERS + " \u00a0")[:1] or after[:1]
    if facts.cased and first.islower():
        return False
    if match.group().count(" ") == 2 and text[match.start() - 1 : match.start()].isspace():
        return False  # three spaced dots stand for omitted words, and four for the end as well
    before = text[max(start, match.start() - _WINDOW) : match.start() + 1]
    return sign != "." or " " in match.group() or _ends_at_stop(before, after, first, facts)


def _ends_at_stop(before: str, after: str, first: str, facts: SentenceFacts) -> bool:
    """Whether a full stop ends a sentence, by the word it comes after and the word that follows.

    The stop is the last of what is before; `first` is the first letter or digit of what comes after.
    """
    if LIST_NUMBER.fullmatch(before.strip(_BULLETS)) or facts.ordinal.search(before[:-1]):
        return False
    bare = _abbreviation(before, facts)
    number = before[: -1 - len(bare)].rstrip()[-1:].isdecimal()
    if _is_begun(bare, after, facts) or (
        bare in facts.before_name and not (bare in facts.may_end and number)
    ):
        return False
    if bare in facts.before_number and not first.isalpha():
        return False
    if _INITIAL.search(before[-3:]) and not _may_end_initial(bare, before, facts):
        return False
    if bare in facts.may_end:
        return first.isalpha() and facts.cased and ("." not in bare or _is_opener(after, facts))
    return True


def _may_end_initial(bare: str, before: str, facts: SentenceFacts) -> bool:
    """Whether a capital is the last of an abbreviation that may end a sentence, or a word like `I`."""
    *_, previous, _ = ("", *before.split())
    return bare in facts.may_end and ("." in bare or previous[:1].islower())


def _abbreviation(before: str, facts: SentenceFacts) -> str:
    """Return the word before a full stop, in small letters; known parts (`z. B.`) are one word."""
    parts = _bare(_SPACED.sub("", before).split()[-1]).split(".")
    joined = (".".join(parts[-count:]) for count in (3, 2))
    return next((word for word in joined if _is_known(word, facts)), _bare(before.split()[-1]))


def _is_known(word: str, facts: SentenceFacts) -> bool:
    return word in facts.before_name or word in facts.may_end


def _bare(token: str) -> str:
    return _ELISION.sub("", token.strip(_OPENERS + CLOSERS + "0123456789").rstrip(".").lower())


def _is_begun(bare: str, after: str, facts: SentenceFacts) -> bool:
    """Whether a word and the one after it are parts of one abbreviation."""
    second, stop, _ = after.partition(".")
    return bool(stop) and _is_known(f"{bare}.{second.lower()}", facts)


def _is_opener(after: str, facts: SentenceFacts) -> bool:
    """Whether a word often begins a sentence, as far as the language's are known."""
    word = _WORD_START.match(after.lstrip(_OPENERS + " \u00a0"))
    return not facts.openers or (word is not None and word.group().lower() in facts.openers)
