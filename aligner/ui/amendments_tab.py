"""The amendments tab: the matrix of the summary by weight, place or decision, filtered as the text is."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

import streamlit as st

from aligner.formats.amendment_table import ELEMENTS, runs_of
from aligner.formats.html.amendment_matrix import ALERTING, meaning, place, sign
from aligner.languages import get
from aligner.ui import amendment_decisions, page, shown_rows, text_pane
from aligner.ui.state import current_view, navigation, session
from aligner.values import BracketOutcome, DecisionKind, EditTag, shorten
from aligner.view.bracket_list import BracketLine, bracket_lines, differing
from aligner.view.decisions import DECISION_SIGNS
from aligner.view.markup import plain
from aligner.view.one_page_summary import SummaryLine, group_by_weight
from aligner.view.page_model import Entry, View, ViewRow
from aligner.view.redline_runs import Mark, Role
from aligner.view.row_filters import UNDECIDED
from aligner.view.summarise import followed_languages, summary_line

_LIST: Final = "amendments.list"
_BRACKETS: Final = "amendment.brackets"
_ORDERS: Final = ("amendment.by_weight", "amendment.by_place", navigation.BY_DECISION)
_LONGEST: Final = 300
"""Number of characters quoted of a passage in brackets."""
_QUOTED: Final = 40
"""Number of characters quoted between two edits of an amendment of an earlier draft."""
_ELEMENTS: Final = {Mark.INSERTED: "ins", Mark.DELETED: "del", Mark.EQUAL: ""}


def draw(view: View) -> None:
    """List the amendments in the rows that pass the filters, and earlier ones that are to be discussed."""
    row_numbers = {row.number for row in shown_rows.rows_shown(view)}
    shown = tuple(entry for entry in view.entries if entry.row in row_numbers)
    earlier = tuple(
        row  # with an amendment of an earlier draft
        for row in current_view.rows_to_discuss(view)
        if row.number in row_numbers and current_view.decisions_of(view, row).now is None
    )
    every = session.cached("bracket lines", (view,), lambda: bracket_lines(view))
    brackets = tuple(line for line in every if line.row in row_numbers)
    if not shown and not earlier and not brackets:
        if view.entries:
            shown_rows.explain_empty(view)
        else:
            page.remark(page.say("report.amendments_none"))
        return
    listed, text = text_pane.beside()
    with listed:
        row = _list(view, shown, earlier, brackets)
    entry = next((each for each in shown if each.row == row.number), None)
    with text:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            page.button("finding.go", navigation.go, row.number, key="amendments.go", type="primary")
            amendment_decisions.draw(view, row, "list")
        _said_before(view, row)
        text_pane.draw(
            view,
            [row],
            languages=(page.reader(), view.pivot, *(entry.missing if entry else ())),
        )


def _said_before(view: View, row: ViewRow) -> None:
    """Say what was decided on the amendments of a row between earlier drafts."""
    row_decisions = current_view.decisions_of(view, row)
    if row_decisions.before is not None and row_decisions.earlier is not None:
        say, (old, new) = page.words(), row_decisions.earlier.drafts
        drafts = f"{page.draft(old.version)} → {page.draft(new.version)}"
        page.remark(say("decision.before", drafts=drafts, decision=say.decision(row_decisions.before)))


def _list(
    view: View, shown: Sequence[Entry], earlier: Sequence[ViewRow], brackets: tuple[BracketLine, ...]
) -> ViewRow:
    """Draw the list in the chosen order; return the row of the chosen amendment, or of the first one."""
    say, reader = page.words(), page.reader()
    orders = ((*_ORDERS,) if shown or earlier else ()) + ((_BRACKETS,) if brackets else ())
    count = sum(line.outcome.is_open for line in brackets)
    order = page.switch(say("amendment.order"), orders, lambda name: say(name, count=count), navigation.ORDER)
    groups = session.cached(
        f"amendment lines {order} {reader}",
        (view, say, current_view.decisions_of_rows(view), *shown, *earlier, len(brackets)),
        lambda: (
            list(_bracket_groups(view, brackets, reader))
            if order == _BRACKETS
            else [*_earlier_group(view, earlier), *_groups(view, shown, reader, order)]
        ),
    )
    by_id = {line.id: line for group in groups for line in group.lines}
    line = by_id.get(st.session_state.get(amendment_decisions.CHOSEN) or "") or groups[0].lines[0]
    st.session_state[amendment_decisions.CHOSEN] = line.id
    amendment_decisions.take_early()
    chosen = view.rows[int(line.id.partition(".")[0]) - 1]
    text_pane.draw_list(
        groups,
        _LIST,
        name=say("part.amendments"),
        chosen=line.id,
        row=chosen.number,
        kept_as=amendment_decisions.CHOSEN,
        heads=() if order == _BRACKETS else _heads(view),
    )
    return chosen


def _earlier_group(view: View, rows: Sequence[ViewRow]) -> Iterator[text_pane.Group]:
    """Yield the amendments of earlier drafts that were to be discussed, if there are any."""
    listed = {entry.row for entry in view.entries}
    lines = [_earlier_line(view, row) for row in rows if row.number not in listed]
    if lines:
        yield _group("decision.open_before", lines)


def _group(name: str, lines: Iterable[text_pane.Line]) -> text_pane.Group:
    """Return lines under a heading that counts them."""
    shown = tuple(lines)
    return text_pane.Group(f"{page.say(name)} ({len(shown)})", shown)


def _earlier_line(view: View, row: ViewRow) -> text_pane.Line:
    row_decisions = current_view.decisions_of(view, row)
    assert row_decisions.before is not None
    assert row_decisions.earlier is not None
    old, new = row_decisions.earlier.drafts
    work = session.comparison()
    change = work.revisions[old, new].changes[row_decisions.earlier.change]
    before, after = work.documents[old].joined(change.old), work.documents[new].joined(change.new)
    parts = [
        (ELEMENTS[tag], plain(shorten(text, _QUOTED) if tag is EditTag.EQUAL else text))
        for tag, text in runs_of(change.edits, before, after)
    ]
    language = get(new.language)
    passage = text_pane.Passage(tuple(parts), language.code, language.direction)
    kind = DecisionKind.DISCUSS  # as on all of them
    decided = page.say("decision.earlier", decision=f"{DECISION_SIGNS[kind]} {page.say(f'decision.{kind}')}")
    badges = ("place", plain(page.place(row))), ("decision before", decided)
    return text_pane.Line(str(row.number), (passage,), badges, plain(row_decisions.before.comment))


def _bracket_groups(view: View, brackets: tuple[BracketLine, ...], reader: str) -> Iterator[text_pane.Group]:
    """Yield the passages of the reader’s language by what became of them, and those that others differ in."""
    number = view.column_of(reader)
    column = number if number is not None else view.column_of(view.pivot)
    differ = differing(view, brackets)
    own = [line for line in brackets if line.column == column]
    elsewhere = [
        line for line in brackets if line.row in differ and line.column != column and line.outcome.is_open
    ]
    named = {outcome: [line for line in own if line.outcome is outcome] for outcome in BracketOutcome}
    groups = [("differ", elsewhere), *((str(outcome), lines) for outcome, lines in named.items())]
    for name, lines in groups:
        if lines:
            shown = (
                _bracket_line(view, line, f"{line.row}.{name}.{nth}", differ.get(line.row, {}))
                for nth, line in enumerate(lines)
            )
            yield _group(f"bracket.{name}", shown)


def _bracket_line(view: View, line: BracketLine, id: str, counts: Mapping[str, int]) -> text_pane.Line:
    say, language = page.words(), get(view.columns[line.column].key.language)
    element = "del" if line.outcome is BracketOutcome.DELETED else ""
    badges = [("place", plain(page.place(view.rows[line.row - 1])))]
    badges += [("", plain(each)) for each in (line.option, line.proposer) if each]
    pivot = counts.get(view.pivot)
    badges += [
        ("lacking" if count != pivot else "", f"{code.upper()} {count}") for code, count in counts.items()
    ]
    text = shorten(line.text.replace("\n", " "), _LONGEST)
    passage = text_pane.Passage(((element, plain(text)),), language.code, language.direction)
    return text_pane.Line(id, (passage,), tuple(badges), name=say(f"bracket.{line.outcome}"))


def _groups(view: View, shown: Sequence[Entry], reader: str, order: str) -> Iterator[text_pane.Group]:
    if order == _ORDERS[1]:
        yield text_pane.Group(
            page.say("part.amendments"), tuple(_line(view, entry, reader) for entry in shown)
        )
        return
    if order == navigation.BY_DECISION:
        by_kind: dict[str, list[Entry]] = {}
        for entry in shown:
            row_decisions = current_view.decisions_of(view, view.rows[entry.row - 1])
            kind = row_decisions.now.kind if row_decisions.now is not None else None
            open_before = kind is None and row_decisions.is_open
            name = str(DecisionKind.DISCUSS if open_before else kind or UNDECIDED)
            by_kind.setdefault(name, []).append(entry)
        for name in (DecisionKind.DISCUSS, UNDECIDED, *list(DecisionKind)[1:]):
            if name in by_kind:
                yield _group(f"decision.{name}", (_line(view, entry, reader) for entry in by_kind[name]))
        return
    for group, entries in group_by_weight(shown).items():
        yield _group(f"group.{group}", (_line(view, entry, reader) for entry in entries))


def _line(view: View, entry: Entry, reader: str) -> text_pane.Line:
    """Return an amendment as it is in the matrix of the summary."""
    say, row_decisions = page.words(), current_view.decisions_of(view, view.rows[entry.row - 1])
    made: dict[int, SummaryLine] = session.cached(f"summary lines {reader}", (view,), dict)
    if entry.row not in made:
        made[entry.row] = summary_line(view, entry, reader)
    line = made[entry.row]
    language = get(line.language or say.language)
    quoted = tuple(
        (f"{_ELEMENTS[piece.mark]} {'sup' if piece.role is Role.NOTE else ''}".strip(), plain(piece.text))
        for piece in line.pieces
    )
    passages = [text_pane.Passage(quoted, language.code, language.direction)]
    if row_decisions.now is not None and row_decisions.now.comment:
        passages.append(text_pane.Passage((("small", plain(row_decisions.now.comment)),)))
    cells = [
        ("lacking" if line.states.get(code) in ALERTING else "", sign(line, code), meaning(line, code, say))
        for code in followed_languages(view)
    ]
    for decision in (row_decisions.now, row_decisions.before):
        if decision is not None and decision.kind is not None:
            cells.append(("decision", DECISION_SIGNS[decision.kind], say.decision(decision)))
            break
    else:
        cells += [("decision", "", "")] if _has_decisions(view) else []
    cited = [("place", plain(place(line, say)))]
    cited += [("page", say("row.page", page=line.page))] if line.page else []
    return text_pane.Line(str(entry.row), tuple(passages), tuple(cited), cells=tuple(cells))


def _has_decisions(view: View) -> bool:
    """Whether the matrix has a column for decisions."""
    return any(each.now or each.before for each in current_view.decisions_of_rows(view).values())


def _heads(view: View) -> list[tuple[str, str]]:
    """Return the heads of the columns of the matrix, with their names."""
    say = page.words()
    heads = [(code.upper(), say.language_name(code)) for code in followed_languages(view)]
    return heads + ([("⚑", say("decision.title"))] if _has_decisions(view) else [])
