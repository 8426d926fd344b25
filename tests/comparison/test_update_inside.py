"""An update written into the old Word file: rows, moves, footnotes, numbers and requests at their place."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

import docx as python_docx
import pytest
from docx.oxml.ns import qn
from lxml import etree
from word_files import LISTS, package, par, part_of, run, saved

from aligner.comparison.updating.material import Material
from aligner.comparison.updating.memory import MemoryPair
from aligner.comparison.updating.plan import update
from aligner.encoders import Encoder, load
from aligner.encoders.wrapper import RememberingEncoder
from aligner.formats.docx.run_pieces import Pieces
from aligner.formats.docx.word_elements import UnsuitedError, made
from aligner.formats.writing import export
from aligner.pipeline.run import DocumentInfo, Settings, diff_documents, open_bytes
from aligner.pipeline.tracked_drafts import update_in_place
from aligner.readers.docx import read_docx
from aligner.values import (
    Alignment,
    Bead,
    Document,
    Footnote,
    Masthead,
    Message,
    NoteMark,
    Segment,
    Span,
    Update,
    catalogue,
)
from aligner.values.message import InputError

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
Rows = Sequence[Sequence[str]]


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return RememberingEncoder(load())


@cache
def template() -> bytes:
    """An empty Word file with few styles, which is read faster."""
    file = python_docx.Document()
    for style in list(file.styles):
        if style.name not in ("Normal", "Normal Table", "Table Grid", "List Bullet"):
            style.delete()
    return saved(file)


@cache
def word(*blocks: str | Rows, style: str = "Table Grid") -> bytes:
    """A Word file of paragraphs and tables: `*` turns bold on and off, `#` begins an item of a list."""
    file = python_docx.Document(io.BytesIO(template()))
    for block in blocks:
        if isinstance(block, str):
            paragraph = file.add_paragraph(style="List Bullet" if block.startswith("#") else None)
            for number, part in enumerate(block.lstrip("#").split("*")):
                paragraph.add_run(part).bold = bool(number % 2)
            continue
        table = file.add_table(rows=0, cols=len(block[0]), style=style)
        for row in block:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
    return saved(file)


def noted(*texts: str) -> bytes:
    """A Word file of paragraphs in which `^` is the mark of a footnote."""
    segments, notes, at = [], [], 0
    for text in texts:
        *parts, _ = text.split("^")
        marks, place = [], at
        for part in parts:
            place += len(part)
            notes.append(Footnote(str(len(notes) + 1), f"Note {len(notes) + 1}."))
            marks.append(NoteMark(notes[-1].mark, place))
        size = len(text) - len(parts)
        segments.append(Segment(Span(at, at + size), marks=tuple(marks)))
        at += size + 1
    text = "\n".join(texts).replace("^", "")
    document = Document("fr", text, tuple(segments), footnotes=tuple(notes))
    return export(diff_documents(document, document), ".docx")


@dataclass(frozen=True)
class Result:
    """An update, the Word file it was written into, and the reasons if there is none."""

    update: Update
    made: bytes | None
    reasons: list[str]

    @property
    def written(self) -> bytes:
        assert self.made is not None, self.reasons
        return self.made


def carried(
    encoder: Encoder, old: bytes, before: bytes, after: bytes, memory: Sequence[tuple[str, str]] = ()
) -> Result:
    """Carry the difference between two English files over to a French one, paragraph by paragraph."""
    french = opened(old, "fr", "a")
    pivots = opened(before, "en", "a"), opened(after, "en", "b")
    size = len(french)
    beads = tuple(Bead(Span(at, at + 1), Span(at, at + 1)) for at in range(size))
    pairs = [MemoryPair(*pair, "known.csv") for pair in memory]
    made = update(Material(*pivots, french, Alignment(beads, size, size), encoder, remembered=pairs))
    reasons: list[Message] = []
    written = update_in_place(made, old, "fr.docx", Settings(notice=reasons.append))
    if written is not None:
        assert body(written, "reject") == body(old)
    return Result(made, written, list(map(str, reasons)))


@cache
def opened(data: bytes, language: str, version: str) -> Document:
    return open_bytes(data, f"{language}.docx", info=DocumentInfo(language=language, version=version))


def body(data: bytes, revisions: str = "accept") -> list[str]:
    """The paragraphs and cells with text; footnote marks as `^`."""
    extract = read_docx.read(data, "x.docx", revisions=revisions, rows=False)  # type: ignore[arg-type]
    lines = []
    for line in extract.lines:
        text = extract.text_of(line)
        for mark in reversed([mark for mark in line.marks if not mark.span]):
            at = mark.span.start - line.span.start
            text = f"{text[:at]}^{text[at:]}"
        lines += [text] if line.role != "furniture" else []
    return lines


def rows_of(data: bytes) -> list[str]:
    """Each row of the tables: `+` or `-` if it was inserted or deleted, its text, and `?` for a comment."""
    found = []
    for row in part_of(data).iter(W + "tr"):
        tags = [each.tag for each in row.iterfind(f"{W}trPr/*")]
        signs = "+" * (W + "ins" in tags) + "-" * (W + "del" in tags)
        cells = [
            "".join(text.text or "" for text in cell.iter(W + "t", W + "delText"))
            + "?" * len(list(cell.iter(W + "commentReference")))
            for cell in row.iter(W + "tc")
        ]
        found.append(signs + "|".join(cells))
    return found


def comments(data: bytes) -> list[tuple[str, str]]:
    """Each comment and the words it is about."""
    texts = {each.get(W + "id"): "".join(each.itertext()) for each in part_of(data, "comments")}
    about: dict[str | None, str] = dict.fromkeys(texts, "")
    open_now: list[str | None] = []
    for each in part_of(data).iter(W + "commentRangeStart", W + "commentRangeEnd", W + "t"):
        if each.tag == W + "commentRangeStart":
            open_now.append(each.get(W + "id"))
        elif each.tag == W + "commentRangeEnd":
            open_now.remove(each.get(W + "id"))
        else:
            for number in open_now:
                about[number] += each.text or ""
    return [(text, about[number]) for number, text in texts.items()]


# Tables

SHIPS_FR = (("Pays", "Navires"), ("Tchad", "12"), ("Mali", "9"))
SHIPS_EN = (("Country", "Ships"), ("Chad", "12"), ("Mali", "9"))
TOGO, NIGER, PERU = ("Togo", "15"), ("Niger", "4"), ("Peru", "31")
KNOWN = (("Togo\t15", "Togo\t15"), ("Niger\t4", "Niger\t4"), ("Peru\t31", "Pérou\t31"))


def ships(encoder: Encoder, *rows: Sequence[str], memory: Sequence[tuple[str, str]] = KNOWN) -> Result:
    """The result if the pivot's table has these rows now."""
    old, before = word("Début.", SHIPS_FR, "Fin."), word("Beginning.", SHIPS_EN, "End.")
    return carried(encoder, old, before, word("Beginning.", rows, "End."), memory)


