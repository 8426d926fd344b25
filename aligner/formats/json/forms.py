"""The documented JSON forms, version 1 each, as frozen dataclasses: one field per key.

`aligner.values.codec` writes and reads them, and `schema` makes the JSON Schema files from
them. Keys are added in later versions, never renamed or given another meaning while
`version` stays 1. Indices count from 0. A key that has its default is left out unless it is
marked as always written. `fill` makes a form of our values, or a value of a form.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, dataclass, field, fields, is_dataclass
from functools import cache, partial
from typing import Any, Final, TypeVar

from aligner.revision.instructions import Action
from aligner.values import AskKind, SegmentKind, Span, UpdateAction, WeightReason
from aligner.values.comparison import Carried, ChangeKind, DecisionKind, EditTag, EditType, Severity

VERSION: Final = 1
T = TypeVar("T")
_Step = tuple[str, int | None, Callable[[Any], Any]]
"""A field, the source that has it (None for what is given apart), and the function that shapes it."""
_NOWHERE: Final = -1

Indices = tuple[int, ...]
Stretch = tuple[int, int]
"""`[start, stop)` in code points."""

_LANGUAGE: Final = "The language's code, such as `zh`."
_OLD: Final = "Indices of segments of the old draft."
_NEW: Final = "Indices of segments of the new draft."
_RENUMBERED: Final = "Whether its number changed."
_EDITS: Final = (
    "Word by word, covering the old and the new text fully and in order. Positions count code points of the "
    "changed segments joined by a line feed."
)
_WEIGHT: Final = "How much the amendment matters, in [0, 1]: only the order means something."
_WEIGHT_REASON: Final = "What makes it matter."
_DECISION: Final = "What a person decided on it."
_COMMENT: Final = "A person's comment on it."
_SIGNATURE: Final = "What made the result; empty where that is not known."


def key(
    meaning: str, *, default: Any = MISSING, always: bool = False, name: str = "", const: object = None
) -> Any:
    """Return a field of a form.

    Args:
        meaning: its description in the schema, in Markdown.
        default: what it is where a file lacks it; a key without one is required.
        always: whether it is written even when it has its default, as keys are that were added later.
        name: the key, where it is a word that Python reserves.
        const: the one value that the key may have.
    """
    about = {"meaning": meaning, "always": always, "key": name, "const": const}
    return field(metadata=about) if default is MISSING else field(default=default, metadata=about)


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
    plan, constants = _plan(kind, tuple(map(type, sources)), tuple(others))  # type: ignore[arg-type]
    found = dict(constants)
    for name, at, shape in plan:
        value = others[name] if at is None else getattr(sources[at], name)
        found[name] = value if shape is _as_is else shape(value)
    return kind(**found)


@cache
def _plan(kind: Any, sources: Sequence[Any], others: Sequence[str]) -> tuple[list[_Step], dict[str, object]]:
    """Return how to fill the fields of a dataclass from values of classes with slots, and its constants."""
    hints, constants, plan = typing.get_type_hints(kind), dict[str, object](), list[_Step]()
    for name, const in ((each.name, each.metadata.get("const")) for each in fields(kind)):
        having = (at for at, source in enumerate(sources) if name in dir(source))
        if const is not None:
            constants[name] = const
            continue
        at = None if name in others else next(having, _NOWHERE)
        if at != _NOWHERE:
            plan.append((name, at, _rounded if name == "score" else _shape(hints[name])))
    return plan, constants


def _rounded(score: float) -> float:
    return round(score, 6)


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

    kind: SegmentKind = key("What it is in a resolution or treaty.")
    label: str | None = key("Its number as printed.")
    text: str = key("Its words, without number, footnote marks and the page's line breaks.")
    footnotes: tuple[str, ...] = key("The marks of footnotes in it.")
    page: int | None = key("The page it begins on, from 1.")
    place: str | None = key("How it is cited: `PP3`, `OP5`.")
    parent: int | None = key("Of a sentence: the index of its paragraph.", default=None)
    cells: tuple[str, ...] = key("Of a row of a table: the text of each cell.", default=())
    header: bool = key("Of a row of a table: whether it heads the columns.", default=False)


@dataclass(frozen=True, slots=True)
class FootnoteForm:
    """A footnote."""

    mark: str = key("Its mark as printed.")
    text: str = key("Its words.")


@dataclass(frozen=True, slots=True)
class MastheadForm:
    """What the head of the first page says about the document."""

    symbol: str | None = key("The document's symbol, such as `A/RES/73/1`.", default=None, always=True)
    distribution: str | None = key("Such as `General` or `Limited`.", default=None, always=True)
    date: str | None = key("As printed.", default=None, always=True)
    original_language: str | None = key(
        "The code of the language it was written in.", default=None, always=True
    )
    agenda_item: str | None = key("As printed.", default=None, always=True)
    sponsors: tuple[str, ...] = key("States that submit the draft.", default=(), always=True)


@dataclass(frozen=True, slots=True)
class SignatureForm:
    """What made a result."""

    aligner: str | None = key("The version of this program.", default=None)
    encoder: str | None = key("The encoder of texts, if any.", default=None)
    revision: str | None = key("Of the encoder.", default=None)
    options: Mapping[str, str] | None = key("What else decided the result.", default=None)


@dataclass(frozen=True, slots=True)
class SideForm:
    """A document beside others."""

    language: str = key(_LANGUAGE)
    segments: tuple[SegmentForm, ...] = key("In reading order.")
    footnotes: tuple[FootnoteForm, ...] = key("In the order of their marks.")


@dataclass(frozen=True, slots=True)
class DocumentForm:
    """The paragraphs of a file, with their kind and number: what `aligner segment` writes."""

    format: str = key("The name of the form.", const="aligner/document")
    version: int = key("The version of the form.", const=VERSION)
    language: str = key(_LANGUAGE)
    segments: tuple[SegmentForm, ...] = key("In reading order.")
    footnotes: tuple[FootnoteForm, ...] = key("In the order of their marks.")
    furniture: tuple[str, ...] = key(
        "Page headers, footers and numbers left out of the text.", default=(), always=True
    )
    masthead: MastheadForm = key("The head of the first page.", default=MastheadForm(), always=True)


@dataclass(frozen=True, slots=True)
class LinkForm:
    """Segments that correspond."""

    source: Indices = key("Indices of source segments; empty for a gap.")
    target: Indices = key("Indices of target segments; empty for a gap.")
    score: float = key("The probability that a person would keep the link, in [0, 1].")
    confirmed: bool = key("Whether a person confirmed it.", default=False)


@dataclass(frozen=True, slots=True)
class AlignmentForm:
    """Which passages of two languages correspond: what `aligner align` writes."""

    format: str = key("The name of the form.", const="aligner/alignment")
    version: int = key("The version of the form.", const=VERSION)
    source: SideForm = key("The source text.")
    target: SideForm = key("The target text.")
    beads: tuple[LinkForm, ...] = key("The links in order; every index is in exactly one.")
    moved: tuple[LinkForm, ...] = key(
        "Passages that are elsewhere in the other text; each is two gaps in `beads` and a pair here."
    )
    signature: SignatureForm = key(_SIGNATURE, default=SignatureForm(), always=True)


@dataclass(frozen=True, slots=True)
class EditForm:
    """One stretch of a changed text; for a footnote that came or went, an empty one at its mark."""

    tag: EditTag = key("What happened to it.")
    old: Stretch = key("`[start, stop]` in the old text.")
    new: Stretch = key("`[start, stop]` in the new text.")
    type: EditType | None = key("What the edit touches.", default=None)
    strength: int | None = key("By how many steps a new opening verb is stronger.", default=None)
    values: tuple[tuple[str, ...], tuple[str, ...]] = key(
        "The numbers before and after: digits, a fraction (`2/3`) or a percentage (`3%`).",
        default=((), ()),
    )


@dataclass(frozen=True, slots=True)
class ChangeForm:
    """What happened to a paragraph, or to several that were split or merged."""

    kind: ChangeKind = key(
        "The first that applies of `split merged moved_edited moved inserted deleted edited recognised "
        "form_only renumbered unchanged`."
    )
    renumbered: bool = key(_RENUMBERED)
    old: Indices = key(_OLD)
    new: Indices = key(_NEW)
    edits: tuple[EditForm, ...] = key(_EDITS)
    weight: float | None = key(_WEIGHT, default=None)
    weight_reason: WeightReason | None = key(_WEIGHT_REASON, default=None)
    decision: DecisionKind | None = key(_DECISION, default=None)
    comment: str = key(_COMMENT, default="")


@dataclass(frozen=True, slots=True)
class NoteChangeForm:
    """What happened to the words of a footnote."""

    kind: ChangeKind = key("As for paragraphs.")
    old: str | None = key("Its mark in the old draft.")
    new: str | None = key("Its mark in the new draft.")
    renumbered: bool = key(_RENUMBERED)
    old_notes: Indices = key("Indices of footnotes of the old draft.")
    new_notes: Indices = key("Indices of footnotes of the new draft.")
    edits: tuple[EditForm, ...] = key(_EDITS)


@dataclass(frozen=True, slots=True)
class InstructionForm:
    """A step from the old draft to the new."""

    action: Action = key("What to do.")
    old: Indices = key(_OLD)
    new: Indices = key(_NEW)
    span: Stretch = key("`[start, stop]` of the words concerned, in the old text of the change.")
    removed: str = key("The words that go.")
    added: str = key("The words that come.")
    where: str = key(
        "The paragraph, as it is cited; if nothing names it, `¶` and its first words, or `|` and those of "
        "the first cell of a table's row."
    )
    after: str = key("The paragraph after which a new or moved one goes.")
    text: str = key("The step as a sentence in the language of the drafts; empty where it is of form only.")
    form: bool = key("Whether the step changes form only, and needs no words.", default=False)


@dataclass(frozen=True, slots=True)
class CommentForm:
    """A comment that a file brought along."""

    author: str = key("Who made it.")
    date: str = key("When, as the file says.")
    text: str = key("Its words.")
    quoted: str = key("The words it is on.", default="", always=True)
    paragraph: int = key("The paragraph of the file it is on, from 1; 0 for none.", default=0, always=True)


@dataclass(frozen=True, slots=True)
class DiffForm:
    """What changed between two drafts in one language: what `aligner diff` writes."""

    format: str = key("The name of the form.", const="aligner/diff")
    version: int = key("The version of the form.", const=VERSION)
    old: SideForm = key("The older draft.")
    new: SideForm = key("The newer draft.")
    match_share: float = key("The share of both drafts that matched, in [0, 1].", default=1.0, always=True)
    changes: tuple[ChangeForm, ...] = key("Every segment of either draft is in one.", default=(), always=True)
    footnote_changes: tuple[NoteChangeForm, ...] | None = key(
        "Every footnote of either draft is in one.", default=None, always=True
    )
    instructions: tuple[InstructionForm, ...] = key(
        "The steps that turn the old draft into the new.", default=(), always=True
    )
    comments: tuple[CommentForm, ...] = key("Of a file with tracked changes.", default=())
    signature: SignatureForm = key(_SIGNATURE, default=SignatureForm(), always=True)


@dataclass(frozen=True, slots=True)
class KeyForm:
    """Which document of a set."""

    language: str = key(_LANGUAGE)
    version: str = key("The name of the draft.")


@dataclass(frozen=True, slots=True)
class VersionedForm:
    """A document of a set."""

    language: str = key(_LANGUAGE)
    version: str = key("The name of the draft.")
    title: str = key("What to call it.", default="", always=True)
    status: str = key(
        "What the set says of it, such as that it is a working translation.", default="", always=True
    )
    segments: tuple[SegmentForm, ...] = key("In reading order.", default=(), always=True)
    footnotes: tuple[FootnoteForm, ...] = key("In the order of their marks.", default=(), always=True)


@dataclass(frozen=True, slots=True)
class CellForm:
    """The paragraphs of one document in a row."""

    language: str = key(_LANGUAGE)
    version: str = key("The name of the draft.")
    segments: Indices = key("Indices of segments of that document.")


@dataclass(frozen=True, slots=True)
class RowForm:
    """What corresponds across languages and drafts."""

    cells: tuple[CellForm, ...] = key("At most one a document.")
    score: float = key("The lowest probability of the links in it, in [0, 1].")


@dataclass(frozen=True, slots=True)
class SetLinksForm:
    """The links between two documents of a set."""

    source: KeyForm = key("The document the source indices are of.")
    target: KeyForm = key("The document the target indices are of.")
    beads: tuple[LinkForm, ...] = key("The links in order; every index is in exactly one.")
    moved: tuple[LinkForm, ...] = key("Passages that are elsewhere in the other text.")


@dataclass(frozen=True, slots=True)
class MissingEditForm:
    """An edit that another language lacks."""

    edit: int = key("Its index in `edits`.")
    where: Stretch | None = key(
        "The place where it belongs, in code points of the running text of that language's newer draft; null "
        "if that is not known."
    )


@dataclass(frozen=True, slots=True)
class AmendmentForm:
    """A change between two drafts of one language, and what became of it in the others."""

    language: str = key("The code of the language that was amended.")
    old_version: str = key("The older draft.", name="from")
    new_version: str = key("The newer draft.", name="to")
    kind: ChangeKind = key("As in `aligner/diff`.")
    renumbered: bool = key(_RENUMBERED)
    old: Indices = key(_OLD)
    new: Indices = key(_NEW)
    edits: tuple[EditForm, ...] = key(_EDITS)
    states: Mapping[str, Carried] = key("By language, whether it has the amendment.")
    reasons: Mapping[str, str] = key("By language, why, in English.")
    reason_messages: Mapping[str, Any] = key(
        "By language, the same as codes and fields.", default=None, always=True
    )
    weight: float | None = key(_WEIGHT, default=None)
    weight_reason: WeightReason | None = key(_WEIGHT_REASON, default=None)
    missing: Mapping[str, tuple[MissingEditForm, ...]] | None = key(
        "By language, the edits that it lacks; languages whose edits were not compared one by one are left "
        "out.",
        default=None,
    )
    decision: DecisionKind | None = key(_DECISION, default=None)
    comment: str = key(_COMMENT, default="")


@dataclass(frozen=True, slots=True)
class NoteAmendmentForm:
    """A footnote reworded between two drafts of one language, and what became of it in the others."""

    language: str = key("The code of the language that was amended.")
    old_version: str = key("The older draft.", name="from")
    new_version: str = key("The newer draft.", name="to")
    kind: ChangeKind = key("As for paragraphs.")
    mark: str = key("Its mark in the newer draft.")
    paragraph: int = key("The first segment of the newer draft that has the mark.")
    old_notes: Indices = key("Indices of footnotes of the older draft.")
    new_notes: Indices = key("Indices of footnotes of the newer draft.")
    edits: tuple[EditForm, ...] = key(_EDITS)
    states: Mapping[str, Carried] = key("By language, whether it is shown as having the amendment.")
    reasons: Mapping[str, str] = key("By language, the words in question, in English.")
    reason_messages: Mapping[str, Any] = key("By language, the same as codes and fields.")
    decision: DecisionKind | None = key(_DECISION, default=None)
    comment: str = key(_COMMENT, default="")


@dataclass(frozen=True, slots=True)
class ComparisonForm:
    """All languages and drafts of a text: what `aligner compare` writes."""

    format: str = key("The name of the form.", const="aligner/comparison")
    version: int = key("The version of the form.", const=VERSION)
    title: str = key("What to call the comparison.")
    pivot: str = key("The code of the language that the others are compared with.")
    versions: tuple[str, ...] = key("The drafts from the earliest to the latest.")
    documents: tuple[VersionedForm, ...] = key("All documents of the set.")
    rows: tuple[RowForm, ...] = key("The page, from top to bottom.")
    alignments: tuple[SetLinksForm, ...] = key("Between languages.")
    amendments: tuple[AmendmentForm, ...] = key("Of each language, from draft to draft.")
    notes: tuple[str, ...] = key("What a person should know of the whole, in English.")
    note_messages: tuple[Any, ...] | None = key("The same as codes and fields.", default=None, always=True)
    signature: SignatureForm = key(_SIGNATURE, default=SignatureForm(), always=True)
    footnote_amendments: tuple[NoteAmendmentForm, ...] = key(
        "The footnotes that each language reworded, from draft to draft.", default=(), always=True
    )


@dataclass(frozen=True, slots=True)
class FindingForm:
    """Something that a check found."""

    check: str = key("The check's id, as `aligner check --list` shows it.")
    severity: Severity = key("How bad it is.")
    rows: Indices = key("Indices into the rows of the comparison.")
    language: str = key("The code of the language whose text is wrong.")
    span: Stretch | None = key(
        "`[start, stop]` in code points of the running text of that language's newest document."
    )
    expected: str = key("What the pivot has.")
    found: str = key("What this text has.")
    message: str = key("What is wrong, in English.")
    code: str = key("The message's code.")
    fields: Mapping[str, Any] = key("The message's fields.")


@dataclass(frozen=True, slots=True)
class FindingsForm:
    """Where the languages of a set differ: what `aligner check` writes."""

    format: str = key("The name of the form.", const="aligner/findings")
    version: int = key("The version of the form.", const=VERSION)
    findings: tuple[FindingForm, ...] = key("In the order of the rows.")
    signature: SignatureForm = key(_SIGNATURE, default=SignatureForm(), always=True)


@dataclass(frozen=True, slots=True)
class ProposalForm:
    """Words that may fit a place."""

    text: str = key("The words.")
    origin: str = key(
        "Where they come from: `set` (its other paragraphs), `glossary`, `table` (of opening verbs and chain "
        "words), or the name of a translation memory.",
        name="from",
    )
    score: float = key("How well they match, from 0 to 1.")


@dataclass(frozen=True, slots=True)
class AskForm:
    """Something that a person has to do."""

    pivot: str = key("The pivot's change: deleted words in {-…-}, inserted ones in {+…+}.")
    what: AskKind = key("What to do.")
    where: Stretch | None = key("The place in the paragraph's old text, in code points; null if it has none.")
    proposals: tuple[ProposalForm, ...] = key("Words that may fit, best first.")


@dataclass(frozen=True, slots=True)
class UpdatedForm:
    """A paragraph of the new draft, or one that is deleted."""

    action: UpdateAction = key("What is done to it.")
    old: Indices = key("Indices of its segments in the language's old draft; empty for a new paragraph.")
    pivot_old: Indices = key("Indices of the pivot's segments before its change.")
    pivot_new: Indices = key("Indices of the pivot's segments after its change.")
    label: str | None = key("Its number in the new draft, as printed.")
    text: str = key("The proposed text; of a deleted paragraph, the old one.")
    certain: bool = key("Whether nothing is asked.")
    where: tuple[Stretch, ...] = key(
        "The parts of the old text that a person has to look at, in code points of its segments joined by a "
        "line feed."
    )
    asks: tuple[AskForm, ...] = key("What a person has to do.")


@dataclass(frozen=True, slots=True)
class PivotForm:
    """The pivot's two drafts, to which the paragraphs refer."""

    language: str = key(_LANGUAGE)
    old: SideForm = key("The draft that the language's old one corresponds to.")
    new: SideForm = key("The newest draft.")


