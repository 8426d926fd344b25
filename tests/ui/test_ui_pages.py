"""The pages of PDF files in the preview and beside the text, without a browser."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from pdf_samples import pdf
from streamlit.testing.v1 import AppTest

from aligner.ui import page
from aligner.ui.page_view import PageSource

LINES = [f"{place}. Calls upon Member States to report on item {place};" for place in range(1, 5)]
PAGES = [[(72, 700 - 40 * at, 12, line) for at, line in enumerate(LINES[:2])], [(72, 700, 12, LINES[2])]]
CHANGED = [[(72, 700 - 40 * at, 12, line) for at, line in enumerate(LINES[:2])], [(72, 700, 12, LINES[3])]]
UPLOAD = "application/pdf"


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What the pane beside the text is given to draw."""
    given: list[dict[str, Any]] = []
    component = page.component

    def pane(name: str) -> Any:
        return (lambda *, data, **_: given.append(data)) if name == "page_pane" else component(name)

    monkeypatch.setattr(page, "component", pane)
    return given


def html(app: AppTest) -> str:
    return "\n".join(element.proto.body for element in app.get("html"))


def put_in(app: AppTest, *files: Sequence[Any]) -> None:
    app.run()
    named = [(name, pdf(pages), UPLOAD) for name, pages in files]
    app.get("file_uploader")[0].set_value(named).run()
    assert not app.exception


def test_the_pages_of_a_file_are_looked_at(app: AppTest) -> None:
    put_in(app, ("draft.en.pdf", PAGES))
    for number, boxes in ((1, 2), (2, 1)):
        app.session_state["preview.part.1.0"] = "start.pages"
        app.session_state["preview.leaf.1.0"] = number
        app.button(key="start.look.1").click().run()
        assert not app.exception
        assert html(app).count('<span class="box segment') == boxes
        listed = app.dataframe[0].value
        assert [words[:9] for words in listed.iloc[:, 1]] == ["Calls upo"] * boxes


def test_the_page_beside_the_text_is_that_of_the_row(app: AppTest, shown: list[dict[str, Any]]) -> None:
    put_in(app, ("draft.en.pdf", PAGES), ("rev1.en.pdf", CHANGED))
    app.button(key="start.compare").click().run()
    app.toggle(key="desk.leaf").set_value(True).run()
    assert not app.exception
    assert "page 1 of 2" in shown[-1]["name"]
    app.session_state["desk.here"] = 3
    app.run()
    assert "page 2 of 2" in shown[-1]["name"]
    assert len(shown[-1]["lit"]) == 1
    app.button(key="leaf.back").click().run()
    assert "page 1 of 2" in shown[-1]["name"]
    assert shown[-1]["lit"] == []
    app.session_state["desk.here"] = 1
    app.run()
    app.session_state["desk.here"] = 3
    app.run()
    assert "page 1 of 2" in shown[-1]["name"]  # where it was turned to at this row


def test_the_first_page_is_shown_if_the_chosen_row_is_beyond_the_text(
    app: AppTest, shown: list[dict[str, Any]]
) -> None:
    """As when a project was saved at a row that fewer columns no longer have."""
    put_in(app, ("draft.en.pdf", PAGES), ("rev1.en.pdf", CHANGED))
    app.button(key="start.compare").click().run()
    app.session_state["desk.leaf"], app.session_state["desk.here"] = True, 99
    app.run()
    assert not app.exception
    assert "page 1 of 2" in shown[-1]["name"]


def test_a_file_that_is_gone_or_another_is_asked_for(app: AppTest, shown: list[dict[str, Any]]) -> None:
    put_in(app, ("draft.en.pdf", PAGES), ("rev1.en.pdf", CHANGED))
    app.button(key="start.compare").click().run()
    app.session_state["aligner.source_files"] = {}
    app.session_state["desk.leaf"] = True
    app.run()
    assert shown == []
    uploader = app.get("file_uploader")[-1]
    uploader.set_value([("other.pdf", pdf([[(72, 700, 12, "1. Decides to adjourn.")]]), UPLOAD)]).run()
    assert not app.exception
    assert shown == []
    uploader = app.get("file_uploader")[-1]
    uploader.set_value([("again.pdf", pdf(CHANGED), UPLOAD)]).run()
    assert not app.exception
    assert "page 1 of 2" in shown[-1]["name"]


def test_few_pictures_of_pages_are_kept() -> None:
    source = PageSource(pdf([[(72, 700, 12, f"Page {number}")] for number in range(10)]), "long.pdf")
    for number in range(1, 11):
        source.image(number)
    assert sorted(source._images) == list(range(3, 11))
    assert source.image(3) is source.image(3)
    assert source.count == 10
