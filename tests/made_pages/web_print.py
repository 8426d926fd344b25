"""Print texts from HTML: by WeasyPrint as publishers do, and by Chromium as readers of a web site do.

Either breaks lines and places notes, tables, lists and columns in its own way. A browser knows no footnotes:
the notes of a web page stand below its text.
"""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Final

from aligner.values import Document

from . import sources
from .scoring import Scores, score
from .texts import Block, Emphasis, MadeText, Run, Table
from .web_layouts import WebLayout, web_layout
from .web_texts import is_kind, web_text
from .wording import WORDINGS

_SYMBOL: Final = "WT/DS267/R"
_NAVIGATION: Final = ("Home", "A–Z", "RSS", "PDF", "HTML", "© 2018")
_WIDE: Final = 8  # letters of a label that no margin has room for
_EDGE: Final = 60  # points above and below the text of a page
_HEIGHTS: Final = {"A4": 842, "letter": 792}
_SHEET: Final = Path(__file__).with_name("web.css")


@dataclass(frozen=True, slots=True)
class WebDocument:
    """A text, its layout, and the notes in its margin."""

    text: MadeText
    layout: WebLayout
    asides: tuple[str, ...] = ()

    def pdf(self) -> bytes:
        """The document as a PDF file."""
        page = _Writer(self.text, self.layout, self.asides).page()
        if self.layout.browser:
            return _browser_print(page)
        import weasyprint

        made = weasyprint.HTML(string=page).write_pdf()
        assert isinstance(made, bytes)
        return made

    def judge(self, opened: Callable[[bytes, str, str], Document]) -> Scores:
        """What a reader, given the file, its name and its language, gets right."""
        read = opened(self.pdf(), "made.pdf", self.text.language)
        around = (*self.asides, *_NAVIGATION) if self.layout.navigation else self.asides
        layout = self.layout
        return score(self.text, read, around, numbered=not layout.restart, hyphens=not layout.hyphenate)


def web_houses(data: Path, seeds: range) -> Iterator[WebDocument]:
    """Texts of the development data in the layouts of seeds, language by language in turn."""
    languages = list(WORDINGS)
    return (_document(data, languages[seed % len(languages)], seed) for seed in seeds)


def _document(data: Path, language: str, seed: int) -> WebDocument:
    layout = web_layout(seed, language)
    text = web_text(data, language, seed, layout)
    if not layout.asides:
        return WebDocument(text, layout)
    short = 12 if language == "zh" else 30
    heads = [
        head
        for head in sources.goals(data, language)
        if len(head) <= 2 * short and not sources.NUMBERED.match(head)
    ]
    random.Random(seed).shuffle(heads)
    return WebDocument(text, layout, tuple(heads[:8]))


def _browser_print(page: str) -> bytes:
    browser = shutil.which("chromium")
    if browser is None:
        raise FileNotFoundError("Chromium is not installed")
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "page.html", Path(folder) / "page.pdf"
        source.write_text(page, encoding="utf-8")
        options = ["--no-sandbox", "--headless", "--disable-gpu", f"--user-data-dir={folder}/profile"]
        command = [browser, *options, f"--print-to-pdf={target}", source.as_uri()]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return target.read_bytes()


