"""A paragraph while it is classified, and the measures that all kinds of documents share."""

import re
from dataclasses import dataclass
from typing import Final

from aligner.segmentation.label_parsing import Family, Label
from aligner.segmentation.measured_rows import HARD_END, LARGER
from aligner.values import SegmentKind

SHORT: Final = 200
"""Maximum number of characters of a heading."""

PHRASE: Final = 60
"""Maximum number of characters of a heading that ends in a full stop."""

HEAD_LINE: Final = 600
"""Maximum number of characters of a line in the head of a document."""

NEAR_MASTHEAD: Final = 6
"""Number of paragraphs after the masthead among which a decision or a title begins."""

CLAUSE_END: Final = re.compile(r"[,;.，；。،؛](?:\s\S{1,3})?$")
"""The end of a clause, which a conjunction may follow: `; and`, `; и`."""

CLOSED: Final = re.compile(r"[^\w\s][\d\s]*$")
"""Any sign at the end of a text, which the mark of a note may follow."""

COLONS: Final = (":", "：")
DASHES: Final = ("– ", "— ", "- ")
"""What items begin with, or lines of a sentence that wraps there."""
STOPS: Final = (".", "。", "?", "？", "؟")
WORKING_KINDS: Final = {
    Family.PREAMBULAR: SegmentKind.PREAMBULAR,
    Family.OPERATIVE: SegmentKind.OPERATIVE,
}
"""The kinds of paragraphs with working numbers (PP2, OP5), which the numbers name."""


@dataclass(slots=True)
class Paragraph:
    """What is known of a paragraph before it is classified.

    `larger` is the size of its letters beside that of the text's, 1 where sizes are not known;
    `bold` is set if all of them are known to be bold, and `heads_rows` if the rows of a table follow.
    """

    text: str
    label: Label | None = None
    style: str | None = None
    larger: float = 1.0
    bold: bool = False
    heads_rows: bool = False
    kind: SegmentKind = SegmentKind.PARAGRAPH
    place: str | None = None

    @property
    def number(self) -> int | None:
        """Its number, or None if it has none or one with other signs."""
        label = self.label
        if label is None or label.family is not Family.NUMBER or not label.printed.isdecimal():
            return None
        return int(label.printed)

    @property
    def stands_out(self) -> bool:
        """Whether its letters are those of a heading."""
        return self.bold or self.larger >= LARGER


def is_lettered_heading(text: str, label: Label) -> bool:
    """Whether a capital letter numbers a short text without a closing sign: `A. Mitigation`."""
    return label.family is Family.LETTER and label.printed.isupper() and is_short_and_open(text)


def is_short_and_open(text: str) -> bool:
    """Whether a text is short enough for a heading and has no closing sign."""
    return len(text) <= SHORT and CLAUSE_END.search(text) is None and HARD_END.search(text) is None
