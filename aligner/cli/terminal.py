"""Comparisons on a terminal: the view that the report and the app show, as lines of text; and lists.

Row by row: its place, a line for each paragraph of each column with its insertions and
deletions, then remarks, marked `!`. Headings and remarks are in the language of the interface.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Final

from aligner.cli.terminal_style import Style, clean, one_line
from aligner.comparison.single_result import comparison_of
from aligner.formats.amendment_table import history_rows
from aligner.formats.update.wording import action_name, asked
from aligner.languages.numerals import printed_label
from aligner.segmentation.citations import cite
from aligner.segmentation.measured_rows import width
from aligner.values import ChangeKind, Comparison, Document, Finding, Severity, Update, UpdateAction
from aligner.values.catalogue import Words
from aligner.values.message import excerpt, shorten
from aligner.values.results import AlignedPair, Checked, DraftSeries, RevisedPair
from aligner.view.build import build
from aligner.view.footnote_list import NoteLine, note_lines
from aligner.view.page_model import Badge, BadgeKind, Block, Cell, Column, View, ViewRow
from aligner.view.redline_runs import Mark, Piece, Role

_GHOST: Final = 60
"""Characters of a moved paragraph that are quoted at its old place."""

_MOST_UNCHANGED: Final = 2
"""Unchanged paragraphs in a row that are printed; more would hide the amendments."""

_STATES: Final = (
    BadgeKind.NOT_CARRIED_OVER,
    BadgeKind.PARTLY,
    BadgeKind.AMENDED_HERE_ONLY,
    BadgeKind.UNKNOWN,
)
_FORMER: Final = (BadgeKind.MOVED_FROM, BadgeKind.SPLIT_FROM, BadgeKind.MERGED_FROM)


def show_comparison(comparison: Comparison, style: Style, words: Words) -> Iterator[str]:
    """Print each row with its newest drafts and remarks, the changed footnotes, and a summary."""
    lines = _Lines(build(comparison), style, words)
    if comparison.title:
        yield style.strong(clean(comparison.title))
        yield ""
    for row in lines.view.rows:
        yield style.strong(lines.place(row))
        yield from lines.row(row)
        yield ""
    for number, column in enumerate(lines.view.columns):
        notes = lines.changed_notes(column, number)
        if notes:
            yield style.strong(f"{column.key.language}  {lines.note_count(notes)}")
            yield from lines.notes(notes)
    yield from lines.summary()


def show_alignment(pair: AlignedPair, style: Style, words: Words) -> Iterator[str]:
    """Print each bead: its position in both documents, its confidence, and both texts."""
    lines = _Lines(build(comparison_of(pair)), style, words)
    for row in lines.view.rows:
        places = " ↔ ".join(_cited(cell.blocks, lines.words) or "–" for cell in row.cells)
        yield style.strong(f"{places}  {row.score:.2f}")
        yield from lines.row(row)
        yield ""


def show_revision(pair: RevisedPair, style: Style, words: Words) -> Iterator[str]:
    """Print each paragraph that changed; of several in a row that did not, the first and the last place."""
    lines = _Lines(build(comparison_of(pair)), style, words)
    (column,) = lines.view.columns
    for unchanged, run in groupby(lines.view.rows, key=_is_unchanged):
        rows = list(run)
        if unchanged and len(rows) > _MOST_UNCHANGED:
            places = f"{lines.place(rows[0])} … {lines.place(rows[-1])}"
            yield style.strong(f"{places}  {lines.change(rows[0].cells[0])} ({len(rows)})")
            yield ""
            continue
        for row in rows:
            yield style.strong(f"{lines.place(row)}  {lines.change(row.cells[0])}")
            yield from (f"  {text}" for _, text in lines.paragraphs(column, row.cells[0]))
            yield ""
    notes = lines.changed_notes(column, 0)
    yield from lines.notes(notes)
    say = lines.words
    counts = [(kind, column.counts.get(kind, 0)) for kind in ChangeKind]
    shown = say("table.apart").join(
        say("terminal.of_kind", kind=say(f"kind.{kind}"), count=count) for kind, count in counts if count
    )
    parts = [shown, lines.note_count(notes) if notes else ""]
    yield "; ".join(filter(None, parts)) or say("terminal.nothing")


class _Lines:
    """Formats parts of a view as lines, in the words of one language."""

    def __init__(self, view: View, style: Style, words: Words) -> None:
        self.view, self.style, self.words = view, style, words

    # -- rows -----------------------------------------------------------------

    def place(self, row: ViewRow) -> str:
        """Cite a row in the first column that has it, and its former place if that differs."""
        here = [[block for block in cell.blocks if not block.is_old] for cell in row.cells]
        first = next((number for number, blocks in enumerate(here) if blocks), None)
        if first is None:
            blocks = [block for cell in row.cells for block in cell.blocks]
            return self.words("row.old_place", place=_cited(blocks, self.words))
        former = [badge.place for badge in row.cells[first].badges if badge.kind in _FORMER and badge.place]
        old = former[0] if former else _listed([block.old_cited for block in here[first] if block.old_cited])
        return self._with_old(_cited(here[first], self.words), self.words.place(clean(old)))

    def row(self, row: ViewRow) -> Iterator[str]:
        """Return the paragraphs of each column, marked by language, then the remarks on them."""
        for column, cell in zip(self.view.columns, row.cells, strict=True):
            language = column.key.language
            for kind, text in self.paragraphs(column, cell):
                yield f"  {language}  {f'({kind}) ' if kind else ''}{text}"
            if not cell.blocks:
                yield f"  {language}  — {self.words('gap.text')} —"
        remarks = (
            f"  !   {column.key.language}: {remark}"
            for column, cell in zip(self.view.columns, row.cells, strict=True)
            for remark in filter(None, map(self._remark, cell.badges))
        )
        yield from dict.fromkeys(remarks)

    def change(self, cell: Cell) -> str:
        """Return the change to a cell, or the place its text moved to."""
        kinds = [self.words(f"kind.{kind}") for kind in dict.fromkeys(cell.changes)]
        return ", ".join(kinds or [self._badge(badge) for badge in cell.badges])

    def paragraphs(self, column: Column, cell: Cell) -> Iterator[tuple[str, str]]:
        """Return each paragraph of a cell; the kind of a change is named once."""
        changes = column.revision.changes if column.revision else ()
        kinds = {index: (number, each.kind) for number, each in enumerate(changes) for index in each.new}
        moves = (badge for badge in cell.badges if badge.kind is BadgeKind.MOVED_TO)
        before: object = None
        for block in cell.blocks:
            if block.ghost:
                badge = next(moves, Badge(BadgeKind.MOVED_TO))
                yield self._badge(badge), shorten(one_line(_text(block.pieces)), _GHOST)
            elif block.mark is Mark.DELETED:
                label = _before(block.old_label, column.key.language)
                deleted = self.style.deleted(clean(f"{label}{_text(block.pieces)}".rstrip()))
                yield self.words(f"kind.{ChangeKind.DELETED}"), deleted
            else:
                change = kinds.get(block.segment)
                named = change is not None and change != before and change[1] is not ChangeKind.UNCHANGED
                kind = self.words(f"kind.{change[1]}") if change is not None and named else ""
                yield kind, f"{clean(_before(block.label, column.key.language))}{self._marked(block.pieces)}"
                before = change

    def _marked(self, pieces: Iterable[Piece]) -> str:
        """Return text with its insertions and deletions; footnote marks are left out."""
        marks = {Mark.INSERTED: self.style.inserted, Mark.DELETED: self.style.deleted}
        shown = (piece for piece in pieces if piece.role is not Role.NOTE)
        parts: list[str] = []
        for (mark, _), run in groupby(shown, key=lambda piece: (piece.mark, piece.type)):
            text = _text(run)
            parts.append(marks[mark](one_line(text)) if mark in marks else clean(text))
        return "".join(parts)

    def _remark(self, badge: Badge) -> str:
        """Return a badge as a remark on a cell; the text already shows the other badges."""
        if badge.kind in (BadgeKind.COUNTERPART_ELSEWHERE, BadgeKind.UNCERTAIN):
            return self._badge(badge)
        if badge.kind not in _STATES:
            return ""
        state = self.words(f"state.{badge.kind}")
        text = state.upper() if badge.kind is BadgeKind.NOT_CARRIED_OVER else state
        return f"{text} ({clean(self.words.render(badge.reason))})" if badge.reason else text

    def _badge(self, badge: Badge) -> str:
        place = clean(badge.place) or self.words("badge.elsewhere")
        return self.words(f"badge.{badge.kind}", place=place, language=badge.language)

    def _with_old(self, place: str, old: str) -> str:
        return f"{place} {self.words('badge.renumbered', place=old)}" if old else place

    # -- footnotes --------------------------------------------------------------

    def changed_notes(self, column: Column, number: int) -> list[NoteLine]:
        """Return the footnotes of a column that were inserted, deleted, reworded or read differently."""
        return [note for note in note_lines(column, number, self.view.rows) if note.kind is not None]

    def note_count(self, notes: Sequence[NoteLine]) -> str:
        """Count changed footnotes, and apart from these the ones that were only read differently."""
        misread = sum(note.kind is ChangeKind.RECOGNISED for note in notes)
        parts = [self.words("terminal.notes", count=len(notes) - misread)]
        if misread:
            kind = self.words(f"kind.{ChangeKind.RECOGNISED}")
            parts.append(self.words("terminal.of_kind", kind=kind, count=misread))
        return self.words("table.apart").join(parts)

    def notes(self, notes: Iterable[NoteLine]) -> Iterator[str]:
        """Return footnotes with their insertions and deletions, each under its mark."""
        for note in notes:
            mark = self.words("mark.note", mark=clean(note.label))
            kind = self.words(f"kind.{note.kind}")
            yield self.style.strong(f"{self._with_old(mark, clean(note.old_label))}  {kind}")
            yield f"  {self._marked(note.pieces)}"
            yield ""

    # -- summary ----------------------------------------------------------------

    def summary(self) -> Iterator[str]:
        """Count the pivot's amendments, and list those that other languages lack, then the notes."""
        languages = [column.key.language for column in self.view.columns]
        pivot = languages.index(self.view.pivot) if self.view.pivot in languages else 0
        entries = [entry for entry in self.view.entries if pivot in entry.kinds]
        missing = [
            (entry, language)
            for entry in entries
            for language, (state, _) in entry.states.items()
            if state.value == BadgeKind.NOT_CARRIED_OVER
        ]
        if self.view.entries:
            counts = [self.words("terminal.amendments", language=self.view.pivot, number=len(entries))]
            if self.view.followed:
                counts.append(self.words("terminal.missing", number=len(missing)))
            yield "; ".join(counts)
            for entry, language in missing:
                place = self.place(self.view.rows[entry.row - 1])
                yield f"  {language}: {place}  {self.words(f'kind.{entry.kinds[pivot]}')}"
            if self.view.unfollowed:
                names = map(self.words.language_name, self.view.unfollowed)
                lacking = self.words("table.apart").join(names)
                yield f"  {self.words('report.missing_drafts', languages=lacking)}"
        notes = map(self.words.render, self.view.notes)
        yield from (self.words("terminal.note", note=clean(note)) for note in notes)


