"""The value types of `aligner`.

Frozen, slotted dataclasses that validate on construction, so that later code need not check
again. They hold positions and small facts; text is looked up on demand
(`document.text_of(i)`), not copied.
"""

from aligner.values.comparison import SLIGHT_EDITS as SLIGHT_EDITS
from aligner.values.comparison import Alignment as Alignment
from aligner.values.comparison import Alignments as Alignments
from aligner.values.comparison import Amendment as Amendment
from aligner.values.comparison import Bead as Bead
from aligner.values.comparison import BracketOutcome as BracketOutcome
from aligner.values.comparison import Carried as Carried
from aligner.values.comparison import Change as Change
from aligner.values.comparison import ChangeKind as ChangeKind
from aligner.values.comparison import Comparison as Comparison
from aligner.values.comparison import Decision as Decision
from aligner.values.comparison import DecisionKind as DecisionKind
from aligner.values.comparison import DocumentKey as DocumentKey
from aligner.values.comparison import DocumentPair as DocumentPair
from aligner.values.comparison import Documents as Documents
from aligner.values.comparison import Edit as Edit
from aligner.values.comparison import EditTag as EditTag
from aligner.values.comparison import EditType as EditType
from aligner.values.comparison import Finding as Finding
from aligner.values.comparison import LinkOrigin as LinkOrigin
from aligner.values.comparison import MissingEdit as MissingEdit
from aligner.values.comparison import Move as Move
from aligner.values.comparison import Revision as Revision
from aligner.values.comparison import Row as Row
from aligner.values.comparison import Severity as Severity
from aligner.values.comparison import Weight as Weight
from aligner.values.comparison import WeightReason as WeightReason
from aligner.values.document import NO_ORIGIN as NO_ORIGIN
from aligner.values.document import Document as Document
from aligner.values.document import Footnote as Footnote
from aligner.values.document import Masthead as Masthead
from aligner.values.document import NoteMark as NoteMark
from aligner.values.document import OriginMap as OriginMap
from aligner.values.document import OriginRun as OriginRun
from aligner.values.document import Segment as Segment
from aligner.values.document import SegmentKind as SegmentKind
from aligner.values.document import Signature as Signature
from aligner.values.document import Span as Span
from aligner.values.document import consecutive as consecutive
from aligner.values.document import consists_of as consists_of
from aligner.values.document import indices as indices
from aligner.values.document import joined_spans as joined_spans
from aligner.values.message import AlignerError as AlignerError
from aligner.values.message import ArchiveError as ArchiveError
from aligner.values.message import EncoderError as EncoderError
from aligner.values.message import EncryptedError as EncryptedError
from aligner.values.message import FormatError as FormatError
from aligner.values.message import InputError as InputError
from aligner.values.message import LanguageError as LanguageError
from aligner.values.message import LimitError as LimitError
from aligner.values.message import LinkError as LinkError
from aligner.values.message import Message as Message
from aligner.values.message import ProjectError as ProjectError
from aligner.values.message import ReadError as ReadError
from aligner.values.message import ValueInvariantError as ValueInvariantError
from aligner.values.message import about as about
from aligner.values.message import bare as bare
from aligner.values.message import excerpt as excerpt
from aligner.values.message import quoted as quoted
from aligner.values.message import reason as reason
from aligner.values.message import shorten as shorten
from aligner.values.message import verbatim as verbatim
from aligner.values.update import Ask as Ask
from aligner.values.update import AskKind as AskKind
from aligner.values.update import Proposal as Proposal
from aligner.values.update import Update as Update
from aligner.values.update import UpdateAction as UpdateAction
from aligner.values.update import UpdatedParagraph as UpdatedParagraph
