"""Mark the words that findings of the checks concern.

A finding has the span of its words in its own text. For the pivot text it has only the words
themselves, which are searched for in the same row. If they occur in several places, and the row's words
are numbered (`word_marks`), those linked to the finding's words are marked.
"""

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from aligner.languages.letter_ranges import HAN
from aligner.values import Amendment, DocumentKey, Finding, Severity, Span
from aligner.view.page_model import Block, Column, View, ViewRow
from aligner.view.redline_runs import Piece, cut_current
from aligner.view.search_folding import fold_with_origins, search_key

_HAN: Final = re.compile(f"[{HAN}]")


_ORDER: Final = tuple(Severity)


def mark_findings(
    view: View, row: ViewRow, newest: Mapping[str, DocumentKey], findings: Iterable[Finding]
) -> ViewRow:
    """Mark in a row the words that findings concern; return the same row if there are none.

    Args:
        view: the view with the row.
        row: the row; it keeps its existing marks.
        newest: the document of each language that was checked; other drafts are not marked.
        findings: any findings; those of other rows are ignored.
    """
    row_findings = [finding for finding in findings if row.source in finding.rows]
    if row.source is None or not row_findings:
        return row
    words = {id(finding): _linked_words(view, row, newest, finding) for finding in row_findings}

    def flagged(number: int, block: Block) -> Block:
        column = view.columns[number]
        language = column.key.language
        concerned = row_findings if newest.get(language) == column.key and not block.is_old else ()
        return _flagged(
            block,
            {
                at
                for finding in concerned
                if language in (finding.language, view.pivot)
                for span in _spans_in(finding, column, block, words[id(finding)])
                for at in span
            },
        )

    return row.with_blocks(flagged)


def _linked_words(
    view: View, row: ViewRow, newest: Mapping[str, DocumentKey], finding: Finding
) -> frozenset[int]:
    """Return the numbers of the pivot's words that are linked to a finding's words."""
    found: set[int] = set()
    for column, cell in zip(view.columns, row.cells, strict=True):
        if column.key.language != finding.language or newest.get(finding.language) != column.key:
            continue
        for block in cell.blocks:
            if finding.span is not None and not block.is_old:
                start = column.document.segments[block.segment].span.start
                for piece, span in _current_pieces(block.pieces, start):
                    found.update(piece.words if span.overlaps(finding.span) else ())
    return frozenset(found)


def _current_pieces(pieces: Iterable[Piece], start: int = 0) -> Iterator[tuple[Piece, Span]]:
    """Yield the pieces of a paragraph's current text, with their spans."""
    for piece in pieces:
        if piece.is_current:
            yield piece, Span(start, start + len(piece.text))
            start += len(piece.text)


def mark_missing_edits(view: View, amendments: Iterable[Amendment]) -> View:
    """Mark the places where edits of amendments are missing, in the drafts that lack them."""
    places: dict[DocumentKey, set[int]] = {}
    for amendment in amendments:
        for language, edits in amendment.missing.items():
            key = DocumentKey(language, amendment.new_version)
            places.setdefault(key, set()).update(at for edit in edits for at in edit.where or ())
    if not any(places.values()):
        return view
    ordered = {key: sorted(found) for key, found in places.items()}

    def flagged(number: int, block: Block) -> Block:
        column = view.columns[number]
        here = ordered.get(column.key, ())
        if block.is_old or not here:
            return block
        span = column.document.segments[block.segment].span
        first, stop = (bisect_left(here, at) for at in (span.start, span.stop))
        return _flagged(block, {at - span.start for at in here[first:stop]})

    return replace(view, rows=tuple(row.with_blocks(flagged) for row in view.rows))


def _flagged(block: Block, offsets: Iterable[int]) -> Block:
    """Flag characters in the current text of a paragraph, given by their offsets in it."""
    marks = {offset: {"flagged": True} for offset in offsets}
    return replace(block, pieces=tuple(cut_current(block.pieces, marks))) if marks else block


def _spans_in(finding: Finding, column: Column, block: Block, words: Collection[int]) -> list[Span]:
    """Return the spans of a finding's words in a paragraph.

    Args:
        finding: the finding.
        column: the column with the paragraph.
        block: the paragraph.
        words: the numbers of the pivot's words that are linked to the finding's.
    """
    here = column.document.segments[block.segment].span
    text = here.of(column.document.text)
    spans = list(_spans(finding, column.key.language, here, text))
    if finding.language != column.key.language:
        linked = [span for piece, span in _current_pieces(block.pieces) if set(piece.words) & set(words)]
        spans = [span for span in spans if any(map(span.overlaps, linked))] or spans
    return [span for span in spans if len(span) < len(text.strip())]  # no mark for a whole paragraph


def _spans(finding: Finding, language: str, here: Span, text: str) -> Iterator[Span]:
    """Return the spans of a finding's words in the text of a paragraph."""
    if finding.language != language:
        yield from _places(finding.expected_parts or (finding.expected,), text)
        return
    if finding.span is not None and (own := finding.span.clipped(here)):
        yield own.shifted(-here.start)
    yield from _places(finding.found_parts[1:], text)  # the first is at the span


def _places(parts: Sequence[str], text: str) -> Iterator[Span]:
    """Find the words of a finding in a text; of shortened words, only the beginning is searched for."""
    folded = fold_with_origins(text)
    for part in parts:
        key = search_key(part.removesuffix("…")).strip()
        if len(parts) == 1 or len(key) > 1 or key.isdecimal():  # a single letter would match everywhere
            yield from (span for span in folded.hits(key) if _whole(text, span))


def _whole(text: str, span: Span) -> bool:
    """Whether a span does not begin or end inside a word or number: 5 does not match in 15."""
    return not any(_one_word(text[at - 1], text[at]) for at in (span.start, span.stop) if 0 < at < len(text))


def _one_word(left: str, right: str) -> bool:
    if left.isdecimal() or right.isdecimal():
        return left.isdecimal() and right.isdecimal()
    return left.isalpha() and right.isalpha() and not _HAN.search(left + right)


class FindingGroup(NamedTuple):
    """The first row that some findings concern (None: the whole text), and these, the most severe first."""

    row: ViewRow | None
    findings: tuple[Finding, ...]


def group_findings(view: View, findings: Iterable[Finding]) -> tuple[FindingGroup, ...]:
    """Group findings by row, sorted by each row's worst finding, then in page order.

    Findings that concern no row of the view form one group, first among the equally severe ones.
    """
    rows = view.by_source()
    found: dict[int, list[Finding]] = {}
    for finding in findings:
        number = next((rows[source].number for source in finding.rows if source in rows), 0)
        found.setdefault(number, []).append(finding)
    groups = [
        FindingGroup(view.rows[number - 1] if number else None, tuple(sorted(each, key=_rank)))
        for number, each in sorted(found.items())
    ]
    return tuple(sorted(groups, key=lambda group: _rank(group.findings[0])))


def _rank(finding: Finding) -> int:
    return _ORDER.index(finding.severity)
