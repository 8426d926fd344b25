"""References outdated by renumbering: "paragraph 5 above" for what is now paragraph 6."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from aligner.checks.check import Check, finding
from aligner.checks.material import Material, Side
from aligner.revision.stale_references import stale_references
from aligner.values import Finding, Message, Severity, Span

_ID: Final = "references"


def _run(material: Material) -> Iterator[Finding]:
    comparison = material.comparison
    newest = set(material.newest.values())
    for (old, new), revision in comparison.revisions.items():
        if new not in newest:
            continue
        document = comparison.documents[new]
        for stale in stale_references(revision, comparison.documents[old], document):
            row = material.row_of(new, stale.segment)
            if row is None:
                continue
            side = Side(new, document, Span(stale.segment, stale.segment + 1))
            says, now = stale.says, stale.should_say or ""
            message = Message("references.renumbered", says=says, now=now)
            if not now:
                message = Message("references.deleted", says=says)
            yield finding(
                _ID, Severity.WARNING, row, side, message, span=stale.span, expected=now, found=says
            )


CHECK: Final = Check(
    id=_ID,
    severity=Severity.WARNING,
    help="A reference such as “paragraph 5 above” kept from the earlier draft although that paragraph has "
    "been renumbered or deleted. Each language is checked on its own and needs two drafts. Only words "
    "such as “above” show whether a text refers to one of its own paragraphs or to another "
    "resolution.",
    examples=("draft 5. … paragraph 1 above | revision 6. … paragraph 1 above, which is now 2",),
    run=_run,
)
