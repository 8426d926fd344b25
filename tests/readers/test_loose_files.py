"""Files that no manifest describes, as documents of a set."""

from __future__ import annotations

from pathlib import Path

import pytest
from word_files import package, par, run

from aligner.cli.main import main
from aligner.pipeline import file_guesses
from aligner.pipeline import run as pipeline_run
from aligner.pipeline.file_guesses import entries_of
from aligner.pipeline.run import Settings
from aligner.values import DocumentKey
from aligner.values.message import InputError, Message

TEXTS = {
    "en": "1. Requests all States to report within 90 days of its adoption;\n",
    "fr": "1. Prie tous les États de faire rapport dans les 90 jours suivant son adoption ;\n",
}
LATER = TEXTS["en"].replace("90", "120")


def written(folder: Path, **texts: str) -> list[Path]:
    """Write texts to files whose names have `_` for a full stop."""
    paths = []
    for name, text in texts.items():
        paths.append(folder / f"{name.replace('_', '.')}.txt")
        paths[-1].write_text(text, "utf-8")
    return paths


@pytest.mark.parametrize(
    ("names", "drafts"),
    [
        (("old_en", "new_en", "old_fr"), ("old", "old", "new")),
        (("rev1_en", "draft_en", "draft_fr"), ("draft", "draft", "rev1")),
        (("text_en", "text_fr"), ("draft", "draft")),
        (("text_en", "texte_fr"), ("draft", "draft")),
        (("t2_en", "t1_en", "t1_fr"), ("t1", "t1", "t2")),
        (("text_en", "text-new_en", "text_fr"), ("text", "text", "new")),
    ],
)
def test_names_tell_the_draft_and_texts_the_language(
    tmp_path: Path, names: tuple[str, ...], drafts: tuple[str, ...]
) -> None:
    paths = written(tmp_path, **{name: TEXTS[name[-2:]] for name in names})
    entries = entries_of(paths, Settings())
    assert tuple(entry.key.version for entry in entries) == drafts
    assert {(entry.file, entry.key.language) for entry in entries} == {
        (path, name[-2:]) for path, name in zip(paths, names, strict=True)
    }


def test_symbols_tell_the_draft_if_names_do_not(tmp_path: Path) -> None:
    def issued(symbol: str) -> str:
        head = f"United Nations\t{symbol}\nGeneral Assembly\tDistr.: Limited\n\tOriginal: English\n\n"
        return head + TEXTS["en"]

    paths = written(tmp_path, a=issued("A/C.3/80/L.5/Rev.1"), b=issued("A/C.3/80/L.5"))
    assert [entry.key for entry in entries_of(paths, Settings())] == [
        DocumentKey("en", "draft"),
        DocumentKey("en", "rev1"),
    ]


def test_a_file_in_no_known_language_is_named(tmp_path: Path) -> None:
    paths = written(tmp_path, a=TEXTS["en"], b="12 34 56")
    with pytest.raises(InputError, match=r"b\.txt"):
        entries_of(paths, Settings())


def test_the_files_are_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (en, fr) = written(tmp_path, text_en=TEXTS["en"], text_fr=TEXTS["fr"])
    read = []
    opened = file_guesses.open_document
    monkeypatch.setattr(file_guesses, "open_document", lambda *given: read.append(given[0]) or opened(*given))
    monkeypatch.setattr(pipeline_run, "open_document", lambda *given: read.append(given[0]) or opened(*given))
    assert main(["check", str(en), str(fr), "--no-cache"]) == 0
    assert read == [en, fr]


def test_a_command_takes_files_and_says_what_it_took_them_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    paths = written(tmp_path, old_en=TEXTS["en"], old_fr=TEXTS["fr"], new_en=LATER)
    assert main(["update", *map(str, paths), "--no-cache"]) == 0
    printed = capsys.readouterr()
    assert "dans les 120 jours" in printed.out
    assert f"read as en@old={paths[0]}, fr@old={paths[1]}, en@new={paths[2]}; if that is wrong" in printed.err


# Word files with tracked changes


def tracked(folder: Path, name: str, text: str = TEXTS["en"]) -> Path:
    """Write a Word file in which 90 is tracked as replaced by 120."""
    before, after = text.strip().split("90")
    deleted = '<w:del w:id="1" w:author="Ann"><w:r><w:delText>90</w:delText></w:r></w:del>'
    inserted = f'<w:ins w:id="2" w:author="Ann">{run("120")}</w:ins>'
    path = folder / f"{name}.docx"
    path.write_bytes(package(par(run(before) + deleted + inserted + run(after))))
    return path


