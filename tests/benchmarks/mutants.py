"""Mutation testing: whether the tests notice errors put into the code one at a time.

A mutant is killed if a test fails or does not come to its end, which is said; each survivor is printed, to
be looked at. No file changes. `None` for `False` is no mutant, since callers ask for no difference. The
tests are collected once, and run once in a forked process to learn which lines each reaches and how long it
takes. A mutant lives in a forked process in which a function has the changed code, or in which the
constants made of a changed one are made again. It meets the tests that reach its line, or the lines that
use its constant, and the quick ones of the same files, as far as `--budget` goes. What tests make while
they are collected, or in a Python that they start, has no mutant; with `--here`, files are read in the
process of the test, where readers have theirs.
"""

from __future__ import annotations

import argparse
import ast
import copy
import gc
import inspect
import json
import os
import random
import resource
import signal
import sys
import tempfile
import types
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from coverage import Coverage

from aligner.languages.tokens import tokens
from aligner.readers.isolation import stay_in_this_process

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
    top: ast.stmt  # of the module, with the node inside
    lines: range  # of the innermost statement
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


def mutants(tree: ast.Module) -> Iterator[Mutant]:
    """Every mutant of a module's functions, classes and constants."""
    for top in tree.body:
        if isinstance(top, ast.FunctionDef | ast.ClassDef | ast.Assign | ast.AnnAssign):
            yield from _below(top, top, _lines(top), True)


def _below(node: ast.AST, top: ast.stmt, lines: range, at_import: bool) -> Iterator[Mutant]:
    for field, value in ast.iter_fields(node):
        if field in SKIPPED_FIELDS:
            continue
        runs = at_import and not (isinstance(node, ast.FunctionDef | ast.Lambda) and field == "body")
        for index, child in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if isinstance(child, ast.AST) and not _skipped(child):
                own = _lines(child) if isinstance(child, ast.stmt) else lines
                yield from (Mutant(node, field, index, new, top, own, runs) for new in _changes(child))
                yield from _below(child, top, own, runs)


def _lines(statement: Any) -> range:
    """The lines of a simple statement, or of the head of a compound one."""
    body = getattr(statement, "body", None)
    return range(
        statement.lineno, max(statement.lineno, body[0].lineno - 1 if body else statement.end_lineno) + 1
    )


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
    elif isinstance(node, ast.Return) and not _is_false(node.value):
        yield ast.Return(ast.Constant(None))
    if isinstance(node, DELETED) and not isinstance(getattr(node, "value", None), ast.Constant):
        yield ast.Pass()


def lines_that_use(tree: ast.Module) -> dict[str, set[int]]:
    """For each name, the lines of the statements that read it."""
    found: dict[str, set[int]] = defaultdict(set)
    for statement in ast.walk(tree):
        if isinstance(statement, ast.stmt):
            lines = _lines(statement)
            for node in ast.walk(statement):
                if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.lineno in lines:
                    found[node.id].update(lines)
    return found


def made_of(tree: ast.Module, top: ast.stmt) -> set[str]:
    """The constants that a statement of a module makes, and those that are made of them in turn."""
    names: set[str] = set()
    for statement in tree.body:
        if isinstance(statement, ast.Assign | ast.AnnAssign):
            used = {node.id for node in ast.walk(statement) if isinstance(node, ast.Name)}
            if statement.lineno == top.lineno or names & used:
                targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
                names |= {n.id for each in targets for n in ast.walk(each) if isinstance(n, ast.Name)}
    return names


def _is_false(value: ast.AST | None) -> bool:
    """Whether a statement returns nothing, None or False: callers ask for no difference between these."""
    return value is None or (
        isinstance(value, ast.Constant) and (value.value is None or value.value is False)
    )


def replant(path: Path, statement: Any) -> None:
    """Put a changed statement of a module in the place of the one that was imported.

    The module's constants made of it are made again, since most patterns are put together from others;
    those of other modules are not.
    """
    module = sys.modules[".".join(path.relative_to(Path.cwd()).with_suffix("").parts)]
    made = dict(vars(module))
    changed = _planted(module, statement, path, made)
    for later in ast.parse(path.read_text("utf-8")).body:
        is_constant = isinstance(later, ast.Assign | ast.AnnAssign) and later.value is not None
        used = {node.id for node in ast.walk(later) if isinstance(node, ast.Name)} if is_constant else set()
        if later.lineno > statement.lineno and changed & used:
            changed |= _planted(module, later, path, made)


