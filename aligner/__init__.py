"""Compare multilingual United Nations texts: alignment, revisions, and both at once.

The public names load what they need when they are first used; `import aligner` itself
costs nothing.

::

    import aligner

    pair = aligner.align_files(Path("rev1.zh.txt"), Path("rev1.en.txt"))
    page = aligner.export(aligner.compare_set(aligner.load_set(Path("corpora/ccpcj-27"))), ".html")
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from aligner.formats.writing import export
    from aligner.pipeline.run import (
        DocumentInfo,
        Settings,
        Unit,
        align_files,
        compare_set,
        diff_files,
        open_document,
    )
    from aligner.readers.document_set import DocumentSet, load_set
    from aligner.values import Alignment, Comparison, Document, Revision
    from aligner.values.errors import AlignerError
    from aligner.values.results import AlignedPair, RevisedPair

__version__ = "0.1.0"

__all__ = [
    "AlignedPair",
    "AlignerError",
    "Alignment",
    "Comparison",
    "Document",
    "DocumentInfo",
    "DocumentSet",
    "RevisedPair",
    "Revision",
    "Settings",
    "Unit",
    "align_files",
    "compare_set",
    "diff_files",
    "export",
    "load_set",
    "open_document",
]

_HOMES: Final = {
    "AlignedPair": "values.results",
    "Alignment": "values",
    "AlignerError": "values.errors",
    "Comparison": "values",
    "Document": "values",
    "DocumentInfo": "pipeline.run",
    "DocumentSet": "readers.document_set",
    "RevisedPair": "values.results",
    "Revision": "values",
    "Settings": "pipeline.run",
    "Unit": "pipeline.run",
    "align_files": "pipeline.run",
    "compare_set": "pipeline.run",
    "diff_files": "pipeline.run",
    "export": "formats.writing",
    "load_set": "readers.document_set",
    "open_document": "pipeline.run",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'aligner' has no attribute {name!r}")
    return getattr(import_module(f"aligner.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
