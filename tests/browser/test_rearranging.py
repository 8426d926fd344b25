"""The documents of an open project arranged otherwise, in a real Chromium."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from visitor import LONG, visitor

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser


def test_a_set_without_two_documents_and_with_another_pivot_keeps_a_confirmed_link(
    browser: Browser, app_address: str
) -> None:
    with visitor(browser, app_address) as person:
        person.come_to_the_example()
        person.see_the_checks_done()
        person.choose_row("OP2")
        person.key("c")
        person.press("Arrange documents…")
        dialog = person.page.get_by_role("dialog")
        for number in (6, 7):
            with person.answered():
                dialog.locator("[class*=st-key-arrange-remove] label").nth(number).click()
        person.choose("Language the others are compared with", "English")
        dialog.get_by_role("button", name="Compare again").click()
        expect(dialog).to_have_count(0, timeout=LONG)
        languages = person.page.locator("table.text > thead .language")
        expect(languages).to_have_text(["English", "中文", "Français", "Русский"], timeout=LONG)
        expect(person.page.locator("table.text > thead .version").nth(2)).to_contain_text("draft")
        expect(person.panel()).to_contain_text("中文 (confirmed)")
        person.key("u")
        expect(languages).to_have_text(["中文", "English", "Français", "Русский"], timeout=LONG)
        person.unharmed()
