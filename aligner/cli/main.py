"""The command line, `aligner COMMAND`; `_COMMANDS` has the module of each.

Errors are one line on standard error; the exit code is 0 (done), 1 (unusable input) or 2 (wrong
usage). Heavy modules are imported only by the commands that need them, so that help and small
commands start fast.
"""

import errno
import os
import signal
import sys
import threading
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from types import FrameType
from typing import Final, TextIO

import click

import aligner
from aligner.cli.terminal_style import unbroken
from aligner.formats.registry import listed
from aligner.languages import LANGUAGES
from aligner.readers.registry import CONVERTED, LIBREOFFICE, USUAL
from aligner.values import AlignerError, Message
from aligner.values.catalogue import DEFAULT, Words, available, load

_INTERFACE: Final = "--interface="
_HELP: Final = f"""Compare multilingual United Nations texts: languages side by side, drafts against drafts.

    Everything happens on this machine. Documents may be in {listed(sorted(LANGUAGES), "or")}.
    Files may be {listed(USUAL, "or")}; {listed(CONVERTED)} are read through {LIBREOFFICE}
    where it is installed.
    """

_COMMANDS: Final = {
    **dict.fromkeys(("align", "diff", "history", "segment"), "text_commands"),
    **dict.fromkeys(("check", "compare", "update"), "set_commands"),
    **dict.fromkeys(("batch", "corpus", "search", "sets"), "archive_commands"),
    **{name: f"{name}_command" for name in ("app", "clean", "convert", "evaluate", "schema")},
}
"""The module of each command."""


@click.group(
    commands=[
        getattr(import_module(f"aligner.cli.{module}"), f"{name}_command")
        for name, module in _COMMANDS.items()
    ],
    help=_HELP,
    context_settings={"help_option_names": ["-h", "--help"]},
    invoke_without_command=True,
)
@click.version_option(aligner.__version__, prog_name="aligner")
@click.option("--debug", is_flag=True, expose_value=False, help="Show a traceback on errors.")
@click.pass_context
def cli(context: click.Context) -> None:
    """Show the help if no command is named; its text is `_HELP`."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; never raises, and shows a traceback only on request.

    Args:
        arguments: arguments after the program's name; by default those of the process.

    Returns:
        The exit code: 0 done, 1 unusable input, 2 wrong usage, 3 `check` found something covered
        by `--fail-on`, or some sets of `batch` failed, 130 interrupted.
    """
    given = sys.argv[1:] if arguments is None else list(arguments)
    _replace_closed_streams()
    try:
        with _stopping_on_signals():
            return int(cli.main(args=given, prog_name="aligner", standalone_mode=False) or 0)
    except BrokenPipeError:  # the reader closed the pipe
        _silence(sys.stdout)
        return 0
    except (Exception, KeyboardInterrupt) as error:
        if "--debug" in given:
            with suppress(OSError):
                traceback.print_exc()
        words = load(_interface(given))
        message, code = _message_and_code(error, words)
        with suppress(OSError):
            click.echo(f"aligner: {words('terminal.error', error=unbroken(message))}", err=True)
        return code


def _interface(given: Sequence[str]) -> str:
    """Return the language asked for with `--interface`, which a command that failed no longer knows."""
    follows = dict(pairwise(given))
    chosen = [
        follows.get("--interface"),
        *(each.partition("=")[2] for each in given if each.startswith(_INTERFACE)),
    ]
    return next((each for each in chosen if each in available()), DEFAULT)


def _message_and_code(error: BaseException, words: Words) -> tuple[str, int]:
    """Return an error's message and exit code; click's own messages about options are in English."""
    if isinstance(error, click.UsageError):
        command = error.ctx.command_path if error.ctx is not None else "aligner"
        cause = None if isinstance(error, click.BadParameter) else error.__cause__
        text = words.render(cause.message) if isinstance(cause, AlignerError) else error.format_message()
        return f"{text} (see {command} --help)", 2
    if isinstance(error, click.ClickException):
        return error.format_message(), 1
    if isinstance(error, AlignerError):
        return words.render(error.message), 1
    if isinstance(error, KeyboardInterrupt | click.Abort):
        return "stopped", 130
    if isinstance(error, MemoryError):
        return words.render(Message("choice.memory")), 1
    if isinstance(error, BlockingIOError) or "can't start new thread" in str(error):
        return words.render(Message("choice.processes")), 1
    if isinstance(error, OSError) and error.errno == errno.ENAMETOOLONG:
        return f"{error.filename}: {error.strerror}", 1
    text = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    return f"unexpected {text}; run it again as `aligner --debug …` and report what it shows", 1


@contextmanager
def _stopping_on_signals() -> Iterator[None]:
    """End like Ctrl-C on other signals that ask to end: temporary files go, and other programs end."""

    def stop(number: int, _: FrameType | None) -> None:
        signal.signal(number, signal.SIG_DFL)  # a second one ends at once
        raise KeyboardInterrupt

    numbers = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    ours = [number for number in numbers if signal.getsignal(number) is signal.SIG_DFL]  # not with nohup
    if threading.current_thread() is not threading.main_thread():
        ours = []  # only that one is told of signals
    for number in ours:
        signal.signal(number, stop)
    try:
        yield
    finally:
        for number in ours:
            signal.signal(number, signal.SIG_DFL)


def _replace_closed_streams() -> None:
    """Open standard streams that are closed, since Python has None for them.

    Otherwise the next file would get the number of one, and what a library prints to it. Standard output
    cannot be written, so that a result that was to be printed is reported as lost.
    """
    for name, mode in (("stdin", "r"), ("stdout", "r"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115 - for good


def _silence(stream: TextIO) -> None:
    """Discard output to a closed pipe, including what Python flushes at exit."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
