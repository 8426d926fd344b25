"""Converts a project to key-value tables and back.

Rows follow from the documents and their links: they are not stored but recomputed, so that they
can never contradict them. The states of amendments are stored, since it takes long to determine
them and needs a model to compare single edits.

Project values as JSON on one line, and back; `aligner.values.codec` does the conversion.

The same value always gives the same JSON, so that digests show whether something changed.
Text is preserved exactly; lone surrogates, which text from broken files can contain, are
written as escapes. An unknown field is refused on reading, since the next save would lose it.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any, Final, NoReturn, TypeVar

from aligner.comparison.layout import with_amendments
from aligner.comparison.pairs import pairs_to_revise
from aligner.project.saved_work import Project
from aligner.values import AlignerError, Document, ProjectError, Signature, Span, consecutive, excerpt, reason
from aligner.values.catalogue import known
from aligner.values.codec import DataError, structure, unstructure
from aligner.values.comparison import Alignment, Amendment, Comparison, Decision, DocumentKey, Revision
from aligner.values.glossary import Concept
from aligner.values.message import Message, verbatim

Entries = Iterable[tuple[object, object]]

_GROUP: Final = 64
"""Number of amendments in one entry."""


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Table:
    """Makes one table from a project.

    Attributes:
        key: the type of its keys.
        value: the type of its values; those of `meta` differ from entry to entry.
        sources: the attributes of a project that the entries are made from, in dots.
        listed: returns the keys and values in order; those of the first source if None.
    """

    key: Any
    value: Any
    sources: tuple[str, ...]
    listed: Callable[[Project], Entries] | None = None

    def entries(self, project: Project) -> Entries:
        """Return its keys and values, in order."""
        return self.parts(project)[0].items() if self.listed is None else self.listed(project)

    def parts(self, project: Project) -> tuple[Any, ...]:
        """Return what the entries are made from; if these are the same objects, the table is unchanged."""
        return tuple(attrgetter(source)(project) for source in self.sources)


def _meta(project: Project) -> Entries:
    comparison = project.comparison
    yield "title", comparison.title
    yield "pivot", comparison.pivot
    yield "versions", comparison.versions
    yield "notes", tuple(str(note) for note in comparison.notes)
    if comparison.notes:
        yield "note_messages", comparison.notes
    yield "signature", _pathless(comparison.signature)


def _alignments(project: Project) -> Entries:
    for keys, alignment in project.comparison.alignments.items():
        signature = _pathless(alignment.signature)
        same = signature is alignment.signature
        yield keys, alignment if same else replace(alignment, signature=signature)


def _amendments(project: Project) -> Entries:
    """Yield the amendments in groups, so that a corrected link rewrites only the groups it affects."""
    amendments = project.comparison.amendments
    for start in range(0, len(amendments), _GROUP):
        yield start, amendments[start : start + _GROUP]


def _reviewed(project: Project) -> Entries:
    """Yield the reviewed segments of each document as runs; those that no longer exist are dropped."""
    by_document: dict[DocumentKey, list[int]] = {}
    for key, index in project.reviewed:
        by_document.setdefault(key, []).append(index)
    for key, document in project.comparison.documents.items():
        runs = tuple(consecutive(n for n in by_document.get(key, ()) if 0 <= n < len(document)))
        if runs:
            yield key, runs


_PAIR: Final = tuple[DocumentKey, DocumentKey]
TABLES: Final[Mapping[str, Table]] = {
    "meta": Table(str, Any, ("comparison",), _meta),
    "documents": Table(DocumentKey, Document, ("comparison.documents",)),
    "alignments": Table(_PAIR, Alignment, ("comparison.alignments",), _alignments),
    "revisions": Table(_PAIR, Revision, ("comparison.revisions",)),
    "amendments": Table(int, tuple[Amendment, ...], ("comparison.amendments",), _amendments),
    "reviewed": Table(DocumentKey, tuple[Span, ...], ("reviewed", "comparison.documents"), _reviewed),
    "dismissed": Table(str, str, ("dismissed",)),
    "glossary": Table(int, Concept, ("glossary",), lambda project: enumerate(project.glossary)),
    "decided": Table(str, Decision, ("decided",)),
    "desk": Table(str, str, ("view_state",)),
}
"""Every table, in the order they are written."""

Stored = Sequence[tuple[str, str]]


def project_of(tables: Mapping[str, Stored]) -> Project:
    """Return the project stored in tables of JSON.

    Args:
        tables: name of each table → its keys and values in order.

    Raises:
        ProjectError: if the tables are not those of a project; gives the reason.
    """
    meta = {loads(str, key): value for key, value in tables["meta"]}
    lacking = [name for name in ("title", "pivot", "versions", "notes", "signature") if name not in meta]
    if lacking:
        raise ProjectError(Message("saved.entry_missing", entry=lacking[0]))
    stored: dict[str, dict[Any, Any]] = {
        name: {loads(table.key, key): loads(table.value, value) for key, value in tables[name]}
        for name, table in TABLES.items()
        if name != "meta"
    }
    comparison = Comparison(
        title=loads(str, meta["title"]),
        pivot=loads(str, meta["pivot"]),
        versions=loads(tuple[str, ...], meta["versions"]),
        documents=stored["documents"],
        alignments=stored["alignments"],
        revisions=stored["revisions"],
        rows=(),
        signature=loads(Signature | None, meta["signature"]),  # type: ignore[arg-type]
        notes=_notes(meta),
    )
    refuse_contradictions(comparison)
    amendments = [each for group in stored["amendments"].values() for each in group]
    try:
        whole = with_amendments(comparison, amendments)
    except (LookupError, TypeError, ValueError, RecursionError) as error:
        why = error.message if isinstance(error, AlignerError) else reason(error)
        raise ProjectError(Message("saved.contradictory", why=why)) from error
    return Project(
        comparison=whole,
        reviewed=frozenset(_places(stored["reviewed"], comparison.documents)),
        dismissed=stored["dismissed"],
        glossary=tuple(stored["glossary"].values()),
        decided=stored["decided"],
        view_state=stored["desk"],
    )


def _notes(meta: Mapping[str, str]) -> tuple[Message, ...]:
    """Return the notes; files of earlier releases have only their English text."""
    texts = loads(tuple[str, ...], meta["notes"])
    if "note_messages" not in meta:
        return tuple(map(verbatim, texts))
    messages = loads(tuple[Message, ...], meta["note_messages"])
    if len(messages) != len(texts):
        raise ProjectError(Message("saved.note_count"))
    pairs = zip(messages, texts, strict=True)
    return tuple(message if known(message) else verbatim(text) for message, text in pairs)


def refuse_contradictions(comparison: Comparison) -> None:
    """Refuse documents and links that do not fit together.

    Called before saving as well as after opening, so that nothing is saved that could not
    be opened again.

    Raises:
        ProjectError: names the contradiction.
    """
    documents, versions = comparison.documents, comparison.versions
    if len(set(versions)) != len(versions):
        raise ProjectError(Message("saved.version_twice"))
    unknown = [key for key in documents if key.version not in versions]
    if unknown:
        raise ProjectError(Message("saved.version_unknown", document=excerpt(str(unknown[0]))))
    if comparison.pivot not in {key.language for key in documents}:
        raise ProjectError(Message("saved.pivot_absent", pivot=excerpt(comparison.pivot)))
    for (ours, theirs), alignment in comparison.alignments.items():
        sizes = (alignment.n_source, alignment.n_target)
        pair = {"ours": excerpt(str(ours)), "theirs": excerpt(str(theirs))}
        if (_size(documents, ours), _size(documents, theirs)) != sizes or ours.language == theirs.language:
            raise ProjectError(Message("saved.links_misfit", **pair))
        if any(move.source.stop > sizes[0] or move.target.stop > sizes[1] for move in alignment.moves):
            raise ProjectError(Message("saved.move_outside", **pair))
    if set(comparison.revisions) != set(pairs_to_revise(documents, versions)):
        raise ProjectError(Message("saved.not_compared"))
    for (old, new), revision in comparison.revisions.items():
        if (_size(documents, old), _size(documents, new)) != (revision.n_old, revision.n_new):
            raise ProjectError(Message("saved.changes_misfit", old=excerpt(str(old)), new=excerpt(str(new))))


def _size(documents: Mapping[DocumentKey, Document], key: DocumentKey) -> int:
    return len(documents[key]) if key in documents else -1


def _places(
    reviewed: Mapping[DocumentKey, Sequence[Span]], documents: Mapping[DocumentKey, Document]
) -> Iterator[tuple[DocumentKey, int]]:
    for key, runs in reviewed.items():
        if any(run.stop > _size(documents, key) for run in runs):
            raise ProjectError(Message("saved.reviewed_absent", document=excerpt(str(key))))
        yield from ((key, index) for run in runs for index in run)


def _pathless(signature: Signature | None) -> Signature | None:
    """Return a signature with an encoder's folder reduced to its last name, so that no path is saved."""
    if signature is None:
        return None
    for kind in (PurePosixPath, PureWindowsPath):
        path = kind(signature.encoder)
        if path.is_absolute():
            return replace(signature, encoder=path.name)
    return signature


def dumps(value: object) -> str:
    """Return a value as JSON on one line.

    Raises:
        ProjectError: if JSON cannot represent the value.
    """
    plain = unstructure(value)
    try:
        text = json.dumps(plain, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        text.encode("utf-8")
    except UnicodeEncodeError:
        return json.dumps(plain, separators=(",", ":"))
    except (ValueError, TypeError) as error:
        raise ProjectError(Message("saved.unsavable", why=str(error))) from error
    return text


def loads(kind: type[T], text: str) -> T:
    """Return the value of a type from its JSON.

    Args:
        kind: a dataclass, or a hint such as `tuple[int, ...]`.
        text: JSON from `dumps`.

    Raises:
        ProjectError: if it is not JSON or not of this type; names the field and its actual type.
    """
    try:
        plain = json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise ProjectError(Message("file.not_json", why=str(error))) from None
    try:
        return structure(kind, plain)
    except DataError as error:
        raise ProjectError(Message("error.damaged_how", detail=str(error))) from error


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")
