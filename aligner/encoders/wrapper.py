"""The common part of encoders that wrap another encoder."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aligner.encoders import Encoder


class EncoderWrapper:
    """Passes on what identifies an encoder; a subclass adds `encode`.

    Attributes:
        inner: the encoder that is wrapped.
    """

    def __init__(self, inner: Encoder) -> None:
        self.inner = inner

    @property
    def name(self) -> str:
        """The name of the inner encoder."""
        return self.inner.name

    @property
    def revision(self) -> str:
        """The revision of the inner encoder."""
        return self.inner.revision

    @property
    def dimension(self) -> int:
        """Length of each vector."""
        return self.inner.dimension
