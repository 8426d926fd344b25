"""Bead files: the strict form written, the looser forms read, and malformed files refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from simple_values import alignment

from aligner.alignment.links import Link, one_by_one
from aligner.formats.beads import format_ladder, links, load, parse_ladder
from aligner.values.message import FormatError

sizes = st.tuples(st.integers(0, 4), st.integers(0, 4)).filter(lambda size: size != (0, 0))


@given(st.lists(sizes, min_size=1, max_size=30))
def test_written_ladders_read_back(shapes: list[tuple[int, int]]) -> None:
    made = alignment(*shapes)
    written = [one for bead in made.beads for one in one_by_one(bead)]
    again = parse_ladder(format_ladder(made))
    assert again == tuple(Link(tuple(bead.source), tuple(bead.target)) for bead in written)


def test_a_gap_of_several_segments_is_written_one_per_line() -> None:
    assert format_ladder(alignment((2, 0), (1, 2), (0, 2))) == "[0]:[]\n[1]:[]\n[2]:[0, 1]\n[]:[2]\n[]:[3]\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[0]:[0, 1]\n", [Link((0,), (0, 1))]),
        ("[0]:[0,1]\r\n[1]:[]\r\n", [Link((0,), (0, 1)), Link((1,), ())]),
        ("\ufeff[0] : [0]\n\n", [Link((0,), (0,))]),
        ("[0]:[0]:0.123456\n[]:[1]:0.9", [Link((0,), (0,)), Link((), (1,))]),
        ("[51]:[50, 55]\n[]:[51]\n", [Link((51,), (50, 55)), Link((), (51,))]),
        ("[1]:[3]\n[2]:[2]\n", [Link((1,), (3,)), Link((2,), (2,))]),
        ("[]:[]\n[0]:[0]\n", [Link((0,), (0,))]),
    ],
    ids=["plain", "crlf", "bom and blanks", "costs", "unconnected", "crossing", "empty bead"],
)
def test_ladders_of_the_field_are_read(text: str, expected: list[Link]) -> None:
    assert list(parse_ladder(text)) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[0]:[0]\nnonsense\n", r"x\.beads, line 2: 'nonsense' is not a bead"),
        ("[0]:[0]\n[1][1]\n", r"x\.beads, line 2: "),
        ("[0]:[0]\n\n[0]:[1]\n", r"x\.beads, line 3: source index 0 is already in line 1"),
        ("[0]:[0]\n[1]:[0]\n", r"x\.beads, line 2: target index 0 is already in line 1"),
        ("[0, 0]:[0]\n", r"x\.beads, line 1: source index 0 is already in line 1"),
        ("[0,,1]:[0]\n", r"x\.beads, line 1: '0,,1' is not a list of indices"),
        ("[-1]:[0]\n", r"x\.beads, line 1: "),
        ("[99999999999999999999]:[0]\n", r"x\.beads, line 1: "),
        ("[99999999]:[0]\n", r"x\.beads, line 1: .*99,?999,?999"),
        ("[٣]:[0]\n", r"x\.beads, line 1: "),
        ("", r"x\.beads: there is no bead in it"),
        ("\n \n", r"x\.beads: there is no bead in it"),
    ],
)
def test_malformed_ladders_are_refused_with_line_number(text: str, message: str) -> None:
    with pytest.raises(FormatError, match=message) as caught:
        parse_ladder(text, "x.beads")
    assert "\n" not in str(caught.value)


def test_rungs_of_hunalign_are_read_past_blank_lines() -> None:
    found, _ = links(b"0\t0\t1.0\n\n2\t1\t0.5\n2\t2\t0.1\n", "x.ladder")
    assert found == [Link((0, 1), (0,)), Link((), (1,))]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("0\t0\t1.0\nnonsense\n", r"x\.ladder, line 2: "),
        ("1\t1\t1.0\n0\t2\t1.0\n", r"x\.ladder, line 2: "),
        ("1\t1\t1.0\n2\t0\t1.0\n", r"x\.ladder, line 2: "),
        ("0\t0\t1.0\n0\t0\t1.0\n", r"x\.ladder: "),
    ],
    ids=["no rung", "source goes back", "target goes back", "nothing between"],
)
def test_malformed_ladders_of_hunalign_are_refused(text: str, message: str) -> None:
    with pytest.raises(FormatError, match=message):
        links(text.encode(), "x.ladder")


def test_our_tsv_gives_its_scores(tmp_path: Path) -> None:
    path = tmp_path / "x.tsv"
    path.write_text(
        'source\ttarget\tscore\ttext\n0\t0 1\t0.5\t"quoted\n1\t\t1.0\t\n\t\t0.2\n', encoding="utf-8-sig"
    )
    assert load(path) == (Link((0,), (0, 1), 0.5), Link((1,), (), 1.0))


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.tsv", b"a\tb\n", "line 1: the columns source, target, score are expected"),
        ("a.tsv", b"source\ttarget\tscore\n0\t0\tnan\n", "line 2: score is 'nan'"),
        ("a.tsv", b"source\ttarget\tscore\n0\t0\t1\n1\t0\t1\n", "line 3: target index 0 is already"),
        ("a.tsv", b"source\ttarget\tscore\n0\n", "line 2: at least 3 columns are expected"),
        ("a.beads", b"\x89PNG\r\n\x1a\n\xff\xfe", "it is not text in UTF-8"),
    ],
)
def test_broken_files_are_refused_in_one_line(
    tmp_path: Path, name: str, content: bytes, message: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(FormatError, match=message) as caught:
        load(path)
    assert "\n" not in str(caught.value)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="does not exist"):
        load(tmp_path / "none.beads")
    with pytest.raises(FormatError, match="is a folder"):
        load(tmp_path)
