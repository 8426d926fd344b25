"""Signs that look alike in print, which text recognition takes for each other."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from aligner.languages.tokens import fold, unaccented
from aligner.values import data_files


def facts() -> Mapping[str, Any]:
    """Return what is known of signs that look alike, from `look_alikes.toml`."""
    return data_files.tables("look_alikes.toml")


@cache
def alike(table: str) -> dict[int, str]:
    """Return the signs of a table, as codes, with the one that stands for each."""
    signs, like = facts()[table].values()
    several = {ord(sign): shape for sign, shape in facts()["several"].items()}
    return {**dict(zip(map(ord, signs), like, strict=True)), **several}


def looks(text: str) -> str:
    """Return a text without accents and divisions of words, and with one sign for those that look alike."""
    return unaccented(fold(text.replace("-\n", ""))).translate(alike("signs"))


def look_of_letters(text: str) -> str:
    """Return the letters and digits of a text as they look."""
    return "".join(filter(str.isalnum, looks(text)))
