"""Paragraphs recognised by the positions of their lines."""

from __future__ import annotations

import pytest

from aligner.readers.extract_builder import ExtractBuilder
from aligner.segmentation.segment import segment
from aligner.values.extract import Box
from aligner.values.extract import Line as ExtractLine
from tests.page_rows import Line, pages, paragraph

_FULL = "words that fill the measure of the page from one of its edges to the other"


def _texts(*given: list[Line], language: str = "en") -> list[str]:
    return segment(pages(*given), language=language).texts()


def test_the_wider_step_divides_paragraphs_and_nothing_else() -> None:
    rows = [
        *paragraph(100, "First thing"),
        *paragraph(142, "Second thing"),
        (184, 100, 500, f"The period ended on {_FULL}."),  # a full stop at a line's end
        (196, 100, 500, f"30 June 2025 and {_FULL}"),  # a number at a line's beginning
        (208, 100, 430, "as paragraph 5 says of it, in line with the"),  # short, before a kept-together group
        (220, 100, 500, f"(b) Secretary-General’s bulletin and {_FULL}"),
        (232, 100, 200, "of it all."),
        *paragraph(250, "Last thing"),
    ]
    texts = _texts(rows)
    assert [text.split()[0] for text in texts] == ["First", "Second", "The", "Last"]
    assert "with the (b) Secretary-General’s" in texts[2]


def test_a_section_at_one_and_a_half_lines_in_larger_letters_keeps_its_paragraphs() -> None:
    tight = [line for number in range(9) for line in paragraph(80 + 66 * number, f"No {number}", lines=5)]
    rest = "and many other words that fill the measure of the page from edge to edge"
    loose: list[Line] = []
    for number in range(3):
        top = 100 + 120 * number  # the lines are 19 points apart, the paragraphs 25
        loose += [(top, 100, 500, f"Loose {number} {rest}", 11)]
        loose += [(top + 19 * n, 100, 500, f"line {n} of it {rest}", 11) for n in range(1, 5)]
        loose += [(top + 95, 100, 240, "to its end.", 11)]
    texts = _texts(tight, loose, tight)
    assert [text.split()[0] for text in texts] == ["No"] * 9 + ["Loose"] * 3 + ["No"] * 9
    assert all(text.endswith("to its end.") for text in texts[9:12])


def test_a_line_as_far_below_as_the_full_line_before_it_continues_a_loose_item() -> None:
    rows = [line for number in range(9) for line in paragraph(80 + 42 * number, f"No {number}")]
    rows += [(480, 100, 495, "• To understand the views of the public which"), (498, 118, 485, _FULL)]
    rows += [(516, 118, 200, "products of it.")]
    texts = _texts(rows)
    assert len(texts) == 10
    assert texts[-1].endswith("products of it.")


def test_first_lines_set_in_divide_paragraphs_without_gaps() -> None:
    rows = [*paragraph(100, "One", first=120), *paragraph(136, "Two", first=120)]
    rows += [(172, 120, 500, f"Three {_FULL} of this kind."), (184, 120, 500, f"Four {_FULL} of that")]
    rows += [(196, 100, 220, "and ends."), *paragraph(208, "Five", first=120)]
    assert [text.split()[0] for text in _texts(rows)] == ["One", "Two", "Three", "Four", "Five"]


def test_a_paragraph_continues_over_the_page_in_its_column() -> None:
    first = [*paragraph(100, "One", first=120), *paragraph(142, "Two", first=120)]
    first += [(184, 120, 500, f"Three {_FULL} is said."), (196, 100, 500, f"It says that {_FULL}.")]
    second = [(80, 100, 500, f"It also says that {_FULL}"), (92, 100, 200, "in the end.")]
    second += [*paragraph(110, "Four", first=120)]
    texts = _texts(first, second)
    assert [text.split()[0] for text in texts] == ["One", "Two", "Three", "Four"]
    assert texts[2].endswith("in the end.")


def test_a_first_line_set_in_opens_a_paragraph_on_a_new_page() -> None:
    first = [*paragraph(100, "One", first=120), *paragraph(142, "Two", first=120)]
    first += [(184, 120, 500, f"Three {_FULL} is said"), (196, 100, 500, f"and says that {_FULL}.")]
    texts = _texts(first, [*paragraph(80, "Four", first=120)])
    assert [text.split()[0] for text in texts] == ["One", "Two", "Three", "Four"]


@pytest.mark.parametrize(
    ("inside", "far", "paragraphs"),
    [
        (500, 497, ["One", "Two", "Next", "Last"]),  # the last line alone ends before the edge
        (500, 498.5, ["One", "Two", "Last"]),
        (497, 497, ["One", "Two", "Last"]),  # as other lines that end a sentence do
    ],
)
def test_a_line_before_the_exact_edge_of_a_text_ends_its_paragraph_on_a_page(
    inside: float, far: float, paragraphs: list[str]
) -> None:
    def made(base: float, text: str) -> list[Line]:
        lines: list[Line] = [(base, 100, inside, f"{text} {_FULL}.")]
        lines += [(base + 12 * n, 100, inside, f"It says that {_FULL}.") for n in (1, 2)]
        lines += [(base + 12 * n, 100, 500, f"It says {n} times that {_FULL}") for n in (3, 4, 5)]
        return [*lines, (base + 72, 100, 240, "to its end.")]

    first = [*made(100, "One"), *made(200, "Two")]
    first[-1] = (272, 100, far, f"and so to the end of it {_FULL}.")
    second = [(80, 100, 500, f"Next is said that {_FULL}"), (92, 100, 200, "in the end."), *made(122, "Last")]
    assert [text.split()[0] for text in _texts(first, second)] == paragraphs


