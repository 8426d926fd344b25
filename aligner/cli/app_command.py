"""`aligner app`: open the workbench in the browser."""

from __future__ import annotations

from pathlib import Path

import click

from aligner.cli.options import FILE


@click.command("app", short_help="Open the workbench in the browser.")
@click.argument("project", required=False, type=FILE)
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    help="Port on this machine; the first free one from 8501 if not given.",
)
@click.option(
    "--address",
    help="Address to listen on, such as 0.0.0.0, to reach the app from other machines; use with care.",
)
@click.option(
    "--no-cache",
    is_flag=True,
    help="Keep no vectors and no recovery copies on disk: leaves no trace of the text.",
)
@click.option("--no-browser", is_flag=True, help="Only print the address; open no browser.")
def app_command(
    project: Path | None, port: int | None, address: str | None, no_cache: bool, no_browser: bool
) -> None:
    """Open the app in the browser, with a PROJECT (.aligner) if one is named.

    Only this machine can reach it, and only a browser that opened the address printed here,
    which contains a token. With --address other machines reach it too, without encryption.
    """
    from aligner.cli.launch import open_app

    if project is not None:
        from aligner.project.store import current_token

        current_token(project)  # report a bad file here rather than in the page
    context = click.get_current_context()
    context.exit(open_app(port, project, address, no_cache=no_cache, browser=not no_browser))
