"""Recognize lines that every masthead has, which are separate lines however close they are."""

from __future__ import annotations

import re
from typing import Final

from aligner.languages.structure import Structure, masthead_patterns

_BRACKETED: Final = re.compile(r"[(（][^()（）]{1,3}[)）]")


def are_masthead_lines(above: str, below: str, structure: Structure) -> bool:
    """Whether two lines below each other are separate lines of a masthead.

    Args:
        above: the upper line.
        below: the lower one.
        structure: of their language.
    """
    if _is_complete(above, structure) or _is_distribution(below) or _is_agenda(below, structure):
        return True
    if not structure.session.fullmatch(below):
        return bool(structure.organ_line.match(above) and structure.organ_line.fullmatch(below))
    if structure.organ_line.fullmatch(above):
        return True
    is_place = "," in below  # with a date; a title may end with it
    return above.split()[-1][:1].isupper() and not is_place


def _is_complete(line: str, structure: Structure) -> bool:
    """Whether a line never continues on the next."""
    return (
        _is_distribution(line) or structure.session.fullmatch(line) is not None or _is_agenda(line, structure)
    )


def _is_distribution(line: str) -> bool:
    """Whether a line names the distribution of a document, its language, or that of the original."""
    patterns = masthead_patterns()
    if patterns.language_named(line):
        return True
    return bool(patterns.distribution.match(line) or patterns.original.fullmatch(line))


def _is_agenda(line: str, structure: Structure) -> bool:
    """Whether a line is only the number of an agenda item."""
    agenda = structure.agenda.match(line)
    return agenda is not None and not any(map(str.isalpha, _BRACKETED.sub("", line[agenda.end() :])))
