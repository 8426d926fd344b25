"""Find which documents of an unsorted folder belong together, and the order of their drafts.

The facts that group documents are their drafts and which is later, and the meaning of their paragraphs.
"""

import csv
import io
import os
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import combinations, product
from math import log
from pathlib import Path
from typing import Final
from urllib.parse import quote

import numpy as np
from numpy.typing import NDArray

from aligner.alignment.geometry import unit
from aligner.encoders import Encoder
from aligner.languages.letter_ranges import HAN
from aligner.pipeline.run import Settings, load_encoder, open_document
from aligner.readers.registry import EXTENSIONS
from aligner.revision.series import are_series, head_lines, own_date
from aligner.segmentation.masthead import last_date
from aligner.values.document import Document, symbols_in
from aligner.values.message import AlignerError, ArchiveError
from aligner.view.search_folding import search_key

SAMPLE: Final = 64
"""Number of paragraphs, from the start of a document, that are encoded: every language and draft has them."""

_SHRINK: Final = 8
"""Weight of the mean of all languages in the mean vector of each one, in documents."""

_NUMBER: Final = re.compile(r"\d+(?:[.,]\d+)*")
_YEAR: Final = re.compile(r"(?<![\d.,/])(?:19|20)\d\d(?![\d/])")
_VERSION: Final = re.compile(r"\d{1,3}(?:\.\d{1,3}){1,2}")
_REVISION: Final = re.compile(r"/(?:REV|CORR|CRP)\.?\s*(\d+)(?:/.*)?$", re.IGNORECASE)
"""The number of a revision, correction or conference-room paper at the end of a symbol."""

_LIMITED: Final = re.compile(r"/(?:L|CRP|WP)\.\d")
"""Series of drafts: documents of limited distribution, conference room papers and working papers."""

_HALF_WIDTH: Final = re.compile(rf"[{HAN}]\s*[,:;()?!]|[(]\s*[{HAN}]")
"""Half-width punctuation beside a Chinese character."""


@dataclass(frozen=True, slots=True, eq=False)
class Facts:
    """The facts of one document.

    Attributes:
        path: its path in the folder.
        language: its language.
        title: its title, or its first words.
        date: the date in its head, in ISO 8601; empty if there is none.
        document: the document.
        symbol: its symbol without the revision; empty if it has none.
        revision: the revision number in its symbol; 0 if there is none.
        mentions: the symbols in its text, without their revisions.
        numbers: how often each number occurs in it.
        years: the years that it names.
        letters: number of its letters and digits, so that typography does not count.
        half_width: number of half-width punctuation marks beside Chinese characters.
        positions: position of each encoded paragraph, as a share of `SAMPLE`.
        paragraphs: their vectors, centred by language, of unit length; shape (encoded, dimension).
        weights: weight of each paragraph; those that recur in many documents of the language, such as
            masthead lines, have little.
        vector: mean of the paragraphs' vectors, weighted by rarity, of unit length.
    """

    path: str
    language: str
    title: str
    date: str
    document: Document = field(repr=False)
    symbol: str
    revision: int
    mentions: frozenset[str]
    numbers: Counter[str]
    years: frozenset[int]
    letters: int
    half_width: int
    positions: NDArray[np.float32]
    paragraphs: NDArray[np.float32]
    weights: NDArray[np.float32]
    vector: NDArray[np.float32]


