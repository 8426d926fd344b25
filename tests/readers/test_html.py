"""The report: equal to the reviewed golden file, safe with hostile text, and readable."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
import sample
from hostile import HOSTILE, Page, poisoned

from aligner.comparison.single_result import from_alignment, from_revision
from aligner.formats.html import amendment_matrix
from aligner.formats.html.report import render, render_view
from aligner.languages.numerals import printed_label
from aligner.values import Amendment, Carried, DocumentKey, Message
from aligner.values.catalogue import load
from aligner.view.build import build
from aligner.view.markup import escape, visible
from aligner.view.one_page_summary import AmendmentGroupKind
from aligner.view.summarise import summary_of


@pytest.fixture(scope="module")
def html() -> str:
    return render(sample.comparison())


def test_the_report_equals_the_reviewed_one(html: str, golden: Path) -> None:
    """After a deliberate change: write `html` to the file, open it in a browser, and look."""
    expected = (golden / "report.html").read_text(encoding="utf-8")
    assert _body(html) == _body(expected)


def _body(html: str) -> list[str]:
    return re.sub(r"<style>.*?</style>", "", html, flags=re.S).splitlines()


def test_nothing_is_fetched_and_nothing_runs(html: str) -> None:
    page = Page(html)
    assert not {tag for tag, _ in page.tags} & {"script", "link", "img", "iframe", "object", "form", "input"}
    assert not page.having("src")
    assert all(address.startswith("#") for address in page.having("href"))
    assert not [key for _, attributes in page.tags for key in attributes if key.startswith("on")]
    style = re.search(r"<style>(.*?)</style>", html, re.S)
    assert style is not None
    assert not re.search(r"url\(|@import|https?:", style[1])


def test_every_link_has_a_target_and_every_id_is_one(html: str) -> None:
    page = Page(html)
    ids = page.having("id")
    assert len(ids) == len(set(ids))
    assert {address[1:] for address in page.having("href")} <= set(ids)


def test_each_cell_has_language_and_direction(html: str) -> None:
    cells = [a for tag, a in Page(html).tags if tag == "td" and "data-column" in a]
    assert {(cell["lang"], cell["dir"]) for cell in cells} == {
        ("zh", "ltr"),
        ("en", "ltr"),
        ("fr", "ltr"),
        ("ru", "ltr"),
        ("ar", "rtl"),
    }
    assert len(cells) == 12 * 5


def test_arabic_labels_have_their_dash_and_direction(html: str) -> None:
    """Digits have no direction of their own, so the dash would come before them."""
    labels = re.findall(r'<span class="label(?: old)?">(<bdi.*?</bdi>)', html)
    assert '<bdi dir="rtl">1 -</bdi>' in labels
    assert "<bdi>1.</bdi>" in labels
    assert not any("rtl" in label and "." in label for label in labels)


def test_changes_are_announced_in_words(html: str) -> None:
    main = html.split("<main>")[1].split("</main>")[0]
    for tag, begin, end in (("ins", "inserted:", "end of insertion"), ("del", "deleted:", "end of deletion")):
        words = [found for found in re.findall(rf"<{tag}>(.*?)</{tag}>", main) if "<a " not in found]
        assert len(words) > 15
        assert all(f"> {begin} </span>" in inside and f"> {end} </span>" in inside for inside in words)
    text = " ".join("".join(Page(html).text).split())
    assert "inserted: 鼓励 end of insertion" in text
    assert "deleted: 敦促 end of deletion" in text


def test_square_brackets_come_only_from_the_text(html: str) -> None:
    found = set(re.findall(r"\[[^\]]*\]", "".join(Page(html).text)))
    assert found == {
        "[合作]",
        "[cooperation]",
        "[coopération]",
        "[сотрудничество]",
        "[التعاون]",
        "[Square brackets]",
    }


def test_status_and_notes_are_shown(html: str) -> None:
    text = "".join(Page(html).text)
    assert "working translation, not an official UN text" in text
    assert "The earlier draft is reconstructed for illustration." in text
    assert "Made with aligner 0.1.0 · encoder sample 1 · unit: paragraph" in text


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(text: str, html: str) -> None:
    page = Page(render(poisoned(text)))
    known = {tag for tag, _ in Page(html).tags} | {"ins", "del"}
    attributes = {key for _, found in Page(html).tags for key in found}
    assert {tag for tag, _ in page.tags} <= known
    assert {key for _, found in page.tags for key in found} <= attributes | {"data-type"}
    assert all(address.startswith("#") for address in page.having("href"))
    everything = "".join(page.text)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", everything)


@pytest.mark.parametrize("text", HOSTILE)
def test_title_source_and_status_are_whole(text: str) -> None:
    page = Page(render(poisoned(text)))
    everything = "".join(page.text)
    shown = Page(f"<p>{escape(text)}</p>").text
    assert everything.count("".join(shown)) >= 6  # title twice, remark, status, file, signature


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a<b", "a&lt;b"),
        ("\x00\x1b\x7f", "␀␛␡"),
        ("\t\n", "\t\n"),
        ("\u202e", "‹RLO›"),
        ("\u200f", "\u200f"),
        ("\x85\ufffe\ud800", "\ufffd\ufffd\ufffd"),
        ("𠀀", "𠀀"),
    ],
)
def test_escape(text: str, expected: str) -> None:
    assert escape(text) == expected


def test_an_invisible_insertion_is_spelt_out() -> None:
    assert visible("\u200b\ufeff") == "‹U+200B›‹U+FEFF›"
    assert visible(" ") == " "


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("5", "5."),
        ("5 bis", "5 bis."),
        ("(a)", "(a)"),
        ("第二十七条", "第二十七条"),
        ("8-бис", "8-бис."),
        (None, ""),
    ],
)
def test_labels_as_printed(label: str | None, expected: str) -> None:
    assert printed_label(label, "en") == expected


def test_amendments_are_listed_under_what_is_known_of_them() -> None:
    """What could not be checked, or was amended in one language, is not said to be missing elsewhere."""
    made = sample.comparison()
    told = [Carried.UNKNOWN, Carried.AMENDED_HERE_ONLY]
    amendments = tuple(
        replace(
            each,
            states=dict.fromkeys(each.states, told.pop() if told and each.states else Carried.CARRIED_OVER),
        )
        for each in made.amendments
    )
    page = render(replace(made, amendments=amendments))
    matrix = page[page.index('<table class="summary">') : page.index('<section class="matrix"')]
    assert "Not carried over" not in matrix
    assert 'aria-label="cannot tell' in matrix


def test_one_version_only_has_no_summary() -> None:
    comparison = sample.comparison(["zh", "en"])
    source, target = (comparison.documents[DocumentKey(code, "rev1")] for code in ("zh", "en"))
    alignment = next(iter(comparison.alignments.values()))
    html = render(from_alignment(source, target, alignment))
    text = "".join(Page(html).text)
    assert "各国 [合作] 𠀀" in text
    assert "Amendments" not in text
    assert "<ins>" not in html.split("<main>")[1]


def test_a_language_with_one_draft_is_reported_as_unchecked() -> None:
    whole = sample.comparison(["zh", "en", "fr"])
    lacking = "Not checked, because one of the two drafts is missing: {}."
    for left in (["fr"], ["en", "fr"]):
        comparison = replace(
            whole,
            revisions={
                keys: reported for keys, reported in whole.revisions.items() if keys[0].language not in left
            },
            amendments=tuple(
                replace(
                    each, states=dict.fromkeys({"zh", "en"} - {*left, each.language}, Carried.CARRIED_OVER)
                )
                for each in whole.amendments
                if each.language not in left
            ),
        )
        text = "".join(Page(render(comparison)).text)
        assert lacking.format(", ".join(load()(f"language.{code}") for code in left)) in text
        assert "Every amendment reached" not in text
    assert "Not checked" not in "".join(Page(render(whole)).text)


def test_one_language_only_has_no_claim_about_others() -> None:
    old, new = sample.drafts("ar")
    html = render(from_revision(old, new, sample.revision(old, new)))
    text = "".join(Page(html).text)
    assert load()("report.missing_unchecked") not in text
    assert "Every amendment reached" not in text
    assert html.count("<ins") > 5


def test_an_amendment_without_a_place_is_of_this_paragraph() -> None:
    comparison = sample.comparison(["zh", "ru"])
    documents = {
        key: replace(d, segments=tuple(replace(s, place=None, label=None) for s in d.segments))
        for key, d in comparison.documents.items()
    }
    html = render(replace(comparison, documents=documents))
    assert 'title="the amendment of this paragraph (Chinese) did not reach this language"' in html
    assert "moved from <bdi>another place</bdi>" in html


def test_only_the_given_rows_are_written() -> None:
    view = build(sample.comparison(["zh"]))
    assert render_view(view, rows=view.rows[:11]).count('<tr id="r') == 11


def test_headings_of_columns_run_as_their_language_does(html: str) -> None:
    """Also beside words of the other direction: "English rev1" stays so in an Arabic page."""
    head = Page(html).tags
    columns = [dict(given)["dir"] for tag, given in head if tag == "th" and "dir" in dict(given)]
    assert '<span class="version"><bdi>' in html  # aligned as the heading, whatever its own direction
    assert columns == ["rtl" if language == "ar" else "ltr" for language in sample.LANGUAGES]
    assert '<bdi lang="en" dir="ltr">English <bdi>rev1</bdi></bdi>' in html


def test_the_summary_says_the_answer_and_has_the_matrix_with_what_is_missing_first() -> None:
    comparison = sample.comparison()
    whole = summary_of(build(comparison), "en", whole=True)
    page = render(comparison)
    assert escape(load().render(whole.headline)) in page
    assert whole.groups[0].kind is AmendmentGroupKind.NOT_CARRIED
    assert whole.total == sum(len(group.lines) for group in whole.groups)
    start = page.index('<table class="summary">')
    assert page[start : page.index("</table>", start)].count('<th scope="row"') == whole.total


def test_the_summary_folds_what_every_language_has_where_there_is_much(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(amendment_matrix, "MANY", 1)
    page = render(sample.comparison())
    folded = page[page.index("<details><summary>and ") :]
    assert "▲" not in folded[: folded.index("</details>")]
    assert "▲" in page[page.index('<table class="summary">') : page.index("<details><summary>and ")]
    alone = render(sample.comparison(["en"]))
    assert "<details><summary>All</summary>" in alone, "none is listed before them"


def test_the_summary_names_what_is_unknown_and_what_the_pivot_lacks() -> None:
    comparison = sample.comparison()
    alone = Amendment("en", sample.OLD, sample.NEW, 3, {"zh": Carried.AMENDED_HERE_ONLY})
    reason = Message("reason.verb_as_before", verb="Urges")
    lacking = Amendment("zh", sample.OLD, sample.NEW, 2, {"fr": Carried.NOT_CARRIED_OVER}, {"fr": reason})
    unknown = Amendment("zh", sample.OLD, sample.NEW, 1, {"ar": Carried.UNKNOWN})
    page = render(replace(comparison, amendments=(unknown, lacking, alone)))
    for said in ("cannot tell", "amended here only"):
        assert f'aria-label="{said}"' in page
    assert "French: the opening verb there is Urges, as before" in page
    assert "Every amendment reached" not in page
