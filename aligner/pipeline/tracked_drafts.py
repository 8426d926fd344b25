"""Files with tracked changes: read as two drafts, compared with the text they are based on, and written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from aligner.pipeline import run
from aligner.pipeline.run import DocumentInfo, Settings, Unit, diff_documents, language_of, open_bytes
from aligner.values import Document, InputError, Message, ReadError, Update, about, excerpt
from aligner.values.message import no_notice
from aligner.values.results import Remark, RevisedPair

if TYPE_CHECKING:
    from aligner.readers.docx.tracked_changes import Trail
    from aligner.values.extract import Extract

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


def has_tracked_changes(path: Path) -> bool:
    """Whether a file is a DOCX with tracked changes; False if it cannot be opened."""
    from aligner.readers import load_bytes

    try:
        return tracked_changes_in(load_bytes(path), path.name)
    except ReadError:
        return False


def tracked_changes_in(data: bytes, name: str) -> bool:
    """Do the same as `has_tracked_changes`, for an uploaded file."""
    from aligner.readers.docx.tracked_changes import read_trail

    try:
        return data.startswith(b"PK") and bool(read_trail(data, name).changes)
    except ReadError:
        return False


def open_tracked(
    path: Path, settings: Settings = run.DEFAULTS, *, language: str | None = None, marked_up: bool = False
) -> Tracked:
    """Open a Word file, or a PDF with manual markup, as the two drafts that it contains.

    OpenDocument, old Word and rich text files are read through LibreOffice.

    Args:
        path: the file.
        settings: only `unit` and `notice` matter here.
        language: language of the text; detected if not given.
        marked_up: read struck-through text as deleted, and underlined text (or bold, if nothing
            is underlined) as inserted.

    Raises:
        ReadError: if it is neither, or contains no tracked changes (or no manual markup).
        LanguageError: if its language cannot be detected.
    """
    from aligner.readers import load_bytes

    data = load_bytes(path)
    return open_tracked_bytes(data, str(path), settings, language=language, marked_up=marked_up)


def open_tracked_bytes(
    data: bytes, path: str, settings: Settings, *, language: str | None, marked_up: bool
) -> Tracked:
    """Do the same as `open_tracked`, for an uploaded file."""
    from aligner.readers.docx import read_docx
    from aligner.readers.docx.tracked_changes import Trail, read_trail

    name = Path(path).name

    def read(data: bytes) -> Tracked:
        if marked_up and b"%PDF-" in data[:1024]:
            return _two_drafts(_marked_pdf(data, name), Trail(), settings, language)
        data = _as_docx(data, path, settings)
        trail = read_trail(data, name)
        if not trail.changes and not marked_up:
            raise ReadError(about(path, Message("error.no_changes")))
        extracts = [
            read_docx.read(data, name, revisions=revisions, marked_up=marked_up)
            for revisions in ("reject", "accept")
        ]
        return _two_drafts(extracts, trail, settings, language)

    return run.with_password(data, name, settings, read)


def _as_docx(data: bytes, path: str, settings: Settings) -> bytes:
    """Return a file as DOCX, converted by LibreOffice if necessary and possible."""
    from aligner.readers import libreoffice

    converted = libreoffice.as_docx(data, Path(path).name)
    if converted is None:
        raise ReadError(about(path, Message("error.one_file_two")))
    if converted is not data:
        settings.notice(about(Path(path).name, libreoffice.NOTE))
    return converted


def _marked_pdf(data: bytes, name: str) -> list[Extract]:
    from aligner.readers.pdf import read_pdf

    drafts = [read_pdf.read(data, name, revisions=which, marked_up=True) for which in ("reject", "accept")]
    if read_pdf.MARKED not in drafts[0].notes:
        raise ReadError(about(name, Message("error.not_marked")))
    return drafts


def _two_drafts(extracts: list[Extract], trail: Trail, settings: Settings, language: str | None) -> Tracked:
    code = language_of(extracts[1].text, extracts[1].name, settings, language)
    old, new = (
        replace(run.cut(extract, settings.unit, code), version=version)
        for extract, version in zip(extracts, ("original", "revised"), strict=True)
    )
    return Tracked(old, new, trail)


def diff_tracked(
    path: Path, settings: Settings = run.DEFAULTS, *, language: str | None = None, marked_up: bool = False
) -> RevisedPair:
    """Compare the two drafts in one file with tracked changes.

    `settings.notice` receives the authors of the changes, and the comments.

    Raises:
        ReadError: see `open_tracked`.
        LanguageError: see `open_tracked`.
    """
    tracked = open_tracked(path, settings, language=language, marked_up=marked_up)
    for line in trail_notices(tracked.trail):
        settings.notice(about(path.name, line))
    return replace(diff_documents(tracked.old, tracked.new, settings), remarks=tracked.trail.comments)


def trail_notices(trail: Trail) -> list[Message]:
    """Return notices about a file's authors with their changes, then about its comments."""
    return [*(_changes(trail, author) for author in trail.authors), *map(_comment, trail.comments)]


def _changes(trail: Trail, author: str) -> Message:
    tracked_changes = [change for change in trail.changes if change.author == author]
    dates = sorted({change.date[:10] for change in tracked_changes if change.date})
    changes = Message("tracked.changes", count=len(tracked_changes), author=author)
    if not dates:
        return changes
    if len(dates) == 1:
        return Message("tracked.on", changes=changes, date=dates[0])
    return Message("tracked.between", changes=changes, first=dates[0], last=dates[-1])


def _comment(comment: Remark) -> Message:
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


# With all changes rejected, its text should be the issued text; the differences are listed.

