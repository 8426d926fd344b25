"""Diff two wordings of one paragraph by words, not by characters.

Words and atoms are compared with `difflib`, and the result is then made readable: edits begin
and end at word boundaries, a replaced passage is one edit instead of many small ones, and
differences of form only are marked as such. Still, an unchanged stretch longer than a few
characters is always shown as unchanged.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from aligner.languages.profile import profile
from aligner.languages.tokens import NO_ATOMS, CutWords, common_prefix, cut_words, form_key
from aligner.revision.common_stretches import matching_runs
from aligner.values import Edit, EditTag, EditType, Span

_CLAUSE_SIGNS: Final = frozenset("，,;；。.、:：!?！？،؛")
BRACKETS: Final = frozenset("[]")
"""Brackets that enclose text under negotiation, after width folding."""

_TINY_ISLAND: Final = 2  # visible characters: an unchanged stretch this short only clutters a diff
_SMALL_ISLAND: Final = 4  # the same between two edits that are much larger
_MUCH_LARGER: Final = 3  # ratio of the edits to the stretch between them
_NUMBERING: Final = frozenset({"label", "number"})
_LONGEST_SHIFT: Final = 15  # maximum number of runs in which all numbers shifted
_LONGEST_UNIT: Final = 24  # maximum number of characters from a number to the end of its unit
_CLAUSE: Final = 200  # characters around an edit in which to look for the ends of its clause


def diff(old: str, new: str, language: str, normalize: Callable[[str], str] = str) -> tuple[Edit, ...]:
    """Return the edits that turn one text into another.

    Args:
        old: the old wording; may be empty.
        new: the new wording; may be empty.
        language: language code of both, which determines word boundaries.
        normalize: maps a text to a form of the same length; two wordings with the same form
            differ in form only (see `languages.script.reading`).

    Returns:
        Edits that cover both texts completely, in order. Those of type `form` change
        punctuation, spaces or Unicode forms only; the others have no type yet.

    >>> old, new = "敦促各国", "鼓励各国"
    >>> [(edit.tag.value, edit.old.of(old), edit.new.of(new)) for edit in diff(old, new, "zh")]
    [('replace', '敦促', '鼓励'), ('equal', '各国', '各国')]
    """
    if old == new:
        return (Edit(EditTag.EQUAL, Span(0, len(old)), Span(0, len(new))),) if old else ()
    if not old or not new:
        tag = EditTag.INSERT if new else EditTag.DELETE
        return (Edit(tag, Span(0, len(old)), Span(0, len(new))),)
    head, tail = _common_ends(old, new)
    left = _Side.cut(old, normalize(old), head, len(old) - tail, language)
    right = _Side.cut(new, normalize(new), head, len(new) - tail, language)
    script = _Script(old, new, normalize)
    script.equal(head, head)
    for run in _readable(_by_position(_runs(left, right), left, right), left, right):
        _write(run, left, right, script)
    script.equal(len(old), len(new))
    return tuple(script.edits)


@dataclass(frozen=True, slots=True)
class _Side:
    """The words of one text between its common ends; spaces belong to the word before them."""

    text: str
    words: CutWords
    borders: list[int]  # word i with its spaces is text[borders[i]:borders[i + 1]]
    leading: frozenset[str]

    @staticmethod
    def cut(text: str, read: str, start: int, stop: int, language: str) -> _Side:
        words = cut_words(read, language, start, stop)
        return _Side(text, words, [start, *words.starts[1:], stop], _leading(language))

    @property
    def keys(self) -> list[str]:
        return self.words.keys

    def span(self, start: int, stop: int) -> Span:
        if not self.keys:
            return Span(self.borders[0], self.borders[-1])
        return Span(self.borders[start], self.borders[stop])

    def visible(self, start: int, stop: int) -> int:
        return sum(self.words.stops[start:stop]) - sum(self.words.starts[start:stop])

    def kinds(self, start: int, stop: int) -> list[str]:
        return self.words.kinds[start:stop]

    def only_brackets(self, start: int, stop: int) -> bool:
        return all(key in BRACKETS for key in self.keys[start:stop])

    def with_numbers_masked(self, start: int, stop: int) -> list[str]:
        words = zip(self.keys[start:stop], self.kinds(start, stop), strict=True)
        return [kind if kind in _NUMBERING else key for key, kind in words]

    def border_rank(self, start: int, stop: int) -> tuple[int, bool]:
        """Rank how natural tokens [start, stop) are as an insertion or deletion.

        Best is a whole clause, with the sign before or after it. Otherwise a phrase is whole if it begins
        with a sign or a word that leads on, such as "and" or "the", and does not end in one: readers expect
        "the Council [and the Assembly] and the Court", not "the Council and the [Assembly and the] Court".
        """
        after_sign, ends_in_sign = self._is_sign(start - 1), self._is_sign(stop - 1)
        starts_with_sign, before_sign = self._is_sign(start), self._is_sign(stop)
        begins = starts_with_sign or self.keys[start] in self.leading
        of_signs = 2 if after_sign and ends_in_sign else int(starts_with_sign and before_sign)
        return of_signs, begins and self.keys[stop - 1] not in self.leading

    def _is_sign(self, number: int) -> bool:
        """Whether a word is a sign between clauses, or beyond the words: texts are cut at such signs."""
        return not 0 <= number < len(self.keys) or self.keys[number] in _CLAUSE_SIGNS

    def only_atoms(self, start: int, stop: int) -> bool:
        return stop > start and all(kind not in NO_ATOMS for kind in self.kinds(start, stop))


@dataclass(slots=True)
class _Run:
    """Tokens [i1, i2) of the old text paired with [j1, j2) of the new."""

    equal: bool
    i1: int
    i2: int
    j1: int
    j2: int


@cache
def _leading(language: str) -> frozenset[str]:
    return frozenset(form_key(word) for word in profile(language).words.leading)


def _common_ends(old: str, new: str) -> tuple[int, int]:
    """Return the lengths of the common start and end of both texts that need not be compared.

    Cutting them off before tokenization makes a long paragraph with one changed word cheap. The cuts
    must not affect tokenization, and leave the clause around the edit, along which it can slide.
    """
    head = common = common_prefix(old, new)
    while head and not _can_cut(old, new, head, head, in_clause=head < common - _CLAUSE):
        head -= 1
    shortest = min(len(old), len(new)) - head
    reversed_old, reversed_new = old[: -shortest - 1 : -1], new[: -shortest - 1 : -1]
    tail = common_prefix(reversed_old, reversed_new) if shortest else 0
    least = tail - _CLAUSE
    while tail and not _can_cut(old, new, len(old) - tail, len(new) - tail, in_clause=tail < least):
        tail -= 1
    return head, tail


def _can_cut(old: str, new: str, at: int, at_new: int, *, in_clause: bool) -> bool:
    return _is_border(old, at, in_clause=in_clause) and _is_border(new, at_new, in_clause=in_clause)


def _is_border(text: str, at: int, *, in_clause: bool) -> bool:
    """Whether a cut before `text[at]` leaves tokenization unchanged, because no atom spans it.

    Cuts are made between clauses, and inside one only if it is long.
    """
    if not 0 < at < len(text):
        return False
    before = text[at - 1]
    if before in "，；。：\n،؛":
        return True
    if not (before.isspace() and at > 1 and text[at].islower()):
        return False
    if not (text[at - 2] in ",;:" or (in_clause and text[at - 2].islower())):
        return False
    return not any(character.isdigit() for character in text[max(0, at - _LONGEST_UNIT) : at])


def _runs(left: _Side, right: _Side) -> list[_Run]:
    """Return alternating equal and changed runs that cover all tokens of both sides."""
    runs: list[_Run] = []
    i = j = 0
    for at, to, size in (*matching_runs(left.keys, right.keys), (len(left.keys), len(right.keys), 0)):
        if at > i or to > j:
            runs.append(_Run(False, i, at, j, to))
        if size:
            runs.append(_Run(True, at, at + size, to, to + size))
        i, j = at + size, to + size
    if not runs and (left.span(0, 0) or right.span(0, 0)):
        runs.append(_Run(False, 0, 0, 0, 0))
    return runs


def _by_position(runs: list[_Run], left: _Side, right: _Side) -> list[_Run]:
    """Pair numbers that all shifted: "5 and 6" to "6 and 7" replaces two numbers."""
    found: list[_Run] = []
    at = 0
    while at < len(runs):
        end = _end_of_shift(runs, at, left, right)
        if end == at:
            found.append(runs[at])
            at += 1
            continue
        for i, j in zip(
            range(runs[at].i1, runs[end - 1].i2), range(runs[at].j1, runs[end - 1].j2), strict=True
        ):
            equal = left.keys[i] == right.keys[j]
            if found and found[-1].equal is equal and found[-1].i2 == i and found[-1].i1 >= runs[at].i1:
                found[-1].i2, found[-1].j2 = i + 1, j + 1
            else:
                found.append(_Run(equal, i, i + 1, j, j + 1))
        at = end
    return found


def _end_of_shift(runs: list[_Run], at: int, left: _Side, right: _Side) -> int:
    """Return the end of the longest sequence of runs from `at` that differ only in numbers, or `at`."""
    first = runs[at]
    if first.equal or first.i2 - first.i1 == first.j2 - first.j1:
        return at
    for end in range(min(len(runs), at + _LONGEST_SHIFT), at + 1, -1):
        last = runs[end - 1]
        if last.equal or last.i2 - first.i1 != last.j2 - first.j1:
            continue
        if left.with_numbers_masked(first.i1, last.i2) == right.with_numbers_masked(first.j1, last.j2):
            return end
    return at


def _readable(runs: list[_Run], left: _Side, right: _Side) -> list[_Run]:
    """Absorb tiny unchanged islands, and align isolated insertions with clause boundaries."""
    merged: list[_Run] = []
    for number, run in enumerate(runs):
        following = runs[number + 1] if number + 1 < len(runs) else None
        before = merged[-1] if merged and not merged[-1].equal else None
        if before and (not run.equal or (following and _is_clutter(before, run, following, left, right))):
            before.i2, before.j2 = run.i2, run.j2
        else:
            merged.append(run)
    ends = (
        _Run(True, 0, 0, 0, 0),
        _Run(True, len(left.keys), len(left.keys), len(right.keys), len(right.keys)),
    )
    framed = [ends[0], *merged, ends[1]]
    for before, run, after in zip(framed, framed[1:], framed[2:], strict=False):
        if not run.equal:
            _slide(before, run, after, left, right)
            _enclose(before, run, after, left, right)
    return [run for run in framed if not run.equal or run.i1 < run.i2]


def _is_clutter(before: _Run, island: _Run, after: _Run, left: _Side, right: _Side) -> bool:
    """Whether an unchanged stretch between two edits is too short to be worth showing."""
    if not NO_ATOMS.issuperset(left.kinds(island.i1, island.i2)):
        return False
    edits = [((left, edit.i1, edit.i2), (right, edit.j1, edit.j2)) for edit in (before, after)]
    if all(side.only_atoms(*run) for edit in edits for side, *run in edit):
        return False  # two changed numbers with a comma between them are two edits
    if any(all(side.only_brackets(*run) for side, *run in edit) for edit in edits):
        return False  # an opening and a closing bracket are two edits, however little they enclose
    size = left.visible(island.i1, island.i2)
    if size <= _TINY_ISLAND:
        return True
    around = min(max(side.visible(*run) for side, *run in edit) for edit in edits)
    return size <= _SMALL_ISLAND and around >= _MUCH_LARGER * size


def _slide(before: _Run, edit: _Run, after: _Run, left: _Side, right: _Side) -> None:
    """Slide an isolated insertion or deletion along repeated context to the borders of a clause or phrase.

    "促进和平，[促进]发展，" and "促进和平，[促进发展，]" are equivalent; readers expect the second.
    """
    if edit.i1 == edit.i2:
        side, start, stop = right, edit.j1, edit.j2
    elif edit.j1 == edit.j2:
        side, start, stop = left, edit.i1, edit.i2
    else:
        return
    keys = side.keys
    if not keys:
        return
    back = forth = 0
    room = before.i2 - before.i1
    while back < room and keys[start - back - 1] == keys[stop - back - 1]:
        back += 1
    room = after.i2 - after.i1
    while forth < room and keys[start + forth] == keys[stop + forth]:
        forth += 1
    best = max(range(-back, forth + 1), key=lambda by: (side.border_rank(start + by, stop + by), -abs(by)))
    before.i2 += best
    before.j2 += best
    after.i1 += best
    after.j1 += best
    edit.i1, edit.i2, edit.j1, edit.j2 = edit.i1 + best, edit.i2 + best, edit.j1 + best, edit.j2 + best


def _enclose(before: _Run, edit: _Run, after: _Run, left: _Side, right: _Side) -> None:
    """Give an edit that cuts two pairs of brackets apart the outer ones, too.

    Of "[1.2] [1.5]" and "[1.3]", the outer brackets are equal, but "1.2] [1.5" is no alternative.
    """
    cut = any(_cuts_brackets(keys) for keys in (left.keys[edit.i1 : edit.i2], right.keys[edit.j1 : edit.j2]))
    if not cut or not (before.i1 < before.i2 and after.i1 < after.i2):
        return
    if (left.keys[before.i2 - 1], left.keys[after.i1]) != ("[", "]"):
        return
    before.i2, before.j2 = before.i2 - 1, before.j2 - 1
    edit.i1, edit.i2, edit.j1, edit.j2 = edit.i1 - 1, edit.i2 + 1, edit.j1 - 1, edit.j2 + 1
    after.i1, after.j1 = after.i1 + 1, after.j1 + 1


def _cuts_brackets(keys: Sequence[str]) -> bool:
    """Whether words close a bracket that they do not open, and open as many that they do not close."""
    depth = lowest = 0
    for key in keys:
        depth += (key == "[") - (key == "]")
        lowest = min(lowest, depth)
    return lowest < 0 and depth == 0


def whole_edit(parts: Sequence[Edit]) -> Edit:
    """Return consecutive edits as one."""
    first, last = parts[0], parts[-1]
    old, new = Span(first.old.start, last.old.stop), Span(first.new.start, last.new.stop)
    return replace(first, old=old, new=new)


class _Script:
    """Collects edits in order and joins those that belong together."""

    def __init__(self, old: str, new: str, normalize: Callable[[str], str]) -> None:
        self._old, self._new, self._normalize = old, new, normalize
        self.edits: list[Edit] = []
        self._at = (0, 0)

    def equal(self, old_to: int, new_to: int) -> None:
        self._add(old_to, new_to, EditTag.EQUAL, None)

    def change(self, old_to: int, new_to: int) -> None:
        old = self._old[self._at[0] : old_to]
        new = self._new[self._at[1] : new_to]
        if old == new:
            self.equal(old_to, new_to)
            return
        leading, trailing = _common_spaces(old, new)
        if leading or trailing:
            self.equal(self._at[0] + leading, self._at[1] + leading)
            self.change(old_to - trailing, new_to - trailing)
            self.equal(old_to, new_to)
            return
        tag = EditTag.INSERT if not old else EditTag.DELETE if not new else EditTag.REPLACE
        only_form = form_key(self._normalize(old)) == form_key(self._normalize(new))
        self._add(old_to, new_to, tag, EditType.FORM if only_form else None)

    def _add(self, old_to: int, new_to: int, tag: EditTag, kind: EditType | None) -> None:
        old, new = Span(self._at[0], old_to), Span(self._at[1], new_to)
        if not old and not new:
            return
        self._at = (old_to, new_to)
        last = self.edits[-1] if self.edits else None
        only_form = tag is EditTag.REPLACE and kind is EditType.FORM
        if last is not None and (last.tag, last.type) == (tag, kind) and (tag is EditTag.EQUAL or only_form):
            self.edits[-1] = whole_edit((last, Edit(tag, old, new, kind)))
        elif last is not None and EditTag.EQUAL not in (last.tag, tag) and self._is_one(last, old, new):
            self.edits.pop()
            self._at = (last.old.start, last.new.start)
            self.change(old_to, new_to)
        else:
            self.edits.append(Edit(tag, old, new, kind))

    def _is_one(self, last: Edit, old: Span, new: Span) -> bool:
        """Whether two adjacent edits are one because one of them is only white space."""
        return any(
            not (a.of(self._old) + b.of(self._new)).strip() for a, b in ((last.old, last.new), (old, new))
        )


def _write(run: _Run, left: _Side, right: _Side, script: _Script) -> None:
    old, new = left.span(run.i1, run.i2), right.span(run.j1, run.j2)
    if not run.equal:
        script.change(old.stop, new.stop)
        return
    if old.of(left.text) == new.of(right.text):
        script.equal(old.stop, new.stop)
        return
    for i, j in zip(range(run.i1, run.i2), range(run.j1, run.j2), strict=True):
        script.change(left.words.starts[i], right.words.starts[j])
        script.change(left.words.stops[i], right.words.stops[j])
        script.change(left.borders[i + 1], right.borders[j + 1])


def _common_spaces(old: str, new: str) -> tuple[int, int]:
    """Count the white-space characters that two different texts share at the start and at the end."""
    leading = min(common_prefix(old, new), len(old) - len(old.lstrip()))
    room = min(len(old), len(new)) - leading
    trailing = min(common_prefix(old[::-1], new[::-1]), len(old) - len(old.rstrip()), room)
    return leading, trailing
