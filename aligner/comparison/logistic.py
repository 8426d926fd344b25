"""Logistic models: weigh evidence, and turn its sum into a probability."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp


def log_odds(intercept: float, weights: Sequence[float], evidence: Sequence[float]) -> float:
    """Return the log odds that a model gives for evidence; 0 means that both outcomes are equally likely.

    Args:
        intercept: the log odds without evidence.
        weights: the weight of each piece of evidence.
        evidence: its values, in the order of the weights.

    Raises:
        ValueError: if there are not as many values as weights.

    >>> round(log_odds(-0.5, (2.0, 1.0), (0.5, 0.25)), 6)
    0.75
    """
    return intercept + sum(weight * value for weight, value in zip(weights, evidence, strict=True))


def probability_of(log_odds: float) -> float:
    """Return the probability, in [0, 1], that log odds stand for.

    >>> probability_of(0.0), round(probability_of(0.75), 3)
    (0.5, 0.679)
    """
    return 1 / (1 + exp(-log_odds))
