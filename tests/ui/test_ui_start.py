"""The first screen: added files, their detected contents, the questions asked, and the comparison."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
import sample
from drawn import html
from hostile import HOSTILE, Page
from streamlit.testing.v1 import AppTest

from aligner.formats.writing import export
from aligner.pipeline import file_guesses
from aligner.pipeline import run as pipeline
from aligner.project import recent, recovery, store
from aligner.project.saved_work import Project
from aligner.ui import preview, uploaded_files
from aligner.ui.state import running
from aligner.ui.uploaded_files import Drafts, Item, Kind
from aligner.values import Document, DocumentKey
from aligner.values.catalogue import load
from aligner.values.message import EncoderError, InputError, LanguageError, Message
from aligner.values.results import AlignedPair, RevisedPair
from tests.readers import test_decryption

ZH = (
    "回顾大会第71/167号决议，\n\n1. 鼓励会员国在2018年9月30日之前提交报告；\n\n2. 请秘书长向各国通报情况。\n"
    * 3
)
EN = (
    "Recalling General Assembly resolution 71/167,\n\n1. Encourages Member States to report by "
    "30 September 2018;\n\n2. Requests the Secretary-General to inform all States.\n"
) * 3
RU = (
    "1. Призывает государства-члены представить доклады до 30 сентября 2018 года;\n\n2. Просит сообщить.\n"
    * 3
)


@pytest.fixture(autouse=True)
def _own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recent, "state_folder", lambda: tmp_path / "state")
    monkeypatch.setattr(recent, "default_folder", lambda: tmp_path / "documents")
    monkeypatch.setattr(recovery, "folder", lambda: tmp_path / "recovery")


def put_in(app: AppTest, *files: tuple[str, bytes]) -> AppTest:
    if not app.get("file_uploader"):
        app.run()
    uploader = app.get("file_uploader")[0]
    uploader.set_value([(name, data, "application/octet-stream") for name, data in files]).run()
    assert not app.exception
    return app


def versions(app: AppTest) -> list[str | None]:
    return [box.value for box in app.selectbox if str(box.key).startswith("start.version.")]


def type_draft(app: AppTest, key: str, name: str) -> None:
    """Type the name of a draft that no file has; AppTest only chooses from the list."""
    box = app.selectbox(key=key)
    box.options.append(name)
    box.set_value(name).run()


def with_changes() -> bytes:
    """A Word file in which one word is tracked as inserted."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    made = docx.Document()
    paragraph = made.add_paragraph("Recalling its resolutions on the matter, and all other relevant texts,")
    paragraph._p.append(
        parse_xml(
            f'<w:ins {nsdecls("w")} w:id="1" w:author="A. Delegate" w:date="2025-01-01T00:00:00Z">'
            "<w:r><w:t> noting with concern</w:t></w:r></w:ins>"
        )
    )
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def issued(symbol: str, date: str) -> bytes:
    """A resolution as issued, in plain text."""
    return f"{symbol}\nDistr.: General\n{date}\nOriginal: English\n\n{EN}".encode()


def test_symbols_and_dates_order_drafts_whose_files_names_do_not(app: AppTest) -> None:
    adopted = ("a.txt", issued("A/RES/80/1", "19 September 2025"))
    put_in(app, adopted, ("b.txt", issued("A/80/L.2", "15 September 2025")))
    assert versions(app) == ["adopted", "draft"]
    assert app.text_input(key="start.order.draft|adopted").value == "draft, adopted"


def test_a_project_is_called_by_the_symbol_and_the_title_in_the_interface_language(app: AppTest) -> None:
    in_english = f"A/80/L.2\nDistr.: Limited\n\nTrafficking in persons\n\nThe General Assembly,\n\n{EN}"
    in_french = (
        "A/80/L.2\nDistr. limitée\n\nTraite des personnes\n\nL’Assemblée générale,\n\n"
        "1. Prie instamment tous les États de faire rapport ;\n"
    )
    put_in(app, ("en.txt", in_english.encode()), ("fr.txt", in_french.encode()))
    assert app.text_input(key="start.title").value == "A/80/L.2 Trafficking in persons"


