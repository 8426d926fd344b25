"""How a result was computed: versions, encoder and options."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Signature:
    """How a result was made; every result and every saved file carries one."""

    aligner: str
    encoder: str = ""
    revision: str = ""
    options: tuple[tuple[str, str], ...] = ()

    def as_dict(self) -> dict[str, object]:
        """Return a plain mapping, for JSON."""
        return {
            "aligner": self.aligner,
            "encoder": self.encoder,
            "revision": self.revision,
            "options": dict(self.options),
        }
