"""The page with which `aligner app` opens the browser: a file that only its user can read.

It redirects to the app with the ticket in the URL, which must not be on the browser's command line.
"""

from __future__ import annotations

from contextlib import suppress
from html import escape
from pathlib import Path

from aligner.project.atomic_file import file_beside
from aligner.values import disk_traces


def write(url: str, port: int) -> Path | None:
    """Write the page for the server on a port; return None if the user's folder does not allow it."""
    page = _path(port)
    try:
        page.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with file_beside(page) as beside:  # whose mode is 0600, whatever was there before
            beside.write_text(redirecting_to(url), "utf-8")
            beside.replace(page)
    except OSError:
        return None
    return page


def remove(port: int) -> None:
    """Remove the page, whose ticket was used or ends with the server."""
    with suppress(OSError):
        _path(port).unlink()


def redirecting_to(url: str) -> str:
    """Return a page that redirects to a URL."""
    return (
        '<!DOCTYPE html><html><head><meta charset="utf-8"><title>aligner</title>'
        '<meta name="referrer" content="no-referrer">'
        f'<meta http-equiv="refresh" content="0; url={escape(url)}">'
        "</head></html>"
    )


def _path(port: int) -> Path:
    return disk_traces.state() / f"open-{port}.html"
