"""Corrections from the fonts of a PDF for characters that pdfium gets wrong.

A font can embed a table that maps its codes to Unicode (`ToUnicode`). pdfium ignores whole
blocks of it if a range crosses a multiple of 256, as in tables written by macOS. Other tables
are wrong themselves: those of one version of Acrobat Distiller map ك to آ. And some fonts have
neither a table nor an encoding: pdfium reads the codes as those of the Macintosh, but they are
those of Windows.
"""

import io
import logging
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

_SUBSET: Final = re.compile(r"^[A-Z]{6}\+")
_DEEPEST: Final = 4  # maximum nesting of forms
_FORMS: Final = range(0xFE80, 0xFEFD)  # isolated, initial, final and medial forms of Arabic letters
_LETTERS: Final = range(0x0621, 0x064B)
_FEWEST: Final = 10  # minimum number of entries that establish an order
_REGULAR: Final = 0.8  # minimum share of entries in that order

_MOST_CODES: Final = 0x10000
_LONGEST: Final = 256  # digits of a text, which a damaged table may copy for each of its codes
_BLOCK: Final = re.compile(rb"beginbf(?P<kind>char|range)(?P<body>.*?)endbf(?P=kind)", re.DOTALL)
"""A block of a font's map from codes to characters (`ToUnicode`): single codes or ranges."""

_PAIR: Final = re.compile(rb"<([0-9A-Fa-f\s]+)>\s*<([0-9A-Fa-f\s]*)>")
_TRIPLE: Final = re.compile(rb"<([0-9A-Fa-f\s]+)>\s*<([0-9A-Fa-f\s]+)>\s*(?:<([0-9A-Fa-f\s]+)>|\[([^\]]*)\])")
"""An entry of such a block: one or two codes, and the character or the list of characters."""

_NUMBERED: Final = re.compile(r"[A-Za-z]{1,2}(3[2-9]|[4-9]\d|1[01]\d|12[0-6])")
"""A name after a code of ASCII."""

_HEX: Final = re.compile(rb"<([0-9A-Fa-f\s]+)>")
_LOG: Final = logging.getLogger(__name__)

CodeMap = Mapping[int, str]
_WINDOWS: Final[CodeMap] = {
    code: text for code in range(0x80, 0x100) if (text := bytes([code]).decode("cp1252", "ignore"))
}
"""The codes that mean other letters in Windows than on the Macintosh."""

_ON_MACINTOSH: Final = {
    text for code in range(0xE0, 0x100) if not (text := bytes([code]).decode("mac_roman")).islower()
} - {"·"}
"""What the small letters of Windows are there, without a sign of Catalan."""

_MISREAD: Final = re.compile(rf"[{''.join(_ON_MACINTOSH)}](?<=[^\W\d_].)(?=[a-z])")


def letters_of_macintosh(text: str) -> int:
    """Count the letters that were read by the codes of the Macintosh, but written by those of Windows.

    >>> letters_of_macintosh("K‰ferhofen dÈcidÈ"), letters_of_macintosh("5 ‰ À ÉTÉ")
    (2, 0)
    """
    return len(_MISREAD.findall(text))


class FontMaps:
    """The code tables of a PDF's fonts, which correct what pdfium reads."""

    def __init__(self, data: bytes) -> None:
        """Read the tables of a file, or as many as are readable if it is damaged."""
        self._exact: dict[str, list[CodeMap]] = defaultdict(list)
        self._by_name: dict[str, list[CodeMap]] = defaultdict(list)
        for name, codes in _tables(data):
            self._exact[name].append(codes)
            self._by_name[_SUBSET.sub("", name)].append(codes)
        self._misread = {
            name: _merged([misread_letters(table) for table in tables])
            for name, tables in (self._by_name | self._exact).items()
        }
        self._doubtful = {
            name: {letter: form for table in tables for letter, form in _misplaced(table).items()}
            for name, tables in self._by_name.items()
        }

    def meaning(self, font: str, code: int) -> str | None:
        """Return the text for a code of a font; None if no table has it, or tables of that name disagree."""
        for tables in (self._exact.get(font, ()), self._by_name.get(_SUBSET.sub("", font), ())):
            found = {table[code] for table in tables if code in table}
            if found:
                return found.pop() if len(found) == 1 else None
        return None

    def misread(self, font: str) -> Mapping[str, str]:
        """Map the letters that a font's table gets wrong to those that the font shows."""
        return self._misread.get(font) or self._misread.get(_SUBSET.sub("", font), {})

    def doubtful(self, font: str) -> Mapping[str, str]:
        """Map the letters that a font's table gives for two codes, rightly and wrongly, to the other one."""
        return self._doubtful.get(_SUBSET.sub("", font), {})


