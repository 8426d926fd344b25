"""Choose the pivot language, and the pairs of documents to align and to revise."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from aligner.values import DocumentKey, DocumentPair, Documents

_TIE_BREAK: Final = "zh"


def choose_pivot(documents: Documents, versions: Sequence[str], preferred: str = "") -> str:
    """Choose the language to compare the others with.

    This is the original language according to the newest masthead, if it is present; otherwise the
    language with the most versions; of several such languages, the preferred one if it is among them, or
    else Chinese or the first one.
    """
    present = Counter(key.language for key in documents)
    for version in reversed(versions):
        for key, document in documents.items():
            original = document.masthead.original_language
            if key.version == version and original is not None and original in present:
                return original
    most = max(present.values())
    candidates = [language for language, count in present.items() if count == most]
    return next((each for each in (preferred, _TIE_BREAK) if each in candidates), candidates[0])


def pairs_to_align(documents: Documents, pivot: str, versions: Sequence[str]) -> Iterator[DocumentPair]:
    """Yield the documents to align: each with the pivot's document of the same version.

    If a language shares no version with the pivot, its newest draft is paired with the pivot's
    nearest one, the later of two that are equally near.
    """
    order = {version: number for number, version in enumerate(versions)}
    of_pivot = [order[key.version] for key in documents if key.language == pivot]
    for language in dict.fromkeys(key.language for key in documents):
        own = sorted(order[key.version] for key in documents if key.language == language)
        shared = [number for number in own if number in of_pivot]
        if language == pivot:
            continue
        if shared:
            pairs = [(number, number) for number in shared]
        else:
            pairs = [(min(of_pivot, key=lambda number: (abs(number - own[-1]), -number)), own[-1])]
        for first, second in pairs:
            yield DocumentKey(pivot, versions[first]), DocumentKey(language, versions[second])


def pairs_to_revise(documents: Documents, versions: Sequence[str]) -> Iterator[DocumentPair]:
    """Yield each draft of a language together with the next existing one."""
    for language in dict.fromkeys(key.language for key in documents):
        keys = [DocumentKey(language, version) for version in versions]
        yield from pairwise(key for key in keys if key in documents)
