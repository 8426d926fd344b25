"""The panel of the chosen row: its findings, its links, its doubtful words, and buttons.

The panel is at the bottom of the window, and only one line high until it is opened, so that the row
and its neighbours stay visible.
"""

from collections.abc import Callable, Iterator
from typing import Final, Literal, NamedTuple

import streamlit as st

from aligner.alignment import corrections
from aligner.languages import get
from aligner.project.saved_work import row_reviewed
from aligner.segmentation.citations import names
from aligner.ui import amendment_decisions, page, paragraphs, row_findings, written_text
from aligner.ui.state import (
    current_findings,
    current_view,
    navigation,
    project_steps,
    redraws,
    row_decisions,
    session,
    view_state,
)
from aligner.values import Alignment, Bead, Document, LinkOrigin, Span, shorten
from aligner.view.markup import escape, isolated, label, language_attributes, plain
from aligner.view.page_model import View, ViewRow
from aligner.view.row_filters import RowLinks, nearby


class _Action(NamedTuple):
    """A button: its caption, the name of its step, whether it is possible, and what it does to the links."""

    caption: str
    what: str
    possible: bool
    apply: Callable[[Alignment], Alignment]


_BEAD: Final = "panel.bead"
_NEIGHBOURS: Final = 5
"""Number of segments, before and after a link, that are offered for linking."""

_SHORT: Final = 60
_MOST_LANGUAGES: Final = 3
"""Maximum number of languages offered on the line; if there are more, they are offered below it."""


def draw(view: View) -> None:
    """Draw the panel of the chosen row, if there is one: a line, and the details if it is open."""
    row = current_view.chosen_row()
    if row is None or row.source is None:
        return
    with st.container(key="panel", border=True, gap="small"):
        current = row_decisions.links_edited(view, row)
        _line(view, row, current)
        page.show_pending_fault(row_decisions.LINKS)
        if view_state.panel_is_open():
            _details(view, row, current)


def _line(view: View, row: ViewRow, current: RowLinks | None) -> None:
    """Draw the row's name and state, the choice of language, and the most frequent actions."""
    say, work = page.words(), session.project()
    assert row.source is not None
    with st.container(key="panel-line", horizontal=True, gap="small", vertical_alignment="center"):
        page.show(_summary(row, current))
        codes = [key.language for key in row_decisions.linked_documents(view)]
        if 1 < len(codes) <= _MOST_LANGUAGES:
            _choose_language(codes)
        shown = row_decisions.links_shown(view, row)
        confirmed = bool(shown) and row_decisions.all_confirmed(shown)
        page.button(
            "panel.unconfirm" if confirmed else "panel.confirm",
            row_decisions.confirm,
            key="panel.confirm",
            help="c",
            disabled=not shown,
        )
        name = "panel.unreview" if row_reviewed(work, row.source) else "panel.review"
        page.button(name, row_decisions.review, key="panel.review", help="r")
        name = "panel.less" if view_state.panel_is_open() else "panel.more"
        page.button(name, view_state.switch_panel, key="panel.more", help="E")
        st.button("×", key="panel.close", on_click=navigation.leave, help=say("panel.close"))


def _summary(row: ViewRow, current: RowLinks | None) -> str:
    """Return the line's HTML: the row's name and state, and the last action or the first finding."""
    found, last_action = row_findings.of_row(row), _last_action()
    status, title = "", last_action
    if last_action:
        status = f'<span role="status" class="muted">{escape(last_action)}</span>'
    elif found and not view_state.panel_is_open():
        title, more = current_findings.sentence(found[0]), f" +{len(found) - 1}" if len(found) > 1 else ""
        status = f"{current_findings.severity_badge(found[0].severity)} {isolated(title)}{more}"
    state = "" if current is None else f'<span class="muted">{_state(current)}</span>'
    name = f"<strong>{isolated(page.place(row))}</strong>"
    return f'<p class="line" title="{escape(title)}">{name} {state} {status}</p>'


def _state(current: RowLinks) -> str:
    """Return HTML with the language of the links shown, and their confidence or that they are confirmed."""
    beads = current.beads.values()
    if row_decisions.all_confirmed([current]):
        sure = page.say("panel.confirmed")
    elif all(bead.source and bead.target for bead in beads):
        sure = page.say("panel.score", score=page.percent(min(bead.score for bead in beads)))
    else:
        sure = page.say("gap.text")
    return f"{isolated(get(current.keys[1].language).endonym)} ({escape(sure)})"