@pytest.mark.parametrize("names", [("draft", "rev1"), ("1198", "1202")], ids=["drafts", "numbers"])
def test_a_project_of_files_whose_names_say_nothing_is_called_by_its_title(
    app: AppTest, names: tuple[str, str]
) -> None:
    letter = (
        "Letter from the Secretary-General\n\nI have the honour to transmit the report herewith.\n\nIt {}.\n"
    )
    drafts = [
        (f"{name}.en.txt", letter.format(text).encode())
        for name, text in zip(names, ("is", "was"), strict=True)
    ]
    put_in(app, *drafts)
    assert app.text_input(key="start.title").value == "Letter from the Secretary-General"


def test_dates_order_drafts_of_one_symbol(app: AppTest) -> None:
    later = ("a.txt", issued("A/80/604", "19 September 2025"))
    put_in(app, later, ("b.txt", issued("A/80/604", "15 September 2025")))
    assert versions(app) == ["2", "1"]


# -- what a file is -------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "data", "kind", "encoding"),
    [
        ("a.txt", ZH.encode(), Kind.TEXT, "utf-8"),
        ("a.txt", ZH.encode("utf-8-sig"), Kind.TEXT, "utf-8"),
        ("a.txt", RU.encode("cp1251"), Kind.TEXT, "cp1251"),
        ("a.html", b"<!doctype html><html><p>Text</p></html>", Kind.HTML, ""),
        ("a.pdf", b"%PDF-1.4 and so on", Kind.PDF, ""),
        ("a.rtf", b"{\\rtf1 Text}", Kind.OFFICE, ""),
        ("picture.txt", b"GIF89a\0\0\0", Kind.OTHER, ""),
        ("memory.TMX", b"<tmx/>", Kind.ALIGNED, ""),
        ("table.xlsx", b"PK", Kind.ALIGNED, ""),
        ("work.aligner", b"SQLite format 3\0", Kind.PROJECT, ""),
    ],
)
def test_what_a_file_is(name: str, data: bytes, kind: Kind, encoding: str) -> None:
    assert uploaded_files.facts(Item(1, name, data)) == uploaded_files.Facts(kind, encoding)


def test_tracked_changes_of_a_word_file_are_detected() -> None:
    assert uploaded_files.facts(Item(1, "a.docx", with_changes())) == uploaded_files.Facts(
        Kind.WORD, tracked=True
    )


def test_a_tracked_file_is_read_as_two_drafts_or_as_one() -> None:
    item = Item(1, "a.docx", with_changes())
    two = uploaded_files.read(item, language="en", encoding=None, drafts=Drafts.TRACKED)
    assert ["noting with concern" in each.text for each in two.documents] == [False, True]
    assert any("A. Delegate" in str(note) for note in two.notes)
    one = uploaded_files.read(item, language="en", encoding=None, drafts=Drafts.ONE)
    assert ["noting with concern" in each.text for each in one.documents] == [True]


def test_a_failed_reading_gives_a_one_line_error() -> None:
    found = uploaded_files.read(
        Item(1, "x.pdf", b"%PDF-1.4 broken"), language=None, encoding=None, drafts=Drafts.ONE
    )
    assert not found.documents
    assert str(found.problem).startswith("x.pdf")
    assert "\n" not in str(found.problem)


def test_oversized_files_are_named_and_others_accepted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploaded_files, "MEBIBYTE", 1)
    result = [Item(1, "held", b"x" * 90)]
    given = [("large", b"x" * 101), ("first", b"x" * 100), ("second", b"x" * 100), ("third", b"x" * 20)]
    taken, refused = uploaded_files.admit(result, given, 2)
    assert [(item.number, item.name) for item in taken] == [(2, "first"), (3, "second")]
    assert refused == [
        Message("start.too_large", name="large", limit=100),
        Message("start.too_much", name="third", limit=300),
    ]


def test_the_limit_of_one_file_is_that_of_the_server(root: Path) -> None:
    settings = (root / ".streamlit" / "config.toml").read_text(encoding="utf-8")
    assert f"maxUploadSize = {uploaded_files.MOST_EACH}\n" in settings


def test_a_memory_becomes_a_comparison() -> None:
    tmx = (
        '<tmx version="1.4"><header srclang="en"/><body><tu><tuv xml:lang="en"><seg>Urges</seg></tuv>'
        '<tuv xml:lang="fr"><seg>Exhorte</seg></tuv></tu></body></tmx>'
    )
    found = uploaded_files.aligned(Item(1, "m.tmx", tmx.encode()))
    assert [str(key) for key in found.documents] == ["en@", "fr@"]
    assert len(found.rows) == 1


