"""Form: unmatched brackets and quotation marks, doubled spaces, missing closing punctuation.

A deviation that recurs throughout a document, such as a space before each full stop or list
items without closing punctuation, is reported once.
"""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import regex

from aligner.checks.material import Check, Material, Side, finding, merge_recurring
from aligner.languages.profile import profile
from aligner.languages.tokens import fold
from aligner.values import DocumentKey, Finding, Message, SegmentKind, Severity, Span

_PAIRS: Final = dict(zip(")]}》〉】»”』」", "([{《〈【«“『「", strict=True))
_OPENERS: Final = frozenset(_PAIRS.values())
_QUOTES: Final = frozenset("“«「『")  # each paragraph of a quotation may repeat these
_PLAIN_QUOTES: Final = ("“", "”")
_LOW_QUOTE: Final = "„"
_BEGINS: Final = regex.compile(r"[“”]*[\p{L}\p{N}\p{Ps}«‹‘\"'…]")
"""What follows an opening quotation mark, perhaps after others, but not a closing one."""
_SIGN: Final = regex.compile(r"[^\w\s]")
_REACH: Final = 20  # rows that a quotation may span
_LIST_LABEL: Final = regex.compile(r"(?<![\p{L}\d])[\p{L}\d]{1,4}\)")
_DOUBLED: Final = regex.compile(r"(?<=\S) {2,}(?=\S)|(?<=[\p{L}\d])\s+[,.](?=\s|$)|([,;،؛，；、])\s*\1")
"""Two spaces in a row, a space before a comma or full stop, or a sign printed twice."""

_LINKED: Final = regex.compile(r"[;,؛،；，]\s*\p{L}{1,5}$")
"""The end of a list item before the last: "; and", "; или"."""

_ENDS: Final = ".;:,!?-…"
_CLOSERS: Final = "\"')]»”’》」』〉】"
_ENDING: Final = (SegmentKind.OPERATIVE, SegmentKind.PREAMBULAR, SegmentKind.ITEM)


class _Unpaired(NamedTuple):
    """A bracket or quotation mark without a partner in its row."""

    row: int
    key: DocumentKey
    place: int
    opener: str
    is_opener: bool


def _run(material: Material) -> Iterator[_Unpaired | Finding]:
    for row, side in material.sides():
        yield from _unpaired(row, side)
    yield from _doubled(material)
    yield from _without_end(material)


def _merged(material: Material, found: Sequence[_Unpaired | Finding]) -> Iterator[Finding]:
    signs: dict[DocumentKey, list[_Unpaired]] = {key: [] for key in material.newest.values()}
    others: dict[str, list[Finding]] = {"form.doubled": [], "form.no_end": []}
    for each in found:
        if isinstance(each, _Unpaired):
            signs[each.key].append(each)
        else:
            others[each.message.code].append(each)
    for of_document in signs.values():
        yield from _without_partner(material, of_document)
    for alike in others.values():
        yield from merge_recurring(alike)


def _doubled(material: Material) -> Iterator[Finding]:
    """Yield the first doubled space, doubled punctuation mark or space before punctuation in each row."""
    for row, side in material.sides():
        if match := _DOUBLED.search(side.text):
            message, span = Message("form.doubled"), Span(*match.span())
            yield finding(CHECK, Severity.FORM, row, side, message, span=span, found=match.group())


def _without_end(material: Material) -> Iterator[Finding]:
    for row, pivot, other in material.full_pairs():
        last = other.document.segments[other.segments.stop - 1]
        if _ends(pivot) and not _ends(other) and last.kind in _ENDING:
            message = Message("form.no_end", pivot=pivot.language, sign=_last(pivot))
            yield finding(CHECK, Severity.FORM, row, other, message, expected=_last(pivot))


