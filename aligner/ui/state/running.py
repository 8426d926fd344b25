"""Run the pipeline from the page, with the stage, n of m, the time left if known, and a cancel button.

A click on the page stops the running script at its next update of the page, so long work can be
cancelled only if it reports progress often.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar, cast

import streamlit as st

import aligner
from aligner.ui import page
from aligner.ui.state import session
from aligner.values.catalogue import Words
from aligner.values.message import AlignerError, Progress, memory_errors, no_progress
from aligner.view.markup import escape
from aligner.view.row_filters import pair_of

if TYPE_CHECKING:
    from aligner.archive.set_finding import FoundSet
    from aligner.encoders import Encoder
    from aligner.pipeline.run import Settings
    from aligner.values import Comparison, Document, Finding, Update
    from aligner.values.glossary import Glossary
    from aligner.view.word_marks import Linkers

T = TypeVar("T")

BUNDLED: Final = Path(aligner.__file__).resolve().parents[1] / "corpora" / "ccpcj-27"
"""The example set in a checkout; an installed package has none."""

_KEEP: Final = "work.keeps_vectors"
_REMEMBERED: Final = "work.encoder"


def with_model(function: Callable[..., T], *given: object, is_new: bool = False, **named: object) -> T:
    """Call a function of the pipeline with its settings and its encoder, and show its progress.

    Args:
        function: what to call, such as `pipeline.run.realign`.
        given: its first arguments.
        is_new: whether it makes a new project, for which it is settled whether vectors may be kept.
        named: its other arguments.

    Raises:
        AlignerError: as the function, or if the model cannot be loaded.
    """
    from aligner.pipeline.run import Settings

    with shown_progress() as report:
        if is_new:
            st.session_state[_KEEP] = session.traces_permitted()
        settings = Settings(progress=report)
        return function(*given, settings=settings, encoder=_encoder(report), **named)


def compare_bundled() -> Comparison:
    """Open and compare the example set.

    Raises:
        AlignerError: if its files are damaged or the model cannot be loaded.
    """
    from aligner.pipeline.run import compare_set
    from aligner.readers.document_set import load_set

    return with_model(compare_set, load_set(BUNDLED), is_new=True)


def update(comparison: Comparison, language: str) -> Update:
    """Return a language's new draft, built once for each state of the project, with a progress bar.

    Raises:
        AlignerError: if the language cannot be updated or the model cannot be loaded.
    """
    from aligner.pipeline.update_set import update_comparison

    glossary = session.project().glossary
    return session.cached(
        f"update {language}",
        (comparison, glossary),
        lambda: with_model(update_comparison, comparison, language=language, glossary=glossary),
    )


def prepare_check(
    comparison: Comparison, glossary: Glossary, loading: Progress
) -> Callable[[Progress], tuple[Finding, ...]]:
    """Return a function that runs the default checks, in any thread and without the session.

    Args:
        comparison: the comparison to check.
        glossary: the terms for the checks.
        loading: called with the progress of loading the model.

    Raises:
        AlignerError: if the model cannot be loaded.
    """
    encoder, keep = _encoder(loading), session.traces_permitted()

    def run(report: Progress) -> tuple[Finding, ...]:
        from aligner.pipeline.check_set import findings

        return findings(comparison, encoder, glossary, report, keep=keep)

    return run


def prepare_word_linkers(comparison: Comparison) -> Callable[[], Linkers]:
    """Return a function that learns to link words, in any thread and without the session.

    Raises:
        AlignerError: if the model cannot be loaded.
    """
    encoder = _encoder(no_progress)

    def learn() -> Linkers:
        from aligner.alignment.word_links import linker_of

        pairs = filter(None, (pair_of(comparison, key) for key in comparison.newest.values()))
        return {
            theirs.language: linker_of(
                comparison.documents[ours],
                comparison.documents[theirs],
                comparison.alignments[ours, theirs],
                encoder,
            )
            for ours, theirs in pairs
        }

    return learn


def find_sets(documents: Mapping[str, Document]) -> list[FoundSet]:
    """Find which documents belong together, and the order of their drafts.

    Args:
        documents: the documents by any name, which becomes the path of their facts.

    Raises:
        AlignerError: if the optional libraries are missing, or the model cannot be loaded.
    """
    from aligner.archive.query import need_extra

    need_extra()
    from aligner.archive.set_finding import facts_of, group, named

    def find(settings: Settings, encoder: Encoder) -> list[FoundSet]:
        settings.progress("encode", 0, 1)
        return named(group(facts_of(documents, encoder)))

    return with_model(find, is_new=True)


def encoder() -> Encoder:
    """Return the encoder, with a progress bar while it is loaded.

    Raises:
        AlignerError: if the model cannot be loaded.
    """
    with shown_progress() as report:
        return _encoder(report)


def quiet_encoder() -> Encoder | None:
    """Return the encoder without showing progress, for a few texts; None if the model cannot be loaded."""
    try:
        return _encoder(no_progress)
    except AlignerError:
        return None


def forget() -> None:
    """Drop a closed project's vectors, whose keys contain its texts, and what was settled for it."""
    st.session_state.pop(_REMEMBERED, None)
    st.session_state.pop(_KEEP, None)


