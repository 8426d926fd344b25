"""The sessions of closed pages, on Streamlit's own server: they end, and what they held leaves the memory."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from weakref import WeakSet

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime import Runtime, RuntimeConfig
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager

from aligner.ui.state import session

SCRIPT = f"""
import streamlit as st
from aligner.ui.state import session
from {__name__} import Text

session.note_session()
st.session_state["text"] = Text()
"""
OPENED = (
    SCRIPT
    + """
from aligner.values.garbage_collection import collect_and_freeze

collect_and_freeze()
"""
)
"""The same, as after opening a project."""


class Text:
    """What a session holds; `HELD` has those that the process holds, in garbage too."""

    def __init__(self) -> None:
        HELD.add(self)


HELD: WeakSet[Text] = WeakSet()


class Page:
    """A browser's page as the server sees it."""

    client_context = None

    def __init__(self) -> None:
        self.finished = asyncio.Event()

    def write_forward_msg(self, message: ForwardMsg) -> None:
        if message.WhichOneof("type") == "script_finished":
            self.finished.set()


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], Runtime]]:
    """Makes a server of a script; the process has none before and after."""
    monkeypatch.setattr(Runtime, "_instance", None)
    monkeypatch.setattr(session, "_SEEN", {})
    path = tmp_path / "script.py"

    def made(script: str) -> Runtime:
        path.write_text(script, encoding="utf-8")
        files = MemoryMediaFileStorage("/media"), MemoryUploadedFileManager("/upload")
        return Runtime(RuntimeConfig(str(path), *files))

    yield made
    gc.unfreeze()


async def come(server: Runtime) -> str:
    """Open a page, wait until it is drawn, and return the id of its session."""
    page = Page()
    session = server.connect_session(page, {})
    message = BackMsg()
    message.rerun_script.query_string = ""
    server.handle_backmsg(session, message)
    await asyncio.wait_for(page.finished.wait(), 60)
    return session


async def while_serving(server: Runtime, story: Callable[[Runtime], Awaitable[None]]) -> None:
    await server.start()
    try:
        await story(server)
    finally:
        server.stop()
        await server.stopped


@pytest.mark.parametrize("others", [1, 0])
def test_the_text_of_a_closed_page_leaves_the_memory(
    server: Callable[[str], Runtime], monkeypatch: pytest.MonkeyPatch, others: int
) -> None:
    HELD.clear()
    monkeypatch.setattr(session, "KEPT", 0.0)
    monkeypatch.setattr(session, "_INTERVAL", 0.01)

    async def story(server: Runtime) -> None:
        closed = await come(server)
        for _ in range(others):
            await come(server)
        server.disconnect_session(closed)
        assert len(HELD) == 1 + others
        ending = asyncio.create_task(session.end_departed())
        async with asyncio.timeout(60):
            while len(HELD) > others:
                await asyncio.sleep(0.01)
        ending.cancel()

    asyncio.run(while_serving(server(OPENED), story))


@pytest.mark.parametrize("copied", [True, False])
def test_a_page_may_come_back_within_the_time(
    server: Callable[[str], Runtime], monkeypatch: pytest.MonkeyPatch, copied: bool
) -> None:
    """Longer if there is no copy of its work on disk."""
    monkeypatch.setattr(session, "traces_permitted", lambda: copied)
    kept = session.KEPT if copied else session.KEPT_WITHOUT_COPY

    async def story(server: Runtime) -> None:
        page = await come(server)
        assert not session.end_departed_at(1e9)  # connected, however long
        server.disconnect_session(page)
        assert not session.end_departed_at(1e9 + kept - 1)
        assert server.connect_session(Page(), {}, existing_session_id=page) == page
        server.disconnect_session(page)
        assert session.end_departed_at(1e9 + kept)
        assert server.connect_session(Page(), {}, existing_session_id=page) != page

    asyncio.run(while_serving(server(SCRIPT), story))
