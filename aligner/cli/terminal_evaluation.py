"""Evaluation figures as tables on a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aligner.alignment.evaluation import Evaluation, Score


def show_evaluation(evaluation: Evaluation) -> Iterator[str]:
    """Print strict and lax figures, then figures by bead type and by confidence."""
    yield f"{'':10}{'precision':>10}{'recall':>10}{'F1':>10}"
    for name, score in (("strict", evaluation.strict), ("lax", evaluation.lax)):
        yield f"{name:10}{_figures(score)}"
    yield ""
    yield f"{'type':10}{'precision':>10}{'recall':>10}{'F1':>10}{'auto':>8}{'gold':>8}{'right':>8}"
    for one in evaluation.types:
        yield f"{one.shape:10}{_figures(one.score)}{one.made:8}{one.wanted:8}{one.right:8}"
    if evaluation.bands:
        yield ""
        yield f"{'confidence':12}{'beads':>8}{'right':>8}{'precision':>11}"
        for band in evaluation.bands:
            share = f"{band.precision:11.4f}" if band.made else f"{'–':>11}"
            yield f"{band.low:.2f}–{band.high:.2f}   {band.made:8}{band.right:8}{share}"
    if evaluation.files > 1:
        yield ""
        yield f"{evaluation.files} pairs of files, counts added up"


def _figures(score: Score) -> str:
    return f"{score.precision:10.4f}{score.recall:10.4f}{score.f1:10.4f}"
