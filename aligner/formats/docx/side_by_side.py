"""Languages side by side as a Word file: the contents of the HTML report, for editing and sharing.

A landscape table has a column for each language and a row for each paragraph; amendments are
underlined or struck through, so that they survive a black-and-white printer. It is followed by
the list of amendments, the instructions that would make them, and the footnotes.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Final
from unicodedata import bidirectional

from aligner.formats.docx import word_xml
from aligner.formats.docx.word_xml import MARKED_LOOKS, PLAIN, Look, piece_runs, runs
from aligner.formats.html.fragments import GHOST, OF_HERE, column_name
from aligner.formats.templates import fill
from aligner.languages import LANGUAGES, get
from aligner.languages.numerals import printed_label
from aligner.revision.instructions import wordings
from aligner.values import Comparison
from aligner.values.catalogue import Words
from aligner.view.build import build
from aligner.view.footnote_list import note_lines
from aligner.view.page_model import Badge, Block, Column, View
from aligner.view.redline_runs import Mark, Piece, Role, by_cells

WIDTH: Final = 15138
"""What a landscape A4 page has between its margins, in twentieths of a point."""


def comparison(result: Comparison, words: Words) -> bytes:
    """Write a whole set side by side; headings and remarks are in the language of `words`."""
    view = build(result)
    document = fill(
        "side_by_side.xml",
        words,
        view=view,
        word=word_xml,
        **word_xml.in_cells(words.language),
        right=get(words.language).right_to_left,
        names=list(map(column_name, view.columns)),
        steps=_by_column(view, _steps),
        notes=_by_column(view, partial(_notes, view)),
        drafts=partial(_drafts, words),
        said=partial(_said, words),
        language_like=partial(_language_like, words.language),
        name=column_name,
        label=_label,
        pieces=_pieces,
        by_cells=by_cells,
        shared_widths=shared_widths,
        dotted=Look(underline="dotted"),
        ghost=GHOST,
    )
    made = view.signature
    signature = words("report.signature", version=made.aligner) if made else ""
    about = word_xml.Properties(title=view.title, made_with=signature)
    parts = {"document": document, "footer": word_xml.footer(signature)}
    return word_xml.package(parts, words.language, about)


def _by_column(
    view: View, lines_of: Callable[[int, Column], Iterator[str]]
) -> list[tuple[Column, list[str]]]:
    """Return the lines of each column that has any."""
    lists = [(column, list(lines_of(number, column))) for number, column in enumerate(view.columns)]
    return [(column, lines) for column, lines in lists if lines]


def _steps(_: int, column: Column) -> Iterator[str]:
    """Yield the instructions that turn the older draft into the newer, in its own language."""
    if column.revision is not None and column.old is not None:
        asked = wordings(column.revision, column.old, column.document)
        for number, text in enumerate(asked, start=1):
            line = f"{number}.\t{text}".replace("\n", " ¶ ")
            yield runs(line, column.key.language)


def _notes(view: View, number: int, column: Column) -> Iterator[str]:
    """Yield the footnotes of a document."""
    language = column.key.language
    for line in note_lines(column, number, view.rows):
        yield runs(f"{line.label}\t", language) + _pieces(line.pieces, language)


def _drafts(words: Words, column: Column) -> str:
    """Name the draft of a column, and the one it is compared with."""
    version = column.key.version
    return version if column.base is None else words.compared(version, column.base.version)


def _label(block: Block, language: str) -> str:
    parts = []
    if block.old_label or block.mark is Mark.DELETED:
        old = printed_label(block.old_label, language)
        parts.append(runs(f"{old} ", language, MARKED_LOOKS[Mark.DELETED]) if old else "")
    if block.label and block.mark is not Mark.DELETED:
        look = MARKED_LOOKS[Mark.INSERTED] if block.old_label else PLAIN
        number = printed_label(block.label, language)
        parts.append(runs(f"{number} ", language, replace(look, style=word_xml.NUMBER)))
    return "".join(parts)


def _said(words: Words, badge: Badge) -> str:
    place = badge.place or words("badge.here" if badge.kind in OF_HERE else "badge.elsewhere")
    language = words.language_name(badge.language) if badge.language else ""
    said = words(f"badge.{badge.kind}", place=place, language=language)
    return f"{said} ({words.render(badge.reason)})" if badge.reason else said


def _pieces(pieces: Iterable[Piece], language: str) -> str:
    return "".join(_piece(piece, language) for piece in pieces)


def _piece(piece: Piece, language: str) -> str:
    if piece.role is Role.BREAK:
        return runs("¶", language, replace(MARKED_LOOKS.get(piece.mark, PLAIN), style=word_xml.BREAK))
    return piece_runs(piece, language)


def _language_like(ours: str, text: str) -> str:
    """Return a language that runs as a text of the set does, which may be in any: ours if it does."""
    right = get(ours).right_to_left
    kinds = (bidirectional(character) for character in text)
    first = next((kind for kind in kinds if kind in ("L", "R", "AL")), "")
    if not first or (first != "L") == right:
        return ours
    return next(code for code, language in LANGUAGES.items() if language.right_to_left != right)


def shared_widths(narrow: Sequence[int], count: int) -> list[int]:
    """Return the given column widths, and those of `count` more columns that share the rest of the page.

    >>> shared_widths([1138], 4)
    [1138, 3500, 3500, 3500, 3500]
    """
    rest = WIDTH - sum(narrow)
    return [*narrow, *[rest // max(count, 1)] * count]
