"""Replace a document's symbol in the page headers and footers of its Word file.

The symbol of a revision differs from that of the draft before it (`A/C.3/80/L.5/Rev.1`), and Word files
print it on every page, outside the text that is compared.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from aligner.formats.docx.redline_flow import DELETED, INSERTED, RedlineRun
from aligner.formats.docx.run_pieces import Pieces
from aligner.formats.docx.word_elements import Element, UnsuitedError, refill
from aligner.formats.update.content import ContentWriter
from aligner.readers.docx.package import Package, W
from aligner.values import Update

_KINDS: Final = ("header", "footer")


def with_new_symbol(update: Update, package: Package, writer: ContentWriter) -> Mapping[str, Element]:
    """Return the page headers and footers in which the new symbol replaces the old one, by part.

    There are none unless the language and the pivot had the same symbol in the old draft. A symbol that
    is cut through by something that cannot be divided, such as a field, stays as it is.
    """
    old, new = update.pivot_old.masthead.symbol, update.pivot_new.masthead.symbol
    if not old or not new or old == new or update.old.masthead.symbol != old:
        return {}
    symbol = re.compile(rf"(?<![\w/.]){re.escape(old)}(?![\w/]|\.\w)")
    changed: dict[str, Element] = {}
    for kind, part in package.related(package.main).values():
        root = package.xml(part) if kind in _KINDS else None
        if root is not None and sum(_replaced(each, symbol, new, writer) for each in [*root.iter(W + "p")]):
            changed[part] = root
    return changed


def _replaced(paragraph: Element, symbol: re.Pattern[str], new: str, writer: ContentWriter) -> bool:
    """Replace the symbol in a paragraph, as a tracked change; return whether it occurs there."""
    try:
        pieces = Pieces.of(paragraph)
        text = "".join(piece.text for piece in pieces.waiting)
        runs: list[RedlineRun] = []
        end = 0
        for match in symbol.finditer(text):
            runs += [RedlineRun(text[end : match.start()]), RedlineRun(match.group(), DELETED)]
            runs.append(RedlineRun(new, INSERTED))
            end = match.end()
        if not runs:
            return False
        content = writer.content([*runs, RedlineRun(text[end:])], pieces)
        refill(paragraph, [*content, *pieces.rest()])
    except UnsuitedError:
        return False
    return True
