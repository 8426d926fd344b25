"""`aligner compare`: all languages and drafts of a text on one page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from aligner.cli import command_frame, options
from aligner.cli.command_frame import Work, is_project, new_project, project_among, the_set
from aligner.values import Comparison

if TYPE_CHECKING:
    from aligner.readers.document_set import Entry


option = options.of_command("compare")


@click.command("compare", short_help="All languages and drafts of a text on one page.")
@options.set_options
@option("--title")
@option("--summary", type=click.Path(path_type=Path), metavar="FILE")
@options.result_options(Comparison, command_frame.EXTENSION, model=True, exchange=True)
def compare_command(
    paths: tuple[Path, ...],
    documents: tuple[Entry, ...],
    pivot: str | None,
    title: str | None,
    summary: Path | None,
    output: Path | None,
    as_json: bool,
    **choices: Any,
) -> None:
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
    if (saved := project_among(paths)) is not None:
        with Work(Comparison, output, as_json, [saved], choices, summary) as work:
            from aligner.view.decisions import with_decisions

            project = command_frame.open_project(saved, documents=documents, pivot=pivot, title=title)
            work.deliver(with_decisions(project.comparison, project.decided), None, project)
        return
    document_set = the_set(paths, documents, title, pivot, choices)
    with Work(Comparison, output, as_json, document_set.files, choices, summary) as work:
        from aligner.pipeline.run import compare_set

        comparison = compare_set(document_set, work.settings, pivot=pivot)
        for note in comparison.notes if output is not None or as_json else ():
            work.note(note)
        work.deliver(comparison, None, new_project(comparison, document_set) if is_project(output) else None)
