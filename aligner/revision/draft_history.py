"""The history of each paragraph through a series of drafts.

Last year's adopted resolution, the issued draft, its revisions, the adopted text: each version is
compared with the one before it. Chaining the changes shows when a paragraph was introduced and
when it last changed.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from aligner.values import Change, ChangeKind, Document, Revision


@dataclass(frozen=True, slots=True)
class Appearance:
    """One paragraph in one version: the indices of the version and segment, and the change.

    `change` is the change that led to it, or None in the first version that contains it.
    """

    version: int
    segment: int
    change: Change | None = None


@dataclass(frozen=True, slots=True)
class ParagraphHistory:
    """The appearances of a paragraph in all versions that contain it, in order.

    If it was merged with others, or split, its history continues with the paragraph that now
    contains its beginning.
    """

    appearances: tuple[Appearance, ...]

    @property
    def introduced_in(self) -> int:
        """The index of the first version that contains it."""
        return self.appearances[0].version

    @property
    def last_changed_in(self) -> int:
        """The index of the latest version that changed its wording or position, or introduced it."""
        changed = [each.version for each in self.appearances if each.change and each.change.is_amendment]
        return changed[-1] if changed else self.introduced_in

    @property
    def last_seen_in(self) -> int:
        """The index of the last version that contains it."""
        return self.appearances[-1].version


def histories(versions: Sequence[Document], revisions: Sequence[Revision]) -> tuple[ParagraphHistory, ...]:
    """Return the history of every paragraph of every version.

    Args:
        versions: from the earliest to the latest.
        revisions: from each version to the next, one fewer than `versions`.

    Returns:
        Histories sorted by the version that introduced the paragraph, then by its position there.
    """
    if not versions:
        return ()
    lines: list[list[Appearance]] = [[Appearance(0, index)] for index in range(len(versions[0]))]
    current = dict(enumerate(lines))
    for version, revision in enumerate(revisions, 1):
        following: dict[int, list[Appearance]] = {}
        for change in sorted(revision.changes, key=lambda each: each.new.start):
            successors = list(change.new)
            if change.old and successors:
                line = current[change.old.start]
                line.append(Appearance(version, successors[0], change))
                following[successors.pop(0)] = line
            for index in successors:
                line = [
                    Appearance(version, index, change if change.kind is not ChangeKind.INSERTED else None)
                ]
                lines.append(line)
                following[index] = line
        current = following
    return tuple(ParagraphHistory(tuple(line)) for line in lines)
