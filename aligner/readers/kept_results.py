"""Results that take long, kept on disk by a digest of all that they depend on.

The files hold text. They are in the user's own cache folder, readable by their owner only, and `aligner
clean` deletes them. A damaged, full or unreachable cache never makes work fail.
"""

import json
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from aligner.readers.regular_file import write_private
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
            write_private(self.folder() / (key + _SUFFIX), json.dumps(plain).encode())
            kept = sorted(self.folder().glob("*" + _SUFFIX), key=lambda each: each.stat().st_mtime)
            for path in kept[: -self.most]:
                path.unlink(missing_ok=True)
