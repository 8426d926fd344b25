"""`aligner corpus import`: files in the form in which public corpora are distributed."""

from __future__ import annotations

import json
import zipfile
from html import escape
from itertools import combinations
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from aligner.archive.corpora import documents_of, import_corpus, linked_documents
from aligner.archive.search import OpenArchive, Query
from aligner.cli.main import main
from aligner.values.message import ArchiveError, FormatError

LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")
LINES = {"en": ["One report.", "Two reports.", "Three."], "fr": ["Un rapport.", "Deux rapports.", "Trois."]}

XCES = """<?xml version="1.0" encoding="utf-8"?>
<cesAlign version="1.0"><linkGrp targType="s" fromDoc="en.xml" toDoc="fr.xml">
<link xtargets="s1;s1"/><link xtargets="s2 s3;s2"/></linkGrp></cesAlign>
"""


@pytest.fixture
def loose_files(tmp_path: Path) -> Path:
    """Two documents in loose text files, as the United Nations Parallel Corpus has them."""
    for code, lines in LINES.items():
        (tmp_path / f"corpus.{code}").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    ids = "a/69/1 1:1 1:1\na/69/1 2:1 2:1\nb/70/2 1:1 1:1\n"
    (tmp_path / "corpus.ids").write_text(ids, encoding="utf-8")
    return tmp_path / "corpus"


def test_lines_are_divided_into_documents_by_their_ids(loose_files: Path) -> None:
    one, two = documents_of(loose_files)
    assert (one.name, two.name) == ("a/69/1", "b/70/2")
    assert set(one.languages) == {"en", "fr"}
    assert [dict(zip(one.languages, texts, strict=True))["en"] for texts, _ in one.rows] == LINES["en"][:2]


def test_lines_without_ids_are_one_document(loose_files: Path) -> None:
    loose_files.with_name("corpus.ids").unlink()
    (document,) = documents_of(loose_files)
    assert (document.name, len(document.rows)) == ("corpus", 3)


def test_files_of_different_length_are_refused(loose_files: Path) -> None:
    loose_files.with_name("corpus.fr").write_text("Un rapport.\n", encoding="utf-8")
    with pytest.raises(ArchiveError, match="different numbers of lines"):
        list(documents_of(loose_files))


def test_a_folder_of_moses_and_xces_files_is_imported(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "moses.zip", "w") as file:
        for code, lines in LINES.items():
            file.writestr(f"Corpus.en-fr.{code}", "".join(f"{line}\n" for line in lines))
    (tmp_path / "links.xml").write_text(XCES, encoding="utf-8")
    for code, lines in LINES.items():
        text = "".join(f'<s id="s{number}">{line}</s>' for number, line in enumerate(lines, start=1))
        (tmp_path / f"{code}.xml").write_text(f'<text lang="{code}"><p>{text}</p></text>', encoding="utf-8")
    found = {document.name: document for document in documents_of(tmp_path)}
    assert set(found) == {"moses", "links"}
    assert [texts for texts, _ in found["links"].rows] == [
        ("One report.", "Un rapport."),
        ("Two reports.\nThree.", "Deux rapports."),
        ("", "Trois."),
    ]


