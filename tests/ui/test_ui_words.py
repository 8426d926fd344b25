"""Every screen of the workbench in each language: no untranslated interface text."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import grouped
import lxml.html
import pytest
import sample
from google.protobuf.json_format import MessageToDict
from streamlit.testing.v1 import AppTest
from test_interface import ours

from aligner.languages import OFFICIAL
from aligner.project import recent, recovery
from aligner.ui import page
from aligner.ui.state import current_findings, navigation, running
from aligner.values import Comparison, Message
from aligner.values.catalogue import load

OTHERS: Final = tuple(code for code in OFFICIAL if code != "en")
LATIN: Final = ("fr", "es")
QUICK: Final = ("fr", "zh")  # of Latin letters and of others; what is not translated is so in every language
TOLD: Final = ("label", "help", "placeholder", "options", "title", "caption", "formattedValue", "emptyLabel")
"""Fields of Streamlit's messages that a person reads."""

KNOWN: Final = re.compile(
    r"`[^`]*`|aligner|CSV|TBX|TMX|XLIFF|JSON Lines|JSON|Word|Excel|PDF|HTML|Markdown|Parquet"
    r"|OpenDocument|RTF|LaBSE|Escape|Esc|(S, )?Ctrl\+S|rev1|draft|\.\w+"
    r"|:material/\w+:|English|Français|Español|Deutsch"
    r"|A/RES/71/\d( new)?|utf-\d+(-sig)?|big5|iso8859-\d+|koi8-r|latin-1|cp\d+|gb18030|mac\w*"
)
"""Names and commands that are the same in every language, and how the drafts of the sample are called."""

ENGLISH: Final = re.compile(r"\b(the|of|and|not|with|is|was|are|to|this|from|each|for|no one)\b")


@pytest.fixture(autouse=True)
def _own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recent, "state_folder", lambda: tmp_path / "state")
    monkeypatch.setattr(recent, "default_folder", lambda: Path("/"))


def work() -> Comparison:
    """The sample in languages whose letters are no English ones, with reasons that the core does give."""
    made = sample.comparison(["zh", "ru", "ar"], title="决议草案")
    given = tuple(
        replace(each, reasons=dict.fromkeys(each.reasons, Message("reason.reworded")))
        for each in made.amendments
    )
    return replace(made, amendments=given)


@pytest.fixture
def app(new_window: Callable[[], AppTest], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> AppTest:
    monkeypatch.setattr(recovery, "folder", lambda: tmp_path / "recovery")
    monkeypatch.setattr(running, "compare_bundled", lambda **_: work())
    monkeypatch.setattr(current_findings, "stopped", lambda: True)  # no checks behind the test
    return new_window()


def described(app: AppTest, code: str) -> set[str]:
    """All interface texts on the page."""
    found: set[str] = set()
    for element in _elements(app._tree):
        proto = getattr(element, "proto", None)
        if proto is None:
            continue
        if element.type == "html":
            page: Any = lxml.html.fragment_fromstring(proto.body or "<p/>", create_parent=True)
            found |= set(ours(page, code, code)) | _attributes(page, code)
            continue
        terms = "desk.part" in app.session_state and app.session_state["desk.part"] == "part.glossary"
        if element.type in ("arrow_data_frame", "dataframe") and not terms:  # they are a person's own words
            found |= {str(name) for name in element.value.columns}
            found |= {str(cell) for line in element.value.astype(str).to_numpy() for cell in line}
        found |= set(_strings(MessageToDict(proto)))
    return {text.strip() for text in (*found, *_listed(app)) if text.strip()}


def _listed(app: AppTest) -> Iterator[str]:
    """The interface texts in grouped lists."""
    for group in grouped.groups(app):
        yield group["title"]
        for line in group["lines"]:
            yield from (text for _, text in line["badges"])
            yield line["note"]
            yield from (name for _, _, name in line["cells"])
            for passage in line["passages"]:
                if not passage["language"]:
                    yield "".join(text for _, text in passage["parts"])


def _elements(node: Any) -> Iterator[Any]:
    yield node
    for child in getattr(node, "children", {}).values():
        yield from _elements(child)


def _attributes(page: Any, code: str) -> set[str]:
    return {
        each.get(name) or ""
        for each in page.iter(lxml.etree.Element)
        for name in ("title", "aria-label", "alt")
        if name in each.attrib
    }


def _strings(value: object, name: str = "") -> Iterator[str]:
    """The texts in a message's displayed fields, including charts and column settings."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _strings(item, str(key))
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item, name)
    elif isinstance(value, str) and value[:1] == "{" and name in ("spec", "columns"):
        yield from _strings(json.loads(value))
    elif isinstance(value, str) and name in TOLD:
        yield value


def english(texts: set[str], code: str) -> set[str]:
    """Those that are not in the language: words of English, or of its letters where it has none."""
    bare = {text: KNOWN.sub("", text) for text in texts}
    if code in LATIN:
        ours, theirs = load(code).by_key, load("en").by_key
        same = {text for key, text in theirs.items() if text != ours[key] and text not in ours.values()}
        return {text for text, rest in bare.items() if ENGLISH.search(rest) or (rest and text in same)}
    return {text for text, rest in bare.items() if re.search("[A-Za-z]{3}", rest)}


def opened(app: AppTest) -> AppTest:
    app.run()
    app.button(key="start.example").click().run()
    assert not app.exception
    return app


@pytest.mark.parametrize(
    "code", [pytest.param(code, marks=() if code in QUICK else pytest.mark.slow) for code in OTHERS]
)
def test_no_screen_shows_english_in_another_language(
    app: AppTest, new_window: Callable[[], AppTest], monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    monkeypatch.setattr(page, "interface", lambda: code)  # the harness asks for names between runs, too
    left = {"start": english(described(app.run(), code), code)}
    app.get("file_uploader")[0].set_value(
        [("a.zh.txt", "标题\n\n1. 鼓励会员国；\n".encode() * 9, "text/plain")]
    ).run()
    left["files"] = english(described(app, code), code)
    app = opened(new_window())
    left["text"] = english(described(app, code), code)
    for part in navigation.PARTS:
        app.session_state["desk.part"] = part
        app.run()
        left[part] = english(described(app, code), code)
    app.session_state["desk.part"] = "part.text"
    app.session_state["desk.panel"] = True
    for row in (1, 3, 12):
        app.session_state["desk.here"] = row
        app.run()
        left[f"panel {row}"] = english(described(app, code), code)
    for key in (
        "panel.confirm",
        "panel.review",
        "steps.help",
        "save.ask",
        "project.add",
        "project.close",
    ):
        app.session_state["project"] = True  # folded by what was opened from it
        app.run()
        app.button(key=key).click().run()
        assert not app.exception
        left[key] = english(described(app, code), code)
    assert {screen: texts for screen, texts in left.items() if texts} == {}
