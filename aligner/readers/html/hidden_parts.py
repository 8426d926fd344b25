"""The parts of a web page, visible or hidden, that do not belong to its document.

Of the style sheets inside a page, only selectors of one element are followed (`p`, `.note`, `#menu`,
`p.note`). A rule that is not evaluated (for a certain width of window, or inside other elements) is
assumed to apply if it shows an element: text that should have been hidden does less harm than text that
is missing.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from lxml import etree

from aligner.values import data_files

_COMPOUND: Final = re.compile(r"(\*|[A-Za-z][\w-]*)?((?:[.#][\w-]+)*)")
_NAMES: Final = re.compile(r"([.#])([\w-]+)")
_DEPENDENT: Final = re.compile(r":(?:hover|focus|active|target|checked)")
"""States that a page does not begin with."""

_MOST_RULES: Final = 1000
_MOST_HIDDEN: Final = 0.5  # of a page's text; a script shows a page that hides more


_COMMENT: Final = re.compile(r"/\*.*?(?:\*/|\Z)|<!--|-->", re.DOTALL)
_PART: Final = re.compile(r"([^{};]*)([{};]|\Z)")

EVERYWHERE: Final = frozenset({"screen", "print"})
_MEDIA: Final = {
    "": EVERYWHERE,
    "all": EVERYWHERE,
    "screen": frozenset({"screen"}),
    "print": frozenset({"print"}),
}
_UNKNOWN: Final[frozenset[str]] = frozenset()


@dataclass(frozen=True, slots=True)
class _Rule:
    """One property that a rule sets for one selector.

    Attributes:
        tag: of the elements it is for, or empty.
        names: their classes and id, with the sign before them.
        name: the property.
        hides: whether its value hides the element.
        media: `screen`, `print` or both; empty if the rule is not evaluated.
        weight: which rule counts where several set the property.
    """

    tag: str
    names: frozenset[str]
    name: str
    hides: bool
    media: frozenset[str]
    weight: tuple[bool, int, int, bool, int]

    @property
    def key(self) -> str:
        """A class, id, tag or star that every element has to which the rule applies."""
        return max(self.names, default=self.tag or "*")


def mark_hidden(root: etree._Element) -> None:
    """Set the attribute `hidden` of the elements that a page's own style sheets hide."""
    rules: dict[str, list[_Rule]] = defaultdict(list)
    for rule in _rules(root):
        rules[rule.key].append(rule)
    if not any(rule.hides for group in rules.values() for rule in group):
        return
    known: dict[tuple[str, str, str], bool] = {}
    hidden: list[etree._Element] = []
    for element in root.iter(etree.Element):
        look = str(element.tag), element.get("id") or "", element.get("class") or ""
        if look not in known:
            known[look] = _is_hidden(*look, rules)
        if known[look] and not _sets_display(element):
            hidden.append(element)
    if count_characters(root) * _MOST_HIDDEN < sum(map(count_characters, _outermost(hidden))):
        return
    for element in hidden:
        element.set("hidden", "")


def _is_hidden(tag: str, own_id: str, classes: str, rules: dict[str, list[_Rule]]) -> bool:
    """Whether the rules hide an element on the screen and on paper."""
    names = {f".{each}" for each in classes.split()} | ({f"#{own_id}"} if own_id else set())
    fitting = [
        rule
        for key in (*names, tag, "*")
        for rule in rules.get(key, ())
        if rule.tag in ("", tag) and rule.names <= names
    ]
    for name in HIDING:
        own = [rule for rule in fitting if rule.name == name]
        if any(not rule.media and not rule.hides for rule in own):
            continue
        winners = (
            max((rule for rule in own if medium in rule.media), key=lambda rule: rule.weight, default=None)
            for medium in EVERYWHERE
        )
        if all(rule is not None and rule.hides for rule in winners):
            return True
    return False


def _rules(root: etree._Element) -> Iterator[_Rule]:
    """Yield the rules of all sheets that hide or show elements, up to a limit."""
    number = 0
    for selectors, declarations, media in style_rules(root):
        for name, hides, important in _declared(declarations):
            for selector in selectors:
                number += 1
                found = _rule(selector, name, hides, media, (important, number))
                if found is not None:
                    yield found
                if number >= _MOST_RULES:
                    return


