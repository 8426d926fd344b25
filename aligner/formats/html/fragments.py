"""HTML fragments shared by the report and the app: cells, rows, badges, tables, footnotes.

All text passes through `aligner.view.markup`, and runs of text with their marks through `RunWriter`.
A change is marked in three ways: by its element (`ins`, `del`), by a line (under or through) and by
words for screen readers.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from aligner.formats.templates import fill
from aligner.languages import get
from aligner.languages.numerals import printed_label
from aligner.values import SegmentKind, shorten
from aligner.values.catalogue import Words
from aligner.view.footnote_list import note_lines
from aligner.view.markup import attribute, escape, isolated, language_attributes, visible
from aligner.view.page_model import Badge, BadgeKind, Block, Cell, Column, View, ViewRow
from aligner.view.redline_runs import Mark, Piece, Role, by_cells

GHOST: Final = 160
"""How many characters of a moved paragraph are quoted where it was before."""

_ATTENTION: Final = (BadgeKind.NOT_CARRIED_OVER, BadgeKind.PARTLY)
OF_HERE: Final = (*_ATTENTION, BadgeKind.UNKNOWN)
"""Remarks about the paragraph they are attached to, where they name no other."""


@dataclass(frozen=True, slots=True)
class WrittenRow:
    """The HTML of a table row.

    Attributes:
        number: the row's number.
        classes: the classes of its element, or empty.
        place: its heading, which has the number; in `<th>`.
        cells: its cells, `<td>` for each column.
    """

    number: int
    classes: str
    place: str
    cells: str

    @property
    def html(self) -> str:
        """The row's element."""
        return f"{self.opening()}{self.place}{self.cells}</tr>"

    def opening(self, name: str = "", value: str | None = None) -> str:
        """Return the row's opening tag, with another attribute unless its value is None."""
        kept = attribute("class", self.classes or None) + (attribute(name, value) if name else "")
        return f'<tr id="r{self.number}"{kept}>'


