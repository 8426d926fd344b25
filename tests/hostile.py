"""Texts that try to break out of a page, the sample with one inserted, and a parser to see if it did."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser

import sample

from aligner.values import (
    Change,
    ChangeKind,
    Comparison,
    Document,
    DocumentKey,
    Footnote,
    Signature,
    Span,
    verbatim,
)

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<form action='https://e.example'><input><button>go</button></form>",
    "</style><style>@import 'https://e.example/x.css'</style>",
    '" onmouseover="alert(1)" x="',
    "' autofocus onfocus='alert(1)",
    "javascript:alert(1)",
    "[link](javascript:alert(1)) *bold* `code` # head",
    "$x^2$ $$y$$ :red[danger] :material/home:",
    "\u202egnirts\u202c \u2066isolate",
    "zero\u200bwidth\ufeff",
    "nul\x00bell\x07esc\x1b[31m",
    "&lt;b&gt; &amp; &#60;i&#62;",
    "-->]]><!-- {brace} {place} %s \\0",
    "\ud800 lone surrogate",
    "«guillemets» [square brackets] 𠀀",
]


def poisoned(text: str) -> Comparison:
    """The sample with one hostile text in every place that is shown."""
    comparison = sample.comparison(["zh", "ar"], title=text)
    documents: dict[DocumentKey, Document] = {}
    for key, document in comparison.documents.items():
        filler = (text * (len(document.text) // len(text) + 1))[: len(document.text)]
        segments = tuple(
            replace(
                segment,
                label=text,
                place=text,
                marks=tuple(replace(mark, mark=text) for mark in segment.marks),
            )
            for segment in document.segments
        )
        notes = (Footnote(text, text + key.version),)
        documents[key] = replace(
            document, text=filler, segments=segments, footnotes=notes, source=text, status=text, title=text
        )
    gone = Change(ChangeKind.DELETED, Span(0, 1), Span(0, 0), sample.edits((text + "draft", "")))
    come = Change(ChangeKind.INSERTED, Span(0, 0), Span(0, 1), sample.edits(("", text + "rev1")))
    revisions = {
        keys: replace(revision, footnote_changes=(gone, come))
        for keys, revision in comparison.revisions.items()
    }
    said = verbatim(text)
    amendments = tuple(replace(a, reasons=dict.fromkeys(a.states, said)) for a in comparison.amendments)
    signature = Signature(text, text, text, ((text, text),))
    return replace(
        comparison,
        documents=documents,
        revisions=revisions,
        amendments=amendments,
        notes=(verbatim(text),),
        signature=signature,
    )


VOID = {"meta", "link", "br", "hr", "img", "input"}


class Page(HTMLParser):
    """Collects every element with its attributes, and checks that tags nest."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self._open: list[str] = []
        self.feed(html)
        self.close()
        assert not self._open, f"left open: {self._open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        assert len(dict(attrs)) == len(attrs), f"an attribute of {tag} comes twice"
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open[-1:] == [tag], f"</{tag}> closes {self._open[-1:]}"
        self._open.pop()

    def handle_data(self, data: str) -> None:
        if not self._open or self._open[-1] != "style":
            self.text.append(data)

    def having(self, name: str) -> list[str]:
        return [
            value or "" for _, attributes in self.tags for key, value in attributes.items() if key == name
        ]
