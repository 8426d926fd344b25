"""Where a line has spaces: on both sides of each gap, as the file and the letters beside it have it."""

from __future__ import annotations

import pytest

from aligner.readers.pdf.glyph import Fragment, Glyph
from aligner.readers.pdf.line_text import (
    _are_stacked,
    _clusters,
    _doubtful,
    _is_bold,
    _is_typed_between,
    _narrowest_guess,
    _number_at_the_right,
    _ordered_sign,
    _own_level,
    _pdfium_turned,
    _remaining,
    _space_between,
    _space_between_signs,
    _spelled,
    _without_soft_hyphens,
    write_line,
)

SIZE = 10.0


def pair(texts: str, gap: float, *, backwards: bool = False, **given: object) -> tuple[Glyph, Glyph]:
    """Two letters beside each other, the second (from the right, if backwards) with what is given."""
    left = Glyph(texts[0], 1 if backwards else 0, 100, 105, 700, SIZE, 100, word=1)
    right = Glyph(texts[1], 0 if backwards else 1, 105 + gap, 110 + gap, 700, SIZE, 105 + gap, word=1)
    for name, value in given.items():
        setattr(left if backwards else right, name, value)
    return left, right


TYPED = {"spaced": True, "word": 2}
GUESSED = {"spaced": True, "guessed": True, "word": 2}


@pytest.mark.parametrize(
    ("texts", "gap", "given", "space"),
    [
        ("ab", -4.9, TYPED, True),  # a space is typed, though slanted letters overlap it
        ("ab", -5, TYPED, False),
        ("ab", 9, {}, False),
        ("ab", 1.5, GUESSED, False),
        ("ab", 1.6, GUESSED, True),
        ("ab", 1.0, {**GUESSED, "origin": 106.6}, True),  # a letter that begins left of its origin
        ("ab", 1.0, {**GUESSED, "origin": 106.4}, False),
        ("ab", 1.6, {"order": 9}, False),
        ("ab", 1.7, {"order": 9}, True),  # not beside each other in the file, so that the gap decides
        ("ab", 1, {"order": 9, "word": 2}, False),
        ("ab", 1.1, {"order": 9, "word": 2}, True),
        ("-b", 1.6, TYPED, False),  # kerning beside a hyphen
        ("-b", 1.7, TYPED, True),
        ("a-", 1.6, TYPED, False),
    ],
)
def test_letters_are_apart_if_a_space_is_typed_or_else_by_their_gap(
    texts: str, gap: float, given: dict[str, object], *, space: bool
) -> None:
    assert _space_between(*pair(texts, gap, **given), SIZE) == space


@pytest.mark.parametrize(
    ("texts", "gap", "given", "space"),
    [
        ("اب", 1.6, {}, False),
        ("اب", 1.7, {}, True),  # wider than between joined letters
        ("با", 3, {}, False),  # alif joins no letter after it
        ("با", 3.1, {}, True),
        ("اب", 2.1, {"word": 2}, False),
        ("اب", 2.2, {"word": 2}, True),
        ("اب", 0.0, TYPED, True),
        ("اب", 2.1, GUESSED, False),
        ("5ب", 1, {"word": 2}, False),
        ("5ب", 1.1, {"word": 2}, True),  # a word and a number
        ("5ب", 1.3, {}, False),
        ("5ب", 1.4, {}, True),
        ("5.", 1.3, {"word": 2}, False),
        ("،ب", 1.3, {"word": 2}, False),
        ("،ب", 1.4, {"word": 2}, True),
        ("ab", 1.6, {"order": 0}, False),
        ("ab", 1.7, {"order": 0}, True),  # a Latin word in the line: the gap is enough
    ],
)
def test_signs_of_an_arabic_line_are_apart_by_what_joins_them(
    texts: str, gap: float, given: dict[str, object], *, space: bool
) -> None:
    left, right = pair(texts, gap, backwards=True, **given)
    assert _space_between_signs([left], [right], SIZE) == space


