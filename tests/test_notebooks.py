"""Every notebook runs from top to bottom, and is committed without outputs."""

from __future__ import annotations

import ast
import importlib.util
import os
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from jupyter_client import KernelManager
from nbclient import NotebookClient

NOTEBOOKS = sorted((Path(__file__).resolve().parents[1] / "notebooks").glob("*.ipynb"))
QUICK = ("tour", "alignment")  # the first is for everyone, the second uses what is inside the stages


def test_there_is_a_tour() -> None:
    assert "tour.ipynb" in [path.name for path in NOTEBOOKS]


@pytest.fixture(scope="module")
def kernel(root: Path) -> Iterator[KernelManager]:
    """One kernel for all notebooks: starting one for each took a quarter of their time."""
    path = os.pathsep.join([str(root), os.environ.get("PYTHONPATH", "")])
    backend = "module://matplotlib_inline.backend_inline"
    manager = KernelManager(kernel_name="python3")
    manager.start_kernel(
        cwd=str(root / "notebooks"), env=os.environ | {"PYTHONPATH": path, "MPLBACKEND": backend}
    )
    yield manager
    manager.shutdown_kernel(now=True)


FORGET = """import sys
for name in [name for name in sys.modules if name.split(".")[0] == "aligner"]:
    del sys.modules[name]
%reset -f"""
"""Leaves no name and no import of the package to the next notebook."""


@pytest.mark.parametrize(
    "path",
    [
        pytest.param(path, id=path.name, marks=() if path.stem in QUICK else pytest.mark.slow)
        for path in NOTEBOOKS
    ],
)
def test_it_runs(path: Path, kernel: KernelManager) -> None:
    """As in a new kernel."""
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.insert(0, nbformat.v4.new_code_cell(FORGET))
    NotebookClient(notebook, timeout=300, km=kernel).execute()
    outputs = [out for cell in notebook.cells if cell.cell_type == "code" for out in cell.outputs]
    assert any("image/png" in out.get("data", {}) for out in outputs), "the notebook draws no picture"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_the_package_has_what_it_imports(path: Path) -> None:
    """A changed name is missed at once, also in the notebooks that only the slow suite runs."""
    code = "\n".join(
        cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"
    )
    plain = "\n".join(line for line in code.splitlines() if not line.startswith(("%", "!")))
    imported = [
        (node.module, name.name)
        for node in ast.walk(ast.parse(plain))
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "aligner"
        for name in node.names
    ]
    assert imported
    for module, name in imported:
        found = importlib.import_module(module or "")
        assert hasattr(found, name) or importlib.util.find_spec(f"{module}.{name}"), f"{module}.{name}"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_it_is_committed_without_outputs(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            assert not cell.outputs
            assert cell.execution_count is None