@dataclass(slots=True)
class _Writer:
    """Writes a text as a web page."""

    text: MadeText
    layout: WebLayout
    asides: tuple[str, ...]
    notes: list[str]

    def __init__(self, text: MadeText, layout: WebLayout, asides: tuple[str, ...]) -> None:
        self.text, self.layout, self.asides, self.notes = text, layout, asides, []

    def page(self) -> str:
        """The page."""
        body = [_navigation() if self.layout.navigation else ""]
        remaining = iter(self.asides)
        for boxed, group in groupby(self.text.blocks, key=lambda block: is_kind(block, "boxed")):
            for number, block in enumerate(group):
                if boxed and isinstance(block, Block) and block.label:
                    body.append(f"{'</div>' if number else ''}<div class=box>")
                if number % 3 == 2 and is_kind(block, "paragraph") and not boxed:
                    body.append(f"<div class=aside>{escape(next(remaining, ''))}</div>")
                body.append(self._block(block))
            body.append("</div>" if boxed else "")
        if self.notes:
            body.append(f"<div class=endnotes>{''.join(self.notes)}</div>")
        way = "rtl" if self.text.language == "ar" else "ltr"
        head = f"<meta charset=utf-8><title>{escape(self.text.title[:60])}</title>"
        style = (
            _page_css(self.text, self.layout) + _variables(self.text, self.layout) + _SHEET.read_text("utf-8")
        )
        layout = self.layout
        box = {"frame": "framed", "ground": "tinted"}[layout.box]
        kinds = f"{layout.rules} {layout.heading_style} {layout.note_sign} {box}"
        return (
            f"<!doctype html><html lang={self.text.language} dir={way}>{head}<style>{style}</style>"
            f"<body class='{kinds}'>{''.join(body)}</html>"
        )

    def _block(self, block: Block | Table) -> str:
        if isinstance(block, Table):
            return _table(block)
        text, label = "".join(map(self._run, block.runs)), escape(block.label or "")
        if block.kind == "contents":
            return self._contents(block)
        if block.kind == "figure":
            return (
                f"<div class=figure>{''.join(f'<span>{escape(str(run))}</span>' for run in block.runs)}</div>"
            )
        if block.kind in ("title", "annex"):
            return f"<h1 class={block.kind}>{text}</h1>"
        if block.kind in ("heading", "article"):
            between = "<br>" if self.layout.headings == "center" else "&emsp;"
            shown = between.join(part for part in (label, text) if part)
            return f"<h{2 + block.depth} class={block.kind}>{shown}</h{2 + block.depth}>"
        if block.kind in ("boxed", "quote", "caption", "definition"):
            shown = f"<b>{label}&emsp;{text}</b>" if label else text
            return f"<p class={block.kind}>{shown}</p>"
        return self._numbered(label, block.depth, text) if label else f"<p class=text>{text}</p>"

    def _numbered(self, label: str, depth: int, text: str) -> str:
        labels, width = self.layout.labels, self.layout.label_width
        far = f"margin-inline-start:{width * depth}em"
        hung = f"margin-inline-start:{width * (depth + 1)}em"
        if labels == "typed" or len(label) > _WIDE or (labels == "margin" and depth):
            return f"<p class=text style='{far}'>{label} {text}</p>"
        if labels == "cells":
            return f"<table class=pair style='{far}'><tr><td class=label>{label}<td>{text}</table>"
        if labels == "list":
            return f"<div class=item style='{hung};list-style-type:\"{label} \"'>{text}</div>"
        if labels == "margin":
            return f"<p class=beside><span class=label>{label}</span>{text}</p>"
        style = hung + f";text-indent:-{width}em" if labels == "hang" else far
        return f"<p class=text style='{style}'><span class=label>{label}</span>{text}</p>"

    def _run(self, run: Run) -> str:
        if isinstance(run, str):
            return escape(run)
        if isinstance(run, Emphasis):
            return f"<i>{escape(run.text)}</i>"
        if not self.layout.browser:
            return f"<span class=note>{escape(run.text)}</span>"
        number = len(self.notes) + 1
        sign = f"[{number}]" if self.layout.note_sign == "brackets" else str(number)
        before = f"{number}." if self.layout.note_sign == "stop" else f"<sup>{sign}</sup>"
        self.notes.append(f"<p>{before} {escape(run.text)}</p>")
        return f"<sup>{sign}</sup>"

    def _contents(self, block: Block) -> str:
        title, *entries = map(str, block.runs)
        lines = (
            f"<p class=entry data-page={3 * number + 1}>{escape(entry)}</p>"
            for number, entry in enumerate(entries)
        )
        return "" if self.layout.browser else f"<p><b>{escape(title)}</b></p>{''.join(lines)}"


def _navigation() -> str:
    return f"<div class=nav>{''.join(f'<a href=#>{entry}</a>' for entry in _NAVIGATION)}</div>"


def _table(table: Table) -> str:
    head = "".join(f"<th>{escape(cell)}" for cell in table.header)
    rows = "".join(f"<tr>{''.join(f'<td>{escape(cell)}' for cell in row)}" for row in table.rows)
    return f"<table class=data><thead><tr>{head}</thead><tbody>{rows}</tbody></table>"


