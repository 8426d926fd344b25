"""Sort many files on the first screen into sets of documents that belong together, and choose one set."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final, cast

import streamlit as st

from aligner.languages import get
from aligner.ui import file_list, page, running
from aligner.ui.uploaded_files import Candidate, Item
from aligner.view.markup import escape, isolated

_MIN_FILES: Final = 4
"""Fewest files for which sorting is offered."""

_SORTED: Final = "aligner.sorted"


@dataclass(frozen=True, slots=True)
class FileSet:
    """Files that belong together.

    Attributes:
        name: symbol or title of the document.
        languages: their languages.
        drafts: number of the draft, from 1, by number of the file.
    """

    name: str
    languages: tuple[str, ...]
    drafts: dict[int, int]


@dataclass(frozen=True, slots=True)
class Sorted:
    """The files that were sorted, and the sets found among them."""

    items: tuple[Item, ...]
    sets: tuple[FileSet, ...]


def choose(found: Sequence[Candidate]) -> Callable[[], None] | None:
    """Offer to sort the files, or list the sets; return a function that sorts if the user asked for it.

    Args:
        found: the documents in the listed files.
    """
    sorted_files = cast("Sorted | None", st.session_state.get(_SORTED))
    if sorted_files is None or set(sorted_files.items) < set(file_list.items()):
        return _offer(found)
    _list(sorted_files)
    return None


def _offer(found: Sequence[Candidate]) -> Callable[[], None] | None:
    say = page.words()
    if len(found) < _MIN_FILES:
        return None
    wanted = st.button(say("sets.sort"), key="sets.sort", help=say("sets.sort_help"))
    return (lambda: _sort(found)) if wanted else None


def _sort(found: Sequence[Candidate]) -> None:
    """Find the sets.

    Raises:
        AlignerError: if the optional libraries are missing, or the model cannot be loaded.
    """
    sets = running.find_sets({str(candidate.number): candidate.document for candidate in found})
    st.session_state[_SORTED] = Sorted(
        file_list.items(),
        tuple(
            FileSet(
                group.name,
                tuple(dict.fromkeys(facts.language for _, facts in group.documents)),
                {int(facts.path): draft for draft, facts in group.documents},
            )
            for group in sets
        ),
    )


def _list(sorted_files: Sorted) -> None:
    say = page.words()
    alone = len(sorted_files.items) - sum(len(file_set.drafts) for file_set in sorted_files.sets)
    page.show(
        f"<h2>{escape(say('sets.title'))}</h2>"
        f'<p class="muted">{escape(say("sets.found", sets=len(sorted_files.sets), alone=alone))}</p>'
    )
    shown = {item.number for item in file_list.items()}
    for position, file_set in enumerate(sorted_files.sets):
        with st.container(horizontal=True, vertical_alignment="center", key=f"sets.line{position}"):
            page.show(
                f'<p class="recent"><strong>{isolated(file_set.name)}</strong><br>'
                f'<small class="muted">{escape(_described(file_set))}</small></p>'
            )
            st.button(
                say("sets.take"),
                key=f"sets.take.{position}",
                disabled=shown == set(file_set.drafts),
                on_click=_take,
                args=(sorted_files, file_set),
            )
    st.button(
        say("sets.all"),
        key="sets.all",
        disabled=len(shown) == len(sorted_files.items),
        on_click=file_list.show_only,
        args=(sorted_files.items,),
    )


def _described(files: FileSet) -> str:
    languages = ", ".join(get(code).endonym for code in files.languages)
    drafts = len(set(files.drafts.values()))
    return page.words()("sets.line", files=len(files.drafts), languages=languages, drafts=drafts)


def _take(sorted_files: Sorted, files: FileSet) -> None:
    """List only the files of one set, with their draft numbers if it has several drafts."""
    several = len(set(files.drafts.values())) > 1
    file_list.show_only(
        tuple(
            replace(item, version=str(files.drafts[item.number])) if several else item
            for item in sorted_files.items
            if item.number in files.drafts
        )
    )