@pytest.mark.parametrize("mark", ["‡", "(12)", "a"])
def test_the_mark_of_a_note_does_not_hide_the_end_of_a_sentence(mark: str) -> None:
    first = [*paragraph(100, "One"), *paragraph(142, "Two")]
    text = f"and so to the end of it {_FULL[:50]}."
    builder = ExtractBuilder()
    for page, lines in enumerate([first[:-1], paragraph(80, "Three")], 1):
        for base, left, right, words, *_ in lines:
            builder.add(words, ExtractLine(page=page, box=Box(left, base - 8, right, base + 2, 10)))
        if page == 1:
            box = Box(100, 158, 430, 168, 10)
            builder.add(
                text + mark, ExtractLine(page=1, box=box), marks=[(mark, len(text), len(text + mark))]
            )
    texts = segment(builder.build("pdf", "made.pdf", pages=2), language="en").texts()
    assert [each.split()[0] for each in texts] == ["One", "Two", "Three"]


def test_hanging_numbers_of_a_list_without_gaps() -> None:
    rows = [*paragraph(100, "One"), *paragraph(142, "Two"), *paragraph(184, "Three")]
    rows += [
        (226, 118, 500, f"• the first item {_FULL}"),
        (238, 136, 300, "which goes on here"),
        (250, 118, 300, "• the second item"),
        (262, 118, 500, f"\uf0b7 the third item {_FULL}"),
        (274, 136, 300, "and ends"),
    ]
    texts = _texts(rows)
    assert [" ".join(text.split()[:3]) for text in texts[3:]] == [
        "the first item",
        "the second item",
        "the third item",
    ]


def test_a_larger_bullet_pushes_the_second_line_of_its_item_down() -> None:
    rows = [line for number in range(3) for line in paragraph(100 + 42 * number, f"No {number}")]
    rows += [
        (222, 106, 498, f"● to enable {_FULL}"),
        (239, 124, 300, "in time; and"),
        (260, 106, 499, f"● to understand where {_FULL}"),
        (277, 124, 499, f"they fit in that {_FULL} as they do"),
        (289, 124, 300, "where they fit in."),
        (310, 106, 300, "● to end it"),
        (327, 124, 499, f"This is more of {_FULL}"),
    ]
    assert [len(text.split()) > 16 for text in _texts(rows)[3:]] == [True, True, False, True]


def test_a_heading_at_the_margin_above_text_set_in() -> None:
    rows = [*paragraph(100, "One", first=130, left=130), *paragraph(142, "Two", first=130, left=130)]
    rows += [(184, 100, 150, "Policy"), *paragraph(196, "Three", first=130, left=130)]
    assert [text.split()[0] for text in _texts(rows)] == ["One", "Two", "Policy", "Three"]


def test_centred_headings_of_several_lines_and_lines_flush_right() -> None:
    rows = [*paragraph(100, "One"), *paragraph(142, "Two"), *paragraph(184, "Three")]
    rows += [
        (232, 180, 420, "Terms of reference of the committee"),
        (244, 220, 380, "on the peaceful uses"),
        (256, 280, 320, "of space"),
        *paragraph(280, "Four"),
        (340, 410, 500, "3rd plenary meeting"),
        (352, 416, 500, "19 September 2025"),
    ]
    texts = _texts(rows)
    assert texts[3] == "Terms of reference of the committee on the peaceful uses of space"
    assert texts[5] == "3rd plenary meeting 19 September 2025"


def test_a_title_in_larger_letters_keeps_its_lines_together() -> None:
    rows: list[Line] = [
        (60, 100, 440, "Budget performance for the period from 1 July 2024 to", 14.0),
        (75, 100, 480, "30 June 2025 and budget for the period from 1 July 2026 to", 14.0),
        (90, 100, 200, "Observer Force", 14.0),
        (116, 100, 440, "Report of the Advisory Committee on Questions", 12.0),
    ]
    rows += [*paragraph(150, "One"), *paragraph(192, "Two"), *paragraph(234, "Three")]
    texts = _texts(rows)
    assert texts[0].endswith("1 July 2026 to Observer Force")
    assert texts[1].startswith("Report")


def test_columns_of_text_are_read_on_and_cells_are_not() -> None:
    left = [(100 + 12 * n, 60, 280, f"line {n} of the left column goes on and on") for n in range(8)]
    right = [(100 + 12 * n, 320, 540, f"line {n} of the right column goes on and on") for n in range(8)]
    assert len(_texts([*left, *right])) == 1
    cells = [(100 + 24 * n, 60, 120, f"Cell {n}") for n in range(4)]
    beside = [
        (100 + 12 * n, 160, 540, f"Line {n} of the text beside them that goes on and on") for n in range(8)
    ]
    assert any(text.startswith("Line 0") for text in _texts([*cells, *beside]))


def test_russian_items_numbered_in_levels_begin_with_small_letters() -> None:
    rows = [*paragraph(100, "One"), *paragraph(142, "Two"), *paragraph(184, "Three")]
    rows += [(226, 118, 320, "1.1.1 документ о политике;"), (238, 118, 330, "1.1.2 порядок её изменения")]
    document = segment(pages(rows), language="ru")
    assert [segment.label for segment in document.segments][-2:] == ["1.1.1", "1.1.2"]


