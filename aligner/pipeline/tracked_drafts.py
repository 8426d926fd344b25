"""One file that holds two drafts: its tracked changes, or manual markup, rejected and accepted.

A revision should be based on the issued text. `off_the_issued_text` therefore compares the
text with all changes rejected with the issued text, and lists the differences.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from aligner.languages.tokens import excerpt
from aligner.pipeline.run import Settings, Unit, cut, diff_documents, language_of
from aligner.values import ChangeKind, Document
from aligner.values.errors import ReadError
from aligner.values.message import Message, about
from aligner.values.results import Remark, RevisedPair

if TYPE_CHECKING:
    from aligner.readers.docx.tracked_changes import Comment, Trail
    from aligner.values.extract import Extract

_DEFAULT: Final = Settings()
_SHOWN: Final = 60  # characters of a paragraph quoted in a message


@dataclass(frozen=True, slots=True)
class Tracked:
    """An opened file with tracked changes.

    Attributes:
        old: the text with all changes rejected.
        new: the text with all changes accepted.
        trail: who changed what and when, and the comments.
    """

    old: Document
    new: Document
    trail: Trail


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A paragraph in which a file's original text differs from the issued one.

    Attributes:
        place: citation of the paragraph, or its position from 1.
        issued: the issued text, or empty if it has nothing here.
        found: the file's text with its changes rejected, or empty.
        kind: the change that would turn the issued text into the file's text.
    """

    place: str
    issued: str
    found: str
    kind: ChangeKind

    def __str__(self) -> str:
        parts = [
            f"{name} “{excerpt(text, _SHOWN)}”"
            for name, text in (("issued", self.issued), ("here", self.found))
        ]
        shown = [part for part, text in zip(parts, (self.issued, self.found), strict=True) if text]
        return f"{self.place}: {', '.join(shown)}"


def has_tracked_changes(path: Path) -> bool:
    """Whether a file is a DOCX with tracked changes; False if it cannot be opened."""
    try:
        return tracked_changes_in(Path(path).read_bytes(), Path(path).name)
    except OSError:
        return False


def tracked_changes_in(data: bytes, name: str) -> bool:
    """Like `has_tracked_changes`, for an uploaded file."""
    try:
        return data.startswith(b"PK") and bool(_trail(data, name).changes)
    except ReadError:
        return False


def open_tracked(
    path: Path, settings: Settings = _DEFAULT, *, language: str | None = None, marked_up: bool = False
) -> Tracked:
    """Open one Word file, or a PDF with manual markup, as the two drafts it holds.

    OpenDocument, old Word and rich text files are read through LibreOffice.

    Args:
        path: the file.
        settings: only `unit` and `notice` matter here.
        language: language of the text; detected if not given.
        marked_up: read struck-through text as deleted, and underlined text (or bold, if nothing
            is underlined) as inserted.

    Raises:
        ReadError: if it is neither, or holds no tracked changes (or no manual markup).
        LanguageError: if its language cannot be detected.
    """
    from aligner.readers import load_bytes

    data = load_bytes(path)
    return open_tracked_bytes(data, str(path), settings, language=language, marked_up=marked_up)


def open_tracked_bytes(
    data: bytes,
    path: str,
    settings: Settings = _DEFAULT,
    *,
    language: str | None = None,
    marked_up: bool = False,
) -> Tracked:
    """Like `open_tracked`, for an uploaded file."""
    from aligner.readers.docx import read_docx
    from aligner.readers.docx.tracked_changes import Trail

    name = Path(path).name
    if marked_up and b"%PDF-" in data[:1024]:
        return _two_drafts(_marked_pdf(data, name), Trail(), settings, language)
    data = _as_docx(data, path, settings)
    trail = _trail(data, name)
    if not trail.changes and not marked_up:
        raise ReadError(about(path, Message("error.no_changes")))
    extracts = [
        read_docx.read(data, name, revisions=revisions, marked_up=marked_up)
        for revisions in ("reject", "accept")
    ]
    return _two_drafts(extracts, trail, settings, language)


def _as_docx(data: bytes, path: str, settings: Settings) -> bytes:
    """Return the file as DOCX, converted by LibreOffice if necessary and possible."""
    from aligner.readers import libreoffice
    from aligner.readers.file_type import sniff

    kind = sniff(data, Path(path).name)
    if kind in ("doc", "odt", "rtf"):
        if settings.notice is not None:
            settings.notice(about(Path(path).name, libreoffice.NOTE))
        return libreoffice.to_docx(data, Path(path).name, kind)
    if kind != "docx":
        raise ReadError(about(path, Message("error.one_file_two")))
    return data


def _marked_pdf(data: bytes, name: str) -> list[Extract]:
    from aligner.readers.pdf import read_pdf

    drafts = [read_pdf.read(data, name, revisions=which, marked_up=True) for which in ("reject", "accept")]
    if read_pdf.MARKED not in drafts[0].notes:
        raise ReadError(about(name, Message("error.not_marked")))
    return drafts


