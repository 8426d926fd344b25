"""Facts from the head of a UN document: symbol, distribution, date, language, item, sponsors; its lines."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from aligner.languages.letter_ranges import ARABIC_LABELS, CYRILLIC_SMALL, HAN_SIMPLE_NUMERALS
from aligner.languages.numerals import NumeralKind, numerals
from aligner.languages.proper_names import names
from aligner.languages.structure import Masthead as Patterns
from aligner.languages.structure import Structure, masthead_patterns
from aligner.values.document import SYMBOL, WITHOUT_SLASH, Masthead

_HEAD_ROWS: Final = 160
_YEARS: Final = range(1900, 2200)
_BESIDE: Final = 8  # characters beside the numbers of a line that is a date
_LETTERS_BESIDE: Final = 3  # letters among these, unless the month is a word
_GAP: Final = re.compile(r" ?\t[ \t]*| {2,}")
"""The space between two columns in plain text."""

_NOTE_MARK: Final = re.compile(r"[\d*†‡\s]+$")
_IN_BRACKETS: Final = r"(?:Sect|Part|Vol)\.? [\dIVX]+|(?:19|20)\d\d"
_LONG_SYMBOL: Final = re.compile(rf"{SYMBOL.pattern} \((?:{_IN_BRACKETS})\)(?:/(?:Part )?[\w.]+)*")
"""A symbol with a section, part or year in brackets: `A/78/6 (Sect. 16)`."""

_ITEM: Final = re.compile(
    rf"\d+(?:\s?[(（]?[a-z{CYRILLIC_SMALL}{ARABIC_LABELS}][)）])?(?:\s?[(（][ivx]+[)）])?|[{HAN_SIMPLE_NUMERALS}]+"
)
"""The number of an agenda item with its subdivisions: `106`, `74 (b)`, `三`."""


def read(head: Sequence[str], furniture: Sequence[str], structure: Structure, language: str) -> Masthead:
    """Read the facts in the lines before a resolution's text.

    Args:
        head: those lines, furniture among them, in order.
        furniture: all furniture of the document, for a symbol that only running heads bear.
        structure: of the document's language.
        language: its ISO code.
    """
    lines = [line.strip() for line in head[:_HEAD_ROWS]]
    patterns = masthead_patterns()
    distribution = _first(patterns.distribution, lines)
    original = _first(patterns.original, lines)
    return Masthead(
        symbol=_symbol(lines, furniture, structure),
        distribution=distribution,
        date=date_of([*lines, *_after_distribution(lines, patterns)], language),
        original_language=patterns.language_named(original) if original else None,
        agenda_item=_agenda(lines, structure),
        sponsors=_sponsors(lines, structure, language),
    )


def _first(pattern: re.Pattern[str], lines: Sequence[str]) -> str | None:
    for line in lines:
        match = pattern.search(line)
        if match:
            return match.group(1)
    return None


def _after_distribution(lines: Sequence[str], patterns: Patterns) -> Iterator[str]:
    """Yield what is between distribution and original language where one cell of a table has all three."""
    for line in lines:
        match = patterns.distribution.search(line)
        if match:
            original = patterns.original.search(line, match.end())
            yield line[match.end() : original.start() if original else None].strip()


def _symbol(lines: Sequence[str], furniture: Sequence[str], structure: Structure) -> str | None:
    for line in lines:
        organ, *rest = _GAP.split(line, maxsplit=1)
        if rest and structure.organ_line.fullmatch(organ):
            (line,) = rest  # plain text has the organization and the symbol on one line
        match = _LONG_SYMBOL.match(line) or SYMBOL.match(line)
        if match and len(line) <= len(match.group()) + 24:
            return match.group().rstrip(".")
    numbered = WITHOUT_SLASH.match(lines[0]) if lines else None
    if numbered:
        return numbered.group()
    running = Counter(
        match.group() for text in furniture if "://" not in text for match in SYMBOL.finditer(text)
    )
    return running.most_common(1)[0][0] if running else None


def date_of(lines: Sequence[str], language: str) -> str | None:
    """Return the date of issue, as ISO 8601: the first line that is one date and nothing else."""
    for line in lines:
        for code in dict.fromkeys((language, "en")):
            date = _as_date(line, code)
            if date is not None:
                return date
    return None


def last_date(line: str, language: str) -> str | None:
    """Return the date that a line ends with, as ISO 8601.

    >>> last_date("Order of the Court of July 4, 2006*", "en"), last_date("On 4 July 2006 it met", "en")
    ('2006-07-04', None)
    """
    found = numerals(line, language)[-3:]
    letters = sum(map(str.isalpha, line[found[-1].span.stop :])) if found else 0
    return _as_date(line[found[0].span.start :], language) if found and letters <= 1 else None


def _as_date(line: str, language: str) -> str | None:
    found = numerals(line, language)
    values = [int(n.value) for n in found if n.value.isdigit()]
    if len(found) != 3 or len(values) != 3:
        return None
    covered = sum(len(numeral.span) for numeral in found)
    letters = sum(character.isalpha() for character in line)
    month = next((n for n in found if n.kind is NumeralKind.MONTH), None)
    years = [value for value in values if value in _YEARS]
    if len(years) != 1 or (month is None and letters > _LETTERS_BESIDE) or len(line) - covered > _BESIDE:
        return None
    year = years[0]
    if month is not None:
        middle = int(month.value)
        day = next((int(n.value) for n in found if n is not month and int(n.value) != year), 0)
    elif values[0] == year:
        _, middle, day = values
    else:
        day, middle, _ = values
        if values[2] != year:
            return None
    return f"{year:04d}-{middle:02d}-{day:02d}" if 1 <= middle <= 12 and 1 <= day <= 31 else None


def _agenda(lines: Sequence[str], structure: Structure) -> str | None:
    for line in lines:
        match = structure.agenda.match(line)
        item = _ITEM.search(line) if match else None
        if item:
            return ", ".join(_items(line, item, structure))
    return None


def _items(line: str, item: re.Match[str], structure: Structure) -> Iterator[str]:
    """Yield the number of an agenda item, and those that a comma or "and" adds to it."""
    yield item.group().strip()
    while between := structure.sponsor_separator.match(line, item.end()):
        following = _ITEM.match(line, between.end())
        if following is None:
            return
        item = following
        yield item.group().strip()


def _sponsors(lines: Sequence[str], structure: Structure, language: str) -> tuple[str, ...]:
    for line in lines:
        match = structure.sponsors.fullmatch(line)
        if match:
            found = _divided(match.group(1), structure, language)
            return tuple(name for name in (_NOTE_MARK.sub("", each).strip() for each in found) if name)
    return ()


def _divided(listed: str, structure: Structure, language: str) -> Iterator[str]:
    """Divide a list of States, except inside a name: Bosnia and Herzegovina is one."""
    separators = list(structure.sponsor_separator.finditer(listed))
    # The names take long to load, so that a single sponsor must not ask for them.
    whole = [named.span for named in names(listed, language)] if separators else []
    start = 0
    for between in separators:
        if not any(span.start < between.start() and between.end() < span.stop for span in whole):
            yield listed[start : between.start()]
            start = between.end()
    yield listed[start:]


_BRACKETED: Final = re.compile(r"[(（][^()（）]{1,3}[)）]")


def are_masthead_lines(above: str, below: str, structure: Structure) -> bool:
    """Whether two lines below each other are separate lines of a masthead."""
    whole = any(_is_distribution(line) or _is_agenda(line, structure) for line in (above, below))
    if whole or structure.session.fullmatch(above):
        return True
    if not structure.session.fullmatch(below):
        return bool(structure.organ_line.match(above) and structure.organ_line.fullmatch(below))
    if structure.organ_line.fullmatch(above):
        return True
    is_place = "," in below  # with a date; a title may end with it
    return above.split()[-1][:1].isupper() and not is_place


def _is_distribution(line: str) -> bool:
    """Whether a line names the distribution of a document, its language, or that of the original."""
    patterns = masthead_patterns()
    if patterns.language_named(line):
        return True
    return bool(patterns.distribution.match(line) or patterns.original.fullmatch(line))


def _is_agenda(line: str, structure: Structure) -> bool:
    """Whether a line is only the number of an agenda item."""
    agenda = structure.agenda.match(line)
    return agenda is not None and not any(map(str.isalpha, _BRACKETED.sub("", line[agenda.end() :])))
