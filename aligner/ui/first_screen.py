"""The first screen: the user's files, checked before anything runs, recent projects, and the example.

Many files can be sorted into sets of documents that belong together, of which one is compared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

import streamlit as st

from aligner.comparison.pairs import choose_pivot
from aligner.languages import get
from aligner.pipeline import file_guesses
from aligner.pipeline import run as pipeline
from aligner.project import recent, recovery
from aligner.project.recovery import RecoveryCopy
from aligner.project.saved_work import Project
from aligner.project.store import EXTENSION
from aligner.ui import archive_search, file_list, page, page_view, preview, save_work, uploaded_files
from aligner.ui.state import project_opening, project_steps, running, session
from aligner.ui.uploaded_files import Candidate, Item, Kind
from aligner.values import AlignerError, Documents, Message
from aligner.values.disk_traces import forbidden
from aligner.values.message import shorten_at_word
from aligner.view.markup import escape, isolated, plain

if TYPE_CHECKING:
    from aligner.archive.set_finding import FoundSet

Job = Callable[[], None]
"""Work to run once the screen has made room for its progress; it opens a project or raises."""

_TITLE: Final = "start.title"
_TRACES: Final = "start.disk_traces"
_LONGEST_NAME: Final = 80
"""Largest number of characters of a name proposed for a project; files are named after it."""


def draw() -> None:
    """Choose documents and start the comparison.

    While that works, its container hides the files (`app.css`). They are not removed: a container that
    is emptied and refilled in each run may be drawn in between, and then collapses what was expanded in
    it.
    """
    work = st.empty()
    with st.container(key="start", width=1080):
        job = _screen()
    if job is None:
        return
    with work.container(key="working", width=720):
        try:
            job()
        except AlignerError as error:
            page.show_fault_later(error.message)
    st.rerun()


def _screen() -> Job | None:
    say = page.words()
    file_list.restore()
    uploaded_files.keep_choices()
    page.show(f'<h1>{escape(say("app.title"))}</h1><p class="lede">{escape(say("app.lede"))}</p>')
    if not page.show_pending_fault() and project_opening.names_lost_work() and not file_list.items():
        page.remark(say("project.lost"))
    with st.container():  # so that what is below stays where it is, and unfolded, while copies come and go
        resumed = None if file_list.items() else choose_unsaved()
    page.show(f"<h2>{escape(say('app.own'))}</h2>")
    file_list.ask()
    job = _added_files() if file_list.items() else _recent_and_example()
    return resumed or job


def _ask_disk_traces() -> None:
    """Draw the switch for recovery copies and cached vectors on disk."""
    if forbidden():
        page.remark(page.say("start.no_traces"))
        return
    st.session_state[_TRACES] = session.traces_permitted()
    page.toggle("start.traces", _TRACES, on_change=lambda: session.permit_traces(st.session_state[_TRACES]))


def _recent_and_example() -> Job | None:
    """Offer recent projects and the example."""
    recent, example = st.columns([3, 2], gap="large")
    with recent:
        job = choose_recent()
    with example:
        job = _example() or job
    archive_search.ask()
    _ask_disk_traces()
    return job


def _example() -> Job | None:
    if not running.BUNDLED.is_dir():
        return None
    page.show(f"<h2>{escape(page.say('app.example'))}</h2>")
    page.show(f"<p>{escape(page.say('app.example_lede'))}</p>")
    opens = page.button("app.open_example", key="start.example")
    return project_opening.open_example if opens else None


def _added_files() -> Job | None:
    """List the added files with their actions."""
    above = st.container()  # drawn once the files below it have been read
    candidates = file_list.documents()
    with above:
        sorting = choose_set(candidates)
    aligned, projects = file_list.of_kind(Kind.ALIGNED), file_list.of_kind(Kind.PROJECT)
    jobs = [sorting, *map(_open_aligned, aligned), *map(_open_project, projects)]
    if candidates:
        jobs.append(_compare(candidates))
    return next((job for job in jobs if job is not None), None)


def _open_aligned(item: Item) -> Job | None:
    """Open an aligned file, such as a translation memory, on its own."""
    loaded = file_list.aligned(item)
    with _card(item):
        if isinstance(loaded, Message):
            page.fault(loaded)
            return None
        languages = ", ".join(get(code).endonym for code in loaded.languages)
        page.show(_hint(page.say("start.aligned", rows=len(loaded.rows), languages=languages)))
        wanted = page.button("start.open_aligned", key=f"start.open.{item.number}")
    return (lambda: project_opening.open_unsaved(Project(loaded))) if wanted else None


def _open_project(item: Item) -> Job | None:
    """Open an uploaded project as a copy, since the browser does not reveal the path of the file."""
    from aligner.project.salvage import from_bytes

    with _card(item):
        page.show(_hint(page.say("project.copy")))
        wanted = page.button("project.open", key=f"start.open.{item.number}")
    return (lambda: project_opening.open_unsaved(from_bytes(item.data, item.name))) if wanted else None


@contextmanager
def _card(item: Item) -> Iterator[None]:
    """Context manager for what is said of a file that is opened on its own, with its name and removal."""
    with st.container(border=True, key=f"start.file{item.number}"):
        page.show(f'<p class="file"><strong>{isolated(item.name)}</strong></p>')
        yield
        file_list.ask_removal(item)


def _hint(text: str) -> str:
    return f'<p class="muted hint">{escape(text)}</p>'


def _compare(found: Sequence[Candidate]) -> Job | None:
    """Draw the options common to all documents, the plan, and the button, which stays visible."""
    say = page.words()
    drafts, languages = st.columns(2)
    with drafts:
        order = preview.ask_order(
            file_guesses.in_order([candidate.key.version for candidate in found]), "start.order"
        )
    clash, documents = page.repeated(each.key for each in found), {each.key: each.document for each in found}
    ready, pivot = clash is None and order is not None, None
    if ready and order is not None and len(found) > 1:
        with languages:
            pivot = _ask_pivot(documents, order)
        page.show(preview.grid(documents, order, pivot))
    title, path = _name_and_place(found)
    with st.expander(say("start.more")):
        _ask_disk_traces()
    with st.container(key="start-go", horizontal=True, vertical_alignment="center"):
        label = say("app.compare") if len(found) > 1 else say("start.open_one")
        pressed = st.button(label, type="primary", disabled=not ready, key="start.compare")
        if clash is not None:
            page.problem(say("app.clash", document=page.document(clash)))
        elif len(found) < 2:
            page.show(_hint(say("app.one_only")))
    if not pressed or order is None:
        return None
    versions = order

    def job() -> None:
        if path is not None:
            save_work.refuse_existing(path)
        compared = running.with_model(
            pipeline.compare_documents, documents, versions, pivot=pivot, title=title, is_new=True
        )
        project_opening.open_unsaved(Project(compared))
        page_view.keep_files({each.key: each.item for each in found})
        if path is not None:
            project_steps.save_as(path)

    return job


def _name_and_place(found: Sequence[Candidate]) -> tuple[str, Path | None]:
    """Ask for the project's name and, optionally, where to save it."""
    name = plain(_proposed_name(found))
    page.propose(_TITLE, name)
    title = st.text_input(page.say("project.name"), key=_TITLE).strip() or name
    wants_file = page.toggle("project.save", "start.save_work")
    return title, save_work.ask_path(title, "start.path") if wants_file else None


