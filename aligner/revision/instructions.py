"""Express amendments as instructions, worded as in UN texts.

Each instruction is a value (`Instruction`), which `drafted` puts into words. Applying all of them
to the old draft yields the new one, as the tests prove.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from aligner.languages.citing import is_article
from aligner.languages.profile import profile
from aligner.languages.profile_tables import InstructionTable
from aligner.languages.tokens import fold, tokenize
from aligner.revision.around_text import is_around, masthead_notes
from aligner.revision.note_changes import notes_document, reported_notes
from aligner.segmentation.citations import names
from aligner.values import Change, ChangeKind, Document, EditTag, Revision, Segment, SegmentKind, Span

_CONTEXT_WORDS: Final = 3
_BEGINNING: Final = 40
"""Maximum number of characters quoted from the beginning of a paragraph that nothing names."""
_STOPS: Final = frozenset(",;:.")
"""Signs, with form folded, that no quotation begins with."""
_NOWHERE: Final = Span(0, 0)
_PLACE: Final = re.compile(r"(OP|PP|Annex (?:\d+ )?¶|)(.+?)((?:\s?[(（¶].*)?)", re.DOTALL)
"""A paragraph citation: the part of the text, the number or article, and the subdivision."""
_BY_BEGINNING: Final = {"¶": "beginning", "|": "row"}
"""The templates that name a paragraph and a row of a table by their first words."""
_NUMBERED: Final = re.compile(r"\s?(?:[(（](?=\d+[)）])|¶)(\d+)[)）]?(.*)", re.DOTALL)
"""A paragraph of an article in a citation, by its number or as the nth, and its subparagraph."""
_LETTER: Final = re.compile(r"\(([^\W\d_]{1,4})\)")
"""A lettered subparagraph in a citation."""


_ELEMENTS: Final = {SegmentKind.ROW: "row", SegmentKind.HEADING: "heading"}
"""What is no paragraph, and the part of its template's name."""

OPERATIVE_PART: Final = "OP"
"""The citation of the whole operative part of a resolution."""


class Action(StrEnum):
    """What an instruction does; the first three apply inside a paragraph, and are named as its edits."""

    REPLACE = "replace"
    INSERT = "insert"
    DELETE = "delete"
    ADD = "add"
    REMOVE = "remove"
    MOVE = "move"


@dataclass(frozen=True, slots=True)
class Instruction:
    """One step from the old draft to the new one.

    Attributes:
        action: what to do.
        change: what happened to the paragraphs as a whole.
        span: inside a paragraph, the code points of the old text to replace.
        removed: that text.
        added: its replacement, or the text of a new paragraph.
        where: the paragraph as cited in the old draft; if nothing names it, `¶` and its first words, or
            `|` and those of its first cell in a table. For a new paragraph, the one it follows,
            `OPERATIVE_PART` before the first operative one, or empty at the beginning.
        after: for a move, the paragraph it now follows, as cited in the old draft.
        context: for an insertion or a new paragraph break, the words directly before it.
        article: for the head of a new article, its label in the new draft.
        number: for a new paragraph, its citation in the new draft, if the old draft has none of that number.
        element: for what is new, `row` or `heading` if it is no paragraph.
        form: whether it only changes punctuation and spaces, which needs no instruction.
    """

    action: Action
    change: Change
    span: Span = _NOWHERE
    removed: str = ""
    added: str = ""
    where: str = ""
    after: str = ""
    context: str = ""
    article: str = ""
    number: str = ""
    element: str = ""
    form: bool = False


