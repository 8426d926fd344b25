"""Paragraphs left in the wrong language, or not translated at all."""

from collections.abc import Iterator
from typing import Final

import regex

from aligner.checks.material import Check, FullPair, Material, Side, finding
from aligner.languages import get
from aligner.languages.detect import detected
from aligner.languages.proper_names import names
from aligner.languages.tokens import form_key
from aligner.segmentation.sentences import spans_of
from aligner.values import Finding, Message, Severity, Span, shorten

_ENOUGH: Final = 60  # English-equivalent letters below which function words are weak evidence
_ENOUGH_OF_ANOTHER_SCRIPT: Final = 30
_SHOWN: Final = 80
# María Pacheco Rojas de Lobo: capitalised words, with at most two short ones between them; and labels, a)
_NO_WORDS: Final = regex.compile(
    r"\b\p{Lu}\p{Ll}+(?:[\s-]+(?:\p{Ll}{1,3}\s+){0,2}\p{Lu}(?:\p{Ll}+|\.))+|\b\p{L}[).]"
)


def _run(material: Material) -> Iterator[Finding]:
    reported: set[int] = set()
    for row, side in material.sides():
        for one in side.paragraphs():
            language = _other_language(one)
            if language is not None:
                name, own = get(language).english, get(side.language).english
                message = Message("wrong_language.other", language=side.language, detected=language)
                yield finding(CHECK, Severity.ERROR, row, one, message, expected=own, found=name)
                reported.add(row)
    for pair in material.full_pairs():
        if pair.row not in reported:
            yield from _untranslated(pair)


def _untranslated(pair: FullPair) -> Iterator[Finding]:
    """Yield a finding if a paragraph, or a sentence of it, has the pivot's words."""
    row, pivot, other = pair
    if _is_untranslated(pivot, other):
        message = Message("wrong_language.untranslated", pivot=pivot.language)
        yield finding(CHECK, Severity.WARNING, row, other, message, found=other.text[:_SHOWN])
    elif (left := _untranslated_sentence(pivot, other)) is not None:
        shown = shorten(left.of(other.text), _SHOWN)
        message = Message("wrong_language.sentence", pivot=pivot.language, text=shown)
        yield finding(CHECK, Severity.WARNING, row, other, message, span=left, found=shown)


def _other_language(side: Side) -> str | None:
    """Return the language of a text if it is not its document's; None also if that is uncertain.

    Lists of names are weak evidence: neither El Salvador nor María de los Ángeles is a Spanish text.
    """
    own, found = get(side.language), detected(side.text)
    if found in (None, own.code):
        return None
    both_latin = get(found).latin_script and own.latin_script
    enough = (_ENOUGH if both_latin else _ENOUGH_OF_ANOTHER_SCRIPT) * get(found).density
    is_certain = _letters(side.text) >= enough and detected(_without_names(side.text, own.code)) == found
    return found if is_certain else None


def _without_names(text: str, language: str) -> str:
    """Return a text without the names of countries, bodies and people, and without labels."""
    for named in names(text, language):
        text = f"{text[: named.span.start]}{' ' * len(named.span)}{text[named.span.stop :]}"
    return str(_NO_WORDS.sub(" ", text))


def _is_untranslated(pivot: Side, other: Side) -> bool:
    """Whether texts in two Latin-script languages are identical, and long enough to be significant."""
    if not (get(pivot.language).latin_script and get(other.language).latin_script):
        return False
    key = form_key(pivot.text)
    return _letters(key) >= _ENOUGH and key == form_key(other.text)


def _untranslated_sentence(pivot: Side, other: Side) -> Span | None:
    """Return the first sentence of a text that is copied from the pivot's text, in the pivot's language."""
    if not get(pivot.language).latin_script:
        return None
    key = form_key(pivot.text)
    for span in spans_of(other.text, other.language):
        text = span.of(other.text)
        is_copied = _letters(text) >= _ENOUGH and form_key(text) in key
        if is_copied and detected(text) == get(pivot.language).code:  # unlike a list of names
            return span
    return None


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text))


CHECK: Final = Check("wrong-language", Severity.ERROR, _run, by_row=True)
