"""The state of an archive: its tables, failures and timings."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import asdict, dataclass

from aligner.archive.layout import STAGED, open_archive, open_table
from aligner.archive.schemas import SCHEMAS
from aligner.archive.storage import Storage


@dataclass(frozen=True, slots=True)
class Status:
    """The state of an archive.

    Attributes:
        tables: number of records by table.
        staged: number of finished sets that are not merged into the tables yet.
        bytes: size of the tables.
        failures: number of failed sets by stage and class of error.
        seconds: time spent by stage, over all sets.
    """

    tables: dict[str, int]
    staged: int
    bytes: int
    failures: dict[str, int]
    seconds: dict[str, float]

    def as_dict(self) -> dict[str, object]:
        """Return plain values, for JSON."""
        return asdict(self)


def status_of(folder: str) -> Status:
    """Return the state of an archive, which may be incomplete.

    Raises:
        ArchiveError: if the folder has no archive, or a table is damaged.
    """
    archive = open_archive(Storage(folder))
    tables, size = dict.fromkeys(SCHEMAS, 0), 0
    failures: Counter[str] = Counter()
    seconds: defaultdict[str, float] = defaultdict(float)
    for table in SCHEMAS:
        for path in archive.folder.files(table):
            if not path.endswith(".parquet"):
                continue
            size += archive.folder.size(path)
            with open_table(archive.folder, path) as file:
                tables[table] += file.metadata.num_rows
                if table == "failures":
                    failures.update(f"{each['stage']}: {each['error']}" for each in file.read().to_pylist())
                elif table == "timings":
                    for each in file.read(["stage", "seconds"]).to_pylist():
                        seconds[each["stage"]] += each["seconds"]
    staged = sum(path.endswith(".arrow") for path in archive.folder.files(STAGED))
    rounded = {stage: round(spent, 1) for stage, spent in sorted(seconds.items())}
    return Status(tables, staged, size, dict(sorted(failures.items())), rounded)
