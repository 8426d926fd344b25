"""`aligner sets`: which documents belong together, the order of drafts, and the table."""

from __future__ import annotations

import csv
import random
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from aligner.archive.set_finding import Facts, facts_of, group, named, number_drafts, order
from aligner.archive.sources import find_sets
from aligner.cli.main import main
from aligner.encoders import load
from aligner.encoders.cache import CachedEncoder
from aligner.pipeline.run import DocumentInfo, Settings, open_bytes
from aligner.values import Document


def facts(path: str, text: str, language: str = "en", axis: int = 0) -> Facts:
    """The facts of a text whose paragraphs all point along one axis."""

    class Axis:
        name, revision, dimension = "axis", "1", 8

        def encode(self, texts: list[str]) -> np.ndarray:
            return np.tile(np.eye(8, dtype=np.float32)[axis], (len(texts), 1))

    document = open_bytes(text.encode(), "x.txt", Settings(), DocumentInfo(language=language))
    return facts_of({path: document}, Axis())[0]  # type: ignore[arg-type]


def test_the_revision_of_the_symbol_decides_the_order() -> None:
    head = "United Nations\nE/CN.15/2018/L.6{}\nGeneral Assembly\nDistr.: Limited\n17 May 2018\n\n"
    body = "The Commission met in {}.\n\n" * 3
    old = facts("z", head.format("/Rev.1") + body.format(*["2030"] * 3))
    new = facts("a", head.format("/Rev.2") + body.format(*["2001"] * 3))
    assert (old.symbol, old.revision, new.revision) == ("E/CN.15/2018/L.6", 1, 2)
    assert [each.path for each in order([new, old])] == ["z", "a"]


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("It entered into force in 1995 and applies widely.", "It entered into force in 2023."),
        ("This is version 1.4 of the code of conduct, in full.", "This is version 2.0 of the code."),
        ("See 5.1. Standard 1.2, which is 1.2 of the standard.", "Standard 2.0, as it is."),
        ("This is version 1.3.0 of the code of conduct, in full.", "This is version 1.4 of the code."),
        ("The Commission met.", "The Commission met and adopted its report."),
        (
            "The Commission  -  which   met  -  adopted ( all ) of it.",
            "The Commission which met adopted all of them.",
        ),
        ("机关、单位(以下称单位)应当遵守本办法的所有规定。", "单位（以下称单位）应当遵守本办法。"),
    ],
    ids=["year", "version", "own version", "version of three parts", "length", "letters alone", "typography"],
)
def test_drafts_are_ordered_by_what_they_say(earlier: str, later: str) -> None:
    found = order([facts("a", later), facts("z", earlier)])
    assert [each.path for each in found] == ["z", "a"]


HEAD = "United Nations\n{}\nGeneral Assembly\nDistr.: {}\n{}\n\nThe General Assembly,\n\n{}\n\n"


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        (("A/80/13", "General", "13 November 2025", "Welcomes the report, and decides to take note of it;"),
         ("A/RES/80/107", "General", "9 November 2025", "Welcomes (A/80/13)")),
        (("A/80/L.13", "Limited", "13 November 2025", "Welcomes the report;"),
         ("A/RES/80/107", "General", "9 November 2025", "Welcomes;")),
        (("A/80/13", "General", "13 November 2025", "Welcomes the report;"),
         ("A/80/14", "General", "9 December 2025", "Welcomes;")),
    ],
    ids=["mention", "series", "date"],
)  # fmt: skip
def test_the_head_decides_the_order(earlier: tuple[str, ...], later: tuple[str, ...]) -> None:
    documents = [facts("a", HEAD.format(*later)), facts("z", HEAD.format(*earlier))]
    assert [each.symbol for each in documents] == [later[0], earlier[0]]
    assert [each.path for each in order(documents)] == ["z", "a"]


class Words:
    """An encoder that gives each text a direction of its own."""

    name, revision, dimension = "words", "1", 64

    def encode(self, texts: list[str]) -> np.ndarray:
        seeds = [sum(map(ord, text)) for text in texts]
        found = np.array([np.random.default_rng(seed).standard_normal(64) for seed in seeds], np.float32)
        return found / np.linalg.norm(found, axis=1, keepdims=True)


def test_the_lines_of_a_common_head_do_not_put_documents_together() -> None:
    head = "\n\n".join(f"This line number {n} stands above every document of the body." for n in range(6))
    bodies = {
        name: "\n\n".join(f"{name} {n} has been done." for n in range(4)) for name in ("Fish", "Law", "Aid")
    }
    documents = {
        f"{name}{draft}": open_bytes(
            f"{head}\n\n{body}\n".encode(), "x.txt", Settings(), DocumentInfo(language="en")
        )
        for name, body in bodies.items()
        for draft in (1, 2)
    }
    groups = group(facts_of(documents, Words()))  # type: ignore[arg-type]
    found = sorted(sorted(each.path for each in members) for members in groups)
    assert found == [["Aid1", "Aid2"], ["Fish1", "Fish2"], ["Law1", "Law2"]]


