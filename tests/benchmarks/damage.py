"""Measure the alignment of damaged documents: `python -m tests.benchmarks.damage`.

Rows of the UN corpus in `unv1-dev`, which are one to one, are damaged like real documents: a page is
missing, a document starts later or ends earlier, a passage is elsewhere, one side lacks lines or has
additional headings, texts are cut in two. The gold is known by construction. Seeded; Chinese with
each of the five other languages.

In *displaced* documents, a share of the paragraphs stands up to two pages away from its place, on
either side independently, and page furniture stands between. There, moved pairs count like beads.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from aligner.alignment.align import align
from aligner.alignment.evaluation import Score, evaluate_many
from aligner.alignment.links import Link, one_by_one
from aligner.encoders import Encoder, load
from aligner.encoders.cache import CachedEncoder
from aligner.languages.structure import CLAUSE
from aligner.values import Alignment
from tests.benchmarks.accuracy import links_of
from tests.benchmarks.corpora import DATA, JOINING, OTHERS, document, lines

ROWS = 120
FAR = 25  # lines, about two pages, by which a paragraph is displaced at most
SHARES = (0.05, 0.1, 0.2)
HEADS = {
    "zh": "联合国大会第71/1号决议",
    "en": "General Assembly resolution 71/1",
    "fr": "Résolution 71/1 de l’Assemblée générale",
    "ru": "Резолюция 71/1 Генеральной Ассамблеи",
    "es": "Resolución 71/1 de la Asamblea General",
    "ar": "قرار الجمعية العامة 71/1",
}
"""The running head of a page."""
HEADING = 60  # characters, 20 in Chinese, that a line of one side alone has at most

Row = dict[str, str]
Item = tuple[int, str]  # the row a text is of, negative where it is of none, and the text


@dataclass
class Made:
    """Both sides as texts with the rows they are of, and which rows stand elsewhere."""

    code: str
    rows: Sequence[Row]
    chance: random.Random
    others: Sequence[Row]
    source: list[Item] = field(init=False)
    target: list[Item] = field(init=False)
    moved: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.source = [(number, row["zh"]) for number, row in enumerate(self.rows)]
        self.target = [(number, row[self.code]) for number, row in enumerate(self.rows)]

    def either(self) -> tuple[str, list[Item]]:
        """One side by chance, with its language."""
        return self.chance.choice([("zh", self.source), (self.code, self.target)])

    def gold(self) -> list[Link]:
        """The right links, gaps included."""
        links = []
        for row in range(len(self.rows)):
            here = tuple(place for place, item in enumerate(self.source) if item[0] == row)
            there = tuple(place for place, item in enumerate(self.target) if item[0] == row)
            if here and there and row not in self.moved:
                links.append(Link(here, there))
            else:
                links += [Link((i,), ()) for i in here] + [Link((), (j,)) for j in there]
        links += [Link((i,), ()) for i, item in enumerate(self.source) if item[0] < 0]
        links += [Link((), (j,)) for j, item in enumerate(self.target) if item[0] < 0]
        return links


def nothing(made: Made) -> None:
    """Leave it as it is."""


def page_missing(made: Made) -> None:
    """Take thirty lines in a row out of one side."""
    start = made.chance.randrange(10, ROWS - 40)
    del made.either()[1][start : start + 30]


def starts_later(made: Made) -> None:
    """Take the first 25 lines of one side away."""
    del made.either()[1][:25]


def ends_earlier(made: Made) -> None:
    """Take the last 25 lines of one side away."""
    del made.either()[1][-25:]


def passage_elsewhere(made: Made) -> None:
    """Put six lines of the target 20 to 40 lines further down."""
    _move(made, 6, made.chance.choice([20, 30, 40]))


def line_elsewhere(made: Made) -> None:
    """Put one line of the target three or four lines up or down."""
    _move(made, 1, made.chance.choice([-4, -3, 3, 4]))


def _move(made: Made, count: int, by: int) -> None:
    start = made.chance.randrange(10, ROWS - 60)
    block = made.target[start : start + count]
    del made.target[start : start + count]
    made.target[start + by : start + by] = block
    made.moved = {row for row, _ in block}


def lines_lost(made: Made) -> None:
    """Take a tenth of the lines out of either side."""
    for side in (made.source, made.target):
        side[:] = [item for item in side if made.chance.random() > 0.1]


def headings_added(made: Made) -> None:
    """Put a short line of another document in, on either side, for one line in twenty."""
    for language, side in (("zh", made.source), (made.code, made.target)):
        short = [
            row[language]
            for row in made.others
            if len(row[language]) <= HEADING // (1 + 2 * (language == "zh"))
        ]
        for place in range(len(side), -1, -1):
            if made.chance.random() < 0.025:
                side.insert(place, (-1, made.chance.choice(short)))


def cut_at_clauses(made: Made) -> None:
    """Cut one text in twelve in two where a clause ends, on one side."""
    for row in range(ROWS):
        language, side = made.either()
        clauses = [
            clause for clause in CLAUSE.split(side_text(side, row)) if any(c.isalnum() for c in clause)
        ]
        if len(clauses) > 1 and made.chance.random() < 1 / 12:
            place = next(k for k, item in enumerate(side) if item[0] == row)
            at = made.chance.randrange(1, len(clauses))
            glue = JOINING.get(language, " ")
            side[place : place + 1] = [(row, glue.join(clauses[:at])), (row, glue.join(clauses[at:]))]


def side_text(side: Sequence[Item], row: int) -> str:
    """The text of a row on a side where it is one."""
    return next(text for number, text in side if number == row)


def displaced(made: Made, share: float) -> None:
    """Put a share of the paragraphs of either side elsewhere, and heads and numbers of pages between."""
    for language, side in (("zh", made.source), (made.code, made.target)):
        for row in made.chance.sample(range(ROWS), round(share * ROWS)):
            place = next(k for k, item in enumerate(side) if item[0] == row)
            item = side.pop(place)
            by = made.chance.choice((-1, 1)) * made.chance.randrange(2, FAR + 1)
            side.insert(min(max(place + by, 0), len(side)), item)
        page, place = 1, made.chance.randrange(8, 16)
        while place < len(side):
            lines = [(-1, HEADS[language]), (-1, f"{page}/12")]
            side[place:place] = lines[: made.chance.choice((1, 2))]
            page, place = page + 1, place + made.chance.randrange(10, 18)


def displaced_documents(share: float) -> Iterator[tuple[Made, list[Link]]]:
    """Documents with displaced paragraphs, and their gold, in which each row is one link."""
    for made in documents(lambda made: displaced(made, share), f"displaced {share}"):
        rows = [{row: place for place, (row, _) in enumerate(side)} for side in (made.source, made.target)]
        yield made, [Link((rows[0][row],), (rows[1][row],)) for row in range(ROWS)]


def with_moves(alignment: Alignment) -> list[Link]:
    """The beads as links, and moved pairs in place of their gaps."""
    pairs = {i: j for move in alignment.moves for i, j in zip(move.source, move.target, strict=True)}
    gone = set(pairs), set(pairs.values())
    kept = [
        link
        for link in links_of(alignment)
        if not (link.is_gap and (gone[0].issuperset(link.source) and gone[1].issuperset(link.target)))
    ]
    return kept + [Link((i,), (j,)) for i, j in pairs.items()]


CERTAIN = 0.995
"""The score from which a person would not look at a gap."""


@dataclass(frozen=True, slots=True)
class Displaced:
    """What became of displaced documents.

    Attributes:
        score: strict scores, moved pairs counted as links.
        left_out: paragraphs left out on one side though the other has them.
        offered: those of them that are in a moved pair.
        certain: those whose gap seems certain.
    """

    score: Score
    left_out: int
    offered: int
    certain: int


def measured(share: float, encoder: Encoder, every: int = 1) -> Displaced:
    """Align displaced documents, or every so many of them.

    Links of furniture with furniture, and furniture left out, do not count.
    """
    pairs = []
    gaps: list[tuple[bool, bool]] = []
    for made, gold in islice(displaced_documents(share), None, None, every):
        source, target = ([text for _, text in side] for side in (made.source, made.target))
        found = align(document("zh", source), document(made.code, target), encoder)
        furniture = [{k for k, (row, _) in enumerate(side) if row < 0} for side in (made.source, made.target)]
        counted = [
            link
            for link in with_moves(found)
            if not (furniture[0].issuperset(link.source) and furniture[1].issuperset(link.target))
        ]
        pairs.append((counted, gold))
        gaps += _gaps(found, furniture)
    offered, certain = (sum(gap[fact] for gap in gaps) for fact in (0, 1))
    return Displaced(evaluate_many(pairs).strict, len(gaps), offered, certain)


def _gaps(found: Alignment, furniture: Sequence[set[int]]) -> Iterator[tuple[bool, bool]]:
    """Yield for each paragraph left out whether it is in a moved pair, and whether its gap seems certain."""
    moved = (
        {i for move in found.moves for i in move.source},
        {j for move in found.moves for j in move.target},
    )
    for bead in (one for several in found.beads for one in one_by_one(several)):
        side = int(not bead.source)
        index = (bead.source or bead.target).start
        if not (bead.source and bead.target) and index not in furniture[side]:
            yield index in moved[side], bead.score >= CERTAIN


DAMAGE: tuple[Callable[[Made], None], ...] = (
    nothing,
    page_missing,
    starts_later,
    ends_earlier,
    passage_elsewhere,
    line_elsewhere,
    lines_lost,
    headings_added,
    cut_at_clauses,
)


def documents(damage: Callable[[Made], None], name: str = "") -> Iterator[Made]:
    """All rows in documents of `ROWS`, damaged."""
    rows: list[Row] = []
    for line in lines(DATA / "unv1-dev" / "docs.jsonl"):
        rows += [row["text"] for row in json.loads(line)["rows"]]
    for code in OTHERS:
        chance = random.Random(f"{name or damage.__name__}{code}")
        for start in range(0, len(rows) - ROWS + 1, ROWS):
            outside = rows[:start] + rows[start + ROWS :]
            made = Made(code, rows[start : start + ROWS], chance, outside)
            damage(made)
            yield made


def main() -> None:
    """Print the table."""
    encoder = CachedEncoder(load())
    say = sys.stdout.write
    say(
        "| damage | documents | precision | recall | strict F1 | reported as moved, of | wrongly reported |\n"
    )
    say("|---|---|---|---|---|---|---|\n")
    for damage in DAMAGE:
        pairs = []
        reported = wanted = wrong = 0
        for made in documents(damage):
            source, target = ([text for _, text in side] for side in (made.source, made.target))
            found = align(document("zh", source), document(made.code, target), encoder)
            pairs.append((links_of(found), made.gold()))
            moves = {
                (made.source[i][0], made.target[j][0])
                for move in found.moves
                for i, j in zip(move.source, move.target, strict=False)
            }
            right = {(row, row) for row in made.moved}
            reported, wanted, wrong = (
                reported + len(moves & right),
                wanted + len(right),
                wrong + len(moves - right),
            )
        strict = evaluate_many(pairs).strict
        figures = f"{strict.precision:.4f} | {strict.recall:.4f} | {strict.f1:.4f}"
        moved = f"{reported} of {wanted}" if wanted else "–"
        say(f"| {damage.__name__.replace('_', ' ')} | {len(pairs)} | {figures} | {moved} | {wrong} |\n")
        sys.stdout.flush()
    say("\n| displaced | precision | recall | strict F1, with moves | left out | offered | certain |\n")
    say("|---|---|---|---|---|---|---|\n")
    for share in SHARES:
        made_of = measured(share, encoder)
        strict = made_of.score
        figures = f"{strict.precision:.4f} | {strict.recall:.4f} | {strict.f1:.4f}"
        say(f"| {share:.0%} | {figures} | {made_of.left_out} | {made_of.offered} | {made_of.certain} |\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
