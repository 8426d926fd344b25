"""`aligner search`: words in any form, meaning, counterparts, and the index behind them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from aligner.archive import layout
from aligner.archive.query import Query
from aligner.archive.search import OpenArchive, Results, as_parallel, mark_counterparts, recall_from
from aligner.archive.search_index import SearchIndex, VectorIndex, _build, _empty, occurrences, tokens_of
from aligner.archive.storage import Storage
from aligner.cli.main import main
from aligner.formats.reading import load as load_file
from aligner.pipeline.update_set import remembered
from aligner.values import Comparison, Span
from aligner.values.message import ArchiveError
from aligner.values.results import AlignedPair

TEXTS = {
    "A/1": [
        {"en": "States should exchange data.", "fr": "Les États devraient échanger des données."},
        {
            "en": "Measures fit local needs.",
            "fr": "Les mesures répondent aux besoins.",
            "zh": "措施应因事制宜。",
        },
    ],
    "B/2": [
        {"en": "The Secretary-General submits a report.", "zh": "秘書長提交報告。"},
        {"en": "No counterpart here."},
    ],
}


DATES = {"A/1": "2015-06-30", "B/2": ""}


class Axes:
    """An encoder with an axis for each word that it knows."""

    name, revision, dimension = "axes", "1", 4
    words = ("data", "measures", "report", "counterpart")

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        found = np.array([[float(word in text.lower()) for word in self.words] for text in texts], np.float32)
        return found / np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-9)


def stage_texts(archive: layout.Archive, name: str, rows: list[dict[str, str]], key: str = "k") -> None:
    """Stage a set with these texts, and an older draft that must not be found."""
    cells = [
        {"row": number, "language": language, "version": "2", "newest": True,
         "text": text, "place": f"OP{number + 1}", "score": 0.9}
        for number, row in enumerate(rows)
        for language, text in row.items()
    ]  # fmt: skip
    cells.append({**cells[0], "newest": False, "version": "1"})
    vectors = Axes().encode([row["en"] for row in rows]).astype("<f2")
    records = {
        "rows": cells,
        "vectors": [{"row": n, "vector": each.tobytes()} for n, each in enumerate(vectors)],
        "sets": [{"key": key, "documents": [{"date": DATES[name]}]}],
    }
    tables = layout.tables_with(name, records)
    layout.stage(archive, name, key, layout.pack(tables))
    layout.assemble(archive, archive.shard_of(name))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("archive") / "out"
    archive = layout.create_archive(Storage(str(out)), 200)
    for name, rows in TEXTS.items():
        stage_texts(archive, name, rows)
    return out


def find(folder: Path, words: str, *languages: str, **choices: object) -> Results:
    with OpenArchive(str(folder)) as archive:
        return archive.words(Query(words, *languages, **choices))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("reports", "Report", "en"),
        ("ÉTATS", "Etat", "fr"),
        ("rapports", "rapport", "fr"),
        ("доклады", "докладов", "ru"),
        ("informes", "informe", "es"),
        ("秘書長", "秘书长", "zh"),
        ("２０３０", "2030", "en"),
        ("وَالتَّقَارِير", "والتقارير", "ar"),
    ],
)
def test_forms_of_a_word_are_the_same(one: str, other: str, language: str) -> None:
    assert tokens_of(one, language) == tokens_of(other, language)


def test_different_words_stay_different() -> None:
    assert tokens_of("decision", "en") != tokens_of("precision", "en")
    assert tokens_of("秘书", "zh") != tokens_of("书秘", "zh")


def test_occurrences_are_in_the_original_text() -> None:
    text = "Les ÉTATS membres; l’État membre"
    spans = occurrences(text, tokens_of("etat membre", "fr"), "fr")
    assert [span.of(text) for span in spans] == ["ÉTATS membres", "État membre"]
    assert occurrences("秘 書長", tokens_of("秘书长", "zh"), "zh") == (Span(0, 4),)


def test_words_are_found_with_their_aligned_counterparts(folder: Path) -> None:
    (hit,) = find(folder, "因事制宜", "zh", ("fr",)).hits
    assert (hit.found.text.set, hit.found.text.place) == ("A/1", "OP2")
    assert [span.of(hit.found.text.text) for span in hit.found.spans] == ["因事制宜"]
    assert [each.text.text for each in hit.counterparts] == ["Les mesures répondent aux besoins."]


def test_words_must_stand_next_to_each_other(folder: Path) -> None:
    assert find(folder, "exchange data").total == 1
    assert find(folder, "data exchange").total == 0
    assert find(folder, "?!").total == 0


def test_older_drafts_are_not_found(folder: Path) -> None:
    assert [hit.found.text.version for hit in find(folder, "states").hits] == ["2"]


def test_sets_and_limits_narrow_the_search(folder: Path) -> None:
    assert {hit.found.text.set for hit in find(folder, "report").hits} == {"B/2"}
    assert find(folder, "report", sets="A/*").total == 0
    assert find(folder, "report", sets="B/*").total == 1
    found = find(folder, "the", limit=1)
    assert len(found.hits) <= 1


def test_the_index_follows_changed_sets(tmp_path: Path) -> None:
    archive = layout.create_archive(Storage(str(tmp_path / "out")), 1)
    stage_texts(archive, "A/1", TEXTS["A/1"])
    stage_texts(archive, "B/2", TEXTS["B/2"])
    assert find(tmp_path / "out", "data").total == 1
    stage_texts(archive, "A/1", [{"en": "Something else entirely."}], key="k2")
    assert find(tmp_path / "out", "data").total == 0
    assert find(tmp_path / "out", "else").total == 1
    assert find(tmp_path / "out", "report").total == 1
    with closing(SearchIndex(archive)) as index:
        assert not index.update()


def test_a_shard_whose_tables_were_deleted_is_no_longer_found(tmp_path: Path) -> None:
    archive = layout.create_archive(Storage(str(tmp_path / "out")), 1)
    stage_texts(archive, "A/1", TEXTS["A/1"])
    assert find(tmp_path / "out", "data", since="2015").total == 1
    for table in ("rows", "sets", "vectors"):
        (tmp_path / "out" / table / "0.parquet").unlink()
    assert find(tmp_path / "out", "data").total == 0
    assert find(tmp_path / "out", "data", since="2015").total == 0


@pytest.mark.parametrize("damage", [b"not a database", b""])
def test_a_search_index_that_is_no_database_is_built_again(tmp_path: Path, damage: bytes) -> None:
    archive = layout.create_archive(Storage(str(tmp_path / "out")), 1)
    stage_texts(archive, "A/1", TEXTS["A/1"])
    assert find(tmp_path / "out", "data").total == 1
    (tmp_path / "out" / "search.sqlite").write_bytes(damage)
    assert find(tmp_path / "out", "data").total == 1


def test_a_search_index_damaged_inside_is_named(tmp_path: Path) -> None:
    archive = layout.create_archive(Storage(str(tmp_path / "out")), 1)
    stage_texts(archive, "A/1", TEXTS["A/1"])
    find(tmp_path / "out", "data")
    index = tmp_path / "out" / "search.sqlite"
    page = 4096
    index.write_bytes(index.read_bytes()[:page] + b"\xff" * (index.stat().st_size - page))
    with pytest.raises(ArchiveError, match=r"search\.sqlite.*delete it"):
        find(tmp_path / "out", "data")


def test_the_index_of_a_folder_that_cannot_be_written_is_in_the_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = layout.create_archive(Storage(str(tmp_path / "out")), 1)
    stage_texts(archive, "A/1", TEXTS["A/1"])
    monkeypatch.setattr("aligner.values.disk_traces.cache", lambda: tmp_path / "cache")
    monkeypatch.setattr("os.access", lambda path, mode: Path(path) != tmp_path / "out")
    with OpenArchive(str(tmp_path / "out")) as opened:
        assert opened.words(Query("data")).total == 1
        assert opened.meaning(Query("data"), Axes()).hits  # type: ignore[arg-type]
    assert not [path.name for path in (tmp_path / "out").iterdir() if path.suffix in (".sqlite", ".faiss")]
    assert len(list((tmp_path / "cache" / "archives").glob("*-vectors.*"))) == 2


def test_a_vector_index_in_a_folder_that_can_no_longer_be_written_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = layout.create_archive(Storage(str(tmp_path / "out")), 1)
    stage_texts(archive, "A/1", TEXTS["A/1"])
    VectorIndex(archive)
    monkeypatch.setattr("aligner.values.disk_traces.cache", lambda: tmp_path / "cache")
    monkeypatch.setattr("os.access", lambda path, mode: False)
    assert VectorIndex(archive).nearest(Axes().encode(["data"])[0], 1)
    assert not list((tmp_path / "cache").rglob("*vectors*"))


@pytest.mark.parametrize("table", ["rows", "sets", "vectors"])
def test_a_damaged_table_is_named(tmp_path: Path, table: str) -> None:
    archive = layout.create_archive(Storage(str(tmp_path / "out")), 1)
    stage_texts(archive, "A/1", TEXTS["A/1"])
    (tmp_path / "out" / table / "0.parquet").write_bytes(b"PAR1 damaged PAR1")
    with (
        pytest.raises(ArchiveError, match=rf"{table}/0\.parquet: it is damaged"),
        OpenArchive(str(tmp_path / "out")) as opened,
    ):
        opened.meaning(Query("data"), Axes())  # type: ignore[arg-type]


@pytest.mark.parametrize("file", ["vectors.faiss", "vectors.arrow"])
@pytest.mark.parametrize("size", [0, 40])
def test_a_damaged_vector_index_is_built_again(tmp_path: Path, file: str, size: int) -> None:
    archive = layout.create_archive(Storage(str(tmp_path / "out")), 1)
    stage_texts(archive, "A/1", TEXTS["A/1"])

    def closest() -> str:
        with OpenArchive(str(tmp_path / "out")) as opened:
            return opened.meaning(Query("data"), Axes()).hits[0].found.text.set  # type: ignore[arg-type]

    assert closest() == "A/1"
    index = tmp_path / "out" / file
    index.write_bytes(index.read_bytes()[:size])
    assert closest() == "A/1"
    assert not [path for path in (tmp_path / "out").iterdir() if path.suffix == ".part"]


def test_vectors_of_another_encoder_are_refused(folder: Path) -> None:
    class Other(Axes):
        words = ("data",)

    with (
        OpenArchive(str(folder)) as archive,
        pytest.raises(ArchiveError, match=r"4 dimensions.* 1;.*--model"),
    ):
        archive.meaning(Query("data"), Other())  # type: ignore[arg-type]


def test_meaning_finds_the_closest_row_in_any_language(folder: Path) -> None:
    with OpenArchive(str(folder)) as archive:
        results = archive.meaning(Query("measures", "zh", limit=3), Axes())  # type: ignore[arg-type]
        assert (results.hits[0].found.text.text, results.hits[0].similarity) == ("措施应因事制宜。", 1.0)
        assert {each.text.language for each in results.hits[0].counterparts} == {"en", "fr"}
        other = archive.meaning(Query("report", sets="B/*", limit=1), Axes())  # type: ignore[arg-type]
        assert other.hits[0].found.text.set == "B/2"


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("les données que les États devraient échanger: data", "fr"),
        ("how the States exchange data", "en"),
        ("data", "en"),
    ],
)
def test_a_search_by_meaning_is_answered_in_the_language_of_the_query(
    folder: Path, words: str, language: str
) -> None:
    with OpenArchive(str(folder)) as archive:
        results = archive.meaning(Query(words, limit=1), Axes())  # type: ignore[arg-type]
    assert (results.hits[0].found.text.set, results.hits[0].found.text.language) == ("A/1", language)


@pytest.mark.parametrize(
    ("since", "until", "found"),
    [("2015", "", 1), ("2015-07", "", 0), ("", "2015", 1), ("", "2015-06", 1), ("", "2014-12-31", 0)],
)
def test_dates_limit_both_searches(folder: Path, since: str, until: str, found: int) -> None:
    assert find(folder, "data", since=since, until=until).total == found
    with OpenArchive(str(folder)) as archive:
        results = archive.meaning(Query("data", since=since, until=until, limit=9), Axes())  # type: ignore[arg-type]
    assert {hit.found.text.set for hit in results.hits} == ({"A/1"} if found else set())


def test_many_vectors_are_clustered_and_still_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aligner.archive.search_index._EXACT", 500)
    vectors = np.random.default_rng(0).normal(size=(2000, 16))
    vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float16)
    index = _empty(vectors)
    index.add(vectors.astype(np.float32))
    _, found = index.search(vectors[:200].astype(np.float32), 1)
    assert (found[:, 0] == np.arange(200)).mean() >= 0.99


def test_an_archive_without_vectors_is_reported(tmp_path: Path) -> None:
    archive = layout.create_archive(Storage(str(tmp_path / "out")), 1)
    with pytest.raises(ArchiveError, match="no vectors"):
        _build(archive, {}, tmp_path / "a", tmp_path / "b")


def test_hits_become_a_bitext(folder: Path) -> None:
    parallel = as_parallel(find(folder, "data"))
    assert [column.language for column in parallel.columns] == ["en", "fr"]
    assert [piece.text for cell in parallel.units[0].cells for piece in cell] == [
        "States should exchange data.",
        "Les États devraient échanger des données.",
    ]


def test_an_archive_is_a_memory_for_updates(folder: Path) -> None:
    recall = recall_from([folder])
    (pair, *_) = recall(["States exchange all data."], "en", "fr", Axes())  # type: ignore[arg-type]
    assert (pair.target, pair.origin) == ("Les États devraient échanger des données.", "A/1")


def test_corresponding_words_are_marked(folder: Path) -> None:
    from aligner.encoders import load

    results = mark_counterparts(find(folder, "data", "en", ("fr",)), load())
    (hit,) = results.hits
    assert [span.of(hit.counterparts[0].text.text) for span in hit.counterparts[0].spans] == ["données"]


def test_the_command_prints_marks_json_and_files(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["search", str(folder), "秘书长", "--lang", "zh"]) == 0
    assert capsys.readouterr().out == (
        "B/2, OP1\n  zh  {秘書長}提交報告。\n  en  The Secretary-General submits a report.\n\n1 found\n"
    )
    assert main(["search", str(folder), "data", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["total"], found["hits"][0]["found"]["spans"]) == (1, [{"start": 23, "stop": 27}])
    assert main(["search", str(folder), "data", "-o", str(tmp_path / "hits.tmx")]) == 0
    result = load_file(tmp_path / "hits.tmx").result
    assert isinstance(result, Comparison | AlignedPair)
    (proposal,) = remembered(tmp_path / "hits.tmx", "en", "fr")
    assert proposal.target == "Les États devraient échanger des données."


@pytest.mark.parametrize(
    ("arguments", "code", "why"),
    [
        (["/nowhere", "x"], 1, "there is no archive"),
        (["FOLDER", "data", "--meaning", "--light"], 2, "--light marks words"),
        (["FOLDER", "nothing", "-o", "x.tmx"], 1, "nothing was found"),
        (["FOLDER", "data", "-o", "x.nonsense"], 2, "nonsense"),
    ],
)
def test_wrong_searches_are_refused(
    folder: Path, arguments: list[str], code: int, why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    given = [str(folder) if word == "FOLDER" else word for word in arguments]
    assert main(["search", *given]) == code
    assert why in capsys.readouterr().err