def test_drafts_of_another_language_keep_their_order() -> None:
    documents = [facts(f"en{year}", f"The Commission met in {year}, 20 days.") for year in (2001, 2005, 2009)]
    documents += [
        facts("fr1", "La Commission, 2009, 2009.", "fr"),
        facts("fr2", "La Commission, 2001, 2010.", "fr"),
    ]
    drafts = {each.path: draft for draft, each in number_drafts(documents)}
    assert drafts["fr1"] < drafts["fr2"]


def test_drafts_of_other_languages_get_the_number_of_the_closest() -> None:
    documents = [facts(f"en{year}", f"The Commission met in {year}.") for year in (2001, 2005, 2009)]
    documents.append(facts("fr", "La Commission s’est réunie en 2005.", "fr"))
    assert {each.path: draft for draft, each in number_drafts(documents)} == {
        "en2001": 1,
        "en2005": 2,
        "en2009": 3,
        "fr": 2,
    }


ORDER = "Order of the Court\n\nof {}\n\nCase of {}.\n\n"


def made(texts: dict[str, str], language: str = "en") -> dict[str, Document]:
    return {
        path: open_bytes(text.encode(), "x.txt", Settings(), DocumentInfo(language=language))
        for path, text in texts.items()
    }


def orders() -> dict[str, Document]:
    """Three orders in one case that repeat half of their text, two of them in two languages."""
    repeated = "".join(f"{n}. The Court recalls reason {n} of its judgment.\n\n" for n in range(4, 12))
    dates = {"a": "July 4, 2006", "b": "May 12, 2007", "c": "May 30, 2009"}
    english = {
        path: ORDER.format(date, "Smith")
        + repeated
        + "".join(f"{20 + n}. It ordered {path * 9} as measure {n}.\n\n" for n in range(9))
        for path, date in dates.items()
    }
    spanish = {
        f"{path}-es": english[path]
        .replace("Order of the Court", "Resolución de la Corte")
        .replace(dates[path], date)
        for path, date in (("a", "4 de julio de 2006"), ("b", "12 de mayo de 2007"))
    }
    return made(english) | made(spanish, "es")


def test_documents_of_a_series_are_no_drafts_and_are_paired_by_date() -> None:
    groups = group(facts_of(orders(), Words()))  # type: ignore[arg-type]
    found = sorted(sorted(each.path for each in members) for members in groups)
    assert found == [["a", "a-es"], ["b", "b-es"], ["c"]]


def test_sets_of_a_series_are_named_by_their_dates() -> None:
    assert [found.name for found in named(group(facts_of(orders(), Words())))] == [  # type: ignore[arg-type]
        "Order of the Court of July 4, 2006",
        "Order of the Court of May 12, 2007",
    ]


def test_a_copy_is_no_draft() -> None:
    documents = orders()
    documents["copy"] = documents["a"]
    found = next(each for each in named(group(facts_of(documents, Words()))) if each.copies)  # type: ignore[arg-type]
    assert [facts.path for _, facts in found.documents] == ["a", "a-es"]
    assert [facts.path for facts in found.copies] == ["copy"]


def test_the_same_text_stays_a_draft_if_another_language_has_two() -> None:
    documents = [facts("en1", "The Commission met in 2001."), facts("en2", "The Commission met in 2005.")]
    documents += [facts(f"fr{n}", "La Commission s’est réunie.", "fr") for n in (1, 2)]
    (found,) = named([documents])
    assert (len(found.documents), found.copies) == (4, ())


def test_long_names_keep_their_beginning_and_date() -> None:
    long = "On the matter of the petition " * 4
    same = [[facts(f"{n}", f"Report {n}\n\n{long}\n\n5 May 2005\n\n1. Text.") for n in (1, 2)]]
    (name,) = (found.name for found in named(same))
    assert name.startswith("Report 1 On the matter")
    assert name.endswith("5 May 2005")
    assert len(name) < 140


def test_sets_with_one_name_are_told_apart_by_the_lines_that_follow() -> None:
    groups = [
        [
            facts(
                f"{case}{n}",
                ORDER.format("May 12, 2007", case) + f"1. The Court has met {n} times.\n\n2. It has decided.",
            )
            for n in "12"
        ]
        for case in ("Smith", "Jones")
    ]
    assert [found.name for found in named(groups)] == [
        "Order of the Court of May 12, 2007 Case of Jones.",
        "Order of the Court of May 12, 2007 Case of Smith.",
    ]


