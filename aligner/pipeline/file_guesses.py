"""Guess what files are that no manifest describes, from their names, symbols and texts.

The user can correct each guess.
"""

import re
from collections.abc import Collection, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, takewhile
from pathlib import Path
from typing import Final

from aligner.languages import LANGUAGES
from aligner.pipeline.run import Settings, open_document
from aligner.pipeline.tracked_drafts import has_tracked_changes, open_tracked
from aligner.readers.document_set import Entry
from aligner.revision.series import are_series, own_date
from aligner.values import Document, DocumentKey, InputError, Message, about

_NAMED: Final = r"(?-i:[ _]+(?!Draft|Text|Version)[A-Z][a-z])"
"""What follows an adjective that belongs to a title: New York Declaration, Final Act."""
_PATTERNS: Final = (
    (re.compile(r"(?<![a-z])rev[._ -]?(\d{1,2})(?!\d)", re.I), "rev{0}"),
    (re.compile(rf"(?<![a-z])(draft|(?:old|new|final|original|adopted)(?!{_NAMED}))(?![a-z])", re.I), "{0}"),
    (re.compile(r"(?<![a-z0-9])v(?:ersion)?[._ -]?(\d{1,2})(?!\d)", re.I), "v{0}"),
    (re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)"), "{0}"),
)
_SYMBOLS: Final = (
    (re.compile(r"/Rev\.(\d{1,2})(?!\d)", re.I), "rev{0}"),
    (re.compile(r"(?:^|/)RES/"), "adopted"),
    (re.compile(r"/(?:L|CRP)\.\d"), "draft"),
)
"""Drafts that the symbols of United Nations documents indicate."""
_LANGUAGE_LAST: Final = re.compile(rf"[ ._-](?:{'|'.join(LANGUAGES)})$", re.I)
_INSIDE_A_WORD: Final = re.compile(r"[ ._(-]+[^ ._(-]*$")
_ORIGINAL: Final = "original"
_REVISED: Final = "revised"
_RANKS: Final = (
    (re.compile(r"draft|old|original"), 0),
    (re.compile(r"v\d+|\d+"), 1),
    (re.compile(r"rev\d+"), 2),
    (re.compile(r"new|final|adopted"), 3),
)


def version_of(name: str) -> str:
    """Return the draft that a file name suggests, or an empty string.

    >>> version_of("E_CN.15_2018_L.6_Rev.1.zh.pdf"), version_of("draft.en.txt"), version_of("text.docx")
    ('rev1', 'draft', '')
    """
    stem = name.rsplit(".", 1)[0]
    found = (form.format(match[1].lower()) for each, form in _PATTERNS if (match := each.search(stem)))
    return next(found, "")


def version_of_symbol(symbol: str) -> str:
    """Return the draft that a document's symbol indicates, or an empty string.

    >>> [version_of_symbol(symbol) for symbol in ("A/80/L.5/Rev.1", "A/80/L.5", "A/RES/80/1")]
    ['rev1', 'draft', 'adopted']
    """
    found = (form.format(*match.groups()) for each, form in _SYMBOLS if (match := each.search(symbol)))
    return next(found, "")


def guessed_versions(
    names: Sequence[str], symbols: Sequence[str], languages: Sequence[str | None]
) -> list[str]:
    """Return the draft that each document's name suggests, or its symbol if the symbols differ.

    If neither does, and a language has several documents, those whose names differ in nothing but the
    language are the same draft.

    >>> guessed_versions(["a.en.pdf", "b.en.pdf"], ["A/80/L.5", "A/80/L.5/Rev.1"], ["en", "en"])
    ['draft', 'rev1']
    >>> guessed_versions(["a.en.pdf", "a.es.pdf", "b.fr.pdf"], ["A/80/L.5"] * 3, ["en", "es", "fr"])
    ['', '', '']
    >>> guessed_versions(["t1.en.pdf", "t2.en.pdf", "t1.fr.pdf"], ["", "", ""], ["en", "en", "fr"])
    ['t1', 't2', 't1']
    """
    differ = len({symbol for symbol in symbols if symbol}) > 1
    found = [
        version_of(name) or (version_of_symbol(symbol) if differ else "")
        for name, symbol in zip(names, symbols, strict=True)
    ]
    bare = [_without_language(name) for name in names]
    unnamed = [number for number, version in enumerate(found) if not version]
    is_alike = len(set(bare)) > 1 and any(bare.count(bare[number]) > 1 for number in unnamed)
    if not is_alike or len(set(languages)) == len(languages):
        return found
    return [version or name for version, name in zip(found, bare, strict=True)]