def test_each_document_of_the_united_nations_corpus_in_xml_is_imported(tmp_path: Path) -> None:
    """Links of many documents in one file, and each text in TEI, named after its symbol if it has one."""
    links = ""
    for number, symbol in ((1, "A/69/1"), (2, "")):
        for code, lines in LINES.items():
            text = "".join(
                f'<p id="{n}"><s id="{n}:1" lang="{code}">{line}</s></p>' for n, line in enumerate(lines, 1)
            )
            head = f'<teiHeader><idno type="symbol">{symbol}</idno><idno type="jobno">N1</idno></teiHeader>'
            path = tmp_path / code / "2014" / "a" / f"{number}.xml"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"<TEI>{head}<text><body>{text}</body></text></TEI>", encoding="utf-8")
        texts = " ".join(
            f'{side}="{code}/2014/a/{number}.xml.gz"' for side, code in (("fromDoc", "en"), ("toDoc", "fr"))
        )
        links += (
            f'<linkGrp {texts} score="0.4"><link type="2-1" xtargets="1:1 2:1;1:1" score="1"/>'
            '<link type="1-2" xtargets="3:1;2:1 3:1" score="0.7"/></linkGrp>'
        )
    (tmp_path / "links").mkdir()
    path = tmp_path / "links" / "en-fr.xml"
    path.write_text(f'<?xml version="1.0"?><cesAlign version="1.0">{links}</cesAlign>', encoding="utf-8")
    one, two = documents_of(tmp_path)
    assert (one.name, two.name) == ("A/69/1 en-fr", "2014/a/2 en-fr")
    assert one.languages == ("en", "fr")
    pairs = [pair for _, pair in linked_documents(path, "links")]
    assert [pair.source.masthead.symbol for pair in pairs] == ["A/69/1", None]
    assert [texts for texts, _ in one.rows] == [
        ("One report.\nTwo reports.", "Un rapport."),
        ("Three.", "Deux rapports.\nTrois."),
    ]
    (tmp_path / "fr" / "2014" / "a" / "2.xml").unlink()
    with pytest.raises(ArchiveError, match=r"its text 'fr/2014/a/2.xml.gz' is not there"):
        list(documents_of(path))


def write_text(folder: Path, code: str, number: int, lines: list[str], symbol: str = "") -> None:
    """Write a text of the United Nations Parallel Corpus, a paragraph a line."""
    body = "".join(
        f'<p id="{n}"><s id="{n}:1" lang="{code}">{line}</s></p>' for n, line in enumerate(lines, 1)
    )
    head = f'<teiHeader><idno type="symbol">{symbol}</idno></teiHeader>'
    path = folder / "Xml" / code / "2014" / f"{number}.xml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"<TEI>{head}<text><body>{body}</body></text></TEI>", encoding="utf-8")


def write_links(folder: Path, pair: str, documents: dict[int, list[tuple[str, float]]]) -> None:
    """Write a file of links; those of a document are given as targets with their scores."""
    groups = ""
    for number, links in documents.items():
        texts = " ".join(
            f'{side}="Xml/{code}/2014/{number}.xml"'
            for side, code in zip(("fromDoc", "toDoc"), pair.split("-"), strict=True)
        )
        inner = "".join(f'<link xtargets="{targets}" score="{score}"/>' for targets, score in links)
        groups += f"<linkGrp {texts}>{inner}</linkGrp>"
    (folder / f"{pair}.xml").write_text(f'<cesAlign version="1.0">{groups}</cesAlign>', encoding="utf-8")


def test_files_of_links_are_joined_by_document(tmp_path: Path) -> None:
    """Rows grow where any language links two lines of the middle; texts tied to no other stay apart."""
    for code in ("ar", "en", "es", "fr"):
        write_text(tmp_path, code, 1, [f"{code} {n}" for n in range(3)], symbol="A/69/1")
        write_text(tmp_path, code, 2, [f"{code} two"], symbol="A/69/1")
    one = [(f"{n}:1;{n}:1", 1.0) for n in (1, 2, 3)]
    two = [("1:1;1:1", 1.0)]
    write_links(tmp_path, "ar-en", {1: one, 2: two})
    write_links(tmp_path, "en-es", {1: [("1:1 2:1;1:1", 0.5), ("3:1;2:1 3:1", 1.0)]})
    write_links(tmp_path, "ar-es", {1: one})
    write_links(tmp_path, "en-fr", {1: one})
    write_links(tmp_path, "es-fr", {2: two})
    found = {document.name: document for document in documents_of(tmp_path)}
    assert set(found) == {"A/69/1", "Xml/2014/2", "Xml/2014/2 es-fr"}
    whole = found["A/69/1"]
    assert set(whole.languages) == {"ar", "en", "es", "fr"}
    assert [dict(zip(whole.languages, texts, strict=True)) for texts, _ in whole.rows] == [
        {"ar": "ar 0\nar 1", "en": "en 0\nen 1", "es": "es 0", "fr": "fr 0\nfr 1"},
        {"ar": "ar 2", "en": "en 2", "es": "es 1\nes 2", "fr": "fr 2"},
    ]
    assert set(found["Xml/2014/2"].languages) == {"ar", "en"}


