"""Read plain text: bytes in some encoding, lines, and form feeds between pages.

Restore the printed lines of a page in text that a program extracted from a PDF.

Extraction leaves traces of typesetting in the text: blanks where the page has narrow gaps (see
`stray_blanks`), and a line break before or after a raised mark.

Remove blanks that text extraction put where the page has a narrow gap between two letters.

A blank is stray where the file itself shows it: lines justified by wide gaps, signs and compounds
that it elsewhere writes without one, letters cut off its words, Chinese set with space between all
characters.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise
from typing import Final

from aligner.languages.letter_ranges import HAN_LETTERS, WIDE
from aligner.readers.encoding import decode
from aligner.readers.extract_builder import ExtractBuilder
from aligner.values.extract import Extract, Line
from aligner.values.message import ReadError

_EMBEDDINGS: Final = "\u202a\u202b\u202c"
_ACCENTED: Final = re.compile(r"[^\W\d_][\u0300-\u036f]+")
"""A letter whose accents are characters of their own, as some programs copy text."""

_OVERRIDES: Final = "\u202d\u202e"


_LETTER: Final = r"[^\W\d_]"
_IDEOGRAPHS: Final = f"[{HAN_LETTERS}]"
_HAN: Final = re.compile(_IDEOGRAPHS)
_MARK_END: Final = re.compile(r"(?:[^\W\d_]|[,;:)\]”’»》」），；、])( ?)(\d{1,3}|\*{1,3})$")
_LONE_MARK: Final = re.compile(r"[ \u00a0]*(?:\d{1,3}|\*{1,3})[ \u00a0]*")
_NOTE: Final = re.compile(r"[ \u00a0]*(\d{1,3}|\*{1,3})(?:[ \u00a0]*$|[ \u00a0]*(?=[^\W\d_]|[“«《„(]))")
"""What a line begins with that begins a note: its mark, alone or before a text."""

_RULE: Final = re.compile(r"\s*[_\-–—─━]{5,}\s*")
_LIST_LETTER: Final = re.compile(rf"{_LETTER}{{1,4}}[.)]")
_DIGITS: Final = re.compile(r"\d+")
_CLOSING: Final = ",.;:)，。；：）"
_MARGIN: Final = 0.97  # quantile of the lines' widths that is the margin


BLANKS: Final = " \u00a0"
"""The blanks inside lines."""

_GAP: Final = re.compile(r"(?<=\S)[ \u00a0]+(?=\S)")
_WIDE_GAP: Final = re.compile(r"(?<=\S)[ \u00a0]{2,3}(?=\S)")
_JUSTIFIED_GAPS: Final = 4  # wide gaps of a line that show it was justified
_FEW: Final = 3  # lines or words that show a habit of the file

_LETTERS: Final = 2  # letters cut off words that show these are no words themselves

_HYPHEN: Final = "[-‐‑]"
_BESIDE_HYPHEN: Final = re.compile(f" {_HYPHEN}|{_HYPHEN} ")
_COMPOUND: Final = re.compile(rf"(?=(?<!{_LETTER})({_LETTER}+){_HYPHEN}({_LETTER}+))")
_APART: Final = re.compile(rf"(?<!{_LETTER})({_LETTER}+)( ?)({_HYPHEN})( ?)(?=({_LETTER}+))")
_LEANING: Final = re.compile(rf"(?<={_LETTER}) (?={_HYPHEN}(?:[^\W_]|[,;]|\s*$))|(?<=\d) (?=–\d)")
"""The blank before a hyphen and letter, or a hyphen at a line's end: no language writes one so."""

_SIGNS: Final = ",;:.)!?’”»"
_SIGN_APART: Final = re.compile(rf"(?<=[^\W_])[{BLANKS}](?=([{_SIGNS}])(?![.…/])(?:\W|s\b|$))")
_SIGN_CLOSE: Final = re.compile(rf"[^\W_](?=([{_SIGNS}])(?![.…/])(?:\W|s\b|$))")
_USUALLY: Final = 8  # times a sign is closed up for each time it is set apart, if those blanks are stray

