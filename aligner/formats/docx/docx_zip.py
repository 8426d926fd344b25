"""Write the zip file of a Word document, with the same bytes every time.

A package consists of a few XML parts and two lists that describe them. Times and order are
fixed, so that two runs give identical files.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from string import Template
from typing import Final

from aligner.formats.docx.runs import attribute, characters
from aligner.formats.fixed_zip import zipped
from aligner.languages.profile import typography
from aligner.values import data_files

HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
NAMES: Final = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_TYPES: Final = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_CORE: Final = "application/vnd.openxmlformats-package.core-properties+xml"
_CORE_KIND: Final = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"


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
    members = {"styles": styles(language), "settings": settings(), **parts}
    parts_of_zip = {
        "[Content_Types].xml": _content_types(members),
        "_rels/.rels": _relations({"officeDocument": "word/document.xml"}, core="docProps/core.xml"),
        "docProps/core.xml": _core(about),
        "word/_rels/document.xml.rels": _relations(
            {name: f"{name}.xml" for name in sorted(members) if name != "document"}
        ),
        **{f"word/{name}.xml": xml for name, xml in sorted(members.items())},
    }
    return zipped({name: (HEAD + xml).encode("utf-8") for name, xml in parts_of_zip.items()})


def settings(first_footnote: int | None = None) -> str:
    """Return `settings.xml`: compatibility with Word 2013 and later.

    `first_footnote` is the number of the first footnote; None if there are none, since Word
    looks in `footnotes.xml` for the separators named here.
    """
    start = f'<w:numStart w:val="{first_footnote}"/>' if first_footnote != 1 else ""
    rules = f'<w:footnotePr>{start}<w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
    return (
        f"<w:settings {NAMES}>{rules if first_footnote is not None else ''}<w:compat>"
        '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" '
        'w:val="15"/></w:compat></w:settings>'
    )


def footnotes(inside: str) -> str:
    """Return `footnotes.xml`, with the two separators that Word requires before any note."""
    rules = "".join(
        f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:pPr><w:spacing w:after="0"/></w:pPr>'
        f"<w:r><w:{kind}/></w:r></w:p></w:footnote>"
        for number, kind in enumerate(("separator", "continuationSeparator"), start=-1)
    )
    return f"<w:footnotes {NAMES}>{rules}{inside}</w:footnotes>"


def comment(number: str, author: str, date: str, inside: str) -> str:
    """Return one comment of `comments.xml` with a paragraph of this content; `date` may be empty."""
    when = f' w:date="{attribute(date)}"' if date else ""
    return (
        f'<w:comment w:id="{number}" w:author="{attribute(author)}"{when} w:initials="a">'
        f"<w:p>{inside}</w:p></w:comment>"
    )


def footer(text: str = "") -> str:
    """Return `footer.xml`: a text, then the page number and the number of pages."""
    before = f"<w:r>{characters(f'{text}    ')}</w:r>" if text else ""
    numbers = f"{_field('PAGE')}<w:r>{characters(' / ')}</w:r>{_field('NUMPAGES')}"
    return f'<w:ftr {NAMES}><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>{before}{numbers}</w:p></w:ftr>'


def section(*, landscape: bool = False, rtl: bool = False, has_footer: bool = True) -> str:
    """Return the `w:sectPr` of an A4 document with one section."""
    size = 'w:w="16838" w:h="11906" w:orient="landscape"' if landscape else 'w:w="11906" w:h="16838"'
    side = 850 if landscape else 1418
    numbered = '<w:footerReference w:type="default" r:id="footer"/>' if has_footer else ""
    return (
        f"<w:sectPr>{numbered}<w:pgSz {size}/>"
        f'<w:pgMar w:top="1134" w:right="{side}" w:bottom="1134" w:left="{side}" '
        'w:header="567" w:footer="567" w:gutter="0"/>'
        f"{'<w:bidi/>' if rtl else ''}</w:sectPr>"
    )


def _field(code: str) -> str:
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    instruction = f'<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
    shown = "<w:r><w:t>1</w:t></w:r>"
    return mark.format("begin") + instruction + mark.format("separate") + shown + mark.format("end")


def _content_types(parts: Mapping[str, str]) -> str:
    kinds = {"document": "document.main"}
    listed = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_WORD}.{kinds.get(name, name)}+xml"/>'
        for name in sorted(parts)
    )
    return (
        f'<Types xmlns="{_TYPES}">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'{listed}<Override PartName="/docProps/core.xml" ContentType="{_CORE}"/></Types>'
    )


def _relations(targets: Mapping[str, str], core: str = "") -> str:
    listed = "".join(
        f'<Relationship Id="{kind}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for kind, target in targets.items()
    )
    listed += f'<Relationship Id="core" Type="{_CORE_KIND}" Target="{core}"/>' if core else ""
    return f'<Relationships xmlns="{_RELATIONS}">{listed}</Relationships>'


def _core(about: Properties) -> str:
    created = f'<dcterms:created xsi:type="dcterms:W3CDTF">{attribute(about.date)}</dcterms:created>'
    when = created if about.date else ""
    made = f"<dc:description>{attribute(about.made_with)}</dc:description>" if about.made_with else ""
    names = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
    return (
        f'<cp:coreProperties xmlns:cp="{names}" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{attribute(about.title)}</dc:title><dc:creator>{attribute(about.author)}</dc:creator>"
        f"{made}{when}</cp:coreProperties>"
    )


# -- styles -------------------------------------------------------------------

NUMBER: Final = "ParagraphNumber"
BREAK: Final = "ParagraphBreak"
REMARK: Final = "Remark"
"""Styles of what a cell has besides the text, so that a program can distinguish it."""


def styles(language: str) -> str:
    """Return `styles.xml`, the style of each kind of paragraph, in the fonts of a language.

    Indents are in twentieths of a point, sizes in half points.
    """
    face = typography(language)
    lines = data_files.text("word_styles.xml").splitlines()
    return Template("".join(map(str.strip, lines))).substitute(
        names=NAMES,
        font=face.font,
        east_asian=face.east_asian,
        complex=face.complex,
        locale=face.locale,
        chinese=typography("zh").locale,
        arabic=typography("ar").locale,
        opening=f'<w:rFonts w:eastAsia="{face.opening_font}"/>' if face.opening_font else "<w:i/><w:iCs/>",
    )
