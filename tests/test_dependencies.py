"""The dependencies: bounded versions, and no licences that restrict the program's users."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from importlib.metadata import PackageMetadata, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

SILENT = ["cuda-toolkit"]
"""Comes with PyTorch's build for GPUs, not with the small one; NVIDIA's, without a word on its licence."""

COPYLEFT = re.compile(r"\bA?GPL|GNU (Affero )?General Public", re.IGNORECASE)  # the LGPL is none of these


def listed(path: Path) -> list[Requirement]:
    lines = (line.split("#")[0].strip() for line in path.read_text(encoding="utf-8").splitlines())
    return [Requirement(line) for line in lines if line]


def extras(root: Path) -> list[Requirement]:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return [Requirement(line) for lines in project["optional-dependencies"].values() for line in lines]


def closure(wanted: Iterable[Requirement]) -> Iterator[PackageMetadata]:
    """The metadata of what is installed for these requirements, and for theirs."""
    todo, seen = list(wanted), set[tuple[str, str]]()
    while todo:
        requirement = todo.pop()
        name = canonicalize_name(requirement.name)
        for extra in ("", *requirement.extras):
            if (name, extra) in seen:
                continue
            seen.add((name, extra))
            try:
                found = distribution(name)
            except PackageNotFoundError:  # an extra of ours that this environment lacks
                continue
            yield found.metadata
            theirs = map(Requirement, found.requires or ())
            todo += [each for each in theirs if each.marker is None or each.marker.evaluate({"extra": extra})]


def licence(metadata: PackageMetadata) -> str:
    """The licence as a short text: the whole text of a licence names others."""
    kinds = [kind for kind in metadata.get_all("Classifier") or () if kind.startswith("License ::")]
    expression, text = ((metadata.get_all(field) or [""])[0] for field in ("License-Expression", "License"))
    return expression or "; ".join(kinds) or text


def test_each_dependency_has_a_lower_and_an_upper_bound(root: Path) -> None:
    for requirement in listed(root / "requirements.txt") + extras(root):
        assert sorted(each.operator for each in requirement.specifier) == ["<", ">="], str(requirement)


def test_the_extras_are_tested_in_the_versions_they_allow(root: Path) -> None:
    tested = {each.name: each.specifier for each in listed(root / "tests" / "requirements.txt")}
    assert {each.name: tested.get(each.name) for each in extras(root)} == {
        each.name: each.specifier for each in extras(root)
    }


def test_the_lock_has_a_hashed_version_within_bounds_of_each_dependency(root: Path) -> None:
    """Regenerate it with the command in its first lines after changing either list."""
    entries = (
        (root / "tests" / "requirements.lock").read_text(encoding="utf-8").replace("\\\n", "").splitlines()
    )
    locked: dict[str, list[str]] = {}
    for entry in entries:
        if match := re.match(r"([\w.-]+)(?:\[.*\])?==(\S+).* --hash=sha256:[0-9a-f]{64}", entry):
            locked.setdefault(canonicalize_name(match[1]), []).append(match[2])
    for each in listed(root / "requirements.txt") + listed(root / "tests" / "requirements.txt"):
        versions = locked.get(canonicalize_name(each.name), [])
        assert versions, str(each)
        assert all(version in each.specifier for version in versions), str(each)


def test_no_licence_at_run_time_is_the_gpl(root: Path) -> None:
    licences = {
        each["Name"]: licence(each) for each in closure(listed(root / "requirements.txt") + extras(root))
    }
    assert len(licences) > 40
    assert [name for name, text in licences.items() if not text.strip()] in ([], SILENT)
    assert {name: text for name, text in licences.items() if COPYLEFT.search(text)} == {}


def test_the_gpl_is_recognised() -> None:
    """The tests alone may use a library under it."""
    (metadata, *_) = closure([Requirement("translate-toolkit")])
    assert COPYLEFT.search(licence(metadata))
    assert not COPYLEFT.search("GNU Lesser General Public License v3 (LGPLv3)")
