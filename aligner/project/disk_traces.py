"""Whether the program may write to disk unasked: sentence vectors and recovery copies."""

from __future__ import annotations

import os
from typing import Final

ENVIRONMENT: Final = "ALIGNER_NO_CACHE"
"""The environment variable with which `aligner app --no-cache` forbids it."""


def forbidden() -> bool:
    """Whether the program was started with `--no-cache`."""
    return bool(os.environ.get(ENVIRONMENT))
