"""PDF files in the workbench; their reader runs in a different process from the app."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pdf_samples import pdf
from visitor import LONG, PHONE, SOON, visitor

pytest.importorskip("playwright.sync_api", reason="needs the Playwright Python client")

from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

OLD = ("1. Calls upon Member States to report by 2026;", "2. Decides to remain seized of the matter.")
NEW = ("1. Calls upon Member States to report by 2027;", "2. Decides to remain seized of the matter.")


def test_two_drafts_are_dropped_looked_at_and_compared(
    browser: Browser, app_address: str, tmp_path: Path
) -> None:
    files = tmp_path / "draft.en.pdf", tmp_path / "rev1.en.pdf"
    for file, lines in zip(files, (OLD, NEW), strict=True):
        file.write_bytes(pdf([[(72, 700 - 40 * at, 12, line) for at, line in enumerate(lines)]]))
    with visitor(browser, app_address) as person:
        person.come()
        person.drop(*files)
        person.page.get_by_role("button", name="Pages: 1; paragraphs: 2").first.click()
        dialog = person.page.get_by_role("dialog")
        dialog.get_by_text("Pages (1)").click()
        expect(dialog.locator(".leaf img")).to_be_visible(timeout=LONG)
        expect(dialog.locator(".leaf .box")).to_have_count(2, timeout=SOON)
        person.page.keyboard.press("Escape")
        expect(dialog).to_have_count(0, timeout=SOON)
        person.compare()
        assert person.page.locator("table.text tbody tr").count() == 2
        expect(person.page.locator("table.text ins")).to_contain_text("2027")
        person.unharmed()


def test_the_page_beside_the_text_follows_the_row(browser: Browser, app_address: str, tmp_path: Path) -> None:
    """Also on a phone; and a file that the session has lost is asked for."""
    draft, revised = (tmp_path / name for name in ("draft.en.pdf", "rev1.en.pdf"))
    for file, lines in ((draft, OLD), (revised, NEW)):
        file.write_bytes(pdf([[(72, 700, 12, line)] for line in lines]))
    with visitor(browser, app_address, size=PHONE) as person:
        person.come()
        person.drop(draft, revised)
        person.compare()
        person.see_the_checks_done()
        note = person.page.locator(".st-key-verdict-headline").first
        assert note.evaluate("each => each.scrollWidth <= each.clientWidth")
        assert note.evaluate("each => each.getBoundingClientRect().right <= innerWidth")
        page = person.page.get_by_role("group", name="rev1.en.pdf, page")
        person.key("i")
        for key, number in (("j", 1), ("j", 2)):
            person.key(key)
            expect(page.get_by_alt_text(f"rev1.en.pdf, page {number} of 2")).to_be_visible(timeout=SOON)
            expect(page.locator(".lit")).to_be_in_viewport(timeout=SOON)
        person.press("‹", within=".st-key-leaf")
        expect(page.get_by_alt_text("page 1 of 2")).to_be_visible(timeout=SOON)
        expect(page.locator(".lit")).to_have_count(0)
        assert person.too_wide() <= 0
        person.page.reload()  # the recovery copy has the texts, but not the files
        person.see_the_text()
        person.see_the_checks_done()  # their result redraws the page, which may lose a file being chosen
        pane = person.page.locator(".st-key-leaf")
        for given, expected in ((None, "rev1.en.pdf cannot be shown"), (draft, "is not the one")):
            if given is not None:
                pane.locator("input[type=file]").set_input_files(str(given))
            expect(pane).to_contain_text(expected, timeout=SOON)
        pane.locator("input[type=file]").set_input_files(str(revised))
        expect(page.locator(".lit")).to_be_in_viewport(timeout=SOON)
        person.key("i")
        expect(pane).to_have_count(0, timeout=SOON)
        person.unharmed()


@pytest.mark.slow
def test_the_frame_of_a_deleted_paragraph_is_on_the_older_page(
    browser: Browser, app_address: str, tmp_path: Path
) -> None:
    """The newer page has its neighbour, which is not marked as the paragraph that was chosen."""
    draft, revised = (tmp_path / name for name in ("draft.en.pdf", "rev1.en.pdf"))
    gone = "2. Requests the secretariat to publish maps of all rivers;"
    for file, lines in ((draft, (OLD[0], gone, OLD[1].replace("2.", "3."))), (revised, NEW)):
        file.write_bytes(pdf([[(72, 700 - 40 * at, 12, line) for at, line in enumerate(lines)]]))
    with visitor(browser, app_address) as person:
        person.come()
        person.drop(draft, revised)
        person.compare()
        person.see_the_checks_done()
        person.key("i", "n", "n")
        expect(person.page.locator("tr.here .badge.deleted")).to_have_count(1)
        newer = person.page.get_by_role("group", name="rev1.en.pdf, page")
        expect(newer.locator(".near")).to_be_in_viewport(timeout=SOON)
        expect(newer.locator(".lit")).to_have_count(0)
        person.choose("Document whose pages are shown", "English draft")
        older = person.page.get_by_role("group", name="draft.en.pdf, page")
        expect(older.locator(".lit")).to_be_in_viewport(timeout=SOON)
        expect(older.locator(".near")).to_have_count(0)
        person.unharmed()