class Fragments:
    """Writes parts of a view as HTML, in the words of one language.

    Args:
        view: the view to show.
        words: the interface texts.
        notes: whether footnotes are on the same page, so that marks can link to them.
        beside: HTML to put under the place of a row, made of escaped text.
        searched: returns the pieces of a footnote with search hits marked.
        reader: language in which amendments are quoted first; that of `words` by default.
        folded: number of rows, from the first, that a table folds to one line.

    Attributes:
        pieces: writes runs of text; see `RunWriter.pieces`.
        reader_column: index of the column in the reader's language, or None.
    """

    def __init__(
        self,
        view: View,
        words: Words,
        *,
        notes: bool = True,
        beside: Callable[[ViewRow], str] | None = None,
        searched: Callable[[Sequence[Piece]], Sequence[Piece]] | None = None,
        reader: str = "",
        folded: int = 0,
    ) -> None:
        self.view, self.words = view, words
        self.pieces = RunWriter(words, notes_linked=notes).pieces
        self._ours = language_attributes(get(words.language))  # of interface text inside other text
        self._folded = folded
        self._beside = beside
        self.reader_column = view.column_of(reader or words.language)
        self._searched = searched or (lambda pieces: pieces)
        self._pages: dict[int, int] = {}  # by column, the page shown last

    def block(self, block: Block, column: int, row: ViewRow) -> str:
        """Write one paragraph with its label and page."""
        classes = ["block", block.kind.value, *(["ghost"] if block.ghost else [])]
        text = self.pieces(block.pieces, column)
        if block.ghost:
            text = escape(shorten("".join(piece.text for piece in block.pieces), GHOST))
        elif block.kind is SegmentKind.ROW:
            text = self._row_of_cells(block, column)
            return f'<div class="block row">{self._aside(block, column, row)}{text}</div>'
        before = f"{self._aside(block, column, row)}{self._label(block, column)}"
        return f'<p class="{" ".join(classes)}">{before}{text}</p>'

    def _row_of_cells(self, block: Block, column: int) -> str:
        """Write a table row as a table, with headings as heading cells."""
        tag = 'th scope="col"' if block.header else "td"
        inside = "".join(f"<{tag}>{self.pieces(cell, column)}</{tag[:2]}>" for cell in by_cells(block.pieces))
        return f'<table class="cells"><tbody><tr>{inside}</tr></tbody></table>'

    def _aside(self, block: Block, column: int, row: ViewRow) -> str:
        """Write the number of a page that begins here, and a place that differs from the row's."""
        parts = []
        if block.place and block.place != row.place:
            parts.append(escape(self.words.place(block.place)))
        if block.page is not None and block.page != self._pages.get(column):
            self._pages[column] = block.page
            parts.append(escape(self.words("row.page", page=block.page)))
        if not parts:
            return ""
        return f'<span class="aside"{self._ours}>{" · ".join(parts)}</span>'

    def _label(self, block: Block, column: int) -> str:
        language = self.view.columns[column].key.language
        if block.is_old:
            return _printed(block.old_label, language, "label old")
        shown = _printed(block.label, language, "label")
        if block.old_label:
            was = _fill(self.words("badge.renumbered", place="\0"), block.old_label)
            shown += f'<span class="was"{self._ours}>{was}</span> '
        return shown

    def badge(self, badge: Badge) -> str:
        """Write a remark on a cell, linked to the row it concerns."""
        place = self.words.place(badge.place) or self.words(
            "badge.here" if badge.kind in OF_HERE else "badge.elsewhere"
        )
        language = self.words.language_name(badge.language) if badge.language else ""
        shown = _fill(self.words(f"badge.{badge.kind}", place="\0", language=language), place)
        title = None
        if badge.kind in OF_HERE:  # a sign and two words; the sentence on demand
            title = self.words(f"badge_title.{badge.kind}", place=place, language=language)
        if badge.row is not None:
            shown = f'<a href="{address(badge.row)}">{shown}</a>'
        reason = (
            f' <span class="reason">({isolated(self.words.render(badge.reason))})</span>'
            if badge.reason
            else ""
        )
        alert = " attention" if badge.kind in _ATTENTION else ""
        return f'<span class="badge {badge.kind}{alert}"{attribute("title", title)}>{shown}{reason}</span>'

    def cell(self, cell: Cell, column: int, row: ViewRow) -> str:
        """Write one language's part of a row as a table cell."""
        shown = self.view.columns[column]
        language = get(shown.key.language)
        badges = "".join(self.badge(badge) for badge in cell.badges)
        inside = f'<p class="badges"{self._ours}>{badges}</p>' if badges else ""
        inside += "".join(self.block(block, column, row) for block in cell.blocks)
        if cell.gap:
            inside += f'<p class="gap"{self._ours}>— {escape(self.words("gap.text"))}</p>'
        classes = [name for name, on in (("amended", cell.amended), ("empty", not cell.blocks)) if on]
        return (
            f"<td{attribute('class', ' '.join(classes) or None)}{language_attributes(language)}"
            f"{attribute('data-column', column_name(shown))}>{inside}</td>"
        )

    def _cells(self, row: ViewRow) -> str:
        return "".join(self.cell(cell, number, row) for number, cell in enumerate(row.cells))

    def old_place(self, place: str) -> str:
        """Write a citation in the older draft; empty for none."""
        return _fill(self.words("row.old_place", place="\0"), self.words.place(place)) if place else ""

    def written(self, rows: Iterable[ViewRow], *, mark: int | None = None) -> list[WrittenRow]:
        """Write the rows of a table; `mark` is the number of the current row."""
        self._pages.clear()
        return [self._row(row, here=row.number == mark) for row in rows]

    def _row(self, row: ViewRow, *, here: bool = False) -> WrittenRow:
        marks = (("amended", row.amended), ("here", here), ("folded", row.number <= self._folded))
        classes = [name for name, on in marks if on]
        shown = self._named(row)
        if self._beside is not None:  # stays in view as a block while a long row scrolls past
            shown = f'<div class="stays">{shown}{self._beside(row)}</div>'
        heading = f'<th scope="row" class="place">{shown}</th>'
        return WrittenRow(row.number, " ".join(classes), heading, self._cells(row))

    def _named(self, row: ViewRow) -> str:
        """Write the citation of a row, or else its number, as a link to it."""
        name = placed(self.words.place(row.place))
        old = self.old_place(row.old_place)
        label = escape(self.words("row.permalink", number=row.number))
        shown = name or (f'<span class="muted">{row.number}</span>' if not old else "")
        beside = f' <span class="old">({old})</span>' if shown and old else ""
        return f'<a href="{address(row.number)}" title="{label}">{shown or old}</a>{beside}'

    def column_title(self, column: Column) -> str:
        """Write language and version, in the direction of the language."""
        language = get(column.key.language)
        version = f" {isolated(column.key.version)}" if column.key.version else ""
        return f"<bdi{language_attributes(language)}>{escape(language.endonym)}{version}</bdi>"

    def _drafts(self, column: Column) -> str:
        """Write the draft of a column, and the one it is compared with."""
        version = escape(column.key.version)
        if column.base is None:
            return version
        compared = self.words.compared("\0" if version else "", "\1")
        return _fill(compared, column.key.version, column.base.version or self.words("column.unnamed"))

    def current_row(self, rows: Sequence[ViewRow], current: ViewRow) -> str:
        """Write the current row of a table as it is there, but with its own marks; empty if it is not there.

        Args:
            rows: the rows of the table.
            current: the row, in which more may be marked than in the table.
        """
        self._pages.clear()
        for row in rows:
            if row.number == current.number:
                return self._row(current, here=True).html
            self._cells(row)
        return ""

    def table(self, rows: Sequence[ViewRow], *, mark: int | None = None) -> str:
        """Write the text as a table of rows and document columns; `mark` is the number of the current row."""
        return self.table_of(self.written(rows, mark=mark))

    def table_of(self, rows: Iterable[WrittenRow]) -> str:
        """Write the table of these rows."""
        return fill(
            "table.html",
            self.words,
            columns=self.view.columns,
            drafts=self._drafts,
            folded=self._folded,
            changed=sum(row.amended for row in self.view.rows[: self._folded]),
            body="\n".join(row.html for row in rows),
        )

    def footnotes(self, rows: Sequence[ViewRow], *, only_shown: bool = False) -> str:
        """Write the footnotes of all columns side by side; with `only_shown`, only those marked in `rows`."""
        lists = []
        for number, column in enumerate(self.view.columns):
            lines = note_lines(column, number, rows)
            lines = tuple(line for line in lines if line.row is not None) if only_shown else lines
            if lines:
                lists.append((number, lines))
        if not lists:
            return ""
        return fill(
            "footnotes.html",
            self.words,
            lists=lists,
            columns=self.view.columns,
            column_title=self.column_title,
            address=address,
            note_id=note_id,
            searched=self._searched,
            pieces=self.pieces,
        )