def facts_of(documents: Mapping[str, Document], encoder: Encoder) -> list[Facts]:
    """Return the facts of documents, which are given by path."""
    encoded = {path: range(min(len(document), SAMPLE)) for path, document in documents.items()}
    texts = {path: [documents[path].text_of(index) for index in encoded[path]] for path in documents}
    frequency = Counter(
        (documents[path].language, key) for path, own in texts.items() for key in set(map(search_key, own))
    )
    vectors = {path: np.asarray(encoder.encode(own), dtype=np.float32) for path, own in texts.items()}
    means = _means({path: (documents[path].language, vectors[path].mean(axis=0)) for path in documents})
    sizes = Counter(document.language for document in documents.values())
    facts = []
    for path, document in documents.items():
        centred = unit(vectors[path] - means[document.language])
        common = np.array(
            [frequency[document.language, search_key(text)] for text in texts[path]], np.float32
        )
        rare = np.log((1 + len(documents)) / common)[:, None]
        symbol, revision = _symbol(document.masthead.symbol or "")
        key = search_key(document.text)
        facts.append(
            Facts(
                path=path,
                language=document.language,
                title=" ".join((document.printed_title or document.text_of(0)).split()),
                date=own_date(document),
                document=document,
                symbol=symbol,
                revision=revision,
                mentions=frozenset(_symbol(each)[0] for each in symbols_in(document.text)),
                numbers=Counter(_NUMBER.findall(key)),
                years=frozenset(map(int, _YEAR.findall(key))),
                letters=sum(map(str.isalnum, key)),
                half_width=len(_HALF_WIDTH.findall(document.text)),
                positions=np.array(encoded[path], dtype=np.float32) / np.float32(SAMPLE),
                paragraphs=centred,
                weights=np.log((1 + sizes[document.language]) / common),
                vector=unit((centred * rare).sum(axis=0, keepdims=True))[0],
            )
        )
    return facts


def _means(own: Mapping[str, tuple[str, NDArray[np.float32]]]) -> dict[str, NDArray[np.float32]]:
    """Return the mean vector of each language, drawn towards the mean of all if it has few documents."""
    everything = np.mean([mean for _, mean in own.values()], axis=0)
    by_language: dict[str, list[NDArray[np.float32]]] = {}
    for language, mean in own.values():
        by_language.setdefault(language, []).append(mean)
    return {
        language: (np.sum(means, axis=0) + _SHRINK * everything) / (len(means) + _SHRINK)
        for language, means in by_language.items()
    }


def similarity(one: Facts, other: Facts) -> float:
    """Return how much of the beginning of one document the other has, from 0 to about 1.

    Paragraphs that are mutually closest, at about the same position, count by their cosine and
    weight; the sum is divided by the total weight of the shorter document.
    """
    if len(one.paragraphs) > len(other.paragraphs):
        one, other = other, one
    cosines = one.paragraphs @ other.paragraphs.T
    apart = np.abs(one.positions[:, None] - other.positions[None, :])
    scores = cosines - apart
    best, back = scores.argmax(axis=1), scores.argmax(axis=0)
    mutual = back[best] == np.arange(len(best))
    matched = np.maximum(cosines[np.arange(len(best)), best], 0) * one.weights
    return float(matched[mutual].sum() / one.weights.sum())


def _symbol(symbol: str) -> tuple[str, int]:
    """Return a symbol without its revision, and the number of the revision.

    >>> _symbol("E/CN.15/2018/L.6/Rev.1"), _symbol("A/RES/71/167")
    (('E/CN.15/2018/L.6', 1), ('A/RES/71/167', 0))
    """
    match = _REVISION.search(symbol)
    return (symbol[: match.start()], int(match[1])) if match else (symbol, 0)


def _lateness(one: Facts, other: Facts) -> Iterator[float]:
    """Yield a positive number if the first draft is later, a negative one if the second is, else 0.

    The first conclusive piece of evidence decides, the most reliable first:

    - the revision number in the same symbol;
    - one mentions the symbol of the other, as a resolution mentions its draft;
    - the symbol of one belongs to a series of drafts, and that of the other does not;
    - the dates of their mastheads;
    - each names a year that the other does not: the later draft cites more recent events;
    - each names a version such as 2.1 that the other does not: its own is the one it names most often;
    - one has half-width punctuation in Chinese and the other none: typography improves over time;
    - growth, since drafts gain more text than they lose.
    """
    if one.symbol == other.symbol:
        yield one.revision - other.revision
    else:
        yield (other.symbol in one.mentions) - (one.symbol in other.mentions)
    if one.symbol and other.symbol:
        yield bool(_LIMITED.search(other.symbol)) - bool(_LIMITED.search(one.symbol))
    issued, before = one.document.masthead.date, other.document.masthead.date
    if issued and before:
        yield (issued > before) - (issued < before)
    ours, theirs = one.years - other.years, other.years - one.years
    if ours and theirs:
        yield max(ours) - max(theirs)
    own, others = _own_version(one, other), _own_version(other, one)
    if own and others:
        yield (own > others) - (own < others)
    yield (not one.half_width) - (not other.half_width)
    if one.letters and other.letters:
        yield log(len(one.document) / len(other.document)) + log(one.letters / other.letters)


