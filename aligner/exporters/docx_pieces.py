"""The content of a Word paragraph, taken from the front piece by piece.

A redline needs the runs of a paragraph cut where its changes begin and end, with what
they look like kept. What cannot be cut without harm (links, fields, pictures) is refused.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any, Final

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
REFERENCE: Final = W + "footnoteReference"
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_WORDS: Final = tuple(W + tag for tag in ("t", "tab", "footnoteReference", "endnoteReference"))
_NOTHING: Final = (W + "commentReference", W + "lastRenderedPageBreak")  # kept, without text
Element = Any


class UnsuitedError(Exception):
    """A file is such that a redline of it has to be written anew."""


@dataclass(slots=True)
class Pieces:
    """The content of a paragraph as runs of one thing each, taken from the front."""

    home: Element
    waiting: list[Element] = field(default_factory=list)
    look: Element | None = None

    @classmethod
    def of(cls, home: Element) -> Pieces:
        """Cut a paragraph's runs so that each has one text, tab or note reference."""
        waiting: list[Element] = []
        for child in home:
            if child.tag == W + "pPr":
                continue
            if child.tag != W + "r":
                if any(True for _ in child.iter(*_WORDS, W + "fldChar", W + "br")):
                    raise UnsuitedError("a link or field stands in a paragraph that changed")
                waiting.append(deepcopy(child))
                continue
            look = child.find(W + "rPr")
            for part in child:
                if part.tag == W + "rPr":
                    continue
                if part.tag not in _WORDS and part.tag not in _NOTHING:
                    raise UnsuitedError("a picture, field or break stands in a paragraph that changed")
                waiting.append(_run(home, look, deepcopy(part)))
        return cls(home, waiting)

    def take(self, text: str) -> list[Element]:
        """The next runs, as far as `text` goes."""
        taken: list[Element] = []
        while text:
            if not self.waiting:
                raise UnsuitedError("its text is not where it was read")
            run = self.waiting.pop(0)
            held = _held(run)
            if held is None:
                taken.append(run)
                continue
            self.look = run.find(W + "rPr")
            if not text.startswith(held):
                if not held.startswith(text):
                    raise UnsuitedError("its text is not where it was read")
                self.waiting.insert(0, _with_text(run, held[len(text) :]))
                run, held = _with_text(run, text), text
            taken.append(run)
            text = text[len(held) :]
        return taken

    def take_note(self) -> list[Element]:
        """The next runs, as far as the next reference to a footnote."""
        taken: list[Element] = []
        while self.waiting:
            run = self.waiting.pop(0)
            taken.append(run)
            if run.find(REFERENCE) is not None:
                return taken
            if _held(run):
                break
        raise UnsuitedError("a footnote's mark is not where it was read")

    def gone(self, text: str) -> Element:
        """A run of text that is no longer there, looking like what stands before it."""
        look = self.look
        if look is None:
            look = next((run.find(W + "rPr") for run in self.waiting if _held(run)), None)
        held = self.home.makeelement(W + "delText", {_SPACE: "preserve"})
        held.text = text
        run = _run(self.home, look, held)
        for number, part in enumerate(text.split("\t")):
            if not number:
                held.text = part
                continue
            run.append(run.makeelement(W + "tab", None))
            more = run.makeelement(W + "delText", {_SPACE: "preserve"})
            more.text = part
            run.append(more)
        return run

    def rest(self) -> list[Element]:
        """What is left, which has no text."""
        if any(_held(run) for run in self.waiting):
            raise UnsuitedError("its text is not where it was read")
        return self.waiting


def _run(home: Element, look: Element | None, part: Element) -> Element:
    run = home.makeelement(W + "r", None)
    if look is not None:
        run.append(deepcopy(look))
    run.append(part)
    return run


def _held(run: Element) -> str | None:
    """The text of a cut run; None where it is something else."""
    part = run.find(W + "t")
    if part is not None:
        return part.text or None
    return "\t" if run.find(W + "tab") is not None else None


def _with_text(run: Element, text: str) -> Element:
    copied = deepcopy(run)
    part = copied.find(W + "t")
    part.text = text
    part.set(_SPACE, "preserve")
    return copied
