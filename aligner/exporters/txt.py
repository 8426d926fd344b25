"""A segmented document as plain text: line n is segment n, as `.beads` files count them."""

from __future__ import annotations

from aligner.values import Document


def document(result: Document) -> bytes:
    """One segment a line, its text alone; no label, no footnotes."""
    lines = (text.replace("\r", " ").replace("\n", " ") for text in result.texts())
    return "".join(f"{line}\n" for line in lines).encode("utf-8", "replace")
