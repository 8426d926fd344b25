"""Checks stay quiet on clean texts and find what was planted: floors in `floors/checks.json`.

Measured on the development data, skipped where that is not there. What is counted as a false
alarm is every finding of severity `error` or `warning` on clean parallel text, though most
of them are real slips of the published texts. To change a floor is a decision: say why.
"""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import product
from pathlib import Path
from typing import Any

import parallel_texts as texts
import planted_errors
import pytest

from aligner.cache import CachedEncoder
from aligner.checking import check_comparison
from aligner.checks import CHECKS
from aligner.checks.material import Material
from aligner.compare import compare
from aligner.encoders import load
from aligner.values import Carried, Comparison, DocumentKey, Finding, Severity

FLOORS: dict[str, Any] = json.loads(
    (Path(__file__).parent / "floors" / "checks.json").read_text(encoding="utf-8")
)
ALARMS = (Severity.ERROR, Severity.WARNING)
QUIET = ("numbers", "dates", "symbols", "labels", "footnotes", "wrong-language", "missing-paragraph", "form")


@pytest.fixture(scope="module")
def rows(shared_data: Path) -> texts.Texts:
    return texts.joined(texts.un_documents(shared_data))


@pytest.fixture(scope="module")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> CachedEncoder:
    return CachedEncoder(load(), tmp_path_factory.mktemp("vectors"))


def alarms(found: Iterable[Finding]) -> list[Finding]:
    return [finding for finding in found if finding.severity in (*ALARMS, Severity.FORM)]


def test_clean_texts_raise_few_alarms(shared_data: Path) -> None:
    count: Counter[str] = Counter()
    pairs = 0
    for held in texts.clean_sets(shared_data):
        material = Material(held)
        pairs += sum(1 for _ in material.full_pairs())
        for check in QUIET:
            found = alarms(CHECKS[check].run(material))
            if check == "missing-paragraph":  # the gold has real gaps; they are not false
                found = [each for each in found if each.rows and len(held.rows[each.rows[0]].cells) > 1]
            count[check] += len(found)
    per_hundred = {check: 100 * count[check] / pairs for check in QUIET}
    too_many = {c: round(n, 2) for c, n in per_hundred.items() if n > FLOORS["alarms_per_100_rows"][c]}
    assert not too_many


def planted(rows: texts.Texts, check: str, code: str) -> tuple[set[int], set[int]]:
    """Rows of one language with an error planted, and those its check raises an alarm for."""
    plant, chance = planted_errors.FACTS[check], random.Random(f"{check}-{code}")
    other = "en" if code == "zh" else "zh"
    changed, gold = list(rows[code]), set[int]()
    for number, text in enumerate(rows[code]):
        comparable = plant(rows[other][number], other, random.Random(0)) is not None
        wrong = plant(text, code, chance) if comparable else None
        if wrong is not None and chance.random() < 0.5:
            changed[number] = wrong
            gold.add(number)
    pair = {"zh": rows["zh"], "en" if code == "zh" else code: rows["en"]} | {code: changed}
    held = texts.one_to_one(pair)
    return gold, {each.rows[0] for each in alarms(CHECKS[check].run(Material(held))) if each.rows}


@pytest.mark.parametrize("check", planted_errors.FACTS)
def test_planted_facts_are_found(rows: texts.Texts, check: str) -> None:
    outcomes = {code: planted(rows, check, code) for code in texts.LANGUAGES}
    hits = {code: len(gold & found) for code, (gold, found) in outcomes.items()}
    sizes = {code: len(gold) for code, (gold, _) in outcomes.items()}
    assert sum(sizes.values()) > 100
    assert sum(hits.values()) / sum(sizes.values()) >= FLOORS["recall"][check]
    for code, size in sizes.items():
        assert hits[code] >= FLOORS["recall_by_language"] * size, code


def test_a_paragraph_in_the_wrong_language_is_found(rows: texts.Texts) -> None:
    hits = wanted = 0
    for code in texts.OTHERS:
        chance = random.Random(code)
        changed, gold = list(rows[code]), set[int]()
        for number in range(0, len(changed), 7):
            other = chance.choice([each for each in texts.LANGUAGES if each != code])
            if len(rows["en"][number]) >= 80:
                changed[number] = rows[other][number]
                gold.add(number)
        material = Material(texts.one_to_one({"zh": rows["zh"], code: changed}))
        found = alarms(CHECKS["wrong-language"].run(material))
        hits += len(gold & {each.rows[0] for each in found if each.language == code})
        wanted += len(gold)
    assert hits / wanted >= FLOORS["recall"]["wrong-language"]


