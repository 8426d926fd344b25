"""Search an archive, by words or by meaning, for how a wording was translated before."""

from typing import Final, NamedTuple, cast

import streamlit as st

from aligner.archive.query import DATE, Query, need_extra
from aligner.archive.search import MarkedText, OpenArchive, Results, as_parallel, mark_counterparts
from aligner.formats.templates import fill
from aligner.languages import get
from aligner.ui import page, save_work
from aligner.ui.state import running
from aligner.values.catalogue import Words
from aligner.view.markup import escape, isolated, label

_FOLDER: Final = "archive.folder"
"""Session key of the open archive and its languages, while the page is shown."""

_LAST: Final = "archive.last"
_LIMITS: Final = (20, 50, 100, 500)


class Request(NamedTuple):
    """A search: where, what to find, whether by meaning, and whether to mark the corresponding words."""

    folder: str
    query: Query
    by_meaning: bool
    marks_counterparts: bool


def ask() -> None:
    """Draw the field that opens an archive, on the first screen."""
    say = page.words()
    with st.expander(say("archive.open")):
        given = page.field("archive.path", "archive.path").strip()
        if not page.button("project.open", key="archive.open") or not given:
            return
        folder = given if "://" in given else str(save_work.typed_path(given))
        with page.faults_shown():
            st.session_state[_FOLDER] = (folder, _languages(folder))
            st.rerun()


def is_open() -> bool:
    """Whether an archive is open."""
    return _FOLDER in st.session_state


def draw() -> None:
    """Draw the page: the search form and the results."""
    folder, languages = cast("tuple[str, list[str]]", st.session_state[_FOLDER])
    title, close = st.columns([5, 1], vertical_alignment="bottom")
    with title:
        page.show(f'<h1>{escape(page.say("archive.open"))}</h1><p class="muted">{isolated(folder)}</p>')
    page.button("archive.close", _close, at=close, width="stretch")
    request = _ask(folder, languages)
    if request is not None:
        with page.faults_shown():
            _show(_results(request))


def _languages(folder: str) -> list[str]:
    need_extra()
    with st.spinner(page.say("app.working")), OpenArchive(folder) as archive:
        return archive.languages


def _close() -> None:
    st.session_state.pop(_FOLDER, None)
    st.session_state.pop(_LAST, None)


def _ask(folder: str, languages: list[str]) -> Request | None:
    """Ask what to find and where; None if no words are given."""
    say = page.words()
    words, how = st.columns([3, 1], vertical_alignment="bottom")
    wanted = page.field("archive.words", "archive.words", at=words)
    meaning = how.segmented_control(
        say("archive.by"),
        [False, True],
        default=False,
        format_func=lambda by_meaning: say("archive.by_meaning" if by_meaning else "archive.by_words"),
        key="archive.by",
        required=True,
    )
    query = _ask_filters(wanted.strip(), languages)
    mark_counterparts = page.toggle("archive.light", "archive.light", value=True, disabled=bool(meaning))
    request = Request(folder, query, bool(meaning), mark_counterparts and not meaning)
    return request if query.words else None


def _ask_filters(words: str, languages: list[str]) -> Query:
    """Ask for the optional filters: languages, sets, dates and the largest number of hits."""
    say = page.words()
    first, second, third, fourth, fifth, sixth = st.columns([3, 4, 3, 2, 2, 2], vertical_alignment="bottom")
    language = first.selectbox(
        say("archive.language"),
        ["", *languages],
        format_func=lambda code: get(code).endonym if code else say("archive.any_language"),
        key="archive.language",
    )
    beside = second.multiselect(
        say("archive.beside"),
        languages,
        format_func=lambda code: get(code).endonym,
        placeholder=say("archive.any_language"),
        key="archive.beside",
    )
    sets = page.field("archive.sets", "archive.sets", at=third, placeholder="A/RES/7*")
    with fourth:
        since = _ask_date("archive.since")
    with fifth:
        until = _ask_date("archive.until")
    limit = sixth.selectbox(say("archive.limit"), _LIMITS, key="archive.limit")
    return Query(
        words, language or None, tuple(beside), sets.strip() or "*", since, until, limit or _LIMITS[0]
    )


def _ask_date(key: str) -> str:
    """Ask for a year, month or day; report any other text, and ignore it."""
    given = str(st.text_input(page.say(key), placeholder="2015-06", key=key)).strip()
    if given and not DATE.fullmatch(given):
        page.problem(page.say("archive.no_date"))
        return ""
    return given


def _results(request: Request) -> Results:
    """Search, unless the last search was the same."""
    last = cast("tuple[Request, Results] | None", st.session_state.get(_LAST))
    if last is not None and last[0] == request:
        return last[1]
    with OpenArchive(request.folder) as archive:
        if request.by_meaning:
            results = archive.meaning(request.query, running.encoder())
        else:
            results = archive.words(request.query)
    if request.marks_counterparts and results.hits:
        results = mark_counterparts(results, running.encoder())
    st.session_state[_LAST] = (request, results)
    return results


def _show(results: Results) -> None:
    from aligner.formats.writing import export

    say = page.words()
    if not results.hits:
        page.remark(say("archive.none"))
        return
    page.show(f"<p>{escape(say('archive.found', total=results.total, shown=len(results.hits)))}</p>")
    if len(results.languages) > 1:
        name = f"{save_work.file_stem(results.query)}.tmx"
        st.download_button(
            label(say("export.download", name=name)),
            data=lambda: export(as_parallel(results), ".tmx"),
            file_name=name,
            mime="application/xml",
            key="archive.download",
            on_click="ignore",
        )
    page.show(table(results, say))


def table(results: Results, say: Words) -> str:
    """Return the hits as an HTML table: one row per hit, one column per language."""
    return fill(
        "concordance.html",
        say,
        languages=results.languages,
        hits=results.hits,
        marked=marked,
    )


def marked(marked_text: MarkedText) -> str:
    """Return a text as HTML, with the passages found in `mark` elements."""
    return marked_text.written(escape, "<mark>", "</mark>").replace("\n", "<br>")