def test_the_lines_of_a_narrow_list_are_cut_by_no_margin() -> None:
    names = ["Ann Abe, President;", "Bo Bell, Vice-President of it;", "Cy Cole, Judge, and", "Di Dun, Judge;"]
    rows = [*paragraph(100, "One"), *paragraph(142, "Two"), *paragraph(184, "Three")]
    rows += [(226 + 12 * n, 136, 136 + 6 * len(name), name) for n, name in enumerate(names)]
    assert _texts([*rows, *paragraph(286, "Last")])[3:-1] == names


def test_names_that_leave_little_room_are_a_list_in_justified_text() -> None:
    names = ["Ann Bea Abe, Judge", "Bartholomew Bell, Judge", "Christina Cole, Judge", "Dominic Dun, Judge"]
    ends = (274.0, 280.0, 269.0, 262.0)

    def read(*names: str) -> list[str]:
        rows = [*paragraph(100, "One"), *paragraph(142, "Two"), *paragraph(184, "Three")]
        places = zip(range(226, 300, 12), ends, names, strict=False)
        rows += [(base, 136, end, name) for base, end, name in places]
        return _texts([*rows, *paragraph(286, "Last")])[3:-1]

    assert read(*names) == names
    assert len(read(*names[:3])) == 1  # three lines may be a title
    assert len(read(*names[:3], "and their clerk, Judge")) == 1


def test_a_numbered_heading_in_smaller_letters_goes_on_with_none_above() -> None:
    rows = [(100, 100, 499, "1 在全世界消除一切形式的贫穷和在全世界消除一切形式的不平等以及促进", 12.0)]
    rows += [(118, 100, 400, "1.1 到2030年，各年龄段男女和儿童至少减半", 10.5)]
    rows += [
        (140 + 14 * n, 100, 500, f"会议注意到第{n}项议程的执行情况并请秘书长提交报告以供大会审议")
        for n in range(4)
    ]
    assert _texts(rows, language="zh")[1].startswith("到2030年")


def test_an_opening_quotation_mark_is_no_word_that_fits_on_a_line() -> None:
    rows = [*paragraph(100, "Un"), *paragraph(142, "Deux"), *paragraph(184, "Trois")]
    rows += [
        (226, 100, 216, "La chef a parlé de"),
        (238, 100, 250, "« l'accélération régulière"),
        (250, 100, 160, "ici »."),
    ]
    assert _texts(rows, language="fr")[3:] == ["La chef a parlé de « l'accélération régulière ici »."]


def test_a_wrapped_address_is_text() -> None:
    rows: list[Line] = [*paragraph(100, "One"), *paragraph(142, "Two"), *paragraph(184, "Three")]
    rows += [(226, 100, 500, f"The list {_FULL}, found at"), (238, 100, 200, "https://example.org/list.")]
    assert _texts(rows)[3].endswith("https://example.org/list.")


def test_headings_a_little_larger_than_the_text_are_two_where_their_step_is_wider() -> None:
    first, second = (124, 220, 380, "A declaration", 11.0), (141, 270, 330, "The first part", 11.0)
    texts = _texts([*paragraph(70, "One"), first, second, *paragraph(160, "Two"), *paragraph(202, "Three")])
    assert texts[1:3] == ["A declaration", "The first part"]


def test_an_article_below_a_title_in_letters_of_its_size_is_a_heading_of_its_own() -> None:
    title, article = (124, 100, 400, "A declaration of rights", 11.0), (138, 100, 160, "Article 1", 11.0)
    rows = [*paragraph(70, "One"), title, article, *paragraph(152, "Two"), *paragraph(200, "Three")]
    assert _texts(rows)[1] == "A declaration of rights"


def test_an_item_begins_on_a_new_page_where_items_begin() -> None:
    def item(top: float, label: str) -> list[Line]:
        return [(top, 130, 500, f"({label}) item {_FULL}"), (top + 12, 160, 300, "and its end.")]

    first = [(100, 100, 500, f"1. One {_FULL}"), (112, 130, 300, "and its end."), *item(130, "a")]
    first += [*item(160, "b"), (190, 100, 500, f"2. Two {_FULL}"), (202, 130, 500, f"and of two {_FULL}.")]
    texts = _texts(first, item(80, "a"))
    assert [text.split()[0] for text in texts] == ["One", "item", "item", "Two", "item"]


def test_a_title_across_two_columns_does_not_widen_the_first() -> None:
    title = (60.0, 100.0, 600.0, "A title that runs across both columns of the page from edge to edge", 12.0)
    left = [*_column(100, 100, "One"), *_column(142, 100, "Two"), *_column(184, 100, "Three")]
    left[-1] = (208.0, 100.0, 340.0, "and goes on in the next column with the very same")
    right = [(100.0, 360.0, 600.0, "sentence, which ends here after a line of its own")]
    right += [(112.0, 360.0, 430.0, "and a short one."), *_column(130, 360, "Four")]
    texts = _texts([title, *left, *right])
    assert texts[3].endswith(
        "the very same sentence, which ends here after a line of its own and a short one."
    )