def test_the_six_languages_of_the_united_nations_corpus_in_xml_are_joined(
    shared_data: Path, tmp_path: Path
) -> None:
    """Each row of the six-way text is one row again, whatever the pairs in which it was linked."""
    lines = (shared_data / "unv1-dev" / "docs.jsonl").read_text(encoding="utf-8").splitlines()[:12]
    documents = {number: json.loads(line)["rows"] for number, line in enumerate(lines, 1)}
    for number, rows in documents.items():
        for code in LANGUAGES:
            write_text(tmp_path, code, number, [escape(row["text"][code]) for row in rows])
    for pair in combinations(LANGUAGES, 2):
        links = {
            number: [(f"{n}:1;{n}:1", 0.9) for n in range(1, len(rows) + 1)]
            for number, rows in documents.items()
        }
        write_links(tmp_path, "-".join(pair), links)
    out = tmp_path / "out"
    assert import_corpus(tmp_path, str(out)) == (12, 0)
    table = pq.read_table(out / "rows").to_pylist()
    for number, rows in documents.items():
        own = [each for each in table if each["set"] == f"Xml/2014/{number}"]
        assert {(each["row"], each["language"]): each["text"] for each in own} == {
            (index, code): " ".join(row["text"][code].split())
            for index, row in enumerate(rows)
            for code in LANGUAGES
        }


ENTITY = '<!DOCTYPE cesAlign [<!ENTITY a "b">]>'


@pytest.mark.parametrize(
    ("links", "said"),
    [
        (f"{ENTITY}<cesAlign><linkGrp fromDoc='&a;' toDoc='b'/></cesAlign>", "declares XML entities"),
        ("<cesAlign>" + "<a>" * 300 + "<linkGrp/>" + "</a>" * 300 + "</cesAlign>", "more than 256 deep"),
        ("<cesAlign><linkGrp", "it is not well-formed XML"),
    ],
)
def test_links_are_refused_as_any_other_xml_is(tmp_path: Path, links: str, said: str) -> None:
    path = tmp_path / "links.xml"
    path.write_text(links, encoding="utf-8")
    with pytest.raises(FormatError, match=said):
        list(linked_documents(path, "links"))


def test_an_import_is_repeated_without_change(loose_files: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert import_corpus(loose_files, str(out)) == (2, 0)
    tables = {path: path.read_bytes() for path in out.rglob("*.parquet")}
    assert import_corpus(loose_files, str(out)) == (0, 2)
    assert {path: path.read_bytes() for path in out.rglob("*.parquet")} == tables


def test_the_six_languages_of_the_united_nations_corpus_are_searchable(
    shared_data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = (shared_data / "unv1-dev" / "docs.jsonl").read_text(encoding="utf-8").splitlines()[:40]
    rows = [(doc["symbol"], row) for doc in map(json.loads, lines) for row in doc["rows"]]
    for code in LANGUAGES:
        text = "".join(f"{row['text'][code]}\n" for _, row in rows)
        (tmp_path / f"UNv1.0.6way.{code}").write_text(text, encoding="utf-8")
    ids = "".join(f"{symbol} {row['line']}\n" for symbol, row in rows)
    (tmp_path / "UNv1.0.6way.ids").write_text(ids, encoding="utf-8")
    out = str(tmp_path / "out")
    assert main(["corpus", "import", str(tmp_path / "UNv1.0.6way"), "--out", out]) == 0
    assert capsys.readouterr().out.startswith("documents imported: 40; there before: 0")
    assert pq.read_table(tmp_path / "out" / "rows").num_rows == 6 * len(rows)
    symbol, row = rows[0]
    with OpenArchive(out) as archive:
        results = archive.words(Query(row["text"]["zh"], "zh"))
    texts = {lit.text.language: lit.text.text for lit in results.hits[0].counterparts}
    assert results.hits[0].found.text.set == symbol
    assert texts == {code: row["text"][code] for code in LANGUAGES if code != "zh"}


@pytest.mark.parametrize("name", ["nowhere", "."])
def test_nothing_to_import_is_reported(tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["corpus", "import", str(tmp_path / name), "--out", str(tmp_path / "out")]) == 1
    error = capsys.readouterr().err
    assert "there is no such file" in error or "the folder has no bitext" in error