def _proposed_name(found: Sequence[Candidate]) -> str:
    """Return the symbol and title of the last draft with a symbol, or else a name from the files.

    Files that are named after drafts and languages only (`draft.en`), or by a number, name no project: their
    title does. A text in the language of the interface is preferred.
    """
    named = file_guesses.name_of([candidate.document.source for candidate in found])
    says_nothing = named in {candidate.key.version for candidate in found} or not any(map(str.isalpha, named))
    issued = [candidate for candidate in reversed(found) if candidate.document.masthead.symbol]
    titled = [candidate for candidate in reversed(found) if says_nothing and candidate.document.printed_title]
    chosen = sorted(issued or titled, key=lambda candidate: candidate.key.language != page.words().language)
    return shorten_at_word(chosen[0].document.printed_name, _LONGEST_NAME) if chosen else named


def _ask_pivot(documents: Documents, order: Sequence[str]) -> str:
    """Ask for the pivot language; the interface's is proposed where several are as likely."""
    languages = list(dict.fromkeys(key.language for key in documents))
    proposed = choose_pivot(documents, order, page.interface())
    if len(languages) < 2:
        return proposed
    chosen = st.selectbox(
        page.say("app.pivot"),
        ["", *languages],
        format_func=lambda code: (
            get(code or proposed).endonym + ("" if code else f" ({page.say('app.pivot_auto')})")
        ),
        key="start.pivot",
        help=page.say("app.pivot_help"),
    )
    return chosen or proposed


def choose_recent() -> Callable[[], None] | None:
    """Draw recent projects and a field for the path of another; return the opening of the one requested."""
    say = page.words()
    page.show(f"<h2>{escape(say('project.recent'))}</h2>")
    with st.container():  # so that the field below stays as it is while other windows change the list
        wanted = _listed()
    with st.expander(say("project.open_file")):
        path = st.text_input(say("project.path"), key="start.project_path", placeholder=f"…{EXTENSION}")
        if page.button("project.open", key="start.open_path") and path.strip():
            wanted = save_work.typed_path(path)
    return None if wanted is None else partial(project_opening.open_file, wanted)


def _listed() -> Path | None:
    """Draw the recent projects; return the path of the one requested."""
    say = page.words()
    wanted: Path | None = None
    listed = recent.recents()
    if not listed:
        page.show(f'<p class="muted">{escape(say("project.none_yet"))}</p>')
    for each in listed:
        with st.container(horizontal=True, vertical_alignment="center", key=f"recent.{each.id}"):
            exists = save_work.exists(each.path)
            text = " · ".join([escape(each.opened[:10]), *([] if exists else [escape(say("project.gone"))])])
            page.listed(each.title or each.path.stem, f"{isolated(str(each.path))} · {text}")
            if page.button("project.open", key=f"recent.open.{each.id}", disabled=not exists):
                wanted = each.path
            page.remover("project.forget", f"recent.forget.{each.id}", recent.forget, each.id)
    return wanted