def _last_action() -> str:
    """Return a text that names the step just taken, or the text that was cut."""
    say, done, taken = page.words(), project_steps.pop_last_step(), row_decisions.cut_passage()
    lines = [] if done is None else [say("panel.done", step=say(done), key="u")]
    if taken is not None:
        lines.append(say("panel.cut_done", text=_names(taken.span, taken.document), key="v"))
    return " ".join(lines)


def _details(view: View, row: ViewRow, current: RowLinks | None) -> None:
    """Draw the findings of the row, its links, and all actions on them."""
    amendment_decisions.draw(view, row, "panel")
    with st.container():  # keeps the elements below in place, and open, when findings arrive
        row_findings.draw_row_findings(row)
    paragraphs.draw_misread(view, row)
    with st.expander(page.say("write.title"), key="panel.write", on_change="rerun") as writing:
        if writing.open:
            assert row.source is not None
            written_text.draw(row.source)
    with st.expander(page.say("divide.title"), key="panel.divide", on_change="rerun") as dividing:
        if dividing.open:
            paragraphs.draw(view, row)
    codes = [key.language for key in row_decisions.linked_documents(view)]
    if len(codes) > _MOST_LANGUAGES:
        _choose_language(codes)
    if current is None:
        page.remark(page.say("panel.no_links"))
    else:
        _links_of(current)


def _choose_language(codes: list[str]) -> None:
    name = page.say("panel.language")
    page.switch(name, codes, lambda code: get(code).endonym, view_state.LANGUAGE)


def _links_of(current: RowLinks) -> None:
    """Draw the links of the row between two documents, and the actions on the selected one."""
    documents = session.comparison().documents
    source, target = (documents[key] for key in current.keys)
    numbers = list(current.beads)
    number = numbers[0]
    if len(numbers) > 1:
        chosen = st.radio(
            page.say("panel.links"),
            list(range(len(numbers))),
            format_func=lambda nth: _bead_name(current.beads[numbers[nth]], source, target),
            key=f"{_BEAD}.{current.keys}.{number}",
        )
        number = numbers[chosen or 0]
    bead = current.beads[number]
    page.show(f"<p>{_described(bead, source, target)}</p>")
    _buttons(current, number)
    with st.expander(page.say("panel.link_with"), key="panel.link_with", on_change="rerun") as linking:
        if linking.open:  # its twenty paragraphs take the browser long to draw
            _link(current, bead, source, target)


def _bead_name(bead: Bead, source: Document, target: Document) -> str:
    left, right = _names(bead.source, source), _names(bead.target, target)
    return label(f"{left} ↔ {right}")


def _names(span: Span, document: Document) -> str:
    return " + ".join(_segment_name(document, index, 24) for index in span) or "—"


def _segment_name(document: Document, index: int, length: int = _SHORT) -> str:
    """Name a segment by its citation and first words."""
    cited = session.cached(f"names of {id(document)}", (document,), lambda: names(document))
    name = cited[index] or f"{index + 1}"
    return plain(f"{name} {shorten(document.text_of(index).replace(chr(10), ' '), length)}")


def _described(bead: Bead, source: Document, target: Document) -> str:
    """Return HTML that describes one link: its two sides, and its confidence or that it is confirmed."""
    sides = []
    for span, document in ((bead.source, source), (bead.target, target)):
        texts = " + ".join(escape(_segment_name(document, index)) for index in span) or "—"
        sides.append(f"<bdi{language_attributes(get(document.language))}>{texts}</bdi>")
    sure = (
        page.say("panel.confirmed")
        if bead.origin is LinkOrigin.CONFIRMED
        else page.say("panel.score", score=page.percent(bead.score))
    )
    return f'{" ↔ ".join(sides)} <span class="muted">({escape(sure)})</span>'


