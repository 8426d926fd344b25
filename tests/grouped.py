"""Read the contents of a grouped list of the workbench from Streamlit's test harness."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest


def groups(app: AppTest) -> list[dict[str, Any]]:
    """Return the groups of the list on the page; none if there is no list."""
    shown = [each.proto for each in app.get("bidi_component")]
    lists = [each for each in shown if each.component_name == "aligner.grouped_list"]
    return json.loads(lists[0].json)["groups"] if lists else []


def lines(app: AppTest) -> list[dict[str, Any]]:
    """Return the lines of all groups."""
    return [line for group in groups(app) for line in group["lines"]]


def texts(app: AppTest) -> list[str]:
    """Return the first passage of each line as text."""
    return ["".join(text for _, text in line["passages"][0]["parts"]) for line in lines(app)]
