"""Find the symbols of United Nations documents in text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

SYMBOL: Final = re.compile(
    r"(?<![\w/])[A-Z]{1,8}(?:\.\d{1,3})?(?:/[A-Z0-9][A-Za-z0-9.()\-–]*)*/[A-Za-z0-9.()\-–]*\d[\w.()\-–]*(?:/[A-Z][\w.]*\d?)*"
)
"""A document symbol such as `E/CN.15/2018/L.6/Rev.1` or `A/RES/71/167`."""


WITHOUT_SLASH: Final = re.compile(r"[A-Z]{2,5}\d{1,3}(?:\.R?\d{1,3}|\(\d{1,3}\))(?=\s|$)")
"""The symbol of a resolution or decision of the World Health Organization: `WHA66.8`, `EB132(3)`."""


def symbols_in(text: str) -> Iterator[str]:
    """Yield the symbols in running text, without the punctuation after them.

    >>> list(symbols_in("its report (A/72/L.45/Rev.1), and CRC/C/GC/5(2003)."))
    ['A/72/L.45/Rev.1', 'CRC/C/GC/5(2003)']
    """
    for match in SYMBOL.finditer(text):
        symbol = match.group().rstrip(".-–(")
        while symbol.endswith(")") and symbol.count(")") > symbol.count("("):
            symbol = symbol[:-1].rstrip(".-–(")
        yield symbol
