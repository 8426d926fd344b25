"""Restrict access to the app's server to its user's browser, and to pages of the app itself.

Streamlit accepts a WebSocket from any page on `localhost`, and asks the internet for its own address
if it does not recognise the one in a request. `Guard` handles each request first. It refuses a foreign
`Host` (a name rebound to this machine), a foreign `Origin` (another site, or another local server) and a
visitor without the token, which is in the URL of the first visit and in a cookie afterwards.

The browser is opened with a page that only its user can read, because every user of the
computer can read the command line of a program. That page has a ticket, which admits one visitor. If it is
used again, someone else had it: the session it gave ends, whoever has it.
"""

import asyncio
import hmac
import ipaddress
import os
import re
import secrets
import socket
from base64 import b64encode
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from threading import Event
from typing import Final
from urllib.parse import quote, urlencode

import click
from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from aligner.formats.templates import fill
from aligner.languages import OFFICIAL
from aligner.readers.regular_file import write_private
from aligner.values import data_files, disk_traces
from aligner.values.catalogue import DEFAULT, load

ENVIRONMENT: Final = "ALIGNER_TOKEN"
"""The environment variable that sets the token; otherwise each start generates a new one."""

PARAMETER: Final = "token"
"""The query parameter of the first visit."""

LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})

_HOST: Final = re.compile(r"(\[[0-9a-f:.]+\]|[\w.-]+)(?::(\d{1,5}))?", re.ASCII | re.IGNORECASE)
"""A host with its port, and nothing else that a URL may have: no user, path or fragment."""

_INSTALLED: Final = Event()
_HEALTH: Final = "/_stcore/health"
"""Health check, which returns only "ok", so that a script may wait for the server without the token."""

_STYLE: Final = data_files.text("guard.css")
_DIGEST: Final = b64encode(sha256(_STYLE.encode()).digest()).decode()


@dataclass(frozen=True, slots=True)
class Access:
    """The secrets that admit a visitor, and the address of the server.

    Attributes:
        address: the address the server listens on.
        token: admits a visitor any number of times.
        ticket: admits one visitor, once: the browser that is opened.
        cookie: value of the cookie that a visitor with the token receives.
        ticket_cookie: value of the cookie that the visitor with the ticket receives.
    """

    address: str = "127.0.0.1"
    token: str = field(default_factory=lambda: os.environ.get(ENVIRONMENT) or secrets.token_urlsafe(24))
    ticket: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    cookie: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    ticket_cookie: str = field(default_factory=lambda: secrets.token_urlsafe(24))

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

    def url(self, port: int, secret: str, *, here: bool = False) -> str:
        """Return the URL of the first visit, with the token or the ticket.

        Args:
            port: the port.
            secret: the token or the ticket.
            here: whether it is for a browser on this machine; otherwise others must be able to use it.
        """
        is_any = _is_address(self.address) and ipaddress.ip_address(self.address).is_unspecified
        name = self.address if not is_any else "127.0.0.1" if here else own_address()
        return f"http://{f'[{name}]' if ':' in name else name}:{port}/?{PARAMETER}={secret}"


class Guard:
    """ASGI middleware in front of Streamlit; see the module docstring."""

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self.app = app
        self.access = access
        self._ticket_used = asyncio.Event()
        self._ticket_reused = asyncio.Event()
        _INSTALLED.set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, exchange a token for the cookie, or refuse."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        visit, port = HTTPConnection(scope), scope["server"][1]
        headers = visit.headers
        if not self._names_this_server(headers.get("host", ""), port) or not _own_page(headers):
            await _refusal(visit)(scope, receive, send)
            return
        given = _given_token(visit)
        has_cookie = _has_cookie(headers, port, self.access.cookie)
        has_ticket = self._holds_ticket_cookie(headers, port)
        sending = _with_safe_headers(send, headers["host"])
        if _same(given, self.access.token):
            await _redirection(visit, f"{_cookie_name(port)}={self.access.cookie}")(scope, receive, send)
        elif given and (has_cookie or has_ticket):  # a secret must not stay in the address
            await _redirection(visit)(scope, receive, send)
        elif scope["path"] == _HEALTH or has_cookie:
            await self.app(scope, receive, sending)
        elif has_ticket:
            await _until(self._ticket_reused, self.app, scope, receive, sending)
        elif _same(given, self.access.ticket):
            await self._take_ticket(visit, port)(scope, receive, send)
        else:
            await _refusal(visit)(scope, receive, send)

    def _names_this_server(self, host: str, port: int) -> bool:
        """Whether the `Host` header names this server, port included."""
        match = _HOST.fullmatch(host)
        return (
            match is not None
            and int(match[2] or 80) == port
            and self.access.answers_to(match[1].strip("[]").lower())
        )

    def _holds_ticket_cookie(self, headers: Mapping[str, str], port: int) -> bool:
        """Whether the visitor was admitted by the ticket, and nobody has used it since."""
        valid = self._ticket_used.is_set() and not self._ticket_reused.is_set()
        return valid and _has_cookie(headers, port, self.access.ticket_cookie)

    def _take_ticket(self, visit: HTTPConnection, port: int) -> ASGIApp:
        """Admit the first visitor with the ticket; at the second, end the session of the first."""
        if self._ticket_used.is_set():
            self._ticket_reused.set()
            click.echo(f"aligner: warning: {load(DEFAULT)('app.ticket_reused')}", err=True)
            return _refusal(visit, "app.ticket_reused")
        self._ticket_used.set()
        remove_ticket_page(port)
        return _redirection(visit, f"{_cookie_name(port)}={self.access.ticket_cookie}", by_page=True)


