"""The commands on all languages and drafts of a text: `compare`, `check` and `update`."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import click

from aligner.archive.query import need_extra
from aligner.cli import options
from aligner.cli.command_frame import (
    EXTENSION,
    Work,
    check_project,
    given_set,
    is_project,
    new_project,
    print_text,
)
from aligner.formats.registry import TWO_LANGUAGES
from aligner.readers.document_set import DocumentSet
from aligner.values import Comparison, DocumentKey, Finding, Message, Severity, Update
from aligner.values.results import Checked

_compare = options.of_command("compare")


@click.command("compare", short_help="All languages and drafts of a text on one page.")
@options.set_options
@_compare("--title")
@_compare("--summary", type=click.Path(path_type=Path), metavar="FILE")
@options.result_options(Comparison, EXTENSION, model=True, exchange=True)
def compare_command(**choices: Any) -> None:
    """Show all languages and drafts of a text on one page, with their amendments.

    SET is a folder with a manifest.toml (see corpora/README.md), or a project (.aligner),
    whose links are used as saved. For files, the language is detected in the text, and the draft
    by name, symbol or date (a .docx with tracked changes is two drafts if another file is named
    as an older one); or name the documents:

    \b
        aligner compare corpora/ccpcj-27 -o report.html
        aligner compare draft.zh.pdf rev1.zh.pdf rev1.en.docx -o report.html
        aligner compare --doc zh@draft=old.pdf --doc zh@rev1=new.pdf \\
                        --doc en@rev1=new.docx -o report.html
        aligner compare corpora/ccpcj-27 -o work.aligner
        aligner compare work.aligner -o memory.tmx
        aligner compare work.aligner --summary summary.docx --interface fr
    """
    given, files = given_set(choices)
    with Work(Comparison, files, choices) as work:
        from aligner.pipeline.run import compare_set
        from aligner.view.decisions import with_decisions

        if not isinstance(given, DocumentSet):
            work.deliver(with_decisions(given.comparison, given.decided), None, given)
            return
        comparison = compare_set(given, work.settings)
        for note in comparison.notes if work.output is not None or work.as_json else ():
            work.note(note)
        work.deliver(comparison, None, new_project(comparison, given) if is_project(work.output) else None)


FOUND: Final = 3
"""Exit code if there are findings of the given severity or worse."""

_SEVERITIES: Final = [severity.value for severity in Severity]


_check = options.of_command("check")


@click.command("check", short_help="Where the languages of a text differ: numbers, dates, amendments …")
@options.set_options
@_check("--glossary", type=options.FILE, metavar="FILE")
@_check("--check", "checks", multiple=True, metavar="ID")
@_check("--skip", multiple=True, metavar="ID")
@_check("--severity", type=click.Choice(_SEVERITIES), default=Severity.FORM.value)
@_check("--lang", **options.LANGUAGE)
@_check("--fail-on", type=click.Choice([*_SEVERITIES, "never"]), default="never", show_default=True)
@_check("--list", "list_checks", is_flag=True)
@options.result_options(Checked, model=True)
def check_command(severity: str, lang: str | None, fail_on: str, list_checks: bool, **choices: Any) -> None:
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
    from aligner.checks import choose

    if list_checks:
        print_text(_listing())
        return
    chosen = {name: choices[name] for name in ("glossary", "checks", "skip")}
    with options.as_wrong_usage():
        choose(chosen["checks"], chosen["skip"])
    given, files = given_set(choices)
    known = given if isinstance(given, DocumentSet) else given.comparison
    beside = _beside(known.languages, known.pivot or "", lang, choices["output"])
    if lang is not None and lang not in known.languages:  # without findings, it would look free of errors
        raise click.UsageError(f"--lang {lang}: the set has {', '.join(known.languages)}")
    inputs = [*files, *filter(None, [chosen["glossary"]])]
    with Work(Checked, inputs, choices) as work:
        if isinstance(given, DocumentSet):
            from aligner.pipeline.check_set import check_set

            whole = check_set(given, work.settings, **chosen)
            _note(whole.comparison, work, whole.comparison.notes)
        else:
            whole = check_project(given, work, **chosen)
            _note(whole.comparison, work, ())
        shown = replace(whole, findings=tuple(_filtered(whole.findings, severity, lang)))
        work.deliver(shown, **beside)
    if fail_on != "never" and any(True for _ in _filtered(shown.findings, fail_on, None)):
        click.get_current_context().exit(FOUND)


def _note(comparison: Comparison, work: Work, notes: Sequence[Message]) -> None:
    """Note what is to be known of documents just read, and what keeps the checks from seeing everything.

    This is that drafts are apart, or that there is one language alone.
    """
    from aligner.comparison.updating.behind import notes_on_languages_behind

    behind = notes_on_languages_behind(comparison)
    for note in (*(each for each in notes if each not in behind), *behind):
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


_update = options.of_command("update")


@click.command("update", short_help="The new draft of a language that lacks the pivot's amendments.")
@options.set_options
@_update("--lang", **options.LANGUAGE)
@_update("--memory", "memories", multiple=True, type=click.Path(path_type=Path), metavar="FILE")
@_update("--into", type=options.FILE, metavar="DOCX")
@options.stamp_options
@options.result_options(Update, model=True)
def update_command(lang: str | None, memories: tuple[Path, ...], into: Path | None, **choices: Any) -> None:
    """Build the new draft of a language from the pivot's amendments, as far as it is certain.

    The language may stand at an older draft than the pivot, or lack some amendments of the newest
    one. Paragraphs are kept, renumbered, moved and deleted as in the pivot; numbers, dates and
    symbols are replaced; what has to be translated is marked, with the pivot's words beside it.

    A .docx with tracked changes is read as two drafts if another file is named as an older one.

    A .docx written holds the old draft with all that as tracked changes, and a comment wherever a person
    has something to do; if the old draft is a .docx, its styles, tables and headers stay. An .xlf is
    for CAT tools.

    \b
        aligner update old.zh.txt new.zh.txt old.fr.docx -o new.fr.docx
        aligner update tracked.en.docx old.fr.docx -o new.fr.docx
        aligner update --doc en@old..new=tracked.docx --doc fr@old=text.fr.docx -o new.fr.docx
        aligner update --doc zh@draft=old.txt --doc zh@rev1=new.txt \\
                       --doc fr@draft=old.fr.docx -o new.fr.docx
        aligner update corpora/ccpcj-27 --lang fr -o new.fr.html
        aligner update work.aligner --lang fr --memory terms.tmx -o new.fr.xlf
    """
    stamp = options.stamp_of(choices)
    given, files = given_set(choices)
    inputs = [*files, *memories, *filter(None, [into])]
    with Work(Update, inputs, choices) as work:
        from aligner.pipeline.update_set import update_comparison, update_set

        chosen = {"language": lang, **_sources_of_proposals(memories)}
        if isinstance(given, DocumentSet):
            made = update_set(given, work.settings, **chosen)
            paths = {entry.key: entry.file for entry in given.entries}
            into = into or paths.get(DocumentKey(made.language, made.old.version))
        else:
            made = update_comparison(given.comparison, work.settings, glossary=given.glossary, **chosen)
            if into is None and work.is_word and Path(made.old.source).suffix.lower() == ".docx":
                work.note(Message("commands.without_layout", name=made.old.source))
        work.deliver(made, _inside(made, into, work, stamp), **stamp)


def _sources_of_proposals(memories: Sequence[Path]) -> dict[str, Any]:
    """Return the arguments that name where proposals come from: files, and archives, which are folders."""
    archives = [path for path in memories if path.is_dir()]
    recall = None
    if archives:
        need_extra()
        from aligner.archive.search import recall_from

        recall = recall_from(archives)
    return {"memories": [path for path in memories if path not in archives], "recall": recall}


def _inside(made: Update, draft: Path | None, work: Work, stamp: dict[str, str]) -> bytes | None:
    """The update inside the old draft's Word file, if a .docx is wanted and there is one."""
    from aligner.pipeline.tracked_drafts import update_in_place
    from aligner.readers import load_bytes

    if draft is None or not work.is_word:
        return None
    return update_in_place(made, load_bytes(draft), draft.name, work.settings, **stamp, **work.worded)