@pytest.mark.parametrize(
    ("rows", "wanted"),
    [
        ((TOGO, *SHIPS_EN), ["+Togo|15", "Pays|Navires", "Tchad|12", "Mali|9"]),
        ((*SHIPS_EN[:2], TOGO, SHIPS_EN[2]), ["Pays|Navires", "Tchad|12", "+Togo|15", "Mali|9"]),
        (
            (*SHIPS_EN[:2], TOGO, NIGER, PERU, SHIPS_EN[2]),
            ["Pays|Navires", "Tchad|12", "+Togo|15", "+Niger|4", "+Pérou|31", "Mali|9"],
        ),
        ((*SHIPS_EN, TOGO, NIGER), ["Pays|Navires", "Tchad|12", "Mali|9", "+Togo|15", "+Niger|4"]),
    ],
    ids=["first", "between", "three between", "last"],
)
def test_new_rows_stand_where_the_pivot_has_them(encoder: Encoder, rows: Rows, wanted: Sequence[str]) -> None:
    made = ships(encoder, *rows).written
    assert [row.replace("?", "") for row in rows_of(made)] == wanted
    assert body(made) == ["Début.", *(cell for row in wanted for cell in row.lstrip("+").split("|")), "Fin."]


def test_new_rows_without_words_are_asked_for_in_their_first_cell(encoder: Encoder) -> None:
    made = ships(encoder, *SHIPS_EN[:2], TOGO, PERU, SHIPS_EN[2], memory=()).written
    assert rows_of(made) == ["Pays|Navires", "Tchad|12", "+?|", "+?|", "Mali|9"]
    assert [text for text, _ in comments(made)] == ["Translate: {+Togo 15+}", "Translate: {+Peru 31+}"]
    assert body(made) == body(word("Début.", SHIPS_FR, "Fin."))


@pytest.mark.parametrize(
    ("known", "row"),
    [("Togo 15", "+Togo 15?|"), ("Togo\t15\tvingt", "+Togo?|15vingt")],
    ids=["fewer", "more"],
)
def test_a_new_row_loses_no_words_where_the_columns_differ(encoder: Encoder, known: str, row: str) -> None:
    made = ships(encoder, *SHIPS_EN, TOGO, memory=[("Togo\t15", known)]).written
    assert rows_of(made)[-1] == row
    assert "".join(body(made)).endswith(known.replace("\t", "", 1) + "Fin.")


def test_a_deleted_row_is_deleted_with_its_cells(encoder: Encoder) -> None:
    made = ships(encoder, SHIPS_EN[0], SHIPS_EN[2]).written
    assert rows_of(made) == ["Pays|Navires", "-Tchad|12", "Mali|9"]
    assert body(made) == ["Début.", "Pays", "Navires", "Mali", "9", "Fin."]


def test_a_new_row_has_one_paragraph_in_each_cell(encoder: Encoder) -> None:
    def file(start: str, rows: Rows, about: str) -> bytes:
        made = python_docx.Document(io.BytesIO(word(start, rows)))
        cell = made.tables[0].cell(2, 1)
        cell.add_paragraph(about).alignment = 2
        cell.paragraphs[0].alignment = 2
        return saved(made)

    old, before = file("Début.", SHIPS_FR, "environ"), file("Beginning.", SHIPS_EN, "about")
    made = carried(encoder, old, before, file("Beginning.", (*SHIPS_EN, TOGO), "about"), KNOWN).written
    assert body(made) == [*body(old), "Togo", "15"]
    (aligned,) = list(part_of(made).iter(W + "tr"))[-1].iter(W + "jc")
    assert aligned.get(W + "val") == "right"


