"""The guard in front of the app's server: who is let in, and who is refused before reaching Streamlit."""

from __future__ import annotations

import asyncio
import os
from dataclasses import astuple
from typing import Any
from urllib.parse import urlsplit

import pytest

from aligner.ui.guard import Access, Guard, write_ticket_page
from aligner.ui.local_server import settings

ACCESS = Access(token="t0ken", ticket="t1cket", cookie="c00kie", ticket_cookie="t1cket-c00kie")
COOKIE = "aligner-8501=c00kie"
TICKET_COOKIE = "aligner-8501=t1cket-c00kie"
HERE = "127.0.0.1:8501"
STREAM = "/_stcore/stream"
NAVIGATED = {"sec_fetch_mode": "navigate"}


def request(path: str, kind: str = "http", query: str = "", **headers: str) -> dict[str, Any]:
    """A request to the server as an ASGI application sees it."""
    named = {"host": HERE} | {name.replace("_", "-"): value for name, value in headers.items()}
    return {
        "type": kind,
        "method": "GET",
        "path": path,
        "query_string": query.encode(),
        "server": ("127.0.0.1", 8501),
        "headers": [(name.encode(), value.encode("latin-1")) for name, value in named.items()],
    }


def answer(
    guard: Guard, path: str, kind: str = "http", query: str = "", **headers: str
) -> tuple[int, dict[str, str]]:
    """The status and headers that a request gets: 200 if it reaches Streamlit, 101 for a WebSocket."""
    sent: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.request"}

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(guard(request(path, kind, query, **headers), receive, send))
    first = sent[0]
    status = {"websocket.accept": 101, "websocket.close": 403}.get(first["type"]) or first["status"]
    return status, {name.decode(): value.decode() for name, value in first.get("headers", ())}


async def streamlit(scope: Any, receive: Any, send: Any) -> None:
    """Accepts all."""
    if scope["type"] == "websocket":
        await send({"type": "websocket.accept"})
    else:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"x-frame-options", b"no")]})


@pytest.fixture
def guard() -> Guard:
    return Guard(streamlit, ACCESS)


@pytest.mark.parametrize("kind", ["http", "websocket"])
@pytest.mark.parametrize(
    "headers",
    [
        {"host": "rebound.example:8501"},
        {"host": "127.0.0.1.example:8501"},
        {"host": "127.0.0.1:8502"},
        {"host": "127.0.0.1"},
        {"host": ""},
        {"host": "[:8501"},
        {"host": "site.example@127.0.0.1:8501"},
        {"host": "127.0.0.1:8501/path"},
        {"host": "127.0.0.1:8501#site.example"},
        {"host": "127.0.0.1:8501?site.example"},
        {"host": "127.0.0.1:8501\\"},
        {"host": " 127.0.0.1:8501"},
        {"host": "127.0.0.1:\u00b98501"},
        {"cookie": TICKET_COOKIE},
        {"origin": "https://site.example"},
        {"origin": "http://localhost:1234"},
        {"origin": "http://127.0.0.1:1234"},
        {"origin": "http://localhost:8501"},
        {"origin": "null"},
        {"sec_fetch_site": "same-site", "sec_fetch_mode": "no-cors"},
        {"cookie": "aligner-8502=c00kie"},
        {"cookie": "aligner-8501=t0ken; aligner-8501="},
        {"cookie": ""},
    ],
)
def test_others_are_refused(guard: Guard, kind: str, headers: dict[str, str]) -> None:
    assert answer(guard, STREAM, kind, **({"cookie": COOKIE} | headers))[0] == 403


@pytest.mark.parametrize("host", [HERE, "localhost:8501", "[::1]:8501"])
def test_the_page_itself_is_let_in(guard: Guard, host: str) -> None:
    given = {"host": host, "origin": f"http://{host}", "cookie": f"other=1; {COOKIE}"}
    assert answer(guard, STREAM, "websocket", **given)[0] == 101
    status, headers = answer(guard, "/", sec_fetch_site="same-origin", **given)
    assert status == 200
    assert headers["x-frame-options"] == "SAMEORIGIN"
    assert f"connect-src 'self' data: blob: ws://{host}" in headers["content-security-policy"]


def test_the_token_gives_a_cookie_and_leaves_the_address(guard: Guard) -> None:
    for _ in range(2):
        status, headers = answer(guard, "//site.example", query="ui=fr&token=t0ken&x=")
        assert (status, headers["location"]) == (303, "/site.example?ui=fr&x=")
        assert headers["set-cookie"] == f"{COOKIE}; Path=/; HttpOnly; SameSite=Strict"
    assert answer(guard, "/", query="token=wrong")[0] == 403
    assert answer(guard, STREAM, "websocket", query="token=t0ken")[0] == 403
    assert answer(guard, "/", query="token=t0ken", host="rebound.example:8501")[0] == 403


