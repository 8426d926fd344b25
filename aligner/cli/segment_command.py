"""`aligner segment`: the paragraphs of a file, with their kind and number."""

from pathlib import Path
from typing import Any

import click

from aligner.cli import options
from aligner.cli.command_frame import Work
from aligner.values import Document

option = options.of_command("segment")


@click.command("segment", short_help="The paragraphs of a file, with their kind and number.")
@click.argument("file", type=options.FILE)
@option("--lang", **options.LANGUAGE)
@options.result_options(Document, model=False)
def segment_command(file: Path, lang: str | None, output: Path | None, as_json: bool, **choices: Any) -> None:
    """List the paragraphs of a file with kind and number; footnotes and page furniture are separate.

    \b
        aligner segment rev1.zh.txt -o paragraphs.json
    """
    with Work(Document, output, as_json, [file], choices) as work:
        from aligner.pipeline.run import DocumentInfo, into_units, open_document

        work.deliver(
            into_units(open_document(file, work.settings, DocumentInfo(language=lang)), work.settings.unit)
        )
