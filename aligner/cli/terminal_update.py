"""A language's new draft on the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from aligner.cli.terminal_style import Style, clean
from aligner.formats.update.wording import action_name, asked
from aligner.languages.list_labels import printed_label
from aligner.values import Update, UpdateAction
from aligner.values.catalogue import DEFAULT, load
from aligner.values.quotation import excerpt

_SHOWN: Final = 90


def show_update(result: Update, style: Style, *, interface: str = DEFAULT) -> Iterator[str]:
    """Print each changed paragraph with what remains to be done by hand, then the counts."""
    words = load(interface)
    for each in result.paragraphs:
        if each.action is UpdateAction.KEEP and each.certain:
            continue
        label = f"{printed_label(each.label, result.language)} " if each.label else ""
        yield style.strong(clean(f"{action_name(each.action, words)}  {label}{excerpt(each.text, _SHOWN)}"))
        for ask in each.asks:
            first, *rest = asked(ask, words).split("\n")
            yield f"  {clean(first)}"
            yield from (f"    {clean(line)}" for line in rest)
    certain = sum(each.certain for each in result.paragraphs)
    sure = words("terminal.certain", count=len(result.paragraphs), certain=certain)
    places = words("terminal.places", count=sum(len(each.asks) for each in result.paragraphs))
    yield f"{result.language}: {sure}, {places}"
