"""Deciding on amendments by key and mouse; nothing is lost with the page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from visitor import visitor

pytest.importorskip("playwright.sync_api", reason="needs the Playwright Python client")

from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

MATTER = "Recalling its resolutions on the matter, and all other relevant texts"
OLD = (
    f"{MATTER},\n\n1. Urges States to report by 2026;\n\n2. Requests the Secretary-General to inform them.\n"
)
NEW = OLD.replace("Urges", "Invites").replace("Requests", "Invites")


def test_decisions_by_key_and_mouse_are_kept(browser: Browser, app_address: str, tmp_path: Path) -> None:
    files = tmp_path / "text.draft.en.txt", tmp_path / "text.rev1.en.txt"
    for file, text in zip(files, (OLD, NEW), strict=True):
        file.write_text(text, encoding="utf-8")
    with visitor(browser, app_address) as person:
        page = person.page
        person.come()
        person.drop(*files)
        person.compare()
        person.part("Amendments")
        person.key("q")
        page.locator(".st-key-verdict").get_by_text("To discuss: 1").wait_for()
        with person.answered():
            page.get_by_placeholder("Comment").first.fill("ask the capital")
            page.get_by_placeholder("Comment").first.press("Enter")
        page.locator(".grouped-list li.here .passage", has_text="ask the capital").wait_for()
        with person.answered():
            page.locator(".grouped-list li button").nth(1).click()
        with person.answered():
            page.get_by_role("radio", name="Accepted").click()
        person.part("Text")
        person.key("n")
        person.open_panel()
        assert page.locator(".st-key-panel").get_by_placeholder("Comment").count() == 1
        page.reload()
        person.see_the_text()
        person.part("Amendments")
        decided = page.locator(".grouped-list .cell.decision")
        expect(decided).to_have_text(["⚑", "✔\ufe0e"])
        assert [each.get_attribute("title") for each in decided.all()] == [
            "To discuss: ask the capital",
            "Accepted",
        ]
        latest = tmp_path / "text.rev2.en.txt"
        latest.write_text(NEW.replace("inform them", "inform the Committee"), encoding="utf-8")
        person.press("Add…")
        page.locator("[role=dialog] input[type=file]").set_input_files(str(latest))
        page.get_by_role("dialog").get_by_role("textbox", name="Draft").wait_for()
        person.settle()
        person.press("Add now", "[role=dialog]")
        page.locator(".grouped-list h2", has_text="Still to discuss from earlier drafts (1)").wait_for()
        first = page.locator(".grouped-list section").first
        assert "Still to discuss" in first.inner_text()
        assert "ask the capital" in first.inner_text()
        person.unharmed()


def test_a_paragraph_is_divided_where_it_was_clicked(
    browser: Browser, app_address: str, tmp_path: Path
) -> None:
    file = tmp_path / "text.en.txt"
    file.write_text(
        "States shall report every year. They meet in May.\n\nThe end is near.\n", encoding="utf-8"
    )
    with visitor(browser, app_address) as person:
        page = person.page
        person.come()
        person.drop(file)
        person.press("Open this text")
        person.see_the_text()
        text = page.locator("table.text td p.block", has_text="They meet")
        place = text.evaluate(
            """each => { const range = document.createRange(), node = each.lastChild;
            const at = node.data.indexOf("They") + 1;
            range.setStart(node, at); range.setEnd(node, at + 1);
            const box = range.getBoundingClientRect(); return [box.x + 1, box.y + box.height / 2]; }"""
        )
        with person.answered():
            page.mouse.click(*place)
        page.evaluate(
            """() => addEventListener("keydown", () => setTimeout(() => { window.shown ??=
            [...document.querySelectorAll("table.text td p.block")].map((each) => each.innerText.trim()); }),
            { capture: true })"""
        )
        person.key("b")
        blocks = page.locator("table.text td p.block")
        halves = ["States shall report every year.", "They meet in May."]
        assert page.evaluate("window.shown.slice(0, 2)") == halves  # before the page answers
        assert blocks.all_inner_texts()[:2] == halves
        person.key("u")
        assert blocks.all_inner_texts()[0] == "States shall report every year. They meet in May."
        person.unharmed()


def test_a_missing_paragraph_is_written_and_checked_while_typing(
    browser: Browser, app_address: str, tmp_path: Path
) -> None:
    texts = {
        "en.draft": "1. Urges States to report every year;\n\n2. Requests a report on it.\n",
        "fr.draft": "1. Exhorte les États à faire rapport ;\n\n2. Prie de faire un rapport.\n",
    }
    texts["en.rev1"] = f"{texts['en.draft']}\n3. Decides to establish 12 regional centres for this purpose.\n"
    files = [tmp_path / f"text.{name[3:]}.{name[:2]}.txt" for name in texts]
    for file, text in zip(files, texts.values(), strict=True):
        file.write_text(text, encoding="utf-8")
    with visitor(browser, app_address) as person:
        page = person.page
        person.come()
        person.drop(*files)
        person.compare()
        missing = page.locator("table.text tr", has_text="regional centres").locator("th.place")
        with person.answered():
            missing.first.click()
        person.key("T")
        page.get_by_role("button", name="Begin a draft of French").click()
        page.locator("th", has_text="Français").filter(has_text="rev1").first.wait_for(timeout=60_000)
        person.settle()
        if not page.locator(".written-text textarea").count():
            with person.answered():
                missing.first.click()
            person.key("T")
        field = page.locator(".written-text textarea")
        field.fill("Décide de créer 13 centres régionaux à cette fin.")
        page.get_by_text("English has 12 where this has 13").wait_for()
        field.fill("Décide de créer 12 centres régionaux à cette fin.")
        page.get_by_text("English has 12 where this has 13").wait_for(state="detached")
        with person.answered():
            page.get_by_role("button", name="Write into the draft").click()
        page.locator("table.text td[lang=fr] ins", has_text="12 centres").wait_for()
        person.unharmed()
