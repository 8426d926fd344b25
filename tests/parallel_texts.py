"""Clean parallel texts of the development data as comparisons with gold links."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from simple_values import alignment, linked_set

from aligner.comparison.page_rows import build_rows
from aligner.formats.beads import load
from aligner.values import Comparison, Document, DocumentKey, Segment, Span

OTHERS = ("en", "fr", "ru", "es", "ar")
LANGUAGES = ("zh", *OTHERS)
TREATIES = ("cat", "icj-statute", "uncac", "vcdr", "vclt")
Texts = dict[str, list[str]]
Links = Sequence[tuple[int, int]]


def lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").removesuffix("\n").split("\n")


def document(language: str, texts: Sequence[str], version: str = "v") -> Document:
    segments: list[Segment] = []
    start = 0
    for text in texts:
        segments.append(Segment(Span(start, start + len(text))))
        start += len(text) + 1
    return Document(language, "".join(f"{text}\n" for text in texts), tuple(segments), version=version)


def comparison(texts: Mapping[str, Sequence[str]], shapes: Mapping[str, Links]) -> Comparison:
    """Texts by language, the first being the pivot, linked by beads of the shapes given."""
    pivot = next(iter(texts))
    documents = {DocumentKey(code, "v"): document(code, item) for code, item in texts.items()}
    alignments = {
        (DocumentKey(pivot, "v"), DocumentKey(code, "v")): alignment(*found) for code, found in shapes.items()
    }
    rows = build_rows(linked_set(documents, pivot, ("v",), alignments, {}))
    return Comparison("", pivot, ("v",), documents, alignments, {}, rows)


def one_to_one(texts: Mapping[str, Sequence[str]]) -> Comparison:
    pivot, *others = texts
    return comparison(texts, {code: [(1, 1)] * len(texts[pivot]) for code in others})


def un_documents(data: Path) -> list[Texts]:
    """Rows of United Nations documents in six languages, a list of lines a language."""
    found: list[Texts] = []
    for line in lines(data / "unv1-dev" / "docs.jsonl"):
        rows = [row["text"] for row in json.loads(line)["rows"]]
        rows = [row for row in rows if all(row[code].strip() for code in LANGUAGES)]
        # the data writes guillemets as << >>
        clean = {c: [row[c].replace("<<", "«").replace(">>", "»") for row in rows] for c in LANGUAGES}
        found.append(clean)
    return found


def joined(documents: Sequence[Texts]) -> Texts:
    return {code: [text for item in documents for text in item[code]] for code in LANGUAGES}


def in_threes(documents: Sequence[Texts]) -> Texts:
    """Paragraphs of three sentences that end as sentences do."""
    texts: Texts = {code: [] for code in LANGUAGES}
    for item in documents:
        whole = [
            number
            for number in range(len(item["zh"]))
            if all(item[code][number].strip()[-1:] in tuple(".。!?") for code in LANGUAGES)
        ]
        for start in range(0, len(whole) - 2, 3):
            for code in LANGUAGES:
                parts = (item[code][number].strip() for number in whole[start : start + 3])
                texts[code].append("\x00".join(parts))
    return texts


def as_paragraphs(texts: Texts) -> Texts:
    return {c: [text.replace("\x00", "" if c == "zh" else " ") for text in item] for c, item in texts.items()}


def pair(source: Path, target: Path, gold: Path, code: str) -> Comparison:
    shapes = [(len(link.source), len(link.target)) for link in load(gold)]
    return comparison({"zh": lines(source), code: lines(target)}, {code: shapes})


def named_clean_sets(data: Path) -> Iterator[tuple[str, Comparison]]:
    """Every clean parallel text with the name of its set: documents, declaration, goals, treaties."""
    yield "unv1-dev", one_to_one(joined(un_documents(data)))
    for code in OTHERS:
        udhr, sdg = data / "udhr", data / "sdg"
        gold = udhr / f"udhr.zh-{code}.gold"
        yield "udhr", pair(udhr / "udhr.zh.txt", udhr / f"udhr.{code}.txt", gold, code)
        name = f"sdg-{'head' if code == 'ar' else '2020'}"
        gold = sdg / f"{name}.zh-{code}.gold"
        yield "sdg", pair(sdg / f"{name}.zh.txt", sdg / f"{name}.{code}.txt", gold, code)
    for name in TREATIES:
        base = data / "treaties-zh-en"
        gold = base / f"{name}.zh-en.gold"
        yield "treaties", pair(base / f"{name}.zh-Hant.txt", base / f"{name}.en.txt", gold, "en")


def paired(compared: Comparison) -> Texts:
    """The texts of two documents that gold links one to one."""
    ((here, there), alignment) = next(iter(compared.alignments.items()))
    one = [bead for bead in alignment.beads if len(bead.source) == len(bead.target) == 1]
    sides = ((here, [bead.source.start for bead in one]), (there, [bead.target.start for bead in one]))
    return {
        key.language: [compared.documents[key].text_of(index) for index in indices] for key, indices in sides
    }
