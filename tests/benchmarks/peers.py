"""Compare other aligners with ours, on the same vectors and documents.

    python -m tests.benchmarks.peers export FOLDER    # texts, gold, vectors, and our own beads
    python -m tests.benchmarks.peers free FOLDER [SET …]  # instead: free translations
    python -m tests.benchmarks.peers grow FOLDER SIZE …  # instead: artificial documents of any size
    python tests/benchmarks/peers.py run NAME FOLDER  # with the peer's own interpreter
    python -m tests.benchmarks.peers table FOLDER

Peers need other versions of Python and numpy than ours, so each runs where it is installed; `run` only
needs numpy and the peer. As intended by their authors, they get real encodings of every run of up to
`OVERLAPS` adjacent lines; ours only gets the lines. Seconds are processor time of the alignment alone,
the best of `ROUNDS`. Ours are given twice: of the alignment of lines and vectors, as for peers
(`aligner`), and with what makes a line's vector, that is cutting it into sentences and summing their
vectors (`aligner-whole`).
"""

from __future__ import annotations

import importlib.util
import json
import sys
import time
import types
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

OVERLAPS = 5
ROUNDS = 3

Beads = list[tuple[list[int], list[int]]]
Run = Callable[[dict[str, Any], Any], Beads]
Results = dict[str, tuple[Beads, float, float]]


def layers(texts: Sequence[str]) -> list[list[str]]:
    """Runs of 1 to `OVERLAPS` lines, by the line they end with, as Vecalign lays them out."""
    lines = [text.strip() or "BLANK_LINE" for text in texts]
    return [
        ["PAD" if end < size else " ".join(lines[end - size : end]) for end in range(1, len(lines) + 1)]
        for size in range(1, OVERLAPS + 1)
    ]


class InMemory:
    """An encoder that has every text it was asked for in memory, where peers have theirs, too."""

    def __init__(self, encoder: Any) -> None:
        self.name, self.revision, self._encoder = encoder.name, encoder.revision, encoder
        self._known: dict[str, Any] = {}

    def encode(self, texts: Sequence[str]) -> Any:
        """The vectors of the texts."""
        new = list(dict.fromkeys(text for text in texts if text not in self._known))
        if new:
            self._known.update(zip(new, self._encoder.encode(new), strict=True))
        return np.array([self._known[text] for text in texts])


def free(folder: Path, *sets: str) -> None:
    """Write sets of free translations, by default the texts as they are and every third document cut."""
    from tests.benchmarks.corpora import DATA
    from tests.benchmarks.free_text import SETS, TEXTS

    chosen = sets or ("as they are", "cut at clauses")
    found = []
    for name in chosen:
        cases = list(SETS[name](TEXTS, DATA))
        found += [replace(case, group=f"free, {name}") for case in (cases if len(cases) < 10 else cases[::3])]
    export(folder, found)


def export(folder: Path, cases: Sequence[Any] = ()) -> None:
    """Write cases with their vectors, and what our aligner makes of them; by default a part of the data."""
    from aligner.encoders import load
    from aligner.encoders.cache import CachedEncoder
    from tests.benchmarks.corpora import sample

    encoder = InMemory(CachedEncoder(load()))
    folder.mkdir(parents=True, exist_ok=True)
    ours: Results = {}
    for number, case in enumerate(cases or sample()):
        sides = [side.texts() for side in (case.source, case.target)]
        flat = [[text for layer in layers(side) for text in layer] for side in sides]
        vectors = [
            encoder.encode(texts).reshape(OVERLAPS, len(side), -1)
            for texts, side in zip(flat, sides, strict=True)
        ]
        np.savez(folder / f"{number:03}.npz", source=vectors[0], target=vectors[1])
        gold = [(link.source, link.target) for link in case.gold]
        name = {"group": case.group, "pair": case.pair, "name": case.name}
        facts = {**name, "block_free": case.block_free, "source": sides[0], "target": sides[1], "gold": gold}
        (folder / f"{number:03}.json").write_text(json.dumps(facts), encoding="utf-8")
        ours[f"{number:03}"] = timed(case.source, case.target, lambda: encoder)
    write(folder, ours)


