"""The style sheet that the report and the app share, and the head of pages."""

from __future__ import annotations

from typing import Final

from aligner.languages import get
from aligner.values import data_files
from aligner.values.catalogue import Words
from aligner.view.markup import escape

_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def stylesheet(name: str = "report") -> str:
    """Read a style sheet; the usual one has the light and dark colours of all pages."""
    return data_files.text(f"{name}.css")


def head(title: str, words: Words, style: str = "") -> str:
    """Write the start of a page up to its body; the policy allows neither scripts nor requests.

    Args:
        title: of the page.
        words: the interface language.
        style: name of the style sheet that follows the usual one, if any.
    """
    more = f"\n{stylesheet(style)}" if style else ""
    return (
        f'<!doctype html>\n<html lang="{words.language}" dir="{get(words.language).direction}">\n<head>\n'
        '<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n<meta name="referrer" content="no-referrer">\n'
        f"<title>{escape(title)}</title>\n<style>\n{stylesheet()}{more}</style>\n</head>\n"
    )
