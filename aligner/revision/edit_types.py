"""Classify each edit by what it affects, in the categories a delegate would use.

The types are tried in order, the most significant first: form, footnote, consequence of
another change, opening verb, date, document symbol, reference, number, bracket, name;
anything else is wording.

Recognize edits that replace one number with another, however either is written.

An edit rarely covers exactly one number: it may cover part of one (五十[万]元), two and the words
between them, or a number and its unit. So numbers are parsed together with the words around the
edit, which is an edit of numbers if nothing else in it changed.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final, Self

import regex

from aligner.languages import get
from aligner.languages.amounts import Amount, amounts, unit_names
from aligner.languages.facts_grammar import is_in_date
from aligner.languages.openings import Opening, chain_words, opening, strength_change
from aligner.languages.profile import profile
from aligner.languages.tokens import CLAUSE_ENDS, Token, common_prefix, fold, form_key, spelling_key, tokens
from aligner.revision.diff import BRACKETS
from aligner.values import Edit, EditTag, EditType, Span

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


Values = tuple[tuple[str, ...], tuple[str, ...]]

_AROUND: Final = 48  # characters of context on either side of an edit, enough for whole numbers
_SHORT: Final = 2  # maximum number of Han characters of a word that changes along with a number
_ENDING: Final = 3  # maximum length of an ending, and minimum length of its stem


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
    def of(cls, old: str, new: str, language: str, body: tuple[int, int]) -> Self:
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
    if edit.tag is EditTag.REPLACE and _is_spelling(edit, paragraph):
        return replace(edit, type=EditType.FORM)
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


def _is_spelling(edit: Edit, paragraph: _Paragraph) -> bool:
    """Whether an edit replaces words by the same words in another spelling, but for capitals."""
    before, after = paragraph.edited(edit)
    keys = (spelling_key(each, paragraph.language) for each in (before, after))
    return before.lower() != after.lower() and len(set(keys)) == 1


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
    return regex.compile(rf"[\p{{N}}\p{{Lu}}\[\]［］{profile(language).words.revealing}]")


def _follows_reference(edit: Edit, paragraph: _Paragraph) -> bool:
    """Whether a word such as "paragraph" directly precedes a changed number in the new wording."""
    before = paragraph.new[: edit.new.start][-_LONGEST_REFERENCE_WORD:]
    reference = profile(paragraph.language).words.reference
    return bool(regex.search(rf"(?<!\p{{L}}){reference}\s*$", before))


def _is_name(pieces: Sequence[tuple[Token, str]], edit: Edit, language: str) -> bool:
    """Whether every word is capitalized, away from the start of the paragraph.

    In scripts without capitals, title marks indicate a name instead.
    """
    words = [text for token, text in pieces if token.kind == "word"]
    if not get(language).spaced or get(language).right_to_left:
        return any(
            text in profile(language).words.title_marks for token, text in pieces if token.kind == "sign"
        )
    return bool(words) and edit.new.start > 0 and all(word[0].isupper() for word in words)


def numbers_changed(edit: Edit, old: str, new: str, language: str) -> Values | None:
    """Return the numbers that an edit replaces, adds or removes; None if it changes anything else.

    Args:
        edit: an edit from `old` to `new`; not an equal run.
        old: the old wording of the whole paragraph.
        new: its new wording.
        language: language code of both.

    Returns:
        The old and new values, in the order of the text; either may be empty.
    """
    sides = _around(old, edit.old), _around(new, edit.new)
    for paired in (False, True):
        found = [_touched(text, span, language, paired=paired) for text, span in sides]
        if paired and not all(found):
            return None
        found = _completed(found, sides, language, paired)
        before, after = ([amount.value for amount in side] for side in found)
        if before != after and _are_alone(found, sides, language, sure=not paired):
            return _without_common_ends(before, after)
    return None


def _without_common_ends(before: list[str], after: list[str]) -> Values:
    while before and after and before[0] == after[0]:
        del before[0], after[0]
    while before and after and before[-1] == after[-1]:
        del before[-1], after[-1]
    return tuple(before), tuple(after)


def _around(text: str, span: Span) -> tuple[str, Span]:
    """Return a span with its context, and the span's position in that."""
    start = max(0, span.start - _AROUND)
    return text[start : span.stop + _AROUND], Span(span.start - start, span.stop - start)


def _touched(text: str, span: Span, language: str, *, paired: bool) -> list[Amount]:
    return [amount for amount in amounts(text, language, paired=paired) if amount.span.overlaps(span)]


def _completed(
    found: Sequence[list[Amount]], sides: Sequence[tuple[str, Span]], language: str, paired: bool
) -> list[list[Amount]]:
    """Return the numbers of both sides, including one beside the edit if the edit changed part of it.

    In 五十[万]元 the new draft still has a number, although the edit only removes characters.
    """
    whole = []
    for ours, (text, span), theirs, (_, other) in zip(found, sides, found[::-1], sides[::-1], strict=True):
        cut = any(not amount.span.within(other) for amount in theirs)
        if not ours and cut:
            near = amounts(text, language, paired=paired)
            ours = [
                amount
                for amount in near
                if amount.span.start <= span.start and not text[amount.span.stop : span.start].strip()
            ]
        whole.append(ours)
    return whole


def _are_alone(
    found: Sequence[Sequence[Amount]], sides: Sequence[tuple[str, Span]], language: str, *, sure: bool
) -> bool:
    """Whether only numbers changed, and perhaps the endings of other words.

    If both sides have the same count of numbers, and they are `sure` to be numbers, one word may have
    changed along with them: 五年以下 → 七年以上.
    """
    before, after = (
        _rest(text, span, numbers, language) for numbers, (text, span) in zip(found, sides, strict=True)
    )
    if len(before) != len(after):
        return False
    other = [pair for pair in zip(before, after, strict=True) if not _is_same_word(*pair)]
    if not other:
        return True
    (one, two), *more = other
    short = get(language).spaced or len(one) == len(two) <= _SHORT
    return sure and not more and short and one.isalpha() and two.isalpha() and len(found[0]) == len(found[1])


def _rest(text: str, span: Span, numbers: Sequence[Amount], language: str) -> list[str]:
    """Return the words of an edit other than its numbers, with inflected units replaced by unit names."""
    blanked = text
    for number in numbers:
        blanked = blanked[: number.span.start] + " " * len(number.span) + blanked[number.span.stop :]
    rest = unit_names(span.of(blanked), language).casefold().split()
    return [key for word in rest if (key := form_key(word))]


def _is_same_word(one: str, two: str) -> bool:
    """Whether two words are equal, or differ only in their endings: year, years."""
    if one == two:
        return True
    shared = common_prefix(one, two)
    return shared >= _ENDING and max(len(one), len(two)) - shared <= _ENDING
