"""Negation: all languages but one deny something in a paragraph or sentence, and that one affirms.

Translators often express a negation positively (*no later than*, *fails to*), so it means little that
one of two languages has *not* and the other has not. Where two or more agree, and the remaining one
has no word at all that could express a negation, it has nearly always lost one. In two languages, only
negations count that have hardly another translation: *shall not*, 不得.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from aligner.checks.material import Check, Material, finding, passages
from aligner.languages.modal_words import affirms
from aligner.languages.profile import profile
from aligner.values import Finding, Message, Severity

_OUTVOTED: Final = 3
"""Number of languages from which on the others outvote one."""

_QUESTION: Final = re.compile("[?？؟]")
"""Signs of a question, whose negation may only ask for assent: are they not written?"""


def _run(material: Material) -> Iterator[Finding]:
    for row in material.rows:
        material.pause()
        found = (material.side(row, key) for key in (material.pivot, *material.others))
        sides = {side.language: side for side in found if side is not None}
        for each in passages(tuple(sides.values())):
            found_in = dict(zip(sides, each, strict=True))
            if lost := _lost({language: passage.text for language, passage in found_in.items()}):
                language, there, word = lost
                few = len(sides) < _OUTVOTED
                message = Message("negation.lost_in_two" if few else "negation.lost", pivot=there, word=word)
                side, span = sides[language], found_in[language].span
                yield finding(CHECK, Severity.WARNING, row, side, message, span=span, expected=word)
                break


def _lost(texts: Mapping[str, str]) -> tuple[str, str, str] | None:
    """Return the only language that affirms what all others deny, with another's negation.

    Args:
        texts: the same passage by language, the pivot's first.

    Returns:
        The language, the first of the others that has a negation, and that negation; None if there
        is no such language.
    """
    denied = {code: match for code, text in texts.items() if (match := _denial(text, code, len(texts)))}
    others = [code for code in texts if code not in denied]
    if not denied or len(others) != 1 or not affirms(texts[others[0]], others[0]):
        return None
    there, match = next(iter(denied.items()))
    return others[0], there, match.group().strip()


def _denial(text: str, language: str, languages: int) -> re.Match[str] | None:
    """Return the first negation of a text that counts where so many languages are compared."""
    words = profile(language).negation
    if languages >= _OUTVOTED:
        return words.plain.search(text)
    return None if _QUESTION.search(text) else words.firm.search(text)


CHECK: Final = Check("negation", Severity.WARNING, _run, by_row=True)
