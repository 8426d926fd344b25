"""Cuts the content of a Word paragraph into pieces and takes them from the front.

A redline needs the runs of a paragraph cut where its changes begin and end, with their
formatting preserved. Links are cut and keep their target; fields and content controls are
taken whole, or leave their words where a change cuts them; content without text (pictures,
bookmarks) stays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Final

from lxml import etree

from aligner.formats.docx.word_elements import SPACE, Element, UnsuitedError, made, parent_of
from aligner.readers.docx import paragraph as inline
from aligner.readers.docx.package import BOXES, MC, M, W, switched_on
from aligner.readers.extract_builder import join_break
from aligner.values.message import Message

REFERENCE: Final = W + "footnoteReference"
_BREAKS: Final = (W + "br", W + "cr")
_PICTURES: Final = (*(W + tag for tag in ("drawing", "pict", "object")), MC + "AlternateContent")
_NOTHING: Final = (W + "commentReference", W + "lastRenderedPageBreak")
_WHOLE: Final = (W + "sdt", W + "fldSimple")
_TEXTUAL: Final = (*inline.WORDED, W + "fldChar", *_BREAKS, REFERENCE, W + "endnoteReference", M + "t")
_DELETED: Final = {W + "t": W + "delText", W + "instrText": W + "delInstrText"}
Wrap = Callable[[Element], Element]


@dataclass(slots=True)
class Piece:
    """An indivisible piece: usually a run of one text, tab or note reference.

    Attributes:
        element: the run, or the element that contains it.
        text: its words, or empty.
        note: whether it is a footnote reference.
        cut: whether the text may be cut.
        tracked: whether it may be inserted as a change; content without text may not, and stays.
        endnote: whether it is a reference to an endnote, which may only stay with the text before it.
        parts: the pieces of its text, to be taken instead where a change cuts through a field or
            content control, or makes it new: its words stay, and the field is given up.
    """

    element: Element
    text: str = ""
    note: bool = False
    cut: bool = False
    tracked: bool = True
    endnote: bool = False
    parts: tuple[Piece, ...] = ()

    @property
    def look(self) -> Element | None:
        """Its formatting: the properties of its first run."""
        run = self.element if self.element.tag == W + "r" else next(self.element.iter(W + "r"), None)
        return run.find(W + "rPr") if run is not None else None

    def must_stay(self) -> None:
        """Refuse a change that would take a reference to an endnote along.

        Raises:
            UnsuitedError: if it is one.
        """
        if self.endnote:
            raise UnsuitedError(Message("redline.holds", element=_NAMES["endnoteReference"]))

    def written(self) -> list[Element]:
        """Return the elements to write: for a field, all of them."""
        return list(self.element) if self.element.tag == _GROUP else [self.element]

    def deleted(self) -> list[Element]:
        """Return the elements to write inside a deletion."""
        made = self.written()
        for text in [text for element in made for text in element.iter(*_DELETED)]:
            text.tag = _DELETED[str(text.tag)]
        return made


@dataclass(slots=True)
class Pieces:
    """The content of a paragraph in pieces, taken from the front."""

    waiting: list[Piece] = field(default_factory=list)
    look: Element | None = None

    @classmethod
    def of(cls, home: Element) -> Pieces:
        """Cut a paragraph.

        Raises:
            UnsuitedError: if it contains something that cannot be separated from its text.
        """
        pieces = list(_whole_fields(_pieces_of(home, lambda run: run)))
        _give_breaks_their_text(pieces)
        return cls(pieces)

    def take(self, text: str) -> list[Piece]:
        """Take the next pieces, up to the length of `text`."""
        taken: list[Piece] = []
        while text:
            if not self.waiting:
                raise UnsuitedError(Message("redline.text_elsewhere"))
            piece = self.waiting.pop(0)
            if not piece.text:
                taken.append(piece)
                continue
            self.look = piece.look
            if not text.startswith(piece.text):
                if piece.parts:
                    self.waiting[:0] = piece.parts
                    continue
                if not piece.text.startswith(text):
                    raise UnsuitedError(Message("redline.text_elsewhere"))
                if not piece.cut:
                    raise UnsuitedError(Message("redline.inside_field"))
                self.waiting.insert(0, _with_text(piece, piece.text[len(text) :]))
                piece = _with_text(piece, text)
            taken.append(piece)
            text = text[len(piece.text) :]
        return taken

    def take_note(self) -> list[Piece]:
        """Take the next pieces, up to the next footnote reference."""
        taken: list[Piece] = []
        while self.waiting:
            piece = self.waiting.pop(0)
            taken.append(piece)
            if piece.note:
                return taken
            if piece.text:
                break
        raise UnsuitedError(Message("redline.mark_elsewhere"))

    def look_here(self) -> Element | None:
        """Return the formatting of the text before the next piece, or else of the text after it."""
        if self.look is not None:
            return self.look
        return next((piece.look for piece in self.waiting if piece.text), None)

    def typed(self, text: str, look: Element | None = None) -> Piece:
        """Return a new run of text with these properties, or else formatted like the text before it."""
        run = _run(self.look_here() if look is None else look)
        for number, part in enumerate(text.split("\t")):
            if number:
                run.append(made("tab"))
            if part:
                etree.SubElement(run, W + "t", {SPACE: "preserve"}).text = part
        return Piece(run, text)

    def take_marks(self) -> list[Piece]:
        """Take the footnote references before the next text, and what is between them."""
        ahead = list(takewhile(lambda piece: not piece.text, self.waiting))
        count = max((number for number, piece in enumerate(ahead, 1) if piece.note), default=0)
        taken, self.waiting = self.waiting[:count], self.waiting[count:]
        return taken

    def rest(self) -> list[Element]:
        """Take the remaining pieces, which have no text."""
        if any(piece.text for piece in self.waiting):
            raise UnsuitedError(Message("redline.text_elsewhere"))
        return [element for piece in self.waiting for element in piece.written()]


def _pieces_of(parent: Element, wrap: Wrap) -> Iterator[Piece]:
    """Cut the content of an element; `wrap` puts a run into copies of its enclosing links."""
    for child in parent:
        if child.tag in (W + "pPr", W + "smartTagPr", W + "customXmlPr"):
            continue
        if child.tag == W + "r":
            yield from _pieces_of_run(child, wrap)
        elif child.tag in (W + "hyperlink", W + "dir", W + "bdo"):
            yield from _pieces_of(child, _linked(child, wrap))
        elif child.tag in (W + "smartTag", W + "customXml"):  # Word removes these; their words are plain
            yield from _pieces_of(child, wrap)
        elif child.tag in _WHOLE:
            yield from _pieces_of_whole(child, wrap)
        elif any(True for _ in child.iter(*_TEXTUAL)):
            raise UnsuitedError(Message("redline.holds", element=_name(child)))
        else:
            yield Piece(wrap(deepcopy(child)), tracked=False)


def _pieces_of_whole(element: Element, wrap: Wrap) -> Iterator[Piece]:
    """Return a simple field or content control as one piece, or its content if that is more than words."""
    content = element.find(W + "sdtContent") if element.tag == W + "sdt" else element
    pieces = tuple(_pieces_of(content, wrap)) if content is not None else ()
    text = _text_inside(element)
    if text is None:
        yield from pieces
    else:
        yield Piece(wrap(deepcopy(element)), text, tracked=False, parts=_same_text(pieces, text))


def _pieces_of_run(run: Element, wrap: Wrap) -> Iterator[Piece]:
    look = run.find(W + "rPr")
    if (mark := _typed_mark(run)) is not None:
        yield Piece(wrap(deepcopy(run)), mark)
        return
    if look is not None and switched_on(look.find(W + "vanish")):
        yield Piece(wrap(deepcopy(run)), tracked=False)
        return
    for part in run:
        if part.tag != W + "rPr":
            yield _piece_of(part, wrap(_run(look, deepcopy(part))))


def _piece_of(part: Element, element: Element) -> Piece:
    """Return the piece for one part of a run; `element` is a run with only that part."""
    tag = part.tag
    if tag == W + "t":
        return Piece(element, part.text or "", cut=True)
    if tag in inline.CHARACTERS or tag == W + "sym":
        return Piece(element, inline.part_text(part) or "")
    if tag == REFERENCE:
        return Piece(element, note=True)
    if tag == W + "endnoteReference":
        return Piece(element, tracked=False, endnote=True)
    if tag in _BREAKS or tag in (W + "fldChar", W + "instrText"):
        return Piece(element)
    if tag in _NOTHING or (tag in _PICTURES and _has_text_in_boxes_only(part)):
        return Piece(element, tracked=False)
    raise UnsuitedError(Message("redline.holds", element=_name(part)))


def _has_text_in_boxes_only(part: Element) -> bool:
    """Whether all text in a picture is in text boxes, whose paragraphs are read by themselves."""
    return all(next(each.iterancestors(*BOXES), None) is not None for each in part.iter(*_TEXTUAL))


def _typed_mark(run: Element) -> str | None:
    """Return the custom mark of a footnote reference, which is in the same run."""
    reference = run.find(REFERENCE)
    if reference is None or not inline.has_own_mark(reference):
        return None
    texts = [part for part in run if part.tag not in (W + "rPr", REFERENCE)]
    if not texts or any(part.tag != W + "t" for part in texts):
        raise UnsuitedError(Message("redline.holds", element=_name(reference)))
    return "".join(part.text or "" for part in texts)


def _linked(link: Element, wrap: Wrap) -> Wrap:
    def inside(run: Element) -> Element:
        copied = link.makeelement(link.tag, {str(name): str(value) for name, value in link.items()})
        copied.append(run)
        return wrap(copied)

    return inside


def _whole_fields(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Join each field, from its beginning to its end, into one piece whose text is what it shows."""
    fields, text = inline.Fields(), ""
    elements: list[Element] = []  # of the field that has begun, with those inside it
    shown: list[Piece] = []
    for piece in pieces:
        is_whole = piece.element.tag in _WHOLE
        marks = [] if is_whole else list(piece.element.iter(W + "fldChar", W + "instrText"))
        if not (marks or fields.begun):
            yield piece
            continue
        if piece.note or piece.endnote:
            raise UnsuitedError(Message("redline.mark_in_field"))
        elements.append(piece.element)
        if piece.text and fields.show:
            text += piece.text
            shown.append(piece)
        text += "".join(map(fields.follow, marks))
        if not fields.begun:
            group = etree.Element(_GROUP)
            group.extend(elements)
            yield Piece(group, text, parts=_same_text(shown, text))
            text, elements, shown = "", [], []
    if fields.begun:
        raise UnsuitedError(Message("redline.field_across"))


