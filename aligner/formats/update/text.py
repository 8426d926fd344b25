"""The new draft as plain text."""

from __future__ import annotations

from aligner.formats.cells import flat
from aligner.languages.list_labels import printed_label
from aligner.values import Update


def draft(result: Update) -> bytes:
    """One paragraph a line: its number as printed, a tab, and its text; no footnotes."""
    lines = []
    for index, segment in enumerate(result.draft.segments):
        label = printed_label(segment.label, result.language)
        number = f"{flat(label)}\t" if label else ""
        lines.append(f"{number}{flat(result.draft.text_of(index))}\n")
    return "".join(lines).encode("utf-8", "replace")
