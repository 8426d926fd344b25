"""Results as files, found by the file's extension.

A writer returns the same bytes for the same result. A format is imported only when a file of it is
requested.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import cast

from aligner.formats.bitext import Parallel, of_comparison, of_pair
from aligner.formats.registry import written_as
from aligner.values import Comparison, Document, Update
from aligner.values.errors import InputError
from aligner.values.message import Message
from aligner.values.results import AlignedPair, Checked, DraftSeries, RevisedPair
from aligner.view.one_page_summary import OnePageSummary

Result = Document | AlignedPair | RevisedPair | Comparison | Checked | DraftSeries | Update | OnePageSummary
Writer = Callable[..., bytes]


def find_writer(kind: type, extension: str, *, besides: Sequence[str] = ()) -> Writer:
    """Return the function that writes a kind of result in the format of an extension.

    Raises:
        InputError: as `written_as`.
    """
    _, output = written_as(kind, extension, besides=besides)
    module, function = output.function.split(":")
    writer = cast("Writer", getattr(import_module(f"aligner.formats.{module}"), function))
    return _of_units(writer) if output.units else writer


def export(result: Result | Parallel, extension: str, **options: str) -> bytes:
    """Write a result in the format of an extension; `options` are those its writer takes.

    Raises:
        InputError: as `find_writer`.
    """
    return find_writer(type(result), extension)(result, **options)


def as_parallel(result: Result | Parallel) -> Parallel:
    """Return the result as the units that formats of translation programs consist of.

    Raises:
        InputError: the result is in one language only.
    """
    if isinstance(result, Parallel):
        return result
    if isinstance(result, AlignedPair):
        return of_pair(result)
    if isinstance(result, Comparison):
        return of_comparison(result)
    raise InputError(Message("output.one_language"))


def _of_units(writer: Writer) -> Writer:
    return lambda result, **options: writer(as_parallel(result), **options)
