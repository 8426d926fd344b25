"""What can be done with the chosen row: links corrected and confirmed, the row marked as read.

It stands at the foot of the window, so that the row and its neighbours stay in sight.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

import streamlit as st

from aligner.alignment import corrections
from aligner.comparison.layout import with_links
from aligner.languages import get
from aligner.languages.tokens import shorten
from aligner.project.saved_work import row_reviewed, with_reviewed
from aligner.segmentation.citations import names
from aligner.ui import navigation, page, row_findings, running, session, view_state
from aligner.values import Alignment, Bead, Document, DocumentKey, LinkOrigin, Span
from aligner.values.errors import LinkError
from aligner.view.markup import escape, isolated, label, plain
from aligner.view.page_model import View, ViewRow
from aligner.view.row_links import RowLinks, links_of, nearby, pair_of

_BEAD: Final = "panel.bead"
_PROBLEM: Final = "aligner.link_problem"
_REACH: Final = 12
"""How many segments before and after are offered to be linked."""

_SHORT: Final = 60
_ABREAST: Final = 3
"""As many languages have room beside the buttons; more stand below them."""


def draw(view: View) -> None:
    """Show the panel of the chosen row, where one is."""
    row = _row(view)
    if row is None or row.source is None:
        return
    say = page.words()
    with st.container(key="panel", border=True):
        _head(view, row)
        row_findings.draw_row_findings(row)
        problem = st.session_state.pop(_PROBLEM, None)
        if problem:
            page.fault(problem)
        held = _links(view, row)
        if held is None:
            page.remark(say("panel.no_links"))
        else:
            _links_of(view, held)


def confirm() -> None:
    """Confirm every link of the chosen row, in all the languages shown; or take that back."""
    view = session.last_view()
    row = None if view is None else _row(view)
    if view is None or row is None or row.source is None:
        return
    work = session.comparison()
    held = _all_links(view, row)
    done = _all_confirmed(held)
    changed = {}
    for each in held:
        alignment = each.alignment
        for number in each.beads:
            alignment = corrections.confirm(alignment, number, confirmed=not done)
        changed[each.keys] = alignment
    if changed:
        found = session.findings()
        _step({**work.alignments, **changed}, "step.unconfirm" if done else "step.confirm")
        if found is not None:  # the same paragraphs stand beside each other: so do the findings
            session.set_findings(found)


def _all_links(view: View, row: ViewRow) -> list[RowLinks]:
    """The links of a row with each of the languages shown."""
    assert row.source is not None
    found = [links_of(session.comparison(), row.source, column.key) for column in view.columns]
    return [each for each in found if each is not None]


def _all_confirmed(held: list[RowLinks]) -> bool:
    return all(each.bead(n).origin is LinkOrigin.CONFIRMED for each in held for n in each.beads)


def review() -> None:
    """Mark the chosen row as read, or as not read."""
    view = session.last_view()
    row = None if view is None else _row(view)
    if row is None or row.source is None:
        return
    work = session.project()
    read = row_reviewed(work, row.source)
    session.step(with_reviewed(work, row.source, not read), "step.unreview" if read else "step.review")


def _row(view: View) -> ViewRow | None:
    number = view_state.here()
    return view.rows[number - 1] if number is not None and 0 < number <= len(view.rows) else None


def _links(view: View, row: ViewRow) -> RowLinks | None:
    """The links of the row with the language chosen in the panel."""
    assert row.source is not None
    key = _key(view)
    return None if key is None else links_of(session.comparison(), row.source, key)


def _key(view: View) -> DocumentKey | None:
    """The document whose links are shown: of the language chosen, else the first beside the pivot."""
    others = _others(view)
    chosen = st.session_state.get(view_state.LANGUAGE)
    return next((key for key in others if key.language == chosen), others[0] if others else None)


def _others(view: View) -> list[DocumentKey]:
    work = session.comparison()
    keys = {column.key.language: column.key for column in view.columns}
    return [key for key in keys.values() if pair_of(work, key) is not None]


def _head(view: View, row: ViewRow) -> None:
    """Which row it is, what can be done with the whole of it, and which language's links are shown."""
    say, work = page.words(), session.project()
    assert row.source is not None
    where, language, confirmed, read, anew, close = st.columns(
        [2, 4, 2, 2, 2, 1], vertical_alignment="center"
    )
    with where:
        page.show(f"<p><strong>{isolated(page.place(row))}</strong></p>")
    codes = [key.language for key in _others(view)]
    if len(codes) > 1:
        with language if len(codes) <= _ABREAST else st.container():
            _choose_language(codes)
    with confirmed:
        held = _all_links(view, row)
        name = "panel.unconfirm" if held and _all_confirmed(held) else "panel.confirm"
        st.button(
            say(name), key="panel.confirm", width="stretch", on_click=confirm, help="c", disabled=not held
        )
    with read:
        name = "panel.unreview" if row_reviewed(work, row.source) else "panel.review"
        st.button(say(name), key="panel.review", width="stretch", on_click=review, help="r")
    with anew:
        if st.button(
            say("panel.realign"),
            key="panel.realign",
            width="stretch",
            help=say("panel.realign_help"),
            disabled=not codes,
        ):
            _realign()
    with close:
        st.button("×", key="panel.close", width="stretch", on_click=navigation.leave, help=say("panel.close"))