def _planted(module: types.ModuleType, statement: Any, path: Path, made: dict[str, Any]) -> set[str]:
    """Run a statement among the names of a module, and give the module what it makes; return their names."""
    exec(compile(ast.Module([statement], []), str(path), "exec"), made)
    if hasattr(statement, "name"):
        _transplant(vars(module)[statement.name], made[statement.name])
        made[statement.name] = vars(module)[statement.name]
        return {statement.name}
    names = {
        node.id
        for node in ast.walk(statement)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and node.id in vars(module)
    }
    for name in names:
        old, new = vars(module)[name], made[name]
        for other in list(sys.modules.values()):
            if getattr(other, "__dict__", {}).get(name) is old:
                setattr(other, name, new)
    return names


def _transplant(old: Any, new: Any) -> None:
    """Give a function, or each method of a class, the code of another."""
    if isinstance(old, type):
        for name, value in vars(new).items():
            if callable(value) or isinstance(value, property | staticmethod | classmethod):
                _transplant(vars(old)[name], value)
            elif name in vars(old) and not name.startswith("__") and not inspect.ismemberdescriptor(value):
                setattr(old, name, value)  # the place of a slot stays that of its own class
        return
    if hasattr(old, "cache_clear"):
        old.cache_clear()
    for inside in ("fget", "__func__", "__wrapped__"):
        old, new = getattr(old, inside, old), getattr(new, inside, new)
    if isinstance(old, types.FunctionType):
        old.__code__, old.__defaults__, old.__kwdefaults__ = (
            new.__code__,
            new.__defaults__,
            new.__kwdefaults__,
        )


def forked(work: Callable[[], object], seconds: int) -> int:
    """How work in a forked process ends: 0 if it comes to its end, negative if it runs out of time."""
    if child := os.fork():
        status = os.waitpid(child, 0)[1]
        ran_out = os.WIFSIGNALED(status) and os.WTERMSIG(status) in (signal.SIGXCPU, signal.SIGKILL)
        return -1 if ran_out else status
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    try:
        work()
    except BaseException:
        os._exit(1)
    os._exit(0)


