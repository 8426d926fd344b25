"""Change a document as a person wants it: divide, join, rewrite, insert or remove paragraphs.

The place of each character that stays is kept, also in the source; words that are written have none.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from aligner.languages import get
from aligner.languages.numerals import printed_label
from aligner.languages.tokens import common_prefix
from aligner.segmentation.sentences import spans_of
from aligner.values import Document, Message, NoteMark, OriginMap, OriginRun, Segment, SegmentKind, Span
from aligner.values.message import LinkError


def divided(document: Document, index: int, at: int) -> Document:
    """Divide a segment in two.

    Args:
        document: the document.
        index: the segment.
        at: where the second one begins, in the segment's text; spaces around it belong to neither.

    Raises:
        LinkError: if it is a row of a table, or one of the two would have no text.
    """
    segment = document.segments[index]
    text = segment.span.of(document.text)
    before, after = text[:at].rstrip(), text[at:].lstrip()
    if segment.cells or segment.kind is SegmentKind.ROW or not before.strip() or not after:
        raise LinkError(Message("error.not_divisible"))
    first = Span(segment.span.start, segment.span.start + len(before))
    second = Span(segment.span.stop - len(after), segment.span.stop)
    marks = [mark for mark in segment.marks if mark.position <= first.stop]
    later = tuple(
        replace(mark, position=max(mark.position, second.start))
        for mark in segment.marks
        if mark.position > first.stop
    )
    parts = (
        replace(segment, span=first, marks=tuple(marks)),
        replace(segment, span=second, marks=later, label=None, place=None),
    )
    return _with_segments(document, index, 1, parts)


def joined(document: Document, index: int) -> Document:
    """Join a segment with the next; the number of the second becomes part of the text.

    Raises:
        LinkError: if it is the last, or one of the two is a row of a table.
    """
    if index + 1 >= len(document):
        raise LinkError(Message("error.nothing_to_join"))
    first, second = document.segments[index : index + 2]
    if SegmentKind.ROW in (first.kind, second.kind):
        raise LinkError(Message("error.not_divisible"))
    space = " " if get(document.language).spaced else ""
    label = printed_label(second.label, document.language)
    changed = _with_text(
        document,
        Span(first.span.stop, second.span.start),
        f"{space}{label} " if label else space,
    )
    first, second = changed.segments[index : index + 2]
    whole = replace(first, span=Span(first.span.start, second.span.stop), marks=first.marks + second.marks)
    return _with_segments(changed, index, 2, [whole])


def sentence_starts(document: Document, index: int) -> list[int]:
    """Return where the second and later sentences of a segment begin, in its text."""
    return [span.start for span in spans_of(document.text_of(index), document.language)][1:]


def rewritten(document: Document, index: int, edits: Sequence[tuple[Span, str]]) -> Document:
    """Change the words of a segment.

    Args:
        document: the document.
        index: the segment.
        edits: what is replaced in its text, and by what, in order; the rest stays.

    Raises:
        LinkError: if it is a row of a table, and has another number of cells afterwards.
    """
    segment = document.segments[index]
    start, cells = segment.span.start, segment.text_cells(document.text)
    changed = _with_segments(document, index, 1, [replace(segment, cells=())])
    for span, put in reversed(edits):
        changed = _with_text(changed, span.shifted(start), put, index)
    if segment.kind is not SegmentKind.ROW:
        return changed
    made = changed.segments[index]
    found = made.text_cells(changed.text)
    if len(found) != len(cells):
        raise LinkError(Message("error.not_writable"))
    return _with_segments(changed, index, 1, [replace(made, cells=found if segment.cells else ())])


def corrected(document: Document, index: int, word: Span, text: str) -> Document:
    """Write a word that text recognition may have misread as a person reads it; it is certain then.

    Args:
        document: the document.
        index: its segment.
        word: the word, as a span of the running text.
        text: what is on the page; the same text confirms it.
    """
    before = word.of(document.text)
    head = common_prefix(before, text)
    tail = common_prefix(before[head:][::-1], text[head:][::-1])
    changed = Span(word.start + head, word.stop - tail).shifted(-document.segments[index].span.start)
    sure = replace(document, doubtful=tuple(one for one in document.doubtful if not one.within(word)))
    if before == text:
        return sure
    return rewritten(sure, index, [(changed, text[head : len(text) - tail])])


def corrected_note(document: Document, index: int, word: Span, text: str) -> Document:
    """Write a word of a footnote, a span of its text, as `corrected` does for one of a segment."""
    note = document.footnotes[index]
    by = len(text) - len(word)
    doubtful = tuple(
        one.shifted(by * (one.start >= word.stop)) for one in note.doubtful if not one.overlaps(word)
    )
    made = replace(note, text=note.text[: word.start] + text + note.text[word.stop :], doubtful=doubtful)
    return replace(document, footnotes=(*document.footnotes[:index], made, *document.footnotes[index + 1 :]))


def _with_segments(document: Document, index: int, count: int, made: Iterable[Segment]) -> Document:
    """Put segments in the place of some others."""
    before, after = document.segments[:index], document.segments[index + count :]
    return replace(document, segments=(*before, *made, *after))


def inserted(document: Document, index: int, text: str, like: Segment) -> Document:
    """Insert a segment with the kind and number of another before a segment, or at the end."""
    at = document.segments[index].span.start if index < len(document) else len(document.text)
    before = "" if index < len(document) or not document.text else "\n"
    changed = _with_text(document, Span(at, at), f"{before}{text}\n")
    at += len(before)
    made = Segment(Span(at, at + len(text)), like.kind, like.label)
    cells = made.text_cells(changed.text) if like.cells else ()
    made = replace(made, cells=cells if len(cells) == len(like.cells) else (), header=like.header)
    return _with_segments(changed, index, 0, [made])


def _with_text(document: Document, span: Span, put: str, inside: int | None = None) -> Document:
    """Replace text between two segments, or inside one; all that follows moves with it."""
    by = len(put) - len(span)

    def moved(one: Span) -> Span:
        return one.shifted(by) if one.start >= span.stop else one

    def of_segment(index: int, segment: Segment) -> Segment:
        if index == inside:
            marks = tuple(
                replace(mark, position=_moved_mark(mark.position, span, by)) for mark in segment.marks
            )
            return replace(segment, span=Span(segment.span.start, segment.span.stop + by), marks=marks)
        if segment.span.start < span.stop or (inside is not None and index < inside):
            return segment
        marks = tuple(NoteMark(mark.mark, mark.position + by) for mark in segment.marks)
        return replace(segment, span=moved(segment.span), marks=marks, cells=tuple(map(moved, segment.cells)))

    return replace(
        document,
        text=document.text[: span.start] + put + document.text[span.stop :],
        segments=tuple(of_segment(index, each) for index, each in enumerate(document.segments)),
        origin=OriginMap(tuple(_runs(document.origin, span, by))),
        doubtful=tuple(moved(one) for one in document.doubtful if not one.overlaps(span)),
    )


def _moved_mark(at: int, span: Span, by: int) -> int:
    if at <= span.start:
        return at
    return at + by if at >= span.stop else span.start


def _runs(origin: OriginMap, span: Span, by: int) -> Iterator[OriginRun]:
    """Yield the runs outside a replaced span."""
    for run in origin.runs:
        stop = run.text_start + run.length
        if run.text_start < span.start:
            yield replace(run, length=min(stop, span.start) - run.text_start)
        if stop > span.stop:
            start = max(run.text_start, span.stop)
            yield OriginRun(start + by, run.source_start + start - run.text_start, stop - start)
