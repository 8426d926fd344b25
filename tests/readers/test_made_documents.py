"""Made documents of every language, layout and kind of text are read no worse than they were.

Each is held to its own count of what is wrong, so that a change which helps ten and harms one is seen. The
documents were chosen from some 220 so that few reach most of what decides in `aligner/readers/pdf` and
`aligner/segmentation`. See `made_pages/held.py` for how the counts are made anew.
"""

from __future__ import annotations

import pytest

from aligner.readers import isolation

held = pytest.importorskip("made_pages.held", reason="Typst is not installed")
typesetting = pytest.importorskip("made_pages.typesetting")
FLOORS: dict[str, dict[str, int]] = held.floors()


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=pytest.mark.slow if at % 3 else ()) for at, name in enumerate(FLOORS)],
)
def test_made_document_is_read_no_worse_than_recorded(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if not held.has_texts(name):
        pytest.skip("the texts of the development data are not on this machine")
    made = held.made_document(name)
    if missing := typesetting.missing_fonts(made.text.language):
        pytest.skip(f"no font for {made.text.language} on this machine, such as {missing[0]}")
    monkeypatch.setattr(isolation, "_uses_children", False)  # a child would take as long to start as to read
    wrong = held.wrong(made)
    assert {sort: some for sort, some in wrong.items() if len(some) > FLOORS[name].get(sort, 0)} == {}, (
        "count them anew if they are meant to be read so: see made_pages/held.py"
    )