def _same_text(pieces: Iterable[Piece], text: str) -> tuple[Piece, ...]:
    """Return pieces that have this text, or none if they have another, such as that of an equation."""
    found = tuple(pieces)
    return found if "".join(piece.text for piece in found) == text else ()


_GROUP: Final = "group"
"""An element around several, which is never written: what is inside it is."""


def _give_breaks_their_text(pieces: list[Piece]) -> None:
    """Set the text of each line break to what joins its two sides: a space, or nothing."""
    before, waiting = "", None
    for piece in pieces:
        if piece.element.tag == W + "r" and any(child.tag in _BREAKS for child in piece.element):
            waiting = waiting or (piece if before else None)
        elif piece.text:
            if waiting is not None:
                waiting.text = join_break(before, piece.text)
                before += waiting.text
                waiting = None
            before += piece.text


def _text_inside(element: Element) -> str | None:
    """Return the words of a content control or simple field; None if it has anything else that is read."""
    parts = [inline.part_text(part) for part in element.iter(*_TEXTUAL)]
    return None if None in parts else "".join(filter(None, parts))


def usual_look(paragraph: Element) -> Element | None:
    """Return the formatting of a paragraph's longest run, unlike that of an opening verb in italics."""
    texts = list(paragraph.iter(W + "t", W + "delText"))
    longest = max(texts, key=lambda text: len(text.text or ""), default=None)
    return None if longest is None else parent_of(longest).find(W + "rPr")


def _run(look: Element | None, *parts: Element) -> Element:
    run = made("r")
    if look is not None and len(look):
        run.append(deepcopy(look))
    run.extend(parts)
    return run


def _with_text(piece: Piece, text: str) -> Piece:
    copied = deepcopy(piece.element)
    part = next(copied.iter(W + "t"))
    part.text = text
    part.set(SPACE, "preserve")
    return Piece(copied, text, cut=True)


def _name(element: Element) -> Message:
    """Return an element's name for use in a message."""
    tag = str(element.tag).rpartition("}")[2]
    return _NAMES.get(tag) or Message("word_part.other", name=tag)


_NAMES: Final = {
    "sdt": Message("word_part.control"),
    "fldSimple": Message("word_part.field"),
    "AlternateContent": Message("word_part.box"),
    "endnoteReference": Message("word_part.endnote"),
    "footnoteReference": Message("word_part.mark"),
    "oMath": Message("word_part.formula"),
    "ruby": Message("word_part.reading_aid"),
}
