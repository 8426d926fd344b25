r"""The text of Word's `EQ` fields, which have no stored result: Word draws them from their instruction.

Chinese documents have them for circled characters (`EQ \o\ac(○,1)`) and for readings above
characters (`EQ \o\ad(\s\up 9(fàn),犯)`), others for fractions (`EQ \f(1,2)`).
"""

from __future__ import annotations

import re
from typing import Final

_EQUATION: Final = re.compile(r"\s*EQ\b(.*)", re.IGNORECASE | re.DOTALL)
_FORMAT: Final = re.compile(r'\\\*\s*(?:"[^"]*"|[^\s\\]+)')
_COMMAND: Final = re.compile(r"\\([a-z]+)((?:\s*\\[a-z]{2}(?:\s*-?\d+|\s*\\.)?)*)\s*\(", re.IGNORECASE)
"""A command with its options, up to the bracket that opens its elements: `\\s\\up 9(`."""

_PART: Final = re.compile(r"\\[,;()\\]|[,;()]|\\[a-z]+|[^\\,;()]+|\\", re.IGNORECASE)
_ENCLOSURES: Final = frozenset("○◯〇◎□◇△▢")
_CIRCLED: Final = {str(n): chr(0x2460 + n - 1) for n in range(1, 21)}
_MOST_DEPTH: Final = 10
_LONGEST: Final = 1_000


def equation_text(code: str) -> str:
    r"""Return the text that a field shows if it is an `EQ` field, else nothing.

    Args:
        code: the instruction of the field.

    >>> equation_text(r"eq \o\ac(○,1)"), equation_text(r"EQ \* jc2 \* hps10 \o\ad(\s\up 9(fàn),犯)")
    ('①', '犯')
    >>> equation_text(r"EQ \f(1,2)"), equation_text("XE \"crime\"")
    ('1/2', '')
    """
    match = _EQUATION.fullmatch(code[:_LONGEST])
    return _shown(_FORMAT.sub("", match[1]).strip(), 0)[0].strip() if match else ""


def _shown(text: str, depth: int) -> tuple[str, bool]:
    """Return the text that a part of an instruction shows, and whether all of it is raised or lowered."""
    shown, at, shifted = "", 0, False
    while at < len(text):
        command = _COMMAND.match(text, at)
        if command is None or depth == _MOST_DEPTH:
            part = _PART.match(text, at)
            assert part is not None  # the pattern accepts every character
            shown += part[0][1:] if part[0][0] == "\\" and not part[0][1:].isalpha() else part[0]
            at = part.end()
            continue
        elements, at = _elements(text, command.end())
        shifted = at == len(text) and command.start() == 0 and command[1].lower() == "s"
        shown += _combined(command[1].lower(), [_shown(element.strip(), depth + 1) for element in elements])
    return shown, shifted


def _elements(text: str, at: int) -> tuple[list[str], int]:
    """Split the elements of a command after its opening bracket; return them and where they end."""
    elements, nested = [""], 0
    for part in _PART.finditer(text, at):
        if part[0] == ")" and not nested:
            return elements, part.end()
        nested += {"(": 1, ")": -1}.get(part[0], 0)
        if part[0] in ",;" and not nested:
            elements.append("")
        else:
            elements[-1] += part[0]
    return elements, len(text)


def _combined(command: str, elements: list[tuple[str, bool]]) -> str:
    """Join the elements of a command as plain text."""
    texts = [text for text, _ in elements]
    if command == "o":
        base = [text for text, shifted in elements if not shifted and text not in _ENCLOSURES] or texts
        enclosed = len(base) < len(texts) and any(text in _ENCLOSURES for text in texts)
        return _CIRCLED.get(base[0], base[0]) if enclosed and len(base) == 1 else "".join(base)
    if command == "f":
        return "/".join(texts)
    if command == "b":
        return f"({''.join(texts)})"
    if command == "r":
        return "√" + texts[-1]
    return (", " if command == "l" else "").join(texts)