def address(number: int) -> str:
    """Return the address of a row on the same page."""
    return f"#r{number}"


def placed(place: str) -> str:
    """Write a citation: our own (`OP5`), or words of the document in their own direction.

    >>> placed("OP5"), placed("المادة 5")
    ('OP5', '<bdi>المادة 5</bdi>')
    """
    return escape(place) if place.isascii() else isolated(place)


def word_rules(numbers: Iterable[int]) -> str:
    """Write a style rule that highlights all counterparts of the word under the pointer in its row.

    >>> word_rules([3])
    '.aligner tr:has([data-words~="3"]:hover) [data-words~="3"] { background: var(--hit-back); ... }'
    """
    places = [f'.aligner tr:has([data-words~="{n}"]:hover) [data-words~="{n}"]' for n in numbers]
    return f"{', '.join(places)} {{ background: var(--hit-back); outline: 1px solid var(--alert); }}"


def _printed(label: str | None, language: str, classes: str) -> str:
    """Write a label as its language prints it, and in its direction, which digits do not have."""
    if not label:
        return ""
    direction = attribute("dir", "rtl" if get(language).right_to_left else None)
    shown = escape(printed_label(label, language))
    return f'<span class="{classes}"><bdi{direction}>{shown}</bdi></span> '


def _fill(words: str, *texts: str) -> str:
    """Replace the placeholders NUL and SOH in escaped interface text by isolated document text."""
    parts: list[str] = []
    for character in words:
        number = ord(character)
        parts.append(isolated(texts[number]) if number < len(texts) else escape(character))
    return "".join(parts)


TAGS: Final = {Mark.INSERTED: "ins", Mark.DELETED: "del"}
"""The elements of inserted and deleted words."""