def test_new_rows_have_the_columns_of_the_table_they_end(encoder: Encoder) -> None:
    def file(start: str, first: Rows, second: Rows) -> bytes:
        return word(start, first, "§", second)

    old = file("Début.", SHIPS_FR[:2], (("Tchad", "un", "deux"),))
    before, after = (
        file("Beginning.", (*SHIPS_EN[:2], *new), (("Chad", "one", "two"),))
        for new in ((), (TOGO, NIGER, PERU))
    )
    made = carried(encoder, old, before, after, KNOWN).written
    assert [row.replace("?", "") for row in rows_of(made)] == [
        "Pays|Navires",
        "Tchad|12",
        "+Togo|15",
        "+Niger|4",
        "+Pérou|31",
        "Tchad|un|deux",
    ]


THANKS = ("Thanks the donors for their generosity last year.", "Remercie les donateurs de leur générosité.")


def test_a_new_paragraph_above_a_table_stays_out_of_it(encoder: Encoder) -> None:
    old, before = word("Début.", SHIPS_FR, "Fin."), word("Beginning.", SHIPS_EN, "End.")
    made = carried(encoder, old, before, word("Beginning.", THANKS[0], SHIPS_EN, "End."), [THANKS]).written
    assert rows_of(made) == ["Pays|Navires", "Tchad|12", "Mali|9"]
    assert body(made) == ["Début.", THANKS[1], *(cell for row in SHIPS_FR for cell in row), "Fin."]
    top = carried(encoder, word(SHIPS_FR, "Fin."), word(SHIPS_EN, "End."), word(THANKS[0], SHIPS_EN, "End."))
    assert top.made is None
    assert len(top.reasons) == 1
    assert "table" in top.reasons[0]


@pytest.mark.parametrize("end", [[], [""]], ids=["table", "empty paragraph"])
def test_new_paragraphs_below_the_last_table_stay_out_of_it(encoder: Encoder, end: Sequence[str]) -> None:
    old, before = word("Début.", SHIPS_FR, *end), word("Beginning.", SHIPS_EN)
    more = ("Invites the Committee to meet again in May.", "Invite le Comité à se réunir de nouveau en mai.")
    after = word("Beginning.", SHIPS_EN, THANKS[0], more[0])
    made = carried(encoder, old, before, after, [THANKS, more]).written
    assert rows_of(made) == ["Pays|Navires", "Tchad|12", "Mali|9"]
    assert body(made)[-3:] == ["9", THANKS[1], more[1]]
    assert [words for _, words in comments(made)] == [THANKS[1], more[1]]


# Paragraphs beside their numbers in a table without rules

FR = (
    "Prie le Secrétaire général de présenter un rapport annuel;",
    "Exhorte les États Membres à éliminer la faim en 12 mois;",
    "Encourage les États à coopérer entre eux de bonne foi;",
)
EN = (
    "Requests the Secretary-General to submit an annual report;",
    "Urges Member States to eliminate hunger within 12 months;",
    "Encourages States to cooperate among themselves in good faith;",
)


def listed(start: str, *texts: str) -> bytes:
    rows = tuple((f"({letter})", text) for letter, text in zip("abcdef", texts, strict=False))
    return word(start, rows, style="Normal Table")


@pytest.mark.parametrize(
    ("now", "signs"),
    [((EN[0], EN[2]), " - "), ((EN[0], THANKS[0], *EN[1:]), " +  "), ((*EN, THANKS[0]), "   +")],
    ids=["gone", "new", "last"],
)
def test_numbers_in_cells_of_their_own_follow_the_pivot(
    encoder: Encoder, now: Sequence[str], signs: str
) -> None:
    files = listed("Début.", *FR), listed("Beginning.", *EN), listed("Beginning.", *now)
    made = carried(encoder, *files, [THANKS]).written
    assert "".join(row[0] if row[0] in "+-" else " " for row in rows_of(made)) == signs
    texts = dict(zip((*EN, THANKS[0]), (*FR, THANKS[1]), strict=True))
    numbered = [(f"({letter})", texts[text]) for letter, text in zip("abcdef", now, strict=False)]
    assert body(made) == ["Début.", *(cell for row in numbered for cell in row)]


def test_a_number_in_a_cell_follows_a_paragraph_that_moves(encoder: Encoder) -> None:
    files = listed("Début.", *FR), listed("Beginning.", *EN), listed("Beginning.", EN[2], *EN[:2])
    made = carried(encoder, *files).written
    assert body(made) == ["Début.", "(a)", FR[2], "(b)", FR[0], "(c)", FR[1]]


@pytest.mark.parametrize("known", [[THANKS], []], ids=["known", "to be written"])
def test_a_new_paragraph_may_be_the_last(encoder: Encoder, known: Sequence[tuple[str, str]]) -> None:
    now = word("Beginning.", EN[0], THANKS[0])
    made = carried(encoder, word("Début.", FR[0]), word("Beginning.", EN[0]), now, known).written
    assert body(made) == ["Début.", FR[0], *(text for _, text in known)]
    (asked,) = [text for text, _ in comments(made)]
    assert asked.startswith(f"Translate: {{+{THANKS[0]}+}}")


def test_a_new_paragraph_has_the_letters_of_its_model(encoder: Encoder) -> None:
    """The heading below it is bold, as is the first word of the paragraph above."""
    verb, _, rest = FR[0].partition(" ")
    files = [word(f"*{verb}* {rest}", "*Fin*"), word(EN[0], "End")]
    made = carried(encoder, *files, word(EN[0], THANKS[0], "End"), [THANKS]).written
    assert body(made) == [FR[0], THANKS[1], "Fin"]
    assert bold(made, "ins") == []