def test_an_item_continues_in_a_column_that_begins_with_it() -> None:
    """The column has no line at its margin on the next page, which shows it only on others."""

    def item(base: float, near: float) -> list[Line]:
        words = "of an item in the column" * 2
        label = (base, near + 20, near + 240, f"(a) First {words}")
        return [label, (base + 12, near + 40, near + 240, words)]

    first = [*_column(100, 100, "One"), *_column(142, 100, "Two"), *_column(100, 360, "Three")]
    first += [*_column(142, 360, "Four"), *item(184, 360)]
    second = [(100, 140, 340, "and goes on for two lines at the place of its text"), (112, 140, 300, "here.")]
    second += [*_column(100, 360, "Five"), *_column(142, 360, "Six")]
    texts = _texts(first, second)
    assert [text.split()[0] for text in texts] == ["One", "Two", "Three", "Four", "First", "Five", "Six"]
    assert texts[4].endswith("the place of its text here.")


def _column(base: float, near: float, text: str) -> list[Line]:
    words = "and words that fill the measure of a column"
    return [
        (base, near, near + 240, f"{text} {words}"),
        (base + 12, near, near + 240, f"line of it {words}"),
        (base + 24, near, near + 90, "to its end."),
    ]


def test_lines_continue_at_the_label_that_a_tab_sets_apart_from_its_text() -> None:
    rows: list[Line] = [*paragraph(100, "One"), *paragraph(142, "Two"), *paragraph(184, "Three")]
    rows += [(226, 100, 108, "4."), (226, 190, 480, f"Notes that {_FULL}"[:58])]
    rows += [(238, 100, 470, "this goes on at the margin"), *paragraph(256, "Five")]
    texts = _texts(rows)
    assert texts[3].endswith("this goes on at the margin")
    assert texts[4].startswith("Five")


def test_a_full_line_without_a_label_may_continue_further_in() -> None:
    rows: list[Line] = [*paragraph(100, "One"), *paragraph(142, "Two"), *paragraph(184, "Three")]
    rows += [(226, 110, 498, f"Letter dated 9 January 2026 from the Representative {_FULL}")]
    rows += [(238, 124, 380, "addressed to the President of the Council"), *paragraph(256, "Five")]
    assert _texts(rows)[3].endswith("Representative " + _FULL + " addressed to the President of the Council")


def test_a_heading_continues_in_the_next_column_below_lines_across_both() -> None:
    rows: list[Line] = [(60, 60, 120, "President:"), (60, 400, 540, "Mr. Osman (Somalia)")]
    rows += [(90 + 12 * n, 60, 290, f"left {n} that fills its column up to the edge") for n in range(6)]
    rows += [(170, 60, 275, "Letter dated 9 January 2026 from the", 11.0)]
    rows += [(90, 320, 540, "Representative of Algeria to the Council", 11.0)]
    rows += [(110 + 12 * n, 320, 540, f"right {n} that fills its column up to the edge") for n in range(6)]
    assert "Letter dated 9 January 2026 from the Representative of Algeria to the Council" in _texts(rows)


def test_a_russian_recital_begins_set_in_on_the_next_page() -> None:
    def recital(base: float) -> list[Line]:
        return [
            (base, 120, 500, f"ссылаясь на {_FULL}"),
            (base + 12, 100, 500, f"и на {_FULL}"),
            (base + 24, 100, 250, "и на эту резолюцию,"),
        ]

    given = [*recital(100), *recital(142), *recital(184)], recital(80)
    assert len(_texts(*given, language="ru")) == 4


def test_a_short_russian_recital_without_a_gap_ends_with_its_comma() -> None:
    rows = [*paragraph(100, "учитывая цели", first=120), *paragraph(136, "признавая роль", first=120)]
    rows += [
        (172, 120, 490, f"напоминая о том, что {_FULL},"),
        (184, 120, 330, "согласились о нижеследующем:"),
    ]
    rows += [*paragraph(196, "Государства", first=120), *paragraph(232, "Каждое государство", first=120)]
    assert [text.split()[0] for text in _texts(rows, language="ru")][2:4] == ["напоминая", "согласились"]


def test_an_entry_whose_further_lines_hang_begins_below_a_full_line() -> None:
    rows: list[Line] = []
    for number, first in enumerate(("One", "Two", "Three")):
        rows += paragraph(100 + 36 * number, first, first=120)
    rows[-1] = (rows[-1][0], 100, 498, f"{_FULL}.")
    rows += [(208, 100, 495, f"Agency, {_FULL}"), (220, 130, 495, _FULL), (232, 130, 300, "and ends.")]
    rows += paragraph(244, "Four", first=120)
    assert [text.split()[0].strip(",") for text in _texts(rows)] == ["One", "Two", "Three", "Agency", "Four"]


def test_each_line_whose_dots_lead_to_a_name_is_one_of_a_list() -> None:
    rows = [*paragraph(100, "One"), *paragraph(142, "Two")]
    names = [("Albania", "Mr. Hoxha"), ("Brazil", "Mr. França Danese"), ("Ecuador", "Mr. Pérez Loose")]
    members = [f"{state} {'. ' * 50}{name}" for state, name in names]
    rows += [(200 + 12 * n, 100, 500, member) for n, member in enumerate(members)]
    assert _texts(rows)[2:] == members


def test_a_page_of_a_few_short_paragraphs_is_read_by_its_places() -> None:
    rows: list[Line] = [
        (120, 351, 418, "Distr.: General"),
        (127, 125, 271, "General Assembly", 16.0),
        (134, 351, 423, "25 August 2023"),
        (161, 351, 431, "Original: English"),
        (190, 123, 238, "Seventy-eighth session"),
        (202, 123, 331, "Items 137 and 138 of the preliminary list*"),
        (214, 123, 230, "Programme planning"),
        (254, 147, 413, "Proposed programme budget for 2024", 14.0),
        (460, 123, 222, "1. Paragraph 3.24"),
        (478, 147, 345, "For 350 participants read 530 participants"),
        (502, 123, 245, "2. Table 3.5, third row"),
        (538, 171, 441, "The Department will continue to support the"),
        (550, 171, 440, "implementation of the programme of work of the"),
        (562, 171, 394, "Committee, including by means of 12 briefings."),
    ]
    assert _texts(rows)[:7] == [row[3] for row in rows[:7]]


