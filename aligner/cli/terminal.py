"""Results as text for a terminal: readable without colour, never with square brackets.

Inserted words are marked `{+…+}`, deleted words `{-…-}`: square brackets mean text under
negotiation in United Nations drafts, and our marks must not be confused with them. If the
terminal supports it, insertions are also underlined and deletions struck through.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from aligner.cli.terminal_style import Style, clean
from aligner.formats.html.fragments import dotted
from aligner.revision.note_changes import notes_document, reported_notes
from aligner.segmentation.citations import cite, names
from aligner.values import (
    Amendment,
    Carried,
    Change,
    ChangeKind,
    Comparison,
    Document,
    DocumentKey,
    Finding,
    Row,
    Severity,
    Span,
)
from aligner.values.results import AlignedPair, Checked, RevisedPair
from aligner.view.amendment_list import has_been_followed, not_followed

_STATES: Mapping[Carried, str] = {
    Carried.CARRIED_OVER: "carried over",
    Carried.NOT_CARRIED_OVER: "NOT CARRIED OVER",
    Carried.AMENDED_HERE_ONLY: "amended here only",
    Carried.PARTLY: "carried over in part",
    Carried.UNKNOWN: "cannot tell whether carried over",
}
_GAP = "— no counterpart —"


def show_document(document: Document, style: Style) -> Iterator[str]:
    """Print each segment with its kind and number, then the footnotes."""
    for index in range(len(document)):
        yield f"{style.strong(_kind(document, index))}  {clean(_with_label(document, index))}"
    if document.footnotes:
        yield ""
        yield style.strong("Footnotes")
        for note in document.footnotes:
            yield f"{clean(note.mark)}  {clean(note.text)}"


def show_alignment(pair: AlignedPair, style: Style) -> Iterator[str]:
    """Print each bead: its position in both documents, its confidence, and both texts."""
    moved = {index: move.target for move in pair.alignment.moves for index in move.source}
    moved_here = {index: move.source for move in pair.alignment.moves for index in move.target}
    ours, theirs = _Cited(pair.source), _Cited(pair.target)
    for bead in pair.alignment.beads:
        places = f"{ours(bead.source)} ↔ {theirs(bead.target)}"
        yield style.strong(f"{places}  {bead.score:.2f}")
        elsewhere = [f"stands elsewhere: {theirs(moved[i])}" for i in bead.source if i in moved] + [
            f"stands elsewhere: {ours(moved_here[i])}" for i in bead.target if i in moved_here
        ]
        for document, span in ((pair.source, bead.source), (pair.target, bead.target)):
            texts = [clean(_with_label(document, index)) for index in span]
            for text in texts or [elsewhere[0] if elsewhere else _GAP]:
                yield f"  {document.language}  {text}"
        yield ""


def show_revision(pair: RevisedPair, style: Style) -> Iterator[str]:
    """Print every paragraph of the new draft, and the deleted ones, with amendments."""
    old, new = _Cited(pair.old), _Cited(pair.new)
    for change in pair.revision.changes:
        yield style.strong(_headline(old, new, change))
        yield f"  {_marked(pair.old, pair.new, change, style)}"
        yield ""
    counts = dict.fromkeys(ChangeKind, 0)
    for change in pair.revision.changes:
        counts[change.kind] += 1
    parts = ", ".join(f"{count} {_words(kind)}" for kind, count in counts.items() if count)
    notes = reported_notes(pair.revision)
    if notes:
        yield from _notes(pair.old, pair.new, notes, style)
        parts += f"; {counted(len(notes), 'footnote')} changed"
    yield parts or "nothing to compare"


def show_instructions(pair: RevisedPair) -> Iterator[str]:
    """Print the amendments as instructions in the drafts' language; formal changes need none."""
    from aligner.revision.instructions import wordings

    yield from map(_visible, wordings(pair.revision, pair.old, pair.new))


def show_comparison(comparison: Comparison, style: Style) -> Iterator[str]:
    """Print row by row, with a line for each language's newest draft and its amendments."""
    if comparison.title:
        yield style.strong(clean(comparison.title))
        yield ""
    view = _ComparisonText(comparison, style)
    for row in comparison.rows:
        yield from view.row(row)
    yield from view.notes()
    yield from view.summary()


