"""The weights of the alignment model, and where they come from.

The model is a semi-Markov conditional random field (Sarawagi & Cohen 2004): the score of a
path through two documents is the sum of its beads' scores, a bead's score is a weighted sum of
a few features, and the weights maximize the likelihood of the manual alignments of the
development data. One set of weights therefore serves both to find the best path and, through
the forward-backward sums, to compute the posterior of each bead on it.

The numbers stand in `data/models/alignment.toml`, with the data that they were trained on.
`tests/benchmarks/README.md` has the figures, the alternatives and the held-out results.
"""

from dataclasses import astuple, dataclass, replace
from functools import cache
from typing import Final

from aligner.values.learned import numbers


@dataclass(frozen=True, slots=True)
class Weights:
    """Log-linear weights; a larger score means a more probable bead.

    Attributes:
        cosine: weight of the cosine of the centred, pooled vectors.
        margin: weight of the margin of that cosine over both sides' backgrounds.
        loss: for beads larger than 1-1, weight of the cosine's shortfall from the best bead with
            one segment fewer (0 or negative).
        gain: likewise, weight of its excess over that bead (0 to 0.2).
        length: weight of the difference in length, in standard deviations (0 to 2.5).
        shared: weight of numbers, labels and names on both sides, by rarity (0 to 3).
        contradicted: weight of numbers on both sides that differ (0 to 3).
        one_sided: weight of numbers on one side only (0 to 3).
        part: weight of the smallest margin of the parts of a segment linked with several (-0.5 to
            0.5; see `alignment.parts`).
        usual: weight of the median margin of the two documents' trusted matches (0 to 0.15), added
            to the term of `part`.
        divided: a constant added to both terms.
        one_two, one_three, one_many, two_two, many_many: priors of the bead's shape.
        further: added for each segment beyond the smallest bead of that kind.
        skip: score of leaving a segment without a counterpart.
        skip_on: added if the segment before it was also skipped.
        switch: added if a run of skipped source segments meets one of target segments.
        whole: weight of the cosine of several segments encoded as one text, minus that of their sum
            (-0.2 to 0.2; see `alignment.parts`).
        ends: weight of how much more often the last characters of a bead's sides face each other than
            by chance (-1 to 1; see `alignment.evidence`).
        beginnings: the same for their first characters.
        words: weight of how much more probable the words of a bead's sides make each other than they
            usually are, in log ratios (see `alignment.word_model`).
    """

    cosine: float
    margin: float
    loss: float
    gain: float
    length: float
    shared: float
    contradicted: float
    one_sided: float
    part: float
    usual: float
    divided: float
    one_two: float
    one_three: float
    one_many: float
    two_two: float
    many_many: float
    further: float
    skip: float
    skip_on: float
    switch: float
    whole: float
    ends: float
    beginnings: float
    words: float

    def shape(self, source: int, target: int) -> float:
        """Return the prior of a bead of this shape; that of 1-1 is 0.

        >>> close_weights().shape(1, 1)
        0.0
        """
        low, high = sorted((source, target))
        if low > 1:
            if high == 2:
                return self.two_two
            return self.many_many + self.further * (low + high - 5)
        if high <= 3:
            return (0.0, self.one_two, self.one_three)[high - 1]
        return self.one_many + self.further * (high - 4)


@cache
def close_weights() -> Weights:
    """Return the weights for a close translation, as those of resolutions are."""
    return Weights(**numbers("alignment")["close"])


@cache
def free_weights() -> Weights:
    """Return the weights for a free translation.

    There the vectors of single lines are less informative, so that a line that lowers a bead's cosine may
    still belong to it; lengths and encoded concatenations are more informative.
    """
    return replace(close_weights(), **numbers("alignment")["free"])


USUAL_MARGIN: Final = 0.15
"""The usual margin of a close translation, and of very short texts; a higher one means nothing more."""

_CLOSE, _FAR = 0.13, 0.08  # usual margins


def weights_for(usual: float) -> Weights:
    """Return the weights for two documents, given the usual margin of their trusted matches.

    >>> weights_for(0.15) == close_weights(), weights_for(0.05) == free_weights()
    (True, True)
    """
    share = min(max((_CLOSE - usual) / (_CLOSE - _FAR), 0.0), 1.0)
    ranges = zip(astuple(close_weights()), astuple(free_weights()), strict=True)
    return Weights(*(close if close == free else close + share * (free - close) for close, free in ranges))


USUAL_SKIP_SHARE: Final = 0.05
"""The share of segments without a counterpart in the data on which `skip` was trained."""