def _without_language(name: str) -> str:
    """Return a file's name without its extension, and the language before it."""
    return _LANGUAGE_LAST.sub("", name.rsplit(".", 1)[0] if "." in name else name)


def distinct_versions(
    keys: Sequence[tuple[str, str]], dates: Sequence[str | None] = (), in_one_file: Collection[int] = ()
) -> list[str]:
    """Return distinct versions for (language, version) pairs, changing as few as possible.

    A file without a draft in its name gets the latest draft of the others if it is the only one in
    its language; otherwise it gets the one draft that its language lacks, if there is exactly one.
    Left unnamed among named drafts, it would match none of them; where a language has an unnamed draft
    beside all named ones, it is of that draft. Beside a file with tracked changes, which is still being
    amended, it is a translation of the text before.

    Args:
        keys: language and version of each document, as guessed.
        dates: dates of issue, in ISO 8601; they decide the order of equal keys if all are known.
        in_one_file: indices of the documents that share a file with their other draft.

    >>> distinct_versions([("zh", "draft"), ("zh", "rev1"), ("en", "")])
    ['draft', 'rev1', 'rev1']
    >>> distinct_versions([("en", "2017"), ("en", "2020"), ("ar", "2017"), ("ar", "")])
    ['2017', '2020', '2017', '2020']
    >>> distinct_versions([("en", ""), ("en", "")], ["2025-12-09", "2025-11-13"])
    ['2', '1']
    >>> distinct_versions([("en", "original"), ("en", "revised"), ("fr", "")], in_one_file=[0, 1])
    ['original', 'revised', 'original']
    >>> distinct_versions([("en", ""), ("es", ""), ("en", "new")])
    ['', '', 'new']
    """
    taken = set(keys)
    versions = []
    for number, key in enumerate(keys):
        if keys.count(key) == 1:
            versions.append(key[1])
            continue
        count = _rank_by_date(number, keys, dates)
        while (key[0], f"{key[1]}{count}") in taken:
            count += 1
        taken.add((key[0], f"{key[1]}{count}"))
        versions.append(f"{key[1]}{count}")
    languages = [language for language, _ in keys]
    named = in_order([version for version in versions if version])
    lacking = {
        language: [version for version in named if (language, version) not in taken] for language in languages
    }
    proposed = [each for each, version in zip(languages, versions, strict=True) if not version]
    if any(not lacking[language] for language in proposed):
        return versions
    issued = {version for number, version in enumerate(versions) if number not in in_one_file}
    return [
        version or _proposed(lacking[language], issued, alone=languages.count(language) == 1)
        for language, version in zip(languages, versions, strict=True)
    ]


def _rank_by_date(number: int, keys: Sequence[tuple[str, str]], dates: Sequence[str | None]) -> int:
    """The position, from 1, of a document among those with the same key: by date, or else as listed."""
    alike = [each for each, key in enumerate(keys) if key == keys[number]]
    issued = {each: date for each, date in enumerate(dates) if date}
    if all(each in issued for each in alike):
        alike.sort(key=issued.__getitem__)
    return alike.index(number) + 1


def _proposed(lacking: Sequence[str], issued: Container[str], *, alone: bool) -> str:
    """A draft for a file whose name suggests none.

    Args:
        lacking: the drafts that its language lacks, in order.
        issued: those that some document has a file of its own for.
        alone: whether it is the only document of its language.
    """
    if not lacking or not (alone or len(lacking) == 1):
        return ""
    return lacking[-1] if lacking[-1] in issued else lacking[0]


