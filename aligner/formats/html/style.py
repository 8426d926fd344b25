"""The style sheet that the report and the app share."""

from __future__ import annotations

from importlib.resources import files


def stylesheet() -> str:
    """Read the style sheet, with its light and dark colours."""
    return (files("aligner") / "data" / "report.css").read_text(encoding="utf-8")
