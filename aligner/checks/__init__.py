"""Checks on parallel texts: one small module a check, found by its id.

`run` asks all or some of them and gives what they find, worst first within the order of
the text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from aligner.checks import (
    acronyms,
    amendments,
    consistency,
    dates,
    footnotes,
    form,
    length,
    missing_paragraphs,
    missing_sentences,
    modality,
    names,
    negation,
    numbers,
    order,
    outdated_references,
    paragraph_numbers,
    symbols,
    terms,
    units,
    verbs,
    wrong_language,
)
from aligner.checks.check import Check
from aligner.checks.material import Material
from aligner.values import Finding, Severity
from aligner.values.errors import InputError

_MODULES: Final = (
    amendments,
    missing_paragraphs,
    order,
    missing_sentences,
    length,
    numbers,
    units,
    dates,
    symbols,
    paragraph_numbers,
    outdated_references,
    footnotes,
    verbs,
    names,
    terms,
    consistency,
    wrong_language,
    form,
    acronyms,
    negation,
    modality,
)
CHECKS: Final[dict[str, Check]] = {module.CHECK.id: module.CHECK for module in _MODULES}
"""Every check by its id, in the order of the help."""


def choose(checks: Sequence[str] = (), skip: Iterable[str] = ()) -> tuple[Check, ...]:
    """The checks to run: those named, or all that are on by default; none of those to skip.

    Raises:
        InputError: for a name that no check has; lists those there are. Also where none is
            left, since a text that nothing was asked of would pass for one without faults.
    """
    left_out = set(skip)
    unknown = [name for name in (*checks, *left_out) if name not in CHECKS]
    if unknown:
        raise InputError(f"no check is called {unknown[0]!r}; there are {', '.join(CHECKS)}")
    named = [CHECKS[name] for name in dict.fromkeys(checks)]
    wanted = named or [check for check in CHECKS.values() if check.default]
    left = tuple(check for check in wanted if check.id not in left_out)
    if not left:
        raise InputError("every check that was to run is to be skipped, too; leave one")
    return left


def run(material: Material, checks: Sequence[Check]) -> tuple[Finding, ...]:
    """Ask the checks, and put what they find in the order of the rows, the worst first in each."""
    order = list(Severity)
    found = [finding for check in checks for finding in check.run(material)]
    return tuple(sorted(found, key=lambda each: (each.rows[:1] or (-1,), order.index(each.severity))))
