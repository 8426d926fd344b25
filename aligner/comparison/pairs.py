"""Which documents of a set are aligned and revised with each other, and which language is the pivot."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final

from aligner.values import Document, DocumentKey, DocumentPair

_TIE_BREAK: Final = "zh"


def choose_pivot(documents: Mapping[DocumentKey, Document], versions: Sequence[str]) -> str:
    """The language to hold the others against, where nobody says.

    The one the newest masthead names as original, if it is there; else the one with the
    most versions, Chinese if tied, else the first named.
    """
    present = Counter(key.language for key in documents)
    for version in reversed(versions):
        for key, document in documents.items():
            original = document.masthead.original_language
            if key.version == version and original is not None and original in present:
                return original
    most = max(present.values())
    candidates = [language for language, count in present.items() if count == most]
    return _TIE_BREAK if _TIE_BREAK in candidates else candidates[0]


def pairs_to_align(
    documents: Mapping[DocumentKey, Document], pivot: str, versions: Sequence[str]
) -> Iterator[DocumentPair]:
    """The documents to align: each with the pivot's of the same version.

    A language that shares no version with the pivot is tied by its newest draft to the
    pivot's nearest one (the later of two as near).
    """
    order = {version: number for number, version in enumerate(versions)}
    ours = [order[key.version] for key in documents if key.language == pivot]
    for language in dict.fromkeys(key.language for key in documents):
        held = sorted(order[key.version] for key in documents if key.language == language)
        shared = [number for number in held if number in ours]
        if language == pivot:
            continue
        if shared:
            pairs = [(number, number) for number in shared]
        else:
            pairs = [(min(ours, key=lambda number: (abs(number - held[-1]), -number)), held[-1])]
        for our, their in pairs:
            yield DocumentKey(pivot, versions[our]), DocumentKey(language, versions[their])


def pairs_to_revise(
    documents: Mapping[DocumentKey, Document], versions: Sequence[str]
) -> Iterator[DocumentPair]:
    """Each draft of a language with the next one it has."""
    for language in dict.fromkeys(key.language for key in documents):
        keys = [DocumentKey(language, version) for version in versions]
        yield from pairwise(key for key in keys if key in documents)
