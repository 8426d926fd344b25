"""The command line, `aligner COMMAND`; one function for each command, here or in its own module.

Errors are one line on standard error; the exit code is 0 (done), 1 (unusable input) or 2 (wrong
usage). Heavy modules are imported only by the commands that need them, so that help and small
commands start fast.
"""

from __future__ import annotations

import errno
import os
import sys
import traceback
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TextIO

import click

import aligner
from aligner.cli.batch_command import batch_command
from aligner.cli.check_command import check_command
from aligner.cli.clean_command import clean_command
from aligner.cli.command_frame import Work, print_text, the_set
from aligner.cli.convert_command import convert_command
from aligner.cli.corpus_command import corpus_command
from aligner.cli.file_exchange import exchange_options, interface_option
from aligner.cli.options import (
    FILE,
    language_option,
    output_options,
    redline_options,
    set_options,
    settings_options,
)
from aligner.cli.project_options import EXTENSION, is_project, new_project, open_project, pair_of
from aligner.cli.search_command import search_command
from aligner.cli.sets_command import sets_command
from aligner.cli.update_command import update_command
from aligner.formats.format import listed
from aligner.formats.schemas import NAMES as SCHEMAS
from aligner.languages import LANGUAGES
from aligner.readers.registry import CONVERTED, LIBREOFFICE, USUAL
from aligner.values import Comparison, Document
from aligner.values.errors import AlignerError
from aligner.values.message import Message
from aligner.values.results import AlignedPair, DraftSeries, RevisedPair

if TYPE_CHECKING:
    from aligner.readers.document_set import Entry


_HELP: Final = f"""Compare multilingual United Nations texts: languages side by side, drafts against drafts.

    Everything happens on this machine. Documents may be in {listed(sorted(LANGUAGES), "or")}.
    Files may be {listed(USUAL, "or")}; {listed(CONVERTED)} are read through {LIBREOFFICE}
    where it is installed.
    """


