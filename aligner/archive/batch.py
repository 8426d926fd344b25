"""Process the sets of a source on Dask, each in a process with limits, and collect the results in an archive.

Each thread of a worker uses one process, which keeps its encoder loaded from set to set; a process that had
to be stopped is replaced.
"""

import logging
import pickle
import queue
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any, Final

import psutil

from aligner.archive import layout, one_set
from aligner.archive.search_index import SearchIndex
from aligner.archive.sources import SetSource, Sources, fetch
from aligner.archive.storage import Storage
from aligner.readers.child_process import ChildPool, ChildProcess
from aligner.readers.installed_programs import private_folder
from aligner.values import AlignerError, ArchiveError, EncoderError, Message, reason

_ENDED: Final = "ProcessEnded"
_KILLED: Final = "ProcessKilled"
_KILLED_EARLY: Final = "ProcessKilledAtStart"
"""Errors of a set whose process ended by itself, was killed from outside, or was killed before it started."""

FROM_OUTSIDE: Final = (_KILLED, _KILLED_EARLY)
"""Errors that are not the set's fault."""

_ATTEMPTS: Final = {_ENDED: 2, _KILLED: 10, _KILLED_EARLY: 100}
"""Number of attempts at such a set in one run."""

_KILL_SIGNALS: Final = (9, 15)
"""SIGKILL and SIGTERM: the system ran out of memory, or someone killed the process."""

_FIRST_STAGE: Final = "read"
"""The stage recorded for a process that fails before it reports one."""

_POLL_SECONDS: Final = 0.1
"""Seconds between two checks of a process's limits."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of a set: seconds, and bytes of memory of its process."""

    seconds: float = 600.0
    memory: int = 4 << 30


def run_set(request: one_set.Request, limits: Limits) -> one_set.Processed | one_set.SetFailure:
    """Process a set in another process.

    Raises:
        EncoderError: if the model cannot be loaded, which affects all sets.
        ArchiveError: if the processes are being closed.
    """
    ended = dict.fromkeys(_ATTEMPTS, 0)
    while True:
        process = PROCESSES.borrow()
        if process is None:
            raise ArchiveError(Message("archives.stopped"))
        try:
            answer = process.answer(request, limits)
        finally:
            PROCESSES.give_back(process)
        if isinstance(answer, one_set.Processed) or answer.error not in ended:
            return answer
        if PROCESSES.closed:
            raise ArchiveError(Message("archives.stopped"))
        ended[answer.error] += 1
        if ended[answer.error] == _ATTEMPTS[answer.error]:
            return answer


class _SetProcess(ChildProcess):
    """One process, and the thread that receives its answers."""

    def __init__(self) -> None:
        super().__init__("aligner.archive.set_process")
        self._answers: queue.Queue[str | one_set.Processed | one_set.SetFailure | None] = queue.Queue()
        threading.Thread(target=self._receive, daemon=True).start()

    def answer(self, request: one_set.Request, limits: Limits) -> one_set.Processed | one_set.SetFailure:
        """Process a set; if it exceeds a limit, the process is ended.

        Raises:
            EncoderError: if the model cannot be loaded.
        """
        stage, since = "", time.monotonic()
        last_poll = since
        try:
            pickle.dump(request, self.input)
            self.input.flush()
        except (OSError, ValueError):
            return self._ended(stage)
        while True:
            try:
                answer = self._answers.get(timeout=_POLL_SECONDS)
            except queue.Empty:
                answer = stage
            if answer is None:
                return self._ended(stage)
            if isinstance(answer, one_set.SetFailure) and answer.error == EncoderError.__name__:
                raise EncoderError(answer.message)
            if not isinstance(answer, str):
                return answer
            stage = answer
            now = time.monotonic()
            if now - last_poll < _POLL_SECONDS:
                continue
            last_poll = now
            if (excess := self._excess(now - since, limits)) is not None:
                self.end()
                return one_set.SetFailure(stage or _FIRST_STAGE, *excess)

    def _excess(self, seconds: float, limits: Limits) -> tuple[str, str] | None:
        if seconds > limits.seconds:
            return "TimeLimit", f"it was not done within {limits.seconds:g} seconds (--set-timeout)"
        try:
            memory = psutil.Process(self.pid).memory_info().rss
        except psutil.Error:
            return None
        if memory > limits.memory:
            return "MemoryLimit", f"it takes more than {limits.memory >> 20} MiB of memory (--memory)"
        return None

    def _ended(self, stage: str) -> one_set.SetFailure:
        self.end()
        how = f"by signal {-self.code}" if self.code < 0 else f"with code {self.code}"
        error = _ENDED
        if -self.code in _KILL_SIGNALS:
            error = _KILLED if stage else _KILLED_EARLY
        return one_set.SetFailure(
            stage or _FIRST_STAGE, error, f"its process ended {how}, {_ATTEMPTS[error]} times"
        )

    def _receive(self) -> None:
        try:
            while True:
                self._answers.put(pickle.load(self.output))
        except (EOFError, OSError, ValueError, pickle.UnpicklingError):
            self._answers.put(None)


