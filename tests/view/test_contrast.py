"""Colours of the workbench's theme and of the report: enough contrast to read, in light and in dark."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from colours import contrast

from aligner.formats.templates import stylesheet
from aligner.values import data_files

THEMES = ("light", "dark")
TEXT, PART = 4.5, 3.0  # WCAG 2 AA: of text, and of what shows where a control is


@pytest.fixture(scope="module")
def themes(root: Path) -> dict[str, dict[str, str]]:
    config = tomllib.loads((root / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    return {name: config["theme"][name] for name in THEMES}


def ours(theme: str) -> dict[str, str]:
    """The colours of the style sheet by name."""
    found = re.findall(r"--([a-z-]+): light-dark\((#\w{6}), (#\w{6})\);", stylesheet())
    return {name: pair[THEMES.index(theme)] for name, *pair in found}


def test_the_measure_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#123456", "#123456") == 1


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(
    ("front", "back", "least"),
    [
        ("textColor", "backgroundColor", TEXT),
        ("textColor", "secondaryBackgroundColor", TEXT),
        ("linkColor", "backgroundColor", TEXT),
        ("linkColor", "secondaryBackgroundColor", TEXT),
        ("primaryColor", "backgroundColor", PART),
        ("primaryColor", "secondaryBackgroundColor", PART),
        ("borderColor", "backgroundColor", PART),
        ("borderColor", "secondaryBackgroundColor", PART),
    ],
)
def test_the_theme_can_be_read(
    theme: str, front: str, back: str, least: float, themes: dict[str, dict[str, str]]
) -> None:
    assert contrast(themes[theme][front], themes[theme][back]) >= least


@pytest.mark.parametrize("theme", THEMES)
def test_button_labels_have_enough_contrast(theme: str, themes: dict[str, dict[str, str]]) -> None:
    """Streamlit writes labels in white on the primary colour, in either theme."""
    assert contrast("#ffffff", themes[theme]["primaryColor"]) >= TEXT


PAIRS = [  # of text and ground in the report
    ("ink", "page"),
    ("muted", "page"),
    ("link", "page"),
    ("ink", "head"),
    ("muted", "head"),
    ("link", "head"),
    ("alert", "head"),
    ("ins", "ins-back"),
    ("del", "del-back"),
    ("link", "ins-back"),
    ("link", "del-back"),
    ("alert", "alert-back"),
    ("ink", "target"),
    ("muted", "target"),
    ("link", "target"),
    ("ink", "hit-back"),
    ("muted", "hit-back"),
    ("ins", "hit-back"),
    ("del", "hit-back"),
    ("link", "hit-back"),
    ("alert", "hit-back"),
]


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("front", "back"), PAIRS)
def test_text_of_the_report_has_enough_contrast(theme: str, front: str, back: str) -> None:
    colours = ours(theme)
    assert contrast(colours[front], colours[back]) >= TEXT


@pytest.mark.parametrize("theme", THEMES)
def test_page_and_theme_have_the_same_colours(theme: str, themes: dict[str, dict[str, str]]) -> None:
    colours, config = ours(theme), themes[theme]
    assert colours["page"] == config["backgroundColor"]
    assert colours["head"] == config["secondaryBackgroundColor"]
    assert colours["ink"] == config["textColor"]
    assert colours["link"] == config["linkColor"]


def colours_in(css: str) -> Iterator[str]:
    yield from re.findall(r"#[0-9a-fA-F]{3,8}\b", re.sub(r"/\*.*?\*/", "", css, flags=re.S))


def test_no_rule_has_a_colour_of_its_own() -> None:
    """All colours are defined in the table at the top of the style sheet, where they are checked."""
    rules = re.sub(r"--[a-z-]+: light-dark\([^)]*\);", "", stylesheet())
    assert not list(colours_in(rules))


def test_the_workbench_has_no_colours_of_its_own(themes: dict[str, dict[str, str]]) -> None:
    known = {colour for theme in THEMES for colour in (*ours(theme).values(), *themes[theme].values())}
    css = (files("aligner") / "data" / "app.css").read_text(encoding="utf-8")
    css += (files("aligner") / "data" / "locale.css").read_text(encoding="utf-8")
    assert set(colours_in(css)) <= known


@pytest.mark.parametrize("theme", THEMES)
def test_every_colour_is_used_and_checked_for_contrast(theme: str) -> None:
    colours = ours(theme)
    assert set(colours) >= {"page", "ink", "muted", "line", "head", "link", "ins", "del", "alert", "target"}
    used = set(re.findall(r"var\(--([a-z-]+)\)", stylesheet() + data_files.text("app.css")))
    assert set(colours) <= used
    for name in ("ins", "del", "alert"):  # also as words on the bare page, in the matrix and badges
        assert contrast(colours[name], colours["page"]) >= TEXT
    for name in ("ins", "del", "alert"):
        assert contrast(colours[name], colours["target"]) >= TEXT