# Paragraphs that move


def bold(data: bytes, change: str) -> list[str]:
    """The bold words that a kind of change contains."""
    return [
        "".join(run.itertext())
        for each in part_of(data).iter(W + change)
        for run in each.iter(W + "r")
        if (look := run.find(f"{W}rPr/{W}b")) is not None
        and look.get(W + "val") != "0"
        and "".join(run.itertext())
    ]


def test_a_moved_paragraph_takes_its_formatting_and_requests_along(encoder: Encoder) -> None:
    french = [f"#*{verb}* {rest}" for verb, _, rest in (text.partition(" ") for text in FR)]
    files = [word("Début.", *french, "Fin."), word("Beginning.", *EN, "End.")]
    reworded = EN[0].replace("annual", "annual and public")
    made = carried(encoder, *files, word("Beginning.", EN[1], EN[2], reworded, "End.")).written
    assert body(made) == ["Début.", FR[1], FR[2], FR[0], "Fin."]
    assert bold(made, "ins") == ["Prie"]
    moved = [each for each in part_of(made).iter(W + "p") if each.find(f"{W}pPr/{W}rPr/{W}ins") is not None]
    assert [each.find(f"{W}pPr/{W}pStyle").get(W + "val") for each in moved] == ["ListBullet"]  # type: ignore[union-attr]
    (gone, there), (asked, place) = comments(made)[1:]
    assert gone.startswith("Moved: this paragraph was at")
    assert asked == "Translate: …ral to submit an annual {+and public +}report;"
    assert there == place == FR[0]


