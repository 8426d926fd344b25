"""Measure how well documents are read: `python -m tests.benchmarks.reading [PART …]`.

The parts are pairs, pitch, notes, reports, multi, letters, odd, speed, made, houses, office and web; by
default, all of them. `made LANGUAGE …` selects languages, and `-v` lists the errors. Each line ends with the
target.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import reading_measures as measures
from made_pages.houses import houses as houses_of
from made_pages.houses import other_houses
from made_pages.made_set import MadeDocument, benchmark_set
from made_pages.office_print import OfficeDocument, office_houses
from made_pages.scoring import Score, Scores
from made_pages.web_print import WebDocument, web_houses
from made_pages.wording import WORDINGS

from aligner.pipeline.run import DocumentInfo, Settings, open_bytes
from aligner.values import Document
from tests.benchmarks.corpora import DATA

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "ccpcj-27"
UNSEEN = range(5000, 5120)
"""The seeds of houses at whose pages nobody has looked."""

OTHERS = range(20_000, 20_120)
"""The same for treaties, laws and books."""

OFFICE = range(30_000, 30_060)
"""The same for all of these, printed by an office suite."""

WEB = range(40_000, 40_060)
"""The same for texts printed from HTML."""

SHOWN = 20  # things that are wrong, listed at most

Lines = Iterator[str]


def pairs(_: Sequence[str]) -> Lines:
    """Drafts and the resolutions they became."""
    found = measures.pair_figures(DATA)
    yield f"{found.pairs} pairs: {len(found.made_up)} amendments made up by reading (target: at most 1)"
    yield f"  {found.others} others"
    yield from _listed(found.made_up)


def pitch(_: Sequence[str]) -> Lines:
    """Running heads and paragraphs of resolutions."""
    found = measures.pitch_figures(DATA)
    yield f"{found.documents} resolutions: {len(found.with_heads)} with a head in the text (target: 0)"
    yield from _listed(found.with_heads)
    yield f"  {len(found.false_breaks)} false breaks in {found.joins:,} joins (target: at most 2)"
    yield from _listed(found.false_breaks)
    yield f"  {len(found.glued)} glued of {found.starts:,} starts (target: 0)"
    yield from _listed(found.glued)


def notes(_: Sequence[str]) -> Lines:
    """Footnote marks of resolutions."""
    found = measures.note_figures(DATA)
    wrong = f"{len(found.wrong)} documents with a mark cut, out of order or not referred to"
    yield f"{found.notes} footnotes of resolutions: {wrong} (target: 0)"
    yield from _listed(found.wrong)


def reports(_: Sequence[str]) -> Lines:
    """Reports and budget sections as PDF and DOCX."""
    targets = {"reports": 0.98, "budget sections": 0.95}
    for kind, found in measures.report_figures(DATA).items():
        yield f"{kind}, PDF = DOCX: {_twins(found)} (targets: paragraphs {targets[kind]}, cells 0.95)"
        yield from _wrong(found.prose, found.labels, found.notes, found.cells)


def multi(_: Sequence[str]) -> Lines:
    """Documents in several languages as PDF and DOCX."""
    for language, found in sorted(measures.multi_figures(DATA).items()):
        yield f"multi-pdf {language}, PDF = DOCX: {_twins(found)} (target: paragraphs 0.93)"
        yield f"  {found.strange} of {found.letters:,} letters strange to the DOCX"
        yield f"  said of the reading: {found.warnings or 'nothing'}"
        yield from _wrong(found.prose, found.labels, found.notes, found.cells)


def letters(_: Sequence[str]) -> Lines:
    """Letters of pdfium's own text that are lost."""
    missing = total = 0
    worst: list[tuple[int, str]] = []
    for path in sorted((DATA / "un-pdf").rglob("*.pdf")):
        lost, all_of_them = measures.missing_letters(path, "en")
        missing, total = missing + lost, total + all_of_them
        worst.append((lost, path.stem))
    worst.sort(reverse=True)
    yield f"letters lost: {10_000 * missing / total:.2f} in 10,000 of {total:,} (target: at most 1)"
    yield from _listed([f"{lost} {name}" for lost, name in worst if lost])


def odd(_: Sequence[str]) -> Lines:
    """Letters of pdftotext in files of other projects' test suites, those at even places and at odd ones."""
    files = measures.odd_files(DATA / "odd")
    for part in (files, files[::2], files[1::2]):
        found = sum(each.recall >= measures.ODD for each in part) / len(part)
        right = sum(each.precision >= measures.ODD for each in part) / len(part)
        refused = sum(each.refused for each in part)
        figures = f"recall {found:.3f} (target: 0.92), precision {right:.3f} (target: 0.95)"
        yield f"{len(part)} odd files: {figures}, {refused} refused"
        yield f"  {sum(each.differs and not each.told for each in part)} differ without a note"
    for each in (each for each in files if each.differs):
        yield from _listed([f"{each.name}: {each.common} of {each.wanted}, {each.told or 'no note'}"])
        yield from _listed([f"  lost {each.lost}", f"  added {each.added}"])


