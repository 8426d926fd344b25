"""`aligner evaluate`: how well alignments match gold ones."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from aligner.cli.command_frame import print_json, print_text
from aligner.cli.options import FILE, of_command
from aligner.cli.terminal_style import as_text, note

if TYPE_CHECKING:
    from aligner.alignment.evaluation import Evaluation, Score


option = of_command("evaluate")


@click.command("evaluate", short_help="How well alignments match gold ones.")
@click.argument("files", nargs=-1, required=True, type=FILE, metavar="AUTO GOLD [AUTO GOLD]...")
@option("--json", "as_json", is_flag=True)
def evaluate_command(files: tuple[Path, ...], as_json: bool) -> None:
    """Evaluate alignments against gold: strict and lax precision, recall and F1.

    Files are .beads, hunalign ladders, or anything that `aligner convert` reads in two languages;
    those with scores also give figures by confidence. Several pairs are pooled.

    \b
        aligner evaluate auto.beads gold.beads
        aligner evaluate auto.tmx gold.ladder
    """
    from aligner.alignment.evaluation import doubt, evaluate_many
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
        from aligner.formats.json.write import evaluation_form

        print_json(evaluation_form(evaluation))
    else:
        print_text(as_text(show_evaluation(evaluation)))


def show_evaluation(evaluation: Evaluation) -> Iterator[str]:
    """Print strict and lax figures, then figures by bead type and by confidence."""
    yield f"{'':10}{'precision':>10}{'recall':>10}{'F1':>10}"
    for name, score in (("strict", evaluation.strict), ("lax", evaluation.lax)):
        yield f"{name:10}{_figures(score)}"
    yield ""
    yield f"{'type':10}{'precision':>10}{'recall':>10}{'F1':>10}{'auto':>8}{'gold':>8}{'right':>8}"
    for one in evaluation.types:
        yield f"{one.shape:10}{_figures(one.score)}{one.auto:8}{one.gold:8}{one.right:8}"
    if evaluation.bands:
        yield ""
        yield f"{'confidence':12}{'beads':>8}{'right':>8}{'precision':>11}"
        for band in evaluation.bands:
            share = f"{band.precision:11.4f}" if band.beads else f"{'–':>11}"
            yield f"{band.low:.2f}–{band.high:.2f}   {band.beads:8}{band.right:8}{share}"
    if evaluation.files > 1:
        yield ""
        yield f"{evaluation.files} pairs of files, counts added up"


def _figures(score: Score) -> str:
    return f"{score.precision:10.4f}{score.recall:10.4f}{score.f1:10.4f}"