@pytest.mark.parametrize(
    ("left", "right", "gap", "space"),
    [
        ("fi", "a", 1.6, False),
        ("fi", "a", 1.7, True),  # beside the second letter of a ligature
        ("ل\u064e", "ب", 2.9, False),  # nothing joins a letter with a vowel sign
        ("ب", "با", 2.9, False),  # nor the last of a ligature
        ("ب", "اب", 1.7, True),
    ],
)
def test_signs_of_several_letters_are_apart_by_the_letters_beside_the_gap(
    left: str, right: str, gap: float, *, space: bool
) -> None:
    step = 5 if left == "fi" else 0  # letters of one place are one sign
    first = [
        Glyph(sign, 9 + n, 100 + step * n, 105 + step * n, 700, SIZE, 100 + step * n)
        for n, sign in enumerate(left)
    ]
    start = first[-1].right + gap
    second = [Glyph(sign, n, start, start + 5, 700, SIZE, start) for n, sign in enumerate(right)]
    assert _space_between_signs(first, second, SIZE) == space


def test_a_letter_with_its_origin_at_its_edge_begins_there() -> None:
    left = [Glyph("ب", 9, 100, 105, 700, SIZE, 100, word=1)]
    right = [
        Glyph(sign, n, at, at + 5, 700, SIZE, at) for n, (sign, at) in enumerate([("ا", 107), ("ا", 110)])
    ]
    assert not _space_between_signs(left, right, SIZE)


def glyphs(
    text: str, *, left: float = 100, size: float = SIZE, gap: float = 0, **given: object
) -> list[Glyph]:
    """Letters half as wide as high; `gap` is between them."""
    wide = size / 2
    found = [
        Glyph(sign, n, left + n * (wide + gap), left + n * (wide + gap) + wide, 700, size, 0)
        for n, sign in enumerate(text)
    ]
    for glyph in found:
        for name, value in given.items():
            setattr(glyph, name, value)
    return found


@pytest.mark.parametrize(
    ("number", "gap", "size", "split"),
    [
        ("5", 5.9, 10, ""),
        ("5", 6, 10, "5"),  # at a distance from the text
        ("5", 1.6, 9, ""),
        ("5", 1.7, 9, "5"),  # at a space from it, and smaller
        ("5", 1.7, 9.5, ""),
        ("(5)", 6.1, 10, "(5)"),
        ("12345", 6.1, 10, "12345"),
        ("123456", 6.1, 10, ""),
        ("a5", 6.1, 10, ""),
    ],
)
def test_a_number_that_begins_a_line_read_from_the_right_is_apart(
    number: str, gap: float, size: float, split: str
) -> None:
    text = glyphs("UNESCO")
    line = Fragment([*text, *glyphs(number, left=text[-1].right + gap, size=size)], 700, SIZE)
    found, rest = _number_at_the_right(line)
    assert "".join(glyph.text for glyph in found) == split
    assert len(found) + len(rest.glyphs) == len(line.glyphs)


@pytest.mark.parametrize(
    ("gap", "typed", "narrowest"),
    [
        (0.0, False, 0.1),
        (0.5, False, 0.15),
        (-0.9, False, 0.05),  # letters of another font overlap
        (0.09, True, 0.109),
        (0.11, True, 0.15),  # the letters do not touch, so that they tell nothing
    ],
)
def test_a_guessed_space_is_wider_than_the_gaps_inside_words(
    gap: float, typed: bool, narrowest: float
) -> None:
    line = glyphs("abcdefgh", gap=gap)
    line[4].spaced = line[4].guessed = True
    line[6].spaced = typed
    assert _narrowest_guess(line, SIZE) == pytest.approx(narrowest)


def test_a_line_is_bold_if_all_its_letters_are() -> None:
    bold, plain, comma = (
        glyphs(text, bold=is_bold) for text, is_bold in (("ab", True), ("c", False), (",", False))
    )
    assert _is_bold([*bold, *comma])
    assert not _is_bold([*bold, *plain])
    assert not _is_bold(glyphs(",", bold=True))