def test_a_missing_paragraph_is_found_in_texts_aligned_here(
    rows: texts.Texts, encoder: CachedEncoder
) -> None:
    hits = wanted = false = 0
    for code, start in product(texts.OTHERS, (0, 600)):
        chance = random.Random(f"{code}{start}")
        ours = rows["zh"][start : start + 200]
        gold = {n for n in range(200) if chance.random() < 0.08 and len(ours[n]) >= 15}
        theirs = [text for n, text in enumerate(rows[code][start : start + 200]) if n not in gold]
        documents = {
            DocumentKey("zh", "v"): texts.document("zh", ours),
            DocumentKey(code, "v"): texts.document(code, theirs),
        }
        held = compare(documents, pivot="zh", versions=("v",), encoder=encoder)
        found = {
            segment
            for each in alarms(CHECKS["missing-paragraph"].run(Material(held)))
            for segment in held.rows[each.rows[0]].cells.get(DocumentKey("zh", "v"), ())
        }
        hits, wanted, false = hits + len(gold & found), wanted + len(gold), false + len(found - gold)
    assert wanted > 100
    assert hits / wanted >= FLOORS["recall"]["missing-paragraph"]
    assert false / (hits + false) <= FLOORS["missing_paragraph_false"]


def test_a_missing_sentence_is_found(shared_data: Path, encoder: CachedEncoder) -> None:
    whole = texts.in_threes(texts.un_documents(shared_data))
    chance, gold = random.Random(1), set[tuple[int, str]]()
    cut = {code: list(held) for code, held in whole.items()}
    for row in range(len(whole["zh"])):
        code, place = chance.choice(texts.OTHERS), chance.randrange(3)
        if chance.random() < 0.3 and len(whole["zh"][row].split("\x00")[place]) >= 10:
            parts = whole[code][row].split("\x00")
            cut[code][row] = "\x00".join(parts[:place] + parts[place + 1 :])
            gold.add((row, code))
    found: list[set[tuple[int, str]]] = []
    for held in (whole, cut):
        material = texts.one_to_one(texts.as_paragraphs(held))
        findings = check_comparison(material, encoder, checks=["missing-sentence"]).findings
        found.append({(each.rows[0], each.language) for each in findings})
    clean, hit = found
    pairs = len(whole["zh"]) * len(texts.OTHERS)
    assert 100 * len(clean) / pairs <= FLOORS["alarms_per_100_rows"]["missing-sentence"]
    assert len(gold & hit) / len(gold) >= FLOORS["recall"]["missing-sentence"]


def _words(text: str) -> str:
    return "".join(character for character in text.lower() if character.isalnum())


def _versions(data: Path, code: str) -> tuple[dict[str, str], dict[str, str]]:
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


def _without(
    chance: random.Random, zh: tuple[dict[str, str], ...], there: tuple[dict[str, str], ...]
) -> set[str]:
    """Take every third amendment back in the other language; gives all keys that lack theirs."""
    (zh_old, zh_new), (old, new) = zh, there
    for key in list(new):
        both = zh_old.get(key) != zh_new.get(key) and old.get(key) != new[key]
        if both and chance.random() < 0.3:
            if key in old and key in zh_old:
                new[key] = old[key]
            elif key not in old and key not in zh_old and key in zh_new:
                del new[key]
    lacking = {
        key
        for key in zh_new
        if key in zh_old
        and _words(zh_old[key]) != _words(zh_new[key])
        and key in old
        and key in new
        and _words(old[key]) == _words(new[key])
    }
    return lacking | {key for key in zh_new if key not in zh_old and key not in new}


def _not_carried(held: Comparison, code: str, keys: Mapping[str, list[str]]) -> set[str]:
    changes = held.revisions[DocumentKey("zh", "old"), DocumentKey("zh", "new")].changes
    return {
        keys["new"][index]
        for each in held.amendments
        if each.language == "zh" and each.states.get(code) in (Carried.NOT_CARRIED_OVER, Carried.PARTLY)
        for index in changes[each.change].new
    }


def test_amendments_not_carried_over_are_found(shared_data: Path, encoder: CachedEncoder) -> None:
    right = told = wanted = 0
    for code in texts.OTHERS:
        zh, there = _versions(shared_data, "zh"), _versions(shared_data, code)
        gold = _without(random.Random(code), zh, there)
        documents = {
            DocumentKey(language, version): texts.document(language, list(held.values()), version)
            for language, pair in (("zh", zh), (code, there))
            for version, held in zip(("old", "new"), pair, strict=True)
        }
        held = compare(documents, pivot="zh", versions=("old", "new"), encoder=encoder)
        found = _not_carried(held, code, {"old": list(zh[0]), "new": list(zh[1])})
        right, told, wanted = right + len(found & gold), told + len(found), wanted + len(gold)
    assert wanted > 80
    assert right / told >= FLOORS["amendments"]["precision"]
    assert right / wanted >= FLOORS["amendments"]["recall"]
