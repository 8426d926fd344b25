"""What to search an archive for, and whether the optional libraries are installed; needs none of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Final

from aligner.values.errors import ArchiveError
from aligner.values.message import Message

DATE: Final = re.compile(r"\d{4}(-\d\d){0,2}")
"""A year, a month or a day in ISO 8601."""


@dataclass(frozen=True, slots=True)
class Selection:
    """A selection of an archive's sets.

    Attributes:
        pattern: a pattern for their names, with `*` and `?`.
        since: the earliest date, such as `2015` or `2015-06-30`; empty for any date or none.
        until: the latest date; a year or month includes all of its days.
    """

    pattern: str = "*"
    since: str = ""
    until: str = ""

    @property
    def dated(self) -> bool:
        """Whether sets without a date are left out."""
        return bool(self.since or self.until)

    @property
    def everything(self) -> bool:
        """Whether all sets are selected."""
        return self.pattern == "*" and not self.dated

    def names(self) -> tuple[str, tuple[str, ...]]:
        """Return an SQL condition on a column `name`, and its values."""
        if not self.dated:
            return "name GLOB ?", (self.pattern,)
        dated = "name IN (SELECT name FROM dates WHERE name GLOB ? AND date >= ? AND substr(date, 1, ?) <= ?)"
        until = self.until or "9999"
        return dated, (self.pattern, self.since, str(len(until)), until)


EVERYTHING: Final = Selection()


@dataclass(frozen=True, slots=True)
class Query:
    """What to search for.

    Attributes:
        words: the words in any form or, for a search by meaning, a sentence in any language.
        language: the language of the texts to find; any if None.
        beside: languages of the counterparts; all if empty.
        sets: a pattern for the names of the sets, with `*` and `?`.
        since: the earliest date of a set's newest document, such as `2015` or `2015-06-30`.
        until: the latest such date; sets without a date are left out if either is given.
        limit: the largest number of hits.
    """

    words: str
    language: str | None = None
    beside: tuple[str, ...] = ()
    sets: str = "*"
    since: str = ""
    until: str = ""
    limit: int = 20

    @property
    def selection(self) -> Selection:
        """The sets to search."""
        return Selection(self.sets, self.since, self.until)


_LIBRARIES: Final = ("distributed", "faiss", "snowballstemmer")


def need_extra() -> None:
    """Check that the optional libraries are installed.

    Raises:
        ArchiveError: if one is missing; the message names the command that installs them.
    """
    missing = [name for name in _LIBRARIES if find_spec(name) is None]
    if missing:
        raise ArchiveError(Message("archives.libraries", missing=tuple(missing)))
