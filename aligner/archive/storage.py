"""Files of an archive or a source, on any storage that fsspec supports: local, in memory, S3 and others."""

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from fsspec.core import url_to_fs
from fsspec.implementations.local import LocalFileSystem


@contextmanager
def _as_os_error() -> Iterator[None]:
    """Turn a storage library's own errors, such as missing credentials, into `OSError`."""
    try:
        yield
    except (OSError, ImportError):
        raise
    except Exception as error:
        raise OSError(f"{type(error).__name__}: {error}") from error


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """Context manager for a path beside a file; what is written there replaces the file at the end."""
    beside = Path(f"{target}.{uuid.uuid4().hex}.part")
    try:
        yield beside
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)


@dataclass(frozen=True)
class Storage:
    """A folder given as a path or URL (`/data/out`, `memory://out`, `s3://bucket/out`).

    It can be pickled, so that workers on other machines open the folder themselves.
    Methods raise `OSError` if a file cannot be read or written.
    """

    url: str

    @cached_property
    @_as_os_error()
    def _opened(self) -> tuple[Any, str]:
        fs, root = url_to_fs(self.url, use_listings_cache=False)
        return fs, root.rstrip("/")

    @property
    def is_local(self) -> bool:
        """Whether its files can be opened by their paths."""
        return isinstance(self._opened[0], LocalFileSystem)

    def __getstate__(self) -> dict[str, str]:
        return {"url": self.url}

    def path(self, name: str = "") -> str:
        """Return the full path of a file below the folder, without protocol."""
        root = self._opened[1]
        return f"{root}/{name}" if name else root

    @_as_os_error()
    def exists(self, name: str = "") -> bool:
        """Whether there is such a file or folder."""
        return bool(self._opened[0].exists(self.path(name)))

    @_as_os_error()
    def is_folder(self) -> bool:
        """Whether it exists and is a folder."""
        return bool(self._opened[0].isdir(self.path()))

    @_as_os_error()
    def files(self, folder: str = "") -> list[str]:
        """Return all files below a folder, at any depth, relative to this one, in order.

        A folder that does not exist has none.
        """
        return sorted(self._found(folder))

    @_as_os_error()
    def stamps(self, folder: str) -> dict[str, str]:
        """Return, for each file below a folder, a string that changes whenever the file is rewritten."""
        facts = ("size", "mtime", "ETag", "LastModified", "created", "ino")
        return {
            path: " ".join(str(info[fact]) for fact in facts if fact in info)
            for path, info in sorted(self._found(folder).items())
        }

    def _found(self, folder: str) -> dict[str, Any]:
        """Return what is known of each file below a folder, by its path relative to this one."""
        with suppress(FileNotFoundError):
            found = self._opened[0].find(self.path(folder), detail=True)
            return {path[len(self.path()) + 1 :]: info for path, info in found.items()}
        return {}

    @_as_os_error()
    def read(self, name: str) -> bytes:
        """Return the bytes of a file."""
        data: bytes = self._opened[0].cat_file(self.path(name))
        return data

    @_as_os_error()
    def size(self, name: str) -> int:
        """Return the size of a file in bytes."""
        return int(self._opened[0].size(self.path(name)))

    @_as_os_error()
    def download(self, name: str, target: os.PathLike[str]) -> None:
        """Copy a file to a local path."""
        self._opened[0].get_file(self.path(name), os.fspath(target))

    @_as_os_error()
    def write(self, name: str, data: bytes) -> None:
        """Write a file atomically.

        Object stores show an object only once it is complete; elsewhere, a temporary file is renamed.
        """
        fs, path = self._opened[0], self.path(name)
        if not self.is_local:
            fs.makedirs(path.rpartition("/")[0], exist_ok=True)
            fs.pipe_file(path, data)
            return
        target = Path(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        with replacing(target) as beside:
            beside.write_bytes(data)

    @_as_os_error()
    def remove(self, name: str) -> None:
        """Remove a file if it exists."""
        with suppress(FileNotFoundError):
            self._opened[0].rm_file(self.path(name))
