"""Update a language of a document set that is behind the pivot."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from aligner.pipeline.check_set import glossary_of
from aligner.pipeline.run import DEFAULTS, Settings, align_documents, compare_set, load_encoder
from aligner.values import Alignment, Comparison, Document, DocumentKey, InputError, Message, Update
from aligner.values.glossary import Glossary

if TYPE_CHECKING:
    from aligner.comparison.updating.memory import MemoryPair, Term
    from aligner.encoders import Encoder
    from aligner.readers.document_set import DocumentSet


Recall = Callable[[Sequence[str], str, str, "Encoder"], "list[MemoryPair]"]
"""Returns pairs similar to texts, given the texts, their language, the other language and the encoder."""


def update_set(
    found: DocumentSet,
    settings: Settings = DEFAULTS,
    *,
    language: str | None = None,
    memories: Sequence[Path] = (),
    recall: Recall | None = None,
) -> Update:
    """Update one language of a set to the pivot's newest draft as far as this is certain.

    Args:
        found: the set.
        settings: how to read, segment and encode it.
        language: the language to update; by default, the only one that is behind.
        memories: translation memories or other bitexts, such as .tmx files, for proposals.
        recall: finds more pairs for proposals, for example in an archive.

    Raises:
        InputError: if a file cannot be used, no language is behind, or several are and none is named.
        EncoderError: if the model cannot be loaded.
    """
    encoder = load_encoder(settings)
    comparison = compare_set(found, settings, encoder=encoder)
    return update_comparison(
        comparison,
        settings,
        language=language,
        memories=memories,
        glossary=glossary_of(found),
        encoder=encoder,
        recall=recall,
    )


def update_comparison(
    comparison: Comparison,
    settings: Settings = DEFAULTS,
    *,
    language: str | None = None,
    memories: Sequence[Path] = (),
    glossary: Glossary = (),
    encoder: Encoder | None = None,
    recall: Recall | None = None,
) -> Update:
    """Update one language of an existing comparison, with a glossary's terms; see `update_set`.

    Raises:
        InputError: see `update_set`.
        EncoderError: if the model cannot be loaded.
    """
    from aligner.comparison.updating.material import Material
    from aligner.comparison.updating.plan import update

    encoder = encoder or load_encoder(settings)
    language = language or _only_one(comparison)
    if language == comparison.pivot or language not in comparison.newest:
        known = ", ".join(each for each in comparison.languages if each != comparison.pivot)
        raise InputError(Message("error.update_language", given=repr(language), known=known or "–"))
    new, old = (comparison.documents[comparison.newest[each]] for each in (comparison.pivot, language))
    memory = [pair for path in memories for pair in remembered(path, comparison.pivot, language)]
    terms = terms_of(glossary, comparison.pivot, language)
    before, alignment = _rendered(comparison, language)
    if alignment is None:
        alignment = align_documents(before, old, encoder, settings).alignment
    if recall is not None:
        unchanged = set(before.texts())
        amended = [text for text in new.texts() if text not in unchanged]
        memory += recall(amended, comparison.pivot, language, encoder)
    return update(Material(before, new, old, alignment, encoder, memory, terms))


def _rendered(comparison: Comparison, language: str) -> tuple[Document, Alignment | None]:
    """Return the pivot's text that a language's newest draft renders, and their alignment if there is one.

    For a language that is behind, this is the pivot's draft of the same version. For one that lacks
    amendments of the newest draft, it is that draft without them.

    Raises:
        InputError: if the pivot has no draft of that version, or the language lacks nothing.
    """
    from aligner.comparison.updating.behind import lacking, languages_behind, reverted

    here = comparison.newest[language]
    if language in languages_behind(comparison):
        counterpart = DocumentKey(comparison.pivot, here.version)
        if counterpart not in comparison.documents:
            facts = {"pivot": comparison.pivot, "version": here.version, "document": str(here)}
            raise InputError(Message("error.update_version", **facts))
        return comparison.documents[counterpart], comparison.alignments.get((counterpart, here))
    amendments = lacking(comparison, language)
    if not amendments:
        raise InputError(Message("error.nothing_to_update", language=language))
    drafts = amendments[0].drafts
    missing = [amendment.change for amendment in amendments]
    old, new = (comparison.documents[key] for key in (drafts[0], comparison.newest[comparison.pivot]))
    return reverted(old, new, comparison.revisions[drafts], missing), None


def remembered(path: Path, source: str, target: str) -> list[MemoryPair]:
    """Return the pairs of texts that a translation memory has in two languages.

    Raises:
        InputError: if it cannot be read, or lacks one of the two languages.
    """
    from aligner.comparison.updating.memory import MemoryPair
    from aligner.formats.bitext import joined
    from aligner.formats.reading import load as read
    from aligner.formats.writing import as_parallel

    loaded = read(path).result
    units = as_parallel(loaded)
    columns = [column.language for column in units.columns]
    if source not in columns or target not in columns:
        raise InputError(Message("error.memory_languages", name=path.name, languages=f"{source}, {target}"))
    first, second = columns.index(source), columns.index(target)
    return [
        MemoryPair(joined(unit.cells[first]), joined(unit.cells[second]), path.name)
        for unit in units.units
        if unit.cells[first] and unit.cells[second]
    ]


def terms_of(glossary: Glossary, source: str, target: str) -> list[Term]:
    """Return the terms that a glossary has in two languages, except for stems (`trad*`)."""
    from aligner.comparison.updating.memory import Term

    terms = []
    for concept in glossary:
        sides = [
            tuple(term for term in concept.terms.get(language, ()) if "*" not in term)
            for language in (source, target)
        ]
        if all(sides):
            terms.append(Term(*sides))
    return terms


def _only_one(comparison: Comparison) -> str:
    """Return the only language that is behind, or that lacks amendments.

    Raises:
        InputError: if there are none or several.
    """
    from aligner.comparison.updating.behind import lacking, languages_behind

    found = list(languages_behind(comparison)) or [
        language
        for language in comparison.languages
        if language != comparison.pivot and lacking(comparison, language)
    ]
    if len(found) == 1:
        return found[0]
    if found:
        raise InputError(Message("error.update_which", languages=", ".join(found)))
    raise InputError(Message("error.nothing_behind"))
