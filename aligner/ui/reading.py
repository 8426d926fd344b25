"""The second screen: the text in columns, page by page, with its amendments."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from aligner.exporters.fragments import Fragments
from aligner.exporters.html import render_view
from aligner.exporters.matrix import matrix
from aligner.exporters.summary import summary
from aligner.languages import get
from aligner.markup import escape, isolated, plain
from aligner.ui import page, state
from aligner.values import Comparison
from aligner.view import Entry, View, ViewRow, choices, default_columns

SIZES = [25, 50, 100, 200]
_FIRST = "read.first"
_LATEST = ("", "")


def draw(comparison: Comparison) -> None:
    """Show the open comparison."""
    say = page.words()
    columns, only_changed, size = _sidebar(comparison)
    if not columns:
        page.remark(say("app.no_columns"))
        return
    view = state.view(columns)
    page.show(f"<h1>{isolated(view.title)}</h1>" + _remarks(view))
    parts = {"report.text": lambda: _text(view, only_changed, size), "report.summary": lambda: _summary(view)}
    part = st.segmented_control(
        say("app.part"),
        list(parts),
        default="report.text",
        format_func=say,
        key="read.part",
        label_visibility="collapsed",
    )
    parts[part or "report.text"]()
    _download(view, only_changed)


def _summary(view: View) -> None:
    say = page.words()
    fragments = Fragments(view, say, link=lambda _: None, notes=False)
    shown = summary(view, say, fragments) + matrix(view, say, fragments)
    page.show(shown or f"<p>{escape(say('report.missing_unchecked'))}</p>")


def _sidebar(comparison: Comparison) -> tuple[tuple[state.Choice, ...], bool, int]:
    """What to see: languages, drafts, how much."""
    say = page.words()
    with st.sidebar:
        if st.button(say("app.close"), key="read.close"):
            state.close()
            st.rerun()
        languages = st.multiselect(
            say("app.languages"),
            list(comparison.languages),
            default=list(comparison.languages),
            format_func=lambda code: get(code).endonym,
            key="read.languages",
        )
        pairs = choices(comparison)
        plain = tuple(("", version) for version in reversed(comparison.versions))
        versions = st.selectbox(
            say("app.drafts"),
            [_LATEST, *(pair for pair in (*pairs, *plain) if pair != _LATEST)],
            format_func=_drafts_name,
            key="read.drafts",
            on_change=_go,
            args=(0,),
        )
        only_changed = st.toggle(say("app.only_changed"), key="read.changed", on_change=_go, args=(0,))
        size = st.selectbox(say("app.page_size"), SIZES, index=1, key="read.size")
    if not languages:
        return (), only_changed, size
    chosen = None if versions == _LATEST else versions
    columns = default_columns(comparison, languages=languages, versions=chosen)
    if chosen is not None and not chosen[0]:
        columns = tuple((key, None) for key, _ in columns)
    return columns, only_changed, size


def _drafts_name(pair: tuple[str, str]) -> str:
    say = page.words()
    if pair == _LATEST:
        return say("app.latest")
    if not pair[0]:
        return plain(say("app.plain", version=pair[1]))
    return plain(f"{pair[0]} → {pair[1]}")


def _remarks(view: View) -> str:
    lines = "".join(f"<li>{isolated(note)}</li>" for note in view.notes)
    return f'<ul class="remarks">{lines}</ul>' if lines else ""


def _text(view: View, only_changed: bool, size: int) -> None:
    """One page of rows, in one block: a widget a row would take seconds to draw."""
    say = page.words()
    rows = view.changed(context=1) if only_changed else view.rows
    if not rows:
        page.remark(say("app.nothing_changed") if view.rows else say("report.no_rows"))
        return
    first = _navigate(view, rows, size)
    here = rows[first : first + size]
    numbers = {row.number for row in here}
    fragments = Fragments(view, say, link=lambda number: f"#r{number}" if number in numbers else None)
    page.show(fragments.table(here, mark=st.session_state.get("read.here")))
    notes = fragments.footnotes(here, only_shown=True)
    if notes:
        page.show(f"<h2>{escape(say('report.notes'))}</h2>{notes}")


def _navigate(view: View, rows: Sequence[ViewRow], size: int) -> int:
    """Buttons for pages and amendments; gives the index of the first row to show."""
    say = page.words()
    first = min(int(st.session_state.get(_FIRST, 0)), len(rows) - 1)
    back, forth, where, amendment = st.columns([1, 1, 2, 4], vertical_alignment="bottom")
    with back:
        st.button(
            say("app.back"),
            key="read.back",
            disabled=first == 0,
            width="stretch",
            on_click=_go,
            args=(max(0, first - size),),
        )
    with forth:
        st.button(
            say("app.forth"),
            key="read.forth",
            disabled=first + size >= len(rows),
            width="stretch",
            on_click=_go,
            args=(first + size,),
        )
    with where:
        last = min(len(rows), first + size)
        page.show(
            f'<p class="muted">{escape(say("app.rows", first=first + 1, last=last, total=len(rows)))}</p>'
        )
    with amendment:
        if view.entries:
            st.selectbox(
                say("app.go_to"),
                range(len(view.entries)),
                index=None,
                format_func=lambda number: _entry_name(view, view.entries[number]),
                key="read.entry",
                on_change=_go_to_entry,
                args=(view, [row.number for row in rows]),
            )
    return first


def _entry_name(view: View, entry: Entry) -> str:
    """An amendment on one line of a list: place, kind, words, and whom it did not reach."""
    say = page.words()
    place = entry.place or (
        say("row.old_place", place=entry.old_place) if entry.old_place else f"{entry.row}"
    )
    kind = say(f"kind.{next(iter(entry.kinds.values()))}") if entry.kinds else ""
    words = " → ".join(piece.text.strip() for piece in entry.excerpt[:2])
    missing = "".join(f" ▲ {get(language).endonym}" for language in entry.missing)
    return plain(f"{place} · {kind} · {words}{missing}")


def _go(first: int) -> None:
    st.session_state[_FIRST] = first
    st.session_state["read.here"] = None


def _go_to_entry(view: View, numbers: Sequence[int]) -> None:
    """Begin the page at the amendment chosen, and mark its row."""
    chosen = st.session_state.get("read.entry")
    if chosen is None:
        return
    row = view.entries[chosen].row
    if row in numbers:
        _go(numbers.index(row))
        st.session_state["read.here"] = row


def _download(view: View, only_changed: bool) -> None:
    """The report of what is shown; written when it is asked for."""
    say = page.words()
    with st.sidebar:
        st.download_button(
            say("app.download"),
            data=lambda: render_view(view, only_changed=only_changed).encode("utf-8"),
            file_name="report.html",
            mime="text/html",
            key="read.download",
            on_click="ignore",
        )
