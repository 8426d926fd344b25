"""What belongs to the page and not to the text: symbols, page numbers, rules, running heads, contents."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Final

from aligner.languages.structure import (
    Structure,
    continued_words,
    heads_contents,
    masthead_patterns,
    page_number_words,
)
from aligner.segmentation import running_heads, text_heads
from aligner.segmentation.line_places import is_next_line
from aligner.segmentation.measured_rows import LEADERS, Row, width
from aligner.segmentation.text_heads import LONGEST, MASTHEAD
from aligner.segmentation.titles import is_masthead_line
from aligner.values.document import SYMBOL
from aligner.values.extract import LineRole
from aligner.values.runs import runs_of

RULE: Final = re.compile(r"[_\-–—─━=*·•.\s]{3,}")
"""A line of signs only; one of underscores or dashes is above footnotes."""

NOTE_RULE: Final = re.compile(r"[_\-–—─━]{5,}")
"""The rule above footnotes."""

_PAGE: Final = r"(?:\d{1,4}\s*/\s*\d{1,4}|[-–—]\s*\d{1,4}\s*[-–—])"
_PAGE_NUMBER: Final = re.compile(rf"{_PAGE}|{page_number_words()}")
_CODE: Final = r"[()][A-Z][()]"  # read from the right, its brackets may be turned
_JOB: Final = re.compile(
    r"\d{2}-\d{5} \S{2,4} \d{6}|"
    rf"(?:\d{{6}}\s+)*(?:{_CODE}\s+)?(?:[A-Z]{{1,4}}\.)?\d{{2}}[-–‑ ]\d{{4,6}}"
    rf"\s*(?:{_CODE})?(?:\s+\d{{6}})*(?:\s+{_CODE})?|\*\s?[A-Z]?\d{{5,10}}\s?\*"
)
"""A job number (`18-02902 (E) 150618`, `V.18-02902`) or a barcode's digits (`*1802902*`).

