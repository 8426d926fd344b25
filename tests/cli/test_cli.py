"""The command line for people and scripts: results, messages, exit codes."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import click
import pytest
from loopback import Loopback
from timing import command_seconds

import aligner
from aligner.__main__ import main as begin
from aligner.cli.main import cli, main
from aligner.formats import pdf
from aligner.formats.registry import extensions
from aligner.values import Comparison, Document, Update
from aligner.values.results import AlignedPair, DraftSeries, RevisedPair

Capture = pytest.CaptureFixture[str]

KINDS: dict[str, type] = {
    "compare": Comparison,
    "align": AlignedPair,
    "diff": RevisedPair,
    "history": DraftSeries,
    "update": Update,
    "segment": Document,
}


def can_print() -> bool:
    return any(map(shutil.which, (*pdf.BROWSERS, *pdf.OFFICES)))


@pytest.fixture(autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / "cache"))


def fails(capsys: Capture, code: int, *arguments: str | Path) -> str:
    """Run, expect this exit code and one line on standard error, give that line."""
    assert main([str(argument) for argument in arguments]) == code
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("aligner: error: ")
    assert captured.err.count("\n") == 1
    assert "Traceback" not in captured.err
    return captured.err


def works(capsys: Capture, *arguments: str | Path) -> str:
    assert main([str(argument) for argument in arguments]) == 0
    captured = capsys.readouterr()
    assert captured.err == ""
    return captured.out


# Results


def test_compare_writes_the_report(corpus: Path, tmp_path: Path, capsys: Capture) -> None:
    out = tmp_path / "report.html"
    assert works(capsys, "compare", corpus, "-o", out) == ""
    page = out.read_text(encoding="utf-8")
    assert "<ins" in page
    assert 'lang="zh"' in page


def test_compare_takes_documents_one_by_one(corpus: Path, capsys: Capture) -> None:
    output = works(
        capsys,
        "compare",
        "--doc",
        f"zh@draft={corpus / 'draft.zh.txt'}",
        "--doc",
        f"zh@rev1={corpus / 'rev1.zh.txt'}",
        "--doc",
        f"en-GB@rev1={corpus / 'rev1.en.txt'}",
        "--title",
        "三份文件",
        "--pivot",
        "en",
        "--json",
    )
    value = json.loads(output)
    assert value["format"] == "aligner/comparison"
    assert (value["title"], value["pivot"], value["versions"]) == ("三份文件", "en", ["draft", "rev1"])
    assert [(d["language"], d["version"]) for d in value["documents"]] == [
        ("zh", "draft"),
        ("zh", "rev1"),
        ("en", "rev1"),
    ]


def test_compare_needs_no_network_and_leaves_no_trace(root: Path, corpus: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    confined = Loopback(tmp_path, root)
    kept = {"PATH": os.environ["PATH"], "HOME": str(home), "TMPDIR": str(home), "OMP_NUM_THREADS": "1"}
    kept |= confined.variables
    reach = "import socket; socket.getaddrinfo('example.org', 80)"
    assert subprocess.run([sys.executable, "-c", reach], env=kept, capture_output=True).returncode == 1
    assert len(confined.refused()) == 1

    command = [sys.executable, "-m", "aligner", "compare", str(corpus), "--no-cache"]
    done = subprocess.run(command, cwd=home, env=kept, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert "not carried over: 2\n  fr: PP7 (was PP8)  edited\n  fr: OP1  edited\n" in done.stdout
    assert "{-" in done.stdout
    assert "\x1b" not in done.stdout
    assert len(confined.refused()) == 1
    assert list(home.rglob("*")) == []


@pytest.mark.parametrize("extension", extensions(AlignedPair))
def test_align_writes_every_format(corpus: Path, tmp_path: Path, capsys: Capture, extension: str) -> None:
    if extension == ".pdf" and not can_print():
        pytest.skip("there is no browser and no LibreOffice to print with")
    out = tmp_path / f"x{extension}"
    assert works(capsys, "align", corpus / "rev1.zh.txt", corpus / "rev1.fr.txt", "-o", out) == ""
    assert out.stat().st_size > 300


def test_evaluate_reads_the_output_of_align(
    corpus: Path, golden: Path, tmp_path: Path, capsys: Capture
) -> None:
    gold = golden / "ccpcj-27" / "rev1.zh-ru.beads"
    for name in ("x.beads", "x.json", "x.tsv"):
        works(capsys, "align", corpus / "rev1.zh.txt", corpus / "rev1.ru.txt", "-o", tmp_path / name)
        output = works(capsys, "evaluate", tmp_path / name, gold)
        assert "strict        1.0000    1.0000    1.0000" in output
        assert ("confidence" in output) == (name != "x.beads")


def test_align_says_that_two_drafts_of_one_language_are_for_diff(corpus: Path, capsys: Capture) -> None:
    assert main(["align", str(corpus / "draft.fr.txt"), str(corpus / "rev1.fr.txt"), "--json"]) == 0
    assert "`aligner diff`" in capsys.readouterr().err


def test_align_by_sentence_names_parents(corpus: Path, capsys: Capture) -> None:
    output = works(
        capsys, "align", corpus / "rev1.zh.txt", corpus / "rev1.en.txt", "--unit", "sentence", "--json"
    )
    value = json.loads(output)
    assert all("parent" in segment for segment in value["source"]["segments"])
    seen = [index for bead in value["beads"] for index in bead["target"]]
    assert seen == list(range(len(value["target"]["segments"])))


def test_align_by_line_keeps_each_line(tmp_path: Path, capsys: Capture) -> None:
    lines = "1. 敦促会员国批准议定书；\n\n 2. 请秘书长提出报告。\n"
    (tmp_path / "a.txt").write_bytes(lines.encode())
    (tmp_path / "b.txt").write_bytes(lines.replace("\n", "\r\n").encode())
    output = works(
        capsys, "align", tmp_path / "a.txt", tmp_path / "b.txt", "--unit", "line", "--source-lang", "zh",
        "--target-lang", "zh", "--json",
    )  # fmt: skip
    value = json.loads(output)
    for side in ("source", "target"):
        assert [segment["text"] for segment in value[side]["segments"]] == lines.split("\n")[:-1]
    linked = [
        (bead["source"], bead["target"]) for bead in value["beads"] if bead["source"] and bead["target"]
    ]
    assert linked[0] == ([0], [0])
    assert linked[-1] == ([2], [2])


def test_diff_shows_and_writes_amendments(corpus: Path, tmp_path: Path, capsys: Capture) -> None:
    old, new = corpus / "draft.zh.txt", corpus / "rev1.zh.txt"
    output = works(capsys, "diff", old, new)
    assert "OP1  edited\n" in output
    assert "{-鼓励-}{+敦促+}" in output
    value = json.loads(works(capsys, "diff", old, new, "--json", "-o", tmp_path / "x.html"))
    assert value["format"] == "aligner/diff"
    for change in value["changes"]:
        for side in ("old", "new"):
            text = "\n".join(value[side]["segments"][index]["text"] for index in change[side])
            spans = [edit[side] for edit in change["edits"]]
            assert [start for start, _ in spans] == [0, *(stop for _, stop in spans)][: len(spans)]
            assert (spans[-1][1] if spans else 0) == len(text)
    assert "<ins" in (tmp_path / "x.html").read_text(encoding="utf-8")


def test_articles_are_cited_as_on_the_page(tmp_path: Path, capsys: Capture) -> None:
    old = "A treaty\n\nArticle 1\nParties shall meet.\n\nArticle 2\n1. Parties:\n(a) May vote.\n"
    (tmp_path / "a.en.txt").write_text(old, "utf-8")
    (tmp_path / "b.en.txt").write_text(old.replace("vote", "vote twice"), "utf-8")
    output = works(capsys, "diff", tmp_path / "a.en.txt", tmp_path / "b.en.txt")
    heads = [line for line in output.splitlines()[:-1] if line and not line.startswith(" ")]
    assert heads == ["¶1 … Article 2 (1)  unchanged (5)", "Article 2 (1) (a)  edited"]
    output = works(
        capsys, "align", tmp_path / "a.en.txt", tmp_path / "b.en.txt", "--no-cache", "--source-lang", "en",
        "--target-lang", "en",
    )  # fmt: skip
    assert "Article 2 (1) (a) ↔ Article 2 (1) (a)" in output


def test_diff_drafts_instructions(corpus: Path, capsys: Capture) -> None:
    drafts = [str(corpus / name) for name in ("draft.zh.txt", "rev1.zh.txt")]
    assert main(["diff", *drafts, "--instructions"]) == 0
    output, notes = capsys.readouterr()
    assert "changes in the masthead and below the text, without instruction: " in notes
    lines = output.splitlines()
    assert "执行部分第1段，将“鼓励”改为“敦促”" in lines
    assert not [line for line in lines if "“,”" in line]  # what differs in form only is no amendment


def test_diff_doubts_that_two_texts_are_drafts_of_one(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "a.txt").write_text("Decides to remain seized of the matter.\n")
    (tmp_path / "b.txt").write_text("Quarterly sales of bicycles rose in spring\n")
    page = tmp_path / "x.html"
    command = ["diff", tmp_path / "a.txt", tmp_path / "b.txt", "--lang", "en", "--unit", "line", "-o", page]
    assert main([str(part) for part in command]) == 0
    assert "little text in common" in capsys.readouterr().err
    assert "little text in common" in page.read_text(encoding="utf-8")


def test_history_follows_paragraphs_along_drafts(corpus: Path, tmp_path: Path, capsys: Capture) -> None:
    last = tmp_path / "rev2.zh.txt"
    text = (corpus / "rev1.zh.txt").read_text(encoding="utf-8")
    last.write_text(text.replace("邀请秘书长", "吁请秘书长"), encoding="utf-8")
    drafts = [corpus / "draft.zh.txt", corpus / "rev1.zh.txt", last]
    lines = works(capsys, "history", *drafts).splitlines()
    assert lines[:3] == [f"{n}  {name.name}  39 paragraphs" for n, name in enumerate(drafts, start=1)]
    rows = {line.split()[0]: line for line in lines[5:-4]}
    assert lines[4].split()[:2] == ["Place", "Inserted"]
    assert re.match(r"OP12 +1 +3 +edited +吁请秘书长", rows["OP12"])
    assert re.match(r"OP6 +2 +2 +inserted +促请会员国", rows["OP6"])
    assert re.match(r"PP10 +1 +1 +还意识到", rows["PP10"])
    assert re.match(r"OP12 +1 +1 +deleted +2 +请联合国", lines[-3])
    assert lines[-1] == "39 paragraphs; deleted before the last draft: 2"
    decoded = json.loads(works(capsys, "history", *drafts, "--json", "-o", tmp_path / "h.csv"))
    assert [draft["name"] for draft in decoded["drafts"]] == [draft.name for draft in drafts]
    came = [each for each in decoded["paragraphs"] if each["came_in"] == 1]
    assert [each["appearances"][0].get("kind") for each in came] == [None, "split"]
    table = list(csv.reader((tmp_path / "h.csv").read_text(encoding="utf-8").splitlines()))
    assert len(table) == 1 + 39 + 2
    assert table[-1][:5] == ["OP12", "draft.zh.txt", "draft.zh.txt", "deleted", "rev1.zh.txt"]


def test_drafts_with_the_same_name_are_distinguished(corpus: Path, tmp_path: Path, capsys: Capture) -> None:
    copy = tmp_path / "rev1.zh.txt"
    copy.write_bytes((corpus / "rev1.zh.txt").read_bytes())
    output = works(capsys, "history", corpus / "rev1.zh.txt", copy)
    assert str(copy) in output


def test_segment_shows_paragraphs(corpus: Path, tmp_path: Path, capsys: Capture) -> None:
    output = works(capsys, "segment", corpus / "rev1.zh.txt")
    assert "operative   OP13   13. 邀请" in output
    value = json.loads(works(capsys, "segment", corpus / "rev1.zh.txt", "--json"))
    assert len(value["segments"]) == 39
    works(capsys, "segment", corpus / "rev1.zh.txt", "-o", tmp_path / "x.txt")
    lines = (tmp_path / "x.txt").read_text(encoding="utf-8").split("\n")
    assert lines[:-1] == [segment["text"] for segment in value["segments"]]


def test_evaluate_adds_up_several_pairs(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "a").write_text("[0]:[0]\n[1]:[1]\n")
    (tmp_path / "g").write_text("[0]:[0]\n[1]:[]\n[]:[1]\n")
    value = json.loads(
        works(capsys, "evaluate", tmp_path / "a", tmp_path / "g", tmp_path / "a", tmp_path / "a", "--json")
    )
    assert (value["format"], value["version"], value["files"]) == ("aligner/evaluation", 1, 2)
    assert value["strict"] == {"precision": 0.75, "recall": 1.0, "f1": pytest.approx(6 / 7)}
    assert value["signature"] == {"aligner": aligner.__version__}

    told = works(capsys, "evaluate", tmp_path / "a", tmp_path / "g", tmp_path / "a", tmp_path / "a")
    assert told.endswith("\n2 pairs of files, counts added up\n")


def test_evaluate_doubts_a_gold_of_other_texts(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "a").write_text("[0]:[0]\n[1]:[1]\n")
    (tmp_path / "g").write_text("[0]:[0]\n[1]:[1]\n[2]:[]\n")
    assert main(["evaluate", str(tmp_path / "a"), str(tmp_path / "g")]) == 0
    output = capsys.readouterr().err
    assert output.startswith("aligner: note: a, compared with g: it links 2 and 2 segments, its gold 3 and 2")
    assert output.count("\n") == 1


# Inputs that cannot be used: exit code 1


BAD_FILES = {
    "missing.txt": None,
    "folder.txt": "folder",
    "empty.txt": b"",
    "image.pdf": b"\x89PNG\r\n\x1a\n" + bytes(100),
    "cut.docx": b"PK\x03\x04\x14\x00\x06\x00" + bytes(50),
    "none.pdf": b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n",
    "greek.txt": ("Η Γενική Συνέλευση των Ηνωμένων Εθνών αποφασίζει. " * 9).encode(),
}


@pytest.mark.parametrize("name", BAD_FILES)
@pytest.mark.parametrize("command", ["segment", "diff", "align", "compare", "doc"])
def test_an_unusable_file_gives_a_one_line_error(
    tmp_path: Path, corpus: Path, capsys: Capture, name: str, command: str
) -> None:
    content = BAD_FILES[name]
    if isinstance(content, bytes):
        (tmp_path / name).write_bytes(content)
    elif content == "folder":
        (tmp_path / name).mkdir()
    bad, good = tmp_path / name, corpus / "rev1.zh.txt"
    reported = {
        "segment": ["segment", bad],
        "diff": ["diff", good, bad],
        "align": ["align", bad, good],
        "compare": ["compare", bad],
        "doc": ["compare", "--doc", f"zh@1={good}", "--doc", f"zh@2={bad}"],
    }[command]
    if name == "greek.txt" and command == "doc":
        return  # its language is stated, so it is taken at its word
    assert name in fails(capsys, 1, *reported)


def test_a_name_longer_than_the_system_allows(tmp_path: Path, corpus: Path, capsys: Capture) -> None:
    long = tmp_path / ("x" * 400)
    assert "File name too long" in fails(capsys, 1, "compare", long)
    named = ["segment", corpus / "rev1.en.txt", "-o", f"{long}.json"]
    assert "File name too long" in fails(capsys, 2, *named)


def test_a_broken_manifest_and_broken_beads(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "manifest.toml").write_text("title = 3\n[[document]]\nfile = 'x'\n")
    assert "manifest.toml" in fails(capsys, 1, "compare", tmp_path)
    (tmp_path / "x.beads").write_text("[0]:[0]\nnonsense\n")
    assert "x.beads, line 2" in fails(capsys, 1, "evaluate", tmp_path / "x.beads", tmp_path / "x.beads")


def test_drafts_in_two_languages(corpus: Path, capsys: Capture) -> None:
    fails(capsys, 1, "history", corpus / "draft.zh.txt", corpus / "rev1.en.txt")
    assert "language" in fails(capsys, 1, "diff", corpus / "draft.zh.txt", corpus / "rev1.en.txt")


def test_a_model_that_is_not_there(corpus: Path, capsys: Capture) -> None:
    output = fails(
        capsys, 1, "align", corpus / "rev1.zh.txt", corpus / "rev1.en.txt", "--model", "no-such-model"
    )
    assert "no-such-model" in output


def test_an_unexpected_error_is_one_line_too(
    corpus: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("two\nlines")

    monkeypatch.setattr("aligner.pipeline.run.open_document", broken)
    output = fails(capsys, 1, "segment", corpus / "rev1.zh.txt")
    assert "unexpected RuntimeError: two lines" in output
    assert "--debug" in output
    assert main(["--debug", "segment", str(corpus / "rev1.zh.txt")]) == 1
    assert "Traceback" in capsys.readouterr().err


def test_too_little_memory_is_said_in_one_line(
    corpus: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def grown(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr("aligner.pipeline.run.open_document", grown)
    assert "there is not enough memory" in fails(capsys, 1, "segment", corpus / "rev1.zh.txt")


def test_a_command_may_be_called_in_a_thread(corpus: Path, capsys: Capture) -> None:
    """Only the main thread is told of signals."""
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(main, ["segment", str(corpus / "rev1.zh.txt")]).result() == 0
    assert capsys.readouterr().out


def test_an_interruption_prints_one_line(
    corpus: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("aligner.pipeline.run.open_document", stopped)
    assert main(["segment", str(corpus / "rev1.zh.txt")]) == 130
    assert capsys.readouterr().err.strip() == "aligner: error: stopped"


def test_an_interruption_while_loading_prints_one_line(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Stopping:
        @staticmethod
        def find_spec(name: str, *_: object) -> None:
            if name == "aligner.cli.main":
                raise KeyboardInterrupt

    monkeypatch.delitem(sys.modules, "aligner.cli.main")
    monkeypatch.setattr(sys, "meta_path", [Stopping, *sys.meta_path])
    assert begin() == 130
    assert capsys.readouterr().err == "aligner: error: stopped\n"


# Wrong usage: exit code 2


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nonsense"], "No such command"),
        (["segment"], "Missing argument"),
        (["segment", "x", "--nonsense"], "No such option"),
        (["segment", "x", "--lang", "tlh"], "language 'tlh' is not known; choose one of zh, en"),
        (["segment", "x", "--unit", "word"], "paragraph"),
        (["segment", "x", "--encoding", "klingon"], "encoding 'klingon' is not known"),
        (["segment", "x", "--encoding", "base64"], "encoding 'base64' is not known"),
        (["segment", "x", "-o", "x.docx"], "choose one of .json, .txt"),
        (["align", "x", "y", "-o", "x"], "choose one of .html, .json, .docx"),
        (["diff", "x", "y", "-o", "x.beads"], "choose one of .html, .json"),
        (["compare"], "give a SET, two or more files, or documents with --doc"),
        (["compare", "x", "--doc", "zh@1=y"], "not both"),
        (["compare", "--doc", "zh=y"], "is not LANG@VERSION=FILE"),
        (["compare", "--doc", "zh@ =y"], "is not LANG@VERSION=FILE"),
        (["compare", "--doc", "zh@1..=y"], "is not LANG@OLD..NEW=FILE"),
        (["compare", "--doc", "xx@1=y"], "language 'xx' is not known"),
        (["compare", "--doc", "zh@1=y", "--doc", "zh@1=z"], "zh@1 is named twice"),
        (["compare", "--doc", "zh@1=y", "--pivot", "en"], "pivot 'en' is not among the languages zh"),
        (["evaluate", "x"], "in pairs"),
        (["history", "x"], "name two drafts or more"),
        (["app", "--port", "0"], "0 is not in the range"),
        (["search", "x", "peace", "--since", "last year"], "'last year' is no date such as 2015"),
        (["convert", "x.tmx", "x.csv", "--source", "a.en"], "give both --source and --target"),
        (["diff", "x", "y", "--instructions", "-o", "x.html"], "--instructions is for the terminal"),
    ],
)
def test_wrong_usage(capsys: Capture, arguments: list[str], message: str) -> None:
    assert message in fails(capsys, 2, *arguments)


def test_unusable_output_paths_are_refused(corpus: Path, tmp_path: Path, capsys: Capture) -> None:
    source = tmp_path / "rev1.txt"
    source.write_bytes((corpus / "rev1.zh.txt").read_bytes())
    assert "make it first" in fails(capsys, 2, "segment", source, "-o", tmp_path / "none" / "x.json")
    (tmp_path / "x.json").mkdir()
    assert "is a folder" in fails(capsys, 2, "segment", source, "-o", tmp_path / "x.json")
    assert "is one of the input files" in fails(capsys, 2, "segment", source, "-o", source)
    assert source.read_bytes() == (corpus / "rev1.zh.txt").read_bytes()


@pytest.mark.parametrize(
    ("value", "language", "version", "file"),
    [
        (r"zh@rev1=C:\Texte\neu.pdf", "zh", "rev1", r"C:\Texte\neu.pdf"),
        ("en-GB@Rev. 1=a=b@c.txt", "en", "Rev. 1", "a=b@c.txt"),
        ("ar@٢=ملف.docx", "ar", "٢", "ملف.docx"),
    ],
)
def test_documents_are_named_as_people_name_files(value: str, language: str, version: str, file: str) -> None:
    command = cli.commands["compare"]
    context = command.make_context("compare", ["--doc", value])
    (entry,) = context.params["documents"]
    assert (entry.key.language, entry.key.version, str(entry.file)) == (language, version, file)


# Help, speed, pipes


@pytest.mark.parametrize("name", sorted(cli.commands))
def test_help_needs_no_other_arguments(name: str, capsys: Capture) -> None:
    output = works(capsys, name, "--help")
    command = cli.commands[name]
    assert command.help
    assert "\\b" not in output  # a backspace, written raw, does not keep lines apart
    assert command.short_help
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"{name} {parameter.name} has no help"
    if name in KINDS:
        assert ", ".join(extensions(KINDS[name])) in " ".join(output.split())


def test_the_name_without_arguments_prints_help_and_the_version_is_shown(capsys: Capture) -> None:
    assert "Commands:" in works(capsys)
    assert works(capsys, "--version").strip().endswith(aligner.__version__)


def run(*arguments: str, **options: object) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "aligner", *arguments],
        capture_output=True,
        check=False,
        cwd=Path(aligner.__file__).parents[1],
        **options,  # type: ignore[call-overload]
    )


def test_as_a_module_in_any_locale(corpus: Path) -> None:
    surroundings = {**os.environ, "LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = run("segment", str(corpus / "rev1.zh.txt"), env=surroundings)
    assert (done.returncode, done.stderr) == (0, b"")
    assert "预防犯罪" in done.stdout.decode("utf-8")


def test_help_and_small_commands_answer_at_once(golden: Path) -> None:
    gold = str(golden / "ccpcj-27" / "rev1.zh-en.beads")
    small = "import click, cattrs, asyncio, regex, email.message, xml.dom.minidom"
    usual = command_seconds([sys.executable, "-c", small])
    for arguments in (["--help"], ["evaluate", gold, gold]):
        took = command_seconds([sys.executable, "-m", "aligner", *arguments])
        assert took < 4 * usual, f"{arguments}: {took:.2f} s, where a small script takes {usual:.2f} s"


def test_evaluating_loads_no_heavy_library(golden: Path) -> None:
    gold = str(golden / "ccpcj-27" / "rev1.zh-en.beads")
    heavy = {"numpy", "pandas", "streamlit", "torch", "jieba", "pypdfium2"}
    code = (
        "import sys; from aligner.cli.main import cli; "
        f"cli(['evaluate', {gold!r}, {gold!r}], standalone_mode=False); "
        f"sys.exit(' '.join({heavy!r} & set(sys.modules)) or 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, cwd=Path(aligner.__file__).parents[1]
    )
    assert done.returncode == 0, done.stderr.decode()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_behind_standard_output_is_an_error(corpus: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "aligner", "segment", str(corpus / "rev1.zh.txt")],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
            cwd=Path(aligner.__file__).parents[1],
        )
    assert done.returncode == 1
    assert done.stderr == b"aligner: error: standard output cannot be written: No space left on device\n"


@pytest.mark.skipif(os.name == "nt", reason="needs a POSIX shell")
def test_a_pipe_that_closes_early_is_no_error(corpus: Path) -> None:
    done = subprocess.run(
        [
            "bash",
            "-c",
            f'"{sys.executable}" -m aligner segment "{corpus / "rev1.zh.txt"}" --json | head -n 1;'
            ' exit "${PIPESTATUS[0]}"',
        ],
        capture_output=True,
        check=False,
        cwd=Path(aligner.__file__).parents[1],
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout == b"{\n"


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        (["--interface", "fr"], "aligner: erreur\u00a0: x.txt\u00a0: il n’existe pas"),
        (["--interface=ru"], "aligner: ошибка: x.txt: "),
        (["--interface", "xx"], "aligner: error: Invalid value for '--interface'"),
        ([], "aligner: error: x.txt: it does not exist"),
    ],
)
def test_errors_are_in_the_language_of_the_interface(
    chosen: list[str], expected: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["diff", "x.txt", "y.txt", *chosen]) > 0
    assert capsys.readouterr().err.startswith(expected)


def test_wrong_usage_is_reported_in_the_language_of_the_interface(
    corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["compare", str(corpus), "-o", "x.foo", "--interface", "zh"]) == 2
    told = capsys.readouterr().err
    assert told.startswith("aligner: 错误：x.foo")
    assert told.endswith("(see aligner compare --help)\n")
