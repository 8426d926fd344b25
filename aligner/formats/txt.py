"""A segmented document as plain text: line n is segment n, as `.beads` files count them."""

from __future__ import annotations

from aligner.formats.cells import flat
from aligner.values import Document


def document(result: Document) -> bytes:
    """Return one segment per line, its text alone; no label, no footnotes."""
    return "".join(f"{flat(text)}\n" for text in result.texts()).encode("utf-8", "replace")