def _own_version(one: Facts, other: Facts) -> tuple[int, ...]:
    """Return the version number that a draft names most often and the other never; empty if there is none."""
    versions = {
        tuple(map(int, number.split("."))): count
        for number, count in one.numbers.items()
        if number not in other.numbers and _VERSION.fullmatch(number)
    }
    return max(versions, key=lambda version: (versions[version], version), default=())


_LEAST: Final = 0.39
"""Lowest similarity at which two groups of documents are one set."""

_NEIGHBOURS: Final = 16
"""Number of closest documents, by their vectors, that each one is compared with."""

_MOST_TRIED: Final = 6
"""Largest number of drafts for which every assignment is tried."""

_NOTE_MARKS: Final = re.compile("[*∗†‡]")

_NAME: Final = 180
"""Longest name of a set, quoted as in a URL."""


@dataclass(frozen=True, slots=True)
class FoundSet:
    """Documents that belong together.

    Attributes:
        name: the symbol or title, unique among the sets found.
        documents: the documents with their draft numbers, from 1 for the earliest.
        copies: documents left out because another has the same text.
    """

    name: str
    documents: tuple[tuple[int, Facts], ...]
    copies: tuple[Facts, ...] = ()


def group(facts: Sequence[Facts]) -> list[list[Facts]]:
    """Group the documents that belong together; each of the others is a group by itself.

    Documents with the same symbol are together from the start. Then the two groups that fit best are
    merged until none are close enough. The similarity of two groups is the mean similarity of the smaller
    one's documents to the closest of the other, so that a draft need not resemble every other draft.
    Documents of a series, such as the orders in one case, are never in one group.
    """
    groups: dict[str | Facts, list[Facts]] = {}
    for document in facts:
        groups.setdefault(document.symbol or document, []).append(document)
    group_of = {document: own for own in groups.values() for document in own}
    is_series = cache(lambda one, other: are_series(one.document, other.document))
    for one, other in _candidates(facts):
        ours, theirs = group_of[one], group_of[other]
        if ours is theirs or _linkage(ours, theirs) < _LEAST or _are_apart(ours, theirs, is_series):
            continue
        group_of.update(dict.fromkeys(theirs, ours))
        ours += theirs
        theirs.clear()
    place = {document: number for number, document in enumerate(facts)}
    return [sorted(own, key=place.__getitem__) for own in groups.values() if own]


def _are_apart(
    ours: Sequence[Facts], theirs: Sequence[Facts], is_series: Callable[[Facts, Facts], bool]
) -> bool:
    """Whether some documents of two groups are a series, or all are in other languages and of other dates."""
    pairs = list(product(ours, theirs))
    same = [(one, other) for one, other in pairs if one.language == other.language]
    if same:
        return any(is_series(one, other) for one, other in same)
    dates = [{one.date, other.date} for one, other in pairs]
    return all(len(date) > 1 and "" not in date for date in dates)


def _candidates(facts: Sequence[Facts]) -> list[tuple[Facts, Facts]]:
    """Return pairs of documents whose vectors and paragraphs are close, those that fit best first."""
    import faiss

    vectors, most = np.stack([document.vector for document in facts]), min(_NEIGHBOURS + 1, len(facts))
    _, near = faiss.knn(vectors, vectors, most, metric=faiss.METRIC_INNER_PRODUCT)
    pairs = {
        (min(number, int(other)), max(number, int(other)))
        for number, others in enumerate(near)
        for other in others
        if other >= 0 and other != number
    }
    found = ((facts[one], facts[other]) for one, other in sorted(pairs))
    alike = {pair: score for pair in found if (score := similarity(*pair)) >= _LEAST}
    return sorted(alike, key=lambda pair: -alike[pair] - _shared_numbers(*pair))