_SHOWN: Final = 3
"""Number of copies that are listed; the others are folded, so that the rest of the screen stays visible."""

_KEPT: Final = timedelta(days=1)
"""How long the copy of a comparison without edits is kept, for a page that is reloaded."""


def choose_unsaved() -> Callable[[], None] | None:
    """List the copies with edits that no window has open; return the opening of the chosen one, if any.

    A comparison without edits is not work: its copy serves a reload only, and is removed later.
    """
    idle = [copy for copy in recovery.copies() if not project_steps.copy_in_use(copy.id)]
    offered = [copy for copy in idle if copy.edited]
    for copy in idle:
        if not copy.edited and datetime.now(UTC) - copy.saved > _KEPT:
            recovery.remove(copy.path)
    if not offered:
        return None
    say, earlier = page.words(), offered[_SHOWN:]
    page.show(f"<h2>{escape(say('recovery.title'))}</h2>")
    jobs = [_line(copy) for copy in offered[:_SHOWN]]
    if earlier:
        with st.expander(say("recovery.earlier", count=len(earlier))):
            jobs += [_line(copy) for copy in earlier]
    return next((job for job in jobs if job is not None), None)


def _line(copy: RecoveryCopy) -> Callable[[], None] | None:
    say = page.words()
    with st.container(horizontal=True, vertical_alignment="center", key=f"recovery.{copy.id}"):
        when = say("recovery.saved", when=f"{copy.saved.astimezone():%Y-%m-%d %H:%M}")
        page.listed(copy.title, escape(when))
        wanted = page.button("recovery.resume", key=f"recovery.resume.{copy.id}", type="primary")
        with st.popover(say("recovery.discard")):
            page.show(f"<p>{escape(say('recovery.discard_help'))}</p>")
            page.button("recovery.discard_now", recovery.remove, copy.path, key=f"recovery.discard.{copy.id}")
    return (lambda: project_opening.open_recovered(copy.path)) if wanted else None


_MIN_FILES: Final = 4
"""Fewest files for which sorting is offered."""

_SORTED: Final = "aligner.sorted"


@dataclass(frozen=True, slots=True)
class Sorted:
    """The files that were sorted, and the sets found among them; the path of a file there is its number."""

    items: tuple[Item, ...]
    sets: list[FoundSet]


def _drafts(files: FoundSet) -> dict[int, int]:
    """Return the number of the draft, from 1, by number of the file."""
    return {int(facts.path): draft for draft, facts in files.documents}


def choose_set(found: Sequence[Candidate]) -> Callable[[], None] | None:
    """Offer to sort the files, or list the sets; return a function that sorts if the user asked for it.

    Args:
        found: the documents in the listed files.
    """
    sorted_files = cast("Sorted | None", st.session_state.get(_SORTED))
    if sorted_files is not None and not set(sorted_files.items) < set(file_list.items()):
        _list(sorted_files)
        return None
    if len(found) < _MIN_FILES:
        return None
    wanted = page.button("sets.sort", help=page.say("sets.sort_help"))
    return (lambda: _sort(found)) if wanted else None


def _sort(found: Sequence[Candidate]) -> None:
    """Find the sets.

    Raises:
        AlignerError: if the optional libraries are missing, or the model cannot be loaded.
    """
    sets = running.find_sets({str(candidate.item.number): candidate.document for candidate in found})
    st.session_state[_SORTED] = Sorted(file_list.items(), sets)


def _list(sorted_files: Sorted) -> None:
    say = page.words()
    alone = len(sorted_files.items) - sum(len(found.documents) for found in sorted_files.sets)
    page.show(
        f"<h2>{escape(say('sets.title'))}</h2>"
        f'<p class="muted">{escape(say("sets.found", sets=len(sorted_files.sets), alone=alone))}</p>'
    )
    shown = {item.number for item in file_list.items()}
    for position, file_set in enumerate(sorted_files.sets):
        with st.container(horizontal=True, vertical_alignment="center", key=f"sets.line{position}"):
            page.listed(file_set.name, escape(_described(file_set)))
            page.button(
                "sets.take",
                _take,
                sorted_files,
                file_set,
                key=f"sets.take.{position}",
                disabled=shown == set(_drafts(file_set)),
            )
    page.button(
        "sets.all", file_list.show_only, sorted_files.items, disabled=len(shown) == len(sorted_files.items)
    )


def _described(files: FoundSet) -> str:
    codes = dict.fromkeys(facts.language for _, facts in files.documents)
    languages = ", ".join(get(code).endonym for code in codes)
    drafts = len(set(_drafts(files).values()))
    return page.say("sets.line", files=len(files.documents), languages=languages, drafts=drafts)


def _take(sorted_files: Sorted, files: FoundSet) -> None:
    """List only the files of one set, with their draft numbers if it has several drafts."""
    drafts = _drafts(files)
    several = len(set(drafts.values())) > 1
    file_list.show_only(
        tuple(
            replace(item, version=str(drafts[item.number])) if several else item
            for item in sorted_files.items
            if item.number in drafts
        )
    )