def _is_unchanged(row: ViewRow) -> bool:
    changes = [change for cell in row.cells for change in cell.changes]
    return bool(changes) and all(change is ChangeKind.UNCHANGED for change in changes)


def _cited(blocks: Sequence[Block], words: Words) -> str:
    """Cite paragraphs as the page does, or by their ordinal position in the document."""
    return _listed(
        [
            words.place(clean(name)) if name else f"¶{block.segment + 1}"
            for block in blocks
            for name in [block.old_cited if block.is_old else block.cited]
        ]
    )


def _listed(names: Iterable[str]) -> str:
    parts = list(dict.fromkeys(names))
    return ", ".join(parts) if len(parts) < 4 else f"{parts[0]}–{parts[-1]}"


def _text(pieces: Iterable[Piece]) -> str:
    r"""Return the text of pieces without footnote marks; a paragraph border is `\n`."""
    return "".join("\n" if p.role is Role.BREAK else p.text for p in pieces if p.role is not Role.NOTE)


def _before(label: str | None, language: str) -> str:
    """Return a label followed by a space, for use before its text."""
    return f"{printed_label(label, language)} " if label else ""


_KIND: Final = 10  # width of the column of paragraph kinds; a longer name shifts the rest of its line


_GLANCE: Final = 60  # columns of paragraph text in a table
_HEADS: Final = (
    "row.place",
    "terminal.came_in",
    "terminal.changed_in",
    "table.what",
    "terminal.went",
    "report.text",
)


