"""An index of an archive's rows by meaning: their vectors, in faiss."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from aligner.archive.layout import Archive, open_table
from aligner.archive.search_index import index_path
from aligner.archive.storage import replacing
from aligner.values.errors import ArchiveError
from aligner.values.message import Message, about
from aligner.values.quotation import reason

FILE: Final = "vectors.faiss"
ROWS: Final = "vectors.arrow"

_EXACT: Final = 50_000
"""Largest number of rows that are compared one by one, which takes a few milliseconds."""

_SAMPLE: Final = 48
"""Vectors per cluster from which the clusters are learned."""

_PROBES: Final = 32
"""Clusters searched, of about 4 √n."""

_ADDED: Final = 65_536
"""Vectors added at a time, since all of them as 32-bit floats would take twice the memory."""

_STAMPS: Final = b"stamps"


class VectorIndex:
    """The vectors of an archive's rows.

    Args:
        archive: the archive.

    Raises:
        ArchiveError: if the archive has no vectors, or cannot be read.
    """

    def __init__(self, archive: Archive) -> None:
        try:
            path, rows_path = index_path(archive, FILE), index_path(archive, ROWS)
            stamps = archive.folder.stamps("vectors")
            found = _opened_inside(archive, stamps) or _opened(stamps, path, rows_path)
            if found is None:
                _build(archive, stamps, path, rows_path)
                found = _opened(stamps, path, rows_path)
        except (OSError, ValueError) as error:
            unmade = Message("archives.vectors_unmade", why=reason(error))
            raise ArchiveError(about(archive.folder.url, unmade)) from error
        if found is None:
            raise ArchiveError.about(str(path), "archives.vectors_changed")
        self._index, self._rows = found

    def nearest(self, vector: NDArray[np.float32], limit: int) -> list[tuple[str, int, float]]:
        """Return the rows closest to a vector as (set, row, cosine), the closest first.

        Raises:
            ArchiveError: if the vector is of another encoder than the archive's.
        """
        if len(vector) != self._index.d:
            raise ArchiveError(
                Message("archives.dimensions", vectors=int(self._index.d), encoder=len(vector))
            )
        cosines, numbers = self._index.search(vector.reshape(1, -1), limit)
        return [
            (*(column[number].as_py() for column in self._rows), float(cosine))
            for cosine, number in zip(cosines[0], numbers[0].tolist(), strict=True)
            if number >= 0
        ]


def _opened_inside(archive: Archive, stamps: dict[str, str]) -> tuple[Any, pa.RecordBatch] | None:
    """Open the index in an archive, which may have been made before the folder could not be written."""
    if not archive.folder.is_local:
        return None
    return _opened(stamps, Path(archive.folder.path(FILE)), Path(archive.folder.path(ROWS)))


def _opened(stamps: dict[str, str], path: Path, rows_path: Path) -> tuple[Any, pa.RecordBatch] | None:
    """Open the index and its table of rows; None if they are missing, outdated or damaged."""
    import faiss

    try:
        file = pa.ipc.open_file(pa.memory_map(str(rows_path)))
        if json.loads((file.schema.metadata or {}).get(_STAMPS, b"null")) != stamps:
            return None
        rows = file.get_batch(0)
        index = faiss.read_index(str(path), faiss.IO_FLAG_MMAP)
    except (OSError, ValueError, RuntimeError):  # faiss raises the last
        return None
    return (index, rows) if index.ntotal == len(rows) else None


def _build(archive: Archive, stamps: dict[str, str], path: Path, rows_path: Path) -> None:
    """Build the index, and a table of the set and row of each vector, which is read from disk as needed."""
    import faiss

    parts = list(_vectors(archive, list(stamps)))
    if not parts:
        raise ArchiveError.about(archive.folder.url, "archives.no_vectors")
    names = [name for names, _, _ in parts for name in names]
    numbers = [number for _, numbers, _ in parts for number in numbers]
    matrix = np.concatenate([vectors for _, _, vectors in parts])
    index = _empty(matrix)
    for start in range(0, len(matrix), _ADDED):
        index.add(matrix[start : start + _ADDED].astype(np.float32))
    rows_path.unlink(missing_ok=True)  # an interruption must not leave it beside another index
    with replacing(path) as beside:
        faiss.write_index(index, str(beside))
    columns = {"set": pa.array(names).dictionary_encode(), "row": pa.array(numbers, pa.int32())}
    rows = pa.RecordBatch.from_pydict(columns)
    rows = rows.replace_schema_metadata({_STAMPS: json.dumps(stamps)})
    with replacing(rows_path) as beside, pa.ipc.new_file(str(beside), rows.schema) as writer:
        writer.write_batch(rows)


def _empty(matrix: NDArray[np.float16]) -> Any:
    """Return an index without vectors: exact, or with clusters learned from a sample and 8-bit values."""
    import faiss

    count, dimension = matrix.shape
    if count <= _EXACT:
        return faiss.IndexFlatIP(dimension)
    clusters = int(4 * count**0.5)
    quantizer = faiss.IndexFlatIP(dimension)
    index = faiss.IndexIVFScalarQuantizer(
        quantizer, dimension, clusters, faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT
    )
    step = max(1, count // (clusters * _SAMPLE))
    index.train(np.ascontiguousarray(matrix[::step], dtype=np.float32))
    index.nprobe = _PROBES
    return index


def _vectors(
    archive: Archive, files: list[str]
) -> Iterator[tuple[list[str], list[int], NDArray[np.float16]]]:
    """Yield the sets, rows and vectors of each file that has any."""
    for file in files:
        with open_table(archive.folder, file) as parquet:
            table = parquet.read()
        if len(table):
            raw = b"".join(table["vector"].to_pylist())
            matrix = np.frombuffer(raw, dtype="<f2").reshape(len(table), -1)
            yield table["set"].to_pylist(), table["row"].to_pylist(), matrix
