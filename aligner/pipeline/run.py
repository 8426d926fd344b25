"""Compose the stages, from files to results.

The command line, the app and notebooks all use this module, so that the same files give the
same result everywhere.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise
from pathlib import Path
from typing import Final, TypeVar

from aligner import languages
from aligner.encoders import DEFAULT, Encoder
from aligner.readers.document_set import DocumentSet, Entry
from aligner.values import Comparison, Document, DocumentKey, EncryptedError, InputError, LanguageError, Span
from aligner.values.extract import Extract
from aligner.values.message import Message, Notice, Progress, about, no_notice, no_progress, page_list
from aligner.values.results import AlignedPair, DraftSeries, RevisedPair

T = TypeVar("T")


class Unit(StrEnum):
    """The unit of alignment and comparison."""

    PARAGRAPH = "paragraph"
    SENTENCE = "sentence"
    LINE = "line"


@dataclass(frozen=True, slots=True)
class Settings:
    """The user's choices.

    Attributes:
        unit: paragraphs, sentences inside paired paragraphs, or the lines of a text file as they are.
        model: an encoder's name, or a sentence-transformers model by name or folder.
        cache: whether vectors may be kept on disk; if not, no trace is left.
        encoding: encoding of text files; detected if None.
        recognise: languages to recognise pages in that are pictures, also those that have a text which was
            recognised before; by default, the document's language, and only pages without text.
        progress: called with (stage, done, total).
        notice: called with each notice, of one line, from the readers or the cache.
        password: returns the password of an encrypted file by its name; if None, such files are refused.
    """

    unit: Unit = Unit.PARAGRAPH
    model: str = DEFAULT
    cache: bool = True
    encoding: str | None = None
    recognise: tuple[str, ...] = ()
    progress: Progress = no_progress
    notice: Notice = no_notice
    password: Callable[[str], str] | None = None


DEFAULTS: Final = Settings()


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """What the caller knows about a document before it is read.

    Attributes:
        language: language of the text; detected if None.
        version: name of the draft.
        title: display title; the file's name if empty.
        status: a caveat for readers, such as "working translation".
    """

    language: str | None = None
    version: str = ""
    title: str = ""
    status: str = ""


def open_document(
    path: Path, settings: Settings = Settings(), info: DocumentInfo = DocumentInfo()
) -> Document:
    """Read a file and segment it into paragraphs or lines.

    Args:
        path: `.txt`, `.docx`, `.pdf` or `.html`.
        settings: `encoding`, `unit`, `notice` and `progress` matter here; sentences are split later.
        info: what the caller knows about the document.

    Raises:
        InputError: if the file cannot be read or its language cannot be determined.
    """
    from aligner.readers import load_bytes

    return open_bytes(load_bytes(path), str(path), settings, info)


def open_bytes(
    data: bytes, name: str, settings: Settings = Settings(), info: DocumentInfo = DocumentInfo()
) -> Document:
    """Do the same as `open_document`, for an uploaded file."""
    from aligner.readers import read_bytes

    shown = Path(name).name

    def read(data: bytes) -> Extract:
        return read_bytes(
            data,
            shown,
            encoding=settings.encoding,
            verbatim=settings.unit is Unit.LINE,
            language=info.language,
            progress=settings.progress,
            recognise=settings.recognise,
        )

    return _segmented(with_password(data, shown, settings, read), settings, name, info)


def with_password(data: bytes, name: str, settings: Settings, read: Callable[[bytes], T]) -> T:
    """Read a file; if it is encrypted, ask for its password and read it decrypted.

    Raises:
        EncryptedError: if there is nobody to ask, or the password is not the file's.
    """
    try:
        return read(data)
    except EncryptedError:
        if settings.password is None:
            raise
    from aligner.readers.decryption import decrypt

    return read(decrypt(data, name, settings.password(name)))


def language_of(text: str, name: str, settings: Settings, given: str | None = None) -> str:
    """Return the language of a text: the given one, checked against the text, or the detected one.

    Args:
        text: the whole text.
        name: name of the file, for messages.
        settings: `notice` is called if the words look like another language.
        given: the language given by the user, or None.

    Raises:
        LanguageError: if it cannot be detected, or the script is not that of the given language.
    """
    from aligner.languages.detect import contradiction, detect

    try:
        if not given:
            return detect(text)
        code = languages.get(given).code
        doubt = contradiction(text, code)
    except LanguageError as error:
        raise LanguageError(about(name, error.message)) from error
    if doubt is not None:
        settings.notice(about(name, doubt))
    return code


def into_units(document: Document, unit: Unit) -> Document:
    """Split a document into sentences if that is the unit; otherwise return it unchanged."""
    if unit is not Unit.SENTENCE:
        return document
    from aligner.segmentation.sentences import split_sentences

    return split_sentences(document)


def load_encoder(settings: Settings = Settings()) -> Encoder:
    """Return the requested encoder, which caches vectors on disk, or else in memory for this run."""
    from aligner.encoders import load

    encoder = load(settings.model)
    if settings.cache:
        from aligner.encoders.cache import CachedEncoder

        return CachedEncoder(encoder)
    from aligner.encoders.wrapper import RememberingEncoder

    return RememberingEncoder(encoder)


def align_documents(source: Document, target: Document, encoder: Encoder, settings: Settings) -> AlignedPair:
    """Align two open documents by the requested unit."""
    from aligner.alignment.align import align, nested
    from aligner.alignment.prepared import prepare

    paragraphs = align(source, target, encoder, progress=settings.progress)
    if settings.unit is not Unit.SENTENCE:
        return AlignedPair(source, target, paragraphs)
    source, target = into_units(source, settings.unit), into_units(target, settings.unit)
    one, other = prepare([source, target], encoder)
    return AlignedPair(source, target, nested(one, other, paragraphs, encoder))


def align_files(
    source: Path,
    target: Path,
    settings: Settings = Settings(),
    *,
    source_language: str | None = None,
    target_language: str | None = None,
) -> AlignedPair:
    """Align two files in two languages.

    Raises:
        InputError: if a file cannot be used.
        EncoderError: if the model cannot be loaded.
    """
    from aligner.alignment.links import are_unlike

    source_document = open_document(source, settings, DocumentInfo(language=source_language))
    target_document = open_document(target, settings, DocumentInfo(language=target_language))
    encoder = load_encoder(settings)
    pair = align_documents(source_document, target_document, encoder, settings)
    _pass_on(encoder, settings)
    if are_unlike(pair.alignment, pair.source, pair.target):
        settings.notice(Message("alignment.little_in_common", one=source.name, other=target.name))
    return pair


def diff_documents(
    old: Document,
    new: Document,
    settings: Settings = Settings(),
) -> RevisedPair:
    """Compare two open drafts by the requested unit, without what only one has in its masthead."""
    from aligner.revision.around_text import without_shared_mastheads

    before, after = (into_units(document, settings.unit) for document in without_shared_mastheads((old, new)))
    return _revised(before, after, settings)


def _revised(old: Document, new: Document, settings: Settings) -> RevisedPair:
    """Compare two drafts that are divided into the requested units."""
    from aligner.revision.revise import doubt, order_doubt, revise

    revision = revise(old, new, encoder=lambda: load_encoder(settings))
    for warning in (doubt(revision), order_doubt(old, new)):
        if warning is not None:
            settings.notice(warning)
    return RevisedPair(old, new, revision)


def diff_files(
    old: Path,
    new: Path,
    settings: Settings = Settings(),
    *,
    language: str | None = None,
) -> RevisedPair:
    """Compare two drafts in one language, given as files.

    The model is loaded only if the whole wording of a paragraph changed.

    Raises:
        InputError: if a file cannot be used, or the two are in different languages.
    """
    before = open_document(old, settings, DocumentInfo(language=language))
    after = open_document(new, settings, DocumentInfo(language=language))
    return diff_documents(before, after, settings)


def follow_files(
    files: Sequence[Path],
    settings: Settings = Settings(),
    *,
    language: str | None = None,
) -> DraftSeries:
    """Compare each draft of a text with the next, given as files from earliest to latest.

    Drafts are named after their files.

    Raises:
        InputError: if a file cannot be used, or the files are in different languages.
    """
    from aligner.revision.around_text import without_shared_mastheads

    names = [file.name for file in files]
    names = names if len(set(names)) == len(names) else [str(file) for file in files]
    drafts = [
        open_document(file, settings, DocumentInfo(language=language, version=name))
        for file, name in zip(files, names, strict=True)
    ]
    divided = [into_units(draft, settings.unit) for draft in without_shared_mastheads(drafts)]
    pairs = [_revised(old, new, settings) for old, new in pairwise(divided)]
    return DraftSeries(tuple(divided), tuple(pair.revision for pair in pairs))


def compare_set(
    found: DocumentSet,
    settings: Settings = Settings(),
    *,
    pivot: str | None = None,
    encoder: Encoder | None = None,
) -> Comparison:
    """Compare every language and draft of a set.

    Args:
        found: the set, from `document_set.load_set` or `of_entries`.
        settings: how to read, segment and encode it.
        pivot: overrides the set's own pivot.
        encoder: an encoder already loaded; by default, the one named in `settings`.

    Raises:
        InputError: if a file cannot be used, or the pivot is not among the languages.
        EncoderError: if the model cannot be loaded.
    """
    documents: dict[DocumentKey, Document] = {}
    for number, entry in enumerate(found.entries):
        settings.progress("read", number, len(found.entries))
        documents[entry.key] = _opened(entry, settings)
    return compare_documents(
        documents,
        found.versions,
        settings,
        pivot=pivot or found.pivot,
        title=found.title,
        encoder=encoder,
    )


def _opened(entry: Entry, settings: Settings) -> Document:
    """Return the document of an entry, read unless it was read before."""
    if entry.document is not None:
        return entry.document
    settings = replace(settings, encoding=entry.encoding or settings.encoding)
    key = entry.key
    if entry.rejected:
        from aligner.pipeline.tracked_drafts import open_tracked

        old = open_tracked(entry.file, settings, language=key.language).old
        return replace(old, version=key.version, title=entry.title or old.title, status=entry.status)
    info = DocumentInfo(language=key.language, version=key.version, title=entry.title, status=entry.status)
    return open_document(entry.file, settings, info)


def compare_documents(
    documents: Mapping[DocumentKey, Document],
    versions: Sequence[str],
    settings: Settings = Settings(),
    *,
    pivot: str | None = None,
    title: str = "",
    encoder: Encoder | None = None,
) -> Comparison:
    """Compare open documents by the requested unit."""
    from aligner.comparison.compare import compare

    encoder = encoder or load_encoder(settings)
    documents = _without_shared_mastheads(documents)
    cut = {key: into_units(document, settings.unit) for key, document in documents.items()}

    result = compare(
        cut,
        pivot=pivot,
        title=title,
        versions=versions,
        encoder=encoder,
        progress=settings.progress,
    )
    _pass_on(encoder, settings)
    return result


def _without_shared_mastheads(
    documents: Mapping[DocumentKey, Document], done: Container[DocumentKey] = ()
) -> dict[DocumentKey, Document]:
    """Set apart in each language what only the format of some drafts keeps outside the text."""
    from aligner.revision.around_text import apart_from

    def others(key: DocumentKey) -> Iterator[Document]:
        return (other for each, other in documents.items() if each.language == key.language and each != key)

    return {
        key: document if key in done else apart_from(document, others(key))
        for key, document in documents.items()
    }


def realign(
    comparison: Comparison, settings: Settings = Settings(), *, encoder: Encoder | None = None
) -> Comparison:
    """Realign around the confirmed links, which are kept.

    Raises:
        EncoderError: if the model cannot be loaded.
    """
    from aligner.comparison.compare import realigned

    return realigned(comparison, encoder or load_encoder(settings), progress=settings.progress)


def add_document(
    comparison: Comparison,
    key: DocumentKey,
    document: Document,
    versions: Sequence[str],
    settings: Settings = Settings(),
    *,
    encoder: Encoder | None = None,
) -> Comparison:
    """Add a document to a comparison: a new draft, or another language.

    Alignments and revisions that still apply are kept. The new document is aligned around links that
    a person confirmed in other drafts and whose paragraphs did not change; see `compare.inherited`.

    Args:
        comparison: the current comparison.
        key: language and version of the new document.
        document: the document, divided into the same units as the others.
        versions: names of all drafts, including the new one, from earliest to latest.
        settings: which encoder to load, and where to report progress.
        encoder: an encoder already loaded.

    Raises:
        InputError: if there already is such a document, or `versions` lacks a document's version.
        EncoderError: if the model cannot be loaded.
    """
    from aligner.alignment.corrections import with_fewer_segments
    from aligner.comparison.compare import rearranged

    if key in comparison.documents:
        raise InputError(Message("error.there_already", document=str(key)))
    drafts = {each: text for each, text in comparison.documents.items() if each.language == key.language}
    drafts = _without_shared_mastheads({**drafts, key: document})
    document = drafts.pop(key)
    comparison, encoder = with_fewer_segments(comparison, drafts), encoder or load_encoder(settings)
    was = {each: each for each in comparison.documents}
    documents = {**comparison.documents, key: document}
    return rearranged(comparison, documents, was, versions, comparison.pivot, encoder, settings.progress)


def rearrange(
    comparison: Comparison,
    documents: Mapping[DocumentKey, Document],
    was: Mapping[DocumentKey, DocumentKey],
    versions: Sequence[str],
    pivot: str,
    settings: Settings = Settings(),
    *,
    encoder: Encoder | None = None,
) -> Comparison:
    """Compare other documents, or the same in another arrangement; see `comparison.compare.rearranged`."""
    from aligner.comparison.compare import rearranged

    before = comparison.documents
    same = {key for key, new in documents.items() if key in was and before[was[key]].segments == new.segments}
    arranged = _without_shared_mastheads(documents, same)
    encoder = encoder or load_encoder(settings)
    return rearranged(comparison, arranged, was, versions, pivot, encoder, settings.progress)


def _segmented(extract: Extract, settings: Settings, name: str, info: DocumentInfo) -> Document:
    from aligner.revision.misreadings import badly_read_pages
    from aligner.segmentation.side_by_side import without_other_language

    def notice(message: Message) -> None:
        settings.notice(about(name, message))

    for message in extract.notes:
        notice(message)
    doubts: list[Message] = []
    code = language_of(extract.text, name, replace(settings, notice=doubts.append), info.language)
    extract, note = without_other_language(extract, code)
    if note is not None:
        doubts = [about(name, note)]  # that its words are another language's is known
    for doubt in doubts:
        settings.notice(doubt)
    document = cut(extract, settings.unit, code, notice)
    if badly_read := badly_read_pages(document):
        notice(Message("reading.badly_read", pages=page_list(page or 1 for page in badly_read)))
    return replace(document, version=info.version, title=info.title or document.title, status=info.status)


def cut(extract: Extract, unit: Unit, language: str, notice: Notice = no_notice) -> Document:
    """Segment a reader's lines into paragraphs, or keep them as they are for `Unit.LINE`.

    Args:
        extract: the reader's lines.
        unit: the unit; `into_units` splits sentences later.
        language: language code of the text.
        notice: is told of doubts.

    Returns:
        The document; its title is the file's name.
    """
    from aligner.segmentation.segment import segment, segment_lines

    if unit is Unit.LINE:
        made = segment_lines(extract, language=language)
    else:
        made = segment(extract, language=language, notice=notice)
    made = replace(made, title=extract.name)
    return _with_doubts(made, extract) if extract.recognised or extract.doubtful else made


def _with_doubts(document: Document, extract: Extract) -> Document:
    """Add the words that may be misread: those of the running text by place, those of notes by wording."""
    by_page: dict[int | None, set[str]] = {}
    starts = [line.span.start for line in extract.lines]
    for span in extract.doubtful:
        page = extract.lines[bisect_right(starts, span.start) - 1].page
        by_page.setdefault(page, set()).add(span.of(extract.text))
    notes = []
    for note in document.footnotes:
        words = [Span(*found.span()) for found in re.finditer(r"\S+", note.text)]
        known = by_page.get(note.page, set())
        notes.append(replace(note, doubtful=tuple(word for word in words if word.of(note.text) in known)))
    doubtful = document.origin.spans_from(extract.doubtful)
    return replace(document, doubtful=doubtful, footnotes=tuple(notes), recognised=True)


def _pass_on(encoder: Encoder, settings: Settings) -> None:
    """Pass on the cache's notice, if it has one."""
    from aligner.encoders.cache import CachedEncoder

    if isinstance(encoder, CachedEncoder) and encoder.note is not None:
        settings.notice(encoder.note)