def _two_drafts(extracts: list[Extract], trail: Trail, settings: Settings, language: str | None) -> Tracked:
    code = language_of(extracts[1].text, extracts[1].name, settings, language)
    old, new = (
        cut(extract, settings.unit, code, version)
        for extract, version in zip(extracts, ("original", "revised"), strict=True)
    )
    return Tracked(old, new, trail)


def diff_tracked(
    path: Path, settings: Settings = _DEFAULT, *, language: str | None = None, marked_up: bool = False
) -> RevisedPair:
    """Compare the two drafts held in one file with tracked changes.

    `settings.notice` receives their authors and the comments.

    Raises:
        ReadError: see `open_tracked`.
        LanguageError: see `open_tracked`.
    """
    tracked = open_tracked(path, settings, language=language, marked_up=marked_up)
    if settings.notice is not None:
        for line in trail_notices(tracked.trail):
            settings.notice(about(Path(path).name, line))
    pair = diff_documents(tracked.old, tracked.new, settings)
    remarks = (Remark(c.author, c.date, c.text, c.quoted, c.paragraph) for c in tracked.trail.comments)
    return replace(pair, remarks=tuple(remarks))


def trail_notices(trail: Trail) -> list[Message]:
    """Return notices about a file's authors with their changes, then about its comments."""
    return [*(_changes(trail, author) for author in trail.authors), *map(_comment, trail.comments)]


def _changes(trail: Trail, author: str) -> Message:
    own = [change for change in trail.changes if change.author == author]
    dates = sorted({change.date[:10] for change in own if change.date})
    changes = Message("tracked.changes", count=len(own), author=author)
    if not dates:
        return changes
    if len(dates) == 1:
        return Message("tracked.on", changes=changes, date=dates[0])
    return Message("tracked.between", changes=changes, first=dates[0], last=dates[-1])


def _comment(comment: Comment) -> Message:
    who = comment.author or Message("tracked.somebody")
    quoted, number = excerpt(comment.quoted, _SHOWN), comment.paragraph
    if not number and not comment.quoted:
        return Message("tracked.comment", author=who, text=comment.text)
    place = Message("tracked.quoted", quoted=quoted)
    if number and comment.quoted:
        place = Message("tracked.paragraph_quoted", number=number, quoted=quoted)
    elif number:
        place = Message("tracked.paragraph", number=number)
    return Message("tracked.comment_on", author=who, place=place, text=comment.text)


def off_the_issued_text(original: Document, issued: Document) -> tuple[Mismatch, ...]:
    """List where a file's text with all changes rejected differs from the issued text.

    Paragraph numbers and differences of form (spaces, width, quotation marks) are ignored.

    Args:
        original: the file with its changes rejected (`Tracked.old`).
        issued: the text that the file should be based on.
    """
    pair = diff_documents(issued, original)
    found = []
    for change in pair.revision.changes:
        if not change.is_amendment:
            continue
        side, span = (issued, change.old) if change.old else (original, change.new)
        segment = side.segments[span.start]
        found.append(
            Mismatch(
                segment.place or segment.label or str(span.start + 1),
                issued.joined(change.old),
                original.joined(change.new),
                change.kind,
            )
        )
    return tuple(found)


def check_base(issued: Document, revised: Path, settings: Settings, language: str | None = None) -> None:
    """Report through `settings.notice` where a tracked file is not based on the issued text."""
    if settings.notice is None or not has_tracked_changes(revised):
        return
    tracked = open_tracked(revised, settings, language=language or issued.language)
    wrong = off_the_issued_text(tracked.old, issued)
    name = Path(revised).name
    if not wrong:
        settings.notice(about(name, Message("tracked.made_on", source=issued.source)))
    for mismatch in wrong:
        where = Message("tracked.not_made_on", source=issued.source, mismatch=str(mismatch))
        settings.notice(about(name, where))


def redline_in_place(
    old: Path, new: Path, language: str, settings: Settings = _DEFAULT, **stamp: str
) -> bytes | None:
    """Write a redline into the newer of two DOCX files; None if it must be written from scratch.

    Args:
        old: the older file.
        new: the newer file.
        language: language of both.
        settings: a redline by sentences or lines is always written from scratch; `notice` is called
            if one by paragraphs must be.
        stamp: `author` and `date` of the changes, and the `interface` language of remarks.

    Raises:
        ReadError: if a file cannot be opened.
    """
    from aligner.formats.docx.redline_inside import redline_inside
    from aligner.readers import load_bytes
    from aligner.readers.file_type import sniff

    before, after = load_bytes(old), load_bytes(new)
    kinds = {sniff(data, path.name) for data, path in ((before, Path(old)), (after, Path(new)))}
    if settings.unit is not Unit.PARAGRAPH or kinds != {"docx"}:
        return None
    reasons: list[Message] = []
    made = redline_inside(before, after, language, say=reasons.append, **stamp)
    if made is None and settings.notice is not None:
        settings.notice(about(Path(new).name, Message("tracked.anew", reasons=tuple(reasons))))
    return made


def _trail(data: bytes, name: str) -> Trail:
    from aligner.readers.docx.tracked_changes import read_trail

    return read_trail(data, name)