def grow(folder: Path, *sizes: int) -> None:
    """Write made-up documents with their vectors, runs pooled, and what our aligner makes of them."""
    from tests.benchmarks.synthetic import Given, synthetic

    folder.mkdir(parents=True, exist_ok=True)
    ours: Results = {}
    for count in sizes:
        data = synthetic(count)
        given = data.source_vectors, data.target_vectors
        stem = f"{count:06}"
        np.savez(folder / f"{stem}.npz", source=pooled(given[0]), target=pooled(given[1]))
        links = [([i], [j]) for i, j in sorted(data.links)]
        links += [([i], []) for i in sorted(set(range(count)) - {i for i, _ in data.links})]
        facts = {"group": stem, "pair": "zh-en", "name": stem, "block_free": False, "gold": links}
        facts |= {"source": data.source.texts(), "target": data.target.texts()}
        (folder / f"{stem}.json").write_text(json.dumps(facts), encoding="utf-8")
        ours[stem] = timed(data.source, data.target, lambda given=given: Given(*given))
    write(folder, ours)


def timed(source: Any, target: Any, encoder: Callable[[], Any]) -> tuple[Beads, float, float]:
    """Return our beads of two documents, and the seconds without and with preparing the documents.

    Args:
        source: one document.
        target: the other.
        encoder: makes the encoder of each round, which has all vectors in memory.
    """
    from aligner.alignment.align_prepared import align_prepared
    from aligner.alignment.prepared import prepare

    alone, whole = [], []
    for _ in range(ROUNDS):
        vectors = encoder()
        start = time.process_time()
        sides = prepare([source, target], vectors)
        begin = time.process_time()
        alignment = align_prepared(*sides, vectors)
        end = time.process_time()
        alone.append(end - begin)
        whole.append(end - start)
    return [(list(bead.source), list(bead.target)) for bead in alignment.beads], min(alone), min(whole)


def write(folder: Path, ours: Results) -> None:
    """Write our results, once with each of the two times."""
    for place, name in enumerate(("aligner", "aligner-whole"), 1):
        found = {stem: {"beads": one[0], "seconds": one[place]} for stem, one in ours.items()}
        (folder / f"{name}.result").write_text(json.dumps(found), encoding="utf-8")


def pooled(vectors: Any) -> Any:
    """Unit vectors of the sums of 1 to `OVERLAPS` neighbours, by the last of them."""
    result = np.zeros((OVERLAPS, *vectors.shape), np.float32)
    for size in range(OVERLAPS):
        result[size, size:] = sum(vectors[size - k : len(vectors) - k] for k in range(size + 1))
        result[size, :size] = vectors[:size]
    return result / np.linalg.norm(result, axis=2, keepdims=True)


def _bertalign() -> Run:
    """Bertalign 2's two passes. Its module of passes is loaded without the package around it.

    That would import a model's library; the search for the nearest lines, which is exact
    there too, is numpy's here.
    """
    spec = importlib.util.find_spec("bertalign")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("bertalign is not installed here: pip install --no-deps bertalign numba numpy")
    if importlib.util.find_spec("torch") is None:
        sys.modules["torch"] = types.ModuleType("torch")
    path = Path(spec.submodule_search_locations[0]) / "corelib.py"
    own = importlib.util.spec_from_file_location("bertalign_corelib", path)
    if own is None or own.loader is None:
        raise SystemExit(f"{path} cannot be loaded")
    core = importlib.util.module_from_spec(own)
    sys.modules["bertalign_corelib"] = core
    own.loader.exec_module(core)

    def run(facts: dict[str, Any], vectors: Any) -> Beads:
        source, target = vectors["source"], vectors["target"]
        lengths = [
            np.array([[len(text.encode()) for text in layer] for layer in layers(facts[side])])
            for side in ("source", "target")
        ]
        n, m = source.shape[1], target.shape[1]
        cosines = source[0] @ target[0].T
        nearest = np.argpartition(-cosines, 2, axis=1)[:, :3].astype(np.int64)
        first = core.get_alignment_types(2)
        width, path = core.find_first_search_path(n, m)
        near = np.take_along_axis(cosines, nearest, axis=1)
        pointers = core.first_pass_align(n, m, width, path, first, near, nearest)
        rough = core.first_back_track(n, m, pointers, path, first)
        second = core.get_alignment_types(OVERLAPS + 1)
        width, path = core.find_second_search_path(rough, 5, n, m)
        pointers = core.second_pass_align(
            *(source, target, *lengths, width, path, second),
            *(float(lengths[0][0].sum() / lengths[1][0].sum()), -0.1),
            margin=True,
            len_penalty=True,
        )
        return [(list(a), list(b)) for a, b in core.second_back_track(n, m, pointers, path, second)]

    return run