def in_order(versions: Sequence[str]) -> list[str]:
    """Sort versions from earliest to latest if their names say so; otherwise keep their order.

    >>> in_order(["rev10", "rev2", "draft", "rev2"])
    ['draft', 'rev2', 'rev10']
    """
    return sorted(dict.fromkeys(versions), key=_rank)


def names_of_two(version: str, others: Sequence[str]) -> tuple[str, str]:
    """Name the two drafts in a file with tracked changes after those of the other files if possible.

    Args:
        version: the draft that the file's name suggests, or an empty string.
        others: the drafts of the other files that one of the two may be.

    >>> names_of_two("", ["old", "old"]), names_of_two("", ["old", "new"]), names_of_two("rev1", ["draft"])
    (('old', 'revised'), ('old', 'new'), ('draft', 'rev1'))
    >>> names_of_two("", ["rev1"]), names_of_two("", [""]), names_of_two("rev1", ["rev1"])
    (('original', 'rev1'), ('original', 'revised'), ('original', 'rev1'))
    """
    named = in_order([other for other in others if other])
    earlier = [other for other in named if _rank(other) < _rank(version)]
    old = earlier[-1] if earlier else _ORIGINAL
    new = version or next((other for other in reversed(named) if other not in earlier), _REVISED)
    return old, new if new != old else _REVISED


def name_of(names: Sequence[str]) -> str:
    """Name a project after the common part of its file names, or else after the first.

    >>> name_of(["act.old.zh.txt", "act.new.en.txt"]), name_of(["act.old.zh.txt", "act.old.en.txt"])
    ('act', 'act')
    >>> name_of(["goals-2017.en.txt", "goals-2020.en.txt"]), name_of(["oc11.en.pdf", "oc20.zh.pdf"])
    ('goals', 'oc11')
    >>> name_of(["e1.en.txt", "e1.es.txt"]), name_of(["act.v12.en.txt", "act.v20.en.txt"])
    ('e1', 'act')
    """
    stems = [_without_language(name) for name in names]
    alike = takewhile(lambda letters: len(set(letters)) == 1, zip(*stems, strict=False))
    common = "".join(letters[0] for letters in alike) if len(stems) > 1 else ""
    if any(stem[len(common) : len(common) + 1].isalnum() for stem in stems):
        common = _INSIDE_A_WORD.sub("", common).rstrip("0123456789")
    common = common.rstrip(" ._-(")
    whole = common if len(common) > 2 else stems[0] if stems else ""
    version = version_of(f"{whole}.")
    bare = whole.removesuffix(version).rstrip(" ._-(") if version else ""
    return bare if len(bare) > 2 else whole


def next_after(versions: Sequence[str]) -> str:
    """Propose a name for the draft that follows these.

    >>> next_after(["draft"]), next_after(["draft", "rev1"]), next_after(["v9"]), next_after(["2017"])
    ('rev1', 'rev2', 'v10', 'new')
    """
    last = versions[-1] if versions else ""
    counted = re.fullmatch(r"(.*?[^\d])(\d{1,3})", last)
    name = "rev1" if _rank(last) == (0, 0) else f"{counted[1]}{int(counted[2]) + 1}" if counted else "new"
    while name in versions:
        name = f"{name}2"
    return name


def _rank(version: str) -> tuple[int, int]:
    name = version.lower()
    rank = next((rank for pattern, rank in _RANKS if pattern.fullmatch(name)), 1)
    number = re.search(r"\d+", name)
    return rank, int(number[0]) if number else 0


_ONLY_DRAFT: Final = "draft"


@dataclass(frozen=True, slots=True)
class _File:
    """A file that was read, with any tracked changes accepted, and the reader's notes."""

    path: Path
    document: Document
    notes: tuple[Message, ...]


