"""Documents that try to be more than text: nothing runs, no request is sent, the text stays as typed."""

from __future__ import annotations

import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from urllib.request import url2pathname

import pytest
from app_server import PROGRAM, serving
from hostile import HOSTILE, poisoned
from visitor import LONG, SOON, Visitor, visitor

from aligner.project import store
from aligner.project.saved_work import Project
from aligner.values.glossary import Concept

pytest.importorskip("playwright.sync_api", reason="needs the Playwright Python client")

from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

TYPED = ":red[d] $x$ **b** `c` :ok: <img src=x onerror=alert(1)> [l](javascript:alert(2)) -> www.e.example "
"""First what markdown would be read from, since names are cut short; then what HTML would."""

EVIL = TYPED + " ".join(text for text in HOSTILE if "\ud800" not in text)
READ_AS_MARKUP = (
    ".katex, .stMarkdownColoredText, [data-testid=stMarkdownContainer] :is(strong, em, code, img, del, a),"
    "img[src=x], [onerror], [onmouseover], [onfocus], form:not(.vega-bindings),"
    "a[href^=javascript], a[href*='e.example'], iframe, .aligner script"
)
TURNED = ("👌", "→ www", "⁠→")


@pytest.fixture
def hostile_work(tmp_path: Path) -> Path:
    """A project with such text in every place that a document or a person can fill."""
    terms = {"zh": (TYPED, "标题"), "ar": (TYPED,)}
    glossary = (Concept(terms, {"ar": (TYPED,)}, "required"),)
    path = tmp_path / "_evil_ $x$.aligner"
    store.save(Project(poisoned(EVIL), glossary=glossary), path)
    return path


def unmoved(person: Visitor, where: str) -> None:
    """Nothing on the page is anything but text."""
    person.settle()
    found = person.page.locator(READ_AS_MARKUP)
    assert found.count() == 0, (where, found.first.evaluate("e => e.parentElement.outerHTML.slice(0, 900)"))
    text = person.page.locator("body").inner_text()
    assert not [sign for sign in TURNED if sign in text], where
    icons = person.page.locator("[data-testid=stIconMaterial], [role=img][translate=no]").all_inner_texts()
    assert "home" not in icons, where
    person.unharmed()


def test_every_part_shows_hostile_text_as_text(
    browser: Browser, app_address: str, hostile_work: Path
) -> None:
    with visitor(browser, app_address) as person:
        person.open_project(hostile_work)
        expect(person.page.locator("h1")).to_contain_text(":red[d] $x$ **b** `c` :ok: <img src=x onerror")
        unmoved(person, "text")
        _the_panel(person)
        _the_search(person)
        _the_summary(person)
        _the_tables(person)
        _the_dialogs(person)


def _the_panel(person: Visitor) -> None:
    person.key("j", "j", "n")
    person.panel().wait_for()
    unmoved(person, "panel")
    person.open_panel()
    unmoved(person, "panel opened")
    person.panel().get_by_text("Link other paragraphs").click()
    person.page.locator("[class*=st-key-panel-run]").first.wait_for()
    unmoved(person, "links")
    person.press("Merge with the row below", ".st-key-panel")
    unmoved(person, "merged")
    person.open_list("Go to an amendment")
    unmoved(person, "jump")
    person.page.keyboard.press("Escape")


def _the_search(person: Visitor) -> None:
    box = person.page.get_by_role("textbox", name="Search")
    for text in ("$x$", "<img src=x onerror=alert(1)>"):
        box.fill(text)
        person.key("Enter")
        unmoved(person, f"search {text}")
    box.fill("")
    person.key("Enter")


def _the_summary(person: Visitor) -> None:
    person.part("Summary")
    unmoved(person, "summary")
    for opener in person.page.locator("[data-testid=stMain] summary").all():
        opener.click()
    dots = person.page.locator(".st-key-overview-dots :is(canvas, svg)").first
    dots.scroll_into_view_if_needed()
    box = dots.bounding_box()
    assert box is not None
    for across in range(6):
        for down in range(6):
            person.page.mouse.move(
                box["x"] + box["width"] * (across + 0.5) / 6, box["y"] + box["height"] * (down + 0.5) / 6
            )
    unmoved(person, "charts")


def _the_tables(person: Visitor) -> None:
    person.part("Amendments")
    person.page.locator(".grouped-list").wait_for(timeout=LONG)
    person.page.get_by_role("button", name="Show in the text").wait_for(timeout=SOON)
    unmoved(person, "amendments")
    person.part("Findings")
    person.page.locator(".grouped-list").wait_for(timeout=LONG)
    note = person.page.get_by_role("textbox", name="Reason for dismissing it")
    note.wait_for(timeout=SOON)
    unmoved(person, "findings")
    note.fill(TYPED)
    note.press("Enter")
    person.settle()
    person.press("Dismiss")
    person.page.get_by_role("switch", name="Dismissed (1)").click(force=True)
    person.settle()
    person.page.get_by_role("button", name="Restore").wait_for(timeout=SOON)
    unmoved(person, "set aside")
    person.part("Glossary")
    hits = person.page.locator("[class*=st-key-terms-hits] .dvn-scroller")
    hits.click(position={"x": 16, "y": 55})
    person.page.locator(".st-key-terms-find").wait_for(timeout=SOON)
    unmoved(person, "glossary")
    person.part("Export")
    person.open_list("What to export")
    unmoved(person, "export")
    person.page.keyboard.press("Escape")
    person.press("Make the file")
    person.page.locator(".st-key-export-download").wait_for(timeout=LONG)
    unmoved(person, "made")