def test_each_kind_of_our_own_files_becomes_a_comparison_except_one_document() -> None:
    old, new = sample.drafts("en")
    french = sample.drafts("fr")[1]
    whole = sample.comparison(["en", "fr"])
    alignment = whole.alignments[DocumentKey("en", "rev1"), DocumentKey("fr", "rev1")]
    results: list[tuple[Any, list[str]]] = [
        (whole, ["en@draft", "en@rev1", "fr@draft", "fr@rev1"]),
        (RevisedPair(old, new, sample.revision(old, new)), ["en@new", "en@old"]),
        (AlignedPair(new, french, alignment), ["en@", "fr@"]),
    ]
    for result, wanted in results:
        found = uploaded_files.aligned(Item(1, "x.json", export(result, ".json")))
        assert sorted(map(str, found.documents)) == wanted
    with pytest.raises(InputError, match="one document"):
        uploaded_files.aligned(Item(1, "x.json", export(old, ".json")))


# -- what is proposed -----------------------------------------------------------


@pytest.mark.parametrize(
    ("versions", "expected"),
    [
        (["draft"], "rev1"),
        (["draft", "rev1"], "rev2"),
        (["v1", "v2"], "v3"),
        (["2017", "2020"], "new"),
        ([], "new"),
        (["new", "old"], "rev1"),
    ],
)
def test_next_draft_name(versions: list[str], expected: str) -> None:
    assert file_guesses.next_after(versions) == expected


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["D007.old.zh.txt", "D007.new.zh.txt"], "D007"),
        (["L.6 draft.docx"], "L.6"),
        (["minutes-June.txt", "minutes-July.txt"], "minutes"),
        (["report1.txt", "report12.txt"], "report"),
        (["zh.txt", "en.txt"], "zh"),
        ([], ""),
    ],
)
def test_the_name_of_the_work(names: list[str], expected: str) -> None:
    assert file_guesses.name_of(names) == expected


# -- the preview ----------------------------------------------------------------


def long_document(paragraphs: int) -> Document:
    kinds = [(sample.OP, str(number), f"OP{number}", f"word {number}") for number in range(paragraphs)]
    return sample.document("en", "rev1", kinds, notes=[f"note {n}" for n in range(130)], source="x.txt")


def test_every_paragraph_and_footnote_can_be_reached() -> None:
    document, say = long_document(230), load("en")
    shown = "".join(preview.items(document, "start.paragraphs", first, say) for first in (0, 100, 200))
    assert all(f">word {number}<" in shown for number in range(230))
    assert shown.count("OP") == 230
    assert "operative" in shown
    notes = "".join(preview.items(document, "start.footnotes", first, say) for first in (0, 100))
    assert all(f">note {number}<" in notes for number in range(130))


def test_the_kinds_are_counted() -> None:
    reported = preview.counted(sample.drafts("en")[1], load("en"))
    assert reported.startswith("Paragraphs: 10; footnotes: 3 · title 1 · preambular")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text_in_the_preview(text: str) -> None:
    say = load("en")
    kinds = [(sample.OP, text, text, text)]
    document = sample.document("ar", "rev1", kinds, notes=[text], marks=[(0, 0, text)], furniture=(text,))
    for part in ("start.paragraphs", "start.footnotes", "start.furniture"):
        page = Page(preview.items(document, part, 0, say))
        assert {tag for tag, _ in page.tags} <= {
            *("table", "thead", "tbody", "tr", "th", "td", "sup", "bdi", "ul", "li")
        }
        assert not page.having("href")


# -- the screen -----------------------------------------------------------------


