"""Fill in the templates of pages, in `aligner/data/pages`, with our own escaping of all text.

Indentation and line breaks of a template are not part of the page; `⏎` is a line break that is. What a
template writes is escaped as `aligner.view.markup` does it, unless it is `Markup` already.
"""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from aligner.languages import get
from aligner.values import data_files, shorten
from aligner.values.catalogue import Words
from aligner.view.markup import escape, isolated, language_attributes


def stylesheet(name: str = "report") -> str:
    """Read a style sheet; the usual one has the light and dark colours of all pages."""
    return data_files.text(f"{name}.css")


def fill(template: str, words: Words, **given: object) -> Markup:
    """Return a template with values and interface texts filled in.

    Args:
        template: its name, without extension.
        words: the interface texts.
        given: the values and functions it names.
    """
    return Markup(_templates().get_template(template).render(say=words, **given))


def page(template: str, words: Words, title: str, style: str = "", **given: object) -> str:
    """Return a whole page, which extends `page.html`; its policy allows neither scripts nor requests.

    Args:
        template: its name, without extension.
        words: the interface texts.
        title: of the page.
        style: name of the style sheet that follows the usual one, if any.
        given: the values and functions it names.
    """
    sheets = "\n".join(map(stylesheet, filter(None, ("report", style))))
    return fill(template, words, title=title, style=Markup(sheets), **given)


@cache
def _templates() -> Environment:
    made = Environment(
        loader=FunctionLoader(_source),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_escaped,
        keep_trailing_newline=True,
    )
    made.filters |= {
        "isolated": lambda text: Markup(isolated(text)),
        "language_attributes": lambda code: Markup(language_attributes(get(code))),
        "language": get,
        "shorten": shorten,
    }
    return made


def _source(name: str) -> str:
    lines = data_files.text(f"pages/{name}.html").splitlines()
    return "".join(map(str.strip, lines)).replace("⏎", "\n")


def _escaped(value: object) -> Markup:
    return value if isinstance(value, Markup) else Markup(escape(str(value)))
