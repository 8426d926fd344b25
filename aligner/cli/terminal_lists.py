"""Documents, instructions and findings as lists on a terminal, in the interface language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from aligner.cli.terminal_style import Style, clean, one_line
from aligner.formats.amendment_table import HistoryLine, cells_of, lines_of
from aligner.formats.update.wording import action_name, asked
from aligner.languages.numerals import printed_label
from aligner.segmentation.citations import cite
from aligner.segmentation.measured_rows import width
from aligner.values import Document, Finding, Severity, Update, UpdateAction
from aligner.values.catalogue import DEFAULT, Words, load
from aligner.values.quotation import excerpt
from aligner.values.results import DraftSeries

if TYPE_CHECKING:
    from aligner.values.results import Checked, RevisedPair


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


def show_document(document: Document, style: Style, *, interface: str = DEFAULT) -> Iterator[str]:
    """Print each segment with its kind and number, then the footnotes."""
    words = load(interface)
    for index, segment in enumerate(document.segments):
        kind = words(f"segment.{segment.kind}")
        padded = kind + " " * (_KIND - width(kind))
        label = f"{printed_label(segment.label, document.language)} " if segment.label else ""
        place = f"{index:4}  {padded}  {segment.place or '':5}"
        yield f"{style.strong(place)}  {clean(f'{label}{document.text_of(index)}')}"
    if document.footnotes:
        yield ""
        yield style.strong(words("report.notes"))
        for note in document.footnotes:
            yield f"{clean(note.mark)}  {clean(note.text)}"


def show_instructions(pair: RevisedPair) -> Iterator[str]:
    """Print the amendments as instructions in the drafts' language; formal changes need none."""
    from aligner.revision.instructions import wordings

    yield from map(one_line, wordings(pair.revision, pair.old, pair.new))


def show_findings(checked: Checked, *, interface: str = DEFAULT) -> Iterator[str]:
    """Print each finding on a line, by paragraph, then the number of each severity.

    Severities and checks are printed as the options of the command name them.
    """
    words = load(interface)
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


def show_history(series: DraftSeries, style: Style, *, interface: str = DEFAULT) -> Iterator[str]:
    """Print the numbered drafts, then for each paragraph when it was introduced, changed and deleted."""
    words = load(interface)
    for number, draft in enumerate(series.drafts, start=1):
        yield f"{number}  {clean(draft.version)}  {words('terminal.paragraphs', count=len(draft))}"
    yield ""
    lines = lines_of(series)
    rows = [tuple(map(words, _HEADS)), *(_history_row(series, line, words) for line in lines)]
    widths = [max(width(row[column]) for row in rows) for column in range(len(_HEADS) - 1)]
    for number, (*cells, text) in enumerate(rows):
        padded = [cell + " " * (most - width(cell)) for cell, most in zip(cells, widths, strict=True)]
        shown = "  ".join([*padded, text]).rstrip()
        yield style.strong(shown) if number == 0 else shown
    gone = sum(line.went_in is not None for line in lines)
    yield ""
    paragraphs = words("terminal.paragraphs", count=len(lines) - gone)
    yield f"{paragraphs}; {words('terminal.gone', number=gone)}"


def _history_row(series: DraftSeries, line: HistoryLine, words: Words) -> tuple[str, ...]:
    """Return the cells of a line: drafts by number, and as much text as fits."""
    place, _, _, kind, _, text = cells_of(series, line, words)
    came_in, changed, went = (
        str(draft + 1) if draft is not None else "" for draft in (line.came_in, line.changed_in, line.went_in)
    )
    shown = clean(text.replace("\n", " ")[:_GLANCE])
    while width(shown) >= _GLANCE:
        shown = shown[:-1]
    return clean(place), came_in, changed, kind, went, shown if len(shown) == len(text) else f"{shown}…"


def show_update(result: Update, style: Style, *, interface: str = DEFAULT) -> Iterator[str]:
    """Print each changed paragraph with what remains to be done by hand, then the counts."""
    words = load(interface)
    for each in result.paragraphs:
        if each.action is UpdateAction.KEEP and each.certain:
            continue
        label = f"{printed_label(each.label, result.language)} " if each.label else ""
        yield style.strong(clean(f"{action_name(each.action, words)}  {label}{excerpt(each.text, _SHOWN)}"))
        for ask in each.asks:
            first, *rest = asked(ask, words).split("\n")
            yield f"  {clean(first)}"
            yield from (f"    {clean(line)}" for line in rest)
    certain = sum(each.certain for each in result.paragraphs)
    sure = words("terminal.certain", count=len(result.paragraphs), certain=certain)
    places = words("terminal.places", count=sum(len(each.asks) for each in result.paragraphs))
    yield f"{result.language}: {sure}, {places}"
