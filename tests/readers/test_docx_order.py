"""Properties are in the order of Word's schema: Word, unlike others, calls a file damaged otherwise."""

from __future__ import annotations

import io
import zipfile

import pytest
import sample
from lxml import etree

from aligner.formats.docx.redline_inside import redline_inside
from aligner.formats.writing import export
from aligner.values.results import RevisedPair
from tests.formats.test_docx_inside import NEW, OLD

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ORDER = {
    "rPr": "ins del moveFrom moveTo rStyle rFonts b bCs i iCs caps smallCaps strike dstrike vanish color "
    "spacing w kern position sz szCs highlight u effect bdr shd vertAlign rtl cs em lang",
    "pPr": "pStyle keepNext keepLines pageBreakBefore widowControl numPr pBdr shd tabs bidi spacing ind "
    "contextualSpacing jc outlineLvl rPr sectPr",
    "tblPr": "tblStyle bidiVisual tblW jc tblInd tblBorders shd tblLayout tblCellMar tblLook",
    "tcPr": "tcW gridSpan vMerge tcBorders shd noWrap tcMar vAlign cellIns cellDel",
    "sectPr": "headerReference footerReference footnotePr endnotePr type pgSz pgMar pgNumType cols titlePg "
    "bidi docGrid",
    "tbl": "tblPr tblGrid tr",
    "tc": "tcPr p tbl",
}
"""ECMA-376, part 1, annex A, as far as it is used here."""


def misplaced(data: bytes) -> list[tuple[str, list[str]]]:
    """Elements whose children are unknown, twice there or in another order than the schema's."""
    found = []
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for part in ("document", "footnotes", "comments", "footer"):
            if f"word/{part}.xml" not in archive.namelist():
                continue
            for element in etree.fromstring(archive.read(f"word/{part}.xml")).iter():
                name = str(element.tag).removeprefix(W)
                if name not in ORDER:
                    continue
                result = [str(child.tag).removeprefix(W) for child in element]
                order = ORDER[name].split()
                places = [order.index(each) if each in order else -1 for each in result]
                twice = name.endswith("Pr") and name != "sectPr" and len(set(result)) < len(result)
                if (
                    places != sorted(places)
                    or -1 in places
                    or twice
                    or (name == "tc" and result[-1:] != ["p"])
                ):
                    found.append((name, result))
    return found


@pytest.mark.parametrize("language", sample.LANGUAGES)
def test_redlines_keep_to_the_order(language: str) -> None:
    old, new = sample.drafts(language)
    assert misplaced(export(RevisedPair(old, new, sample.revision(old, new)), ".docx")) == []


@pytest.mark.parametrize("interface", ["en", "ar"])
def test_the_table_keeps_to_the_order(interface: str) -> None:
    assert misplaced(export(sample.comparison(), ".docx", interface=interface)) == []


def test_a_redline_inside_a_file_keeps_to_the_order() -> None:
    data = redline_inside(OLD, NEW, "en")
    assert misplaced(data) == []


def test_a_wrong_order_is_found() -> None:
    data = export(sample.comparison(), ".docx")
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(buffer, "w") as other:
        for name in archive.namelist():
            other.writestr(name, archive.read(name).replace(b"<w:rPr>", b'<w:rPr><w:lang w:val="en"/>'))
    assert misplaced(buffer.getvalue())
