"""Update one edited paragraph: apply the certain edits, and leave the others to a person."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from aligner.comparison.updating.memory import Passage, linked_place, term_change
from aligner.comparison.updating.values_in_place import (
    Replacement,
    extension,
    replaced_symbols,
    replaced_values,
    value_changes,
)
from aligner.languages.amounts import is_year
from aligner.languages.counting import counts_alike, ordinal_word
from aligner.languages.numerals import numerals
from aligner.languages.openings import chain_words, chain_words_for, may_mean, opening, same_strength
from aligner.languages.tokens import CLAUSE_ENDS, fold, with_capital_of
from aligner.revision.diff import BRACKETS
from aligner.revision.edit_types import without_common_end
from aligner.values import SLIGHT_EDITS, Ask, AskKind, Edit, EditTag, EditType, Proposal, Span
from aligner.values.message import marked
from aligner.values.update import TABLE

_CONTEXT: Final = 24
"""Characters of unchanged text quoted on either side of an edit."""
_NUMBER: Final = re.compile(r"\d+(?:\.\d+)?")
_WORD_AFTER: Final = re.compile(r"\s[^\W\d_]+")
"""Signs, with form folded, that may end a clause."""
_EXACT: Final = frozenset({AskKind.VERB, AskKind.TERM})
"""Tasks about words found as such, so that no others need be looked at."""
_MOST: Final = 5
"""Maximum number of proposals for an edit."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The replacements in the old text, the tasks left to a person, and where these are in the text."""

    replacements: tuple[Replacement, ...] = ()
    asks: tuple[Ask, ...] = ()
    where: tuple[Span, ...] = ()


Result = tuple[list[Replacement], Ask | None]
"""The replacements for one edit, and the task left to a person, if any."""


def carry(passage: Passage, edits: Sequence[Edit]) -> Outcome:
    """Carry the pivot's edits over to the other language's text where this is certain.

    Args:
        passage: the texts.
        edits: the edits from `before` to `after`, covering both, with their types.
    """
    replacements: list[Replacement] = []
    asks: list[Ask] = []
    where: list[Span] = []
    listed = extension(passage)
    if listed is not None:
        replacements += listed.replacements
    for edit in edits:
        if edit.tag is EditTag.EQUAL or edit.type in SLIGHT_EDITS:
            continue
        if listed is not None and _is_inside(edit.old, listed.pivot, passage.before):
            continue
        found, ask = _carry_edit(passage, edit)
        if any(_clashes(replacement, replacements) for replacement in found):
            found, ask = [], _ask(AskKind.REPLACE, passage, edit)
        replacements += found
        if ask is not None:
            asks.append(ask)
            where += [ask.where] if ask.where else []
            if ask.what is not AskKind.FOOTNOTE and not (ask.where and ask.what in _EXACT):
                where += passage.link().places(edit.old)
    made = tuple(sorted(replacements, key=lambda replacement: replacement.span))
    return Outcome(made, tuple(asks), tuple(united(where)))


def _is_inside(edit: Span, listed: Span, text: str) -> bool:
    """Whether an edit is inside a list, or between it and the next word."""
    after = len(text) - len(text[listed.stop :].lstrip())
    return listed.start <= edit.start <= edit.stop <= after


def united(spans: Sequence[Span]) -> list[Span]:
    """Sort spans, and merge those that overlap or touch.

    >>> united([Span(4, 6), Span(0, 2), Span(2, 3)])
    [Span(start=0, stop=3), Span(start=4, stop=6)]
    """
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.start <= found[-1].stop:
            found[-1] = Span(found[-1].start, max(found[-1].stop, span.stop))
        else:
            found.append(span)
    return found


def _clashes(one: Replacement, others: Sequence[Replacement]) -> bool:
    return any(one.span.overlaps(replacement.span) or one.span == replacement.span for replacement in others)


def _carry_edit(passage: Passage, edit: Edit) -> Result:
    if edit.type is EditType.FOOTNOTE:
        return [], _ask(AskKind.FOOTNOTE, passage, edit)
    if edit.type is EditType.CONSEQUENTIAL:
        return _consequence(passage, edit)
    if edit.type is EditType.VERB:
        return ([], _words(passage, edit)) if _keeps_verb(passage, edit) else _verb(passage, edit)
    if edit.type is EditType.BRACKET:
        return _brackets(passage, edit)
    values = _values(passage, edit)
    if values:
        return values, _counted(passage, edit, values) if edit.type is EditType.NUMBER else None
    return _term(passage, edit) or ([], _words(passage, edit))


