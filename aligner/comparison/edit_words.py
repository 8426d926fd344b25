"""The message that quotes what an amendment changed."""

from __future__ import annotations

from aligner.values import Message


def message_on_words(removed: str, added: str) -> Message:
    """Return the message that quotes the words that an amendment removed, added or replaced."""
    if removed and added:
        return Message("amendments.replaced", before=removed, after=added)
    return Message("amendments.added", text=added) if added else Message("amendments.deleted", text=removed)