@dataclass(frozen=True, slots=True)
class UpdateForm:
    """A language's new draft, as far as it is certain: what `aligner update` writes."""

    format: str = key("The name of the form.", const="aligner/update")
    version: int = key("The version of the form.", const=VERSION)
    language: str = key(_LANGUAGE)
    old: SideForm = key("The language's draft as it is.")
    pivot: PivotForm = key("The drafts of the language that the others are compared with.")
    paragraphs: tuple[UpdatedForm, ...] = key("In the order of the new draft; deleted ones last.")
    signature: SignatureForm = key(_SIGNATURE, default=SignatureForm(), always=True)


@dataclass(frozen=True, slots=True)
class DraftForm:
    """A draft in a line of drafts."""

    name: str = key("What to call it.")
    language: str = key(_LANGUAGE)
    segments: tuple[SegmentForm, ...] = key("In reading order.")
    footnotes: tuple[FootnoteForm, ...] = key("In the order of their marks.")


@dataclass(frozen=True, slots=True)
class AppearanceForm:
    """A paragraph in one draft."""

    draft: int = key("The index of the draft.")
    segment: int = key("The index of the segment in it.")
    kind: ChangeKind | None = key("The kind of change that led to it, as in `aligner/diff`.", default=None)


@dataclass(frozen=True, slots=True)
class ParagraphForm:
    """A paragraph along the drafts."""

    came_in: int = key("The index of the draft that has it first.")
    changed_in: int = key("The index of the draft that changed it last.")
    went_in: int | None = key("The index of the first draft that has it no longer.")
    appearances: tuple[AppearanceForm, ...] = key("One in each draft from `came_in` on, until `went_in`.")


