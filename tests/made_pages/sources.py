"""Texts in six languages for made documents, from the demo set and from the development data."""

from __future__ import annotations

import json
import random
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any, Final

from .texts import Block, Emphasis, MadeText, Note, Run, Table
from .wording import WORDINGS, Wording

_SHORTEST: Final = {"zh": 18}  # characters a sentence of running text has at least
_SHORT: Final = 60
_CLAUSE: Final = re.compile(r".{8,70}?(?=[\s,;，；、،])|.{8,24}")
NUMBERED: Final = re.compile(r"^\W*[\w٠-٩]{1,3}\s*(?:[.)]|[-–] )|^[(（\[*•–-]")
_RUN_TOGETHER: Final = re.compile(r"[A-ZÁÉÍÓÚ]{3,}[a-zà-ÿ]{2,}")  # two words that have lost what parted them
_LATIN_AND_NUMBER: Final = re.compile(r"\d[^\w\u0620-\u064a]*[A-Za-z]|[A-Za-z][^\w\u0620-\u064a]*\d")
_STRAY_MARK: Final = re.compile(r"[^\W\d_]\d{1,3}(?:\W|$)")  # a note's number left in the text

_ARABIC: Final = re.compile("[\u0620-\u064a]")
_SHOWN_NUMBER: Final = re.compile(r"(?<![\d.,/-])(?:\d{3} )+\d{1,3}(?![\d.,/-])")
_VOWEL_SIGNS: Final = re.compile("[\u064b-\u0652\u0670]")


def bundled_texts(golden: Path, version: str) -> Iterator[MadeText]:
    """The demo set as it was written, before it was wrapped, and specimens in Spanish and Arabic."""
    paths = [golden / f"{version}.{language}.json" for language in ("zh", "en", "fr", "ru")]
    paths += [Path(__file__).with_name(f"specimen.{language}.json") for language in ("es", "ar")]
    for path in paths:
        yield _written_text(version, json.loads(path.read_text(encoding="utf-8")))


def with_annex(text: MadeText) -> MadeText:
    """The text with a table before its last paragraph, and an annex that numbers from 1 again."""
    wording = WORDINGS[text.language]
    chance = random.Random(1)
    clauses = [_CLAUSE.match(block.text) for block in text.paragraphs() if block.kind == "paragraph"]
    names = [clause[0].strip() for clause in clauses if clause and not clause[0][0].isdigit()]
    table = _table(iter(names), wording, chance, rows=min(len(names), 9))
    repeated = [block for block in text.blocks if isinstance(block, Block) and block.label]
    annex = [
        Block("annex", (wording.annex,)),
        Block("heading", (text.title,)),
        *(replace(block, runs=(block.text,)) for block in repeated),
    ]
    return replace(text, blocks=(*text.blocks[:-1], table, text.blocks[-1], *annex))


def _written_text(version: str, written: dict[str, Any]) -> MadeText:
    language = written["language"]
    wording = WORDINGS[language]
    notes = {note["mark"]: note["text"] for note in written["footnotes"]}
    blocks: list[Block] = []
    title = ""
    for segment in written["segments"]:
        kind, label, text = segment["kind"], segment["label"], segment["text"]
        if kind == "heading" and not title:
            continue  # the masthead
        if kind == "title":
            title = text
        printed = None if label is None else wording.number.format(label) if label.isdigit() else label
        # Where a mark stands is not in the golden file: they are put at the ends of words, evenly.
        runs = _with_notes(text, [notes[mark] for mark in segment["footnotes"]], wording)
        block_kind = "title" if kind == "title" else "heading" if kind == "heading" else "paragraph"
        depth = 1 if kind == "item" else 0
        blocks.append(Block(block_kind, _emphasised(runs, wording, kind), printed, depth))
    return MadeText(language, f"bundled {version}", title, tuple(blocks))


