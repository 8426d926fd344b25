"""Measure the workbench in a real Chromium: `python -m tests.benchmarks.workbench [ROWS [FILE]]`.

There are two projects: the demonstration set, and an artificial one of ROWS paragraphs (3,000 by
default) in four languages and two drafts, made of the demonstration set's paragraphs with numbers
inserted, and opened from a project file. That file is as the app saves one after comparing: it has the
states of amendments edit by edit, and the vectors are in the cache. Making it takes minutes, so it is kept
if FILE is given, and used if FILE exists. Seconds run from a click until the page's script has finished
and the browser has drawn the page; up to 0.06 s of them are due to the measurement. A step shows in the text
before that, which is what is measured of a divided paragraph. The server's
processor time, which Linux reports, hardly depends on what else the machine does.
"""

from __future__ import annotations

import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

from playwright.sync_api import Browser, expect, sync_playwright

import aligner
from aligner.comparison.edit_states import with_missing_edits
from aligner.comparison.layout import laid_out
from aligner.pipeline.run import DocumentInfo, Settings, load_encoder, open_document
from aligner.project import recent, store
from aligner.project.saved_work import Project
from aligner.readers.document_set import load_set
from aligner.revision.revise import revise
from aligner.segmentation.sentences import split_sentences
from aligner.values import Alignment, Bead, Comparison, Document, DocumentKey, Segment, Span
from tests.app_server import server_of
from tests.visitor import PAINTED, WITH_TOKEN, Visitor, first_visit, own_context, visitor

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "corpora" / "ccpcj-27"
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
ROUNDS = 6  # even: what one action chooses, the next one undoes
SPEEDS = (1500, 4000)  # pixels a second: a quick reader, and someone who looks for a place
STEPS = 100  # of the wheel, 20 a second
LONG = 180_000  # milliseconds
WHITE = """() => {
    const white = window.__white = { longest: 0, since: null, seen: 0 };
    const look = () => {
        const drawn = document.querySelector('.aligner .window');
        const rows = drawn ? drawn.querySelectorAll('table.text > tbody > tr') : [];
        const end = rows.length ? rows[rows.length - 1].getBoundingClientRect().bottom : 0;
        const now = performance.now();
        white.seen += 1;
        if (end >= innerHeight || (drawn && !drawn.matches('.further'))) white.since = null;
        else white.longest = Math.max(white.longest, now - (white.since ??= now));
        requestAnimationFrame(look);
    };
    look();
}"""
"""Note for how long the end of the rows drawn is in sight though there are more."""

