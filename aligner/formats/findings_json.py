"""`aligner/findings`: what the checks found, as JSON.

Spans count in code points of the running text of that language's newest document, whose
segments `aligner compare -o x.json` gives; rows are indices into the `rows` of that file.
"""

from __future__ import annotations

from typing import Any, Final

from aligner.formats.json_forms import dump
from aligner.values import Finding
from aligner.values.results import Checked

VERSION: Final = 1


def findings(result: Checked) -> bytes:
    """`aligner/findings`, version 1."""
    return dump(findings_value(result))


def findings_value(result: Checked) -> dict[str, Any]:
    """The plain values of `findings`."""
    signature = result.comparison.signature
    return {
        "format": "aligner/findings",
        "version": VERSION,
        "findings": [_finding(each) for each in result.findings],
        "signature": dict(signature.as_dict()) if signature is not None else {},
    }


def _finding(found: Finding) -> dict[str, Any]:
    return {
        "check": found.check,
        "severity": found.severity.value,
        "rows": list(found.rows),
        "language": found.language,
        "span": [found.span.start, found.span.stop] if found.span is not None else None,
        "expected": found.expected,
        "found": found.found,
        "message": found.message,
    }
