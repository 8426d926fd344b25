"""`aligner schema`: the JSON Schema of a form that other commands write."""

import click

from aligner.cli.command_frame import print_text
from aligner.formats.schemas import NAMES, text_of


@click.command("schema", short_help="The JSON Schema of a form that other commands write.")
@click.argument("form", type=click.Choice(NAMES))
def schema_command(form: str) -> None:
    """Print the JSON Schema of an output format, which describes each key."""
    print_text(text_of(form))
