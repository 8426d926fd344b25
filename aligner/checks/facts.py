"""Find the rows whose texts differ in facts of one kind, for the checks on numbers, dates and symbols."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from aligner.checks.material import FullPair, Material, Side
from aligner.languages.facts_grammar import Found, facts

T = TypeVar("T")


def differing_facts(
    material: Material,
    chosen: Callable[[Found], Iterable[T]],
    lacking: Callable[[Iterable[T], Found], list[T]],
) -> Iterator[tuple[FullPair, list[T], list[T]]]:
    """Find the rows in which the two texts differ in facts of one kind.

    Args:
        material: the comparison.
        chosen: selects the facts of that kind from all facts of a text.
        lacking: selects, from given facts, those that a text lacks.

    Yields:
        The row, the facts that the other side lacks, and those that the pivot lacks.
    """
    for pair in material.full_pairs():
        _, pivot, other = pair
        here, there = facts(pivot.text, pivot.language), facts(other.text, other.language)
        missing, extra = lacking(chosen(here), there), lacking(chosen(there), here)
        missing, extra = unless_unpaired(material, pivot, other, (missing, extra), lacking)
        if missing or extra:
            yield pair, missing, extra


def unless_unpaired(
    material: Material,
    pivot: Side,
    other: Side,
    differing: tuple[list[T], list[T]],
    lacking: Callable[[list[T], Found], list[T]],
) -> tuple[list[T], list[T]]:
    """Drop facts that the other document states in a paragraph without a counterpart, such as an endnote.

    If each paragraph lacks facts of the other, they differ, and nothing is dropped.

    Args:
        material: the comparison.
        pivot: the paragraph of the pivot.
        other: its counterpart.
        differing: the facts that `other` lacks, and those that `pivot` lacks.
        lacking: selects, from given facts, those that a text lacks.
    """
    missing, extra = differing
    if missing and not extra:
        missing = lacking(missing, facts(material.unpaired(other.key, pivot.key), other.language))
    elif extra and not missing:
        extra = lacking(extra, facts(material.unpaired(pivot.key, other.key), pivot.language))
    return missing, extra
