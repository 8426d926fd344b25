"""A glossary: the terms that a translation must use, or avoid."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Concept:
    """One concept and its names.

    `terms` has the names to use in each language, `forbidden` the names to avoid; `status` is
    `preferred` or `required` for the names to use, or `forbidden`.
    """

    terms: Mapping[str, tuple[str, ...]]
    forbidden: Mapping[str, tuple[str, ...]]
    status: str = "preferred"


Glossary = tuple[Concept, ...]
"""Concepts, in the order of the file."""
