"""Numbers that were learned from data: a file of `data/models` for each model.

A file says what its numbers are, from which data and by which command they were learned, so that they
can be learned again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import exp
from typing import Any

from aligner.values import data_files


def numbers(name: str) -> Mapping[str, Any]:
    """Return what the file of a model holds.

    Raises:
        FileNotFoundError: there is no model of this name.
    """
    return data_files.tables(f"models/{name}.toml")


@dataclass(frozen=True, slots=True)
class LogisticModel:
    """Weighs evidence, and turns its sum into a probability.

    Attributes:
        intercept: the log odds without evidence; 0 means that both outcomes are equally likely.
        weights: the weight of each piece of evidence.
    """

    intercept: float
    weights: Mapping[str, float]

    def log_odds(self, **evidence: float) -> float:
        """Return the log odds that evidence makes; a piece that is left out counts as 0.

        Raises:
            KeyError: a piece of evidence has no weight.

        >>> round(LogisticModel(-0.5, {"length": 2.0, "gain": 1.0}).log_odds(length=0.5, gain=0.25), 6)
        0.75
        """
        return self.intercept + sum(self.weights[name] * value for name, value in evidence.items())


@cache
def logistic(name: str) -> LogisticModel:
    """Return a learned logistic model.

    Raises:
        FileNotFoundError: there is no model of this name.
    """
    return LogisticModel(numbers(name)["intercept"], numbers(name)["weights"])


def probability_of(log_odds: float) -> float:
    """Return the probability, in [0, 1], that log odds stand for.

    >>> probability_of(0.0), round(probability_of(0.75), 3)
    (0.5, 0.679)
    """
    return 1 / (1 + exp(-log_odds))
