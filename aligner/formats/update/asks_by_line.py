"""The requests to a person about an update, as texts of comments on lines of the Word file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from aligner.formats.update.new_lines import NewLines
from aligner.formats.update.old_lines import OldLines
from aligner.formats.update.wording import asked
from aligner.values import NO_ORIGIN, Span, Update, UpdateAction
from aligner.values.catalogue import Words


@dataclass(frozen=True, slots=True)
class AsksByLine:
    """The texts of comments by the line they are about.

    Attributes:
        new: on whole lines that are new or moved here, by new line.
        old: on parts of old lines, with the span in the line, by old line.
    """

    new: Mapping[int, Sequence[str]]
    old: Mapping[int, Sequence[tuple[Span, str]]]


def asks_by_line(
    result: Update, old: OldLines, new: NewLines, moved: Collection[int | None], words: Words
) -> AsksByLine:
    """Place the requests: on lines that are new or moved here, or on parts of old lines.

    Args:
        result: the update.
        old: the old draft in the Word file.
        new: the new draft in lines.
        moved: the new lines that moved here.
        words: the language of the comments.
    """
    on_new: dict[int, list[str]] = defaultdict(list)
    on_old: dict[int, list[tuple[Span, str]]] = defaultdict(list)
    for number, each in enumerate(result.paragraphs):
        line = new.homes[number].start
        anew = each.action is UpdateAction.INSERT
        anew |= each.action is not UpdateAction.DELETE and line in moved
        for ask in each.asks:
            text = asked(ask, words)
            if anew:
                on_new[line].append(text)
                continue
            old_line, span = _asked_at(old, each.old, ask.where)
            on_old[old_line].append((span, text))
    return AsksByLine(on_new, on_old)


def _asked_at(old: OldLines, segments: Sequence[int], where: Span | None) -> tuple[int, Span]:
    """Return the line of a place of some segments' text, and its span there; a whole line if unknown."""
    place = old.place(segments)
    wanted = place.origins[where.start : where.stop] if where else ()
    known = [at for at in wanted if at != NO_ORIGIN]
    if not known:
        first = place.lines.start
        return first, Span(0, len(old.span(first)))
    line = old.line_at(known[0])
    own = old.span(line)
    inside = [at for at in known if at < own.stop]
    return line, Span(inside[0] - own.start, inside[-1] + 1 - own.start)
