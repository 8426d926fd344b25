"""Measure saving and opening projects: `python -m tests.benchmarks.projects [PARAGRAPHS]`.

The project has four languages in two drafts, a fifth of the paragraphs amended, and every row marked
as read. The words are artificial, and nothing is encoded. Seconds are processor time, the best of
three, which other processes affect least; the disk adds a few milliseconds on an idle machine.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from aligner.comparison.layout import laid_out
from aligner.project import store
from aligner.project.saved_work import Project, Timeline, review_progress, with_reviewed
from aligner.revision.revise import revise
from aligner.values import (
    Alignment,
    Bead,
    Comparison,
    Document,
    DocumentKey,
    LinkOrigin,
    OriginMap,
    OriginRun,
    Segment,
    SegmentKind,
    Signature,
    Span,
)

T = TypeVar("T")
_WORDS = """
zh 敦促 各国 合作 会议 报告 预防 犯罪 司法 决议 大会
en urges States cooperation meeting report prevention crime justice resolution Assembly
fr prie États coopération réunion rapport prévention criminalité justice résolution séance
ru призывает государства сотрудничество доклад преступность правосудие право Совет год сессия
"""
WORDS = {words[0]: words[1:] for words in map(str.split, _WORDS.strip().splitlines())}


def document(language: str, version: str, paragraphs: Sequence[Sequence[int]]) -> Document:
    """A document of operative paragraphs, each a list of word numbers."""
    texts = [" ".join(WORDS[language][word] for word in words) for words in paragraphs]
    segments, runs, at = [], [], 0
    for number, text in enumerate(texts, 1):
        span = Span(at, at + len(text))
        place = f"OP{number}"
        segments.append(Segment(span, SegmentKind.OPERATIVE, str(number), place=place, page=1 + number // 8))
        runs.append(OriginRun(at, 2 * at, len(text)))
        at += len(text) + 1
    origin = OriginMap(tuple(runs))
    return Document(language, "\n".join(texts), tuple(segments), version, origin=origin)


def comparison(size: int) -> Comparison:
    """Four languages and two drafts of this many paragraphs."""
    chance = random.Random(1)
    old = [[chance.randrange(10) for _ in range(chance.randrange(15, 40))] for _ in range(size)]
    new = [
        [*words[:5], chance.randrange(10), *words[6:]] if chance.random() < 0.2 else words for words in old
    ]
    drafts = {"draft": old, "rev1": new}
    documents = {
        DocumentKey(language, version): document(language, version, paragraphs)
        for language in WORDS
        for version, paragraphs in drafts.items()
    }
    beads = tuple(Bead(Span(index, index + 1), Span(index, index + 1), 0.9) for index in range(size))
    alignments = {
        (DocumentKey("zh", version), DocumentKey(language, version)): Alignment(beads, size, size)
        for language in WORDS
        if language != "zh"
        for version in drafts
    }
    along = [(DocumentKey(language, "draft"), DocumentKey(language, "rev1")) for language in WORDS]
    revisions = {keys: revise(documents[keys[0]], documents[keys[1]]) for keys in along}
    signature = Signature("benchmark")
    bare = Comparison("…", "zh", tuple(drafts), documents, alignments, revisions, (), signature=signature)
    return laid_out(bare)


def timed(name: str, act: Callable[[], T], rounds: int = 3) -> T:
    """Do it, and print how long it took."""
    best = float("inf")
    for _ in range(rounds):
        start = time.process_time()
        found = act()
        best = min(best, time.process_time() - start)
    sys.stdout.write(f"{name:44} {best:7.3f} s\n")
    return found


def confirmed(project: Project, number: int) -> Project:
    """The project with one link confirmed."""
    result = project.comparison
    keys, alignment = next(iter(result.alignments.items()))
    beads = alignment.beads
    sure = replace(beads[number], origin=LinkOrigin.CONFIRMED, score=1.0)
    edited = replace(alignment, beads=(*beads[:number], sure, *beads[number + 1 :]))
    return replace(
        project, comparison=laid_out(replace(result, alignments={**result.alignments, keys: edited}))
    )


def main(size: int) -> None:
    """Print the table."""
    compared = comparison(size)
    every = frozenset((key, index) for key in compared.documents for index in range(size))
    project = Project(compared, reviewed=every)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "x.aligner"
        timed("save a new file", lambda: store.save(project, file, replace=True))
        sys.stdout.write(f"{'size of the file':44} {file.stat().st_size / 2**20:7.1f} MB\n")
        opened, token = timed("open", lambda: store.load(file))
        assert opened == project
        edited = iter([confirmed(opened, number) for number in range(3)])

        def save_next() -> str:
            nonlocal token
            token = store.save(next(edited), file, token=token)
            return token

        timed("save after one link was confirmed", save_next)
        unread = iter([with_reviewed(opened, number, False) for number in range(3)])
        edited = unread
        timed("save after one row was marked", save_next)
        timed("save where the token lost its memory", lambda: store.save(opened, file, token=str(token)), 1)
    timed("count the rows that were read", lambda: review_progress(opened))
    timeline = Timeline(opened)
    tracemalloc.start()
    for number in range(20):
        timeline = timeline.done(confirmed(timeline.present, number), "x")
        if number == 9:
            before = tracemalloc.get_traced_memory()[0]
    kept = (tracemalloc.get_traced_memory()[0] - before) / 10 / 1024
    sys.stdout.write(f"{'memory of one more step to undo':44} {kept:7.0f} KB\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3_000)
