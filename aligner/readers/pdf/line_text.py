"""Write the characters of a line as text, in reading order and with the spaces that are seen."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median
from typing import Final

from aligner.languages.letter_ranges import ARABIC_LAST, SUPERSCRIPTS
from aligner.readers.pdf import raised_marks
from aligner.readers.pdf.baselines import SAME_BASE
from aligner.readers.pdf.bidi import (
    ends_on_the_left,
    is_left_to_right,
    is_reversed_ligature,
    is_right_to_left,
    joins_next,
    mirrored,
    quoted_as_printed,
    reading_order,
)
from aligner.readers.pdf.glyph import Fragment, Glyph
from aligner.readers.pdf.measures import ASCENT, DESCENT, GAP, LARGER

# Distances marked "em" are multiples of the letters' size.
SPACE: Final = 0.16
"""Em: minimum gap that is a space. After an Arabic letter that joins the next one, gaps are up to 0.14 inside
words, and from 0.2 between them, in 4 issued and 43 made documents of five programs."""

_OVERLAPPING: Final = -0.5  # em: minimum gap of a certain space, beside slanted letters
_GUESSED: Final = 0.15  # em: the same, where pdfium guesses a space
_WIDER: Final = 0.1  # em: by how much a guessed space is at least wider than the gaps inside words
_TOUCHING: Final = 0.01  # em: maximum median of the gaps inside words whose letters touch
_TIGHTEST: Final = -0.05  # em: the least that they count, where letters of another font overlap
_HINTED_SPACE: Final = 0.1  # em: the same, between characters of different words of pdfium's
_INSIDE_WORD: Final = 0.3  # em: the same, between Arabic letters that pdfium puts into one word
_BETWEEN_LATIN: Final = 0.08  # em: the same, in a Latin line on a page read from right to left
_BETWEEN_WORDS: Final = 0.22  # em: the same, between those that it puts into two, where no space is typed
_BESIDE_OTHERS: Final = 0.14  # em: the same, after a final form or beside other signs
_BESIDE_NUMBERS: Final = 0.1  # em: the same, between a word and a number that pdfium puts apart
_STACKED: Final = 0.5  # share of the narrower letter's width that two letters above each other have in common
_SIGNS: Final = 5  # maximum length of a note mark in brackets
_BRACKETS: Final = frozenset("()")
_SUPERSCRIPTS: Final = str.maketrans("0123456789", SUPERSCRIPTS)
_HYPHENS: Final = frozenset("-\u2010\u2011")
_CLOSING: Final = ".,;:!?)]}»”’،؛؟"


@dataclass(slots=True)
class PageLine:
    """A line of a page: its text, its footnote marks, and its position (y increases downwards).

    `bold` is set if all its letters are bold, `ruled` if a short rule is drawn right above it, `drawn` if it
    labels a figure, and `furniture` if it surely belongs to the page and not to the text. `doubtful` are the
    words that may be misread.
    """

    text: str
    marks: list[tuple[str, int, int]]
    left: float
    top: float
    right: float
    bottom: float
    size: float
    bold: bool = False
    ruled: bool = False
    drawn: bool = False
    furniture: bool = False
    doubtful: Sequence[tuple[int, int]] = ()


def write_line(fragment: Fragment, leftwards: bool, height: float) -> PageLine:
    """Write a fragment as text in reading order."""
    signs = {glyph.text for glyph in fragment.glyphs}
    right_to_left = any(map(is_right_to_left, signs))
    turned = right_to_left or (leftwards and not any(map(is_left_to_right, signs)))
    number, rest = _number_at_the_right(fragment) if leftwards else ([], fragment)
    if turned:
        text, owners = _right_to_left_text(rest)
    elif leftwards:
        text, owners = _latin_line(rest)
    else:
        text, owners = _plain_text(rest)
    if number:
        first, signs_of_number = _spelled([*number, None])
        text, owners = mirrored(first, first.startswith(")")) + text, [*signs_of_number, *owners]
    text, owners = _remaining(*_without_soft_hyphens(text, owners))
    base, size = _own_level(fragment)
    return PageLine(
        text,
        raised_marks.find(text, owners, fragment),
        fragment.left,
        height - base - ASCENT * size,
        fragment.right,
        height - base + DESCENT * size,
        round(size, 2),
        _is_bold(fragment.glyphs),
        doubtful=_doubtful(owners) if any(glyph.doubtful for glyph in fragment.glyphs) else (),
    )


def _doubtful(owners: Sequence[Glyph | None]) -> list[tuple[int, int]]:
    """Return the start and stop of each recognised word that may be misread."""
    found: list[tuple[int, int]] = []
    start = 0
    for owner, group in groupby(owners, key=lambda glyph: glyph if glyph is None else id(glyph)):
        stop = start + len(list(group))
        glyph = owners[start]
        if owner is not None and glyph is not None and glyph.doubtful:
            found.append((start, stop))
        start = stop
    return found


def _is_bold(glyphs: Sequence[Glyph]) -> bool:
    """Whether all letters and digits are bold; other signs may come from another font."""
    if any(not glyph.bold and glyph.text.isalnum() for glyph in glyphs):
        return False
    return any(glyph.text.isalnum() for glyph in glyphs)


def _latin_line(fragment: Fragment) -> tuple[str, list[Glyph | None]]:
    """Write a purely Latin line on a page that is read from right to left."""
    text, owners = _plain_text(fragment, narrowest=_BETWEEN_LATIN)
    return _right_to_left_text(fragment) if ends_on_the_left(text) else (text, owners)


def _number_at_the_right(fragment: Fragment) -> tuple[list[Glyph], Fragment]:
    """Split off a number that begins a line read from the right, like a note mark.

    It is at a distance from the text, or at a space from it and smaller. Otherwise the number and the Latin
    letters beside it would be read from the left.
    """
    glyphs = sorted(fragment.glyphs, key=lambda glyph: glyph.left)
    for start in range(len(glyphs) - 1, max(0, len(glyphs) - 1 - _SIGNS), -1):
        if not glyphs[start].text.isdigit() and glyphs[start].text not in _BRACKETS:
            break
        gap = (glyphs[start].left - glyphs[start - 1].right) / fragment.size
        is_small = glyphs[start].size * LARGER < min(glyph.size for glyph in glyphs[:start])
        if gap >= GAP or (gap > SPACE and is_small):
            return glyphs[start:], Fragment(glyphs[:start], fragment.base, fragment.size)
    return [], fragment


def _own_level(fragment: Fragment) -> tuple[float, float]:
    """Return the baseline and size of a fragment's own letters.

    Those of its row may come from a line of the next column at almost the same height.
    """
    bases = Counter([glyph.base for glyph in fragment.glyphs])
    if len(bases) == 1 and fragment.base in bases:
        return fragment.base, fragment.size
    base = bases.most_common(1)[0][0]
    off = abs(base - fragment.base)
    if not off or off > SAME_BASE * fragment.size:
        return fragment.base, fragment.size
    return base, median([glyph.size for glyph in fragment.glyphs if glyph.base == base])


def _plain_text(fragment: Fragment, narrowest: float = _OVERLAPPING) -> tuple[str, list[Glyph | None]]:
    glyphs, size = fragment.glyphs, fragment.size
    guessed = _narrowest_guess(glyphs, size)
    owners: list[Glyph | None] = [*glyphs[:1]]
    for before, glyph in pairwise(glyphs):
        inside_word = glyph.order == before.order + 1 and not glyph.spaced  # as most are
        if not inside_word and _space_between(before, glyph, size, narrowest, guessed):
            owners.append(None)
        owners.append(glyph)
    return _spelled(owners)


def _narrowest_guess(glyphs: Sequence[Glyph], size: float) -> float:
    """Return the minimum gap, in em, of a space that pdfium guesses in a line.

    It is wider than the gaps inside words. In a line with typed spaces, those tell only where the letters of
    words touch: Word sets some letters of a word further apart than others.
    """
    if not any(glyph.guessed for glyph in glyphs):
        return _GUESSED
    inside = [after.left - before.right for before, after in pairwise(glyphs) if not after.spaced]
    if not inside:
        return _GUESSED
    usual = median(inside) / size
    if abs(usual) > _TOUCHING and any(glyph.spaced and not glyph.guessed for glyph in glyphs):
        return _GUESSED
    return max(usual, _TIGHTEST) + _WIDER


def _right_to_left_text(fragment: Fragment) -> tuple[str, list[Glyph | None]]:
    clusters = _clusters(fragment.glyphs)
    shown: list[list[Glyph] | None] = []
    for index, cluster in enumerate(clusters):
        if index and _space_between_signs(clusters[index - 1], cluster, fragment.size):
            shown.append(None)
        shown.append(cluster)
    pieces = [" " if cluster is None else _as_placed(cluster[0], fragment) for cluster in shown]
    owners: list[Glyph | None] = []
    for index in reading_order(pieces):
        owners.extend(shown[index] or [None])
    text, owners = _spelled(owners)
    turned = _pdfium_turned(fragment.glyphs)
    return mirrored(quoted_as_printed(text) if turned else text, not turned), owners


def _as_placed(glyph: Glyph, fragment: Fragment) -> str:
    """Return a character, or for a raised digit its sign, since it is no part of a number beside it."""
    raised = glyph.text.isdecimal() and raised_marks.is_raised(glyph, fragment)
    return glyph.text.translate(_SUPERSCRIPTS) if raised else glyph.text


def _clusters(glyphs: list[Glyph]) -> list[list[Glyph]]:
    """Group the characters that are printed as one sign, with its vowel signs, from left to right."""
    signs: list[list[Glyph]] = []
    turned = _pdfium_turned(glyphs)
    for _, members in groupby(
        sorted(glyphs, key=lambda g: (g.origin, g.base)), key=lambda g: (round(g.origin, 1), round(g.base, 1))
    ):
        signs.append(_ordered_sign(sorted(members, key=lambda g: g.order), turned))
    bases = [sign for sign in signs if not sign[0].is_combining]
    for sign in signs:
        if sign[0].is_combining:
            place = (sign[0].left + sign[0].right) / 2
            owner = min(bases, key=lambda b: abs(_middle(b) - place), default=None)
            if owner is None:
                bases.append(sign)
            else:
                owner.extend(sign)
    bases.sort(key=_middle)
    if turned:
        _order_stacks(bases)
    return bases


def _order_stacks(signs: list[list[Glyph]]) -> None:
    """Put letters above each other into the order of the file, and give each of them the room of both."""
    for place in range(1, len(signs)):
        for at in range(place, 0, -1):
            left, right = signs[at - 1][0], signs[at][0]
            if left.order > right.order or not _are_stacked(left, right):
                break
            signs[at - 1 : at + 1] = signs[at], signs[at - 1]
            left.left = right.left = min(left.left, right.left)
            left.right = right.right = max(left.right, right.right)


def _are_stacked(first: Glyph, second: Glyph) -> bool:
    """Whether two Arabic letters are one above the other, as in لمح, so that their places tell no order."""
    shared = min(first.right, second.right) - max(first.left, second.left)
    narrower = min(first.right - first.left, second.right - second.left)
    letters = is_right_to_left(first.text) and is_right_to_left(second.text)
    return letters and shared > _STACKED * narrower


def _middle(sign: list[Glyph]) -> float:
    return (min(g.left for g in sign) + max(g.right for g in sign)) / 2


def _ordered_sign(members: list[Glyph], turned: bool) -> list[Glyph]:
    """Return the letters of a ligature in reading order: by position if known, or as Unicode has it."""
    if len(members) == 1:
        return members
    letters = [g for g in members if not g.is_combining]
    marks = [g for g in members if g.is_combining]
    if len({round(g.left, 1) for g in letters}) == len(letters) and any(
        is_right_to_left(g.text) for g in letters
    ):
        letters.sort(key=lambda g: -g.left)
    elif turned:
        letters.reverse()
    if is_reversed_ligature("".join(g.text for g in letters)):
        letters.reverse()
    return letters + marks


def _pdfium_turned(glyphs: list[Glyph]) -> bool:
    """Whether pdfium treated a line as right-to-left, and so reversed its ligatures and brackets."""
    in_order = sorted((g for g in glyphs if is_right_to_left(g.text)), key=lambda g: g.order)
    steps = [after.origin - before.origin for before, after in pairwise(in_order)]
    return sum(step < 0 for step in steps) > sum(step > 0 for step in steps)


def _space_between(
    left: Glyph, right: Glyph, size: float, narrowest: float = _OVERLAPPING, guessed: float = _GUESSED
) -> bool:
    """Whether there is a space between two neighbours: as pdfium says if it is certain, else by the gap.

    Where pdfium only guesses a space, the gap must be wider than `guessed`: justified letters can be
    further apart than its threshold (`conse rve`).
    """
    gap = right.left - left.right
    if (left.text in _HYPHENS or right.text in _HYPHENS) and gap <= SPACE * size:
        return False  # kerning: a space beside a hyphen is never that narrow
    if right.order == left.order + 1 and right.guessed:
        return max(gap, right.origin - left.right) > guessed * size
    if right.order == left.order + 1:
        return right.spaced and gap > narrowest * size
    return gap > (SPACE if left.word == right.word else _HINTED_SPACE) * size


def _space_between_signs(left: list[Glyph], right: list[Glyph], size: float) -> bool:
    """Whether there is a space between two neighbours in a line with Arabic.

    Here pdfium's spaces have no width and its order of letters differs from ours, but it does keep
    the letters of a word together. The box of a vowelled letter may be that of its vowel sign alone,
    with gaps beside it that are not spaces; the letter begins at its origin.
    """
    if all(is_left_to_right(sign[0].text) for sign in (left, right)):
        # In lines with Arabic, pdfium overlooks spaces that it finds elsewhere.
        wide = right[0].left - left[-1].right > SPACE * size
        return wide or _space_between(left[-1], right[0], size)
    first = min(g.left for g in right)
    if any(glyph.is_combining for glyph in right):
        first = min(first, right[0].origin)
    start = max([first, *(g.origin for g in right if g.left < g.origin < g.right)])
    gap = start - max(g.right for g in left)
    letters = is_right_to_left(left[0].text) and is_right_to_left(right[0].text)
    if right[0].text == ARABIC_LAST and left[0].text.isalpha():
        return gap > 0
    if letters and _is_typed_between(left, right):
        return True
    if letters:
        joins = joins_next(right[-1].text) and not any(g.is_combining for g in (*left, *right))
        in_word = any(a.word == b.word for a in left for b in right)
        return gap > ((SPACE if joins else _INSIDE_WORD) if in_word else _BETWEEN_WORDS) * size
    apart = all(a.word != b.word for a in left for b in right)
    number = apart and (left[0].text.isdecimal() or right[0].text.isdecimal())
    word = is_right_to_left(left[0].text) or is_right_to_left(right[0].text)
    return gap > (_BESIDE_NUMBERS if number and word else _BESIDE_OTHERS) * size


def _is_typed_between(left: list[Glyph], right: list[Glyph]) -> bool:
    """Whether the file has a space between two signs; a letter that overhangs may hide it."""
    before, after = sorted((left, right), key=lambda sign: sign[0].order)
    last, first = max(glyph.order for glyph in before), min(after, key=lambda glyph: glyph.order)
    return first.order == last + 1 and first.spaced and not first.guessed


def _spelled(owners: list[Glyph | None]) -> tuple[str, list[Glyph | None]]:
    """Return the text, and the glyph that each of its characters comes from."""
    pieces = [" " if owner is None else owner.text for owner in owners]
    text = "".join(pieces)
    if len(text) == len(owners) and "" not in pieces:
        return text, owners
    return text, [owner for owner, piece in zip(owners, pieces, strict=True) for _ in piece]


def _without_soft_hyphens(text: str, owners: list[Glyph | None]) -> tuple[str, list[Glyph | None]]:
    """Remove soft hyphens, except at the end of a line."""
    if "\u00ad" not in text:
        return text, owners
    last = len(text) - 1
    keep = [i for i, c in enumerate(text) if c != "\u00ad" or i == last]
    return "".join(text[i] for i in keep), [owners[i] for i in keep]


def _remaining(text: str, owners: list[Glyph | None]) -> tuple[str, list[Glyph | None]]:
    """Remove text that is not in the draft being read, and the spaces left over."""
    if not any(owner is not None and owner.gone for owner in owners):
        return text, owners
    keep: list[int] = []
    for index, owner in enumerate(owners):
        if owner is None and (not keep or owners[keep[-1]] is None):
            continue
        if owner is not None and owner.gone:
            continue
        if keep and text[index] in _CLOSING and owners[keep[-1]] is None and owners[index - 1] is not None:
            keep.pop()  # the space before the removed text was removed with it
        keep.append(index)
    if keep and owners[keep[-1]] is None:
        keep.pop()
    return "".join(text[i] for i in keep), [owners[i] for i in keep]
