"""Tables of parallel text: written for spreadsheets and scripts, and read, ours and those made by people.

A first row that names languages is a header. Without one, the columns with the most text are used,
and their languages are detected from it.

A table of units has the columns `unit`, `score` and `confirmed`, then a `label` and a `text` for each
language. In quoted cells, each segment is on a separate line, and what begins like a formula gets an
apostrophe. Between tabs nothing is quoted: tabs and line breaks inside texts become spaces.

An alignment is a table of links: `source` and `target` (0-based indices divided by spaces, empty for a
gap), `score`, `moved` (the indices of the counterpart of a passage that is elsewhere), `source_label`,
`target_label`, `source_text`, `target_text`.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import Final

from aligner.formats import bitext
from aligner.formats.bitext import Cell, Column, Parallel, ParallelUnit, joined, label_lines, labels
from aligner.formats.cells import bare_line, comma_separated, neutral
from aligner.languages import LANGUAGES, code_of, get
from aligner.readers.encoding import decode
from aligner.readers.table_text import bare, table_rows
from aligner.values import Bead, Document, FormatError, LanguageError, Message, Span, catalogue
from aligner.values.results import AlignedPair

Table = Sequence[Sequence[str]]

_OURS: Final = re.compile(r"text_([a-z]{2})(?:-(\d+))?")
_SEAM: Final = " ~~~ "
"""What hunalign writes between the sentences of one cell."""

_CODE: Final = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
_ASIDE: Final = re.compile(r"(?<!\s)\s*[(\[（].*$")
_SIDES: Final = frozenset({"source", "target", "source text", "target text", "original", "translation"})
"""Headings of the columns of a table that names no language."""
_REPORTS: Final = (
    frozenset({"old place", "new place", "what"}),
    frozenset({"came in", "last changed", "what"}),
)
"""Headings of our own tables of amendments (`diff`) and of paragraph histories (`history`)."""
_LOOKED_AT: Final = 4
"""Number of rows searched for the heading: a title may precede it, in a cell of its own."""


def of_table(rows: Table, name: str, languages: Sequence[str] = ()) -> Parallel:
    """Return the units of a table.

    Args:
        rows: its cells; rows may differ in length.
        name: of the file, for errors.
        languages: of its text columns from left to right, where they are known.

    Raises:
        FormatError: no two columns of text can be found.
        LanguageError: a column's language cannot be detected.
    """
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    if not filled:
        raise FormatError(Message("error.table_empty", name=name))
    filled = filled[_heading(filled) :]
    head = [cell.strip() for cell in filled[0]]
    if "source_text" in head and "target_text" in head:
        return _of_pairs(filled[1:], head, languages)
    texts = {place: match[1] for place, cell in enumerate(head) if (match := _OURS.fullmatch(cell))}
    if len(texts) > 1:
        return _of_ours(filled[1:], head, texts)
    named = language_columns(head)
    if len(named) > 1:
        columns = tuple(Column(code) for code in named.values())
        return _units(filled[1:], tuple(named), columns)
    if any(headings <= set(head) for headings in _REPORTS):
        raise FormatError.about(name, "import.amendments_only")
    if sum(cell.casefold() in _SIDES for cell in head) > 1:
        filled = filled[1:]
    if not filled:
        raise FormatError(Message("error.table_empty", name=name))
    places = _fullest(filled, max(2, len(languages)), name)
    codes = list(languages) or [_language_of(filled, place) for place in places]
    return _units(filled, places, _named(codes))


def header(result: Parallel) -> list[str]:
    """Return the names of the columns; a language that occurs twice gets a number.

    >>> from aligner.formats.bitext import Column
    >>> header(Parallel((Column("zh"), Column("en")), ()))
    ['unit', 'score', 'confirmed', 'label_zh', 'text_zh', 'label_en', 'text_en']
    """
    codes = [column.language for column in result.columns]
    return ["unit", "score", "confirmed", *text_columns(codes)]


def text_columns(codes: Sequence[str]) -> list[str]:
    """Return the names of the label and text columns of some languages; one that recurs gets a number.

    >>> text_columns(["en", "fr", "en"])
    ['label_en-1', 'text_en-1', 'label_fr', 'text_fr', 'label_en-2', 'text_en-2']
    """
    names = [
        code if codes.count(code) == 1 else f"{code}-{codes[:place].count(code) + 1}"
        for place, code in enumerate(codes)
    ]
    return [f"{kind}_{name}" for name in names for kind in ("label", "text")]


def is_ours(rows: Table) -> bool:
    """Whether the first row is that of a table which this program wrote."""
    return sum(bool(_OURS.fullmatch(cell.strip())) for cell in (rows[0] if rows else ())) > 1


def names_languages(rows: Table) -> bool:
    """Whether a heading names two languages or more."""
    return bool(rows) and len(language_columns(rows[_heading(rows)])) > 1


def _heading(rows: Table) -> int:
    """Return the index of the row that names languages if only titles precede it, else 0."""
    for number, row in enumerate(rows[:_LOOKED_AT]):
        if len(language_columns(row)) > 1:
            return number
        if sum(bool(cell.strip()) for cell in row) > 1:
            break
    return 0


def language_columns(head: Sequence[str]) -> dict[int, str]:
    r"""The columns whose heading names a language, or has its code, on its first line, with that language.

    >>> language_columns(["No.", "English (original)", "Français\nrev1", "zh-CN", "Chinese text"])
    {1: 'en', 2: 'fr', 3: 'zh'}
    """
    found = ((place, _language_named(cell)) for place, cell in enumerate(head))
    return {place: code for place, code in found if code}


def _language_named(cell: str) -> str:
    """Return the language a heading names, in any of the document languages, or by its code."""
    name = _ASIDE.sub("", cell.strip().split("\n")[0]).strip()
    if _CODE.fullmatch(name) and (code := code_of(name)):
        return code
    return _names().get(name.casefold(), "")


@cache
def _names() -> dict[str, str]:
    """Return the names of the languages in English, in themselves and in each other."""
    names = {
        name.casefold(): code for code, each in LANGUAGES.items() for name in (each.english, each.endonym)
    }
    for interface in catalogue.available():
        say = catalogue.load(interface)
        names |= {say.language_name(code).casefold(): code for code in LANGUAGES}
    return names


def _units(rows: Table, places: Sequence[int], columns: tuple[Column, ...]) -> Parallel:
    units = [ParallelUnit(tuple(_cell(_at(row, place)) for place in places)) for row in rows]
    return Parallel(columns, tuple(unit for unit in units if any(unit.cells)))


def _of_ours(rows: Table, head: Sequence[str], texts: dict[int, str]) -> Parallel:
    """Tables that this program wrote; rows that repeat a unit's number continue its cells."""
    where = _Columns(head)
    whole: list[list[str]] = []
    for row in rows:
        number = where.of(row, "unit")
        if whole and number and number == where.of(whole[-1], "unit"):
            for place in texts:
                whole[-1][place] += _at(row, place)
        else:
            whole.append([_at(row, place) for place in range(len(head))])
    sides = [(place, f"label{head[place][4:]}") for place in texts]
    return Parallel(_named(texts.values()), tuple(where.unit(row, sides) for row in whole))


