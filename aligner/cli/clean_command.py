"""`aligner clean`: list and delete what the program keeps in the user's own folders."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import suppress
from itertools import chain
from pathlib import Path
from stat import S_ISLNK, S_ISREG
from typing import Final

import click

from aligner.cli.command_frame import print_lines
from aligner.cli.options import of_command
from aligner.readers.installed_programs import abandoned
from aligner.values import disk_traces

KINDS: Final = ("vectors", "scans", "checks", "dictionary", "archives", "recovery", "recent", "temporary")


option = of_command("clean")


@click.command("clean", short_help="List and delete what is kept in your folders.")
@option("--delete", is_flag=True)
@option("--only", type=click.Choice(KINDS), multiple=True)
def clean_command(delete: bool, only: tuple[str, ...]) -> None:
    """List what this program keeps in your own folders, and delete it if asked.

    \b
    vectors     vectors of texts, so that a second run is quick (no text)
    scans       what was recognised on pages that are pictures (these contain text)
    checks      findings on long texts, so that they are there at once next time (these contain text)
    dictionary  the Chinese dictionary, read for quick loading
    archives    search indexes of archives on other machines (these contain text)
    recovery    copies of work that was never saved (these contain text)
    recent      names of the recently opened projects
    temporary   folders of conversions and printing that were killed (these contain text)

    Projects and exports are not listed: they are where you saved them.
    """
    listed = {kind: _files(*place) for kind, place in _places().items()} | {"temporary": _temporary()}
    found = {kind: sorted(files) for kind, files in listed.items() if not only or kind in only}
    lines = [
        f"{kind:<11} {f'{size / 1024:,.0f} KiB':>9}  {path}"
        for kind, files in found.items()
        for path, size in files
    ]
    if delete:
        for path, _ in chain(*found.values()):
            _delete(path)
    count = len(lines)
    done = "deleted" if delete else "kept; --delete deletes them"
    print_lines([*lines, f"{count} file{'s' * (count != 1)} {done}"])


def _places() -> Mapping[str, tuple[Path, str]]:
    """The folder of each kind and the pattern of its files' names."""
    from aligner.pipeline.check_set import KEPT
    from aligner.project import recent, recovery
    from aligner.readers.scans import recognised_page

    cache = disk_traces.cache()
    return {
        "vectors": (cache, "vectors.sqlite*"),
        "scans": (recognised_page.KEPT.folder(), "*"),
        "checks": (KEPT.folder(), "*"),
        "dictionary": (cache / "jieba", "*"),
        "archives": (cache / "archives", "*"),
        "recovery": (recovery.folder(), "*"),
        "recent": (recent.state_folder(), "*"),
    }


def _files(folder: Path, pattern: str) -> Iterator[tuple[Path, int]]:
    """The files of a kind with their sizes; links are not followed.

    They include hidden ones that a killed save left. A journal may vanish while another process works.
    """
    for path in folder.glob(pattern):
        with suppress(FileNotFoundError):
            found = path.lstat()
            if S_ISREG(found.st_mode) or S_ISLNK(found.st_mode):
                yield path, found.st_size


def _temporary() -> Iterator[tuple[Path, int]]:
    """The temporary folders of processes that are gone, with the size of their files."""
    for folder in abandoned():
        yield folder, sum(path.lstat().st_size for path in folder.rglob("*") if not path.is_dir())


def _delete(path: Path) -> None:
    """Delete a file, or a temporary folder.

    Raises:
        click.ClickException: if it cannot be deleted; the message says why.
    """
    try:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    except OSError as error:
        raise click.ClickException(f"{path}: cannot be deleted: {error.strerror or error}") from error
