"""Keep what was recognised on pages, so that a file is recognised once: in memory, and on disk if allowed.

The files hold text. They are in the user's own cache folder, readable by their owner only, and `aligner
clean` deletes them. A damaged, full or unreachable cache never makes reading fail.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections import OrderedDict
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import Final

from aligner.readers.scans.recognised_page import RecognisedPage
from aligner.values import disk_traces
from aligner.values.codec import structure, unstructure

_FOLDER: Final = "scans"
_SUFFIX: Final = ".json"
_MOST: Final = 20_000
"""Number of pages kept on disk, some 10 kB each; the least recently written are deleted first."""

_MOST_IN_MEMORY: Final = 500
_lock: Final = Lock()
_memory: Final[OrderedDict[str, RecognisedPage]] = OrderedDict()


def folder() -> Path:
    """Return the folder of the files."""
    return disk_traces.cache() / _FOLDER


def page_key(data: bytes, number: int, engine: str) -> str:
    """Return the key of a page: a digest of its file, its number, and what recognises it."""
    return hashlib.sha256(hashlib.sha256(data).digest() + f"{number} {engine}".encode()).hexdigest()


def find(key: str) -> RecognisedPage | None:
    """Return a page that was kept, or None."""
    with _lock:
        if key in _memory:
            return _memory[key]
    with suppress(OSError, ValueError, TypeError):
        return structure(RecognisedPage, json.loads((folder() / (key + _SUFFIX)).read_bytes()))
    return None


def keep(key: str, page: RecognisedPage) -> None:
    """Keep a page."""
    with _lock:
        _memory[key] = page
        while len(_memory) > _MOST_IN_MEMORY:
            _memory.popitem(last=False)
    if not disk_traces.shared_forbidden():
        with suppress(OSError):
            _write(key, json.dumps(unstructure(page)).encode())


def _write(key: str, data: bytes) -> None:
    place = folder()
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=place)  # readable by its owner only
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).replace(place / (key + _SUFFIX))
    except BaseException:
        Path(name).unlink()
        raise
    kept = list(place.glob("*" + _SUFFIX))
    if len(kept) > _MOST:
        for path in sorted(kept, key=lambda each: each.stat().st_mtime)[: len(kept) - _MOST]:
            path.unlink(missing_ok=True)
