"""The glossary tab: load and edit the glossary, and find its terms in the text."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path, PurePath
from typing import Final, cast

import pandas as pd
import streamlit as st

from aligner.checks.terms import places
from aligner.languages import LANGUAGES, get
from aligner.readers.glossary import STATUSES, dumps, from_table, loads, table
from aligner.ui import page
from aligner.ui.state import navigation, project_steps, session, view_state
from aligner.values.glossary import Glossary
from aligner.view.markup import label, plain
from aligner.view.page_model import View

_GRID: Final = "aligner.terms"
_GIVEN: Final = "aligner.terms_given"


@dataclass(slots=True)
class _Grid:
    """The terms as a person edits them, with rows that make no concept yet.

    Attributes:
        glossary: what they stand for; another one, as after Undo, replaces them.
        start: the rows that the browser's edits refer to.
        now: the rows with these edits.
        round: tells the widget of new rows at the start, which begin without edits.
    """

    glossary: Glossary
    start: pd.DataFrame
    now: pd.DataFrame
    round: int = 0

    @property
    def key(self) -> str:
        """The widget's key."""
        return f"terms.edited.{id(self)}.{self.round}"

    def renew(self) -> None:
        """Begin with the rows as they are now: the browser forgets its edits with the tab."""
        self.start, self.round = self.now, self.round + 1


def draw(view: View) -> None:
    """Load and edit the glossary; count each term in the text."""
    glossary = session.project().glossary
    languages = _languages(glossary)
    load, take = st.columns([3, 1], vertical_alignment="bottom")
    with load:
        given = st.file_uploader(page.say("term.load"), type=["csv", "tbx", "xml"], key="terms.upload")
        if given is not None and st.session_state.get(_GIVEN) != given.file_id:
            with page.faults_shown():
                _load(given.getvalue(), given.name, given.file_id)
    take.download_button(
        page.say("term.download"),
        data=lambda: dumps(glossary, languages),
        file_name="glossary.csv",
        mime="text/csv",
        key="terms.download",
        disabled=not glossary,
        on_click="ignore",
    )
    _editor(glossary, languages)
    if glossary:
        _hits(view, glossary)


def leave() -> None:
    """Renew the rows to edit, since another tab is drawn.

    Whether Streamlit still has edits of them on the next visit does not tell: a browser may send those of
    the ended visit once more before it forgets them.
    """
    grid = cast("_Grid | None", st.session_state.get(_GRID))
    if grid is not None:
        grid.renew()


def _languages(glossary: Glossary) -> list[str]:
    """List the project's languages, then the glossary's other languages."""
    present = list(session.comparison().languages)
    named = {code for c in glossary for code in (*c.terms, *c.forbidden)}
    return [*present, *(code for code in LANGUAGES if code in named and code not in present)]


def _load(data: bytes, name: str, file_id: str) -> None:
    """Use a file's terms; ask first whether they are to replace those that are there.

    Raises:
        AlignerError: if they cannot be read.
    """
    say, glossary = page.words(), session.project().glossary
    terms = loads(data, Path(PurePath(name).name))
    adding = replacing = False
    if glossary:
        page.remark(say("term.given", name=name, count=len(terms), present=len(glossary)))
        with st.container(horizontal=True):
            adding = page.button("term.add", key="terms.add", type="primary")
            replacing = page.button("term.replace", key="terms.replace")
    if adding:
        new = (concept for concept in terms if concept not in glossary)
        terms = (*glossary, *new)
    if adding or replacing or not glossary:
        st.session_state[_GIVEN] = file_id
        project_steps.step(replace(session.project(), glossary=terms), "step.glossary")
        st.rerun()


def _grid(glossary: Glossary, languages: list[str]) -> _Grid:
    """Return the rows to edit: those edited before, also on a visit of this tab that has ended."""
    grid = cast("_Grid | None", st.session_state.get(_GRID))
    if grid is None or grid.glossary != glossary or list(grid.start.columns) != [*languages, "status"]:
        shown = pd.DataFrame(table(glossary, languages), columns=[*languages, "status"]).astype(str)
        grid = st.session_state[_GRID] = _Grid(glossary, shown, shown)
    elif grid.key not in st.session_state:
        grid.renew()
    return grid


def _editor(glossary: Glossary, languages: list[str]) -> None:
    """Draw the terms as an editable table; what is typed is used at once."""
    say, grid = page.words(), _grid(glossary, languages)
    config = {code: st.column_config.TextColumn(get(code).endonym) for code in languages}
    status = st.column_config.SelectboxColumn(
        say("term.status"),
        options=list(STATUSES),
        default="preferred",
        format_func=lambda each: say(f"term.{each}"),
    )
    grid.now = st.data_editor(
        grid.start,
        hide_index=True,
        num_rows="dynamic",
        width="stretch",
        column_config={**config, "status": status},
        key=grid.key,
    )
    page.show(f'<p class="muted">{plain(say("term.help"))}</p>')
    rows = [
        {str(key): value if isinstance(value, str) else None for key, value in row.items()}
        for row in grid.now.to_dict("records")
    ]
    if number := incomplete(rows, languages):
        page.remark(say("term.incomplete", number=number))
    edited = from_table(rows, languages)
    if edited != glossary:
        grid.glossary = edited
        project_steps.step(replace(session.project(), glossary=edited), "step.glossary")
        st.rerun()


def incomplete(rows: Iterable[Mapping[str, str | None]], languages: Iterable[str]) -> int:
    """Return the number of rows with a term in one language only, which make no concept."""
    counts = (sum(bool((row.get(code) or "").strip()) for code in languages) for row in rows)
    return sum(count == 1 for count in counts)


def _hits(view: View, glossary: Glossary) -> None:
    """Count each term in each column; selecting one searches the text for it."""
    columns = {page.document(c.key): c for c in view.columns}
    data = session.cached(
        "hits",
        (glossary, view),
        lambda: [
            {
                name: _counted(concept.terms.get(c.key.language, ()), c.document.text, c.key.language)
                for name, c in columns.items()
            }
            for concept in glossary
        ],
    )
    page.show(f"<h2>{plain(page.say('term.hits'))}</h2>")
    # with a fixed key, columns would keep widths made for other terms
    chosen = page.choose_row(pd.DataFrame(data), f"terms.hits.{id(glossary)}")
    if chosen is None:
        return
    concept = glossary[chosen]
    first = view.columns[0].key.language
    names = concept.terms.get(first) or next(iter(concept.terms.values()))
    query = names[0].replace("*", "")
    find = partial(navigation.show_rows, view_state.QUERY, query)
    st.button(label(page.say("term.find", term=query)), key="terms.find", on_click=find)


def _counted(names: tuple[str, ...], text: str, language: str) -> str:
    return f"{' | '.join(names)} ({len(places(text, language, names))})" if names else "–"
