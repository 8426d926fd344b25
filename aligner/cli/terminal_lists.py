"""Documents, instructions and findings as lists on a terminal, in the interface language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from aligner.cli.terminal_style import Style, clean, one_line
from aligner.languages.list_labels import printed_label
from aligner.segmentation.citations import cite
from aligner.segmentation.measured_rows import width
from aligner.values import Document, Finding, Severity
from aligner.values.catalogue import DEFAULT, Words, load

if TYPE_CHECKING:
    from aligner.values.results import Checked, RevisedPair

_KIND: Final = 10  # width of the column of paragraph kinds; a longer name shifts the rest of its line


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
