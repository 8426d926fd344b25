"""`aligner evaluate`: how well alignments match gold ones."""

from __future__ import annotations

from pathlib import Path

import click

import aligner
from aligner.cli.command_frame import note, print_text
from aligner.cli.options import FILE


@click.command("evaluate", short_help="How well alignments match gold ones.")
@click.argument("files", nargs=-1, required=True, type=FILE, metavar="AUTO GOLD [AUTO GOLD]...")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def evaluate_command(files: tuple[Path, ...], as_json: bool) -> None:
    """Evaluate alignments against gold: strict and lax precision, recall and F1.

    Files are .beads, hunalign ladders, or anything that `aligner convert` reads in two languages;
    those with scores also give figures by confidence. Several pairs are pooled.

    \b
        aligner evaluate auto.beads gold.beads
        aligner evaluate auto.tmx gold.ladder
    """
    from aligner.alignment.evaluation import as_dict, doubt, evaluate_many
    from aligner.cli.terminal_evaluation import show_evaluation
    from aligner.cli.terminal_style import as_text
    from aligner.formats.reading import load_links

    if len(files) % 2:
        raise click.UsageError("give files in pairs: AUTO GOLD, AUTO GOLD, …")
    pairs = []
    for auto, gold in zip(files[::2], files[1::2], strict=True):
        pairs.append((load_links(auto), load_links(gold)))
        if text := doubt(*pairs[-1]):
            note(f"{auto.name}, compared with {gold.name}: {text}")
    evaluation = evaluate_many(pairs)
    if as_json:
        from aligner.formats.json.write import dump

        value = {"format": "aligner/evaluation", "version": 1, **as_dict(evaluation)}
        print_text(dump({**value, "signature": {"aligner": aligner.__version__}}).decode("utf-8"))
    else:
        print_text(as_text(show_evaluation(evaluation)))
