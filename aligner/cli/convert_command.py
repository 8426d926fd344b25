"""`aligner convert`: convert between files of aligned text."""

from pathlib import Path
from typing import Any, Final

import click

from aligner.cli import options
from aligner.cli.command_frame import Work
from aligner.formats.registry import LINKS, READABLE, listed
from aligner.values import Document

_HELP: Final = f"""From one file of aligned text to another; what is lost on the way is reported in one line.

    IN may be {listed(dict.fromkeys(READABLE), "or")}. Word documents and workbooks need a table of
    languages; JSON is what this program wrote; XLIFF may be 1.2 or 2.x. A Moses corpus is a .zip,
    or what the names of its files begin with. Files that only link segments by number
    ({listed(LINKS, "or")}) need both texts named, but the .xml of InterText and OPUS finds
    the texts it names beside it.

    \b
        aligner convert memory.tmx table.xlsx
        aligner convert pairs.beads memory.tmx --source rev1.zh.txt --target rev1.en.txt
    """


option = options.of_command("convert")


@click.command(
    "convert", help=_HELP, short_help="From TMX, XLIFF, tables, ladders … to any file written here."
)
@click.argument("file", type=options.FILE, metavar="IN")
@click.argument("output", type=options.FILE, metavar="OUT")
@option("--source", type=options.FILE, metavar="FILE")
@option("--target", type=options.FILE, metavar="FILE")
@option("--source-lang", **options.LANGUAGE)
@option("--target-lang", **options.LANGUAGE)
@options.settings_options(model=False)
@options.exchange_options
def convert_command(
    file: Path, output: Path, source: Path | None, target: Path | None, **choices: Any
) -> None:
    """Convert between files; `_HELP` is the help text."""
    if (source is None) != (target is None):
        raise click.UsageError("give both --source and --target")
    options.check_choices({**choices, "output": output})
    inputs = [path for path in (file, source, target) if path is not None]
    languages = (choices["source_lang"], choices["target_lang"])
    how = {name: choices[name] for name in ("unit", "encoding", "recognise")}
    with Work(object, inputs, how) as work:
        from aligner.formats.reading import load
        from aligner.formats.writing import check_destination, check_place, losses, write_atomically

        check_place(output, inputs)

        def texts() -> tuple[Document, Document]:
            from aligner.pipeline.run import DocumentInfo, into_units, open_document

            given = zip(inputs[1:], languages, strict=True)
            ours, theirs = (
                open_document(path, work.settings, DocumentInfo(language=language))
                for path, language in given
            )
            return into_units(ours, work.settings.unit), into_units(theirs, work.settings.unit)

        known = languages if all(languages) else ()
        if source is not None and target is not None and source.suffix.lower() == ".xml":
            loaded = load(file, languages=known, files=(source, target))
        else:
            loaded = load(file, texts=texts if source is not None else None, languages=known)
        for note in loaded.notes:
            work.note(note)
        check_destination(output, type(loaded.result), inputs)
        data = options.exported(choices, loaded.result, output.suffix)
        lost = losses(loaded.result, output.suffix)
        if lost:
            work.note(lost)
        write_atomically(output, data)
