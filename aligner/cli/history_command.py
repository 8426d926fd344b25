"""`aligner history`: the history of each paragraph through a series of drafts."""

from pathlib import Path
from typing import Any

import click

from aligner.cli import options
from aligner.cli.command_frame import Work
from aligner.values.results import DraftSeries

option = options.of_command("history")


@click.command("history", short_help="The history of each paragraph through a series of drafts.")
@click.argument("drafts", nargs=-1, required=True, type=options.FILE, metavar="OLDEST ... NEWEST")
@option("--lang", **options.LANGUAGE)
@options.result_options(DraftSeries, model=False)
def history_command(
    drafts: tuple[Path, ...], lang: str | None, output: Path | None, as_json: bool, **choices: Any
) -> None:
    """Trace each paragraph through the drafts of a text, named from oldest to newest.

    For each paragraph of the newest draft: the draft that introduced it, and the one that last
    changed it and how; then the deleted paragraphs, with the draft that deleted each. Where
    paragraphs were merged, the first continues; where one was split, its beginning does.

    \b
        aligner history adopted-2017.docx draft.docx rev1.docx -o history.csv
    """
    if len(drafts) < 2:
        raise click.UsageError("name two drafts or more, from the oldest to the newest")
    with Work(DraftSeries, output, as_json, drafts, choices) as work:
        from aligner.pipeline.run import follow_files

        work.deliver(follow_files(drafts, work.settings, language=lang))
