"""`aligner schema`: the JSON Schema of a form that other commands write."""

from __future__ import annotations

import click

from aligner.cli.command_frame import print_text
from aligner.formats.schemas import NAMES as SCHEMAS


@click.command("schema", short_help="The JSON Schema of a form that other commands write.")
@click.argument("form", type=click.Choice(SCHEMAS))
def schema_command(form: str) -> None:
    """Print the JSON Schema of an output format, which describes each key."""
    from aligner.formats.schemas import text_of

    print_text(text_of(form))
