"""The headings of tables of contents, in formats that mark the tables only."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from aligner.languages.page_words import heads_contents
from aligner.readers.extract_builder import ExtractBuilder
from aligner.values.extract import Extract, LineRole


def with_headings(extract: Extract) -> Extract:
    """Return the extract with the heading directly above a table of contents marked as furniture too."""
    headings = set()
    for number, (above, below) in enumerate(pairwise(extract.lines)):
        listed = below.role is LineRole.FURNITURE and below.style not in ("header", "footer")
        if listed and above.role is LineRole.BODY and heads_contents(extract.text_of(above)):
            headings.add(number)
    if not headings:
        return extract
    builder = ExtractBuilder(notes=list(extract.notes))
    for number, line in enumerate(extract.lines):
        role = LineRole.FURNITURE if number in headings else line.role
        builder.copy(extract.text_of(line), replace(line, role=role))
    return builder.build(extract.format, extract.name, encoding=extract.encoding, pages=extract.pages)