def test_names_are_unique() -> None:
    same = [[facts(f"{group}{n}", f"The same title.\n\n1. Text {n}.") for n in range(2)] for group in "ab"]
    assert [found.name for found in named([*same, [facts("c", "Alone.")]])] == [
        "The same title",
        "The same title (2)",
    ]


def test_a_set_has_the_newest_symbol_or_the_title_easiest_to_type() -> None:
    resolution = [facts("z", HEAD.format("A/80/L.13", "Limited", "13 November 2025", "Welcomes;"))]
    resolution.append(facts("a", HEAD.format("A/RES/80/107", "General", "9 December 2025", "Welcomes;")))
    titled = [
        facts("ar", "تقرير اللجنة", "ar"),
        facts("en", "Report of it", "en"),
        facts("fr", "Décision", "fr"),
    ]
    assert [found.name for found in named([resolution, titled])] == ["A/RES/80/107", "Report of it"]


@pytest.fixture(scope="module")
def mixed(shared_data: Path) -> dict[str, Path]:
    """Texts of six sets under meaningless names, as (set, draft, language) → path."""
    found = {f"udhr 1 {code}": shared_data / "udhr" / f"udhr.{code}.txt" for code in ("zh", "en", "ar")}
    for name in ("icj-statute", "vcdr"):
        for code in ("zh-Hant", "en"):
            found[f"{name} 1 {code[:2]}"] = shared_data / "treaties-zh-en" / f"{name}.{code}.txt"
    for name in ("p03", "p27"):
        for draft, state in enumerate(("old", "new"), start=1):
            found[f"{name} {draft} zh"] = shared_data / "prc-law-revisions" / f"{name}.{state}.zh.txt"
    for draft, version in enumerate(("1.4", "2.0"), start=1):
        for code in ("zh", "en"):
            found[f"cc {draft} {code}"] = shared_data / "contributor-covenant" / f"cc-{version}.{code}.txt"
    return found


def test_a_shuffled_heap_is_sorted(mixed: dict[str, Path]) -> None:
    names = sorted(mixed)
    random.Random(7).shuffle(names)
    documents = {
        str(number): open_bytes(mixed[name].read_bytes(), f"{number}.txt")
        for number, name in enumerate(names)
    }
    groups = group(facts_of(documents, CachedEncoder(load())))
    home = {names[int(each.path)]: number for number, members in enumerate(groups) for each in members}
    pairs = list(combinations(names, 2))
    together = [home[one] == home[other] for one, other in pairs]
    belong = [one.split()[0] == other.split()[0] for one, other in pairs]
    right = sum(a and b for a, b in zip(together, belong, strict=True))
    assert 2 * right / (sum(together) + sum(belong)) >= 0.97
    drafts = {names[int(each.path)]: draft for members in groups for draft, each in number_drafts(members)}
    for one, other in pairs:
        if one.split()[0] == other.split()[0] and one.split()[2] == other.split()[2]:
            assert (drafts[one] < drafts[other]) == (one.split()[1] < other.split()[1]), (one, other)


def test_the_command_writes_the_table_that_batch_reads(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    heap = tmp_path / "heap"
    heap.mkdir()
    texts = {
        "x1": "The Commission received reports.\n\nIt decides to meet in May 2018.\n",
        "x2": "La Commission a reçu des rapports.\n\nElle décide de se réunir en mai 2018.\n",
        "x3": "Trains stop here for an hour.\n\nPassengers buy bread and apples.\n",
    }
    for name, text in texts.items():
        (heap / f"{name}.txt").write_text(text, encoding="utf-8")
    (heap / "x4.txt").touch()
    table = tmp_path / "sets.csv"
    assert main(["sets", str(heap), "-o", str(table)]) == 0
    out = capsys.readouterr().out
    assert out.startswith("sets: 1, of 2 documents; documents in no set: 1; unreadable: 1\n")
    assert "\n  x3.txt\n  x4.txt: the file is empty" in out
    records = list(csv.DictReader(table.read_text(encoding="utf-8").splitlines()))
    assert [(each["language"], each["version"], each["path"]) for each in records] == [
        ("en", "1", "heap/x1.txt"),
        ("fr", "1", "heap/x2.txt"),
    ]
    assert len(find_sets(str(table)).sets[0].files) == 2
    assert main(["sets", str(heap)]) == 0
    listed = capsys.readouterr().out
    assert "x1.txt" in listed.partition("sets: 1")[0]
    assert "x2.txt" in listed.partition("sets: 1")[0]


@pytest.mark.parametrize(
    ("arguments", "code", "why"),
    [(["/nowhere"], 1, "no such folder"), ([".", "-o", "x.xlsx"], 2, "the table is a .csv")],
)
def test_wrong_heaps_are_refused(
    arguments: list[str], code: int, why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["sets", *arguments]) == code
    assert why in capsys.readouterr().err