def test_a_vowel_sign_belongs_to_the_nearest_letter() -> None:
    letters = [
        Glyph(sign, n, 100 + 10 * n, 110 + 10 * n, 700, SIZE, 100 + 10 * n) for n, sign in enumerate("بدر")
    ]
    mark = Glyph("\u064e", 3, 114, 118, 700, SIZE, 114)
    assert ["".join(glyph.text for glyph in sign) for sign in _clusters([*letters, mark])] == [
        "ب",
        "د\u064e",
        "ر",
    ]
    assert [len(sign) for sign in _clusters([mark])] == [1]


@pytest.mark.parametrize(("off", "base"), [(2.1, 702.1), (2.2, 700)])
def test_a_line_has_the_height_of_most_of_its_letters(off: float, base: float) -> None:
    """A row at almost the height of one in the next column has the baseline of both."""
    found, size = _own_level(Fragment([*glyphs("abc", base=700 + off), *glyphs("de", base=690)], 700, SIZE))
    assert (found, size) == (base, SIZE)


def test_the_size_of_a_line_is_that_of_its_own_letters() -> None:
    own = [*glyphs("ab", base=702, size=9), *glyphs("c", base=702, size=8), *glyphs("d", base=690, size=14)]
    assert _own_level(Fragment(own, 700, SIZE)) == (702, 9)
    assert _own_level(Fragment(glyphs("abc", base=700, size=9), 700, SIZE)) == (700, SIZE)
    assert _own_level(Fragment([*glyphs("abc", base=700, size=9), *glyphs("d")], 700, SIZE)) == (700, SIZE)


@pytest.mark.parametrize(
    ("text", "gone", "left"),
    [
        ("the old plan", "old", "the plan"),
        ("the old", "old", "the"),
        ("old plan", "old", "plan"),
        ("the old, plan", "old", "the, plan"),  # the space before it goes with it
        ("the , plan", "", "the , plan"),
        ("the olds, plan", "old", "the s, plan"),
        ("the plan", "", "the plan"),
        ("the old old plan", "old", "the plan"),
        ("old", "old", ""),
    ],
)
def test_removed_words_leave_no_space(text: str, gone: str, left: str) -> None:
    owners: list[Glyph | None] = [None if glyph.text == " " else glyph for glyph in glyphs(text)]
    for at in range(len(text)):
        for owner in owners[at : at + len(gone)] if gone and text.startswith(gone, at) else ():
            if owner is not None:
                owner.gone = True
    found, kept = _remaining(text, owners)
    assert found == left
    assert [" " if owner is None else owner.text for owner in kept] == list(left)


@pytest.mark.parametrize(
    ("text", "left"),
    [("co\u00adop", "coop"), ("coop\u00ad", "coop\u00ad"), ("\u00adco\u00ad", "co\u00ad"), ("coop", "coop")],
)
def test_soft_hyphens_are_only_at_the_end_of_a_line(text: str, left: str) -> None:
    found, owners = _without_soft_hyphens(text, [*glyphs(text)])
    assert found == left
    assert "".join(owner.text for owner in owners if owner) == left


def test_each_character_has_the_glyph_that_it_comes_from() -> None:
    first, second, none = glyphs("fi"), glyphs("a"), glyphs("b")
    first[0].text, none[0].text = "ffi", ""
    text, owners = _spelled([first[0], None, second[0], none[0]])
    assert (text, owners) == ("ffi a", [first[0]] * 3 + [None, second[0]])


def test_words_that_may_be_misread_are_known_by_their_places() -> None:
    sure, doubtful, other = (Glyph(text, n, 0, 9, 700, SIZE, 0) for n, text in enumerate(("ab", "cd", "ef")))
    doubtful.doubtful = other.doubtful = True
    assert _doubtful([sure, sure, None, doubtful, doubtful, other, other]) == [(3, 5), (5, 7)]
    assert _doubtful([doubtful, None, sure]) == [(0, 1)]


