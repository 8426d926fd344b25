"""A passage that the pivot amended, and its counterpart in the language to update."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from aligner.alignment.word_links import WordLinks
from aligner.comparison.updating.memory import Memory


@dataclass(frozen=True, slots=True)
class Term:
    """A term of the glossary: its forms in the pivot and in the language to update."""

    names: tuple[str, ...]
    translations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage of the pivot before and after an amendment, and its counterpart.

    Attributes:
        before: the pivot's old text.
        after: the pivot's new text.
        text: the text in the other language that corresponds to `before`.
        pivot: language code of the pivot.
        language: language code of `text`.
        link: links the words of `before` and `text`; called only if needed.
        memory: returns the translation memory; called only if needed.
        end_sign: maps a closing sign of the pivot, with form folded, to the other language's.
        terms: the glossary.
    """

    before: str
    after: str
    text: str
    pivot: str
    language: str
    link: Callable[[], WordLinks]
    memory: Callable[[], Memory]
    end_sign: Callable[[str], str]
    terms: Sequence[Term] = ()
