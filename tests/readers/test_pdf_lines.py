"""Pieces of a line of a PDF: which are the number or sign that a paragraph begins with."""

from __future__ import annotations

import pytest

from aligner.readers.pdf.glyph import Fragment, Glyph
from aligner.readers.pdf.lines import _is_number


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1.", True),
        ("(a)", True),
        ("(viii)", True),
        ("(xviii)", False),
        ("•", True),
        ("一、", True),
        ("12345.", True),
        ("123456.", False),
        ("1.2.3.4.5", True),  # levels, however many
        ("1.2.3.4.5.6.7.8", True),
        ("word", False),
        ("2016-2017", False),
    ],
)
def test_the_number_of_a_paragraph_is_short_or_has_levels(text: str, *, expected: bool) -> None:
    glyphs = [
        Glyph(sign, place, 6.0 * place, 6.0 * place + 6, 700.0, 10.0, 6.0 * place)
        for place, sign in enumerate(text)
    ]
    assert _is_number(Fragment(glyphs, 700.0, 10.0)) == expected
