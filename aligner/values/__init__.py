"""The value types of `aligner`.

Frozen, slotted dataclasses that validate on construction, so that later code need not check
again. They hold positions and small facts; text is looked up on demand
(`document.text_of(i)`), not copied.
"""

from __future__ import annotations

from aligner.values.comparison import (
    Alignment,
    Amendment,
    Bead,
    BracketOutcome,
    Carried,
    Change,
    ChangeKind,
    Comparison,
    Decision,
    DecisionKind,
    DocumentKey,
    DocumentPair,
    Edit,
    EditTag,
    EditType,
    Finding,
    LinkOrigin,
    MissingEdit,
    Move,
    Revision,
    Row,
    Severity,
    Weight,
    WeightReason,
)
from aligner.values.document import (
    NO_ORIGIN,
    Document,
    Footnote,
    Masthead,
    NoteMark,
    OriginMap,
    OriginRun,
    Segment,
    SegmentKind,
    Span,
    indices,
)
from aligner.values.message import Message, verbatim
from aligner.values.signature import Signature
from aligner.values.update import Ask, AskKind, Proposal, Update, UpdateAction, UpdatedParagraph

__all__ = [
    "NO_ORIGIN",
    "Alignment",
    "Amendment",
    "Ask",
    "AskKind",
    "Bead",
    "BracketOutcome",
    "Carried",
    "Change",
    "ChangeKind",
    "Comparison",
    "Decision",
    "DecisionKind",
    "Document",
    "DocumentKey",
    "DocumentPair",
    "Edit",
    "EditTag",
    "EditType",
    "Finding",
    "Footnote",
    "LinkOrigin",
    "Masthead",
    "Message",
    "MissingEdit",
    "Move",
    "NoteMark",
    "OriginMap",
    "OriginRun",
    "Proposal",
    "Revision",
    "Row",
    "Segment",
    "SegmentKind",
    "Severity",
    "Signature",
    "Span",
    "Update",
    "UpdateAction",
    "UpdatedParagraph",
    "Weight",
    "WeightReason",
    "indices",
    "verbatim",
]
