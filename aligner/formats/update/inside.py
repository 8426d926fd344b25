"""The new draft as tracked changes inside the language's own old Word file.

Styles, numbering and tables stay as they are, headers and footers but for the document's symbol, and
paragraphs without changes or comments are not touched. Every request to a person is a comment at its
place. The new draft is written as a plain Word file first (`plain_draft`); the changes are those of the
redline between the two (`docx.redline_inside`), which is discarded unless rejecting them gives the old
file's text and accepting them the new draft's.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import accumulate
from typing import Final

from aligner.formats.docx.accept_changes import accepted
from aligner.formats.docx.redline import AUTHOR
from aligner.formats.docx.redline_inside import Derivation, tracked
from aligner.formats.docx.run_pieces import Pieces
from aligner.formats.docx.word_elements import Element, Lines, Tracker, UnsuitedError, refill
from aligner.formats.update.new_lines import NewLines, OldLines, new_lines
from aligner.formats.update.plain_draft import PlainDraft
from aligner.formats.update.wording import asked
from aligner.readers.docx.package import Package, W
from aligner.revision.diff import diff
from aligner.values import NO_ORIGIN, Message, Span, Update, UpdateAction
from aligner.values.catalogue import DEFAULT, Words, load
from aligner.values.comparison import Change, ChangeKind, Edit, EditTag, EditType, Revision
from aligner.values.errors import ReadError
from aligner.view.redline_runs import Mark

_NONE: Final = Span(0, 0)
_PRINTED: Final = ("header", "footer")


def draft_inside(
    result: Update,
    data: bytes,
    *,
    say: Callable[[Message], None],
    author: str = AUTHOR,
    date: str = "",
    interface: str = DEFAULT,
) -> bytes | None:
    """Return the old Word file with the update as tracked changes.

    Args:
        result: the update; its `old` draft was read from the file by paragraphs.
        data: the file.
        say: receives the reason if no file is made.
        author: the author of changes and comments.
        date: their date, or empty.
        interface: the language of comments.

    Returns:
        The file, or None if it cannot be made exactly: if a change cuts through a field, or notes
        are of an unknown kind. Changes tracked in the file already are accepted, as they are when
        the file is read.
    """
    from aligner.readers.docx import read_docx

    words = load(interface)
    try:
        data = accepted(data, "old.docx")
        before = read_docx.parse(data, "old.docx")
        parsed = before.copied()
        lines = Lines.of(parsed, result.language)
        old = OldLines(lines, parsed, read_docx.read(data, "old.docx"), result.old)
        new = new_lines(result, old)
        tracker = Tracker(parsed, author, date, words)
        plain = PlainDraft(old, new, tracker)
        asks = _Asks(result, old, new, plain.moved, words)
        plain.write(asks.unwritten(plain.texts))
        made = tracker.file(data, None, _with_new_symbol(result, parsed.package, tracker))
        after = read_docx.parse(made, "new.docx")
        return tracked(
            before,
            after,
            made,
            result.language,
            Tracker(after, author, date, words),
            Derivation(partial(_changes, new, plain), asks.written(plain.texts), asks.old, plain.places()),
        )
    except (UnsuitedError, ReadError) as error:
        say(error.message)
        return None


class _Asks:
    """The requests to a person, as texts of comments.

    Attributes:
        new: those on whole lines that are new or moved, by passage and line of the passage.
        old: those on parts of the old text.
    """

    def __init__(self, result: Update, old: OldLines, new: NewLines, moved: set[int], words: Words) -> None:
        self.new: dict[tuple[int, int], list[str]] = defaultdict(list)
        self.old: list[tuple[Span, str]] = []
        for number, paragraph in enumerate(result.paragraphs):
            passage, line = new.homes.get(number, (-1, 0))
            anew = paragraph.action is UpdateAction.INSERT or passage in moved
            for ask in paragraph.asks:
                text = asked(ask, words)
                if anew:
                    self.new[passage, line].append(text)
                else:
                    self.old.append((_asked_at(old, paragraph.old, ask.where), text))

    def unwritten(self, texts: Sequence[Sequence[str]]) -> dict[int, list[str]]:
        """Return those on passages without text, by passage."""
        return {passage: said for (passage, _), said in self.new.items() if not texts[passage]}

    def written(self, texts: Sequence[Sequence[str]]) -> Mapping[int, Sequence[str]]:
        """Return those on other passages, by line of the new file."""
        firsts = [0, *accumulate(map(len, texts))]
        found: dict[int, list[str]] = defaultdict(list)
        for (passage, line), said in self.new.items():
            if texts[passage]:
                found[firsts[passage] + min(line, len(texts[passage]) - 1)] += said
        return found


def _asked_at(old: OldLines, segments: Sequence[int], where: Span | None) -> Span:
    """Return the place of a request in the old text, within a line: the first whole one if unknown."""
    place = old.place(segments)
    wanted = place.origins[where.start : where.stop] if where else ()
    known = [at for at in wanted if at != NO_ORIGIN]
    if not known:
        return old.span(place.lines.start)
    inside = [at for at in known if at < old.span(old.line_at(known[0])).stop]
    return Span(inside[0], inside[-1] + 1)


def _changes(new: NewLines, plain: PlainDraft, before: Lines, after: Lines) -> Revision:
    """Return the changes between the old file and the plain draft.

    Raises:
        UnsuitedError: if the plain draft does not have the new text.
    """
    texts = [text for own in plain.texts for text in own]
    if list(map(str.strip, after.document.texts())) != list(map(str.strip, texts)):
        raise UnsuitedError(Message("redline.not_new"))
    changes: list[Change] = []
    deleted = set(range(len(before.paragraphs)))
    at = 0
    for number, (passage, own) in enumerate(zip(new.passages, plain.texts, strict=True)):
        span, at = Span(at, at + len(own)), at + len(own)
        if not span:
            continue
        deleted -= set(passage.lines)
        edits = tuple(_edits(before.document.joined(passage.lines), after.document.joined(span), after))
        kind = ChangeKind.MOVED if number in plain.moved else ChangeKind.EDITED
        changes.append(Change(kind if passage.lines else ChangeKind.INSERTED, passage.lines, span, edits))
    changes += (Change(ChangeKind.DELETED, Span(line, line + 1), _NONE, ()) for line in sorted(deleted))
    notes = tuple(_note_changes(before, after))
    return Revision(tuple(changes), len(before.paragraphs), len(after.paragraphs), footnote_changes=notes)


def _edits(old: str, new: str, after: Lines) -> Iterator[Edit]:
    """Yield the edits between two texts, all of which count as changes to the wording."""
    if old == new:
        size = Span(0, len(old))
        yield from (Edit(EditTag.EQUAL, size, size),) if size else ()
        return
    for edit in diff(old, new, after.document.language) if old else ():
        yield edit if edit.tag is EditTag.EQUAL else replace(edit, type=EditType.WORDING)


def _note_changes(before: Lines, after: Lines) -> Iterator[Change]:
    """Yield a change for each footnote of the old file: the plain draft has it unchanged, or not at all."""
    kept = {note: number for number, note in reversed(list(enumerate(after.notes)))}
    for number, note in enumerate(before.notes):
        now = kept.get(note)
        size = Span(0, len(before.document.footnotes[number].text))
        same = (Edit(EditTag.EQUAL, size, size),) if size else ()
        one = Span(number, number + 1)
        if now is None:
            yield Change(ChangeKind.DELETED, one, _NONE, ())
        else:
            yield Change(ChangeKind.UNCHANGED, one, Span(now, now + 1), same)


def _with_new_symbol(update: Update, package: Package, tracker: Tracker) -> Mapping[str, Element]:
    """Return the page headers and footers in which the new symbol replaces the old one, by part.

    Word files print the symbol on every page, outside the text that is compared. There are none unless
    the language and the pivot had the same symbol in the old draft. A symbol that is cut through by
    something that cannot be divided, such as a field, stays as it is.
    """
    old, new = update.pivot_old.masthead.symbol, update.pivot_new.masthead.symbol
    if not old or not new or old == new or update.old.masthead.symbol != old:
        return {}
    symbol = re.compile(rf"(?<![\w/.]){re.escape(old)}(?![\w/]|\.\w)")
    changed: dict[str, Element] = {}
    for kind, part in package.related(package.main).values():
        root = package.xml(part) if kind in _PRINTED else None
        if root is not None and sum(_replaced(each, symbol, new, tracker) for each in [*root.iter(W + "p")]):
            changed[part] = root
    return changed


def _replaced(paragraph: Element, symbol: re.Pattern[str], new: str, tracker: Tracker) -> bool:
    """Replace the symbol in a paragraph, as a tracked change; return whether it occurs there."""
    try:
        pieces = Pieces.of(paragraph)
        text = "".join(piece.text for piece in pieces.waiting)
        content: list[Element] = []
        end = 0
        for match in symbol.finditer(text):
            content += [e for piece in pieces.take(text[end : match.start()]) for e in piece.written()]
            gone = [e for piece in pieces.take(match.group()) for e in piece.deleted()]
            content += [tracker.wrapped(element, Mark.DELETED) for element in gone]
            content += [tracker.wrapped(e, Mark.INSERTED) for e in pieces.typed(new).written()]
            end = match.end()
        if not end:
            return False
        content += [e for piece in pieces.take(text[end:]) for e in piece.written()]
        refill(paragraph, [*content, *pieces.rest()])
    except UnsuitedError:
        return False
    return True
