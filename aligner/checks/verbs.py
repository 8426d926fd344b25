"""Opening verbs: is the paragraph equally strong in every language?

敦促, Urges, Exhorte and настоятельно призывает are equally strong; Encourages is weaker. Many
verbs can translate several verbs of another language; only pairs that share a class but no
strength in it are reported.
"""

from collections.abc import Iterator
from typing import Final

from aligner.checks.material import Check, Material, finding
from aligner.languages.openings import Opening, opening
from aligner.values import Finding, Message, SegmentKind, Severity

_KINDS: Final = (SegmentKind.OPERATIVE, SegmentKind.PREAMBULAR)


def _run(material: Material) -> Iterator[Finding]:
    for row, pivot, other in material.full_pairs():
        kinds = {side.document.segments[side.segments.start].kind for side in (pivot, other)}
        if not kinds <= set(_KINDS):
            continue
        ours, theirs = opening(pivot.text, pivot.language), opening(other.text, other.language)
        if ours and theirs and (step := difference(ours, theirs)):
            verbs = {"ours": ours.form, "theirs": theirs.form}
            message = Message("verbs.stronger" if step > 0 else "verbs.weaker", pivot=pivot.language, **verbs)
            texts = {"expected": ours.form, "found": theirs.form}
            yield finding(CHECK, Severity.WARNING, row, other, message, span=theirs.span, **texts)


def difference(ours: Opening, theirs: Opening) -> int:
    """Return how much stronger the other verb is; 0 if equal in some reading, or not comparable."""
    here, there = dict(ours.ranks), dict(theirs.ranks)
    shared = [name for name in here if name in there]
    if not shared or any(set(here[name]) & set(there[name]) for name in shared):
        return 0
    name = shared[0]
    ours_nearest, theirs_nearest = min(
        ((one, two) for one in here[name] for two in there[name]), key=lambda pair: abs(pair[1] - pair[0])
    )
    return theirs_nearest - ours_nearest


CHECK: Final = Check("verbs", Severity.WARNING, _run)
