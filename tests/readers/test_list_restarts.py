"""Which levels of a list in a Word file count from their start again."""

from __future__ import annotations

import pytest

from aligner.readers.docx.styles import Instance, Level, Numbering


@pytest.mark.parametrize(
    ("restart", "used", "again"),
    [(None, 1, True), (0, 0, False), (1, 0, True), (1, 1, False), (2, 1, True), (2, 2, False)],
)
def test_a_level_restarts_after_the_levels_that_it_names(
    restart: int | None, used: int, *, again: bool
) -> None:
    instance = Instance("0", {3: Level(restart=restart)})
    assert Numbering._restarts(instance, 3, used) == again
    assert Numbering._restarts(instance, 4, used)
