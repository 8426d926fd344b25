"""The frame shared by all commands: projects as input and output, output files, progress and terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TextIO, cast

import click

from aligner.cli.options import as_wrong_usage, check_choices, exported
from aligner.cli.terminal_style import Style, as_text, interface, note, one_line, unbroken
from aligner.readers.installed_programs import private_folder, remove_abandoned
from aligner.readers.registry import EXTENSIONS
from aligner.values import Comparison, Document, InputError, Message, Update
from aligner.values.catalogue import DEFAULT, Words, load
from aligner.values.message import without_secrets
from aligner.values.results import AlignedPair, Checked, DraftSeries, RevisedPair
from aligner.view.one_page_summary import OnePageSummary

if TYPE_CHECKING:
    from aligner.formats.writing import Result
    from aligner.pipeline.run import Settings
    from aligner.project.saved_work import Project
    from aligner.readers.document_set import DocumentSet, Entry

EXTENSION: Final = ".aligner"
_OF_READING: Final = ("unit", "encoding", "recognise")


def is_project(path: Path | None) -> bool:
    """Whether a path names a project rather than a set or a document."""
    return path is not None and path.suffix.lower() == EXTENSION


def given_set(choices: Mapping[str, Any]) -> tuple[Project | DocumentSet, Sequence[Path]]:
    """Return the project or the set that `set_options` name, and the files that are read."""
    paths: Sequence[Path] = choices["paths"]
    if len(paths) == 1 and is_project(paths[0]):
        return open_project(paths[0], choices), paths
    found = _document_set(choices)
    return found, found.files


def open_project(path: Path, choices: Mapping[str, Any]) -> Project:
    """Open a project given in place of a set; report what cannot be read in a damaged one.

    Raises:
        click.UsageError: for options on reading files, which do not apply to a project.
        ProjectError: if it cannot be opened.
    """
    from aligner.project.salvage import load

    if choices.get("documents"):
        raise click.UsageError("give a project or documents with --doc, not both")
    _refuse_reading()
    project, token = load(path)
    comparison = project.comparison
    for message in comparison.notes if token is None else ():
        note(message)
    pivot, title = choices.get("pivot"), choices.get("title")
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
    from aligner.formats.writing import check_place

    if path.exists():
        raise click.UsageError(f"{path} is there already, and may hold work; give another name, or remove it")
    check_place(path, ())


def new_project(comparison: Comparison, found: DocumentSet) -> Project:
    """Return a new project for a set: its documents, and the glossary beside them."""
    from aligner.pipeline.check_set import glossary_of
    from aligner.project.saved_work import Project

    return Project(comparison, glossary=glossary_of(found))


def check_project(
    project: Project, work: Work, *, glossary: Path | None, checks: Sequence[str], skip: Iterable[str]
) -> Checked:
    """Run the checks on a project, leaving out dismissed findings and noting how many they are.

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
    settings = work.settings
    encoder = load_encoder(settings)
    whole = check_comparison(
        project.comparison, encoder, terms, checks, skip, settings.progress, settings.notice
    )
    left, aside = open_findings(project, whole.findings)
    if aside:
        work.note(Message("commands.set_aside", count=len(aside)))
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


