"""How fast the workbench is in a real Chromium: `python -m tests.benchmarks.workbench [ROWS]`.

Two pieces of work: the demonstration set, and a made-up one of ROWS paragraphs (3,000 if not
given) in four languages and two drafts, made of the demonstration set's paragraphs with
numbers put in, and opened from a project file. Seconds are from a click to what it brings,
as the browser shows it; the goals are those of the table in README.md beside this file.
"""

from __future__ import annotations

import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from aligner.compare import with_alignments
from aligner.corpus import load_set
from aligner.pipeline import open_document
from aligner.project import recent, store
from aligner.project.values import Project
from aligner.revise import revise
from aligner.values import Alignment, Bead, Comparison, Document, DocumentKey, Segment, Span

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "corpora" / "ccpcj-27"
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
ROUNDS = 5
LONG = 180_000  # milliseconds


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> None:
    """Measure, and print a table."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 3000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "long.aligner"
        store.save(Project(made_up(rows)), path)
        os.environ["XDG_STATE_HOME"] = folder  # where this process and the app look for recent projects
        named = recent.remember(path, "long")
        size = path.stat().st_size / 1e6
        say(f"{rows} paragraphs × 4 languages × 2 drafts: project file of {size:.1f} MB\n")
        say("| what | demo, median s (worst) | long, median s (worst) |")
        say("|---|---|---|")
        with served() as address, sync_playwright() as driver:
            chromium = driver.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
            short, long = chromium.new_page(), chromium.new_page()
            pages = ((short, f"{address}/?example=1"), (long, f"{address}/?project={named}"))
            warm = chromium.new_page()
            opened(warm, pages[0][1])  # the model is loaded, and the vectors are there
            warm.close()
            first = [timed(opened, page, where) for page, where in pages]
            say(f"| first view | {first[0]:.2f} | {first[1]:.2f} |")
            for name, deed in DEEDS.items():
                figures = [[timed(deed, page) for _ in range(ROUNDS)] for page, _ in pages]
                told = [f"{statistics.median(each):.2f} ({max(each):.2f})" for each in figures]
                say(f"| {name} | {' | '.join(told)} |")
            heaps = [page.evaluate("performance.memory.usedJSHeapSize / 1e6") for page, _ in pages]
            nodes = [page.evaluate("document.getElementsByTagName('*').length") for page, _ in pages]
            say(f"| browser's heap, MB | {heaps[0]:.0f} | {heaps[1]:.0f} |")
            say(f"| elements in the page | {nodes[0]} | {nodes[1]} |")
            chromium.close()


def made_up(rows: int) -> Comparison:
    """A long comparison made of the demonstration set's paragraphs, one number put into each."""
    found = load_set(DEMO)
    documents = {}
    for entry in found.entries:
        whole = open_document(entry.file, language=entry.key.language, version=entry.key.version)
        documents[entry.key] = _stretched(whole, rows, old=entry.key.version == found.versions[0])
    revisions = {
        (old, new): revise(documents[old], documents[new])
        for old in documents
        for new in documents
        if old.language == new.language and (old.version, new.version) == found.versions
    }
    pivot = "zh"
    alignments = {
        (DocumentKey(pivot, key.version), key): _one_by_one(
            len(documents[DocumentKey(pivot, key.version)]), len(documents[key])
        )
        for key in documents
        if key.language != pivot
    }
    part = Comparison("A long document", pivot, found.versions, documents, alignments, revisions, ())
    return with_alignments(part, alignments)


def _stretched(document: Document, rows: int, *, old: bool) -> Document:
    """The same number of paragraphs in every language; every fifth is another in the old draft."""
    texts = document.texts()
    made: list[str] = []
    for number in range(rows):
        year = 1900 + number % 120 + (1 if old and number % 5 == 0 else 0)
        made.append(f"{texts[number % len(texts)]} ({number + 1}, {year})")
    segments, at = [], 0
    for text in made:
        segments.append(Segment(Span(at, at + len(text))))
        at += len(text) + 1
    return replace(document, text="\n".join(made), segments=tuple(segments), footnotes=(), furniture=())


def _one_by_one(source: int, target: int) -> Alignment:
    assert source == target
    beads = tuple(Bead(Span(i, i + 1), Span(i, i + 1), 0.99) for i in range(source))
    return Alignment(beads, source, target)


def timed(deed: Callable[..., None], *given: object) -> float:
    start = time.perf_counter()
    deed(*given)
    return time.perf_counter() - start


def opened(page: Page, address: str) -> None:
    page.goto(address)
    page.locator("table.text tbody tr").first.wait_for(timeout=LONG)


def settled(page: Page) -> None:
    """Until the script has run: Streamlit says so on its root element."""
    page.wait_for_function(
        "document.querySelector('.stApp').dataset.testScriptState === 'notRunning'", timeout=LONG
    )


def _rerun(page: Page, act: Callable[[], None], done: str) -> None:
    act()
    page.wait_for_function(done, timeout=LONG)
    settled(page)


def next_change(page: Page) -> None:
    before = page.url
    _rerun(page, lambda: page.keyboard.press("n"), f"location.href !== {before!r}")


def turn(page: Page) -> None:
    """The next page, or the first again."""
    before = page.locator("p.pages").first.inner_text()
    forth = page.locator(".st-key-text-forth-above button").first
    button = forth if forth.is_enabled() else page.locator(".st-key-text-back-above button").first
    if not button.is_enabled():
        return
    _rerun(page, button.click, f"document.querySelector('p.pages').innerText !== {before!r}")


def search(page: Page) -> None:
    box = page.locator(".st-key-desk-query input").first
    before = page.locator("p.pages").first.inner_text()
    box.fill("" if box.input_value() else "1917")
    _rerun(page, lambda: box.press("Enter"), f"document.querySelector('p.pages').innerText !== {before!r}")


def only_changed(page: Page) -> None:
    before = page.locator("p.pages").first.inner_text()
    box = page.locator(".st-key-desk-only").first
    wanted = "With amendments" if "All" in box.inner_text() else "All"
    box.locator("input").click()
    option = page.get_by_role("option", name=wanted, exact=True)
    option.wait_for()
    _rerun(page, option.click, f"document.querySelector('p.pages').innerText !== {before!r}")


def review(page: Page) -> None:
    _rerun(page, lambda: page.keyboard.press("r"), "true")
    page.wait_for_timeout(20)
    settled(page)


def confirm(page: Page) -> None:
    _rerun(page, lambda: page.keyboard.press("c"), "true")
    page.wait_for_timeout(20)
    settled(page)


DEEDS: dict[str, Callable[[Page], None]] = {
    "next amendment (key n)": next_change,
    "turn the page": turn,
    "filter: with amendments, all": only_changed,
    "search, and take it back": search,
    "choose the next amendment again": next_change,
    "mark as reviewed (key r)": review,
    "confirm the row's links (key c)": confirm,
}


@contextmanager
def served() -> Iterator[str]:
    """The app in a process of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py"), f"--server.port={port}"]
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(300):
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=2):
                    break
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.2)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=20)


if __name__ == "__main__":
    main()
