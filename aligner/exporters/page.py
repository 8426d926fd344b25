"""Each kind of result as the HTML report, by way of a `Comparison`."""

from __future__ import annotations

from aligner.exporters.html import render
from aligner.results import AlignedPair, RevisedPair
from aligner.values import Comparison
from aligner.view import from_alignment, from_revision


def alignment(result: AlignedPair) -> bytes:
    """The report of one alignment."""
    return comparison(from_alignment(result.source, result.target, result.alignment))


def revision(result: RevisedPair) -> bytes:
    """The report of one revision."""
    return comparison(from_revision(result.old, result.new, result.revision))


def comparison(result: Comparison) -> bytes:
    """The report of a whole set."""
    return render(result).encode("utf-8", "replace")
