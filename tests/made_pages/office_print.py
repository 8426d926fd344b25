"""Made texts printed by an office suite, in layouts of seeds.

The pages of `typesetting.py` are set by one program, so a reader may learn that program. Here LibreOffice
breaks the lines, stretches the words of Arabic, hangs punctuation in the margin and puts notes below pages.
"""

from __future__ import annotations

import random
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path

from aligner.values import Document

from .houses import houses, other_houses
from .scoring import Scores, score
from .texts import Block, Emphasis, MadeText, Note, Table

_LATIN = ("Liberation Serif", "Liberation Sans", "DejaVu Serif", "DejaVu Sans", "Noto Sans", "Noto Serif")
_FONTS = {
    "zh": ("Noto Sans CJK SC", "Noto Serif CJK SC"),
    "ar": ("Noto Naskh Arabic", "Amiri", "Noto Sans Arabic"),
}
_COUNTRIES = {"ar": "SA", "en": "GB", "es": "ES", "fr": "FR", "ru": "RU", "zh": "CN"}
_NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (
        ("office", "office"),
        ("style", "style"),
        ("text", "text"),
        ("table", "table"),
        ("fo", "xsl-fo-compatible"),
        ("svg", "svg-compatible"),
    )
)
_BOLD = " ".join(
    f'{kind}font-weight{script}="bold"'
    for kind, script in (("fo:", ""), ("style:", "-asian"), ("style:", "-complex"))
)


@dataclass(frozen=True, slots=True)
class OfficeLayout:
    """How a document is set; lengths are in points.

    Attributes:
        font: of all letters.
        size: of the body's letters.
        leading: of lines, in percent.
        gap: below a paragraph.
        indent: of a paragraph's first line.
        align: how lines are filled, as in ODF.
        hyphenate: whether words are divided.
        columns: of text on a page.
        mirrored: whether left and right pages have their margins the other way round.
        paper: width and height of a page.
        sides: left and right margin.
        labels: whether a number hangs, stands in the indent, or is typed before a space.
        label_width: room for a number.
        restart: where notes are numbered anew.
        note_size: of a note's letters.
        note_hang: how far a note hangs.
        head: whether a page has a running head, and its number there.
        foot: how a page is numbered at its foot.
        headings: how headings are aligned.
        framed: whether tables have rules.
    """

    font: str
    size: float
    leading: int
    gap: float
    indent: float
    align: str
    hyphenate: bool
    columns: int
    mirrored: bool
    paper: tuple[float, float]
    sides: tuple[float, float]
    labels: str
    label_width: float
    restart: str
    note_size: float
    note_hang: float
    head: str
    foot: str
    headings: str
    framed: bool


def office_layout(seed: int, language: str) -> OfficeLayout:
    """Return the layout of a seed."""
    pick = random.Random(seed).choice
    size, columns = pick((9, 9.5, 10, 10.5, 11, 12, 12)), pick((1, 1, 1, 1, 2))
    gap, indent = pick((0, 3, 6, 6, 10, 12)), pick((0, 0, 12, 18, 28, 36))
    ragged = "right" if language == "ar" else "start"
    align = pick(("justify", "justify", "justify", ragged))
    divided = align == "justify" and language not in _FONTS
    return OfficeLayout(
        font=pick(_FONTS.get(language, _LATIN)),
        size=size,
        leading=pick((100, 100, 115, 130, 150)),
        gap=gap,
        indent=indent if gap or indent else 18,
        align=align,
        hyphenate=pick((True, False, False)) and divided,
        columns=columns,
        mirrored=pick((True, False, False)),
        paper=pick(((595, 842), (612, 792), (482, 680))) if columns == 1 else (595, 842),
        sides=pick(((72, 72), (85, 57), (57, 57), (100, 72))),
        labels=pick(("hanging", "hanging", "indent", "typed")),
        label_width=pick((24, 28, 36)),
        restart=pick(("document", "document", "page")) if columns == 1 else "document",
        note_size=size * pick((0.8, 0.85, 0.9, 1)),
        note_hang=pick((0, 0, 12, 14)),
        head=pick(("none", "title", "title and number")),
        foot=pick(("number", "number", "of", "dashes")),
        headings=pick((ragged, "center")),
        framed=pick((True, True, True, False)),
    )


@dataclass(frozen=True, slots=True)
class OfficeDocument:
    """A text, its layout, and the PDF file that the office made of them."""

    text: MadeText
    layout: OfficeLayout
    pdf: bytes

    def judge(self, opened: Callable[[bytes, str, str], Document]) -> Scores:
        """What a reader, given the file, its name and its language, gets right."""
        read = opened(self.pdf, "made.pdf", self.text.language)
        numbered, hyphens = self.layout.restart == "document", not self.layout.hyphenate
        return score(self.text, read, numbered=numbered, hyphens=hyphens, strokes=False)


