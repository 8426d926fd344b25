"""Amendments made in one language that another language lacks."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from aligner.checks.material import Check, Material, Words
from aligner.comparison.drafts import Links, message_on_words
from aligner.comparison.note_carry_over import NoteEdits, Rewordings, reworded_since
from aligner.comparison.updating.behind import languages_behind, to_carry_over
from aligner.values import Message, Span, bare, shorten
from aligner.values.comparison import Amendment, Carried, Change, ChangeKind, DocumentKey, Finding, Severity

_SHOWN: Final = 60
_SEVERITY: Final = {
    Carried.NOT_CARRIED_OVER: Severity.ERROR,
    Carried.PARTLY: Severity.WARNING,
    Carried.AMENDED_HERE_ONLY: Severity.INFO,
    Carried.UNKNOWN: Severity.INFO,
}


def _run(material: Material) -> Iterator[Finding]:
    pivot = material.comparison.pivot
    for language, key in languages_behind(material.comparison).items():
        yield from _for_older_draft(material, language, key.version)
        yield from notes_to_carry_over(material, key)
    for amendment in material.comparison.amendments:
        if _is_blank(material, amendment):
            continue
        if amendment.language == pivot:
            for language, state in amendment.states.items():
                if state in _SEVERITY:
                    yield _missing(material, amendment, language, state)
        elif amendment.states.get(pivot) is Carried.AMENDED_HERE_ONLY:
            yield _only_here(material, amendment)
    yield from notes_not_carried_over(material)


def _for_older_draft(material: Material, language: str, version: str) -> Iterator[Finding]:
    """Findings for a language with an older draft: a summary, then each amendment to carry over."""
    amendments = [
        amendment
        for amendment in to_carry_over(material.comparison, language)
        if not _is_blank(material, amendment)
    ]
    if not amendments:
        return
    summary = Message("amendments.stands_at", version=version, count=len(amendments))
    yield Finding(CHECK.id, Severity.WARNING, (), language, None, "", "", summary)
    for amendment in amendments:
        before, after = _words(material, amendment)
        words = _description(material, amendment, before, after)
        message = Message("amendments.to_carry_over", language=amendment.language, words=words)
        rows, span = _placed(material, _row(material, amendment), language)
        wanted = after or before
        yield Finding(CHECK.id, Severity.INFO, rows, language, span, _abridged(wanted), "", message, wanted)


def follows_from_an_older_draft(material: Material) -> Callable[[Finding], bool]:
    """Return a predicate for findings of other checks that only reflect an older draft.

    A finding follows from it if its language, or the one it is compared with, is behind the pivot, and
    it concerns the whole document or a row in which the pivot has changed since that draft, even if only
    in its number.
    """
    comparison = material.comparison
    links = Links(comparison.alignments)
    changed = {
        language: set(_changed_rows(material, here, links))
        for language, here in languages_behind(comparison).items()
        if to_carry_over(comparison, language) or any(reworded_since(comparison, here))
    }

    def follows(finding: Finding) -> bool:
        if finding.check == CHECK.id:
            return False
        compared = {finding.language, finding.message.fields.get("pivot")}
        behind = [rows for language, rows in changed.items() if language in compared]
        return any(not finding.rows or not rows.isdisjoint(finding.rows) for rows in behind)

    return follows


def _changed_rows(material: Material, here: DocumentKey, links: Links) -> Iterator[int]:
    """Yield the rows that the pivot changed since a draft, in a footnote too, or of their counterparts."""
    comparison = material.comparison
    order = comparison.version_order
    for (old, new), revision in comparison.revisions.items():
        if old.language != comparison.pivot or order[old.version] < order[here.version]:
            continue
        for change in revision.changes:
            if change.kind in (ChangeKind.UNCHANGED, ChangeKind.FORM_ONLY, ChangeKind.RECOGNISED):
                continue
            places = [(old, index) for index in change.old] + [(new, index) for index in change.new]
            places += [(here, index) for index in links.reach(old, here, change.old)]
            rows = (material.row_of(*place) for place in places)
            yield from (row for row in rows if row is not None)
    for note in reworded_since(comparison, here):
        row = None if note.paragraph is None else material.row_of(note.drafts[1], note.paragraph)
        yield from () if row is None else (row,)


def _change(material: Material, amendment: Amendment) -> Change:
    return material.comparison.revisions[amendment.drafts].changes[amendment.change]


def _is_blank(material: Material, amendment: Amendment) -> bool:
    """Whether an amendment concerns only blank lines, which translations need not keep."""
    change = _change(material, amendment)
    old, new = (material.comparison.documents[key] for key in amendment.drafts)
    return not any(
        document.text_of(index).strip() or document.segments[index].label
        for document, span in ((old, change.old), (new, change.new))
        for index in span
    )


def _row(material: Material, amendment: Amendment) -> int | None:
    old, new = amendment.drafts
    change = _change(material, amendment)
    key, span = (new, change.new) if change.new else (old, change.old)
    return material.row_of(key, span.start)


def _placed(material: Material, row: int | None, language: str) -> tuple[tuple[int, ...], Span | None]:
    """Return the row of an amendment, if any, and the span of a language's newest draft in that row."""
    side = None if row is None else material.side(row, material.newest[language])
    return () if row is None else (row,), side.whole if side else None


