"""What a person sees, in a real Chromium: the demo set opened, its amendments underlined."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
import sample

from aligner.exporters.html import render

pytest.importorskip("playwright.sync_api", reason="needs the Playwright Python client")

from playwright.sync_api import TimeoutError

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Request

pytestmark = pytest.mark.browser

LONG = 90_000  # milliseconds; encoding on a busy machine
LINE = "element => getComputedStyle(element).textDecorationLine"
HIDDEN = "element => element.getBoundingClientRect().width <= 1"


@pytest.fixture(params=["light", "dark"])
def scheme(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def watched(page: Page) -> set[str]:
    """The hosts a page asks anything of, filled while it does."""
    hosts: set[str] = set()

    def note(request: Request) -> None:
        hosts.add(urlsplit(request.url).hostname or urlsplit(request.url).scheme)

    page.on("request", note)
    return hosts


def open_example(page: Page, address: str) -> None:
    """Open the demo set; what is shown instead of it is the failure's message."""
    page.goto(address)
    page.get_by_role("button", name="Open the example").click(timeout=LONG)
    with contextlib.suppress(TimeoutError):
        page.locator('table.text, [role="alert"], .stException').first.wait_for(timeout=LONG)
    assert page.locator("table.text").count() == 1, page.locator("body").inner_text()


def test_the_demo_set_in_the_app(browser: Browser, app_address: str, scheme: str) -> None:
    page = browser.new_page(viewport={"width": 1400, "height": 950}, color_scheme=scheme)
    hosts = watched(page)
    open_example(page, app_address)
    inserted = page.locator('table.text td[lang="zh"] ins').first
    assert "underline" in inserted.evaluate(LINE)
    deleted = page.locator('table.text td[lang="zh"] del').first
    assert "line-through" in deleted.evaluate(LINE)
    assert inserted.locator(".vh").first.evaluate(HIDDEN)
    missing = page.locator('table.text td[lang="fr"] .badge.not_carried_over')
    assert missing.count() >= 1
    assert hosts == {"127.0.0.1"}
    page.close()


def test_an_amendment_is_gone_to_and_the_report_comes_down(
    browser: Browser, app_address: str, tmp_path: Path
) -> None:
    page = browser.new_page(viewport={"width": 1400, "height": 950})
    open_example(page, app_address)
    page.get_by_label("Go to an amendment").click()
    page.get_by_role("option").nth(3).click()
    page.locator("tr.here").wait_for()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download this report").click()
    saved = tmp_path / "report.html"
    waiting.value.save_as(saved)
    page.goto(saved.as_uri())
    assert page.locator("table.text ins").count() > 10
    page.close()


def test_the_report_reaches_no_one_and_fits_a_phone(browser: Browser, tmp_path: Path, scheme: str) -> None:
    saved = tmp_path / "report.html"
    saved.write_text(render(sample.comparison()), encoding="utf-8")
    page = browser.new_page(viewport={"width": 390, "height": 800}, color_scheme=scheme)
    hosts = watched(page)
    page.goto(saved.as_uri())
    assert hosts == {"file"}
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0
    assert "underline" in page.locator("table.text ins").first.evaluate(LINE)
    arabic = page.locator('table.text td[lang="ar"] .block').first
    assert arabic.evaluate("element => getComputedStyle(element).direction") == "rtl"
    page.close()


def test_a_link_to_a_row_and_back(browser: Browser, tmp_path: Path) -> None:
    saved = tmp_path / "report.html"
    saved.write_text(render(sample.comparison()), encoding="utf-8")
    page = browser.new_page(viewport={"width": 1200, "height": 400})
    page.goto(saved.as_uri())
    page.locator("#r4 .badge.moved_from a").first.click()
    assert page.url.endswith("#r9")
    assert page.locator("#r9").evaluate("row => row.matches(':target')")
    page.locator("#r9 .badge.moved_to a").first.click()
    assert page.url.endswith("#r4")
    page.close()
