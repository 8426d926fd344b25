"""Drafts with planted changes: real paragraphs, seeded edits, and gold known by construction.

`plant` takes paragraphs and returns two documents and every change between them, with the number of
characters changed. There are two modes: *easy* inserts one word wherever it edits; *hard* makes one to
three insertions, deletions and replacements of words, and sometimes changes a digit, a year or the
opening word.

Nothing is planted that would make the gold ambiguous: in a paragraph with a near duplicate, or by
moving a paragraph next to another change.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from aligner.languages.tokens import form_key, tokenize
from aligner.values import Document, Footnote, NoteMark, Segment, Span

OPERATIONS = (
    "edit",
    "insert",
    "delete",
    "move",
    "move_edit",
    "block",
    "split",
    "merge",
    "split_edit",
    "merge_edit",
    "form",
)
SHARES = (30, 12, 12, 8, 8, 2, 7, 7, 4, 4, 6)
NUMBER = re.compile(r"^[\s\W]*\d+\s*[.、)）\-–—]+\s*")
SENTENCE_END = re.compile(r"[。；;.!?؛،,，](?=\s?\S)")


@dataclass(frozen=True)
class Gold:
    """One planted change: its kind, the paragraphs of both drafts, and the characters touched."""

    kind: str
    old: tuple[int, ...]
    new: tuple[int, ...]
    characters: int = 0


@dataclass
class Planted:
    """Two drafts and the changes between them."""

    old: Document
    new: Document
    gold: list[Gold]


@dataclass
class _Piece:
    """Paragraphs of the new draft that come from some of the old one."""

    old: tuple[int, ...]
    texts: list[str]
    kind: str
    characters: int = 0
    first: int = field(default=-1)


def plant(
    paragraphs: Sequence[str],
    foreign: Sequence[str],
    language: str,
    seed: int,
    *,
    rate: float = 0.12,
    hard: bool = False,
    numbered: bool = True,
    in_text: bool = False,
) -> Planted:
    """Make two drafts out of real paragraphs.

    Args:
        paragraphs: of the old draft; near twins are dropped.
        foreign: paragraphs of other documents, to insert.
        language: of all of them.
        seed: the same seed gives the same drafts.
        rate: share of paragraphs touched.
        hard: see the module's description.
        numbered: whether paragraphs carry numbers, which then shift.
        in_text: whether those numbers stand in the text, as in plain lines.
    """
    chance = random.Random(f"{seed}/{language}/{rate}/{hard}")
    kept, extra = without_twins(*([NUMBER.sub("", text) for text in side] for side in (paragraphs, foreign)))
    chance.shuffle(extra)
    pieces = _operate(kept, extra, language, chance, rate, hard)
    pieces = _move(pieces, chance)
    old = document(kept, language, numbered, in_text)
    texts = [text for piece in pieces for text in piece.texts]
    new = document(texts, language, numbered, in_text)
    return Planted(old, new, _gold(pieces, kept, numbered))


def _gold(pieces: Sequence[_Piece], kept: Sequence[str], numbered: bool) -> list[Gold]:
    gold = []
    at = 0
    for piece in pieces:
        new = tuple(range(at, at + len(piece.texts)))
        at += len(piece.texts)
        kind = piece.kind
        if kind == "unchanged" and numbered and piece.old != new:
            kind = "renumbered"
        if kind == "inserted":
            gold.append(Gold(kind, (), new, sum(map(len, piece.texts))))
        elif piece.texts:
            gold.append(Gold(kind, piece.old, new, piece.characters))
        else:
            gold.append(Gold("deleted", piece.old, (), sum(len(kept[i]) for i in piece.old)))
    return gold


def document(texts: Sequence[str], language: str, numbered: bool = False, in_text: bool = False) -> Document:
    """Texts as the paragraphs of a document, numbered beside the text or in it."""
    if numbered and in_text:
        texts = [f"{number}. {text}" for number, text in enumerate(texts, 1)]
    segments, at = [], 0
    for number, text in enumerate(texts, 1):
        label = str(number) if numbered and not in_text else None
        segments.append(Segment(Span(at, at + len(text)), label=label))
        at += len(text) + 1
    return Document(language, "\n".join(texts), tuple(segments))


def with_notes(document: Document, notes: Sequence[tuple[int, int, str]]) -> Document:
    """The same document with footnotes: (paragraph, offset in it, text), numbered in that order."""
    marks: dict[int, list[NoteMark]] = {}
    for number, (paragraph, offset, _) in enumerate(notes, 1):
        start = document.segments[paragraph].span.start
        marks.setdefault(paragraph, []).append(NoteMark(str(number), start + offset))
    segments = tuple(
        Segment(segment.span, label=segment.label, marks=tuple(marks.get(index, ())))
        for index, segment in enumerate(document.segments)
    )
    footnotes = tuple(Footnote(str(number), text) for number, (_, _, text) in enumerate(notes, 1))
    return Document(document.language, document.text, segments, footnotes=footnotes)


def without_twins(paragraphs: Sequence[str], foreign: Sequence[str]) -> tuple[list[str], list[str]]:
    """Both lists without what shares more than half its wording with something kept before."""
    seen: list[set[str]] = []

    def fresh(text: str) -> bool:
        key = form_key(text).casefold()
        grams = {key[k : k + 4] for k in range(len(key))}
        for other in seen:
            if len(grams & other) * 2 > min(len(grams), len(other)):
                return False
        seen.append(grams)
        return True

    return [text for text in paragraphs if fresh(text)], [text for text in foreign if fresh(text)]


def _operate(
    kept: list[str], extra: list[str], language: str, chance: random.Random, rate: float, hard: bool
) -> list[_Piece]:
    def edit(text: str) -> tuple[str, int]:
        return edited(text, language, chance, hard, extra)

    pieces: list[_Piece] = []
    index = 0
    while index < len(kept):
        operation = chance.choices(OPERATIONS, SHARES)[0] if chance.random() < rate else "none"
        if operation == "insert" and extra:
            pieces.append(_Piece((), [extra.pop()], "inserted"))
        elif operation in ("split", "split_edit"):
            operation = "none" if _split_place(kept[index]) is None else operation
        elif operation in ("merge", "merge_edit", "block") and index + 2 >= len(kept):
            operation = "none"
        pieces.append(_touched(operation, index, kept, language, edit, chance))
        index += len(pieces[-1].old)
    return pieces


def _touched(
    operation: str,
    index: int,
    kept: list[str],
    language: str,
    edit: Callable[[str], tuple[str, int]],
    chance: random.Random,
) -> _Piece:
    text = kept[index]
    match operation:
        case "edit" | "move_edit":
            changed, characters = edit(text)
            return _Piece(
                (index,), [changed], "edited" if operation == "edit" else "moved_edited", characters
            )
        case "delete":
            return _Piece((index,), [], "deleted")
        case "move":
            return _Piece((index,), [text], "moved")
        case "block":
            return _Piece((index, index + 1, index + 2), kept[index : index + 3], "moved")
        case "split" | "split_edit":
            return _split(index, text, edit if operation == "split_edit" else None, chance)
        case "merge" | "merge_edit":
            return _merge(index, kept, language, edit if operation == "merge_edit" else None)
        case "form":
            changed = other_form(text, language)
            return _Piece((index,), [changed], "form_only" if changed != text else "unchanged")
    return _Piece((index,), [text], "unchanged")


def _split_place(text: str) -> list[int] | None:
    ends = [m.end() for m in SENTENCE_END.finditer(text) if len(text) * 0.25 < m.end() < len(text) * 0.75]
    return ends if len(text) >= 40 and ends else None


def _split(
    index: int, text: str, edit: Callable[[str], tuple[str, int]] | None, chance: random.Random
) -> _Piece:
    end = chance.choice(_split_place(text) or [len(text) // 2])
    parts, characters = [text[:end].rstrip(), text[end:].lstrip()], 0
    if edit is not None:
        place = chance.randrange(2)
        parts[place], characters = edit(parts[place])
    return _Piece((index,), parts, "split", characters)


def _merge(
    index: int, kept: list[str], language: str, edit: Callable[[str], tuple[str, int]] | None
) -> _Piece:
    parts, characters = kept[index : index + 2], 0
    if edit is not None:
        parts[0], characters = edit(parts[0])
    joined = ("" if language == "zh" else " ").join(parts)
    return _Piece((index, index + 1), [joined], "merged", characters)


def _move(pieces: list[_Piece], chance: random.Random) -> list[_Piece]:
    """Take the moved pieces out and put each down far from any other operation."""
    staying = [piece for piece in pieces if not piece.kind.startswith("moved")]
    origin = {piece.old[0]: place for place, piece in enumerate(staying) if piece.old}
    quiet = [piece.kind == "unchanged" for piece in staying]
    slots = [place for place in range(2, len(staying) - 2) if all(quiet[place - 2 : place + 2])]
    chance.shuffle(slots)
    landed: dict[int, list[_Piece]] = {}
    for piece in pieces:
        if not piece.kind.startswith("moved"):
            continue
        home = max((place for first, place in origin.items() if first < piece.old[0]), default=-1) + 1
        far = len(piece.old) + 4
        slot = next((s for s in slots if abs(s - home) >= far and all(abs(s - t) >= 3 for t in landed)), None)
        if slot is None:  # no quiet place left: the piece stays where it was
            landed.setdefault(home, []).extend(_stay(piece))
        else:
            landed.setdefault(slot, []).append(piece)
    arranged: list[_Piece] = []
    for place, piece in enumerate((*staying, None)):
        arranged += sorted(landed.get(place, ()), key=lambda p: p.old)
        if piece is not None:
            arranged.append(piece)
    return [single for piece in arranged for single in _singles(piece)]


def _stay(piece: _Piece) -> list[_Piece]:
    kind = "edited" if piece.kind == "moved_edited" else "unchanged"
    return [
        _Piece((old,), [text], kind, piece.characters)
        for old, text in zip(piece.old, piece.texts, strict=True)
    ]


def _singles(piece: _Piece) -> list[_Piece]:
    if piece.kind != "moved":
        return [piece]
    return [_Piece((old,), [text], "moved") for old, text in zip(piece.old, piece.texts, strict=True)]


def edited(
    text: str, language: str, chance: random.Random, hard: bool, words_from: Sequence[str]
) -> tuple[str, int]:
    """The text with words changed, and how many characters that touched."""
    donor = words_from[chance.randrange(len(words_from))] if words_from else "新的文字 new words"
    donors = [span.of(donor) for span in tokenize(donor, language) if span.of(donor).isalpha()] or ["new"]
    spans = [span for span in tokenize(text, language) if span.of(text).isalpha()]
    if not spans:
        return text + donors[0], len(donors[0])
    space = "" if language == "zh" else " "
    actions = ["insert"]
    if hard:
        actions = [a for a in ("insert", "delete", "replace") for _ in range(chance.randint(1, 3))]
        actions = actions[: max(1, len(spans) // 6)]
        if (number := re.search(r"\d+", text)) and chance.random() < 0.3:
            digit = str((int(number[0][-1]) + chance.randint(1, 9)) % 10)
            return text[: number.end() - 1] + digit + text[number.end() :], len(number[0])
    chosen = sorted(chance.sample(range(len(spans)), min(len(actions), len(spans))), reverse=True)
    chance.shuffle(actions)
    characters = 0
    for place, action in zip(chosen, actions, strict=False):
        span = spans[place]
        word = chance.choice([donor for donor in donors if donor != span.of(text)] or ["新词"])
        if action == "insert":
            text, count = text[: span.start] + word + space + text[span.start :], len(word + space)
        elif action == "delete" and len(spans) > 3:
            text, count = text[: span.start] + text[span.stop :].removeprefix(space), len(span)
        else:
            text, count = text[: span.start] + word + text[span.stop :], max(len(word), len(span))
        characters += count
    return text, characters


def other_form(text: str, language: str) -> str:
    """The same words with other signs: width, quotation marks, spaces."""
    if language == "zh":
        changed = text.replace("，", ",").replace("（", "(").replace("）", ")")
    else:
        changed = text.replace("“", "«").replace("”", "»").replace("’", "'")
    return changed if changed != text else text.replace(" ", "  ", 1)