def _the_dialogs(person: Visitor) -> None:
    person.press("Add…")
    person.page.get_by_role("dialog").wait_for()
    unmoved(person, "add")
    person.page.keyboard.press("Escape")
    expect(person.page.get_by_role("dialog")).to_have_count(0, timeout=SOON)
    person.press("Close project")
    person.page.locator(".st-key-start h1").wait_for(timeout=SOON)
    unmoved(person, "recent")


def test_files_with_hostile_names_and_text(
    browser: Browser, app_address: str, corpus: Path, tmp_path: Path
) -> None:
    made = []
    for code, name in (("zh", "<img src=x onerror=alert(1)> :red[d] $x$ **b**"), ("fr", "_b_ `c` :ok: $x$")):
        lines = (corpus / f"rev1.{code}.txt").read_text(encoding="utf-8").splitlines()
        words = "\n\n".join([TYPED, *HOSTILE[:8], *lines[:14], TYPED])
        made.append(tmp_path / f"{name}.{code}.txt")
        made[-1].write_text(words, encoding="utf-8")
    with visitor(browser, app_address) as person:
        person.come()
        person.drop(*made)
        expect(person.page.locator("p.file").first).to_contain_text(made[0].name)
        unmoved(person, "files")
        person.page.locator("[class*=st-key-start-look] button").first.click()
        dialog = person.page.get_by_role("dialog")
        expect(dialog.locator("table.preview")).to_contain_text(":red[d] $x$ **b** `c`", timeout=SOON)
        unmoved(person, "preview")
        person.page.keyboard.press("Escape")
        expect(dialog).to_have_count(0, timeout=SOON)
        for box in person.page.locator("[class*=st-key-start-version] input").all():
            box.fill("**b** $x$ :ok:")
            box.press("Enter")
            person.settle()
        unmoved(person, "versions")
        person.compare()
        unmoved(person, "text")
        person.press("Save…")
        folder = person.page.get_by_role("dialog").get_by_label("Folder")
        folder.fill(str(tmp_path / "$x$ **b**"))
        folder.press("Enter")
        unmoved(person, "save")


def test_two_people_never_see_each_other_s_documents(
    browser: Browser, app_address: str, tmp_path: Path
) -> None:
    files = []
    for code, words in (
        ("en", "The heron was seen at the old weir."),
        ("fr", "Le héron fut aperçu au barrage."),
    ):
        files.append(tmp_path / f"secret.{code}.txt")
        files[-1].write_text(f"{words}\n\n1. {words}\n", encoding="utf-8")
    with (
        browser.new_context(locale="en") as elsewhere,
        visitor(browser, app_address) as one,
        visitor(browser, app_address, context=elsewhere) as other,
    ):
        one.come()
        one.drop(*files)
        one.compare()
        one.choose_row("1")
        other.come()  # work that is open in another window is not offered
        expect(other.page.locator(".st-key-start h1")).to_be_visible()
        assert "secret" not in other.page.content()
        other.press("Open the example")
        other.see_the_text()
        assert "heron" not in other.page.content()
        one.key("r")
        expect(one.page.locator("tr.here .signs .reviewed")).to_be_visible(timeout=SOON)
        assert "heron" in one.page.content()
        assert "ONU" not in one.page.content()
        other.key("n")
        assert other.page.locator(".signs .reviewed").count() == 0


def test_the_browser_is_opened_with_a_file_that_only_its_user_can_read(
    browser: Browser, tmp_path: Path, root: Path
) -> None:
    """The command line of the browser, which every user of the computer can read, has no secret."""
    recorder, told = tmp_path / "recorder", tmp_path / "told"
    recorder.write_text(f'#!/bin/sh\nprintf "%s" "$1" > {told}.new; mv {told}.new {told}\n')
    recorder.chmod(0o755)
    places = {"BROWSER": f"{recorder} %s", "XDG_STATE_HOME": str(tmp_path / "state")}
    with serving(root, places, (*PROGRAM, "--open")) as address:
        while not told.exists():
            time.sleep(0.1)
        opened = told.read_text()
        page_of_ticket = Path(url2pathname(urlsplit(opened).path))
        assert (urlsplit(opened).scheme, page_of_ticket.stat().st_mode & 0o777) == ("file", 0o600)
        ticket = page_of_ticket.read_text("utf-8").split("token=")[1].split('"')[0]
        assert ticket not in opened
        context = browser.new_context()
        page = context.new_page()
        page.goto(opened)
        expect(page.get_by_role("button", name="Open the example")).to_be_visible(timeout=LONG)
        assert page.url.rstrip("/") == address
        assert not page_of_ticket.exists()
        with pytest.raises(urllib.error.HTTPError, match="403"):
            urllib.request.urlopen(f"{address}/?token={ticket}")
        page.reload()
        expect(page.get_by_role("textbox", name="token")).to_be_visible(timeout=SOON)
        context.close()