def _encoder(report: Progress) -> Encoder:
    """Return the encoder, which caches vectors on disk if that was settled, else in this session.

    What was settled at the start of a project, or as it was opened, applies as long as it is open.
    """
    from aligner.encoders import DEFAULT, load
    from aligner.encoders.cache import CachedEncoder
    from aligner.encoders.wrapper import RememberingEncoder

    report("model", 0, 1)
    # all sessions share the model, which holds only weights, no text
    model: Encoder = st.cache_resource(load, show_spinner=False)(DEFAULT)
    if st.session_state.setdefault(_KEEP, session.traces_permitted()):
        return CachedEncoder(model)
    return cast("Encoder", st.session_state.setdefault(_REMEMBERED, RememberingEncoder(model)))


_COUNT: Final = "work.count"
_UPDATE_SECONDS: Final = 0.1
"""Seconds between two updates within a stage: about as often as the eye can follow."""

_MIN_ELAPSED: Final = 2.0  # seconds of work before the time left is estimated
_MIN_SHARE: Final = 0.03  # share of the work done before that


@dataclass(slots=True)
class WorkProgress:
    """The stages of the work so far, and its rate.

    Attributes:
        clock: returns seconds since any fixed moment.
        stages: finished stages, in order.
        stage: current stage; empty before the first.
    """

    clock: Callable[[], float] = time.monotonic
    stages: list[str] = field(default_factory=list)
    stage: str = ""
    _begun: float = 0.0
    _reported: float = 0.0

    def report(self, stage: str, done: int, total: int) -> bool:
        """Record progress; return whether to update the page."""
        now = self.clock()
        if stage != self.stage:
            if self.stage and self.stage not in self.stages:
                self.stages.append(self.stage)
            self.stage, self._begun = stage, now
        elif done < total and now - self._reported < _UPDATE_SECONDS:
            return False
        self._reported = now
        return True

    def left(self, done: int, total: int) -> float | None:
        """Estimate the seconds left in the stage at its current rate; None while too uncertain."""
        elapsed = self.clock() - self._begun
        if done <= 0 or done >= total or elapsed < _MIN_ELAPSED or done / total < _MIN_SHARE:
            return None
        return elapsed * (total - done) / done


@contextmanager
def shown_progress() -> Iterator[Progress]:
    """Show a progress bar, the finished stages and a cancel button while the work runs.

    Raises:
        OutOfMemoryError: if the work runs out of memory.
    """
    say, course = page.words(), WorkProgress()
    number = st.session_state[_COUNT] = int(st.session_state.get(_COUNT, 0)) + 1
    frame = st.empty()
    with frame.container(border=True, key=f"progress.{number}"):
        before = st.empty()
        bar = st.progress(0.0, text=say("app.working"))
        forget = partial(st.query_params.pop, "example", None)  # what started the work is not to do so again
        page.button("work.cancel", forget, key=f"work.cancel.{number}")

    def report(stage: str, done: int, total: int) -> None:
        past = len(course.stages)
        if not course.report(stage, done, total):
            return
        if len(course.stages) != past:
            names = " · ".join(f"{_name(each, say)} ✓" for each in course.stages)
            with before.container():
                page.show(f'<p class="muted">{escape(names)}</p>')
        bar.progress(
            min(1.0, done / total) if total else 0.0, text=described(course, stage, done, total, say)
        )

    try:
        with memory_errors():
            yield report
    finally:
        frame.empty()


def described(course: WorkProgress, stage: str, done: int, total: int, say: Words) -> str:
    """Describe the stage, its progress if counted, and the time left."""
    name = _name(stage, say)
    text = f"{name}: {done} / {total}" if total > 1 else name
    left = course.left(done, total)
    if left is None:
        return text
    if left >= 90:
        return f"{text} · {say('work.minutes_left', minutes=round(left / 60))}"
    return f"{text} · {say('work.seconds_left', seconds=max(1, round(left)))}"


def _name(stage: str, say: Words) -> str:
    key = f"stage.{stage}"
    return say(key) if key in say.by_key else say("app.working")
