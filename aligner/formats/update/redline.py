"""The new draft as a Word file without the old one's layout, and as plain text."""

from __future__ import annotations

from aligner.formats.cells import flat
from aligner.formats.docx.redline import AUTHOR, revision
from aligner.formats.update.wording import asked
from aligner.languages.list_labels import printed_label
from aligner.revision.revise import revise
from aligner.values import Update
from aligner.values.catalogue import DEFAULT, load
from aligner.values.results import RevisedPair


def draft(result: Update, *, author: str = AUTHOR, date: str = "", interface: str = DEFAULT) -> bytes:
    """Return the language's old draft as a Word file with all changes tracked, and requests as comments.

    Accepting all gives the proposed draft, rejecting all the old one.

    Args:
        result: the drafts and what is asked.
        author: whose changes they are said to be.
        date: when they were made, as `2025-05-19T12:00:00Z`; nothing is said if empty.
        interface: the language of the comments.
    """
    words = load(interface)
    remarks = {
        index: "\n".join(asked(ask, words) for ask in each.asks)
        for index, each in enumerate(result.kept)
        if each.asks
    }
    pair = RevisedPair(result.old, result.draft, revise(result.old, result.draft))
    return revision(pair, author=author, date=date, interface=interface, remarks=remarks)


def text(result: Update) -> bytes:
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
