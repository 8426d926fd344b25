"""What a batch costs and survives: `python -m tests.benchmarks.archive [SIZE ...]`.

Each set is a document of the United Nations Parallel Corpus (`../shared/data/unv1-dev`) in four
languages and two drafts, the second with an amended number; the same documents recur under other
names. Processor time is that of the batch and its processes, which other programs disturb least.
Prints the table of `archive.md`; then a run whose processes are killed every few seconds and that
is itself killed once, and one with 5 % of the sets damaged.
"""

from __future__ import annotations

import json
import os
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import psutil
import pyarrow.parquet as pq

from aligner.archive.batch import run_batch
from aligner.archive.one_set import Options, Request, process
from aligner.archive.sources import find_sets
from aligner.archive.status import status_of
from aligner.readers.document_set import Entry, of_entries
from aligner.values import DocumentKey

DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "unv1-dev" / "docs.jsonl"
LANGUAGES = ("en", "zh", "fr", "ru")
PATTERN = "{set}/{version}.{language}.txt"
SIZES = (10, 100, 1000)
DAMAGES = (b"", b"PK\x03\x04cut short", bytes(range(256)) * 8, ("这不是原来的语言。" * 40).encode())


def make_sets(folder: Path, count: int, *, damaged: float = 0.0) -> set[str]:
    """Write sets to a folder; returns the names of those with a damaged file."""
    documents = [json.loads(line) for line in DATA.read_text(encoding="utf-8").splitlines()]
    documents = [document for document in documents if len(document["rows"]) >= 6]
    hurt = set()
    for number in range(count):
        rows = documents[number % len(documents)]["rows"]
        place = folder / f"set{number:05}"
        place.mkdir(parents=True)
        for language in LANGUAGES:
            text = "\n\n".join(row["text"][language] for row in rows) + "\n"
            (place / f"1.{language}.txt").write_text(text, encoding="utf-8")
            text = re.sub(r"\d(?!.*\d)", lambda match: str((int(match[0]) + 1) % 10), text, flags=re.DOTALL)
            (place / f"2.{language}.txt").write_text(text, encoding="utf-8")
        if damaged and number % round(1 / damaged) == 0:
            (place / "2.en.txt").write_bytes(DAMAGES[len(hurt) % len(DAMAGES)])
            hurt.add(place.name)
    return hurt


@dataclass(frozen=True)
class Measured:
    """Cost of a run; seconds of processor time, of the clock, and mebibytes."""

    sets: int
    processor: float
    clock: float
    memory: float
    disk: float
    stages: dict[str, float]


def measure(folder: Path, count: int, workers: int = 1) -> Measured:
    """Process sets in a new interpreter, so that its memory and time are its own."""
    source, out = folder / f"in{count}", folder / f"out{count}-{workers}"
    if not source.exists():
        make_sets(source, count)
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    subprocess.run(command(source, out, workers), check=True, stdout=subprocess.DEVNULL)
    clock, after = time.monotonic() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    peak = max(pq.read_table(out / "timings")["peak_memory"].to_pylist()) / (1 << 20)
    disk = sum(path.stat().st_size for path in out.rglob("*.parquet")) / (1 << 20)
    return Measured(count, spent, clock, peak, disk, status_of(str(out)).seconds)


def command(source: Path, out: Path, workers: int) -> list[str]:
    """The command that processes a folder."""
    options = ["--pattern", PATTERN, "--out", str(out), "--workers", str(workers)]
    return [sys.executable, "-m", "aligner", "batch", str(source), *options]


def plain_seconds(source: Path) -> float:
    """Processor time of the pipeline alone on all sets of a folder, once the encoder is loaded."""
    os.environ["ALIGNER_THREADS"] = "1"
    requests = [_request(place) for place in sorted(source.iterdir())]
    process(requests[0], lambda stage: None)
    began = time.process_time()
    for request in requests:
        process(request, lambda stage: None)
    return time.process_time() - began