_PIECES: Final = re.compile(rf"(?<![^\W_])({_LETTER}+) (?=({_LETTER}+)(?![^\W_]))")
_TOKEN: Final = re.compile(rf"{_LETTER}+")
_HAN_SPACED: Final = re.compile(rf"{_IDEOGRAPHS} (?={_IDEOGRAPHS})")
_HAN_RUN: Final = re.compile(rf"(?:{_IDEOGRAPHS} ){{5}}{_IDEOGRAPHS}")
"""More characters set apart than a name or heading has that is spread out."""

_HAN_CLOSE: Final = re.compile(rf"{_IDEOGRAPHS}(?={_IDEOGRAPHS})")
_WIDE_SPACED: Final = re.compile(rf"(?<=[{WIDE}]) (?=[{WIDE}])")


def read(data: bytes, name: str, *, encoding: str | None = None, verbatim: bool = False) -> Extract:
    r"""Read a text file.

    Lines end only at `\n` or `\r\n`: characters such as U+2028 or a form feed can occur inside a
    segment, and line numbers must agree with those of other tools. There are two exceptions,
    which do not apply to `verbatim` lines: a lone `\r` ends a line in a file without any `\n`,
    and a form feed at the edge of a line, which begins a page, is removed. The embeddings that
    pdftotext puts around each line and number of Arabic are removed, too, unless the text has
    overrides, which change the order of its letters. Accents are composed with their letters.

    Args:
        data: the whole file.
        name: name of the file, for messages.
        encoding: the encoding given by the user; detected otherwise.
        verbatim: whether to keep every line exactly as it is.

    Raises:
        ReadError: if the bytes are not text, or the text is empty.
    """
    text, found = decode(data, name, encoding)
    if not verbatim and not any(sign in text for sign in _OVERRIDES):
        for sign in _EMBEDDINGS:
            text = text.replace(sign, "")
    if not text.strip():
        raise ReadError.about(name, "error.white_space")
    if "\0" in text:
        raise ReadError.about(name, "error.nul")
    builder = ExtractBuilder()
    lines = _split_lines(text, lone_returns=not verbatim)
    if not verbatim and lines[-1] and not lines[-1].strip("\f"):
        lines.pop()  # pdftotext ends every page with a form feed, including the last
    if not verbatim:
        lines = [
            _ACCENTED.sub(lambda match: unicodedata.normalize("NFC", match.group()), line) for line in lines
        ]
        lines = restored(lines)
    paged = any("\f" in line for line in lines)
    page = 1
    for line in lines:
        head = len(line) - len(line.lstrip("\f"))
        tail = len(line) - len(line.rstrip("\f")) if head < len(line) else 0
        page += head
        body = line[head : len(line) - tail]
        builder.add(line if verbatim else body, Line(page=page if paged else None))
        page += tail + body.count("\f")
    pages = max((line.page or 0 for line in builder.lines), default=0)
    return builder.build("txt", name, encoding=found, pages=pages if paged else None)


def _split_lines(text: str, *, lone_returns: bool = False) -> list[str]:
    r"""Split a text at its line ends; a line end at the end of the text adds no line.

    Args:
        text: the whole text.
        lone_returns: whether a lone `\r` ends a line in a text without `\n`, as on old Macs.

    >>> _split_lines("a\r\n\n b\u2028c\n")
    ['a', '', ' b\u2028c']
    """
    ends = "\r" if lone_returns and "\n" not in text else "\n"
    lines = text.replace("\r\n", "\n").split(ends)
    if not lines[-1]:
        lines.pop()
    return lines


def restored(lines: Sequence[str]) -> list[str]:
    """Return the lines as they were printed: without stray blanks, and whole where a raised mark broke them.

    At a real wrap the next word did not fit; the next line as a whole fits only if both are pieces
    of one printed line, or two paragraphs. The mark must have a note, since rows of tables and items of
    lists end with numbers, too.

    Args:
        lines: those of a text file, form feeds included.
    """
    lines = removed(lines)
    widths = sorted(_width(line) for line in lines if line.strip())
    margin = widths[int(len(widths) * _MARGIN)] if widths else 0
    notes, sure_notes = _notes(lines), _notes(lines, sure=True)
    found: list[str] = []
    index = 0
    while index < len(lines):
        line = lines[index]
        if found and index + 1 < len(lines) and _LONE_MARK.fullmatch(line):
            marked, below = found[-1].rstrip(BLANKS) + _trimmed(line), lines[index + 1]
            goes_on = _goes_on(marked, below) and _has_note(marked, sure_notes, index)
            if goes_on and _fits(margin, found[-1], line, below):
                found[-1], line = marked, below
                index += 1
        goes_on = bool(found) and _goes_on(found[-1], line) and _has_note(found[-1], notes, index)
        if goes_on and _fits(margin, found[-1], line):
            found[-1] = _one_line(found[-1], line)
        else:
            found.append(line)
        index += 1
    return found