class _ComparisonText:
    """Formats the rows of a comparison, language by language."""

    def __init__(self, comparison: Comparison, style: Style) -> None:
        self._comparison = comparison
        self._cite = {key: _Cited(document) for key, document in comparison.documents.items()}
        self._style = style
        self._newest = comparison.newest
        self._before = {new: old for old, new in comparison.revisions}
        self._of_new: dict[DocumentKey, dict[int, int]] = {}
        self._deletions: dict[DocumentKey, dict[int, int]] = {}
        for (old, new), revision in comparison.revisions.items():
            numbered = list(enumerate(revision.changes))
            self._of_new[new] = {i: number for number, change in numbered for i in change.new}
            self._deletions[old] = {i: n for n, change in numbered if not change.new for i in change.old}
        self._amended = {
            (amendment.language, amendment.new_version, amendment.change): amendment
            for amendment in comparison.amendments
        }

    def row(self, row: Row) -> Iterator[str]:
        """Return one row: its place, then one line or more for each language."""
        if not any(key == self._newest[key.language] or self._gone(key, row) for key in row.cells):
            return
        yield self._style.strong(self._place(row))
        remarks: list[str] = []
        for language in self._comparison.languages:
            texts = [*self._present(language, row, remarks), *self._absent(language, row, remarks)]
            for text in texts or [_GAP]:
                yield f"  {language}  {text}"
        yield from (f"  !   {remark}" for remark in dict.fromkeys(remarks))
        yield ""

    def summary(self) -> Iterator[str]:
        """List the amendments that were not carried over."""
        pivot = self._comparison.pivot
        own = [a for a in self._comparison.amendments if a.language == pivot]
        missing = [
            (a, language) for a in own for language, s in a.states.items() if s is Carried.NOT_CARRIED_OVER
        ]
        if self._comparison.amendments:
            arrived = f"; not carried over: {len(missing)}" if has_been_followed(self._comparison) else ""
            yield f"amendments in {pivot}: {len(own)}{arrived}"
            for amendment, language in missing:
                yield f"  {language}: {self._cited(amendment)}"
            for language in not_followed(self._comparison, self._comparison.amendments):
                yield f"  {language}: not checked, as one of the two drafts is missing"
        yield from (f"note: {note}" for note in self._comparison.notes)

    def notes(self) -> Iterator[str]:
        """List the footnotes inserted, deleted or reworded, language by language."""
        for (old, new), revision in self._comparison.revisions.items():
            found = reported_notes(revision)
            if found and self._newest[new.language] == new:
                yield self._style.strong(f"{new.language}  {counted(len(found), 'footnote')} changed")
                documents = self._comparison.documents
                yield from _notes(documents[old], documents[new], found, self._style)

    def _present(self, language: str, row: Row, remarks: list[str]) -> Iterator[str]:
        key = self._newest[language]
        if key not in row.cells:
            return
        document, old = self._comparison.documents[key], self._before.get(key)
        if old is None:
            yield from (clean(_with_label(document, index)) for index in row.cells[key])
            return
        changes = self._comparison.revisions[old, key].changes
        for number in dict.fromkeys(self._of_new[key][index] for index in row.cells[key]):
            change = changes[number]
            headline = "" if change.kind is ChangeKind.UNCHANGED else f"({_words(change.kind)}) "
            yield f"{headline}{_marked(self._comparison.documents[old], document, change, self._style)}"
            remarks += self._remarks(key, number)

    def _absent(self, language: str, row: Row, remarks: list[str]) -> Iterator[str]:
        key = self._newest[language]
        old = self._before.get(key)
        if old is None or old not in row.cells:
            return
        documents = self._comparison.documents
        gone = self._deletions[old]
        for number in dict.fromkeys(gone[index] for index in row.cells[old] if index in gone):
            change = self._comparison.revisions[old, key].changes[number]
            yield f"(deleted) {_marked(documents[old], documents[key], change, self._style)}"
            remarks += self._remarks(key, number)

    def _gone(self, key: DocumentKey, row: Row) -> bool:
        """Whether this older draft's cell holds text that the newest draft no longer has."""
        if self._before.get(self._newest[key.language]) != key:
            return False
        return any(index in self._deletions[key] for index in row.cells[key])

    def _remarks(self, key: DocumentKey, number: int) -> list[str]:
        amendment = self._amended.get((key.language, key.version, number))
        if amendment is None:
            return []
        reached = (
            (language, state, amendment.reasons.get(language))
            for language, state in amendment.states.items()
            if state is not Carried.CARRIED_OVER
        )
        shown: list[str] = []
        for language, state, reason in reached:
            subject = key.language if state is Carried.AMENDED_HERE_ONLY else language
            shown.append(f"{subject}: {_STATES[state]}" + (f" ({reason})" if reason else ""))
        return shown

    def _place(self, row: Row) -> str:
        for language in self._comparison.languages:
            key = self._newest[language]
            if key in row.cells:
                return self._cite[key](row.cells[key])
        key, span = next(iter(row.cells.items()))
        return f"{self._cite[key](span)} of {key.version}"

    def _cited(self, amendment: Amendment) -> str:
        old, new = amendment.drafts
        change = self._comparison.revisions[old, new].changes[amendment.change]
        return _headline(self._cite[old], self._cite[new], change)


