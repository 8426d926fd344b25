"""German: a document language without interface texts, defined by its profile alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from num2words import num2words

from aligner.cli.main import main
from aligner.encoders import load as load_encoder
from aligner.formats.beads import load as load_links
from aligner.languages import LANGUAGES, OFFICIAL
from aligner.languages.amounts import units
from aligner.languages.detect import contradiction, detect
from aligner.languages.facts_grammar import facts
from aligner.languages.number_words import spelled
from aligner.languages.numerals import label_ordinal, numerals
from aligner.languages.openings import may_mean, opening, strength_change
from aligner.languages.profile import profile
from aligner.languages.proper_names import name_of, names
from aligner.languages.structure import masthead_patterns
from aligner.readers import plain_text
from aligner.segmentation.segment import segment
from aligner.segmentation.sentences import split_sentences
from aligner.values import Document, SegmentKind
from aligner.values.catalogue import available, load
from tests.benchmarks import accuracy, corpora

RESOLUTION = """Die Generalversammlung,

unter Hinweis auf ihre Resolution 71/167 vom 19. Dezember 2016,

in der Erkenntnis, dass alle Menschen frei sind,

mit Besorgnis feststellend, dass 30 Prozent der Frauen betroffen sind,

1. fordert die Mitgliedstaaten nachdrücklich auf, innerhalb von 30 Tagen zu handeln;

2. ersucht den Generalsekretär, auf ihrer zweiundsiebzigsten Tagung Bericht zu erstatten;

a) über die Durchführung dieser Resolution;

b) über weitere Maßnahmen;

