"""How much an amendment matters."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from aligner.values.errors import ValueInvariantError


class WeightReason(StrEnum):
    """What makes an amendment matter, the most important first."""

    VERB = "verb"
    """The opening verb changed."""
    MODALITY = "modality"
    """What was an obligation is a permission, or the reverse."""
    PARAGRAPH = "paragraph"
    """A whole paragraph was inserted or deleted."""
    NUMBER = "number"
    DATE = "date"
    NEGATION = "negation"
    """A negation was added or removed."""
    SCOPE = "scope"
    """Words such as "all" or "where appropriate" were added, removed or replaced."""
    BRACKET = "bracket"
    """Square brackets around text under negotiation were added or removed."""
    WORDING = "wording"
    REFERENCE = "reference"
    """Another paragraph or document is cited."""
    MOVED = "moved"
    DIVIDED = "divided"
    """A paragraph was split, or paragraphs were merged."""
    EDITORIAL = "editorial"
    """Words were reordered, or only articles, prepositions and the like changed."""
    FOOTNOTE = "footnote"
    FORM = "form"
    """Spaces, punctuation or numbering changed, or words that follow from a neighbouring change."""
    MASTHEAD = "masthead"
    """Only the head of the document changed, such as its date, agenda item or sponsors."""


@dataclass(frozen=True, slots=True)
class Weight:
    """How much an edit or an amendment matters.

    Attributes:
        score: in [0, 1]; only its order has a meaning.
        reason: what makes it matter.

    Raises:
        ValueInvariantError: if `score` is outside [0, 1].
    """

    score: float
    reason: WeightReason

    def __post_init__(self) -> None:
        if not 0.0 <= self.score <= 1.0:
            raise ValueInvariantError(f"weight {self.score} is not in [0, 1]")
