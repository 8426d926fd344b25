"""Court judgments as issued, held against what Poppler reads of them: floors in `floors/reading.json`.

The measure lies beside the data (`pdfgold.py`); this takes minutes and is skipped without the data.
"""

from __future__ import annotations

import csv
import importlib.util
import json
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from aligner.readers import read_bytes
from aligner.segmentation.segment import segment
from aligner.values import Document

FLOORS: dict[str, float] = json.loads(
    (Path(__file__).parents[1] / "floors" / "reading.json").read_text(encoding="utf-8")
)["judgments"]

pytestmark = pytest.mark.slow


def _as_written(document: Document) -> dict[str, Any]:
    """The parts of `aligner segment`'s JSON that the measure reads."""
    return {
        "segments": [
            {"label": part.label, "text": part.span.of(document.text), "kind": part.kind.value}
            for part in document.segments
        ],
        "footnotes": [{"mark": note.mark, "text": note.text} for note in document.footnotes],
        "furniture": list(document.furniture),
        "masthead": {"all": str(document.masthead)},
    }


def test_judgments_are_read_as_printed(shared_data: Path) -> None:
    folder = shared_data / "judgments"
    if not folder.is_dir() or shutil.which("pdftohtml") is None:
        pytest.skip("the judgments (../shared/data/judgments) or Poppler are not on this machine")
    found = importlib.util.spec_from_file_location("pdfgold", folder / "pdfgold.py")
    assert found is not None
    assert found.loader is not None
    pdfgold = importlib.util.module_from_spec(found)
    found.loader.exec_module(pdfgold)
    totals: Counter[str] = Counter()
    with (folder / "judgments.split.tsv").open(encoding="utf-8") as rows:
        documents = [row for row in csv.DictReader(rows, delimiter="\t") if row["lang"] in ("en", "es")]
    for row in documents:
        gold = pdfgold.gold(folder / row["file"])
        if not gold["joins"]:
            continue
        document = segment(read_bytes((folder / row["file"]).read_bytes(), row["file"]), language=row["lang"])
        counts, wrong = pdfgold.measure(gold, _as_written(document))
        totals.update(counts)
        totals["documents"] += 1
        totals["clean"] += not any(wrong.values())
    shares = {
        "clean": totals["clean"] / totals["documents"],
        "notes": totals["notes_ok"] / totals["notes"],
        "notes outside the text": 1 - totals["notes_in_text"] / totals["notes"],
        "sentences over a page end": 1 - totals["joins_page_broken"] / totals["joins_page"],
        "numbered paragraphs": totals["paras_ok"] / totals["paras"],
    }
    assert all(share >= FLOORS[name] for name, share in shares.items()), shares
