"""The style sheet that the report and the app share, and the head of pages."""

from __future__ import annotations

from importlib.resources import files
from typing import Final

from aligner.languages import get
from aligner.values.catalogue import Words
from aligner.view.markup import escape

_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def stylesheet(name: str = "report") -> str:
    """Read a style sheet; the usual one has the light and dark colours of all pages."""
    return (files("aligner") / "data" / f"{name}.css").read_text(encoding="utf-8")


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
