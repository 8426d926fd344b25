"""Guesses from a file's name, which the user can correct."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile
from typing import Final

_PATTERNS: Final = (
    (re.compile(r"(?<![a-z])rev[._ -]?(\d{1,2})(?!\d)", re.I), "rev{0}"),
    (re.compile(r"(?<![a-z])(draft|old|new|final|original|adopted)(?![a-z])", re.I), "{0}"),
    (re.compile(r"(?<![a-z0-9])v(?:ersion)?[._ -]?(\d{1,2})(?!\d)", re.I), "v{0}"),
    (re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)"), "{0}"),
)
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
    for pattern, form in _PATTERNS:
        found = pattern.search(stem)
        if found is not None:
            return form.format(found[1].lower())
    return ""


def tell_apart(keys: Sequence[tuple[str, str]]) -> list[str]:
    """Return distinct versions for (language, version) pairs, changing as few as possible.

    A file without a draft in its name that is alone in its language gets the latest draft of
    the others; an unnamed draft between named ones would match none of them.

    >>> tell_apart([("zh", "draft"), ("zh", "rev1"), ("en", "")])
    ['draft', 'rev1', 'rev1']
    """
    taken = set(keys)
    versions = []
    for number, key in enumerate(keys):
        if keys.count(key) == 1:
            versions.append(key[1])
            continue
        count = keys[: number + 1].count(key)
        while (key[0], f"{key[1]}{count}") in taken:
            count += 1
        taken.add((key[0], f"{key[1]}{count}"))
        versions.append(f"{key[1]}{count}")
    languages = [language for language, _ in keys]
    latest = in_order([version for version in versions if version])[-1:] or [""]
    return [
        version or (latest[0] if languages.count(language) == 1 else "")
        for language, version in zip(languages, versions, strict=True)
    ]


def in_order(versions: Sequence[str]) -> list[str]:
    """Sort versions from earliest to latest if their names say so; otherwise keep their order.

    >>> in_order(["rev10", "rev2", "draft", "rev2"])
    ['draft', 'rev2', 'rev10']
    """
    return sorted(dict.fromkeys(versions), key=_rank)


def name_of(names: Sequence[str]) -> str:
    """Name a project after what its file names have in common, or else after the first.

    >>> name_of(["act.old.zh.txt", "act.new.en.txt"]), name_of(["act.old.zh.txt", "act.old.en.txt"])
    ('act', 'act')
    """
    stems = [name.rsplit(".", 1)[0] if "." in name else name for name in names]
    alike = takewhile(lambda letters: len(set(letters)) == 1, zip(*stems, strict=False))
    common = "".join(letters[0] for letters in alike).rstrip(" ._-(") if len(stems) > 1 else ""
    whole = common if len(common) > 2 else stems[0] if stems else ""
    said = version_of(f"{whole}.")
    bare = whole.removesuffix(said).rstrip(" ._-(") if said else ""
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