def misread_letters(codes: CodeMap) -> dict[str, str]:
    """Find the entries that break the order of a font's table of Arabic letters.

    Fonts have the forms of the Arabic letters in the order of Unicode's presentation forms, so that
    code and character differ by a constant. An entry that breaks this order is wrong. It is not
    corrected if another entry has the same letter, alone or in a ligature, since the two cannot be
    distinguished in pdfium's output.

    >>> table = {code: chr(0xFE80 + code) for code in range(0x50, 0x70)}
    >>> misread_letters(table | {0x5B: "آ"}) == {"آ": "ﻛ"}
    True
    """
    if codes is _WINDOWS:
        return {bytes([code]).decode("mac_roman"): text for code, text in codes.items()}
    wrong = _misplaced(codes)
    shared = Counter(letter for text in codes.values() for letter in set(_letters(text)))
    return {text: form for text, form in wrong.items() if shared[text] == 1}


def _misplaced(codes: CodeMap) -> dict[str, str]:
    """Return the letters that break the order of a table, and the forms that should be there."""
    single = {code: text for code, text in codes.items() if len(text) == 1}
    steps = Counter(ord(text) - code for code, text in single.items() if ord(text) in _FORMS)
    if not steps:
        return {}
    step, regular = steps.most_common(1)[0]
    if regular < _FEWEST or regular < _REGULAR * steps.total():
        return {}
    wrong = {
        text: chr(code + step)
        for code, text in single.items()
        if ord(text) in _LETTERS and code + step in _FORMS and _letters(chr(code + step)) != text
    }
    return wrong if len(wrong) <= (1 - _REGULAR) * len(single) else {}


def _letters(forms: str) -> str:
    """Replace presentation forms by their letters, as pdfium does."""
    return unicodedata.normalize("NFKC", forms)


def code_map(table: bytes) -> dict[int, str]:
    """Parse a `ToUnicode` table into code → text, without meaningless entries.

    A code without a text belongs to the text of another.

    >>> code_map(b"1 beginbfchar <03> <0066 0066> endbfchar 1 beginbfrange <19ff> <1a00> <63cf> endbfrange")
    {3: 'ff', 6655: '描', 6656: '提'}
    """
    codes: dict[int, str] = {}
    for block in _BLOCK.finditer(table):
        if block["kind"] == b"char":
            for code, text in _PAIR.findall(block["body"]):
                _put(codes, _number(code), _decoded(text))
            continue
        for first, last, text, several in _TRIPLE.findall(block["body"]):
            start, stop = _number(first), min(_number(last) + 1, _MOST_CODES)
            begun = _decoded(text[:_LONGEST])
            texts = [_decoded(each) for each in _HEX.findall(several)]
            for offset in range(stop - start):
                one = _shifted(begun, offset) if text else "".join(texts[offset : offset + 1])
                if one:
                    _put(codes, start + offset, one)
    return codes


