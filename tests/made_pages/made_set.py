"""The layout of each text, for the benchmark's set and for the small one of the tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from aligner.values import Document

from . import sources
from .layouts import LAYOUTS, Layout
from .scoring import Scores, score
from .texts import MadeText
from .typesetting import masthead, typeset
from .wording import WORDINGS


@dataclass(frozen=True, slots=True)
class MadeDocument:
    """A text and how it is laid out."""

    text: MadeText
    layout: Layout

    def pdf(self) -> bytes:
        """The document as a PDF file."""
        return typeset(self.text, self.layout)

    def judge(self, opened: Callable[[bytes, str, str], Document]) -> Scores:
        """What a reader, given the file, its name and its language, gets right."""
        read = opened(self.pdf(), "made.pdf", self.text.language)
        printed = masthead(self.text.language) if self.layout.masthead else ()
        layout = self.layout
        return score(self.text, read, printed, numbered=not layout.note_restart, hyphens=not layout.hyphenate)


def benchmark_set(data: Path, golden: Path) -> Iterator[MadeDocument]:
    """Every layout in each language, about 60 pages a language."""
    bundled = {text.language: text for text in sources.bundled_texts(golden, "rev1")}
    for language in WORDINGS:
        for number, (name, layout) in enumerate(LAYOUTS.items()):
            yield MadeDocument(_text_for(name, data, language, number), layout)
        yield MadeDocument(bundled[language], LAYOUTS["resolution"])
        yield MadeDocument(sources.with_annex(bundled[language]), LAYOUTS["two columns"])


def small_set(golden: Path) -> Iterator[MadeDocument]:
    """One document a language, each in another layout, from texts that are part of the project."""
    layouts = {
        "en": "resolution",
        "fr": "report, hanging numbers, hyphenated",
        "ru": "resolution on A4, numbers under the symbol",
        "zh": "book, indents and no gaps",
        "es": "two columns",
        "ar": "notes without a rule, tables without rules",
    }
    for text in sources.bundled_texts(golden, "rev1"):
        yield MadeDocument(sources.with_annex(text), LAYOUTS[layouts[text.language]])


def _text_for(layout: str, data: Path, language: str, seed: int) -> MadeText:
    if layout.startswith("standard"):
        return sources.standard(data, language, seed=seed)
    if layout.startswith(("resolution", "book")):
        return sources.declaration(data, language)
    return sources.report(data, language, paragraphs=30, seed=seed)