def instructions(revision: Revision, old: Document, new: Document) -> tuple[Instruction, ...]:
    """Return the steps that turn the old draft into the new one, in the order of the new draft.

    Paragraph numbers outside the text are left out: paragraphs are renumbered in sequence.
    """
    steps: list[Instruction] = []
    cited, cited_anew = names(old), names(new)
    last = Span(0, 0)  # the old paragraph from which the previous new one came
    for change in revision.changes:
        following = _named(old, cited, last) if last else ""
        if not change.old:
            is_printed = _is_number(new.segments[change.new.start].label) and not _goes_on(change, steps)
            number = cited_anew[change.new.start] if is_printed else ""
            number = "" if number in cited else number.removeprefix("¶")
            steps.append(_addition(change, following, new, number))
            continue
        where = _named(old, cited, change.old)
        if not change.new:
            steps.append(Instruction(Action.REMOVE, change, removed=old.joined(change.old), where=where))
            continue
        if change.kind.is_move or _left_order(revision, change):
            steps.append(Instruction(Action.MOVE, change, where=where, after=following))
        steps += _inside(change, old, new, where)
        last = Span(change.old.stop - 1, change.old.stop)
    return tuple(steps)


def _addition(change: Change, following: str, new: Document, number: str) -> Instruction:
    first = new.segments[change.new.start]
    if following.startswith("PP") and first.kind is SegmentKind.OPERATIVE:
        following = OPERATIVE_PART
    article = _article(new, change.new)
    return Instruction(
        Action.ADD,
        change,
        added=new.joined(change.new),
        where=following,
        article=article,
        number=number,
        element="" if article else _ELEMENTS.get(first.kind, ""),
    )


def _goes_on(change: Change, steps: Sequence[Instruction]) -> bool:
    """Whether a new paragraph follows another that takes its number from the one before both."""
    last = steps[-1] if steps else None
    return (
        last is not None
        and last.action is Action.ADD
        and last.change.new.stop == change.new.start
        and not last.number
    )


def drafted(step: Instruction, language: str, *, number: int = 0) -> str:
    """Put one instruction into words, in the language of the document.

    Args:
        step: the instruction.
        language: the document's language code.
        number: for a new paragraph, how many were already added at the same place
            (0 gives `bis`, 1 gives `ter`).
    """
    words = profile(language).instructions
    quoted = _quoted(step, words)
    key = step.action.value
    if border := _border(step):
        key = border
    elif step.action is Action.ADD and step.where == OPERATIVE_PART:
        key = "add_operative"
    elif step.action is Action.ADD and step.where and step.element:
        key = f"add_{step.element}"
    elif step.action is Action.ADD and step.where and _is_bare(step.where, language):
        key = "add_plain"
    elif (
        (step.action is Action.INSERT and not step.context)
        or (step.action is Action.ADD and not step.where)
        or (step.action is Action.MOVE and not step.after)
    ):
        key += "_first"
    places = {**_in_words(step.where, language), **_in_words(step.after, language, "_after")}
    label = _new_number(step, number, words)
    return str(words.templates[key].format(**places, label=label, **quoted))


def draft_notes(revision: Revision, old: Document, new: Document) -> tuple[str, ...]:
    """Return the instructions for footnotes, in words, citing the notes by their marks in the old draft.

    A new footnote is cited by its mark in the new draft. These instructions are separate from the
    steps of `instructions`, since footnotes are not part of the running text.
    """
    words = profile(new.language).instructions
    before, after = notes_document(old), notes_document(new)
    old_apart, new_apart = masthead_notes(old), masthead_notes(new)
    found: list[str] = []
    for change in reported_notes(revision):
        if not change.is_amendment:
            continue
        document, span, apart = (old, change.old, old_apart) if change.old else (new, change.new, new_apart)
        mark = document.footnotes[span.start].mark
        if mark in apart:
            continue
        if not change.old:
            steps = [Instruction(Action.ADD, change, added=after.joined(change.new))]
        elif not change.new:
            steps = [Instruction(Action.REMOVE, change)]
        else:
            steps = _inside(change, before, after, mark)
        for step in steps:
            if step.form:
                continue
            first = "_first" if step.action is Action.INSERT and not step.context else ""
            key = f"note_{step.action.value}{first}"
            found.append(str(words.templates[key].format(n=mark, **_quoted(step, words))))
    return tuple(found)