def _listed(base: float, text: str) -> list[Line]:
    """An item of a list without gaps, whose second line is set in below its text."""
    return [
        (base, 100, 500, f"• {text} item {_FULL}"),
        (base + 12, 118, 500, f"which goes on with {_FULL}"),
        (base + 24, 118, 220, "and ends here."),
    ]


def test_a_full_line_continues_where_paragraphs_in_its_column_usually_hang() -> None:
    rows = [line for number in range(5) for line in _listed(100 + 36 * number, f"No {number}")]
    rows += [
        (280, 100, 160, "Rationale:"),
        (292, 100, 500, f"To see that {_FULL}"),
        (304, 100, 500, f"and of the License that says, {_FULL},"),
        (316, 100, 500, f"which goes on with another {_FULL}"),
        (328, 100, 500, f"Identified License and {_FULL}"),
        (340, 100, 180, "and no more."),
    ]
    texts = _texts(rows)
    assert len(texts) == 7
    assert texts[6].startswith("To see")
    assert texts[6].endswith("and no more.")


def test_a_bracket_that_hangs_out_of_the_margin_divides_nothing() -> None:
    full = "各国应当采取一切必要措施，以便在这一领域开展国际合作并提供技术援助和"
    rows = [(100.0, 100.0, 500.0, full), (112.0, 95.0, 300.0, "（人居二）的议程。")]
    rows += [(130.0, 100.0, 500.0, full), (142.0, 100.0, 300.0, "能力建设。")]
    rows += [(160.0, 95.0, 500.0, f"《{full}"), (172.0, 100.0, 300.0, "能力建设。")]
    assert len(_texts(rows, language="zh")) == 3


def test_between_gaps_a_line_that_a_margin_cut_goes_on_wherever_the_next_begins() -> None:
    rows = [line for number in range(6) for line in paragraph(80 + 42 * number, f"No {number}")]
    rows += [(340, 100, 500, f"The terms of {_FULL}, of Mr."), (352, 136, 500, f"Ozawa and of {_FULL}.")]
    rows += [(382, 110, 498, f"Item 6. The ways of {_FULL} of", 14), (398, 152, 420, "Europe and others", 14)]
    texts = _texts(rows)
    assert len(texts) == 8
    assert "of Mr. Ozawa" in texts[6]
    assert texts[7].endswith("of Europe and others")


def test_the_first_item_below_its_announcement_is_set_in() -> None:
    rows = [line for number in range(5) for line in _listed(100 + 36 * number, f"No {number}")]
    rows += [
        (298, 100, 402, "The organization shall ensure that its members are aware of:"),
        (310, 118, 260, "a) The policy;"),
        (322, 118, 300, "b) Its objectives, and"),
        (334, 118, 404, "c) What follows from not being in line with all of them."),
    ]
    assert _texts(rows)[5:] == [
        "The organization shall ensure that its members are aware of:",
        "The policy;",
        "Its objectives, and",
        "What follows from not being in line with all of them.",
    ]


def test_an_item_set_in_below_a_full_line_that_announces_it() -> None:
    rows = [line for number in range(5) for line in _listed(100 + 36 * number, f"No {number}")]
    rows += [
        (298, 100, 494, f"Members are to be aware of {_FULL}, namely:"),
        (310, 118, 260, "a) The policy;"),
    ]
    rows += [(322, 118, 300, "b) Its objectives.")]
    assert _texts(rows)[-2:] == ["The policy;", "Its objectives."]


def test_a_number_after_a_bullet_begins_an_item_as_the_bullet_does() -> None:
    rows = [line for number in range(5) for line in paragraph(100 + 36 * number, f"No {number}")]
    rows += [(280, 100, 498, f"If this is to hold, {_FULL}:"), (292, 100, 300, "• 5.1.1 a policy;")]
    rows += [(304, 100, 300, "• 5.1.2 a procedure.")]
    assert _texts(rows)[-2:] == ["a policy;", "a procedure."]


def test_items_of_an_agenda_without_gaps_and_full_stops() -> None:
    rows: list[Line] = [
        (100, 100, 320, "1. Election of the officers of the session"),
        (112, 100, 500, "2. Operational activities of the system for international development cooperation"),
        (124, 120, 495, "(a) Follow-up to the recommendations that the Assembly and the Council made"),
        (136, 120, 498, "(b) Reports of the Executive Boards of the Programme, of the Children’s Fund and"),
        (148, 140, 300, "of the World Food Programme"),
        (160, 120, 490, "(c) Cooperation of the countries of the South with one another and with others"),
        (172, 100, 300, "3. Humanitarian affairs segment"),
        (184, 100, 480, "4. Elections, nominations, confirmations and appointments to subsidiary organs"),
        (196, 100, 200, "5. Other matters"),
    ]
    assert [text.split()[0] for text in _texts(rows)] == [
        *("Election", "Operational", "Follow-up", "Reports", "Cooperation"),
        *("Humanitarian", "Elections,", "Other"),
    ]


