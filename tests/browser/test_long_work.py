"""Long tasks in a real Chromium: their progress is visible, and they can be stopped."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from visitor import LONG, SOON, visitor

pytest.importorskip("playwright.sync_api", reason="needs the Playwright Python client")

from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser


def test_work_can_be_stopped_and_the_files_are_still_there(
    browser: Browser, app_address: str, tmp_path: Path
) -> None:
    """Paragraphs of their own, since those that were seen before are encoded in no time."""
    names = ["north", "south", "east", "west", "upper", "lower", "inner", "outer", "great", "little"]
    files = []
    for language, text in (
        ("en", "The {a} committee of the {b} region met {n} times and adopted {m} recommendations."),
        ("fr", "Le comité {a} de la région {b} s’est réuni {n} fois et a adopté {m} recommandations."),
    ):
        lines = [text.format(a=a, b=b, n=n, m=n * 7) for n in range(1, 13) for a in names for b in names]
        files.append(tmp_path / f"long.{language}.txt")
        files[-1].write_text("\n\n".join(lines), encoding="utf-8")
    with visitor(browser, app_address) as person:
        person.come()
        with person.answered():  # else the next run of this test has the vectors already
            person.page.get_by_text("Save recovery copies and sentence vectors").last.click()
        person.drop(*files)
        person.page.get_by_role("button", name="Compare", exact=True).click()
        person.page.get_by_text(re.compile(r"Encoding: \d+ / 2400")).wait_for(timeout=LONG)
        expect(person.page.locator("p.file").filter(visible=True)).to_have_count(0)  # only the progress
        expect(person.page.get_by_role("button", name="Cancel")).to_be_in_viewport(ratio=1)
        person.page.get_by_role("button", name="Cancel").click()
        expect(person.page.get_by_role("button", name="Compare", exact=True)).to_be_enabled(timeout=LONG)
        expect(person.page.get_by_role("button", name="Cancel")).to_have_count(0, timeout=SOON)
        expect(person.page.locator("p.file")).to_have_text(["long.en.txt", "long.fr.txt"], timeout=SOON)
        person.page.get_by_role("button", name=re.compile("aragraphs: ")).first.click()
        person.page.get_by_role("dialog").locator("table.preview tbody tr").nth(99).wait_for(timeout=LONG)
        person.unharmed()
