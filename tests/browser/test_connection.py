"""What the page says when its server is gone, and what a reload keeps, in a real Chromium."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
import sample
from app_server import server_of
from playwright.sync_api import expect
from visitor import LONG, SOON, TOKEN, WITH_TOKEN, visitor

from aligner.project import store
from aligner.project.saved_work import Project

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser


def test_a_page_without_its_server_says_so_and_comes_back(
    browser: Browser, root: Path, tmp_path: Path
) -> None:
    variables = {**WITH_TOKEN, "PYTHONPATH": str(root), "XDG_STATE_HOME": str(tmp_path)}
    files = [tmp_path / f"draft.{code}.txt" for code in ("en", "fr")]
    for file, text in zip(
        files, ("Decides to remain seized of the matter.", "Décide de rester saisie."), strict=True
    ):
        file.write_text(text, encoding="utf-8")
    with server_of(tmp_path, variables) as (address, process), visitor(browser, address) as person:
        person.come()
        person.page.wait_for_function("window.alignerConnection")
        gone = person.page.get_by_role("alertdialog")
        os.kill(process, signal.SIGKILL)
        expect(gone).to_contain_text("Start aligner", timeout=LONG)
        person.page.wait_for_timeout(3000)  # Streamlit's own dialog opens after some attempts
        assert not person.page.locator("[data-testid=stDialog]:visible").count()
        again = gone.get_by_role("button", name="Try again")
        again.click()
        expect(again).to_be_enabled()  # nobody answered: the page stays
        with server_of(tmp_path, variables, port=urlsplit(address).port):
            again.click()
            expect(person.page.locator("main h1")).to_have_text("aligner")  # the guard of another start
            person.page.get_by_label("token").fill(TOKEN)
            person.page.get_by_label("token").press("Enter")
            expect(person.page.locator(".st-key-start h1")).to_be_visible(timeout=LONG)
            assert TOKEN not in person.page.url


def test_a_reload_keeps_the_chosen_files_and_what_was_chosen_for_them(
    browser: Browser, app_address: str, tmp_path: Path
) -> None:
    file = tmp_path / "text.txt"
    file.write_text("Decides to remain seized of the matter.", encoding="utf-8")
    with visitor(browser, app_address) as person:
        person.come()
        person.drop(file)
        box = person.page.locator("[class*=st-key-start-version] input")
        box.fill("tentative")
        with person.answered():
            box.press("Enter")
        person.page.reload()
        expect(person.page.locator("p.file")).to_have_text(file.name, timeout=LONG)
        expect(box).to_have_value("tentative")
        with person.answered():
            person.page.get_by_role("button", name="✕").first.click()
        assert "files=" not in person.page.url


def test_a_reload_keeps_the_steps_to_undo_and_to_redo(browser: Browser, app_address: str) -> None:
    with visitor(browser, app_address) as person:
        person.come_to_the_example()
        person.see_the_checks_done()
        person.choose_row("OP2")
        person.key("r", "c", "u")
        expect(person.page.locator(".st-key-steps-redo button").first).to_be_visible(timeout=SOON)
        person.page.reload()
        person.see_the_text()
        person.key("u")
        expect(person.page.locator("tr.here .reviewed")).to_have_count(0, timeout=SOON)
        expect(person.page.locator(".st-key-steps-undo button").first).to_be_disabled(timeout=SOON)
        person.key("U", "U")
        expect(person.page.locator("tr.here .reviewed")).to_have_count(1, timeout=SOON)
        expect(person.page.locator(".st-key-steps-redo button")).to_have_count(0, timeout=SOON)
        person.unharmed()


def test_work_that_another_window_saved_is_said_wherever_the_reader_is(
    browser: Browser, app_address: str, tmp_path: Path
) -> None:
    path = tmp_path / "work.aligner"
    store.save(Project(sample.comparison()), path)
    with visitor(browser, app_address) as person, visitor(browser, app_address) as other:
        for each in (person, other):
            each.open_project(path)
            each.see_the_checks_done()
        other.choose_row("PP1")
        other.key("r")
        expect(other.page.locator(".st-key-save")).to_contain_text("· saved", timeout=SOON)
        person.choose_row("OP6")
        person.key("r")
        warning = person.page.locator(".st-key-warning")
        expect(warning).to_contain_text("Another window has saved", timeout=SOON)
        expect(warning).to_be_in_viewport(ratio=1)
        expect(person.page.locator(".st-key-save")).to_contain_text("· not saved")
        person.unharmed()