def _notes(lines: Sequence[str], *, sure: bool = False) -> dict[str, set[int]]:
    """Return for each mark the lines that may begin its note: the mark alone or before a text.

    Args:
        lines: all lines.
        sure: whether to leave out marks alone that are neither below a rule nor above a line with a
            capital: a cell of a table may be a line of its own, too.
    """
    found: dict[str, set[int]] = defaultdict(set)
    ruled = False
    for index, (line, below) in enumerate(pairwise((*lines, ""))):
        ruled = ruled or _RULE.fullmatch(line) is not None
        mark = _NOTE.match(line)
        if mark is None:
            continue
        alone = mark.end() == len(line)
        likely = not sure or ruled or _trimmed(below)[:1].isupper()
        if likely if alone else not line[mark.end()].islower():
            found[mark.group(1)].add(index)
    return found


def _has_note(line: str, notes: Mapping[str, set[int]], index: int) -> bool:
    """Whether there is a note, on another row, for the mark at the end of a line."""
    mark = _MARK_END.search(line.rstrip(BLANKS))
    return mark is not None and any(place != index for place in notes.get(mark.group(2), ()))


def _one_line(above: str, below: str) -> str:
    first = _trimmed(below)[:1]
    space = "" if _HAN.match(first) or first in _CLOSING else " "
    return above.rstrip(BLANKS) + space + below.lstrip(BLANKS)


def _fits(margin: int, *pieces: str) -> bool:
    """Whether pieces of a line are no longer than the lines of the page."""
    return sum(_width(piece) + 1 for piece in pieces) <= margin + 1


def _goes_on(above: str, below: str) -> bool:
    """Whether a line ends with a mark inside a sentence, and the next goes on with it."""
    mark = _MARK_END.search(above.rstrip(BLANKS))
    if mark is None or _LIST_LETTER.match(_trimmed(below)) or _are_items(above, below):
        return False
    first = _trimmed(below)[:1]
    if first and first in _CLOSING:
        return True
    set_in = below[:1] in BLANKS and above[:1] not in BLANKS and below[1:2] not in BLANKS
    return first.islower() or bool(first and set_in) or (not mark.group(1) and bool(_HAN.match(first)))


def _are_items(above: str, below: str) -> bool:
    """Whether two lines differ only in their numbers, as the entries of a list do: `附件1`, `附件2`."""
    return _DIGITS.sub("", _trimmed(above)) == _DIGITS.sub("", _trimmed(below))


def _trimmed(line: str) -> str:
    return line.strip(BLANKS)


def _width(line: str) -> int:
    text = line.strip()
    return len(text) if text.isascii() else sum(1 + (unicodedata.east_asian_width(c) in "WF") for c in text)


def removed(lines: Sequence[str]) -> list[str]:
    """Return the lines of a text file without stray blanks."""
    found = list(lines)
    for step in (_without_wide_gaps, _closed_han, _closed_hyphens, _closed_signs, _closed_words):
        found = step(found)
    return found


def _without_wide_gaps(lines: list[str]) -> list[str]:
    """Make one blank of each gap of two or three, if the file has lines that are justified by these."""
    if sum(map(_is_justified, lines)) < _FEW:
        return lines
    return [_WIDE_GAP.sub(" ", line) for line in lines]


def _is_justified(line: str) -> bool:
    """Whether a line has wide gaps between the words of a sentence; cells of tables begin with capitals."""
    gaps = [len(gap) for gap in _GAP.findall(line)]
    wide = sum(gap > 1 for gap in gaps)
    if wide < _JUSTIFIED_GAPS or max(gaps) > 3 or 2 * wide < len(gaps):
        return False
    words = sum(word.isalpha() and not word[0].isupper() for word in line.split())
    return words >= _JUSTIFIED_GAPS


