"""A small document set made by hand: five languages, two drafts, every kind of change."""

from __future__ import annotations

from collections.abc import Sequence

from aligner.values import (
    Alignment,
    Amendment,
    Bead,
    Carried,
    Change,
    ChangeKind,
    Comparison,
    Document,
    DocumentKey,
    Edit,
    EditTag,
    Footnote,
    NoteMark,
    Revision,
    Row,
    Segment,
    SegmentKind,
    Signature,
    Span,
    verbatim,
)

LANGUAGES = ("zh", "en", "fr", "ru", "ar")
OLD, NEW = "draft", "rev1"
INSERTED = 7  # the paragraph that French lacks

Paragraph = tuple[SegmentKind, str | None, str | None, str]

OP, PP, TITLE = SegmentKind.OPERATIVE, SegmentKind.PREAMBULAR, SegmentKind.TITLE

_WORDS = {
    "zh": ("标题", "回顾", "敦促", "鼓励", "各国", "[合作]", "会议", "报告。另行"),
    "en": ("Title", "Recalling", "Urges", "Encourages", "all States", "[cooperation]",
           "meetings", "reports. Also"),
    "fr": ("Titre", "Rappelant", "Exhorte", "Encourage", "tous les États", "[coopération]",
           "réunions", "rapports. Aussi"),
    "ru": ("Название", "ссылаясь на", "призывает", "рекомендует", "все государства", "[сотрудничество]",
           "заседания", "доклады. Также"),
    "ar": ("العنوان", "إذ تشير", "تحث", "تشجع", "جميع الدول", "[التعاون]", "اجتماعات", "تقارير. وأيضا"),
}  # fmt: skip


def document(
    language: str,
    version: str,
    paragraphs: Sequence[Paragraph],
    *,
    notes: Sequence[str] = (),
    marks: Sequence[tuple[int, int, str]] = (),
    **fields: str,
) -> Document:
    """A document of paragraphs (kind, label, place, text); `marks` are (paragraph, offset, mark)."""
    segments, parts, start = [], [], 0
    for index, (kind, label, place, text) in enumerate(paragraphs):
        own = tuple(NoteMark(mark, start + offset) for at, offset, mark in marks if at == index)
        page = 1 + index // 5
        segments.append(Segment(Span(start, start + len(text)), kind, label, own, place, page))
        parts.append(text)
        start += len(text) + 1
    return Document(
        language=language,
        version=version,
        text="\n".join(parts),
        segments=tuple(segments),
        footnotes=tuple(Footnote(str(n), text) for n, text in enumerate(notes, 1)),
        **fields,
    )


def edits(*runs: tuple[str, str]) -> tuple[Edit, ...]:
    """An edit script from (old, new) runs."""
    made, old, new = [], 0, 0
    for before, after in runs:
        if before == after:
            tag = EditTag.EQUAL
        else:
            tag = EditTag.REPLACE if before and after else EditTag.DELETE if before else EditTag.INSERT
        made.append(Edit(tag, Span(old, old + len(before)), Span(new, new + len(after))))
        old, new = old + len(before), new + len(after)
    return tuple(made)


