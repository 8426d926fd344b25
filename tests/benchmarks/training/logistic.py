"""Logistic regression by Newton's method, features of calibrations, and the digest of the data."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from tests.benchmarks.corpora import DATA

_LEAST = 1e-4
"""Minimum distance of a posterior from 0 and 1."""

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


def calibration_features(posteriors: NDArray[np.float64], facts: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the features of a calibration: the facts, for the shift, and their products with the log odds.

    Args:
        posteriors: of shape (n,).
        facts: about the text of each, of shape (n, 3).

    Returns:
        Shape (n, 6).
    """
    clipped = posteriors.clip(_LEAST, 1 - _LEAST)
    odds = np.log(clipped / (1 - clipped))
    return np.concatenate([facts, facts * odds[:, None]], axis=1)


def digest_of(folders: Iterable[str]) -> str:
    """The digest of all files of some folders of the development data, by their names and contents."""
    digest = hashlib.sha256()
    for folder in sorted(folders):
        for path in sorted(each for each in (DATA / folder).rglob("*") if each.is_file()):
            digest.update(path.relative_to(DATA).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
