"""A simulated user of the workbench in a real browser, who finds controls by their names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

pytest.importorskip("playwright.sync_api", reason="needs the Playwright Python client")

from playwright.sync_api import Error, expect
from playwright.sync_api import TimeoutError as TooLate

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Dialog, Locator, Page

LONG = 90_000  # milliseconds; loading the model and encoding on a busy machine
SOON = 60_000  # milliseconds; a click while two browsers share a busy machine
TOKEN = "visitor"
_HEALTH = "/_stcore/health"  # which needs no token
WITH_TOKEN = {"ALIGNER_TOKEN": TOKEN}  # the environment of the server that the tests start
WIDE = (1400, 950)
PHONE = (390, 800)
MENUS = {
    "Languages": "columns",
    "Drafts": "columns",
    "Your language": "columns",
    "Rows to show": "filter",
    "Kinds of change": "filter",
    "What the change touches": "filter",
    "Close project": "project",
    "Arrange documents…": "project",
    "Interface language": "project",
}
"""Field or button of the workbench → the menu that has it."""
QUIET = "!window.__pending && document.querySelector('.stApp')?.dataset.testScriptState === 'notRunning'"
WIRE = """window.__asked = 0, window.__pending = true;
const fields = (data) => {
    const bytes = new Uint8Array(data), found = new Map();
    let at = 0;
    const number = () => {
        let value = 0, scale = 1, byte;
        do { byte = bytes[at++]; value += (byte & 127) * scale; scale *= 128; } while (byte > 127);
        return value;
    };
    while (at < bytes.length) {
        const tag = number(), size = number();
        found.set(tag >> 3, size);
        if ((tag & 7) === 2) at += size;
        else if ((tag & 7) !== 0) break;
    }
    return found;
};
let begun = true;
window.WebSocket = class extends WebSocket {
    constructor(...given) {
        super(...given);
        this.addEventListener('message', (event) => {
            const seen = fields(event.data);
            if (seen.has(NEW_SESSION)) begun = true;
            const ended = seen.get(SCRIPT_FINISHED);
            if (ended !== undefined && ended !== EARLY && begun) window.__pending = false;
        });
    }
    send(data) {
        if (fields(data).has(RERUN_SCRIPT)) window.__asked++, window.__pending = true, begun = false;
        super.send(data);
    }
};
"""
"""What the page asks of its script and whether that has answered, read from the wire.

