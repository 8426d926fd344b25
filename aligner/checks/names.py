"""Countries and bodies: is each one named in one language also named in the other?

Names are compared as sets, since lists of sponsors follow each language's alphabet.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from aligner.checks.material import Check, FullPair, Material, Side, difference, merge_recurring
from aligner.languages.facts_grammar import facts
from aligner.languages.proper_names import Named, kind_of, names, speaks_of
from aligner.languages.script import in_one_script
from aligner.values import Finding, Severity

_BODY: Final = "body"
_LIST: Final = 3  # a paragraph with this many names counts as a list


def _merged(_: Material, found: Sequence[Finding]) -> Iterator[Finding]:
    """Report each name, but only once if a language regularly omits it ("the State" for its own name)."""
    yield from (finding for finding in found if finding.severity is not Severity.INFO)
    yield from merge_recurring(finding for finding in found if finding.severity is Severity.INFO)


def _run(material: Material) -> Iterator[Finding]:
    for pair in material.full_pairs():
        _, pivot, other = pair
        ours, theirs = _readable(pivot), _readable(other)
        here, there = _named(ours, pivot.language), _named(theirs, other.language)
        missing = lacking(here, there, theirs, other.language)
        extra = lacking(there, here, ours, pivot.language)
        missing, extra = _without_implicit_bodies(missing, extra), _without_implicit_bodies(extra, missing)
        if missing or extra:
            longest = max(len({found.index for found in named}) for named in (here, there))
            yield _finding(pair, missing, extra, listed=longest >= _LIST)


def _named(text: str, language: str) -> tuple[Named, ...]:
    """Return the names in a text, except for those that overlap a date: 六月六日本条例 does not name 日本."""
    mentions = names(text, language)
    if not mentions:
        return ()
    dates = [span for span, _ in facts(text, language).dates]
    return tuple(named for named in mentions if not any(map(named.span.overlaps, dates)))


def lacking(here: Sequence[Named], there: Sequence[Named], text: str, language: str) -> list[Named]:
    """Return the names in the first text to which the second does not refer, each once.

    `there` are the names in the second text, `text` and `language` the second text itself.
    """
    known = {found.index for found in there}
    first: dict[int, Named] = {}
    for found in here:
        if found.index not in known and not speaks_of(text, language, found.index):
            first.setdefault(found.index, found)
    return list(first.values())


def _without_implicit_bodies(lost: Sequence[Named], other: Sequence[Named]) -> list[Named]:
    """Drop bodies that the other side may call "it" or "the Fund", unless it names another body."""
    swapped = any(kind_of(found.index) == _BODY for found in other)
    return [found for found in lost if swapped or kind_of(found.index) != _BODY]


def _finding(pair: FullPair, missing: Sequence[Named], extra: Sequence[Named], *, listed: bool) -> Finding:
    """Return a finding, less severe if one language may merely say "the country" instead of its name."""
    one_sided = Severity.WARNING if listed else Severity.INFO
    severity = Severity.ERROR if missing and extra else one_sided
    spans = [found.span for found in missing], [found.span for found in extra]
    return difference(CHECK, severity, pair, *spans)


def _readable(side: Side) -> str:
    """Return a side's text, with Traditional Chinese converted to Simplified if that preserves its length."""
    document = side.document
    return side.whole.of(_in_one_script(document.text, document.language))


@lru_cache(maxsize=16)
def _in_one_script(text: str, language: str) -> str:
    (converted,) = in_one_script([text], language)
    return converted if len(converted) == len(text) else text


CHECK: Final = Check("names", Severity.WARNING, _run, by_row=True, merge=_merged)
