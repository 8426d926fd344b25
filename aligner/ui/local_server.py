"""The app's server: `python -m aligner.ui.local_server`, which `aligner app` starts.

Streamlit reads settings from the working folder, the home folder and the environment. Here, the
settings beside this file override them all, so that the app is the same wherever it is started.
`aligner.ui.guard` handles every request before Streamlit does.
"""

import asyncio
import signal
import sys
import threading
import tomllib
import webbrowser
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any, Final

import click
import streamlit as st
from starlette.middleware import Middleware
from streamlit.starlette import App

from aligner.readers.installed_programs import remove_abandoned
from aligner.ui import guard
from aligner.ui.guard import Access, Guard
from aligner.ui.state import session

SCRIPT: Final = Path(__file__).with_name("streamlit_app.py")

_SETTINGS: Final = Path(__file__).parent / ".streamlit" / "config.toml"
_SWITCH_SECONDS: Final = 0.001
"""How long a thread may keep another waiting for the interpreter; by default, Python lets it wait for 0.005.

What a page's script has drawn is sent by another thread, which is to send it while the script is running.
"""

_EXPOSED: Final = (
    "aligner: warning: other machines can reach the app, and the connection is not encrypted; "
    "whoever has the address with its token can read your documents"
)


def settings(access: Access, port: int | None = None) -> dict[str, Any]:
    """Return Streamlit's options: `server.address` and so on.

    Args:
        access: the address to listen on.
        port: the port; by default, the first free one from 8501 on.
    """
    with _SETTINGS.open("rb") as file:
        chosen: dict[str, Any] = dict(_flat(tomllib.load(file)))
    browser_address = "127.0.0.1" if access.local else access.address
    chosen |= {"server.address": access.address, "browser.serverAddress": browser_address}
    if not access.local:  # the guard checks host names; Streamlit knows only those of this machine
        chosen["server.allowedHosts"] = []
    return chosen if port is None else chosen | {"server.port": port}


def announcing(
    access: Access, *, open_browser: bool = False
) -> Callable[[App], AbstractAsyncContextManager[None]]:
    """Return the function that Streamlit calls once it serves.

    It prints the URL of the first visit, and ends the sessions of closed pages while the app is served.

    Args:
        access: the address and the token.
        open_browser: whether to open the URL in the user's browser, too.
    """

    @asynccontextmanager
    async def announced(_: App) -> AsyncIterator[None]:
        port = st.get_option("server.port")
        click.echo(f"aligner: the app is at {access.url(port, access.token)}")
        if open_browser:
            opened = guard.write_ticket_page(access.url(port, access.ticket, here=True), port)
            if opened is not None:
                threading.Thread(target=webbrowser.open, args=(opened.as_uri(),), daemon=True).start()
        ending = asyncio.create_task(session.end_departed())
        yield
        ending.cancel()
        guard.remove_ticket_page(port)

    return announced


@click.command()
@click.option("--address", default="127.0.0.1")
@click.option("--port", type=int)
@click.option("--open", "open_browser", is_flag=True)
def main(address: str, port: int | None, open_browser: bool) -> None:
    """Serve the app until the process is stopped."""
    session.share_arena()
    remove_abandoned()
    if hasattr(signal, "SIGHUP"):  # the terminal was closed: end as if asked to
        signal.signal(signal.SIGHUP, lambda *_: signal.raise_signal(signal.SIGTERM))
    access = Access(address)
    if not access.local:
        click.echo(_EXPOSED, err=True)
    guarded = App(
        SCRIPT,
        lifespan=announcing(access, open_browser=open_browser),
        middleware=[Middleware(Guard, access=access)],
    )
    sys.setswitchinterval(_SWITCH_SECONDS)
    guarded.run(config=settings(access, port))


def _flat(table: Mapping[str, Any], within: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{within}{name}.")
        else:
            yield f"{within}{name}", value


if __name__ == "__main__":
    main()
