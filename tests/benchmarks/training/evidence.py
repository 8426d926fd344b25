"""The evidence that the product weighs, kept to learn its weights from."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from aligner.values.learned import LogisticModel, logistic
from tests.benchmarks.training.logistic import fitted

Evidence = Mapping[str, float]
Example = tuple[Evidence, bool]
"""Evidence, and whether what it speaks for is so."""


class Recorded:
    """Keeps the evidence that a model weighs.

    Attributes:
        model: weighs as the model of the file does; to be put in its place.
    """

    def __init__(self, name: str) -> None:
        made, self._kept = logistic(name), list[tuple[float, Evidence]]()
        kept = self._kept

        class Keeping(LogisticModel):
            def log_odds(self, **evidence: float) -> float:
                odds = made.log_odds(**evidence)
                kept.append((odds, evidence))
                return odds

        self.model = Keeping(made.intercept, made.weights)

    def forget(self) -> None:
        """Forget all evidence."""
        self._kept.clear()

    def last(self) -> Evidence | None:
        """The evidence that was weighed last, if there is any."""
        return self._kept[-1][1] if self._kept else None

    def likeliest(self) -> Evidence | None:
        """The evidence that weighs most, if there is any."""
        return max(self._kept, key=lambda each: each[0])[1] if self._kept else None


@dataclass(frozen=True)
class Learned:
    """What a trainer learned.

    Attributes:
        names: the names of the weights.
        numbers: the intercept and the weights.
        loss: their log loss.
        loss_of_file: that of the numbers of the file.
        count: the number of examples.
    """

    names: tuple[str, ...]
    numbers: tuple[float, ...]
    loss: float
    loss_of_file: float
    count: int


def features_of(model: str, examples: Sequence[Example]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return the features of examples, a constant and the evidence, and whether what they speak for is so."""
    names = tuple(logistic(model).weights)
    features = np.array([[1.0, *(evidence[name] for name in names)] for evidence, _ in examples])
    return features, np.array([is_right for _, is_right in examples])


def numbers_of(model: str) -> NDArray[np.float64]:
    """Return the intercept and the weights of a file."""
    return np.array([logistic(model).intercept, *logistic(model).weights.values()])


def log_loss(odds: NDArray[np.float64], right: NDArray[np.bool_]) -> float:
    """Return the mean log loss of log odds."""
    return float(np.logaddexp(0, np.where(right, -odds, odds)).mean())


def learned_from(model: str, examples: Sequence[Example]) -> Learned:
    """Learn the numbers of a model from examples, and compare them with those of its file."""
    features, right = features_of(model, examples)
    numbers, loss = fitted(features, right)
    of_file = log_loss(features @ numbers_of(model), right)
    return Learned(tuple(logistic(model).weights), tuple(numbers.tolist()), loss, of_file, len(examples))


def say(found: Learned, digest: str) -> None:
    """Print the numbers as their file has them, and how well they fit."""
    for name, number in zip(("intercept", *found.names), found.numbers, strict=True):
        sys.stdout.write(f"{name} = {number:.3f}\n")
    sys.stdout.write(f'digest = "{digest}"\n')
    sys.stdout.write(f"# log loss {found.loss_of_file:.4f} -> {found.loss:.4f} ({found.count} examples)\n")
