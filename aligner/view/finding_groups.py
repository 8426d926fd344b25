"""Findings grouped by the row they concern, the worst rows first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from aligner.values import Finding, Severity
from aligner.view.page_model import View, ViewRow

_ORDER: Final = tuple(Severity)


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """The findings of one row, most severe first.

    Attributes:
        row: the first row that they concern; None if they concern the whole text.
        findings: the findings, at least one.
    """

    row: ViewRow | None
    findings: tuple[Finding, ...]


def group_findings(view: View, findings: Iterable[Finding]) -> tuple[FindingGroup, ...]:
    """Group findings by row, sorted by each row's worst finding, then in page order.

    Findings that concern no row of the view form one group, first among the equally severe ones.
    """
    rows = view.by_source()
    found: dict[int, list[Finding]] = {}
    for finding in findings:
        number = next((rows[source].number for source in finding.rows if source in rows), 0)
        found.setdefault(number, []).append(finding)
    groups = [
        FindingGroup(view.rows[number - 1] if number else None, tuple(sorted(each, key=_rank)))
        for number, each in sorted(found.items())
    ]
    return tuple(sorted(groups, key=lambda group: _rank(group.findings[0])))


def _rank(finding: Finding) -> int:
    return _ORDER.index(finding.severity)