_SHOWN: Final = 90


def show_document(document: Document, style: Style, words: Words) -> Iterator[str]:
    """Print each segment with its kind and number, then the footnotes."""
    for index, segment in enumerate(document.segments):
        kind = words(f"segment.{segment.kind}")
        padded = kind + " " * (_KIND - width(kind))
        label = _before(segment.label, document.language)
        place = f"{index:4}  {padded}  {segment.place or '':5}"
        yield f"{style.strong(place)}  {clean(f'{label}{document.text_of(index)}')}"
    if document.footnotes:
        yield ""
        yield style.strong(words("report.notes"))
        for note in document.footnotes:
            yield f"{clean(note.mark)}  {clean(note.text)}"


def show_findings(checked: Checked, style: Style, words: Words) -> Iterator[str]:
    """Print each finding on a line, by paragraph, then the number of each severity.

    Severities and checks are printed as the options of the command name them.
    """
    for finding in checked.findings:
        place, message = _place(checked, finding, words), words.render(finding.message)
        message = words("terminal.of_place", place=place, message=message) if place else message
        yield clean(f"{finding.severity.upper():8}{finding.language}  {message}  ({finding.check})")
    if not checked.findings:
        yield words("terminal.clean")
        return
    counts = Counter(finding.severity for finding in checked.findings)
    parts = [f"{counts[severity]} {severity}" for severity in Severity if counts[severity]]
    yield ""
    found = words("terminal.findings", count=len(checked.findings))
    yield words("terminal.of_place", place=found, message=words("table.apart").join(parts))


