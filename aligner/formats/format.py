"""The `Format` type, and the facts of a result that a file can carry."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from aligner.values import Comparison, Document, Message
from aligner.values.results import AlignedPair, RevisedPair

Result = Document | AlignedPair | RevisedPair | Comparison
"""What a file can be read as."""


class Fact(StrEnum):
    """A fact that a result may have and a file may lose; `FACTS` describes it in a note of loss."""

    TEXT = "text"
    LANGUAGES = "languages"
    SCORES = "scores"
    CONFIRMED = "confirmed"
    MOVES = "moves"
    SEGMENTS = "segments"
    LABELS = "labels"
    KINDS = "kinds"
    FOOTNOTES = "footnotes"
    DRAFTS = "drafts"
    AMENDMENTS = "amendments"
    FINDINGS = "findings"


FACTS: Final = {
    Fact.TEXT: Message("fact.text"),
    Fact.LANGUAGES: Message("fact.languages"),
    Fact.SCORES: Message("fact.scores"),
    Fact.CONFIRMED: Message("fact.confirmed"),
    Fact.MOVES: Message("fact.moves"),
    Fact.SEGMENTS: Message("fact.segments"),
    Fact.LABELS: Message("fact.labels"),
    Fact.KINDS: Message("fact.kinds"),
    Fact.FOOTNOTES: Message("fact.footnotes"),
    Fact.DRAFTS: Message("fact.drafts"),
    Fact.AMENDMENTS: Message("fact.amendments"),
    Fact.FINDINGS: Message("fact.findings"),
}
"""What a file may lose, in words."""


@dataclass(frozen=True, slots=True)
class Output:
    """One kind of result written in a format.

    Attributes:
        kind: the type of the result.
        function: what writes it, as `module:function` below `aligner.formats`; imported when called.
        carries: the facts that survive.
        given: `units` if the function takes the result as `Parallel` units, `set` if as a `Comparison`.
    """

    kind: type
    function: str
    carries: frozenset[Fact]
    given: str = ""


@dataclass(frozen=True, slots=True)
class Input:
    """How files of a format are read.

    Attributes:
        function: what reads them, as `module:function` below `aligner.formats`; it takes the bytes
            and the file's name, and returns `Parallel` units, a result, or `Loaded`.
        extensions: the file extensions read so, the format's own first.
        root: the beginning of the root element by which a file named `.xml` is recognized.
        languages: whether the function also takes the languages of the columns.
        is_native: whether the function is built on a native library, and therefore runs in a child
            process; it then takes nothing else and returns `Parallel` units.
        texts: whether the file only links segments by number, so that its two texts must be given.
    """

    function: str
    extensions: tuple[str, ...]
    root: str = ""
    languages: bool = False
    texts: bool = False
    is_native: bool = False


@dataclass(frozen=True, slots=True)
class Loaded:
    """The result read from a file, and notes on the reading for the user."""

    result: Result
    notes: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class Format:
    """A file format that results are written in, read from, or both.

    Attributes:
        extension: with its dot, in lower case.
        name: what people call the format.
        media_type: as registered with IANA, or the customary one.
        outputs: the kinds of result that can be written.
        input: how it is read; None where nothing here reads it.
        worded: whether a file contains headings and remarks, in the language of the option `interface`.
        two_languages: whether a file holds two languages and no more.
        byte_order_mark: whether spreadsheets may need one at the beginning.
    """

    extension: str
    name: str
    media_type: str
    outputs: tuple[Output, ...] = ()
    input: Input | None = None
    worded: bool = False
    two_languages: bool = False
    byte_order_mark: bool = False

    def output(self, kind: type) -> Output | None:
        """Return how a kind of result is written in this format; None if it cannot be."""
        return next((each for each in self.outputs if each.kind is kind), None)


def listed(words: Iterable[str], last: str = "and") -> str:
    """Join words as a list in a sentence.

    >>> listed(["a", "b", "c"]), listed(["a"]), listed([".x", ".y"], "or")
    ('a, b and c', 'a', '.x or .y')
    """
    *others, final = words
    return f"{', '.join(others)} {last} {final}" if others else final
