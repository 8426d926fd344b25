"""The weights of amendments: the reason for each edit, and the order of lists."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sample import OP, PP, Paragraph, document

from aligner.revision.around_text import is_around
from aligner.revision.diff import diff
from aligner.revision.edit_types import typed
from aligner.revision.revise import revise
from aligner.revision.weigh import weigh, weigh_edit
from aligner.values import Change, Document, Edit, EditTag, Masthead, SegmentKind, Span, WeightReason


def heaviest(language: str, old: str, new: str) -> str:
    """The reason of the most important edit between two wordings."""
    edits = typed(diff(old, new, language), old, new, language)
    weights = [weigh_edit(edit, old, new, language) for edit in edits if edit.tag is not EditTag.EQUAL]
    return max(weights, key=lambda weight: weight.score).reason.value


@pytest.mark.parametrize(
    ("language", "old", "new", "reason"),
    [
        ("en", "Urges States to act", "Encourages States to act", "verb"),
        ("zh", "敦促各国采取行动", "鼓励各国采取行动", "verb"),
        ("en", "Urges", "Encourages", "verb"),
        ("en", "Decides to convene a forum", "Recommends convening a forum", "verb"),
        ("fr", "Décide de convoquer un forum", "Recommande de convoquer un forum", "verb"),
        ("es", "Decide convocar un foro", "Recomienda convocar un foro", "verb"),
        ("zh", "决定召开论坛", "建议召开论坛", "verb"),
        ("ar", "تقرر عقد منتدى", "توصي بعقد منتدى", "verb"),
        ("de", "beschließt, ein Forum einzuberufen", "empfiehlt, ein Forum einzuberufen", "verb"),
        ("en", "The Board shall report annually", "The Board may report annually", "modality"),
        ("zh", "委员会应提出报告", "委员会可以提出报告", "modality"),
        ("fr", "Le Comité doit se réunir", "Le Comité peut se réunir", "modality"),
        ("ru", "Комитет должен собираться", "Комитет может собираться", "modality"),
        ("es", "El Comité debe reunirse", "El Comité puede reunirse", "modality"),
        ("ar", "يجب على اللجنة أن تجتمع", "يجوز على اللجنة أن تجتمع", "modality"),
        ("de", "Der Ausschuss muss tagen", "Der Ausschuss kann tagen", "modality"),
        ("en", "within thirty days of receipt", "within sixty days of receipt", "number"),
        ("en", "by 3 May 2020 at the latest", "by 3 May 2021 at the latest", "date"),
        ("en", "States accept the report", "States never accept the report", "negation"),
        ("zh", "该规定适用于船舶", "该规定不适用于船舶", "negation"),
        ("zh", "船舶有权进入港口", "船舶无权进入港口", "negation"),
        ("ru", "Государства согласны", "Государства не согласны", "negation"),
        ("en", "Requests States to report", "Requests all States to report", "scope"),
        ("en", "bodies and organizations", "bodies and, where appropriate, organizations", "scope"),
        ("en", "measures against it", "measures, in accordance with national law, against it", "scope"),
        ("zh", "各国采取措施", "各国酌情采取措施", "scope"),
        ("fr", "les États prennent des mesures", "les États prennent, s’il y a lieu, des mesures", "scope"),
        ("ru", "государства принимают меры", "государства принимают, когда это уместно, меры", "scope"),
        ("es", "los Estados adopten medidas", "los Estados adopten, según proceda, medidas", "scope"),
        ("ar", "أن تتخذ الدول تدابير", "أن تتخذ الدول حسب الاقتضاء تدابير", "scope"),
        ("de", "die Staaten ergreifen Maßnahmen", "die Staaten ergreifen gegebenenfalls Maßnahmen", "scope"),
        ("en", "where necessary, bodies", "where appropriate, bodies", "wording"),
        ("en", "to support [and finance] it", "to support and finance it", "bracket"),
        ("en", "effective support for women", "effective assistance for women", "wording"),
        ("en", "as set out in paragraph 3 of it", "as set out in paragraph 4 of it", "reference"),
        ("en", "as in paragraph 5 (a) of it", "as in paragraph 6 (b) of it", "reference"),
        ("en", "as in 5 (a) of it", "as in 6 (b) of it", "reference"),
        ("en", "see A/56/1 on it", "see 12 on it", "reference"),
        ("en", "by 3 May 2020 at the latest", "by 2021 at the latest", "date"),
        ("en", "see document A/56/1 on it", "see document A/57/2 on it", "reference"),
        ("en", "the work of a committee on it", "the work of the committee on it", "editorial"),
        ("en", "the Programme which it adopted", "the Programme 4 which it adopted", "footnote"),
        ("en", "to promote cooperation in it", "to promote co-operation in it", "editorial"),
        ("ru", "для учащихсяинвалидов и других", "для учащихся-инвалидов и других", "editorial"),
        ("en", "at its session in Vienna;", "at its session in Vienna.", "form"),
    ],
)
def test_the_reason_of_an_edit(language: str, old: str, new: str, reason: str) -> None:
    assert heaviest(language, old, new) == reason


OLD: list[Paragraph] = [
    (SegmentKind.HEADING, None, None, "Draft resolution of the first committee"),
    (SegmentKind.TITLE, None, None, "Trafficking in persons and its prevention"),
    (PP, None, "PP1", "Recalling its earlier resolutions on trafficking in persons,"),
    (PP, None, "PP2", "Noting the report of the Secretary-General with concern,"),
    (OP, "1", "OP1", "Urges Member States to combat trafficking in persons;"),
    (OP, "2", "OP2", "Calls upon Member States to share their experience of investigations;"),
    (OP, "3", "OP3", "Requests the Office to report within three years on its technical assistance;"),
    (OP, "4", "OP4", "Invites donors to provide resources for the purposes of these activities;"),
]
NEW: list[Paragraph] = [
    (SegmentKind.HEADING, None, None, "Revised draft resolution of the first committee"),
    (SegmentKind.TITLE, None, None, "Trafficking in persons and its prevention"),
    (PP, None, "PP1", "Recalling its previous resolutions on trafficking in persons,"),
    (PP, None, "PP2", "Welcoming the report of the Secretary-General with concern,"),
    (OP, "1", "OP1", "Encourages Member States to combat trafficking in persons;"),
    (OP, "2", "OP2", "Calls upon Member States to share their experience of criminal investigations;"),
    (OP, "3", "OP3", "Requests the Office to report within five years on its technical assistance;"),
    (OP, "4", "OP4", "Invites all donors to provide resources for the purposes of these activities;"),
    (OP, "5", "OP5", "Decides to remain seized of the matter and to review its implementation."),
]


@pytest.fixture(scope="module")
def drafts() -> tuple[Document, Document, list[Change]]:
    old, new = document("en", "old", OLD), document("en", "new", NEW)
    return old, new, [change for change in revise(old, new).changes if change.is_amendment]


def test_the_order_of_amendments(drafts: tuple[Document, Document, list[Change]]) -> None:
    old, new, changes = drafts
    found = sorted(changes, key=lambda change: -weigh(change, old, new).score)
    assert [(new.segments[c.new.start].place, weigh(c, old, new).score) for c in found] == [
        ("OP1", pytest.approx(0.92 + 0.04 * 3 / 6)),
        ("OP5", pytest.approx(0.80 + 0.04 * 72 / 400)),
        ("OP3", pytest.approx(0.74 + 0.04 * 5 / 400)),
        ("PP2", pytest.approx(0.7 * 0.9333, abs=1e-4)),  # a third as strong as the strongest change
        ("OP4", pytest.approx(0.56 + 0.04 * 4 / 400)),
        ("OP2", pytest.approx(0.36 + 0.13 * 9 / 400, abs=1e-4)),
        ("PP1", pytest.approx(0.7 * (0.36 + 0.13 * 8 / 400), abs=1e-4)),
        (None, 0.02),
    ]
    assert weigh(found[-1], old, new).reason is WeightReason.MASTHEAD


def test_a_long_new_paragraph_is_one_however_long_and_whatever_it_says() -> None:
    shall = "The Board shall report to the Assembly."
    long = " ".join([shall.replace("shall report", "reports")] * 30)
    for text in (shall, long):
        old = document("en", "old", OLD)
        new = document("en", "new", [*OLD, (OP, "5", "OP5", text)])
        (change,) = [each for each in revise(old, new).changes if each.is_amendment]
        weight = weigh(change, old, new)
        assert weight.reason is WeightReason.PARAGRAPH
        assert weight.score < weigh_edit(*modal("may")).score


def test_wording_matters_less_than_what_is_beside_it_however_long() -> None:
    old, long = "Requests the Office to report.", "to assess the assistance that partners gave "
    reworded, bracketed = (
        [
            weigh_edit(edit, old, new, "en")
            for edit in typed(diff(old, new, "en"), old, new, "en")
            if edit.tag is not EditTag.EQUAL
        ]
        for new in (old.replace("to ", 30 * long + "to "), old.replace("report", "[report]"))
    )
    assert reworded[0].reason is WeightReason.WORDING
    assert reworded[0].score < min(each.score for each in bracketed)


def modal(word: str) -> tuple[Edit, str, str, str]:
    old, new = "The Board shall report", f"The Board {word} report"
    (edit,) = (each for each in diff(old, new, "en") if each.tag is not EditTag.EQUAL)
    return edit, old, new, "en"


def test_the_meeting_line_below_a_resolution_matters_least() -> None:
    enacting: Paragraph = (SegmentKind.ENACTING, None, None, "The General Assembly,")
    meeting: Paragraph = (SegmentKind.SIGNATURE, None, None, "58th plenary meeting 9 December 2025")
    old = document("en", "old", [*OLD[:2], enacting, *OLD[2:]])
    new = document("en", "new", [*OLD[:2], enacting, *OLD[2:], meeting])
    (change,) = (change for change in revise(old, new).changes if change.is_amendment)
    assert weigh(change, old, new).reason is WeightReason.MASTHEAD


def test_the_masthead_of_a_report_is_outside_its_text() -> None:
    issued = [
        (SegmentKind.HEADING, None, None, "Distr.: General"),
        (SegmentKind.TITLE, None, None, "Budget of the force"),
        (SegmentKind.PARAGRAPH, "1", None, "The Committee considered the report of the force."),
    ]
    masthead = Masthead(symbol="A/80/604", distribution="General")
    old = replace(document("en", "old", issued), masthead=masthead)
    new = replace(document("en", "new", issued[1:]), masthead=masthead)
    (change,) = (change for change in revise(old, new).changes if change.is_amendment)
    assert weigh(change, old, new).reason is WeightReason.MASTHEAD
    law, later = replace(old, masthead=Masthead()), replace(new, masthead=Masthead())
    assert weigh(change, law, later).reason is WeightReason.PARAGRAPH
    numbered = (replace(draft, masthead=Masthead(symbol="A/80/604")) for draft in (old, new))
    assert weigh(change, *numbered).reason is WeightReason.MASTHEAD


def test_the_masthead_of_a_draft_reaches_to_the_last_title_above_its_text() -> None:
    issued = [
        (SegmentKind.TITLE, None, None, "Crime prevention and criminal justice"),
        (SegmentKind.PARAGRAPH, None, None, "Austria and Peru: draft resolution"),
        (SegmentKind.TITLE, None, None, "Measures against trafficking in persons"),
        *OLD[2:],
    ]
    draft = document("en", "old", issued)
    found = [is_around(draft, Span(place, place + 1)) for place in range(len(issued))]
    assert found == [True, True] + [False] * (len(issued) - 2)


def test_a_paragraph_that_stays_weighs_as_form() -> None:
    draft = document("en", "old", OLD)
    (*_, change) = revise(draft, draft).changes
    assert weigh(change, draft, draft).reason is WeightReason.FORM