3. beschließt, die Frage auf ihrer 72. Tagung zu behandeln.
"""


OPERATIVE, PREAMBULAR, ITEM = SegmentKind.OPERATIVE, SegmentKind.PREAMBULAR, SegmentKind.ITEM


def document(text: str, language: str = "de") -> Document:
    return segment(plain_text.read(text.encode(), "a.txt"), language=language)


def test_german_is_offered_for_documents_and_not_for_the_interface() -> None:
    assert "de" in LANGUAGES
    assert "de" not in OFFICIAL
    assert "de" not in available()
    assert load("fr").language_name("de") == "allemand"
    assert profile("de").typography.locale == "de-DE"


@pytest.mark.parametrize(
    "text",
    [
        "Alle Menschen sind frei und gleich an Würde und Rechten geboren.",
        "Die Generalversammlung, unter Hinweis auf ihre Resolution",
        "Bericht des Generalsekretärs über die Durchführung der Resolution",
    ],
)
def test_german_is_recognised(text: str) -> None:
    assert detect(text) == "de"


def test_the_declaration_is_german_throughout(shared_data: Path) -> None:
    text = (shared_data / "udhr-more" / "udhr.de.txt").read_text(encoding="utf-8")
    lines = [line for line in text.split("\n") if len(line) >= 60]
    assert sum(detect(line) == "de" for line in lines) == len(lines) > 50
    assert contradiction(text, "de") is None
    assert "its words are German (de)" in str(contradiction(text, "en"))


def test_the_parts_of_a_resolution_are_recognised() -> None:
    parts = [(part.kind, part.place, part.label) for part in document(RESOLUTION).segments]
    assert parts == [
        (SegmentKind.ENACTING, None, None),
        (PREAMBULAR, "PP1", None),
        (PREAMBULAR, "PP2", None),
        (PREAMBULAR, "PP3", None),
        (OPERATIVE, "OP1", "1"),
        (OPERATIVE, "OP2", "2"),
        (ITEM, None, "a)"),
        (ITEM, None, "b)"),
        (OPERATIVE, "OP3", "3"),
    ]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("auf ihrer zweiundsiebzigsten Tagung", ["72"]),
        ("1.234,5 Tonnen und 3,2 Millionen", ["1234.5", "3200000"]),
        ("am 19. Dezember 2016", ["19", "12", "2016"]),
        ("fünf der dreißig Artikel", ["5", "30"]),
        ("zweihundert Staaten", ["200"]),
        ("zweitausend oder dreihundertfünfzig Seiten", ["2000", "350"]),
        ("im Jahre neunzehnhundertneunundneunzig", ["1999"]),
        ("hundertundeins von zwölftausend einhundert", ["101", "12100"]),
        ("Hunderte von Einheiten, hundert und tausend, zweijährig", []),
        ("ein Mensch", []),
    ],
)
def test_numbers(text: str, values: list[str]) -> None:
    assert [number.value for number in numerals(text, "de")] == values


@pytest.mark.parametrize("form", ["cardinal", "ordinal"])
def test_numbers_written_as_one_word(form: str) -> None:
    """All but "eins", which is an article as well, and a hundredth and a thousandth, which may be shares."""
    numbers = [*range(2, 100), *range(101, 1000), *range(1001, 2006), 12_345, 101_000, 250_300, 999_999]
    unread = {
        number
        for number in numbers
        if [value for _, value in spelled(num2words(number, lang="de", to=form), "de")] != [number]
    }
    assert unread == set()


@pytest.mark.parametrize("text", ["vom 10. Dezember 1948 an", "am 10.12.1948"])
def test_dates_agree_with_those_of_other_languages(text: str) -> None:
    (german,), (english,) = facts(text, "de").dates, facts("on 10 December 1948", "en").dates
    assert set(german[1]) == set(english[1]) == {"10", "m12", "1948"}


def test_units_labels_modal_words_and_negations() -> None:
    assert [list(found) for found in units("30 Tage, 5 Prozent, 10 Euro", "de").values()] == [
        ["days"],
        ["per cent"],
        ["euros"],
    ]
    assert label_ordinal("c)", "de") == label_ordinal("Artikel 3", "de") == 3
    assert profile("de").modality.binds.search("Die Staaten müssen handeln")
    assert profile("de").modality.permits.search("Der Rat kann beschließen")
    assert not profile("de").modality.permits.search("Niemand darf der Folter unterworfen werden")
    assert profile("de").negation.plain.search("Kein Staat ist nicht gebunden")


def test_openings_have_a_strength() -> None:
    decides, requests = (opening(text, "de") for text in ("beschließt ferner,", "ersucht den Rat"))
    encourages, invites = (opening(text, "de") for text in ("ermutigt alle Staaten", "bittet die Staaten"))
    urges, calls = (opening(text, "en") for text in ("Urges", "Calls upon"))
    fordert = opening("fordert die Staaten auf", "de")
    assert None not in (decides, requests, encourages, invites, urges, calls, fordert)
    assert encourages is not None
    assert invites is not None
    assert fordert is not None
    assert strength_change(encourages, invites) == -1
    assert strength_change(fordert, invites) is None  # its second part decides: cannot tell
    assert all(may_mean(fordert, other) for other in (urges, calls) if other is not None)


def test_names_of_countries_and_bodies() -> None:
    found = names("die Beziehungen Perus zum Sicherheitsrat und zu Niger, nicht Nigeria", "de")
    assert [name_of(each.index, "en") for each in found] == ["Peru", "Security Council", "Niger", "Nigeria"]
    assert name_of(names("瑞士", "zh")[0].index, "de") == "Schweiz"


def test_mastheads_name_the_original_in_german() -> None:
    patterns = masthead_patterns()
    match = patterns.original.search("Original: Englisch")
    assert match is not None
    assert patterns.language_named(match[1]) == "en"


def test_a_full_stop_may_make_an_ordinal() -> None:
    text = "Sie tagte am 10. Dezember 1948. Die 3. Tagung folgte, z. B. in Genf. Siehe Ziffer 5. Das war es."
    cut = split_sentences(document(text))
    assert [each.span.of(cut.text) for each in cut.segments] == [
        "Sie tagte am 10. Dezember 1948.",
        "Die 3. Tagung folgte, z. B. in Genf.",
        "Siehe Ziffer 5.",
        "Das war es.",
    ]


def test_instructions_are_worded_in_german(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old, new = tmp_path / "old.txt", tmp_path / "new.txt"
    old.write_text(RESOLUTION, encoding="utf-8")
    text = RESOLUTION.replace("von 30 Tagen", "von 60 Tagen").replace("b) über weitere Maßnahmen;\n\n", "")
    new.write_text(text, encoding="utf-8")
    assert main(["diff", str(old), str(new), "--instructions"]) == 0
    shown = capsys.readouterr().out
    assert "In Ziffer 1 ist „30“ durch „60“ zu ersetzen" in shown
    assert "Ziffer 2 (b) ist zu streichen" in shown


def _declaration(data: Path, code: str) -> Path:
    return data / ("udhr-more" if code == "de" else "udhr") / f"udhr.{code}.txt"


def test_the_declaration_aligns_as_well_as_in_french(shared_data: Path) -> None:
    """Measured: zh-de 0.984, en-de 0.989, en-fr 0.989. One bead is lost, where German parts a line."""
    made = {code: corpora.read(_declaration(shared_data, code), code) for code in ("zh", "en", "de")}
    gold = load_links(shared_data / "udhr-more" / "udhr.zh-de.gold")
    through = corpora.composed(load_links(shared_data / "udhr" / "udhr.zh-en.gold"), gold)
    cases = [
        corpora.Case("udhr", "udhr", made["zh"], made["de"], gold),
        corpora.Case("udhr", "udhr", made["en"], made["de"], through, block_free=True),
    ]
    for result in accuracy.run(cases, load_encoder()):
        assert accuracy.evaluation([result]).strict.f1 >= 0.97


@pytest.mark.parametrize("pivot", ["zh", "en"])
def test_checks_are_quiet(shared_data: Path, capsys: pytest.CaptureFixture[str], pivot: str) -> None:
    """On clean text a handful of findings, those of lines that one text has and the other has not."""
    texts = [f"{code}@v1={_declaration(shared_data, code)}" for code in (pivot, "de")]
    asked = ["--doc", texts[0], "--doc", texts[1], "--pivot", pivot, "--severity", "warning", "--json"]
    assert main(["check", *asked]) == 0
    found = json.loads(capsys.readouterr().out)["findings"]
    about = [each["check"] for each in found if each["language"] == "de"]
    assert len(about) <= 4
    assert set(about) <= {"missing-paragraph", "missing-sentence", "length"}
