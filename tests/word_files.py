# ruff: noqa: E501 - XML reads better unbroken
"""Word files written by hand in XML, so that each has one feature only, and what is in them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping

from lxml import etree

from aligner.readers import read_bytes
from aligner.values.extract import Extract, LineRole

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def package(body: str, parts: Mapping[str, str] | None = None) -> bytes:
    """A DOCX of this body; `parts` maps `styles`, `footnotes`, `header1` … to their content."""
    parts = parts or {}
    links = ""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in parts.items():
            kind = part.rstrip("0123456789")
            root = {"header": "hdr", "footer": "ftr"}.get(kind, kind)
            links += f'<Relationship Id="{part}" Type="{OFFICE}/{kind}" Target="{part}.xml"/>'
            archive.writestr(f"word/{part}.xml", f"<w:{root} {NAMESPACES}>{content}</w:{root}>")
        rels = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
        main = f'<Relationship Id="r" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>'
        archive.writestr("_rels/.rels", rels.format(main))
        archive.writestr("word/_rels/document.xml.rels", rels.format(links))
        archive.writestr(
            "word/document.xml", f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>"
        )
    return buffer.getvalue()


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def par(content: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{content}</w:p>"


def texts(extract: Extract, role: LineRole = LineRole.BODY) -> list[str]:
    return [extract.text_of(line) for line in extract.lines if line.role is role]


def read_body(body: str, parts: Mapping[str, str] | None = None) -> Extract:
    return read_bytes(package(body, parts), "x.docx")


def note(kind: str, note_id: int, text: str) -> str:
    return f'<w:{kind} w:id="{note_id}"><w:p><w:r><w:{kind}Ref/></w:r>{run(" " + text)}</w:p></w:{kind}>'


def level(ilvl: int, style: str, text: str, extra: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{ilvl}"><w:start w:val="1"/><w:numFmt w:val="{style}"/>'
        f'{extra}<w:lvlText w:val="{text}"/></w:lvl>'
    )


def bullet(ilvl: int, text: str, font: str) -> str:
    fonts = f'<w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}"/></w:rPr>'
    return level(ilvl, "bullet", text).replace("</w:lvl>", f"{fonts}</w:lvl>")


BULLETS = (
    bullet(0, "\uf0b7", "Symbol")
    + bullet(1, "\u00a7", "Wingdings")
    + bullet(2, "\uf0b2", "Wingdings 2")
    + bullet(3, "o", "Courier New")
    + bullet(4, "o", "Calibri")
)


def item(num: int, ilvl: int) -> str:
    return par(run("x"), f'<w:numPr><w:ilvl w:val="{ilvl}"/><w:numId w:val="{num}"/></w:numPr>')


LISTS = (
    f'<w:abstractNum w:abstractNumId="1">{level(0, "decimal", "%1.")}{level(1, "lowerLetter", "(%2)")}'
    f"{level(2, 'upperRoman', '%1.%2.%3')}</w:abstractNum>"
    f'<w:abstractNum w:abstractNumId="2">{level(0, "chineseCountingThousand", "第%1条")}'
    f"{level(1, 'russianLower', '%2)')}</w:abstractNum>"
    f'<w:abstractNum w:abstractNumId="3">{level(0, "bullet", "•")}</w:abstractNum>'
    f'<w:abstractNum w:abstractNumId="4">{level(0, "upperRoman", "%1")}'
    f"{level(1, 'decimal', '%1.%2', '<w:isLgl/><w:lvlRestart w:val=&quot;0&quot;/>'.replace('&quot;', chr(34)))}"
    "</w:abstractNum>"
    f'<w:abstractNum w:abstractNumId="5">{BULLETS}</w:abstractNum>'
    '<w:num w:numId="7"><w:abstractNumId w:val="5"/></w:num>'
    '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="3"/></w:num>'
    '<w:num w:numId="4"><w:abstractNumId w:val="4"/></w:num>'
    '<w:num w:numId="5"><w:abstractNumId w:val="1"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride></w:num>'
    f'<w:num w:numId="6"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0">{level(0, "arabicAlpha", "(%1)")}'
    "</w:lvlOverride></w:num>"
)


def archive_of(**files: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return buffer.getvalue()


def with_password(data: bytes) -> bytes:
    """A zip whose parts say that they are encrypted, as Python can pack none that are."""
    return re.sub(rb"(?s)(PK(?:\x03\x04|\x01\x02..)..).", b"\\1\x01", data)


def saved(document: object) -> bytes:
    """The bytes of a document of python-docx."""
    buffer = io.BytesIO()
    document.save(buffer)  # type: ignore[attr-defined]
    return buffer.getvalue()


def part_of(data: bytes, name: str = "document") -> etree._Element:
    """A part of a Word file, parsed."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return etree.fromstring(archive.read(f"word/{name}.xml"))