def test_letters_of_a_sentence_at_the_beginning_of_lines_are_no_items() -> None:
    rows: list[Line] = [
        (100, 100, 500, f"1. Training will be given in: (a) space law, {_FULL}"),
        (112, 120, 500, f"(b) natural resources, {_FULL},"),
        (124, 120, 500, f"(c) navigation, {_FULL}, and"),
        (136, 120, 300, "(d) the economy of space."),
        (148, 100, 500, f"2. It will be given to {_FULL}"),
        (160, 120, 300, "of the programme."),
    ]
    assert len(_texts(rows)) == 2


def test_one_wrapped_line_shows_the_step_of_a_text_in_short_paragraphs() -> None:
    rows: list[Line] = [
        (100, 100, 300, "The Seventy-seventh World Health Assembly,"),
        (120, 100, 500, f"Recalling resolution 67.10, {_FULL}"),
        (132, 100, 200, "Member States;"),
        (152, 100, 300, "1. URGES Member States:"),
        (172, 120, 400, "(1) to identify the leading causes of mortality;"),
        (192, 120, 400, "(2) to report to the Health Assembly in 2025."),
        (212, 340, 500, "Ninth plenary meeting, 1 June 2024"),
    ]
    assert len(_texts(rows)) == 6


def test_one_wide_step_is_that_of_the_lines_where_none_are_closer_and_it_recurs() -> None:
    rows: list[Line] = [
        (100, 94, 300, "إن الجمعية العامة،"),
        (
            126,
            94,
            496,
            "إذ تشير إلى قراراتها السابقة بشأن مسألة حقوق الإنسان والفقر المدقع بما في ذلك القرار",
        ),
        (146, 94, 200, "في كانون الأول،"),
        (
            172,
            94,
            496,
            "1 - تؤكد من جديد أن الفقر المدقع والاستبعاد من المجتمع يشكلان انتهاكا لكرامة الإنسان،",
        ),
        (192, 94, 300, "وأن عددا من السكان كانوا يعيشون في فقر مدقع؛"),
        (218, 94, 300, "2 - تقرر أن تواصل النظر في هذه المسألة."),
    ]
    turned: list[Line] = [(base, 594 - right, 594 - left, text) for base, left, right, text in rows]
    assert len(_texts(turned, language="ar")) == 4


def test_one_wide_step_is_that_of_the_lines_where_all_others_are_far_wider() -> None:
    rows: list[Line] = [
        (100, 100, 130, "联合国"),
        (127, 220, 380, "关于决议草案的修正案清单"),
        (154, 100, 480, "下列修正案由古巴、秘鲁、泰国和越南提出，供第三委员会在议程项目下审议。"),
        (181, 100, 360, "1. 在序言部分第四段中，将“严重关切”改为“深为关切”。"),
        (208, 100, 500, "2. 在序言部分第七段之后，插入新的一段如下：“回顾大会二〇二三年十二月第号"),
        (225, 100, 150, "决议，”。"),
        (252, 100, 400, "3. 在执行部分第三段中，删除“酌情”一词。"),
    ]
    begun = ["联合国", "关于决", "下列修", "在序言", "在序言", "在执行"]
    assert [text[:3] for text in _texts(rows, language="zh")] == begun


def test_a_chinese_line_with_room_for_the_next_number_ends_a_paragraph() -> None:
    full = "鉴于对人类家庭所有成员的固有尊严及其平等的和不移的权利的承认乃是世界自由的基础"
    rows: list[Line] = [(100, 100, 450, "联合国大会于一九四八年十二月十日通过并颁布决议第三号宣言")]
    rows += [(118, 100, 500, f"1948年12月10日{full}")]
    for base in (136, 154, 172):
        rows.append((base, 100, 500, full))
    rows += [(190, 100, 300, "全文如下："), (220, 100, 300, "序言")]
    assert [text[:4] for text in _texts(rows, language="zh")] == ["联合国大", "1948", "序言"]


def test_a_heading_goes_on_in_a_small_letter_below_a_blank_line() -> None:
    text = paragraph(200, "The court decides")
    title = [
        (60, 250, 350, "ORDER OF THE COURT"),
        (82, 240, 360, "of May 12, 2007"),
        (120, 200, 400, "Request"),
    ]
    document = segment(pages([*title, *text, *paragraph(260, "It decides")]), language="en")
    assert document.texts()[:2] == ["ORDER OF THE COURT of May 12, 2007", "Request"]


def test_what_is_said_of_a_body_follows_its_name_below_a_blank_line() -> None:
    name = [(60, 100, 300, "THE PRESIDENT OF THE COURT,")]
    text = paragraph(84, "in use of its powers")
    document = segment(pages([*name, *text, *paragraph(140, "It decides")]), language="en")
    assert document.texts()[0].startswith("THE PRESIDENT OF THE COURT, in use of its powers")


def test_a_full_line_goes_on_in_a_small_letter_at_a_wider_step() -> None:
    wide = [
        (60 + 18 * n, 100.0, 500.0, f"part {n} of a sentence set at a wider step that goes on and on")
        for n in (0, 1)
    ]
    wide = [wide[0], (78.0, 100.0, 500.0, f"p{wide[1][3][1:]}"), (96.0, 100.0, 200.0, "to its end.")]
    document = segment(
        pages([*wide, *paragraph(130, "It decides"), *paragraph(190, "It adds")]), language="en"
    )
    assert len(document.texts()) == 3