@pytest.mark.parametrize("secret", ["t0ken", "t1cket", "of-another-start"])
def test_a_visitor_with_the_cookie_leaves_a_secret_in_no_address(guard: Guard, secret: str) -> None:
    status, headers = answer(guard, "/", query=f"token={secret}&row=5", cookie=COOKIE)
    assert (status, headers["location"]) == (303, "/?row=5")
    assert answer(guard, "/", query="row=5", cookie=COOKIE)[0] == 200


def test_the_ticket_admits_once_and_its_file_goes(guard: Guard) -> None:
    page = write_ticket_page(ACCESS.url(8501, ACCESS.ticket), 8501)
    assert page is not None
    assert "token=t1cket" in page.read_text("utf-8")
    assert os.name == "nt" or page.stat().st_mode & 0o777 == 0o600
    status, headers = answer(guard, "/", query="token=t1cket", sec_fetch_site="cross-site", **NAVIGATED)
    assert (status, headers["set-cookie"].split(";")[0]) == (200, TICKET_COOKIE)
    assert not page.exists()
    assert answer(guard, "/", cookie=TICKET_COOKIE)[0] == 200
    assert answer(guard, STREAM, "websocket", cookie=TICKET_COOKIE)[0] == 101


def test_a_second_use_of_the_ticket_ends_its_session(
    guard: Guard, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever of the two is the owner has the token, which the terminal shows."""
    answer(guard, "/", query="token=t1cket")
    assert answer(guard, "/", query="token=t1cket")[0] == 403
    assert "used a second time" in capsys.readouterr().err
    assert answer(guard, "/", cookie=TICKET_COOKIE)[0] == 403
    assert answer(guard, STREAM, "websocket", cookie=TICKET_COOKIE)[0] == 403
    assert answer(guard, "/", query="token=t0ken")[0] == 303
    assert answer(guard, "/", cookie=COOKIE)[0] == 200


def test_a_second_use_of_the_ticket_closes_open_pages() -> None:
    async def open_page(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "websocket.accept"})
        await asyncio.Event().wait()

    async def visits() -> list[Any]:
        guard, sent, opened = Guard(streamlit, ACCESS), [], asyncio.Event()
        guard.app = open_page

        async def send(message: Any) -> None:
            sent.append(message)
            opened.set()

        async def ignore(message: Any) -> None: ...

        async def receive() -> Any: ...

        first = request("/", query="token=t1cket")
        await guard(first, receive, ignore)
        stream = request(STREAM, "websocket", cookie=TICKET_COOKIE)
        page = asyncio.create_task(guard(stream, receive, send))
        await opened.wait()
        await guard(first, receive, ignore)
        await asyncio.wait_for(page, 10)
        return sent

    assert [message["type"] for message in asyncio.run(visits())] == ["websocket.accept", "websocket.close"]


def test_health_needs_no_token(guard: Guard) -> None:
    assert answer(guard, "/_stcore/health")[0] == 200
    assert answer(guard, "/_stcore/health", origin="https://site.example")[0] == 403


def test_another_address_is_reached_by_number_or_its_own_name() -> None:
    far = Guard(streamlit, Access("0.0.0.0", cookie="c00kie"))
    assert answer(far, "/", host="192.0.2.7:8501", cookie=COOKIE)[0] == 200
    assert answer(far, "/", host="192.0.2.7:8501")[0] == 403
    assert answer(far, "/", host="rebound.example:8501", cookie=COOKIE)[0] == 403


def test_secrets_are_new_at_each_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ALIGNER_TOKEN", raising=False)
    one, other = Access(), Access()
    drawn = {value for access in (one, other) for value in astuple(access)[1:]}
    assert len(drawn) == 8
    assert min(map(len, drawn)) >= 32
    assert one.url(8501, "s") == "http://127.0.0.1:8501/?token=s"
    assert Access("::1").url(8501, "s") == "http://[::1]:8501/?token=s"
    for anywhere in ("0.0.0.0", "::"):
        shared = Access(anywhere)
        assert shared.url(8501, "s", here=True) == "http://127.0.0.1:8501/?token=s"
        name = urlsplit(shared.url(8501, "s")).hostname
        assert name is not None
        assert shared.answers_to(name)
        assert name not in ("127.0.0.1", "0.0.0.0", "::")


def test_settings_are_those_beside_the_server_and_name_the_address() -> None:
    here = settings(ACCESS, 8600)
    assert here["server.address"] == here["browser.serverAddress"] == "127.0.0.1"
    assert (here["server.port"], here["browser.gatherUsageStats"]) == (8600, False)
    assert here["theme.light.primaryColor"] == "#0b57a4"
    assert "server.port" not in settings(ACCESS)
    assert settings(Access("192.0.2.7"))["browser.serverAddress"] == "192.0.2.7"


def test_the_page_keeps_what_it_has_named_to_the_server() -> None:
    """Several runs may end before an earlier request is answered; by default it forgets after two."""
    assert settings(ACCESS)["global.maxCachedMessageAge"] >= 20
