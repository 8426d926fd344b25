"""Alignments as a ladder, the field's form for them."""

from __future__ import annotations

from aligner.alignment.ladder import format_ladder
from aligner.values.results import AlignedPair


def alignment(result: AlignedPair) -> bytes:
    """One bead a line, `[0]:[0, 1]`; what moved stands as gaps on both sides."""
    return format_ladder(result.alignment).encode("ascii")
