"""The guard in front of the app's server: who is let in, and who is refused before reaching Streamlit."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from aligner.ui.guard import Access, Guard
from aligner.ui.local_server import settings

ACCESS = Access(token="t0ken", ticket="t1cket", cookie="c00kie")
COOKIE = "aligner-8501=c00kie"
HERE = "127.0.0.1:8501"
STREAM = "/_stcore/stream"


def answer(
    guard: Guard, path: str, kind: str = "http", query: str = "", **headers: str
) -> tuple[int, dict[str, str]]:
    """The status and headers that a request gets: 200 if it reaches Streamlit, 101 for a WebSocket."""
    sent: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.request"}

    async def send(message: Any) -> None:
        sent.append(message)

    named = {"host": HERE} | {name.replace("_", "-"): value for name, value in headers.items()}
    scope = {
        "type": kind,
        "method": "GET",
        "path": path,
        "query_string": query.encode(),
        "server": ("127.0.0.1", 8501),
        "headers": [(name.encode(), value.encode("latin-1")) for name, value in named.items()],
    }
    asyncio.run(guard(scope, receive, send))
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


def test_the_ticket_of_the_opened_browser_admits_once(guard: Guard) -> None:
    assert answer(guard, "/", query="token=t1cket")[0] == 303
    assert answer(guard, "/", query="token=t1cket")[0] == 403


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
    drawn = {one.token, one.ticket, one.cookie, other.token, other.ticket, other.cookie}
    assert len(drawn) == 6
    assert min(map(len, drawn)) >= 32
    assert one.url(8501, "s") == "http://127.0.0.1:8501/?token=s"
    assert Access("::1").url(8501, "s") == "http://[::1]:8501/?token=s"


def test_settings_are_those_beside_the_server_and_name_the_address() -> None:
    here = settings(ACCESS, 8600)
    assert here["server.address"] == here["browser.serverAddress"] == "127.0.0.1"
    assert (here["server.port"], here["browser.gatherUsageStats"]) == (8600, False)
    assert here["theme.light.primaryColor"] == "#0b57a4"
    assert "server.port" not in settings(ACCESS)
    assert settings(Access("192.0.2.7"))["browser.serverAddress"] == "192.0.2.7"
