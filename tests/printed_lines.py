"""The lines of a PDF as read by Poppler, for comparison with our reader."""

from __future__ import annotations

import html
import re
import subprocess
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

_LINE = re.compile(
    r'<line xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</line>', re.DOTALL
)
_WORD = re.compile(r">([^<]+)</word>")


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """The text at one height of a page; positions and sizes are in points, `top` from the top edge."""

    top: float
    left: float
    right: float
    height: float
    text: str


def printed_pages(path: Path) -> list[list[PrintedLine]]:
    """The lines of each page, from top to bottom."""
    command = ["pdftotext", "-bbox-layout", str(path), "-"]
    shown = subprocess.run(command, capture_output=True, check=True, encoding="utf-8").stdout
    return [_lines(page) for page in shown.split("<page ")[1:]]


def _lines(page: str) -> list[PrintedLine]:
    rows: dict[int, list[PrintedLine]] = defaultdict(list)
    for left, top, right, bottom, words in _LINE.findall(page):
        text = html.unescape(" ".join(_WORD.findall(words)))
        piece = PrintedLine(float(top), float(left), float(right), float(bottom) - float(top), text)
        rows[round(piece.top)].append(piece)
    return [_merged(sorted(rows[place], key=lambda piece: piece.left)) for place in sorted(rows)]


def _merged(pieces: list[PrintedLine]) -> PrintedLine:
    return PrintedLine(
        min(piece.top for piece in pieces),
        pieces[0].left,
        max(piece.right for piece in pieces),
        max(piece.height for piece in pieces),
        " ".join(piece.text for piece in pieces),
    )
