"""Files that no manifest describes, as documents of a set."""

from __future__ import annotations

from pathlib import Path

import pytest

from aligner.cli.main import main
from aligner.pipeline import loose_files, run
from aligner.pipeline.loose_files import entries_of
from aligner.pipeline.run import Settings
from aligner.values import DocumentKey
from aligner.values.errors import InputError

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
    opened = loose_files.open_document
    monkeypatch.setattr(loose_files, "open_document", lambda *given: read.append(given[0]) or opened(*given))
    monkeypatch.setattr(run, "open_document", lambda *given: read.append(given[0]) or opened(*given))
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
