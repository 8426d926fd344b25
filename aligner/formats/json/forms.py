"""The documented JSON forms, version 1 each, as frozen dataclasses: one field per key.

`aligner.values.codec` writes and reads them, and `schema` makes the JSON Schema files from
them and from `data/forms.toml`, which says what each key means. Keys are added in later
versions, never renamed or given another meaning while `version` stays 1. Indices count
from 0. A key that has its default is left out unless it is marked as always written. `fill`
makes a form of our values, or a value of a form.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from functools import cache, partial
from typing import Any, Final, Literal, TypeVar

from aligner.revision.instructions import Action
from aligner.values import AskKind, SegmentKind, Span, UpdateAction, WeightReason
from aligner.values.comparison import Carried, ChangeKind, DecisionKind, EditTag, EditType, Severity

VERSION: Final = 1
T = TypeVar("T")

Indices = tuple[int, ...]
Stretch = tuple[int, int]
"""`[start, stop)` in code points."""


def always(default: Any) -> Any:
    """Return a field that is written even when it has its default, as keys are that were added later."""
    return field(default=default, metadata={"always": True})


def fill(kind: type[T], *sources: object, **others: object) -> T:
    """Return a form with what values have under the names of its keys, or a value of a form.

    Everything is brought into the shape that the type hints name: a span becomes a list of indices or a
    stretch, and a value a form of its own, in lists and mappings as well. Scores are rounded to six places,
    finer than any meaningful difference, and the same on every machine.

    Args:
        kind: the form, or the class of the value.
        sources: what has the values; the first that has one of them counts.
        others: what no source has, or has in another sense.
    """
    filled = filler(kind, tuple(map(type, sources)), tuple(others))  # type: ignore[arg-type]
    return typing.cast("T", filled(others, *sources))


@cache
def filler(kind: Any, sources: tuple[type, ...], others: tuple[str, ...]) -> Callable[..., Any]:
    """Return the function by which `fill` works, called with `others` and the sources; for long lists.

    It is compiled from the names of the fields, as the methods of dataclasses are: looking each of them up
    made files of 40,000 segments a quarter slower.
    """
    hints, shapes, arguments = typing.get_type_hints(kind), dict[str, Callable[[Any], Any]](), list[str]()
    for name in (each.name for each in fields(kind)):
        at = next((at for at, source in enumerate(sources) if name in dir(source)), None)
        if typing.get_origin(hints[name]) is Literal:
            value = repr(*typing.get_args(hints[name]))
        elif name in others or at is not None:
            value = f"others[{name!r}]" if name in others else f"source{at}.{name}"
            shape = partial(round, ndigits=6) if name == "score" else _shape(hints[name])
            if shape is not _as_is:
                shapes[name] = shape
                value = f"shapes[{name!r}]({value})"
        else:
            continue
        arguments.append(f"{name}={value}")
    given = "".join(f", source{at}" for at in range(len(sources)))
    code = f"lambda others{given}: kind({', '.join(arguments)})"
    return eval(code, {"kind": kind, "shapes": shapes})  # type: ignore[no-any-return]  # noqa: S307


def _shape(hint: Any) -> Callable[[Any], Any]:
    """Return the function that brings a value into the shape of a type hint."""
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        shape = _shape(next(each for each in inner if each is not types.NoneType))
        return lambda value: None if value is None else shape(value)
    if hint == Stretch:
        return lambda span: (span.start, span.stop)
    if hint is Span:
        return lambda value: value if isinstance(value, Span) else Span(*value)
    if origin is tuple and inner[-1] is Ellipsis:
        shape = _shape(inner[0])
        return tuple if shape is _as_is else lambda values: tuple(map(shape, values))
    if origin is Mapping and (shape := _shape(inner[1])) is not _as_is:
        return lambda values: {key: shape(value) for key, value in values.items()}
    return partial(_form, hint) if is_dataclass(hint) else _as_is


def _form(kind: Any, value: Any) -> Any:
    return value if isinstance(value, kind) else fill(kind, value)


def _as_is(value: Any) -> Any:
    return value


@dataclass(frozen=True, slots=True)
class SegmentForm:
    """A paragraph, or a sentence or a row of a table."""

    kind: SegmentKind
    label: str | None
    text: str
    footnotes: tuple[str, ...]
    page: int | None
    place: str | None
    parent: int | None = None
    cells: tuple[str, ...] = ()
    header: bool = False


@dataclass(frozen=True, slots=True)
class FootnoteForm:
    """A footnote."""

    mark: str
    text: str


@dataclass(frozen=True, slots=True)
class MastheadForm:
    """What the head of the first page says about the document."""

    symbol: str | None = always(None)
    distribution: str | None = always(None)
    date: str | None = always(None)
    original_language: str | None = always(None)
    agenda_item: str | None = always(None)
    sponsors: tuple[str, ...] = always(())


@dataclass(frozen=True, slots=True)
class SignatureForm:
    """What made a result."""

    aligner: str | None = None
    encoder: str | None = None
    revision: str | None = None
    options: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class SideForm:
    """A document beside others."""

    language: str
    segments: tuple[SegmentForm, ...]
    footnotes: tuple[FootnoteForm, ...]


@dataclass(frozen=True, slots=True)
class DocumentForm:
    """The paragraphs of a file, with their kind and number: what `aligner segment` writes."""

    format: Literal["aligner/document"]
    version: Literal[1]
    language: str
    segments: tuple[SegmentForm, ...]
    footnotes: tuple[FootnoteForm, ...]
    furniture: tuple[str, ...] = always(())
    masthead: MastheadForm = always(MastheadForm())


@dataclass(frozen=True, slots=True)
class LinkForm:
    """Segments that correspond."""

    source: Indices
    target: Indices
    score: float
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class AlignmentForm:
    """Which passages of two languages correspond: what `aligner align` writes."""

    format: Literal["aligner/alignment"]
    version: Literal[1]
    source: SideForm
    target: SideForm
    beads: tuple[LinkForm, ...]
    moved: tuple[LinkForm, ...]
    signature: SignatureForm = always(SignatureForm())


@dataclass(frozen=True, slots=True)
class EditForm:
    """One stretch of a changed text; for a footnote that came or went, an empty one at its mark."""

    tag: EditTag
    old: Stretch
    new: Stretch
    type: EditType | None = None
    strength: int | None = None
    values: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())


@dataclass(frozen=True, slots=True)
class ChangeForm:
    """What happened to a paragraph, or to several that were split or merged."""

    kind: ChangeKind
    renumbered: bool
    old: Indices
    new: Indices
    edits: tuple[EditForm, ...]
    weight: float | None = None
    weight_reason: WeightReason | None = None
    decision: DecisionKind | None = None
    comment: str = ""


@dataclass(frozen=True, slots=True)
class NoteChangeForm:
    """What happened to the words of a footnote."""

    kind: ChangeKind
    old: str | None
    new: str | None
    renumbered: bool
    old_notes: Indices
    new_notes: Indices
    edits: tuple[EditForm, ...]


@dataclass(frozen=True, slots=True)
class InstructionForm:
    """A step from the old draft to the new."""

    action: Action
    old: Indices
    new: Indices
    span: Stretch
    removed: str
    added: str
    where: str
    after: str
    text: str
    form: bool = False


@dataclass(frozen=True, slots=True)
class CommentForm:
    """A comment that a file brought along."""

    author: str
    date: str
    text: str
    quoted: str = always("")
    paragraph: int = always(0)


@dataclass(frozen=True, slots=True)
class DiffForm:
    """What changed between two drafts in one language: what `aligner diff` writes."""

    format: Literal["aligner/diff"]
    version: Literal[1]
    old: SideForm
    new: SideForm
    match_share: float = always(1.0)
    changes: tuple[ChangeForm, ...] = always(())
    footnote_changes: tuple[NoteChangeForm, ...] | None = always(None)
    instructions: tuple[InstructionForm, ...] = always(())
    comments: tuple[CommentForm, ...] = ()
    signature: SignatureForm = always(SignatureForm())


@dataclass(frozen=True, slots=True)
class KeyForm:
    """Which document of a set."""

    language: str
    version: str


@dataclass(frozen=True, slots=True)
class VersionedForm:
    """A document of a set."""

    language: str
    version: str
    title: str = always("")
    status: str = always("")
    segments: tuple[SegmentForm, ...] = always(())
    footnotes: tuple[FootnoteForm, ...] = always(())


@dataclass(frozen=True, slots=True)
class CellForm:
    """The paragraphs of one document in a row."""

    language: str
    version: str
    segments: Indices


@dataclass(frozen=True, slots=True)
class RowForm:
    """What corresponds across languages and drafts."""

    cells: tuple[CellForm, ...]
    score: float


@dataclass(frozen=True, slots=True)
class SetLinksForm:
    """The links between two documents of a set."""

    source: KeyForm
    target: KeyForm
    beads: tuple[LinkForm, ...]
    moved: tuple[LinkForm, ...]


@dataclass(frozen=True, slots=True)
class MissingEditForm:
    """An edit that another language lacks."""

    edit: int
    where: Stretch | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendmentForm:
    """A change between two drafts of one language, and what became of it in the others."""

    language: str
    old_version: str = field(metadata={"key": "from"})
    new_version: str = field(metadata={"key": "to"})
    kind: ChangeKind
    renumbered: bool
    old: Indices
    new: Indices
    edits: tuple[EditForm, ...]
    states: Mapping[str, Carried]
    reasons: Mapping[str, str]
    reason_messages: Mapping[str, Any] = always(None)
    weight: float | None = None
    weight_reason: WeightReason | None = None
    missing: Mapping[str, tuple[MissingEditForm, ...]] | None = None
    decision: DecisionKind | None = None
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteAmendmentForm:
    """A footnote reworded between two drafts of one language, and what became of it in the others."""

    language: str
    old_version: str = field(metadata={"key": "from"})
    new_version: str = field(metadata={"key": "to"})
    kind: ChangeKind
    mark: str
    paragraph: int
    old_notes: Indices
    new_notes: Indices
    edits: tuple[EditForm, ...]
    states: Mapping[str, Carried]
    reasons: Mapping[str, str]
    reason_messages: Mapping[str, Any]
    decision: DecisionKind | None = None
    comment: str = ""


@dataclass(frozen=True, slots=True)
class ComparisonForm:
    """All languages and drafts of a text: what `aligner compare` writes."""

    format: Literal["aligner/comparison"]
    version: Literal[1]
    title: str
    pivot: str
    versions: tuple[str, ...]
    documents: tuple[VersionedForm, ...]
    rows: tuple[RowForm, ...]
    alignments: tuple[SetLinksForm, ...]
    amendments: tuple[AmendmentForm, ...]
    notes: tuple[str, ...]
    note_messages: tuple[Any, ...] | None = always(None)
    signature: SignatureForm = always(SignatureForm())
    footnote_amendments: tuple[NoteAmendmentForm, ...] = always(())


@dataclass(frozen=True, slots=True)
class FindingForm:
    """Something that a check found."""

    check: str
    severity: Severity
    rows: Indices
    language: str
    span: Stretch | None
    expected: str
    found: str
    message: str
    code: str
    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class FindingsForm:
    """Where the languages of a set differ: what `aligner check` writes."""

    format: Literal["aligner/findings"]
    version: Literal[1]
    findings: tuple[FindingForm, ...]
    signature: SignatureForm = always(SignatureForm())


@dataclass(frozen=True, slots=True)
class ProposalForm:
    """Words that may fit a place."""

    text: str
    origin: str = field(metadata={"key": "from"})
    score: float


@dataclass(frozen=True, slots=True)
class AskForm:
    """Something that a person has to do."""

    pivot: str
    what: AskKind
    where: Stretch | None
    proposals: tuple[ProposalForm, ...]


@dataclass(frozen=True, slots=True)
class UpdatedForm:
    """A paragraph of the new draft, or one that is deleted."""

    action: UpdateAction
    old: Indices
    pivot_old: Indices
    pivot_new: Indices
    label: str | None
    text: str
    certain: bool
    where: tuple[Stretch, ...]
    asks: tuple[AskForm, ...]


@dataclass(frozen=True, slots=True)
class PivotForm:
    """The pivot's two drafts, to which the paragraphs refer."""

    language: str
    old: SideForm
    new: SideForm


