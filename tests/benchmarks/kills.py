"""Kill every writing command at each of its file operations: `python -m tests.benchmarks.kills [NAME ...]`.

Each command runs in a forked process, which `tests/faults.py` kills where it would next open, write,
rename or remove a file, whether it is the result's or that of kept vectors: once where the file asked
for is there already, and once where it is not. After each kill it is as before or whole, and nothing is
beside it but an unfinished file, whose suffix the program knows. At last the command is left alone, after
all these kills, and must give the same result as at first.

Projects that are saved again are killed by `tests/test_faults.py`. A name is a command with the extension
of its result, as `convert.tmx`. PDF is printed by a browser, and batches are processes of their own, whose
kills `archive.py` measures.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from aligner.cli.main import main as run
from aligner.project import store
from tests import faults

CORPUS: Final = Path(__file__).resolve().parents[2] / "corpora" / "ccpcj-27"
LINES: Final = 25
"""Lines kept of each document: the shorter, the more kills in the same time."""

BEFORE: Final = b"as before"
SUFFIX: Final = ".aligner-unfinished"
RESULTS: Final = {
    "align": ".html .json .docx .tmx .xlf .xliff .xlsx .csv .tsv .jsonl .parquet .zip .beads",
    "check": ".html .json .xlf .xliff .xlsx",
    "compare": ".html .json .docx .tmx .xlsx .csv .tsv .jsonl .zip .md .aligner",
    "convert": ".html .json .docx .tmx .xlf .xliff .xlsx .csv .tsv .jsonl .parquet .zip .beads",
    "diff": ".html .json .docx .xlsx .md",
    "history": ".json .csv .md",
    "segment": ".json .txt",
    "sets": ".csv",
    "update": ".html .json .docx .xlf .xliff .txt",
}


@dataclass(frozen=True, slots=True)
class Command:
    """A command that writes one file."""

    name: str
    arguments: tuple[str, ...]
    result: Path

    def work(self) -> None:
        """Run the command, without its words; raise if it fails."""
        with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
            os.dup2(nowhere.fileno(), 1)
            os.dup2(nowhere.fileno(), 2)
        if code := run(self.arguments):
            raise RuntimeError(f"{self.name} ended with {code}")

    def written(self) -> object:
        """Return what stands in the file, if it is there; a project, whose bytes vary, is opened."""
        if not self.result.exists():
            return None
        data = self.result.read_bytes()
        return store.load(self.result)[0] if self.result.suffix == ".aligner" else data


def commands(folder: Path) -> list[Command]:
    """Return every writing command, on a few lines of the bundled corpus in a folder."""
    texts, out = folder / "set", folder / "out"
    texts.mkdir(parents=True)
    out.mkdir()
    for path in CORPUS.iterdir():
        text = path.read_text("utf-8")
        short = "".join(text.splitlines(keepends=True)[:LINES]) if path.suffix == ".txt" else text
        (texts / path.name).write_text(short, "utf-8")
    old, new, english = (str(texts / name) for name in ("draft.zh.txt", "rev1.zh.txt", "rev1.en.txt"))
    behind = folder / "behind"  # a set whose French has no second draft
    behind.mkdir()
    for name in ("draft.zh.txt", "rev1.zh.txt", "draft.fr.txt"):
        shutil.copy(texts / name, behind)
    pair = str(folder / "pair.json")
    run(["align", new, english, "-o", pair])
    inputs = {
        "align": (new, english),
        "check": (str(texts), "--lang", "fr"),
        "compare": (str(texts),),
        "convert": (pair,),
        "diff": (old, new),
        "history": (old, new),
        "segment": (new,),
        "sets": (str(texts),),
        "update": (str(behind), "--lang", "fr"),
    }
    found = []
    for command, extensions in RESULTS.items():
        for extension in extensions.split():
            result = out / f"result{extension}"
            to = (str(result),) if command == "convert" else ("-o", str(result))
            found.append(Command(f"{command}{extension}", (command, *inputs[command], *to), result))
    return found


def kills(command: Command, before: bytes | None) -> Counter[str]:
    """Kill a command at each of its file operations; return how many times each of its outcomes was seen.

    Args:
        command: what is run.
        before: what the file contains that it is to write; None if there is none.

    Raises:
        AssertionError: a file by halves, a file that nobody removes, or another result afterwards.
    """
    folder = command.result.parent

    def prepare() -> None:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        if before is not None:
            command.result.write_bytes(before)

    undisturbed = faults.Fault(faults.KILL, sys.maxsize)
    *_, last = faults.outcomes(command.work, undisturbed, prepare)
    whole, seen = command.written(), Counter[str]()
    assert last == faults.DONE, last
    assert whole not in (None, BEFORE), "nothing was written"
    for outcome in faults.outcomes(command.work, faults.Fault(faults.KILL, 1), prepare):
        found = command.written()
        assert found in (before, whole), "a file by halves, or another"
        beside = [path.name for path in folder.iterdir() if path != command.result]
        assert all(name.endswith(SUFFIX) for name in beside), f"left: {beside}"
        assert outcome != faults.DONE or (found == whole and not beside), "not done when it ended"
        seen[f"{outcome}, {'whole' if found == whole else 'as before'}"] += 1
    return seen


def main(names: Sequence[str]) -> None:
    """Print what became of the file of each command, and how many kills that were."""
    if why := faults.unavailable():
        raise SystemExit(why)
    with tempfile.TemporaryDirectory() as place:
        for kind in ("CACHE", "CONFIG", "STATE", "DATA"):
            os.environ[f"XDG_{kind}_HOME"] = str(Path(place, kind.lower()))
        total, began = 0, time.monotonic()
        for command in commands(Path(place, "texts")):
            if names and command.name not in names:
                continue
            is_project = command.result.suffix == ".aligner"  # what is none is not overwritten
            seen = kills(command, None) + (Counter() if is_project else kills(command, BEFORE))
            total += sum(count for outcome, count in seen.items() if outcome.startswith(faults.KILLED))
            say(f"{command.name:16} {', '.join(f'{k}: {v}' for k, v in sorted(seen.items()))}")
        say(f"{total} kills in {time.monotonic() - began:.0f} s")


def say(line: str) -> None:
    """Write a line of the report."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
