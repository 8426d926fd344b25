"""Measure how well real documents are read, for `benchmarks/reading.py` and the tests of the floors.

The development data are documents as issued. The gold does not come from our reader: it is the DOCX of
the same document, Poppler's lines and their spacing, the draft of a resolution, or pdfium's own text.
"""

from __future__ import annotations

import re
import statistics
import subprocess
import time
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Final

import pypdfium2 as pdfium
from made_pages.scoring import Score, read_rows, score_cells
from printed_lines import PrintedLine, printed_pages

from aligner import RevisedPair
from aligner.pipeline.run import DocumentInfo, Settings, diff_documents, open_document
from aligner.readers import read_bytes
from aligner.readers.isolation import stay_in_this_process
from aligner.values import Change, ChangeKind, Document, EditTag, Message, SegmentKind
from aligner.values.message import ReadError

_LONG: Final = 150  # characters from which a paragraph is prose rather than a heading or a cell
_LONG_MULTI: Final = {"zh": 35}
_LONG_MULTI_OTHER: Final = 110
_HEAD: Final = 12  # squashed characters a running head has at least
_BODY: Final = (70.0, 735.0)  # top and foot of the body of a page, in points
_MARGIN: Final = 123.0  # left edge of the body of a resolution
_TIGHT: Final = (11.0, 13.2)  # line pitch inside a paragraph
_WIDE: Final = (16.0, 21.0)  # between paragraphs
_MEETING: Final = re.compile(r"\d+(?:st|nd|rd|th)plenarymeeting")
_SYMBOL: Final = re.compile(r"A/\S+")
_NUMBERING: Final = re.compile(r"^\(?[A-Za-z0-9]{1,4}[.)]\s*")
_ON_LETTERS: Final = {
    f"reading.{kind}" for kind in ("unknown", "unseen", "misspelt", "recognised", "from_pictures")
}
ODD: Final = 0.99  # share of the letters of an odd file that count as all of them


