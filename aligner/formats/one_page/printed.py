"""The one-page summary as PDF."""

from __future__ import annotations

from functools import partial

from aligner.formats.one_page import web_page, word
from aligner.formats.pdf import printed
from aligner.values.catalogue import DEFAULT
from aligner.view.one_page_summary import OnePageSummary


def summary(result: OnePageSummary, *, interface: str = DEFAULT) -> bytes:
    """Print the web page, or the Word document where there is no browser.

    Raises:
        InputError: there is no program to print with, or it failed.
    """
    return printed(
        partial(web_page.summary, result, interface=interface),
        partial(word.summary, result, interface=interface),
    )
