"""Projects on the command line, as input in place of a set and as output."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from aligner.cli.terminal_style import note
from aligner.values import Comparison
from aligner.values.errors import InputError
from aligner.values.message import Message
from aligner.values.progress import no_progress
from aligner.values.results import AlignedPair, Checked

if TYPE_CHECKING:
    from aligner.pipeline.run import Settings
    from aligner.project.saved_work import Project
    from aligner.readers.document_set import DocumentSet, Entry

EXTENSION: Final = ".aligner"
_OF_READING: Final = ("unit", "encoding", "recognise")


def is_project(path: Path | None) -> bool:
    """Whether a path names a project rather than a set or a document."""
    return path is not None and path.suffix.lower() == EXTENSION


def project_among(paths: Sequence[Path]) -> Path | None:
    """Return the project that a command was given in place of a set, if it was."""
    return paths[0] if len(paths) == 1 and is_project(paths[0]) else None


def open_project(
    path: Path, *, documents: tuple[Entry, ...] = (), pivot: str | None = None, title: str | None = None
) -> Project:
    """Open a project given in place of a set; report what cannot be read in a damaged one.

    Raises:
        click.UsageError: for options on reading files, which do not apply to a project.
        ProjectError: if it cannot be opened.
    """
    from aligner.project.salvage import load

    if documents:
        raise click.UsageError("give a project or documents with --doc, not both")
    _refuse_reading()
    project, token = load(path)
    comparison = project.comparison
    for message in comparison.notes if token is None else ():
        note(message, click.get_current_context().params.get("interface"))
    if pivot is not None and pivot != comparison.pivot:
        raise click.UsageError(
            f"the pivot of {path} is {comparison.pivot!r}; compare its files anew for another"
        )
    return project if title is None else replace(project, comparison=replace(comparison, title=title))


def refuse_taken(path: Path) -> None:
    """Refuse to write a new project over an existing file, which may hold someone's work.

    Raises:
        click.UsageError: if the file exists.
        InputError: as `check_place`.
    """
    from aligner.formats.output import check_place

    if path.exists():
        raise click.UsageError(f"{path} is there already, and may hold work; give another name, or remove it")
    check_place(path, ())


def write_project(path: Path, comparison: Comparison, project: Project | None) -> None:
    """Write a new project from a comparison that has none yet.

    Raises:
        ProjectError: if it cannot be written.
    """
    from aligner.project.saved_work import Project
    from aligner.project.store import save

    save(Project(comparison) if project is None else project, path)


def new_project(comparison: Comparison, found: DocumentSet) -> Project:
    """Return a new project for a set: its documents, and the glossary beside them."""
    from aligner.pipeline.check_set import glossary_of
    from aligner.project.saved_work import Project

    return Project(comparison, glossary=glossary_of(found))


def check_project(
    project: Project,
    settings: Settings,
    tell: Callable[[Message], None],
    *,
    glossary: Path | None,
    checks: Sequence[str],
    skip: Iterable[str],
) -> Checked:
    """Run the checks on a project, leaving out dismissed findings and reporting them to `tell`.

    Raises:
        InputError: if the glossary cannot be read.
        EncoderError: if the model cannot be loaded.
    """
    from aligner.pipeline.check_set import check_comparison
    from aligner.pipeline.run import load_encoder
    from aligner.project.saved_work import open_findings
    from aligner.readers.glossary import load
    from aligner.view.decisions import with_decisions

    terms = load(glossary) if glossary is not None else project.glossary
    progress = settings.progress or no_progress
    encoder = load_encoder(settings)
    whole = check_comparison(project.comparison, encoder, terms, checks, skip, progress, settings.notice)
    left, aside = open_findings(project, whole.findings)
    if aside:
        tell(Message("commands.set_aside", count=len(aside)))
    return replace(whole, comparison=with_decisions(whole.comparison, project.decided), findings=left)


def pair_of(project: Project, source: str | None, target: str | None, name: str) -> AlignedPair:
    """Return the newest aligned documents of two languages of a project.

    Args:
        project: the project.
        source: language; the pivot if not given.
        target: language; the only other one if not given.
        name: name of the file, for messages.

    Raises:
        InputError: if a language is absent or the two are not aligned with each other.
    """
    comparison = project.comparison
    source = source or comparison.pivot
    others = [language for language in comparison.languages if language != source]
    if target is None and len(others) != 1:
        raise InputError.about(name, "choice.two_languages", known=tuple(comparison.languages))
    target = target or others[0]
    order = comparison.version_order
    pairs = [
        keys for keys in comparison.alignments if (keys[0].language, keys[1].language) == (source, target)
    ]
    if not pairs:
        facts = {"center": repr(comparison.pivot), "known": tuple(comparison.languages[1:])}
        raise InputError.about(name, "choice.not_aligned", source=source, target=target, **facts)
    ours, theirs = max(pairs, key=lambda keys: (order[keys[0].version], order[keys[1].version]))
    documents = comparison.documents
    return AlignedPair(documents[ours], documents[theirs], comparison.alignments[ours, theirs])


def _refuse_reading() -> None:
    context = click.get_current_context()
    for name in _OF_READING:
        source: Any = context.get_parameter_source(name)
        if source is click.core.ParameterSource.COMMANDLINE:
            raise click.UsageError(
                f"--{name} is for files that are still to be read; a project's were already"
            )
