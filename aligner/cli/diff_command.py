"""`aligner diff`: what changed between two drafts in one language."""

from pathlib import Path
from typing import Any

import click

from aligner.cli import options
from aligner.cli.command_frame import Work, print_text
from aligner.cli.terminal_style import as_text, one_line
from aligner.values import Message
from aligner.values.results import RevisedPair

option = options.of_command("diff")


@click.command("diff", short_help="What changed between two drafts in one language.")
@click.argument("old", type=options.FILE)
@click.argument("new", type=options.FILE, required=False)
@option("--lang", **options.LANGUAGE)
@option("--marked-up", is_flag=True)
@option("--instructions", "as_instructions", is_flag=True)
@options.stamp_options
@options.result_options(RevisedPair, model=False)
def diff_command(
    old: Path,
    new: Path | None,
    lang: str | None,
    marked_up: bool,
    as_instructions: bool,
    author: str | None,
    date: str | None,
    output: Path | None,
    as_json: bool,
    **choices: Any,
) -> None:
    """Show what changed between two drafts in one language.

    A .docx (or .odt, .doc, .rtf) with tracked changes holds two drafts: give it alone to
    compare its text with all changes rejected and with all changes accepted.

    On the terminal, {+inserted words+} and {-deleted words-} are in curly braces, and of a run of
    unchanged paragraphs only the first and last place are given; `-o` writes all of them.

    \b
        aligner diff draft.zh.txt rev1.zh.txt -o changes.html
        aligner diff draft.zh.docx rev1.zh.docx -o redline.docx
        aligner diff tracked.docx
        aligner diff draft.zh.txt rev1.zh.txt --instructions
    """
    if new is not None and marked_up:
        raise click.UsageError("--marked-up takes one file, which holds both drafts")
    if as_instructions and (output is not None or as_json):
        raise click.UsageError("--instructions is for the terminal; a .json file always holds them")
    stamp = options.stamp_of(output, author, date)
    inputs = [old] if new is None else [old, new]
    with Work(RevisedPair, output, as_json, inputs, choices) as work:
        from aligner.pipeline.run import diff_files
        from aligner.pipeline.tracked_drafts import check_base, diff_tracked, redline_in_place

        made = None
        if new is None:
            pair = diff_tracked(old, work.settings, language=lang, marked_up=marked_up)
        else:
            pair = diff_files(old, new, work.settings, language=lang)
            check_base(old, pair.old, new, work.settings, lang)
            if output is not None and output.suffix.lower() == ".docx":
                made = redline_in_place(old, new, pair.new.language, work.settings, **stamp, **work.worded)
        if as_instructions:
            _print_instructions(pair, work)
        else:
            work.deliver(pair, made, **stamp)


def _print_instructions(pair: RevisedPair, work: Work) -> None:
    """Print the amendments as instructions, and note how many changes get none."""
    from aligner.revision.instructions import unaddressed, wordings

    print_text(as_text(map(one_line, wordings(pair.revision, pair.old, pair.new))))
    if count := unaddressed(pair.revision, pair.old, pair.new):
        work.note(Message("commands.without_instruction", number=count))
