"""The parts shared by all screens: languages, style, texts, and messages that are never parsed as markup.

The interface language is, in order of precedence, the choice in this session, that in the URL (`?ui=fr`),
the browser's preference, and English. The reader's language, in which amendments are quoted first, is chosen
once per project.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer
from streamlit.delta_generator import DeltaGenerator

from aligner.formats.templates import stylesheet
from aligner.languages import LANGUAGES, code_of, get
from aligner.ui.state import redraws, session
from aligner.values import DocumentKey, data_files
from aligner.values.catalogue import DEFAULT, Words, available, load
from aligner.values.message import VERBATIM, AlignerError, LinkError, Message, memory_errors
from aligner.view.markup import escape, isolated, language_attributes, plain
from aligner.view.page_model import ViewRow

if TYPE_CHECKING:
    from pandas import DataFrame

V = TypeVar("V")

_PENDING_FAULT: Final = "aligner.pending_fault"


def words() -> Words:
    """Return the interface texts in the current language."""
    return load(interface())


def say(key: str, /, **fields: object) -> str:
    """Return one text of the interface in the current language, with its {braces} filled in."""
    return words()(key, **fields)


def style() -> None:
    """Add the report's style sheet to the page."""
    st.html(f"<style>{stylesheet()}{data_files.text('app.css')}</style>")


def show(html: str, *, narrow: bool = False) -> None:
    """Show HTML in the page's theme; `narrow` makes it no wider than its text."""
    width = "content" if narrow else "stretch"
    st.html(f'<div class="aligner app {scheme()}"{attributes()}>{html}</div>', width=width)


def scheme() -> str:
    """Return the CSS class of the page's theme: `light`, `dark`, or `auto` if it is not known yet."""
    theme = getattr(st.context.theme, "type", None)
    return theme if theme in ("light", "dark") else "auto"


def problem(text: str) -> None:
    """Show a one-line error. `st.error` would interpret file names as markdown."""
    show(f'<p class="message problem" role="alert">{escape(text)}</p>')


def fault(message: Message) -> None:
    """Show an error's message in the interface language.

    A message without a code has no translation: it is shown in English, left to right.
    """
    attributes = ' lang="en" dir="ltr"' if message.code == VERBATIM else ""
    show(f'<p class="message problem" role="alert"{attributes}>{escape(words().render(message))}</p>')


def show_fault_later(message: Message, place: str = "page") -> None:
    """Have the next run show an error's message at a place, by default at the head of the screen it draws."""
    st.session_state[f"{_PENDING_FAULT}.{place}"] = message


def show_pending_fault(place: str = "page") -> bool:
    """Show the message given to `show_fault_later` for a place; return whether there is one."""
    message = cast("Message | None", redraws.take(f"{_PENDING_FAULT}.{place}"))
    if message is not None:
        fault(message)
    return message is not None


@contextmanager
def faults_shown() -> Iterator[None]:
    """Context manager that shows the message of an error in place of what it kept from being drawn."""
    try:
        with memory_errors():
            yield
    except AlignerError as error:
        fault(error.message)


@contextmanager
def refusals_said() -> Iterator[None]:
    """Context manager for a step that is taken in a callback: say briefly why it is impossible, if it is."""
    try:
        yield
    except LinkError as error:
        st.toast(words().render(error.message))


def remark(text: str) -> None:
    """Show a note that is not an error."""
    show(f'<p class="message">{escape(text)}</p>')


def remarks(messages: Iterable[Message], kind: str = "remarks") -> None:
    """Show a list of notes that are not errors, if there are any; `kind` is its CSS class."""
    lines = "".join(f"<li>{isolated(words().render(message))}</li>" for message in messages)
    if lines:
        show(f'<ul class="{kind}">{lines}</ul>')