def test_a_deleted_paragraph_keeps_its_links_fields_and_pictures(encoder: Encoder) -> None:
    """Rejecting the deletion must give the paragraph as it was, not only its words."""
    field = "".join(f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate"))
    content = (
        f'<w:hyperlink w:anchor="x">{run(" A/RES/1")}</w:hyperlink>{field}{run(" 12")}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:drawing><x/></w:drawing></w:r>'
    )
    old = inserted(word("Début.", *FR), 2, content)
    made = carried(encoder, old, word("Beginning.", *EN), word("Beginning.", EN[0], EN[2])).written
    (link,) = part_of(made).iter(W + "hyperlink")
    assert [each.getparent().tag for each in link.iter(W + "delText")] == [W + "r"]  # type: ignore[union-attr]
    assert len(list(part_of(made).iter(W + "fldChar"))) == 3
    assert len(list(part_of(made).iter(W + "drawing"))) == 1


def test_a_deleted_paragraph_stays_among_the_empty_ones(encoder: Encoder) -> None:
    old = word("Début.", "", FR[0], "", FR[1], "", FR[2])
    made = carried(encoder, old, word("Beginning.", *EN), word("Beginning.", EN[0], EN[2])).written
    shown = [
        "".join(each.text or "" for each in paragraph.iter(W + "t", W + "delText"))
        for paragraph in part_of(made).iter(W + "p")
    ]
    assert shown == ["Début.", "", FR[0], "", FR[1], "", FR[2]]


def test_each_request_where_a_paragraph_is_divided_is_a_comment(encoder: Encoder) -> None:
    one, two = f"{EN[0]} {EN[1]}", f"{FR[0]} {FR[1]}"
    before, after = word("Beginning.", one, "End."), word("Beginning.", *EN[:2], "End.")
    made = carried(encoder, word("Début.", two, "Fin."), before, after)
    asked = sum(len(each.asks) for each in made.update.paragraphs)
    assert len(list(part_of(made.written).iter(W + "commentReference"))) == asked > 1


def test_a_moved_paragraph_leaves_bookmarks_and_sections_in_place(encoder: Encoder) -> None:
    bookmark = '<w:bookmarkStart w:id="7" w:name="x"/><w:bookmarkEnd w:id="7"/>'
    broken = f"<w:r><w:br/><w:t>sur la faim;</w:t><w:br/></w:r>{bookmark}"
    first = FR[0].removesuffix(";")
    file = python_docx.Document(io.BytesIO(inserted(word("Début.", first, *FR[1:], "Fin."), 1, broken)))
    etree.SubElement(file.paragraphs[1]._p.get_or_add_pPr(), W + "sectPr")
    before, after = word("Beginning.", *EN, "End."), word("Beginning.", EN[1], EN[0], EN[2], "End.")
    made = carried(encoder, saved(file), before, after).written
    assert body(made) == ["Début.", FR[1], f"{first} sur la faim;", FR[2], "Fin."]
    assert len(list(part_of(made).iter(W + "bookmarkStart"))) == 1
    assert len(list(part_of(made).iterfind(f".//{W}pPr/{W}sectPr"))) == 1


def test_a_new_paragraph_does_not_repeat_the_section_that_its_model_ends(encoder: Encoder) -> None:
    file = python_docx.Document(io.BytesIO(word("Début.", *FR)))
    etree.SubElement(file.paragraphs[2]._p.get_or_add_pPr(), W + "sectPr")
    after = word("Beginning.", *EN[:2], THANKS[0], EN[2])
    made = carried(encoder, saved(file), word("Beginning.", *EN), after, [THANKS]).written
    assert body(made) == ["Début.", *FR[:2], THANKS[1], FR[2]]
    assert len(list(part_of(made).iterfind(f".//{W}pPr/{W}sectPr"))) == 1


def test_a_footnote_mark_that_shares_a_run_with_words_moves_without_them(encoder: Encoder) -> None:
    texts = (FR[0].replace("général", "général^"), *FR[1:])
    file = python_docx.Document(io.BytesIO(noted("Début.", *texts, "Fin.")))
    mark = next(file.element.body.iter(W + "footnoteReference"))
    words = mark.getparent().getprevious()
    mark.addprevious(words.find(W + "t"))
    words.getparent().remove(words)
    before, after = word("Beginning.", *EN, "End."), word("Beginning.", EN[1], EN[0], EN[2], "End.")
    made = carried(encoder, saved(file), before, after).written
    assert body(made) == ["Début.", texts[1], texts[0], texts[2], "Fin.", "Note 1."]


@pytest.mark.parametrize(
    ("order", "wanted"),
    [
        ((1, 0, 2), ["Note 2.", "Note 3.", "Note 1."]),
        ((2, 0, 1), ["Note 1.", "Note 2.", "Note 3."]),
        ((0, 2), ["Note 1."]),
        ((1, 2), ["Note 2.", "Note 3."]),
    ],
)
def test_footnotes_go_with_their_paragraphs(
    encoder: Encoder, order: Sequence[int], wanted: Sequence[str]
) -> None:
    texts = (
        FR[0].replace("général", "général^"),
        FR[1].replace("faim", "faim^").replace("mois", "mois^"),
        FR[2],
    )
    after = word("Beginning.", *(EN[index] for index in order), "End.")
    made = carried(encoder, noted("Début.", *texts, "Fin."), word("Beginning.", *EN, "End."), after).written
    assert body(made) == ["Début.", *(texts[index] for index in order), "Fin.", *wanted]
    notes = {each.get(W + "id"): "".join(each.itertext()).strip() for each in part_of(made, "footnotes")}
    marks = list(part_of(made).iter(W + "footnoteReference"))
    assert len({each.get(W + "id") for each in marks}) == len(marks)
    assert {notes[each.get(W + "id")] for each in marks} == {"Note 1.", "Note 2.", "Note 3."}


# Edits at their place


def test_a_replaced_number_keeps_the_footnote_after_it(encoder: Encoder) -> None:
    old = noted("Début.", "Exhorte les États à éliminer la faim en 12^ mois^;", "Fin.")
    before, after = (
        word("Beginning.", f"Urges States to eliminate hunger within {number} months;", "End.")
        for number in (12, 15)
    )
    result = carried(encoder, old, before, after)
    assert [each.certain for each in result.update.paragraphs] == [True] * 3
    changed = ["".join(each.itertext()) for each in part_of(result.written).iter(W + "del", W + "ins")]
    assert sorted(filter(None, changed)) == ["12", "15"]
    assert body(result.written) == [
        "Début.",
        "Exhorte les États à éliminer la faim en 15^ mois^;",
        "Fin.",
        "Note 1.",
        "Note 2.",
    ]


def test_merged_and_divided_paragraphs_keep_their_formatting_and_numbers(encoder: Encoder) -> None:
    def numbered(*texts: str) -> list[str]:
        return [f"{number}.\t{text}" for number, text in enumerate(texts, 1)]

    french = [text.replace(" ", "* ", 1).replace("\t", "\t*") for text in numbered(*FR)]
    one, two = f"{EN[0]} {EN[1]}", f"{FR[0]} {FR[1]}"
    merged = carried(
        encoder,
        word("Début", *french, "Fin."),
        word("Beginning", *numbered(*EN), "End."),
        word("Beginning", *numbered(one, EN[2]), "End."),
    )
    assert body(merged.written) == ["Début", *numbered(two, FR[2]), "Fin."]
    assert bold(merged.written, "ins") == []
    divided = carried(
        encoder,
        word("Début", *numbered(two, FR[2]), "Fin."),
        word("Beginning", *numbered(one, EN[2]), "End."),
        word("Beginning", *numbered(*EN), "End."),
    )
    assert body(divided.written) == ["Début", *numbered(*FR), "Fin."]
    assert [number for _, number in comments(divided.written)]


@pytest.mark.parametrize("typed", [True, False], ids=["typed", "counted by Word"])
def test_numbers_follow_a_deleted_paragraph_at_the_beginning(encoder: Encoder, *, typed: bool) -> None:
    def numbered(*texts: str) -> bytes:
        listed = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
        lines = [f"{number}. {text}" for number, text in enumerate(texts, 1)]
        return package(
            "".join(par(run(line)) for line in lines)
            if typed
            else "".join(par(run(text), listed) for text in texts),
            {} if typed else {"numbering": LISTS},
        )

    made = carried(encoder, numbered(*FR), numbered(*EN), numbered(*EN[1:])).written
    assert [paragraph.label for paragraph in opened(made, "fr", "b").segments] == ["1", "2"]
    assert opened(made, "fr", "b").texts() == list(FR[1:])
    changes = {"".join(each.itertext()) for each in part_of(made).iter(W + "ins")}
    assert changes <= ({"1", "2", ""} if typed else {""})


def test_numbers_in_lines_of_their_own_follow_the_pivot(encoder: Encoder) -> None:
    """A treaty's "Article 2" above its text: renumbered, and inserted without a request."""

    def treaty(*texts: str) -> bytes:
        return word("A", *(line for n, text in enumerate(texts, 2) for line in (f"Article {n}", text)))

    files = treaty(FR[0], FR[2]), treaty(EN[0], EN[2]), treaty(*EN)
    found = carried(encoder, *files, [(EN[1], FR[1])])
    assert body(found.written) == body(treaty(*FR))
    ((asked, _),) = comments(found.written)
    assert EN[1] in asked


def test_a_number_that_the_pivot_drops_is_struck_out(encoder: Encoder) -> None:
    files = word("Début.", f"1. {FR[0]}"), word("Beginning.", f"1. {EN[0]}"), word("Beginning.", EN[0])
    made = carried(encoder, *files).written
    assert body(made) == ["Début.", FR[0]]
    ((asked, _),) = comments(made)
    assert "{-1-}" in asked


def test_requests_are_comments_on_the_words_they_are_about(encoder: Encoder) -> None:
    after = (EN[0], EN[1].replace("hunger", "hunger and poverty"), EN[2])
    made = carried(
        encoder,
        word("Début.", *FR, "Fin."),
        word("Beginning.", *EN, "End."),
        word("Beginning.", *after, "End."),
    ).written
    ((asked, words),) = comments(made)
    assert "{+and poverty +}" in asked
    assert "faim" in words
    assert len(words) < len(FR[1])
    assert body(made) == ["Début.", *FR, "Fin."]


def test_a_file_with_tracked_changes_is_written_into_with_them_accepted(encoder: Encoder) -> None:
    file = python_docx.Document(io.BytesIO(word("Début.", *FR)))
    change = file.paragraphs[0]._p.makeelement(W + "ins", {W + "id": "1", W + "author": "x"})
    change.append(file.paragraphs[0].runs[0]._r)
    file.paragraphs[0]._p.append(change)
    made = carried(encoder, saved(file), word("Beginning.", *EN), word("Beginning.", *EN[:2])).written
    assert body(made) == ["Début.", *FR[:2]]
    assert {each.get(W + "author") for each in part_of(made).iter(W + "ins", W + "del")} == {"aligner"}


def test_lines_of_the_masthead_that_were_set_apart_stay(encoder: Encoder) -> None:
    file, before, after = word("Nations Unies", *FR), word(*EN), word(*EN[:2])
    whole = opened(file, "fr", "a")
    apart = replace(whole, segments=whole.segments[1:], furniture=("Nations Unies",))
    beads = tuple(Bead(Span(at, at + 1), Span(at, at + 1)) for at in range(len(apart)))
    pivots = opened(before, "en", "a"), opened(after, "en", "b")
    made = update(Material(*pivots, apart, Alignment(beads, len(apart), len(apart)), encoder))
    written = update_in_place(made, file, "fr.docx")
    assert written is not None
    assert (body(written), body(written, "reject")) == (["Nations Unies", *FR[:2]], ["Nations Unies", *FR])
    with pytest.raises(InputError, match="not the draft"):
        update_in_place(replace(made, old=replace(apart, furniture=())), file, "fr.docx")


def headed(data: bytes, symbol: str) -> bytes:
    """A Word file with a symbol in its page header, in two runs."""
    file = python_docx.Document(io.BytesIO(data))
    paragraph = file.sections[0].header.paragraphs[0]
    paragraph.add_run(symbol[:4])
    paragraph.add_run(f"{symbol[4:]}, A/C.3/80/L.51")
    return saved(file)


@pytest.mark.parametrize("french", ["A/C.3/80/L.5", "A/C.3/80/L.7"])
def test_the_new_symbol_replaces_the_old_one_in_the_page_header(encoder: Encoder, french: str) -> None:
    """Only where both languages had the same symbol, and not inside a longer one."""
    drafts = [("en", EN, "A/C.3/80/L.5"), ("en", EN[:2], "A/C.3/80/L.5/Rev.1"), ("fr", FR, french)]
    files = [headed(word(*texts), symbol) for _, texts, symbol in drafts]
    documents = [
        replace(opened(data, code, "ab"[number == 1]), masthead=Masthead(symbol))
        for number, (data, (code, _, symbol)) in enumerate(zip(files, drafts, strict=True))
    ]
    size = len(FR)
    beads = tuple(Bead(Span(at, at + 1), Span(at, at + 1)) for at in range(size))
    before, after, old = documents
    written = update_in_place(
        update(Material(before, after, old, Alignment(beads, size, size), encoder)), files[2], "fr.docx"
    )
    assert written is not None
    header = python_docx.Document(io.BytesIO(written)).sections[0].header.paragraphs[0]._p
    texts = {name: "".join(found.text for found in header.iter(qn(f"w:{name}"))) for name in ("t", "delText")}
    if french == "A/C.3/80/L.5":
        assert texts == {"t": "A/C.3/80/L.5/Rev.1, A/C.3/80/L.51", "delText": "A/C.3/80/L.5"}
    else:
        assert texts == {"t": f"{french}, A/C.3/80/L.51", "delText": ""}


ITEMS = (
    "1. Prie le Secrétaire général de présenter un rapport annuel ;",
    "2. Exhorte les États à éliminer la faim en 12 mois ;",
    "3. Encourage les États à coopérer entre eux de bonne foi ;",
)
ENGLISH_ITEMS = (
    "1. Requests the Secretary-General to submit an annual report;",
    "2. Urges States to eliminate hunger within 12 months;",
    "3. Encourages States to cooperate with one another in good faith;",
)


def softly(*lines: str, end: str = "Fin.") -> bytes:
    """A Word file with a paragraph of several lines."""
    file = python_docx.Document(io.BytesIO(word("Début.", "", end)))
    for number, line in enumerate(lines):
        shown = file.paragraphs[1].add_run()
        if number:
            shown.add_break()
        shown.add_text(line)
    return saved(file)


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        ((*ENGLISH_ITEMS[:1], ENGLISH_ITEMS[1].replace("12", "18"), ENGLISH_ITEMS[2]),
         (ITEMS[0], ITEMS[1].replace("12", "18"), ITEMS[2])),
        ((ENGLISH_ITEMS[0], ENGLISH_ITEMS[2].replace("3.", "2.")), (ITEMS[0], ITEMS[2].replace("3.", "2."))),
        (tuple(f"{n}{text[1:]}" for n, text in enumerate(ENGLISH_ITEMS[1:], 1)),
         tuple(f"{n}{text[1:]}" for n, text in enumerate(ITEMS[1:], 1))),
        ((), ()),
    ],
)  # fmt: skip
def test_items_divided_by_soft_returns_are_updated_in_their_paragraph(
    encoder: Encoder, after: Sequence[str], expected: Sequence[str]
) -> None:
    pivots = word("Beginning.", *ENGLISH_ITEMS, "End."), word("Beginning.", *after, "End.")
    made = carried(encoder, softly(*ITEMS), *pivots).written
    assert body(made) == ["Début.", *filter(None, [" ".join(expected)]), "Fin."]


