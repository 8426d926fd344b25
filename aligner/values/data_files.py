"""Read the files in `aligner/data`."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any


def text(name: str) -> str:
    """Return the text of a file.

    Raises:
        FileNotFoundError: there is none of this name.
    """
    return files("aligner").joinpath("data", name).read_text(encoding="utf-8")


@cache
def tables(name: str) -> Mapping[str, Any]:
    """Return what a TOML file holds, read once.

    Raises:
        FileNotFoundError: there is none of this name.
    """
    return tomllib.loads(text(name))
