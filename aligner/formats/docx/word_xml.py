"""Write Word's XML, runs with their fonts and direction, and the zip of a document.

A package consists of a few XML parts and two lists that describe them. Times and order are
fixed, so that two runs give identical files. All document text passes through `characters`, which
replaces what XML cannot contain by visible symbols, so that the file always opens.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from html import escape
from typing import Final

from markupsafe import Markup

from aligner.formats.fixed_zip import zipped
from aligner.formats.templates import fill
from aligner.languages import get
from aligner.languages.letter_ranges import LATIN, LATIN_ACCENTED
from aligner.languages.profile import profile
from aligner.view.markup import visible
from aligner.view.redline_runs import Mark, Piece, Role

_ILLEGAL: Final = {
    **{code: chr(0x2400 + code) for code in range(0x20) if code not in (0x09, 0x0A, 0x0B, 0x0D)},
    **dict.fromkeys((0xFFFE, 0xFFFF, *range(0xD800, 0xE000)), "\ufffd"),
    0x0B: "\n",
    0x0D: "\n",
}
_BREAK: Final = re.compile("([\t\n])")
_FOREIGN: Final = re.compile(rf"[{LATIN}](?:[\x20-\x7e{LATIN_ACCENTED}–]*[0-9{LATIN}])?")
"""Latin words with their digits and signs, which keep their own direction inside Arabic."""


@dataclass(frozen=True, slots=True)
class Look:
    """The formatting of a run, apart from that of its language.

    `underline` takes a value of `w:u` (`single`, `double`), `color` six hexadecimal digits.
    """

    opening: bool = False
    bold: bool = False
    italic: bool = False
    strike: bool = False
    underline: str = ""
    color: str = ""
    raised: bool = False
    style: str = ""


PLAIN: Final = Look()
CHANGE_TAGS: Final = {Mark.INSERTED: "ins", Mark.DELETED: "del"}
"""Names of the elements that track inserted and deleted words."""

MARKED_LOOKS: Final = {
    Mark.INSERTED: Look(underline="single", color="1A4F8B"),
    Mark.DELETED: Look(strike=True, color="A3261B"),
}
"""How inserted and deleted words look in a document without tracked changes."""

NOTE: Final = "FootnoteReference"
"""The style of the marks of footnotes."""


def legal(text: str) -> str:
    r"""Replace the characters that XML 1.0 forbids.

    Control characters become their pictures, lone surrogates the replacement character, and
    unusual line breaks line feeds.

    >>> legal("a\x00b\ud800")
    'a␀b�'
    """
    return text.translate(_ILLEGAL)


def attribute(text: str) -> str:
    """Escape text for use inside a quoted attribute."""
    return escape(_BREAK.sub(" ", legal(text)), quote=True)


def characters(text: str, *, deleted: bool = False) -> str:
    r"""Return the content of a run: `w:t` (or `w:delText`), tabs and line breaks.

    >>> characters("a\tb < c")
    '<w:t xml:space="preserve">a</w:t><w:tab/><w:t xml:space="preserve">b &lt; c</w:t>'
    """
    tag = "w:delText" if deleted else "w:t"
    parts = []
    for part in _BREAK.split(legal(text)):
        if part in ("\t", "\n"):
            parts.append("<w:tab/>" if part == "\t" else "<w:br/>")
        elif part:
            parts.append(f'<{tag} xml:space="preserve">{escape(part, quote=False)}</{tag}>')
    return "".join(parts)


@cache  # few languages and looks, but as many runs as the text has
def properties(language: str, look: Look = PLAIN, *, rtl: bool | None = None) -> str:
    """Return the `w:rPr` of a run."""
    right = get(language).right_to_left if rtl is None else rtl
    own_face = profile(language).typography.opening_font if look.opening else ""
    return part("run", look=look, own_face=own_face, rtl=right, lang=_lang(language))


def runs(text: str, language: str, look: Look = PLAIN, *, deleted: bool = False) -> str:
    """Return text as `w:r` elements: one, or more if Arabic contains Latin words."""
    return "".join(
        f"<w:r>{properties(language, look, rtl=rtl)}{characters(part, deleted=deleted)}</w:r>"
        for part, rtl in _by_direction(text, language)
    )


def piece_runs(piece: Piece, language: str) -> str:
    """Return a piece of a text as runs, its change marked by its look."""
    look = MARKED_LOOKS.get(piece.mark, PLAIN)
    if piece.role is Role.NOTE:
        return runs(piece.text, language, replace(look, raised=True, style=NOTE))
    return runs(piece.text if piece.mark is Mark.EQUAL else visible(piece.text), language, look)


def paragraph_properties(style: str, language: str, *, mark: str = "") -> str:
    """Return the `w:pPr` of a paragraph; `mark` is the markup of the paragraph mark."""
    right = get(language).right_to_left
    direction = "<w:bidi/>" if right else ""
    inside = f"{mark}{'<w:rtl/>' if right else ''}{_lang(language)}"
    return f'<w:pPr><w:pStyle w:val="{style}"/>{direction}<w:rPr>{inside}</w:rPr></w:pPr>'


def in_cells(own: str) -> dict[str, Callable[..., Markup]]:
    """Return what templates call for paragraphs in tables; `own` is their usual language."""

    def paragraph(inside: str, language: str = own, style: str = "Cell") -> Markup:
        return Markup(f"<w:p>{paragraph_properties(style, language)}{inside}</w:p>")

    def line(text: str, style: str = "Cell", language: str = own, look: Look = PLAIN) -> Markup:
        return paragraph(runs(text, language, look), language, style)

    return {"p": paragraph, "line": line}


@cache
def _lang(language: str) -> str:
    locale = profile(language).typography.locale
    chinese, arabic = profile("zh").typography.locale, profile("ar").typography.locale
    return f'<w:lang w:val="{locale}" w:eastAsia="{chinese}" w:bidi="{arabic}"/>'


def _by_direction(text: str, language: str) -> Iterator[tuple[str, bool]]:
    if not get(language).right_to_left:
        yield text, False
        return
    start = 0
    for match in _FOREIGN.finditer(text):
        if match.start() > start:
            yield text[start : match.start()], True
        yield match.group(), False
        start = match.end()
    if start < len(text) or not text:
        yield text[start:], True


HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
NAMES: Final = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)


@dataclass(frozen=True, slots=True)
class Properties:
    """The properties of a file: title, author, program and time of creation (or empty)."""

    title: str = ""
    author: str = "aligner"
    made_with: str = ""
    date: str = ""


def package(parts: Mapping[str, str], language: str, about: Properties) -> bytes:
    """Return a DOCX file.

    Args:
        parts: name under `word/` without `.xml` (`document`, `footnotes`, `comments`,
            `footer`) → its XML. `styles` and `settings` may be among them.
        language: proofing language of text that names no other.
        about: the file's properties.
    """
    usual = {"styles": styles(language), "settings": part("settings", first_footnote=None)}
    members = dict(sorted({**usual, **parts}.items()))
    parts_of_zip = {
        "[Content_Types].xml": part("types", members=members),
        "_rels/.rels": part("package_relations"),
        "docProps/core.xml": part("core", about=about, attribute=attribute),
        "word/_rels/document.xml.rels": part("relations", members=members),
        **{f"word/{name}.xml": xml for name, xml in members.items()},
    }
    return zipped({name: (HEAD + xml).encode("utf-8") for name, xml in parts_of_zip.items()})


def part(name: str, **given: object) -> str:
    """Return a part of a file without its head, or an element that a part has several of.

    `settings` need the number of the first footnote, or None if there are none, since Word looks in
    `footnotes` for the separators named there, which it requires before any note.
    """
    return fill("word_parts.xml", None, part=name, names=NAMES, **given)


def comment(number: str, author: str, date: str, inside: str) -> str:
    """Return one comment of `comments.xml` with a paragraph of this content; `date` may be empty."""
    return part("comment", number=number, author=attribute(author), date=attribute(date), inside=inside)


def footer(text: str = "") -> str:
    """Return `footer.xml`: a text, then the page number and the number of pages."""
    return part("footer", before=characters(f"{text}    ") if text else "")


def section(*, landscape: bool = False, rtl: bool = False, has_footer: bool = True) -> str:
    """Return the `w:sectPr` of an A4 document with one section."""
    return part("section", landscape=landscape, rtl=rtl, has_footer=has_footer)


# -- styles -------------------------------------------------------------------

NUMBER: Final = "ParagraphNumber"
BREAK: Final = "ParagraphBreak"
REMARK: Final = "Remark"
"""Styles of what a cell has besides the text, so that a program can distinguish it."""


def styles(language: str) -> str:
    """Return `styles.xml`, the style of each kind of paragraph, in the fonts of a language.

    Indents are in twentieths of a point, sizes in half points.
    """
    return fill(
        "word_styles.xml",
        names=NAMES,
        face=profile(language).typography,
        chinese=profile("zh").typography.locale,
        arabic=profile("ar").typography.locale,
    )
