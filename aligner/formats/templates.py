"""Fill in the templates of pages and of XML files, in `aligner/data/templates`.

Indentation and line breaks of a template are not part of the file; `⏎` is a line break that is. What a
template writes is escaped unless it is `Markup` already: in pages as `aligner.view.markup` does it, in XML
only what the format needs, since its texts are without characters that XML cannot hold.
"""

import html
from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from jinja2 import Environment, FunctionLoader, StrictUndefined
from jinja2.compiler import CodeGenerator
from jinja2.runtime import Context
from markupsafe import Markup

from aligner.languages import get
from aligner.values import data_files, shorten
from aligner.values.catalogue import Words, load
from aligner.view.markup import escape, isolated, language_attributes

_IN_ATTRIBUTE: Final = {ord('"'): "&quot;", ord("\n"): "&#10;", ord("\t"): "&#9;"}


def stylesheet(name: str = "report") -> str:
    """Read a style sheet; the usual one has the light and dark colours of all pages."""
    return data_files.text(f"{name}.css")


def fill(template: str, words: Words | None = None, **given: object) -> str:
    """Return a template with values and interface texts filled in.

    Args:
        template: its file.
        words: the interface texts; English by default.
        given: the values and functions it names.
    """
    return _templates(template[-4:]).get_template(template).render(say=words or load(), **given)


def page(template: str, words: Words, title: str, style: str = "", **given: object) -> str:
    """Return a whole page, which extends `page.html`; its policy allows neither scripts nor requests.

    Args:
        template: its file.
        words: the interface texts.
        title: of the page.
        style: name of the style sheet that follows the usual one, if any.
        given: the values and functions it names.
    """
    sheets = "\n".join(map(stylesheet, filter(None, ("report", style))))
    return fill(template, words, title=title, style=sheets, **given)


class _EscapingOnce(CodeGenerator):
    """Writes what `finalize` returns; Jinja would escape it once more, which took half of the time."""

    def _output_child_pre(self, node: Any, frame: Any, finalize: Any) -> None:
        self.write(f"({finalize.src}")


class _Direct(Context):
    """Calls functions without asking what of the context they want: none does."""

    def call(
        self, it: Any, *given: Any, _loop_vars: Any = None, _block_vars: Any = None, **named: Any
    ) -> Any:
        return it(*given, **named)


@cache
def _templates(kind: str) -> Environment:
    made = Environment(
        loader=FunctionLoader(_source),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_in_xml if kind == ".xml" else _in_page,
        keep_trailing_newline=True,
    )
    made.code_generator_class, made.context_class = _EscapingOnce, _Direct
    made.filters |= {
        "attributes": _attributes,
        "isolated": lambda text: Markup(isolated(text)),
        "language_attributes": lambda code: Markup(language_attributes(get(code))),
        "language": get,
        "shorten": shorten,
    }
    return made


def _source(name: str) -> str:
    lines = data_files.text(f"templates/{name}").splitlines()
    return "".join(map(str.strip, lines)).replace("⏎", "\n")


def _in_page(value: object) -> str:
    return value if isinstance(value, Markup) else escape(str(value))


def _in_xml(value: object) -> str:
    if isinstance(value, Markup):
        return value
    return html.escape(str(value), quote=False).replace("\r", "&#13;")


def _attributes(values: Mapping[str, str]) -> Markup:
    """Write attributes of XML, each after a space; empty ones are left out."""
    written = (
        f' {name}="{_in_xml(value).translate(_IN_ATTRIBUTE)}"' for name, value in values.items() if value
    )
    return Markup("".join(written))
