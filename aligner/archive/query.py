"""What to search an archive for, and whether the optional libraries are installed; needs none of them."""

import re
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Final

from aligner.values import ArchiveError, Message

DATE: Final = re.compile(r"\d{4}(-\d\d){0,2}")
"""A year, a month or a day in ISO 8601."""


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
    def dated(self) -> bool:
        """Whether sets without a date are left out."""
        return bool(self.since or self.until)

    @property
    def all_sets(self) -> bool:
        """Whether every set is searched."""
        return self.sets == "*" and not self.dated

    def names(self) -> tuple[str, tuple[str, ...]]:
        """Return an SQL condition on a column `name` of sets, and its values."""
        if not self.dated:
            return "name GLOB ?", (self.sets,)
        dated = "name IN (SELECT name FROM dates WHERE name GLOB ? AND date >= ? AND substr(date, 1, ?) <= ?)"
        until = self.until or "9999"
        return dated, (self.sets, self.since, str(len(until)), until)


_LIBRARIES: Final = ("distributed", "faiss", "snowballstemmer")


def need_extra() -> None:
    """Check that the optional libraries are installed.

    Raises:
        ArchiveError: if one is missing; the message names the command that installs them.
    """
    missing = [name for name in _LIBRARIES if find_spec(name) is None]
    if missing:
        raise ArchiveError(Message("archives.libraries", missing=tuple(missing)))