@pytest.mark.parametrize(
    ("name", "others", "expected"),
    [
        ("tracked.en", ["old_fr"], ["en@old", "fr@old", "en@revised"]),
        ("rev1.en", ["draft_fr"], ["en@draft", "fr@draft", "en@rev1"]),
        ("tracked.en", ["text_fr"], ["en@draft", "fr@draft"]),
        ("tracked.en", ["rev1_fr"], ["en@rev1", "fr@rev1"]),
        ("old.en", ["old_fr"], ["en@old", "fr@old"]),
        ("tracked.en", ["old_fr", "new_fr"], ["fr@old", "en@new", "fr@new"]),
        ("new.en", ["old_en", "old_fr"], ["en@old", "fr@old", "en@new"]),
    ],
)
def test_tracked_changes_make_two_drafts_where_another_file_is_named_as_the_older_one(
    tmp_path: Path, name: str, others: list[str], expected: list[str]
) -> None:
    paths = [tracked(tmp_path, name)]
    paths += written(tmp_path, **{other: TEXTS[other[-2:]] for other in others})
    entries = entries_of(paths, Settings())
    assert [str(entry.key) for entry in entries] == expected
    drafts = [entry.document.text for entry in entries if entry.file == paths[0] and entry.document]
    assert ["120 days" in text for text in drafts] == [False, True][-len(drafts) :]


def test_files_that_all_have_tracked_changes_are_two_drafts_each(tmp_path: Path) -> None:
    paths = [tracked(tmp_path, f"text.{code}", text) for code, text in TEXTS.items()]
    assert [str(entry.key) for entry in entries_of(paths, Settings())] == [
        "en@original",
        "fr@original",
        "en@revised",
        "fr@revised",
    ]


def test_a_note_says_whether_tracked_changes_make_two_drafts(tmp_path: Path) -> None:
    def notes(*paths: Path) -> list[str]:
        found: list[Message] = []
        entries_of(paths, Settings(notice=found.append))
        return list(map(str, found))

    marked = tracked(tmp_path, "tracked.en")
    (old, bare) = written(tmp_path, old_fr=TEXTS["fr"], text_fr=TEXTS["fr"])
    assert notes(marked, old) == [
        f"{marked}: it has tracked changes and is read as two drafts: "
        "as en@old with them rejected, as en@revised with them accepted"
    ]
    assert notes(marked, bare) == [f"{marked}: It has tracked changes; they were read as accepted."]


@pytest.mark.parametrize("named", [False, True])
def test_a_tracked_file_updates_and_checks_a_language_at_the_old_draft(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], named: bool
) -> None:
    marked = tracked(tmp_path, "tracked.en")
    (old,) = written(tmp_path, old_fr=TEXTS["fr"])
    files = ["--doc", f"en@a..b={marked}", "--doc", f"fr@a={old}"] if named else [str(marked), str(old)]
    assert main(["update", *files, "--no-cache"]) == 0
    assert "dans les 120 jours" in capsys.readouterr().out
    assert main(["check", *files, "--no-cache"]) == 0
    assert "to be carried over from the English text: 90 → 120" in capsys.readouterr().out


def order(date: str, subject: str) -> str:
    body = "".join(f"{n}. The Court has examined {subject} under item {n}.\n\n" for n in range(1, 9))
    return f"Order of the Court\n\nof {date}\n\n{body}"


def test_a_folder_with_a_series_is_not_compared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    texts = {"o1": order("July 4, 2006", "the petition"), "o2": order("May 12, 2007", "its costs and fees")}
    written(tmp_path, **texts)
    assert main(["compare", str(tmp_path)]) == 2
    assert (
        "o1.txt (of 2006-07-04) and o2.txt (of 2007-05-12) are separate documents" in capsys.readouterr().err
    )


@pytest.mark.parametrize(
    "names", [("draft_en", "rev1_en"), ("text_en", "text_fr")], ids=["named as drafts", "two languages"]
)
def test_a_series_may_be_compared_if_asked_for(tmp_path: Path, names: tuple[str, str]) -> None:
    texts = (order("July 4, 2006", "the petition"), order("May 12, 2007", "its costs and fees"))
    if names[1].endswith("fr"):
        texts = (texts[0], "Ordonnance du 4 mai 2007\n\n1. La Cour a examiné les frais et dépens.\n")
    assert len(entries_of(written(tmp_path, **dict(zip(names, texts, strict=True))), Settings())) == 2


def test_drafts_of_different_dates_that_share_their_text_are_compared(tmp_path: Path) -> None:
    texts = {"o1": order("July 4, 2006", "the petition"), "o2": order("May 12, 2007", "the petition")}
    assert len(entries_of(written(tmp_path, **texts), Settings())) == 2
