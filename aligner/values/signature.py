"""How a result was computed: versions, encoder and options."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Signature:
    """What a result was made with: carried by every number and every saved file."""

    aligner: str
    encoder: str = ""
    revision: str = ""
    options: tuple[tuple[str, str], ...] = ()

    def as_dict(self) -> dict[str, object]:
        """A plain mapping, for JSON."""
        return {
            "aligner": self.aligner,
            "encoder": self.encoder,
            "revision": self.revision,
            "options": dict(self.options),
        }