@pytest.mark.parametrize("number", ["2", "3"])
def test_a_number_above_its_title_in_one_paragraph_is_found(encoder: Encoder, number: str) -> None:
    before = word("Beginning.", "Article 2", "Governing Board", "End of 2025.")
    after = word("Beginning.", f"Article {number}", "Governing Board", "End of 2026.")
    old = softly("Article 2", "Conseil d’administration", end="Fin de 2025.")
    made = carried(encoder, old, before, after).written
    assert body(made) == ["Début.", f"Article {number} Conseil d’administration", "Fin de 2026."]


def test_an_item_put_between_others_of_a_paragraph_is_refused(encoder: Encoder) -> None:
    after = (
        ENGLISH_ITEMS[0],
        "2. Decides to convene a meeting in Geneva every other year;",
        ENGLISH_ITEMS[1].replace("2.", "3."),
    )
    pivots = word("Beginning.", *ENGLISH_ITEMS[:2], "End."), word("Beginning.", *after, "End.")
    result = carried(encoder, softly(*ITEMS[:2]), *pivots)
    assert result.made is None
    assert "not where it was read" in result.reasons[0]


def test_a_footnote_the_pivot_adds_is_asked_for_on_its_paragraph(encoder: Encoder) -> None:
    before, after = noted("Beginning.", *EN), noted("Beginning.", EN[0].replace("report", "report^"), *EN[1:])
    made = carried(encoder, word("Début.", *FR), before, after).written
    ((asked, words),) = comments(made)
    assert asked.startswith("Adjust the footnote: ")
    assert words == FR[0]
    assert body(made) == ["Début.", *FR]


