"""The report as PDF: printed if a printer program exists, otherwise a clear error."""

from __future__ import annotations

import pypdfium2
import pytest
import sample
from hostile import HOSTILE, poisoned

from aligner.formats import pdf
from aligner.values.catalogue import load
from aligner.values.message import InputError


def printable(names: tuple[str, ...]) -> None:
    if pdf.installed(names) is None:
        pytest.skip(f"none of {', '.join(names[:3])} is on this machine")


def words(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    return "\n".join(document[number].get_textpage().get_text_range() for number in range(len(document)))


@pytest.mark.parametrize("office", [False, True], ids=["browser", "office"])
def test_the_report_is_printed_the_same_each_time(office: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    printable(pdf.OFFICES if office else pdf.BROWSERS)
    if office:
        monkeypatch.setattr(pdf, "BROWSERS", ())
    comparison = sample.comparison(["en", "ar"])
    data = pdf.comparison(comparison, load())
    assert data.startswith(b"%PDF-")
    assert "Recalling" in words(data)
    assert data == pdf.comparison(comparison, load())


def test_the_time_in_the_metadata_of_a_printed_file_is_taken_out() -> None:
    made = b"<rdf:li>%s</rdf:li> <xmp:ModifyDate>%s</xmp:ModifyDate> <rdf:li xml:lang='en'>%s</rdf:li>"
    now, never = b"2026-12-02T13:35:31Z", b"2000-01-01T00:00:00Z"
    assert pdf._without_chance(made % (now, now, now)) == made % (never, never, now)


def test_chance_in_what_a_browser_prints_is_taken_out() -> None:
    """On a busy machine a browser numbers the elements of the same page otherwise."""
    made = b"/CreationDate (D:%s) /ID (node%08d) /Headers [(node%08d)] /ID (node%08d) /ID [<%s> <%s>]"
    one, two = (
        made % (b"20260102030405", first, first, first + 7, number, number)
        for first, number in ((32, b"0A"), (31, b"F1"))
    )
    assert one != two
    found = pdf._without_chance(one)
    assert found == pdf._without_chance(two)
    assert len(found) == len(one)
    assert b"/ID (node00000000) /Headers [(node00000000)] /ID (node00000001)" in found


def test_hostile_and_long_text_is_printed() -> None:
    printable(pdf.BROWSERS)
    printed = words(pdf.comparison(poisoned("".join(HOSTILE) + "長" * 2_000 + " ends here"), load()))
    assert "<script>alert(1)</script>" in " ".join(printed.split())
    assert "ends here" in printed


def test_missing_printer_gives_advice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "BROWSERS", ())
    monkeypatch.setattr(pdf, "OFFICES", ())
    with pytest.raises(InputError, match=r"install one, or write \.html"):
        pdf.comparison(sample.comparison(["en"]), load())


def test_a_printer_that_fails_is_quoted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "BROWSERS", ("python3", "python"))
    with pytest.raises(InputError, match="could not print the page"):
        pdf.comparison(sample.comparison(["en"]), load())