def listed(name: str, detail: str) -> None:
    """Show a line of a list of what may be opened: its name, and HTML about it below."""
    show(
        f'<p class="recent" translate="no"><strong>{isolated(name)}</strong><br>'
        f'<small class="muted">{detail}</small></p>'
    )


def place(row: ViewRow) -> str:
    """Return the name of a row: its place, its old place, or its number."""
    return words().row_name(row.place, row.old_place, row.number)


def document(key: DocumentKey) -> str:
    """Return the language and draft of a document as one line."""
    return plain(f"{get(key.language).endonym} {key.version}".strip())


def repeated(keys: Iterable[DocumentKey]) -> DocumentKey | None:
    """Return the first language and draft that several documents have, if any."""
    found = Counter(keys)
    return next((key for key, count in found.items() if count > 1), None)


def draft(version: str) -> str:
    """Return the label of a draft; one draft may have no name."""
    return version or say("column.unnamed")


def percent(score: float) -> str:
    """Format a link's confidence in whole per cent, rounded down so that only certainty shows 100.

    >>> percent(0.9996), percent(0.5)
    ('99%', '50%')
    """
    return f"{min(int(100 * score), 99)}%"


def switch(name: str, options: Sequence[V], named: Callable[[V], str], key: str) -> V:
    """Draw options in a line, of which one is always chosen: at first, or if it has gone, the first.

    Only screen readers say the name.
    """
    if st.session_state.get(key) not in options:
        st.session_state[key] = options[0]
    chosen = st.segmented_control(
        name, options, format_func=named, key=key, required=True, label_visibility="collapsed"
    )
    return cast("V", chosen)


def choose_any(
    name: str,
    options: Iterable[str],
    named: Callable[[str], str],
    key: str,
    *,
    at: DeltaGenerator | None = None,
    on_change: Callable[[], None] | None = None,
) -> None:
    """Ask which of some options are wanted, by their values as texts; none stands for any of them."""
    (at or st).multiselect(
        say(name),
        [str(option) for option in options],
        format_func=named,
        placeholder=say("filter.any"),
        key=key,
        on_change=on_change,
    )


def button(
    name: str,
    act: Callable[..., object] | None = None,
    *args: object,
    key: str = "",
    at: DeltaGenerator | None = None,
    **look: Any,
) -> bool:
    """Draw a button, and return whether it was pressed.

    Args:
        name: the key of its text.
        act: what a press does before the page is drawn again.
        args: what it is done with.
        key: the widget's key, if it is not `name`.
        at: where to draw it.
        look: the other options of `st.button`.
    """
    return bool((at or st).button(say(name), key=key or name, on_click=act, args=args, **look))


def remover(name: str, key: str, act: Callable[..., object], *args: object) -> None:
    """Draw a small cross that removes something; `name` is the key of what it says about itself."""
    st.button("✕", key=key, help=say(name), type="tertiary", on_click=act, args=args)


def toggle(name: str, key: str, **look: Any) -> bool:
    """Draw a switch whose text is explained by a second one, and return whether it is on."""
    return bool(st.toggle(say(name), key=key, help=say(f"{name}_help"), **look))


def field(name: str, key: str, *, at: DeltaGenerator | None = None, **look: Any) -> str:
    """Draw a field whose name is explained by a second text, and return what was typed."""
    return str((at or st).text_input(say(name), key=key, help=say(f"{name}_help"), **look))


def propose(key: str, value: str) -> None:
    """Put a value into a widget, unless the user has put in another than the one proposed before."""
    proposal = f"{key}.proposed"
    if st.session_state.get(key, value) == st.session_state.get(proposal, value):
        st.session_state[key] = value
    st.session_state[proposal] = value


def choose_language(
    name: str, languages: Sequence[str], key: str, *, at: DeltaGenerator | None = None, **options: Any
) -> str | None:
    """Ask for one of some languages, each by its own name; `options` are those of a `selectbox`."""
    return cast(
        "str | None",
        (at or st).selectbox(
            say(name), languages, format_func=lambda code: get(code).endonym, key=key, **options
        ),
    )


