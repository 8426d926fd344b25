"""JSON Schema files of the forms that are written, one a form; `aligner schema` prints them."""

from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parent

NAMES: Final = tuple(sorted(path.stem for path in FOLDER.glob("*.json")))
"""The forms by their short names, such as `comparison`."""


def text_of(name: str) -> str:
    """Return the schema of a form.

    Args:
        name: one of `NAMES`.
    """
    return (FOLDER / f"{name}.json").read_text(encoding="utf-8")
