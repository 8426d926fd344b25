"""Write the zip file of a Word document, with the same bytes every time.

A package consists of a few XML parts and two lists that describe them. Times and order are
fixed, so that two runs give identical files.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from aligner.formats.docx.runs import attribute, characters
from aligner.formats.fixed_zip import zipped
from aligner.languages.profile import typography

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
    files = {
        "[Content_Types].xml": _content_types(members),
        "_rels/.rels": _relations({"officeDocument": "word/document.xml"}, core="docProps/core.xml"),
        "docProps/core.xml": _core(about),
        "word/_rels/document.xml.rels": _relations(
            {name: f"{name}.xml" for name in sorted(members) if name != "document"}
        ),
        **{f"word/{name}.xml": xml for name, xml in sorted(members.items())},
    }
    return zipped({name: (HEAD + xml).encode("utf-8") for name, xml in files.items()})


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
        f"<w:r><w:{element}/></w:r></w:p></w:footnote>"
        for kind, number, element in (
            ("separator", -1, "separator"),
            ("continuationSeparator", 0, "continuationSeparator"),
        )
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
    when = (
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{attribute(about.date)}</dcterms:created>'
        if about.date
        else ""
    )
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

_PARAGRAPHS: Final = (
    # id, name, based on, paragraph properties, run properties
    ("Title", "Title", "Normal", '<w:spacing w:before="120" w:after="240"/><w:jc w:val="center"/>', "B28"),
    ("Heading1", "heading 1", "Normal", '<w:keepNext/><w:spacing w:before="240" w:after="120"/>', "B24"),
    ("Heading2", "heading 2", "Normal", '<w:keepNext/><w:spacing w:before="180" w:after="80"/>', "B22"),
    ("Enacting", "Enacting", "Normal", '<w:ind w:firstLine="567"/>', "O22"),
    ("Preambular", "Preambular paragraph", "Normal", '<w:ind w:firstLine="567"/>', ""),
    ("Operative", "Operative paragraph", "Normal", '<w:tabs><w:tab w:val="left" w:pos="1134"/></w:tabs>'
     '<w:ind w:firstLine="567"/>', ""),
    ("Item", "List item", "Normal", '<w:tabs><w:tab w:val="left" w:pos="1701"/></w:tabs>'
     '<w:ind w:firstLine="1134"/>', ""),
    ("Signature", "Signature", "Normal", '<w:spacing w:before="240"/><w:jc w:val="right"/>', "I22"),
    ("Cell", "Cell", "Normal", '<w:spacing w:after="60" w:line="252" w:lineRule="auto"/>', "R19"),
    ("CellHead", "Cell heading", "Cell", "<w:keepNext/>", "B19"),
    ("Remark", "Remark", "Cell", '<w:spacing w:after="20"/>', "I16"),
    ("Step", "Step", "Cell", '<w:ind w:left="567" w:hanging="567"/>', ""),
    ("FootnoteText", "footnote text", "Normal", '<w:spacing w:after="40"/>', "R18"),
    ("CommentText", "annotation text", "Normal", '<w:spacing w:after="0"/>', "R20"),
    ("Footer", "footer", "Normal", '<w:spacing w:after="0"/><w:jc w:val="center"/>', "R18"),
)  # fmt: skip
"""Styles by what a paragraph is; indents are in twentieths of a point, sizes in half points."""

_RUNS: Final = {"B": "<w:b/><w:bCs/>", "I": "<w:i/><w:iCs/>", "R": ""}  # "O": opening verbs


def styles(language: str) -> str:
    """Return `styles.xml`: the style of each kind of paragraph."""
    face = typography(language)
    fonts = (
        f'<w:rFonts w:ascii="{face.font}" w:hAnsi="{face.font}" w:eastAsia="{face.east_asian}" '
        f'w:cs="{face.complex}"/>'
    )
    lang = (
        f'<w:lang w:val="{face.locale}" w:eastAsia="{typography("zh").locale}" '
        f'w:bidi="{typography("ar").locale}"/>'
    )
    opening = f'<w:rFonts w:eastAsia="{face.opening_font}"/>' if face.opening_font else _RUNS["I"]
    listed = "".join(_style(*each, opening) for each in _PARAGRAPHS)
    return (
        f"<w:styles {NAMES}><w:docDefaults><w:rPrDefault><w:rPr>{fonts}"
        f'<w:sz w:val="22"/><w:szCs w:val="22"/>{lang}</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>'
        '<w:spacing w:after="120" w:line="264" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        "</w:style>"
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/></w:style>'
        '<w:style w:type="character" w:styleId="FootnoteReference"><w:name w:val="footnote reference"/>'
        '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="CommentReference"><w:name w:val="annotation reference"/>'
        '<w:rPr><w:sz w:val="16"/><w:szCs w:val="16"/></w:rPr></w:style>'
        f'<w:style w:type="character" w:styleId="{NUMBER}"><w:name w:val="Paragraph number"/></w:style>'
        f'<w:style w:type="character" w:styleId="{BREAK}"><w:name w:val="Paragraph break"/></w:style>'
        f"{_TABLE}{listed}</w:styles>"
    )


def _style(name: str, shown: str, base: str, paragraph: str, run: str, opening: str) -> str:
    letters = (
        f'{_RUNS.get(run[0], opening)}<w:sz w:val="{run[1:]}"/><w:szCs w:val="{run[1:]}"/>' if run else ""
    )
    return (
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{shown}"/>'
        f'<w:basedOn w:val="{base}"/><w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{letters}</w:rPr></w:style>'
    )


_TABLE: Final = (
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
    '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:left w:w="85" w:type="dxa"/>'
    '<w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
    '<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/>'
    '<w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>'
    + "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="A6A6A6"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    + "</w:tblBorders></w:tblPr></w:style>"
)
