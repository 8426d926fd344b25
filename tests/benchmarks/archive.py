"""Measure the cost and robustness of batches: `python -m tests.benchmarks.archive [PART ...] [SIZE ...]`.

Each set is three paragraphs of the United Nations Parallel Corpus (`../shared/data/unv1-dev`) in two
languages and two drafts, with an amended number in the second. The sets are this small so that the
overhead per set counts most; from 600 sets on, paragraphs recur in other sets. Processor time is that
of the batch and its processes, since other programs affect it least.

- `cost` measures batches of each size with one worker, and plain calls.
- `workers` compares two workers with one, at the largest size.
- `kills` kills a set's process every few seconds, and the batch with its scheduler once, and compares
  the tables with those of an undisturbed run.
- `damage` damages 5 % of the sets, and checks that these are reported, and no others.
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

from aligner.archive.batch import run_batch, status_of
from aligner.archive.one_set import Options, Request, process
from aligner.archive.sources import find_sets
from aligner.readers.document_set import Entry, of_entries
from aligner.values import DocumentKey

DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "unv1-dev" / "docs.jsonl"
LANGUAGES = ("en", "zh")
PATTERN = "{set}/{version}.{language}.{ext}"
SIZES = (10, 100, 1000)
PARTS = ("cost", "workers", "kills", "damage")
ROWS = 3
EVERY = 5.0
"""Seconds between two kills."""

KILLS_BEFORE = 4
"""Kills of a set's process before the batch itself is killed."""

HUGE = 60 << 20
PLAIN = 1000
"""Most sets processed by plain calls."""


def make_sets(folder: Path, count: int) -> None:
    """Write sets to a folder."""
    documents = [json.loads(line) for line in DATA.read_text(encoding="utf-8").splitlines()]
    rows = [row["text"] for document in documents for row in document["rows"]]
    for number in range(count):
        place = folder / f"set{number:05}"
        place.mkdir(parents=True)
        own = [rows[(ROWS * number + offset) % len(rows)] for offset in range(ROWS)]
        for language in LANGUAGES:
            text = "\n\n".join(row[language] for row in own) + "\n"
            (place / f"1.{language}.txt").write_text(text, encoding="utf-8")
            text = re.sub(r"\d(?!.*\d)", lambda match: str((int(match[0]) + 1) % 10), text, flags=re.DOTALL)
            (place / f"2.{language}.txt").write_text(text, encoding="utf-8")