def drafts(language: str) -> tuple[Document, Document]:
    """The older and the newer draft of one language."""
    title, recalling, urges, encourages, states, brackets, meetings, reports = _WORDS[language]
    first, second = reports.split(". " if ". " in reports else "。")
    old = document(
        language,
        OLD,
        [
            (TITLE, None, None, title),
            (PP, None, "PP1", f"{recalling} 2017"),
            (OP, "1", "OP1", f"{urges} {states} {brackets} 𠀀"),
            (OP, "2", "OP2", f"{meetings} 2018"),
            (OP, "3", "OP3", f"{first}. {second}"),
            (OP, "4", "OP4", f"{states} A"),
            (OP, "5", "OP5", f"{states} B"),
            (OP, "6", "OP6", f"{recalling} {meetings}"),
            (OP, "6 bis", "OP7", f"{meetings} {states}"),
            (OP, "8", "OP8", f"{brackets}"),
        ],
        notes=("A/RES/71/1", "A/RES/71/2"),
        marks=[(1, 2, "1"), (2, 3, "2")],
        source=f"draft.{language}.txt",
    )
    paragraphs: list[Paragraph] = [
        (TITLE, None, None, title),
        (PP, None, "PP1", f"{recalling} 2018"),
        (OP, "1", "OP1", f"{urges if language == 'ru' else encourages} {states} {brackets} 𠀀"),
        (OP, "2", "OP2", f"{recalling} {meetings}!"),
        (OP, "3", "OP3", f"{first}."),
        (OP, "4", "OP4", second),
        (OP, "5", "OP5", f"{states} A {states} B"),
        (OP, "6", "OP6", f"{urges} {meetings}"),
        (OP, "7", "OP7", f"{meetings} {states}"),
        (OP, "8", "OP8", f"{brackets} ;"),
    ]
    if language == "fr":
        paragraphs = [*paragraphs[:INSERTED], *paragraphs[INSERTED + 1 :]]
    new = document(
        language,
        NEW,
        paragraphs,
        notes=("A/RES/71/1", "A/RES/71/9 new", "A/RES/71/2"),
        marks=[(1, 2, "1"), (1, 4, "2"), (2, 3, "3")],
        source=f"rev1.{language}.txt",
        status="" if language == "zh" else "working translation, not an official UN text",
    )
    return old, new


def revision(old: Document, new: Document) -> Revision:
    """The changes between the two drafts, made by hand."""

    def change(
        kind: ChangeKind, olds: tuple[int, int], news: tuple[int, int], *runs: tuple[str, str]
    ) -> Change:
        before, after = old.joined(range(*olds)), new.joined(range(*news))
        return Change(kind, Span(*olds), Span(*news), edits(*(runs or ((before, after),))))

    pp_old = old.text_of(1)
    op_old, op_new = old.text_of(2), new.text_of(2)
    verb_old, verb_new = op_old.split(" ")[0], op_new.split(" ")[0]
    split_old, split_new = old.text_of(4), new.joined((4, 5))
    merged_old = old.joined((5, 6))
    at = old.text_of(5)
    form = old.text_of(9)
    last = len(new) - 2
    inserted = (change(ChangeKind.INSERTED, (7, 7), (7, 8)),) if last > INSERTED else ()
    verb = ChangeKind.UNCHANGED if op_old == op_new else ChangeKind.EDITED
    return Revision(
        (
            change(ChangeKind.UNCHANGED, (0, 1), (0, 1)),
            change(ChangeKind.EDITED, (1, 2), (1, 2), (pp_old[:-4],) * 2, ("2017", "2018")),
            change(
                verb,
                (2, 3),
                (2, 3),
                (verb_old, verb_new),
                (op_old.removeprefix(verb_old),) * 2,
            ),
            change(ChangeKind.MOVED_EDITED, (7, 8), (3, 4), (old.text_of(7),) * 2, ("", "!")),
            change(ChangeKind.DELETED, (3, 4), (4, 4)),
            change(
                ChangeKind.SPLIT,
                (4, 5),
                (4, 6),
                (split_new.split("\n")[0],) * 2,
                (" ", "\n"),
                (split_old.split(". ")[1],) * 2,
            ),
            change(
                ChangeKind.MERGED, (5, 7), (6, 7), (at, at), ("\n", " "), (merged_old[len(at) + 1 :],) * 2
            ),
            *inserted,
            Change(
                ChangeKind.RENUMBERED, Span(8, 9), Span(last, last + 1), edits((old.text_of(8),) * 2), True
            ),
            change(ChangeKind.FORM_ONLY, (9, 10), (last + 1, last + 2), (form, form), ("", " ;")),
        ),
        n_old=len(old),
        n_new=len(new),
        footnote_changes=(
            _note(ChangeKind.UNCHANGED, (0, 1), (0, 1)),
            _note(ChangeKind.INSERTED, (1, 1), (1, 2)),
            _note(ChangeKind.RENUMBERED, (1, 2), (2, 3)),
        ),
        signature=Signature("0.1.0"),
    )