PROCESSES: Final = ChildPool(_SetProcess)
"""The processes of this worker: one for each of its threads."""


def close_idle() -> None:
    """End the processes of this worker that wait for a set: by name, since a scheduler calls it elsewhere."""
    PROCESSES.end_idle()


_TASKS_AHEAD: Final = 3
"""Tasks submitted per thread: enough to keep it busy, few enough to keep the scheduler small."""

_MOST_SETS: Final = 8
"""Most sets in one task, since Dask spends a few milliseconds on each task."""

_FEWEST_TASKS: Final = 32
"""Fewest tasks per thread, so that no thread waits long for the last task of another."""

_CONNECT_TIMEOUT: Final = 20
"""Seconds to wait for a connection to a scheduler."""

_DASK_SETTINGS: Final = {
    "distributed.worker.profile.enabled": False,
    "distributed.admin.system-monitor.interval": "10s",
    "distributed.admin.tick.interval": "1s",
    "distributed.scheduler.work-stealing-interval": "1s",
}
"""Less self-monitoring, since the local cluster's threads only wait for the sets' processes."""

_ONE_THREAD: Final = {"nthreads": 1, "memory_limit": 0}
"""Options of a worker, whose thread waits for a process that has its own limits."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome of one set: `done`, `unchanged` (finished by an earlier run) or `failed`."""

    name: str
    state: str
    message: str = ""


@dataclass(frozen=True, slots=True)
class Job:
    """What a worker needs besides the set."""

    archive: layout.Archive
    options: one_set.Options
    signature: str
    limits: Limits


@dataclass
class Summary:
    """The outcome of a run.

    Attributes:
        sets: number of sets in the source.
        done: sets processed by this run.
        unchanged: sets that were finished before.
        failed: name and reason of each set that failed, by this run or before.
        files_left_out: number of files of the source that belong to no set.
        seconds: duration of the run.
    """

    sets: int
    done: int = 0
    unchanged: int = 0
    failed: dict[str, str] = field(default_factory=dict)
    files_left_out: int = 0
    seconds: float = 0.0

    @property
    def settled(self) -> int:
        """Number of sets that need no further work."""
        return self.done + self.unchanged + len(self.failed)

    def add(self, done: Outcome) -> None:
        """Count a set."""
        if done.state == "failed":
            self.failed[done.name] = done.message
        elif done.state == "done":
            self.done += 1
        else:
            self.unchanged += 1


Progress = Callable[[Summary], None]


def run_batch(
    sources: Sources,
    out: str,
    options: one_set.Options,
    *,
    workers: int = 1,
    scheduler: str | None = None,
    limits: Limits = Limits(),
    retry_failed: bool = False,
    progress: Progress | None = None,
    connected: Callable[[str], None] | None = None,
) -> Summary:
    """Process all sets that are not finished yet.

    Args:
        sources: the sets.
        out: path or URL of the archive, which is created if it does not exist.
        options: what to do with every set.
        workers: number of sets processed at a time on this machine.
        scheduler: address of a Dask scheduler to use instead; its workers need access to the
            source and the archive.
        limits: time and memory that a set may take.
        retry_failed: whether to process failed sets again.
        progress: called after each set.
        connected: called with the address of the given scheduler's dashboard, if there is one.

    Raises:
        ArchiveError: if the archive cannot be used, or the scheduler cannot be reached or is lost.
            Finished sets are kept, and another run continues.
        EncoderError: if the model cannot be loaded.
    """
    began = time.monotonic()
    archive = layout.create_archive(Storage(out), len(sources.sets))
    job = Job(archive, options, options.signature(), limits)
    summary = Summary(len(sources.sets), files_left_out=len(sources.left_out))
    with closing(SearchIndex(archive)) as index, _client(workers, scheduler) as client:
        if connected is not None and scheduler is not None and client.dashboard_link:
            connected(str(client.dashboard_link))
        tasks = _Tasks(client, job, index, summary, progress)
        by_shard = sorted(sources.sets, key=lambda source: (archive.shard_of(source.name), source.name))
        for shard, sets in groupby(by_shard, lambda source: archive.shard_of(source.name)):
            tasks.add_shard(shard, list(sets), retry_failed=retry_failed)
        tasks.finish()
    summary.seconds = time.monotonic() - began
    return summary


