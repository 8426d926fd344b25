"""Three users of the workbench, each doing a complete task on the demonstration set's files."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import docx
import openpyxl
import pytest
from lxml import etree
from translate.storage import tmx as toolkit_tmx
from visitor import LONG, SOON, Visitor, visitor

from aligner.formats.writing import export
from aligner.pipeline.run import DocumentInfo, diff_documents, open_document
from aligner.pipeline.tracked_drafts import open_tracked
from aligner.project import store

pytest.importorskip("playwright.sync_api", reason="needs the Playwright Python client")

from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser


# -- the translator -------------------------------------------------------------------


def test_the_translator(browser: Browser, app_address: str, corpus: Path, tmp_path: Path) -> None:
    """Two languages aligned, findings walked through, two links mended, a memory and a report taken away."""
    with visitor(browser, app_address) as person:
        person.come()
        person.drop(corpus / "rev1.zh.txt", corpus / "rev1.fr.txt")
        person.compare()
        _walks_the_findings(person)
        _spoils_and_mends_two_links(person)
        _reads_two_rows(person)
        memory = person.download("Aligned pair", "Translation memory", tmp_path)
        report = person.download("Everything", "Web page", tmp_path)
        person.unharmed()
    _holds_the_mended_links(memory, corpus)
    page = etree.HTML(report.read_bytes())
    assert len(page.findall(".//table[@class='text']/tbody/tr")) == 39
    assert "敦促" in report.read_text(encoding="utf-8")


def _walks_the_findings(person: Visitor) -> None:
    person.part("Findings")
    person.page.locator(".grouped-list").wait_for()
    person.part("Text")
    person.choose_row("PP1")
    places = []
    for _ in range(3):
        person.key("f")
        expect(person.page.locator("tr.here .signs .found")).to_be_visible(timeout=SOON)
        places.append(person.here())
        expect(person.panel().locator(".badge.severity").first).to_be_visible(timeout=SOON)
    assert places[:2] == ["PP7", "OP1"]
    assert places[2] == "PP7"  # round, from the last to the first
    person.key("F")
    assert person.here() == "OP1"


def _spoils_and_mends_two_links(person: Visitor) -> None:
    """What a wrong alignment looks like is made first; then each is put right the way a person would."""
    person.choose_row("OP3")
    person.open_panel()
    french = person.row("OP3").locator('td[lang="fr"]')
    words = french.inner_text()
    person.press("Take next paragraph (Français)", ".st-key-panel")
    assert len(french.inner_text()) > len(words)  # it has taken the next paragraph's words too
    person.press("Give back the last one (Français)", ".st-key-panel")
    expect(french).to_have_text(re.compile(re.escape(words.split()[-1]) + r"\W*$"))
    assert french.inner_text() == words

    person.choose_row("OP5")
    french = person.row("OP5").locator('td[lang="fr"]')
    words = french.inner_text()
    person.press("Unlink", ".st-key-panel")
    expect(french.locator(".gap")).to_have_count(1, timeout=SOON)
    person.panel().get_by_text("Link other paragraphs").click()
    expect(person.panel().locator(".stButtonGroup").last).to_be_visible()
    person.press("Link these", ".st-key-panel")
    expect(french).to_contain_text(words[:40], timeout=SOON)
    assert person.here() == "OP5"
    person.press("Undo")
    expect(french.locator(".gap")).to_have_count(1, timeout=SOON)
    person.press("Redo")
    expect(french.locator(".gap")).to_have_count(0, timeout=SOON)  # until then, OP5 has two rows
    expect(french).to_contain_text(words[:40], timeout=SOON)


def _reads_two_rows(person: Visitor) -> None:
    """Links made by hand count as confirmed; others are confirmed with a key."""
    for place, by_hand in (("OP5", True), ("OP7", False)):
        person.choose_row(place)
        if not by_hand:
            expect(person.panel()).to_contain_text("% sure")
            person.key("c")
        expect(person.panel()).to_contain_text("(confirmed)")
        person.key("r")
        expect(person.row(place).locator(".signs .reviewed")).to_be_visible(timeout=SOON)
    person.sees_reviewed("2 of 39 rows reviewed")
    person.choose("Rows to show", "Not reviewed yet")
    assert person.shown() == 37
    person.choose("Rows to show", "All")


def _holds_the_mended_links(memory: Path, corpus: Path) -> None:
    source, target = (
        open_document(corpus / f"rev1.{code}.txt", info=DocumentInfo(language=code, version="rev1"))
        for code in ("zh", "fr")
    )
    places = {segment.place: index for index, segment in enumerate(source.segments)}
    there = {segment.place: index for index, segment in enumerate(target.segments)}
    pairs = {
        (source.text_of(places[place]), target.text_of(there[place])): place
        for place in ("OP3", "OP5", "OP7")
    }
    result = toolkit_tmx.tmxfile.parsestring(memory.read_bytes())
    found = {(unit.source, unit.target) for unit in result.units}
    assert set(pairs) <= found
    assert len(result.units) == 39
    tree = etree.parse(memory)
    assert tree.xpath("count(//tu[prop[contains(@type, 'confirmed')]])") >= 2


# -- the delegate ------------------------------------------------------------------------


@pytest.mark.slow
def test_the_delegate(browser: Browser, app_address: str, corpus: Path, tmp_path: Path) -> None:
    """What changed, counted, listed and in the text; whom it did not reach; a redline and a table."""
    with visitor(browser, app_address) as person:
        person.come()
        files = [
            corpus / f"{version}.{code}.txt" for code in ("zh", "fr", "ru") for version in ("draft", "rev1")
        ]
        person.drop(*files)
        person.compare()
        _sees_what_changed(person)
        _filters_to_verbs_and_dates(person)
        _goes_from_change_to_change(person)
        redline = person.download("Changes between drafts: 中文", "Word", tmp_path)
        sheets = person.download("Everything", "Excel", tmp_path)
        person.unharmed()
    _is_both_drafts(redline, corpus)
    book = openpyxl.load_workbook(sheets)
    amendments = next(sheet for sheet in book if "mendment" in sheet.title)
    told = "\n".join(str(cell) for line in amendments.iter_rows(values_only=True) for cell in line if cell)
    assert "敦促" in told
    assert "not carried over" in told


def _sees_what_changed(person: Visitor) -> None:
    person.part("Summary")
    counts = person.page.locator("table.counts tbody tr")
    totals = {line.split()[0]: line for line in counts.all_inner_texts()}
    assert set(totals) == {"中文", "Français", "Русский"}
    missing = person.page.locator("table.summary tr", has=person.page.locator("td.attention"))
    expect(missing).to_have_count(2)
    assert [text.split()[0] for text in missing.all_inner_texts()] == ["OP1", "PP7"]
    missing.get_by_role("link", name="OP1").click()
    person.page.locator("tr.here").wait_for()
    assert person.here() == "OP1"
    person.part("Amendments")
    first = person.page.locator(".grouped-list section").first
    expect(first.locator("h2")).to_have_text("Not carried over (2)")
    with person.answered():
        first.get_by_role("button").filter(has_text="OP1").click()
    expect(person.page.locator(".st-key-pane tr.here th.place")).to_contain_text("OP1", timeout=SOON)
    person.press("Show in the text")
    person.page.locator("tr.here.amended").wait_for()


def _filters_to_verbs_and_dates(person: Visitor) -> None:
    everything = person.shown()
    person.choose("What the change touches", "operative verb")
    person.page.keyboard.press("Escape")
    verbs = person.shown()
    person.choose("What the change touches", "date")
    person.page.keyboard.press("Escape")
    both = person.shown()
    assert 0 < verbs < both < everything
    assert person.row("OP1").count() == 1


def _goes_from_change_to_change(person: Visitor) -> None:
    """By keys, among the rows that the filters left; the French part is missing in one of them."""
    person.page.locator("h1").click()
    seen = []
    for _ in range(person.shown()):
        person.key("n")
        seen.append(person.here())
    assert len(set(seen)) == len(seen) == person.shown()
    person.key("p")
    assert person.here() == seen[-2]
    row = person.row("OP1")
    expect(row.locator('td[lang="fr"] .badge.not_carried_over')).to_have_count(1)
    expect(row.locator('td[lang="ru"] .badge.not_carried_over')).to_have_count(0)
    expect(row.locator('td[lang="ru"] ins').first).to_be_visible()
    expect(row.locator('td[lang="fr"] ins')).to_have_count(0)


def _is_both_drafts(redline: Path, corpus: Path) -> None:
    """Accepting every change gives the new text word for word, and rejecting them the old."""
    document = open_tracked(redline, language="zh")
    for version, found in (("draft", document.old), ("rev1", document.new)):
        wanted = open_document(
            corpus / f"{version}.zh.txt", info=DocumentInfo(language="zh", version=version)
        )
        assert found.texts() == wanted.texts()
    body = docx.Document(str(redline)).element.body
    assert body.findall(".//{*}ins")
    assert body.findall(".//{*}del")


# -- the editor ----------------------------------------------------------------------------


@pytest.mark.slow
def test_the_editor(browser: Browser, app_address: str, corpus: Path, tmp_path: Path) -> None:
    """Keep work, close it, reopen it at the same row, add a revision, and warn a second window."""
    with visitor(browser, app_address) as first:
        first.come()
        first.drop(corpus / "draft.zh.txt", corpus / "draft.fr.txt")
        first.compare()
        kept = _keeps_it(first, tmp_path)
        first.choose_row("PP2")
        first.key("c", "r")
        expect(first.panel()).to_contain_text("(confirmed)")
        first.choose("Rows to show", "Not reviewed yet")
        first.choose_row("OP3")
        first.unharmed()
    with visitor(browser, app_address) as again:
        again.come()
        recent = again.page.locator("[class*=st-key-recent-]", has_text=str(kept)).first
        recent.get_by_role("button", name="Open").click()
        again.see_the_text()
        assert again.here() == "OP3"
        expect(again.page.get_by_role("button", name="Not reviewed yet ×")).to_be_visible()
        again.sees_reviewed("1 of 39 rows reviewed")
        assert again.row("PP2").count() == 0
        again.choose("Rows to show", "All")
        _takes_a_revision_in(again, corpus)
        _is_told_of_another_window(browser, app_address, again)
        again.unharmed()
    work, _ = store.load(kept)
    assert work.comparison.versions == ("draft", "rev1")
    assert len(work.comparison.documents) == 3


def _keeps_it(person: Visitor, folder: Path) -> Path:
    expect(person.page.locator(".st-key-save")).to_contain_text("Not saved yet")
    person.press("Save…")
    dialog = person.page.get_by_role("dialog")
    dialog.get_by_label("Project name").fill("Crime L.6")
    dialog.get_by_label("Folder").fill(str(folder))
    dialog.get_by_label("Folder").press("Enter")
    person.settle()
    person.press("Save here", "[role=dialog]")
    expect(dialog).to_have_count(0, timeout=SOON)
    expect(person.page.locator(".st-key-save")).to_contain_text("saved")
    kept = folder / "Crime L.6.aligner"
    assert len(store.load(kept)[0].comparison.documents) == 2
    return kept


def _takes_a_revision_in(person: Visitor, corpus: Path) -> None:
    chosen = person.page.locator('tr.here td[lang="fr"]')
    person.choose_row("OP10")
    french = chosen.inner_text()
    person.press("Add…")
    dialog = person.page.get_by_role("dialog")
    dialog.locator("input[type=file]").set_input_files(str(corpus / "rev1.zh.txt"))
    expect(dialog.get_by_role("textbox", name="Draft")).to_have_value("rev1", timeout=SOON)
    person.settle()
    person.press("Add now", "[role=dialog]")
    expect(dialog).to_have_count(0, timeout=SOON)
    person.see_the_text()
    inserted = person.page.locator('table.text tr:not(.folded) td[lang="zh"] ins')
    expect(inserted.first).to_be_visible(timeout=SOON)
    expect(chosen).to_contain_text(french.strip()[-60:], timeout=SOON)  # rows above it were added
    person.choose_row("PP2")
    expect(person.panel()).to_contain_text("(confirmed)")


def _is_told_of_another_window(browser: Browser, app_address: str, first: Visitor) -> None:
    with visitor(browser, app_address) as other:
        other.come(first.page.url.split("/")[-1])
        other.see_the_text()
        other.choose_row("OP6")
        other.key("r")
        expect(other.row("OP6").locator(".signs .reviewed")).to_be_visible(timeout=SOON)
        first.choose_row("OP7")
        first.key("r")
        told = first.page.get_by_role("alert")
        expect(told).to_contain_text("Another window has saved this project", timeout=SOON)
        first.press("Open what the other window saved")
        expect(told).to_have_count(0, timeout=SOON)
        expect(first.row("OP6").locator(".signs .reviewed")).to_be_visible(timeout=SOON)
        expect(first.row("OP7").locator(".signs .reviewed")).to_have_count(0)
        other.unharmed()


# -- the translator whose language is a draft behind ------------------------------------


def test_a_language_is_brought_up_to_date(
    browser: Browser, app_address: str, corpus: Path, tmp_path: Path
) -> None:
    """Three files dropped; the French comes back as the Word file it was, with the changes tracked."""
    old = open_document(corpus / "draft.fr.txt", info=DocumentInfo(language="fr", version="draft"))
    word = tmp_path / "draft.fr.docx"
    word.write_bytes(export(diff_documents(old, old), ".docx"))
    document = docx.Document(str(word))
    document.sections[0].header.paragraphs[0].text = "Nations Unies"
    document.save(str(word))
    with visitor(browser, app_address) as person:
        person.come()
        person.drop(corpus / "draft.zh.txt", corpus / "rev1.zh.txt", word)
        person.compare()
        made = person.download("Bring up to date: Français", "Word, tracked changes", tmp_path / "made")
        _points_at_a_word(person)
        person.unharmed()
    assert docx.Document(str(made)).sections[0].header.paragraphs[0].text == "Nations Unies"
    drafts = open_tracked(made)
    assert drafts.old.texts() == old.texts()
    assert any("71/167" in text for text in drafts.new.texts())
    assert {change.author for change in drafts.trail.changes} == {"aligner"}
    assert any("敦促" in comment.text for comment in drafts.trail.comments)


def _points_at_a_word(person: Visitor) -> None:
    """Its counterpart in the other column lights up."""
    person.part("Text")
    person.see_the_checks_done()
    person.choose_row("OP1")
    word = person.page.locator('tr.here td[lang="zh"] [data-words]', has_text="敦促").first
    word.hover(timeout=LONG)
    number = word.get_attribute("data-words")
    counterpart = person.page.locator(f'tr.here td[lang="fr"] [data-words~="{number}"]').first
    expect(counterpart).not_to_have_css("outline-style", "none")
