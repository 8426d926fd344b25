"""Mark changes and comments in the XML of an existing Word file."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from types import MappingProxyType
from typing import TYPE_CHECKING

from aligner.formats.docx.comments import Remarks
from aligner.formats.docx.rewrite import rewritten
from aligner.formats.docx.runs import CHANGE_TAGS, legal
from aligner.formats.docx.word_elements import Element, UnsuitedError
from aligner.readers.docx.package import W
from aligner.values.message import Message
from aligner.view.redline_runs import Mark

if TYPE_CHECKING:
    from aligner.readers.docx.read_docx import Parsed
    from aligner.values.catalogue import Words


class Tracker:
    """Numbers the changes of one file and signs them; `moment` is the date of the next change.

    Args:
        parsed: the file to write into.
        author: the author of changes and comments.
        date: their date, or empty.
        words: the interface language of comments.
    """

    def __init__(self, parsed: Parsed, author: str, date: str, words: Words) -> None:
        self.moment = date
        self._parsed = parsed
        self.remarks = Remarks(parsed, words.language, author, date)
        self._author, self._words = author, words
        self._changes = max(
            (_number(each.get(W + "id")) for each in parsed.root.iter() if each.get(W + "id")), default=0
        )

    def file(
        self, source: bytes, notes: Element | None, others: Mapping[str, Element] = MappingProxyType({})
    ) -> bytes:
        """Return the file with its changed body, footnotes and comments; all other parts stay.

        Args:
            source: the file that `parsed` was read from.
            notes: the root of its footnotes, or None if it has none.
            others: the roots of other parts that were changed, by part.

        Raises:
            UnsuitedError: if the package writes the names of these parts in another case.
        """
        package = self._parsed.package
        parts = {package.main: self._parsed.root, **others}
        path = package.part_of_kind("footnotes")
        if path is not None and notes is not None:
            parts[path] = notes
        return rewritten(source, package, parts, self.remarks.write)

    def who(self, *, form: bool = False) -> dict[str, str]:
        """Return the attributes of a change; formal differences have their own author, see `redline`."""
        self._changes += 1
        author = self._words("docx.form_only", author=self._author) if form else self._author
        said = {W + "id": str(self._changes), W + "author": legal(author)}
        return said | ({W + "date": self.moment} if self.moment else {})

    def wrapped(self, element: Element, mark: Mark, *, form: bool = False) -> Element:
        """Wrap a run in a change; for a link, put the change inside it."""
        change = element.makeelement(W + CHANGE_TAGS[mark], self.who(form=form))
        if element.tag == W + "r":
            change.append(element)
            return change
        for child in list(element.iterchildren(W + "r")):
            child.addprevious(change)
            change.append(child)
        return element

    def mark_end(self, paragraph: Element, mark: Mark) -> None:
        """Mark a paragraph's end as inserted or deleted."""
        properties = paragraph.find(W + "pPr")
        if properties is None:
            properties = paragraph.makeelement(W + "pPr", None)
            paragraph.insert(0, properties)
        look = properties.find(W + "rPr")
        if look is None:
            look = properties.makeelement(W + "rPr", None)
            later = [c for c in properties if c.tag in (W + "sectPr", W + "pPrChange")]
            if later:
                later[0].addprevious(look)
            else:
                properties.append(look)
        look.insert(0, look.makeelement(W + CHANGE_TAGS[mark], self.who()))

    def remarked(self, remark: str, content: list[Element], home: Element, mark: Mark) -> list[Element]:
        """Return a paragraph's content inside a comment; the comment is part of a change of this kind."""
        start, end, reference = self.remarks.add(remark, home)
        return [start, *content, end, reference if mark is Mark.EQUAL else self.wrapped(reference, mark)]


def copy_note(wanted: str, source: Element, into: Element) -> str:
    """Copy a footnote into a file's footnotes under an unused id, and return that id.

    Args:
        wanted: the id of the footnote.
        source: the footnotes to copy from.
        into: the footnotes to copy into; may be the same.

    Raises:
        UnsuitedError: if there is no such footnote.
    """
    note = next((each for each in source if each.get(W + "id") == wanted), None)
    if note is None:
        raise UnsuitedError(Message("redline.footnote_missing"))
    copied = deepcopy(note)
    number = str(max((_number(each.get(W + "id")) for each in into), default=0) + 1)
    copied.set(W + "id", number)
    into.append(copied)
    return number


def _number(text: str | None) -> int:
    try:
        return int(text or "")
    except ValueError:
        return 0