def _buttons(current: RowLinks, number: int) -> None:
    """Draw the one-click actions on a link: merge, unlink, move paragraphs, cut and paste."""
    say = page.words()
    bead, last = current.beads[number], len(current.alignment.beads) - 1
    a_link = bool(bead.source and bead.target)
    up, down = say("panel.merge_up"), say("panel.merge_down")
    actions = [
        _Action(up, "merge", number > 0, lambda a: corrections.merge(a, number - 1, number)),
        _Action(down, "merge", number < last, lambda a: corrections.merge(a, number, number + 1)),
        _Action(say("panel.unlink"), "unlink", a_link, lambda a: corrections.unlink(a, number)),
        *_shifts(current, number, "target"),
        *_shifts(current, number, "source"),
    ]
    with st.container(horizontal=True, gap="small", key="panel-actions"):
        for nth, (caption, what, possible, apply) in enumerate(actions):
            st.button(
                plain(caption),
                key=f"panel.action{nth}",
                help=say(f"panel.{what}_help"),
                disabled=not possible,
                on_click=row_decisions.correct,
                args=(current, apply, f"step.{what}"),
            )
        _cut_and_paste(current)
        page.button("panel.realign", redraws.request, row_decisions.REALIGN, help=say("panel.realign_help"))
    if len(bead.source) > 1 or len(bead.target) > 1:
        _split(current, number)


def _shifts(current: RowLinks, number: int, side: Literal["source", "target"]) -> Iterator[_Action]:
    """Yield the actions that move one side's border between a link and the next."""
    bead, alignment = current.beads[number], current.alignment
    if side == "source":
        key, span, size = current.keys[0], bead.source, alignment.n_source
    else:
        key, span, size = current.keys[1], bead.target, alignment.n_target
    name = get(key.language).endonym
    take, give = page.say("panel.take", language=name), page.say("panel.give", language=name)
    yield _Action(take, "shift", span.stop < size, lambda a: corrections.take(a, number, side=side))
    yield _Action(give, "shift", bool(span), lambda a: corrections.give_back(a, number, side=side))


def _cut_and_paste(current: RowLinks) -> None:
    st.button(
        plain(page.say("panel.cut", language=get(current.keys[1].language).endonym)),
        key="panel.cut",
        help=page.say("panel.cut_help"),
        on_click=row_decisions.cut,
        disabled=not any(bead.target for bead in current.beads.values()),
    )
    if row_decisions.cut_passage() is not None:
        page.button("panel.paste", row_decisions.paste, help="v")


def _split(current: RowLinks, number: int) -> None:
    """Ask where to split a link with several segments on a side."""
    bead = current.beads[number]
    documents = session.comparison().documents
    places = st.columns([4, 4, 2], vertical_alignment="bottom")
    for side, (span, key) in enumerate(zip((bead.source, bead.target), current.keys, strict=True)):
        with places[side]:
            options = list(range(span.start, span.stop + 1))
            st.selectbox(
                plain(page.say("panel.second_begins", language=get(key.language).endonym)),
                options,
                index=min(1, len(options) - 1),
                format_func=lambda at, key=key, span=span: (
                    _segment_name(documents[key], at, 40) if at < span.stop else page.say("panel.nothing")
                ),
                key=row_decisions.split_key(current, number, side),
            )
    page.button("panel.split", row_decisions.split, number, at=places[2], width="stretch", help="s")


def _link(current: RowLinks, bead: Bead, source: Document, target: Document) -> None:
    """Ask for a run of segments on either side and link them."""
    page.show(f'<p class="muted">{escape(page.say("panel.link_hint"))}</p>')
    chosen: list[Span] = []
    sides = zip(st.columns(2), current.keys, (bead.source, bead.target), (source, target), strict=True)
    for place, key, span, document in sides:
        near = span or Span(min(span.start, len(document)), min(span.start + 1, len(document)))
        around = nearby(near, len(document), _NEIGHBOURS)
        if not around:
            return
        picked = place.pills(
            plain(get(key.language).endonym),
            list(around),
            selection_mode="multi",
            default=[index for index in near if index in around],
            format_func=lambda index, document=document: label(_segment_name(document, index, 40)),
            key=f"panel.run.{key}.{bead.source}.{bead.target}",
        )
        if picked:
            chosen.append(Span(min(picked), max(picked) + 1))
    page.button(
        "panel.link",
        row_decisions.correct,
        current,
        lambda a: corrections.link(a, chosen[0], chosen[1]),
        "step.link",
        disabled=len(chosen) < 2,
    )
