"""Findings kept between openings of a project, so that the checks run once on the same texts."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Final

from aligner.pipeline.check_set import check_comparison
from aligner.readers.kept_results import KeptResults
from aligner.values import Comparison, Finding
from aligner.values.codec import DataError, structure, unstructure

if TYPE_CHECKING:
    from aligner.encoders import Encoder
    from aligner.values.glossary import Glossary
    from aligner.values.progress import Progress

KEPT: Final = KeptResults("checks", most=50)
_SHORT: Final = 3.0
"""Seconds; findings of checks that take less are not kept, since they are soon made again."""


def findings(
    comparison: Comparison, encoder: Encoder, glossary: Glossary, progress: Progress, *, keep: bool
) -> tuple[Finding, ...]:
    """Run the default checks, unless their findings on the same comparison are kept.

    Args:
        comparison: the comparison to check.
        encoder: the encoder for the checks.
        glossary: the terms for the checks.
        progress: see `check_comparison`.
        keep: whether the findings, which quote the texts, may be on disk; if not, none is looked for.
    """
    if not keep:
        return check_comparison(comparison, encoder, glossary, progress=progress).findings
    key = _key(comparison, encoder, glossary)
    with suppress(DataError):
        if (plain := KEPT.find(key)) is not None:
            return structure(tuple[Finding, ...], plain)
    start = time.monotonic()
    found = check_comparison(comparison, encoder, glossary, progress=progress).findings
    if time.monotonic() - start >= _SHORT:
        KEPT.keep(key, unstructure(found))
    return found


def _key(comparison: Comparison, encoder: Encoder, glossary: Glossary) -> str:
    """Return a digest of what the findings depend on: texts, links, states, model, terms and the code."""
    digest = hashlib.sha256(_code().encode())
    by_keys = (comparison.documents, comparison.alignments, comparison.revisions)
    parts: list[Iterable[object]] = [
        (encoder.name, encoder.revision, comparison.pivot, *comparison.versions),
        *(each.items() for each in by_keys),
        (tuple(row.cells.items()) for row in comparison.rows),
        comparison.amendments,
        glossary.concepts,
    ]
    for part in parts:
        digest.update(json.dumps([unstructure(each) for each in part]).encode())
    return digest.hexdigest()


@cache
def _code() -> str:
    """Return what changes whenever a file of this package does."""
    root = Path(str(files("aligner")))
    found = sorted(path for path in root.rglob("*") if path.suffix in {".py", ".toml", ".csv", ".json"})
    return repr(
        [(str(path.relative_to(root)), path.stat().st_size, path.stat().st_mtime_ns) for path in found]
    )