def squash(text: str) -> str:
    """A text's letters and digits alone, in one case."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text)).lower()


@cache
def opened(path: Path, language: str) -> Document:
    """A document, read once."""
    return open_document(path, Settings(cache=False), DocumentInfo(language))


@cache
def _pages(path: Path) -> list[list[PrintedLine]]:
    return printed_pages(path)


# Drafts and the resolutions they became


@dataclass(slots=True)
class PairFigures:
    """Amendments that `diff` reports in the bodies of drafts and resolutions."""

    pairs: int = 0
    made_up: list[str] = field(default_factory=list)
    others: int = 0


def pair_figures(data: Path) -> PairFigures:
    """Amendments that reading made up.

    They are of form alone, or stand whole in the other draft too, or have a line of a running head.
    """
    folder = data / "un-pdf"
    figures = PairFigures()
    for line in (folder / "pairs.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        paths = [folder / "resolutions" / f"{name}.pdf" for name in line.split()]
        heads = [line for path in paths for line in _head_lines(path) if len(line) > _HEAD // 2]
        compared = diff_documents(opened(paths[0], "en"), opened(paths[1], "en"), Settings(cache=False))
        figures.pairs += 1
        for change in _body_amendments(compared):
            old, new = _texts(compared, change)
            if _MEETING.search(old + new):
                continue
            if _is_made_up(compared, change, old, new, heads):
                figures.made_up.append(f"{paths[1].stem} {change.kind}: {(new or old)[:80]}")
            else:
                figures.others += 1
    return figures


def _body_amendments(compared: RevisedPair) -> Iterator[Change]:
    first_old, first_new = _first_of_body(compared.old), _first_of_body(compared.new)
    for change in compared.revision.changes:
        in_body = change.old.start > first_old if len(change.old) else change.new.start > first_new
        if in_body and change.is_amendment:
            yield change


def _first_of_body(document: Document) -> int:
    for index, segment in enumerate(document.segments):
        opens = document.text_of(index).startswith("The General Assembly")
        if segment.kind is SegmentKind.ENACTING or opens:
            return index
    return 9


def _texts(compared: RevisedPair, change: Change) -> tuple[str, str]:
    return squash(compared.old.joined(change.old)), squash(compared.new.joined(change.new))


def _is_made_up(compared: RevisedPair, change: Change, old: str, new: str, heads: Sequence[str]) -> bool:
    if old == new:
        return True
    either = new or old
    whole = change.kind is not ChangeKind.EDITED and either
    if whole and all(
        either in squash("".join(document.texts())) for document in (compared.old, compared.new)
    ):
        return True
    return any(head in run for run in _runs(compared, change) for head in heads)


def _runs(compared: RevisedPair, change: Change) -> Iterator[str]:
    """What was put in or taken out, squashed."""
    old, new = compared.old.joined(change.old), compared.new.joined(change.new)
    for edit in change.edits:
        if edit.tag is not EditTag.EQUAL:
            yield squash(edit.old.of(old))
            yield squash(edit.new.of(new))


# Resolutions: running heads, line pitch, footnote marks


def running_head(path: Path) -> str:
    """The head of page 2 without the symbol, squashed: its first lines that page 1 has too."""
    return "".join(_head_lines(path))


def _head_lines(path: Path) -> list[str]:
    pages = _pages(path)
    if len(pages) < 2:
        return []
    first = squash("".join(line.text for line in pages[0]))
    lines = [text for line in pages[1][:9] if (text := squash(_SYMBOL.sub("", line.text)))]
    count = 0
    while count < len(lines) and "".join(lines[: count + 1]) in first:
        count += 1
    return lines[:count]


def heads_left(path: Path, document: Document) -> int:
    """How often the running head occurs in the segments beyond its occurrences in the body text."""
    head = running_head(path)
    if len(head) < _HEAD:
        return 0
    tail = head[-40:]
    printed = "".join(_without_head(page, head) for page in _pages(path))
    texts = [
        (segment, squash(text)) for segment, text in zip(document.segments, document.texts(), strict=True)
    ]
    has_title = any(segment.kind is SegmentKind.TITLE and tail in text for segment, text in texts)
    headed = any(
        segment.kind is SegmentKind.HEADING and (segment.page or 1) == 1 and tail in text
        for segment, text in texts
    )
    read = sum(text.count(tail) for segment, text in texts if segment.kind is not SegmentKind.TITLE)
    return max(0, read - printed.count(tail) - (headed and not has_title))


def _without_head(page: Sequence[PrintedLine], head: str) -> str:
    """The page's text, squashed, without a running head at its top (on page 1: anywhere)."""
    text = "".join(
        squash(_SYMBOL.sub("", line.text) if number < 9 else line.text) for number, line in enumerate(page)
    )
    return text.replace(head, "", 1)


@dataclass(slots=True)
class PitchFigures:
    """Paragraphs of resolutions, judged by the distance between their lines."""

    documents: int = 0
    with_heads: list[str] = field(default_factory=list)
    joins: int = 0
    false_breaks: list[str] = field(default_factory=list)
    starts: int = 0
    glued: list[str] = field(default_factory=list)


def pitch_figures(data: Path) -> PitchFigures:
    """Running heads left in the text; paragraphs cut inside, or glued across a wider gap."""
    figures = PitchFigures()
    for path in resolutions(data):
        document = opened(path, "en")
        figures.documents += 1
        if heads_left(path, document):
            figures.with_heads.append(path.stem)
        for page in _pages(path):
            _judge_page(page, document, path.stem, figures)
    return figures


def _judge_page(page: Sequence[PrintedLine], document: Document, name: str, figures: PitchFigures) -> None:
    texts = [squash(text) for text in document.texts()]
    breaks = {(above[-14:], below[:18]) for above, below in pairwise(texts)}
    labelled = [
        squash((segment.label or "") + text) for segment, text in zip(document.segments, texts, strict=True)
    ]
    begun = {text[:24] for text in texts} | {text[:24] for text in labelled}
    for above, below in pairwise(page):
        one, other = squash(above.text), squash(below.text)
        if (
            above.top < _BODY[0]
            or below.top > _BODY[1]
            or below.height < 10
            or min(len(one), len(other)) < 24
        ):
            continue
        pitch = below.top - above.top
        at_margin = abs(below.left - _MARGIN) < 4
        if _TIGHT[0] <= pitch <= _TIGHT[1] and at_margin and above.right > 380:
            figures.joins += 1
            if (one[-14:], other[:18]) in breaks:
                figures.false_breaks.append(f"{name}: {above.text[-40:]} | {below.text[:40]}")
        if _WIDE[0] <= pitch <= _WIDE[1] and min(above.left, below.left) >= _MARGIN - 5:
            figures.starts += 1
            unnumbered = squash(_NUMBERING.sub("", below.text))
            if other[:24] not in begun and unnumbered[:24] not in begun:
                figures.glued.append(f"{name}: {above.text[-40:]} | {below.text[:40]}")


