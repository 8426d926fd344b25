"""Results of the pipeline, for display or saving: documents together with their links."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from aligner.values import Alignment, Comparison, Decision, Document, Finding, Revision
from aligner.values.message import ValueInvariantError


@dataclass(frozen=True, slots=True)
class AlignedPair:
    """Two documents in two languages, and the beads between them."""

    source: Document
    target: Document
    alignment: Alignment

    def __post_init__(self) -> None:
        sizes = (len(self.source), len(self.target))
        linked = (self.alignment.n_source, self.alignment.n_target)
        if sizes != linked:
            raise ValueInvariantError(f"the documents have {sizes} segments; the alignment links {linked}")


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment from a file, and the words it refers to.

    `paragraph` is the number of its paragraph in the file, counted from 1 over both drafts
    together; 0 if the comment is attached to none.
    """

    author: str
    date: str
    text: str
    quoted: str = ""
    paragraph: int = 0


@dataclass(frozen=True, slots=True)
class RevisedPair:
    """Two drafts in one language and the changes between them.

    Attributes:
        remarks: the comments on them in a file.
        decisions: what a person decided on the changes, by their index in the revision.
    """

    old: Document
    new: Document
    revision: Revision
    remarks: tuple[Remark, ...] = ()
    decisions: Mapping[int, Decision] = field(default_factory=dict)

    def __post_init__(self) -> None:
        sizes = (len(self.old), len(self.new))
        counted = (self.revision.n_old, self.revision.n_new)
        if sizes != counted:
            raise ValueInvariantError(f"the drafts have {sizes} segments; the revision is for {counted}")


@dataclass(frozen=True, slots=True)
class Checked:
    """A comparison and the findings of its checks, in row order."""

    comparison: Comparison
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class DraftSeries:
    """The drafts of a text in one language, earliest first, and the changes from each to the next."""

    drafts: tuple[Document, ...]
    revisions: tuple[Revision, ...]

    def __post_init__(self) -> None:
        if len(self.revisions) != len(self.drafts) - 1:
            raise ValueInvariantError(
                f"{len(self.drafts)} drafts have {len(self.drafts) - 1} steps between them; "
                f"{len(self.revisions)} are given"
            )
