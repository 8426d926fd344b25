"""Changes marked by hand in Word: deleted text struck through, new text underlined or bold.

Compilation texts and drafts from the floor are marked in this way. Nothing in the file shows
that the marks mean changes, so they are interpreted only on request.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from lxml import etree

from aligner.readers.docx.package import W, find, switched_on, value
from aligner.values.errors import ReadError

_STOPS: Final = tuple(".;:,!?。；：，！？、؛،")
_NO_LINE: Final = (None, "none", "0", "false")


@dataclass(frozen=True, slots=True)
class HandMarks:
    """How a document marks new text.

    Attributes:
        underlined: True if new text is underlined; False if nothing is underlined, so that
            new text is in bold.
    """

    underlined: bool

    @classmethod
    def of(cls, body: etree._Element, name: str) -> HandMarks:
        """Determine how the text of a document is marked.

        Raises:
            ReadError: if nothing is struck through, underlined or bold.
        """
        struck = underlined = bold = False
        for run in _runs(body):
            properties = run.find(W + "rPr")
            struck = struck or is_struck(properties)
            underlined = underlined or _is_underlined(properties)
            bold = bold or (_is_bold(properties) and not _is_in_heading(run))
        if not (struck or underlined or bold):
            raise ReadError.about(name, "error.not_marked")
        return cls(underlined)

    def is_new(self, run: etree._Element) -> bool:
        """Whether a run is new text."""
        properties = run.find(W + "rPr")
        if self.underlined:
            return _is_underlined(properties)
        return _is_bold(properties) and not _is_in_heading(run)


def is_struck(properties: etree._Element | None) -> bool:
    """Whether a run with these properties is struck through, once or twice."""
    return any(switched_on(find(properties, W + tag)) for tag in ("strike", "dstrike"))


def _is_underlined(properties: etree._Element | None) -> bool:
    return value(find(properties, W + "u")) not in _NO_LINE


def _is_bold(properties: etree._Element | None) -> bool:
    return switched_on(find(properties, W + "b"))


def _is_in_heading(run: etree._Element) -> bool:
    """Whether a run's paragraph is bold throughout and does not end with punctuation."""
    paragraph = next(run.iterancestors(W + "p"), None)
    if paragraph is None:
        return False
    own = [(element, _text(element)) for element in paragraph.iter(W + "r")]
    shown = [(element, text) for element, text in own if text.strip()]
    whole = all(_is_bold(element.find(W + "rPr")) for element, _ in shown)
    return whole and not "".join(text for _, text in shown).rstrip().endswith(_STOPS)


def _text(run: etree._Element) -> str:
    return "".join(text.text or "" for text in run.iterchildren(W + "t"))


def _runs(body: etree._Element) -> list[etree._Element]:
    """Return the runs with text, except links, which are underlined for another reason."""
    return [
        run
        for run in body.iter(W + "r")
        if _text(run).strip() and next(run.iterancestors(W + "hyperlink"), None) is None
    ]
