"""Drafts of laws and treaties with planted changes: headings are paragraphs of their own.

`plant_articles` takes a text whose articles begin with a bare heading ("Article 24"). In mode
`paragraphs` it edits, moves, inserts and deletes paragraphs and leaves the headings in place; half of
the moved paragraphs land directly below another heading. In mode `articles` it inserts, deletes and
moves whole articles, renumbers all of them, and edits paragraphs.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import planted

from aligner.languages.counting import chinese
from aligner.pipeline.run import open_document
from aligner.revision.revise import revise
from aligner.values import Document, Segment, SegmentKind, Span

LANGUAGES = ("zh", "en", "fr", "ru", "es", "ar")
TREATIES = ("icj-statute", "vcdr", "cat", "vclt")
_NUMBER = re.compile(r"\d+|[一二三四五六七八九十百]+")
_FEWEST = 10  # headings of a text with articles
_LONG = 24  # characters of a paragraph that can move or be a twin of none


@dataclass(frozen=True)
class Part:
    """A heading or a paragraph: its text and number, and what happened to it."""

    text: str
    label: str | None
    heading: bool
    old: int | None = None
    kind: str = "unchanged"


def plant_articles(
    parts: Sequence[Part],
    foreign: Sequence[str],
    language: str,
    seed: int,
    mode: str,
    *,
    in_text: bool = False,
) -> tuple[Document, Document, set[tuple[str, int | None, int | None]]]:
    """Two drafts and every change between them, as kind, place in the old and place in the new draft.

    With `in_text`, headings are plain lines, as in a text that is compared line by line.
    """
    chance = random.Random(f"{seed}/{language}/{mode}/{len(parts)}")
    extra = list(foreign)
    chance.shuffle(extra)
    shape = _shape_of_articles(parts)
    made = _touched(parts, extra, language, chance, moves=mode == "paragraphs")
    if mode == "articles":
        made = _renumbered(_whole_articles(made, extra, shape, chance), parts, shape)
    gold = {(each.kind, each.old, place) for place, each in enumerate(made)}
    kept = {each.old for each in made}
    gold |= {("deleted", place, None) for place in range(len(parts)) if place not in kept}
    return _document(parts, language, in_text), _document(made, language, in_text), gold


def _shape_of_articles(parts: Sequence[Part]) -> str:
    shapes = Counter(_NUMBER.sub("#", each.label) for each in parts if each.heading and each.label)
    return shapes.most_common(1)[0][0]


def _is_article(part: Part, shape: str) -> bool:
    return part.heading and bool(part.label) and _NUMBER.sub("#", part.label or "") == shape


def _touched(
    parts: Sequence[Part], extra: list[str], language: str, chance: random.Random, *, moves: bool
) -> list[Part]:
    """The parts with paragraphs edited and, with `moves`, inserted, deleted and moved."""
    made: list[Part] = []
    moved: list[Part] = []
    for part in parts:
        operation = chance.choice(("edit", "insert", "delete", "move", "move_edit"))
        if part.heading or chance.random() >= 0.12 or len(part.text) < _LONG:
            made.append(part)
        elif operation == "edit" or not moves:
            made.append(_edited(part, language, chance, extra, "edited"))
        elif operation == "insert":
            made += [part, Part(extra.pop(), None, heading=False, kind="inserted")]
        elif operation == "move":
            moved.append(replace(part, kind="moved"))
        elif operation == "move_edit":
            moved.append(_edited(part, language, chance, extra, "moved_edited"))
    for part in moved:
        made.insert(_landing(made, part, chance), part)
    return made


def _edited(part: Part, language: str, chance: random.Random, extra: Sequence[str], kind: str) -> Part:
    text, _ = planted.edited(part.text, language, chance, True, extra)
    return replace(part, text=text, kind=kind)


def _landing(made: Sequence[Part], part: Part, chance: random.Random) -> int:
    """A place far from where a part came from, with nothing touched beside it; often below a heading."""
    home = next((k for k, each in enumerate(made) if (each.old or 0) > (part.old or 0)), len(made))
    wanted = chance.random() < 0.5
    places = [
        k
        for k in range(1, len(made))
        if abs(k - home) > 6
        and made[k - 1].heading == wanted
        and all(each.kind == "unchanged" for each in made[max(0, k - 3) : k + 3])
    ]
    return chance.choice(places) if places else home


def _whole_articles(made: Sequence[Part], extra: list[str], shape: str, chance: random.Random) -> list[Part]:
    """The parts with whole articles inserted, deleted and moved."""
    articles: list[list[Part]] = [[]]
    for part in made:
        if _is_article(part, shape):
            articles.append([])
        articles[-1].append(part)
    front, articles = articles[0], articles[1:]
    moved = []
    for _ in range(2):
        at = chance.randrange(len(articles))
        if all(each.kind == "unchanged" for each in articles[at]) and _length(articles[at]) > 2 * _LONG:
            moved.append([replace(each, kind="moved") for each in articles.pop(at)])
    del articles[chance.randrange(len(articles))]
    heading = Part("", shape, heading=True, kind="inserted")
    for _ in range(2):
        body = [Part(extra.pop(), None, heading=False, kind="inserted") for _ in range(chance.randint(1, 3))]
        articles.insert(chance.randrange(1, len(articles)), [heading, *body])
    for article in moved:
        places = [
            k
            for k in range(2, len(articles) - 2)
            if abs((articles[k][0].old or 0) - (article[0].old or 0)) > 8
            and all(
                each.kind != "inserted" and each.kind != "moved"
                for a in articles[k - 1 : k + 1]
                for each in a
            )
        ]
        articles.insert(chance.choice(places), article)
    return [*front, *(part for article in articles for part in article)]


def _length(article: Sequence[Part]) -> int:
    return sum(len(each.text) for each in article if not each.heading)


def _renumbered(made: Sequence[Part], parts: Sequence[Part], shape: str) -> list[Part]:
    """The parts with their articles numbered in sequence."""
    labels = [each.label or "" for each in parts if _is_article(each, shape)]
    found: list[Part] = []
    number = 0
    for part in made:
        if not _is_article(part, shape) and part.label != shape:
            found.append(part)
            continue
        number += 1
        label = labels[number - 1] if number <= len(labels) else _numbered(shape, number, labels[0])
        kind = "renumbered" if part.kind == "unchanged" and label != part.label else part.kind
        found.append(replace(part, label=label, kind=kind))
    return found


def _numbered(shape: str, number: int, like: str) -> str:
    written = str(number) if any(each.isdigit() for each in like) else chinese(number)
    return shape.replace("#", written)


def _document(parts: Sequence[Part], language: str, in_text: bool) -> Document:
    lines = [(part.label or "") if in_text and part.heading else part.text for part in parts]
    segments, at = [], 0
    for part, line in zip(parts, lines, strict=True):
        kind = SegmentKind.HEADING if part.heading else SegmentKind.PARAGRAPH
        segments.append(Segment(Span(at, at + len(line)), kind, None if in_text else part.label))
        at += len(line) + 1
    return Document(language, "\n".join(lines), tuple(segments))


def parts_of(document: Document) -> list[Part]:
    """The paragraphs of a text as parts, without short ones and near-repetitions."""
    texts = [document.text_of(k) for k in range(len(document))]
    kept, _ = planted.without_twins([text for text in texts if len(text) >= _LONG], ())
    fresh = set(kept)
    found: list[Part] = []
    for text, segment in zip(texts, document.segments, strict=True):
        if segment.label and not text.strip():
            if found and found[-1].heading:  # its article has no paragraph left
                found.pop()
            found.append(Part(text, segment.label, heading=True))
        elif text in fresh:
            found.append(Part(text, None, heading=False))
            fresh.discard(text)
    return [replace(part, old=place) for place, part in enumerate(found)]


@cache
def texts(data: Path) -> list[tuple[str, str, list[Part]]]:
    """Name, language and parts of the Universal Declaration and of treaties that have bare headings."""
    found = []
    paths = [(language, data / "udhr" / f"udhr.{language}.txt") for language in LANGUAGES]
    for name in TREATIES:
        paths += [
            (c, data / "treaties-zh-en" / f"{name}.{tag}.txt") for c, tag in (("zh", "zh-Hant"), ("en", "en"))
        ]
    for language, path in paths:
        parts = parts_of(open_document(path))
        if sum(part.heading for part in parts) >= _FEWEST:
            found.append((path.stem, language, parts))
    return found


@cache
def foreign(data: Path, language: str) -> list[str]:
    """Paragraphs to insert: of a code of conduct and of UN documents."""
    folder = data / "contributor-covenant"
    lines = [
        line
        for path in sorted(folder.glob(f"*.{language}.txt"))
        for line in path.read_text("utf-8").split("\n")
    ]
    return planted.without_twins([line for line in lines if len(line) >= _LONG], ())[0]


def scores(
    data: Path, mode: str, seeds: int, *, in_text: bool = False
) -> dict[str, dict[str, tuple[float, float]]]:
    """Precision and recall by kind and language, and of all languages together."""
    right, given, wanted = (Counter[tuple[str, str]]() for _ in range(3))
    strangers = {language: foreign(data, language) for language in LANGUAGES}
    for _, language, parts in texts(data):
        for seed in range(seeds):
            old, new, gold = plant_articles(parts, strangers[language], language, seed, mode, in_text=in_text)
            for change in revise(old, new).changes:
                key = (
                    change.kind.value,
                    *(span.start if span else None for span in (change.old, change.new)),
                )
                for where in (language, "all"):
                    given[key[0], where] += 1
                    right[key[0], where] += key in gold
            for kind, _, _ in gold:
                wanted.update([(kind, language), (kind, "all")])
    found: dict[str, dict[str, tuple[float, float]]] = {}
    for (kind, where), size in sorted(wanted.items()):
        hits = right[kind, where]
        found.setdefault(kind, {})[where] = hits / max(1, given[kind, where]), hits / size
    return found