def _linkage(one: Sequence[Facts], other: Sequence[Facts]) -> float:
    smaller, larger = sorted((one, other), key=len)
    best = [max(similarity(ours, theirs) for theirs in larger) for ours in smaller]
    return sum(best) / len(best)


def number_drafts(documents: Sequence[Facts]) -> list[tuple[int, Facts]]:
    """Number the drafts of a set from 1, earliest first, consistently across languages.

    The language with the most drafts is put in order first. The documents of each other language, in
    order, are then assigned to the drafts whose numbers and paragraphs fit them best.
    """
    languages: dict[str, list[Facts]] = {}
    for document in documents:
        languages.setdefault(document.language, []).append(document)
    reference = max(languages, key=lambda code: (len(languages[code]), code))
    drafts = order(languages[reference])
    numbered = list(enumerate(drafts, start=1))
    for code, facts in languages.items():
        if code != reference:
            numbered += _assign(order(facts), drafts)
    return sorted(numbered, key=lambda each: (each[0], each[1].language, each[1].path))


def _assign(own: list[Facts], drafts: list[Facts]) -> list[tuple[int, Facts]]:
    if len(own) == len(drafts) or len(drafts) > _MOST_TRIED:
        return list(enumerate(own, start=1))
    fits = [[similarity(one, draft) + _shared_numbers(one, draft) for draft in drafts] for one in own]
    choice = max(
        combinations(range(len(drafts)), len(own)),
        key=lambda chosen: sum(fits[number][draft] for number, draft in enumerate(chosen)),
    )
    return [(draft + 1, own[number]) for number, draft in enumerate(choice)]


def _shared_numbers(one: Facts, other: Facts) -> float:
    """Return the share of the numbers of two documents that both have, in [0, 1]."""
    ours, theirs = one.numbers, other.numbers
    total = sum(ours.values()) + sum(theirs.values())
    return 2 * sum((ours & theirs).values()) / total if total else 0.0


def order(drafts: Sequence[Facts]) -> list[Facts]:
    """Return drafts in one language from earliest to latest; without evidence, in order of their paths."""
    earlier = Counter[Facts]()  # how many of the others are
    for one, other in combinations(drafts, 2):
        later = next(filter(None, _lateness(one, other)), 0.0)
        earlier[one] += later > 0
        earlier[other] += later < 0
    return sorted(drafts, key=lambda facts: (earlier[facts], facts.path))


def named(groups: Sequence[Sequence[Facts]]) -> list[FoundSet]:
    """Name each group of two or more documents by what tells it apart: a symbol, or a title and a date."""
    found = []
    for documents in groups:
        kept = _without_copies(documents)
        if len(kept) > 1:
            copies = tuple(document for document in documents if document not in kept)
            found.append(FoundSet("", tuple(number_drafts(kept)), copies))
    names = _distinct([_name_parts([facts for _, facts in each.documents]) for each in found])
    sets = [replace(each, name=name) for each, name in zip(found, names, strict=True)]
    return sorted(sets, key=lambda each: each.name)


def _without_copies(documents: Sequence[Facts]) -> list[Facts]:
    """Leave out documents with the same text as another, unless other languages have as many drafts."""
    texts: dict[str, set[str]] = {}
    for facts in documents:
        texts.setdefault(facts.language, set()).add(facts.document.text)
    drafts = max(map(len, texts.values()))
    kept: list[Facts] = []
    for facts in documents:
        own = [other for other in kept if other.language == facts.language]
        if len(own) < drafts or all(other.document.text != facts.document.text for other in own):
            kept.append(facts)
    return kept