@pytest.mark.parametrize(
    ("first", "second", "left", "stacked"),
    [
        ("ل", "م", 104.9, True),
        ("ل", "م", 105, False),
        ("a", "م", 101, False),
        ("ل", "a", 101, False),
    ],
)
def test_letters_that_share_half_of_their_width_are_stacked(
    first: str, second: str, left: float, *, stacked: bool
) -> None:
    wide, narrow = (
        Glyph(first, 0, 100, 120, 700, SIZE, 100),
        Glyph(second, 1, left + 10, left + 20, 700, SIZE, 0),
    )
    assert _are_stacked(wide, narrow) == stacked
    assert _are_stacked(narrow, wide) == stacked


@pytest.mark.parametrize(
    ("origins", "turned"),
    [
        ((120, 110, 100), True),
        ((100, 110, 120), False),
        ((120, 110, 115), False),
        ((120, 110, 115, 105), True),
    ],
)
def test_a_line_is_turned_if_most_of_its_letters_run_to_the_left(
    origins: tuple[float, ...], *, turned: bool
) -> None:
    letters = [Glyph("ب", n, at, at + 5, 700, SIZE, at) for n, at in enumerate(origins)]
    latin = [Glyph("a", 10 + n, at, at + 5, 700, SIZE, at) for n, at in enumerate((10, 20, 30, 40))]
    assert _pdfium_turned([*letters, *latin]) == turned


def test_stacked_letters_are_in_the_order_of_the_file() -> None:
    def signs(*letters: tuple[str, int, float, float]) -> list[str]:
        made = [Glyph(text, order, left, right, 700, SIZE, left) for text, order, left, right in letters]
        return ["".join(glyph.text for glyph in sign) for sign in _clusters(made)]

    far = ("ر", 0, 150, 160), ("د", 1, 140, 150)
    assert signs(*far, ("ل", 2, 103, 113), ("م", 3, 100, 115)) == ["م", "ل", "د", "ر"]
    assert signs(*far, ("ل", 3, 103, 113), ("م", 2, 100, 115)) == ["ل", "م", "د", "ر"]
    assert signs(*far, ("ل", 2, 100, 110), ("م", 3, 112, 120)) == ["ل", "م", "د", "ر"]


@pytest.mark.parametrize(
    ("lefts", "turned", "text"),
    [
        ((100, 105), True, "\u0648\u062f"),
        ((105, 100), False, "\u062f\u0648"),
        ((100, 100), True, "\u0648\u062f"),
        ((100, 100), False, "\u062f\u0648"),
        ((100,), True, "\u062f"),
    ],
)
def test_letters_of_a_ligature_are_in_reading_order(
    lefts: tuple[float, ...], text: str, *, turned: bool
) -> None:
    members = [
        Glyph(sign, n, left, left + 5, 700, SIZE, 100)
        for n, (sign, left) in enumerate(zip("\u062f\u0648", lefts, strict=False))
    ]
    assert "".join(glyph.text for glyph in _ordered_sign(members, turned)) == text


@pytest.mark.parametrize(
    ("order", "given", "typed"),
    [
        (2, {"spaced": True}, True),
        (3, {"spaced": True}, False),
        (2, {}, False),
        (2, {"spaced": True, "guessed": True}, False),
    ],
)
def test_a_typed_space_is_between_signs_that_follow_each_other_in_the_file(
    order: int, given: dict[str, bool], *, typed: bool
) -> None:
    first = [Glyph("ب", 0, 110, 115, 700, SIZE, 110), Glyph("\u064e", 1, 110, 115, 700, SIZE, 110)]
    second = [Glyph("ر", order, 100, 105, 700, SIZE, 100, **given)]
    assert _is_typed_between(second, first) == _is_typed_between(first, second) == typed


def test_a_line_has_its_place_from_the_top_of_the_page() -> None:
    line = write_line(Fragment(glyphs("Text", size=10, bold=True), 700, SIZE), False, 800)
    assert (line.text, line.left, line.right, line.size, line.bold) == ("Text", 100, 120, 10, True)
    assert line.top < 100 < line.bottom
    assert line.doubtful == ()