A run that ends early is followed by another, so that the page is still waiting.
"""

for kind in (BackMsg, ForwardMsg):
    for field in kind.DESCRIPTOR.fields:
        WIRE = re.sub(rf"\b{field.name.upper()}\b", str(field.number), WIRE)
WIRE = WIRE.replace("EARLY", str(ForwardMsg.FINISHED_EARLY_FOR_RERUN))
PAINTED = "new Promise((done) => requestAnimationFrame(() => setTimeout(done, 40)))"
INSIDE = ("blob", "data")
"""Addresses of what the page itself holds: nobody is asked."""

PWNED = "window.__pwned = window.__pwned || []; window.alert = (x) => window.__pwned.push(String(x));"


def first_visit(address: str, query: str = "") -> str:
    """The address of a page with the token, which the server takes out of it again."""
    return f"{address}/{query}{'&' if query else '?'}token={TOKEN}"


class Visitor:
    """One window of one person.

    Attributes:
        page: of the browser.
        hosts: every host that the window asked anything of.
        alarms: dialogs that opened and errors that scripts raised.
        asked: how often the browser asked whether to leave the page; it is always left.
    """

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address = page, address
        self.hosts: set[str] = set()
        self.alarms: list[str] = []
        self.asked = 0
        page.set_default_timeout(SOON)
        page.on("request", lambda request: self._note(request.url))
        page.on("websocket", lambda socket: self._note(socket.url))
        page.on("dialog", self._refuse)
        page.on("pageerror", lambda error: self.alarms.append(str(error)))

    def _note(self, url: str) -> None:
        where = urlsplit(url)
        if where.scheme not in INSIDE:
            self.hosts.add(where.hostname or where.scheme)

    def _refuse(self, dialog: Dialog) -> None:
        if dialog.type == "beforeunload":
            self.asked += 1
            dialog.accept()
            return
        self.alarms.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    # -- coming and going ---------------------------------------------------------

    def come(self, query: str = "") -> None:
        """Open the address, and wait for the first screen or the text."""
        self.page.goto(first_visit(self.address, query))
        shown = self.page.locator("table.text, .st-key-start h1, [role=alert], .stException").first
        shown.wait_for(timeout=LONG)
        self.settle()

    def come_to_the_example(self, query: str = "") -> None:
        self.come(f"?example=1{query}")
        self.see_the_text()

    def open_project(self, path: Path) -> None:
        """From the first screen, by the path of its file."""
        self.come()
        self.page.get_by_text("Open a project file").click()
        self.page.get_by_label("Path of the file").fill(str(path))
        self.page.get_by_label("Path of the file").press("Enter")
        self.settle()  # as in `press`
        self.page.locator(".st-key-start-open_path button").click()
        self.see_the_text()

    def see_the_text(self) -> None:
        """Wait for the text; what is shown instead of it is the failure's message."""
        self.page.locator("table.text, [role=alert], .stException").first.wait_for(timeout=LONG)
        assert self.page.locator("table.text").count() == 1, self.page.locator("body").inner_text()
        self.page.wait_for_function("() => window.alignerKeyboard?.listening === true", timeout=LONG)
        self.settle()

    def settle(self) -> None:
        """Wait until the page has been drawn."""
        self.page.wait_for_function(QUIET, timeout=LONG)
        self.page.evaluate(PAINTED)
        self.page.wait_for_function(QUIET, timeout=LONG)

    # -- the first screen -----------------------------------------------------------

    def drop(self, *files: Path) -> None:
        """Put files in, as dropping them does."""
        self.page.locator("input[type=file]").first.set_input_files([str(file) for file in files])
        for file in files:
            self.page.locator("p.file", has_text=file.name).wait_for(timeout=LONG)
        self.settle()

    def compare(self) -> None:
        self.press("Compare")
        self.see_the_text()

    # -- anywhere ---------------------------------------------------------------------

    @contextmanager
    def answered(self) -> Iterator[None]:
        """Wait until the app has redrawn the page after the steps inside."""
        before = self.page.evaluate("window.__asked")
        yield
        self.page.wait_for_function(f"window.__asked > {before}")
        self.settle()

    def press(self, name: str, within: str = "body") -> None:
        """Press a button by its name."""
        button = self.page.locator(within).get_by_role("button", name=name, exact=True).first
        self.settle()  # a click while the page is redrawn may meet a button that is going
        with self.menu(name), self.answered():
            button.click()

    def key(self, *keys: str) -> None:
        """Press keys that the workbench answers to; each is waited for until it did."""
        for key in keys:
            with self.answered():
                self.page.keyboard.press(key)

    @contextmanager
    def menu(self, label: str) -> Iterator[None]:
        """Unfold the menu that has a field or button, if one has, and fold it afterwards."""
        button = self.page.locator(f".st-key-{MENUS.get(label, 'none')} button").first
        if not button.count() or button.get_attribute("aria-expanded") == "true":
            yield
            return
        button.click()
        self.page.locator("[data-testid=stPopoverBody]").wait_for()
        self.settle()  # it is filled then
        yield
        if button.count() and button.get_attribute("aria-expanded") == "true":
            button.click()
            self.settle()

    def open_list(self, label: str) -> None:
        """Show the options of a list, which closes again if what holds it scrolls."""
        field = self.page.get_by_role("combobox", name=label).first
        field.scroll_into_view_if_needed()
        self.settle()
        for _ in range(5):
            field.click()
            with suppress(TooLate):
                self.page.get_by_role("option").first.wait_for(timeout=3000)
                return

    def choose(self, label: str, option: str) -> None:
        """Take another option of a list; a click is lost if the list is redrawn under it."""
        wanted = self.page.get_by_role("option", name=option).first
        with self.menu(label):
            before = self.page.evaluate("window.__asked")
            for _ in range(5):
                self.open_list(label)
                with suppress(TooLate):
                    wanted.click(timeout=3000)
                    self.page.wait_for_function(f"window.__asked > {before}", timeout=10_000)
                    break
            self.settle()

    def tab(self, name: str) -> Locator:
        """The tab of a part, whose label ends with the number of its lines where there is one."""
        return self.page.get_by_role("radio", name=re.compile(rf"^{name}( \(\d+\))?$"))

    def see_the_checks_done(self) -> None:
        """Wait until the checks have run, which they do by themselves."""
        expect(self.page.locator(".st-key-verdict [role=status]")).to_have_count(0, timeout=LONG)
        self.settle()

    def part(self, name: str) -> None:
        """Turn to a part of the work."""
        choice = self.tab(name)
        if not choice.is_checked():
            with self.answered():
                choice.click()
            expect(choice).to_be_checked(timeout=SOON)

    def download(self, what: str, form: str, into: Path) -> Path:
        """Take a file away from the Export part."""
        self.part("Export")
        self.choose("What to export", what)
        self.choose("Format", form)
        self.press("Make the file")
        with self.page.expect_download() as waiting:
            self.page.locator(".st-key-export-download button").click(timeout=LONG)
        into.mkdir(parents=True, exist_ok=True)
        saved = into / waiting.value.suggested_filename
        waiting.value.save_as(saved)
        return saved

    # -- the text ---------------------------------------------------------------------

    def row(self, place: str) -> Locator:
        """A row by how it is cited."""
        exact = re.compile(rf"^\s*{re.escape(place)}\b")
        return self.page.locator("table.text tbody tr").filter(
            has=self.page.locator("th.place", has_text=exact)
        )

    def choose_row(self, place: str) -> None:
        number = self.row(place).locator("th.place")
        number.evaluate("each => each.closest('tr').scrollIntoView({block: 'start'})")  # clear of the panel
        number.click(position={"x": 60, "y": 10})
        expect(self.page.locator("tr.here th.place")).to_contain_text(place, timeout=SOON)
        self.page.locator(".st-key-panel").wait_for()
        self.settle()

    def here(self) -> str:
        """How the chosen row is cited, or its number; empty where none is chosen."""
        self.settle()
        chosen = self.page.locator("tr.here th.place")
        return chosen.inner_text().split("\n")[0].strip() if chosen.count() else ""

    def panel(self) -> Locator:
        return self.page.locator(".st-key-panel")

    def open_panel(self) -> None:
        """Show all actions on the chosen row."""
        if self.panel().get_by_role("button", name="More", exact=True).count():
            self.press("More", ".st-key-panel")

    def sees_reviewed(self, said: str) -> None:
        """Look up in the menu of the project how much of it is reviewed."""
        with self.menu("Close project"):
            expect(self.page.locator(".project")).to_contain_text(said, timeout=SOON)

    def shown(self) -> int:
        """How many rows are there."""
        self.settle()
        return self.page.locator("table.text tbody tr").count()

    # -- what may not be ----------------------------------------------------------------

    def unharmed(self) -> None:
        """No script of a document ran, nobody else was asked anything, nothing broke."""
        assert self.page.evaluate("window.__pwned || []") == []
        assert self.alarms == []
        assert self.hosts <= {"127.0.0.1"}, self.hosts
        assert self.page.locator(".stException").count() == 0

    def too_wide(self) -> float:
        """Pixels by which the page runs over its window's edge."""
        return float(
            self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        )


