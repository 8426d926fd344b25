"""The interface language: chosen, in the URL, or the browser's; and the mirrored page."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest
from streamlit.runtime.context import ContextProxy
from streamlit.testing.v1 import AppTest

from aligner.languages import OFFICIAL, get
from aligner.ui import page
from aligner.values.catalogue import load


def script() -> None:
    import streamlit as st

    from aligner.ui import page

    st.text(page.words()("app.compare"))
    st.text(page.attributes())
    page.choose_interface()
    page.set_language()


@pytest.fixture
def app() -> AppTest:
    return AppTest.from_function(script, default_timeout=30)


def shown(app: AppTest) -> str:
    """The language that the page is in, by its words."""
    assert not app.exception
    found = {load(code)("app.compare"): code for code in OFFICIAL}
    code = found[app.text[0].value]
    assert app.text[1].value.strip() == f'lang="{code}" dir="{get(code).direction}"'
    return code


def browser_asks_for(locale: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ContextProxy, "locale", property(lambda self: locale))


@pytest.mark.parametrize(
    ("address", "browser", "code"),
    [
        (None, None, "en"),
        ("fr", None, "fr"),
        (None, "ru-RU", "ru"),
        (None, "zh-Hant-TW", "zh"),
        ("ar", "ru-RU", "ar"),
        (None, "de-DE", "en"),
        (None, "", "en"),
        ("xx", "es-419", "es"),
        ("<script>", None, "en"),
        ("fr-CA", None, "fr"),
    ],
)
def test_what_counts(
    app: AppTest, address: str | None, browser: str | None, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser_asks_for(browser, monkeypatch)
    if address is not None:
        app.query_params[page.INTERFACE] = address
    app.run()
    assert shown(app) == code


def test_a_choice_is_kept_in_the_address(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    browser_asks_for("es-ES", monkeypatch)
    app.run()
    assert shown(app) == "es"
    assert page.INTERFACE not in app.query_params, "nothing was chosen: the browser decides next time too"
    choice = app.selectbox(key="locale.widget")
    assert list(choice.options) == [get(code).endonym for code in OFFICIAL]
    assert choice.value == "es"
    choice.select("zh").run()
    assert shown(app) == "zh"
    assert app.query_params[page.INTERFACE] == "zh"
    app.run()
    assert shown(app) == "zh"
    assert app.selectbox(key="locale.widget").value == "zh"


def test_a_choice_outlives_an_address_that_others_clear(app: AppTest) -> None:
    app.query_params[page.INTERFACE] = "ar"
    app.run()
    del app.query_params[page.INTERFACE]
    app.run()
    assert shown(app) == "ar"
    assert app.query_params[page.INTERFACE] == "ar"


def test_an_edited_address_takes_precedence_over_a_choice(app: AppTest) -> None:
    app.run()
    app.selectbox(key="locale.widget").select("ru").run()
    app.query_params[page.INTERFACE] = "fr"
    app.run()
    assert shown(app) == "fr"
    assert app.selectbox(key="locale.widget").value == "fr"


@pytest.mark.parametrize("code", list(OFFICIAL))
def test_streamlits_texts_are_replaced_without_breaking_the_style(code: str) -> None:
    style = page._own_style(code)
    first = style.split("\n", 1)[0]
    assert re.fullmatch(r':root \{(--[a-z-]+: "[^"\\<>]+";){3}\}', first)
    assert set(re.findall(r"var\(--([a-z-]+)\)", style)) == set(re.findall(r"--([a-z-]+):", first))


def test_a_page_from_the_left_is_left_alone() -> None:
    upload = ":root [data-testid=stFileUploaderDropzone] button p"  # a word that fits no language here
    allowed = (
        ":root[dir=rtl]",
        ":root:not([lang=en])",
        ":root .st-key-",
        ":root:has(.stApp:not(",
        ".gone",
        upload,
    )
    css = re.sub(r"/\*.*?\*/", "", (files("aligner") / "data" / "locale.css").read_text(encoding="utf-8"))
    for selectors in re.findall(r"([^{}]+)\{", css):
        assert selectors.strip().startswith(allowed)


def test_the_script_is_given_words_of_the_interface_and_no_markup() -> None:
    script = (files("aligner") / "data" / "locale.js").read_text(encoding="utf-8")
    assert set(re.findall(r"\b(?:data|texts)\.(\w+)", script)) == {"lang", "dir", "gone", "again"}
    assert "innerHTML" not in script
