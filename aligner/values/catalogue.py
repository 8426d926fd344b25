"""Catalogues: the texts of the interface and of the core's messages in each language.

Each language has three TOML files in `aligner/data/`: `words.fr.toml` has the interface texts,
`messages.fr.toml` the findings, reasons and notes, `errors.fr.toml` the errors. All languages have
the same keys and fields. A text that counts something has a form for each plural category of its language
(`marks.one`, `marks.few`, …), chosen by the field `count`.

Babel supplies the plural categories (Unicode CLDR: four in Russian, six in Arabic), joins lists
and names languages missing from a catalogue. It is imported on first use. Gettext catalogues
would have only three Russian forms, and would repeat the English text in every file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final, Literal

from aligner.values import data_files
from aligner.values.message import LanguageError, Message, ValueInvariantError, verbatim

if TYPE_CHECKING:
    from aligner.values.comparison import Decision

DEFAULT: Final = "en"

_LANGUAGES: Final = frozenset({"pivot", "language", "detected", "lacking"})
"""Fields that hold the code of a document's language."""
_AND: Final = frozenset({"kinds", "numbers", "facts", "segments"})
"""Fields with an "and" before the last value; other lists have commas only."""
_OR: Final = frozenset({"wanted", "detected", "lacking"})
"""Fields with an "or" before the last value."""
_PLACE: Final = re.compile(
    r"(?:\b(?P<part>PP|OP)|(?:^|(?<=, ))(?P<annex>Annex (?:(?P<nth>\d+) )?)?¶)(?P<number>\d+)\b"
    r"(?P<items>(?: \([^\W_]{1,5}\))*)"
)
"""A paragraph of a resolution or one numbered in a text without articles, and an item in it."""
_ITEM: Final = re.compile(r"\(([^\W_]+)\)")
_BABEL: Final = {DEFAULT: "en_GB"}
"""British usage, as at the United Nations: no comma before "and"."""


