"""The user's own folders for this program, by the platform's conventions; none is created here."""

from __future__ import annotations

from pathlib import Path
from typing import Final

_NAME: Final = "aligner"


def cache() -> Path:
    """Return the folder of what can be made again: vectors, a dictionary, indexes of remote archives."""
    import platformdirs

    return platformdirs.user_cache_path(_NAME, appauthor=False)


def data() -> Path:
    """Return the folder of what cannot be made again: recovery copies."""
    import platformdirs

    return platformdirs.user_data_path(_NAME, appauthor=False)


def state() -> Path:
    """Return the folder of what the app remembers: the recently opened projects."""
    import platformdirs

    return platformdirs.user_state_path(_NAME, appauthor=False)
