"""Tables of text: their delimiter, and quotation marks that are never closed."""

from __future__ import annotations

from pathlib import Path

import pytest

from aligner.archive.sources import find_sets
from aligner.formats import bilingual_tables, moses
from aligner.formats.bitext import joined
from aligner.formats.reading import load_bytes
from aligner.readers import glossary
from aligner.readers.table_text import bare, table_rows
from aligner.values.message import FormatError, LanguageError

SEMICOLONS = "English (UN, as issued);Français (ONU, sic)\npeace;paix\nsecurity, too;sécurité aussi\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (SEMICOLONS, [["peace", "paix"], ["security, too", "sécurité aussi"]]),
        ("en\tfr\na, b; c\td, e; f\n", [["a, b; c", "d, e; f"]]),
        ('en,fr\n"a;b;c","d;e;f"\nx,y\n', [["a;b;c", "d;e;f"], ["x", "y"]]),
        ("en;fr\r\n\r\na;b\r\n", [[], ["a", "b"]]),
        ('en,fr\r"two\rlines",b\r', [["two\nlines", "b"]]),
        ("en;fr\nx, y, z;b\n", [["x, y, z", "b"]]),
        ("en;fr", []),
        ("", []),
    ],
)
def test_table_rows_divide_at_the_sign_that_fits_all_rows(text: str, expected: list[list[str]]) -> None:
    assert [cells for _, cells in table_rows(text, "x.csv")][1:] == expected


def test_the_sign_is_told_by_the_first_rows_of_a_table() -> None:
    rows = ["a;b;c"] * 50 + ["a,b"] * 51
    assert len(table_rows("\n".join(rows), "x.csv")[0][1]) == 3
    rows = ["a;b"] * 50 + ["a,b,c"] * 50
    assert len(table_rows("\n".join(rows), "x.csv")[0][1]) == 1
    assert len(table_rows("\n".join(rows[:-1]), "x.csv")[0][1]) == 2


@pytest.mark.parametrize(("cell", "text"), [("'=1", "=1"), ("=1", "=1"), ("'a", "'a"), (" '=1", " '=1")])
def test_only_the_apostrophe_of_a_guarded_cell_is_taken_away(cell: str, text: str) -> None:
    assert bare(cell) == text


def test_table_rows_tell_their_lines() -> None:
    assert [number for number, _ in table_rows('a,b\n"c\nd",e\nf,g\n', "x.csv")] == [1, 3, 4]


@pytest.mark.parametrize(
    ("text", "line"),
    [('"en,fr\na,b\n', 1), ('en,"fr\na,b\n', 1), ('en,fr\na,"b\nc,d\n', 2), ('en,fr\n"a\nb",c\nd,"e', 4)],
)
def test_a_quotation_mark_that_is_never_closed_is_refused_with_its_line(text: str, line: int) -> None:
    for read in (lambda: table_rows(text, "x.csv"), lambda: glossary.loads(text.encode(), Path("x.csv"))):
        with pytest.raises(FormatError, match=rf"^x\.csv, line {line}: .*never closed"):
            read()


def test_a_cell_may_be_as_long_as_its_file() -> None:
    """Python's own reader of tables refuses cells of more than 131,072 characters."""
    cell = "x" * 200_000
    assert table_rows(f'"{cell}"', "x.csv") == [(1, [cell])]
    with pytest.raises(FormatError, match=r"line 1: .*never closed"):
        table_rows(f'"{cell}', "x.csv")


def test_every_reader_of_tables_divides_a_semicolon_file_with_commas(tmp_path: Path) -> None:
    table = bilingual_tables.read_quoted(SEMICOLONS.encode(), "x.csv")
    assert [column.language for column in table.columns] == ["en", "fr"]
    assert [joined(cell) for cell in table.units[1].cells] == ["security, too", "sécurité aussi"]
    terms = glossary.loads(b"en;fr;notes, if any, on use\na, b;c;\n", Path("x.csv"))
    assert [dict(concept.terms) for concept in terms] == [{"en": ("a, b",), "fr": ("c",)}]
    (tmp_path / "sets.csv").write_text("set;language;version;path\none;en;;a, b.txt\n", encoding="utf-8")
    found = find_sets(str(tmp_path / "sets.csv"))
    assert [file.path for each in found.sets for file in each.files] == ["a, b.txt"]


def test_moses_files_with_windows_line_ends_have_no_spaces_at_the_ends() -> None:
    read = moses.corpus([("x.en", b"one\r\ntwo\r\n"), ("x.fr", b"un\r\ndeux\r\n")], "x")
    assert [[joined(cell) for cell in unit.cells] for unit in read.units] == [["one", "un"], ["two", "deux"]]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("x.xlf", '<xliff version="1.2"><file source-language="en" target-language="ja"/></xliff>'),
        ("x.csv", "source,target\n12,13\n"),
    ],
)
def test_an_error_about_a_language_names_the_file_once(name: str, text: str) -> None:
    with pytest.raises(LanguageError) as error:
        load_bytes(text.encode(), f"folder/{name}")
    assert str(error.value).startswith(f"{name}: ")
    assert str(error.value).count(name) == 1
