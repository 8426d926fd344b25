"""`aligner update`: build the new draft of a language that lacks the pivot's amendments."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from aligner.archive.query import need_extra
from aligner.cli import options
from aligner.cli.command_frame import Work, open_project, project_among, the_set
from aligner.values import DocumentKey, Message, Update

if TYPE_CHECKING:
    from aligner.readers.document_set import Entry


option = options.of_command("update")


@click.command("update", short_help="The new draft of a language that lacks the pivot's amendments.")
@options.set_options
@option("--lang", **options.LANGUAGE)
@option("--memory", "memories", multiple=True, type=click.Path(path_type=Path), metavar="FILE")
@option("--into", type=options.FILE, metavar="DOCX")
@options.stamp_options
@options.result_options(Update, model=True)
def update_command(
    paths: tuple[Path, ...],
    documents: tuple[Entry, ...],
    pivot: str | None,
    lang: str | None,
    memories: tuple[Path, ...],
    into: Path | None,
    author: str | None,
    date: str | None,
    output: Path | None,
    as_json: bool,
    **choices: Any,
) -> None:
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
    stamp = options.stamp_of(output, author, date)
    besides = [*memories, *([into] if into is not None else [])]
    if (saved := project_among(paths)) is not None:
        with Work(Update, output, as_json, [saved, *besides], choices) as work:
            from aligner.pipeline.update_set import update_comparison

            project = open_project(saved, documents=documents, pivot=pivot)
            chosen = {"language": lang, "glossary": project.glossary, **_sources_of_proposals(memories)}
            made = update_comparison(project.comparison, work.settings, **chosen)
            if into is None and _is_word(output) and _is_word(Path(made.old.source)):
                work.note(Message("commands.without_layout", name=made.old.source))
            work.deliver(made, _inside(made, into, work, output, stamp), **stamp)
        return
    document_set = the_set(paths, documents, None, pivot, choices)
    with Work(Update, output, as_json, [*document_set.files, *besides], choices) as work:
        from aligner.pipeline.update_set import update_set

        chosen = {"language": lang, "pivot": pivot, **_sources_of_proposals(memories)}
        made = update_set(document_set, work.settings, **chosen)
        files = {entry.key: entry.file for entry in document_set.entries}
        path = files.get(DocumentKey(made.language, made.old.version))
        work.deliver(made, _inside(made, into or path, work, output, stamp), **stamp)


def _sources_of_proposals(memories: Sequence[Path]) -> dict[str, Any]:
    """Return the arguments that name where proposals come from: files, and archives, which are folders."""
    archives = [path for path in memories if path.is_dir()]
    recall = None
    if archives:
        need_extra()
        from aligner.archive.search import recall_from

        recall = recall_from(archives)
    return {"memories": [path for path in memories if path not in archives], "recall": recall}


def _inside(
    made: Update, draft: Path | None, work: Work, output: Path | None, stamp: dict[str, str]
) -> bytes | None:
    """The update inside the old draft's Word file, if a .docx is wanted and there is one."""
    from aligner.pipeline.tracked_drafts import update_in_place
    from aligner.readers import load_bytes

    if draft is None or not _is_word(output):
        return None
    return update_in_place(made, load_bytes(draft), draft.name, work.settings, **stamp, **work.worded)


def _is_word(path: Path | None) -> bool:
    return path is not None and path.suffix.lower() == ".docx"