def named_signs(differences: Sequence[Any]) -> dict[int, str]:
    """Return the characters that an encoding names, by their codes: a code, then names from there on.

    Programs name the signs that they draw as bitmaps after their codes, like `a65` for `A`.

    >>> from pdfminer.psparser import LIT
    >>> named_signs([3, LIT("eacute"), LIT("a66"), 9, LIT("unknown")])
    {3: 'é', 4: 'B'}
    """
    from pdfminer.encodingdb import name2unicode
    from pdfminer.psparser import literal_name

    codes: dict[int, str] = {}
    code = 0
    for each in differences:
        if isinstance(each, int):
            code = each
            continue
        name = str(literal_name(each))
        try:
            _put(codes, code, name2unicode(name))
        except (KeyError, ValueError):
            if numbered := _NUMBERED.fullmatch(name):
                _put(codes, code, chr(int(numbered[1])))
        code += 1
    return codes


def _put(codes: dict[int, str], code: int, text: str) -> None:
    if code < _MOST_CODES and "\0" not in text:
        codes[code] = text


def _number(digits: bytes) -> int:
    return int(b"".join(digits.split()) or b"0", 16)


def _decoded(digits: bytes) -> str:
    plain = b"".join(digits.split())
    return bytes.fromhex(plain[: len(plain) // 4 * 4].decode("ascii")).decode("utf-16-be", "ignore")


def _shifted(text: str, by: int) -> str:
    """Return the text with the code of its last character increased."""
    if not text:
        return ""
    last = ord(text[-1]) + by
    return text[:-1] + chr(last) if last <= 0x10FFFF and not 0xD800 <= last < 0xE000 else ""


def _tables(data: bytes) -> Iterator[tuple[str, CodeMap]]:
    """Yield the name and table of each font of a file that has a table or names for its signs, or neither."""
    from pdfminer.pdftypes import dict_value, stream_value
    from pdfminer.psparser import literal_name

    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    try:
        for font in _fonts(data):
            name = str(literal_name(font.get("BaseFont", "")))  # a font drawn by the file itself has no name
            if "ToUnicode" in font:
                yield name, code_map(stream_value(font["ToUnicode"]).get_data())
            elif "Encoding" not in font and literal_name(font["Subtype"]) == "TrueType":
                yield name, _WINDOWS
            elif not name:
                yield name, named_signs(dict_value(font["Encoding"])["Differences"])
    except Exception as error:  # a damaged file can raise anything
        _LOG.info("reading of the font tables ended early: %s", error)


def _fonts(data: bytes) -> Iterator[Mapping[str, Any]]:
    """Yield the fonts of a file, each once."""
    from pdfminer.pdfdocument import PDFDocument
    from pdfminer.pdfpage import PDFPage
    from pdfminer.pdfparser import PDFParser

    seen: set[int] = set()
    for page in PDFPage.create_pages(PDFDocument(PDFParser(io.BytesIO(data)))):
        yield from _fonts_among(page.resources, seen, _DEEPEST)


def _fonts_among(resources: Any, seen: set[int], depth: int) -> Iterator[Mapping[str, Any]]:
    """Yield the fonts among the resources of a page or form, including those of forms inside it."""
    from pdfminer.pdftypes import PDFObjRef, PDFStream, resolve1

    def unseen(kind: str) -> Iterator[Any]:
        for reference in (resolve1(resources.get(kind)) or {}).values():
            key = reference.objid if isinstance(reference, PDFObjRef) else 0
            if key not in seen:
                seen.update({key} if key else ())
                yield resolve1(reference)

    resources = resolve1(resources)
    if not isinstance(resources, dict) or depth == 0:
        return
    yield from (font for font in unseen("Font") if isinstance(font, dict))
    for form in unseen("XObject"):
        if isinstance(form, PDFStream) and "Resources" in form.attrs:
            yield from _fonts_among(form["Resources"], seen, depth - 1)


def _merged(corrections: Sequence[dict[str, str]]) -> dict[str, str]:
    """Return the corrections on which all tables of one name agree, and those of rare letters."""
    return {
        wrong: right
        for each in corrections
        for wrong, right in each.items()
        if wrong in _ON_MACINTOSH or all(other.get(wrong) == right for other in corrections)
    }