def _unpaired(row: int, side: Side) -> Iterator[_Unpaired]:
    """Yield the brackets and quotation marks without a partner in their row.

    These are closing marks that match no open one, and marks left open. Stops at a closing mark that
    does not match the mark currently open.
    """
    text = side.text
    labels = {match.end() - 1 for match in _LIST_LABEL.finditer(text)}
    opened: list[_Unpaired] = []
    turned = _turns_quotes(side)
    for place in (match.start() for match in _SIGN.finditer(text)):
        one = _sign(text, place, turned=turned)
        if one in _OPENERS:
            opened.append(_Unpaired(row, side.key, place, one, is_opener=True))
        elif one in _PAIRS:
            if opened and opened[-1].opener == _PAIRS[one]:
                opened.pop()
            elif place not in labels:
                yield _Unpaired(row, side.key, place, _PAIRS[one], is_opener=False)
                if opened:
                    return
    yield from opened


def _turns_quotes(side: Side) -> bool:
    """Whether “ may close a quotation, or ” open it: „Wort“ in German, ”كلمة“ in Arabic."""
    if not any(mark in side.text for mark in _PLAIN_QUOTES):
        return False
    opening, _ = profile(side.language).instructions.quote
    return _LOW_QUOTE in side.text or opening in (_LOW_QUOTE, "”")


def _sign(text: str, place: int, *, turned: bool) -> str:
    """Return a bracket or quotation mark in one form; what follows shows if quotation marks are turned."""
    character = text[place]
    if turned and character == _LOW_QUOTE:
        return "“"
    if turned and character in _PLAIN_QUOTES:
        return "“" if _BEGINS.match(text, place + 1) else "”"
    return character if character in _PAIRS or character in _OPENERS else fold(character)


def _without_partner(material: Material, signs: Sequence[_Unpaired]) -> Iterator[Finding]:
    """Yield the first mark in each row that has no partner in other rows either.

    A quotation may span several paragraphs, each of which may repeat the opening mark. Each kind
    of mark is paired separately, so that a bracket left open inside a quotation is reported alone.
    """
    open_signs: dict[str, list[_Unpaired]] = {}  # by kind
    unpaired: list[_Unpaired] = []
    for sign in signs:
        open_of_kind = open_signs.setdefault(sign.opener, [])
        if sign.is_opener:
            open_of_kind.append(sign)
        elif open_of_kind and sign.row - open_of_kind[-1].row <= _REACH:
            open_of_kind.pop()  # it closes the last one
        else:
            unpaired.append(sign)
    left_open = (sign for open_of_kind in open_signs.values() for sign in open_of_kind)
    unpaired += [sign for sign in left_open if not _opens_anew(material, sign)]
    first_in_row = dict[int, _Unpaired]()
    for sign in sorted(unpaired, key=lambda sign: (sign.row, sign.is_opener, sign.place)):
        first_in_row.setdefault(sign.row, sign)
    for sign in first_in_row.values():
        if side := material.side(sign.row, sign.key):
            yield _bracket(sign, side)


def _opens_anew(material: Material, sign: _Unpaired) -> bool:
    """Whether the next paragraph repeats the quotation mark that was left open in this one."""
    if sign.opener not in _QUOTES:
        return False
    here = material.side(sign.row, sign.key)
    row = material.row_of(sign.key, here.segments.stop) if here else None
    side = material.side(row, sign.key) if row is not None else None
    if side is None or not (text := side.text.lstrip()):
        return False
    return _sign(text, 0, turned=_turns_quotes(side)) == sign.opener


def _bracket(unpaired: _Unpaired, side: Side) -> Finding:
    place = unpaired.place
    sign = side.text[place]
    message = Message("form.not_closed" if unpaired.is_opener else "form.not_opened", sign=sign)
    return finding(CHECK, Severity.FORM, unpaired.row, side, message, span=Span(place, place + 1), found=sign)


def _last(side: Side) -> str:
    """Return the last sign of a text: before closing brackets and quotation marks, or before a last "and"."""
    text = side.text.rstrip()
    linked = _LINKED.search(text)
    return linked.group()[0] if linked else text.rstrip(_CLOSERS)[-1:]


def _ends(side: Side) -> bool:
    """Whether a text ends in punctuation."""
    last = fold(_last(side))
    return bool(last) and last in _ENDS + "、؛،"


CHECK: Final = Check("form", Severity.FORM, _run, by_row=True, merge=_merged)
