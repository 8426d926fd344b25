"""`aligner check` for people and scripts: terminal output, files and exit codes."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from aligner.cli.main import main

BEHIND = {"zh@draft": "draft.zh.txt", "zh@rev1": "rev1.zh.txt", "fr@draft": "draft.fr.txt"}
COMMON = ["--no-cache", "--skip", "missing-sentence"]


@pytest.fixture
def pair(tmp_path: Path) -> list[str]:
    """Two texts of one paragraph; the figure differs."""
    (tmp_path / "a.en.txt").write_text("Fifteen reports and 47 annexes were received in the end.\n", "utf-8")
    (tmp_path / "a.fr.txt").write_text("Quinze rapports et 74 annexes ont finalement été reçus.\n", "utf-8")
    documents = [f"{code}@v={tmp_path / f'a.{code}.txt'}" for code in ("en", "fr")]
    return ["check", "--doc", documents[0], "--doc", documents[1], "--unit", "line", "--pivot", "en", *COMMON]


def test_differences_are_printed(pair: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(pair) == 0
    out = capsys.readouterr().out
    assert "ERROR   fr  Row 1: English has 47 where this has 74  (numbers)" in out
    assert "1 finding: 1 error" in out


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["--fail-on", "error"], 3),
        (["--fail-on", "form"], 3),
        (["--fail-on", "never"], 0),
        (["--fail-on", "error", "--skip", "numbers"], 0),
        (["--fail-on", "error", "--lang", "en"], 0),
        (["--fail-on", "error", "--check", "dates"], 0),
    ],
)
def test_the_exit_code_reflects_findings(pair: list[str], options: list[str], code: int) -> None:
    assert main([*pair, *options]) == code


def test_an_absent_language_is_refused_by_check(pair: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*pair, "--lang", "es", "--fail-on", "error"]) == 2
    output = capsys.readouterr()
    assert "--lang es: the set has en, fr" in output.err
    assert not output.out


def test_a_check_named_twice_runs_once(pair: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*pair, "--check", "numbers", "--check", "numbers"]) == 0
    assert "1 finding: 1 error" in capsys.readouterr().out


def test_blank_lines_are_no_findings(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    texts = {
        "zh@a": "会员国应提交报告。\n秘书长应召开会议。\n",
        "zh@b": "会员国应提交报告。\n\n秘书长应召开会议。\n\n",
        "en@a": "Member States shall report.\n\n\nThe Secretary-General shall convene a meeting.\n",
        "en@b": "Member States shall report.\nThe Secretary-General shall convene a meeting.\n",
    }
    arguments = ["check", "--unit", "line", "--no-cache"]
    for name, text in texts.items():
        (tmp_path / f"{name}.txt").write_text(text, "utf-8")
        arguments += ["--doc", f"{name}={tmp_path / name}.txt"]
    assert main([*arguments, "--check", "missing-paragraph", "--check", "amendments"]) == 0
    assert capsys.readouterr().out == "nothing found\n"


def test_findings_are_placed_as_on_the_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "en.txt").write_text("Article 1\n1. Parties shall meet on 5 days a year.\n", "utf-8")
    (tmp_path / "fr.txt").write_text(
        "Article premier\n1. Les Parties se réunissent 6 jours par an.\n", "utf-8"
    )
    named = [f"--doc={code}@a={tmp_path / code}.txt" for code in ("en", "fr")]
    assert main(["check", *named, "--no-cache", "--check", "numbers"]) == 0
    assert "ERROR   fr  Article 1 (1): English has 5 where this has 6" in capsys.readouterr().out


def test_files_of_other_texts_are_noted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rules = (
        "The Committee shall elect its officers for a term of two years.",
        "Six members shall constitute a quorum.",
        "Decisions shall be made by a majority of the members present.",
    )
    recipe = (
        "Faire fondre le beurre à feu doux.",
        "Ajouter les oignons et laisser dorer dix minutes en remuant souvent.",
        "Servir chaud, parsemé de persil.",
    )
    (tmp_path / "en.txt").write_text("\n".join(rules), "utf-8")
    (tmp_path / "fr.txt").write_text("\n".join(recipe), "utf-8")
    named = [f"--doc={code}@a={tmp_path / code}.txt" for code in ("en", "fr")]
    note = "the English and the French text have little in common; are they versions of one text?\n"
    assert main(["check", *named, "--no-cache", "--unit", "line"]) == 0
    assert note in capsys.readouterr().err
    assert main(["compare", *named, "--no-cache", "--unit", "line", "-o", str(tmp_path / "a.html")]) == 0
    assert note in capsys.readouterr().err
    assert (
        main(["align", str(tmp_path / "en.txt"), str(tmp_path / "fr.txt"), "--no-cache", "--unit", "line"])
        == 0
    )
    note = "en.txt and fr.txt have little in common; are they language versions of one text?\n"
    assert note in capsys.readouterr().err


def test_a_single_language_is_not_reported_as_clean(
    pair: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*pair[:3], "--unit", "line", *COMMON]) == 0
    output = capsys.readouterr()
    assert "nothing found" in output.out
    assert output.err == (
        "aligner: note: most checks compare one language with another, and here there is only one\n"
    )


def test_newest_drafts_are_checked_and_named(
    pair: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(pair) == 0
    assert "not of one version" not in capsys.readouterr().err
    assert main([*pair, "--doc", f"en@w={tmp_path / 'a.en.txt'}"]) == 0
    assert "newest drafts are not of one version: en@w, fr@v\n" in capsys.readouterr().err
    assert main([*pair, "--doc", f"en@w={tmp_path / 'a.en.txt'}", "--interface", "fr"]) == 0
    assert "la même version\u00a0: en@w, fr@v\n" in capsys.readouterr().err


def test_the_json_form(pair: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*pair, "--json", "-o", str(tmp_path / "found.json")]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed == json.loads((tmp_path / "found.json").read_text("utf-8"))
    assert (printed["format"], printed["version"]) == ("aligner/findings", 1)
    assert printed["findings"] == [
        {
            "check": "numbers",
            "severity": "error",
            "rows": [0],
            "language": "fr",
            "span": [19, 21],
            "expected": "47",
            "found": "74",
            "message": "English has 47 where this has 74",
            "code": "facts.differ",
            "fields": {"expected": ["47"], "found": ["74"], "pivot": "en"},
        }
    ]


def test_nothing_to_find(pair: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*pair, "--check", "dates"]) == 0
    assert capsys.readouterr().out.strip() == "nothing found"


def test_the_list_of_checks(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--list"]) == 0
    out = capsys.readouterr().out
    assert "numbers (error)" in out
    assert "acronyms (info, off unless named)" in out
    assert "e.g." in out


@pytest.mark.parametrize(
    ("options", "code", "message"),
    [
        (["--check", "numbrs"], 2, "no check is called 'numbrs'"),
        (["--skip", "nothing"], 2, "no check is called 'nothing'"),
        (["--check", "numbers", "--skip", "numbers"], 2, "every check that would run is skipped"),
        (["--glossary", "none.csv"], 1, "none.csv: it does not exist"),
        (["-o", "found.tmx"], 2, "cannot be written here"),
    ],
)
def test_errors_take_one_line(
    pair: list[str], options: list[str], code: int, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*pair, *options]) == code
    error = capsys.readouterr().err
    assert message in error
    assert error.count("\n") == 1


def test_a_glossary_beside_the_files_is_used(
    pair: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "glossary.csv").write_text("en,fr,status\nannexes,appendices,required\n", "utf-8")
    assert main([*pair, "--check", "terms"]) == 0
    assert "English has annexes; appendices is missing here" in capsys.readouterr().out


def test_findings_are_notes_in_xliff(pair: list[str], tmp_path: Path) -> None:
    from lxml import etree

    from aligner.formats.reading import load

    out = tmp_path / "found.xlf"
    assert main([*pair, "-o", str(out)]) == 0
    root = etree.parse(out).getroot()
    core = "{urn:oasis:names:tc:xliff:document:2.0}"
    assert (root.get("srcLang"), root.get("trgLang")) == ("en", "fr")
    (note,) = [each for each in root.iter(f"{core}note") if each.get("category") == "numbers"]
    assert note.text == "error: English has 47 where this has 74"
    assert (note.get("appliesTo"), note.get("priority")) == ("target", "1")
    assert len(load(out).result.source) == 1


def test_findings_are_shown_in_the_report(pair: list[str], tmp_path: Path) -> None:
    out = tmp_path / "found.html"
    assert main([*pair, "-o", str(out), "--interface", "es"]) == 0
    said = re.sub("<[^>]*>", "", out.read_text("utf-8"))
    assert "Hallazgos (1)" in said
    assert "control: números" in said
    assert main([*pair, "--check", "dates", "-o", str(out)]) == 0
    assert "The checks found nothing." in out.read_text("utf-8")


def test_xliff_of_several_languages_requires_a_choice(
    corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = str(tmp_path / "x.xlf")
    for options in ([], ["--lang", "zh"], ["--lang", "ar"]):
        assert main(["check", str(corpus), "-o", out, *options]) == 2
        assert "name the one beside zh with --lang: en, fr, ru" in capsys.readouterr().err
    assert main(["check", str(corpus), "-o", out, "--lang", "fr", "--check", "numbers"]) == 0
    assert 'trgLang="fr"' in Path(out).read_text("utf-8")


def test_a_language_one_draft_behind_lists_what_to_carry_over(
    corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    docs = [f"--doc={name}={corpus / file}" for name, file in BEHIND.items()]
    assert main(["check", *docs, "--no-cache", "--json"]) == 0
    reported = capsys.readouterr()
    assert reported.err == "aligner: note: French is at draft: 14 amendments to carry over\n"
    found = json.loads(reported.out)["findings"]
    assert {each["check"] for each in found} == {"amendments"}
    assert [each["severity"] for each in found] == ["warning"] + ["info"] * 14


def test_an_error_that_is_not_of_the_older_draft_stays(
    corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (corpus / "draft.fr.txt").read_text(encoding="utf-8")
    assert text.count("14-18 mai 2018") == 1
    wrong = tmp_path / "fr.txt"
    wrong.write_text(text.replace("14-18 mai 2018", "15-18 mai 2018"), encoding="utf-8")
    docs = [f"--doc={name}={corpus / file}" for name, file in BEHIND.items() if name != "fr@draft"]
    assert main(["check", *docs, f"--doc=fr@draft={wrong}", "--no-cache"]) == 0
    assert "15" in "".join(line for line in capsys.readouterr().out.splitlines() if "(dates)" in line)
