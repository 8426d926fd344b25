"""Texts beside their own scans, with and without edits that a person might make in them; seeded.

What is told apart here: a misreading, which no one wrote, and an edit that was printed. `MAIN` are the texts
and fonts that the rules and numbers were made on, `HELD_OUT` those that nobody looked at meanwhile.
"""

from __future__ import annotations

import csv
import json
import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import jieba

import aligner
from aligner.pipeline.run import DocumentInfo, Settings, diff_documents, open_bytes
from aligner.values import Change, Document, Edit, EditTag, Span
from aligner.values.comparison import SLIGHT_EDITS
from tests.benchmarks import scans

ROOT = Path(aligner.__file__).parent
KINDS = ("number", "word", "letter", "negation", "name")
NEGATIONS = {"en": "not", "fr": "pas", "es": "no", "ru": "не", "zh": "不", "ar": "لا"}
FONTS = {
    "zh": ("Noto Serif CJK SC", "Noto Sans CJK SC"),
    "ar": ("Noto Naskh Arabic", "Amiri"),
}
HELD_OUT_FONTS = {"zh": "AR PL UMing", "ar": "Scheherazade"}
LATIN = ("Liberation Serif", "Noto Serif")
HELD_OUT_LATIN = "Liberation Sans"
LEAST = (
    30,
    12,
)  # characters of an edited paragraph, in Chinese 12: others may be headings, whose number is apart
END = 40  # characters by which a paragraph is found
NEAR = 2  # characters beside an edit that a diff may count with it
SHORTEST = 3  # letters of a word that is replaced


@dataclass(frozen=True)
class Sample:
    """A text that fits on one page, what is printed of it, and the edits: paragraph, kind, span."""

    name: str
    language: str
    font: str
    texts: tuple[str, ...]
    printed: tuple[str, ...]
    places: tuple[tuple[int, str, Span], ...] = ()


@cache
def lines_of(language: str, source: str) -> tuple[str, ...]:
    """The paragraphs of a source: `udhr`, `sdg`, or `unv1`, which is held out."""
    if source != "unv1":
        return tuple(scans.paragraphs(language, source, most=None))
    rows: list[str] = []
    for line in (scans.DATA / "unv1-dev" / "docs.jsonl").read_text(encoding="utf-8").splitlines():
        rows += [row["text"][language] for row in json.loads(line)["rows"]]
    return tuple(" ".join(row.replace("<< ", "«").replace(" >>", "»").split()) for row in rows)


def words_in(text: str, language: str) -> list[Span]:
    """The words of a text."""
    if language != "zh":
        return [Span(*match.span()) for match in re.finditer(r"[^\W\d_]+(?:[\u064b-\u0652]+\w*)*", text)]
    found, at = [], 0
    for word in jieba.lcut(text, HMM=False):
        if len(word) > 1 and word.isalpha() and not word.isascii():
            found.append(Span(at, at + len(word)))
        at += len(word)
    return found


@cache
def vocabulary(language: str) -> tuple[str, ...]:
    """The words of all sources of a language, in order."""
    found: dict[str, None] = {}
    for source in ("udhr", "sdg", "unv1"):
        for text in lines_of(language, source):
            found |= dict.fromkeys(span.of(text) for span in words_in(text, language))
    return tuple(found)


@cache
def neighbours(language: str) -> dict[str, tuple[str, ...]]:
    """The words that differ from a word by one letter."""
    alike: dict[str, list[str]] = defaultdict(list)
    for word in vocabulary(language):
        for n in range(len(word)):
            alike[f"{word[:n]}_{word[n + 1 :]}"].append(word)
    found: dict[str, set[str]] = defaultdict(set)
    for group in alike.values():
        for word in group:
            found[word] |= {other for other in group if other.lower() != word.lower()}
    return {word: tuple(sorted(others)) for word, others in found.items() if others}


@cache
def names(language: str) -> tuple[str, ...]:
    """Names of countries."""
    with (ROOT / "data" / "names.csv").open(encoding="utf-8") as file:
        rows = [
            row[language].split("|")[0].strip("~*")
            for row in csv.DictReader(file)
            if row["kind"] == "country"
        ]
    return tuple(row for row in rows if row)


def edited(text: str, language: str, kind: str, chance: random.Random) -> tuple[str, Span] | None:
    """A text with one edit of a kind, and where that is; None if it has no place for it."""
    spans = [span for span in words_in(text, language) if len(span) >= (2 if language == "zh" else SHORTEST)]
    if kind == "number":
        spans = [Span(*match.span()) for match in re.finditer(r"[0-9]", text)]
    elif kind == "letter":
        spans = [span for span in spans if span.of(text) in neighbours(language)]
    if not spans:
        return None
    span = chance.choice(spans)
    word = span.of(text)
    if kind == "number":
        put = chance.choice([digit for digit in "123456789" if digit != word])
    elif kind == "letter":
        put = chance.choice(neighbours(language)[word])
    elif kind == "name":
        put = chance.choice(names(language))
    elif kind == "word":
        alike = [other for other in vocabulary(language) if abs(len(other) - len(word)) < 3 and other != word]
        put = chance.choice(alike)
    else:
        put = NEGATIONS[language] + ("" if language == "zh" else " ") + word
    return text[: span.start] + put + text[span.stop :], Span(span.start, span.start + len(put))