class RunWriter:
    """Writes runs of text with their marks, in the words of one language.

    Args:
        words: the interface texts.
        notes_linked: whether footnotes are on the same page, so that marks can link to them.
    """

    def __init__(self, words: Words, *, notes_linked: bool) -> None:
        self._words, self._notes_linked = words, notes_linked
        self._said: dict[str, str] = {}  # by key, words for screen readers

    def pieces(self, pieces: Iterable[Piece], column: int | None = None) -> str:
        """Write runs of text; given a column's index, footnote marks link to its footnotes.

        Args:
            pieces: the runs, in reading order.
            column: the index of the column that they are in, or None.
        """
        runs = groupby(pieces, key=lambda piece: (piece.role, piece.mark, piece.type))
        return "".join(self._run(list(run), column) for _, run in runs)

    def _run(self, run: Sequence[Piece], column: int | None) -> str:
        """Group pieces of one kind, so that an amendment cut by a hit or a finding is announced once."""
        cuts = any(p.hit or p.flagged or p.words or p.affected or p.doubtful for p in run)
        if len(run) > 1 and (run[0].role is not Role.TEXT or not cuts):
            return "".join(self._run([piece], column) for piece in run)
        first = run[0]
        if first.role is Role.BREAK:
            return self._break(first.mark)
        if first.role is Role.NOTE:
            return self._note_mark(first, column)
        text = "".join(
            self._flagged(list(group)) for _, group in groupby(run, key=lambda piece: piece.flagged)
        )
        if first.mark is Mark.EQUAL:
            return text
        tag, kind = TAGS[first.mark], first.type.value if first.type else None
        return (
            f"<{tag}{attribute('data-type', kind)}>{self._hidden(f'mark.{first.mark}')}"
            f"{text}{self._hidden(f'mark.{first.mark}_end')}</{tag}>"
        )

    def _flagged(self, run: Sequence[Piece]) -> str:
        """Return a run of words, underlined if a finding concerns them."""
        text = "".join(self._found(piece) for piece in run)
        if not run[0].flagged:
            return text
        start, end = self._hidden("mark.flagged"), self._hidden("mark.flagged_end")
        return f'<mark class="flagged">{start}{text}{end}</mark>'

    def _found(self, piece: Piece) -> str:
        """Write the words of a piece, with the numbers of their counterparts; marked if they are a hit."""
        text = escape(piece.text if piece.mark is Mark.EQUAL else visible(piece.text))
        text = f"<mark>{text}</mark>" if piece.hit else text
        if not piece.words and not piece.affected and not piece.doubtful:
            return text
        numbers = attribute("data-words", " ".join(map(str, piece.words)) or None)
        classes = " ".join(["affected"] * piece.affected + ["doubtful"] * piece.doubtful)
        title = attribute("title", self._words("mark.doubtful") if piece.doubtful else None)
        return f"<span{attribute('class', classes or None)}{title}{numbers}>{text}</span>"

    def _hidden(self, key: str) -> str:
        """Write words for screen readers only, neither visible nor copied with the text (`report.css`).

        Two surround each edit, so that they are half of the page's elements. Unseen, they need no direction.
        """
        if key not in self._said:
            said = escape(self._words(key))
            self._said[key] = f'<span class="vh" lang="{self._words.language}"> {said} </span>'
        return self._said[key]

    def _break(self, mark: Mark) -> str:
        tag = TAGS[mark]
        said = self._hidden(f"mark.break_{mark}")
        return f'<{tag} class="break">{said}<span aria-hidden="true">¶</span></{tag}>'

    def _note_mark(self, piece: Piece, column: int | None) -> str:
        key = "mark.note" if piece.mark is Mark.EQUAL else f"mark.note_{piece.mark}"
        shown = f"<mark>{escape(piece.text)}</mark>" if piece.hit else escape(piece.text)
        if column is not None and piece.note is not None and self._notes_linked:
            address = note_id(column, piece.note, gone=piece.mark is Mark.DELETED)
            label = escape(self._words(key, mark=piece.text))
            shown = f'<a href="#{address}" aria-label="{label}">{shown}</a>'
        if piece.mark is not Mark.EQUAL:
            shown = f"<{TAGS[piece.mark]}>{shown}</{TAGS[piece.mark]}>"
        return f'<sup class="note">{shown}</sup>'


def note_id(column: int, index: int, *, gone: bool) -> str:
    """Return the anchor of a footnote in the list under the text.

    >>> note_id(0, 2, gone=False)
    'n0-2'
    """
    return f"{'o' if gone else 'n'}{column}-{index}"


def column_name(column: Column) -> str:
    """Return language and version on one line, without markup."""
    return f"{get(column.key.language).endonym} {column.key.version}".strip()
