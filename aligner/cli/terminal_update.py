"""A language's new draft on the terminal."""

from __future__ import annotations

from collections.abc import Iterator

from aligner.cli.terminal_style import Style, clean
from aligner.formats.docx.runs import printed_label
from aligner.formats.update.wording import action_name, asked
from aligner.languages.tokens import excerpt
from aligner.values import Update, UpdateAction
from aligner.values.catalogue import load

_SHOWN = 90


def show_update(result: Update, style: Style) -> Iterator[str]:
    """Print each changed paragraph with what remains to be done by hand, then the counts."""
    words = load()
    for each in result.paragraphs:
        if each.action is UpdateAction.KEEP and each.certain:
            continue
        label = f"{printed_label(each.label)} " if each.label else ""
        yield style.strong(clean(f"{action_name(each.action, words)}  {label}{excerpt(each.text, _SHOWN)}"))
        for ask in each.asks:
            first, *rest = asked(ask, words).split("\n")
            yield f"  {clean(first)}"
            yield from (f"    {clean(line)}" for line in rest)
    asks = sum(len(each.asks) for each in result.paragraphs)
    certain = sum(each.certain for each in result.paragraphs)
    yield (
        f"{result.language}: {certain} of {counted(len(result.paragraphs), 'paragraph')} certain, "
        f"{counted(asks, 'place')} for a person"
    )


def counted(number: int, noun: str) -> str:
    """Format a count with its noun in agreement."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
