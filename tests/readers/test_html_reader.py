# ruff: noqa: E501 - HTML reads better unbroken
"""Web pages: the text that a browser shows, block by block."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.readers import read_bytes
from aligner.values import Message
from aligner.values.extract import Extract, LineRole
from aligner.values.message import AlignerError, ReadError


def page(body: str) -> Extract:
    return read_bytes(f"<!DOCTYPE html><title>t</title><body>{body}".encode(), "x.html")


def texts(extract: Extract) -> list[str]:
    return [extract.text_of(line) for line in extract.lines]


SHOWN = [
    ("white space", "<p> a \n  b\t<b>c </b> d</p>", ["a b c d"]),
    ("no-break spaces", "<p>«&nbsp;a&#x202f;;&nbsp;»</p>", ["«\u00a0a\u202f;\u00a0»"]),
    ("entities", "<p>&lt;&eacute;&#20013;&amp;&shy;</p>", ["<é中&\u00ad"]),
    ("a line end in Chinese", "<p>预防\n犯罪 和 the\nUN", ["预防犯罪 和 the UN"]),
    ("one break", "<p>of<br>the<p>合<br/>作", ["of the", "合作"]),
    ("two breaks", "one<br> <br>two", ["one", "two"]),
    ("an empty line between breaks", "<p>one<br>&nbsp;<br>two<br>&nbsp;three</p>", ["one", "two\xa0three"]),
    (
        "dialogs",
        "<div role=dialog>cookies</div><dialog>c</dialog><dialog open>open</dialog><p>d",
        ["open", "d"],
    ),
    (
        "said by screen readers",
        "<a class='x sr-only'>Skip</a><p>a<span class=visually-hidden>b</span>c",
        ["ac"],
    ),
    (
        "fraction",
        "<p>x <math><mfrac><mn>1</mn><mn>2</mn></mfrac><annotation>y</annotation></math>",
        ["x 1/2"],
    ),
    (
        "numbers after breaks",
        "<p>1. Urges;<br>2. Requests<br>(a) of<br>3. it</p>",
        ["1. Urges;", "2. Requests (a) of 3. it"],
    ),
    (
        "bullet of Symbol",
        "<p><span style='font-family:Symbol'><span style='mso-list:Ignore'>·<span> </span></span></span>a",
        ["• a"],
    ),
    ("bullet of Wingdings", "<p><font face=Wingdings>§</font> a", ["▪ a"]),
    (
        "letter bullet",
        "<p><span style='font-family:\"Courier New\"'>o</span> a<span style='font-family:Arial'>o</span>",
        ["◦ ao"],
    ),
    (
        "a title in a header",
        "<header><h1>Title</h1><p>by a</p></header><header><h1><a href=x>Site</a></h1></header><p>b",
        ["Title", "by a", "b"],
    ),
    (
        "notes in an aside",
        "<p>a</p><aside role=doc-endnotes><p>note</p></aside><aside epub:type=footnote>2</aside><aside>b</aside>",
        ["a", "note", "2"],
    ),
    (
        "a heading that opens its section",
        "<h2><button>Part I</button></h2><p>a<button>Print</button></p>",
        ["Part I", "a"],
    ),
    ("blocks without paragraphs", "<div>a<div>b</div>c</div>", ["a", "b", "c"]),
    ("table", "<table><tr><th>a<td>b<tr><td><p>c</p><p>d</p></table>", ["a\tb", "c d"]),
    ("preformatted", "<pre>  a\n\n b</pre>", ["  a", "", " b"]),
    (
        "scripts and styles",
        "<script>x</script><style>y</style><p>z<!-- c --></p><noscript>n</noscript>",
        ["z"],
    ),
    ("site", "<header>s</header><nav>n</nav><main><header>h</header>m</main><footer>f</footer>", ["h", "m"]),
    ("hidden", "<p hidden>a</p><p style='display: none'>b</p><p aria-hidden=true>c</p><p>d</p>", ["d"]),
    ("controls", "<form>find <input value=x><button>go</button></form><p>a<select><option>o</select>", ["a"]),
    ("a form round the page", "<form><p>text</p><input></form>", ["text"]),
    ("ruby", "<ruby>汉<rp>(</rp><rt>hàn</rt><rp>)</rp></ruby>字", ["汉字"]),
    ("quotation", "<p><q>a</q></p>", ["“a”"]),
    ("right to left", "<p dir=rtl>إن الجمعية العامة</p>", ["إن الجمعية العامة"]),
    ("astral", "<p>𠮷&#x20BB7;</p>", ["𠮷𠮷"]),
]


@pytest.mark.parametrize(("what", "body", "shown"), SHOWN, ids=[row[0] for row in SHOWN])
def test_what_is_shown(what: str, body: str, shown: list[str]) -> None:
    assert texts(page(body)) == shown


HIDING = [
    (".x {display: none}", "class=x", True),
    (".x.y, p.z {DISPLAY:none!important}", "class='y x'", True),
    ("p.x {display: none}", "class=x", True),
    ("div.x {display: none}", "class=x", False),
    ("#x {visibility: hidden}", "id=x", True),
    ("p.x {mso-hide: all}", "class=x", True),
    ("/* .x {display:none} */", "class=x", False),
    ("<!-- .x {display: none} -->", "class=x", True),
    (".x {display: none} p {display: block}", "class=x", True),
    (".x {display: none} .x {display: block}", "class=x", False),
    (".x {display: block} #x {display: none}", "id=x class=x", True),
    (".x {display: none !important} #x {display: block}", "id=x class=x", True),
    (".x {display: none}", "class=x style='display: block'", False),
    (".x {color: red; display: inline}", "class=x", False),
    ("@media screen {.x {display: none}} @media print {.x {display: none}}", "class=x", True),
    (".x {display: none} @media print {.x {display: block}}", "class=x", False),
    ("@media print {.x {display: none}}", "class=x", False),
    ("@media (max-width: 600px) {.x {display: none}}", "class=x", False),
    (".x {display: none} @media (min-width: 600px) {.x {display: block}}", "class=x", False),
    (".x {display: none} .open .x {display: block}", "class=x", False),
    (".x {display: none} .x:hover {display: block}", "class=x", True),
    (".closed .x {display: none}", "class=x", False),
    ("@font-face {src: url(x)} .x {display: none}", "class=x", True),
    ("} .x {display: none", "class=x", False),
]


@pytest.mark.parametrize(("sheet", "look", "hidden"), HIDING)
def test_what_a_style_sheet_hides(sheet: str, look: str, hidden: bool) -> None:
    body = f"<style>{sheet}</style><p>the text of the page</p><p {look}>unseen</p>"
    assert texts(page(body)) == ["the text of the page", *(["unseen"] * (not hidden))]


def test_a_page_that_a_script_shows_is_read() -> None:
    body = "<style>.x {display: none}</style><div class=x><p>the text of the page</p></div><p>title</p>"
    assert texts(page(body)) == ["the text of the page", "title"]


def test_what_a_style_sheet_hides_is_counted() -> None:
    body = "<style>.x {display: none}</style><p>the text</p><p class=x>ab c</p>"
    assert Message("reading.page_parts", count=3) in page(body).notes


LISTS = [
    ("<ol><li>x<li>x</ol>", ["1.", "2."]),
    ("<ol start=5 type=a><li>x<li value=9>x<li>x</ol>", ["e.", "i.", "j."]),
    ("<ol type=I reversed><li>x<li>x</ol>", ["II.", "I."]),
    ("<ol><li><p>x</p><p>x</p><ol type=i><li>x</ol><li>x</ol>", ["1.", None, "i.", "2."]),
    ("<ul><li>x</ul>", [None]),
    ("<ol style='list-style-type: cjk-ideographic'><li>x<li>x</ol>", ["一、", "二、"]),
    ("<ol style='list-style: none'><li>x</ol>", [None]),
    ("<ol><li>1. x<li><p>2. x</p></ol><ol><li>2 x</ol>", [None, None, "1."]),
    (
        "<style>/* a */ ol.a, .b{list-style: inside lower-alpha}</style><ol class='a x'><li>x</ol><ol class=b><li>x</ol>",
        ["a.", "a."],
    ),
    ("<style>@media print{.a{list-style:none}} ol{list-style:none}</style><ol class=a><li>x</ol>", ["1."]),
    (
        "<style>.a{list-style-type:none}</style><ol class=a><li>x</ol><ol style='list-style:square'><li>x</ol>",
        [None, None],
    ),
    (
        "<style>ol.k{list-style-type:none}.k > li:before{content:'(' counter(c-k,lower-latin) ') '}</style><ol class=k start=2><li>x</ol>",
        ["(b)"],
    ),
    ("<ol start=٣><li>x</ol>", ["1."]),
    ("<ol start='2\x1e'><li value=' 4 '>x<li>x</ol>", ["4.", "5."]),
]


@pytest.mark.parametrize(("body", "labels"), LISTS)
def test_lists_are_numbered(body: str, labels: list[str | None]) -> None:
    extract = page(body)
    assert [line.label for line in extract.lines] == labels
    assert {(line.style, line.whole) for line in extract.lines} == {("list item", True)}


def test_text_between_the_items_of_a_list_is_read() -> None:
    body = "<ul>first<li><p>one</p></li>then<li>two</li>last</ul>"
    assert texts(page(body)) == ["first", "one", "then", "two", "last"]


def test_headings_and_cells_have_styles() -> None:
    extract = page("<h1>a</h1><h3>b</h3><p>c</p><table><tr><td><h2>d</h2></table>")
    assert [line.style for line in extract.lines] == ["heading 1", "heading 3", None, "table cell"]


NOTES = [
    "<p>Word<sup><a href='#fn1' id=r1>1</a></sup> end.</p><ol><li id=fn1>The note. <a href='#r1'>↩</a></li></ol>",
    "<p>Word<a href='#n1' id=r1><sup>1</sup></a> end.</p><p id=n1><a href='#r1'><sup>1</sup></a> The note.</p>",
    "<p>Word<a href='#_ftn1' name='_ftnref1'>[1]</a> end.</p>"
    "<div id=ftn1><p><a href='#_ftnref1' name='_ftn1'>[1]</a> The note.</p></div>",
    "<p>Word<a href='#n1' id=r1><sup>1</sup></a> end.</p><p><b id=n1>1.</b> The note.</p>",
    "<p>Word<a role=doc-noteref href='#n'>1</a> end.</p><aside role=doc-footnote><p></p></aside><p id=n>1. The note.</p>",
]


@pytest.mark.parametrize("body", NOTES)
def test_notes_are_linked_to_their_marks(body: str) -> None:
    extract = page(body)
    text, foot = extract.lines
    assert [(m.mark, m.span.of(extract.text).strip("[]")) for m in text.marks] == [("1", "1")]
    assert (foot.role, foot.note_mark, foot.label) == (LineRole.FOOTNOTE, "1", None)
    assert extract.text_of(foot) == "The note."


@pytest.mark.parametrize(
    "around",
    ["<div style='mso-element:footnote' id=ftn1>{}</div>", "<div id=sdfootnote1>{}</div>"],
    ids=["Word", "LibreOffice"],
)
def test_all_paragraphs_of_a_note_belong_to_it(around: str) -> None:
    note = "<p><a href='#fnref1' name='fn1'>1</a> The note.</p><p>1. More of it.</p>"
    extract = page(
        f"<p>Word<a href='#fn1' name='fnref1'><sup>1</sup></a></p>{around.format(note)}<p>Text</p>"
    )
    roles = [(extract.text_of(line), line.role.value, line.note_mark) for line in extract.lines]
    assert roles == [
        ("Word1", "body", None),
        ("The note.", "footnote", "1"),
        ("1. More of it.", "footnote", None),
        ("Text", "body", None),
    ]


def test_comments_that_word_saved_are_reported_and_left_out() -> None:
    extract = page(
        "<p>Some text<a class=msocomanchor href='#_msocom_1'>[A1]</a></p><div style='mso-element:comment-list'>"
        "<div style='mso-element:comment'><p>Why?</p></div></div>"
    )
    assert texts(extract) == ["Some text"]
    assert [(note.code, note.fields) for note in extract.notes] == [("reading.comments", {"count": 1})]


def test_notes_without_links_begin_with_their_raised_mark() -> None:
    extract = page(
        "<p><sup>3</sup> He is a gas.</p><p>One<sup>1</sup> and two<sup>2</sup>.</p>"
        "<p><sup>1</sup> First note.</p><p><sup>2</sup> See<sup>1</sup>.</p><p><sup>2</sup></p>"
    )
    found = [(extract.text_of(line), line.role.value, line.note_mark) for line in extract.lines]
    assert found == [
        ("3 He is a gas.", "body", None),
        ("One1 and two2.", "body", None),
        ("First note.", "footnote", "1"),
        ("See1.", "footnote", "2"),
        ("2", "body", None),
    ]


def test_notes_typed_with_asterisks_are_notes_unless_they_are_a_list() -> None:
    notes = page("<p>Item 5*</p><p>* A/80/50.</p><p>Text.</p>").lines
    assert [(line.role.value, line.note_mark) for line in notes[:2]] == [("body", None), ("footnote", "*")]
    listed = page("<p>Item 5*</p><p>* one</p><p>* two</p>").lines
    assert [line.role for line in listed] == [LineRole.BODY] * 3


FURNITURE = {
    "LibreOffice": "<div title=header><p>x</p></div>{}<div title=footer><p>x</p></div>",
    "Word": "<div style='mso-element:header'><p>x</p></div>{}",
    "contents of Word": "<p>Contents</p><p class=MsoToc1>One <a href='#a'>3</a></p>{}",
    "contents of LibreOffice": "<p>Contents</p><div id='Table of Contents1'><p>x</p></div>{}",
    "links to headings": "<p>Contents</p><p><a href='#_Toc1'>1.</a> <b><a href='#_Toc1'>One 3</a></b></p>{}",
    "table of contents": "<table><tr><td><td>Page<tr><td>One<td>3<tr><td>Two<td>5</table>{}",
}


@pytest.mark.parametrize("around", FURNITURE.values(), ids=FURNITURE)
def test_what_belongs_to_pages_is_furniture(around: str) -> None:
    extract = page(around.format("<p>Text with <a href='#_Toc1'>a link</a></p>"))
    roles = [line.role for line in extract.lines]
    assert extract.text_of(extract.lines[roles.index(LineRole.BODY)]) == "Text with a link"
    assert set(roles) == {LineRole.BODY, LineRole.FURNITURE}
    assert roles.count(LineRole.BODY) == 1


def test_a_mark_stays_with_its_line_where_breaks_end_paragraphs() -> None:
    extract = page("<p>1. Urges<sup>7</sup> all;<br>2. Requests<sup>8</sup></p>")
    assert texts(extract) == ["1. Urges7 all;", "2. Requests8"]
    assert [[m.span.of(extract.text) for m in line.marks] for line in extract.lines] == [["7"], ["8"]]


def test_a_note_without_words_is_no_line() -> None:
    extract = page(
        '<p>A<a href="#n1" id="r1"><sup>1</sup></a> and B<a href="#n2" id="r2"><sup>2</sup></a></p>'
        '<p id="n1"><a href="#r1"><sup>1</sup></a></p><p id="n2"><a href="#r2"><sup>2</sup></a> Two.</p>'
    )
    assert texts(extract) == ["A1 and B2", "Two."]
    assert [line.note_mark for line in extract.lines] == [None, "2"]


def test_what_is_left_out_is_counted_in_characters_without_scripts() -> None:
    hidden = f"<div hidden>{'word ' * 200}<!-- comment --><script>{'x' * 900}</script></div>"
    (note,) = page(f"<p>seen</p>{hidden}<script>{'x' * 900}</script><?go {'x' * 900}?>").notes
    assert (note.code, note.fields) == ("reading.page_parts", {"count": 800})


def test_raised_digits_are_marks_but_ordinals_and_exponents_are_not() -> None:
    extract = page("<p>cas<sup>2</sup>, le 1<sup>er</sup> mars, 5 km<sup>2</sup></p>")
    assert texts(extract) == ["cas2, le 1er mars, 5 km2"]
    assert [m.mark for m in extract.lines[0].marks] == ["2"]
    (line,) = page("<p>of 2025/26<sup><i>a,b</i></sup></p>").lines
    assert [m.mark for m in line.marks] == ["a", "b"]


def test_a_link_inside_a_raised_mark_is_one_mark() -> None:
    extract = page("<p>a<sup><a href='#fn1'>1</a></sup><sup>2</sup> b</p><p id=fn1>1 Note</p>")
    assert [(m.mark, m.span.of(extract.text)) for m in extract.lines[0].marks] == [("1", "1"), ("2", "2")]


@pytest.mark.parametrize(
    ("declared", "actual", "text"),
    [
        ("gb2312", "gb18030", "大会，回顾其以往决议"),
        ("windows-1251", "cp1251", "Генеральная Ассамблея"),
        ("iso-8859-1", "cp1252", "L’Assemblée générale"),
        ("utf-8", "koi8-r", "ссылаясь на свою резолюцию"),
        ("", "cp1256", "إن الجمعية العامة إذ تشير إلى قرارها"),
        ("", "utf-16", "大会，回顾其以往决议"),
    ],
)
def test_the_encoding_is_what_the_bytes_are(declared: str, actual: str, text: str) -> None:
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">' if declared else ""
    data = f"<html><head>{meta}</head><body><p>{text}</p></body></html>".encode(actual)
    extract = read_bytes(data, "x.html")
    assert extract.text == text
    assert bool(extract.notes) == (declared == "utf-8")


@pytest.mark.parametrize(
    ("stated", "actual", "text"),
    [
        ("iso-8859-1", "utf-8", "L’Assemblée générale"),
        ("windows-1251", "utf-8", "Генеральная Ассамблея"),
        ("iso-8859-1", "cp1251", "Генеральная Ассамблея"),
        ("windows-1252", "cp1256", "إن الجمعية العامة إذ تشير إلى قرارها"),
        ("big5", "gb18030", "大会，回顾其以往决议"),
    ],
)
def test_an_encoding_that_makes_no_sense_of_the_text_is_not_believed(
    stated: str, actual: str, text: str
) -> None:
    extract = read_bytes(f"<meta charset={stated}><p>{text}</p>".encode(actual), "x.html")
    assert extract.text == text
    assert [note.code for note in extract.notes] == ["reading.encoding"]


@pytest.mark.parametrize(
    ("stated", "actual", "text"),
    [
        ("iso-8859-7", "iso-8859-7", "Η Γενική Συνέλευση, υπενθυμίζοντας"),
        ("euc-kr", "euc-kr", "총회는 범죄 예방에 관한 결의를 상기하며"),
        ("windows-1252", "cp1252", "© 2020 · ½ § 5"),
        ("utf-16", "utf-8", "L’Assemblée générale"),
        ("hz-gb-2312", "hz", "大会回顾"),
    ],
)
def test_other_encodings_are_believed_as_far_as_possible(stated: str, actual: str, text: str) -> None:
    extract = read_bytes(f"<meta charset={stated}><p>{text}</p>".encode(actual), "x.html")
    assert (extract.text, extract.notes) == (text, ())


def test_a_page_that_is_xml_states_its_encoding_at_its_beginning() -> None:
    text = "Η Γενική Συνέλευση, υπενθυμίζοντας"
    data = f'<?xml version="1.0" encoding="iso-8859-7"?><html><p>{text}</p></html>'.encode("iso-8859-7")
    assert read_bytes(data, "x.xhtml").text == text


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"<html><script>x</script>", "no text"),
        (b"<html>" + b"<div>" * 5000 + b"x", "nested"),
        (b"<p>" + b"<b>" * 3000 + b"x", "nested"),
    ],
)
def test_pages_that_cannot_be_read(data: bytes, said: str) -> None:
    with pytest.raises(ReadError, match=said) as error:
        read_bytes(data, "x.html")
    assert "\n" not in str(error.value)


VALID = (
    b"<!DOCTYPE html><html><head><meta charset=utf-8></head><body><ol start=2><li value=3>a</li></ol>"
    b"<p>b<sup><a href='#n'>1</a></sup></p><table><tr><td>c</td></tr></table><pre>d\ne</pre><p id=n>1 f</p>"
)


@settings(max_examples=200)
@given(st.integers(0, 2**32), st.booleans())
def test_mutated_pages_give_lines_or_one_clear_error(seed: int, cut: bool) -> None:
    chance = random.Random(seed)
    mutated = bytearray(VALID)
    for _ in range(chance.randrange(1, 8)):
        mutated[chance.randrange(len(mutated))] ^= 1 << chance.randrange(8)
    if cut:
        del mutated[chance.randrange(len(mutated)) :]
    message = ""
    try:
        assert isinstance(read_bytes(bytes(mutated), "x.html"), Extract)
    except AlignerError as error:
        message = str(error)
    assert "\n" not in message


@given(
    st.lists(
        st.sampled_from(["<p>", "</p>", "<ol>", "<li>", "<sup>", "1", "</sup>", "<pre>", "a\n", "<br>", " "])
    )
)
def test_marks_are_inside_their_lines(bits: list[str]) -> None:
    extract = page("".join(bits) + "<p>end")
    for line in extract.lines:
        for mark in line.marks:
            assert line.span.start <= mark.span.start <= mark.span.stop <= line.span.stop
            assert mark.span.of(extract.text).strip() == mark.mark


@pytest.mark.parametrize("between", [" ", "/", " \n"])
@pytest.mark.parametrize(
    "before", ["", "<!--<script>-->", "<title><script></title>", "<script>'<!--'</script>"]
)
def test_an_element_with_very_many_attributes_is_refused(before: str, between: str) -> None:
    """The parser compares each attribute with all before it: 300,000 took minutes."""
    attributes = between.join(f"a{number}=1" for number in range(20_000))
    with pytest.raises(ReadError, match="one of its elements has over 10000 attributes; save the page as"):
        read_bytes(f"{before}<p class='>' {attributes}>x</p>".encode(), "a.html")


def test_a_long_value_of_an_attribute_is_no_attributes() -> None:
    value = "{'a': 1 / 2} " * 20_000
    page = f'<p data-page="{value}">x</p><script>if (i<n) {{ {"i = i + n; " * 9_000} }}</script>'
    assert read_bytes(page.encode(), "a.html").text == "x"


@pytest.mark.parametrize(
    ("raised", "marks"),
    [("1,2", [("1", "1,"), ("2", "2")]), (" 3", [("3", " 3")]), ("*", [("*", "*")])],
)
def test_marks_typed_above_the_line_have_their_places_with_what_divides_them(
    raised: str, marks: list[tuple[str, str]]
) -> None:
    extract = page(f"<p>The Council<sup>{raised}</sup> meets.</p>")
    found = [(each.mark, each.span.of(extract.text)) for line in extract.lines for each in line.marks]
    assert found == marks


@pytest.mark.parametrize(
    ("link", "marks"),
    [
        ('<sup><a href="#x">1</a></sup>', ["1"]),
        ('<a href="#x"><sup>1</sup></a>', ["1"]),
        ('<a href="#fn1">1</a>', ["1"]),
        ('<a href="#x" role="doc-noteref">1</a>', ["1"]),
        ('<a href="#x">1</a>', []),
        ('<a href="page.html#fn1">1</a>', []),
    ],
)
def test_links_to_notes_are_raised_or_name_a_note(link: str, marks: list[str]) -> None:
    extract = page(f"<p>As decided{link}.</p><p>Further.</p>")
    assert [mark.mark for mark in extract.lines[0].marks] == marks