@dataclass(frozen=True, slots=True)
class HistoryForm:
    """What became of each paragraph along a line of drafts: what `aligner history` writes."""

    format: str = key("The name of the form.", const="aligner/history")
    version: int = key("The version of the form.", const=VERSION)
    drafts: tuple[DraftForm, ...] = key("From the oldest to the newest.")
    paragraphs: tuple[ParagraphForm, ...] = key("All paragraphs of all drafts, each once.")
    signature: SignatureForm = key(_SIGNATURE, default=SignatureForm(), always=True)


@dataclass(frozen=True, slots=True)
class ScoreForm:
    """Precision, recall and their harmonic mean, in [0, 1]."""

    precision: float = key("Right among those made.")
    recall: float = key("Found among those wanted.")
    f1: float = key("The harmonic mean.")


@dataclass(frozen=True, slots=True)
class CountsForm:
    """What the figures are made of, added up over the files."""

    auto: int = key("Beads made, gaps included.")
    auto_right_strict: int = key("Of those, the ones that the gold has exactly so.")
    auto_right_lax: int = key("Of those, the ones that share a linked pair with a bead of the gold.")
    gold_without_gaps: int = key("Beads of the gold, without its gaps.")
    gold_found_strict: int = key("Of those, the ones found exactly so.")
    gold_found_lax: int = key("Of those, the ones that share a linked pair with a bead made.")