def test_a_divided_paragraph_keeps_the_footnotes_of_both_parts(encoder: Encoder) -> None:
    one, two = FR[0].replace("général", "général^"), FR[1].replace("faim", "faim^")
    old = noted("Début.", f"{one} {two}", "Fin.")
    before, after = word("Beginning.", f"{EN[0]} {EN[1]}", "End."), word("Beginning.", *EN[:2], "End.")
    made = carried(encoder, old, before, after).written
    assert body(made) == ["Début.", one, two, "Fin.", "Note 1.", "Note 2."]


def test_notes_typed_below_a_rule_stay(encoder: Encoder) -> None:
    typed, below = FR[0].replace("général", "général1"), ("________", "1 Une note.")
    old = word("L’Assemblée générale,", typed, *FR[1:], *below)
    before, after = (word("The General Assembly,", *texts) for texts in (EN, (EN[0], EN[2])))
    result = carried(encoder, old, before, after)
    assert [note.text for note in result.update.old.footnotes] == ["Une note."]
    assert body(result.written) == ["L’Assemblée générale,", typed, FR[2], *below]


def inserted(data: bytes, number: int, content: str) -> bytes:
    """The file with more XML at the end of one of its paragraphs."""
    file = python_docx.Document(io.BytesIO(data))
    space = f'xmlns:w="{W[1:-1]}"'
    for each in etree.fromstring(f"<x {space}>{content}</x>"):
        file.paragraphs[number]._p.append(each)
    return saved(file)


ACROSS = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'


@pytest.mark.parametrize("number", ["7", "not a number"])
def test_a_bookmark_stays_where_its_paragraph_is_deleted(encoder: Encoder, number: str) -> None:
    bookmark = f'<w:bookmarkStart w:id="{number}" w:name="x"/><w:bookmarkEnd w:id="{number}"/>'
    old = inserted(word("Début.", *FR), 2, bookmark)
    made = carried(encoder, old, word("Beginning.", *EN), word("Beginning.", EN[0], EN[2])).written
    assert body(made) == ["Début.", FR[0], FR[2]]
    (mark,) = part_of(made).iter(W + "bookmarkStart")
    assert mark.getparent().tag == W + "p"  # type: ignore[union-attr]