def process_sets(
    sets: tuple[tuple[SetSource, tuple[layout.Finished, ...]], ...], job: Job
) -> tuple[Outcome, ...]:
    """Process sets one after another on a Dask worker; arguments and errors as for `_process_set`."""
    return tuple(_process_set(source, job, known) for source, known in sets)


def _process_set(source: SetSource, job: Job, known: tuple[layout.Finished, ...]) -> Outcome:
    """Process a set unless it is finished.

    Args:
        source: the set.
        job: what to do.
        known: its finished states in the archive.

    Raises:
        EncoderError: if the model cannot be loaded.
        OSError: if the archive cannot be written.
    """
    with private_folder() as scratch:
        try:
            found, digest = fetch(source, scratch)
        except (AlignerError, OSError) as error:
            outside = isinstance(error, OSError)  # of the storage, so the set is tried again
            stage = "fetch" if outside else "manifest"
            failure = one_set.SetFailure(stage, type(error).__name__, str(error), retry=outside)
            key = layout.digest_of(failure.stage, failure.message, job.signature)
            return _finished(source, known, key) or _failed(source, job, known, key, failure)
        key = layout.digest_of(digest, job.signature)
        if (finished := _finished(source, known, key)) is not None:
            return finished
        result = run_set(one_set.Request(source.name, key, found, job.options), job.limits)
    if isinstance(result, one_set.Processed):
        layout.write_files(job.archive, source.name, result.files)
        layout.stage(job.archive, source.name, key, result.packed, known)
        return Outcome(source.name, "done")
    message = one_set.without_folders(result.message, found)
    failure = replace(result, message=message, retry=result.error in FROM_OUTSIDE)
    return _failed(source, job, known, key, failure)


def _finished(source: SetSource, known: tuple[layout.Finished, ...], key: str) -> Outcome | None:
    """Return what became of a set that is finished with this key, or None."""
    states = (state for state in known if state.key == key)
    return next(
        (Outcome(source.name, "failed" if s.failure else "unchanged", s.failure) for s in states), None
    )


def _failed(
    source: SetSource, job: Job, known: tuple[layout.Finished, ...], key: str, failure: one_set.SetFailure
) -> Outcome:
    tables = one_set.tables_of_failure(source.name, key, failure)
    layout.stage(job.archive, source.name, key, layout.pack(tables), known, failed=True)
    return Outcome(source.name, "failed", f"{failure.stage}: {failure.message}")


