"""Whether the program may write to disk unasked: vectors, recovery copies, a dictionary's cache."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

ENVIRONMENT: Final = "ALIGNER_NO_CACHE"
"""The environment variable that forbids it, here and in child processes; `--no-cache` sets it."""

_kept_from_sharing = False


_NAME: Final = "aligner"


def forbidden() -> bool:
    """Whether the program was started with `--no-cache`."""
    return bool(os.environ.get(ENVIRONMENT))


def forbid_shared() -> None:
    """Forbid files that all sessions of this process share, since one session wants no traces."""
    global _kept_from_sharing
    _kept_from_sharing = True


def shared_forbidden() -> bool:
    """Whether files that all sessions of this process share may not be written."""
    return _kept_from_sharing or forbidden()


@contextmanager
def forbid() -> Iterator[None]:
    """Forbid it for the duration of a command."""
    before = os.environ.get(ENVIRONMENT)
    os.environ[ENVIRONMENT] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ[ENVIRONMENT]
        else:
            os.environ[ENVIRONMENT] = before


def cache() -> Path:
    """Return the folder of what can be made again: vectors, a dictionary, indexes of remote archives."""
    return _folder("cache")


def data() -> Path:
    """Return the folder of what cannot be made again: recovery copies."""
    return _folder("data")


def state() -> Path:
    """Return the folder of what the app remembers: the recently opened projects."""
    return _folder("state")


def _folder(kind: str) -> Path:
    import platformdirs

    return Path(getattr(platformdirs, f"user_{kind}_dir")(_NAME, appauthor=False))
