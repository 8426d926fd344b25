"""Recognize paragraphs that only one of two drafts sets in capitals."""

from __future__ import annotations

from typing import Final

from aligner.values import Edit, EditTag, EditType, Span

_FEWEST: Final = 3  # letters: fewer in capitals may be an acronym that was mended


def capitals_edit(old: str, new: str) -> tuple[Edit, ...]:
    """Return one edit of form if two wordings differ only in that one is all in capitals; else none.

    Word keeps the small letters of a heading that it shows in capitals or small capitals, while a PDF
    has the letters shown.

    >>> [edit.type.value for edit in capitals_edit("Executive summary", "EXECUTIVE SUMMARY")]
    ['form']
    >>> capitals_edit("The State party", "The state party")
    ()
    """
    if old == new or old.upper() != new.upper():
        return ()
    shouted = old if old.isupper() else new
    if not shouted.isupper() or sum(sign.isalpha() for sign in shouted) < _FEWEST:
        return ()
    return (Edit(EditTag.REPLACE, Span(0, len(old)), Span(0, len(new)), EditType.FORM),)
