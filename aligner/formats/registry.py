"""Every file format, once: what writes it, what reads it, and what it carries.

Help texts, error messages, filters of uploads, notes on what is lost and `README.md` in
this folder are all made from `FORMATS`, which `data/formats.toml` declares. Importing this
module imports no format: functions are named, and looked up when a file is written or read.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from aligner import values
from aligner.formats import bitext
from aligner.values import Comparison, Document, InputError, Message, data_files, results
from aligner.values.results import AlignedPair, RevisedPair
from aligner.view import one_page_summary

Result = Document | AlignedPair | RevisedPair | Comparison
"""What a file can be read as."""


FACTS: Final = {
    "text": Message("fact.text"),
    "languages": Message("fact.languages"),
    "scores": Message("fact.scores"),
    "confirmed": Message("fact.confirmed"),
    "moves": Message("fact.moves"),
    "segments": Message("fact.segments"),
    "labels": Message("fact.labels"),
    "kinds": Message("fact.kinds"),
    "footnotes": Message("fact.footnotes"),
    "drafts": Message("fact.drafts"),
    "amendments": Message("fact.amendments"),
    "findings": Message("fact.findings"),
}
"""The facts that a result may have and a file may lose, in words."""


@dataclass(frozen=True, slots=True)
class Output:
    """One kind of result written in a format.

    Attributes:
        kind: the type of the result.
        function: what writes it, as `module:function` below `aligner.formats`; imported when called.
        carries: the facts that survive.
        given: `units` if the function takes the result as `Parallel` units, `set` if as a `Comparison`.
    """

    kind: type
    function: str
    carries: frozenset[str]
    given: str = ""


@dataclass(frozen=True, slots=True)
class Input:
    """How files of a format are read.

    Attributes:
        function: what reads them, as `module:function` below `aligner.formats`; it takes the bytes
            and the file's name, and returns `Parallel` units, a result, or `Loaded`.
        extensions: the file extensions read so, the format's own first.
        root: the beginning of the root element by which a file named `.xml` is recognized.
        languages: whether the function also takes the languages of the columns.
        is_native: whether the function is built on a native library, and therefore runs in a child
            process; it then takes nothing else and returns `Parallel` units.
        texts: whether the file only links segments by number, so that its two texts must be given.
    """

    function: str
    extensions: tuple[str, ...]
    root: str = ""
    languages: bool = False
    texts: bool = False
    is_native: bool = False


@dataclass(frozen=True, slots=True)
class Loaded:
    """The result read from a file, and notes on the reading for the user."""

    result: Result
    notes: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class Format:
    """A file format that results are written in, read from, or both.

    Attributes:
        extension: with its dot, in lower case.
        name: what people call the format.
        media_type: as registered with IANA, or the customary one.
        outputs: the kinds of result that can be written.
        input: how it is read; None where nothing here reads it.
        worded: whether a file contains headings and remarks, in the language of the option `interface`.
        two_languages: whether a file holds two languages and no more.
        byte_order_mark: whether spreadsheets may need one at the beginning.
    """

    extension: str
    name: str
    media_type: str
    outputs: tuple[Output, ...] = ()
    input: Input | None = None
    worded: bool = False
    two_languages: bool = False
    byte_order_mark: bool = False

    def output(self, kind: type) -> Output | None:
        """Return how a kind of result is written in this format; None if it cannot be."""
        return next((each for each in self.outputs if each.kind is kind), None)


def listed(words: Iterable[str], last: str = "and") -> str:
    """Join words as a list in a sentence.

    >>> listed(["a", "b", "c"]), listed(["a"]), listed([".x", ".y"], "or")
    ('a, b and c', 'a', '.x or .y')
    """
    *others, final = words
    return f"{', '.join(others)} {last} {final}" if others else final


DECLARED: Final[Mapping[str, Any]] = data_files.tables("formats.toml")
KINDS: Final[Mapping[str, type]] = {
    name: next(
        vars(module)[name] for module in (values, results, bitext, one_page_summary) if name in vars(module)
    )
    for name in (*DECLARED["results"], "Parallel")
}
"""The kinds of result, by name, and the units that files of translation programs consist of."""


def named_facts(named: str) -> frozenset[str]:
    """Return the facts named, or those of a set; a minus leaves one out.

    Raises:
        KeyError: a name is neither of a fact nor of a set.
    """
    facts: frozenset[str] = frozenset()
    for name in named.split():
        if name.startswith("-"):
            facts -= {name[1:]}
        else:
            facts |= {name} if name in FACTS else named_facts(DECLARED["carried"][name])
    return facts


def _format(extension: str, declared: Mapping[str, Any]) -> Format:
    outputs = tuple(
        Output(KINDS[kind], function, named_facts(named), *given)
        for kind, (function, named, *given) in declared.get("outputs", {}).items()
    )
    read = declared.get("input")
    return Format(
        extension,
        declared["name"],
        declared["media_type"],
        outputs,
        Input(**{**read, "extensions": tuple(read["extensions"])}) if read else None,
        **{name: declared.get(name, False) for name in ("worded", "two_languages", "byte_order_mark")},
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
