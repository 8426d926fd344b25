"""`aligner convert`: from one file of aligned text to another."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from aligner.cli.command_frame import Work
from aligner.cli.file_exchange import check_choices, exchange_options, exporting
from aligner.cli.options import FILE, language_option, settings_options

if TYPE_CHECKING:
    from aligner.values import Document


@click.command("convert", short_help="From TMX, XLIFF, tables, ladders … to any file written here.")
@click.argument("file", type=FILE, metavar="IN")
@click.argument("output", type=FILE, metavar="OUT")
@click.option("--source", type=FILE, metavar="FILE", help="The first text of a file that only links numbers.")
@click.option("--target", type=FILE, metavar="FILE", help="The second text of such a file.")
@language_option("--source-lang", "Language of the first text or column; detected if not given.")
@language_option("--target-lang", "Language of the second text or column; detected if not given.")
@settings_options(model=False)
@exchange_options
def convert_command(
    file: Path,
    output: Path,
    source: Path | None,
    target: Path | None,
    source_lang: str | None,
    target_lang: str | None,
    **choices: Any,
) -> None:
    """From one file of aligned text to another; what is lost on the way is said in one line.

    IN may be .tmx, .xlf (1.2 or 2.x), .xlsx or .docx with a table of languages, .csv, .tsv,
    .jsonl, .parquet, .json of ours, or a Moses corpus: a .zip, or what its names begin with. The
    .xml of InterText and OPUS finds the texts it names beside it. For .beads and the ladders of
    hunalign, name both texts.

    \b
        aligner convert memory.tmx table.xlsx
        aligner convert pairs.beads memory.tmx --source rev1.zh.txt --target rev1.en.txt
    """
    if (source is None) != (target is None):
        raise click.UsageError("give both --source and --target")
    check_choices(output, choices)
    inputs = [path for path in (file, source, target) if path is not None]
    how = {name: choices[name] for name in ("unit", "encoding")}
    with Work(object, None, False, inputs, how) as work:
        from aligner.formats.losses import losses
        from aligner.formats.output import check_destination, write_atomically
        from aligner.formats.reading import load

        def texts() -> tuple[Document, Document]:
            from aligner.pipeline.run import DocumentInfo, into_units, open_document

            held = zip(inputs[1:], (source_lang, target_lang), strict=True)
            ours, theirs = (
                open_document(path, work.settings, DocumentInfo(language=told)) for path, told in held
            )
            return into_units(ours, work.settings.unit), into_units(theirs, work.settings.unit)

        languages = tuple(language for language in (source_lang, target_lang) if language)
        known = languages if len(languages) == 2 else ()
        if source is not None and target is not None and source.suffix.lower() == ".xml":
            loaded = load(file, languages=known, files=(source, target))
        else:
            loaded = load(file, texts=texts if source is not None else None, languages=known)
        for note in loaded.notes:
            work.note(note)
        check_destination(output, type(loaded.result), inputs)
        data = exporting(choices)(loaded.result, output.suffix)
        lost = losses(loaded.result, output.suffix)
        if lost:
            work.note(lost)
        write_atomically(output, data)
