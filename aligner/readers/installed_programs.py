"""Programs on this machine that convert or print documents."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from typing import Final

OFFICES: Final = (
    "soffice",
    "libreoffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
)
"""Names of LibreOffice on the search path, and where its installers put it on macOS and Windows."""


def installed(names: Iterable[str]) -> str | None:
    """Return the path of the first program that is installed, or None.

    >>> installed(["no-such-program"]) is None
    True
    """
    return next((found for name in names if (found := shutil.which(name))), None)