def _term(passage: Passage, edit: Edit) -> Result | None:
    """Replace a term or name by the new one; a person confirms, since endings and articles may differ."""
    change = term_change(passage, edit)
    where = None if change is None else linked_place(change, passage.link)
    if change is None or where is None:
        return None
    terms = [term if where.start else term[:1].upper() + term[1:] for term in change.translations[:_MOST]]
    proposals = _ranked(terms, change.origin)
    return [Replacement(where, proposals[0].text)], _ask(AskKind.TERM, passage, edit, proposals, where)


def _values(passage: Passage, edit: Edit) -> list[Replacement] | None:
    old, new = edit.old.of(passage.before), edit.new.of(passage.after)
    symbols = replaced_symbols(old, new, passage.text)
    if symbols is not None:
        return symbols
    changed = value_changes(old, new, passage.pivot)
    if not changed:
        return None
    here = [(number._replace(span=number.span.shifted(edit.old.start)), value) for number, value in changed]
    return replaced_values(here, passage)


def _counted(passage: Passage, edit: Edit, values: Sequence[Replacement]) -> Ask | None:
    """Return the task of changing the noun after a number if its form changes too (12 شهرا, 6 أشهر)."""
    for value in values:
        word = _WORD_AFTER.match(passage.text, value.span.stop)
        was, now = (_count(text, passage.language) for text in (value.span.of(passage.text), value.text))
        if word is None or was is None or now is None:
            continue
        if not counts_alike(was, now, passage.language):
            return _ask(AskKind.REVIEW, passage, edit, where=Span(value.span.start, word.end()))
    return None


def _count(shown: str, language: str) -> Decimal | None:
    """Return the number in digits or in words that counts; None for anything else, such as a year."""
    found = numerals(shown, language)
    if len(found) != 1 or found[0].span != Span(0, len(shown)) or not _NUMBER.fullmatch(found[0].value):
        return None
    if is_year(shown):  # as printed: a count of two thousand has a separator, 2 000
        return None
    number = Decimal(found[0].value)
    is_ordinal = ordinal_word(int(number), shown, int(number), language) is not None
    return None if is_ordinal else number


def _words(passage: Passage, edit: Edit) -> Ask:
    """Return the task for inserted, deleted or replaced words, with proposals for new ones."""
    new = edit.new.of(passage.after)
    if edit.type in (EditType.NUMBER, EditType.DATE, EditType.SYMBOL, EditType.REFERENCE):
        return _ask(AskKind.REPLACE, passage, edit)
    if not new.strip():
        return _ask(AskKind.DELETE, passage, edit)
    proposals = _verbs_inside(passage, edit) or passage.material.memory.words(new, passage.before)
    return _ask(AskKind.TRANSLATE, passage, edit, proposals)


def _verbs_inside(passage: Passage, edit: Edit) -> tuple[Proposal, ...]:
    """Propose verbs for one inside the paragraph that is replaced by another: `… and urges all States`."""
    sides = edit.old.of(passage.before).strip(), edit.new.of(passage.after).strip()
    old, new = (opening(side, passage.pivot) for side in sides)
    if old is None or new is None or (old.span.stop, new.span.stop) != tuple(map(len, sides)):
        return ()
    text = passage.text.casefold()
    kept = (form for form in same_strength(old, passage.language) if form in text)
    forms = same_strength(new, passage.language, like=next(kept, ""))
    return _ranked(forms[:_MOST])


def _keeps_verb(passage: Passage, edit: Edit) -> bool:
    """Whether the verb only has new words before it: `Calls`, `Recognizes the need … and calls`.

    Not if these make it another one: `Concerned`, `Deeply concerned`.
    """
    old, _ = without_common_end(edit.old.of(passage.before), edit.new.of(passage.after))
    verb = opening(passage.after, passage.pivot)
    is_whole = verb is not None and not passage.after[verb.span.stop : edit.new.stop].strip()
    return bool(edit.old) and not old and not is_whole


def _verb(passage: Passage, edit: Edit) -> Result:
    """Replace the opening verb by the first of the same strength, for a person to confirm."""
    own, wanted = opening(passage.text, passage.language), opening(passage.after, passage.pivot)
    where = None if own is None else own.span
    if wanted is None:
        return [], _ask(AskKind.VERB, passage, edit, where=where)
    forms = list(same_strength(wanted, passage.language, like=own.form if own else ""))
    fits = own is not None and may_mean(own, wanted)
    if own is not None and fits:
        forms = [own.form, *(form for form in forms if form.casefold() != own.form.casefold())]
    replaces = where.of(passage.text) if where is not None else ""
    shown = [with_capital_of(form, replaces) for form in forms[:_MOST]]
    proposals = _ranked(shown)
    replaced = [] if where is None or fits or not shown else [Replacement(where, shown[0])]
    return replaced, _ask(AskKind.VERB, passage, edit, proposals, where)


