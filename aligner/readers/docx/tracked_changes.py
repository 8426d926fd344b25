"""The tracked changes of a Word file, with authors and dates, and its comments.

`read_docx.read` reads the text of either draft in such a file (`revisions`); this module reads the
changes themselves.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from lxml import etree

from aligner.readers.docx.package import MC, Package, W
from aligner.readers.docx.paragraph import WORDED, chosen_content, part_text, words_of
from aligner.values import LimitError, about
from aligner.values.limits import Budget
from aligner.values.results import Remark


class TrackedKind(StrEnum):
    """What a tracked change does to the text."""

    INSERTED = "inserted"
    DELETED = "deleted"
    MOVED_FROM = "moved_from"
    MOVED_TO = "moved_to"


_KINDS: Final = {
    W + "ins": TrackedKind.INSERTED,
    W + "del": TrackedKind.DELETED,
    W + "moveFrom": TrackedKind.MOVED_FROM,
    W + "moveTo": TrackedKind.MOVED_TO,
}


@dataclass(frozen=True, slots=True)
class TrackedChange:
    """One tracked change.

    Attributes:
        kind: what it does.
        author: as stated in the file, or empty.
        date: as stated in the file (`2025-05-19T12:00:00Z`), or empty.
        text: the words inserted or deleted; empty for a paragraph's end.
        paragraph: number of its paragraph, counting the body's non-empty paragraphs from 1; 0 in
            a footnote.
    """

    kind: TrackedKind
    author: str
    date: str
    text: str
    paragraph: int


@dataclass(frozen=True, slots=True)
class Trail:
    """The tracked changes and comments recorded in a file."""

    changes: tuple[TrackedChange, ...] = ()
    comments: tuple[Remark, ...] = ()

    @property
    def authors(self) -> tuple[str, ...]:
        """The authors of tracked changes, in the order in which they first appear."""
        return tuple(dict.fromkeys(change.author for change in self.changes if change.author))


def read_trail(data: bytes, name: str) -> Trail:
    """Read the tracked changes and comments of a DOCX file.

    Args:
        data: the whole file.
        name: name of the file, for messages.

    Raises:
        ReadError: if it is damaged or not a DOCX.
    """
    package = Package(data, name)
    root = package.xml(package.main)
    assert root is not None  # a package without a main part is refused
    _keep_what_is_shown(root)
    places = _places(root)
    changes = list(_changes(root, places))
    for kind in ("footnotes", "endnotes"):
        notes = package.xml_of_kind(kind)
        if notes is not None:
            changes += _changes(notes, {})
    comments = package.xml_of_kind("comments")
    try:
        found = tuple(_comments(comments, root, places)) if comments is not None else ()
    except LimitError as error:
        raise LimitError(about(name, error.message)) from None
    return Trail(tuple(changes), found)


def _keep_what_is_shown(root: etree._Element) -> None:
    """Remove the second form of content given in two, such as a text box for older versions of Word."""
    for alternate in list(root.iter(MC + "AlternateContent")):
        chosen = chosen_content(alternate)
        for branch in list(alternate):
            if branch not in chosen:
                alternate.remove(branch)


def _places(root: etree._Element) -> dict[etree._Element | None, int]:
    """Map paragraphs to their numbers; an empty paragraph shares that of the one before."""
    found: dict[etree._Element | None, int] = {}
    count = 0
    for paragraph in root.iter(W + "p"):
        count += bool(words_of(paragraph).strip())
        found[paragraph] = max(count, 1)
    return found


def _changes(root: etree._Element, places: dict[etree._Element | None, int]) -> Iterator[TrackedChange]:
    for element in root.iter(*_KINDS):
        outer = next(element.iterancestors(*_KINDS), None)
        ends_paragraph = next(element.iterancestors()).tag in (W + "rPr", W + "trPr")  # or a row
        text = "" if ends_paragraph else words_of(element)
        if not text and not ends_paragraph:
            continue
        if outer is not None and _KINDS[str(outer.tag)] is _KINDS[str(element.tag)]:
            continue  # part of a change already recorded
        paragraph = next(element.iterancestors(W + "p"), None)
        yield TrackedChange(
            _KINDS[str(element.tag)],
            element.get(W + "author") or "",
            element.get(W + "date") or "",
            text,
            places.get(paragraph, 0),
        )


def _comments(
    comments: etree._Element, root: etree._Element, places: dict[etree._Element | None, int]
) -> Iterator[Remark]:
    quoted = _quoted(root)
    paragraphs: dict[str | None, int] = {}
    for tag in ("commentRangeStart", "commentReference"):
        for mark in root.iter(W + tag):
            paragraph = next(mark.iterancestors(W + "p"), None)
            if paragraph is None:  # the range begins between two paragraphs
                paragraph = next(mark.itersiblings(W + "p"), None)
            paragraphs.setdefault(mark.get(W + "id"), places.get(paragraph, 0))
    for comment in comments.iterchildren(W + "comment"):
        comment_id = comment.get(W + "id")
        text = "\n".join(words_of(paragraph) for paragraph in comment.iter(W + "p"))
        yield Remark(
            comment.get(W + "author") or "",
            comment.get(W + "date") or "",
            text.strip(),
            quoted.get(comment_id or "", "").strip(),
            paragraphs.get(comment_id, 0),
        )


def _quoted(root: etree._Element) -> dict[str, str]:
    """Return the words that each comment's range covers, by the comment's id."""
    open_now: set[str] = set()
    found: dict[str, list[str]] = {}
    budget = Budget()
    for element in root.iter(W + "commentRangeStart", W + "commentRangeEnd", *WORDED):
        comment_id = element.get(W + "id") or ""
        if element.tag == W + "commentRangeStart":
            open_now.add(comment_id)
        elif element.tag == W + "commentRangeEnd":
            open_now.discard(comment_id)
        else:
            text = part_text(element) or ""
            budget.spend(len(text) * len(open_now), len(open_now))
            for each in open_now:
                found.setdefault(each, []).append(text)
    return {comment_id: "".join(parts) for comment_id, parts in found.items()}