def _variables(text: MadeText, layout: WebLayout) -> str:
    """What the style sheet asks of a layout."""
    size, pitch = layout.size, layout.size * layout.leading
    gap = layout.gap * size
    above, below, title = max(gap, 6), 4.0, 1.3
    if layout.line_numbers:  # then every line stands on the grid of the numbers
        gap = above = below = round(layout.gap) * pitch
        title = 1
    sign = "brackets" if layout.note_sign == "brackets" else "plain"
    number = {"brackets": '"(" counter(footnote) ")"', "plain": "counter(footnote)"}[sign]
    mark = f'{number} "{". " if layout.note_sign == "stop" else " "}"'
    start, end = ("right", "left") if text.language == "ar" else ("left", "right")
    values = {
        "font": f'"{layout.font}"',
        "size": f"{size}pt",
        "pitch": f"{pitch:.2f}pt",
        "align": layout.align,
        "hyphens": "auto" if layout.hyphenate else "manual",
        "columns": layout.columns if layout.columns > 1 else "auto",
        "column-rule": "0.5pt" if layout.column_rule else "0pt",
        "gap": f"{gap:.2f}pt",
        "indent": f"{layout.indent}em",
        "above": f"{above:.2f}pt",
        "below": f"{below:.2f}pt",
        "headings": layout.headings,
        "title": f"{title}em",
        "title-pitch": f"{pitch * title:.2f}pt",
        "annex": "page" if layout.columns == 1 and not layout.browser else "auto",
        "label": f"{layout.label_width}em",
        f"label-{start}": f"-{layout.label_width}em",
        f"label-{end}": "auto",
        "table": f"{layout.table_size}em",
        "note": f"{layout.note_size * size:.2f}pt",
        "note-gap": f"{layout.note_gap}pt",
        "note-rule": "0.5pt" if layout.note_rule else "0pt",
        "raised-pitch": "normal" if layout.browser else 0,
        "call": number,
        "mark": mark,
        "aside-left": "auto" if layout.line_numbers else "-70pt",
        "aside-right": "-70pt" if layout.line_numbers else "auto",
    }
    return ":root{" + "".join(f"--{name}:{value};" for name, value in values.items()) + "}"


def _page_css(text: MadeText, layout: WebLayout) -> str:
    """Paper, margins, and what its head and foot repeat."""
    page = f"@page{{size:{layout.paper};margin:{_EDGE}pt {layout.margin}pt;"
    if layout.browser:
        return page + "}"
    title, rights, number = _string(text.title[:60]), _string(WORDINGS[text.language].rights), "counter(page)"
    heads = {
        "title": ("", title, ""),
        "title-number": (title, "", number),
        "symbol": ("", "", _string(_SYMBOL)),
        "symbol-number": ("", f'"{_SYMBOL}\\A - " {number} " -"', ""),
        "journal": (f'"L 123/" {number}', title, '"14.5.2018"'),
        "none": ("", "", ""),
    }
    feet = {
        "number": ("", number, ""),
        "of": ("", f'{number} "/" counter(pages)', ""),
        "dashes": ("", f'"– " {number} " –"', ""),
        "rights": (rights, "", number),
        "none": ("", "", ""),
    }
    head, foot = heads[layout.head], feet[layout.foot]
    other = head[::-1] if layout.alternate else head
    restart = "counter-reset:footnote;" if layout.restart else ""
    rule = "border-top:0.5pt solid;padding-top:4pt" if layout.note_rule else "padding-top:6pt"
    lines = _line_numbers(layout) if layout.line_numbers else ""
    return (
        f"{page}{restart}@footnote{{{rule}}}{_edge('top', head)}{_edge('bottom', foot)}{lines}}}"
        f"@page:left{{{_edge('top', other)}}}"
    )


def _string(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _edge(side: str, contents: tuple[str, str, str]) -> str:
    places = zip(("left", "center", "right"), contents, strict=True)
    return "".join(
        f"@{side}-{place}{{content:{content or 'none'};white-space:pre-line;font-size:8pt}}"
        for place, content in places
    )


def _line_numbers(layout: WebLayout) -> str:
    """Every fifth line's number, in the left margin of a page."""
    pitch = layout.size * layout.leading
    count = int((_HEIGHTS[layout.paper] - 2 * _EDGE) / pitch)
    numbers = "".join(f"{'' if line % 5 else line}\\A " for line in range(1, count + 1))
    style = f"font-size:{layout.size}pt;line-height:{pitch:.2f}pt;padding-right:12pt"
    return f'@left-middle{{content:"{numbers}";white-space:pre;vertical-align:top;text-align:right;{style}}}'
