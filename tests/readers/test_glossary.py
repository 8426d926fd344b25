"""Glossaries in CSV and TBX, and as the rows of a table."""

from __future__ import annotations

from pathlib import Path

import pytest

from aligner.readers.glossary import dumps, from_table, load, loads, table
from aligner.values.glossary import Concept
from aligner.values.message import FormatError, ReadError


def test_a_glossary_in_csv(tmp_path: Path) -> None:
    path = tmp_path / "g.csv"
    path.write_text(
        "zh;en;status\n大会;General Assembly|Assembly;required\n甲;B;forbidden\n只有;;\n", "utf-8-sig"
    )
    assert load(path) == (
        Concept({"zh": ("大会",), "en": ("General Assembly", "Assembly")}, {}, "required"),
        Concept({"zh": ("甲",)}, {"en": ("B",)}, "forbidden"),
    )


def test_a_glossary_in_tbx(tmp_path: Path) -> None:
    path = tmp_path / "g.tbx"
    path.write_text(
        '<martif><text><body><termEntry id="1"><langSet xml:lang="zh"><tig><term>大会</term></tig></langSet>'
        '<langSet xml:lang="en"><tig><term>General Assembly</term></tig>'
        "<tig><term>Congress</term>"
        '<termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote></tig>'
        '</langSet><langSet xml:lang="ja"><tig><term>総会</term></tig></langSet>'
        "</termEntry></body></text></martif>",
        "utf-8",
    )
    assert load(path) == (Concept({"zh": ("大会",), "en": ("General Assembly",)}, {"en": ("Congress",)}),)


def test_a_glossary_in_tbx_may_hold_more_than_terms(tmp_path: Path) -> None:
    path = tmp_path / "g.tbx"
    path.write_text(
        '<martif><text><body><termEntry><descrip>Organs</descrip><langSet xml:lang="zh"><descrip>x</descrip>'
        "<tig><term>大会</term></tig><tig><note>no term</note></tig><tig><term> </term></tig></langSet>"
        '<langSet xml:lang="en"><tig><term>General Assembly</term></tig></langSet></termEntry>'
        '<termEntry><langSet xml:lang="en"><tig><term>alone</term></tig></langSet></termEntry>'
        "</body></text></martif>",
        "utf-8",
    )
    assert load(path) == (Concept({"zh": ("大会",), "en": ("General Assembly",)}, {}),)


def test_a_glossary_that_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aligner.readers.glossary._MOST", 1 << 20)
    with pytest.raises(ReadError, match=r"g\.csv.*1 "):
        loads(b"zh,en\n" * (1 << 18), Path("g.csv"))


def test_a_glossary_edited_as_a_table_keeps_names_to_use_and_to_avoid() -> None:
    both = Concept({"zh": ("大会",), "en": ("General Assembly",)}, {"en": ("Congress",)}, "required")
    avoided = Concept({"zh": ("甲",)}, {"en": ("B",)}, "forbidden")
    rows = table((both, avoided), ["zh", "en"])
    assert [(row["zh"], row["en"], row["status"]) for row in rows] == [
        ("大会", "Congress", "forbidden"),
        ("大会", "General Assembly", "required"),
        ("甲", "B", "forbidden"),
    ]
    incomplete = {"zh": "只有", "en": None, "status": None}
    assert len(from_table([*rows, incomplete], ["zh", "en"])) == 3
    with pytest.raises(FormatError, match=r"row 1.*perhaps"):
        from_table([{"zh": "甲", "en": "B", "status": "Perhaps"}], ["zh", "en"])


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("g.csv", "term,meaning\na,b\n", "must name a column for each language"),
        ("g.csv", "zh,en,status\n甲,a,maybe\n", "line 2: status 'maybe'"),
        ("g.tbx", "<martif>", "not well-formed"),
        ("g.tbx", "<html/>", "not TBX"),
    ],
)
def test_a_bad_glossary_error_names_the_remedy(tmp_path: Path, name: str, text: str, message: str) -> None:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    with pytest.raises(FormatError, match=message):
        load(path)
    with pytest.raises(ReadError, match="does not exist"):
        load(tmp_path / "none.csv")


def test_glossary_of_an_old_mac_spreadsheet_is_read() -> None:
    read_in = loads("zh,en\r大会,General Assembly\r条约,treaty\r".encode(), Path("g.csv"))
    assert len(read_in) == 2


def test_exported_glossary_has_no_formulas_and_reads_back() -> None:
    rows = [{"zh": "=1+1", "en": "@term", "status": "preferred"}]
    kept = from_table(rows, ["zh", "en"])
    data = dumps(kept, ["zh", "en"])
    assert b"'=1+1" in data
    assert loads(data, Path("g.csv")) == kept


def test_columns_of_a_glossary_may_name_the_country_of_their_language() -> None:
    (concept,) = loads("en-GB,zh-Hans,note\npeace,和平,used\n".encode(), Path("x.csv"))
    assert concept.terms == {"en": ("peace",), "zh": ("和平",)}


def test_a_concept_of_a_glossary_has_terms_in_two_languages() -> None:
    rows = "en,fr,ar\npeace,paix,\npeace,,\n,, \n,paix,سلام\n"
    found = loads(rows.encode(), Path("x.csv"))
    assert [list(concept.terms) for concept in found] == [["en", "fr"], ["fr", "ar"]]
    with pytest.raises(FormatError, match="column"):
        loads(b"en,note\npeace,x\n", Path("x.csv"))
    entry = "<conceptEntry>{}</conceptEntry>".format
    term = "<langSec xml:lang='{}'><termSec><term>{}</term></termSec></langSec>".format
    pair, single = entry(term("en", "peace") + term("fr", "paix")), entry(term("en", "war"))
    found = loads(f"<tbx>{pair}{single}</tbx>".encode(), Path("x.tbx"))
    assert [dict(concept.terms) for concept in found] == [{"en": ("peace",), "fr": ("paix",)}]