@dataclass(slots=True)
class NoteFigures:
    """Footnotes of resolutions: marks whole, in order, referred to."""

    notes: int = 0
    wrong: list[str] = field(default_factory=list)


def note_figures(data: Path) -> NoteFigures:
    """Documents whose marks are not 1, 2, 3 … or are not referred to from the text."""
    figures = NoteFigures()
    for path in resolutions(data):
        document = opened(path, "en")
        marks = [note.mark for note in document.footnotes if note.mark.isdigit()]
        referred = {mark for segment in document.segments for mark in segment.footnotes}
        figures.notes += len(marks)
        if marks != [str(number) for number in range(1, len(marks) + 1)] or not referred.issuperset(marks):
            figures.wrong.append(path.stem)
    return figures


def resolutions(data: Path) -> list[Path]:
    """The resolutions and drafts as PDF."""
    return sorted((data / "un-pdf" / "resolutions").glob("*.pdf"))


# The same document as PDF and as DOCX


@dataclass(slots=True)
class TwinFigures:
    """What of a DOCX its PDF gives as well."""

    prose: Score = field(default_factory=Score)
    labels: Score = field(default_factory=Score)
    notes: Score = field(default_factory=Score)
    cells: Score = field(default_factory=Score)
    strange: int = 0
    letters: int = 0
    warnings: list[str] = field(default_factory=list)


def report_figures(data: Path) -> dict[str, TwinFigures]:
    """Reports and budget sections: their PDF compared with their DOCX."""
    figures = {"reports": TwinFigures(), "budget sections": TwinFigures()}
    for docx in sorted((data / "un-pdf" / "reports").glob("*.docx")):
        kind = "budget sections" if "SECT" in docx.stem else "reports"
        _add_twins(figures[kind], docx, docx.with_suffix(".pdf"), "en", _LONG)
    return figures


def multi_figures(data: Path) -> dict[str, TwinFigures]:
    """Documents in several languages, by language: their PDF compared with their DOCX."""
    figures: dict[str, TwinFigures] = {}
    for docx in sorted((data / "multi-pdf").glob("*/*.docx")):
        name, _, language = docx.stem.partition(".")
        pdf = docx.with_name(f"{name.removesuffix('d')}.{language}.pdf")
        if pdf.exists():
            shortest = _LONG_MULTI.get(language, _LONG_MULTI_OTHER)
            _add_twins(figures.setdefault(language, TwinFigures()), docx, pdf, language, shortest)
    return figures


def _add_twins(figures: TwinFigures, docx: Path, pdf: Path, language: str, shortest: int) -> None:
    gold, read = opened(docx, language), opened(pdf, language)
    labels: dict[str, set[str]] = {}
    left: Counter[str] = Counter()
    for segment, text in zip(read.segments, map(squash, read.texts()), strict=True):
        left[text] += 1
        labels.setdefault(text, set()).add(squash(segment.label or ""))
    for segment, text in zip(gold.segments, gold.texts(), strict=True):
        if len(text) < shortest or "\t" in text or getattr(segment, "cells", ()):
            continue
        found = left[squash(text)] > 0
        figures.prose.count(found, f"{pdf.stem}: {text}")
        if found:
            figures.labels.count(
                squash(segment.label or "") in labels[squash(text)], f"{pdf.stem}: {segment.label} {text}"
            )
    notes = {(note.mark, squash(note.text)) for note in read.footnotes}
    for note in gold.footnotes:
        figures.notes.count((note.mark, squash(note.text)) in notes, f"{pdf.stem}: {note.mark} {note.text}")
    figures.cells.add(score_cells(read_rows(gold), read_rows(read)))
    one, other = _letters(gold), _letters(read)
    figures.letters += other.total()
    figures.strange += sum(count for letter, count in (other - one).items() if letter not in one)
    figures.warnings += _warnings(pdf, language)


