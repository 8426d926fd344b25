"""The report as PDF, printed by a browser if there is one on this machine, or else by LibreOffice.

A browser prints the HTML report. LibreOffice strikes through more of that page than it should, so it is
given the Word table instead. Either gets one file in a separate folder and starts without a profile.
"""

import os
import re
import subprocess
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Final

from aligner.formats.docx import side_by_side
from aligner.formats.html import report
from aligner.readers.installed_programs import BROWSERS, OFFICES, installed, private_folder, run_program
from aligner.values import Comparison, InputError, Message
from aligner.values.catalogue import Words

SECONDS: Final = 300
"""How long printing may take."""

MOST_CELLS: Final = 15_000
"""How many paragraphs of all columns together are printed: 12,000 took two minutes, 24,000 more than five."""

_DATE: Final = re.compile(rb"(/(?:CreationDate|ModDate)\s*\(D:)(\d{14})")
_XMP_DATE: Final = re.compile(rb"(<(?:xmp:[A-Z][A-Za-z]*Date|rdf:li)>)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")
"""The same dates in the metadata that newer versions of LibreOffice write."""

_ID: Final = re.compile(rb"/ID\s*\[\s*<[0-9A-F]+>\s*<[0-9A-F]+>\s*\]|/DocChecksum\s*/[0-9A-F]+")
"""The identifier of a file, or LibreOffice's checksum of its contents; both differ from run to run."""

_ELEMENT: Final = re.compile(rb"\(node\d{8}\)")
_EPOCH: Final = b"20000101000000"


def comparison(result: Comparison, words: Words) -> bytes:
    """Return the report of a whole set, printed; its dates are fixed: the same set gives the same bytes.

    Raises:
        InputError: it is longer than `MOST_CELLS`, there is no program to print with, or it failed.
    """
    cells = sum(len(row.cells) for row in result.rows)
    if cells > MOST_CELLS:
        raise InputError(Message("output.too_long_to_print", cells=cells, limit=MOST_CELLS))
    return printed(partial(report.comparison, result, words), partial(side_by_side.comparison, result, words))


def printed(page: Callable[[], bytes], document: Callable[[], bytes]) -> bytes:
    """Print a web page, or a Word document with the same contents where there is no browser.

    Args:
        page: makes the web page.
        document: makes the Word document; only one of the two is made.

    Returns:
        A PDF whose dates are fixed: the same contents give the same bytes.

    Raises:
        InputError: there is no program to print with, or it failed.
    """
    browser, office = installed(BROWSERS), installed(OFFICES)
    if browser is not None:
        return _printed(browser, "page.html", page(), _browser)
    if office is not None:
        return _printed(office, "page.docx", document(), _office)
    raise InputError(Message("error.no_browser"))


def _printed(program: str, name: str, data: bytes, command: Callable[[Path, Path], Iterator[str]]) -> bytes:
    with private_folder() as folder:
        source, target = folder / name, folder / "page.pdf"
        source.write_bytes(data)
        try:
            said = run_program([program, *command(source, target)], folder, SECONDS)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise InputError(Message("output.not_printed", program=program, why=str(error))) from error
        if not target.is_file():
            last = next((line.strip() for line in reversed(said.split("\n")) if line.strip()), "")
            reason = last or Message("output.no_reason")
            raise InputError(Message("output.not_printed", program=program, why=reason))
        return _without_chance(target.read_bytes())


def _without_chance(made: bytes) -> bytes:
    """Return a PDF without its time, its own number and the browser's numbers of the page's elements.

    Lengths do not change, since the file contains the offset of each of its parts. Elements keep their
    order.
    """
    made = _DATE.sub(lambda match: match[1] + _EPOCH, made)
    made = _XMP_DATE.sub(rb"\g<1>2000-01-01T00:00:00", made)
    made = _ID.sub(lambda match: re.sub(rb"[0-9A-F]", b"0", match[0]), made)
    ranks = {element: rank for rank, element in enumerate(sorted(set(_ELEMENT.findall(made))))}
    return _ELEMENT.sub(lambda match: b"(node%08d)" % ranks[match[0]], made)


def _browser(source: Path, target: Path) -> Iterator[str]:
    yield from ("--headless", "--disable-gpu", "--disable-background-networking", "--no-first-run")
    yield f"--user-data-dir={source.parent / 'profile'}"
    if hasattr(os, "geteuid") and os.geteuid() == 0:  # as root, a browser refuses its own sandbox
        yield "--no-sandbox"
    yield from ("--no-pdf-header-footer", f"--print-to-pdf={target}", source.as_uri())


def _office(source: Path, target: Path) -> Iterator[str]:
    yield f"-env:UserInstallation={(source.parent / 'profile').as_uri()}"
    yield from ("--headless", "--convert-to", "pdf:writer_pdf_Export", str(source))