def _choose_language(codes: list[str]) -> None:
    if st.session_state.get(view_state.LANGUAGE) not in codes:
        st.session_state[view_state.LANGUAGE] = codes[0]
    st.segmented_control(
        page.words()("panel.language"),
        codes,
        format_func=lambda code: get(code).endonym,
        key=view_state.LANGUAGE,
        required=True,
        label_visibility="collapsed",
    )


def _links_of(view: View, held: RowLinks) -> None:
    """The links of the row between two documents, and what can be done with the one chosen."""
    say = page.words()
    documents = session.comparison().documents
    source, target = (documents[key] for key in held.keys)
    number = held.beads[0]
    if len(held.beads) > 1:
        chosen = st.radio(
            say("panel.links"),
            list(range(len(held.beads))),
            format_func=lambda nth: _bead_name(held.bead(held.beads[nth]), source, target),
            key=f"{_BEAD}.{held.keys}.{held.beads[0]}",
        )
        number = held.beads[chosen or 0]
    bead = held.bead(number)
    page.show(f"<p>{_told(bead, source, target)}</p>")
    _buttons(held, number)
    with st.expander(say("panel.link_with")):
        _link(held, bead, source, target)


def _bead_name(bead: Bead, source: Document, target: Document) -> str:
    left, right = _names(bead.source, source), _names(bead.target, target)
    return label(f"{left} ↔ {right}")


def _names(span: Span, document: Document) -> str:
    return " + ".join(_segment_name(document, index, 24) for index in span) or "—"


def _cited(document: Document, index: int) -> str:
    """How a segment is cited, or empty."""
    return session.worked_out(f"names of {id(document)}", (document,), lambda: names(document))[index]


def _segment_name(document: Document, index: int, length: int = _SHORT) -> str:
    """A segment as it is cited, and how it begins."""
    name = _cited(document, index) or f"{index + 1}"
    return plain(f"{name} {shorten(document.text_of(index).replace(chr(10), ' '), length)}")


def _numbered(document: Document, index: int) -> str:
    """A segment on a slider, which tells its choices apart by their names and has room for short ones."""
    return label(" · ".join(part for part in (f"{index + 1}", _cited(document, index)) if part))


def _told(bead: Bead, source: Document, target: Document) -> str:
    """One link in words: its two sides, and how sure it is or who confirmed it."""
    say = page.words()
    sides = []
    for span, document in ((bead.source, source), (bead.target, target)):
        language = get(document.language)
        texts = " + ".join(escape(_segment_name(document, index)) for index in span) or "—"
        sides.append(f'<bdi lang="{language.code}" dir="{language.direction}">{texts}</bdi>')
    sure = (
        say("panel.confirmed")
        if bead.origin is LinkOrigin.CONFIRMED
        else say("panel.score", score=page.percent(bead.score))
    )
    return f'{" ↔ ".join(sides)} <span class="muted">({escape(sure)})</span>'


