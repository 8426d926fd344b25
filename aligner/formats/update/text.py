"""The new draft as plain text."""

from __future__ import annotations

from aligner.formats.cells import flat
from aligner.languages.list_labels import printed_label
from aligner.values import Update


def draft(result: Update) -> bytes:
    """Return one paragraph per line: its number as printed, a tab, and its text; no footnotes.

    The document's symbol, which is no paragraph, is the first line.
    """
    symbol, texts = result.draft.masthead.symbol, result.draft.texts()
    lines = [f"{symbol}\n"] if symbol is not None and symbol not in texts else []
    for index, segment in enumerate(result.draft.segments):
        label = printed_label(segment.label, result.language)
        number = f"{flat(label)}\t" if label else ""
        lines.append(f"{number}{flat(texts[index])}\n")
    return "".join(lines).encode("utf-8", "replace")
