"""PDF files made by hand, so that the tests of the reader need no program that makes them."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping, Sequence
from hashlib import md5
from pathlib import Path

import pytest

Placed = tuple[float, float, float, str]
"""x, baseline from the foot of the page, size, text."""


_TURNED = {
    0: ("595 842", "1 0 0 1 0 0"),
    90: ("842 595", "0 1 -1 0 842 0"),
    180: ("595 842", "-1 0 0 -1 595 842"),
    270: ("842 595", "0 -1 1 0 0 595"),
}
"""For each rotation, the box of the page and what turns text the other way on it."""


def pdf(
    pages: Sequence[Sequence[Placed]],
    *,
    rotate: int = 0,
    upright: bool = False,
    password: str = "",
    slant: float = 0,
    scale: float = 1,
    stretch: int = 0,
) -> bytes:
    """A PDF with text at given places; every character is half as wide as it is high.

    Characters are written as they come, from left to right, whatever their script; `slant` is
    how far they lean over, as a part of their height. `upright`: the text is drawn turned the
    other way, so that it is upright on the page as it is shown. `scale`: how much smaller a matrix makes
    the letters of a larger font; `stretch`: what a justified line adds before and after each space, in
    thousandths of the size.
    """
    box, turned = _TURNED[rotate if upright else 0]
    # Codes that Helvetica has a glyph for: pdfium leaves out what would leave no ink.
    letters = sorted({character for page in pages for *_, text in page for character in text})
    codes = {character: index + 33 for index, character in enumerate(letters)}
    cmap = "begincmap /CMapType 2 def 1 begincodespacerange <00> <FF> endcodespacerange\n"
    cmap += f"{len(codes)} beginbfchar\n"
    cmap += "".join(f"<{code:02X}> <{c.encode('utf-16-be').hex()}>\n" for c, code in codes.items())
    cmap += "endbfchar endcmap"
    kids = " ".join(f"{5 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /FirstChar 0 /LastChar 255 "
        f"/Widths [{' '.join(['500'] * 256)}] /ToUnicode 4 0 R >>",
        stream_of(cmap),
    ]
    for number, page in enumerate(pages):
        shown = f"{turned} cm\n" + "\n".join(
            f"BT /F1 {size / scale} Tf {scale} 0 {slant} {scale} {x} {y} Tm {_drawn(text, codes, stretch)} ET"
            for x, y, size, text in page
        )
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {box}] /Rotate {rotate} "
            f"/Contents {6 + 2 * number} 0 R /Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects.append(stream_of(shown))
    extra = ""
    if password:
        objects = _encrypted(objects, password)
        extra = f"/Encrypt {len(objects)} 0 R /ID [<00> <00>] "
    return file_of(objects, extra)


_PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")


def _drawn(text: str, codes: Mapping[str, int], stretch: int) -> str:
    """Write the operation that draws a text."""
    between = f"{-stretch} " if stretch else ""
    written = (f"{between}<{codes[c]:02X}>{between}" if c == " " else f"<{codes[c]:02X}>" for c in text)
    return f"[{''.join(written)}] TJ"


def _encrypted(objects: Sequence[str], password: str) -> list[str]:
    """The objects with their streams encrypted by RC4 with a key of 40 bits, and what states it."""
    padded = (password.encode("latin-1") + _PADDING)[:32]
    owner = _rc4(md5(padded).digest()[:5], padded)
    allowed = -44
    whole = md5(padded + owner + allowed.to_bytes(4, "little", signed=True) + b"\0").digest()[:5]
    found = []
    for number, content in enumerate(objects, 1):
        head, between, rest = content.partition("\nstream\n")
        if between:
            key = md5(whole + number.to_bytes(3, "little") + b"\0\0").digest()[:10]
            body = rest.removesuffix("\nendstream").encode("latin-1")
            rest = _rc4(key, body).decode("latin-1") + "\nendstream"
        found.append(head + between + rest)
    user = _rc4(whole, _PADDING)
    found.append(f"<< /Filter /Standard /V 1 /R 2 /O <{owner.hex()}> /U <{user.hex()}> /P {allowed} >>")
    return found


def _rc4(key: bytes, data: bytes) -> bytes:
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out, i, j = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)


def stream_of(content: str) -> str:
    """A stream without compression."""
    return f"<< /Length {len(content)} >>\nstream\n{content}\nendstream"


def file_of(objects: Sequence[str], extra: str = "") -> bytes:
    """A PDF file of numbered objects, the first of them the catalogue."""
    out = b"%PDF-1.5\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    return out + (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
        f"trailer << /Size {len(objects) + 1} /Root 1 0 R {extra}>>\nstartxref\n{len(out)}\n%%EOF\n"
    ).encode("latin-1")


def page_of(content: str) -> bytes:
    """A file of one page, 400 points wide and high, with this content; `/F1` is Helvetica."""
    page = (
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 400] /Contents 4 0 R "
        "/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>"
    )
    pages = ["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>"]
    return file_of([*pages, page, stream_of(content)])


def printed(html: str, folder: Path) -> bytes:
    """The PDF that headless Chromium makes of a page; skips the test where there is none."""
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if program is None:
        pytest.skip("no Chromium on this machine to print a PDF with")
    page, result = folder / "page.html", folder / "page.pdf"
    page.write_text(f"<!DOCTYPE html><meta charset=utf-8>{html}", encoding="utf-8")
    command = [program, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
    command += [f"--user-data-dir={folder / 'profile'}", f"--print-to-pdf={result}", str(page)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return result.read_bytes()
