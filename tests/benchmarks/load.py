"""The app under load: `python -m tests.benchmarks.load [SESSIONS] [MINUTES]`.

Simulated sessions (by default 20, for 10 minutes) speak Streamlit's own protocol with one server: each
connects, uploads a PDF and a text of its own, compares them, reviews and undoes, exports, and
disconnects, again and again. Nothing may fail, no session may receive a word of another's text, and 60 s
after the last one has left, the server's memory must be within 10 % of that after the first round.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import psutil
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from tests.app_server import serving
from tests.pdf_samples import pdf

ROOT = Path(__file__).resolve().parents[2]
TOKEN = "load"
PATIENCE = 60  # seconds a busy server may take for one step
REST = 60  # seconds after which memory has to be back
MARK = re.compile(rb"Zebra(\d+)x")
_FINISHED = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_WITH_COMPILE_ERROR)
VERBS = ("Recalls", "Notes", "Urges", "Requests", "Decides", "Welcomes", "Stresses", "Reaffirms")


@dataclass
class Person:
    """One browser: its connection, the widgets it was shown, and what it has set."""

    number: int
    address: str
    opener: urllib.request.OpenerDirector
    cookies: CookieJar
    socket: ClientConnection
    session: str = ""
    query: str = ""
    widgets: dict[str, Any] = field(default_factory=dict)
    set: dict[str, WidgetState] = field(default_factory=dict)

    def run(self, *triggers: WidgetState, wanted: str) -> None:
        """Have the script run with these widgets triggered; wait until it has shown the wanted one.

        The first run to finish may be one that the server began by itself, such as after the checks.
        """
        message = BackMsg()
        message.rerun_script.query_string = self.query
        message.rerun_script.widget_states.widgets.extend([*self.set.values(), *triggers])
        self.socket.send(message.SerializeToString())
        self.widgets.clear()
        while True:
            found = self.receive()
            finished = found.WhichOneof("type") == "script_finished" and found.script_finished in _FINISHED
            if finished and any(key.startswith(wanted) for key in self.widgets):
                return

    def receive(self) -> ForwardMsg:
        """Return the next message, after checking whose it is."""
        try:
            data = self.socket.recv(timeout=PATIENCE)
        except TimeoutError:
            raise AssertionError(f"session {self.number} was shown only {sorted(self.widgets)}") from None
        assert isinstance(data, bytes)
        self.only_mine(data)
        message: ForwardMsg = ForwardMsg.FromString(data)
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self.session = message.new_session.initialize.session_id
        elif kind == "page_info_changed":
            self.query = message.page_info_changed.query_string
        elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            element = message.delta.new_element
            shown = getattr(element, element.WhichOneof("type") or "", None)
            failed = element.WhichOneof("type") == "exception" or 'role="alert"' in getattr(shown, "body", "")
            assert not failed, str(shown)[:500]
            if key := re.search(r"-([a-z_]+\.[\w.]+)$", getattr(shown, "id", "")):
                self.widgets[key[1]] = shown
        return message

    def only_mine(self, data: bytes) -> None:
        others = {int(each) for each in MARK.findall(data)} - {self.number}
        assert not others, f"session {self.number} received text of {others}"

    def press(self, key: str, wanted: str) -> None:
        assert key in self.widgets, f"{key} is not among {sorted(self.widgets)}"
        self.run(WidgetState(id=self.widgets[key].id, trigger_value=True), wanted=wanted)

    def fetch(self, path: str) -> bytes:
        with self.opener.open(self.address + path, timeout=PATIENCE) as answer:
            return bytes(answer.read())

    def upload(self, files: Sequence[tuple[str, bytes]]) -> None:
        """Put files in, as dropping them does."""
        (key,) = (key for key in self.widgets if key.startswith("start.files."))
        state = WidgetState(id=self.widgets[key].id)
        request = BackMsg()
        request.file_urls_request.request_id = "1"
        request.file_urls_request.session_id = self.session
        request.file_urls_request.file_names.extend(name for name, _ in files)
        self.socket.send(request.SerializeToString())
        while (answer := self.receive()).WhichOneof("type") != "file_urls_response":
            continue
        for (name, data), urls in zip(files, answer.file_urls_response.file_urls, strict=True):
            self.put(urls.upload_url, name, data)
            known = state.file_uploader_state_value.uploaded_file_info.add()
            known.name, known.size, known.file_id = name, len(data), urls.file_id
            known.file_urls.CopyFrom(urls)
        self.run(state, wanted="start.compare")

    def put(self, path: str, name: str, data: bytes) -> None:
        head = f'--load\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
        request = urllib.request.Request(
            self.address + path,
            data=head.encode() + data + b"\r\n--load--\r\n",
            method="PUT",
            headers={"Content-Type": "multipart/form-data; boundary=load", "Origin": self.address},
        )
        token = next((each.value for each in self.cookies if "xsrf" in each.name), None)
        request.add_header("X-Xsrftoken", token or "")
        self.opener.open(request, timeout=PATIENCE).close()


@contextmanager
def come(number: int, address: str) -> Iterator[Person]:
    """Visit the app with the token, and connect as the page does."""
    jar = CookieJar()
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    opener.open(f"{address}/?token={TOKEN}", timeout=PATIENCE).close()
    opener.open(f"{address}/_stcore/health", timeout=PATIENCE).close()
    cookies = "; ".join(f"{each.name}={each.value}" for each in jar)
    with connect(
        address.replace("http", "ws") + "/_stcore/stream",
        additional_headers={"Cookie": cookies},
        origin=Origin(address),
        subprotocols=[Subprotocol("streamlit")],
        max_size=None,
        open_timeout=PATIENCE,
        ping_timeout=None,
    ) as socket:
        yield Person(number, address, opener, jar, socket)


def text_of(number: int, draft: int) -> list[str]:
    """A resolution of one session, whose every paragraph has its mark."""
    about = f"the report of Zebra{number}x on item"
    return [
        f"{place}. {VERBS[place % 8]} {about} {place} of agenda {draft + place % 3}" for place in range(1, 25)
    ]


def work(number: int, address: str, folder: Path) -> None:
    """One visit from coming to going."""
    lines = [(60, 780 - 28 * place, 9, line) for place, line in enumerate(text_of(number, 1))]
    files = [("draft.en.pdf", pdf([lines])), ("rev1.en.txt", "\n\n".join(text_of(number, 2)).encode())]
    with come(number, address) as person:
        person.run(wanted="start.files.")
        person.upload(files)
        person.press("start.compare", "text.next")
        person.press("text.next", "panel.review")
        person.press("panel.review", "steps.undo")
        person.press("steps.undo", "desk.part")
        part = person.widgets["desk.part"]
        person.set["part"] = WidgetState(id=part.id)
        person.set["part"].string_array_value.data.append(part.options[-1].content)  # Export
        person.run(wanted="export.make")
        person.press("export.make", "export.download")
        exported = person.fetch(person.widgets["export.download"].url)
        person.only_mine(exported)
        assert b"Zebra%dx" % number in exported
        for copy in parse_qs(person.query).get("recovery", []):
            (folder / "aligner" / "recovery" / f"{copy}.aligner").unlink(missing_ok=True)


def memory(server: psutil.Process) -> float:
    """The memory of the server and its children, in megabytes."""
    processes = [server, *server.children(recursive=True)]
    return float(sum(each.memory_info().rss for each in processes)) / 1e6


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> None:
    """Put the app under load, and print what it took."""
    sessions, minutes = (float(each) for each in (*sys.argv[1:], "20", "10")[:2])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        own = {f"XDG_{kind}_HOME": name for kind in ("STATE", "DATA", "CACHE")} | {"ALIGNER_TOKEN": TOKEN}
        with serving(ROOT, own) as address:
            server = next(
                each for each in psutil.Process().children() if "local_server" in str(each.cmdline())
            )
            work(0, address, folder)  # the model is loaded
            say(f"after one visit: {memory(server):.0f} MB")
            with ThreadPoolExecutor(int(sessions)) as pool:  # so many threads leave memory of their own
                list(pool.map(lambda number: work(number, address, folder), range(1, int(sessions) + 1)))
            before, end, visits = memory(server), time.monotonic() + 60 * minutes, Counter[int]()
            say(f"after one of each session at once: {before:.0f} MB")

            def visit(number: int) -> None:
                while time.monotonic() < end:
                    work(number, address, folder)
                    visits[number] += 1

            with ThreadPoolExecutor(int(sessions)) as pool:
                for done in [pool.submit(visit, number) for number in range(1, int(sessions) + 1)]:
                    done.result()
            least = min(visits.values())
            say(f"{visits.total()} visits, at least {least} each; {memory(server):.0f} MB at the end")
            time.sleep(REST)
            after = memory(server)
            say(f"{REST} s later: {after:.0f} MB, {100 * (after / before - 1):+.0f} %")
            if after > 1.1 * before:
                sys.exit("memory is not back")


if __name__ == "__main__":
    os.chdir(ROOT)
    main()
