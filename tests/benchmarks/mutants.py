"""Mutation testing: whether the tests notice errors put into the code one at a time.

A mutant is killed if a test fails; each survivor is printed, to be looked at. No file changes: a
forked process imports the module from a changed syntax tree. The tests first run once, to learn
which lines each reaches and how long it takes. A mutant then meets the tests that reach its line,
and the quick ones of the same files, as far as `--budget` goes. Tests that start Python themselves
see no mutant there.
"""

from __future__ import annotations

import argparse
import ast
import copy
import importlib.machinery
import importlib.util
import json
import os
import random
import resource
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np  # noqa: F401 - imported here once, so that no forked process has to
import pytest
import regex  # noqa: F401

SWAPS: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.Add: ast.Sub,
    ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult, ast.Mod: ast.Mult,
    ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr, ast.And: ast.Or, ast.Or: ast.And,
}  # fmt: skip
DELETED = (ast.Expr, ast.AugAssign, ast.Continue, ast.Break, ast.Raise, ast.Delete)
SKIPPED_CALLS = {"Message", "dataclass", "lru_cache"}
SKIPPED_FIELDS = {"annotation", "returns", "exc"}


@dataclass(frozen=True, eq=False)
class Mutant:
    """One change to a syntax tree: `field` of a node, or an item of it, becomes `new`."""

    node: ast.AST
    field: str
    index: int | None
    new: ast.AST
    lines: range  # of the statement
    at_import: bool

    @property
    def old(self) -> Any:
        value = getattr(self.node, self.field)
        return value if self.index is None else value[self.index]

    def apply(self) -> None:
        ast.fix_missing_locations(ast.copy_location(self.new, self.old))
        if self.index is None:
            setattr(self.node, self.field, self.new)
        else:
            getattr(self.node, self.field)[self.index] = self.new

    def __str__(self) -> str:
        return f"{self.old.lineno}: " + "  →  ".join(ast.unparse(each)[:80] for each in (self.old, self.new))


def mutants(node: ast.AST, lines: range = range(0), at_import: bool = True) -> Iterator[Mutant]:
    """Every mutant below a node of a syntax tree."""
    for field, value in ast.iter_fields(node):
        if field in SKIPPED_FIELDS:
            continue
        runs = at_import and not (isinstance(node, ast.FunctionDef | ast.Lambda) and field == "body")
        for index, child in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if isinstance(child, ast.AST) and not _skipped(child):
                own = lines
                if isinstance(child, ast.stmt):  # all lines of a simple statement, the head of a compound one
                    body = getattr(child, "body", None)
                    own = range(
                        child.lineno, max(child.lineno + 1, body[0].lineno if body else child.end_lineno + 1)
                    )
                yield from (Mutant(node, field, index, new, own, runs) for new in _changes(child))
                yield from mutants(child, own, runs)


def _skipped(node: ast.AST) -> bool:
    """Whether a node is left alone: messages, `__repr__`, `strict=True`, what only types need."""
    if isinstance(node, ast.Call):
        return getattr(node.func, "id", "") in SKIPPED_CALLS
    if isinstance(node, ast.If):
        return getattr(node.test, "id", "") == "TYPE_CHECKING"
    name = getattr(node, "name", "") if isinstance(node, ast.FunctionDef) else ""
    return name == "__repr__" or (isinstance(node, ast.keyword) and node.arg == "strict")


