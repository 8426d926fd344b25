"""The input for updating a draft, with word links and translation memory computed on demand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING, Final

from aligner.alignment.word_links import WordLinker, WordLinks, linker_of
from aligner.comparison.updating.memory import Memory, MemoryPair
from aligner.comparison.updating.passage import Passage, Term
from aligner.comparison.updating.terms_in_place import GLOSSARY
from aligner.languages.tokens import fold
from aligner.values import Alignment, Change, Document

if TYPE_CHECKING:
    from aligner.encoders import Encoder

_OWN: Final = "set"
"""The origin of proposals from the set's own paragraphs."""


@dataclass(frozen=True, eq=False)
class Material:
    """The drafts, and access to word links and translations.

    Attributes:
        pivot_old: the pivot's draft that `old` corresponds to.
        pivot_new: the pivot's newest draft.
        old: the other language's draft.
        alignment: the alignment from `pivot_old` to `old`.
        encoder: encoder of the words to link.
        remembered: pairs of texts from a translation memory.
        terms: the glossary.
    """

    pivot_old: Document
    pivot_new: Document
    old: Document
    alignment: Alignment
    encoder: Encoder
    remembered: Sequence[MemoryPair] = ()
    terms: Sequence[Term] = ()

    @cached_property
    def _pairs(self) -> list[tuple[str, str]]:
        return [
            (self.pivot_old.joined(bead.source), self.old.joined(bead.target))
            for bead in self.alignment.beads
            if bead.source and bead.target
        ]

    @cached_property
    def _linker(self) -> WordLinker:
        """The word linker for the two languages, trained on the aligned drafts."""
        return linker_of(self.pivot_old, self.old, self.alignment, self.encoder)

    @cached_property
    def _memory(self) -> Memory:
        own = [MemoryPair(source, target, _OWN) for source, target in self._pairs]
        terms = [
            MemoryPair(name, term.translations[0], GLOSSARY) for term in self.terms for name in term.names
        ]
        return Memory([*self.remembered, *terms, *own], self.pivot_old.language, self.links)

    def memory(self) -> Memory:
        """Return the translation memory, which includes the glossary and the set's own paragraphs."""
        return self._memory

    def links(self, source: str, target: str) -> WordLinks:
        """Return the word links between two texts; cached."""
        if (source, target) not in self._known:
            self._known[source, target] = self._linker.link(source, target)
        return self._known[source, target]

    @cached_property
    def _known(self) -> dict[tuple[str, str], WordLinks]:
        return {}

    def passage(self, change: Change, text: str) -> Passage:
        """Return a change in the pivot together with the text to carry it over to."""
        before = self.pivot_old.joined(change.old)
        return Passage(
            before,
            self.pivot_new.joined(change.new),
            text,
            self.pivot_old.language,
            self.old.language,
            partial(self.links, before, text),
            self.memory,
            self.end_sign,
            self.terms,
        )

    def end_sign(self, sign: str) -> str:
        """Return the language's most common form of a closing sign, or the sign itself if there is none."""
        lasts = (text.rstrip()[-1:] for text in self.old.texts())
        found = Counter(last for last in lasts if last and fold(last) == sign)
        return found.most_common(1)[0][0] if found else sign
