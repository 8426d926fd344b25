"""Comments of a Word file appear in the report beside their paragraph."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import sample
from hostile import HOSTILE, Page
from word_files import package, par, run

from aligner.cli.main import main
from aligner.formats.html.report import beside
from aligner.formats.json.read import read
from aligner.formats.writing import export
from aligner.values import Finding, Severity, verbatim
from aligner.values.results import Checked, Remark, RevisedPair

TEXTS = [
    "Urges all States to cooperate;",
    "Requests a report on cooperation;",
    "Requests a report on cooperation;",
]


def pair(*remarks: Remark) -> RevisedPair:
    old, new = sample.drafts("en")
    return RevisedPair(old, new, sample.revision(old, new), remarks)


def on(quoted: str, paragraph: int, text: str = "Agreed?", author: str = "Ann") -> Remark:
    return Remark(author, "2025-05-19T10:00:00Z", text, quoted, paragraph)


@pytest.mark.parametrize(
    ("remark", "row"),
    [
        (on("Recalling", 2), 1),
        (on("all States", 3), 2),
        (on("all States", 8), 6),  # of the paragraphs with these words, the nearest
        (on("meetings 2018", 5), 4),  # what is gone is in the older draft
        (on("Urges Encourages all", 3), 2),  # words of both drafts at once
        (on("", 3), None),
        (on("Recalling", 0), None),
        (on("words that stand nowhere in it at all", 3), None),
    ],
)
def test_a_comment_finds_its_paragraph(remark: Remark, row: int | None) -> None:
    placed, elsewhere = beside(pair(remark))
    if row is None:
        assert placed == {}
        assert list(map(str, elsewhere)) == ["Ann: Agreed?"]
    else:
        assert list(placed) == [(row, "en")]
        assert elsewhere == []


def test_the_report_shows_it_beside_the_paragraph() -> None:
    html = export(pair(on("meetings 2018", 5), on("", 0, "On all of it", "")), ".html").decode()
    row = next(part for part in html.split("<tr id=") if "meetings 2018" in part and "badge comment" in part)
    said = re.sub("<[^>]*>", "", row)
    assert "comment by Ann (Agreed?)" in said
    assert "–: On all of it" in re.sub("<[^>]*>", "", html.split("<main>")[0])
    assert "badge comment" not in export(pair(), ".html").decode()
    french = export(pair(on("meetings 2018", 5)), ".html", interface="fr").decode()
    assert "commentaire de Ann" in re.sub("<[^>]*>", "", french)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_comments_stay_words(text: str) -> None:
    page = Page(export(pair(on("Recalling", 2, text, text), on("", 0, text, text)), ".html").decode())
    assert not {tag for tag, _ in page.tags} & {"script", "img", "form", "input"}


def checked(*findings: Finding) -> Checked:
    return Checked(sample.comparison(["en", "fr", "ar"]), findings)


def test_findings_are_listed_and_shown_beside_passages() -> None:
    finding = Finding("numbers", Severity.ERROR, (2, 3), "fr", None, "2", "3", verbatim("French has 3"))
    html = export(checked(finding), ".html").decode()
    page = Page(html)
    assert "Findings (1)" in re.sub("<[^>]*>", "", html)
    section = html.split('aria-labelledby="findings"')[1].split("</section>")[0]
    assert re.findall('href="#(r[0-9]+)"', section) == ["r3", "r4"]
    assert {"r3", "r4"} <= set(page.having("id"))
    cells = [part for part in html.split("<td")[1:] if 'badge finding"' in part]
    assert [re.findall('lang="([a-z]+)"', cell)[0] for cell in cells] == ["fr", "fr"]
    assert "The checks found nothing" in export(checked(), ".html").decode()
    assert "findings" not in Page(export(checked().comparison, ".html").decode()).having("id")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_findings_stay_words(text: str) -> None:
    page = Page(
        export(
            checked(Finding(text, Severity.FORM, (1,), "fr", None, text, text, verbatim(text))), ".html"
        ).decode()
    )
    assert not {tag for tag, _ in page.tags} & {"script", "img", "form", "input"}


def test_json_keeps_them() -> None:
    result = pair(on("Recalling", 2))
    data = export(result, ".json")
    assert json.loads(data)["comments"][0]["author"] == "Ann"
    assert read(data, "x").remarks == result.remarks
    assert "comments" not in json.loads(export(pair(), ".json"))


def test_a_word_file_brings_its_comments_along(tmp_path: Path) -> None:
    start, end = '<w:commentRangeStart w:id="1"/>', '<w:commentRangeEnd w:id="1"/>'
    change = '<w:ins w:id="9" w:author="Ann">' + run(" further") + "</w:ins>"
    body = par(run(TEXTS[0])) + par(run(TEXTS[1]) + change) + par(start + run(TEXTS[2]) + end)
    comment = '<w:comment w:id="1" w:author="Bo"><w:p>' + run("Why twice?") + "</w:p></w:comment>"
    (tmp_path / "a.docx").write_bytes(package(body, {"comments": comment}))
    out = tmp_path / "a.html"
    assert main(["diff", str(tmp_path / "a.docx"), "-o", str(out)]) == 0
    rows = [re.sub("<[^>]*>", "", row) for row in out.read_text("utf-8").split("<tr id=")[1:]]
    assert [("comment by Bo (Why twice?)" in row) for row in rows] == [False, False, True]
