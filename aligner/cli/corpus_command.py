"""`aligner corpus import`: make corpora that others aligned searchable."""

from pathlib import Path

import click

from aligner.archive.query import need_extra
from aligner.cli.command_frame import print_lines
from aligner.cli.options import FILE, of_command

option = of_command("corpus")


@click.group("corpus", short_help="Import public corpora into an archive.")
def corpus_command() -> None:
    """Import corpora that others aligned, such as the United Nations Parallel Corpus and OPUS."""


@corpus_command.command("import", short_help="Import a downloaded corpus.")
@click.argument("source", type=FILE)
@option("--out", required=True, metavar="FOLDER")
def import_command(source: Path, out: str) -> None:
    """Import SOURCE into an archive, for `aligner search`.

    SOURCE is what the names of loose text files begin with (UNv1.0.6way for UNv1.0.6way.en,
    UNv1.0.6way.fr … and UNv1.0.6way.ids), a .tmx, a Moses .zip, an alignment in XCES with its
    texts beside it, or a folder of such files.

    \b
        aligner corpus import download/UNv1.0.6way --out archive/
        aligner search archive/ "sustainable development" --in zh
    """
    need_extra()
    from aligner.archive.corpora import import_corpus

    new, old = import_corpus(source, out)
    print_lines([f"documents imported: {new}; there before: {old}; {out}"])
