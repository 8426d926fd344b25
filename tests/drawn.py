"""Projects opened without a browser, and what a run of the app drew, its rows put into the text in place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from streamlit.testing.v1 import AppTest

TEXT = re.compile(
    r'(<div class="window[^"]*" data-text="(\w+)">.*?</thead>\n<tbody>\n)(.*)(\n</tbody></table></div>)', re.S
)
CHANGES = re.compile(r'<template class="changes" data-text="(\w+)">(.*)</template>', re.S)


def open_by_path(app: AppTest, path: Path | str) -> AppTest:
    """Open a project of which the first screen is given the path."""
    app.run()
    app.text_input(key="start.project_path").set_value(str(path))
    app.button(key="start.open_path").click().run()
    assert not app.exception
    return app


def open_panel(app: AppTest, row: int) -> None:
    """Choose a row, with its panel open."""
    app.session_state["desk.panel"] = True
    app.session_state["desk.here"] = row
    app.run()


def html(app: AppTest) -> str:
    """Return all HTML of the page; the text has the rows that it has in the browser."""
    bodies = [element.proto.body for element in app.get("html")]
    changes = {name: parts for body in bodies for name, parts in CHANGES.findall(body)}
    return "\n".join(
        TEXT.sub(lambda text: text[1] + "\n".join(rows(text[3], changes[text[2]])) + text[4], body)
        for body in bodies
        if not CHANGES.search(body)
    )


def rows(text: str, changes: str) -> list[str]:
    """Return the rows of a text after changes; see `aligner.ui.text_tab`."""
    before = re.split(r'\n(?=<tr id="r\d)', text)
    if not changes:
        return before
    found: list[str] = []
    for part in re.split(r'(?<=</tr>)(?=<tr (?:id="r\d|data-rows))', changes):
        if kept := re.match(r'<tr data-rows="(\d+) (\d+)">', part):
            found += before[int(kept[1]) : int(kept[2])]
        elif headed := re.match(r'(<tr [^>]*) data-cells="(\d+)"(>.*</th>)</tr>$', part, re.S):
            found.append(headed[1] + headed[3] + before[int(headed[2])].partition("</th>")[2])
        else:
            found.append(part)
    return found