Between a number and its date the language is often misread on a scan (`(EY`): it is above a bar code.
"""

_URL: Final = re.compile(r"(?:https?://|www\.)\S+(?:\s+(?:https?://|www\.)\S+)*")
_JOB_DATE: Final = re.compile(r"\d{6}")
"""The date of a job number, where it was extracted as a line of its own."""

_LONE_NUMBER: Final = re.compile(r"\d{1,4}")
_CONTINUES: Final = re.compile(rf"/?(?:\.{{3}}|…)|\((?:{continued_words()})\)", re.I)
"""A remark that a page or list continues: `/…`, `(continued)`."""

_VISIBLE: Final = re.compile(r"[^\s\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u061c]")
"""A character that is neither white space nor an invisible control."""

_GAPS: Final = re.compile(r" {2,}")
_TIGHT: Final = 1.5  # of the letters' size: the step of lines in a paragraph
_IMPRINT: Final = 4.0  # of the letters' size: maximum distance of a job number from the foot of the page


def find(rows: Sequence[Row]) -> list[bool]:
    """Find the rows that are furniture; lone numbers, which may be note marks, only if they repeat.

    Rows that are whole paragraphs (DOCX, HTML) have no pages. Among them, only what the reader marked
    counts as furniture, and rules, bare addresses, and the document's symbol in the masthead.
    """
    found = [_is_furniture(row, index) for index, row in enumerate(rows)]
    for index, row in enumerate(rows):
        if _JOB_DATE.fullmatch(row.text):
            beside = rows[max(0, index - 1) : index + 2]
            if any(_JOB.search(other.text) for other in beside):
                found[index] = not row.whole
    for index in imprint_rows(rows, found):
        found[index] = True
    widest = max((row.far for row in rows if not (row.whole or _URL.fullmatch(row.text))), default=0.0)
    for index, is_furniture in enumerate(found):
        found[index] = is_furniture and not _ends_line_above(rows, index, widest)
    placed = any(row.line.box for row in rows)
    heads = running_heads.find(rows, found) if placed else text_heads.find(rows, found, is_page_line)
    for index in heads:
        found[index] = True
    for index in contents_rows(rows, found):
        found[index] = True
    return found


def imprint_rows(rows: Sequence[Row], found: Sequence[bool]) -> Iterator[int]:
    """Yield the rows beside or below a job number at the foot of a page.

    The printer's remark there is small, and has a sign beside it that recognition takes for letters, so that
    its words are seldom read as they are.
    """
    jobs = {
        row.page: row.line.box
        for row, is_furniture in zip(rows, found, strict=True)
        if is_furniture and row.line.box and not row.whole and _JOB.match(row.text)
    }
    for page, job in jobs.items():
        boxes = {n: row.line.box for n, row in enumerate(rows) if row.page == page and row.line.box}
        below = [n for n, box in boxes.items() if box.bottom > job.bottom - job.size]
        if max(box.bottom for box in boxes.values()) < job.bottom + _IMPRINT * job.size:
            yield from below


def _ends_line_above(rows: Sequence[Row], index: int, widest: float) -> bool:
    """Whether a bare symbol or address ends the sentence or heading above, in which it had no room.

    Several measured lines above show how wide their block is; otherwise it is as wide as the `widest` line.
    """
    row = rows[index]
    if not (SYMBOL.match(row.text) if row.is_placed else _URL.fullmatch(row.text)):
        return False
    above: list[Row] = []
    for place in range(index, 0, -1):
        lower, upper = rows[place], rows[place - 1]
        if not is_next_line(upper, lower, _TIGHT) or abs(upper.near - lower.near) >= lower.size / 2:
            break
        above.append(upper)
    if not above or above[0].ends_sentence:
        return False
    edge = max(upper.far for upper in above) if row.is_placed and len(above) > 1 else widest
    return above[0].far + row.size / 2 + row.far - row.near > edge


def is_lone_number(text: str) -> bool:
    """Whether a row is only a number: that of a page, or a mark that lost its note."""
    return bool(_LONE_NUMBER.fullmatch(text))


def _is_furniture(row: Row, index: int) -> bool:
    text = row.text
    if row.line.role is LineRole.FURNITURE or not _VISIBLE.search(text):
        return True
    if row.line.role is LineRole.FOOTNOTE or row.cells:
        return False
    if RULE.fullmatch(text) and len(set(text) - {" "}) <= 2 and (len(text) > 3 or text[0] in "_─━"):
        return True
    if _URL.fullmatch(text):  # where places are known, they distinguish a foot from a wrapped address
        return not row.whole and row.line.box is None
    if row.whole:  # formats without pages print the document's symbol apart
        return index < MASTHEAD and SYMBOL.fullmatch(text) is not None
    return is_page_line(text)


def is_page_line(text: str) -> bool:
    """Whether a line has only symbols, page and job numbers, barcodes and printers' remarks.

    >>> is_page_line("E/CN.15/2018/L.6/Rev.1    2/4"), is_page_line("V.18-02902 (C)")
    (True, True)
    >>> is_page_line("010224 )A( 23-22000"), is_page_line("22-23 000"), is_page_line("25-17977 (EY 101125")
    (True, False, True)
    >>> is_page_line("第 71/167 号"), is_page_line("A/CONF.191/12.")
    (False, False)
    """
    text = _GAPS.sub(" ", text)
    if len(text) > LONGEST or (text.endswith((".", ",", ";", "。")) and not _CONTINUES.fullmatch(text)):
        return False
    if masthead_patterns().notice.fullmatch(text) or _CONTINUES.fullmatch(text):
        return True
    rest, hits = text, 0
    for pattern in (SYMBOL, _JOB, _PAGE_NUMBER):
        rest, count = pattern.subn(" ", rest)
        hits += count
    rest = rest.strip()
    return hits > 0 and (not rest or is_lone_number(rest))


_LISTED_PAGE: Final = re.compile(r"(?:\d{1,4}|[ivxlc]{1,7})(?:\s?[-–]\s?\d{1,4})?", re.IGNORECASE)
"""The number of a page or a range of pages in a list of contents."""

_ENDS_WITH_PAGE: Final = re.compile(rf"[\s.…·]{_LISTED_PAGE.pattern}$", re.IGNORECASE)
_LAST_NUMBER: Final = re.compile(r"\d{1,4}$")
_CUT: Final = 12  # rows at most between two parts of a list whose page numbers count on
_BETWEEN: Final = 4  # other rows between two entries: the first lines of a long one, a page's head
_FEWEST: Final = 2


def contents_rows(rows: Sequence[Row], found: Sequence[bool]) -> list[int]:
    """Return the rows of lists of contents, each from its heading to its last page number.

    Dots or a gap that lead to page numbers are not enough: forms and lists of members have them, too. But
    below such a list, entries whose page numbers count on are the rest of it, whatever interrupts them. Rows
    `found` are furniture already.
    """
    entries = [
        index
        for index, row in enumerate(rows)
        if not (found[index] or row.whole) and LEADERS.search(row.text) and _stop(index, rows)
    ]
    listed: list[int] = []
    last = 0
    groups = runs_of(entries, lambda before, after: found[before + 1 : after].count(False) <= _BETWEEN)
    for group in groups:  # few other rows are between the entries of one
        rest = range(listed[-1] + 1, _stop(group[-1], rows)) if listed else range(0)
        counts_on = last <= _page_of(group[0], rows) and group[0] - rest.start <= _CUT
        of_list = _list_of(group, rows) or (rest if last and counts_on else ())
        listed += of_list
        last = _page_of(group[-1], rows) if of_list else 0
    return listed


def _list_of(entries: Sequence[int], rows: Sequence[Row]) -> Sequence[int]:
    """Return the rows of the list that some entries form, which is empty if they form none."""
    above = range(max(0, entries[0] - _BETWEEN), entries[0])
    headings = [index for index in above if heads_contents(rows[index].text)]
    if not headings or len(entries) < _FEWEST:
        return ()
    return range(headings[-1], _stop(entries[-1], rows))


def _page_of(index: int, rows: Sequence[Row]) -> int:
    """Return the page number of an entry; 0 if it is Roman."""
    number = _LAST_NUMBER.search(rows[_stop(index, rows) - 1].text)
    return int(number[0]) if number else 0


def _stop(index: int, rows: Sequence[Row]) -> int:
    """Return the index after an entry's page number, which may be a row by itself; 0 if it has none."""
    if _ENDS_WITH_PAGE.search(rows[index].text):
        return index + 1
    alone = any(_LISTED_PAGE.fullmatch(row.text) for row in rows[index + 1 : index + 2])
    return index + 2 if alone else 0


