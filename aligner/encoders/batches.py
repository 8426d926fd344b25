"""Many texts encoded a batch at a time, so that progress can be told and work be broken off.

What was encoded before a batch is not lost: an encoder that remembers (on disk or in memory)
has it when the same texts come again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from aligner.encoders import Encoder

BATCH: Final = 512
"""Texts in a batch: about a second's work for the bundled encoder."""


def encode_in_batches(
    encoder: Encoder, texts: Sequence[str], tell: Callable[[int, int], None], *, size: int = BATCH
) -> NDArray[np.float32]:
    """Encode texts, each distinct one once, and tell after each batch how many are done.

    Args:
        encoder: what to ask.
        texts: any number of them.
        tell: called with (done, total), in distinct texts. What it raises goes through, and
            ends the encoding.
        size: texts in a batch, 1 or more.

    Returns:
        Shape `(len(texts), d)`: what `encoder.encode(texts)` gives, up to the seventh digit,
        since the other texts of a call may show there.
    """
    import numpy as np

    place = {text: number for number, text in enumerate(dict.fromkeys(texts))}
    distinct = list(place)
    if len(distinct) <= size:
        vectors = encoder.encode(distinct)
        tell(len(distinct), len(distinct))
    else:
        parts = []
        for start in range(0, len(distinct), size):
            parts.append(encoder.encode(distinct[start : start + size]))
            tell(min(start + size, len(distinct)), len(distinct))
        vectors = np.concatenate(parts)
    return vectors[[place[text] for text in texts]]
