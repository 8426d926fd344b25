"""Encode texts longer than a model's window: cut them at pauses and average the parts' vectors."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_PAUSES: Final = re.compile(r"[。；！？.!?;؛؟]\s*|\n|[，、：,:،]\s*|\s+")


def split_to_fit(text: str, fits: Callable[[str], bool]) -> list[str]:
    """Halve a text until each part fits, cutting at the pause nearest the middle.

    Nothing is dropped: the concatenated parts are the text.

    >>> split_to_fit("One two. Three four.", lambda part: len(part) < 12)
    ['One two. ', 'Three four.']
    """
    if len(text) < 2 or fits(text):
        return [text]
    middle, margin = len(text) // 2, len(text) // 4
    pauses = [match.end() for match in _PAUSES.finditer(text, margin, len(text) - margin)]
    inside = [pause for pause in pauses if pause < len(text)]
    cut = min(inside, key=lambda pause: abs(pause - middle), default=middle)
    return [*split_to_fit(text[:cut], fits), *split_to_fit(text[cut:], fits)]


def encode_in_windows(
    texts: Sequence[str],
    fits: Callable[[str], bool],
    encode: Callable[[list[str]], NDArray[np.float32]],
    dimension: int,
) -> NDArray[np.float32]:
    """Encode each distinct text once; the vector of one that does not fit is the average of its parts.

    Parts are weighted by their number of characters. If the model returns no usable direction for
    a text (usually an empty one), its vector has equal components, so that every row has unit
    length.

    Args:
        texts: texts of any length.
        fits: whether a text fits in the model's window.
        encode: the model: takes at least one text and returns one row each, of any norm.
        dimension: of a row.

    Returns:
        float32, `(len(texts), dimension)`, rows of unit length.
    """
    place = {text: number for number, text in enumerate(dict.fromkeys(texts))}
    vectors = np.zeros((len(place), dimension), dtype=np.float32)
    parts = [(number, part) for text, number in place.items() for part in split_to_fit(text, fits)]
    if parts:
        encoded = unit_rows(encode([part for _, part in parts]))
        sizes = np.array([max(len(part), 1) for _, part in parts], dtype=np.float32)
        np.add.at(vectors, [number for number, _ in parts], encoded * sizes[:, None])
    return unit_rows(vectors)[[place[text] for text in texts]]


def unit_rows(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Scale rows to unit length; rows without direction become the vector of equal components.

    >>> unit_rows(np.array([[3, 4], [0, 0]], dtype=np.float32)).round(3).tolist()
    [[0.6000000238418579, 0.800000011920929], [0.7070000171661377, 0.7070000171661377]]
    """
    rows = np.array(vectors, dtype=np.float32)
    lengths = np.linalg.norm(rows, axis=1)
    lost = ~(np.isfinite(lengths) & (lengths > 1e-12))
    rows[lost], lengths[lost] = 1.0, np.sqrt(max(rows.shape[1], 1))
    rows /= lengths[:, None]
    return rows
