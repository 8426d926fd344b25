"""Results that take long, kept on disk by a digest of all that they depend on.

The files hold text. They are in the user's own cache folder, readable by their owner only, and `aligner
clean` deletes them. A damaged, full or unreachable cache never makes work fail.
"""

from __future__ import annotations

import json
import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from aligner.values import disk_traces

_SUFFIX: Final = ".json"


@dataclass(frozen=True, slots=True)
class KeptResults:
    """The results of one kind.

    Attributes:
        name: of their folder inside the cache folder.
        most: number of files; the least recently written are deleted first.
    """

    name: str
    most: int

    def folder(self) -> Path:
        """Return the folder of the files, which may not exist yet."""
        return disk_traces.cache() / self.name

    def find(self, key: str) -> Any:
        """Return the JSON value kept under a key, or None."""
        with suppress(OSError, ValueError):
            return json.loads((self.folder() / (key + _SUFFIX)).read_bytes())
        return None

    def keep(self, key: str, plain: Any) -> None:
        """Keep a JSON value; callers ask before whether traces on disk are wanted."""
        with suppress(OSError):
            self._write(key, json.dumps(plain).encode())

    def _write(self, key: str, data: bytes) -> None:
        place = self.folder()
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
        if len(kept) > self.most:
            for path in sorted(kept, key=lambda each: each.stat().st_mtime)[: len(kept) - self.most]:
                path.unlink(missing_ok=True)