SIZES = {
    "browser heap, MB": "performance.memory.usedJSHeapSize / 1e6",
    "elements in the page": "document.getElementsByTagName('*').length",
}


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> None:
    """Measure, and print a table."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 3000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(folder) / "long.aligner"
        encoder = load_encoder(Settings())
        if not path.exists():
            store.save(Project(with_missing_edits(made_up(rows), encoder)), path)
        for document in store.load(path)[0].comparison.documents.values():
            for texts in (document.texts(), split_sentences(document).texts()):
                encoder.encode(texts)  # comparing leaves the vectors in the cache
        os.environ["XDG_STATE_HOME"] = folder  # where this process and the app look for recent projects
        os.environ["XDG_DATA_HOME"] = folder  # where the app puts recovery copies
        named = recent.remember(path, "long")
        size = path.stat().st_size / 1e6
        say(f"{rows} paragraphs × 4 languages × 2 drafts: project file of {size:.1f} MB\n")
        say("| what | demo, median s (worst) | processor | long, median s (worst) | processor |")
        say("|---|---|---|---|---|")
        with server_of(ROOT, WITH_TOKEN) as (address, process), sync_playwright() as driver:
            chromium = driver.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
            measure(chromium, address, process, ("?example=1", f"?project={named}"))
            programs = f"aligner {aligner.__version__}, Streamlit {version('streamlit')}"
            say(f"\nSignature: {programs}, Chromium {chromium.version}, {os.cpu_count()} cores")
            chromium.close()


def measure(chromium: Browser, address: str, process: int, queries: Sequence[str]) -> None:
    """Time each action in a window for each project, ROUNDS times; print a line of the table for each."""
    with visitor(chromium, address) as warm:
        opened(warm, queries[0])  # the model is loaded, and the vectors are there
    with ExitStack() as windows:
        # Windows of one context share a process, and those behind another are throttled.
        contexts = [own_context(chromium) for _ in queries]
        people = [windows.enter_context(visitor(chromium, address, context=each)) for each in contexts]
        opening = [first_minutes(process, *each) for each in zip(people, queries, strict=True)]
        for name in opening[0]:
            say(f"| {name} | {' | '.join(as_cells(figures[name]) for figures in opening)} |")
        for name in ACTIONS:
            figures = [[repeated(process, name, person) for _ in range(ROUNDS)] for person in people]
            say(f"| {name} | {' | '.join(map(as_cells, figures))} |")
        for speed in SPEEDS:
            seen = [f"{scrolled(person, speed):.2f} |" for person in people]
            say(f"| longest white, scrolling {speed} pixels a second | {' | '.join(seen)} |")
        for name, script in SIZES.items():
            sizes = [f"{person.page.evaluate(script):.0f} |" for person in people]
            say(f"| {name} | {' | '.join(sizes)} |")


def first_minutes(process: int, person: Visitor, query: str) -> dict[str, list[tuple[float, float]]]:
    """Time the opening of a project until its checks are done, and keys meanwhile; nobody else works."""
    begun = time.perf_counter(), processor_time(process)
    shown = timed(process, opened, person, query)
    person.settle()
    keys = [timed(process, key("j"), person) for _ in range(ROUNDS)]
    expect(person.page.locator(".st-key-verdict [role=status]")).to_have_count(0, timeout=LONG)
    checked = time.perf_counter() - begun[0], processor_time(process) - begun[1]
    return {"first view": [shown], "key j while the checks run": keys, "all checks, since opening": [checked]}


def as_cells(figures: Sequence[tuple[float, float]]) -> str:
    """Return the median and maximum of seconds, and the median of processor time, as cells of the table."""
    seconds, processor = zip(*figures, strict=True)
    return f"{statistics.median(seconds):.2f} ({max(seconds):.2f}) | {statistics.median(processor):.2f}"


def made_up(rows: int) -> Comparison:
    """A long comparison made of the demonstration set's paragraphs, one number put into each."""
    found = load_set(DEMO)
    documents = {}
    for entry in found.entries:
        if entry.key.version == found.versions[-1]:
            info = DocumentInfo(language=entry.key.language, version=entry.key.version)
            whole = open_document(entry.file, info=info)
            for version in found.versions:
                stretched = _stretched(whole, rows, old=version == found.versions[0])
                documents[DocumentKey(entry.key.language, version)] = replace(stretched, version=version)
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
    return laid_out(replace(part, alignments={**part.alignments, **alignments}))


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


def timed(process: int, action: Callable[..., None], *given: object) -> tuple[float, float]:
    """Return the seconds that an action takes, and the processor time of the server meanwhile."""
    start, before = time.perf_counter(), processor_time(process)
    action(*given)
    return time.perf_counter() - start, processor_time(process) - before


def repeated(process: int, name: str, person: Visitor) -> tuple[float, float]:
    """Time one of the actions after what has to be done before it, without checks that it has to wait for."""
    person.settle()  # the rest of the page may still be drawn
    stop_checks(person)
    if name in FROM:
        FROM[name](person)
    return timed(process, ACTIONS[name], person)