def damage_sets(folder: Path) -> set[str]:
    """Damage every twentieth set in one of five ways; returns their names."""
    word = (DATA.parents[1] / "multi-pdf" / "pco030" / "pco030.en.docx").read_bytes()
    huge = folder.parent / "huge.txt"
    huge.write_bytes(b"The Commission received one more report.\n\n" * (HUGE // 42))
    damages: list[tuple[str, bytes | None]] = [
        ("txt", b""),
        ("docx", word[: len(word) // 2]),
        ("txt", random.Random(1).randbytes(5000)),
        ("txt", ("这不是原来的语言。" * 40).encode()),
        ("txt", None),
    ]
    hurt = sorted(folder.iterdir())[::20]
    for number, place in enumerate(hurt):
        suffix, content = damages[number % len(damages)]
        (place / "2.en.txt").unlink()
        if content is None:
            (place / "2.en.txt").hardlink_to(huge)
        else:
            (place / f"2.en.{suffix}").write_bytes(content)
    return {place.name for place in hurt}


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
    source, out = _source(folder, count), folder / f"out{count}-{workers}"
    shutil.rmtree(out, ignore_errors=True)
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
    """Processor time a set of the pipeline alone, once the encoder is loaded."""
    os.environ["ALIGNER_THREADS"] = "1"
    requests = [_request(place) for place in sorted(source.iterdir())[:PLAIN]]
    process(requests[0], lambda stage: None)
    began = time.process_time()
    for request in requests:
        process(request, lambda stage: None)
    return (time.process_time() - began) / len(requests)


def _request(place: Path) -> Request:
    entries = tuple(
        Entry(path, DocumentKey(path.name.split(".")[1], path.name[0])) for path in sorted(place.iterdir())
    )
    return Request(place.name, "k", of_entries(entries), Options())


def contents(out: Path) -> dict[str, bytes]:
    """The tables of an archive, without the timings."""
    paths = (path for path in out.rglob("*.parquet") if path.parent.name != "timings")
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in paths}


def survive_kills(folder: Path, count: int) -> int:
    """Kill a set's process every few seconds, and the batch itself once; returns the number of kills.

    Raises:
        SystemExit: if the results differ from those of an undisturbed run.
    """
    source, out = _source(folder, count), folder / "killed"
    batch = subprocess.Popen(command(source, out, 2), stdout=subprocess.DEVNULL)
    kills = _kill_children(batch, KILLS_BEFORE)
    batch.send_signal(signal.SIGKILL)
    batch.wait()
    batch = subprocess.Popen(command(source, out, 2), stdout=subprocess.DEVNULL)
    kills += 1 + _kill_children(batch, 1_000_000)
    if batch.wait() or contents(out) != contents(_undisturbed(folder, count)):
        raise SystemExit("the results differ after kills")
    return kills


def _kill_children(batch: subprocess.Popen[bytes], most: int) -> int:
    """Kill one of a batch's processes every few seconds while it runs, at most so many."""
    kills = 0
    stopped = threading.Event()
    while batch.poll() is None and kills < most:
        stopped.wait(EVERY)
        try:
            children = psutil.Process(batch.pid).children()
            if children:
                random.choice(children).kill()
                kills += 1
        except psutil.Error:
            break
    return kills


def survive_damage(folder: Path, count: int) -> tuple[int, dict[str, int]]:
    """Process sets of which 5 % are damaged; returns how many were done, and why how many failed.

    Raises:
        SystemExit: if a good set failed or has other rows than in an undisturbed run, or a damaged one was
            done.
    """
    source, out = folder / "damaged", folder / "damaged-out"
    make_sets(source, count)
    hurt = damage_sets(source)
    summary = run_batch(find_sets(str(source), PATTERN), str(out), Options(), workers=2)
    if set(summary.failed) != hurt:
        raise SystemExit(f"{sorted(set(summary.failed) ^ hurt)} ended otherwise than expected")
    expected = [row for row in _rows(_undisturbed(folder, count)) if row["set"] not in hurt]
    if _rows(out) != expected:
        raise SystemExit("the good sets have other rows than without the damaged ones")
    return summary.done, status_of(str(out)).failures


def _rows(out: Path) -> list[dict[str, object]]:
    return sorted(pq.read_table(out / "rows").to_pylist(), key=repr)


def _source(folder: Path, count: int) -> Path:
    """A folder of sets, made when it is first needed."""
    source = folder / f"in{count}"
    if not source.exists():
        make_sets(source, count)
    return source


def _undisturbed(folder: Path, count: int) -> Path:
    """The archive of an undisturbed run with one worker, made when it is first needed."""
    out = folder / f"out{count}-1"
    if not out.exists():
        subprocess.run(command(_source(folder, count), out, 1), check=True, stdout=subprocess.DEVNULL)
    return out


def report_cost(folder: Path, sizes: Sequence[int]) -> None:
    """Measure each size, and print the table and what follows from it."""
    runs = [measure(folder, size) for size in sizes]
    stages = sorted({stage for run in runs for stage in run.stages})
    say(f"| sets | processor s | clock s | {' | '.join(stages)} | MiB a process | MiB on disk |")
    for run in runs:
        by_stage = " | ".join(f"{run.stages.get(stage, 0):.1f}" for stage in stages)
        say(
            f"| {run.sets} | {run.processor:.1f} | {run.clock:.1f} | {by_stage} "
            f"| {run.memory:.0f} | {run.disk:.2f} |"
        )
    if len(runs) == 1:
        return
    last, before = runs[-1], runs[-2]
    each = (last.processor - before.processor) / (last.sets - before.sets)
    start = max(0.0, runs[0].processor - each * runs[0].sets)
    logs = np.log([[run.sets, max(run.processor - start, 1e-3)] for run in runs])
    say(f"fixed processor time {start:.1f} s; slope {np.polyfit(logs[:, 0], logs[:, 1], 1)[0]:.3f}")
    plain = plain_seconds(folder / f"in{last.sets}")
    say(f"a set more: {each:.4f} s; in plain calls {plain:.4f} s; on top {each / plain - 1:.1%}")


def main(arguments: Sequence[str]) -> None:
    """Measure and print."""
    sizes = [int(each) for each in arguments if each.isdecimal()] or list(SIZES)
    parts = [each for each in arguments if not each.isdecimal()] or list(PARTS)
    folder = Path(tempfile.mkdtemp(prefix="archive-"))
    try:
        if "cost" in parts:
            report_cost(folder, sizes)
        if "workers" in parts:
            one, two = (measure(folder, sizes[-1], workers) for workers in (1, 2))
            say(f"two workers: {two.clock:.1f} s of the clock and {two.processor:.1f} s of processor time")
            say(f"one worker: {one.clock:.1f} s and {one.processor:.1f} s")
        if "kills" in parts:
            say(f"{sizes[-1]} sets, {survive_kills(folder, sizes[-1])} kills: the same bytes")
        if "damage" in parts:
            done, failures = survive_damage(folder, sizes[-1])
            say(f"{done} sets done with the same rows; damaged ones named: {failures}")
        say(f"load average {os.getloadavg()[0]:.1f}")
    finally:
        shutil.rmtree(folder)


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