def speed(_: Sequence[str]) -> Lines:
    """Processor time to open a PDF."""
    found = measures.speed_figures(DATA)
    yield f"opening a page: median {found.median:.1f} ms (target: under 40); "
    yield f"  {found.longest_pages} pages in {found.longest_seconds:.1f} s (target: 2.5)"


def made(languages: Sequence[str]) -> Lines:
    """Pages made for the purpose, by language and layout."""
    by_language: dict[str, Scores] = {}
    for document in benchmark_set(DATA, GOLDEN):
        language = document.text.language
        if languages and language not in languages:
            continue
        scores = document.judge(_opened)
        by_language.setdefault(language, Scores()).add(scores)
        yield f"  {language} {document.text.name}, {document.layout.name}: {_scores(scores)}"
        yield from _wrong(scores.paragraphs, scores.notes, scores.cells)
        yield from (f"    extra: {text[:200]}" for text in _listed(scores.extra))
    for language, scores in by_language.items():
        yield f"made pages {language}: {_scores(scores)} (targets: 0.995, 0.995, 0.98)"


def houses(_: Sequence[str]) -> Lines:
    """Pages of houses made at random: resolutions, reports and standards; treaties, laws and books."""
    yield from _houses("houses", houses_of(DATA, UNSEEN), UNSEEN)
    yield from _houses("other texts", other_houses(DATA, OTHERS), OTHERS)


def office(_: Sequence[str]) -> Lines:
    """The same texts, printed by LibreOffice in layouts made at random."""
    yield from _houses("printed by an office suite", office_houses(DATA, OFFICE), OFFICE)


def web(_: Sequence[str]) -> Lines:
    """The same texts, printed from HTML as publishers and readers of web sites do."""
    if find_spec("weasyprint") is None or shutil.which("chromium") is None:
        yield "printed from HTML: needs WeasyPrint (pip install weasyprint) and Chromium"
        return
    yield from _houses("printed from HTML", web_houses(DATA, WEB), WEB)


def _houses(
    name: str, documents: Iterator[MadeDocument | OfficeDocument | WebDocument], seeds: range
) -> Lines:
    total, clean = Scores(), 0
    for seed, document in zip(seeds, documents, strict=True):
        scores = document.judge(_opened)
        total.add(scores)
        wrong = [*scores.paragraphs.wrong, *scores.notes.wrong, *scores.cells.wrong, *scores.extra]
        clean += not wrong
        if wrong:
            yield f"  {seed} {document.text.language} {document.text.name}: {_scores(scores)}"
            yield from _wrong(scores.paragraphs, scores.notes, scores.cells)
    yield f"{name}: {clean} of {len(seeds)} without a defect; {_scores(total)}"


def _opened(data: bytes, name: str, language: str) -> Document:
    return open_bytes(data, name, Settings(cache=False), DocumentInfo(language))


def _scores(scores: Scores) -> str:
    figures = (("paragraphs", scores.paragraphs), ("notes", scores.notes), ("cells", scores.cells))
    return f"{', '.join(map(_share, figures))}; {len(scores.extra)} extra"


def _twins(found: measures.TwinFigures) -> str:
    figures = (
        ("paragraphs", found.prose),
        ("labels", found.labels),
        ("notes", found.notes),
        ("cells", found.cells),
    )
    return ", ".join(map(_share, figures))


def _share(figure: tuple[str, Score]) -> str:
    name, score = figure
    return f"{name} {score.share:.3f} of {score.total}" if score.total else f"no {name}"


def _wrong(*scores: Score) -> Lines:
    for score in scores:
        yield from _listed([f"{text[:90]} … {text[-60:]}" for text in score.wrong])


def _listed(texts: Sequence[str]) -> Lines:
    """The first of what is wrong, where it was asked for."""
    if "-v" in sys.argv:
        yield from (f"    {text}" for text in texts[:SHOWN])


PARTS: dict[str, Callable[[Sequence[str]], Lines]] = {
    part.__name__: part
    for part in (pairs, pitch, notes, reports, multi, letters, odd, speed, made, houses, office, web)
}


def main(arguments: Sequence[str]) -> None:
    """Print the parts that are named."""
    languages = [each for each in arguments if each in WORDINGS]
    parts = [each for each in arguments if each in PARTS] or list(PARTS)
    for name in parts:
        for line in PARTS[name](languages):
            print(line, flush=True)  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1:])
