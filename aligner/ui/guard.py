"""Restrict access to the app's server to its user's browser, and to pages of the app itself.

Streamlit accepts a WebSocket from any page on `localhost`, and asks the internet for its own address
if it does not recognise the one in a request. `Guard` handles each request first. It refuses a foreign
`Host` (a name rebound to this machine), a foreign `Origin` (another site, or another local server) and a
visitor without the token, which is in the URL of the first visit and in a cookie afterwards.
"""

from __future__ import annotations

import hmac
import ipaddress
import os
import secrets
import socket
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from dataclasses import dataclass, field
from html import escape
from threading import Event
from typing import Any, Final
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from aligner.languages import OFFICIAL, get
from aligner.values.catalogue import load

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

ENVIRONMENT: Final = "ALIGNER_TOKEN"
"""The environment variable that sets the token; otherwise each start generates a new one."""

PARAMETER: Final = "token"
"""The query parameter of the first visit."""

LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})

_INSTALLED: Final = Event()
_HEALTH: Final = "/_stcore/health"
"""Health check, which returns only "ok", so that a script may wait for the server without the token."""

_SAFE_HEADERS: Final = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"SAMEORIGIN"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
)


@dataclass(frozen=True, slots=True)
class Access:
    """The secrets that admit a visitor, and the address of the server.

    Attributes:
        address: the address the server listens on.
        token: admits a visitor any number of times.
        ticket: admits one visitor, once. The browser is opened with it, because every user of the
            computer can read the command line of a program.
        cookie: value of the cookie that an admitted visitor receives.
    """

    address: str = "127.0.0.1"
    token: str = field(default_factory=lambda: os.environ.get(ENVIRONMENT) or secrets.token_urlsafe(24))
    ticket: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    cookie: str = field(default_factory=lambda: secrets.token_urlsafe(24))

    @property
    def local(self) -> bool:
        """Whether only this machine can reach the server."""
        return self.address in LOOPBACK

    def answers_to(self, name: str) -> bool:
        """Whether the server may be addressed as `name`, a host without its port.

        Another site can make its own name resolve to this machine, but not an address in digits; so
        a server that can be reached from a network accepts every such address.

        >>> Access().answers_to("localhost"), Access().answers_to("rebound.example")
        (True, False)
        >>> Access("0.0.0.0").answers_to("192.0.2.7")
        True
        """
        if name in LOOPBACK or name == self.address:
            return True
        return not self.local and (name == socket.gethostname() or _is_address(name))

    def url(self, port: int, secret: str) -> str:
        """Return the URL of the first visit, with the token or the ticket."""
        is_any = _is_address(self.address) and ipaddress.ip_address(self.address).is_unspecified
        name = "127.0.0.1" if is_any else self.address
        return f"http://{f'[{name}]' if ':' in name else name}:{port}/?{PARAMETER}={secret}"


class Guard:
    """ASGI middleware in front of Streamlit; see the module docstring."""

    def __init__(self, app: Application, access: Access) -> None:
        self.app = app
        self.access = access
        self._ticket_used = False
        _INSTALLED.set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, exchange a token for the cookie, or refuse."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        port = scope["server"][1]
        if not self._names_this_server(headers.get("host", ""), port) or not _own_page(headers):
            await _refuse(scope, send)
        elif scope["path"] == _HEALTH or self._has_cookie(headers, port):
            await self.app(scope, receive, _with_safe_headers(send, headers["host"]))
        elif self._has_token(scope):
            await _redirect(scope, send, f"{_cookie_name(port)}={self.access.cookie}")
        else:
            await _refuse(scope, send)

    def _names_this_server(self, host: str, port: int) -> bool:
        """Whether the `Host` header names this server, port included."""
        try:
            parts = urlsplit(f"//{host}")
            name, given = parts.hostname, parts.port or 80
        except ValueError:
            return False
        return given == port and name is not None and self.access.answers_to(name)

    def _has_cookie(self, headers: Mapping[str, str], port: int) -> bool:
        expected = f"{_cookie_name(port)}={self.access.cookie}"
        return any(_same(cookie.strip(), expected) for cookie in headers.get("cookie", "").split(";"))

    def _has_token(self, scope: Scope) -> bool:
        if scope["type"] != "http" or scope["method"] != "GET":
            return False
        given = dict(parse_qsl(scope["query_string"].decode("latin-1"))).get(PARAMETER, "")
        if _same(given, self.access.token):
            return True
        if self._ticket_used or not _same(given, self.access.ticket):
            return False
        self._ticket_used = True
        return True


def is_installed() -> bool:
    """Whether a guard protects the server of this process."""
    return _INSTALLED.is_set()


def _own_page(headers: Mapping[str, str]) -> bool:
    """Whether the request comes from a page of this server, or from a user who opens a URL."""
    origin, host = headers.get("origin"), headers["host"]
    if origin is not None and origin not in (f"http://{host}", f"https://{host}"):
        return False
    fetched = headers.get("sec-fetch-site", "none") in ("none", "same-origin")
    return fetched or headers.get("sec-fetch-mode") == "navigate"


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _same(given: str, expected: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "replace"), expected.encode("utf-8", "replace"))


def _cookie_name(port: int) -> str:
    """Return the cookie's name, which has the port, since all ports of a host share their cookies."""
    return f"aligner-{port}"


async def _redirect(scope: Scope, send: Send, cookie: str) -> None:
    """Set the cookie and redirect to the same page without the token in its URL."""
    query = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
    kept = urlencode([(name, value) for name, value in query if name != PARAMETER])
    path = "/" + quote(scope["path"].lstrip("/"))
    headers = [
        (b"location", f"{path}?{kept}".rstrip("?").encode("latin-1")),
        (b"set-cookie", f"{cookie}; Path=/; HttpOnly; SameSite=Strict".encode("latin-1")),
        (b"cache-control", b"no-store"),
        (b"content-length", b"0"),
        *_SAFE_HEADERS,
    ]
    await send({"type": "http.response.start", "status": 303, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


async def _refuse(scope: Scope, send: Send) -> None:
    """Refuse a request, explain access in each official language, and show a field for the token."""
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008})
        return
    texts = "".join(
        f'<p lang="{code}" dir="{get(code).direction}">{escape(load(code)("app.refused"))}</p>'
        for code in OFFICIAL
    )
    body = (
        "<!DOCTYPE html><html><head><title>aligner</title></head><body>"
        f'{texts}<form action="/"><input name="{PARAMETER}" aria-label="token" autocomplete="off" required>'
        "<button>→</button></form></body></html>"
    ).encode()
    headers = [
        (b"content-type", b"text/html; charset=utf-8"),
        (b"content-length", str(len(body)).encode("ascii")),
        (b"content-security-policy", b"default-src 'none'; form-action 'self'"),
        *_SAFE_HEADERS,
    ]
    await send({"type": "http.response.start", "status": 403, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _with_safe_headers(send: Send, host: str) -> Send:
    """Add security headers to each response: the page may contact only this server, and no site may frame it.

    Inline styles and scripts are allowed for Streamlit's page, and compiled code for its charts.
    """
    policy = (
        "default-src 'self' data: blob:; "
        "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; "
        "style-src 'self' 'unsafe-inline'; "
        f"connect-src 'self' data: blob: ws://{host} wss://{host}; "
        "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
    )
    added = [*_SAFE_HEADERS, (b"content-security-policy", policy.encode("latin-1"))]

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            names = {name for name, _ in added}
            kept = [each for each in message.get("headers", ()) if each[0].lower() not in names]
            message = {**message, "headers": [*kept, *added]}
        await send(message)

    return sending