def own_context(browser: Browser) -> BrowserContext:
    """A context that shares nothing, as a person's own browser."""
    return browser.new_context(locale="en", accept_downloads=True)


@lru_cache(maxsize=1)
def shared_context(browser: Browser) -> BrowserContext:
    """The context of a browser's visitors, which has read the app's scripts once for all of them."""
    return own_context(browser)


@contextmanager
def window(
    browser: Browser,
    *,
    scheme: str = "light",
    size: Sequence[int] = WIDE,
    context: BrowserContext | None = None,
) -> Iterator[Page]:
    """A window, of the browser's shared context unless one is given; it leaves nothing stored there."""
    own = context or shared_context(browser)
    page = own.new_page()
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.emulate_media(color_scheme=scheme)
    try:
        yield page
    finally:
        with suppress(Error):  # a page that was never opened has no storage
            page.evaluate("localStorage.clear()")
        page.close()
        if all(each.url.endswith(_HEALTH) for each in own.pages):
            own.clear_cookies()


@lru_cache(maxsize=1)
def _stay(browser: Browser, address: str) -> None:
    """Leave a page of the app's server open, whose process has compiled the app's scripts for the next.

    Without it, each page takes a second of processor time more. `--process-per-site` lets them share it.
    """
    shared_context(browser).new_page().goto(address + _HEALTH)


@contextmanager
def visitor(
    browser: Browser,
    address: str,
    *,
    scheme: str = "light",
    size: Sequence[int] = WIDE,
    context: BrowserContext | None = None,
) -> Iterator[Visitor]:
    """Someone in a window of their own; see `window`."""
    if context is None:
        _stay(browser, address)
    with window(browser, scheme=scheme, size=size, context=context) as page:
        page.add_init_script(PWNED + WIRE)
        yield Visitor(page, address)
