"""What the page says when its server is gone, in a real Chromium."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from app_server import server_of
from visitor import LONG, WITH_TOKEN, visitor

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

SAID = """() => {
    const shown = getComputedStyle(document.querySelector('.stApp'), '::after');
    return shown.visibility === 'visible' && shown.content.includes('Start aligner');
}"""


def test_a_page_without_its_server_says_so_in_our_words(browser: Browser, root: Path, tmp_path: Path) -> None:
    variables = {**WITH_TOKEN, "PYTHONPATH": str(root), "XDG_STATE_HOME": str(tmp_path)}
    with server_of(tmp_path, variables) as (address, process), visitor(browser, address) as person:
        person.come()
        assert not person.page.evaluate(SAID)
        os.kill(process, signal.SIGKILL)
        person.page.wait_for_function(SAID, timeout=LONG)
        person.page.wait_for_timeout(3000)  # Streamlit's own dialog opens after some attempts
        assert not person.page.locator("[data-testid=stDialog]:visible").count()
