"""Clean parallel texts as a user has them: files that are read, aligned and checked.

The texts of `parallel_texts` have gold links, and one paragraph on each line. Alarms caused by reading
or alignment only occur if files are read and aligned, and texts other than UN documents have other
conventions: a code of conduct, laws, a declaration.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from aligner.pipeline.check_set import check_set
from aligner.readers.document_set import DocumentSet, Entry, of_entries
from aligner.values import DocumentKey, Finding
from aligner.values.results import Checked

LANGUAGES = ("zh", "en", "fr", "ru", "es", "ar")
PIVOTS = ("zh", "en")


@dataclass(frozen=True)
class CleanSet:
    """One set, by name and kind of text; its first language is the pivot."""

    kind: str
    name: str
    files: dict[str, Path]

    def document_set(self) -> DocumentSet:
        return of_entries(
            tuple(Entry(path, DocumentKey(code, "v")) for code, path in self.files.items()),
            pivot=next(iter(self.files)),
        )


def clean_sets(data: Path) -> Iterator[CleanSet]:
    """Every set; those in several languages with Chinese and with English as their pivot."""
    for kind, name, files in _files(data):
        for pivot in PIVOTS[: len(files) - 1]:
            if pivot in files:
                yield CleanSet(kind, f"{name} from {pivot}", {pivot: files[pivot], **files})


def _files(data: Path) -> Iterator[tuple[str, str, dict[str, Path]]]:
    yield "declaration", "udhr", _present(data / "udhr", "udhr.{}.txt")
    for version in ("1.4", "2.0", "2.1"):
        yield (
            "code of conduct",
            f"cc-{version}",
            _present(data / "contributor-covenant", f"cc-{version}.{{}}.txt"),
        )
    for path in sorted((data / "tw-law").glob("*.new.en.txt")):
        yield (
            "laws",
            path.name.split(".")[0],
            {"zh": path.with_name(path.name.replace(".en.", ".zh-Hans.")), "en": path},
        )
    for name in ("uncac", "icj-statute", "vcdr", "vclt", "cat"):
        base = data / "treaties-zh-en"
        yield "treaties", name, {"zh": base / f"{name}.zh-Hant.txt", "en": base / f"{name}.en.txt"}


def _present(folder: Path, name: str) -> dict[str, Path]:
    paths = {code: folder / name.format(code) for code in LANGUAGES}
    return {code: path for code, path in paths.items() if path.is_file()}


def findings(each: CleanSet) -> tuple[Checked, int, list[Finding]]:
    """The result of the default checks, the pairs of paragraphs, and what they found."""
    checked = check_set(each.document_set())
    comparison = checked.comparison
    pivot = DocumentKey(comparison.pivot, "v")
    pairs = sum(
        key != pivot
        for row in comparison.rows
        if row.cells.get(pivot)
        for key, cell in row.cells.items()
        if cell
    )
    return checked, pairs, list(checked.findings)


KINDS = ("declaration", "code of conduct", "laws", "treaties")
GAPS = ("missing-paragraph", "error")
"""Paragraphs that one text of these sets really lacks, which was read: notes, signatures, annexes."""

REALLY_ADDED = (
    "and learning from the experience",
    "aprendiendo de la experiencia",
    "or any other media regulated and supervised",
    "the report or covering of personally identifiable information",
    "(by the responsible provider of Internet platform",
    "and also shall order the said",
    "certain content within a period designated by the said",
    "(of the said publicity material",
    "the web page(s) information (materials or content)",
    "to perform full compliance (with the orders",
    "违反第七十七条之四第八项第四款规定",
    "該法官之一席即行出缺",
    "如有發現待更正部份及您所需本站未收編之法規",
)
"""How clauses begin that one text of these sets really lacks, which was read."""

REALLY_DENIED = ("يصح بحال من الأحوال",)
"""How sentences begin that really lack their negation, which was read."""


def rates(data: Path, kind: str) -> tuple[int, Counter[tuple[str, str]]]:
    """Of one kind of text: pairs of paragraphs, and findings by check and severity."""
    pairs, counts = 0, Counter[tuple[str, str]]()
    for each in clean_sets(data):
        if each.kind == kind:
            checked, size, listed = findings(each)
            pairs += size
            counts.update(
                (finding.check, finding.severity.value)
                for finding in listed
                if not _is_right(finding, checked)
            )
    return pairs, counts


def _is_right(finding: Finding, checked: Checked) -> bool:
    if finding.check == "negation" and finding.span:
        text = checked.comparison.documents[DocumentKey(finding.language, "v")].text
        return finding.span.of(text).startswith(REALLY_DENIED)
    return (finding.expected or finding.found).startswith(REALLY_ADDED)


def alarms(counts: Counter[tuple[str, str]]) -> int:
    """All findings of any severity but missing paragraphs, which these texts really lack."""
    return counts.total() - counts[GAPS]
