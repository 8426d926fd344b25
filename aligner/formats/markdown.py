"""The table of amendments in Markdown, for a message or a wiki; nothing in it runs or links."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from aligner.formats.amendment_table import AmendmentLine, Run, of_comparison
from aligner.values import Comparison, EditTag
from aligner.values.catalogue import DEFAULT, Words, load
from aligner.values.results import RevisedPair
from aligner.view.markup import plain
from aligner.view.single_result import from_revision

_SPECIAL: Final = re.compile(r"([\\`*_{}\[\]<>()#+\-.!|~&:@$^=\"'])")
_SPACE: Final = re.compile(r"\s+")
_ENTITIES: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "|": "&#124;"}


def revision(result: RevisedPair, *, interface: str = DEFAULT) -> bytes:
    """Return the amendments between two drafts, footnotes that changed among them."""
    words = load(interface)
    revised = from_revision(result.old, result.new, result.revision)
    return _page("", of_comparison(revised, words), words)


def comparison(result: Comparison, *, interface: str = DEFAULT) -> bytes:
    """Return the amendments of every language of a set, and which other languages have them."""
    words = load(interface)
    return _page(result.title, of_comparison(result, words), words)


def quoted(text: str) -> str:
    r"""Return text on one line in which nothing is markup.

    >>> print(quoted("a|b *c*\n<i>"))
    a&#124;b \*c\* &lt;i&gt;
    """
    line = _SPACE.sub(" ", plain(text))
    return _SPECIAL.sub(lambda match: _ENTITIES.get(match[1], f"\\{match[1]}"), line)


def _page(title: str, lines: Sequence[AmendmentLine], say: Words) -> bytes:
    parts = [f"# {quoted(title)}\n"] if title else []
    if not lines:
        parts.append(f"{say('report.amendments_none')}\n")
    for language in dict.fromkeys(line.language for line in lines):
        parts.append(f"## {_name(language, say)}\n")
        parts += _table([line for line in lines if line.language == language], say)
        parts.append("")
    return "\n".join(parts).rstrip("\n").encode("utf-8") + b"\n"


def _name(language: str, say: Words) -> str:
    """Return the name of a language as it begins a heading."""
    name = say.language_name(language)
    return name[0].upper() + name[1:]


def _table(lines: Sequence[AmendmentLine], say: Words) -> Iterator[str]:
    others = list(dict.fromkeys(language for line in lines for language, _ in line.carried))
    drafts = len({(line.old_version, line.new_version) for line in lines}) > 1
    heads = [say("app.drafts")] if drafts else []
    heads += [say(key) for key in ("table.old", "table.new", "table.what", "report.text")]
    heads += [_name(language, say) for language in others]
    yield row(heads)
    yield row("---" for _ in heads)
    for line in lines:
        states = dict(line.carried)
        yield row(
            [
                *([quoted(f"{line.old_version} → {line.new_version}")] if drafts else []),
                quoted(line.old_place),
                quoted(line.new_place),
                quoted(line.kind),
                _text(line.runs),
                *(quoted(states.get(language, "")) for language in others),
            ]
        )


def row(cells: Iterable[str]) -> str:
    """Return a row of a table from cells without markup."""
    return f"| {' | '.join(cells)} |"


def _text(runs: Iterable[Run]) -> str:
    """Deletions as `del`, insertions as `ins`: asterisks do not work beside Chinese characters."""
    marks = {EditTag.DELETE: "del", EditTag.INSERT: "ins"}
    parts: list[str] = []
    for tag, text in runs:
        shown = quoted(text.replace("\n", " ¶ "))
        mark = marks.get(tag)
        parts.append(f"<{mark}>{shown}</{mark}>" if mark and shown else shown)
    return "".join(parts).strip()
