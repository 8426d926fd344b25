"""Encode many texts in batches, so that progress can be reported and the work cancelled.

Finished batches are not lost: a caching encoder (on disk or in memory) reuses their vectors when
the same texts are encoded again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from aligner.encoders import Encoder

BATCH: Final = 512
"""Texts per batch: about one second of work for the bundled encoder."""


def encode_in_batches(
    encoder: Encoder, texts: Sequence[str], report: Callable[[int, int], None], *, size: int = BATCH
) -> NDArray[np.float32]:
    """Encode texts, each distinct one once, and report progress after each batch.

    Args:
        encoder: the encoder to use.
        texts: any number of texts.
        report: called with (done, total), in distinct texts. Exceptions it raises propagate
            and end the encoding.
        size: texts per batch, at least 1.

    Returns:
        Shape `(len(texts), d)`: equal to `encoder.encode(texts)` up to the seventh digit, which
        the other texts of a call may affect.
    """
    import numpy as np

    place = {text: number for number, text in enumerate(dict.fromkeys(texts))}
    distinct = list(place)
    if len(distinct) <= size:
        vectors = encoder.encode(distinct)
        report(len(distinct), len(distinct))
    else:
        parts = []
        for start in range(0, len(distinct), size):
            parts.append(encoder.encode(distinct[start : start + size]))
            report(min(start + size, len(distinct)), len(distinct))
        vectors = np.concatenate(parts)
    return vectors[[place[text] for text in texts]]
