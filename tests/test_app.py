"""The app's logic, without a browser: Streamlit's own test harness on the sample set."""

from __future__ import annotations

from pathlib import Path

import pytest
import sample
from hostile import HOSTILE, Page, poisoned
from streamlit.testing.v1 import AppTest

from aligner import launch
from aligner.errors import EncoderError, ReadError
from aligner.ui import main, proposals, working
from aligner.values import Document

TIMEOUT = 60


@pytest.fixture
def app(root: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.chdir(root)
    monkeypatch.setattr(working, "compare_bundled", lambda **_: sample.comparison())
    return AppTest.from_file(str(root / "app.py"), default_timeout=TIMEOUT)


def html(app: AppTest) -> str:
    return "\n".join(element.proto.body for element in app.get("html"))


def opened(app: AppTest) -> AppTest:
    app.run()
    app.button(key="start.example").click().run()
    assert not app.exception
    return app


def test_the_start_offers_the_example_and_one_s_own_files(app: AppTest) -> None:
    app.run()
    assert not app.exception
    assert app.button(key="start.example").label == "Open the example"
    assert len(app.get("file_uploader")) == 1


def test_one_click_shows_the_amendments(app: AppTest) -> None:
    page = html(opened(app))
    assert '<ins><span class="vh" lang="en" dir="ltr"> inserted: </span>鼓励' in page
    assert "did not reach this language" in page
    assert app.multiselect(key="read.languages").value == list(sample.LANGUAGES)


def test_columns_can_be_chosen(app: AppTest) -> None:
    opened(app)
    app.multiselect(key="read.languages").set_value(["ar", "ru"]).run()
    page = html(app)
    assert 'lang="ar" dir="rtl"' in page
    assert "Encourage" not in page
    app.multiselect(key="read.languages").set_value([]).run()
    assert "Choose a language in the sidebar." in html(app)


def test_drafts_can_be_chosen(app: AppTest) -> None:
    opened(app)
    app.selectbox(key="read.drafts").set_value(("", "draft")).run()
    page = html(app)
    assert "<ins>" not in page
    assert "2017" in page
    assert "2018</ins>" not in page


def test_only_what_changed(app: AppTest) -> None:
    opened(app)
    assert 'id="r12"' in html(app)
    app.toggle(key="read.changed").set_value(True).run()
    assert 'id="r12"' not in html(app)


def test_pages_turn_and_an_amendment_is_gone_to(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    from aligner.ui import reading

    monkeypatch.setattr(reading, "SIZES", [3, 5])
    opened(app)
    app.selectbox(key="read.size").set_value(5).run()
    assert 'id="r6"' not in html(app)
    assert app.button(key="read.back").disabled
    app.button(key="read.forth").click().run()
    assert 'id="r6"' in html(app)
    assert 'id="r5"' not in html(app)
    app.button(key="read.forth").click().run()
    assert app.button(key="read.forth").disabled
    app.selectbox(key="read.entry").set_value(1).run()
    page = html(app)
    assert '<tr id="r3" class="amended here">' in page
    assert 'id="r2"' not in page
    assert 'href="#r9"' not in page  # a link must not lead to a row of another page


def test_the_report_is_offered_and_documents_are_let_go(app: AppTest) -> None:
    opened(app)
    assert len(app.get("download_button")) == 1
    app.button(key="read.close").click().run()
    assert not app.exception
    assert app.button(key="start.example")
    assert "aligner.comparison" not in app.session_state
    assert "aligner.views" not in app.session_state


def test_an_error_is_one_line_and_never_markup(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**_: object) -> None:
        raise EncoderError("no model in <b>*here*</b>; do $this$")

    monkeypatch.setattr(working, "compare_bundled", fail)
    app.run()
    app.button(key="start.example").click().run()
    assert not app.exception
    assert 'role="alert">no model in &lt;b&gt;*here*&lt;/b&gt;; do $this$</p>' in html(app)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text_in_every_part(
    app: AppTest, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.setattr(working, "compare_bundled", lambda **_: poisoned(text))
    opened(app)
    shown = html(app)
    app.segmented_control(key="read.part").set_value("report.summary").run()
    shown += html(app)
    page = Page(shown)
    assert not {tag for tag, _ in page.tags} & {"script", "img", "form", "input", "button", "iframe"}
    assert not [key for _, found in page.tags for key in found if key.startswith("on")]
    assert all(address.startswith("#") for address in page.having("href"))
    said = [element.value for element in (*app.markdown, *app.title, *app.caption, *app.header)]
    assert not [words for words in said if text in words]  # nothing of a document passes through markdown


def test_nothing_is_shown_to_a_network(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(main, "served_locally", lambda: False)
    app.run()
    assert "would be visible to the network" in html(app)
    assert not app.button


def upload(app: AppTest, monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    """Put files up; reading them is stood in for, by name."""
    import aligner.pipeline

    def open_bytes(data: bytes, name: str, *, language: str | None = None, **_: object) -> Document:
        if data == b"broken":
            raise ReadError(f"{name} holds no text")
        old, new = sample.drafts(language or name.split(".")[1])
        return old if "draft" in name else new

    monkeypatch.setattr(aligner.pipeline, "open_bytes", open_bytes)
    files = [(name, b"broken" if "bad" in name else b"text", "text/plain") for name in names]
    app.run()
    app.file_uploader(key="start.files").set_value(files).run()
    assert not app.exception


def test_files_are_proposed_corrected_and_compared(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    given: dict[str, object] = {}

    def compare(documents: dict[object, Document], versions: list[str], **fields: object) -> object:
        given.update({str(key): document.version for key, document in documents.items()}, order=versions)
        return sample.comparison(["zh", "en"])

    monkeypatch.setattr(working, "compare_documents", compare)
    upload(app, monkeypatch, "rev1.zh.txt", "draft.zh.txt", "rev1.en.txt", "bad.ru.txt")
    page = html(app)
    assert "bad.ru.txt holds no text" in page
    assert page.count("10 paragraphs, 3 footnotes recognised") == 2
    assert [box.value for box in app.text_input if box.label == "Draft"] == ["rev1", "draft", "rev1", "rev1"]
    app.text_input[1].set_value("first").run()
    app.button(key="start.compare").click().run()
    assert not app.exception
    assert given == {"zh@rev1": "rev1", "zh@first": "first", "en@rev1": "rev1", "order": ["first", "rev1"]}
    assert "鼓励" in html(app)


def test_two_files_of_one_draft_are_told_apart_or_refused(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload(app, monkeypatch, "a.zh.txt", "b.zh.txt")
    assert [box.value for box in app.text_input][:2] == ["1", "2"]
    app.text_input[1].set_value("1").run()
    assert app.button(key="start.compare").disabled
    assert "Two files are both 中文 1" in html(app)


def test_one_file_is_not_enough(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    upload(app, monkeypatch, "a.zh.txt")
    assert app.button(key="start.compare").disabled


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("ccpcj-27-draft-resolution-rev1.zh.txt", "rev1"),
        ("E_CN.15_2018_L.6_Rev.12.pdf", "rev12"),
        ("draft.zh.txt", "draft"),
        ("sdg-2017.en.txt", "2017"),
        ("contract v2.docx", "v2"),
        ("overview.docx", ""),
        ("renewed.docx", ""),
        ("старый.txt", ""),
    ],
)
def test_version_of(name: str, expected: str) -> None:
    assert proposals.version_of(name) == expected


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ([("zh", ""), ("zh", "")], ["1", "2"]),
        ([("zh", "rev1"), ("en", "rev1")], ["rev1", "rev1"]),
        ([("zh", ""), ("zh", "1"), ("zh", "")], ["2", "1", "3"]),
        ([("zh", "rev1"), ("fr", ""), ("zh", "draft")], ["rev1", "rev1", "draft"]),
        ([("zh", ""), ("en", "")], ["", ""]),
    ],
)
def test_tell_apart(keys: list[tuple[str, str]], expected: list[str]) -> None:
    assert proposals.tell_apart(keys) == expected


def test_an_installed_package_runs_its_own_file(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "site-packages" / "aligner"
    monkeypatch.setattr(launch, "__file__", str(package / "launch.py"))
    assert launch.app_command()[4] == str(package / "ui" / "main.py")
    assert (root / "aligner" / "ui" / "main.py").is_file()


def test_settings_hold_wherever_the_app_is_started(root: Path) -> None:
    ours = (root / ".streamlit" / "config.toml").read_text(encoding="utf-8")
    packaged = root / "aligner" / "ui" / ".streamlit" / "config.toml"
    assert packaged.read_text(encoding="utf-8") == ours
    assert 'address = "127.0.0.1"' in ours
    assert "gatherUsageStats = false" in ours
