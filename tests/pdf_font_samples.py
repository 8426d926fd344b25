"""PDF files, made by hand, whose fonts map their characters wrongly."""

from __future__ import annotations

from collections.abc import Sequence

from tests.pdf_samples import file_of, stream_of

Placed = tuple[float, float, bytes]
"""x, baseline from the foot of the page, codes."""


def pdf_with_font(
    pages: Sequence[Sequence[Placed]],
    table: str = "",
    *,
    name: str = "Helvetica",
    two_bytes: bool = False,
    mode: int = 0,
) -> bytes:
    """A PDF with one font, text at given places in its codes, and a table from codes to Unicode.

    Args:
        pages: the text of each page; letters are 12 points high and half as wide.
        table: the blocks of its `ToUnicode` table; without any, the font has none.
        name: of the font.
        two_bytes: whether a code has two bytes, as in fonts with many characters.
        mode: how text is drawn; 3 leaves no ink.
    """
    encoding = "<0000> <FFFF>" if two_bytes else "<00> <FF>"
    cmap = f"begincmap 1 begincodespacerange {encoding} endcodespacerange {table} endcmap"
    mapped = "/ToUnicode 4 0 R" if table else ""
    if two_bytes:
        font = f"/Subtype /Type0 /BaseFont /{name} /Encoding /Identity-H /DescendantFonts [5 0 R] {mapped}"
    else:
        widths = " ".join(["500"] * 256)
        font = f"/Subtype /Type1 /BaseFont /{name} /FirstChar 0 /LastChar 255 /Widths [{widths}] {mapped}"
    kids = " ".join(f"{6 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        f"<< /Type /Font {font} >>",
        stream_of(cmap),
        f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /{name} /DW 500 "
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
    ]
    for number, page in enumerate(pages):
        shown = "\n".join(
            f"BT /F1 12 Tf {mode} Tr 1 0 0 1 {x} {y} Tm <{codes.hex()}> Tj ET" for x, y, codes in page
        )
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {7 + 2 * number} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects.append(stream_of(shown))
    return file_of(objects)


def characters(entries: dict[int, str], *, width: int = 1) -> str:
    """A block of a `ToUnicode` table that gives each code of `width` bytes its text."""
    rows = "\n".join(
        f"<{code:0{2 * width}x}> <{text.encode('utf-16-be').hex()}>" for code, text in entries.items()
    )
    return f"{len(entries)} beginbfchar\n{rows}\nendbfchar"
