"""Measure the checks of many rows that all differ: `python -m tests.benchmarks.long_check [ROWS] [FOLDER]`.

The rows are those of UN documents in six languages, linked one to one, repeated with a number and a
year after each. Prints the processor time of this process and of those that it starts, and a digest of the
findings, which no gain in time may change. Vectors are kept in the folder: the second time, none is made.
"""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from parallel_texts import joined, one_to_one, un_documents

from aligner.encoders import load
from aligner.encoders.cache import CachedEncoder
from aligner.pipeline.check_set import check_comparison
from aligner.values import Comparison
from tests.benchmarks.corpora import DATA

ROWS = 20_000
LIMIT = 4 << 30
"""Bytes of kept vectors, more than the 20,000 rows need."""


def distinct(count: int) -> Comparison:
    """This many rows, of which no two are the same."""
    texts = joined(un_documents(DATA))
    ends = {"zh": "。", "ar": "."}
    made = {
        code: [
            f"{some[number % len(some)]} {1 + number} ({1990 + number // len(some)}){ends.get(code, '.')}"
            for number in range(count)
        ]
        for code, some in texts.items()
    }
    return one_to_one(made)


def spent() -> float:
    """Processor time of this process and of those that it has waited for, in seconds."""
    return sum(os.times()[:4])


def main(rows: int = ROWS, folder: Path | None = None) -> None:
    """Check the rows, and print what it took."""
    comparison = distinct(rows)
    encoder = CachedEncoder(load(), folder or Path(tempfile.mkdtemp()), limit=LIMIT)
    start, began, own = spent(), time.monotonic(), time.process_time()
    found = check_comparison(comparison, encoder).findings
    digest = hashlib.sha256(repr(found).encode()).hexdigest()[:16]
    seconds = (spent() - start, time.process_time() - own, time.monotonic() - began)
    sys.stdout.write(f"{rows} rows: {len(found)} findings {digest}; ")
    sys.stdout.write("processor {:.1f} s, {:.1f} s of this process; elapsed {:.1f} s\n".format(*seconds))


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else ROWS, Path(sys.argv[2]) if sys.argv[2:] else None)
