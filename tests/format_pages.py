"""What each format carries, as the page `README.md` of `aligner/formats`.

Run from the checkout (`PYTHONPATH=. python tests/format_pages.py`), it rewrites the page; a test compares it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

import aligner.formats
from aligner.formats.bitext import Parallel
from aligner.formats.registry import DECLARED, FACTS, FORMATS, KINDS, Format, Output, named_facts
from aligner.values import Comparison

PAGE: Final = Path(aligner.formats.__file__).with_name("README.md")

_COMMANDS: Final = {KINDS[kind]: command for kind, (command, _) in DECLARED["results"].items()}
"""The command whose result each type is; `Parallel` units are what `convert` reads."""
_HELD: Final = {KINDS[kind]: named_facts(names) for kind, (_, names) in DECLARED["results"].items()}
"""The facts that a result of each type can have at all."""
_INTRODUCTION: Final = """# File formats

This page is generated from `data/formats.toml` by `tests/format_pages.py`; do not edit it.

A format is written, read, or both, by the module that the registry names. `aligner convert` reads
every file listed under "What is read", and reports in one line what the file that it writes leaves out.
"""
_LEGEND: Final = "✓ carried, – left out, empty: not applicable to this result.\n"


def page() -> str:
    """Return the whole page, in Markdown."""
    remarks = DECLARED["formats"]
    parts = [
        _INTRODUCTION,
        "## What is written\n",
        _LEGEND,
        *_table(("file", "command", *FACTS), _written()),
        "",
        *(f"- {fact}: {said}" for fact, said in FACTS.items()),
        "\nWhat the files contain:\n",
        *(f"- `{name}`: {each['written']}" for name, each in remarks.items() if "written" in each),
        "\n## What is read\n",
        *_table(("files", "format", "what is read"), _read(remarks)),
        "\n## By command\n",
        *_table(("command", "writes"), _by_command()),
    ]
    return "\n".join(parts) + "\n"


def _written() -> Iterator[tuple[str, ...]]:
    for form in FORMATS:
        for outputs in _alike(form):
            carried, possible = outputs[0].carries, _HELD[outputs[0].kind]
            commands = (f"`{_COMMANDS[output.kind]}`" for output in outputs)
            marks = ("✓" if fact in carried & possible else "–" if fact in possible else "" for fact in FACTS)
            yield f"`{form.extension}` {form.name}", " ".join(commands), *marks


def _alike(form: Format) -> list[list[Output]]:
    """Return the outputs of a format, those together that carry and leave out the same."""
    groups: dict[tuple[frozenset[str], frozenset[str]], list[Output]] = {}
    for kind in _COMMANDS:
        output = form.output(kind)
        if output is not None:
            possible = _HELD[kind]
            groups.setdefault((output.carries & possible, possible - output.carries), []).append(output)
    return list(groups.values())


def _read(remarks: Mapping[str, Mapping[str, str]]) -> Iterator[tuple[str, ...]]:
    for form in FORMATS:
        if form.input is not None:
            yield _extensions(form.input.extensions), form.name, remarks[form.extension]["read"]


def _by_command() -> Iterator[tuple[str, ...]]:
    for kind, command in _COMMANDS.items():
        project = [".aligner"] if kind is Comparison else []
        found = [form.extension for form in FORMATS if form.output(kind)]
        yield f"`{command}`", _extensions([*found, *project])
    units = [form.extension for form in FORMATS if form.output(Parallel)]
    yield (
        "`convert`",
        f"what the command that made such a result writes; for translation memories, {_extensions(units)}",
    )


def _extensions(found: Iterable[str]) -> str:
    return " ".join(f"`{each}`" for each in found)


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
