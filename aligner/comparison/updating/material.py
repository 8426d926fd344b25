"""The input for updating a draft, with word links and translation memory computed on demand."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from aligner.alignment.increasing_chain import heaviest_chain
from aligner.alignment.links import linked_texts
from aligner.alignment.word_links import WordLinker, WordLinks, linker_of
from aligner.comparison.updating.memory import GLOSSARY, Memory, MemoryPair, Passage, Term
from aligner.encoders import Encoder
from aligner.languages.tokens import fold
from aligner.values import Alignment, Bead, Change, Document, Move, Revision

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
    _known: dict[tuple[str, str], WordLinks] = field(default_factory=dict, init=False)

    @cached_property
    def _linker(self) -> WordLinker:
        """The word linker for the two languages, trained on the aligned drafts."""
        return linker_of(self.pivot_old, self.old, self.alignment, self.encoder)

    @cached_property
    def memory(self) -> Memory:
        """The translation memory, which includes the glossary and the set's own paragraphs."""
        pairs = linked_texts(self.alignment, self.pivot_old, self.old)
        memory_pairs = [MemoryPair(source, target, _OWN) for source, target in pairs]
        terms = [
            MemoryPair(name, term.translations[0], GLOSSARY) for term in self.terms for name in term.names
        ]
        return Memory([*self.remembered, *terms, *memory_pairs], self.pivot_old.language, self.links)

    def links(self, source: str, target: str) -> WordLinks:
        """Return the word links between two texts; cached."""
        if (source, target) not in self._known:
            self._known[source, target] = self._linker.link(source, target)
        return self._known[source, target]

    def passage(self, change: Change, text: str) -> Passage:
        """Return a change in the pivot together with the text to carry it over to."""
        before, after = self.pivot_old.joined(change.old), self.pivot_new.joined(change.new)
        return Passage(before, after, text, self.pivot_old.language, self.old.language, self)

    def end_sign(self, sign: str) -> str:
        """Return the language's most common form of a closing sign, or the sign itself if there is none."""
        lasts = (text.rstrip()[-1:] for text in self.old.texts())
        found = Counter(last for last in lasts if last and fold(last) == sign)
        return found.most_common(1)[0][0] if found else sign


@dataclass(frozen=True, slots=True)
class Group:
    """Changes in the pivot, and the segments of the other language that are linked to them.

    Attributes:
        changes: the changes in the order of the pivot's new draft; empty for segments that only the
            other language has.
        old: indices of segments of the other language's old draft, in order.
        score: the lowest score of the links, in [0, 1].
    """

    changes: tuple[Change, ...]
    old: tuple[int, ...]
    score: float

    @property
    def pivot_old(self) -> tuple[int, ...]:
        """Indices of the pivot's old segments, in order."""
        return tuple(sorted(index for change in self.changes for index in change.old))

    @property
    def pivot_new(self) -> tuple[int, ...]:
        """Indices of the pivot's new segments, in order."""
        return tuple(sorted(index for change in self.changes for index in change.new))


def groups(revision: Revision, alignment: Alignment) -> list[Group]:
    """Group the pivot's changes with the segments of the other language that they affect.

    Args:
        revision: the revision of the pivot's old draft.
        alignment: the alignment of the pivot's old draft with the other language's.

    Returns:
        Groups that contain each change and each segment of the other language once, in the order
        of the new draft, deletions last. Segments without a counterpart follow the segment before
        them.
    """
    parent: dict[tuple[str, int], tuple[str, int]] = {}

    def root(node: tuple[str, int]) -> tuple[str, int]:
        while parent.setdefault(node, node) != node:
            node = parent[node]
        return node

    changes = revision.changes
    owner = {index: number for number, change in enumerate(changes) for index in change.old}
    scores: dict[int, float] = {}
    links: list[Bead | Move] = [bead for bead in alignment.beads if bead.source and bead.target]
    for link in (*links, *alignment.moves):
        nodes = [("change", owner[index]) for index in link.source]
        nodes += [("old", index) for index in link.target]
        scores |= dict.fromkeys(link.target, link.score)
        for node in nodes[1:]:
            parent[root(node)] = root(nodes[0])
    members: defaultdict[tuple[str, int], list[tuple[str, int]]] = defaultdict(list)
    for node in [("change", n) for n in range(len(changes))] + [
        ("old", i) for i in range(alignment.n_target)
    ]:
        members[root(node)].append(node)
    found = []
    for nodes in members.values():
        own = sorted((changes[n] for kind, n in nodes if kind == "change"), key=lambda each: each.new.start)
        old = tuple(sorted(n for kind, n in nodes if kind == "old"))
        found.append(Group(tuple(own), old, min((scores[i] for i in old if i in scores), default=1.0)))
    return _ordered(found)


def _in_an_order_of_their_own(placed: Sequence[Group]) -> dict[int, Group]:
    """Return, by their numbers, the fewest groups whose order in the language is not that of the pivot.

    Passages that moved in the pivot are not among them.
    """
    stays = [
        number
        for number, group in enumerate(placed)
        if group.old and not any(change.kind.is_move for change in group.changes)
    ]
    pairs = [(number, placed[number].old[0]) for number in stays]
    in_order = heaviest_chain(pairs, [float(len(placed[number].old)) for number in stays])
    return {number: placed[number] for number in set(stays) - {stays[index] for index in in_order}}


def _ordered(found: list[Group]) -> list[Group]:
    """Sort groups in the order of the new draft, deletions last.

    A group without changes follows the group of the segment before it. So does one that is elsewhere in
    the language and stayed where it was in the pivot, such as an entry of an alphabetical glossary.
    """
    placed = sorted((g for g in found if g.pivot_new), key=lambda group: group.pivot_new[0])
    deleted = sorted((g for g in found if g.changes and not g.pivot_new), key=lambda each: each.pivot_old[0])
    apart = _in_an_order_of_their_own(placed)
    placed = [group for number, group in enumerate(placed) if number not in apart]
    of_old = {index: group for group in placed for index in group.old}
    loose = [*(g for g in found if not g.changes), *apart.values()]
    for group in sorted(loose, key=lambda each: each.old[0]):
        before = next((of_old[i] for i in range(group.old[0] - 1, -1, -1) if i in of_old), None)
        placed.insert(0 if before is None else placed.index(before) + 1, group)
        of_old |= dict.fromkeys(group.old, group)
    return placed + deleted