def test_bold_lines_above_a_capital_are_a_heading_however_full_they_are() -> None:
    rows = [
        *paragraph(100, "First thing"),
        (142, 100, 500, f"2.1 Heading in bold, {_FULL}"),
        (154, 120, 500, f"The text below it begins here, {_FULL}"),
        (166, 100, 500, f"and goes on, {_FULL}"),
        (178, 100, 470, f"Goal, {_FULL[:-12]}."),
        (190, 100, 500, f"2.2 Heading below a full line, {_FULL}"),
        (202, 100, 200, "that goes on."),
    ]
    bold = {rows[3][3], rows[-2][3], rows[-1][3]}
    texts = segment(pages(rows, bold=bold), language="en").texts()
    assert [text.split()[0] for text in texts] == ["First", "Heading", "The", "Heading"]


def test_an_item_without_a_gap_is_known_by_its_hanging_text() -> None:
    rows = [
        *paragraph(100, "First thing"),
        (142, 100, 500, f"5. The number hangs, {_FULL}"),
        (154, 125, 500, f"and so does the text, {_FULL}."),
        (166, 125, 500, f"(a) An item, {_FULL}"),
        (178, 150, 400, "whose text hangs further in."),
        *paragraph(202, "Last thing"),
    ]
    assert [text.split()[0] for text in _texts(rows)] == ["First", "The", "An", "Last"]


def test_side_notes_do_not_interrupt_a_paragraph_over_the_page() -> None:
    first = [
        *paragraph(100, "First thing"),
        (142, 100, 500, f"Second thing, {_FULL}"),
        (154, 100, 500, f"and more of it, {_FULL}"),
        (142, 510, 560, "A side note", 7.0),
        (150, 510, 550, "of two lines", 7.0),
    ]
    second = [(60, 510, 560, "Another", 7.0), (60, 100, 240, "to its end."), *paragraph(84, "Third thing")]
    texts = _texts(first, second)
    assert texts[1] == f"Second thing, {_FULL} and more of it, {_FULL} to its end."
    assert [text for text in texts if "note" in text or text == "Another"] == [
        "A side note of two lines",
        "Another",
    ]


def test_a_full_line_of_a_chinese_column_goes_on_after_its_full_stop() -> None:
    full = "各国应当采取一切必要措施，以便在这一领域开展国际合作并提供"
    rows: list[Line] = []
    for near in (100, 360):
        for top in (100, 142, 184):
            rows += [(top, near, near + 240, full), (top + 12, near, near + 247, f"{full[:-1]}。")]
            rows += [(top + 24, near, near + 80, "能力建设。")]
    assert len(_texts(rows, language="zh")) == 6


def test_a_quotation_in_a_column_where_items_hang_is_one_paragraph() -> None:
    rows = [line for number in range(5) for line in _listed(100 + 36 * number, f"No {number}")]
    quoted = "quotes of the text that was agreed to before, as was seen in the other parts"
    rows += [(280 + 11 * n, 100, 440, f"No {n} {quoted}", 9.2) for n in range(3)]
    assert len(_texts([*rows, (313, 100, 200, "and to its end.", 9.2)])) == 6


def _set_in(top: float, text: str) -> list[Line]:
    return [(top, 124, 500, f"{text}{_HAN}"), (top + 12, 100, 500, _HAN), (top + 24, 100, 200, "能力建设。")]


_HAN = "各国应当采取一切必要措施以便在这一领域开展国际合作并提供技术援助和进行"


def test_a_paragraph_below_a_full_heading_begins_by_the_shape_of_its_lines() -> None:
    rows = [line for number in range(4) for line in _set_in(100 + 36 * number, f"第{number}")]
    rows += [(244, 100, 490, f"1.1 {_HAN}"), *_set_in(256, "第五")]
    texts = _texts(rows, language="zh")
    assert len(texts) == 6
    assert texts[4] == _HAN


def test_left_and_right_pages_of_a_book_have_margins_of_their_own() -> None:
    left = [
        *paragraph(100, "One", first=120),
        *paragraph(136, "Two", first=120),
        *paragraph(172, "Three", first=120),
    ]
    left += [(208, 120, 500, f"Four {_FULL} is said."), (220, 100, 500, f"It is {_FULL}.")]
    right = [(80, 128, 528, f"States say that {_FULL}."), (92, 128, 328, "All of them do.")]
    for top, name in ((104, "Five"), (140, "Six"), (176, "Seven")):
        right += [(line[0], line[1] + 28, line[2] + 28, line[3]) for line in paragraph(top, name, first=120)]
    texts = _texts(left, right)
    assert [text.split()[0] for text in texts] == ["One", "Two", "Three", "Four", "Five", "Six", "Seven"]
    assert texts[3].endswith("All of them do.")


def test_a_line_beyond_the_margin_leaves_no_room_on_the_lines_beside_it() -> None:
    rows = [
        (100, 120, 500, f"One {_FULL} of"),
        (112, 100, 500, f"it and {_FULL} of"),
        (124, 100, 560, f"all {_FULL} that"),
    ]
    rows += [(136, 100, 500, f"these {_FULL} which"), (148, 100, 160, "Two ends.")]
    rows += [*paragraph(160, "Three", first=120), *paragraph(196, "Four", first=120)]
    assert [text.split()[0] for text in _texts(rows)] == ["One", "Three", "Four"]


