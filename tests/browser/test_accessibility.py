"""The workbench has no serious or critical axe-core finding on any screen, light or dark.

The quick suite only tests the screens most people see, in light mode; `tests/view/test_contrast.py` computes
the contrasts of both.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from pdf_samples import pdf
from visitor import SOON, Visitor, visitor

pytest.importorskip("playwright.sync_api", reason="needs the Playwright Python client")
pytest.importorskip("axe_playwright_python", reason="needs axe-core, as a Python package brings it")

from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

AXE: Final = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
RUN: Final = """async () => {
    const told = await axe.run(document, {resultTypes: ['violations']});
    return told.violations
        .filter(each => ['serious', 'critical'].includes(each.impact))
        .map(each => [each.id, each.impact, each.nodes.length, each.nodes[0].html.slice(0, 300),
                      (each.nodes[0].any[0] || each.nodes[0].all[0] || each.nodes[0].none[0] || {}).message]);
}"""
PARTS: Final = ("Summary", "Amendments", "Findings", "Glossary", "Export")


def test_the_first_screen_and_the_text_have_no_serious_accessibility_fault(
    browser: Browser, app_address: str
) -> None:
    found: dict[str, object] = {}
    with visitor(browser, app_address) as person:
        person.come()
        _judge(person, "first screen", found)
        person.come_to_the_example("&row=10")
        person.open_panel()
        _judge(person, "panel opened", found)
        person.part("Findings")
        _judge(person, "findings", found)
        person.unharmed()
    assert found == {}


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_screen_has_a_serious_accessibility_fault(
    browser: Browser, app_address: str, corpus: Path, tmp_path: Path, scheme: str
) -> None:
    found: dict[str, object] = {}
    with visitor(browser, app_address, scheme=scheme) as person:
        person.come()
        _judge(person, "first screen", found)
        person.drop(corpus / "rev1.zh.txt", corpus / "rev1.fr.txt")
        _judge(person, "files put in", found)
        person.come_to_the_example("&row=10")
        person.panel().wait_for()
        _judge(person, "text", found)
        person.open_panel()
        _judge(person, "panel opened", found)
        for part in PARTS:
            person.part(part)
            _judge(person, part, found)
        for key, name in (("?", "keys"), ("Add…", "a document to add")):
            _dialog(person, key)
            _judge(person, name, found)
            person.page.keyboard.press("Escape")
            expect(person.page.get_by_role("dialog")).to_have_count(0, timeout=SOON)
        person.come()
        person.drop(_paged(tmp_path))
        person.press("Open this text")
        person.see_the_text()
        person.key("j", "i")
        person.page.locator(".beside .lit").wait_for()
        _judge(person, "page beside the text", found)
        person.unharmed()
    assert found == {}


def _paged(folder: Path) -> Path:
    file = folder / "text.en.pdf"
    file.write_bytes(pdf([[(72, 700, 12, "1. Calls upon Member States to report by 2026;")]]))
    return file


def _dialog(person: Visitor, key: str) -> None:
    if len(key) == 1:
        person.key(key)
    else:
        person.press(key)
    person.page.get_by_role("dialog").wait_for()
    person.settle()


def _judge(person: Visitor, screen: str, found: dict[str, object]) -> None:
    person.settle()
    if not person.page.evaluate("typeof axe !== 'undefined'"):
        person.page.evaluate(AXE)
    told = person.page.evaluate(RUN)
    if told:
        found[screen] = told


def test_axe_core_reports_planted_faults(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content('<main><h1>A</h1><p style="color:#aaa;background:#fff">pale</p><button></button></main>')
    page.evaluate(AXE)
    found = {each[0] for each in page.evaluate(RUN)}
    page.close()
    assert {"color-contrast", "button-name"} <= found
