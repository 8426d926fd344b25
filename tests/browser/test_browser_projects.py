"""The editor in a real Chromium: own files, work that is stopped, a project, two windows, a new draft."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from aligner.project import store

pytest.importorskip("playwright.sync_api", reason="needs the Playwright Python client")

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

LONG = 90_000  # milliseconds; encoding on a busy machine
WIDE = {"width": 1400, "height": 950}


def put_in(page: Page, address: str, *files: Path) -> None:
    page.goto(address)
    uploader = page.locator("input[type=file]").first
    uploader.wait_for(state="attached", timeout=LONG)
    page.get_by_role("button", name="Open the example").wait_for(timeout=LONG)
    uploader.set_input_files(list(files))
    page.get_by_role("button", name="Compare").wait_for(timeout=LONG)


def settle(page: Page) -> None:
    """Wait until the script has run, if it is to run at all."""
    page.wait_for_timeout(700)
    page.wait_for_function("() => !document.querySelector('[data-testid=stStatusWidget]')", timeout=LONG)


def sidebar(page: Page) -> str:
    return page.locator(".project").inner_text()


def test_work_can_be_stopped_and_the_files_are_still_there(
    browser: Browser, app_address: str, tmp_path: Path
) -> None:
    """Paragraphs of their own, since those that were seen before are encoded in no time."""
    names = ["north", "south", "east", "west", "upper", "lower", "inner", "outer", "great", "little"]
    for language, text in (
        ("en", "The {a} committee of the {b} region met {n} times and adopted {m} recommendations."),
        ("fr", "Le comité {a} de la région {b} s’est réuni {n} fois et a adopté {m} recommandations."),
    ):
        lines = [text.format(a=a, b=b, n=n, m=n * 7) for n in range(1, 13) for a in names for b in names]
        (tmp_path / f"long.{language}.txt").write_text("\n\n".join(lines), encoding="utf-8")
    page = browser.new_page(viewport=WIDE)
    put_in(page, app_address, tmp_path / "long.en.txt", tmp_path / "long.fr.txt")
    page.get_by_text("More choices").click()
    page.get_by_text("Keep sentence vectors").click()  # else the next run of this test has them
    settle(page)
    page.get_by_role("button", name="Compare").click()
    page.get_by_text(re.compile(r"Encoding: \d+ / 2400")).wait_for(timeout=LONG)
    page.get_by_role("button", name="Cancel").click()
    page.get_by_role("button", name="Compare").wait_for(timeout=LONG)
    settle(page)
    assert page.locator("p.file").all_inner_texts() == ["long.en.txt", "long.fr.txt"]
    assert page.get_by_role("button", name="Compare").is_enabled()
    assert page.get_by_role("button", name="Cancel").count() == 0
    page.get_by_role("button", name="See what was recognised").first.click()
    page.get_by_role("dialog").locator("table.preview tbody tr").nth(99).wait_for(timeout=LONG)
    page.close()


def test_a_project_is_kept_taken_further_and_seen_in_two_windows(
    browser: Browser, app_address: str, root: Path, tmp_path: Path
) -> None:
    corpus, folder = root / "corpora" / "ccpcj-27", tmp_path / "kept"
    page = browser.new_page(viewport=WIDE)
    put_in(page, app_address, corpus / "draft.zh.txt", corpus / "draft.en.txt")
    page.get_by_role("button", name="Compare").click()
    page.locator("table.text").wait_for(timeout=LONG)
    assert "Kept nowhere" in sidebar(page)

    page.get_by_role("button", name="Keep…").click()
    page.get_by_label("Name of this work").fill("Our draft")
    page.get_by_label("Folder").fill(str(folder))
    page.get_by_label("Folder").press("Enter")
    settle(page)
    page.get_by_role("button", name="Keep it here").click()
    page.get_by_role("dialog").wait_for(state="detached", timeout=LONG)
    settle(page)
    path = folder / "Our draft.aligner"
    assert "Our draft.aligner · saved" in sidebar(page)
    assert len(store.load(path)[0].comparison.documents) == 2

    page.get_by_role("button", name="Add…").click()
    page.get_by_role("dialog").locator("input[type=file]").set_input_files(corpus / "rev1.zh.txt")
    add = page.get_by_role("button", name="Add it")
    add.wait_for(timeout=LONG)
    settle(page)
    add.click()
    page.get_by_role("dialog").wait_for(state="detached", timeout=LONG)
    page.locator("table.text ins").first.wait_for(timeout=LONG)
    assert store.load(path)[0].comparison.versions == ("draft", "rev1")

    other = browser.new_page(viewport=WIDE)
    other.goto(page.url)  # the address names the project
    other.locator("table.text").wait_for(timeout=LONG)
    for window, row in ((other, 5), (page, 6)):
        settle(window)
        window.locator(f"tr#r{row} td").first.click()
        window.locator(f"tr#r{row}.here").wait_for(timeout=LONG)
        settle(window)
        window.keyboard.press("r")
        settle(window)
    assert "1 of" in sidebar(other)
    assert "saved" in sidebar(other)
    assert "not saved" in sidebar(page)
    assert len(store.load(path)[0].reviewed) >= 1
    page.get_by_role("button", name="Open what the other window saved").click()
    settle(page)
    assert "not saved" not in sidebar(page)

    page.get_by_role("button", name="Close", exact=True).click()
    page.locator("p.recent", has_text=str(path)).wait_for(timeout=LONG)
    other.close()
    page.close()


def test_a_click_in_a_picture_leads_to_the_row(browser: Browser, app_address: str) -> None:
    page = browser.new_page(viewport=WIDE)
    page.goto(app_address)
    page.get_by_role("button", name="Open the example").click(timeout=LONG)
    page.locator("table.text").wait_for(timeout=LONG)
    page.get_by_role("radio", name="Summary").or_(page.get_by_text("Summary", exact=True)).first.click()
    chart = page.locator("[data-testid=stVegaLiteChart] svg, [data-testid=stVegaLiteChart] canvas").first
    chart.wait_for(timeout=LONG)
    settle(page)
    box = chart.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + 30)
    page.locator("table.text tr.here").wait_for(timeout=LONG)
    assert "row=" in page.url
    page.close()
