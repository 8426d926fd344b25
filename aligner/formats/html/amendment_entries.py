"""Write the amendments of a view as a table, each with its state in each language."""

from __future__ import annotations

from collections.abc import Iterable

from aligner.formats.html.fragments import Fragments, placed
from aligner.languages import get
from aligner.values import Carried
from aligner.view.markup import escape, isolated, language_attributes
from aligner.view.page_model import Entry


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