# Text laid out as on the page has the symbol and the running head, or the organization and the
# distribution, on one line with a wide gap between them. Each of them should be a line by itself.

_GAP: Final = re.compile(r"[ \u00a0]{6,}")
_HEAD: Final = 3  # rows at the edge of a page


def divided_at_edges(rows: Sequence[Row], structure: Structure) -> list[Row]:
    """Return the rows, those at page edges divided at wide gaps.

    A masthead is divided at every gap; without a line that mastheads have, the first lines may be the head
    of a letter or table. The edge of another page is divided only where one part is a symbol, page number or
    job number: other such lines are rows of tables.
    """
    found: list[Row] = []
    first = [part.text for row in rows[:MASTHEAD] if _is_plain(row) for part in _parts(row)]
    opens = any(is_page_line(text) or is_masthead_line(text, structure) for text in first)
    for page, grouped in groupby(rows, key=lambda row: row.page):
        here = list(grouped)
        for place, row in enumerate(here):
            in_masthead = opens and len(found) < MASTHEAD
            at_edge = page is not None and (place < _HEAD or place >= len(here) - _HEAD)
            if _is_plain(row) and (in_masthead or at_edge):
                parts = list(_parts(row))
                found += parts if in_masthead or any(is_page_line(part.text) for part in parts) else [row]
            else:
                found.append(row)
    return found


def _is_plain(row: Row) -> bool:
    is_text = row.line.role is LineRole.BODY and row.line.box is None
    return is_text and not row.whole and not row.cells


def _parts(row: Row) -> Iterator[Row]:
    start = 0
    for gap in _GAP.finditer(row.text):
        yield _part(row, start, gap.start())
        start = gap.end()
    yield _part(row, start, len(row.text))


def _part(row: Row, start: int, stop: int) -> Row:
    text, near = row.text[start:stop], row.near + width(row.text[:start])
    return replace(row, text=text, start=row.start + start, near=near, far=near + width(text))
