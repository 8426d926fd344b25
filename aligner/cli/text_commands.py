"""The commands on single texts and pairs of them: `segment`, `align`, `diff` and `history`."""

from pathlib import Path
from typing import Any

import click

from aligner.cli import options
from aligner.cli.command_frame import Work, is_project, open_project, pair_of, print_text
from aligner.cli.terminal_style import as_text, one_line
from aligner.values import Document, Message
from aligner.values.results import AlignedPair, DraftSeries, RevisedPair

_segment = options.of_command("segment")


@click.command("segment", short_help="The paragraphs of a file, with their kind and number.")
@click.argument("file", type=options.FILE)
@_segment("--lang", **options.LANGUAGE)
@options.result_options(Document, model=False)
def segment_command(file: Path, lang: str | None, **choices: Any) -> None:
    """List the paragraphs of a file with kind and number; footnotes and page furniture are separate.

    \b
        aligner segment rev1.zh.txt -o paragraphs.json
    """
    with Work(Document, [file], choices) as work:
        from aligner.pipeline.run import DocumentInfo, into_units, open_document

        work.deliver(
            into_units(open_document(file, work.settings, DocumentInfo(language=lang)), work.settings.unit)
        )


_align = options.of_command("align")


@click.command("align", short_help="Which passage corresponds to which, across two languages.")
@click.argument("source", type=options.FILE)
@click.argument("target", type=options.FILE, required=False)
@_align("--source-lang", **options.LANGUAGE)
@_align("--target-lang", **options.LANGUAGE)
@options.result_options(AlignedPair, model=True, exchange=True)
def align_command(
    source: Path, target: Path | None, source_lang: str | None, target_lang: str | None, **choices: Any
) -> None:
    """Find which passage of TARGET corresponds to which of SOURCE, in another language.

    A project (.aligner) may be given alone: two of its languages, with their links as saved.

    \b
        aligner align rev1.zh.txt rev1.en.txt -o pairs.tsv
        aligner align work.aligner --source-lang zh --target-lang fr -o pairs.xlf
    """
    if target is None and is_project(source):
        with Work(AlignedPair, [source], choices) as work:
            work.deliver(pair_of(open_project(source, choices), source_lang, target_lang, str(source)))
        return
    if target is None:
        raise click.UsageError("name SOURCE and TARGET, or a project")
    with Work(AlignedPair, [source, target], choices) as work:
        from aligner.pipeline.run import align_files

        pair = align_files(
            source, target, work.settings, source_language=source_lang, target_language=target_lang
        )
        if not (source_lang and target_lang) and pair.source.language == pair.target.language:
            work.note(Message("commands.one_language"))
        work.deliver(pair)


_diff = options.of_command("diff")


@click.command("diff", short_help="What changed between two drafts in one language.")
@click.argument("old", type=options.FILE)
@click.argument("new", type=options.FILE, required=False)
@_diff("--lang", **options.LANGUAGE)
@_diff("--marked-up", is_flag=True)
@_diff("--instructions", "as_instructions", is_flag=True)
@options.stamp_options
@options.result_options(RevisedPair, model=False)
def diff_command(
    old: Path, new: Path | None, lang: str | None, marked_up: bool, as_instructions: bool, **choices: Any
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
    if as_instructions and (choices["output"] is not None or choices["as_json"]):
        raise click.UsageError("--instructions is for the terminal; a .json file always holds them")
    stamp = options.stamp_of(choices)
    inputs = [old] if new is None else [old, new]
    with Work(RevisedPair, inputs, choices) as work:
        from aligner.pipeline.run import diff_files
        from aligner.pipeline.tracked_drafts import check_base, diff_tracked, redline_in_place

        made = None
        if new is None:
            pair = diff_tracked(old, work.settings, language=lang, marked_up=marked_up)
        else:
            pair = diff_files(old, new, work.settings, language=lang)
            check_base(old, pair.old, new, work.settings, lang)
            if work.is_word:
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


_history = options.of_command("history")


@click.command("history", short_help="The history of each paragraph through a series of drafts.")
@click.argument("drafts", nargs=-1, required=True, type=options.FILE, metavar="OLDEST ... NEWEST")
@_history("--lang", **options.LANGUAGE)
@options.result_options(DraftSeries, model=False)
def history_command(drafts: tuple[Path, ...], lang: str | None, **choices: Any) -> None:
    """Trace each paragraph through the drafts of a text, named from oldest to newest.

    For each paragraph of the newest draft: the draft that introduced it, and the one that last
    changed it and how; then the deleted paragraphs, with the draft that deleted each. Where
    paragraphs were merged, the first continues; where one was split, its beginning does.

    \b
        aligner history adopted-2017.docx draft.docx rev1.docx -o history.csv
    """
    if len(drafts) < 2:
        raise click.UsageError("name two drafts or more, from the oldest to the newest")
    with Work(DraftSeries, drafts, choices) as work:
        from aligner.pipeline.run import follow_files

        work.deliver(follow_files(drafts, work.settings, language=lang))