def processor_time(process: int) -> float:
    """Seconds for which a process has worked, read from Linux; see `man proc`."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def opened(person: Visitor, query: str) -> None:
    person.page.goto(first_visit(person.address, query))
    person.page.locator("table.text tbody tr:not(.folded)").first.wait_for(timeout=LONG)


def key(letter: str) -> Callable[[Visitor], None]:
    return lambda person: person.key(letter)


def dividing(letter: str) -> Callable[[Visitor], None]:
    """Press a key, and wait until the chosen row shows more or fewer paragraphs."""

    def press(person: Visitor) -> None:
        count = person.page.locator("tr.here .block").count()
        person.page.keyboard.press(letter)
        person.page.wait_for_function(f"document.querySelectorAll('tr.here .block').length !== {count}")
        person.page.evaluate(PAINTED)

    return press


def stop_checks(person: Visitor) -> None:
    """Stop the checks that the last action has begun; they stay stopped."""
    button = person.page.locator(".st-key-verdict-cancel button")
    if button.count():
        with person.answered():
            button.first.click()


def turn(person: Visitor) -> None:
    """The next page, or the one before at the end; nothing where there is one page only."""
    for name in ("forth", "back"):
        button = person.page.locator(f".st-key-text-{name} button").first
        if button.count() and button.is_enabled():
            with person.answered():
                button.click()
            return


def search(person: Visitor) -> None:
    box = person.page.get_by_role("textbox", name="Search")
    box.fill("" if box.input_value() else "1917")
    with person.answered():
        box.press("Enter")
    person.page.keyboard.press("Escape")  # keys are for the text again


def only_changed(person: Visitor) -> None:
    chip = person.page.locator("[class*=st-key-chip] button").first
    if not chip.count():
        person.choose("Rows to show", "With amendments")
        return
    person.settle()  # or the click is lost
    with person.answered():
        chip.click()


def linked(person: Visitor) -> None:
    """Open the panel of the chosen row, or of the next one whose link can be merged with the one below."""
    button = person.page.locator(".st-key-panel-action1 button").first
    for _ in range(10):
        person.open_panel()
        if button.is_visible() and button.is_enabled():
            return
        person.key("j")


def another_row(person: Visitor) -> None:
    """Choose another row whose link can be merged, since a row grows with each merge."""
    person.key("j")
    linked(person)


def merge(person: Visitor) -> None:
    with person.answered():
        person.page.locator(".st-key-panel-action1 button").first.click()


def at_a_word(person: Visitor) -> None:
    """Put the caret into the middle of a paragraph of the chosen row."""
    person.key("j")
    cell = person.page.locator("tr.here td").first
    box = cell.bounding_box()
    assert box is not None
    person.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + 12)
    person.settle()


def scrolled(person: Visitor, speed: int) -> float:
    """Scroll for some seconds; return for how long the end of the rows drawn was in sight at most."""
    person.part("Text")
    person.key("j")
    person.page.evaluate(WHITE)
    person.page.mouse.move(700, 500)
    for _ in range(STEPS):
        person.page.mouse.wheel(0, speed / 20)
        time.sleep(0.05)
    return float(person.page.evaluate("window.__white.longest")) / 1000


def part(name: str) -> Callable[[Visitor], None]:
    """Turn to a part."""
    return lambda person: person.part(name)


FROM: dict[str, Callable[[Visitor], None]] = {
    "confirm the row's links (key c)": linked,
    "merge the row's link with the next": another_row,
    "divide the paragraph (key b)": at_a_word,
    "to the summary": part("Text"),
    "back to the text": part("Summary"),
    "to the amendments": part("Text"),
}
"""What is done before an action, and not timed."""

ACTIONS: dict[str, Callable[[Visitor], None]] = {
    "next amendment (key n)": key("n"),
    "turn the page": turn,
    "filter: with amendments, all (two clicks)": only_changed,
    "search, and clear the search": search,
    "choose the next row (key j)": key("j"),
    "mark as reviewed (key r)": key("r"),
    "confirm the row's links (key c)": key("c"),
    "undo that (key u)": key("u"),
    "merge the row's link with the next": merge,
    "undo the merge (key u)": key("u"),
    "divide the paragraph (key b)": dividing("b"),
    "undo the division (key u)": dividing("u"),
    "decide: accepted (key a)": key("a"),
    "to the summary": part("Summary"),
    "back to the text": part("Text"),
    "to the amendments": part("Amendments"),
}


if __name__ == "__main__":
    main()