def _missing(material: Material, amendment: Amendment, language: str, state: Carried) -> Finding:
    before, after = _words(material, amendment)
    words = _description(material, amendment, before, after)
    lost = amendment.missing.get(language, ())
    before, after = _words(material, amendment, [edit.edit for edit in lost]) if lost else (before, after)
    message = _message(state, amendment.language, words, _because(amendment, language))
    rows, span = _placed(material, _row(material, amendment), language)
    places = [edit.where for edit in lost if edit.where]
    span = places[0] if places and amendment.new_version == material.newest[language].version else span
    wanted = after or before
    return Finding(CHECK.id, _SEVERITY[state], rows, language, span, _abridged(wanted), "", message, wanted)


def _message(state: Carried, language: str, words: Message, because: dict[str, Message]) -> Message:
    if state is Carried.PARTLY:
        return Message("amendments.partly", language=language, words=words, **because)
    if state is Carried.UNKNOWN:
        return Message("amendments.perhaps", language=language, words=words, **because)
    return Message("amendments.not_carried_over", language=language, words=words, **because)


def _only_here(material: Material, amendment: Amendment) -> Finding:
    before, after = _words(material, amendment)
    words, pivot = _description(material, amendment, before, after), material.comparison.pivot
    because = _because(amendment, pivot)
    message = Message("amendments.here_only", pivot=pivot, words=words, **because)
    rows, span = _placed(material, _row(material, amendment), amendment.language)
    severity = Severity.INFO if because else Severity.WARNING
    texts = _abridged(before), _abridged(after)
    return Finding(CHECK.id, severity, rows, amendment.language, span, *texts, message, before, after)


def _because(amendment: Amendment, language: str) -> dict[str, Message]:
    """Return the reason given for a language, as a message field; empty if there is none."""
    reason = amendment.reasons.get(language)
    return {} if reason is None else {"reason": reason}


def _words(material: Material, amendment: Amendment, chosen: Sequence[int] = ()) -> tuple[Words, Words]:
    """Return the removed and the added words, a string per edit: of all edits, or of the `chosen` ones."""
    old, new = (material.comparison.documents[key] for key in amendment.drafts)
    change = _change(material, amendment)
    before, after = old.joined(change.old), new.joined(change.new)
    numbers = chosen or range(len(change.edits))
    edits = [edit for edit in map(change.edits.__getitem__, numbers) if edit.amends(before, after)]
    return _parts(before, [edit.old for edit in edits]), _parts(after, [edit.new for edit in edits])


def _parts(text: str, spans: Iterable[Span]) -> Words:
    return tuple(part for span in spans if (part := bare(span.of(text))))


def _abridged(parts: Words) -> str:
    return shorten(" … ".join(parts), _SHOWN)


def _description(material: Material, amendment: Amendment, before: Words, after: Words) -> Message:
    """Return a description of an amendment, quoting the words it changed, if any."""
    removed, added = _abridged(before), _abridged(after)
    if removed or added:
        return message_on_words(removed, added)
    return Message("amendments.paragraph", kinds=(_change(material, amendment).kind.value,))


CHECK: Final = Check("amendments", Severity.ERROR, _run)


def notes_not_carried_over(material: Material) -> Iterator[Finding]:
    """Yield a finding for each footnote that only the pivot, or only another language, reworded."""
    comparison = material.comparison
    pivot, rewordings = comparison.pivot, Rewordings(comparison)
    for key in material.others:
        for note, theirs in rewordings.only_in(pivot, key.language):
            edits = NoteEdits.of(comparison, note)
            state = edits.state(theirs, key.language)
            if state is not Carried.CARRIED_OVER:  # an error if the rewording matters
                because = {"reason": Message("reason.reworded")} if state is Carried.UNKNOWN else {}
                message = _message(state, pivot, edits.message(theirs.mark), because)
                yield _finding(material, edits, _SEVERITY[state], key, message)
        for note, theirs in rewordings.only_in(key.language, pivot):
            edits = NoteEdits.of(comparison, note)
            if edits.state(theirs, pivot) is not Carried.CARRIED_OVER:
                message = Message("amendments.here_only", pivot=pivot, words=edits.message())
                yield _finding(material, edits, Severity.INFO, key, message)


def notes_to_carry_over(material: Material, here: DocumentKey) -> Iterator[Finding]:
    """Yield a finding for each footnote that the pivot reworded since a language's older draft."""
    for note in reworded_since(material.comparison, here):
        edits, language = NoteEdits.of(material.comparison, note), note.drafts[1].language
        message = Message("amendments.to_carry_over", language=language, words=edits.message())
        yield _finding(material, edits, Severity.INFO, here, message)


def _finding(
    material: Material, edits: NoteEdits, severity: Severity, key: DocumentKey, message: Message
) -> Finding:
    """Build a finding at the paragraph that has the footnote's mark, in the newest draft of a language."""
    new, paragraph = edits.note.drafts[1], edits.note.paragraph
    row = None if paragraph is None else material.row_of(new, paragraph)
    rows, span = _placed(material, row, key.language)
    if new.language == key.language:
        texts = shorten(edits.before, _SHOWN), shorten(edits.after, _SHOWN)
        return Finding(CHECK.id, severity, rows, key.language, span, *texts, message)
    expected = shorten(edits.after or edits.before, _SHOWN)
    return Finding(CHECK.id, severity, rows, key.language, span, expected, "", message)