def _name_parts(documents: Sequence[Facts]) -> list[str]:
    """Return the words that may name a set, the first of which are needed.

    They are the symbol of the newest draft that has one; or the lines of a head as far as its date; or
    the title with most ASCII characters, since a set's name is typed. The lines that follow distinguish
    sets with the same name.
    """
    symbols = [facts.symbol for facts in documents if facts.symbol]
    if symbols:
        return [symbols[-1].strip(" /.")]
    parts = [_title_parts(facts) for facts in documents]
    return max(parts, key=lambda each: sum(map(str.isascii, each[0])) / len(each[0]), default=["set"])


def _title_parts(facts: Facts) -> list[str]:
    lines = [" ".join(_NOTE_MARKS.sub(" ", line).split()) for line in head_lines(facts.document)]
    dated = next((n for n, line in enumerate(lines, 1) if last_date(line, facts.language)), 0)
    title = " ".join(lines[:dated]) or facts.title
    return [title.strip(" /.") or "set", *(line for line in lines[dated:] if line not in title)]


def _distinct(parts: Sequence[list[str]]) -> list[str]:
    """Name each set by as many of its parts as distinguish it from the others, and else by a number."""
    sizes = [1] * len(parts)
    while True:
        names = [_shortened(" ".join(each[:size])) for each, size in zip(parts, sizes, strict=True)]
        vague = [n for n, name in enumerate(names) if names.count(name) > 1 and sizes[n] < len(parts[n])]
        if not vague:
            break
        for number in vague:
            sizes[number] += 1
    taken: Counter[str] = Counter()
    found = []
    for name in names:
        taken[name] += 1
        found.append(f"{name} ({taken[name]})" if taken[name] > 1 else name)
    return found


def _shortened(name: str) -> str:
    """Leave out the middle of a long name, which may end in a date; files are named after it."""
    kept, short = len(name), name
    while len(quote(short)) > _NAME:
        kept -= 2
        short = f"{name[: kept // 2]}…{name[-kept // 2 :]}"
    return short


@dataclass(frozen=True, slots=True)
class UnsortedFolder:
    """The contents of a folder of unsorted documents.

    Attributes:
        folder: the folder that paths are relative to.
        sets: the sets found.
        alone: paths of the documents that belong to no set.
        unreadable: why each unreadable file could not be read, by path.
    """

    folder: Path
    sets: tuple[FoundSet, ...]
    alone: tuple[str, ...]
    unreadable: dict[str, str]

    def table(self, beside: Path) -> bytes:
        """Return the sets as a CSV file for `aligner batch`, with paths relative to the folder `beside`."""
        file = io.StringIO()
        writer = csv.writer(file)
        writer.writerow(("set", "language", "version", "path", "title"))
        for found in self.sets:
            for version, document in found.documents:
                path = os.path.relpath(self.folder / document.path, beside)
                writer.writerow((found.name, document.language, version, path, document.title))
        return file.getvalue().encode("utf-8")


def read_unsorted(folder: Path, settings: Settings) -> UnsortedFolder:
    """Read all documents in a folder and find the sets they belong to.

    Args:
        folder: searched at any depth for files of known formats.
        settings: only `encoding`, `model`, `cache`, `progress` and `notice` matter.

    Raises:
        ArchiveError: if there is no such folder, or no file in it can be read.
        EncoderError: if the model cannot be loaded.
    """
    if not folder.is_dir():
        raise ArchiveError.about(str(folder), "archives.no_folder")
    paths = sorted(path for path in folder.rglob("*") if path.suffix.lower() in EXTENSIONS)
    documents: dict[str, Document] = {}
    unreadable: dict[str, str] = {}
    for number, path in enumerate(paths):
        settings.progress("read", number, len(paths))
        name = path.relative_to(folder).as_posix()
        try:
            documents[name] = open_document(path, settings)
        except AlignerError as error:
            unreadable[name] = str(error).removeprefix(f"{path.name}: ")
    if not documents:
        raise ArchiveError.about(str(folder), "archives.no_documents")
    groups = group(facts_of(documents, load_encoder(settings)))
    alone = sorted(documents[0].path for documents in groups if len(documents) == 1)
    return UnsortedFolder(folder, tuple(named(groups)), tuple(alone), unreadable)
