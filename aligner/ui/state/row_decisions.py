"""Decisions about the chosen row: correct and confirm its links, mark it as reviewed.

Each decision is a step. Nothing but a remark is drawn here, so buttons and keys share these functions.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Final, cast

import streamlit as st

from aligner.alignment import corrections
from aligner.comparison.layout import with_links
from aligner.pipeline import run as pipeline
from aligner.project.saved_work import row_reviewed, with_reviewed
from aligner.ui import page
from aligner.ui.state import (
    current_findings,
    current_view,
    project_steps,
    redraws,
    running,
    session,
    view_state,
)
from aligner.ui.state.keyboard import Caret
from aligner.values import (
    Alignment,
    Document,
    DocumentKey,
    DocumentPair,
    LinkError,
    LinkOrigin,
    Span,
)
from aligner.values.garbage_collection import rare_collections
from aligner.view.page_model import View, ViewRow
from aligner.view.row_filters import RowLinks, links_of, pair_of

LINKS: Final = "links"
"""Where it is shown why links cannot be corrected so."""

_CUT: Final = "aligner.cut"
REALIGN: Final = "realign"
"""Asks for new links, which are made with a progress bar."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Paragraphs that were cut.

    Attributes:
        keys: the pivot's document and theirs.
        span: their indices.
        document: their document; in another with the same key, they may have other indices.
    """

    keys: DocumentPair
    span: Span
    document: Document


def confirm(*, keeps: bool = False) -> None:
    """Confirm every link of the chosen row in all languages shown.

    If all are confirmed, unconfirm them, unless it `keeps` what is.
    """
    chosen = _chosen()
    if chosen is None:
        return
    work = session.comparison()
    current = links_shown(*chosen)
    done = all_confirmed(current)
    if keeps and done:
        return
    changed = {}
    for each in current:
        alignment = each.alignment
        for number in each.beads:
            alignment = corrections.confirm(alignment, number, confirmed=not done)
        changed[each.keys] = alignment
    if not changed:
        st.toast(page.say("panel.no_links"))
    else:
        findings = current_findings.findings()
        _step({**work.alignments, **changed}, "step.unconfirm" if done else "step.confirm")
        if findings is not None:  # the same paragraphs are linked, so the findings still apply
            current_findings.set_findings(findings)


def review(*, keeps: bool = False) -> None:
    """Mark the chosen row as reviewed or not reviewed; as reviewed in any case if it `keeps` what is."""
    work, source = session.project(), _source()
    reviewed = source is not None and row_reviewed(work, source)
    if source is not None and not (keeps and reviewed):
        project_steps.step(
            with_reviewed(work, source, not reviewed), "step.unreview" if reviewed else "step.review"
        )


def merge(*, up: bool = False) -> None:
    """Merge the chosen row's link with the next or previous one, in the language of the row panel."""
    current = _current_links()
    if current is None:
        return
    first, last = min(current.beads) - up, max(current.beads) + (not up)
    if first >= 0 and last < len(current.alignment.beads):
        correct(current, lambda alignment: corrections.merge(alignment, first, last), "step.merge")


def unlink() -> None:
    """Unlink the chosen row's paragraphs in the language of the row panel."""
    current = _current_links()
    linked = [n for n, bead in current.beads.items() if bead.source and bead.target] if current else []
    if current is not None and linked:
        correct(current, lambda alignment: corrections.unlink(alignment, linked[0]), "step.unlink")


def shift(action: Callable[..., Alignment], *, pivot: bool = False) -> None:
    """Move the border between the row and the next in the panel's language, or in the pivot.

    Args:
        action: `corrections.take` or `give_back`.
        pivot: whether it is the pivot's.
    """
    current = _current_links()
    if current is not None:
        side, bead = "source" if pivot else "target", max(current.beads)
        correct(current, lambda alignment: action(alignment, bead, side=side), "step.shift")


def split(number: int | None = None, caret: Caret | None = None) -> None:
    """Split a link of the row at the caret, or else at the place chosen in the panel.

    Args:
        number: index of the link; by default, the first with several paragraphs on a side.
        caret: the first paragraph of the second half, if it is in the row.
    """
    current = _current_links()
    if current is None:
        return
    if caret is not None:
        _begin_second_half(current, caret)
    if number is None:
        beads = current.beads.items()
        number = next((n for n, bead in beads if len(bead.source) > 1 or len(bead.target) > 1), None)
    if number is not None:
        chosen, at = number, _split_places(current, number)
        correct(current, lambda alignment: corrections.split(alignment, chosen, *at), "step.split")


def _begin_second_half(current: RowLinks, caret: Caret) -> None:
    """Set where the second half of a link begins on the side of the caret, also in the panel."""
    place = current_view.paragraph_at(caret)
    if place is None or place[0] not in current.keys or caret.row != view_state.here():
        return
    key, segment = place
    side = current.keys.index(key)
    for number, bead in current.beads.items():
        span = (bead.source, bead.target)[side]
        if span.start < segment < span.stop:
            st.session_state[split_key(current, number, side)] = segment


def split_key(current: RowLinks, number: int, side: int) -> str:
    """Return the key of the widget that asks where, on one side, the second half of a link begins."""
    return f"panel.cut.{current.keys[side]}.{number}"