@dataclass(frozen=True, slots=True)
class ShapeForm:
    """The beads of one shape."""

    shape: str = key("`1-2` for one source segment linked with two target segments.")
    auto: int = key("Beads made.")
    gold: int = key("Beads of the gold.")
    right: int = key("Beads of both.")
    precision: float = key("Right among those made.")
    recall: float = key("Found among those wanted.")
    f1: float = key("The harmonic mean.")


@dataclass(frozen=True, slots=True)
class BandForm:
    """The beads of one band of confidence."""

    low: float = key("The lowest score in it.")
    high: float = key("The score it ends before.")
    beads: int = key("How many there are.")
    precision: float = key("The share that is strictly right.")


@dataclass(frozen=True, slots=True)
class EvaluationForm:
    """How good alignments are: what `aligner evaluate` writes. Counted as Vecalign does."""

    format: str = key("The name of the form.", const="aligner/evaluation")
    version: int = key("The version of the form.", const=VERSION)
    files: int = key("How many pairs of files.")
    strict: ScoreForm = key("A bead is right if the gold has exactly that bead.")
    lax: ScoreForm = key("A bead is right if it shares a linked pair with a bead of the gold.")
    counts: CountsForm = key("What the figures are made of.")
    types: tuple[ShapeForm, ...] = key("By shape of bead.")
    bands: tuple[BandForm, ...] = key("By confidence; empty where the files give none.")
    signature: SignatureForm = key(_SIGNATURE, default=SignatureForm(), always=True)


