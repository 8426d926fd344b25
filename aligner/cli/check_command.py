"""`aligner check`: find where the languages of a set differ in substance."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from aligner.cli import options
from aligner.cli.command_frame import Work, check_project, open_project, print_text, project_among, the_set
from aligner.formats.registry import TWO_LANGUAGES
from aligner.values import Comparison, Finding, InputError, Message, Severity
from aligner.values.results import Checked

if TYPE_CHECKING:
    from aligner.readers.document_set import Entry

FOUND: Final = 3
"""Exit code if there are findings of the given severity or worse."""

_SEVERITIES: Final = [severity.value for severity in Severity]


option = options.of_command("check")


@click.command("check", short_help="Where the languages of a text differ: numbers, dates, amendments …")
@options.set_options
@option("--glossary", type=options.FILE, metavar="FILE")
@option("--check", "checks", multiple=True, metavar="ID")
@option("--skip", multiple=True, metavar="ID")
@option("--severity", type=click.Choice(_SEVERITIES), default=Severity.FORM.value)
@option("--lang", **options.LANGUAGE)
@option("--fail-on", type=click.Choice([*_SEVERITIES, "never"]), default="never", show_default=True)
@option("--list", "list_checks", is_flag=True)
@options.result_options(Checked, model=True)
def check_command(
    paths: tuple[Path, ...],
    documents: tuple[Entry, ...],
    pivot: str | None,
    glossary: Path | None,
    checks: tuple[str, ...],
    skip: tuple[str, ...],
    severity: str,
    lang: str | None,
    fail_on: str,
    list_checks: bool,
    output: Path | None,
    as_json: bool,
    **choices: Any,
) -> None:
    """Find where the languages of a text differ: amendments not carried over, numbers, dates, terms, form.

    The newest draft of each language is compared with that of the pivot. A .xlf file holds the
    pivot and one other language (--lang), with the findings as notes on their passages.
    For a project (.aligner), dismissed findings are left out.

    \b
        aligner check corpora/ccpcj-27
        aligner check corpora/ccpcj-27 --severity warning --fail-on error --json
        aligner check corpora/ccpcj-27 -o findings.html
        aligner check corpora/ccpcj-27 --lang fr -o findings.xlf
        aligner check rev1.zh.docx rev1.en.docx rev1.fr.pdf
        aligner check tracked.en.docx old.fr.docx
        aligner check work.aligner
    """
    if list_checks:
        print_text(_listing())
        return
    _refuse_unknown(checks, skip)
    given = _given(paths, documents, pivot, choices)
    beside = _beside(given.languages, given.pivot, lang, output)
    _refuse_absent(lang, given.languages)
    inputs = [*given.files, *([glossary] if glossary is not None else [])]
    with Work(Checked, output, as_json, inputs, choices) as work:
        whole = given.check(work, glossary=glossary, checks=checks, skip=skip)
        _note_limits(whole.comparison, work)
        shown = replace(whole, findings=tuple(_filtered(whole.findings, severity, lang)))
        work.deliver(shown, **beside)
    if fail_on != "never" and any(True for _ in _filtered(shown.findings, fail_on, None)):
        click.get_current_context().exit(FOUND)


@dataclass(frozen=True, slots=True)
class _Given:
    """What a command is to check: the documents of a set, or a project.

    Attributes:
        files: the files that are read.
        languages: the languages that are compared.
        pivot: the language to compare the others with; empty if that is still to be chosen.
        check: runs the checks.
    """

    files: Sequence[Path]
    languages: Sequence[str]
    pivot: str
    check: Callable[..., Checked]


def _given(
    paths: Sequence[Path], documents: tuple[Entry, ...], pivot: str | None, choices: Mapping[str, Any]
) -> _Given:
    if (saved := project_among(paths)) is not None:
        project = open_project(saved, documents=documents, pivot=pivot)
        compared = project.comparison
        return _Given([saved], compared.languages, compared.pivot, partial(check_project, project))
    document_set = the_set(paths, documents, None, pivot, choices)

    def check_read(work: Work, **chosen: Any) -> Checked:
        from aligner.comparison.updating.behind import notes_on_languages_behind
        from aligner.pipeline.check_set import check_set

        result = check_set(document_set, work.settings, pivot=pivot, **chosen)
        behind = notes_on_languages_behind(result.comparison)  # which `_note_limits` notes
        for note in result.comparison.notes:
            if note not in behind:
                work.note(note)
        return result

    return _Given(document_set.files, document_set.languages, pivot or document_set.pivot or "", check_read)


def _note_limits(comparison: Comparison, work: Work) -> None:
    """Note what keeps the checks from seeing everything: drafts that are apart, or one language alone."""
    from aligner.comparison.updating.behind import notes_on_languages_behind

    behind = notes_on_languages_behind(comparison)
    for note in behind:
        work.note(note)
    newest = comparison.newest.values()
    if not behind and len({key.version for key in newest}) > 1:
        work.note(Message("commands.newest_apart", documents=tuple(map(str, newest))))
    if len(comparison.languages) == 1:
        work.note(Message("commands.alone"))


def _beside(languages: Sequence[str], first: str, lang: str | None, output: Path | None) -> dict[str, str]:
    """Return the language beside the pivot in a file that holds two languages.

    Raises:
        click.UsageError: if there are several and none, or the pivot, was named.
    """
    suffix = output.suffix.lower() if output is not None else ""
    if suffix not in TWO_LANGUAGES or len(languages) <= 2:
        return {}
    others = [language for language in languages if language != first]
    if lang is None or lang not in others:
        raise click.UsageError(
            f"{suffix} holds two languages; name the one beside {first or 'the pivot'} with --lang: "
            f"{', '.join(others)}"
        )
    return {"language": lang}


def _refuse_absent(lang: str | None, languages: Sequence[str]) -> None:
    """Refuse an absent language: having no findings, it would look free of errors.

    Raises:
        click.UsageError: lists the languages present.
    """
    if lang is not None and lang not in languages:
        raise click.UsageError(f"--lang {lang}: the set has {', '.join(languages)}")


def _refuse_unknown(checks: Iterable[str], skip: Iterable[str]) -> None:
    from aligner.checks import choose

    try:
        choose(tuple(checks), skip)
    except InputError as error:
        raise click.UsageError(str(error)) from error


def _filtered(findings: Iterable[Finding], severity: str, language: str | None) -> Iterator[Finding]:
    least = _SEVERITIES.index(severity)
    for finding in findings:
        if _SEVERITIES.index(finding.severity) <= least and language in (None, finding.language):
            yield finding


def _listing() -> str:
    from aligner.checks import CHECKS

    blocks = []
    for check in CHECKS.values():
        state = "" if check.default else ", off unless named"
        examples = "".join(f"    e.g. {example}\n" for example in check.examples)
        blocks.append(f"{check.id} ({check.severity}{state})\n    {check.help.strip()}\n{examples}")
    return "\n".join(blocks)
