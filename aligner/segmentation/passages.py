"""Text put together from rows, each character with its place in the source."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from aligner.segmentation.measured_rows import Row
from aligner.values import NO_ORIGIN, OriginRun


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of text; `origins[i]` is where character `i` was, or `NO_ORIGIN`."""

    text: str
    origins: tuple[int, ...]

    def cut(self, start: int, stop: int | None = None) -> Passage:
        """Return a part of the passage."""
        return Passage(self.text[start:stop], self.origins[start:stop])

    def stripped(self) -> Passage:
        """Return the passage without the space around it."""
        start = len(self.text) - len(self.text.lstrip())
        return self.cut(start, len(self.text.rstrip())) if self.text.strip() else Passage("", ())

    def without(self, spans: Iterable[tuple[int, int]]) -> Passage:
        """Return the passage without some stretches, given in order."""
        texts: list[str] = []
        origins: list[int] = []
        end = 0
        for start, stop in (*spans, (len(self.text), len(self.text))):
            texts.append(self.text[end:start])
            origins.extend(self.origins[end:start])
            end = stop
        return Passage("".join(texts), tuple(origins))


def of_row(row: Row) -> Passage:
    """Return the text of a row, with its place in the source."""
    return Passage(row.text, tuple(range(row.start, row.stop)))


def concatenate(parts: Sequence[Passage | str]) -> Passage:
    """Concatenate passages and strings; strings have no origin."""
    texts: list[str] = []
    origins: list[int] = []
    for part in parts:
        if isinstance(part, Passage):
            texts.append(part.text)
            origins.extend(part.origins)
        else:
            texts.append(part)
            origins.extend([NO_ORIGIN] * len(part))
    return Passage("".join(texts), tuple(origins))


def runs(origins: Sequence[int], offset: int) -> list[OriginRun]:
    """Origins as unbroken runs, for text that starts at `offset`.

    >>> [(run.text_start, run.source_start, run.length) for run in runs([7, 8, -1, 12], 100)]
    [(100, 7, 2), (103, 12, 1)]
    """
    found: list[OriginRun] = []
    start = 0
    for index in range(1, len(origins) + 1):
        if index < len(origins) and origins[index] == origins[index - 1] + 1 and origins[start] != NO_ORIGIN:
            continue
        if origins[start] != NO_ORIGIN:
            found.append(OriginRun(offset + start, origins[start], index - start))
        start = index
    return found
