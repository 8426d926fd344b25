"""Tell a misreading of a scan from an amendment: an edit is one only if a person may have typed it.

A misreading is where the engine is unsure, and has most of the letters of what is printed; a word that a
person put in the place of another seldom has. Signs that look alike are no amendment, however sure it is.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import groupby, pairwise, takewhile
from typing import Final, Self

from aligner.languages import get
from aligner.languages.look_alikes import alike, facts, look_of_letters, looks
from aligner.languages.tokens import tokenize
from aligner.revision.diff import whole_edit
from aligner.revision.note_changes import marks_in
from aligner.values import Document, Edit, EditTag, EditType, Span, consists_of

_MOST: Final = 0.5
"""Maximum share of the letters of a wording that a misreading changes. In Arabic, where most words are
doubtful, it covers nine in ten misreadings, and one in ten of the words, names and negations that were put
into doubtful places (`tests/benchmarks/scanned_edits.py`)."""

_CHINESE: Final = "\u2e80"  # first of the characters of which each is a word

_MOST_BADLY: Final = 0.67  # the same, on a page that is badly read

_REST: Final = 0.5
"""Share of the letters of a wording below which a doubtful one on a page that is badly read is what is left
of it: words that a person puts in the place of others are seldom as short."""

_BADLY: Final = 0.08
"""Minimum share of the letters of a scanned page that are in doubtful words, if the engine's certainty of the
others means little. In fonts that it reads well it is less, but on some pages in Arabic."""

_FEWEST: Final = 10
"""Doubtful words below which a page tells nothing of how it is read."""


def badly_read_pages(document: Document) -> frozenset[int | None]:
    """Return the scanned pages on which so many words are doubtful that the others are, too."""
    words, doubtful, letters = Counter[int | None](), Counter[int | None](), Counter[int | None]()
    for index, segment in enumerate(document.segments if document.doubtful else ()):
        own = document.doubtful_in([index])
        words[segment.page] += len(own)
        doubtful[segment.page] += sum(map(len, own))
        letters[segment.page] += len(segment.span)
    return frozenset(
        page for page in words if words[page] >= _FEWEST and doubtful[page] > _BADLY * letters[page]
    )


_BEGINNING: Final = 40  # characters by which a paragraph is known
_LONGER: Final = 4  # characters, with spaces: by how many more a number is misread
_NUMBER: Final = re.compile(r"\A.*[^\w\s]\s*")  # what is read of a number: up to the sign after it


@dataclass(frozen=True, slots=True)
class Side:
    """What edits refer to in a draft: text, doubtful words, whether it is a scan, language, marks of notes.

    If its page is badly read, its other words are as doubtful where they stand for words of the other draft.
    """

    text: str
    doubtful: Sequence[Span] = ()
    scanned: bool = False
    language: str = "en"
    badly_read: bool = False
    marks: Collection[int] = ()

    @classmethod
    def of(cls, document: Document, indices: Span, badly_read: Collection[int | None]) -> Self:
        """Return some segments of a draft, of which some pages are badly read."""
        text, doubtful = document.joined(indices), document.doubtful_in(indices)
        badly = any(document.segments[index].page in badly_read for index in indices)
        marks = {at for _, at in marks_in(document, indices)}
        return cls(text, doubtful, document.is_scan, document.language, badly, marks)

    def is_doubtful(self, changed: Span) -> bool:
        """Whether a stretch is in doubtful words, or, if it is empty, right at one."""
        if self.badly_read:
            return True
        if not changed:
            return any(word.start <= changed.start <= word.stop for word in self.doubtful)
        return not changed.of(self.text).strip() or consists_of(changed, self.text, self.doubtful)

    def added(self, span: Span) -> Span:
        """Return the doubtful one of two equal wordings side by side: either may be the added one."""
        wording, end = span.of(self.text).strip(), len(self.text[: span.start].rstrip())
        twin = Span(max(0, end - len(wording)), end)
        is_twin = twin.of(self.text) == wording and self.around(twin) == (0, 0)
        return twin if is_twin and consists_of(twin, self.text, self.doubtful) else span

    def around(self, span: Span) -> tuple[int, int]:
        """Return how many signs before and after a stretch are of words that it has a part of."""
        inside = span.of(self.text)
        before, after = self.text[: span.start][::-1], self.text[span.stop :]
        return (
            sum(1 for _ in takewhile(_is_in_word, before)) if _is_in_word(inside[:1]) else 0,
            sum(1 for _ in takewhile(_is_in_word, after)) if _is_in_word(inside[-1:]) else 0,
        )


def misread_apart(edit: Edit, sides: tuple[Side, Side]) -> list[Edit]:
    """Return an edit, of which words that recognition alone may have changed are edits of their own.

    Which words correspond is known if as many are put in the place of others, or only some removed or added.

    Args:
        edit: the edit.
        sides: what it refers to in the old and the new draft.

    >>> sides = Side("Urges all States"), Side("Urges al1 parties", (Span(6, 9),))
    >>> found = misread_apart(Edit(EditTag.REPLACE, Span(6, 16), Span(6, 17)), sides)
    >>> [(part.type and part.type.value, part.new.of(sides[1].text)) for part in found]
    [('recognised', 'al1 '), (None, 'parties')]
    """
    if edit.tag is EditTag.EQUAL or edit.type is not None:
        return [edit]
    if is_misread(edit, sides) or _is_lost(edit, sides):
        return [replace(edit, type=EditType.RECOGNISED)]
    parts = (_judged(part, sides) for part in _word_by_word(edit, sides))
    return [whole_edit(list(group)) for _, group in groupby(parts, lambda part: (part.tag, part.type))]


def _word_by_word(edit: Edit, sides: tuple[Side, Side]) -> list[Edit]:
    """Return an edit as one for each word, or whole if it is not known which words correspond."""
    spans = edit.old, edit.new
    words = [_words(side, span) for side, span in zip(sides, spans, strict=True)]
    count = max(map(len, words))
    old, new = (own if span else [span] * count for own, span in zip(words, spans, strict=True))
    if len(old) != len(new):
        return [edit]
    return [replace(edit, old=before, new=after) for before, after in zip(old, new, strict=True)]


def _words(side: Side, span: Span) -> list[Span]:
    """Return the words of a passage, each up to the next; digits joined to one are part of it."""
    passage, spaced = span.of(side.text), get(side.language).spaced
    places = (word.start for word in tokenize(passage, side.language)[1:])
    starts = [at for at in places if not spaced or passage[at - 1].isspace()]
    return [Span(*each).shifted(span.start) for each in pairwise((0, *starts, len(passage)))]


def _judged(edit: Edit, sides: tuple[Side, Side]) -> Edit:
    """Return an edit of one word with what it is: none, misread, or made by a person."""
    if edit.old.of(sides[0].text) == edit.new.of(sides[1].text):
        return replace(edit, tag=EditTag.EQUAL)
    return replace(edit, type=EditType.RECOGNISED) if is_misread(edit, sides) else edit


def is_misread(edit: Edit, sides: tuple[Side, Side]) -> bool:
    """Whether text recognition alone may have made an edit between a text and a scan.

    Accents and signs that look alike are told apart by no recognition, however certain; nor is it known how
    certain it is of a comma that it did not see. What else differs must be in doubtful words, and have most
    letters of what it stands for, dots aside, or be the beginning of it. Doubtful words that the other draft
    lacks may be a stain, and so may one letter; digits have no shape that others do not have as well, and
    none is put for letters.

    Args:
        edit: the edit.
        sides: what it refers to in the old and the new draft.

    >>> edit = Edit(EditTag.REPLACE, Span(6, 9), Span(6, 9))
    >>> is_misread(edit, (Side("Urges all States"), Side("Urges al1 States", (Span(6, 9),))))
    True
    >>> is_misread(edit, (Side("Urges all States"), Side("Urges few States", (Span(6, 9),))))
    False
    """
    spans = edit.old, edit.new
    if not all(spans):
        spans = sides[0].added(edit.old), sides[1].added(edit.new)
    before, after = (span.of(side.text) for span, side in zip(spans, sides, strict=True))
    if looks(before) == looks(after) or _is_one_number(before, after, sides):
        return True
    if _is_foreign(before, after, sides[1]) or _is_foreign(after, before, sides[0]):
        return True
    unlike = [parts for parts in _differing(before, after) if not _is_alike(parts, (before, after), sides)]
    for parts in unlike:
        places = [span.shifted(whole.start) for span, whole in zip(parts, spans, strict=True)]
        doubtful = any(side.is_doubtful(place) for side, place in zip(sides, places, strict=True))
        if not doubtful and not _is_mark(places, sides):
            return False
    if not (unlike and all(side.text for side in sides)):
        return True
    left, right = map(max, *(side.around(span) for side, span in zip(sides, spans, strict=True)))
    places = [Span(max(0, span.start - left), span.stop + right) for span in spans]
    wordings = [place.of(side.text) for place, side in zip(places, sides, strict=True)]
    old, new = map(look_of_letters, wordings)
    in_size = wordings[0].casefold() == wordings[1].casefold()  # as many capitals and small letters do
    if in_size or old.isdigit() or new.isdigit() or _is_rest((old, new), spans, sides):
        return True
    if not old or not new:
        side, words = (sides[1], spans[1]) if new else (sides[0], spans[0])
        is_speck = len(old + new) <= 1 and old + new < _CHINESE
        return is_speck or consists_of(words, side.text, side.doubtful)
    is_beginning = old.startswith(new) or new.startswith(old)
    if is_beginning and all(len(wording.split()) == 1 for wording in wordings):
        return True
    most = _MOST_BADLY if any(side.badly_read for side in sides) else _MOST
    digits = [any(map(str.isdigit, wording)) for wording in wordings]
    return digits[0] is not digits[1] or _difference(old, new) <= most


def _is_rest(letters: tuple[str, str], places: tuple[Span, Span], sides: tuple[Side, Side]) -> bool:
    """Whether doubtful words on a badly read page are what is left of a wording."""
    return any(
        scan.badly_read and len(rest) < _REST * len(whole) and consists_of(place, scan.text, scan.doubtful)
        for rest, whole, place, scan in zip(letters, letters[::-1], places, sides, strict=True)
    )


def _is_lost(edit: Edit, sides: tuple[Side, Side]) -> bool:
    """Whether a badly read page lacks one word, between two that are doubtful and may have its letters."""
    for word, place, text, scan in ((edit.old, edit.new, *sides), (edit.new, edit.old, *sides[::-1])):
        if scan.badly_read and not place and len(word.of(text.text).split()) == 1:
            starts = any(0 <= each.start - place.start <= 1 for each in scan.doubtful)
            return starts and any(0 <= place.start - each.stop <= 1 for each in scan.doubtful)
    return False


def misread_number(label: str, text: str, read: str) -> int:
    """Return where the text of a numbered paragraph begins in a scan of it that has no number; 0 if at once.

    What is read of the number ends with a sign, as it does; what has none was added to the text, unless it is
    the number without its signs.

    Args:
        label: the number that the paragraph has in the other draft.
        text: what is printed after the number, as that has it.
        read: what was read of both.

    >>> misread_number("41 -", "في كانون", "اع - في كانون"), misread_number("C.", "审议", "C.审议")
    (5, 2)
    >>> misread_number("1.3", "审议", "13 审议"), misread_number("1.3", "审议", "135 审议")
    (3, 0)
    """
    match = SequenceMatcher(None, text[:_BEGINNING], read[:_BEGINNING], autojunk=False)
    ends = [same.b - same.a for same in match.get_matching_blocks() if same.size > 1]
    number = _NUMBER.match(read, 0, ends[0]) if ends and 0 < ends[0] <= len(label) + _LONGER else None
    without_signs = re.match(r"\W*".join(filter(str.isalnum, label)) + r"(?!\d)\W?", read)
    return max(found.end() if found else 0 for found in (number, without_signs))


def _is_alike(parts: tuple[Span, Span], wordings: tuple[str, str], sides: tuple[Side, Side]) -> bool:
    """Whether recognition may have read one stretch of two wordings as the other, however certain it is.

    No one amends the size of a letter inside a word.
    """
    one, other = (part.of(wording) for part, wording in zip(parts, wordings, strict=True))
    inside = all(wording[: part.start][-1:].isalpha() for part, wording in zip(parts, wordings, strict=True))
    if (inside or len(one) > 1) and (_is_in_capitals(one, other) or _is_in_capitals(other, one)):
        return True
    return _is_same(one, other, sides[1]) or _is_same(other, one, sides[0])


def _is_one_number(before: str, after: str, sides: tuple[Side, Side]) -> bool:
    """Whether a number has digits in one scan and letters of the same shapes, or its groups in another order.

    In a script from right to left, words are in that order, groups of digits are not.
    """
    old, new = (text.split() for text in (before, after))
    if all(map(str.isdigit, old + new)):
        return get(sides[0].language).right_to_left and old == new[::-1]
    shapes = [look_of_letters(text).translate(alike("digits")) for text in (before, after)]
    return shapes[0] == shapes[1] and any(map(str.isdigit, before)) is not any(map(str.isdigit, after))


def _is_mark(places: Sequence[Span], sides: tuple[Side, Side]) -> bool:
    """Whether a scan has signs other than letters where the other draft has the mark of a note."""
    wordings = [place.of(side.text).strip() for place, side in zip(places, sides, strict=True)]
    return not any(map(str.isalpha, "".join(wordings))) and any(
        not wording and place.start in side.marks and other.scanned
        for wording, place, side, other in zip(wordings, places, sides, sides[::-1], strict=True)
    )


def _is_same(one: str, other: str, scan: Side) -> bool:
    """Whether a scan lacks only signs that tell little, as a comma, or has such in their place.

    Neither the size of capitals with the shape of small letters tells much, nor Latin letters in another
    script, which may follow the hyphen of a divided word.
    """
    small = scan.scanned and one.strip() != "" and not any(map(_tells, one + other))
    return small or _is_foreign(one, other, scan)


def _is_in_capitals(one: str, other: str) -> bool:
    """Whether a wording has capitals of the same shape for all letters of another."""
    alike = one.islower() and other.isupper() and one == other.lower()
    return alike and set(one) <= set(facts()["capitals"]["alike"])


def _tells(sign: str) -> bool:
    """Whether a sign is a letter or digit, or as telling; raised letters are as small as specks of dust."""
    signs = facts()["signs that tell"]
    return sign in signs["telling"] or (sign.isalnum() and sign not in signs["raised"])


def _is_foreign(one: str, other: str, scan: Side) -> bool:
    """Whether a scan in another script has none of the Latin letters of a wording, but signs for them.

    Between other letters, the engine takes Latin ones for what it expects, with certainty; and short words
    in capitals for as many Latin ones, or for any number at the beginning of a line that divides a word.
    """
    latin, read = (any(sign.isascii() and sign.isalpha() for sign in wording) for wording in (one, other))
    in_latin = read and not latin and (len(one) == len(other) > 1 or other.startswith("-"))
    in_script = latin and not read and bool(look_of_letters(other))
    return scan.scanned and not get(scan.language).latin_script and (in_latin or in_script)


def _differing(before: str, after: str) -> Iterator[tuple[Span, Span]]:
    """Yield the stretches of two wordings that the other does not have, but for spaces."""
    for tag, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag != "equal" and (before[i:j] + after[k:m]).strip():
            yield Span(i, j), Span(k, m)


def _difference(before: str, after: str) -> float:
    """Return the share of the letters of the longer wording that the other lacks in order, dots aside."""
    longer, dots = max(len(before), len(after)), alike("dots")
    pairs = (before, after), (before.translate(dots), after.translate(dots))
    matched = (SequenceMatcher(None, *pair, autojunk=False).get_matching_blocks() for pair in pairs)
    return 1 - max(sum(part.size for part in parts) for parts in matched) / longer


def _is_in_word(sign: str) -> bool:
    return sign.strip() != "" and sign < _CHINESE
