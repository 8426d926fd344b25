"""`aligner align`: which passage of one text corresponds to which of another language."""

from pathlib import Path
from typing import Any

import click

from aligner.cli import options
from aligner.cli.command_frame import Work, is_project, open_project, pair_of
from aligner.values import Message
from aligner.values.results import AlignedPair

option = options.of_command("align")


@click.command("align", short_help="Which passage corresponds to which, across two languages.")
@click.argument("source", type=options.FILE)
@click.argument("target", type=options.FILE, required=False)
@option("--source-lang", **options.LANGUAGE)
@option("--target-lang", **options.LANGUAGE)
@options.result_options(AlignedPair, model=True, exchange=True)
def align_command(
    source: Path,
    target: Path | None,
    source_lang: str | None,
    target_lang: str | None,
    output: Path | None,
    as_json: bool,
    **choices: Any,
) -> None:
    """Find which passage of TARGET corresponds to which of SOURCE, in another language.

    A project (.aligner) may be given alone: two of its languages, with their links as saved.

    \b
        aligner align rev1.zh.txt rev1.en.txt -o pairs.tsv
        aligner align work.aligner --source-lang zh --target-lang fr -o pairs.xlf
    """
    if target is None and is_project(source):
        with Work(AlignedPair, output, as_json, [source], choices) as work:
            work.deliver(pair_of(open_project(source), source_lang, target_lang, str(source)))
        return
    if target is None:
        raise click.UsageError("name SOURCE and TARGET, or a project")
    with Work(AlignedPair, output, as_json, [source, target], choices) as work:
        from aligner.pipeline.run import align_files

        pair = align_files(
            source, target, work.settings, source_language=source_lang, target_language=target_lang
        )
        if not (source_lang and target_lang) and pair.source.language == pair.target.language:
            work.note(Message("commands.one_language"))
        work.deliver(pair)