MATH = f'<m:oMath xmlns:m="{M[1:-1]}"><m:r><m:t> x=1</m:t></m:r></m:oMath>'
RUBY = "<w:r><w:ruby><w:rubyBase><w:r><w:t> b</w:t></w:r></w:rubyBase></w:ruby></w:r>"


@pytest.mark.parametrize(
    ("content", "named"),
    [
        (f"<w:sdt><w:sdtContent>{MATH}</w:sdtContent></w:sdt>", "formula"),
        (MATH, "formula"),
        (RUBY, "reading aid"),
        ('<w:r><w:endnoteReference w:id="1"/></w:r>', "reference to an endnote"),
        (f'<w:dir w:val="ltr">{RUBY}</w:dir>', "reading aid"),
    ],
    ids=[
        "formula in a control",
        "formula",
        "ruby",
        "endnote",
        "direction",
    ],
)
def test_what_cannot_be_cut_is_not_deleted(encoder: Encoder, content: str, named: str) -> None:
    old = inserted(word("Début.", *FR), 2, content)
    result = carried(encoder, old, word("Beginning.", *EN), word("Beginning.", EN[0], EN[2]))
    assert result.made is None
    assert named in result.reasons[0]


def test_what_cannot_be_cut_is_named_in_the_language_of_the_reader() -> None:
    paragraph, run = made("p"), made("r")
    run.append(made("ruby"))
    paragraph.append(run)
    with pytest.raises(UnsuitedError) as refused:
        Pieces.of(paragraph)
    shown = catalogue.load("fr").render(refused.value.message)
    assert shown == "un paragraphe modifié contient l’élément guide phonétique"


def test_a_footnote_in_a_field_hinders_only_changes_to_its_paragraph(encoder: Encoder) -> None:
    file = python_docx.Document(io.BytesIO(noted("Début.", FR[0].replace("général", "général^"), *FR[1:])))
    mark = next(file.element.body.iter(W + "footnoteReference")).getparent()
    for kind in ("begin", "separate"):
        mark.addprevious(field_mark(mark, kind))
    mark.addnext(field_mark(mark, "end"))
    old, before = saved(file), word("Beginning.", *EN)
    made = carried(encoder, old, before, word("Beginning.", *EN[:2])).written
    assert body(made) == [*body(old)[:3], "Note 1."]
    other = carried(encoder, old, before, word("Beginning.", *EN[1:]))
    assert other.made is None
    assert "footnote mark is inside a field" in other.reasons[0]


def field_mark(beside: etree._Element, kind: str) -> etree._Element:
    run = beside.makeelement(W + "r", None)
    etree.SubElement(run, W + "fldChar", {W + "fldCharType": kind})
    return run


def test_a_field_across_paragraphs_hinders_only_its_own_changes(encoder: Encoder) -> None:
    old = inserted(word("Début.", *FR, "Fin."), 0, ACROSS)
    before, after = word("Beginning.", *EN, "End."), word("Beginning.", EN[2], *EN[:2], "End.")
    made = carried(encoder, old, before, after).written
    assert body(made) == ["Début.", FR[2], *FR[:2], "Fin."]
    other = carried(encoder, old, before, word("Opening.", *EN, "End."))
    assert other.made is None
    assert "begins in one paragraph" in other.reasons[0]


def test_a_deleted_paragraph_that_ends_a_section_keeps_the_order_of_its_properties(encoder: Encoder) -> None:
    file = python_docx.Document(io.BytesIO(word("Début.", *FR)))
    properties = file.paragraphs[2]._p.get_or_add_pPr()
    etree.SubElement(properties, W + "sectPr")
    before, after = word("Beginning.", *EN), word("Beginning.", EN[0], EN[2])
    made = carried(encoder, saved(file), before, after).written
    assert body(made) == ["Début.", FR[0], FR[2]]
    (section,) = part_of(made).iterfind(f".//{W}pPr/{W}sectPr")
    assert next(section.itersiblings(preceding=True)).tag == W + "rPr"


def test_a_file_whose_parts_are_named_in_another_case_is_not_written_into(encoder: Encoder) -> None:
    renamed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(word("Début.", *FR))) as archive,
        zipfile.ZipFile(renamed, "w") as other,
    ):
        for name in archive.namelist():
            other.writestr(name.replace("document.xml", "Document.xml"), archive.read(name))
    result = carried(encoder, renamed.getvalue(), word("Beginning.", *EN), word("Beginning.", EN[0], EN[2]))
    assert result.made is None
    assert len(result.reasons) == 1


def test_the_symbol_in_the_masthead_follows_the_pivot(encoder: Encoder) -> None:
    """A symbol on a line of its own is not part of the text."""
    text = ("Distr.: Limited", "Sixth session", "The Assembly,", "1. Decides to meet;")
    french = ("Distr. limitée", "Sixième session", "L’Assemblée,", "1. Décide de se réunir ;")
    old, before = (word(f"A/{each[0]}", *each[1:]) for each in (("6/L.14", *french), ("6/L.14", *text)))
    after = word("A/6/L.14/Rev.1", *text)
    made = carried(encoder, old, before, after)
    assert body(made.written)[0] == "A/6/L.14/Rev.1"
    assert body(made.written)[1:] == body(old)[1:]
    assert made.update.draft.masthead.symbol == "A/6/L.14/Rev.1"