def _of_pairs(rows: Table, head: Sequence[str], languages: Sequence[str]) -> Parallel:
    """Return the table of `aligner align -o x.tsv`: one line per bead, segments joined by spaces."""
    where = _Columns(head)
    sides = [(where.places[f"{side}_text"], f"{side}_label") for side in ("source", "target")]
    codes = list(languages) or [_language_of(rows, place) for place, _ in sides]
    now = [_renumbered(where.of(row, side) for row in rows) for side in ("source", "target")]

    def unit(row: Sequence[str]) -> ParallelUnit:
        known = now[1] if where.of(row, "source_text") else now[0]
        numbers = bitext.whole_numbers(where.of(row, "moved"))
        moved = dict.fromkeys(known[index] for index in numbers if index in known)
        return replace(where.unit(row, sides), moved=tuple(moved))

    return Parallel(_named(codes[:2]), tuple(map(unit, rows)))


def _renumbered(cells: Iterable[str]) -> dict[int, int]:
    """Return the new index of each segment, by its old one, once the segments of a bead are joined."""
    kept = filter(None, map(bitext.whole_numbers, cells))
    return {index: number for number, indices in enumerate(kept) for index in indices}


class _Columns:
    """The columns of a table of ours, by their headings."""

    def __init__(self, head: Sequence[str]) -> None:
        self.places = {cell: place for place, cell in enumerate(head)}

    def of(self, row: Sequence[str], heading: str) -> str:
        """Return the cell of a row under a heading; empty if the table has no such column."""
        return _at(row, self.places.get(heading, -1))

    def unit(self, row: Sequence[str], sides: Iterable[tuple[int, str]]) -> ParallelUnit:
        """Return the unit in a row; `sides` are the places of texts, and the headings of their labels."""
        cells = tuple(_our_cell(_at(row, place), self.of(row, label)) for place, label in sides)
        confirmed = self.of(row, "confirmed") == "yes"
        return ParallelUnit(cells, bitext.score(self.of(row, "score") or None), confirmed)


