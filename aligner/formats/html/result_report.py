"""Write each kind of result as an HTML report, converting it to a `Comparison` first."""

from __future__ import annotations

from dataclasses import replace

from aligner.formats.html.remarks import beside, of_findings
from aligner.formats.html.report import render
from aligner.values import Comparison
from aligner.values.catalogue import DEFAULT, load
from aligner.values.results import AlignedPair, Checked, RevisedPair
from aligner.view.single_result import from_alignment, from_revision


def alignment(result: AlignedPair, *, interface: str = DEFAULT) -> bytes:
    """Write the report of one alignment."""
    return comparison(from_alignment(result.source, result.target, result.alignment), interface=interface)


def revision(result: RevisedPair, *, interface: str = DEFAULT) -> bytes:
    """Write the report of one revision."""
    shown = from_revision(result.old, result.new, result.revision)
    placed, elsewhere = beside(result)
    if elsewhere:
        shown = replace(shown, notes=(*shown.notes, *elsewhere))
    return render(shown, words=load(interface), remarks=placed).encode("utf-8", "replace")


def comparison(result: Comparison, *, interface: str = DEFAULT) -> bytes:
    """Write the report of a whole set; its headings and remarks are in the language of `interface`."""
    return render(result, words=load(interface)).encode("utf-8", "replace")


def checked(result: Checked, *, interface: str = DEFAULT) -> bytes:
    """Write the report of a set with its findings, listed and beside the passages concerned."""
    words = load(interface)
    placed = of_findings(result.findings, words)
    html = render(result.comparison, words=words, remarks=placed, findings=result.findings)
    return html.encode("utf-8", "replace")
