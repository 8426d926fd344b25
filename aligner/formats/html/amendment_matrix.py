"""The matrix of amendments as HTML: a row for each, a column for each language; and the summary around it."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

from aligner.formats.html.fragments import Fragments, RunWriter, address
from aligner.formats.templates import fill
from aligner.values.catalogue import Words
from aligner.values.comparison import SLIGHT_CHANGES, Carried, ChangeKind
from aligner.view.one_page_summary import SIGNS, OnePageSummary, SummaryLine
from aligner.view.summarise import summary_of

ALERTING: Final = (Carried.NOT_CARRIED_OVER, Carried.PARTLY)
"""The states that ask for something to be done."""


def matrix(summary: OnePageSummary, words: Words, *, linked: bool, with_reasons: bool = False) -> str:
    """Write the table of the amendments in groups; empty if there are none.

    Args:
        summary: has the amendments.
        words: the interface texts.
        linked: whether the rows are on the same page, so that places can link to them.
        with_reasons: whether to write why a language is thought to lack an amendment, below its words.
    """
    if not summary.groups:
        return ""
    return fill(
        "amendments.html",
        words,
        summary=summary,
        linked=linked,
        address=address,
        with_reasons=with_reasons,
        alerting=ALERTING,
        pieces=RunWriter(words, notes_linked=False).pieces,
        place=place,
        sign=sign,
        meaning=meaning,
    )


def place(line: SummaryLine, words: Words) -> str:
    """Cite an amendment; without a place, by the first cell of a table's row, or the row's number here."""
    old = words("row.old_place", place=words.place(line.old_place)) if line.old_place else ""
    name = words.place(line.place)
    if name and old:
        return f"{name} ({old})"
    return name or old or line.head or words("row.permalink", number=line.row)


def sign(line: SummaryLine, language: str) -> str:
    """Return the sign for an amendment in a language; a dash where nothing is known."""
    state = line.states.get(language)
    return "–" if state is None else SIGNS[state]


def meaning(line: SummaryLine, language: str, words: Words) -> str:
    """Return what a sign means, with the reason; empty where nothing is known."""
    state, reason = line.states.get(language), line.reasons.get(language)
    text = "" if state is None else words(f"state.{state}")
    return f"{text} ({words.render(reason)})" if reason else text


def legend(summary: OnePageSummary, words: Words) -> str:
    """Explain the signs in the table."""
    lines = (*(line for group in summary.groups for line in group.lines), *summary.others)
    states = {state for line in lines for state in line.states.values()}
    return " · ".join(f"{SIGNS[state]} {words(f'state.{state}')}" for state in SIGNS if state in states)


def answer(summary: OnePageSummary, words: Words) -> Iterator[str]:
    """Say in a few sentences what the languages lack, and what could not be checked; the answer first."""
    yield words.render(summary.headline)
    lacking = summary.lacking if len(summary.lacking) > 1 else {}
    for key, counts, name in (
        ("onepage.lacking", lacking, words.language_name),
        ("onepage.decided", summary.decided, lambda kind: words(f"decision.{kind}")),
        ("onepage.brackets", summary.brackets, words.language_name),
        ("onepage.closed", summary.closed, lambda kind: words(f"bracket.{kind}")),
    ):
        if counts:
            listed = (f"{name(counted)} {count}" for counted, count in counts.items())
            yield words(key, counts=words("table.apart").join(listed))
    if not summary.followed and len({new.language for _, new in summary.drafts}) > 1:
        yield words("report.missing_unchecked")
    if summary.unfollowed:
        names = words("table.apart").join(words.language_name(code) for code in summary.unfollowed)
        yield words("report.missing_drafts", languages=names)


MANY: Final = 40
"""Number of amendments from which those that every language has are folded, to keep the text in reach."""


def summary(fragments: Fragments) -> str:
    """Write the answer in a sentence, the matrix of amendments, and counts; nothing without drafts."""
    view, say = fragments.view, fragments.words
    if not any(column.base for column in view.columns):
        return ""
    whole = summary_of(view, say.language, whole=True)
    many = whole.total > MANY
    shown = _where(whole, lambda line: not (many and line.is_settled))
    folded = _where(whole, lambda line: many and line.is_settled)
    return fill(
        "summary.html",
        say,
        whole=whole,
        answer=list(answer(whole, say)),
        shown=matrix(shown, say, linked=True, with_reasons=True),
        folded=matrix(folded, say, linked=True, with_reasons=True),
        n_folded=sum(len(group.lines) for group in folded.groups),
        legend=legend(whole, say),
        counts=counts(fragments),
    )


def _where(whole: OnePageSummary, chosen: Callable[[SummaryLine], bool]) -> OnePageSummary:
    """Return the summary with the chosen amendments, in their groups."""
    found = (replace(group, lines=tuple(filter(chosen, group.lines))) for group in whole.groups)
    return replace(whole, groups=tuple(group for group in found if group.lines))


def counts(fragments: Fragments) -> str:
    """Write the table of changes by language and kind."""
    columns = [column for column in fragments.view.columns if column.base]
    kinds = [kind for kind in ChangeKind if any(column.counts.get(kind) for column in columns)]
    return fill(
        "counts.html",
        fragments.words,
        columns=columns,
        amended=[kind for kind in kinds if kind not in SLIGHT_CHANGES],
        quiet=[kind for kind in kinds if kind in SLIGHT_CHANGES],
        column_title=fragments.column_title,
    )