@click.group(
    help=_HELP, context_settings={"help_option_names": ["-h", "--help"]}, invoke_without_command=True
)
@click.version_option(aligner.__version__, prog_name="aligner")
@click.option(
    "--debug", is_flag=True, expose_value=False, help="On an error, show where in the program it arose."
)
@click.pass_context
def cli(context: click.Context) -> None:
    """Show the help if no command is named; its text is `_HELP`."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


@cli.command("compare", short_help="All languages and drafts of a text on one page.")
@set_options()
@click.option("--title", help="What to call the comparison.")
@click.option(
    "--summary",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Also write what changed on one page, to hand on: .html, .docx or .pdf. Amendments are quoted in "
    "the language of --interface if the set has it, otherwise in the pivot language.",
)
@settings_options(model=True)
@exchange_options
@interface_option
@output_options(Comparison, EXTENSION)
def compare_command(
    folder: Path | None,
    documents: tuple[Entry, ...],
    pivot: str | None,
    title: str | None,
    summary: Path | None,
    output: Path | None,
    as_json: bool,
    **choices: Any,
) -> None:
    """Show all languages and drafts of a text on one page, with their amendments.

    SET is a folder with a manifest.toml (see corpora/README.md), or a project (.aligner),
    whose links are used as saved; or name the documents:

    \b
        aligner compare corpora/ccpcj-27 -o report.html
        aligner compare --doc zh@draft=old.pdf --doc zh@rev1=new.pdf \\
                        --doc en@rev1=new.docx -o report.html
        aligner compare corpora/ccpcj-27 -o work.aligner
        aligner compare work.aligner -o memory.tmx
        aligner compare work.aligner --summary summary.docx --interface fr
    """
    if folder is not None and is_project(folder):
        with Work(Comparison, output, as_json, [folder], choices, summary) as work:
            project = open_project(folder, documents=documents, pivot=pivot, title=title)
            work.deliver(project.comparison, None, project)
        return
    found = the_set(folder, documents, title, pivot)
    inputs = [entry.file for entry in found.entries]
    with Work(Comparison, output, as_json, inputs, choices, summary) as work:
        from aligner.comparison.updating.behind import notes_on_languages_behind
        from aligner.pipeline.run import compare_set

        comparison = compare_set(found, work.settings, pivot=pivot)
        for note in notes_on_languages_behind(comparison) if output is not None or as_json else ():
            work.note(note)
        work.deliver(comparison, None, new_project(comparison, found) if is_project(output) else None)


cli.add_command(batch_command)
cli.add_command(search_command)
cli.add_command(corpus_command)
cli.add_command(sets_command)
cli.add_command(check_command)
cli.add_command(convert_command)
cli.add_command(update_command)
cli.add_command(clean_command)


@cli.command("align", short_help="Which passage corresponds to which, across two languages.")
@click.argument("source", type=FILE)
@click.argument("target", type=FILE, required=False)
@language_option("--source-lang", "Language of SOURCE; detected if not given.")
@language_option("--target-lang", "Language of TARGET; detected if not given.")
@settings_options(model=True)
@exchange_options
@interface_option
@output_options(AlignedPair)
def align_command(
    source: Path,
    target: Path | None,
    source_lang: str | None,
    target_lang: str | None,
    output: Path | None,
    as_json: bool,
    **choices: Any,
) -> None:
    """Find which passage of TARGET corresponds to which of SOURCE, in another language.

    A project (.aligner) may be given alone: two of its languages, with their links as saved.

    \b
        aligner align rev1.zh.txt rev1.en.txt -o pairs.tsv
        aligner align work.aligner --source-lang zh --target-lang fr -o pairs.xlf
    """
    if target is None and is_project(source):
        with Work(AlignedPair, output, as_json, [source], choices) as work:
            work.deliver(pair_of(open_project(source), source_lang, target_lang, str(source)))
        return
    if target is None:
        raise click.UsageError("name SOURCE and TARGET, or a project")
    with Work(AlignedPair, output, as_json, [source, target], choices) as work:
        from aligner.pipeline.run import align_files

        pair = align_files(
            source, target, work.settings, source_language=source_lang, target_language=target_lang
        )
        if not (source_lang and target_lang) and pair.source.language == pair.target.language:
            work.note("both texts are in one language; `aligner diff` shows what changed between two drafts")
        work.deliver(pair)


@cli.command("diff", short_help="What changed between two drafts in one language.")
@click.argument("old", type=FILE)
@click.argument("new", type=FILE, required=False)
@language_option("--lang", "Language of both drafts; detected if not given.")
@click.option(
    "--marked-up",
    is_flag=True,
    help="OLD alone is a .docx or .pdf whose changes are marked by hand: struck through for deleted, "
    "underlined (or bold, where nothing is underlined) for new.",
)
@click.option(
    "--instructions",
    "as_instructions",
    is_flag=True,
    help="Print the amendments as instructions in the language of the drafts, as UN texts word "
    "them. A .json file always holds them.",
)
@click.option("--author", help="Whose changes a .docx shows; aligner if not given.")
@click.option("--date", help="When they were made, for a .docx, such as 2025-05-19T12:00:00Z.")
@settings_options(model=False)
@interface_option
@output_options(RevisedPair)
def diff_command(
    old: Path,
    new: Path | None,
    lang: str | None,
    marked_up: bool,
    as_instructions: bool,
    author: str | None,
    date: str | None,
    output: Path | None,
    as_json: bool,
    **choices: Any,
) -> None:
    """Show what changed between two drafts in one language.

    A .docx (or .odt, .doc, .rtf) with tracked changes holds two drafts: give it alone to
    compare its text with all changes rejected and with all changes accepted.

    On the terminal, {+inserted words+} and {-deleted words-} are in curly braces, and of a run of
    unchanged paragraphs only the first and last place are given; `-o` writes all of them.

    \b
        aligner diff draft.zh.txt rev1.zh.txt -o changes.html
        aligner diff draft.zh.docx rev1.zh.docx -o redline.docx
        aligner diff tracked.docx
        aligner diff draft.zh.txt rev1.zh.txt --instructions
    """
    if new is not None and marked_up:
        raise click.UsageError("--marked-up takes one file, which holds both drafts")
    if as_instructions and (output is not None or as_json):
        raise click.UsageError("--instructions is for the terminal; a .json file always holds them")
    stamp = redline_options(output, author, date)
    inputs = [old] if new is None else [old, new]
    with Work(RevisedPair, output, as_json, inputs, choices) as work:
        from aligner.cli.terminal_lists import show_instructions
        from aligner.cli.terminal_style import as_text
        from aligner.pipeline.issued_text import check_base
        from aligner.pipeline.redline_in_place import redline_in_place
        from aligner.pipeline.run import diff_files
        from aligner.pipeline.tracked_drafts import diff_tracked
        from aligner.revision.instructions import unaddressed

        made = None
        if new is None:
            pair = diff_tracked(old, work.settings, language=lang, marked_up=marked_up)
        else:
            pair = diff_files(old, new, work.settings, language=lang)
            check_base(pair.old, new, work.settings, lang)
            if output is not None and output.suffix.lower() == ".docx":
                made = redline_in_place(old, new, pair.new.language, work.settings, **stamp, **work.worded)
        if as_instructions:
            print_text(as_text(show_instructions(pair)))
            if count := unaddressed(pair.revision, pair.old, pair.new):
                work.note(f"changes of the masthead and below the text, without instruction: {count}")
        else:
            work.deliver(pair, made, **stamp)


@cli.command("history", short_help="The history of each paragraph through a series of drafts.")
@click.argument("drafts", nargs=-1, required=True, type=FILE, metavar="OLDEST ... NEWEST")
@language_option("--lang", "Language of all drafts; detected if not given.")
@settings_options(model=False)
@interface_option
@output_options(DraftSeries)
def history_command(
    drafts: tuple[Path, ...], lang: str | None, output: Path | None, as_json: bool, **choices: Any
) -> None:
    """Trace each paragraph through the drafts of a text, named from oldest to newest.

    For each paragraph of the newest draft: the draft that introduced it, and the one that last
    changed it and how; then the deleted paragraphs, with the draft that deleted each. Where
    paragraphs were merged, the first continues; where one was split, its beginning does.

    \b
        aligner history adopted-2017.docx draft.docx rev1.docx -o history.csv
    """
    if len(drafts) < 2:
        raise click.UsageError("name two drafts or more, from the oldest to the newest")
    with Work(DraftSeries, output, as_json, drafts, choices) as work:
        from aligner.pipeline.run import follow_files

        work.deliver(follow_files(drafts, work.settings, language=lang))


@cli.command("segment", short_help="The paragraphs of a file, with their kind and number.")
@click.argument("file", type=FILE)
@language_option("--lang", "Language of FILE; detected if not given.")
@settings_options(model=False)
@interface_option
@output_options(Document)
def segment_command(file: Path, lang: str | None, output: Path | None, as_json: bool, **choices: Any) -> None:
    """List the paragraphs of a file with kind and number; footnotes and page furniture are separate.

    \b
        aligner segment rev1.zh.txt -o paragraphs.json
    """
    with Work(Document, output, as_json, [file], choices) as work:
        from aligner.pipeline.run import DocumentInfo, into_units, open_document

        work.deliver(
            into_units(open_document(file, work.settings, DocumentInfo(language=lang)), work.settings.unit)
        )


@cli.command("evaluate", short_help="How well alignments match gold ones.")
@click.argument("files", nargs=-1, required=True, type=FILE, metavar="AUTO GOLD [AUTO GOLD]...")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def evaluate_command(files: tuple[Path, ...], as_json: bool) -> None:
    """Evaluate alignments against gold: strict and lax precision, recall and F1.

    Files are .beads, hunalign ladders, or anything that `aligner convert` reads in two languages;
    those with scores also give figures by confidence. Several pairs are pooled.


    \b
        aligner evaluate auto.beads gold.beads
        aligner evaluate auto.tmx gold.ladder
    """
    from aligner.alignment.evaluation import as_dict, doubt, evaluate_many
    from aligner.cli.terminal_evaluation import show_evaluation
    from aligner.cli.terminal_style import as_text
    from aligner.formats.link_files import load_links

    if len(files) % 2:
        raise click.UsageError("give files in pairs: AUTO GOLD, AUTO GOLD, …")
    pairs = []
    for auto, gold in zip(files[::2], files[1::2], strict=True):
        pairs.append((load_links(auto), load_links(gold)))
        if text := doubt(*pairs[-1]):
            click.echo(f"aligner: note: {auto.name}, compared with {gold.name}: {text}", err=True)
    evaluation = evaluate_many(pairs)
    if as_json:
        from aligner.formats.json.write import dump

        value = {"format": "aligner/evaluation", "version": 1, **as_dict(evaluation)}
        print_text(dump({**value, "signature": {"aligner": aligner.__version__}}).decode("utf-8"))
    else:
        print_text(as_text(show_evaluation(evaluation)))


@cli.command("schema", short_help="The JSON Schema of a form that other commands write.")
@click.argument("form", type=click.Choice(SCHEMAS))
def schema_command(form: str) -> None:
    """Print the JSON Schema of an output format, which describes each key."""
    from aligner.formats.schemas import text_of

    print_text(text_of(form))


@cli.command("app", short_help="Open the workbench in the browser.")
@click.argument("project", required=False, type=FILE)
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    help="Port on this machine; the first free one from 8501 if not given.",
)
@click.option(
    "--address",
    help="Address to listen on, such as 0.0.0.0, to reach the app from other machines; use with care.",
)
@click.option(
    "--no-cache",
    is_flag=True,
    help="Keep no vectors and no recovery copies on disk: leaves no trace of the text.",
)
def app_command(project: Path | None, port: int | None, address: str | None, no_cache: bool) -> None:
    """Open the app in the browser, with a PROJECT (.aligner) if one is named.

    Only this machine can reach it, and only a browser that opened the address printed here,
    which contains a token. With --address other machines reach it too, without encryption.
    """
    from aligner.cli.launch import open_app

    if project is not None:
        from aligner.project.store import current_token

        current_token(project)  # report a bad file here rather than in the page
    context = click.get_current_context()
    context.exit(open_app(port, project, address, no_cache=no_cache))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; never raises, and shows a traceback only on request.

    Args:
        arguments: arguments after the program's name; by default those of the process.

    Returns:
        The exit code: 0 done, 1 unusable input, 2 wrong usage, 3 `check` found something covered
        by `--fail-on`, 130 interrupted.
    """
    given = sys.argv[1:] if arguments is None else list(arguments)
    try:
        return int(cli.main(args=given, prog_name="aligner", standalone_mode=False) or 0)
    except BrokenPipeError:  # the reader closed the pipe
        _silence(sys.stdout)
        return 0
    except (Exception, KeyboardInterrupt) as error:
        if "--debug" in given:
            with suppress(OSError):
                traceback.print_exc()
        message, code = _message_and_code(error)
        with suppress(OSError):
            click.echo(f"aligner: error: {' '.join(message.split())}", err=True)
        return code


def _message_and_code(error: BaseException) -> tuple[str, int]:
    """Return an error's message and exit code."""
    if isinstance(error, click.UsageError):
        command = error.ctx.command_path if error.ctx is not None else "aligner"
        return f"{error.format_message()} (see {command} --help)", 2
    if isinstance(error, click.ClickException):
        return error.format_message(), 1
    if isinstance(error, AlignerError):
        return str(error), 1
    if isinstance(error, KeyboardInterrupt | click.Abort):
        return "stopped", 130
    if isinstance(error, MemoryError):
        return str(Message("choice.memory")), 1
    if isinstance(error, OSError) and error.errno == errno.ENAMETOOLONG:
        return f"{error.filename}: {error.strerror}", 1
    text = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    return f"unexpected {text}; run it again as `aligner --debug …` and report what it shows", 1


def _silence(stream: TextIO) -> None:
    """Discard output to a closed pipe, including what Python flushes at exit."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