def _quoted(step: Instruction, words: InstructionTable) -> dict[str, str]:
    """Return the wordings of a step in the language's quotation marks."""
    opening, closing = words.quote
    added = f"{step.article} {step.added}" if step.article else step.added
    return {
        name: f"{opening}{text.strip()}{closing}"
        for name, text in (("old", step.removed), ("new", added), ("context", step.context))
    }


def _new_number(step: Instruction, number: int, words: InstructionTable) -> str:
    """Return the number of a new paragraph: its own if that is free, otherwise one between two others."""
    if step.number:
        return _number(step.number, words)
    return words.bis[min(number, 2)].format(n=_number(step.where, words)) if step.where else ""


def _border(step: Instruction) -> str:
    """Return `split` or `merge` if only a paragraph boundary changes, otherwise an empty string."""
    if step.action not in (Action.REPLACE, Action.INSERT, Action.DELETE):
        return ""
    borders = step.added.count("\n") - step.removed.count("\n")
    if (step.added + step.removed).strip() or not borders:
        return ""
    return "split" if borders > 0 else "merge"


def draft(steps: Sequence[Instruction], language: str) -> tuple[str, ...]:
    """Put all instructions into words; new paragraphs at the same place become `bis`, then `ter`."""
    found: list[str] = []
    added = 0
    for number, step in enumerate(steps):
        before = steps[number - 1] if number else None
        follows = before is not None and (before.action, before.where) == (Action.ADD, step.where)
        added = added + 1 if step.action is Action.ADD and follows else 0
        found.append(drafted(step, language, number=added))
    return tuple(found)


def wordings(revision: Revision, old: Document, new: Document) -> tuple[str, ...]:
    """Return all instructions in words, including those for footnotes.

    Left out are steps that only change form, and what amendments never address: the masthead, its
    notes, and the meeting line below the text (`unaddressed` counts these).
    """
    steps = [
        step
        for step in instructions(revision, old, new)
        if not step.form
        and step.change.kind not in (ChangeKind.FORM_ONLY, ChangeKind.RECOGNISED)
        and not _is_unaddressed(step.change, old, new)
    ]
    return (*draft(steps, new.language), *draft_notes(revision, old, new))


def unaddressed(revision: Revision, old: Document, new: Document) -> int:
    """Count the changes that `wordings` leaves out because they are around the text, not in it."""
    return sum(change.is_amendment and _is_unaddressed(change, old, new) for change in revision.changes)


def _is_unaddressed(change: Change, old: Document, new: Document) -> bool:
    gone, come = change.old, change.new
    return (not gone or is_around(old, gone)) and (not come or is_around(new, come))


def _inside(change: Change, old: Document, new: Document, where: str) -> list[Instruction]:
    before, after = old.joined(change.old), new.joined(change.new)
    return [
        Instruction(
            Action(edit.tag),
            change,
            edit.old,
            edit.old.of(before),
            edit.new.of(after),
            where,
            context=_context(before, edit.old.start, old.language)
            if edit.tag is EditTag.INSERT or edit.new.of(after).isspace()
            else "",
            form=not edit.amends(before, after),
        )
        for edit in change.edits
        if edit.tag is not EditTag.EQUAL and (edit.old or edit.new)
    ]


def _left_order(revision: Revision, change: Change) -> bool:
    """Whether a split or merged paragraph also moved past another paragraph."""
    if change.kind not in (ChangeKind.SPLIT, ChangeKind.MERGED):
        return False
    return any(
        other.old
        and other.new
        and not other.kind.is_move
        and (other.old.start < change.old.start) != (other.new.start < change.new.start)
        for other in revision.changes
        if other is not change
    )


def _context(text: str, at: int, language: str) -> str:
    spans = tokenize(text[:at], language)[-_CONTEXT_WORDS:]
    if spans and fold(text[spans[0].start : spans[0].stop]) in _STOPS:
        spans = spans[1:]
    return text[spans[0].start : at] if spans else ""


