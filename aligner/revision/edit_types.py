"""Classify each edit by what it affects, in the categories a delegate would use.

The types are tried in order, the most significant first: form, footnote, consequence of
another change, opening verb, date, document symbol, reference, number, bracket, name;
anything else is wording.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

import regex

from aligner.languages import get
from aligner.languages.atoms import word_facts
from aligner.languages.facts_grammar import is_in_date
from aligner.languages.openings import Opening, chain_words, opening, strength_change
from aligner.languages.tokens import CLAUSE_ENDS, Token, fold, form_key, tokens
from aligner.revision.diff import BRACKETS
from aligner.revision.number_edits import numbers_changed
from aligner.values import Edit, EditTag, EditType

_ATOMS: Final = {
    "date": EditType.DATE,
    "symbol": EditType.SYMBOL,
    "code": EditType.SYMBOL,
    "number": EditType.NUMBER,
    "note": EditType.FOOTNOTE,
}

_NEAR_START: Final = 24  # maximum position of a chain word such as "also", in characters
_LONGEST_REFERENCE_WORD: Final = 24  # with the space after it

_MAY_BE_NUMBER: Final = frozenset({EditType.WORDING, EditType.NAME, EditType.NUMBER})
"""Types assigned to edits of numbers that are spelled out, or that are edited along with other words."""


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """A paragraph in both drafts.

    Attributes:
        old: the old wording.
        new: the new wording.
        language: language code of both.
        body: where the text proper begins in each, after a number at the start.
        verbs: the opening verb of each, or None.
    """

    old: str
    new: str
    language: str
    body: tuple[int, int]
    verbs: tuple[Opening | None, Opening | None]

    @classmethod
    def of(cls, old: str, new: str, language: str, body: tuple[int, int]) -> _Paragraph:
        verbs = opening(old[body[0] :], language), opening(new[body[1] :], language)
        return cls(old, new, language, body, verbs)

    def edited(self, edit: Edit) -> tuple[str, str]:
        """Return the words that an edit removes and those that it adds."""
        return edit.old.of(self.old), edit.new.of(self.new)

    def verbs_changed_by(self, edit: Edit) -> tuple[Opening, Opening] | None:
        """Return the opening verbs if they differ, and if the edit begins before the end of both."""
        old, new = self.verbs
        if old is None or new is None or old.form == new.form:
            return None
        inside = (
            edit.old.start < self.body[0] + old.span.stop and edit.new.start < self.body[1] + new.span.stop
        )
        return (old, new) if inside else None


def typed(
    edits: Sequence[Edit], old: str, new: str, language: str, body: tuple[int, int] = (0, 0)
) -> tuple[Edit, ...]:
    """Give every edit its type, and also the change in strength of a verb or the values of a number.

    Args:
        edits: the edits, as returned by `diff`; existing types are kept.
        old: the old wording.
        new: the new wording.
        language: language code of both.
        body: where the text proper begins in each, after a number at the start.
    """
    untyped = [edit.tag is not EditTag.EQUAL and edit.type is None for edit in edits]
    if not any(untyped):
        return tuple(edits)
    paragraph = _Paragraph.of(old, new, language, body)
    return tuple(
        _with_type(edit, paragraph) if is_untyped else edit
        for edit, is_untyped in zip(edits, untyped, strict=True)
    )


def _with_type(edit: Edit, paragraph: _Paragraph) -> Edit:
    if _is_consequence(edit, paragraph):
        return replace(edit, type=EditType.CONSEQUENTIAL)
    verbs = paragraph.verbs_changed_by(edit)
    if verbs is not None:
        return replace(edit, type=EditType.VERB, strength=strength_change(*verbs))
    category = _category(edit, paragraph)
    if category not in _MAY_BE_NUMBER:
        return replace(edit, type=category)
    values = numbers_changed(edit, paragraph.old, paragraph.new, paragraph.language)
    if values is None:
        return replace(edit, type=category)
    return replace(edit, type=_number_category(edit, paragraph), values=values)


def _number_category(edit: Edit, paragraph: _Paragraph) -> EditType:
    """Return the type of an edit to a number: date, reference or plain number."""
    sides = (paragraph.old, edit.old), (paragraph.new, edit.new)
    if all(is_in_date(text, span, paragraph.language) for text, span in sides):
        return EditType.DATE
    return EditType.REFERENCE if _follows_reference(edit, paragraph) else EditType.NUMBER


def _is_consequence(edit: Edit, paragraph: _Paragraph) -> bool:
    """Whether an edit merely follows from another change.

    Examples are "Also" or "Further" after a neighbour moved, and the closing punctuation of a
    paragraph that became the last one, or no longer is.
    """
    before, after = paragraph.edited(edit)
    chain = chain_words(paragraph.language)
    if max(edit.old.start, edit.new.start) <= _NEAR_START:
        words = set(without_common_end(before, after)) - {""}
        if words and all(word in chain for word in words):
            return True
    closing = (edit.old.stop, edit.new.stop) == (len(paragraph.old), len(paragraph.new))
    return closing and all(fold(text.strip()) in CLAUSE_ENDS for text in (before, after) if text.strip())


def without_common_end(before: str, after: str) -> tuple[str, str]:
    """Return two wordings without the last words they share but for capitals: Urges, Also urges."""
    old, new = before.casefold().split(), after.casefold().split()
    while old and new and old[-1] == new[-1]:
        old.pop()
        new.pop()
    return " ".join(old), " ".join(new)


def _category(edit: Edit, paragraph: _Paragraph) -> EditType:
    (before, after), language = paragraph.edited(edit), paragraph.language
    if not _non_wording_pattern(language).search(before + after):
        return EditType.WORDING
    pieces = [*_pieces(before, language), *_pieces(after, language)]
    kinds = {token.kind for token, _ in pieces} - {"sign"}
    if not kinds and {form_key(sign) for _, sign in pieces} <= BRACKETS:
        return EditType.BRACKET
    if "label" in kinds and kinds <= {"label", "number"}:
        return EditType.REFERENCE
    if kinds == {"number"} and _follows_reference(edit, paragraph):
        return EditType.REFERENCE
    if len(kinds) == 1 and (kind := next(iter(kinds))) in _ATOMS:
        return _ATOMS[kind]
    for kind in ("date", "symbol"):
        if kind in kinds and kinds <= {kind, "number"}:
            return _ATOMS[kind]
    return EditType.NAME if _is_name(pieces, edit, language) else EditType.WORDING


def _pieces(text: str, language: str) -> list[tuple[Token, str]]:
    return [(token, text[token.start : token.stop]) for token in tokens(text, language)]


@cache
def _non_wording_pattern(language: str) -> regex.Pattern[str]:
    """Return a quick test: an edit whose text has no match is wording, as most edits are."""
    return regex.compile(rf"[\p{{N}}\p{{Lu}}\[\]［］{word_facts(language).revealing}]")


@cache
def _reference_pattern(language: str) -> regex.Pattern[str]:
    return regex.compile(rf"(?<!\p{{L}}){word_facts(language).reference}\s*$")


def _follows_reference(edit: Edit, paragraph: _Paragraph) -> bool:
    """Whether a word such as "paragraph" directly precedes a changed number in the new wording."""
    before = paragraph.new[: edit.new.start][-_LONGEST_REFERENCE_WORD:]
    return bool(_reference_pattern(paragraph.language).search(before))


def _is_name(pieces: Sequence[tuple[Token, str]], edit: Edit, language: str) -> bool:
    """Whether every word is capitalized, away from the start of the paragraph.

    In scripts without capitals, title marks indicate a name instead.
    """
    words = [text for token, text in pieces if token.kind == "word"]
    if not get(language).spaced or get(language).right_to_left:
        return any(text in word_facts(language).title_marks for token, text in pieces if token.kind == "sign")
    return bool(words) and edit.new.start > 0 and all(word[0].isupper() for word in words)
