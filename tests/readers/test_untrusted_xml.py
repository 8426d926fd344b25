"""XML of any origin: what is inside words and is none, and what is refused."""

from __future__ import annotations

import pytest

from aligner.readers.untrusted_xml import parse, text_of
from aligner.values.message import FormatError


def test_what_is_no_text_divides_no_word() -> None:
    element = parse(b"<seg>wo<!-- x -->r<?pi y?>ds<b>!</b></seg>", "x.tmx")
    assert element.text == "words"
    assert text_of(element) == "words!"


def test_codes_of_other_programs_are_no_text_unless_they_are_asked_for() -> None:
    element = parse(b"<seg>one<ph>{1}<sub>note</sub></ph> two<bpt>[</bpt></seg>", "x.tmx")
    assert text_of(element) == "one two"
    assert text_of(element, codes=False) == "one{1}note two["


@pytest.mark.parametrize("declared", ["<!ENTITY a 'b'>", "<!ENTITY % a SYSTEM 'file:///etc/passwd'>"])
def test_entities_are_refused(declared: str) -> None:
    with pytest.raises(FormatError):
        parse(f"<!DOCTYPE seg [{declared}]><seg>x</seg>".encode(), "x.tmx")