def _letters(document: Document) -> Counter[str]:
    notes = "".join(note.text for note in document.footnotes)
    return Counter(c for c in unicodedata.normalize("NFKC", document.text + notes) if c.isalpha())


def _warnings(path: Path, language: str) -> list[str]:
    messages: list[Message] = []
    open_document(path, Settings(cache=False, notice=messages.append), DocumentInfo(language))
    return list(map(str, messages))


# Odd files: the letters of pdftotext


@dataclass(frozen=True, slots=True)
class OddFile:
    """What of an odd PDF is read, beside what pdftotext reads, in letters and digits.

    Attributes:
        name: the file's name.
        wanted: those of pdftotext.
        read: those that are read, running heads and numbers included.
        common: those in both.
        told: why it is not read, or what its notes tell of its letters; may be empty.
        refused: whether it is not read.
        lost: the commonest of pdftotext's that are not read.
        added: the commonest that pdftotext does not have.
    """

    name: str
    wanted: int
    read: int
    common: int
    told: str
    refused: bool
    lost: str
    added: str

    @property
    def differs(self) -> bool:
        """Whether more than a hundredth of the letters are read by one of the two alone."""
        return min(self.recall, self.precision) < ODD

    @property
    def recall(self) -> float:
        """The share of pdftotext's letters that are read."""
        return self.common / self.wanted if self.wanted else 1.0

    @property
    def precision(self) -> float:
        """The share of what is read that pdftotext has too."""
        return self.common / self.read if self.read else 1.0


def odd_file(path: Path) -> OddFile:
    """Compare what is read of a PDF with what pdftotext reads, as bags of letters and digits."""
    command = ["pdftotext", str(path), "-"]
    printed = subprocess.run(command, capture_output=True, check=True).stdout.decode("utf-8", "replace")
    try:
        extract = read_bytes(path.read_bytes(), path.name)
        text, refused = extract.text, False
        told = " ".join(str(note) for note in extract.notes if note.code in _ON_LETTERS)
    except ReadError as error:
        text, refused, told = "", True, str(error)
    theirs, ours = Counter(squash(printed)), Counter(squash(text))
    lost, added = ("".join((theirs - ours).elements()), "".join((ours - theirs).elements()))
    common = (theirs & ours).total()
    return OddFile(path.name, theirs.total(), ours.total(), common, told, refused, lost[:60], added[:60])


def odd_files(folder: Path) -> list[OddFile]:
    """The PDF files of a folder in which pdftotext finds letters."""
    found = map(odd_file, sorted(folder.glob("*.pdf")))
    return [each for each in found if each.wanted]


# Nothing silent, and speed


def missing_letters(path: Path, language: str) -> tuple[int, int]:
    """Letters of pdfium's own text that are nowhere in the document, and all of them."""
    document = opened(path, language)
    ours = Counter(squash(_everything(document)))
    file = pdfium.PdfDocument(path)
    theirs = Counter(squash("".join(page.get_textpage().get_text_range() for page in file)))
    file.close()
    return (theirs - ours).total(), theirs.total()


def _everything(document: Document) -> str:
    parts = [document.text, *document.furniture]
    parts += [segment.label or "" for segment in document.segments]
    parts += [mark for segment in document.segments for mark in segment.footnotes]
    parts += [note.mark + note.text for note in document.footnotes]
    return "".join(parts)


@dataclass(frozen=True, slots=True)
class SpeedFigures:
    """Processor time to open a page, in milliseconds, and the longest document, in seconds."""

    median: float
    longest_pages: int
    longest_seconds: float


def speed_figures(data: Path) -> SpeedFigures:
    """Open each PDF of un-pdf: reading and segmentation, without rendering.

    Files are read in this process: the processor time of a child would not be counted.
    """
    stay_in_this_process()
    by_page: list[float] = []
    longest = (0, 0.0)
    for path in sorted((data / "un-pdf").rglob("*.pdf")):
        file = pdfium.PdfDocument(path)
        pages = len(file)
        file.close()
        start = time.process_time()
        open_document(path, Settings(cache=False), DocumentInfo("en"))
        seconds = time.process_time() - start
        by_page.append(1000 * seconds / pages)
        longest = max(longest, (pages, seconds))
    return SpeedFigures(statistics.median(by_page), *longest)
