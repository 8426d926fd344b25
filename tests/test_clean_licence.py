"""A licence in six languages, with everything that used to cause false alarms, raises none.

It has versions (4.0), sections that are labels in Chinese only, a negated permission, numbers in words,
a short formula, and clauses that one language joins.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from clean_sets import LANGUAGES, CleanSet, findings

FOLDER = Path(__file__).parent / "golden" / "licence"
FILES = {code: FOLDER / f"licence.{code}.txt" for code in LANGUAGES}


@pytest.mark.parametrize("pivot", LANGUAGES)
def test_a_clean_licence_raises_no_alarm(pivot: str) -> None:
    _, pairs, found = findings(CleanSet("licence", "licence", {pivot: FILES[pivot], **FILES}))
    assert pairs > 80
    assert found == []


def test_errors_in_it_are_found(tmp_path: Path) -> None:
    files = {code: Path(shutil.copy(path, tmp_path)) for code, path in FILES.items()}
    for code, right, wrong in (
        ("fr", "les 30 jours", "les 60 jours"),
        ("es", "versión 4.0", "versión 3.0"),
        ("ru", "пятидесяти лет", "шестидесяти лет"),
    ):
        text = files[code].read_text("utf-8")
        files[code].write_text(text.replace(right, wrong, 1), "utf-8")
    _, _, found = findings(CleanSet("licence", "licence", {"en": files["en"], **files}))
    assert sorted((each.check, each.language) for each in found) == [
        ("numbers", "es"),
        ("numbers", "fr"),
        ("numbers", "ru"),
    ]
