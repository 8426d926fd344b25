"""The share of errors planted in whole texts that the checks find, by language.

The errors are paragraphs truncated, swapped, left in another language or missing, missing sentences, and
amendments undone. Used by the test of the floors and by `benchmarks/checks.py`.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import parallel_texts as texts
import planted_amendments
from check_rates import alarms, findings

from aligner.checks import CHECKS
from aligner.checks.material import Material
from aligner.checks.usual_lengths import size
from aligner.comparison.compare import compare
from aligner.encoders import Encoder
from aligner.pipeline.check_set import check_comparison, closeness
from aligner.values import Carried, Comparison, Document, DocumentKey

WINDOWS = (0, 600)  # where in the documents the two stretches begin that are aligned here
ROWS = 200
WORTH = 15  # characters of Chinese from which on a passage is worth planting in


@dataclass
class Outcome:
    """Of so many errors planted, how many were found; and of so many alarms, how many are right."""

    wanted: int = 0
    found: int = 0
    reported: int = 0
    right: int = 0
    rows: int = 0

    def __add__(self, other: Outcome) -> Outcome:
        return Outcome(
            self.wanted + other.wanted,
            self.found + other.found,
            self.reported + other.reported,
            self.right + other.right,
            self.rows + other.rows,
        )

    @property
    def recall(self) -> float:
        """The share of planted errors that was found."""
        return self.found / self.wanted

    @property
    def precision(self) -> float:
        """The share of the alarms that are right."""
        return self.right / self.reported

    @property
    def false(self) -> int:
        """The alarms that are wrong."""
        return self.reported - self.right


Outcomes = dict[str, Outcome]


def total(outcomes: Outcomes) -> Outcome:
    """All languages together."""
    return sum(outcomes.values(), Outcome())


def cut_short(rows: texts.Texts, share: float) -> Outcomes:
    """Paragraphs that lost this share of their text."""
    outcomes: Outcomes = {}
    for code in texts.OTHERS:
        chance, changed, gold = random.Random(code), list(rows[code]), set[int]()
        for number, text in enumerate(rows[code]):
            if size(text, code) >= 100 and chance.random() < 0.1:
                changed[number] = text[: int(len(text) * (1 - share))]
                gold.add(number)
        material = Material(texts.one_to_one({"zh": rows["zh"], code: changed}))
        hits = gold & {each.rows[0] for each in findings("length", material)}
        outcomes[code] = Outcome(len(gold), len(hits))
    return outcomes


def wrong_language(rows: texts.Texts) -> Outcomes:
    """Paragraphs left in another language."""
    outcomes: Outcomes = {}
    for code in texts.OTHERS:
        chance = random.Random(code)
        changed, gold = list(rows[code]), set[int]()
        for number in range(0, len(changed), 7):
            other = chance.choice([each for each in texts.LANGUAGES if each != code])
            if len(rows["en"][number]) >= 80:
                changed[number] = rows[other][number]
                gold.add(number)
        material = Material(texts.one_to_one({"zh": rows["zh"], code: changed}))
        found = alarms("wrong-language", CHECKS["wrong-language"].run(material))
        outcomes[code] = Outcome(
            len(gold), len(gold & {each.rows[0] for each in found if each.language == code})
        )
    return outcomes


def swapped(rows: texts.Texts, encoder: Encoder) -> Outcomes:
    """Neighbours that changed places, in texts aligned here."""
    outcomes = {code: Outcome() for code in texts.OTHERS}
    for code, start in product(texts.OTHERS, WINDOWS):
        chance, gold, place = random.Random(f"{code}{start}"), set[int](), 3
        ours, theirs = rows["zh"][start : start + ROWS], list(rows[code][start : start + ROWS])
        while place < ROWS - 5:
            if chance.random() < 0.08 and min(len(ours[place]), len(ours[place + 1])) >= WORTH:
                theirs[place], theirs[place + 1] = theirs[place + 1], theirs[place]
                gold.add(place)
                place += 3
            place += 1
        compared = _compared(ours, code, theirs, encoder)
        document = compared.documents[DocumentKey(code, "v")]
        starts = {
            each.span.start
            for each in check_comparison(compared, encoder, checks=["order"]).findings
            if each.span is not None
        }
        reported = {
            number for number, segment in enumerate(document.segments) if segment.span.start in starts
        }
        right = sum(1 for number in reported if {number, number - 1} & gold)
        hits = sum(1 for each in gold if {each, each + 1} & reported)
        outcomes[code] += Outcome(len(gold), hits, len(reported), right, ROWS)
    return outcomes


def moved(rows: texts.Texts, encoder: Encoder) -> Outcomes:
    """Paragraphs moved some places down, in texts aligned here; alarms of every kind count."""
    outcomes = {code: Outcome() for code in texts.OTHERS}
    for code, start in product(texts.OTHERS, WINDOWS):
        chance, gold = random.Random(f"{code}{start}"), set[int]()
        ours, theirs = rows["zh"][start : start + ROWS], list(rows[code][start : start + ROWS])
        for place in range(10, ROWS - 20, 24):
            if len(ours[place]) >= WORTH:
                theirs.insert(place + chance.choice([4, 7, 11]), theirs.pop(place))
                gold.add(place)
        compared = _compared(ours, code, theirs, encoder)
        moves = compared.alignments[DocumentKey("zh", "v"), DocumentKey(code, "v")].moves
        reported = {index for move in moves for index in move.source}
        missing = alarms("missing-paragraph", CHECKS["missing-paragraph"].run(Material(compared)))
        hits = len(gold & reported)
        outcomes[code] += Outcome(len(gold), hits, len(reported) + len(list(missing)), hits, ROWS)
    return outcomes


def missing_paragraphs(rows: texts.Texts, encoder: Encoder) -> Outcomes:
    """Paragraphs left out, in texts aligned here."""
    outcomes = {code: Outcome() for code in texts.OTHERS}
    for code, start in product(texts.OTHERS, WINDOWS):
        chance = random.Random(f"{code}{start}")
        ours = rows["zh"][start : start + ROWS]
        gold = {n for n in range(ROWS) if chance.random() < 0.08 and len(ours[n]) >= WORTH}
        theirs = [text for n, text in enumerate(rows[code][start : start + ROWS]) if n not in gold]
        compared = _compared(ours, code, theirs, encoder)
        reported = {
            segment
            for each in alarms("missing-paragraph", CHECKS["missing-paragraph"].run(Material(compared)))
            for segment in compared.rows[each.rows[0]].cells.get(DocumentKey("zh", "v"), ())
        }
        hits = len(gold & reported)
        outcomes[code] += Outcome(len(gold), hits, len(reported), hits, ROWS)
    return outcomes


def _compared(ours: list[str], code: str, theirs: list[str], encoder: Encoder) -> Comparison:
    documents = {
        DocumentKey("zh", "v"): texts.document("zh", ours),
        DocumentKey(code, "v"): texts.document(code, theirs),
    }
    return compare(documents, pivot="zh", versions=("v",), encoder=encoder)


def missing_sentences(data: Path, encoder: Encoder) -> Outcomes:
    """One of three sentences of a paragraph left out; any report on a clean paragraph is false."""
    whole = texts.in_threes(texts.un_documents(data))
    chance, gold = random.Random(1), set[tuple[int, str]]()
    cut = {code: list(item) for code, item in whole.items()}
    for row in range(len(whole["zh"])):
        code, place = chance.choice(texts.OTHERS), chance.randrange(3)
        if chance.random() < 0.3 and len(whole["zh"][row].split("\x00")[place]) >= 10:
            parts = whole[code][row].split("\x00")
            cut[code][row] = "\x00".join(parts[:place] + parts[place + 1 :])
            gold.add((row, code))
    found: list[set[tuple[int, str]]] = []
    for item in (whole, cut):
        material = texts.one_to_one(texts.as_paragraphs(item))
        findings = check_comparison(material, encoder, checks=["missing-sentence"]).findings
        found.append({(each.rows[0], each.language) for each in findings})
    clean, hit = found
    outcomes: Outcomes = {}
    for code in texts.OTHERS:
        planted = {each for each in gold if each[1] == code}
        false = sum(1 for each in clean if each[1] == code)
        outcomes[code] = Outcome(len(planted), len(planted & hit), false, 0, len(whole["zh"]))
    return outcomes


CLAUSE = re.compile(r"[^,;:，；：、،؛]+[,;:，；：、،؛]?\s*")
LONG_CLAUSE = 45  # characters as of English


def missing_clauses(rows: texts.Texts, encoder: Encoder) -> Outcomes:
    """One clause of a sentence left out, compared with Chinese alone; any report on a clean row is false."""
    outcomes: Outcomes = {}
    for code in texts.OTHERS:
        changed, gold = without_clauses({code: rows[code]}, random.Random(code))
        pairs = ({"zh": rows["zh"], code: item[code]} for item in (rows, changed))
        clean, hit = ({row for row, _ in _findings_of_clauses(pair, encoder)} for pair in pairs)
        planted = {row for row, _ in gold}
        outcomes[code] = Outcome(len(gold), len(planted & hit), len(clean), 0, len(rows[code]))
    return outcomes


def clauses_missing_in_one(rows: texts.Texts, languages: Sequence[str], encoder: Encoder) -> Outcomes:
    """The same in one of several languages, of which the first is the pivot."""
    whole = {code: rows[code] for code in languages}
    changed, gold = without_clauses(whole, random.Random(len(languages)))
    clean, hit = _findings_of_clauses(whole, encoder), _findings_of_clauses(changed, encoder)
    outcomes: Outcomes = {}
    for code in languages:
        planted, false = ({each for each in found if each[1] == code} for found in (gold, clean))
        outcomes[code] = Outcome(len(planted), len(planted & hit), len(false), 0, len(rows[code]))
    return outcomes


def without_clauses(rows: texts.Texts, chance: random.Random) -> tuple[texts.Texts, set[tuple[int, str]]]:
    """Leave a long clause out of one language in about one of seven rows that have some, and tell where."""
    changed, gold = {code: list(item) for code, item in rows.items()}, set[tuple[int, str]]()
    for number in range(len(next(iter(rows.values())))):
        long = [(code, clause) for code, item in rows.items() for clause in _long_clauses(item[number], code)]
        if long and chance.random() < 0.15:
            code = chance.choice(sorted({code for code, _ in long}))
            clause = chance.choice([clause for own, clause in long if own == code])
            changed[code][number] = rows[code][number].replace(clause, "", 1)
            gold.add((number, code))
    return changed, gold


def _long_clauses(text: str, code: str) -> list[str]:
    clauses = [found.group() for found in CLAUSE.finditer(text)]
    return [each for each in clauses if LONG_CLAUSE <= size(each, code) <= size(text, code) / 2]


def _findings_of_clauses(rows: Mapping[str, Sequence[str]], encoder: Encoder) -> set[tuple[int, str]]:
    """The rows and languages of findings of missing clauses."""
    material = Material(texts.one_to_one(rows), closeness=closeness(encoder))
    return {(each.rows[0], each.language or "") for each in CHECKS["missing-clause"].run(material)}


REALLY_LACKING = {"ar": {"4-7-1"}, "es": {"10-7-2"}}
"""Goals whose published translation lacks one of the Chinese edits ("including gender equality and human
rights" still stands; "well-managed" was not taken out): reporting them is right."""

LAWS_REALLY_LACKING = ("應配置社會工作、警察、衛生及其他相關專業人員",)
"""The same for lines of laws: 醫療 became 衛生, and the translation still has "medical teams"."""

Goals = tuple[dict[str, str], dict[str, str]]


def _goals(data: Path, code: str) -> Goals:
    """The goals of 2017 and 2020 by key."""
    later = "head" if code == "ar" else "2020"
    names = [data / "sdg" / f"sdg-{version}.{code}" for version in ("2017", later)]
    old, new = (
        {
            key: text
            for key, text in zip(
                texts.lines(name.with_name(f"{name.name}.keys")),
                texts.lines(name.with_name(f"{name.name}.txt")),
                strict=True,
            )
            if text.strip()
        }
        for name in names
    )
    return old, new


def _take_back(chance: random.Random, zh: Goals, there: Goals) -> set[str]:
    """Take three in ten amendments back in the other language; gives all keys that lack theirs."""
    (zh_old, zh_new), (old, new) = zh, there
    for key in list(new):
        both = zh_old.get(key) != zh_new.get(key) and old.get(key) != new[key]
        if both and chance.random() < planted_amendments.TAKEN_BACK:
            if key in old and key in zh_old:
                new[key] = old[key]
            elif key not in old and key not in zh_old and key in zh_new:
                del new[key]
    lacking = {
        key
        for key in zh_new
        if key in zh_old
        and _is_amended(zh, key)
        and key in old
        and key in new
        and not _is_amended(there, key)
    }
    return lacking | {key for key in zh_new if key not in zh_old and key not in new}


def _is_amended(goals: Goals, key: str) -> bool:
    old, new = goals
    return planted_amendments.words(old[key]) != planted_amendments.words(new[key])


def edits_of_goals(
    data: Path, encoder: Encoder, languages: Sequence[str] = texts.OTHERS, seed: int = 0
) -> Outcomes:
    """Goals amended in both languages; in every second translation one of several edits is undone.

    Alarms on translations that were not amended at all, or that really lack an edit, are right, and left out.
    """
    outcomes: Outcomes = {}
    for code in languages:
        zh, there = _goals(data, "zh"), _goals(data, code)
        chance, gold = random.Random(f"{code}{seed or ''}"), set[str]()
        for key in _amended_in_both(zh, there):
            undone = planted_amendments.one_taken_back(there[0][key], there[1][key], code, chance)
            if undone is not None and chance.random() < planted_amendments.HALF:
                there[1][key] = undone
                gold.add(key)
        alike = {key for key in there[1] if key in there[0] and not _is_amended(there, key)}
        lacking = REALLY_LACKING.get(code, set()) - gold
        found = _not_carried(zh, code, there, encoder) - alike - lacking
        hits = len(found & gold)
        outcomes[code] = Outcome(len(gold), hits, len(found), hits)
    return outcomes


def edits_of_goals_in_six(
    data: Path, encoder: Encoder, undo: Callable[..., str | None], seed: int, pivot: str = "zh"
) -> Outcome:
    """The same with all languages in one set; in each, some of the goals lack what `undo` takes out."""
    drafts, gold = {code: _goals(data, code) for code in (pivot, *texts.LANGUAGES)}, set[tuple[str, str]]()
    chance, settled = random.Random(seed), set[tuple[str, str]]()
    for code, there in list(drafts.items())[1:]:
        for key in _amended_in_both(drafts[pivot], there):
            taken = chance.random() < planted_amendments.TAKEN_BACK
            if taken and (undone := undo(there[0][key], there[1][key], code, chance)) is not None:
                there[1][key] = undone
                gold.add((code, key))
        settled |= {(code, key) for key in there[1] if key in there[0] and not _is_amended(there, key)}
        settled |= {(code, key) for key in REALLY_LACKING.get(code, ())}
    found = _not_carried_over(drafts, encoder) - (settled - gold)
    return Outcome(len(gold), len(found & gold), len(found), len(found & gold))


def edits_of_laws(data: Path, encoder: Encoder, seed: int = 0) -> Outcome:
    """Lines of laws amended in both languages; in every second English one an edit is undone."""
    outcome = Outcome()
    for documents, planted in planted_amendments.laws_with_edits_taken_back(data, seed):
        compared = compare(documents, pivot="zh", versions=("old", "new"), encoder=encoder)
        changes = compared.revisions[DocumentKey("zh", "old"), DocumentKey("zh", "new")].changes
        amended = [each for each in compared.amendments if each.language == "zh" and changes[each.change].new]
        found = {
            index
            for each in amended
            if each.states.get("en") in (Carried.NOT_CARRIED_OVER, Carried.PARTLY)
            for index in changes[each.change].new
        }
        found -= _lacking(documents, compared) - planted
        hits = len(found & planted)
        outcome += Outcome(len(planted), hits, len(found), hits)
    return outcome


def _lacking(documents: dict[DocumentKey, Document], compared: Comparison) -> set[int]:
    """The lines of the new Chinese text whose amendment the published English lacks.

    All English lines beside them are as in the earlier act, or they are listed above.
    """
    here, there = DocumentKey("zh", "new"), DocumentKey("en", "new")
    earlier = {planted_amendments.words(text) for text in documents[DocumentKey("en", "old")].texts()}
    new = documents[there]
    unchanged = {
        index
        for bead in compared.alignments[here, there].beads
        for index in bead.source
        if all(planted_amendments.words(new.text_of(j)) in earlier for j in bead.target)
    }
    texts_here = enumerate(documents[here].texts())
    return unchanged | {
        index for index, text in texts_here if any(each in text for each in LAWS_REALLY_LACKING)
    }


def _not_carried(zh: Goals, code: str, there: Goals, encoder: Encoder) -> set[str]:
    """The keys of the Chinese amendments that are said to lack, in whole or in part."""
    return {key for _, key in _not_carried_over({"zh": zh, code: there}, encoder)}


def _not_carried_over(drafts: Mapping[str, Goals], encoder: Encoder) -> set[tuple[str, str]]:
    """The languages and keys of the first one's amendments that are said to lack, in whole or in part."""
    documents: dict[DocumentKey, Document] = {
        DocumentKey(language, version): texts.document(language, list(compared.values()), version)
        for language, pair in drafts.items()
        for version, compared in zip(("old", "new"), pair, strict=True)
    }
    pivot = next(iter(drafts))
    compared = compare(documents, pivot=pivot, versions=("old", "new"), encoder=encoder)
    changes = compared.revisions[DocumentKey(pivot, "old"), DocumentKey(pivot, "new")].changes
    keys = list(drafts[pivot][1])
    return {
        (code, keys[index])
        for each in compared.amendments
        for code, state in each.states.items()
        if each.language == pivot and state in (Carried.NOT_CARRIED_OVER, Carried.PARTLY)
        for index in changes[each.change].new
    }


def amendments_of_goals(data: Path, encoder: Encoder) -> Outcomes:
    """Amendments of the goals, three in ten taken back."""
    outcomes: Outcomes = {}
    for code in texts.OTHERS:
        zh, there = _goals(data, "zh"), _goals(data, code)
        gold = _take_back(random.Random(code), zh, there)
        found = _not_carried(zh, code, there, encoder)
        hits = len(found & gold)
        outcomes[code] = Outcome(len(gold), hits, len(found), hits)
    return outcomes


def amendments_of_laws(data: Path, encoder: Encoder, seeds: int = 2) -> tuple[Outcome, int]:
    """Amendments of laws, three in ten taken back in English; and how many `partly` are wrong.

    By `not_carried_over` alone: an alarm that is right in part only is no hit.
    """
    outcome, warned = Outcome(), 0
    for seed in range(seeds):
        for law in planted_amendments.laws(data, seed):
            compared = compare(law.documents, pivot="zh", versions=("old", "new"), encoder=encoder)
            for planted, lacks, state in law.outcomes(compared):
                missed = state is Carried.NOT_CARRIED_OVER
                outcome += Outcome(planted, planted and missed, missed, lacks and missed)
                warned += state is Carried.PARTLY and not lacks
    return outcome, warned


def touched_up(data: Path, encoder: Encoder) -> tuple[Outcomes, Outcomes]:
    """Count the amended goals reported: with a single word changed, and as really amended."""
    return _outcomes(data, encoder, planted_amendments.touched_up), _outcomes(data, encoder, None)


def _outcomes(
    data: Path, encoder: Encoder, put: Callable[[str, random.Random], str | None] | None
) -> Outcomes:
    outcomes: Outcomes = {}
    for code in texts.OTHERS:
        zh, there = _goals(data, "zh"), _goals(data, code)
        chance, keys = random.Random(code), set[str]()
        for key in _amended_in_both(zh, there):
            if put is None and key in REALLY_LACKING.get(code, ()):
                continue
            text = there[1][key] if put is None else put(there[0][key], chance)
            if text is not None:
                there[1][key] = text
                keys.add(key)
        outcomes[code] = Outcome(len(keys), len(keys & _not_carried(zh, code, there, encoder)))
    return outcomes


def _amended_in_both(zh: Goals, there: Goals) -> Iterator[str]:
    for key in list(there[1]):
        result = key in zh[0] and key in zh[1] and key in there[0]
        if result and _is_amended(zh, key) and _is_amended(there, key):
            yield key
