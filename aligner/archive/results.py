"""The tables of one processed set."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

import numpy as np
import pyarrow as pa

from aligner.archive.layout import SCHEMAS, table_of
from aligner.encoders import Encoder
from aligner.languages.script import without_surrogates
from aligner.segmentation.citations import listed, names
from aligner.values import Comparison, Document, DocumentKey, Finding, Severity, Span
from aligner.values.catalogue import load
from aligner.values.quotation import without_secrets
from aligner.values.results import Checked

_TINY: Final = 1e-9
DOUBTFUL: Final = 0.5
"""Links with a lower score count as doubtful."""

Places = Mapping[DocumentKey, tuple[str, ...]]
"""How each paragraph of each document is cited."""


def tables_of(
    name: str,
    key: str,
    checked: Checked,
    encoder: Encoder,
    notes: list[str],
    seconds: Mapping[str, float],
    memory: int,
) -> dict[str, pa.Table]:
    """Return the tables of a set, by name.

    Args:
        name: the set's name.
        key: its digest, by which a later run recognizes it.
        checked: its comparison and findings.
        encoder: the encoder that has already encoded its segments, with their vectors cached.
        notes: notices from reading.
        seconds: time spent, by stage.
        memory: peak memory of the process so far, in bytes.
    """
    comparison = checked.comparison
    places = {document_key: names(document) for document_key, document in comparison.documents.items()}
    records: dict[str, list[dict[str, Any]]] = {
        "rows": list(_rows(comparison, places)),
        "amendments": list(_amendments(comparison, places)),
        "findings": [_finding(comparison, places, finding, n) for n, finding in enumerate(checked.findings)],
        "vectors": list(_vectors(comparison, encoder)),
        "sets": [{"key": key, "notes": notes, **_set(checked)}],
        "failures": [],
        "timings": [
            {"stage": stage, "seconds": round(spent, 3), "peak_memory": memory}
            for stage, spent in seconds.items()
        ],
    }
    return {
        table: table_of(table, [{"set": name, **record} for record in records[table]]) for table in SCHEMAS
    }


def tables_of_failure(
    name: str, key: str, stage: str, error: str, message: str, *, retry: bool = False
) -> dict[str, pa.Table]:
    """Return the tables of a set that failed: one row in `failures`, none elsewhere."""
    record: dict[str, object] = {
        "set": name,
        "key": key,
        "stage": stage,
        "error": error,
        "message": without_secrets(" ".join(message.split())),
        "retry": retry,
    }
    return {table: table_of(table, [record] if table == "failures" else []) for table in SCHEMAS}


def _rows(comparison: Comparison, places: Places) -> Iterator[dict[str, Any]]:
    newest = set(comparison.newest.values())
    for number, row in enumerate(comparison.rows):
        for key, cell in row.cells.items():
            if not cell:
                continue
            document = comparison.documents[key]
            first = document.segments[cell.start]
            yield {
                "row": number,
                "language": key.language,
                "version": key.version,
                "newest": key in newest,
                "text": without_surrogates(document.joined(cell)),
                "first": cell.start,
                "segments": len(cell),
                "kind": first.kind.value,
                "place": listed(places[key], cell),
                "page": first.page,
                "score": row.score,
            }


def _vectors(comparison: Comparison, encoder: Encoder) -> Iterator[dict[str, Any]]:
    newest = comparison.newest.values()
    encoded = {key: encoder.encode(comparison.documents[key].texts()) for key in newest}
    for number, row in enumerate(comparison.rows):
        sums = [
            encoded[key][cell.start : cell.stop].sum(axis=0) for key in newest if (cell := row.cells.get(key))
        ]
        if not sums:
            continue
        units = [each / max(float(np.linalg.norm(each)), _TINY) for each in sums]
        mean = np.sum(units, axis=0)
        mean /= max(float(np.linalg.norm(mean)), _TINY)
        yield {"row": number, "vector": mean.astype("<f2").tobytes()}


def _amendments(comparison: Comparison, places: Places) -> Iterator[dict[str, Any]]:
    words = load()
    for number, amendment in enumerate(comparison.amendments):
        old, new = amendment.drafts
        change = comparison.revisions[old, new].changes[amendment.change]
        yield {
            "number": number,
            "language": amendment.language,
            "old_version": old.version,
            "new_version": new.version,
            "kind": change.kind.value,
            "old_place": listed(places[old], change.old),
            "new_place": listed(places[new], change.new),
            "old_text": without_surrogates(comparison.documents[old].joined(change.old)),
            "new_text": without_surrogates(comparison.documents[new].joined(change.new)),
            "carried": [
                {"language": language, "state": state.value, "reason": words.render(reason)}
                for language, state, reason in amendment.shown_states()
            ],
        }


def _finding(comparison: Comparison, places: Places, finding: Finding, number: int) -> dict[str, Any]:
    key = comparison.newest[finding.language]
    cell = comparison.rows[finding.rows[0]].cells.get(key, Span(0, 0)) if finding.rows else Span(0, 0)
    return {
        "number": number,
        "check": finding.check,
        "severity": finding.severity.value,
        "language": finding.language,
        "version": key.version,
        "rows": list(finding.rows),
        "place": listed(places[key], cell),
        "expected": without_surrogates(finding.expected),
        "found": without_surrogates(finding.found),
        "message": without_surrogates(str(finding.message)),
        "code": finding.message.code,
    }


def _set(checked: Checked) -> dict[str, Any]:
    comparison, signature = checked.comparison, checked.comparison.signature
    links = [bead for alignment in comparison.alignments.values() for bead in alignment.beads]
    scores = [bead.score for bead in links if bead.source and bead.target]
    return {
        "title": comparison.title,
        "pivot": comparison.pivot,
        "languages": list(comparison.languages),
        "versions": list(comparison.versions),
        "documents": [_document(key, document) for key, document in comparison.documents.items()],
        "rows": len(comparison.rows),
        "amendments": len(comparison.amendments),
        "findings": len(checked.findings),
        "errors": sum(finding.severity is Severity.ERROR for finding in checked.findings),
        "links": len(scores),
        "doubtful_links": sum(score < DOUBTFUL for score in scores),
        "encoder": f"{signature.encoder} {signature.revision}".strip() if signature else "",
        "aligner": signature.aligner if signature else "",
    }


def _document(key: DocumentKey, document: Document) -> dict[str, Any]:
    return {
        "language": key.language,
        "version": key.version,
        "title": without_surrogates(document.title),
        "symbol": document.masthead.symbol or "",
        "date": document.masthead.date or "",
        "file": without_surrogates(document.source),
        "segments": len(document),
        "characters": len(document.text),
    }