def choose_row(data: DataFrame, key: str, *, height: int | None = None) -> int | None:
    """Draw a table; return the index of the selected row, or None."""
    event = st.dataframe(
        data,
        hide_index=True,
        width="stretch",
        height=height or "auto",
        on_select="rerun",
        selection_mode="single-row",
        key=key,
    )
    return next((row for row in event.selection.rows if row < len(data)), None)


INTERFACE: Final = "ui"
_CHOSEN: Final = "locale.chosen"
_REPORTED: Final = "locale.texts"
_WIDGET: Final = "locale.widget"


def interface() -> str:
    """Return the code of the current interface language."""
    addressed = _known(st.query_params.get(INTERFACE))
    if addressed is not None and addressed != st.session_state.get(_REPORTED):
        _choose(addressed)  # the URL is new or was edited by hand
    chosen: str | None = st.session_state.get(_CHOSEN)
    return chosen or _known(getattr(st.context, "locale", None)) or DEFAULT


def attributes() -> str:
    """Return `lang` and `dir` attributes for HTML in the interface language."""
    return language_attributes(get(interface()))


def choose_interface() -> None:
    """Draw the menu of interface languages."""
    st.session_state[_WIDGET] = interface()
    offered = [language for language in LANGUAGES if language in available()]
    choose_language("app.interface", offered, _WIDGET, on_change=lambda: _choose(st.session_state[_WIDGET]))


def set_language() -> None:
    """Set the language of the page in the browser."""
    now = get(interface())
    if st.session_state.get(_CHOSEN) and st.query_params.get(INTERFACE) != now.code:
        st.query_params[INTERFACE] = now.code  # another module may have cleared the URL
    st.html(f"<style>{_own_style(now.code)}</style>")
    texts = {"gone": say("app.gone"), "again": say("app.try_again")}
    component("locale")(key="locale", data={"lang": now.code, "dir": now.direction, **texts}, height=1)


def _choose(language: str) -> None:
    st.session_state[_CHOSEN] = st.session_state[_REPORTED] = language
    st.query_params[INTERFACE] = language


def _known(tag: str | None) -> str | None:
    """Return the interface language for a tag such as `fr-CA`, or None."""
    code = code_of(tag or "")
    return code if code in available() else None


@cache
def _own_style(language: str) -> str:
    """Return CSS that mirrors Streamlit's page for right-to-left languages and replaces its English texts."""
    say = load(language)
    texts = {
        "choose-files": say("app.choose_files"),
        "press-enter": say("app.press_enter"),
        "skip": say("report.skip"),
    }
    own = "".join(f"--{name}: {json.dumps(text, ensure_ascii=False)};" for name, text in texts.items())
    return f":root {{{own}}}\n{data_files.text('locale.css')}"


@cache
def component(name: str) -> ComponentRenderer:
    """Return the component whose script is `aligner/data/NAME.js`; the page's styles apply to it."""
    script = data_files.text(f"{name}.js")
    return st.components.v2.component(f"aligner.{name}", js=script, isolate_styles=False)


def reported(key: str) -> Mapping[str, Any]:
    """Return what the script of the component with a key has reported."""
    return cast("Mapping[str, Any]", st.session_state.get(key) or {})


_READER: Final = "desk.reader"


def choose_reader() -> None:
    """Ask for the reader's language, unless the texts are in one language only."""
    languages = session.comparison().languages
    if len(languages) < 2:
        return
    st.session_state[_READER] = reader()
    choose_language("app.reader", languages, _READER, help=say("app.reader_help"))


def reader() -> str:
    """Return the reader's language: the one chosen, or else the interface's, or else the pivot."""
    work = session.comparison()
    wanted = (st.session_state.get(_READER), interface())
    return next((each for each in wanted if each in work.languages), work.pivot)