def _marked(old: Document, new: Document, change: Change, style: Style, *, labelled: bool = True) -> str:
    """Return the text of a change with its insertions and deletions; paragraph breaks are kept."""
    before, after = old.joined(change.old), new.joined(change.new)
    if not change.new:
        label = _before(old.segments[change.old.start].label) if labelled else ""
        return style.deleted(clean(f"{label}{before}".rstrip()))
    parts: list[str] = []
    for edit in change.edits:
        if not edit.amends(before, after):
            parts.append(clean(edit.new.of(after)))
        else:
            parts.append(style.deleted(_visible(edit.old.of(before))))
            parts.append(style.inserted(_visible(edit.new.of(after))))
    text = "".join(parts) if change.edits else clean(after)
    return f"{clean(_before(new.segments[change.new.start].label)) if labelled else ''}{text}"


def _notes(old: Document, new: Document, changes: Iterable[Change], style: Style) -> Iterator[str]:
    """Return footnotes with their insertions and deletions, each under its mark."""
    before, after = notes_document(old), notes_document(new)
    for change in changes:
        was, now = (
            ", ".join(note.mark for note in draft.footnotes[span.start : span.stop])
            for draft, span in ((old, change.old), (new, change.new))
        )
        moved = f" (was {clean(was)})" if was and now and was != now else ""
        yield style.strong(f"footnote {clean(now or was)}{moved}  {_words(change.kind)}")
        yield f"  {_marked(before, after, change, style, labelled=False)}"
        yield ""


def counted(number: int, noun: str) -> str:
    """Format a count with its noun in agreement."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _visible(text: str) -> str:
    return clean(text).replace("\n", "¶")


def _headline(old: _Cited, new: _Cited, change: Change) -> str:
    was = old(change.old)
    where = new(change.new) if change.new else f"old {was}"  # another paragraph may have its number now
    if change.old and change.new and was != where:
        return f"{where} (was {was})  {_words(change.kind)}"
    return f"{where}  {_words(change.kind)}"


def _words(kind: ChangeKind) -> str:
    return kind.value.replace("_", " and " if kind is ChangeKind.MOVED_EDITED else " ")


class _Cited:
    """Cites the passages of a document as the page does, or by number counted from 1."""

    def __init__(self, document: Document) -> None:
        self._names = [
            f"¶{number}" if not name or name.startswith("¶") else clean(name)
            for number, name in enumerate(names(document), start=1)
        ]

    def __call__(self, span: Span) -> str:
        parts = list(dict.fromkeys(self._names[index] for index in span))
        return ", ".join(parts) if len(parts) < 4 else f"{parts[0]}–{parts[-1]}" if parts else "–"


def _kind(document: Document, index: int) -> str:
    segment = document.segments[index]
    return f"{index:4}  {segment.kind.value:10}  {segment.place or '':5}"


def _with_label(document: Document, index: int) -> str:
    return f"{_before(document.segments[index].label)}{document.text_of(index)}"


def _before(label: str | None) -> str:
    """Return a label followed by a space, for use before its text."""
    return f"{dotted(label)} " if label else ""


def show_findings(checked: Checked) -> Iterator[str]:
    """Print each finding on a line, by paragraph, then the number of each severity."""
    for finding in checked.findings:
        place = _place_of_finding(checked, finding)
        yield clean(
            f"{finding.severity.upper():8}{finding.language}  {place}{finding.message}  ({finding.check})"
        )
    counts = Counter(finding.severity for finding in checked.findings)
    parts = [f"{counts[severity]} {severity}" for severity in Severity if counts[severity]]
    yield "" if checked.findings else "nothing found"
    if parts:
        noun = "finding" if len(checked.findings) == 1 else "findings"
        yield f"{len(checked.findings)} {noun}: {', '.join(parts)}"


def _place_of_finding(checked: Checked, finding: Finding) -> str:
    """Cite a finding's paragraph, in the first document of the row that has a citation."""
    if not finding.rows:
        return ""
    row = checked.comparison.rows[finding.rows[0]]
    found = (cite(checked.comparison.documents[key], span) for key, span in row.cells.items())
    place = next(filter(None, found), "")
    return f"{place}: " if place else f"row {finding.rows[0] + 1}: "