def _declared(declarations: str) -> Iterator[tuple[str, bool, bool]]:
    """Yield the properties that hide or show: the name, whether it hides, and whether it is `!important`."""
    for declaration in declarations.lower().split(";"):
        name, _, value = declaration.partition(":")
        value, _, important = value.partition("!")
        if name.strip() in HIDING and value.strip():
            hides = value.strip() == HIDING[name.strip()]
            yield name.strip(), hides, important.strip() == "important"


def _rule(
    selector: str, name: str, hides: bool, media: frozenset[str], place: tuple[bool, int]
) -> _Rule | None:
    """Return a rule, or None if it changes nothing that is evaluated."""
    if _DEPENDENT.search(selector):
        return None
    whole = _COMPOUND.fullmatch(selector) if selector else None
    last = whole or _COMPOUND.match(re.split(r"[\s>+~]+", selector)[-1])
    if last is None or not last.group():
        return None
    tag = (last[1] or "").lower().replace("*", "")
    names = _NAMES.findall(last[2])
    important, number = place
    ids = sum(sign == "#" for sign, _ in names)
    weight = (important, ids, len(names) - ids, bool(tag), number)
    shown = media if whole is not None else frozenset[str]()
    if hides and not shown:
        return None
    return _Rule(tag, frozenset(sign + each for sign, each in names), name, hides, shown, weight)


def _sets_display(element: etree._Element) -> bool:
    """Whether an element's own `style` shows it."""
    return any(name in ("display", "visibility") for name, _, _ in _declared(element.get("style") or ""))


def _outermost(elements: list[etree._Element]) -> Iterator[etree._Element]:
    """Yield the elements that are not inside another of them."""
    inside = set(elements)
    return (element for element in elements if inside.isdisjoint(element.iterancestors()))


class StyleRule(NamedTuple):
    """One rule of a style sheet, as written.

    Its media are `screen`, `print` or both; none for other conditions, such as the width of the window.
    """

    selectors: list[str]
    declarations: str
    media: frozenset[str]


def style_rules(root: etree._Element) -> Iterator[StyleRule]:
    """Yield the rules of all style sheets inside a page, in order."""
    for sheet in root.iter("style"):
        if next(sheet.iterancestors("noscript", "svg"), None) is None:
            media = _MEDIA.get((sheet.get("media") or "").strip().lower(), _UNKNOWN)
            yield from _sheet_rules(_COMMENT.sub("", sheet.text or ""), media)


def _sheet_rules(sheet: str, media: frozenset[str]) -> Iterator[StyleRule]:
    open_now: list[tuple[str, frozenset[str]]] = []
    declarations: list[str] = []
    for part in _PART.finditer(sheet):
        text, sign = part[1].strip(), part[2]
        if sign == "{":
            outer = open_now[-1][1] if open_now else media
            query = text[6:].strip().lower() if text.lower().startswith("@media") else None
            within = outer if not text.startswith("@") else outer & _MEDIA.get(query or "-", _UNKNOWN)
            open_now.append((text, within))
            declarations = []
            continue
        declarations.append(text)
        if sign == "}" and open_now:
            selectors, within = open_now.pop()
            if not selectors.startswith("@"):
                yield StyleRule(list(map(str.strip, selectors.split(","))), ";".join(declarations), within)
            declarations = []


_CONTENTS_CLASS: Final = re.compile(r"(?:^|\s)MsoToc(?:\d|Heading)", re.IGNORECASE)
_CONTENTS_LINK: Final = re.compile(r"#(?:_Toc\d|__RefHeading)")
"""Links from a table of contents to headings, as Word and LibreOffice name them."""

_CONTENTS_ID: Final = "Table of Contents"  # as LibreOffice names them, whatever the language of the text
_PAGE_PART: Final = re.compile(r"mso-element\s*:\s*(header|footer)", re.IGNORECASE)


VOCABULARY: Final = {
    f"{table}.{key}": frozenset(names.split())
    for table in ("elements", "hidden")
    for key, names in data_files.tables("html.toml")[table].items()
}
"""The names of elements, roles and classes by what they have in common (`data/html.toml`)."""

