"""How often each check is wrong on clean parallel texts, and what share of planted errors it finds.

Used by the test of the floors and by `benchmarks/checks.py`, which prints the tables.
"""

from __future__ import annotations

import csv
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from pathlib import Path

import parallel_texts as texts
import planted_errors

from aligner.checks import CHECKS
from aligner.checks.material import Material
from aligner.languages.profile import profile
from aligner.readers import glossary as glossaries_of
from aligner.values import Finding, Severity
from aligner.values.glossary import Concept, Glossary

ALARMS = (Severity.ERROR, Severity.WARNING, Severity.FORM)
MILD = ("modality",)  # what it finds is info: all of it is counted
MEASURED = (
    "missing-paragraph",
    "length",
    "numbers",
    "units",
    "dates",
    "symbols",
    "labels",
    "footnotes",
    "brackets",
    "names",
    "wrong-language",
    "form",
    "modality",
    "opposites",
)
THREES = (("zh", "en", "fr"), ("ar", "ru", "es"), ("en", "ru", "ar"), ("fr", "es", "zh"))
PAIRS = tuple(combinations(texts.LANGUAGES, 2))
Table = dict[str, dict[str, float]]


def alarms(check: str, found: Iterable[Finding]) -> Iterator[Finding]:
    """The findings that count as alarms."""
    return (each for each in found if each.severity in ALARMS or check in MILD)


def findings(check: str, material: Material) -> list[Finding]:
    """What a check by itself finds in all rows."""
    return list(CHECKS[check].merge(material, list(CHECKS[check].run(material))))


def false_alarms(data: Path) -> Iterator[tuple[str, str, int, Counter[str]]]:
    """By set and language: how many pairs of paragraphs, and how many alarms of each check.

    A gap that the gold has is no false alarm.
    """
    for name, item in texts.named_clean_sets(data):
        material = Material(item)
        rows = Counter(other.language for _, _, other in material.full_pairs())
        rows[item.pivot] = len({row for row, _, _ in material.full_pairs()})
        counts: dict[str, Counter[str]] = {language: Counter() for language in rows}
        for check in MEASURED:
            for each in alarms(check, findings(check, material)):
                gap = check == "missing-paragraph" and len(item.rows[each.rows[0]].cells) == 1
                if not gap:
                    counts[each.language][check] += 1
        for language, number in rows.items():
            yield name, language, number, counts[language]


def rates(data: Path) -> Table:
    """Alarms in a hundred pairs of paragraphs, by check and language, over all sets."""
    rows: Counter[str] = Counter()
    found: Counter[tuple[str, str]] = Counter()
    for _, language, number, counts in false_alarms(data):
        rows[language] += number
        for check, count in counts.items():
            found[check, language] += count
    return {
        check: {code: round(100 * found[check, code] / rows[code], 2) for code in texts.LANGUAGES}
        for check in MEASURED
    }


def planted(rows: texts.Texts, check: str, code: str) -> tuple[set[int], set[int]]:
    """Rows of one language with an error planted, and those its check raises an alarm for.

    Planted where the other language has a place for such an error, too: there is something
    to hold it against; but not where there is an alarm already: what is found there proves
    nothing, and a planted error may by chance mend one of the text's own.
    """
    finder = planted_errors.FOUND_BY.get(check, check)
    plant, chance = planted_errors.FACTS[check], random.Random(f"{check}-{code}")
    other = "en" if code == "zh" else "zh"
    changed, gold = list(rows[code]), set[int]()

    def rows_found(result: texts.Texts) -> set[int]:
        pair = {"zh": result["zh"], "en" if code == "zh" else code: result["en" if code == "zh" else code]}
        found = findings(finder, Material(texts.one_to_one(pair)))
        return {each.rows[0] for each in alarms(finder, found) if each.rows}

    before = rows_found(rows)
    for number, text in enumerate(rows[code]):
        comparable = number not in before and plant(rows[other][number], other, random.Random(0)) is not None
        wrong = plant(text, code, chance) if comparable else None
        if wrong is not None and chance.random() < planted_errors.SHARES.get(check, 0.5):
            changed[number] = wrong
            gold.add(number)
    return gold, rows_found({**rows, code: changed})


def recall(rows: texts.Texts, check: str) -> dict[str, tuple[int, int]]:
    """By language, how many of the planted errors were found, and how many there are."""
    outcomes = {code: planted(rows, check, code) for code in texts.LANGUAGES}
    return {code: (len(gold & found), len(gold)) for code, (gold, found) in outcomes.items()}


def lost_negations(rows: texts.Texts, sets: Sequence[tuple[str, ...]] = THREES) -> tuple[float, float, int]:
    """Alarms in a hundred clean pairs of such sets, the share of planted errors found, and all planted.

    Planted by taking the only negation out of one language where the others have one.
    """
    alarms = found = planted = 0
    for codes in sets:
        chosen = {code: rows[code] for code in codes}
        clean = _rows_with_lost_negations(chosen)
        alarms += len(clean)
        for code in codes:
            denied = {
                n
                for n in range(len(rows[code]))
                if all(profile(c).negation.plain.search(rows[c][n]) for c in codes)
            }
            changed = [_affirmed(text, code) if n in denied else None for n, text in enumerate(rows[code])]
            wrong = {n for n, text in enumerate(changed) if text is not None}
            texts_of = [text or old for text, old in zip(changed, rows[code], strict=True)]
            planted += len(wrong)
            found += len(wrong & (_rows_with_lost_negations({**chosen, code: texts_of}) - clean))
    pairs = sum(len(codes) - 1 for codes in sets) * len(rows["zh"])
    return 100 * alarms / pairs, found / planted, planted


def _rows_with_lost_negations(rows: texts.Texts) -> set[int]:
    return {each.rows[0] for each in CHECKS["negation"].run(Material(texts.one_to_one(rows)))}


def _affirmed(text: str, code: str) -> str | None:
    """A text without its only negation; None if it has several."""
    places = list(profile(code).negation.plain.finditer(text))
    if len(places) != 1:
        return None
    text = f"{text[: places[0].start()]} {text[places[0].end() :]}"
    return re.sub(r"\bn['’]|\bne ", "", text) if code == "fr" else text


def glossaries(data: Path, corpus: Path) -> dict[str, Glossary]:
    """The bundled glossary, and the names of all countries as one."""
    with (data / "unterm-countries" / "unterm-countries.tsv").open(encoding="utf-8") as file:
        short = [row for row in csv.DictReader(file, delimiter="\t") if row["kind"] == "Short"]
    concepts = [
        Concept({code: (name,) for code in texts.LANGUAGES if (name := _bare(row[code]))}, {}, "required")
        for row in short
    ]
    bundled = glossaries_of.load(corpus / "glossary.csv")
    return {"bundled": bundled, "countries": tuple(concepts)}


def _bare(name: str) -> str:
    """A name without the article after it and without notes."""
    return re.sub(r"\s*[(\[*（].*", "", name).strip()


def term_rates(data: Path, glossary: Glossary) -> dict[str, tuple[float, int]]:
    """By language with terms: alarms in a hundred pairs of paragraphs whose pivot has a term, and those."""
    counts, rows = Counter[str](), Counter[str]()
    for _, item in texts.named_clean_sets(data):
        material = Material(item, glossary)
        rows.update(other.language for _, _, other in material.full_pairs())
        counts.update(each.language for each in alarms("terms", CHECKS["terms"].run(material)))
    covered = {code for concept in glossary for code in concept.terms} - {"zh"}
    return {c: (round(100 * counts[c] / rows[c], 2), rows[c]) for c in texts.OTHERS if c in covered}