def printed(documents: Sequence[tuple[MadeText, OfficeLayout]]) -> Iterator[OfficeDocument]:
    """Print texts in their layouts, all by one call of the office, which takes seconds to start."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        raise FileNotFoundError("LibreOffice is not installed (libreoffice-writer-nogui)")
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / f"{number}.fodt" for number in range(len(documents))]
        for file, (text, layout) in zip(files, documents, strict=True):
            file.write_text(_Writer(text, layout).document(), encoding="utf-8")
        profile = f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}"
        command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", folder, *map(str, files)]
        subprocess.run(command, check=True, capture_output=True, timeout=600)
        for file, (text, layout) in zip(files, documents, strict=True):
            yield OfficeDocument(text, layout, file.with_suffix(".pdf").read_bytes())


def office_houses(data: Path, seeds: range) -> Iterator[OfficeDocument]:
    """Print texts of the development data in the layouts of seeds, language by language in turn."""
    made = (
        next(iter((houses if seed % 3 == 0 else other_houses)(data, range(seed, seed + 1)))) for seed in seeds
    )
    return printed(
        [
            (_without_drawings(document.text), office_layout(seed, document.text.language))
            for seed, document in zip(seeds, made, strict=True)
        ]
    )


def _without_drawings(text: MadeText) -> MadeText:
    kept = (
        block for block in text.blocks if isinstance(block, Table) or block.kind not in ("figure", "contents")
    )
    return replace(text, blocks=tuple(kept))


@dataclass(slots=True)
class _Writer:
    """Writes a text as a flat OpenDocument file."""

    text: MadeText
    layout: OfficeLayout
    notes: int = 0

    def document(self) -> str:
        """The file."""
        body = "".join(map(self._block, self.text.blocks))
        head, foot = self._head(), self._foot()
        edges = f"<style:header>{head}</style:header>" if head else ""
        return (
            f'<?xml version="1.0" encoding="UTF-8"?><office:document {_NAMES} office:version="1.2" '
            'office:mimetype="application/vnd.oasis.opendocument.text">'
            '<office:font-face-decls><style:font-face style:name="F" '
            f'svg:font-family="{self.layout.font!r}"/>'
            f"</office:font-face-decls><office:styles>{self._styles()}"
            '<text:notes-configuration text:note-class="footnote" style:num-format="1" '
            f'text:start-numbering-at="{self.layout.restart}" text:footnotes-position="page"/>'
            "</office:styles>"
            f"<office:automatic-styles>{self._page()}</office:automatic-styles><office:master-styles>"
            '<style:master-page style:name="Standard" style:page-layout-name="page">'
            f"{edges}<style:footer>{foot}</style:footer></style:master-page></office:master-styles>"
            f"<office:body><office:text>{body}</office:text></office:body></office:document>"
        )

    def _mode(self) -> str:
        return "rl-tb" if self.text.language == "ar" else "lr-tb"

    def _style(
        self,
        name: str,
        *,
        size: float,
        align: str = "",
        gap: float | None = None,
        more: str = "",
        bold: bool = False,
    ) -> str:
        layout, code = self.layout, self.text.language
        below, leading = (layout.gap, layout.leading) if gap is None else (gap, 100)
        scripts = ("", "-asian", "-complex")
        letters = " ".join(
            f'style:font-name{script}="F" {"style" if script else "fo"}:font-size{script}="{size}pt" '
            f'{"style" if script else "fo"}:language{script}="{code}" '
            f'{"style" if script else "fo"}:country{script}="{_COUNTRIES[code]}"'
            for script in scripts
        )
        return (
            f'<style:style style:name="{name}" style:family="paragraph"><style:paragraph-properties '
            f'fo:text-align="{align or layout.align}" fo:margin-bottom="{below}pt" '
            f'fo:line-height="{leading}%" style:writing-mode="{self._mode()}" '
            f'fo:orphans="2" fo:widows="2" {more}/><style:text-properties {letters} {_BOLD if bold else ""} '
            f'fo:hyphenate="{str(layout.hyphenate).lower()}" fo:hyphenation-remain-char-count="2" '
            'fo:hyphenation-push-char-count="2"/></style:style>'
        )

    def _styles(self) -> str:
        layout, size = self.layout, self.layout.size
        ragged = "right" if self.text.language == "ar" else "start"
        hang = f'fo:margin-left="{layout.note_hang}pt" fo:text-indent="-{layout.note_hang}pt"'
        styles = [
            self._style("text", size=size, more=f'fo:text-indent="{layout.indent}pt"'),
            self._style("title", size=1.3 * size, align="center", bold=True),
            self._style(
                "heading", size=size, align=layout.headings, bold=True, more='fo:keep-with-next="always"'
            ),
            self._style("quote", size=size - 1, more='fo:margin-left="36pt" fo:margin-right="24pt"'),
            self._style("boxed", size=size, more='fo:padding="4pt" fo:border="0.5pt solid #000000"'),
            self._style("caption", size=size - 1, align=layout.headings),
            self._style("note", size=layout.note_size, gap=0, more=hang),
            self._style("edge", size=size - 1, align=ragged, gap=0),
            self._style("cell", size=size - 1, align=ragged, gap=0),
        ]
        for depth in range(4):
            far, width = layout.label_width * depth, layout.label_width
            more = {
                "hanging": f'fo:margin-left="{far + width}pt" fo:text-indent="-{width}pt"',
                "indent": f'fo:margin-left="{far}pt" fo:text-indent="{max(layout.indent, 12)}pt"',
                "typed": f'fo:margin-left="{far}pt"',
            }
            styles.append(self._style(f"item{depth}", size=size, more=more[layout.labels]))
        return "".join(styles)

    def _page(self) -> str:
        layout = self.layout
        (width, height), (left, right) = layout.paper, layout.sides
        columns = '<style:columns fo:column-count="2" fo:column-gap="18pt"/>' if layout.columns == 2 else ""
        frame = "0.5pt solid #000000" if layout.framed else "none"
        usage = "mirrored" if layout.mirrored else "all"
        return (
            f'<style:page-layout style:name="page" style:page-usage="{usage}">'
            f'<style:page-layout-properties fo:page-width="{width}pt" fo:page-height="{height}pt" '
            f'fo:margin-left="{left}pt" fo:margin-right="{right}pt" '
            'fo:margin-top="60pt" fo:margin-bottom="60pt" '
            f'style:writing-mode="{self._mode()}">{columns}<style:footnote-sep style:width="0.5pt" '
            'style:rel-width="25%" style:line-style="solid" style:distance-before-sep="3pt" '
            'style:distance-after-sep="3pt"/></style:page-layout-properties><style:header-style>'
            '<style:header-footer-properties fo:margin-bottom="12pt"/></style:header-style>'
            "<style:footer-style>"
            '<style:header-footer-properties fo:margin-top="12pt"/></style:footer-style></style:page-layout>'
            '<style:style style:name="table" style:family="table"><style:table-properties '
            'style:rel-width="100%" table:align="margins" fo:margin-bottom="4pt"/></style:style>'
            '<style:style style:name="box" style:family="table-cell">'
            f'<style:table-cell-properties fo:border="{frame}" fo:padding="2pt"/></style:style>'
        )

    def _head(self) -> str:
        number = "<text:tab/><text:page-number/>" if self.layout.head == "title and number" else ""
        title = escape(self.text.title[:60])
        return "" if self.layout.head == "none" else _paragraph("edge", f"{title}{number}")

    def _foot(self) -> str:
        number = "<text:page-number/>"
        shown = {"number": number, "of": f"{number}/<text:page-count/>", "dashes": f"– {number} –"}
        return _paragraph("edge", shown[self.layout.foot])

    def _block(self, block: Block | Table) -> str:
        if isinstance(block, Table):
            return _table(block)
        text, label = "".join(map(self._run, block.runs)), escape(block.label or "")
        style = {"title": "title", "annex": "title", "heading": "heading", "article": "heading"}.get(
            block.kind
        )
        style = style or (block.kind if block.kind in ("quote", "boxed", "caption") else None)
        if style is None and label:
            between = " " if self.layout.labels == "typed" else "<text:tab/>"
            return _paragraph(f"item{min(3, block.depth)}", label + between + text)
        return _paragraph(style or "text", f"{label} {text}" if label else text)

    def _run(self, run: str | Note | Emphasis) -> str:
        if not isinstance(run, Note):
            return escape(run if isinstance(run, str) else run.text)
        self.notes += 1
        between = "<text:tab/>" if self.layout.note_hang else "<text:s/>"
        body = _paragraph("note", between + escape(run.text))
        return (
            f'<text:note text:id="n{self.notes}" text:note-class="footnote"><text:note-citation>{self.notes}'
            f"</text:note-citation><text:note-body>{body}</text:note-body></text:note>"
        )


def _paragraph(style: str, content: str) -> str:
    return f'<text:p text:style-name="{style}">{content}</text:p>'


def _table(table: Table) -> str:
    rows = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell table:style-name="box">{_paragraph("cell", escape(cell))}</table:table-cell>'
            for cell in row
        )
        + "</table:table-row>"
        for row in (table.header, *table.rows)
    )
    columns = f'<table:table-column table:number-columns-repeated="{len(table.header)}"/>'
    return f'<table:table table:style-name="table">{columns}{rows}</table:table>{_paragraph("edge", "")}'