@dataclass
class Work:
    """Runs a command: checks the output path, shows progress, delivers the result.

    Attributes:
        kind: the class of the result.
        inputs: the files that are read.
        choices: the options of the command, those of `result_options` among them.
        output: where the result is to go, if to a file.
        is_word: whether that is a Word file.
        worded: the `interface` option for a file format with headings and remarks in a chosen language.
    """

    kind: type
    inputs: Sequence[Path]
    choices: Mapping[str, Any]

    def __post_init__(self) -> None:
        self.output: Path | None = self.choices.get("output")
        self.summary: Path | None = self.choices.get("summary")
        self.as_json = bool(self.choices.get("as_json"))
        self.is_word = self.output is not None and self.output.suffix.lower() == ".docx"
        chosen: str | None = self.choices.get("interface")
        self.worded = {"interface": chosen} if chosen else {}
        # A comparison may become a project rather than an export.
        self._besides = (EXTENSION,) if self.kind is Comparison else ()
        self._keeps = self.kind is Comparison and is_project(self.output)

    def __enter__(self) -> Work:
        from aligner.formats.writing import check_destination

        remove_abandoned()
        with as_wrong_usage():
            if self.output is not None and self._keeps:
                refuse_taken(self.output)
            elif self.output is not None:
                check_destination(self.output, self.kind, self.inputs, besides=self._besides)
            if self.summary is not None:
                check_destination(self.summary, OnePageSummary, self.inputs)
        check_choices(self.choices)
        self._progress = ProgressLine()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.clear()

    @property
    def settings(self) -> Settings:
        """The settings chosen on the command line."""
        from aligner import encoders

        return replace(
            reading_settings(self.choices, self.note, self._ask_password),
            model=self.choices.get("model") or encoders.DEFAULT,
            cache=not self.choices.get("no_cache", False),
            progress=self._progress,
        )

    def note(self, text: str | Message) -> None:
        """Print a one-line note to standard error."""
        self._progress.clear()
        note(text)

    def _ask_password(self, name: str) -> str:
        self._progress.clear()
        return ask_password(name)

    def deliver(
        self, result: Result, made: bytes | None = None, project: Project | None = None, /, **options: str
    ) -> None:
        """Write and print the result as requested.

        `options` are those of the file's format; `made` is the file if it exists already; `project`
        is the project of a comparison, if there is one.
        """
        from aligner.formats.writing import write_atomically

        self._progress.clear()
        if self.output is not None and self._keeps:
            from aligner.project.saved_work import Project
            from aligner.project.store import save

            save(project or Project(cast("Comparison", result)), self.output)
        elif self.output is not None:
            data = exported(self.choices, result, self.output.suffix, **options) if made is None else made
            write_atomically(self.output, data)
        if self.summary is not None:
            self._summarise(cast("Comparison", result), self.summary)
        if self.as_json:
            print_text(exported(self.choices, result, ".json").decode("utf-8"))
        elif self.output is None and self.summary is None:
            print_text(_shown(result, load(self.choices.get("interface") or DEFAULT)))

    def _summarise(self, result: Comparison, path: Path) -> None:
        """Write the one-page summary of a comparison."""
        from aligner.formats.writing import export, write_atomically
        from aligner.view.summarise import summarise

        summary = summarise(result, self.worded.get("interface", DEFAULT), date.today())
        write_atomically(path, export(summary, path.suffix, **self.worded))


def reading_settings(
    choices: Mapping[str, Any], notice: Callable[[Message], None], ask: Callable[[str], str]
) -> Settings:
    """Return how to read files, as chosen on the command line; at a terminal, there is somebody to ask."""
    from aligner.pipeline.run import Settings, Unit

    return Settings(
        unit=Unit(choices["unit"]),
        encoding=known_encoding(choices["encoding"]),
        recognise=choices.get("recognise", ()),
        notice=notice,
        password=ask if sys.stdin is not None and sys.stdin.isatty() else None,
    )


def ask_password(name: str) -> str:
    """Ask for the password of a file; it is not shown as it is typed."""
    question = interface()("terminal.password", name=unbroken(name))
    return str(click.prompt(question, hide_input=True, err=True))


def _document_set(choices: Mapping[str, Any]) -> DocumentSet:
    """Return the set for a command: a folder, files whose text tells what they are, or named documents.

    A folder without a manifest and a zip stand for their files. The pivot chosen, if any, has to be one of
    the set's languages.
    """
    from aligner.readers.document_set import load_set, of_entries

    paths, documents = choices["paths"], choices["documents"]
    title, pivot = choices.get("title"), choices["pivot"]
    if paths and documents:
        raise click.UsageError("give a SET, files, or documents with --doc, not both")
    if not paths and not documents:
        raise click.UsageError("give a SET, two or more files, or documents with --doc LANG@VERSION=FILE")
    zipped = len(paths) == 1 and _is_zip(paths[0])
    if zipped:
        paths = [_unpacked(paths[0])]
    if len(paths) == 1 and (listed := _listed(paths[0])):
        paths = listed
    if len(paths) == 1:
        found = load_set(paths[0])
        found = replace(found, title=title) if title is not None else found
    else:
        with as_wrong_usage():
            found = of_entries(documents or _loose(paths, choices, bare=zipped), title=title or "")
    if pivot is not None and pivot not in found.languages:
        raise click.UsageError(f"pivot {pivot!r} is not among the languages {', '.join(found.languages)}")
    return replace(found, pivot=pivot or found.pivot)


