"""Marks for text on a terminal: readable without colour, and never square brackets.

Inserted words are marked `{+…+}`, deleted words `{-…-}`: square brackets mean text under
negotiation in United Nations drafts, and our marks must not be confused with them. If the
terminal supports it, insertions are also underlined and deletions struck through.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import click

from aligner.formats.cells import divided
from aligner.values.catalogue import DEFAULT, Words, load
from aligner.values.message import Message, without_secrets

_SPACES: Final = re.compile("[^\\S\u00a0\u202f]+")


@dataclass(frozen=True, slots=True)
class Style:
    """How to mark words; `ansi` only if the terminal supports it."""

    ansi: bool = False

    def inserted(self, text: str) -> str:
        """Mark inserted words."""
        return self._wrapped(text, "{+", "+}", "4;32")

    def deleted(self, text: str) -> str:
        """Mark deleted words."""
        return self._wrapped(text, "{-", "-}", "9;31")

    def strong(self, text: str) -> str:
        """Format a heading."""
        return f"\x1b[1m{text}\x1b[0m" if self.ansi and text else text

    def _wrapped(self, text: str, before: str, after: str, code: str) -> str:
        if not text:
            return ""
        marked = f"{before}{text}{after}"
        return f"\x1b[{code}m{marked}\x1b[0m" if self.ansi else marked


def clean(text: str) -> str:
    r"""Replace control characters by visible symbols, so that text cannot control the terminal.

    A tab separates the cells of a table row, and becomes a visible divider.

    >>> clean("a\x1b[31m"), clean("Staff\t5")
    ('a␛[31m', 'Staff | 5')
    """
    return "".join(
        chr(0x2400 + ord(c)) if ord(c) < 32 and c != "\n" else "␡" if 127 <= ord(c) < 160 else c
        for c in divided(text)
    )


def one_line(text: str) -> str:
    r"""Return clean text on one line, with paragraph breaks as `¶`.

    >>> one_line("a\nb")
    'a¶b'
    """
    return clean(text).replace("\n", "¶")


def unbroken(text: str) -> str:
    r"""Return a clean message on one line; no-break spaces, as French has before a colon, stay.

    >>> unbroken("note\u00a0:\n  two   lines of \x1b[2J.txt")
    'note\xa0: two lines of ␛[2J.txt'
    """
    return clean(_SPACES.sub(" ", without_secrets(text)).strip())


def interface() -> Words:
    """Return the texts in the language chosen with `--interface`, if the command has that option."""
    context = click.get_current_context(silent=True)
    chosen = None if context is None else context.params.get("interface")
    return load(chosen or DEFAULT)


def note(text: str | Message) -> None:
    """Print a one-line note to standard error, in the language of the interface if it is a message."""
    words = interface()
    shown = text if isinstance(text, str) else words.render(text)
    click.echo(f"aligner: {words('terminal.note', note=unbroken(shown))}", err=True)


def as_text(lines: Iterable[str]) -> str:
    """Join lines, each ending with a line feed."""
    return "".join(f"{line}\n" for line in lines)