def _note(kind: ChangeKind, olds: tuple[int, int], news: tuple[int, int]) -> Change:
    """What happened to one footnote; the texts are those that `drafts` gives."""
    before = "A/RES/71/1" if olds[0] == 0 else "A/RES/71/2"
    runs = ("", "A/RES/71/9 new") if kind is ChangeKind.INSERTED else (before, before)
    return Change(kind, Span(*olds), Span(*news), edits(runs))


def comparison(languages: Sequence[str] = LANGUAGES, title: str = "Sample & set") -> Comparison:
    """The set: French lacks the insertion, Russian was not amended in OP1."""
    documents, revisions, spans = {}, {}, {}
    for language in languages:
        old, new = drafts(language)
        documents[DocumentKey(language, OLD)] = old
        documents[DocumentKey(language, NEW)] = new
        revisions[DocumentKey(language, OLD), DocumentKey(language, NEW)] = revision(old, new)
        spans[language] = DocumentKey(language, NEW)
    old_of = {0: 0, 1: 1, 2: 2, 3: 7, 4: 4, 6: 5, 8: 8, 9: 9}
    rows = []
    for index in range(10):
        if index == 4:
            rows.append(Row({DocumentKey(language, OLD): Span(3, 4) for language in languages}))
        cells = {}
        for language, key in spans.items():
            here = index - (language == "fr" and index > INSERTED)
            if language != "fr" or index != INSERTED:
                cells[key] = Span(here, here + 1)
        if index in old_of:
            width = 2 if index == 6 else 1
            cells |= {
                DocumentKey(language, OLD): Span(old_of[index], old_of[index] + width)
                for language in languages
            }
        rows.append(Row(cells, 0.4 if index == 9 else 0.9))
    pivot = languages[0]
    return Comparison(
        title=title,
        pivot=pivot,
        versions=(OLD, NEW),
        documents=documents,
        alignments={
            (spans[pivot], spans[other]): _alignment(documents[spans[pivot]], documents[spans[other]])
            for other in languages[1:]
        },
        revisions=revisions,
        rows=tuple(rows),
        amendments=_amendments(languages),
        signature=Signature("0.1.0", "sample", "1", (("unit", "paragraph"),)),
        notes=(verbatim("The earlier draft is reconstructed for illustration."),),
    )


def _alignment(source: Document, target: Document) -> Alignment:
    beads, at = [], 0
    for index in range(len(source)):
        width = 0 if len(target) < len(source) and index == INSERTED else 1
        beads.append(Bead(Span(index, index + 1), Span(at, at + width), 0.4 if index == 9 else 0.9))
        at += width
    return Alignment(tuple(beads), len(source), len(target))


def _amendments(languages: Sequence[str]) -> tuple[Amendment, ...]:
    """The pivot's amendments; change 2 (OP1) did not reach Russian, change 7 (an insertion) not French."""
    found = []
    for change in (1, 2, 3, 4, 5, 6, 7):
        states = dict.fromkeys(languages[1:], Carried.CARRIED_OVER)
        reasons = {}
        if change == 2 and "ru" in states:
            states["ru"], reasons["ru"] = Carried.NOT_CARRIED_OVER, verbatim("the verb is as it was")
        if change == 7 and "fr" in states:
            states["fr"] = Carried.NOT_CARRIED_OVER
        if change == 1 and "ar" in states:
            states["ar"] = Carried.UNKNOWN
        if change == 6 and "en" in states:
            states["en"] = Carried.PARTLY
        found.append(Amendment(languages[0], OLD, NEW, change, states, reasons))
    return tuple(found)