def _sentalign() -> Run:
    """The package `sentalign`: Vecalign's dynamic program in memory."""
    from sentalign import sentalign  # type: ignore[import-not-found, unused-ignore]

    def run(facts: dict[str, Any], vectors: Any) -> Beads:
        given = iter([*vectors["source"], *vectors["target"]])
        result = sentalign(
            facts["source"],
            facts["target"],
            encoder=lambda texts: next(given).copy(),
            alignment_max_size=OVERLAPS,
        )
        return [(list(one.src_indices), list(one.tgt_indices)) for one in result.alignments]

    return run


def _galechurch() -> Run:
    """The package `galechurch`: lengths alone."""
    import galechurch  # type: ignore[import-not-found, unused-ignore]

    def run(facts: dict[str, Any], vectors: Any) -> Beads:
        found = galechurch.align(facts["source"], facts["target"])
        return [
            (list(range(b.source_start, b.source_end)), list(range(b.target_start, b.target_end)))
            for b in found.beads
        ]

    return run


PEERS: dict[str, Callable[[], Run]] = {
    "bertalign": _bertalign,
    "sentalign": _sentalign,
    "galechurch": _galechurch,
}


def run_peer(name: str, folder: Path) -> None:
    """Align every case with one peer, and write what it found."""
    peer = PEERS[name]()
    found = {}
    for path in sorted(folder.glob("*.json")):
        facts = json.loads(path.read_text(encoding="utf-8"))
        vectors = dict(np.load(path.with_suffix(".npz")))
        times = []
        for _ in range(ROUNDS):
            start = time.process_time()
            beads = peer(facts, vectors)
            times.append(time.process_time() - start)
        plain = [([int(i) for i in a], [int(j) for j in b]) for a, b in beads]
        found[path.stem] = {"beads": plain, "seconds": min(times)}
    (folder / f"{name}.result").write_text(json.dumps(found), encoding="utf-8")


def table(folder: Path) -> None:
    """Print strict F1 and seconds by set and pair for every aligner that has a result."""
    from aligner.alignment.evaluation import evaluate_many
    from aligner.alignment.links import Link
    from tests.benchmarks.corpora import Case, document, judged
    from tests.benchmarks.free_text import linked, merged

    results = {path.stem: json.loads(path.read_text()) for path in sorted(folder.glob("*.result"))}
    groups: dict[str, list[tuple[str, dict[str, Any]]]] = {}
    for path in sorted(folder.glob("*.json")):
        facts = json.loads(path.read_text(encoding="utf-8"))
        groups.setdefault(f"{facts['group']} {facts['pair']}", []).append((path.stem, facts))
    out = [f"| set | {' | '.join(results)} |", "|---" * (len(results) + 1) + "|"]
    for group, members in groups.items():
        cells = []
        for found in results.values():
            pairs = []
            for stem, facts in members:
                sides = [
                    document(facts["pair"].split("-")[k], facts[s])
                    for k, s in enumerate(("source", "target"))
                ]
                gold = tuple(Link(tuple(a), tuple(b)) for a, b in facts["gold"])
                case = Case(facts["group"], facts["name"], *sides, gold, facts["block_free"])
                auto = [Link(tuple(a), tuple(b)) for a, b in found[stem]["beads"] if a or b]
                if facts["group"].startswith("free"):  # its gold links verses; lines left out count
                    pairs.append((linked(merged(auto, gold, gaps=False)), linked(gold)))
                else:
                    pairs.append(judged(auto, case))
            seconds = sum(found[stem]["seconds"] for stem, _ in members)
            cells.append(f"{evaluate_many(pairs).strict.f1:.4f} / {seconds:.3f}")
        out.append(f"| {group} ({len(members)}) | {' | '.join(cells)} |")
    sys.stdout.write("\n".join(out) + "\n")


if __name__ == "__main__":
    command, *rest = sys.argv[1:]
    if command == "export":
        export(Path(rest[0]))
    elif command == "free":
        free(Path(rest[0]), *rest[1:])
    elif command == "grow":
        grow(Path(rest[0]), *map(int, rest[1:]))
    elif command == "run":
        run_peer(rest[0], Path(rest[1]))
    else:
        table(Path(rest[0]))