class _Tasks:
    """The tasks on Dask: a few sets each, and the assembly of each shard once its sets are settled."""

    def __init__(
        self, client: Any, job: Job, index: SearchIndex, summary: Summary, progress: Progress | None
    ) -> None:
        from distributed import as_completed

        self._client, self._job, self._index = client, job, index
        self._summary, self._progress = summary, progress
        self._completed = as_completed([], with_results=False)
        self._shards: dict[Any, str] = {}  # future → shard of its sets
        self._left: dict[str, int] = {}  # shard → number of its sets that are not settled
        self._assembling = 0

    def add_shard(self, shard: str, sets: list[SetSource], *, retry_failed: bool) -> None:
        """Submit the sets of a shard, waiting whenever enough tasks are in progress."""
        finished = layout.finished_sets(self._job.archive, shard, retry_failed=retry_failed)
        known = [(source, tuple(finished.get(layout.digest_of(source.name), ()))) for source in sets]
        self._left[shard] = len(sets)
        while known:
            while len(self._shards) >= _TASKS_AHEAD * self._threads():
                self._await_task()
            size = min(max(1, self._summary.sets // (self._threads() * _FEWEST_TASKS)), _MOST_SETS)
            task, known = tuple(known[:size]), known[size:]
            future = self._client.submit(process_sets, task, self._job, pure=False)
            self._shards[future] = shard
            self._completed.add(future)

    def _threads(self) -> int:
        """Return the number of sets that can be processed at a time; workers may come and go."""
        return max(1, int(sum(self._client.nthreads().values())))

    def finish(self) -> None:
        """Wait for all tasks."""
        while self._shards or self._assembling:
            self._await_task()

    def _await_task(self) -> None:
        """Wait for one task, count its sets, and assemble their shard if it is complete."""
        future = next(self._completed)
        shard = self._shards.pop(future, None)
        if shard is None:
            assembled = future.result()
            self._assembling -= 1
            if self._job.archive.folder.is_local:
                self._index.update(assembled)
            return
        for done in future.result():
            self._summary.add(done)
            self._left[shard] -= 1
            if self._progress is not None:
                self._progress(self._summary)
        if not self._left[shard]:
            self._completed.add(self._client.submit(layout.assemble, self._job.archive, shard, pure=False))
            self._assembling += 1


@contextmanager
def _client(workers: int, scheduler: str | None) -> Iterator[Any]:
    """A Dask client: of the given scheduler, or of a cluster in this process.

    The local cluster has one thread per worker, since each set runs in its own process anyway.

    Raises:
        ArchiveError: if the scheduler cannot be reached, a worker is lost repeatedly, or the
            archive cannot be written.
    """
    from concurrent.futures import CancelledError

    import dask
    from distributed import Client, KilledWorker
    from distributed.comm import CommClosedError

    PROCESSES.closed = False
    with ExitStack() as stack, dask.config.set(_DASK_SETTINGS):
        log = logging.getLogger("distributed.client")  # its traceback of a lost scheduler is no help
        stack.callback(log.setLevel, log.level)
        log.setLevel(logging.CRITICAL)
        try:
            where: Any = stack.enter_context(_local_cluster(workers)) if scheduler is None else scheduler
            client = stack.enter_context(Client(where, timeout=_CONNECT_TIMEOUT))
        # TypeError for tls:// without certificates, AssertionError if such a client is slow to close
        except (OSError, ValueError, TypeError, AssertionError) as error:
            raise ArchiveError.about(scheduler or "Dask", "archives.scheduler", why=reason(error)) from error
        try:
            yield client
        except (CancelledError, KilledWorker, OSError) as error:
            why: str | Message = f"{type(error).__name__}: {reason(error)}"
            if scheduler and isinstance(error, CancelledError | CommClosedError):
                why = Message("archives.scheduler_lost", address=scheduler)
            raise ArchiveError(Message("archives.stopped_why", why=why)) from error
        finally:
            if scheduler is None:
                PROCESSES.close()
            elif client.status == "running":
                with suppress(OSError):  # a scheduler just lost still counts as running
                    client.run(close_idle)


def _local_cluster(workers: int) -> Any:
    """Return a cluster in this process that opens no port: every user of the machine could connect to it."""
    from distributed import Scheduler, SpecCluster, Worker
    from distributed.comm import inproc

    class _WithoutPages:
        def start_http_server(self, *_: object, **__: object) -> None:
            """Start no web server, for which Dask has no option."""

    inproc.global_manager._ip = "127.0.0.1"  # otherwise Dask asks for the route to an address on the internet
    local = {"protocol": "inproc://", "dashboard": False}
    worker = {"cls": type("_Worker", (_WithoutPages, Worker), {}), "options": local | _ONE_THREAD}
    scheduler = {"cls": type("_Scheduler", (_WithoutPages, Scheduler), {}), "options": local}
    return SpecCluster(dict.fromkeys(range(workers), worker), scheduler, silence_logs=logging.WARNING)


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


def status_of(folder: str) -> Status:
    """Return the state of an archive, which may be incomplete.

    Raises:
        ArchiveError: if the folder has no archive, or a table is damaged.
    """
    archive = layout.open_archive(Storage(folder))
    tables, size = dict.fromkeys(layout.SCHEMAS, 0), 0
    failures: Counter[str] = Counter()
    seconds: defaultdict[str, float] = defaultdict(float)
    for table in layout.SCHEMAS:
        for path in archive.folder.files(table):
            if not path.endswith(".parquet"):
                continue
            size += archive.folder.size(path)
            with layout.open_table(archive.folder, path) as file:
                tables[table] += file.metadata.num_rows
                if table == "failures":
                    failures.update(f"{each['stage']}: {each['error']}" for each in file.read().to_pylist())
                elif table == "timings":
                    for each in file.read(["stage", "seconds"]).to_pylist():
                        seconds[each["stage"]] += each["seconds"]
    staged = sum(path.endswith(".arrow") for path in archive.folder.files(layout.STAGED))
    rounded = {name: round(spent, 1) for name, spent in sorted(seconds.items())}
    return Status(tables, staged, size, dict(sorted(failures.items())), rounded)
