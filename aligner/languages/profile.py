"""Read profiles: one file for each language in `profiles/`, complete or refused.

The first tables of each file, up to `[words]`, are what listing languages and reading
pages in any language need; they are read for all languages at once. The rest of a file is
read when the first fact of that language is asked for.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final, TypeVar, get_args, get_origin, get_type_hints

from aligner.languages.profile_tables import LabelWords, Language, PageWords, Profile, Words
from aligner.values.message import LanguageError, Message, quoted

__all__ = ["LANGUAGES", "OFFICIAL", "Language", "ProfileHead", "from_tables", "get", "heads", "profile"]

_T = TypeVar("_T")
_FIRST_TABLE_READ_LATER: Final = re.compile(r"^\[words\]$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class ProfileHead:
    """The first tables of a profile, which are read for all languages."""

    language: Language
    page: PageWords
    labels: LabelWords


@cache
def heads() -> Mapping[str, ProfileHead]:
    """Return the heads of all profiles by language code, in the order of `Language.order`.

    Raises:
        LanguageError: a profile's head is not complete; the message says what is missing.
    """
    found = {}
    for entry in (files("aligner.languages") / "profiles").iterdir():
        if entry.name.endswith(".toml"):
            code = entry.name.removesuffix(".toml")
            text = _FIRST_TABLE_READ_LATER.split(entry.read_text(encoding="utf-8"), maxsplit=1)[0]
            found[code] = from_tables(ProfileHead, tomllib.loads(text), code)
    return MappingProxyType(dict(sorted(found.items(), key=lambda each: each[1].language.order)))


@cache
def profile(language: str) -> Profile:
    """Return all facts of one language.

    Args:
        language: its code, as `get` accepts it.

    Raises:
        LanguageError: there is no profile for it, or it is not complete; the message says what is missing.

    >>> profile("fr-CA").typography.locale
    'fr-FR'
    """
    code = get(language).code
    if code != language:
        return profile(code)
    text = (files("aligner.languages") / "profiles" / f"{code}.toml").read_text(encoding="utf-8")
    return from_tables(Profile, tomllib.loads(text), code)


def from_tables(kind: type[_T], tables: Mapping[str, Any], code: str) -> _T:
    """Build a profile, or its head, from the tables of a file.

    Raises:
        LanguageError: a table or a key is missing, is unknown, or has a value of another type;
            the message names profile, table and key.
    """
    known = _hints(kind)  # type: ignore[arg-type]
    for name in tables:
        if name not in known:
            raise LanguageError(f"the profile of {code!r} has an unknown table [{name}]")
    made = {}
    for name, table_kind in known.items():
        if name not in tables:
            raise LanguageError(f"the profile of {code!r} lacks the table [{name}]")
        shared = {"code": code, "language": code, "cased": tables["language"].get("cased", False)}
        given = {key: value for key, value in shared.items() if key in _hints(table_kind)}
        made[name] = _table(table_kind, given | tables[name], f"the profile of {code!r}, table [{name}]")
    return kind(**made)


def _table(kind: type[_T], table: Mapping[str, Any], where: str) -> _T:
    hints = _hints(kind)  # type: ignore[arg-type]
    unknown = sorted(table.keys() - hints.keys())
    if unknown:
        raise LanguageError(f"{where}: {unknown[0]!r} is not known")
    for declared in fields(kind):  # type: ignore[arg-type]
        if declared.name not in table and declared.default is MISSING and declared.default_factory is MISSING:
            raise LanguageError(f"{where}: {declared.name!r} is missing")
    made = {key: _value(hints[key], value, f"{where}, {key!r}") for key, value in table.items()}
    try:
        return kind(**made)
    except ValueError as error:
        raise LanguageError(f"{where}: {error}") from error


def _value(hint: Any, value: Any, where: str) -> Any:
    """Convert a TOML value to the type of its field; a string of words may stand for a tuple."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (tuple, frozenset):
        parts = value.split() if isinstance(value, str) else value
        wanted = len(arguments) if origin is tuple and Ellipsis not in arguments else None
        if not isinstance(parts, list) or (wanted is not None and len(parts) != wanted):
            raise LanguageError(f"{where}: expected a list{f' of {wanted}' if wanted else ''}")
        return origin(_value(arguments[0], part, where) for part in parts)
    if origin is re.Pattern and type(value) is str:
        return re.compile(value)
    if origin is Mapping:
        if not isinstance(value, dict):
            raise LanguageError(f"{where}: expected a table")
        return MappingProxyType({key: _value(arguments[1], each, where) for key, each in value.items()})
    if (hint is float and type(value) is int) or (hint is Words and type(value) is str):
        return hint(value)
    if type(value) is not hint:
        raise LanguageError(f"{where}: expected {hint.__name__}, found {type(value).__name__}")
    return value


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


LANGUAGES: Final[Mapping[str, Language]] = MappingProxyType(
    {code: head.language for code, head in heads().items()}
)
"""The languages that have a profile, by code: what documents may be in."""

OFFICIAL: Final = tuple(code for code, language in LANGUAGES.items() if language.official)
"""The codes of the six official languages of the United Nations."""

_THREE_LETTERS: Final = {
    three: code for code, language in LANGUAGES.items() for three in language.three_letter
}


def get(code: str) -> Language:
    """Return the basic facts of one language.

    Accepts regional and script subtags (`zh-Hant`, `fr-CA`), which share the facts
    of their language, and the codes of three letters that some programs write.

    Raises:
        LanguageError: there is no profile for the code.

    >>> get("zh-Hant").spaced
    False
    """
    if code in LANGUAGES:
        return LANGUAGES[code]
    base = code.strip().lower().replace("_", "-").split("-")[0]
    base = _THREE_LETTERS.get(base, base)
    if base not in LANGUAGES:
        raise LanguageError(Message("detect.code", given=quoted(code), known=tuple(LANGUAGES)))
    return LANGUAGES[base]


@lru_cache(maxsize=256)  # a file names few languages, each in every unit
def code_of(tag: str) -> str:
    """Return the code of the language that a tag such as `fr-CA` names, or nothing without a profile.

    >>> code_of("fr-CA"), code_of("tlh")
    ('fr', '')
    """
    try:
        return get(tag).code
    except LanguageError:
        return ""
