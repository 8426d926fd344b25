"""PDF files in the workbench, whose reader runs in another process than the app."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pdf_samples import pdf
from visitor import LONG, SOON, visitor

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
