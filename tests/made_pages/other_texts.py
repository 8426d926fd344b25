"""Treaties, laws and books: texts with articles, boxes, figures, definitions and lists, to be laid out."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Final

from .sources import NUMBERED, goals, sentences
from .texts import Block, Emphasis, MadeText, Note, Run, Table
from .wording import WORDINGS, Wording

_DIGITS: Final = "〇一二三四五六七八九"


def treaty(data: Path, language: str, *, seed: int) -> MadeText:
    """Recitals, then articles whose number and title stand above numbered paragraphs and items."""
    wording, chance, running, heads = _material(data, language, seed)
    title = next(heads)
    blocks: list[Block | Table] = [Block("title", (title,))]
    blocks += [Block("paragraph", (next(running),)) for _ in range(4)]
    for number in range(1, 13):
        titled = (next(heads),) if seed % 3 else ("",)
        blocks.append(Block("article", titled, wording.article.format(number)))
        count = chance.choice((1, 1, 2, 3, 4))
        for place in range(1, count + 1):
            label = wording.number.format(place) if count > 1 else None
            blocks.append(Block("paragraph", _noted(running, wording, chance, 0.15), label))
            if chance.random() < 0.3:
                blocks += _letters(running, wording, chance)
    return MadeText(language, f"treaty {seed}", title, tuple(blocks))


def law(data: Path, language: str, *, seed: int) -> MadeText:
    """Chapters of articles whose number opens the paragraph, some with items or further paragraphs."""
    wording, chance, running, heads = _material(data, language, seed)
    title = next(heads)
    blocks: list[Block | Table] = [Block("title", (title,))]
    for number in range(1, 31):
        if number % 8 == 1:
            blocks.append(Block("heading", (next(heads),), wording.chapter.format(number // 8 + 1)))
        shown = _chinese(number) if language == "zh" else number
        label = wording.article.format(shown) + wording.article_stop
        blocks.append(Block("paragraph", _noted(running, wording, chance, 0.1), label))
        if chance.random() < 0.25:
            blocks += _letters(running, wording, chance)
        elif chance.random() < 0.3:
            blocks.append(Block("paragraph", _noted(running, wording, chance, 0)))
    return MadeText(language, f"law {seed}", title, tuple(blocks))


def book(data: Path, language: str, *, seed: int) -> MadeText:
    """Chapters of unnumbered paragraphs with boxes, figures, definitions, bullets and quotations."""
    wording, chance, running, heads = _material(data, language, seed)
    title = next(heads)
    chapters = [next(heads) for _ in range(4)]
    contents = (Block("contents", (wording.contents, *chapters)),) if seed % 2 else ()
    blocks: list[Block | Table] = [Block("title", (title,)), *contents]
    for number, chapter in enumerate(chapters, 1):
        blocks.append(Block("heading", (chapter,), str(number) if seed % 3 else None))
        for section in range(1, 4):
            if seed % 5 > 1:
                blocks.append(
                    Block("heading", (next(heads),), f"{number}.{section}" if seed % 3 else None, 1)
                )
            blocks += [
                Block("paragraph", _noted(running, wording, chance, 0.3))
                for _ in range(chance.choice((2, 3, 4)))
            ]
            blocks += _furnishing(running, heads, wording, chance, f"{number}.{section}")
    return MadeText(language, f"book {seed}", title, tuple(blocks))


def _material(
    data: Path, language: str, seed: int
) -> tuple[Wording, random.Random, Iterator[str], Iterator[str]]:
    chance = random.Random(seed)
    heads = [head for head in goals(data, language) if not NUMBERED.match(head)]
    chance.shuffle(heads)
    return WORDINGS[language], chance, iter(sentences(data, language, seed=seed)), iter(heads)


def _noted(running: Iterator[str], wording: Wording, chance: random.Random, share: float) -> tuple[Run, ...]:
    text = wording.joiner.join(islice(running, chance.choice((1, 1, 2, 3))))
    if chance.random() >= share:
        return (text,)
    return (text, Note(wording.joiner.join(islice(running, chance.choice((1, 1, 2))))))


def _letters(running: Iterator[str], wording: Wording, chance: random.Random) -> Iterator[Block]:
    for letter in wording.letters[: chance.choice((2, 3, 5))]:
        yield Block("paragraph", (next(running),), wording.letter.format(letter), 1)


def _furnishing(
    running: Iterator[str], heads: Iterator[str], wording: Wording, chance: random.Random, number: str
) -> Iterator[Block]:
    kind = chance.choice(("none", "box", "figure", "definitions", "bullets", "quote", "run-in"))
    if kind == "box":
        yield Block("boxed", (next(heads),), wording.box.format(number))
        yield from (Block("boxed", (next(running),)) for _ in range(2))
    elif kind == "figure":
        yield Block("figure", tuple(text[:24].rsplit(" ", 1)[0] for text in islice(heads, 5)))
        yield Block("caption", (f"{wording.figure.format(number)}. {next(heads)}",))
    elif kind == "definitions":
        for _ in range(3):
            term = next(heads)[:30].rsplit(" ", 1)[0]
            yield Block("definition", (Emphasis(term), wording.joiner + next(running)))
    elif kind == "bullets":
        for _ in range(3):
            yield Block("paragraph", (next(running),), "•", 1)
            if chance.random() < 0.4:
                yield Block("paragraph", (next(running),), "–", 2)
    elif kind == "quote":
        yield Block("quote", (next(running),))
    elif kind == "run-in":
        yield Block("paragraph", (Emphasis(next(heads) + "."), " " + next(running)))


def _chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    return (
        (_DIGITS[tens] if tens > 1 else "")
        + ("十" if tens else "")
        + (_DIGITS[ones] if ones or not tens else "")
    )
