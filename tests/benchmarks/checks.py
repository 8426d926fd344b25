"""Measure the checks on the development data: `PYTHONPATH=. python tests/benchmarks/checks.py`.

Prints the tables of checks.md: false alarms on clean texts, the share of planted errors found, and
amendments not carried over. With `alarms CHECK …` it lists the alarms on clean texts instead, to find
their causes; with `edits` it prints only the table of single undone edits.
"""

from __future__ import annotations

import hashlib
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import check_planted
import check_rates
import clean_sets
import parallel_texts as texts
import planted_errors
from check_planted import Outcome, Outcomes, total

from aligner import __version__
from aligner.checks.material import Material
from aligner.checks.verbs import difference
from aligner.encoders import load
from aligner.encoders.cache import CachedEncoder
from aligner.languages.openings import opening
from aligner.pipeline.check_set import check_comparison, glossary_of
from aligner.pipeline.run import compare_set
from aligner.readers.document_set import load_set
from aligner.values import DocumentKey
from tests.benchmarks.corpora import DATA

CORPUS = Path(__file__).resolve().parents[2] / "corpora" / "ccpcj-27"
LISTS = ("consistency", "acronyms")  # off by default: lists to look through
SHARES = (0.6, 0.7)


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table in Markdown."""
    lines = [list(heads), ["---"] * len(heads), *([str(cell) for cell in row] for row in rows)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def per_hundred(count: int, rows: int) -> str:
    """Alarms in a hundred rows."""
    return f"{100 * count / rows:.2f}" if rows else "–"


def false_alarms() -> Iterator[str]:
    """By check and language, and by check and set."""
    rows, found = Counter[str](), Counter[tuple[str, str]]()
    for name, language, number, counts in check_rates.false_alarms(DATA):
        if language != "zh":
            rows[name] += number
            rows["all"] += number
        rows[language] += number
        for check, count in counts.items():
            for where in (name, language, "all"):
                found[check, where] += count
    sets = ("unv1-dev", "udhr", "sdg", "treaties", "all")
    for heads, title in ((texts.LANGUAGES, "check"), (sets, "check")):
        yield table(
            [title, *heads],
            [["*pairs of paragraphs*", *(f"{rows[head]:,}" for head in heads)]]
            + [
                [check, *(per_hundred(found[check, head], rows[head]) for head in heads)]
                for check in check_rates.MEASURED
            ],
        )


def together() -> Iterator[str]:
    """All default checks on files that are read and aligned here, findings in a hundred pairs by kind."""
    found = {kind: clean_sets.rates(DATA, kind) for kind in clean_sets.KINDS}
    checks = sorted({check for _, counts in found.values() for check, _ in counts})
    rows: list[list[object]] = [["*pairs of paragraphs*", *(f"{pairs:,}" for pairs, _ in found.values())]]
    for check in checks:
        counted = [
            (sum(n for (each, _), n in counts.items() if each == check), pairs)
            for pairs, counts in found.values()
        ]
        rows.append([check, *(per_hundred(*each) for each in counted)])
    rows.append(
        ["all but gaps", *(per_hundred(clean_sets.alarms(counts), pairs) for pairs, counts in found.values())]
    )
    yield table(["check", *found], rows)


def lists() -> Iterator[str]:
    """What the checks that are off by default list, and opening verbs."""
    counts, rows = Counter[tuple[str, str]](), Counter[str]()
    verbs = Counter[str]()
    for _, item in texts.named_clean_sets(DATA):
        material = Material(item)
        for _, pivot, other in material.full_pairs():
            rows[other.language] += 1
            ours, theirs = opening(pivot.text, pivot.language), opening(other.text, other.language)
            if ours and theirs:
                verbs["pairs"] += 1
                verbs["alarms"] += bool(difference(ours, theirs))
        for check in LISTS:
            counts.update((check, each.language) for each in check_rates.findings(check, material))
    yield table(
        ["check", *texts.OTHERS],
        [[check, *(per_hundred(counts[check, c], rows[c]) for c in texts.OTHERS)] for check in LISTS],
    )
    yield f"verbs: {verbs['alarms']} alarms on {verbs['pairs']} pairs that open with a verb of the table\n"


def terms() -> str:
    """Alarms of the check on terms, by glossary."""
    found = {
        name: check_rates.term_rates(DATA, glossary)
        for name, glossary in check_rates.glossaries(DATA, CORPUS).items()
    }
    return table(
        ["glossary", *texts.OTHERS],
        [[name, *(f"{r[c][0]:.2f}" if c in r else "–" for c in texts.OTHERS)] for name, r in found.items()],
    )


def cells(found: Outcomes, show: Callable[[Outcome], str]) -> list[str]:
    """A cell for each language, and one for all."""
    shown = [show(found[code]) if code in found and found[code].wanted else "–" for code in texts.LANGUAGES]
    return [*shown, show(total(found))]


def share(outcome: Outcome) -> str:
    """What was found, of how many."""
    return f"{outcome.recall:.3f} ({outcome.wanted})"


def planted(encoder: CachedEncoder) -> str:
    """Recall by check and language."""
    rows = texts.joined(texts.un_documents(DATA))
    found: dict[str, Outcomes] = {}
    for check in planted_errors.FACTS:
        outcomes = check_rates.recall(rows, check)
        found[check] = {code: Outcome(wanted, hits) for code, (hits, wanted) in outcomes.items()}
    for part in SHARES:
        found[f"length ({part:.0%} cut off)"] = check_planted.cut_short(rows, part)
    found["wrong-language"] = check_planted.wrong_language(rows)
    found["order"] = check_planted.swapped(rows, encoder)
    found["order (moved further)"] = check_planted.moved(rows, encoder)
    found["missing-paragraph"] = check_planted.missing_paragraphs(rows, encoder)
    found["missing-sentence"] = check_planted.missing_sentences(DATA, encoder)
    found["missing-clause"] = check_planted.missing_clauses(rows, encoder)
    made = table(
        ["check", *texts.LANGUAGES, "all"], [[check, *cells(each, share)] for check, each in found.items()]
    )
    aligned = (
        (check, total(found[check]))
        for check in ("order", "missing-paragraph", "missing-sentence", "missing-clause")
    )
    false = "".join(f"{check}: {each.false} false alarms on {each.rows:,} rows\n" for check, each in aligned)
    return f"{made}\n{false}"


def amendments(encoder: CachedEncoder) -> str:
    """Precision and recall of amendments not carried over."""
    goals = check_planted.amendments_of_goals(DATA, encoder)
    law, warned = check_planted.amendments_of_laws(DATA, encoder)
    fakes, amended = check_planted.touched_up(DATA, encoder)
    lines: list[list[object]] = [
        [f"sdg 2017 → 2020, {code}", each.wanted, *_rates(each)] for code, each in goals.items()
    ]
    lines.append(["sdg, all", total(goals).wanted, *_rates(total(goals))])
    lines.append(["tw-law old → new, en", law.wanted, *_rates(law)])
    lines.append(["demo", *_demo()])
    made = table(["set", "undone", "recall", "alarms", "precision"], lines)
    touched = table(
        ["reported as not carried over", *texts.LANGUAGES, "all"],
        [["polished", *cells(fakes, share)], ["really amended", *cells(amended, share)]],
    )
    return f"{made}\ntw-law: {warned} wrong `partly`\n\n{touched}\n"


def edits(encoder: CachedEncoder) -> str:
    """Return precision and recall of single edits not carried over, in five random draws of undone edits."""
    found: dict[str, check_planted.Outcome] = {}
    for seed in range(5):
        for code, each in check_planted.edits_of_goals(DATA, encoder, seed=seed).items():
            found[code] = found.get(code, check_planted.Outcome()) + each
        law = check_planted.edits_of_laws(DATA, encoder, seed)
        found["law"] = found.get("law", check_planted.Outcome()) + law
    found["all"] = total(found)
    return table(
        ["set", "undone", "recall", "alarms", "precision"],
        [[name, each.wanted, *_rates(each)] for name, each in found.items()],
    )


def _rates(outcome: Outcome) -> tuple[object, ...]:
    return f"{outcome.recall:.3f}", outcome.reported, f"{outcome.precision:.3f}"


def _demo() -> tuple[object, ...]:
    """The bundled set: the amendments missing by its manifest against those reported."""
    result = load_set(CORPUS)
    comparison = compare_set(result)
    key = DocumentKey("zh", comparison.versions[-1])
    segments = comparison.documents[key].segments
    reported = [
        (each.language, segments[comparison.rows[each.rows[0]].cells[key].start].place)
        for each in check_comparison(comparison, load(), glossary_of(result)).findings
        if each.check == "amendments"
    ]
    gold = {(each["language"], each["place"]) for each in result.not_carried_over}
    right = len(gold & set(reported))
    return len(gold), f"{right / len(gold):.3f}", len(reported), f"{right / len(reported):.3f}"


def digest() -> str:
    """Of all clean texts: figures hold for these alone."""
    found = hashlib.sha256()
    for name, item in texts.named_clean_sets(DATA):
        found.update(name.encode())
        for document in item.documents.values():
            found.update(document.text.encode())
    return found.hexdigest()[:16]


def main(arguments: Sequence[str]) -> None:
    """Print the tables, or the alarms of some checks."""
    out = sys.stdout.write
    if arguments[:1] == ["alarms"]:
        for name, item in texts.named_clean_sets(DATA):
            material = Material(item)
            for check in arguments[1:]:
                for each in check_rates.alarms(check, check_rates.findings(check, material)):
                    out(f"{name}\t{each.rows[0]}\t{each.language}\t{each.severity}\t{each.message}\n")
        return
    with tempfile.TemporaryDirectory() as folder:
        encoder = CachedEncoder(load(), Path(folder))
        if arguments[:1] == ["edits"]:
            out(edits(encoder))
            return
        out(f"aligner {__version__}, {encoder.name} {encoder.revision}, corpus {digest()}\n\n")
        for parts in (
            false_alarms,
            together,
            lists,
            lambda: [terms()],
            lambda: [planted(encoder)],
            lambda: [amendments(encoder)],
            lambda: [edits(encoder)],
        ):
            for part in parts():
                out(f"{part}\n")
                sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