@dataclass(frozen=True, slots=True)
class Words:
    """A language's texts by key, `table.name`; plural forms as `table.name.category`.

    >>> load("en")("badge.moved_from", place="OP5")
    'moved from OP5'
    """

    language: str
    by_key: dict[str, str]

    def __call__(self, key: str, /, **fields: object) -> str:
        """Return the text for `key` with its {braces} filled in; `count` chooses the plural form.

        Values are document text: they are neither formatted again nor escaped here.

        Raises:
            KeyError: for a key missing from the catalogue: a bug, which the tests find.
        """
        text = self.by_key.get(key)
        if text is None:
            text = self.by_key[f"{key}.{self._plural(key, fields.get('count'))}"]
        return text.format(**fields)

    def label(self, key: str, otherwise: str) -> str:
        """Return the text for `key`, or `otherwise` if there is none, as for a recent addition.

        >>> load("en").label("check.symbols", "symbols"), load("en").label("check.new-one", "new-one")
        ('document symbols', 'new-one')
        """
        return self(key) if key in self.by_key else otherwise

    def render(self, message: Message | None) -> str:
        """Render a message in this language; None gives an empty string.

        >>> load("fr").render(Message("reason.reworded"))
        'reformulation seulement'
        >>> load("ru").render(Message("footnotes.marks", pivot="fr", count=2, there=1))
        '2 знака сноски здесь; в другом тексте (французский): 1'
        """
        if message is None:
            return ""
        fields = message.fields
        reason = fields.pop("reason", None)
        text = self(message.code, **{name: self._field(name, value) for name, value in fields.items()})
        return text if reason is None else f"{text} ({self.render(reason)})"

    def language_name(self, code: str) -> str:
        """Return the name of a document's language: from the catalogue, from CLDR, or its code.

        >>> load("fr").language_name("en"), load("fr").language_name("pt")
        ('anglais', 'portugais')
        """
        name = self.by_key.get(f"language.{code}")
        return name if name is not None else str(_locale(self.language).languages.get(code, code))

    def place(self, citation: str) -> str:
        """Name a place by its number in this language; other citations are the document's own words.

        >>> load("zh").place("OP5 (a)"), load("fr").place("PP2"), load("en").place("OP5")
        ('执行部分第5段 (a)', 'al. 2 du préambule', 'OP5')
        >>> load("fr").place("OP5 (a) (ii)"), load("en").place("OP5 (a)")
        ('par. 5 a) ii)', 'OP5 (a)')
        >>> load("en").place("¶34 (a)"), load("en").place("Article 2 ¶3")
        ('para. 34 (a)', 'Article 2 ¶3')
        >>> load("fr").place("Annex ¶3"), load("zh").place("Annex 2 ¶3")
        ('annexe, par. 3', '附件二第3段')
        """
        return _PLACE.sub(self._numbered, citation)

    def row_name(self, place: str, old_place: str, number: int) -> str:
        """Name a row by its place; else, or if only earlier drafts of the pivot have it, by its old place.

        >>> words = load("en")
        >>> words.row_name("OP5", "OP6", 9), words.row_name("OP5", "OP5", 9), words.row_name("", "", 9)
        ('OP5', 'old OP5', 'Row 9')
        """
        if old_place and place in ("", old_place):
            return self("row.old_place", place=self.place(old_place))
        return self.place(place) or self("row.permalink", number=number)

    def compared(self, new: str, old: str) -> str:
        """Name a draft beside the one it is compared with; one of them may have no name.

        >>> load("en").compared("rev2", "rev1"), load("en").compared("", "draft")
        ('rev2, changes since rev1', 'changes since draft')
        """
        key = "column.compared" if new else "column.since"
        return self(key, new=new, old=old or self("column.unnamed"))

    def decision(self, decision: Decision | None) -> str:
        """Say what was decided on an amendment, and the comment; empty if nothing was.

        >>> from aligner.values import Decision, DecisionKind
        >>> load("fr").decision(Decision(DecisionKind.SEEN)), load("en").decision(Decision(None, "why?"))
        ('Vu', 'why?')
        """
        if decision is None or decision.kind is None:
            return "" if decision is None else decision.comment
        kind = self(f"decision.{decision.kind}")
        return self("decision.commented", decision=kind, text=decision.comment) if decision.comment else kind

    def _numbered(self, match: re.Match[str]) -> str:
        part, inside = match["part"], _ITEM.sub(lambda item: self("place.item", item=item[1]), match["items"])
        name = self(f"place.{part.lower() if part else 'paragraph'}", number=match["number"]) + inside
        if not match["annex"]:
            return name
        annex = self._nth_annex(int(match["nth"])) if match["nth"] else self("place.annex")
        return self("place.in_annex", annex=annex, place=name)

    def _nth_annex(self, number: int) -> str:
        """Name an annex by its number, as the language's documents write it: annex II, 附件二."""
        written = self.by_key["place.annexes"].split()
        return self("place.annex_nth", number=written[number - 1] if number <= len(written) else number)

    def _plural(self, key: str, count: object) -> str:
        if not isinstance(count, int | float):
            raise KeyError(key)
        category: str = _locale(self.language).plural_form(count)
        return category if f"{key}.{category}" in self.by_key else "other"

    def _field(self, name: str, value: object) -> object:
        if isinstance(value, Message):
            return self.render(value)
        if isinstance(value, tuple):
            return self._list(name, value)
        if name in _LANGUAGES and isinstance(value, str):
            return self.language_name(value)
        return self._decimal(value) if isinstance(value, float) else value

    def _list(self, name: str, values: tuple[Any, ...]) -> str:
        """Join values with commas, or with an "and" or "or" before the last."""
        shown = [str(self._field(name, value)) for value in values]
        if name == "kinds":
            shown = [self.by_key.get(f"kind.{kind}", kind) for kind in shown]
        if name in _AND:
            return self._joined(shown, "standard")
        return self._joined(shown, "or") if name in _OR else self("table.apart").join(shown)

    def _joined(self, shown: list[str], style: Literal["standard", "or"]) -> str:
        if len(shown) < 2:
            return "".join(shown)
        from babel.lists import format_list

        return format_list(shown, style, locale=_locale(self.language))

    def date(self, day: date) -> str:
        """Return a date in words and digits.

        >>> from datetime import date
        >>> load("en").date(date(2026, 11, 30)), load("zh").date(date(2026, 11, 30))
        ('30 November 2026', '2026年11月30日')
        """
        from babel.dates import format_date

        return format_date(day, "long", locale=_locale(self.language))

    def _decimal(self, value: float) -> str:
        from babel.numbers import format_decimal

        return format_decimal(value, "0.0", locale=_locale(self.language), numbering_system="latn")


@cache
def available() -> tuple[str, ...]:
    """List the languages with a catalogue."""
    names = (entry.name.split(".") for entry in (files("aligner") / "data").iterdir())
    return tuple(sorted(name[1] for name in names if name[0] == "words" and name[-1] == "toml"))


@cache
def load(language: str = DEFAULT) -> Words:
    """Read the catalogue of one language.

    Raises:
        LanguageError: if there is none; the message lists those available.
    """
    if language not in available():
        raise LanguageError(
            f"the interface is not available in {language!r}; choose one of {', '.join(available())}"
        )
    by_key: dict[str, str] = {}
    for name in ("words", "messages", "errors"):
        by_key.update(_flat(data_files.tables(f"{name}.{language}.toml")))
    return Words(language, by_key)


def known(message: Message) -> bool:
    """Whether the catalogues can render a message: its code exists and its fields suffice.

    A file from a later version, or one that was tampered with, may contain others.
    """
    try:
        load().render(message)
    except (KeyError, IndexError, ValueError, AttributeError):
        return False
    return True


def message_of(data: Any, english: str) -> Message:
    """Return the message stored in a file, or its English text verbatim if its code is unknown."""
    try:
        message = Message.from_data(data)
    except ValueInvariantError:
        return verbatim(english)
    return message if known(message) else verbatim(english)


def _flat(table: Mapping[str, Any], prefix: str = "") -> dict[str, str]:
    """Flatten nested tables to texts by dotted key."""
    found: dict[str, str] = {}
    for key, value in table.items():
        if isinstance(value, Mapping):
            found.update(_flat(value, f"{prefix}{key}."))
        else:
            found[prefix + key] = value
    return found


@cache
def _locale(language: str) -> Any:
    from babel import Locale

    return Locale.parse(_BABEL.get(language, language))
