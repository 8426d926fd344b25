"""A small fixed bitext with beads of every kind, as input for tests of learned numbers.

The vectors are those of `word_vectors`: a word is itself in every language, so the share of words that two
lines have in common says how alike they are.
"""

from __future__ import annotations

from simple_values import document

from aligner.values import Document

BEADS = (
    *[(1, 1)] * 4, (1, 2), (1, 1), (2, 1), (1, 1), (1, 3), (1, 1), (1, 0), (1, 0), (0, 1), (1, 1),
    (2, 2), (1, 1), (4, 1), (1, 1), (3, 2), (1, 1), (0, 1), (1, 1), (3, 3), (1, 1), (1, 0), (1, 1),
    (1, 5), (1, 1), (2, 4), (1, 1),
)  # fmt: skip
"""The sizes of the beads: how many lines of each side belong together."""

_PIECES = 4  # of a line; pieces of one bead go to its lines in turn, so that lines of large beads are mixed


def bitext(common: float = 0.7) -> tuple[Document, Document]:
    """Two documents of these beads; a translation keeps about the given share of the words."""
    sides: tuple[list[str], list[str]] = ([], [])
    for number, sizes in enumerate(BEADS):
        pieces = [_piece(number, place, common) for place in range(_PIECES * max(sizes))]
        for side, (lines, size) in enumerate(zip(sides, sizes, strict=True)):
            own = [piece[side] for piece in pieces]
            for line in range(size):
                # Lines of n-1 beads are runs of the other side's words; those of others take turns.
                share = -(-len(own) // size)
                run = own[line::size] if min(sizes) > 1 and side else own[line * share : (line + 1) * share]
                lines.append(_marked(number, line, ", ".join(run), side))
    return document("en", *sides[0]), document("ru", *sides[1])


def _piece(number: int, place: int, common: float) -> tuple[str, str]:
    """Some words, and the same with some of them replaced."""
    words = [
        f"w{number}{'abcdefgh'[place % 8]}{'klmno'[k]}{'x' * (place // 8)}"
        for k in range(1 + (number + place) % 5)
    ]
    other = [
        word if (7 * number + 3 * place + 5 * k) % 10 < 10 * common else f"{word}y"
        for k, word in enumerate(words)
    ]
    return " ".join(word.translate(_LETTERS) for word in words), " ".join(
        word.translate(_LETTERS) for word in other
    )


_LETTERS = str.maketrans("0123456789", "qrstuvzjph")  # no numbers but those of `_marked`


def _marked(number: int, line: int, text: str, side: int) -> str:
    """A line with a number in some (sometimes another one, or on one side only), and a mark at its end."""
    figure = {0: f" {number + 20}", 1: f" {number + 20 + side}", 2: f" {number + 20}" * side}.get(
        (number + line) % 6, ""
    )
    return f"{text}{figure}{'.;'[number % 2] if (number + line + side) % 5 else ''}"