def _place(checked: Checked, finding: Finding, words: Words) -> str:
    """Cite a finding's paragraph, in the first document of the row that has a citation."""
    if not finding.rows:
        return ""
    comparison, number = checked.comparison, finding.rows[0]
    cells = comparison.rows[number].cells
    found = {key: cite(comparison.documents[key], span) for key, span in cells.items()}
    place = next(filter(None, found.values()), "")
    is_old = comparison.newest[comparison.pivot] not in cells
    old = next((found[key] for key in cells if is_old and key.language == comparison.pivot), "")
    return words.row_name("" if old else place, old, number + 1)


def show_history(series: DraftSeries, style: Style, words: Words) -> Iterator[str]:
    """Print the numbered drafts, then for each paragraph when it was introduced, changed and deleted."""
    for number, draft in enumerate(series.drafts, start=1):
        yield f"{number}  {clean(draft.version)}  {words('terminal.paragraphs', count=len(draft))}"
    yield ""
    numbers = [str(number) for number in range(1, len(series.drafts) + 1)]
    rows = [
        (clean(place), *cells, _glanced(text)) for place, *cells, text in history_rows(series, words, numbers)
    ]
    lines = [tuple(map(words, _HEADS)), *rows]
    widths = [max(width(line[column]) for line in lines) for column in range(len(_HEADS) - 1)]
    for number, (*cells, text) in enumerate(lines):
        padded = [cell + " " * (most - width(cell)) for cell, most in zip(cells, widths, strict=True)]
        shown = "  ".join([*padded, text]).rstrip()
        yield style.strong(shown) if number == 0 else shown
    gone = sum(bool(went) for *_, went, _ in rows)
    yield ""
    paragraphs = words("terminal.paragraphs", count=len(rows) - gone)
    yield f"{paragraphs}; {words('terminal.gone', number=gone)}"


def _glanced(text: str) -> str:
    """Return as much of a paragraph as fits."""
    shown = clean(text.replace("\n", " ")[:_GLANCE])
    while width(shown) >= _GLANCE:
        shown = shown[:-1]
    return shown if len(shown) == len(text) else f"{shown}…"


def show_update(result: Update, style: Style, words: Words) -> Iterator[str]:
    """Print each changed paragraph with what remains to be done by hand, then the counts."""
    for each in result.paragraphs:
        if each.action is UpdateAction.KEEP and each.certain:
            continue
        label = _before(each.label, result.language)
        yield style.strong(clean(f"{action_name(each.action, words)}  {label}{excerpt(each.text, _SHOWN)}"))
        for ask in each.asks:
            first, *rest = asked(ask, words).split("\n")
            yield f"  {clean(first)}"
            yield from (f"    {clean(line)}" for line in rest)
    certain = sum(paragraph.certain for paragraph in result.paragraphs)
    sure = words("terminal.certain", count=len(result.paragraphs), certain=certain)
    places = words("terminal.places", count=sum(len(paragraph.asks) for paragraph in result.paragraphs))
    yield f"{result.language}: {sure}, {places}"
