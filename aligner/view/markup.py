"""Escape all text from documents, file names and manifests that is shown on a page.

Code that writes HTML must use `escape` (text) or `attribute` (values), and widgets get `plain`, so
that no text can affect the page through markup, control characters or direction overrides.
"""

import html
import re
from typing import Final
from unicodedata import bidirectional

from aligner.languages import Language

_DIRECTION: Final = {
    code: bidirectional(chr(code)) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
}
"""Characters that change the direction of the following text, which are replaced with their names.

The weak marks U+200E, U+200F and U+061C stay, since Arabic texts need them and they affect only
their neighbours.
"""

_TABLE: Final[dict[int, str]] = {
    **{code: chr(0x2400 + code) for code in range(0x20) if code not in (0x09, 0x0A)},
    0x7F: "\u2421",
    **dict.fromkeys(range(0x80, 0xA0), "\ufffd"),
    **{code: f"\u2039{name}\u203a" for code, name in _DIRECTION.items()},
    **dict.fromkeys((0xFFFE, 0xFFFF), "\ufffd"),
}
_UNSAFE: Final = re.compile(f"[{re.escape(''.join(map(chr, _TABLE)))}\ud800-\udfff]")
"""The characters that `plain` replaces; a search for them is faster than translating each text."""

_MARKDOWN: Final = re.compile(r"[!-/:-@\[-`{-~]")
_SHORTHAND: Final = re.compile(r"[:<>~=@-]|www(?=\.)")
_INVISIBLE: Final = re.compile(
    r"[\u00ad\u061c\u180e\u200b-\u200f\u2028\u2029\u2060-\u2064\ufe00-\ufe0f\ufeff]+"
)
"""Characters that browsers do not show."""


def plain(text: str) -> str:
    r"""Make control characters and direction overrides visible, for plain text such as names.

    >>> plain("<b>\u202eabc\x00")
    '<b>‹RLO›abc␀'
    """
    return _UNSAFE.sub(lambda found: _TABLE.get(ord(found[0]), "\ufffd"), text)


def escape(text: str) -> str:
    r"""Make `text` safe between tags and inside a quoted attribute.

    >>> escape('<img src=x onerror="f()"> & \u202eabc')
    '&lt;img src=x onerror=&quot;f()&quot;&gt; &amp; ‹RLO›abc'
    """
    return html.escape(plain(text), quote=True)


def label(text: str) -> str:
    r"""Escape text for a widget's label, which Streamlit reads as markdown.

    Every character with a meaning in markdown is escaped. What Streamlit and GFM recognise
    without markup (`:smile:`, `:material/home:`, `->`, `www.`) is split by an invisible word joiner.

    >>> label("*a* $x$"), label("1. b\n c")
    ('\\*a\\* \\$x\\$', '1\\. b c')
    """
    parted = _SHORTHAND.sub("\\g<0>\u2060", " ".join(plain(text).split()))
    return _MARKDOWN.sub(r"\\\g<0>", parted)


def attribute(name: str, value: str | int | None) -> str:
    """Return one attribute with a leading space, or an empty string if there is no value.

    >>> attribute("lang", "zh"), attribute("id", None)
    (' lang="zh"', '')
    """
    return "" if value is None else f' {name}="{escape(str(value))}"'


def language_attributes(language: Language) -> str:
    """Return the attributes for the language and direction of an element's text, with a leading space."""
    return f' lang="{language.code}" dir="{language.direction}"'


def isolated(text: str) -> str:
    """Isolate text of unknown direction, such as a file name or title, from the surrounding text."""
    return f"<bdi>{escape(text)}</bdi>"


def visible(text: str) -> str:
    r"""Spell out a text of invisible characters by code point, so that a change to it can be seen.

    >>> visible("\u200b"), visible("a\u200b")
    ('‹U+200B›', 'a\u200b')
    """
    if not text or _INVISIBLE.fullmatch(text) is None:
        return text
    return "".join(f"\u2039U+{ord(character):04X}\u203a" for character in text)