def _named(codes: Iterable[str]) -> tuple[Column, ...]:
    return tuple(Column(get(code).code) for code in codes)


def _our_cell(text: str, label: str) -> Cell:
    is_gap = not text and not label  # a heading may be nothing but its number
    return bitext.labelled(() if is_gap else bitext.pieces(text, text.count("\n") + 1), label)


def _cell(text: str) -> Cell:
    """Return a cell of another program: one segment, or several that hunalign joined."""
    joined = text.strip().replace(_SEAM, "\n")
    return bitext.pieces(joined, joined.count("\n") + 1 if _SEAM in text else 1) if joined else ()


def _at(row: Sequence[str], place: int) -> str:
    return row[place] if 0 <= place < len(row) else ""


def _fullest(rows: Table, count: int, name: str) -> tuple[int, ...]:
    """Return the columns with most text, from left to right."""
    width = max(map(len, rows))
    weights = {place: sum(len(_at(row, place).strip()) for row in rows) for place in range(width)}
    best = sorted((place for place in weights if weights[place]), key=lambda place: -weights[place])[:count]
    if len(best) < count:
        raise FormatError(Message("error.few_columns", name=name, found=len(best), needed=count))
    return tuple(sorted(best))


def _language_of(rows: Table, place: int) -> str:
    from aligner.languages.detect import detect

    try:
        return detect("\n".join(_at(row, place) for row in rows))
    except LanguageError as error:
        raise LanguageError(Message("import.column", column=place + 1, text=error.message)) from None


COLUMNS: Final = (
    "source",
    "target",
    "score",
    "moved",
    "source_label",
    "target_label",
    "source_text",
    "target_text",
)


def alignment(result: AlignedPair) -> bytes:
    """Return a header, then a line for each bead."""
    rows = [COLUMNS, *(_cells(result, bead, moved) for bead, moved in bitext.with_moves(result.alignment))]
    return "".join("\t".join(row) + "\n" for row in rows).encode("utf-8", "replace")


def quoted(result: Parallel) -> bytes:
    """Return a header, then a row for each unit."""
    return comma_separated(_rows(result, label_lines))


def tabbed(result: Parallel) -> bytes:
    """Return the same table without quoting, in any number of languages."""
    return "".join("\t".join(map(neutral, row)) + "\n" for row in _rows(result, labels)).encode("utf-8")


def _rows(result: Parallel, label: Callable[[Cell], str]) -> Iterator[list[str]]:
    yield header(result)
    for number, unit in enumerate(result.units, start=1):
        cells = [text for cell in unit.cells for text in (label(cell), joined(cell))]
        yield [str(number), f"{unit.score:.6f}", "yes" if unit.confirmed else "", *cells]


def read_quoted(data: bytes, name: str, languages: Sequence[str] = ()) -> Parallel:
    """Return a table with quoted cells, divided by commas, semicolons or tabs.

    Raises:
        FormatError: as `table_rows` and `of_table`.
    """
    text = decode(data, name)[0].removeprefix("\ufeff")
    return of_table([[bare(cell) for cell in row] for _, row in table_rows(text, name)], name, languages)


def read_tabbed(data: bytes, name: str, languages: Sequence[str] = ()) -> Parallel:
    """Return the lines of cells divided by tabs, without quoting.

    Raises:
        FormatError: as `of_table`.
    """
    text = decode(data, name)[0].removeprefix("\ufeff").removesuffix("\n")
    lines = (line.removesuffix("\r").split("\t") for line in text.split("\n"))
    return of_table([[bare_line(cell) for cell in line] for line in lines], name, languages)


def _cells(result: AlignedPair, bead: Bead, moved: Iterable[int]) -> Sequence[str]:
    return [
        _numbers(bead.source),
        _numbers(bead.target),
        f"{bead.score:.6f}",
        _numbers(moved),
        _labels(result.source, bead.source),
        _labels(result.target, bead.target),
        neutral(result.source.joined(bead.source)),
        neutral(result.target.joined(bead.target)),
    ]


def _numbers(indices: Iterable[int]) -> str:
    return " ".join(map(str, indices))


def _labels(document: Document, span: Span) -> str:
    return neutral(" ".join(document.segments[index].label or "" for index in span).strip())