def _closed_han(lines: list[str]) -> list[str]:
    """Close up Chinese in which most characters are set apart by a blank."""
    spaced = sum(len(_HAN_SPACED.findall(line)) for line in lines)
    close = sum(len(_HAN_CLOSE.findall(line)) for line in lines)
    if spaced <= close or not any(map(_HAN_RUN.search, lines)):
        return lines
    return [_WIDE_SPACED.sub("", line) for line in lines]


def _closed_hyphens(lines: list[str]) -> list[str]:
    """Remove the blanks beside hyphens of compounds.

    A compound that the file also has without blanks proves that they are none of its own; a hyphen
    between two blanks may be a dash unless several compounds are proven so. Where that is so of blanks before
    hyphens, they go wherever none follows.
    """
    if not any(map(_BESIDE_HYPHEN.search, lines)):
        return lines
    compounds = {_pair(match) for line in lines for match in _COMPOUND.finditer(line)}
    known = [match for line in lines for match in _APART.finditer(line) if _is_known(match, compounds)]
    between = {_compound(match) for match in known if match.group(2) and match.group(4)}
    before = sum(bool(match.group(2)) and not match.group(4) for match in known)
    dashes = len(between) >= _FEW

    def close(match: re.Match[str]) -> str:
        is_known = _is_known(match, compounds) and (dashes or match.group(2, 4) != (" ", " "))
        return match.expand(r"\1\3") if is_known else match.group()

    closed = [_APART.sub(close, line) for line in lines]
    return closed if before < _FEW else [_LEANING.sub("", line) for line in closed]


def _is_known(match: re.Match[str], compounds: Collection[tuple[str, str]]) -> bool:
    """Whether blanks are beside the hyphen of a compound that the file also has without."""
    return bool(match.group(2) or match.group(4)) and _compound(match) in compounds


def _compound(match: re.Match[str]) -> tuple[str, str]:
    return match.group(1).lower(), match.group(5).lower()


def _closed_signs(lines: list[str]) -> list[str]:
    """Remove the blank before signs that the file hardly ever sets apart.

    Only stray commas show that these blanks are stray: other signs may be set apart on purpose, as in
    French, in code and in `:)`.
    """
    apart = Counter(sign for line in lines for sign in _SIGN_APART.findall(line))
    if apart.total() < _FEW:
        return lines
    close = Counter(sign for line in lines for sign in _SIGN_CLOSE.findall(line))
    stray = {sign for sign, count in apart.items() if close[sign] >= _USUALLY * count}
    if "," not in stray:
        return lines
    return [
        _SIGN_APART.sub(lambda match: "" if match.group(1) in stray else match.group(), line)
        for line in lines
    ]


def _closed_words(lines: list[str]) -> list[str]:
    """Put back a letter cut off a word that the file has whole elsewhere: `mor e`.

    The letter is no word of the file. Longer pieces may be words by themselves (`web page`), and so may
    one letter, but not several of them (`a way`).
    """
    if any(map(unicodedata.combining, "".join(lines))):
        return lines  # a letter and its accent are two characters here
    matches = (match for line in lines for match in _PIECES.finditer(line))
    pairs = Counter(_pair(match) for match in matches if 1 in map(len, match.groups()))
    if len(pairs) < _FEW:
        return lines
    words = Counter(word.lower() for line in lines for word in _TOKEN.findall(line))
    whole = {pair: count for pair, count in pairs.items() if "".join(pair) in words}
    pieces: Counter[str] = Counter()
    for pair, count in whole.items():
        pieces.update(dict.fromkeys(pair, count))
    cut_off = {piece for piece, count in pieces.items() if len(piece) == 1 and words[piece] <= count}
    broken = {pair for pair in whole if cut_off.intersection(pair) and not _HAN.match(pair[0])}
    letters = cut_off.intersection(piece for pair in broken for piece in pair)
    if len(broken) < _FEW or len(letters) < _LETTERS:
        return lines
    return [
        _PIECES.sub(lambda match: match.group(1) + " " * (_pair(match) not in broken), line) for line in lines
    ]


def _pair(match: re.Match[str]) -> tuple[str, str]:
    return match.group(1).lower(), match.group(2).lower()
