"""Take README's screenshots anew: `python tests/browser/screens.py`, from the checkout; then look at them."""

from __future__ import annotations

import io
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
SCREENS = ROOT / "tests" / "golden" / "screens"
SIZE = {"width": 1360, "height": 900}
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
LONG = 120_000  # milliseconds


def main() -> None:
    """Report and app, light and dark."""
    SCREENS.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        report = Path(folder) / "report.html"
        command = [sys.executable, "-m", "aligner", "compare", "corpora/ccpcj-27", "-o", str(report)]
        subprocess.run(command, cwd=ROOT, check=True)
        for scheme in ("light", "dark"):
            _report(browser, report, scheme)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py"), f"--server.port={port}"]
        server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            _wait(f"http://127.0.0.1:{port}/_stcore/health")
            for scheme in ("light", "dark"):
                _app(browser, f"http://127.0.0.1:{port}", scheme)
        finally:
            server.terminate()
            server.wait(timeout=20)
        browser.close()


def _page(browser: Browser, scheme: str) -> Page:
    return browser.new_page(viewport=SIZE, color_scheme=scheme)


def _report(browser: Browser, report: Path, scheme: str) -> None:
    page = _page(browser, scheme)
    page.goto(report.as_uri())
    page.locator("th.place", has_text="OP1").first.evaluate(
        "e => { e.scrollIntoView(); scrollBy(0, -e.closest('table').tHead.offsetHeight) }"
    )
    _save(page, f"report-{scheme}.png")


def _app(browser: Browser, address: str, scheme: str) -> None:
    page = _page(browser, scheme)
    page.goto(address)
    page.get_by_role("button", name="Open the example").click(timeout=LONG)
    page.locator("table.text").wait_for(timeout=LONG)
    page.get_by_label("Go to an amendment").click()
    page.get_by_role("option", name="OP1 ·").click()
    page.locator("tr.here").wait_for()
    page.wait_for_timeout(1500)
    _save(page, f"app-{scheme}.png")


def _save(page: Page, name: str) -> None:
    """In 128 colours, which text on a page does not miss and which halves the file."""
    with Image.open(io.BytesIO(page.screenshot())) as image:
        image.convert("RGB").quantize(128).save(SCREENS / name, optimize=True)
    page.close()


def _wait(address: str) -> None:
    for _ in range(300):
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
    raise SystemExit("the app did not start")


if __name__ == "__main__":
    main()
