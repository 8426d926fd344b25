"""The signature of a result: the versions, encoder and options that produced it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Signature:
    """What produced a result; part of every result and every saved file."""

    aligner: str
    encoder: str = ""
    revision: str = ""
    options: tuple[tuple[str, str], ...] = ()