def _named(document: Document, cited: Sequence[str], span: Span) -> str:
    """Return the citation of a span's first paragraph, or its first words if nothing names it.

    Its position among all paragraphs would be taken for the number of another one.
    """
    name, segment = cited[span.start].removeprefix("¶"), document.segments[span.start]
    if segment.kind is SegmentKind.PARAGRAPH and not segment.label and is_article(name, document.language):
        return f"{name} ¶1"  # the name belongs to the article's heading, on a separate line
    if segment.label and not _is_number(segment.label):
        return _beginning(document, segment)  # a bullet names nothing
    return name or segment.place or segment.label or _beginning(document, segment)


def _is_number(label: str | None) -> bool:
    """Whether a label is a number or letter, unlike the bullet of a list."""
    return label is not None and any(map(str.isalnum, label))


def _article(document: Document, span: Span) -> str:
    """Return the label of a paragraph that begins an article, otherwise an empty string."""
    label = document.segments[span.start].label or ""
    return label if is_article(label, document.language) else ""


def _beginning(document: Document, segment: Segment) -> str:
    """Return `¶` and the first words of a paragraph, or `|` and those of the first cell with any."""
    sign, spans = ("|", segment.cells) if segment.cells else ("¶", (segment.span,))
    text = next(filter(None, (span.of(document.text).strip() for span in spans)), "")
    if len(text) <= _BEGINNING:
        return sign + text
    ends = [word.stop for word in tokenize(text[: 2 * _BEGINNING], document.language)]
    stop = max((end for end in ends if end <= _BEGINNING), default=_BEGINNING)
    return f"{sign}{text[:stop].rstrip()}…"


def _parts_of(place: str) -> tuple[str, str, str]:
    """Split a citation into part of the text (`OP`, `PP` or empty), number or article, and subdivision."""
    match = _PLACE.fullmatch(place)
    return (match[1], match[2], match[3]) if match else ("", place, "")


def _is_bare(place: str, language: str) -> bool:
    """Whether a paragraph has no number of its own, so that no `bis` paragraph can follow it."""
    _, number, rest = _parts_of(place)
    return "¶" in number + rest or place.startswith("|") or is_article(number, language)


def _number(place: str, words: InstructionTable) -> str:
    _, number, rest = _parts_of(place)
    return _LETTER.sub(words.subdivision, rest.strip() or number)


def _in_words(place: str, language: str, suffix: str = "") -> dict[str, str]:
    """Put a citation into words: alone, and with the articles and endings that the language requires."""
    words = profile(language).instructions
    name = _in_full(place, language, words)
    found = {"where" if not suffix else "after": name}
    for form, table in (("at", words.at), ("the", words.the), ("of", words.of)):
        found[f"{form}{suffix}"] = _inflected(name, table)
    return found


def _in_full(place: str, language: str, words: InstructionTable) -> str:
    """Return the name that a citation gives a paragraph in a sentence."""
    if place.startswith(tuple(_BY_BEGINNING)):
        return words.templates[_BY_BEGINNING[place[0]]].format(n=place[1:].join(words.quote))
    part, number, rest = _parts_of(place)
    number, rest = (_LETTER.sub(words.subdivision, each) for each in (number, rest))
    if part.startswith("Annex"):
        return words.in_annex(number + rest, int(part.split()[1]) if any(map(str.isdecimal, part)) else 0)
    kind = {"OP": "operative", "PP": "preambular"}.get(part, "paragraph")
    if not part and is_article(number, language):
        if inside := _NUMBERED.fullmatch(rest):
            of_article = _inflected(number, words.of)
            shown = f"{inside[1]}{inside[2]}"
            return words.templates["article_paragraph"].format(n=number, of=of_article, paragraph=shown)
        kind = "article"
    return words.templates[kind].format(n=number, rest=rest)


def _inflected(name: str, table: Sequence[tuple[str, str]]) -> str:
    """Return a name with the article or ending that the first fitting rule of a table gives it."""
    rules = ((re.match(begins, name), becomes) for begins, becomes in table)
    return next(f"{becomes}{name[m.end() :]}" for m, becomes in rules if m)