def _ranked(texts: Sequence[str], origin: str = TABLE) -> tuple[Proposal, ...]:
    """Return proposals in order, which have no scores of their own: the nth is scored 1/n."""
    return tuple(Proposal(text, origin, 1.0 / rank) for rank, text in enumerate(texts, 1))


def _consequence(passage: Passage, edit: Edit) -> Result:
    """Carry over an edit that follows from another: closing punctuation, a number, or a chain word."""
    old, new = fold(edit.old.of(passage.before)).strip(), fold(edit.new.of(passage.after)).strip()
    stripped = passage.text.rstrip()
    last = fold(stripped[-1:])
    if {old, new} - {""} <= CLAUSE_ENDS and edit.old.stop >= len(passage.before.rstrip()):
        if last == new:
            return [], None
        if not new or last != old:
            return [], _ask(AskKind.REPLACE, passage, edit)
        return [Replacement(Span(len(stripped) - 1, len(stripped)), passage.material.end_sign(new))], None
    if value_changes(edit.old.of(passage.before), edit.new.of(passage.after), passage.pivot):
        values = _values(passage, edit)
        return (values, None) if values else ([], _ask(AskKind.NUMBER, passage, edit))
    return _chain(passage, edit, *without_common_end(old, new))


def _chain(passage: Passage, edit: Edit, old: str, new: str) -> Result:
    """Replace or delete the opening's chain word ("also", "further"), for a person to confirm.

    An inserted one is only proposed, since its place depends on the language.
    """
    where = _chain_place(passage.text, passage.language)
    if not new:
        deleted = where is not None and where.start > 0 and bool(old)
        removed = [Replacement(_with_space(passage.text, where), "")] if where and deleted else []
        return removed, _ask(AskKind.CHAIN, passage, edit, where=where)
    words = chain_words_for(new.casefold(), passage.pivot, passage.language)
    shown = [with_capital_of(word, where.of(passage.text)) if where else word for word in words[:_MOST]]
    proposals = _ranked(shown)
    known = new.casefold() in chain_words(passage.pivot)
    replaced = [Replacement(where, shown[0])] if where and old and known and shown else []
    return replaced, _ask(AskKind.CHAIN, passage, edit, proposals, where)


def _chain_place(text: str, language: str) -> Span | None:
    """Find the chain word before a paragraph's opening verb, or directly after it."""
    verb, low = opening(text, language), text.casefold()
    for word in sorted(chain_words(language), key=len, reverse=True) if verb else ():
        start = low.find(word)
        if verb and 0 <= start <= verb.span.stop + 1:
            return Span(start, start + len(word))
    return None


def _with_space(text: str, word: Span) -> Span:
    """Extend a word to the space before it, if there is one."""
    return Span(word.start - text[: word.start].endswith(" "), word.stop)


def _brackets(passage: Passage, edit: Edit) -> Result:
    """Remove the square brackets that the pivot removed, if both texts have the same brackets."""
    old, new = edit.old.of(passage.before), edit.new.of(passage.after)
    in_pivot = [n for n, sign in enumerate(passage.before) if fold(sign) in BRACKETS]
    in_text = [n for n, sign in enumerate(passage.text) if fold(sign) in BRACKETS]
    same = [fold(passage.before[n]) for n in in_pivot] == [fold(passage.text[n]) for n in in_text]
    removed = [number for number, n in enumerate(in_pivot) if n in edit.old]
    if not new.strip() and same and removed and len(removed) == len(old.strip()):
        spans = (_bracket(passage.text, in_text[n]) for n in removed)
        return [Replacement(span, "") for span in spans], None
    return [], _ask(AskKind.BRACKET, passage, edit)


def _bracket(text: str, at: int) -> Span:
    """Extend a bracket to the space before it if a closing sign follows: `the value [, as agreed]`."""
    spaced = text[:at].endswith(" ") and fold(text[at + 1 : at + 2]) in CLAUSE_ENDS
    return Span(at - spaced, at + 1)


def _ask(
    what: AskKind,
    passage: Passage,
    edit: Edit,
    proposals: tuple[Proposal, ...] = (),
    where: Span | None = None,
) -> Ask:
    if where is None and what not in (AskKind.FOOTNOTE, AskKind.CHAIN):
        where = passage.link().best_place(edit.old)
    return Ask(what, quoted(passage.before, passage.after, edit), where, proposals)


def quoted(before: str, after: str, edit: Edit) -> str:
    """Quote an edit in its context, with deleted words in {-…-} and inserted ones in {+…+}."""
    start = max(0, edit.old.start - _CONTEXT)
    stop = min(len(before), edit.old.stop + _CONTEXT)
    change = marked(edit.old.of(before), edit.new.of(after))
    whole = before[start : edit.old.start] + change + before[edit.old.stop : stop]
    return " ".join(f"{'…' if start else ''}{whole}{'…' if stop < len(before) else ''}".split())
