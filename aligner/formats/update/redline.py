"""The new draft as a Word file: tracked changes, and a comment wherever a person has something to do."""

from __future__ import annotations

from aligner.formats.docx.redline import AUTHOR, revision
from aligner.formats.update.wording import asked
from aligner.revision.revise import revise
from aligner.values import Update
from aligner.values.catalogue import DEFAULT, load
from aligner.values.results import RevisedPair


def draft(result: Update, *, author: str = AUTHOR, date: str = "", interface: str = DEFAULT) -> bytes:
    """Return the language's old draft with all changes tracked.

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
