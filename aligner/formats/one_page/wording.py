"""The sentences of the one-page summary, shared by its formats."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from aligner.languages import get
from aligner.values import Carried
from aligner.values.catalogue import Words
from aligner.view.one_page_summary import OnePageSummary, SummaryLine, SummaryState

SIGNED: Final = ("onepage.name", "onepage.signature", "onepage.date")
"""What a person fills in at the foot."""


def drafts(summary: OnePageSummary, words: Words) -> str:
    """Name the drafts compared, by language."""
    return " · ".join(
        f"{get(new.language).endonym} {_draft(old.version, words)} → {_draft(new.version, words)}"
        for old, new in summary.drafts
    )


def _draft(version: str, words: Words) -> str:
    return version or words("column.unnamed")


def place(line: SummaryLine, words: Words) -> str:
    """Cite an amendment; without a place, by the first cell of a table's row, or the row's number here."""
    old = words("row.old_place", place=words.place(line.old_place)) if line.old_place else ""
    name = words.place(line.place)
    if name and old:
        return f"{name} ({old})"
    return name or old or line.head or words("row.permalink", number=line.row)


def others(count: int, words: Words) -> str:
    """Say how many amendments are left out; empty for none."""
    return words("onepage.others", count=count) if count else ""


def state(found: SummaryState, words: Words) -> str:
    """Say which languages an amendment did not reach, or may not have reached, and why."""
    languages = words("table.apart").join(words.language_name(code) for code in found.languages)
    said = f"{languages} – {words(f'state.{found.state}')}"
    return f"{said} ({words.render(found.reason)})" if found.reason else said


def verdict(summary: OnePageSummary, words: Words) -> Iterator[str]:
    """Say in a few sentences whether the languages agree, and what could not be checked."""
    if summary.complete:
        yield words("verdict.all_reached")
    elif not summary.followed:
        yield words("report.missing_unchecked")
    elif not summary.states and not summary.unfollowed:
        yield words("report.missing_none")
    if summary.unfollowed:
        names = words("table.apart").join(words.language_name(code) for code in summary.unfollowed)
        yield words("report.missing_drafts", languages=names)


def more_states(summary: OnePageSummary, words: Words) -> Iterator[str]:
    """Say how many states of each kind are left out."""
    for found, count in summary.others:
        yield words("onepage.more_states", state=words(f"state.{Carried(found)}"), count=count)


def made(summary: OnePageSummary, words: Words) -> str:
    """Name the program that made the summary; empty if it is not known."""
    return words("report.signature", version=summary.signature.aligner) if summary.signature else ""
