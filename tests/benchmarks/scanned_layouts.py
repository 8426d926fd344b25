"""Made pages in four layouts, to be laid beside their own scans: one and two columns, notes, tables, lists.

Texts are reports and standards of `tests/made_pages`, each of its own seed; `MAIN` seeds and fonts are those
that rules were made on, `HELD_OUT` those that nobody looked at meanwhile. Fonts that are not installed are
left out. Rows beyond the first nine are left out, since a table over both pages has little else beside it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tests.benchmarks import scans
from tests.made_pages import sources
from tests.made_pages.layouts import LAYOUTS
from tests.made_pages.texts import MadeText, Table
from tests.made_pages.typesetting import typeset

NAMES = (
    "resolution on A4, numbers under the symbol",
    "two columns",
    "report, hanging numbers, hyphenated",
    "standard, headings at the margin",
)
WITH_TABLES = "report, hanging numbers, hyphenated"
WITH_LISTS = "standard, headings at the margin"
MAIN, HELD_OUT = 100, 900  # the first seeds
COUNT = 12  # documents in a language
ROWS = 9
LATIN = ("Liberation Serif", "Noto Serif", "DejaVu Serif")
HELD_OUT_LATIN = ("Liberation Sans", "PT Sans", "Carlito")
FONTS = {
    "zh": ("Noto Serif CJK SC", "Noto Sans CJK SC"),
    "ar": ("Noto Naskh Arabic", "Amiri", "DejaVu Sans"),
}
HELD_OUT_FONTS = {
    "zh": ("AR PL UMing", "AR PL UKai CN", "WenQuanYi Zen Hei"),
    "ar": ("Scheherazade", "Noto Sans Arabic", "Lateef"),
}


def layouts(language: str, *, held_out: bool) -> Iterator[tuple[str, bytes]]:
    """Name and PDF of each document of a language."""
    named = HELD_OUT_FONTS.get(language, HELD_OUT_LATIN) if held_out else FONTS.get(language, LATIN)
    fonts = [font for font in named if font in scans.families()]
    for number in range(COUNT if fonts else 0):
        name, font = NAMES[number % len(NAMES)], fonts[number // len(NAMES) % len(fonts)]
        layout = replace(LAYOUTS[name], masthead=False, table_size=LAYOUTS[name].size)
        text = _text(language, name, (HELD_OUT if held_out else MAIN) + number)
        yield f"{text.name}, {name.partition(',')[0]}, {font}", typeset(text, layout, font)


def _text(language: str, name: str, seed: int) -> MadeText:
    """The text of a layout; only one layout has tables, and one lists."""
    if name == WITH_LISTS:
        text = sources.standard(scans.DATA, language, seed=seed)
    else:
        text = sources.report(scans.DATA, language, paragraphs=24, seed=seed)
    blocks = (
        replace(each, rows=each.rows[:ROWS]) if isinstance(each, Table) else each for each in text.blocks
    )
    return replace(
        text, blocks=tuple(each for each in blocks if name == WITH_TABLES or not isinstance(each, Table))
    )
