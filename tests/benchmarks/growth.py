"""Measure how time and memory of alignment grow: `python -m tests.benchmarks.growth [SIZE ...]`.

The vectors are artificial (`synthetic.py`), so that nothing is encoded. Each size runs in a separate
process, so that its peak memory is known, with one BLAS thread; the best of `ROUNDS` counts. Seconds
are processor time, which other processes affect least; on an idle machine they equal elapsed time.
Prints a table, with the ratio from each size to the next, and the slope of log time over log size.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

from aligner import __version__
from aligner.alignment.align import align
from tests.benchmarks.synthetic import Given, synthetic

SIZES = (1_000, 4_000, 8_000, 16_000, 30_000)
ROUNDS = 3


def seconds(count: int, rounds: int = 1) -> float:
    """The best time of the align stage on documents of this size."""
    data = synthetic(count)
    best = float("inf")
    for _ in range(rounds):
        encoder = Given(data.source_vectors, data.target_vectors)
        start = time.process_time()
        alignment = align(data.source, data.target, encoder)
        best = min(best, time.process_time() - start)
    found = {(bead.source.start, bead.target.start) for bead in alignment.beads if bead.shape == (1, 1)}
    if found != data.links:
        raise SystemExit(f"{len(found ^ data.links)} links are wrong at {count}")
    return best


def slope(sizes: tuple[int, ...], times: list[float]) -> float:
    """The slope of a straight line through the logarithms: 1 is linear, 2 quadratic."""
    return float(np.polyfit(np.log(sizes), np.log(times), 1)[0])


def _here(count: int) -> None:
    """Measure in this process, and print the result for the one that started it."""
    import resource

    took = seconds(count, ROUNDS)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (
        1 << 20 if sys.platform == "darwin" else 1024
    )
    sys.stdout.write(json.dumps({"seconds": took, "megabytes": peak}))


def measured(count: int) -> dict[str, float]:
    """Seconds and peak megabytes of one size, in a process of its own."""
    command = [sys.executable, "-m", "tests.benchmarks.growth", "--here", str(count)]
    environment = os.environ | {"OPENBLAS_NUM_THREADS": "1"}
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment, cwd=root)
    row: dict[str, float] = json.loads(done.stdout)
    return row


def main(*sizes: int) -> None:
    """Measure each size and print the table."""
    rows = [measured(count) for count in sizes]
    out = [f"aligner {__version__}, numpy {np.__version__}, Python {platform.python_version()}", ""]
    out += ["| segments on each side | seconds | to the size before | peak MB |", "|---|---|---|---|"]
    for number, (count, row) in enumerate(zip(sizes, rows, strict=True)):
        ratio = f"× {row['seconds'] / rows[number - 1]['seconds']:.2f}" if number else ""
        out.append(f"| {count:,} | {row['seconds']:.2f} | {ratio} | {row['megabytes']:.0f} |")
    if len(sizes) > 1:
        out += ["", f"slope of log time over log size: {slope(sizes, [row['seconds'] for row in rows]):.2f}"]
    sys.stdout.write("\n".join(out) + "\n")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--here"]:
        _here(int(sys.argv[2]))
    else:
        main(*(tuple(map(int, sys.argv[1:])) or SIZES))