@dataclass(frozen=True, slots=True)
class UpdateForm:
    """A language's new draft, as far as it is certain: what `aligner update` writes."""

    format: Literal["aligner/update"]
    version: Literal[1]
    language: str
    old: SideForm
    pivot: PivotForm
    paragraphs: tuple[UpdatedForm, ...]
    signature: SignatureForm = always(SignatureForm())


@dataclass(frozen=True, slots=True)
class DraftForm:
    """A draft in a line of drafts."""

    name: str
    language: str
    segments: tuple[SegmentForm, ...]
    footnotes: tuple[FootnoteForm, ...]


@dataclass(frozen=True, slots=True)
class AppearanceForm:
    """A paragraph in one draft."""

    draft: int
    segment: int
    kind: ChangeKind | None = None


@dataclass(frozen=True, slots=True)
class ParagraphForm:
    """A paragraph along the drafts."""

    came_in: int
    changed_in: int
    went_in: int | None
    appearances: tuple[AppearanceForm, ...]


@dataclass(frozen=True, slots=True)
class HistoryForm:
    """What became of each paragraph along a line of drafts: what `aligner history` writes."""

    format: Literal["aligner/history"]
    version: Literal[1]
    drafts: tuple[DraftForm, ...]
    paragraphs: tuple[ParagraphForm, ...]
    signature: SignatureForm = always(SignatureForm())


