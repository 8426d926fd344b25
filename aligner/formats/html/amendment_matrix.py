"""The matrix of amendments as HTML: a row for each, a column for each language; and the summary around it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from aligner.formats.html.fragments import Fragments
from aligner.formats.html.run_writer import RunWriter
from aligner.languages import get
from aligner.values.catalogue import Words
from aligner.values.comparison import SLIGHT_CHANGES, Carried, ChangeKind
from aligner.view.markup import escape, isolated, language_attributes
from aligner.view.one_page_summary import SIGNS, OnePageSummary, SummaryGroup, SummaryLine
from aligner.view.summarise import summary_of

ALERTING: Final = (Carried.NOT_CARRIED_OVER, Carried.PARTLY)
"""The states that ask for something to be done."""

Link = Callable[[int], str | None]
"""Returns the address of a row; None if it has none."""


def matrix(
    groups: Sequence[SummaryGroup],
    languages: Sequence[str],
    words: Words,
    link: Link = lambda _: None,
    *,
    with_reasons: bool = False,
) -> str:
    """Write the table.

    Args:
        groups: the amendments.
        languages: codes of the languages with a column.
        words: the interface texts.
        link: returns the address of a row.
        with_reasons: whether to write why a language is thought to lack an amendment, below its words.
    """
    heads = "".join(
        f'<th scope="col" class="state" title="{escape(words.language_name(code))}">{code.upper()}</th>'
        for code in languages
    )
    has_decisions = any(line.decision is not None for group in groups for line in group.lines)
    if has_decisions:
        heads += f'<th scope="col">{escape(words("decision.title"))}</th>'
    span = f'colspan="{2 + len(languages) + has_decisions}" scope="rowgroup"'
    bodies = "".join(
        f"<tbody><tr><th {span}>{escape(words(f'group.{group.kind}'))}</th></tr>"
        + "".join(
            _row(line, languages, words, link, with_reasons=with_reasons)
            + (f"<td>{isolated(words.decision(line.decision))}</td></tr>" if has_decisions else "</tr>")
            for line in group.lines
        )
        + "</tbody>"
        for group in groups
    )
    return (
        f'<table class="summary"><thead><tr><th scope="col" class="place">{escape(words("row.place"))}</th>'
        f'<th scope="col">{escape(words("report.excerpt"))}</th>{heads}</tr></thead>{bodies}</table>'
    )


def _row(line: SummaryLine, languages: Sequence[str], words: Words, link: Link, *, with_reasons: bool) -> str:
    """Write a row, without its end: what was decided may follow."""
    name, address = isolated(place(line, words)), link(line.row)
    name = f'<a href="{escape(address)}">{name}</a>' if address else f"<strong>{name}</strong>"
    page = f"<small>{escape(words('row.page', page=line.page))}</small>" if line.page else ""
    quoted = RunWriter(words, notes_linked=False).pieces(line.pieces)
    said = f"<bdi{language_attributes(get(line.language))}>{quoted}</bdi>" if line.language else ""
    if with_reasons:
        said += "".join(f"<small>{isolated(reason)}</small>" for reason in _reasons(line, words))
    states = "".join(_state(line, code, words) for code in languages)
    return f'<tr><th scope="row" class="place">{name}{page}</th><td>{said}</td>{states}'


def _reasons(line: SummaryLine, words: Words) -> Iterator[str]:
    for code, reason in line.reasons.items():
        if line.states[code] in ALERTING:
            yield words("finding.sentence", language=words.language_name(code), text=words.render(reason))


def _state(line: SummaryLine, code: str, words: Words) -> str:
    alert = " attention" if line.states.get(code) in ALERTING else ""
    said = escape(meaning(line, code, words))
    shown = sign(line, code)
    if said:
        shown = f'<span role="img" aria-label="{said}" title="{said}">{shown}</span>'
    return f'<td class="state{alert}">{shown}</td>'


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
    if len(summary.lacking) > 1:
        counts = (f"{words.language_name(code)} {count}" for code, count in summary.lacking.items())
        yield words("onepage.lacking", counts=words("table.apart").join(counts))
    if summary.decided:
        decided = (f"{words(f'decision.{kind}')} {count}" for kind, count in summary.decided.items())
        yield words("onepage.decided", counts=words("table.apart").join(decided))
    if summary.brackets:
        counts = (f"{words.language_name(code)} {count}" for code, count in summary.brackets.items())
        yield words("onepage.brackets", counts=words("table.apart").join(counts))
    if summary.closed:
        counts = (f"{words(f'bracket.{kind}')} {count}" for kind, count in summary.closed.items())
        yield words("onepage.closed", counts=words("table.apart").join(counts))
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
    first, *more = map(escape, answer(whole, say))
    parts = [
        f'<h2 id="summary">{escape(say("report.summary"))}</h2>',
        f'<p class="answer"><strong>{first}</strong> {" ".join(more)}</p>',
        f'<h3 id="amendments">{escape(say("report.amendments"))} ({whole.total})</h3>' if whole.total else "",
    ]
    many = whole.total > MANY
    shown = _where(whole.groups, lambda line: not (many and line.is_settled))
    folded = _where(whole.groups, lambda line: many and line.is_settled)
    tables = [
        matrix(groups, whole.languages, say, fragments.address, with_reasons=True) if groups else ""
        for groups in (shown, folded)
    ]
    parts.append(tables[0])
    if folded:
        count = sum(len(group.lines) for group in folded)
        title = escape(say("onepage.others", count=count))
        parts.append(f"<details><summary>{title}</summary>\n{tables[1]}</details>")
    parts.append(f'<p class="muted">{escape(legend(whole, say))}</p>' if whole.total else "")
    parts.append(counts(fragments))
    return f'<section class="summary" aria-labelledby="summary">{"".join(parts)}</section>'


def _where(
    groups: tuple[SummaryGroup, ...], chosen: Callable[[SummaryLine], bool]
) -> tuple[SummaryGroup, ...]:
    """Return the chosen amendments, in their groups."""
    found = (replace(group, lines=tuple(filter(chosen, group.lines))) for group in groups)
    return tuple(group for group in found if group.lines)


def counts(fragments: Fragments) -> str:
    """Write the table of changes by language and kind."""
    say = fragments.words
    columns = [column for column in fragments.view.columns if column.base]
    kinds = [kind for kind in ChangeKind if any(column.counts.get(kind) for column in columns)]
    amended = [kind for kind in kinds if kind not in SLIGHT_CHANGES]
    quiet = [kind for kind in kinds if kind in SLIGHT_CHANGES]
    heads = "".join(f'<th scope="col">{escape(say(f"kind.{kind}"))}</th>' for kind in amended)
    heads += f'<th scope="col">{escape(say("report.total"))}</th>'
    heads += "".join(f'<th scope="col" class="quiet">{escape(say(f"kind.{kind}"))}</th>' for kind in quiet)
    lines = []
    for column in columns:
        cells = "".join(f"<td>{column.counts.get(kind, 0)}</td>" for kind in amended)
        cells += f"<td><strong>{sum(column.counts.get(kind, 0) for kind in amended)}</strong></td>"
        cells += "".join(f'<td class="quiet">{column.counts.get(kind, 0)}</td>' for kind in quiet)
        name = fragments.column_title(column)
        lines.append(f'<tr><th scope="row">{name}</th>{cells}</tr>')
    return (
        f'<table class="counts"><caption>{escape(say("report.counts"))}</caption>'
        f'<thead><tr><th scope="col">{escape(say("report.language"))}</th>{heads}</tr></thead>'
        f"<tbody>{''.join(lines)}</tbody></table>"
    )