def is_installed() -> bool:
    """Whether a guard protects the server of this process."""
    return _INSTALLED.is_set()


async def _until(ended: asyncio.Event, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    """Pass a request on; close its WebSocket when its session has ended."""
    if scope["type"] != "websocket":
        await app(scope, receive, send)
        return
    running = asyncio.ensure_future(app(scope, receive, send))
    ending = asyncio.create_task(ended.wait())
    try:
        await asyncio.wait({running, ending}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        is_over = not running.done()
        running.cancel()
        ending.cancel()
    if is_over:
        await asyncio.wait({running})
        await send({"type": "websocket.close", "code": 1008})
    else:
        await running


def _own_page(headers: Mapping[str, str]) -> bool:
    """Whether the request comes from a page of this server, or from a user who opens a URL."""
    origin, host = headers.get("origin"), headers["host"]
    if origin is not None and origin not in (f"http://{host}", f"https://{host}"):
        return False
    fetched = headers.get("sec-fetch-site", "none") in ("none", "same-origin")
    return fetched or headers.get("sec-fetch-mode") == "navigate"


def own_address() -> str:
    """Return the address at which other machines find this one; its name if it is in no network."""
    for family, elsewhere in ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1")):
        with suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect((elsewhere, 9))  # sends nothing: it only chooses the network
            return str(probe.getsockname()[0])
    return socket.gethostname()


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _given_token(visit: HTTPConnection) -> str:
    """Return the token of a first visit; empty for any other request."""
    if visit.scope["type"] != "http" or visit.scope["method"] != "GET":
        return ""
    return visit.query_params.get(PARAMETER, "")


def _has_cookie(headers: Mapping[str, str], port: int, value: str) -> bool:
    expected = f"{_cookie_name(port)}={value}"
    return any(_same(cookie.strip(), expected) for cookie in headers.get("cookie", "").split(";"))


def _same(given: str, expected: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "replace"), expected.encode("utf-8", "replace"))


def _cookie_name(port: int) -> str:
    """Return the cookie's name, which has the port, since all ports of a host share their cookies."""
    return f"aligner-{port}"


def _redirection(visit: HTTPConnection, cookie: str = "", *, by_page: bool = False) -> ASGIApp:
    """Set the cookie and redirect to the same page without the token in its URL.

    Args:
        visit: the request.
        cookie: name and value; empty for a visitor who has one.
        by_page: whether a page redirects. A browser that came from a page of another site, as a file is,
            sends no cookie along when it follows a status; from a page of this site, it does.
    """
    path = "/" + quote(visit.scope["path"].lstrip("/"))
    location = f"{path}?{urlencode(_kept_query(visit))}".rstrip("?")
    headers = {"cache-control": "no-store"}
    if cookie:
        headers["set-cookie"] = f"{cookie}; Path=/; HttpOnly; SameSite=Strict"
    if by_page:
        return _answer(200, redirecting_to(location), headers)
    return _answer(303, "", {**headers, "location": location})


def _kept_query(visit: HTTPConnection) -> list[tuple[str, str]]:
    """Return the parameters of a request but for the token."""
    return [(name, value) for name, value in visit.query_params.multi_items() if name != PARAMETER]


def _refusal(visit: HTTPConnection, text: str = "app.refused") -> ASGIApp:
    """Refuse a request, explain access in each official language, and show a field for the token.

    The browser's language comes first. The field leads to the page that was asked for, such as a project.
    """
    if visit.scope["type"] == "websocket":
        return WebSocketClose(1008)
    preferred = visit.headers.get("accept-language", "")[:2].lower()
    page = fill(
        "refusal.html",
        load(DEFAULT),
        style=_STYLE,
        text=text,
        catalogues=map(load, sorted(OFFICIAL, key=lambda code: code != preferred)),
        kept=_kept_query(visit),
        parameter=PARAMETER,
    )
    return _answer(403, page, {})


def _answer(status: int, page: str, headers: Mapping[str, str]) -> HTMLResponse:
    """Answer with a page of the guard's own, which loads nothing."""
    return HTMLResponse(page, status, {**headers, **_safe_headers("guard", digest=_DIGEST)})


def _safe_headers(pages: str, **named: str) -> dict[str, str]:
    """Return the security headers of some pages: they contact only this server, and no site frames them."""
    headers = data_files.tables("headers.toml")
    return {**headers["every"], "content-security-policy": headers["policies"][pages].format(**named)}


def _with_safe_headers(send: Send, host: str) -> Send:
    """Add security headers to each response."""
    added = _safe_headers("app", host=host)

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            message.setdefault("headers", [])
            MutableHeaders(scope=message).update(added)
        await send(message)

    return sending


# It redirects to the app with the ticket in the URL, which must not be on the browser's command line.


def write_ticket_page(url: str, port: int) -> Path | None:
    """Write the page for the server on a port; return None if the user's folder does not allow it."""
    page = _path(port)
    try:
        write_private(page, redirecting_to(url).encode())
    except OSError:
        return None
    return page


def remove_ticket_page(port: int) -> None:
    """Remove the page, whose ticket was used or ends with the server."""
    with suppress(OSError):
        _path(port).unlink()


def redirecting_to(url: str) -> str:
    """Return a page that redirects to a URL."""
    return fill("redirection.html", load(DEFAULT), url=url)


def _path(port: int) -> Path:
    return disk_traces.state() / f"open-{port}.html"