def _split_places(current: RowLinks, number: int) -> tuple[int, int]:
    """Return where the second half of a link begins on each side: as chosen, or at the second paragraph."""
    bead = current.beads[number]
    places = []
    for side, span in enumerate((bead.source, bead.target)):
        chosen = st.session_state.get(split_key(current, number, side))
        inside = isinstance(chosen, int) and span.start <= chosen <= span.stop
        places.append(chosen if inside else min(span.start + 1, span.stop))
    return places[0], places[1]


def cut() -> None:
    """Cut the row's paragraphs in the panel's language, to be pasted at another row."""
    current = _current_links()
    target = None if current is None else _passage(bead.target for bead in current.beads.values())
    if current is not None and target is not None:
        document = session.comparison().documents[current.keys[1]]
        st.session_state[_CUT] = Passage(current.keys, target, document)


def paste() -> None:
    """Link the paragraphs that were cut with those of the chosen row; they stay cut if it has none."""
    row, taken = _source(), cut_passage()
    if taken is None or row is None:
        return
    current = links_of(session.comparison(), row, taken.keys[1])
    source = None if current is None else _passage(bead.source for bead in current.beads.values())
    if current is None or current.keys != taken.keys or source is None:
        return
    if correct(current, lambda alignment: corrections.place(alignment, source, taken.span), "step.move"):
        del st.session_state[_CUT]


def cut_passage() -> Passage | None:
    """Return what was cut, if anything, and if its document is still in the project, unchanged."""
    passage = cast("Passage | None", st.session_state.get(_CUT))
    if passage is None or session.comparison().documents.get(passage.keys[1]) is not passage.document:
        return None
    return passage


def next_language() -> None:
    """Switch the panel to the next language."""
    codes = [key.language for key in linked_documents(current_view.last_view())]
    if codes:
        now = st.session_state.get(view_state.LANGUAGE)
        st.session_state[view_state.LANGUAGE] = codes[
            (codes.index(now) + 1) % len(codes) if now in codes else 0
        ]


def correct(current: RowLinks, action: Callable[[Alignment], Alignment], what: str) -> bool:
    """Apply a change to one alignment as a step; if it is impossible, the next run shows why at `LINKS`.

    Returns:
        Whether it was applied.
    """
    work = session.comparison()
    try:
        changed = action(work.alignments[current.keys])
    except LinkError as error:
        page.show_fault_later(error.message, LINKS)
        return False
    _step({**work.alignments, current.keys: changed}, what)
    return True


def realign_on_request() -> None:
    """Realign everything except the confirmed links if that was asked for, and draw the page anew."""
    if redraws.take_request(REALIGN):
        work = session.project()
        changed = running.with_model(pipeline.realign, work.comparison)
        project_steps.step(replace(work, comparison=changed), "step.realign")
        st.rerun()


def links_shown(view: View, row: ViewRow) -> list[RowLinks]:
    """Return the links of a row with each of the languages shown."""
    assert row.source is not None
    row_links = [links_of(session.comparison(), row.source, column.key) for column in view.columns]
    return [each for each in row_links if each is not None]


def links_edited(view: View, row: ViewRow) -> RowLinks | None:
    """Return the links of a row in the panel's language, or else in the first language with links."""
    assert row.source is not None
    documents = linked_documents(view)
    chosen = st.session_state.get(view_state.LANGUAGE)
    first = documents[0] if documents else None
    key = next((key for key in documents if key.language == chosen), first)
    return None if key is None else links_of(session.comparison(), row.source, key)


def linked_documents(view: View) -> list[DocumentKey]:
    """Return the documents shown that have links with the pivot, one per language."""
    work = session.comparison()
    keys = {column.key.language: column.key for column in view.columns}
    return [key for key in keys.values() if pair_of(work, key) is not None]


def all_confirmed(current: list[RowLinks]) -> bool:
    """Whether every one of these links is confirmed."""
    beads = (bead for each in current for bead in each.beads.values())
    return all(bead.origin is LinkOrigin.CONFIRMED for bead in beads)


def _chosen() -> tuple[View, ViewRow] | None:
    """The view and its chosen row; say why nothing can be done if that is no row of the comparison."""
    row = current_view.chosen_row()
    if row is not None and row.source is None:
        st.toast(page.say("panel.only_place"))
    return None if row is None or row.source is None else (current_view.last_view(), row)


def _source() -> int | None:
    """The chosen row's index among the rows of the comparison."""
    chosen = _chosen()
    return None if chosen is None else chosen[1].source


def _current_links() -> RowLinks | None:
    chosen = _chosen()
    found = None if chosen is None else links_edited(*chosen)
    if chosen is not None and found is None:
        st.toast(page.say("panel.no_links"))
    return found


def _passage(spans: Iterable[Span]) -> Span | None:
    """The span from the first to the last paragraph in these spans, or None if all are empty."""
    found = [span for span in spans if span]
    return Span(found[0].start, found[-1].stop) if found else None


def _step(alignments: dict[DocumentPair, Alignment], what: str) -> None:
    work = session.project()
    with redraws.drawing(), rare_collections():  # the page is drawn after this
        project_steps.step(replace(work, comparison=with_links(work.comparison, alignments)), what)
