"""Which levels of a list in a Word file count from their start again."""

from __future__ import annotations

import pytest
from lxml import etree

from aligner.readers.docx.package import W
from aligner.readers.docx.styles import Numbering

LEVELS = range(5)


def numbering(restart: int | None) -> Numbering:
    """A list of five levels, each with only its own number; `restart` is what the fourth states."""
    root = etree.Element(W + "numbering")
    abstract = etree.SubElement(root, W + "abstractNum", {W + "abstractNumId": "0"})
    for number in LEVELS:
        level = etree.SubElement(abstract, W + "lvl", {W + "ilvl": str(number)})
        facts = {"start": "1", "numFmt": "decimal", "lvlText": f"%{number + 1}"}
        facts |= {"lvlRestart": str(restart)} if number == 3 and restart is not None else {}
        for name, value in facts.items():
            etree.SubElement(level, W + name, {W + "val": value})
    instance = etree.SubElement(root, W + "num", {W + "numId": "1"})
    etree.SubElement(instance, W + "abstractNumId", {W + "val": "0"})
    return Numbering(root, "en")


@pytest.mark.parametrize(
    ("restart", "used", "again"),
    [(None, 1, True), (0, 0, False), (1, 0, True), (1, 1, False), (2, 1, True), (2, 2, False)],
)
def test_a_level_restarts_after_the_levels_that_it_names(
    restart: int | None, used: int, *, again: bool
) -> None:
    counted = numbering(restart)
    assert [counted.advance("1", level) for level in (3, 4, 3)] == ["1", "1", "2"]
    counted.advance("1", used)
    assert counted.advance("1", 3) == ("1" if again else "3")
    assert counted.advance("1", 4) == "1"
