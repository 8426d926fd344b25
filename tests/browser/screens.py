"""Retake the README's screenshots: `python tests/browser/screens.py` from the checkout; then look at them.

Those that the README does not show go to a folder `aligner-screens` among the temporary files.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from app_server import serving
from visitor import WITH_TOKEN, Visitor, visitor

ROOT = Path(__file__).resolve().parents[2]
SCREENS = ROOT / "tests" / "golden" / "screens"
CORPUS = ROOT / "corpora" / "ccpcj-27"
LOOKED_AT = Path(tempfile.gettempdir()) / "aligner-screens"
KEPT = (
    "app-light.png",
    "app-dark.png",
    "files-light.png",
    "summary-light.png",
    "findings-dark.png",
    "amendments-dark.png",
)
SIZE = {"width": 1360, "height": 900}
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]


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
        _update(browser, Path(folder) / "update.html")
        with serving(ROOT, WITH_TOKEN) as address:
            for scheme in ("light", "dark"):
                _app(browser, address, scheme)
        browser.close()


def _page(browser: Browser, scheme: str) -> Page:
    return browser.new_page(viewport=SIZE, color_scheme=scheme)


def _report(browser: Browser, report: Path, scheme: str) -> None:
    page = _page(browser, scheme)
    page.goto(report.as_uri())
    page.locator("table.text th.place", has_text="OP1").first.evaluate(
        "e => { e.scrollIntoView(); scrollBy(0, -e.closest('table').tHead.offsetHeight) }"
    )
    _save(page, f"report-{scheme}.png")


def _update(browser: Browser, path: Path) -> None:
    """The French of the earlier draft brought up to date, where there are things to confirm."""
    documents = {"zh@draft": "draft.zh", "zh@rev1": "rev1.zh", "fr@draft": "draft.fr"}
    given = [f"--doc={key}={CORPUS / f'{name}.txt'}" for key, name in documents.items()]
    command = [sys.executable, "-m", "aligner", "update", *given, "-o", str(path)]
    subprocess.run(command, cwd=ROOT, check=True)
    page = _page(browser, "light")
    page.goto(path.as_uri())
    page.locator("tr.open", has_text="OP1").first.evaluate("e => { e.scrollIntoView(); scrollBy(0, -20) }")
    _save(page, "update-light.png")


def _app(browser: Browser, address: str, scheme: str) -> None:
    """The screens of the workbench; each is taken in both schemes, to be looked at, and one kept."""
    with visitor(browser, address, scheme=scheme, size=(SIZE["width"], SIZE["height"])) as person:
        person.come()
        person.drop(*(CORPUS / f"{name}.txt" for name in ("draft.zh", "rev1.zh", "rev1.fr")))
        _take(person, "files", scheme)
        person.come_to_the_example()
        person.choose("Go to an amendment", "OP1 ·")
        person.page.locator("tr.here").wait_for()
        _take(person, "app", scheme)
        for part in ("Summary", "Amendments", "Findings", "Glossary", "Export"):
            person.part(part)
            if part == "Summary":
                person.page.locator("[data-testid=stVegaLiteChart] :is(svg, canvas)").first.wait_for()
            if part == "Findings":
                with person.answered():
                    person.page.locator(".grouped-list li > button").nth(1).click()
                person.page.locator("mark.flagged").first.wait_for()
            _take(person, part.lower(), scheme)


def _take(person: Visitor, name: str, scheme: str) -> None:
    person.settle()
    person.page.mouse.move(0, 0)
    person.page.wait_for_timeout(1500)  # pictures grow into their place
    kept = f"{name}-{scheme}.png" in KEPT
    _write(person.page.screenshot(), (SCREENS if kept else LOOKED_AT) / f"{name}-{scheme}.png")


def _save(page: Page, name: str) -> None:
    """In 128 colours, which text on a page does not miss and which halves the file."""
    _write(page.screenshot(), SCREENS / name)
    page.close()


def _write(picture: bytes, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with Image.open(io.BytesIO(picture)) as image:
        image.convert("RGB").quantize(128).save(path, optimize=True)


if __name__ == "__main__":
    main()
