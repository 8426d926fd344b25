"""The catalogue as pages use it: labels by key, and rendered messages of the core."""

from __future__ import annotations

from aligner.values.catalogue import DEFAULT, Words, available, load

__all__ = ["DEFAULT", "Words", "available", "load"]