def test_dashes_after_the_ends_of_clauses_open_items() -> None:
    rows = [line for n in range(5) for line in paragraph(100 + 42 * n, f"No {n}")]
    rows += [
        (310, 100, 500, f"States – {_FULL} –"),
        (322, 100, 500, f"– as {_FULL} – and the"),
        (334, 100, 500, f"others that say with {_FULL}:"),
        (346, 100, 480, "– the first thing, which is said in a line that is nearly full;"),
        (358, 100, 500, f"– the second thing, {_FULL}"),
        (370, 112, 180, "of it all;"),
        (382, 100, 180, "– the third thing."),
    ]
    texts = _texts(rows)
    assert [text.split()[0] for text in texts] == ["No"] * 5 + ["States", "–", "–", "–"]
    assert texts[7].endswith("of it all;")


def test_a_numbered_heading_is_no_name_of_which_the_text_below_is_said() -> None:
    heading = "4.4.1 The bugs server"
    rows = [*paragraph(100, "One"), *paragraph(142, "Two"), (190, 100, 220, heading)]
    rows += [(208, 100, 500, f"bugs.example.org is the place for {_FULL}."), *paragraph(226, "Three")]
    texts = segment(pages(rows, bold={heading}), language="en").texts()
    assert [text.split()[0] for text in texts] == ["One", "Two", "The", "bugs.example.org", "Three"]


def test_right_pages_have_one_margin_whether_most_of_their_lines_hang_or_not() -> None:
    hanging = {1, 2, 4, 5, 6, 7}

    def page(number: int) -> list[Line]:
        above, near = (128 if one in hanging else 100 for one in (number - 1, number))
        rows = [line for n in range(2) for line in paragraph(100 + 66 * n, f"No {n}", left=near, lines=5)]
        rows += [(232, 100, 500, f"Last {_FULL} is said."), (244, near, 500, f"It is {_FULL}")]
        rows[:0] = [(80, above, 260, "of the page before.")] if number > 1 else []
        shift = 28.0 * (number % 2)
        return [(top + 7 * number, left + shift, right + shift, text) for top, left, right, text, *_ in rows]

    texts = _texts(*map(page, range(1, 8)))
    last = [text for text in texts if text.startswith("Last")]
    assert [text.endswith("of the page before.") for text in last] == [True] * 6 + [False]


def test_pages_of_a_book_are_level_though_most_lines_of_one_are_set_in() -> None:
    left = [line for n in range(3) for line in _listed(100 + 36 * n, f"No {n}")]
    left += [(208, 100, 500, f"Last {_FULL} is said.")]
    left += [(base, 118, 500, f"It is {_FULL}") for base in (220, 232)]
    right = [(80, 146, 328, "Member States of the page before.")]
    for n in range(3):
        right += [
            (top, near + 28, far + 28, text) for top, near, far, text, *_ in paragraph(98 + 42 * n, "Flush")
        ]
    texts = _texts(left, right)
    assert texts[3].endswith("of the page before.")
    assert len(texts) == 7


def test_a_text_beside_its_number_continues_over_the_page_where_its_lines_hang() -> None:
    def article(base: float, number: int) -> list[Line]:
        return [
            (base, 100, 150, f"Article {number}."),
            (base, 170, 500, f"States {_FULL}"[:60]),
            (base + 12, 136, 500, f"which goes on with {_FULL}"[:66]),
        ]

    ends = [[(124 + 42 * n, 136, 220, "and ends here.")] for n in range(3)]
    left = [line for n in range(3) for line in (*article(100 + 42 * n, n + 1), *ends[n])]
    left += article(226, 4)
    right = [(100, 136, 500, f"Member States {_FULL} on the"[:66]), (112, 136, 220, "next page.")]
    right += [line for n in (1, 2) for line in (*article(100 + 42 * n, n + 4), *ends[n])]
    texts = _texts(left, right)
    assert len(texts) == 6
    assert texts[3].endswith("next page.")


@pytest.mark.parametrize(("end", "word"), [(400, "Ratio"), (498, "Ratio"), (400, "")])
def test_a_line_of_justified_text_with_room_is_the_last_of_its_paragraph(end: float, word: str) -> None:
    long = "Extraordinarilyunbreakableexpressions"
    rows = [line for n in range(5) for line in paragraph(100 + 36 * n, f"No {n}", first=120)]
    rows += [
        (290, 104, 496, f"Box 4.1 {_FULL}"),
        (302, 104, 496, f"and more of {_FULL}"),
        (314, 104, end, f"{word} of its growth, of which more is said here" if word else "Growth"),
        (326, 104, 496, f"{long} are what {_FULL}"),
        (338, 104, 496, f"it says of {_FULL}"),
        (350, 104, 200, "to the end."),
    ]
    rows += [line for n in range(2) for line in paragraph(372 + 36 * n, f"Then {n}", first=120)]
    texts = _texts(rows)
    assert len(texts) == (9 if word and end < 496 else 8)


def test_where_entries_hang_a_line_before_their_edge_begins_a_paragraph() -> None:
    rows = [line for n in range(4) for line in _bulleted(100 + 36 * n, f"No {n}")]
    rows += [(244, 106, 470, f"• Last {_FULL}"), (256, 100, 500, f"and then {_FULL}")]
    texts = _texts(rows)
    assert len(texts) == 6


def _bulleted(base: float, text: str) -> list[Line]:
    return [
        (base, 106, 500, f"• {text} {_FULL}"),
        (base + 12, 124, 500, f"which goes on with {_FULL}"),
        (base + 24, 124, 220, "and ends here."),
    ]
