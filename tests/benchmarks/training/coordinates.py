"""Whether numbers are the best of their neighbours: each changed alone, and what the measure then is."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

Numbers = Mapping[str, float]

SHARE = 0.1
"""By how much of its value a number is changed."""


@dataclass(frozen=True)
class Step:
    """One number with another value, and what its measure then gains."""

    name: str
    value: float
    gain: float

    def __str__(self) -> str:
        return f"{self.name} = {self.value:.4g}: {self.gain:+.5f}"


def steps_from(
    numbers: Numbers, measure: Callable[[Numbers], float], share: float = SHARE
) -> tuple[float, list[Step]]:
    """Return the measure of the numbers, and each step up or down by a share of a number that is not 0."""
    before = measure(numbers)
    taken = [(name, numbers[name] * (1 + change)) for name in numbers for change in (-share, share)]
    return before, [
        Step(name, value, measure({**numbers, name: value}) - before) for name, value in taken if value
    ]


def least_gains(halves: Sequence[tuple[float, Sequence[Step]]]) -> dict[str, float]:
    """Return what each step gains at least on all parts of the data, by its name and value."""
    return {
        f"{same[0].name} = {same[0].value:.4g}": min(step.gain for step in same)
        for same in zip(*(steps for _, steps in halves), strict=True)
    }


def searched(
    numbers: Numbers, measure: Callable[[Numbers], float], least: float, share: float = SHARE
) -> Iterator[Step]:
    """Yield the steps of a search that takes each that gains more than `least`, until none does."""
    now, found, waiting = measure(numbers), dict(numbers), list(numbers)
    while waiting:
        name = waiting.pop(0)
        for change in (-share, share):
            value = found[name] * (1 + change)
            gain = measure({**found, name: value}) - now if value else 0.0
            if gain > least:
                now, found[name] = now + gain, value
                waiting = [each for each in numbers if each != name] + [name]
                yield Step(name, value, gain)
                break


def say_steps(title: str, before: float, steps: Sequence[Step]) -> None:
    """Print a measure, and what each step gains, the best first."""
    sys.stdout.write(f"# {title}: {before:.5f}\n")
    for step in sorted(steps, key=lambda each: -each.gain):
        sys.stdout.write(f"#   {step}\n")
    sys.stdout.flush()