def _with_notes(text: str, notes: Sequence[str], wording: Wording) -> tuple[Run, ...]:
    """The text with each note's mark after a word."""
    if not notes:
        return (text,)
    runs: list[Run] = []
    start = 0
    for number, note in enumerate(notes, 1):
        place = _word_end(text, max(start + 1, len(text) * number // (len(notes) + 1)), wording)
        runs += [text[start:place], Note(note)]
        start = place
    return (*runs, text[start:]) if text[start:] else tuple(runs)


def _word_end(text: str, after: int, wording: Wording) -> int:
    """The first place from `after` on where a letter ends a word: no mark follows a figure."""
    for place in range(after, len(text)):
        before, next_ = text[place - 1], text[place]
        if before.isalpha() and (next_ in " ,;，、；。" or not wording.joiner) and not next_.isdigit():
            return place
    return len(text)


def _emphasised(runs: tuple[Run, ...], wording: Wording, kind: str) -> tuple[Run, ...]:
    """The opening word of a clause in italics, as resolutions have it."""
    first = runs[0] if runs else None
    if not wording.italics or kind not in ("preambular", "operative") or not isinstance(first, str):
        return runs
    word, space, rest = first.partition(" ")
    return (Emphasis(word), space + rest, *runs[1:]) if rest else runs


def declaration(data: Path, language: str) -> MadeText:
    """The Universal Declaration as a resolution with its articles in an annex."""
    wording = WORDINGS[language]
    lines = [clean(line) for line in (data / "udhr" / f"udhr.{language}.txt").read_text("utf-8").splitlines()]
    keys = (data / "udhr" / f"udhr.{language}.keys").read_text("utf-8").splitlines()
    title = lines[keys.index("title")]
    notes = iter(sentences(data, language, seed=5))
    blocks = [Block("title", (title,)), Block("paragraph", (Emphasis(wording.assembly),))]
    number = 0
    for key, line in zip(keys, lines, strict=True):
        part, _, place = key.partition(".")
        if not line or part in ("title", "note1", "note2") or key == "pre.title":
            continue
        if part == "pre" and not line.endswith((",", "，", "،", ";", "；")):
            continue  # the clause that the resolution form replaces
        if key == "a1.title":
            blocks += [Block("annex", (wording.annex,)), Block("heading", (title,))]
        if place == "title":
            blocks.append(Block("heading", (line,)))
            continue
        number += 1
        listed = [next(notes)] if number % 3 == 0 else []
        runs = _with_notes(line, listed, wording)
        blocks.append(Block("paragraph", _emphasised(runs, wording, "preambular" if part == "pre" else "")))
    return MadeText(language, "declaration", title, tuple(blocks))


def report(data: Path, language: str, *, paragraphs: int, seed: int) -> MadeText:
    """A report: numbered paragraphs under headings, sub-paragraphs, long notes, tables, an annex."""
    wording = WORDINGS[language]
    chance = random.Random(seed)
    running = iter(sentences(data, language, seed=seed))
    indicators = iter(_indicators(data, language))
    heads = iter(goals(data, language))
    title = next(heads)
    blocks: list[Block | Table] = [Block("title", (title,))]
    for number in range(1, paragraphs + 1):
        if number % 7 == 1:
            blocks.append(Block("heading", (next(heads),), f"{_roman(number // 7 + 1)}."))
        text = wording.joiner.join(islice(running, chance.choice((1, 2, 3, 4, 5))))
        notes = [
            wording.joiner.join(islice(running, chance.choice((1, 1, 1, 2, 4))))
            for _ in range(chance.choice((0, 0, 1, 1, 2)))
        ]
        label = wording.number.format(number)
        blocks.append(Block("paragraph", _with_notes(text, notes, wording), label))
        if number % 5 == 0:
            blocks += _letters(running, wording, chance.choice((2, 3, 4)))
        if number % 9 == 4:
            blocks.append(_table(indicators, wording, chance, rows=chance.choice((4, 9, 30))))
        if number % 11 == 6:
            blocks.append(Block("quote", (next(running),)))
    blocks += [Block("annex", (wording.annex,)), Block("heading", (next(heads),))]
    blocks += [
        Block("paragraph", (wording.joiner.join(islice(running, 2)),), wording.number.format(number))
        for number in range(1, 6)
    ]
    return MadeText(language, f"report {seed}", title, tuple(blocks))


def _letters(running: Iterator[str], wording: Wording, count: int) -> Iterator[Block]:
    for letter in wording.letters[:count]:
        yield Block("paragraph", (next(running),), wording.letter.format(letter), 1)


def standard(data: Path, language: str, *, seed: int) -> MadeText:
    """A standard: numbered headings above their paragraphs, lists with bullets, a table."""
    wording = WORDINGS[language]
    chance = random.Random(seed)
    running = iter(sentences(data, language, seed=seed))
    heads = iter(goals(data, language))
    indicators = iter(_indicators(data, language))
    title = next(heads)
    blocks: list[Block | Table] = [Block("title", (title,))]
    for part in range(1, 6):
        blocks.append(Block("heading", (next(heads),), str(part)))
        for section in range(1, 4):
            blocks.append(Block("heading", (next(heads),), f"{part}.{section}", 1))
            for _ in range(chance.choice((1, 2))):
                notes = [next(running)] if chance.random() < 0.3 else []
                text = wording.joiner.join(islice(running, 2))
                blocks.append(Block("paragraph", _with_notes(text, notes, wording)))
            bullets = chance.choice((0, 3))
            blocks += [Block("paragraph", (next(running),), "•", 1) for _ in range(bullets)]
        blocks.append(_table(indicators, wording, chance, rows=6))
    return MadeText(language, f"standard {seed}", title, tuple(blocks))


def _table(texts: Iterator[str], wording: Wording, chance: random.Random, *, rows: int) -> Table:
    body = []
    for _ in range(rows):
        before, after = chance.randrange(100, 99_000), chance.randrange(100, 99_000)
        change = 100 * (after - before) / before
        shown = f"({abs(change):.1f})" if change < 0 else f"{change:.1f}"
        body.append((next(texts), _figure(before, wording), _figure(after, wording), shown))
    return Table(wording.heads, tuple(body))


def _figure(value: int, wording: Wording) -> str:
    grouped = f"{value:,}"
    return grouped.replace(",", "\u00a0") if wording.letter == "{})" else grouped


def sentences(data: Path, language: str, *, seed: int) -> list[str]:
    """Sentences of United Nations documents, in an order that depends on the seed alone."""
    rows = _parallel_rows(data)
    random.Random(seed).shuffle(rows)
    shortest = _SHORTEST.get(language, _SHORT)
    found = (clean(row[language]) for row in rows)
    return [
        text
        for text in found
        if len(text) >= shortest
        and text.endswith((".", "。"))
        and not NUMBERED.match(text)
        and not _STRAY_MARK.search(text)
        and "()" not in text
        and not _RUN_TOGETHER.search(text)
        and not _is_ambiguous(text)
    ]


def _is_ambiguous(text: str) -> bool:
    """Whether an Arabic text looks the same as another: a number beside Latin words.

    `2014 Report` and `Report 2014` are shown alike in a line from right to left.
    """
    return bool(_ARABIC.search(text) and _LATIN_AND_NUMBER.search(text))


def _parallel_rows(data: Path) -> list[dict[str, str]]:
    lines = (data / "unv1-dev" / "docs.jsonl").read_text(encoding="utf-8").splitlines()
    return [row["text"] for line in lines for row in json.loads(line)["rows"]]


def goals(data: Path, language: str) -> Iterator[str]:
    """Short texts without a full stop, to be headings."""
    short = 45 if language == "zh" else 110
    return (text for text in _indicators(data, language) if len(text) <= short)


def _indicators(data: Path, language: str) -> Iterator[str]:
    """Goals, targets and indicators, each once, those with stray note numbers left out."""
    lines = (data / "sdg" / f"sdg-head.{language}.txt").read_text(encoding="utf-8").splitlines()
    texts: Iterable[str] = dict.fromkeys(clean(line) for line in lines)
    return (
        text for text in texts if len(text) > 8 and not _STRAY_MARK.search(text) and not text[-1].isdigit()
    )


def clean(text: str) -> str:
    """Composed characters, single spaces, guillemets as printed, Arabic without vowel signs.

    Typst writes a letter with a vowel sign as two glyphs and gives the text of both to each, so
    that no reader can know what was meant. The Arabic texts have the parts of large numbers in
    the order in which they are shown (`000 23`); here they are in the order in which they are read.
    """
    shown = _VOWEL_SIGNS.sub("", text.replace("<<", "«").replace(">>", "»"))
    spaced = " ".join(unicodedata.normalize("NFC", shown).replace(" -- ", " – ").split())
    return _SHOWN_NUMBER.sub(_as_read, spaced) if _ARABIC.search(spaced) else spaced


def _as_read(shown: re.Match[str]) -> str:
    return "\u00a0".join(reversed(shown[0].split()))


def _roman(number: int) -> str:
    parts = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
    written = ""
    for value, letters in parts:
        while number >= value:
            written, number = written + letters, number - value
    return written
