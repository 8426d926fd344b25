"""Search an archive for words or a meaning, with the counterparts of each hit, and recall translations."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Final, Self

from aligner.archive.layout import open_archive
from aligner.archive.query import Query
from aligner.archive.search_index import SearchIndex, Text, VectorIndex, occurrences, tokens_of
from aligner.archive.storage import Storage
from aligner.comparison.updating.memory import MemoryPair
from aligner.encoders import Encoder
from aligner.formats.bitext import Column, Parallel, ParallelUnit, pieces
from aligner.languages.detect import detected
from aligner.pipeline.update_set import Recall
from aligner.values import Span


@dataclass(frozen=True, slots=True)
class MarkedText:
    """A text, and the passages to mark in it."""

    text: Text
    spans: tuple[Span, ...] = ()

    def written(self, write: Callable[[str], str], before: str, after: str) -> str:
        """Return the text, written by a function, with a sign before and after each passage."""
        text, parts, end = self.text.text, [], 0
        for span in self.spans:
            parts += [write(text[end : span.start]), before, write(span.of(text)), after]
            end = span.stop
        return "".join([*parts, write(text[end:])])


@dataclass(frozen=True, slots=True)
class Hit:
    """A row that was found.

    Attributes:
        found: the text with the words; for a search by meaning, the text in the requested language,
            or else in the language of the query.
        counterparts: the aligned texts in other languages.
        similarity: cosine with the query, for a search by meaning.
    """

    found: MarkedText
    counterparts: tuple[MarkedText, ...]
    similarity: float | None = None

    @property
    def by_language(self) -> dict[str, MarkedText]:
        """Its texts by language, that of the text found first; one where a row has several."""
        return {each.text.language: each for each in (self.found, *self.counterparts)}


@dataclass(frozen=True, slots=True)
class Results:
    """The hits of a search, and their total number."""

    query: str
    total: int
    hits: tuple[Hit, ...]

    @property
    def languages(self) -> list[str]:
        """The languages of the hits, in the order in which they first occur."""
        return list(dict.fromkeys(language for hit in self.hits for language in hit.by_language))


class OpenArchive:
    """An archive opened for searching; a context manager. Opening it updates its index.

    Args:
        folder: path or URL of the archive.

    Raises:
        ArchiveError: if there is no archive, or its index cannot be used.
    """

    def __init__(self, folder: str) -> None:
        self._archive = open_archive(Storage(folder))
        self._index = SearchIndex(self._archive)
        self._index.update()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._index.close()

    @property
    def languages(self) -> list[str]:
        """The languages of the archive."""
        return self._index.languages

    def words(self, query: Query) -> Results:
        """Find words next to each other, in any form."""
        total = 0
        hits: list[Hit] = []
        for language in [query.language] if query.language else self.languages:
            count, texts = self._index.find(query, language)
            total += count
            wanted = tokens_of(query.words, language)
            for text in texts[: query.limit - len(hits)]:
                marked = MarkedText(text, occurrences(text.text, wanted, language))
                hits.append(Hit(marked, self._beside(text, query)))
        return Results(query.words, total, tuple(hits))

    def meaning(self, query: Query, encoder: Encoder) -> Results:
        """Find the rows closest in meaning, the closest first; `total` is their number.

        Raises:
            ArchiveError: if the archive has no vectors.
        """
        vector = encoder.encode([query.words])[0]
        most = query.limit if query.all_sets else 20 * query.limit
        preferred = query.language or detected(query.words)
        hits: list[Hit] = []
        for name, row, similarity in self._vectors.nearest(vector, most):
            texts = self._index.row(name, row)
            wanted = [text for text in texts if query.language in (None, text.language)]
            wanted.sort(key=lambda text: text.language != preferred)
            if wanted and len(hits) < query.limit and self._index.selected(name, query):
                hits.append(Hit(MarkedText(wanted[0]), self._beside(wanted[0], query), round(similarity, 4)))
        return Results(query.words, len(hits), tuple(hits))

    @cached_property
    def _vectors(self) -> VectorIndex:
        """The index of vectors, opened by the first search by meaning."""
        return VectorIndex(self._archive)

    def _beside(self, found: Text, query: Query) -> tuple[MarkedText, ...]:
        return tuple(
            MarkedText(text)
            for text in self._index.row(found.set, found.row)
            if text.language != found.language and (not query.beside or text.language in query.beside)
        )


def mark_counterparts(results: Results, encoder: Encoder) -> Results:
    """Mark in the counterparts the words that correspond to those found.

    The word links are learned from the hits themselves, so more hits give better links.

    Args:
        results: the results of a search for words.
        encoder: computes the vectors of words.
    """
    from aligner.alignment.word_links import WordLinker, WordReader

    pairs: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for hit in results.hits:
        for other in hit.counterparts:
            languages = hit.found.text.language, other.text.language
            pairs.setdefault(languages, []).append((hit.found.text.text, other.text.text))
    reader = WordReader(encoder)
    linkers = {languages: WordLinker(texts, *languages, reader) for languages, texts in pairs.items()}

    def marked(found: MarkedText, other: MarkedText) -> MarkedText:
        links = linkers[found.text.language, other.text.language].link(found.text.text, other.text.text)
        spans = {counterpart.span for span in found.spans for counterpart in links.counterparts(span)}
        return replace(other, spans=tuple(sorted(spans)))

    hits = [
        replace(hit, counterparts=tuple(marked(hit.found, other) for other in hit.counterparts))
        for hit in results.hits
    ]
    return replace(results, hits=tuple(hits))


def as_parallel(results: Results) -> Parallel:
    """Return the hits as units of a bitext, such as a translation memory."""
    rows = [{code: each.text for code, each in hit.by_language.items()} for hit in results.hits]
    units = tuple(
        ParallelUnit(
            tuple(
                pieces(row[language].text, row[language].text.count("\n") + 1) if language in row else ()
                for language in results.languages
            ),
            min(text.score for text in row.values()),
        )
        for row in rows
    )
    return Parallel(tuple(map(Column, results.languages)), units, title=results.query)


_CLOSEST: Final = 5
"""Rows retrieved for each text."""


def recall_from(folders: Sequence[Path]) -> Recall:
    """Return a function that finds the rows of archives that are closest in meaning to given texts.

    The function raises `ArchiveError` if a folder has no archive, or an archive has no vectors.
    """

    def recall(texts: Sequence[str], source: str, target: str, encoder: Encoder) -> list[MemoryPair]:
        memory_pairs: list[MemoryPair] = []
        for folder in folders:
            with OpenArchive(str(folder)) as archive:
                for text in texts:
                    query = Query(text, source, (target,), limit=_CLOSEST)
                    memory_pairs += _pairs(archive.meaning(query, encoder))
        return list(dict.fromkeys(memory_pairs))

    return recall


def _pairs(results: Results) -> Iterator[MemoryPair]:
    for hit in results.hits:
        row = hit.found.text
        yield from (MemoryPair(row.text, other.text.text, row.set) for other in hit.counterparts)