def edited_texts(
    texts: Sequence[str], language: str, seed: int
) -> tuple[tuple[str, ...], tuple[tuple[int, str, Span], ...]]:
    """Texts with an edit in each, and their places."""
    chance = random.Random(seed)
    made, places = list(texts), []
    for number, text in enumerate(texts):
        kind = KINDS[(number + seed) % len(KINDS)]
        found = edited(text, language, kind, chance) if len(text) >= LEAST[language == "zh"] else None
        if found:
            made[number] = found[0]
            places.append((number, kind, found[1]))
    return tuple(made), tuple(places)


def fitting(texts: Sequence[str], language: str, font: str) -> tuple[str, ...]:
    """As many of the texts as fit on one page."""
    import pypdfium2

    low, high = 1, min(len(texts), 60)
    while low < high:
        middle = (low + high + 1) // 2
        fits = len(pypdfium2.PdfDocument(scans.typeset(texts[:middle], language, font))) == 1
        low, high = (middle, high) if fits else (low, middle - 1)
    return tuple(texts[:low])


def samples(languages: Sequence[str], *, held_out: bool, edits: bool, pages: int = 1) -> Iterator[Sample]:
    """The texts beside which their scans are laid."""
    for language in languages:
        main, other = FONTS.get(language, LATIN), HELD_OUT_FONTS.get(language, HELD_OUT_LATIN)
        sources = [("unv1", font) for font in (*main, other)] if held_out else []
        sources += [(s, font) for s in ("udhr", "sdg") for font in ((other,) if held_out else main)]
        for number, (source, font) in enumerate(sources):
            whole = list(lines_of(language, source))
            for page in range(pages):
                start = (40 + 60 * number + 400 * page) if source == "unv1" else 30 * page
                texts = fitting(whole[start : start + 60], language, font)[: -1 if edits else None]
                printed, places = edited_texts(texts, language, number + 7 * page) if edits else (texts, ())
                yield Sample(f"{source} {font}", language, font, texts, printed, places)


def scanned(sample: Sample, *, broken: bool) -> tuple[Document, Document]:
    """The text of a sample as a document, and what is printed of it read from a picture."""
    pictures = scans.printed(scans.typeset(sample.printed, sample.language, sample.font), 200, 2)
    if broken:
        pictures = [scans.damaged(picture, scans.SEED + n) for n, picture in enumerate(pictures)]
    info = DocumentInfo(language=sample.language)
    text = open_bytes("\n\n".join(sample.texts).encode(), "text.txt", Settings(cache=False), info)
    return text, open_bytes(scans.as_file(pictures, 200), "scan.tiff", Settings(cache=False), info)


@dataclass(frozen=True)
class Outcome:
    """What became of a sample: its documents, its changes, and the kinds of edits that are shown or not."""

    text: Document
    scan: Document
    made_up: tuple[Change, ...]
    shown: tuple[str, ...]
    doubted: tuple[str, ...]
    lost: tuple[str, ...]


def outcome(sample: Sample, *, broken: bool) -> Outcome:
    """Compare a text with its scan."""
    text, scan = scanned(sample, broken=broken)
    changes = diff_documents(text, scan).revision.changes
    made_up = tuple(change for change in changes if change.is_amendment) if not sample.places else ()
    seen: dict[str, list[str]] = {"shown": [], "doubted": [], "lost": []}
    at = _starts(sample, text)
    for number, kind, _ in sample.places:
        place = _place(sample, number).shifted(at[number])
        edits = [edit for change in changes for edit in _over(change, text, place)]
        shown = any(edit.type not in SLIGHT_EDITS for edit in edits)
        shown = shown or any(not change.new and _covers(change, text, place) for change in changes)
        seen["shown" if shown else "doubted" if edits else "lost"].append(kind)
    return Outcome(text, scan, made_up, *(tuple(each) for each in seen.values()))


def _starts(sample: Sample, text: Document) -> list[int]:
    """Where each paragraph begins in the running text, its number included, which is apart from it."""
    found, at = [], 0
    for paragraph in sample.texts:
        end = paragraph.strip()[-END:]
        begin = text.text.find(end, at)
        at = begin + len(end) if begin >= 0 else at
        found.append(max(0, at - len(paragraph.strip())))
    return found


def _place(sample: Sample, number: int) -> Span:
    """Where the old wording of an edit is in its paragraph."""
    old, new = sample.texts[number], sample.printed[number]
    head = next(
        (n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new))
    )
    tail = next((n for n, (a, b) in enumerate(zip(old[::-1], new[::-1], strict=False)) if a != b), 0)
    return Span(max(0, head - NEAR), min(len(old), max(head, len(old) - tail) + NEAR))


def _covers(change: Change, text: Document, place: Span) -> bool:
    return bool(change.old) and text.segments[change.old.start].span.overlaps(place)


def _over(change: Change, text: Document, place: Span) -> Iterator[Edit]:
    """Yield the edits of a change over a place of the old running text."""
    if not change.old:
        return
    start = text.segments[change.old.start].span.start
    for edit in change.edits:
        where = edit.old.shifted(start)
        if edit.tag is not EditTag.EQUAL and where.start <= place.stop and place.start <= where.stop:
            yield edit