def _is_zip(path: Path) -> bool:
    from aligner.readers.office_package import EXTENSION

    return path.suffix.lower() == EXTENSION and path.is_file()


def _listed(folder: Path) -> list[Path]:
    """Return the documents in a folder without a manifest, if there are several."""
    from aligner.readers.document_set import MANIFEST

    if not folder.is_dir() or (folder / MANIFEST).exists():
        return []
    paths = sorted(path for path in folder.iterdir() if path.suffix.lower() in EXTENSIONS)
    return paths if len(paths) > 1 else []


def _unpacked(path: Path) -> Path:
    """Return a folder with the documents in a zip, which is removed when the command ends.

    Raises:
        InputError: see `documents_in`.
    """
    from aligner.readers import load_bytes
    from aligner.readers.office_package import documents_in

    documents, left_out = documents_in(load_bytes(path), path.name)
    folder = click.get_current_context().with_resource(private_folder())
    for name, data in documents:
        (folder / name).write_bytes(data)
    if left_out:
        note(Message("reading.not_documents", names=left_out))
    return folder


def _loose(paths: Sequence[Path], choices: Mapping[str, Any], *, bare: bool) -> tuple[Entry, ...]:
    """Read files as documents of a set, and report what each was taken for.

    Args:
        paths: the files.
        choices: the options that say how to read them.
        bare: whether to name them without their folder, which the user does not know.
    """
    from aligner.pipeline.file_guesses import entries_of

    entries = entries_of(paths, reading_settings(choices, note, ask_password))
    taken = tuple(f"{entry.key}={entry.file.name if bare else entry.file}" for entry in entries)
    note(Message("commands.read_as", documents=taken))
    return entries


def known_encoding(name: str | None) -> str | None:
    """Return the name of an encoding; refuse an unknown one."""
    if name is None:
        return None
    try:
        "".encode(name)
    except (LookupError, ValueError):
        raise click.UsageError(
            f"encoding {name!r} is not known; try utf-8, gb18030, big5 or koi8-r"
        ) from None
    return name


def _shown(result: Result, words: Words) -> str:
    from aligner.cli import terminal

    ansi = sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    shows: dict[type, Callable[..., Iterable[str]]] = {
        Document: terminal.show_document,
        AlignedPair: terminal.show_alignment,
        RevisedPair: terminal.show_revision,
        DraftSeries: terminal.show_history,
        Checked: terminal.show_findings,
        Update: terminal.show_update,
        Comparison: terminal.show_comparison,
    }
    return as_text(shows[type(result)](result, Style(ansi=ansi), words))


def print_lines(lines: Iterable[str]) -> None:
    """Print lines of a list without secrets; what a file name hides in them is made visible.

    Raises:
        InputError: see `print_text`.
    """
    print_text(as_text(one_line(without_secrets(line)) for line in lines))


def print_json(value: object) -> None:
    """Print a value as JSON; errors as `print_text`."""
    from aligner.formats.json.write import dump

    print_text(dump(value).decode("utf-8"))


def print_text(text: str) -> None:
    """Print text to standard output in UTF-8, whatever encoding the terminal declares.

    Raises:
        InputError: if it cannot be written, as to a file on a full disk.
    """
    stream = sys.stdout
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8", errors="replace")
    try:
        stream.write(text)
        stream.flush()
    except BrokenPipeError:  # the reader closed the pipe: not an error
        raise
    except OSError as error:
        why = error.strerror or str(error)
        raise InputError(Message("choice.no_output", why=why)) from error


class ProgressLine:
    """Shows progress on one line of a terminal; silent if the output is not a terminal."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = sys.stderr if stream is None else stream
        self._shown = 0
        self._said = ""
        self.active = self._stream.isatty()

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Show a stage and its progress."""
        if not self.active:
            return
        text = f"{stage} {done}/{total}" if total else stage
        if text == self._said:
            return  # repeated, as the checks do at every row
        self._stream.write("\r" + text.ljust(self._shown))
        self._stream.flush()
        self._shown, self._said = len(text), text

    def clear(self) -> None:
        """Clear the line before other output."""
        if self.active and self._shown:
            self._stream.write("\r" + " " * self._shown + "\r")
            self._stream.flush()
            self._shown, self._said = 0, ""
