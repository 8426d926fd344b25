"""Logistic regression by Newton's method."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_RIDGE = 1e-3
_ROUNDS = 50


def fitted(
    features: NDArray[np.float64], right: NDArray[np.bool_], weights: NDArray[np.float64] | None = None
) -> tuple[NDArray[np.float64], float]:
    """Return the coefficients of features of shape (n, k), the first being a constant, and the log loss."""
    shares = np.ones(len(right)) if weights is None else weights
    found = np.zeros(features.shape[1])
    for _ in range(_ROUNDS):
        chances = 1 / (1 + np.exp(-np.clip(features @ found, -30, 30)))
        slope = features.T @ (shares * (right - chances)) - _RIDGE * found
        curve = (features * (shares * chances * (1 - chances))[:, None]).T @ features
        found = found + np.linalg.solve(curve + _RIDGE * np.eye(len(found)), slope)
    chances = 1 / (1 + np.exp(-np.clip(features @ found, -30, 30)))
    losses = -np.log(np.where(right, chances, 1 - chances).clip(1e-12))
    return found, float((shares * losses).sum() / shares.sum())
