"""Changes marked by hand in a PDF: two drafts from bars through and under letters, or from bold."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from pdf_samples import pdf, printed

from aligner.pipeline.tracked_drafts import open_tracked
from aligner.readers.pdf import read_pdf as reader
from aligner.readers.pdf.glyph import Glyph, PageGlyphs
from aligner.readers.pdf.line_text import PageLine
from aligner.readers.pdf.lines import _closed_up
from aligner.readers.pdf.marked_glyphs import take_away
from aligner.readers.pdf.rules import PageRules, Rule
from aligner.values.message import Message, ReadError

FONT = "<style>body { font: 10pt 'Noto Serif CJK SC', serif } p, h1 { margin: 0 0 12pt }</style>"

# As marked (by <s> and <u>), the older draft, the newer one.
CASES = [
    (
        "<p>1. <s>Invites</s><u>Urges</u> all States to take <s>effective </s>measures"
        "<u>, as appropriate</u>;</p>"
        "<p>2. Calls upon State<s>s</s> to report.</p><p><s>3. Deleted.</s></p><p><u>3. New.</u></p>",
        "1. Invites all States to take effective measures;\n2. Calls upon States to report.\n3. Deleted.",
        "1. Urges all States to take measures, as appropriate;\n2. Calls upon State to report.\n3. New.",
    ),
    (
        "<p>一、<s>请</s><u>促请</u>各会员国采取<s>有效</s>措施<u>并提交报告</u>；</p><p>二、又请秘书长提供资源。</p>",
        "一、请各会员国采取有效措施；\n二、又请秘书长提供资源。",
        "一、促请各会员国采取措施并提交报告；\n二、又请秘书长提供资源。",
    ),
    (
        "<p>1. <s>Предлагает</s><u>Настоятельно призывает</u> государства-члены "
        "принять <s>эффективные</s> меры;</p>"
        "<p>2. просит Генерального секретаря<u> ежегодно</u> представлять доклад.</p>",
        "1. Предлагает государства-члены принять эффективные меры;\n"
        "2. просит Генерального секретаря представлять доклад.",
        "1. Настоятельно призывает государства-члены принять меры;\n"
        "2. просит Генерального секретаря ежегодно представлять доклад.",
    ),
]  # fmt: skip


def drafts(data: bytes) -> list[str]:
    return [
        "\n".join(filter(None, reader.read(data, "x.pdf", revisions=which, marked_up=True).text.split("\n")))
        for which in ("reject", "accept")  # type: ignore[arg-type]
    ]


@pytest.mark.parametrize(("body", "old", "new"), CASES, ids=["en", "zh", "ru"])
def test_struck_and_underlined(body: str, old: str, new: str, tmp_path: Path) -> None:
    assert drafts(printed(FONT + body, tmp_path)) == [old, new]


@pytest.mark.parametrize(("body", "old", "new"), [CASES[0], CASES[2]], ids=["en", "ru"])
def test_struck_and_bold_where_nothing_is_underlined(body: str, old: str, new: str, tmp_path: Path) -> None:
    heading = "<style>body { font-family: 'Liberation Serif' }</style><h1>Title</h1>"
    bold = body.replace("<u>", "<b>").replace("</u>", "</b>")
    assert drafts(printed(FONT + heading + bold, tmp_path)) == [f"Title\n{old}", f"Title\n{new}"]


def test_rules_borders_links_and_headings_are_no_marks(tmp_path: Path) -> None:
    body = (
        "<h1>The title</h1><p>Welcomes the report at <a href='https://example.org/'>this site</a>;</p>"
        "<hr><table border=1 cellspacing=0><tr><td>One</td><td width=300>Two</td></tr></table>"
        "<div style='border-bottom: 1px solid; line-height: 1; width: 300pt'>Short</div><p>The end.</p>"
    )
    data = printed(FONT + body, tmp_path)
    old, new = drafts(data)
    assert old == new == "\n".join(filter(None, reader.read(data, "x.pdf").text.split("\n")))
    (tmp_path / "x.pdf").write_bytes(data)
    with pytest.raises(ReadError, match="no text is struck through"):
        open_tracked(tmp_path / "x.pdf", marked_up=True)


def test_a_paragraph_stays_one_where_lines_of_it_are_struck(tmp_path: Path) -> None:
    words = " ".join(["the obligations of Member States under the Convention and"] * 4)
    body = f"<p>The Assembly,</p><p>Noting the report, <s>{words}</s> and welcoming it;</p><p>Decides so.</p>"
    (tmp_path / "x.pdf").write_bytes(printed(FONT + body, tmp_path))
    found = open_tracked(tmp_path / "x.pdf", language="en", marked_up=True)
    assert list(found.new.texts()) == [
        "The Assembly,", "Noting the report, and welcoming it;", "Decides so.",
    ]  # fmt: skip
    assert found.old.texts()[1] == f"Noting the report, {words} and welcoming it;"
    assert found.trail.changes == ()


def test_all_text_is_read_by_default(tmp_path: Path) -> None:
    data = printed(FONT + "<p>Urges <s>some</s> <u>all</u> States</p>", tmp_path)
    assert reader.read(data, "x.pdf").text == "Urges some all States"


def test_a_pdf_alone_needs_the_option(tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    path.write_bytes(pdf([[(72, 700, 12, "The end of it.")]]))
    with pytest.raises(ReadError, match="--marked-up"):
        open_tracked(path)


def letters() -> tuple[Glyph, ...]:
    return tuple(Glyph(c, i, 10.0 * i, 10.0 * i + 10, 100, 10, 10.0 * i) for i, c in enumerate("abcd"))


@pytest.mark.parametrize(
    ("bar", "old", "new"),
    [
        (Rule(10, 103, 20, 103.5), "abcd", "acd"),
        (Rule(10, 98, 20, 98.5), "acd", "abcd"),
        (Rule(14, 103, 30, 103.5), "abcd", "ad"),
        (Rule(16, 103, 30, 103.5), "abcd", "abd"),
        (Rule(0, 98, 200, 98.5), "abcd", "abcd"),
        (Rule(10, 90, 20, 90.5), "abcd", "abcd"),
        (Rule(10, 108, 20, 108.5), "abcd", "abcd"),
        (Rule(10, 103, 20, 104.8), "abcd", "acd"),
        (Rule(10, 103, 20, 104.9), "abcd", "abcd"),
    ],
    ids=[
        "through",
        "under",
        "most of it",
        "less than half",
        "too long",
        "too low",
        "too high",
        "thick",
        "a box",
    ],
)
def test_what_a_bar_marks(bar: Rule, old: str, new: str) -> None:
    for accept, wanted in ((False, old), (True, new)):
        page = PageGlyphs(letters(), 800, rules=PageRules((bar,)))
        assert take_away([page], accept=accept) == (old != new)
        assert "".join(glyph.text for glyph in page.glyphs if not glyph.gone) == wanted


@pytest.mark.parametrize(("length", "struck"), [(2, True), (1.9, False)])
def test_a_bar_through_a_narrow_letter_is_longer_than_a_dot(length: float, *, struck: bool) -> None:
    letter = Glyph("i", 0, 10, 13, 100, 10, 10)
    take_away(
        [PageGlyphs((letter,), 800, rules=PageRules((Rule(10, 103, 10 + length, 103.5),)))], accept=True
    )
    assert letter.gone == struck


@pytest.mark.parametrize(
    ("lines", "new"),
    [
        (["标题", "*请各国", "采取*措施；", "完。"], "请各国采取"),
        (["*标题*", "请*促请各国；"], "促请各国；"),
        (["*第一行没有完", "接着写。", "*完。"], "第一行没有完接着写。"),
    ],
    ids=["on into the next line", "a heading", "a whole paragraph"],
)
def test_what_bold_marks(lines: list[str], new: str) -> None:
    glyphs = printed_glyphs([(line, 15, 10) for line in lines])
    take_away([PageGlyphs(tuple(glyphs), 800)], accept=False)
    assert "".join(glyph.text for glyph in glyphs if glyph.gone) == new


def printed_glyphs(lines: list[tuple[str, float, float]]) -> list[Glyph]:
    """Lines with what is bold between stars, how far each is below the one before, and its size."""
    glyphs, bold, base = [], False, 700.0
    for line, step, size in lines:
        base -= step
        for place, sign in enumerate(line):
            if sign == "*":
                bold = not bold
            else:
                glyphs.append(
                    Glyph(sign, 0, 10.0 * place, 10.0 * place + 10, base, size, 10.0 * place, bold=bold)
                )
    return glyphs


@pytest.mark.parametrize(
    ("lines", "new"),
    [
        ([("old", 18, 10), ("*new;*", 18, 10), ("*Head*", 18, 10), ("old.", 18, 10)], "new;"),
        ([("*I. Head.*", 18, 14), ("*new* old", 18, 10), ("and old.", 12, 10)], "new"),
    ],
    ids=["a heading below a new paragraph", "a heading in larger letters"],
)
def test_bold_headings_near_new_text_are_no_new_text(lines: list[tuple[str, float, float]], new: str) -> None:
    glyphs = printed_glyphs(lines)
    take_away([PageGlyphs(tuple(glyphs), 800)], accept=False)
    assert "".join(glyph.text for glyph in glyphs if glyph.gone) == new


def test_undetectable_bold_is_plain() -> None:
    page = PageGlyphs(tuple(replace(glyph, bold=None) for glyph in letters()), 800)
    assert not take_away([page], accept=False)
    assert not any(glyph.gone for glyph in page.glyphs)


def test_closing_up_keeps_the_widest_distance() -> None:
    placed = (("a", 0), ("", 30), ("", 42), ("b", 54), ("c", 66), ("7", 300))
    lines = [PageLine(text, [], 0, top, 9, top + 10, 10) for text, top in placed]
    assert [(line.text, line.top) for line in _closed_up(lines, 842.0)] == [
        ("a", 0),
        ("b", 30),
        ("c", 42),
        ("7", 300),
    ]


@pytest.mark.parametrize(
    ("bar", "marked"),
    [
        (Rule(10, 101.3, 20, 101.5), True),
        (Rule(10, 100.7, 20, 100.9), False),  # between a stroke through a letter and one under it
        (Rule(10, 104.7, 20, 104.9), True),
        (Rule(10, 105.2, 20, 105.4), False),
        (Rule(10, 97.2, 20, 97.4), True),
        (Rule(10, 96.6, 20, 96.8), False),
        (Rule(10, 97, 20, 98.7), True),
        (Rule(10, 97, 20, 99.0), False),  # a box filled with grey
        (Rule(12, 98, 20, 98.2), True),
        (Rule(10, 98, 29.9, 98.2), True),
        (Rule(10, 98, 30.5, 98.2), True),  # of which it covers two
        (Rule(-9, 98, 49.5, 98.2), False),
    ],
)
def test_where_a_bar_marks_letters(bar: Rule, *, marked: bool) -> None:
    page = PageGlyphs(letters(), 800, rules=PageRules((bar,)))
    assert take_away([page], accept=True) == marked


@pytest.mark.parametrize(
    ("left", "right", "gone"), [(10, 20, "a"), (15, 20, "a"), (16, 20, "ab"), (10, 14, "ab")]
)
def test_a_bar_under_a_link_is_part_of_it(left: float, right: float, gone: str) -> None:
    bar = Rule(0, 98, 20, 98.5)
    page = PageGlyphs(letters(), 800, rules=PageRules((bar,)), links=(Rule(left, 97, right, 109),))
    take_away([page], accept=False)
    assert "".join(glyph.text for glyph in page.glyphs if glyph.gone) == gone


@pytest.mark.parametrize(
    ("lines", "new"),
    [
        ([("*I*", 18, 14), ("*A*", 18, 10), ("old.", 18, 10)], ""),
        ([("*one*", 18, 10), ("*two*", 12, 10), ("*three.*", 12, 10), ("old.", 18, 10)], "onetwothree."),
        ([("*first line*", 18, 10), ("*second.*", 17, 10), ("old.", 18, 10)], "second."),
        ([("*first line*", 18, 10), ("*second.*", 12, 10.5), ("old.", 18, 10)], "first linesecond."),
        ([("*first line*", 18, 10), ("*second.*", 12, 11), ("old.", 18, 10), ("old.", 18, 10)], ""),
        ([("old and", 18, 10), ("*new line*", 12, 10), ("old.", 18, 10)], ""),
        ([("old *and*", 18, 10), ("*new line*", 12, 10), ("old.", 18, 10)], "andnew line"),
        ([("old *and*", 18, 10), ("*head*", 18, 10), ("old.", 18, 10)], "and"),
    ],
)  # fmt: skip
def test_which_lines_in_bold_are_new(lines: list[tuple[str, float, float]], new: str) -> None:
    glyphs = printed_glyphs(lines)
    take_away([PageGlyphs(tuple(glyphs), 800)], accept=False)
    assert "".join(glyph.text for glyph in glyphs if glyph.gone) == new


def test_a_small_sign_at_the_end_of_a_line_divides_no_bold_paragraph() -> None:
    glyphs = printed_glyphs([("*first line*", 18, 10), ("*second.*", 12, 10), ("old.", 18, 10)])
    glyphs[9] = replace(glyphs[9], size=6.0)
    take_away([PageGlyphs(tuple(glyphs), 800)], accept=False)
    assert "".join(glyph.text for glyph in glyphs if glyph.gone) == "first linesecond."


def test_a_scan_has_no_marked_up_drafts() -> None:
    with pytest.raises(ReadError, match=r"^x\.pdf: .*scanned"):
        reader.read(pdf([[], []]), "x.pdf", marked_up=True)


@pytest.mark.parametrize("named", [True, False])
def test_letters_of_fonts_without_a_name_are_told_in_marked_drafts(named: bool) -> None:
    data = pdf([[(50, 700, 10, "text")]])
    data = data if named else data.replace(b"/BaseFont /Helvetica", b"/BaseFant /Helvetica")
    found = reader.read(data, "x.pdf", marked_up=True)
    assert (Message("reading.fonts_unnamed") in found.notes) != named