_LISTED: Final = 10  # differences listed; the others are counted


def differences_from_issued(original: Document, issued: Document) -> Iterator[str]:
    """Yield where a file's text with all changes rejected differs from the issued text, and what each has.

    Paragraph numbers and differences of form (spaces, width, quotation marks) are ignored.

    Args:
        original: the file with its changes rejected (`Tracked.old`).
        issued: the text that the file should be based on.
    """
    for change in diff_documents(issued, original).revision.changes:
        if change.is_amendment:
            side, span = (issued, change.old) if change.old else (original, change.new)
            segment = side.segments[span.start]
            place = segment.place or segment.label or str(span.start + 1)
            texts = ("issued", issued.joined(change.old)), ("here", original.joined(change.new))
            yield f"{place}: {', '.join(f'{name} “{excerpt(text, _SHOWN)}”' for name, text in texts if text)}"


def check_base(
    path: Path, issued: Document, revised: Path, settings: Settings, language: str | None = None
) -> None:
    """Report through `settings.notice` where a tracked file is not based on the issued text.

    Args:
        path: the file of the issued text; if it has tracked changes itself, it is a draft like any
            other, and nothing is reported.
        issued: its text.
        revised: the tracked file.
        settings: how to read it.
        language: its language; that of the issued text if not given.
    """
    if not has_tracked_changes(revised) or has_tracked_changes(path):
        return
    tracked = open_tracked(revised, settings, language=language or issued.language)
    wrong = list(differences_from_issued(tracked.old, issued))
    name = revised.name
    if not wrong:
        settings.notice(about(name, Message("tracked.made_on", source=issued.source)))
    for mismatch in wrong[:_LISTED]:
        where = Message("tracked.not_made_on", source=issued.source, mismatch=mismatch)
        settings.notice(about(name, where))
    if len(wrong) > _LISTED:
        more = Message("tracked.not_made_on_more", source=issued.source, count=len(wrong) - _LISTED)
        settings.notice(about(name, more))


def redline_in_place(
    old: Path, new: Path, language: str, settings: Settings = run.DEFAULTS, **stamp: str
) -> bytes | None:
    """Write a redline into the new one of two files; None if it must be written from scratch.

    Args:
        old: the old file: DOCX, or one that LibreOffice converts.
        new: the new file.
        language: language of both.
        settings: a redline by sentences or lines is always written from scratch; `notice` is called
            if one by paragraphs must be.
        stamp: `author` and `date` of the changes, and the `interface` language of remarks.

    Raises:
        ReadError: if a file cannot be opened.
    """
    from aligner.formats.docx.redline_inside import redline_inside
    from aligner.formats.docx.word_elements import UnsuitedError
    from aligner.readers import load_bytes
    from aligner.readers.libreoffice import as_docx

    if settings.unit is not Unit.PARAGRAPH:
        return None
    after = as_docx(load_bytes(new), new.name)
    if after is None:
        return None
    before = as_docx(load_bytes(old), old.name)
    with _unless_unsuited(new.name, settings):
        if before is None:
            raise UnsuitedError(Message("redline.old_kind"))
        return redline_inside(before, after, language, **stamp)
    return None


@contextmanager
def _unless_unsuited(name: str, settings: Settings) -> Iterator[None]:
    """Say why a file has to be written from scratch if what is inside cannot be written into it."""
    from aligner.formats.docx.word_elements import UnsuitedError

    try:
        yield
    except (UnsuitedError, ReadError) as error:
        settings.notice(about(name, Message("tracked.anew", reasons=(error.message,))))


def update_in_place(
    result: Update, data: bytes, name: str, settings: Settings = run.DEFAULTS, **stamp: str
) -> bytes | None:
    """Write an update into a Word file as tracked changes; None if it must be written from scratch.

    Args:
        result: the update.
        data: the file from which its old draft was read: DOCX, or one that LibreOffice converts.
        name: name of the file.
        settings: an update by sentences or lines is always written from scratch; `notice` is called
            if one by paragraphs must be.
        stamp: `author` and `date` of the changes, and the `interface` language of comments.

    Raises:
        InputError: if the file is a DOCX with another text than the old draft.
        ReadError: if it cannot be read.
    """
    from aligner.formats.docx.word_elements import UnsuitedError
    from aligner.formats.update.inside import draft_inside
    from aligner.readers.libreoffice import as_docx

    docx = as_docx(data, name) if settings.unit is Unit.PARAGRAPH else None
    if docx is None:
        return None
    info = DocumentInfo(language=result.language, version=result.old.version)
    fresh = open_bytes(docx, name, replace(settings, notice=no_notice), info)
    is_same = fresh.text == result.old.text and _has_segments(fresh, result.old)
    if not is_same and _letters(fresh) != _letters(result.old):
        raise InputError(about(name, Message("error.not_the_draft", language=result.language)))
    with _unless_unsuited(name, settings):
        if not is_same:
            raise UnsuitedError(Message("redline.divided"))
        return draft_inside(replace(result, old=replace(result.old, origin=fresh.origin)), docx, **stamp)
    return None


def _letters(document: Document) -> str:
    """Return the text without spaces and numbers, which differ where a document is divided otherwise."""
    return "".join("".join(text.split()) for text in document.texts())


def _has_segments(fresh: Document, old: Document) -> bool:
    """Whether a document has the segments of another, besides those set apart from that as its masthead."""
    spans = {segment.span for segment in old.segments}
    apart = [fresh.text_of(at) for at, segment in enumerate(fresh.segments) if segment.span not in spans]
    return set(apart) <= set(old.furniture) and len(fresh) - len(apart) == len(old)
