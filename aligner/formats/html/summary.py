"""The summary above the text: counts, amendments not carried over, the table of amendments."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Final

from aligner.formats.html.fragments import Fragments, placed
from aligner.languages import get
from aligner.values import Carried, ChangeKind, Message
from aligner.values.catalogue import Words
from aligner.view.markup import escape, isolated, language_attributes
from aligner.view.page_model import TONED_DOWN, Entry, View

MANY: Final = 40
"""Number of amendments from which their table starts folded, to keep the text in reach."""

_HEADINGS: Final[Mapping[Carried, str]] = {
    Carried.NOT_CARRIED_OVER: "not_carried",
    Carried.PARTLY: "not_carried",
    Carried.UNKNOWN: "unknown",
    Carried.AMENDED_HERE_ONLY: "alone",
}
"""The states that a reader should know of, the weightiest first, and what they are listed under."""

_WEIGHTY: Final = tuple(_HEADINGS)


def summary(view: View, words: Words, fragments: Fragments) -> str:
    """Write counts, the table of amendments and those not carried over; nothing without drafts.

    Args:
        view: the view to show.
        words: the interface texts.
        fragments: provides names and addresses.
    """
    if not any(column.base for column in view.columns):
        return ""
    say = words
    parts = [
        f'<h2 id="summary">{escape(say("report.summary"))}</h2>',
        counts(view, say, fragments),
        _missing(view, say, fragments),
    ]
    if view.entries:
        state = "" if len(view.entries) > MANY else " open"
        title = f"{escape(say('report.amendments'))} ({len(view.entries)})"
        table = AmendmentEntries(fragments).table(view.entries)
        parts.append(f"<details{state}><summary><h3>{title}</h3></summary>\n{table}</details>")
    else:
        parts.append(f"<p>{escape(say('report.amendments_none'))}</p>")
    return f'<section class="summary" aria-labelledby="summary">{"".join(parts)}</section>'


def counts(view: View, say: Words, fragments: Fragments) -> str:
    """Write the table of changes by language and kind."""
    columns = [column for column in view.columns if column.base]
    kinds = [kind for kind in ChangeKind if any(column.counts.get(kind) for column in columns)]
    amended = [kind for kind in kinds if kind not in TONED_DOWN]
    quiet = [kind for kind in kinds if kind in TONED_DOWN]
    heads = "".join(f'<th scope="col">{escape(say(f"kind.{kind}"))}</th>' for kind in amended)
    heads += f'<th scope="col">{escape(say("report.total"))}</th>'
    heads += "".join(f'<th scope="col" class="quiet">{escape(say(f"kind.{kind}"))}</th>' for kind in quiet)
    lines = []
    for column in columns:
        cells = "".join(f"<td>{column.counts.get(kind, 0)}</td>" for kind in amended)
        cells += f"<td><strong>{sum(column.counts.get(kind, 0) for kind in amended)}</strong></td>"
        cells += "".join(f'<td class="quiet">{column.counts.get(kind, 0)}</td>' for kind in quiet)
        name = fragments.column_title(column)
        lines.append(f'<tr><th scope="row">{name}</th>{cells}</tr>')
    return (
        f'<table class="counts"><caption>{escape(say("report.counts"))}</caption>'
        f'<thead><tr><th scope="col">{escape(say("report.language"))}</th>{heads}</tr></thead>'
        f"<tbody>{''.join(lines)}</tbody></table>"
    )


def _missing(view: View, say: Words, fragments: Fragments) -> str:
    title = f'<h3 id="missing">{escape(say("report.missing"))}</h3>'
    lacking = _lacking(view, say)
    if not view.followed:
        return title + (lacking or f"<p>{escape(say('report.missing_unchecked'))}</p>")
    found = unsettled(view)
    if not found:
        return f"{title}<p>{escape(say('report.missing_none'))}</p>{lacking}"
    lists = []
    pivot = say.language_name(view.pivot)
    for name, lines in groupby(found, key=lambda each: _group(*each)):
        count = len({id(entry) for entry, languages in found if _group(entry, languages) == name})
        items = "".join(_unsettled(entry, languages, say, fragments) for entry, languages in lines)
        heading = escape(say(f"verdict.{name}", count=count, language=pivot))
        lists.append(f'<h3 id="{name}">{heading}</h3><ul class="missing">{items}</ul>')
    return "".join(lists) + lacking


def unsettled(view: View) -> list[tuple[Entry, tuple[str, ...]]]:
    """Return the amendments that are missing or undetermined in some language, or that the pivot lacks.

    Each is followed by the languages of which the same is known; one may occur several times.
    """
    found = []
    for entry in view.entries:
        languages_by_state: dict[tuple[Carried, Message | None], list[str]] = {}
        for language, verdict in entry.states.items():
            if verdict[0] in _WEIGHTY:
                languages_by_state.setdefault(verdict, []).append(language)
        found += [
            (_WEIGHTY.index(state), entry, tuple(languages))
            for (state, _), languages in languages_by_state.items()
        ]
    return [(entry, languages) for _, entry, languages in sorted(found, key=lambda each: each[0])]


def _group(entry: Entry, languages: Sequence[str]) -> str:
    """Return the heading of the list that names an amendment: the one that counts it in the verdict."""
    return _HEADINGS[entry.states[languages[0]][0]]


def _unsettled(entry: Entry, languages: Sequence[str], say: Words, fragments: Fragments) -> str:
    """Return a line of the list: place, languages, state, reason, and the changed words."""
    state, reason = entry.states[languages[0]]
    named = say("table.apart").join(isolated(get(language).endonym) for language in languages)
    why = f' <span class="reason">({isolated(say.render(reason))})</span>' if reason else ""
    entries = AmendmentEntries(fragments)
    return (
        f"<li>{entries.place_link(entry)}: {named} – "
        f"{escape(say(f'state.{state}'))}{why} {entries.excerpts(entry)}</li>"
    )


def _lacking(view: View, say: Words) -> str:
    """Write the languages that could not be checked; nothing if there are none."""
    if not view.unfollowed:
        return ""
    names = say("table.apart").join(say.language_name(language) for language in view.unfollowed)
    return f"<p>{escape(say('report.missing_drafts', languages=names))}</p>"


class AmendmentEntries:
    """Writes amendments.

    Args:
        fragments: writes names, addresses and runs of text.
    """

    def __init__(self, fragments: Fragments) -> None:
        self._fragments = fragments
        self._view, self._words = fragments.view, fragments.words

    def place_link(self, entry: Entry) -> str:
        """Write the place of an amendment as a link to its row."""
        old = self._fragments.old_place(entry.old_place)
        name = (
            placed(self._words.place(entry.place))
            or old
            or escape(self._words("row.permalink", number=entry.row))
        )
        address = self._fragments.address(entry.row)
        shown = name if address is None else f'<a href="{escape(address)}">{name}</a>'
        return f'{shown} <span class="old">({old})</span>' if entry.place and old else shown

    def table(self, entries: Iterable[Entry]) -> str:
        """Write the table of amendments, each with its state in each language."""
        heads = "".join(f'<th scope="col">{self._fragments.column_title(c)}</th>' for c in self._view.columns)
        body = "\n".join(self._entry(entry) for entry in entries)
        place, words = escape(self._words("row.place")), escape(self._words("report.excerpt"))
        return (
            f'<table class="entries"><thead><tr><th scope="col">{place}</th><th scope="col">{words}</th>'
            f"{heads}</tr></thead>\n<tbody>\n{body}\n</tbody></table>"
        )

    def excerpts(self, entry: Entry) -> str:
        """Write the changed words of an amendment in the reader's language, and the pivot's below."""
        return "".join(
            f'<span class="passage"{language_attributes(get(self._view.columns[number].key.language))}>'
            f"{self._fragments.pieces(entry.excerpts[number])}</span>"
            for number in entry.columns(self._fragments.reader_column, self._view.column_of(self._view.pivot))
        )

    def _entry(self, entry: Entry) -> str:
        cells = "".join(self._entry_cell(entry, number) for number in range(len(self._view.columns)))
        return (
            f'<tr><th scope="row">{self.place_link(entry)}</th>'
            f'<td class="excerpt">{self.excerpts(entry)}</td>{cells}</tr>'
        )

    def _entry_cell(self, entry: Entry, number: int) -> str:
        language = self._view.columns[number].key.language
        state, reason = entry.states.get(language, (None, None))
        kind = entry.kinds.get(number)
        said = [escape(self._words(f"kind.{kind}"))] if kind else []
        alert = state is not None and language in entry.missing
        if state is not None and (state is not Carried.CARRIED_OVER or kind is None):
            said.append(f'<span class="state">{escape(self._words(f"state.{state}"))}</span>')
        if reason:
            said.append(f'<span class="reason">{isolated(self._words.render(reason))}</span>')
        return f'<td class="{"attention" if alert else "has"}">{"<br>".join(said) or "–"}</td>'
