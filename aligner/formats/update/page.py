"""The new draft as a web page: the pivot's change, the old text and the new one side by side."""

import re
from collections.abc import Iterable, Sequence
from functools import partial

from aligner.formats.amendment_table import in_elements, runs_of
from aligner.formats.templates import page as fill_page
from aligner.formats.update.wording import action_name, facts, request
from aligner.languages import get
from aligner.languages.numerals import printed_label
from aligner.revision.diff import diff
from aligner.segmentation.citations import names
from aligner.values import Document, Span, Update, UpdateAction, UpdatedParagraph
from aligner.values.catalogue import Words
from aligner.view.markup import escape


def page(result: Update, words: Words) -> bytes:
    """Write the self-contained page, without scripts or network requests.

    Args:
        result: the drafts and what is asked.
        words: the language of headings and requests.
    """
    cited = _names(result, words)
    rows = enumerate(zip(cited, result.paragraphs, strict=True), 1)
    made = fill_page(
        "update.html",
        words,
        words("update.title", language=get(result.language).endonym),
        "update",
        result=result,
        said=_summary(result, words),
        names=cited,
        open_rows=[(number, name or f"¶{number}") for number, (name, each) in rows if not each.certain],
        ours=result.old.language,
        pivot=result.pivot_new.language,
        pivot_redline=partial(_pivot_redline, result),
        marked=lambda each: _marked_parts(result.old.joined(each.old), each.where),
        redline=partial(_own_redline, result),
        quoted=_quoted,
        action_name=action_name,
        request=request,
        facts=facts,
    )
    return made.encode("utf-8", "replace")


def _pivot_redline(result: Update, each: UpdatedParagraph) -> str:
    before, after = result.pivot_old.joined(each.pivot_old), result.pivot_new.joined(each.pivot_new)
    return _redline(before, after, result.pivot_old)


def _own_redline(result: Update, each: UpdatedParagraph) -> str:
    if each.action is UpdateAction.DELETE:
        return f"<del>{escape(each.text)}</del>"
    return _redline(result.old.joined(each.old), each.text, result.old)


def _summary(result: Update, words: Words) -> str:
    return words(
        "update.summary",
        certain=sum(paragraph.certain for paragraph in result.paragraphs),
        all=len(result.paragraphs),
        places=sum(len(paragraph.asks) for paragraph in result.paragraphs),
    )


def _names(result: Update, words: Words) -> list[str]:
    """Return how each paragraph is cited in the new draft, or was in the old one; empty if it has no name."""
    new, old = names(result.pivot_new), names(result.pivot_old)
    found: list[str] = []
    for paragraph in result.paragraphs:
        here = words.place(next(filter(None, (new[index] for index in paragraph.pivot_new)), ""))
        before = words.place(next(filter(None, (old[index] for index in paragraph.pivot_old)), ""))
        gone = words("row.old_place", place=before) if before and not paragraph.pivot_new else ""
        own = printed_label(paragraph.label, result.language) if paragraph.label else ""
        found.append(here or gone or own)
    return found


def _quoted(change: str) -> str:
    """Return the pivot's change, its deleted words (`{-…-}`) and inserted ones (`{+…+}`) marked."""
    marked = re.sub(r"\{-(.*?)-\}", r"<del>\1</del>", escape(change))
    return re.sub(r"\{\+(.*?)\+\}", r"<ins>\1</ins>", marked)


def _redline(before: str, after: str, document: Document) -> str:
    return in_elements(runs_of(diff(before, after, document.language), before, after), _lines)


def _marked_parts(text: str, spans: Sequence[Span]) -> Iterable[str]:
    """Yield a text in parts, with the places to look at highlighted."""
    at = 0
    for span in sorted(spans):
        yield _lines(text[at : max(at, span.start)])
        inside = text[max(at, span.start) : span.stop]
        yield f"<mark>{_lines(inside)}</mark>" if inside else ""
        at = max(at, span.stop)
    yield _lines(text[at:])


def _lines(text: str) -> str:
    return escape(text).replace("\n", "<br>")