@dataclass(frozen=True, slots=True)
class ScoreForm:
    """Precision, recall and their harmonic mean, in [0, 1]."""

    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, slots=True)
class CountsForm:
    """What the figures are made of, added up over the files."""

    auto: int
    auto_right_strict: int
    auto_right_lax: int
    gold_without_gaps: int
    gold_found_strict: int
    gold_found_lax: int


@dataclass(frozen=True, slots=True)
class ShapeForm:
    """The beads of one shape."""

    shape: str
    auto: int
    gold: int
    right: int
    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, slots=True)
class BandForm:
    """The beads of one band of confidence."""

    low: float
    high: float
    beads: int
    precision: float


@dataclass(frozen=True, slots=True)
class EvaluationForm:
    """How good alignments are: what `aligner evaluate` writes. Counted as Vecalign does."""

    format: Literal["aligner/evaluation"]
    version: Literal[1]
    files: int
    strict: ScoreForm
    lax: ScoreForm
    counts: CountsForm
    types: tuple[ShapeForm, ...]
    bands: tuple[BandForm, ...]
    signature: SignatureForm = always(SignatureForm())


@dataclass(frozen=True, slots=True)
class UnitSegmentForm:
    """A segment of a unit."""

    text: str
    label: str | None = always(None)
    kind: SegmentKind = always(SegmentKind.PARAGRAPH)
    place: str | None = always(None)


@dataclass(frozen=True, slots=True)
class UnitCellForm:
    """A unit in one language."""

    language: str
    version: str
    document: str
    segments: tuple[UnitSegmentForm, ...]


@dataclass(frozen=True, slots=True)
class UnitForm:
    """One line of a `.jsonl` file: a passage in two languages or more."""

    format: Literal["aligner/unit"]
    version: Literal[1]
    unit: int = always(0)
    score: float = always(1.0)
    confirmed: bool = always(False)
    moved: Indices = always(())
    cells: tuple[UnitCellForm, ...] = always(())


FORMS: Final = (
    DocumentForm,
    AlignmentForm,
    DiffForm,
    ComparisonForm,
    FindingsForm,
    HistoryForm,
    UpdateForm,
    EvaluationForm,
    UnitForm,
)
"""Every form, in the order of the commands that write them."""