def _buttons(held: RowLinks, number: int) -> None:
    """Merge, part, move a boundary, unlink: what one click can do to a link."""
    say = page.words()
    bead, last = held.bead(number), len(held.alignment.beads) - 1
    ours, theirs = (get(key.language).endonym for key in held.keys)
    deeds: list[tuple[str, str, bool, Callable[[Alignment], Alignment]]] = [
        (say("panel.merge_up"), "merge", number > 0, lambda a: corrections.merge(a, number - 1, number)),
        (say("panel.merge_down"), "merge", number < last, lambda a: corrections.merge(a, number, number + 1)),
        (
            say("panel.unlink"),
            "unlink",
            bool(bead.source and bead.target),
            lambda a: corrections.unlink(a, number),
        ),
    ]
    below = held.bead(number + 1) if number < last else None
    for side, name, span, after in (
        ("source", ours, bead.source, below.source if below else Span(0, 0)),
        ("target", theirs, bead.target, below.target if below else Span(0, 0)),
    ):
        for by, sign, can in ((-1, "▲", bool(span)), (1, "▼", bool(after))):
            deeds.append(
                (
                    plain(f"{name} {sign}"),
                    "shift",
                    can and below is not None,
                    lambda a, side=side, by=by: corrections.shift(a, number, side=side, by=by),  # type: ignore[misc]
                )
            )
    places = st.columns(len(deeds))
    for nth, (place, (caption, what, possible, deed)) in enumerate(zip(places, deeds, strict=True)):
        with place:
            st.button(
                caption,
                key=f"panel.deed{nth}",
                help=say(f"panel.{what}_help"),
                disabled=not possible,
                width="stretch",
                on_click=_do,
                args=(held, deed, f"step.{what}"),
            )
    if len(bead.source) > 1 or len(bead.target) > 1:
        _split(held, number)


def _split(held: RowLinks, number: int) -> None:
    """Where to cut a link with several segments on a side."""
    say = page.words()
    bead = held.bead(number)
    documents = session.comparison().documents
    cuts = []
    places = st.columns([4, 4, 2], vertical_alignment="bottom")
    for place, span, key in zip(places[:2], (bead.source, bead.target), held.keys, strict=True):
        with place:
            options = list(range(span.start, span.stop + 1))
            cuts.append(
                st.selectbox(
                    plain(say("panel.second_begins", language=get(key.language).endonym)),
                    options,
                    index=min(1, len(options) - 1),
                    format_func=lambda at, key=key, span=span: (
                        _segment_name(documents[key], at, 40) if at < span.stop else say("panel.nothing")
                    ),
                    key=f"panel.cut.{key}.{number}",
                )
            )
    with places[2]:
        st.button(
            say("panel.split"),
            key="panel.split",
            width="stretch",
            on_click=_do,
            args=(held, lambda a: corrections.split(a, number, cuts[0], cuts[1]), "step.split"),
        )


def _link(held: RowLinks, bead: Bead, source: Document, target: Document) -> None:
    """Choose a run of segments on either side and make a link of them."""
    say = page.words()
    chosen: list[Span] = []
    for key, span, document in zip(held.keys, (bead.source, bead.target), (source, target), strict=True):
        near = span if span else Span(min(span.start, len(document)), min(span.start + 1, len(document)))
        around = nearby(near, len(document), _REACH)
        if not around:
            return
        options = list(around)
        first = min(max(near.start, around.start), around.stop - 1)
        last = max(first, min(near.stop, around.stop) - 1)
        ends = st.select_slider(
            plain(get(key.language).endonym),
            options,
            value=(first, last),
            format_func=lambda index, document=document: _numbered(document, index),
            key=f"panel.run.{key}.{bead.source}.{bead.target}",
        )
        chosen.append(Span(min(ends), max(ends) + 1))
        language = get(document.language)
        told = " + ".join(escape(_segment_name(document, index, 80)) for index in chosen[-1])
        page.show(f'<p class="muted" lang="{language.code}" dir="{language.direction}">{told}</p>')
    st.button(
        say("panel.link"),
        key="panel.link",
        on_click=_do,
        args=(held, lambda a: corrections.link(a, chosen[0], chosen[1]), "step.link"),
    )


def _do(held: RowLinks, deed: Callable[[Alignment], Alignment], what: str) -> None:
    """Change one alignment, as a step; or say why that cannot be."""
    work = session.comparison()
    try:
        changed = deed(work.alignments[held.keys])
    except LinkError as error:
        st.session_state[_PROBLEM] = error.message
        return
    _step({**work.alignments, held.keys: changed}, what)


def _step(alignments: dict[tuple[DocumentKey, DocumentKey], Alignment], what: str) -> None:
    work = session.project()
    session.step(replace(work, comparison=with_links(work.comparison, alignments)), what)


def _realign() -> None:
    """Align the rest anew around what is confirmed, which stays."""
    work = session.project()
    changed = running.realign(work.comparison)
    session.step(replace(work, comparison=changed), "step.realign")
    st.rerun()
