"""The one-page summary of what changed, as a web page, a Word document and a PDF."""

from functools import partial
from typing import Final

from aligner.formats.docx import word_xml
from aligner.formats.html.amendment_matrix import ALERTING, answer, legend, matrix, place, sign
from aligner.formats.templates import fill, page
from aligner.languages import get
from aligner.values.catalogue import Words
from aligner.view.one_page_summary import OnePageSummary

_SIGNED: Final = ("onepage.name", "onepage.signature", "onepage.date")
"""What a person fills in at the foot."""


def web_page(result: OnePageSummary, words: Words) -> bytes:
    """Write the page: no script, no request to anywhere.

    Args:
        result: the summary.
        words: the language of headings and remarks.
    """
    whole, made = body(result, words), _made(result, words)
    made_page = page(
        "one_page.html", words, words("onepage.title"), "one_page", body=whole, signed=_SIGNED, made=made
    )
    return made_page.encode("utf-8", "replace")


def body(result: OnePageSummary, words: Words, *, linked: bool = False) -> str:
    """Write what the page says, without the fields to be signed.

    Args:
        result: the summary.
        words: the interface texts.
        linked: whether the rows are on the same page, so that places can link to them.
    """
    return fill(
        "one_page_body.html",
        words,
        title=result.title,
        drafts=_drafts(result, words),
        answer=list(answer(result, words)),
        matrix=matrix(result, words, linked=linked),
        remarks=(_others(result, words), legend(result, words)),
        files=_files(result, words),
    )


def word(result: OnePageSummary, words: Words) -> bytes:
    """Write the file; headings and remarks are in the language of `words`."""
    made = _made(result, words)
    document = fill(
        "one_page.xml",
        words,
        result=result,
        word=word_xml,
        **word_xml.in_cells(words.language),
        right=get(words.language).right_to_left,
        drafts=_drafts(result, words),
        answer=list(answer(result, words)),
        remarks=(_others(result, words), legend(result, words), _files(result, words)),
        signed=_SIGNED,
        made=made,
        bold=word_xml.Look(bold=True),
        alerting=ALERTING,
        place=place,
        sign=sign,
    )
    about = word_xml.Properties(title=result.title, made_with=made)
    return word_xml.package({"document": document}, words.language, about)


def printed_page(result: OnePageSummary, words: Words) -> bytes:
    """Print the web page, or the Word document where there is no browser.

    Raises:
        InputError: there is no program to print with, or it failed.
    """
    from aligner.formats.pdf import printed

    return printed(partial(web_page, result, words), partial(word, result, words))


def _drafts(summary: OnePageSummary, words: Words) -> str:
    """Name the drafts compared, by language, and say when the summary was made."""
    unnamed = words("column.unnamed")
    drafts = [
        f"{get(new.language).endonym} {old.version or unnamed} → {new.version or unnamed}"
        for old, new in summary.drafts
    ]
    made = () if summary.made is None else (words("onepage.made", date=words.date(summary.made)),)
    return " · ".join((*drafts, *made))


def _others(summary: OnePageSummary, words: Words) -> str:
    """Name the amendments that have no room; empty if all have."""
    if not summary.others:
        return ""
    places = words("table.apart").join(place(line, words) for line in summary.others)
    return f"{words('onepage.others', count=len(summary.others))}: {places}"


def _files(summary: OnePageSummary, words: Words) -> str:
    """Name the files that were compared."""
    return words("onepage.files", files=words("table.apart").join(summary.files)) if summary.files else ""


def _made(summary: OnePageSummary, words: Words) -> str:
    """Name the program that made the summary; empty if it is not known."""
    return words("report.signature", version=summary.signature.aligner) if summary.signature else ""
