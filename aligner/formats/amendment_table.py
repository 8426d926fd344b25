"""Amendments, and the history of each paragraph, as rows of a table for all formats that show one."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from aligner.comparison.note_carry_over import note_amendments
from aligner.comparison.single_result import comparison_of
from aligner.formats.cells import comma_separated, divided, legal
from aligner.revision.draft_history import histories
from aligner.revision.note_changes import notes_document, reported_notes
from aligner.segmentation.citations import cite, names
from aligner.values import Document, DocumentPair, Message, SegmentKind
from aligner.values.catalogue import Words, load
from aligner.values.comparison import Carried, Change, ChangeKind, Comparison, Decision, Edit, EditTag
from aligner.values.results import DraftSeries, RevisedPair
from aligner.view.decisions import note_decision
from aligner.view.markup import plain

Run = tuple[EditTag, str]
"""Words kept, deleted or inserted; a replacement is a deletion and an insertion."""


ELEMENTS: Final = {EditTag.EQUAL: "", EditTag.DELETE: "del", EditTag.INSERT: "ins"}
"""The elements of HTML for words that are kept, deleted and inserted."""

_SPECIAL: Final = re.compile(r"([\\`*_{}\[\]<>()#+\-.!|~&:@$^=\"'])")
_SPACE: Final = re.compile(r"\s+")
_ENTITIES: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "|": "&#124;"}


@dataclass(frozen=True, slots=True)
class AmendmentLine:
    """One amendment of one language.

    Attributes:
        language: of the text.
        old_version: the draft before.
        new_version: the draft after.
        old_place: the paragraph as cited before, or empty.
        new_place: the paragraph as cited now, or empty.
        kind: the kind of change, in words.
        runs: its text, with deletions and insertions, and a visible divider between cells of a row.
        carried: language → whether it has the amendment too, in words.
        missing: the languages that do not have it.
        of_note: whether it concerns a footnote rather than a paragraph.
        decision: what was decided on it, in words.
        comment: the comment on it.
    """

    language: str
    old_version: str
    new_version: str
    old_place: str
    new_place: str
    kind: str
    runs: tuple[Run, ...]
    carried: tuple[tuple[str, str], ...]
    missing: frozenset[str] = frozenset()
    of_note: bool = False
    decision: str = ""
    comment: str = ""


def of_comparison(comparison: Comparison, words: Words | None = None) -> list[AmendmentLine]:
    """Return the amendments of every language, worded in `words` or in English, and its changed footnotes.

    Paragraphs come first, in the order of their newer draft; then the footnotes that were added,
    deleted or reworded, cited by their marks.
    """
    say = words or load()
    return [*_paragraphs(comparison, say), *_notes(comparison, say)]


def _paragraphs(comparison: Comparison, say: Words) -> Iterator[AmendmentLine]:
    followed = {(each.drafts, each.change): each for each in comparison.amendments}
    for drafts, revision in comparison.revisions.items():
        documents = [comparison.documents[key] for key in drafts]
        decisions = comparison.decisions.get(drafts, {})
        for number, change in enumerate(revision.changes):
            if change.is_amendment:
                amendment = followed.get((drafts, number))
                states = () if amendment is None else amendment.shown_states()
                yield _line(drafts, documents, change, states, decisions.get(number), say)


def _notes(comparison: Comparison, say: Words) -> Iterator[AmendmentLine]:
    followed = {id(note.change): states for note, states in note_amendments(comparison)}
    for drafts, revision in comparison.revisions.items():
        documents = [notes_document(comparison.documents[key]) for key in drafts]
        for change in (each for each in reported_notes(revision) if each.is_amendment):
            states = ((code, state, None) for code, (state, _) in followed.get(id(change), {}).items())
            decision = note_decision(comparison, drafts, change)
            yield _line(drafts, documents, change, states, decision, say, of_note=True)


def _line(
    drafts: DocumentPair,
    documents: Sequence[Document],
    change: Change,
    states: Iterable[tuple[str, Carried, Message | None]],
    decision: Decision | None,
    say: Words,
    *,
    of_note: bool = False,
) -> AmendmentLine:
    """Return a line on a change of paragraphs, or of the footnotes that are made into `documents`."""
    (old, new), known = drafts, tuple(states)
    sides = list(zip(documents, (change.old, change.new), strict=True))
    segments = [document.segments[span.start : span.stop] for document, span in sides]
    if of_note:
        places = [", ".join(say("mark.note", mark=note.label) for note in notes) for notes in segments]
    else:
        places = [say.place(cite(*side)) for side in sides]
    runs = runs_of(change.edits, *(document.joined(span) for document, span in sides))
    if any(segment.kind is SegmentKind.ROW for side in segments for segment in side):
        runs = ((tag, divided(text)) for tag, text in runs)
    return AmendmentLine(
        language=new.language,
        old_version=legal(old.version),
        new_version=legal(new.version),
        old_place=legal(places[0]),
        new_place=legal(places[1]),
        kind=say(f"kind.{change.kind}"),
        runs=tuple((tag, legal(text)) for tag, text in runs),
        carried=tuple((language, _state(state, reason, say)) for language, state, reason in known),
        missing=frozenset(language for language, state, _ in known if state is Carried.NOT_CARRIED_OVER),
        of_note=of_note,
        decision=say(f"decision.{decision.kind}") if decision and decision.kind else "",
        comment=legal(decision.comment) if decision else "",
    )


def _state(state: Carried, reason: Message | None, say: Words) -> str:
    said, why = say(f"state.{state}"), say.render(reason)
    return f"{said} ({legal(why)})" if why and state is not Carried.CARRIED_OVER else said


def runs_of(edits: Iterable[Edit], old: str, new: str) -> Iterator[Run]:
    """Yield the words of two texts in order, deletions before their replacements.

    Differences in form are not marked.
    """
    for edit in edits:
        deleted, inserted = edit.old.of(old), edit.new.of(new)
        is_amendment = edit.amends(old, new)
        if deleted and is_amendment:
            yield EditTag.DELETE, deleted
        if inserted:
            yield EditTag.INSERT if is_amendment else EditTag.EQUAL, inserted


def in_elements(runs: Iterable[Run], write: Callable[[str], str]) -> str:
    """Return runs, each written by a function, deletions inside `del` and insertions inside `ins`."""
    parts = ((ELEMENTS[tag], write(text)) for tag, text in runs)
    return "".join(f"<{element}>{text}</{element}>" if element and text else text for element, text in parts)


def revision(result: RevisedPair, words: Words) -> bytes:
    """Return the amendments between two drafts, footnotes that changed among them."""
    return _page("", of_comparison(comparison_of(result), words), words)


def comparison(result: Comparison, words: Words) -> bytes:
    """Return the amendments of every language of a set, and which other languages have them."""
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
    drafts = [f"{line.old_version} → {line.new_version}" for line in lines]
    columns: dict[str, Iterable[str]] = {}
    if len(set(drafts)) > 1:
        columns[say("app.drafts")] = map(quoted, drafts)
    columns[say("table.old")] = [quoted(line.old_place) for line in lines]
    columns[say("table.new")] = [quoted(line.new_place) for line in lines]
    columns[say("table.what")] = [quoted(line.kind) for line in lines]
    columns[say("report.text")] = [_text(line.runs) for line in lines]
    for language in dict.fromkeys(language for line in lines for language, _ in line.carried):
        columns[_name(language, say)] = [quoted(dict(line.carried).get(language, "")) for line in lines]
    if any(line.decision or line.comment for line in lines):
        columns[say("decision.title")] = [quoted(line.decision) for line in lines]
        columns[say("decision.comment")] = [quoted(line.comment) for line in lines]
    yield row(columns)
    yield row("---" for _ in columns)
    yield from map(row, zip(*columns.values(), strict=True))


def row(cells: Iterable[str]) -> str:
    """Return a row of a table from cells without markup."""
    return f"| {' | '.join(cells)} |"


def _text(runs: Iterable[Run]) -> str:
    """Return a text with its changes as elements: asterisks do not work beside Chinese characters."""
    return in_elements(runs, lambda text: quoted(text.replace("\n", " ¶ "))).strip()


# The paragraphs of the last draft come first, in order, each with the draft that introduced it and
# the one that last changed it. Deleted paragraphs follow, with the draft that deleted them.

_HEADS: Final = ("place", "came in", "last changed", "what", "went", "text")


def history_rows(series: DraftSeries, words: Words, drafts: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Yield the cells of each paragraph under `_HEADS`, from the last draft that has it.

    Without a name, a paragraph is cited by its number in that draft. What happened to it is the change in
    the draft that last changed it, or how it was deleted; empty if it is as in the first draft.

    Args:
        series: the drafts.
        words: for the kinds of change.
        drafts: the name of each draft.
    """
    cited = [names(draft) for draft in series.drafts]
    leaving = [
        {segment: change.kind for change in revision.changes for segment in change.old}
        for revision in series.revisions
    ]
    found = histories(series.drafts, series.revisions)
    for history in sorted(found, key=lambda each: (-each.last_seen_in, each.appearances[-1].segment)):
        last, segment = history.last_seen_in, history.appearances[-1].segment
        changes = [each.change for each in history.appearances if each.change and each.change.is_amendment]
        kind = changes[-1].kind if changes else ChangeKind.INSERTED if history.introduced_in else None
        is_gone = last < len(leaving)
        kind = leaving[last][segment] if is_gone else kind
        draft = series.drafts[last]
        text = draft.text_of(segment)
        yield (
            words.place(cited[last][segment]) or f"¶{segment + 1}",
            drafts[history.introduced_in],
            drafts[history.last_changed_in],
            words(f"kind.{kind}") if kind else "",
            drafts[last + 1] if is_gone else "",
            divided(text) if draft.segments[segment].kind is SegmentKind.ROW else text,
        )


def _rows(series: DraftSeries, words: Words) -> Iterator[tuple[str, ...]]:
    yield _HEADS
    yield from history_rows(series, words, [draft.version for draft in series.drafts])


def table(result: DraftSeries) -> bytes:
    """CSV: a header, then one row per paragraph."""
    return comma_separated(map(legal, cells) for cells in _rows(result, load()))


def markdown(result: DraftSeries, words: Words) -> bytes:
    """Return the same as a table in Markdown."""
    heads, *lines = (row(quoted(cell) for cell in cells) for cells in _rows(result, words))
    whole = [heads, row("---" for _ in _HEADS), *lines]
    return "".join(f"{line}\n" for line in whole).encode("utf-8", "replace")
