"""The page of tricky pairs in `golden/tricky/`, each compared with the desired redline."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from aligner.revision.diff import diff
from aligner.values import EditTag

PAGE = Path(__file__).parents[1] / "golden" / "tricky" / "edits.toml"
CASES = tomllib.loads(PAGE.read_text(encoding="utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_tricky(case: dict[str, str]) -> None:
    old, new = case["before"], case["after"]
    got = "".join(
        edit.old.of(old) if edit.tag is EditTag.EQUAL else f"⟦{edit.old.of(old)}→{edit.new.of(new)}⟧"
        for edit in diff(old, new, case["language"])
    )
    assert got == case["wanted"]