def _changes(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes that may stand in a node's place."""
    for place, compared in enumerate(getattr(node, "ops", [])):
        new = copy.deepcopy(node)
        new.ops[place] = SWAPS[type(compared)]()
        yield new
    if type(getattr(node, "op", None)) in SWAPS:
        new = copy.deepcopy(node)
        new.op = SWAPS[type(new.op)]()
        yield new
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield copy.deepcopy(node.operand)
    elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield ast.Constant(not node.value)
    elif isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        yield from (ast.Constant(node.value + step) for step in (1, -1))
    elif isinstance(node, ast.Return) and getattr(node.value, "value", node.value) is not None:
        yield ast.Return(ast.Constant(None))
    if isinstance(node, DELETED) and not isinstance(getattr(node, "value", None), ast.Constant):
        yield ast.Pass()


class Tests:
    """A plugin that runs chosen tests in order, or all, and notes the lines of modules that they reach."""

    def __init__(self, order: list[str], modules: list[Path] | None = None) -> None:
        self.order = {test: place for place, test in enumerate(order)}
        self.modules = set(map(str, modules or ()))
        self.lines: dict[str, dict[str, None]] = defaultdict(dict)
        self.seconds: dict[str, float] = {}

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        if self.order:
            items[:] = sorted(
                (i for i in items if i.nodeid in self.order), key=lambda i: self.order[i.nodeid]
            )

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        def line(frame: Any, event: str, arg: object) -> Any:
            self.lines[f"{frame.f_code.co_filename}:{frame.f_lineno}"][item.nodeid] = None
            return line

        start = time.process_time()
        if self.modules:
            sys.settrace(lambda frame, *_: line if frame.f_code.co_filename in self.modules else None)
        try:
            return (yield)
        finally:
            sys.settrace(None)
            self.seconds[item.nodeid] = time.process_time() - start


class Changed(importlib.machinery.SourceFileLoader):
    """Imports one module from a changed syntax tree."""

    def __init__(self, path: Path, tree: ast.Module) -> None:
        super().__init__(".".join(path.relative_to(Path.cwd()).with_suffix("").parts), str(path))
        self.code = compile(tree, str(path), "exec")

    def find_spec(self, name: str, path: object, target: object = None) -> Any:
        return (
            importlib.util.spec_from_file_location(name, self.path, loader=self)
            if name == self.name
            else None
        )

    def get_code(self, name: str) -> Any:
        return self.code


def chosen(
    mutant: Mutant, path: Path, lines: dict[str, Any], seconds: dict[str, float], budget: float
) -> list[str]:
    """The tests that may kill a mutant, the likeliest first."""
    reached: dict[str, None] = {}
    for place, tests in lines.items():
        file, line = place.rsplit(":", 1)
        if file == str(path) and (mutant.at_import or int(line) in mutant.lines):
            reached |= tests
    files = {test.split("::")[0] for test in reached}
    others = [test for test in seconds if test not in reached and test.split("::")[0] in files]
    groups: dict[tuple[bool, str], list[str]] = defaultdict(list)
    for some in (reached, [test for test in others if seconds[test] < 1]):
        for test in sorted(some, key=seconds.__getitem__):
            if (budget := budget - seconds[test]) > 0:
                groups[some is reached, test.split("::")[0]].append(test)
    return [test for group in groups.values() for test in group]


def run(
    tests: Tests, files: list[str], seconds: int, mutant: Mutant | None, path: Path, tree: ast.Module
) -> int:
    """Run tests in a forked process; 0 only if all passed."""
    if child := os.fork():
        return os.waitpid(child, 0)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    if mutant:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        os.dup2(1, 2)
        mutant.apply()
        sys.meta_path.insert(0, Changed(path, tree))
    status = pytest.main(["-x", "-p", "no:cacheprovider", "--hypothesis-seed=1", *files], [tests])
    if not mutant:
        path.write_text(json.dumps([tests.lines, tests.seconds]))
    os._exit(int(status))


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="+", type=Path, help="modules, and test files (test_*.py)")
    parser.add_argument("-n", type=int, default=25, help="mutants a module")
    parser.add_argument("--seed", type=int, default=17)
    parser.add_argument("--budget", type=float, default=15, help="seconds of tests that a mutant meets")
    given = parser.parse_args()
    tests = [str(path) for path in given.files if path.name.startswith("test_")]
    modules = [path.resolve() for path in given.files if not path.name.startswith("test_")]
    os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = tempfile.mkdtemp()
    notes = Path(os.environ["HYPOTHESIS_STORAGE_DIRECTORY"]) / "notes.json"
    if run(Tests([], modules), tests, 3600, None, notes, ast.Module([], [])):
        raise SystemExit("the tests fail without a mutant")
    lines, seconds = json.loads(notes.read_text())
    for path in modules:
        tree = ast.parse(path.read_text("utf-8"))
        found = list(mutants(tree))
        found = random.Random(f"{given.seed} {path.name}").sample(found, min(given.n, len(found)))
        killed = 0
        for mutant in sorted(found, key=lambda each: each.old.lineno):
            order = chosen(mutant, path, lines, seconds, given.budget)
            files = list(dict.fromkeys(test.split("::")[0] for test in order))
            dead = bool(order) and run(Tests(order), files, 60, mutant, path, tree) != 0
            killed += dead
            if not dead:
                _say(f"  survived ({len(order)} tests)  {path.name}:{mutant}")
        _say(f"{path.relative_to(Path.cwd())}: {killed} of {len(found)} killed")


if __name__ == "__main__":
    main()
