"""Parallel texts for the tests of exchange formats: one made by hand, and generated hostile ones."""

from __future__ import annotations

from hypothesis import strategies as st

from aligner.formats.bitext import Cell, Column, Parallel, ParallelUnit, Piece
from aligner.formats.cells import flat, legal
from aligner.values import SegmentKind

NASTY = [
    "=1+1",
    "+x",
    "-x",
    "@SUM(A1)",
    "'=x",
    "\t=x",
    " =x",
    "'tis",
    "a\tb\nc\r\nd",
    "\x00\x07\x1b",
    "\ud800",
    "\ufffe\uffff",
    "𠀀😀",
    "\u202eabc\u202c\u200f",
    "<b>&amp;]]>",
    "_x0041_",
    '"quoted", ; cells',
    " spaced  twice ",
    "{=cmd|' /C calc'!A0}",
    "http://e.example",
    "1e5",
]
LONG = "长文" * 50_000

texts = st.text(st.characters(), min_size=1, max_size=30) | st.sampled_from(NASTY)


def line(text: str) -> str:
    """As `of_pair` takes a segment's text over."""
    return legal(flat(text))


def by_hand() -> Parallel:
    """A title, a split paragraph, a moved one, a gap, and a confirmed one."""

    def one(text: str, label: str | None = None, place: str | None = None, kind: str = "paragraph") -> Piece:
        return Piece(text, label, SegmentKind(kind), place)

    units = (
        ParallelUnit(((one("标题", kind="title"),), (one("Title", kind="title"),)), 0.98),
        ParallelUnit(((), (one("Moved here."),)), 0.4, moved=(3,)),
        ParallelUnit(
            (
                (one("第一段。第二段。", "1", "OP1", "operative"),),
                (
                    one("First paragraph.", "1", "OP1", "operative"),
                    one("Second one.", None, "OP2", "operative"),
                ),
            ),
            0.75,
            confirmed=True,
        ),
        ParallelUnit(((one("只在这里。"),), ()), 0.5),
        ParallelUnit(((one("移到前面。"),), ()), 0.4, moved=(1,)),
        ParallelUnit(((one("=1+1 & <b>"),), (one('-formula, "quoted" & <b> 𠀀'),)), 0.25),
    )
    return Parallel(
        (Column("zh", "rev1", "a.zh.txt"), Column("en", "rev1", "b.en.txt")), units, "Sample & set"
    )


@st.composite
def parallels(draw: st.DrawFn, *, languages: tuple[str, ...] = ("zh", "ar"), facts: bool = True) -> Parallel:
    """Parallel texts with hostile words; without `facts`, text alone."""

    def cell() -> Cell:
        count = draw(st.integers(0, 3 if facts else 1))
        return tuple(
            Piece(
                text,
                draw(st.none() | st.sampled_from(["1", "(a)", "第一条", "=2"])) if facts else None,
                draw(st.sampled_from(SegmentKind)) if facts else SegmentKind.PARAGRAPH,
                draw(st.none() | st.just("OP5")) if facts else None,
            )
            for text in (line(draw(texts)) for _ in range(count))
        )

    units = []
    for _ in range(draw(st.integers(1, 4))):
        cells = tuple(cell() for _ in languages)
        if any(cells):
            score = round(draw(st.floats(0, 1)), 6)
            units.append(ParallelUnit(cells, score, draw(st.booleans()) if facts else False))
    columns = tuple(Column(code, "rev1" if facts else "", "a.txt" if facts else "") for code in languages)
    return Parallel(columns, tuple(units))
