"""The side-by-side table that `aligner compare` and `align` write in Word, read back.

Our styles distinguish the text of a cell from remarks, paragraph numbers and footnote marks.
Text struck through was deleted and is left out, so that the newest draft is read.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from aligner.formats.bilingual_tables import language_columns, text_columns
from aligner.formats.bitext import is_place
from aligner.formats.docx.docx_zip import BREAK, NUMBER, REMARK
from aligner.formats.docx.runs import NOTE
from aligner.formats.untrusted_xml import children, descendants, local

if TYPE_CHECKING:
    from lxml import etree

_OURS: Final = frozenset({"Cell", "CellHead", REMARK})
_BESIDE: Final = frozenset({BREAK, NOTE})


def our_rows(table: etree._Element) -> list[list[str]] | None:
    """Return the rows under the headings of our own tables (`label_en`, …); None for any other table."""
    rows = [children(row, "tc") for row in children(table, "tr")]
    heads = [paragraph for cell in rows[0] for paragraph in children(cell, "p")] if rows else []
    if not heads or any(_style(paragraph) not in _OURS for paragraph in heads):
        return None
    languages = language_columns([_first_line(cell) for cell in rows[0]])
    if len(languages) < 2:
        return None
    made = [["unit", *text_columns(list(languages.values()))]]
    for number, row in enumerate(rows[1:], start=1):
        place = _first_line(row[0]) if row else ""
        cells = [_cell(row[column], place) if column < len(row) else ("", "") for column in languages]
        made.append([str(number), *(text for cell in cells for text in cell)])
    return made


def is_struck(run: etree._Element) -> bool:
    """Whether a run is struck through."""
    marks = (mark for look in children(run, "rPr") for mark in look if local(mark) in ("strike", "dstrike"))
    return any(_value(mark) not in ("0", "false", "off") for mark in marks)


def _cell(cell: etree._Element, place: str) -> tuple[str, str]:
    """Return the labels and the texts of a cell, one per line."""
    labels: list[str] = []
    texts: list[str] = []
    for part in cell:
        if local(part) == "tbl":
            label, text = "", _row_of_cells(part)
        elif local(part) == "p" and _style(part) != REMARK:
            label, text = _number_and_words(part)
        else:
            continue
        if text.strip():
            labels.append(label or (place if is_place(place) and not texts else ""))
            texts.append(text)
    return "\n".join(labels) if any(labels) else "", "\n".join(texts)


def _row_of_cells(table: etree._Element) -> str:
    """Return the table row in a nested table: its cells separated by tabs."""
    cells = (children(cell, "p") for row in children(table, "tr") for cell in children(row, "tc"))
    texts = [" ".join(_number_and_words(paragraph)[1] for paragraph in paragraphs) for paragraphs in cells]
    return "\t".join(texts).rstrip("\t")


def _number_and_words(paragraph: etree._Element) -> tuple[str, str]:
    """Return a paragraph's number, without its closing punctuation, and its words."""
    label = text = ""
    for run in descendants(paragraph, "r"):
        styles = (mark for look in children(run, "rPr") for mark in children(look, "rStyle"))
        style = _value(next(styles, None))
        if is_struck(run) or style in _BESIDE:
            continue
        if style == NUMBER:
            label += _words([run])
        else:
            text += _words([run])
    return label.strip().removesuffix(".").removesuffix("、").removesuffix(" -"), text


def _first_line(cell: etree._Element) -> str:
    return next((_words(descendants(each, "r")) for each in children(cell, "p")), "").strip()


def _words(runs: Iterable[etree._Element]) -> str:
    return "".join(
        each.text or "" if local(each) == "t" else " "
        for run in runs
        for each in run
        if local(each) in ("t", "tab", "br")
    )


def _style(paragraph: etree._Element) -> str:
    marks = (mark for look in children(paragraph, "pPr") for mark in children(look, "pStyle"))
    return _value(next(marks, None))


def _value(mark: etree._Element | None) -> str:
    if mark is None:
        return ""
    return next((str(value) for key, value in mark.items() if str(key).endswith("}val")), "")