def test_files_are_proposed_corrected_and_compared(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    given: dict[str, object] = {}

    def compare(documents: dict[DocumentKey, Document], versions: list[str], **fields: object) -> object:
        given.update({str(key): document.version for key, document in documents.items()}, order=versions)
        given["title"] = fields["title"]
        return sample.comparison(["zh", "en"])

    monkeypatch.setattr(pipeline, "compare_documents", compare)
    put_in(
        app,
        ("act.rev1.zh.txt", ZH.encode()),
        ("act.draft.zh.txt", ZH.encode("gb18030")),
        ("act.rev1.en.txt", EN.encode()),
        ("act.bad.txt", b"GIF89a\0\0\0"),
    )
    page = html(app)
    assert "act.bad.txt" in page
    assert 'role="alert"' in page
    assert [app.button(key=f"start.look.{number}").label for number in (1, 2, 3)] == ["Paragraphs: 9"] * 3
    assert 'aria-label="compared with its draft 中文 draft"' in page
    assert 'aria-label="aligned with 中文 rev1"' in page
    assert versions(app)[:3] == ["rev1", "draft", "rev1"]
    assert app.selectbox(key="start.encoding.2").options[0] == "gb18030 (as found)"
    type_draft(app, "start.version.2.1.0", "first")
    assert app.text_input(key="start.title").value == "act"
    app.button(key="start.compare").click().run()
    assert not app.exception
    assert given == {
        "zh@rev1": "rev1",
        "zh@first": "first",
        "en@rev1": "rev1",
        "order": ["first", "rev1"],
        "title": "act",
    }
    assert "鼓励" in html(app)
    assert "aligner.items" not in app.session_state  # the files are let go once the work is open


def test_an_unreadable_file_offers_only_removal(app: AppTest) -> None:
    put_in(app, ("a.pdf", b"%PDF-1.4 broken"), ("b.txt", b"?!"))
    assert [str(box.key) for box in app.selectbox if "start.language" in str(box.key)] == ["start.language.2"]
    assert app.button(key="start.remove.1")
    app.selectbox(key="start.language.2").set_value("fr").run()  # a text without words can be in any
    assert 'lang="fr"' not in html(app)
    assert "b.txt:" not in html(app)


def test_an_encrypted_file_asks_for_its_password_and_forgets_it(
    app: AppTest, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    put_in(app, ("a.en.docx", test_decryption.encrypted_docx()))
    assert "is encrypted" in html(app)
    app.text_input("password.1").set_value("wrong-one").run()
    assert "not the password" in html(app)
    app.text_input("password.1").set_value(test_decryption.PASSWORD).run()
    assert not app.exception
    assert "is encrypted" not in html(app)
    assert not [box for box in app.text_input if box.key == "password.1"]
    assert versions(app) == [""]
    kept = repr(app.session_state) + caplog.text
    assert test_decryption.PASSWORD not in kept
    assert "wrong-one" not in kept


def test_a_zip_is_listed_as_its_documents(app: AppTest) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("set/draft.en.txt", EN)
        archive.writestr("set/draft.ru.txt", RU)
        archive.writestr("../../evil.zh.txt", ZH)
        archive.writestr("set/list.xlsx", b"PK")
        archive.writestr("__MACOSX/._draft.en.txt", b"x")
    put_in(app, ("set.zip", data.getvalue()))
    assert [item.name for item in app.session_state["aligner.items"]] == [
        "draft.en.txt", "draft.ru.txt", "evil.zh.txt"
    ]  # fmt: skip
    assert "set/list.xlsx" in html(app)


def test_another_encoding_rereads_the_text(app: AppTest) -> None:
    put_in(app, ("a.txt", RU.encode("cp1251")))
    assert app.selectbox(key="start.language.1").value == "ru"
    app.selectbox(key="start.encoding.1").set_value("utf-8").run()
    assert "is not valid utf-8" in html(app)
    app.selectbox(key="start.encoding.1").set_value("").run()
    assert "is not valid utf-8" not in html(app)


def test_two_files_of_one_draft_are_distinguished_or_refused(app: AppTest) -> None:
    put_in(app, ("a.zh.txt", ZH.encode()), ("b.zh.txt", ZH.encode()))
    assert versions(app) == ["1", "2"]
    type_draft(app, "start.version.2.1.0", "1")
    assert app.button(key="start.compare").disabled
    assert "Two files are both 中文 1" in html(app)


def test_a_version_that_was_typed_stays_while_proposals_follow_the_files(app: AppTest) -> None:
    put_in(app, ("a.zh.txt", ZH.encode()))
    assert app.selectbox(key="start.version.1.1.0").value == ""
    put_in(app, ("b.zh.txt", ZH.encode()))
    assert app.selectbox(key="start.version.1.1.0").value == "1"
    type_draft(app, "start.version.1.1.0", "mine")
    put_in(app, ("c.zh.txt", ZH.encode()))
    assert app.selectbox(key="start.version.1.1.0").value == "mine"


def test_a_file_left_alone_opens_as_a_text(app: AppTest) -> None:
    put_in(app, ("a.zh.txt", ZH.encode()), ("b.en.txt", EN.encode()))
    assert app.button(key="start.compare").label == "Compare"
    app.button(key="start.remove.2").click().run()
    assert app.button(key="start.compare").label == "Open this text"
    app.button(key="start.compare").click().run()
    assert not app.exception
    assert html(app).count('<tr id="r') == 9
    app.button(key="project.close").click().run()
    put_in(app, ("a.zh.txt", ZH.encode()))
    app.button(key="start.remove.1").click().run()
    assert app.button(key="start.example")


def test_a_tracked_file_alone_is_two_drafts(app: AppTest) -> None:
    put_in(app, ("amendments.docx", with_changes()))
    assert versions(app) == ["original", "revised"]
    assert app.button(key="start.compare").label == "Compare"
    app.selectbox(key="start.drafts.1").set_value(Drafts.ONE).run()
    assert app.button(key="start.compare").label == "Open this text"


def test_the_drafts_of_a_tracked_file_are_named_after_those_of_other_languages(app: AppTest) -> None:
    put_in(app, ("amendments.docx", with_changes()), ("old.zh.txt", ZH.encode()))
    assert versions(app) == ["old", "revised", "old"]


def test_a_text_can_be_pasted(app: AppTest) -> None:
    app.run()
    app.text_area(key="start.pasted").set_value(ZH)
    app.text_input(key="start.pasted_version").set_value("rev2")
    app.selectbox(key="start.pasted_language").set_value("zh")
    app.button(key="start.add").click().run()
    assert not app.exception
    assert app.selectbox(key="start.version.1.1.0").value == "rev2"
    assert app.selectbox(key="start.language.1").value == "zh"
    assert app.text_area(key="start.pasted").value == ""


def test_the_preview_opens_over_the_page(app: AppTest) -> None:
    put_in(app, ("a.zh.txt", ZH.encode()))
    app.button(key="start.look.1").click().run()
    assert not app.exception
    assert '<table class="preview">' in html(app)
    assert "鼓励会员国" in html(app)


def test_a_comparison_that_fails_leaves_the_files_where_they_are(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise EncoderError("no model in <b>here</b>")

    monkeypatch.setattr(pipeline, "compare_documents", fail)
    put_in(app, ("a.zh.txt", ZH.encode()), ("b.en.txt", EN.encode()))
    app.button(key="start.compare").click().run()
    assert "no model in &lt;b&gt;here&lt;/b&gt;" in html(app)
    assert not app.button(key="start.compare").disabled


def test_a_new_project_can_be_saved_from_the_start(
    app: AppTest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(pipeline, "compare_documents", lambda *_, **__: sample.comparison(["zh", "en"]))
    put_in(app, ("act.zh.txt", ZH.encode()), ("act.en.txt", EN.encode()))
    app.toggle(key="start.save_work").set_value(True).run()
    app.button(key="start.compare").click().run()
    assert not app.exception
    path = tmp_path / "documents" / "act.aligner"
    assert store.load(path)[0].comparison.documents == sample.comparison(["zh", "en"]).documents
    assert recent.recents()[0].path == path
    assert app.query_params["project"] == recent.id_of(path)
    assert recovery.copies() == ()  # begun before the file, and removed with it


def test_a_new_project_that_cannot_be_saved_is_open_and_says_so(
    app: AppTest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(pipeline, "compare_documents", lambda *_, **__: sample.comparison(["zh", "en"]))
    (tmp_path / "documents").write_text("a file where the folder should be")
    put_in(app, ("act.zh.txt", ZH.encode()), ("act.en.txt", EN.encode()))
    app.toggle(key="start.save_work").set_value(True).run()
    app.button(key="start.compare").click().run()
    assert not app.exception
    assert "its folder cannot be created" in html(app)
    assert "aligner.timeline" in app.session_state
    app.run()
    assert "its folder cannot be created" not in html(app)


def test_a_project_and_a_memory_are_opened_by_themselves(app: AppTest) -> None:
    work = Project(sample.comparison(["zh", "ru"]))
    put_in(app, ("kept.aligner", store.to_bytes(work)), ("broken.tmx", b"<tmx"))
    assert "broken.tmx" in html(app)
    app.button(key="start.open.1").click().run()
    assert not app.exception
    assert app.multiselect(key="desk.languages").value == ["zh", "ru"]


def test_a_damaged_project_gives_a_one_line_error(app: AppTest) -> None:
    put_in(app, ("kept.aligner", b"SQLite format 3\0 damaged"))
    app.button(key="start.open.1").click().run()
    assert not app.exception
    assert "not an aligner project" in html(app)


@pytest.mark.parametrize("text", [text for text in HOSTILE if "\x00" not in text and "\ud800" not in text])
def test_hostile_names_stay_text(app: AppTest, text: str) -> None:
    put_in(app, (text, ZH.encode()), (f"{text}.pdf", b"%PDF- broken"), (f"{text}.tmx", b"<tmx"))
    page = Page(html(app))
    assert not {tag for tag, _ in page.tags} & {"script", "img", "form", "input", "button", "iframe"}
    assert not [key for _, found in page.tags for key in found if key.startswith("on")]
    said = [element.value for element in (*app.markdown, *app.title, *app.caption, *app.header)]
    assert not [words for words in said if text in words]


# -- progress -------------------------------------------------------------------


@pytest.fixture
def course() -> tuple[running.WorkProgress, Callable[[float], None]]:
    """A course of work with a clock that a test moves."""
    now = [0.0]
    return running.WorkProgress(clock=lambda: now[0]), lambda seconds: now.__setitem__(0, now[0] + seconds)


def test_the_time_left_is_shown_once_known(
    course: tuple[running.WorkProgress, Callable[[float], None]],
) -> None:
    way, wait = course
    say = load("en")
    way.report("encode", 0, 1000)
    assert running.described(way, "encode", 0, 1000, say) == "Encoding: 0 / 1000"
    wait(1)
    assert way.left(100, 1000) is None  # too soon
    wait(4)
    assert way.left(10, 1000) is None  # too little
    assert way.left(100, 1000) == pytest.approx(45)
    assert running.described(way, "encode", 100, 1000, say) == "Encoding: 100 / 1000 · about 45 s left"
    wait(595)
    assert running.described(way, "encode", 500, 1000, say) == "Encoding: 500 / 1000 · about 10 min left"
    assert way.left(1000, 1000) is None
    assert running.described(way, "nonsense", 0, 1, say) == "Working"


def test_frequent_progress_reports_are_dropped(
    course: tuple[running.WorkProgress, Callable[[float], None]],
) -> None:
    way, wait = course
    wait(10)
    assert way.report("read", 0, 9)
    assert not way.report("read", 1, 9)
    wait(0.11)
    assert way.report("read", 2, 9)
    assert way.report("read", 9, 9)  # the end of a stage is always reported
    assert way.report("model", 0, 1)
    assert way.stages == ["read"]
    assert way.report("read", 1, 9)
    assert way.stages == ["read", "model"]


def test_progress_is_shown_with_a_way_to_stop(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    """While the work runs, the bar and the button themselves show what the page contains."""
    import streamlit as st

    seen: list[str] = []
    button, bar = st.button, st.progress

    def watched_button(label: str, **fields: object) -> object:
        seen.append(f"{label}: {fields['key']}")
        return button(label, **fields)

    def watched_bar(value: float, text: str) -> object:
        seen.append(text)
        return bar(value, text)

    def compare(**_: object) -> object:
        monkeypatch.setattr(st, "button", watched_button)
        monkeypatch.setattr(st, "progress", watched_bar)
        with running.shown_progress() as tell:
            tell("read", 0, 2)
            tell("encode", 1, 2)
        monkeypatch.setattr(st, "button", button)
        return sample.comparison()

    monkeypatch.setattr(running, "compare_bundled", compare)
    app.run()
    app.button(key="start.example").click().run()
    assert not app.exception
    assert seen == ["Working", "Cancel: work.cancel.1"]
    assert not app.get("progress")  # gone once the work is done


def test_a_contradicted_language_can_be_changed() -> None:
    text = ("The General Assembly decides to remain seized of the matter.\n\n" * 9).encode()
    wrong = uploaded_files.read(Item(1, "a.txt", text), language="zh", encoding=None, drafts=Drafts.ONE)
    assert "given as Chinese (zh)" in str(wrong.problem)
    assert isinstance(wrong.problem, LanguageError)
    doubted = uploaded_files.read(Item(1, "a.txt", text), language="fr", encoding=None, drafts=Drafts.ONE)
    assert list(map(str, doubted.notes)) == ["given as French (fr), but its words are English (en)"]


def test_an_address_of_unsaved_work_is_explained(app: AppTest) -> None:
    lost = load("en")("project.lost")
    assert lost not in html(app.run())
    app.query_params["row"] = "27"
    assert lost in html(app.run())
    put_in(app, ("L.6.en.txt", EN.encode()))
    assert lost not in html(app)
