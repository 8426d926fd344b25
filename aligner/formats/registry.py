"""Every file format, once: what writes it, what reads it, and what it carries.

Help texts, error messages, filters of uploads, notes on what is lost and `README.md` in
this folder are all made from `FORMATS`, which `data/formats.toml` declares. Importing this
module imports no format: functions are named, and looked up when a file is written or read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from aligner import values
from aligner.formats import bitext
from aligner.formats.format import Fact, Format, Input, Output
from aligner.values import InputError, Message, data_files, results
from aligner.view import one_page_summary

DECLARED: Final[Mapping[str, Any]] = data_files.tables("formats.toml")
KINDS: Final[Mapping[str, type]] = {
    name: next(
        vars(module)[name] for module in (values, results, bitext, one_page_summary) if name in vars(module)
    )
    for name in (*DECLARED["results"], "Parallel")
}
"""The kinds of result, by name, and the units that files of translation programs consist of."""


def named_facts(named: str) -> frozenset[Fact]:
    """Return the facts named, or those of a set; a minus leaves one out."""
    facts: frozenset[Fact] = frozenset()
    for name in named.split():
        if name.startswith("-"):
            facts -= {Fact(name[1:])}
        else:
            facts |= named_facts(DECLARED["carried"][name]) if name in DECLARED["carried"] else {Fact(name)}
    return facts


def _format(extension: str, declared: Mapping[str, Any]) -> Format:
    outputs = tuple(
        Output(KINDS[kind], function, named_facts(named), *given)
        for kind, (function, named, *given) in declared.get("outputs", {}).items()
    )
    read = declared.get("input")
    facts = {
        name: declared[name] for name in ("worded", "two_languages", "byte_order_mark") if name in declared
    }
    return Format(
        extension,
        declared["name"],
        declared["media_type"],
        outputs,
        Input(**{**read, "extensions": tuple(read["extensions"])}) if read else None,
        **facts,
    )


FORMATS: Final = tuple(_format(extension, declared) for extension, declared in DECLARED["formats"].items())
"""All formats; where several can hold a result, the ones for people come first."""


def extensions(kind: type) -> tuple[str, ...]:
    """Return the extensions a kind of result can be written as, the usual one first."""
    return tuple(form.extension for form in FORMATS if form.output(kind))


def written_as(kind: type, extension: str, *, besides: Sequence[str] = ()) -> tuple[Format, Output]:
    """Return the format that an extension names for a kind of result, and how it is written.

    Args:
        kind: the type of the result, such as `Document` or `Comparison`.
        extension: with its dot, in any case (`.JSON`).
        besides: extensions that the caller writes itself, to be named among those known.

    Raises:
        InputError: for an extension that this kind cannot be written as; names those it can.
    """
    for form in FORMATS:
        output = form.output(kind)
        if output is not None and form.extension == extension.lower():
            return form, output
    known = (*extensions(kind), *besides)
    if not extension:
        raise InputError(Message("output.no_extension", known=known))
    raise InputError(Message("output.extension", extension=repr(extension), known=known))


def read_as(extension: str) -> Format | None:
    """Return the format that files of an extension are read as; None if nothing reads them."""
    for form in FORMATS:
        if form.input is not None and extension.lower() in form.input.extensions:
            return form
    return None


READABLE: Final = tuple(e for form in FORMATS if form.input for e in form.input.extensions)
"""The extensions of all files that are read."""

LINKS: Final = tuple(e for form in FORMATS if form.input and form.input.texts for e in form.input.extensions)
"""The extensions of files that only link segments by number, and need the texts beside them."""

ALIGNED: Final = tuple(dict.fromkeys(e for e in READABLE if e not in LINKS))
"""The extensions of files of aligned text that need nothing beside them."""

WORDED: Final = tuple(dict.fromkeys(form.extension for form in FORMATS if form.worded))
"""The formats with headings and remarks, in the language that the option `interface` names."""

BYTE_ORDER_MARK: Final = tuple(form.extension for form in FORMATS if form.byte_order_mark)
"""The tables that spreadsheets may want with a byte order mark."""

TWO_LANGUAGES: Final = tuple(form.extension for form in FORMATS if form.two_languages)
"""The formats that hold two languages and no more."""