_TEXTLESS: Final = VOCABULARY["elements.textless"]
_NEVER: Final = _TEXTLESS | VOCABULARY["elements.dropped"]
_NOTE_ROLES: Final = ("doc-footnote", "doc-endnote")  # and doc-endnotes
_WORD_COMMENT: Final = re.compile(r"mso-element\s*:\s*comment(?!-)", re.IGNORECASE)
HIDING: Final = {"display": "none", "visibility": "hidden", "mso-hide": "all"}
"""Properties of a style, with the value that hides an element; Word writes the last."""
_HIDDEN: Final = re.compile(
    "|".join(rf"{name}\s*:\s*{value}" for name, value in HIDING.items()), re.IGNORECASE
)


def is_dropped(element: etree._Element) -> bool:
    """Whether to drop an element: a script, a control, a hidden element or part of the site's navigation.

    A form is dropped unless it wraps the whole page, and a button unless it opens the section
    below its heading.
    """
    tag = element.tag
    if tag in _NEVER or element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    if element.get("role") in VOCABULARY["hidden.roles"] or _HIDDEN.search(element.get("style") or ""):
        return True
    classes = (element.get("class") or "").split()
    if not VOCABULARY["hidden.classes"].isdisjoint(classes) or _is_of_comments(element):
        return True
    if tag == "dialog":
        return element.get("open") is None
    if tag in VOCABULARY["elements.site"]:
        return not _is_of_document(element)
    if tag == "button":
        return next(element.iterancestors("h1", "h2", "h3", "h4", "h5", "h6"), None) is None
    contents = element.iter("p", "table", "h1", "h2", "article", "main", "li")
    return tag == "form" and next(contents, None) is None  # some servers' forms wrap the whole page


def _is_of_document(element: etree._Element) -> bool:
    """Whether a `header`, `footer` or `aside` belongs to the document, instead of to the site.

    It does inside an `article` or `main`, if it holds notes, or if it is a title without links.
    """
    if next(element.iterancestors(*VOCABULARY["elements.content"]), None) is not None:
        return True
    if (element.get("role") or "").startswith(_NOTE_ROLES) or "note" in (element.get("epub:type") or ""):
        return True
    titled = element.tag == "header" and next(element.iter("h1"), None) is not None
    return titled and next(element.iter("a", "nav", "form", "img"), None) is None


def count_left_out(root: etree._Element) -> int:
    """Count the characters, without spaces, in the dropped parts of a page that contain text."""
    count = 0
    waiting = [root]
    while waiting:
        element = waiting.pop()
        if is_dropped(element):
            reported = element.tag == "del" or _is_of_comments(element)  # by a message of their own
            count += 0 if reported else count_characters(element)
        else:
            waiting.extend(element)
    return count


def count_comments(root: etree._Element) -> int:
    """Count the comments on a document that Word saved as a page."""
    return sum(_WORD_COMMENT.search(element.get("style") or "") is not None for element in root.iter("div"))


def _is_of_comments(element: etree._Element) -> bool:
    """Whether an element is a comment in a page that Word saved, or refers to one in the text."""
    if element.tag == "a":
        return "msocomanchor" in (element.get("class") or "").split()
    return element.tag == "div" and _WORD_COMMENT.search(element.get("style") or "") is not None


def count_characters(element: etree._Element) -> int:
    """Count the characters of an element's text, without spaces, scripts and the like."""
    return sum(len("".join(text.split())) for text in _texts(element))


def _texts(element: etree._Element) -> Iterator[str]:
    """Yield the texts inside an element, without scripts and the like."""
    if not isinstance(element.tag, str) or element.tag in _TEXTLESS:
        return
    yield element.text or ""
    for child in element:
        yield from _texts(child)
        yield child.tail or ""


def furniture_style(element: etree._Element) -> str | None:
    """Return `header`, `footer` or `toc` for an element that is one, else None.

    A line of a table of contents is only a link to a heading, or has a style for contents.
    """
    if element.tag == "div":
        part = _PAGE_PART.search(element.get("style") or "")
        title = element.get("title") or ""
        if part or title in ("header", "footer"):
            return part[1].lower() if part else title
        return "toc" if (element.get("id") or "").startswith(_CONTENTS_ID) else None
    if element.tag != "p":
        return None
    if _CONTENTS_CLASS.search(element.get("class") or ""):
        return "toc"
    links = [link for link in element.iter("a") if _CONTENTS_LINK.match(link.get("href") or "")]
    linked = "".join(_words(link) for link in links)
    return "toc" if linked and linked == _words(element) else None


def _words(element: etree._Element) -> str:
    return "".join("".join(str(text) for text in element.itertext()).split())
