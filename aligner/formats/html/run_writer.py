"""Write the runs of a text as HTML: changes, search hits, findings and footnote marks.

A change is marked in three ways: by its element (`ins`, `del`), by a line (under or through) and by
words for screen readers.
"""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Final

from aligner.values.catalogue import Words
from aligner.view.markup import attribute, escape, visible
from aligner.view.redline_runs import Mark, Piece, Role

TAGS: Final = {Mark.INSERTED: "ins", Mark.DELETED: "del"}
"""The elements of inserted and deleted words."""


class RunWriter:
    """Writes runs of text with their marks, in the words of one language.

    Args:
        words: the interface texts.
        notes_linked: whether footnotes are on the same page, so that marks can link to them.
    """

    def __init__(self, words: Words, *, notes_linked: bool) -> None:
        self._words, self._notes_linked = words, notes_linked
        self._said: dict[str, str] = {}  # by key, words for screen readers

    def pieces(self, pieces: Iterable[Piece], column: int | None = None) -> str:
        """Write runs of text; given a column's index, footnote marks link to its footnotes.

        Args:
            pieces: the runs, in reading order.
            column: the index of the column that they are in, or None.
        """
        runs = groupby(pieces, key=lambda piece: (piece.role, piece.mark, piece.type))
        return "".join(self._run(list(run), column) for _, run in runs)

    def _run(self, run: Sequence[Piece], column: int | None) -> str:
        """Group pieces of one kind, so that an amendment cut by a hit or a finding is announced once."""
        cuts = any(p.hit or p.flagged or p.words or p.affected or p.doubtful for p in run)
        if len(run) > 1 and (run[0].role is not Role.TEXT or not cuts):
            return "".join(self._run([piece], column) for piece in run)
        first = run[0]
        if first.role is Role.BREAK:
            return self._break(first.mark)
        if first.role is Role.NOTE:
            return self._note_mark(first, column)
        text = "".join(
            self._flagged(list(group)) for _, group in groupby(run, key=lambda piece: piece.flagged)
        )
        if first.mark is Mark.EQUAL:
            return text
        tag, kind = TAGS[first.mark], first.type.value if first.type else None
        return (
            f"<{tag}{attribute('data-type', kind)}>{self._hidden(f'mark.{first.mark}')}"
            f"{text}{self._hidden(f'mark.{first.mark}_end')}</{tag}>"
        )

    def _flagged(self, run: Sequence[Piece]) -> str:
        """Return a run of words, underlined if a finding concerns them."""
        text = "".join(self._found(piece) for piece in run)
        if not run[0].flagged:
            return text
        start, end = self._hidden("mark.flagged"), self._hidden("mark.flagged_end")
        return f'<mark class="flagged">{start}{text}{end}</mark>'

    def _found(self, piece: Piece) -> str:
        """Write the words of a piece, with the numbers of their counterparts; marked if they are a hit."""
        text = escape(piece.text if piece.mark is Mark.EQUAL else visible(piece.text))
        text = f"<mark>{text}</mark>" if piece.hit else text
        if not piece.words and not piece.affected and not piece.doubtful:
            return text
        numbers = attribute("data-words", " ".join(map(str, piece.words)) or None)
        classes = " ".join(["affected"] * piece.affected + ["doubtful"] * piece.doubtful)
        title = attribute("title", self._words("mark.doubtful") if piece.doubtful else None)
        return f"<span{attribute('class', classes or None)}{title}{numbers}>{text}</span>"

    def _hidden(self, key: str) -> str:
        """Write words for screen readers only, neither visible nor copied with the text (`report.css`).

        Two surround each edit, so that they are half of the page's elements. Unseen, they need no direction.
        """
        if key not in self._said:
            said = escape(self._words(key))
            self._said[key] = f'<span class="vh" lang="{self._words.language}"> {said} </span>'
        return self._said[key]

    def _break(self, mark: Mark) -> str:
        tag = TAGS[mark]
        said = self._hidden(f"mark.break_{mark}")
        return f'<{tag} class="break">{said}<span aria-hidden="true">¶</span></{tag}>'

    def _note_mark(self, piece: Piece, column: int | None) -> str:
        key = "mark.note" if piece.mark is Mark.EQUAL else f"mark.note_{piece.mark}"
        shown = f"<mark>{escape(piece.text)}</mark>" if piece.hit else escape(piece.text)
        if column is not None and piece.note is not None and self._notes_linked:
            address = note_id(column, piece.note, gone=piece.mark is Mark.DELETED)
            label = escape(self._words(key, mark=piece.text))
            shown = f'<a href="#{address}" aria-label="{label}">{shown}</a>'
        if piece.mark is not Mark.EQUAL:
            shown = f"<{TAGS[piece.mark]}>{shown}</{TAGS[piece.mark]}>"
        return f'<sup class="note">{shown}</sup>'


def note_id(column: int, index: int, *, gone: bool) -> str:
    """Return the anchor of a footnote in the list under the text.

    >>> note_id(0, 2, gone=False)
    'n0-2'
    """
    return f"{'o' if gone else 'n'}{column}-{index}"
