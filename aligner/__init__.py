"""Compare multilingual United Nations texts: alignment, revisions, and both at once.

The public names load what they need when they are first used; `import aligner` itself
costs nothing.

::

    import aligner

    pair = aligner.align_files(Path("rev1.zh.txt"), Path("rev1.en.txt"))
    page = aligner.export(aligner.compare_set(aligner.load_set(Path("corpora/ccpcj-27"))), ".html")
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from aligner.formats.writing import export as export
    from aligner.pipeline.run import DocumentInfo as DocumentInfo
    from aligner.pipeline.run import Settings as Settings
    from aligner.pipeline.run import Unit as Unit
    from aligner.pipeline.run import align_files as align_files
    from aligner.pipeline.run import compare_set as compare_set
    from aligner.pipeline.run import diff_files as diff_files
    from aligner.pipeline.run import open_document as open_document
    from aligner.readers.document_set import DocumentSet as DocumentSet
    from aligner.readers.document_set import load_set as load_set
    from aligner.values import Alignment as Alignment
    from aligner.values import Comparison as Comparison
    from aligner.values import Document as Document
    from aligner.values import Revision as Revision
    from aligner.values.message import AlignerError as AlignerError
    from aligner.values.results import AlignedPair as AlignedPair
    from aligner.values.results import RevisedPair as RevisedPair

__version__ = "0.1.0"

_HOMES: Final = {
    "AlignedPair": "values.results",
    "Alignment": "values",
    "AlignerError": "values.message",
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

__all__ = sorted(_HOMES)


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'aligner' has no attribute {name!r}")
    return getattr(import_module(f"aligner.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