@dataclass(frozen=True, slots=True)
class UnitSegmentForm:
    """A segment of a unit."""

    text: str = key("Its words.")
    label: str | None = key("Its number as printed.", default=None, always=True)
    kind: SegmentKind = key(
        "What it is in a resolution or treaty.", default=SegmentKind.PARAGRAPH, always=True
    )
    place: str | None = key("How it is cited: `PP3`, `OP5`.", default=None, always=True)


@dataclass(frozen=True, slots=True)
class UnitCellForm:
    """A unit in one language."""

    language: str = key(_LANGUAGE)
    version: str = key("The name of the draft.")
    document: str = key("The name of the document.")
    segments: tuple[UnitSegmentForm, ...] = key("Empty for a gap.")


@dataclass(frozen=True, slots=True)
class UnitForm:
    """One line of a `.jsonl` file: a passage in two languages or more."""

    format: str = key("The name of the form.", const="aligner/unit")
    version: int = key("The version of the form.", const=VERSION)
    unit: int = key("Its number, from 1.", default=0, always=True)
    score: float = key("The probability that a person would keep it, in [0, 1].", default=1.0, always=True)
    confirmed: bool = key("Whether a person confirmed it.", default=False, always=True)
    moved: Indices = key(
        "Of a gap: the indices of the segments elsewhere that it matches.", default=(), always=True
    )
    cells: tuple[UnitCellForm, ...] = key(
        "One a language, the same in every line of a file.", default=(), always=True
    )


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
