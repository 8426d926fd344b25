"""Words that bind and words that permit: 应 / shall / doit against 可 / may / peut.

Only words that rarely have another function are listed. French often expresses obligations in the
plain present, so the lack of such a word is no evidence. A word that binds where the other text
only permits is evidence.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from typing import Any

from aligner.languages.profile import get, profile


@dataclass(frozen=True, slots=True)
class Modality:
    """Compiled patterns for one language.

    `binds` (shall, must, should) and `permits` (may) hardly ever do anything else; `may_bind`
    and `may_permit` leave room for other uses. `denied` are the words of "no one may", `forbids`
    whole prohibitions. Of the words that bind, some are `strict` (shall, must) and some only
    recommend (should).
    """

    binds: Any
    permits: Any
    may_bind: Any
    may_permit: Any
    denied: Any
    forbids: Any
    strict: Any
    recommends: Any


@cache
def modality(language: str) -> Modality:
    """Return the modal words of one language.

    Raises:
        LanguageError: for a language without a profile.

    >>> bool(modality("zh").permits.search("缔约国可以")), bool(modality("zh").permits.search("可持续"))
    (True, False)
    """
    import regex

    table = profile(get(language).code).modality
    return Modality(
        **{
            field.name: regex.compile(getattr(table, field.name), regex.IGNORECASE)
            for field in fields(Modality)
        }
    )