class Mutations:
    """A plugin that runs the collected tests against mutants instead of once."""

    def __init__(self, given: argparse.Namespace, modules: list[Path]) -> None:
        self.given, self.modules = given, modules
        self.out = os.fdopen(os.dup(1), "w")
        self.lines: dict[str, dict[str, None]] = defaultdict(dict)
        self.seconds: dict[str, float] = {}
        self.failing: set[str] = set()
        beside = {other.resolve() for path in modules for other in path.parent.glob("*.py")}
        self.watched = sorted(beside | set(modules))  # a constant is used in the modules beside its own, too
        self.trees = {path: ast.parse(path.read_text("utf-8")) for path in self.watched}
        self.uses = {path: lines_that_use(tree) for path, tree in self.trees.items()}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed and self.seconds:
            os._exit(1)
        if report.failed:
            self._say(f"{report.nodeid} fails without a mutant, and is left out")
            self.failing.add(report.nodeid)

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        session.config.pluginmanager.unregister(name="terminalreporter")
        for language in ("zh", "en", "fr", "ru", "es", "ar", "de"):
            tokens("大会 2016", language)  # reads the dictionaries
        gc.freeze()
        notes = Path(tempfile.mkdtemp()) / "notes.json"
        if forked(lambda: self._reach(session.items, notes), 3600):
            raise SystemExit("the tests do not come to their end")
        self.lines, self.seconds = json.loads(notes.read_text())
        self._say(f"{len(session.items)} tests, {sum(self.seconds.values()):.0f} s of processor time")
        for path in self.modules:
            found = list(mutants(ast.parse(path.read_text("utf-8"))))
            found = random.Random(f"{self.given.seed} {path.name}").sample(
                found, min(self.given.n, len(found))
            )
            dead = [
                self._is_killed(each, path, session) for each in sorted(found, key=lambda each: each.lines[0])
            ]
            self._say(f"{path.relative_to(Path.cwd())}: {sum(dead)} of {len(found)} killed")
        return True

    def _say(self, line: str) -> None:
        self.out.write(f"{line}\n")
        self.out.flush()

    def _reach(self, items: list[pytest.Item], notes: Path) -> None:
        paths = list(map(str, self.watched))
        seconds: dict[str, float] = {}
        watch = Coverage(data_file=None, config_file=False, include=paths)
        for item, following in zip(items, [*items[1:], None], strict=True):
            start = sum(os.times()[:4])
            with watch.collect():
                watch.switch_context(item.nodeid)
                item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            seconds[item.nodeid] = sum(os.times()[:4]) - start  # with the processes it started
        passing = {test: spent for test, spent in seconds.items() if test not in self.failing}
        for path in paths:
            for number, tests in watch.get_data().contexts_by_lineno(path).items():
                self.lines[f"{path}:{number}"] = dict.fromkeys(sorted(passing.keys() & tests))
        notes.write_text(json.dumps([self.lines, passing]))

    def _is_killed(self, mutant: Mutant, path: Path, session: pytest.Session) -> bool:
        shown, order = str(mutant), self._order(mutant, path)
        by_name = {item.nodeid: item for item in session.items}
        items = [by_name[test] for test in order]

        def work() -> None:
            mutant.apply()
            replant(path, mutant.top)
            for item, following in zip(items, [*items[1:], None], strict=True):
                item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)

        ended = forked(work, 10 + 2 * int(self.given.budget))
        if ended < 0:
            self._say(f"  ran out of time  {path.name}:{shown}")
        if ended:
            return True
        self._say(f"  survived ({len(items)} tests)  {path.name}:{shown}")
        return False

    def _order(self, mutant: Mutant, path: Path) -> list[str]:
        """The tests that may kill a mutant, the likeliest first."""
        reached: dict[str, None] = {}
        for place in self._places(mutant, path):
            reached |= self.lines.get(place, {})
        files = {_file(test) for test in reached}
        others = [t for t, s in self.seconds.items() if t not in reached and _file(t) in files and s < 1]
        budget = self.given.budget
        groups: dict[tuple[bool, str], list[str]] = defaultdict(list)
        for some in (reached, others):
            for test in sorted(some, key=self.seconds.__getitem__):
                if (budget := budget - self.seconds[test]) > 0:
                    groups[some is reached, _file(test)].append(test)
        return [test for group in groups.values() for test in group]

    def _places(self, mutant: Mutant, path: Path) -> Iterator[str]:
        """Yield the lines that a mutant changes: those that use a constant, all of a class's module."""
        if mutant.at_import and isinstance(mutant.top, ast.Assign | ast.AnnAssign):
            names = made_of(self.trees[path], mutant.top)
            for other, uses in self.uses.items():
                yield from (f"{other}:{line}" for name in names for line in uses.get(name, ()))
        elif mutant.at_import:
            yield from (place for place in self.lines if place.rsplit(":", 1)[0] == str(path))
        else:
            yield from (f"{path}:{line}" for line in mutant.lines)


def _file(test: str) -> str:
    return test.split("::")[0]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="+", type=Path, help="modules, and test files (test_*.py)")
    parser.add_argument("-n", type=int, default=25, help="mutants a module")
    parser.add_argument("--seed", type=int, default=17)
    parser.add_argument("--budget", type=float, default=15, help="seconds of tests that a mutant meets")
    parser.add_argument("--here", action="store_true", help="read files without child processes")
    given = parser.parse_args()
    if given.here:
        stay_in_this_process()
    tests = [str(path) for path in given.files if path.name.startswith("test_")]
    modules = [path.resolve() for path in given.files if not path.name.startswith("test_")]
    os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = tempfile.mkdtemp()
    sys.exit(
        pytest.main(["-p", "no:cacheprovider", "--hypothesis-seed=1", *tests], [Mutations(given, modules)])
    )


if __name__ == "__main__":
    main()