def entries_of(paths: Sequence[Path], settings: Settings) -> tuple[Entry, ...]:
    """Read files as documents of a set, from the earliest draft to the latest.

    The language is that of the text. The draft is the one that the name suggests (`rev1`, `old`, `v2`,
    `2024`), or the symbol, or else the order of dates, or of the files. A Word file with tracked changes
    is read as two drafts where the other files show that the older one is needed (`_two_drafts`).
    Callers tell the user what was assumed, since names may mislead.

    Raises:
        InputError: if a file cannot be read or its language cannot be determined, or if two are
            separate documents of a series and not drafts.
    """
    files = [_open(path, settings) for path in paths]
    _refuse_series(files)
    symbols = [file.document.masthead.symbol or "" for file in files]
    languages = [file.document.language for file in files]
    guessed = guessed_versions([path.name for path in paths], symbols, languages)
    two = _two_drafts(files, guessed)
    found = list(_with_older_drafts(files, guessed, two, settings))
    keys = [(document.language, version) for _, document, version in found]
    dates = [document.masthead.date for _, document, _ in found]
    sources = [path for path, _, _ in found]
    in_one_file = [number for number, path in enumerate(sources) if sources.count(path) > 1]
    versions = [version or _ONLY_DRAFT for version in distinct_versions(keys, dates, in_one_file)]
    entries = [
        Entry(path, DocumentKey(document.language, version), document=replace(document, version=version))
        for (path, document, _), version in zip(found, versions, strict=True)
    ]
    order = in_order(versions)
    return tuple(sorted(entries, key=lambda entry: order.index(entry.key.version)))


def _open(path: Path, settings: Settings) -> _File:
    notes: list[Message] = []
    document = open_document(path, replace(settings, notice=notes.append))
    return _File(path, document, tuple(notes))


def _refuse_series(files: Sequence[_File]) -> None:
    """Refuse separate documents of one body in one language, unless their names call them drafts."""
    for one, other in combinations(files, 2):
        names = [version_of(file.path.name) for file in (one, other)]
        are_named = all(name and not name.isdigit() for name in names) and names[0] != names[1]
        if are_named or one.document.language != other.document.language:
            continue
        if are_series(one.document, other.document):
            dates = {"one_date": own_date(one.document), "other_date": own_date(other.document)}
            raise InputError(Message("error.series", one=one.path.name, other=other.path.name, **dates))


def _two_drafts(files: Sequence[_File], guessed: Sequence[str]) -> Mapping[int, tuple[str, str]]:
    """Return the names of the two drafts of each file with tracked changes that is to be read as two.

    That is the case if each language has one file only, and another file is named after an older draft
    (`old.fr.docx`), whose counterpart is then this file with its changes rejected; or if all files have
    tracked changes. Otherwise a file is one draft, with its changes accepted: they may be a reviser's
    corrections of a translation, which are no amendments.
    """
    languages = [file.document.language for file in files]
    if len(set(languages)) < len(languages):
        return {}
    all_tracked = all(has_tracked_changes(file.path) for file in files)
    found = {}
    for number, file in enumerate(files):
        others = [version for other, version in enumerate(guessed) if other != number]
        old, new = names_of_two(guessed[number], others)
        if all_tracked or (old in others and has_tracked_changes(file.path)):
            found[number] = old, new
    return found


def _with_older_drafts(
    files: Sequence[_File], guessed: Sequence[str], two: Mapping[int, tuple[str, str]], settings: Settings
) -> Iterator[tuple[Path, Document, str]]:
    """Yield path, document and draft of each file; twice for a file that is two drafts.

    The readers' notes are passed on, and files that are read as two drafts instead of as accepted are named.
    """
    for number, (file, version) in enumerate(zip(files, guessed, strict=True)):
        language = file.document.language
        for note in file.notes:
            if number not in two or note.without(str(file.path)).code != "reading.tracked":
                settings.notice(note)
        if number in two:
            old, version = two[number]
            keys = {"old": str(DocumentKey(language, old)), "new": str(DocumentKey(language, version))}
            settings.notice(about(str(file.path), Message("tracked.two_drafts", **keys)))
            yield file.path, open_tracked(file.path, settings, language=language).old, old
        yield file.path, file.document, version