def _request(place: Path) -> Request:
    entries = tuple(
        Entry(path, DocumentKey(path.name.split(".")[1], path.name[0])) for path in sorted(place.iterdir())
    )
    return Request(place.name, "k", of_entries(entries), Options())


def contents(out: Path) -> dict[str, bytes]:
    """The tables of an archive, without the timings."""
    paths = (path for path in out.rglob("*.parquet") if path.parent.name != "timings")
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in paths}


def survive_kills(folder: Path, count: int, every: float) -> int:
    """Kill a set's process every few seconds, and the batch itself once; returns the number of kills.

    Raises:
        SystemExit: if the results differ from those of an undisturbed run.
    """
    source, out = folder / f"in{count}", folder / "killed"
    batch = subprocess.Popen(command(source, out, 2), stdout=subprocess.DEVNULL)
    kills = _kill_children(batch, every, 3)
    batch.send_signal(signal.SIGKILL)
    batch.wait()
    batch = subprocess.Popen(command(source, out, 2), stdout=subprocess.DEVNULL)
    kills += 1 + _kill_children(batch, every, 1_000_000)
    if batch.wait() or contents(out) != contents(folder / f"out{count}-1"):
        raise SystemExit("the results differ after kills")
    return kills


def _kill_children(batch: subprocess.Popen[bytes], every: float, most: int) -> int:
    """Kill one of a batch's processes every few seconds while it runs, at most so many."""
    kills = 0
    stopped = threading.Event()
    while batch.poll() is None and kills < most:
        stopped.wait(every)
        try:
            children = psutil.Process(batch.pid).children()
            if children:
                random.choice(children).kill()
                kills += 1
        except psutil.Error:
            break
    return kills


def survive_damage(folder: Path, count: int) -> tuple[int, int]:
    """Process sets of which 5 % are damaged; returns how many were done and how many failed.

    Raises:
        SystemExit: if a good set failed or a damaged one was done.
    """
    source = folder / "damaged"
    hurt = make_sets(source, count, damaged=0.05)
    summary = run_batch(find_sets(str(source), PATTERN), str(folder / "damaged-out"), Options(), workers=2)
    if set(summary.failed) != hurt:
        raise SystemExit(f"{sorted(set(summary.failed) ^ hurt)} ended otherwise than expected")
    return summary.done, len(hurt)


def main(sizes: Sequence[int]) -> None:
    """Measure and print."""
    folder = Path(tempfile.mkdtemp(prefix="archive-"))
    try:
        runs = [measure(folder, size) for size in sizes]
        stages = sorted({stage for run in runs for stage in run.stages})
        say(f"| sets | processor s | clock s | {' | '.join(stages)} | MiB a process | MiB on disk |")
        for run in runs:
            by_stage = " | ".join(f"{run.stages.get(stage, 0):.1f}" for stage in stages)
            say(
                f"| {run.sets} | {run.processor:.1f} | {run.clock:.1f} | {by_stage} "
                f"| {run.memory:.0f} | {run.disk:.2f} |"
            )
        start = max(0.0, runs[0].processor - runs[-1].processor * runs[0].sets / runs[-1].sets)
        logs = np.log([[run.sets, max(run.processor - start, 1e-3)] for run in runs])
        say(f"fixed processor time {start:.1f} s; slope {np.polyfit(logs[:, 0], logs[:, 1], 1)[0]:.3f}")
        middle = sizes[len(sizes) // 2]
        plain = plain_seconds(folder / f"in{middle}")
        run = runs[len(sizes) // 2]
        say(f"{middle} sets: {plain:.1f} s in plain calls, {run.processor - start:.1f} s in the batch")
        two = measure(folder, middle, workers=2)
        say(f"two workers: {two.clock:.1f} s of the clock, one: {run.clock:.1f}")
        say(f"load average {os.getloadavg()[0]:.1f}")
        say(f"{survive_kills(folder, middle, 12.0)} kills: the same bytes")
        say("{} sets done, {} damaged ones named".format(*survive_damage(folder, middle)))
    finally:
        shutil.rmtree(folder)


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or SIZES)
