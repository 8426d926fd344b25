"""From files to results, for every unit and every entry point."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import simple_values
from numpy.typing import NDArray
from simple_values import with_alignments

from aligner.encoders.cache import CachedEncoder
from aligner.encoders.wrapper import RememberingEncoder
from aligner.pipeline import run
from aligner.pipeline.run import (
    DocumentInfo,
    Settings,
    Unit,
    align_files,
    compare_set,
    diff_files,
    into_units,
    load_encoder,
    open_bytes,
    open_document,
)
from aligner.project.saved_work import Project, with_comparison
from aligner.readers.document_set import Entry, load_set, of_entries
from aligner.values import ChangeKind, DocumentKey, LinkOrigin, Message, verbatim
from aligner.values.message import InputError, LanguageError, ReadError

UNCACHED = Settings(cache=False)
LINES = Settings(unit=Unit.LINE, cache=False)
SENTENCES = Settings(unit=Unit.SENTENCE, cache=False)


def test_a_file_and_its_bytes_give_the_same_document(corpus: Path) -> None:
    path = corpus / "rev1.fr.txt"
    opened = open_document(
        path, info=DocumentInfo(title="Projet", version="rev1", status="working translation")
    )
    assert (
        open_bytes(
            path.read_bytes(),
            path.name,
            info=DocumentInfo(title="Projet", version="rev1", status="working translation"),
        )
        == opened
    )
    assert (opened.language, opened.version, opened.title) == ("fr", "rev1", "Projet")
    assert opened.status == "working translation"


def test_a_document_without_a_title_is_called_by_its_file(corpus: Path) -> None:
    assert open_document(corpus / "rev1.en.txt").title == "rev1.en.txt"


def test_lines_are_taken_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_bytes("1. The first line\r\n\r\n  the second, with a mark 1\u2028still it\n".encode())
    document = open_document(path, LINES, DocumentInfo(language="en"))
    assert document.texts() == ["1. The first line", "", "  the second, with a mark 1\u2028still it"]


@pytest.mark.parametrize(
    ("data", "lines"),
    [
        ("a\rb\r", ["a\rb\r"]),
        ("one\n\ftwo\f\n\f", ["one", "\ftwo\f", "\f"]),
        ("a\x0b\x1c\x85b\r\n\r\n \n", ["a\x0b\x1c\x85b", "", " "]),
        ("\ufeffa\n\nb", ["a", "", "b"]),
    ],
)
def test_lines_end_only_where_every_tool_ends_them(tmp_path: Path, data: str, lines: list[str]) -> None:
    path = tmp_path / "x.txt"
    path.write_bytes(data.encode())
    assert open_document(path, LINES, DocumentInfo(language="en")).texts() == lines
    assert open_bytes(data.encode(), "x.txt", LINES, DocumentInfo(language="en")).texts() == lines


def test_the_language_is_detected_or_given(corpus: Path) -> None:
    assert open_document(corpus / "rev1.ru.txt").language == "ru"
    assert open_document(corpus / "rev1.en.txt", info=DocumentInfo(language="en-GB")).language == "en"


@pytest.mark.parametrize(
    ("given", "file", "found"), [("zh", "en", "English"), ("en", "zh", "Chinese"), ("fr", "ru", "Russian")]
)
def test_a_language_given_that_the_script_denies_is_refused(
    corpus: Path, given: str, file: str, found: str
) -> None:
    path = corpus / f"rev1.{file}.txt"
    with pytest.raises(
        LanguageError, match=rf"given as .*\({given}\).*it looks {found} \({file}\)"
    ) as caught:
        open_document(path, info=DocumentInfo(language=given))
    assert str(caught.value).startswith(f"{path}: ")
    assert "\n" not in str(caught.value)


def test_a_language_given_that_the_words_deny_is_noted(corpus: Path) -> None:
    messages: list[Message] = []
    path = corpus / "rev1.fr.txt"
    assert open_document(path, Settings(notice=messages.append), DocumentInfo(language="en")).language == "en"
    assert list(map(str, messages)) == [f"{path}: given as English (en), but its words are French (fr)"]


def test_an_error_names_the_text_in_an_unknown_language(tmp_path: Path) -> None:
    path = tmp_path / "greek.txt"
    path.write_text("Η Γενική Συνέλευση των Ηνωμένων Εθνών αποφασίζει σήμερα. " * 5, encoding="utf-8")
    with pytest.raises(LanguageError, match=r"greek\.txt") as caught:
        open_document(path)
    assert "\n" not in str(caught.value)


def test_a_missing_file_is_a_read_error(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=r"none\.txt"):
        open_document(tmp_path / "none.txt")


def test_sentences_stay_inside_paired_paragraphs(corpus: Path) -> None:
    source, target = corpus / "rev1.zh.txt", corpus / "rev1.en.txt"
    paragraphs = align_files(source, target, UNCACHED).alignment
    pair = align_files(source, target, SENTENCES)
    assert len(pair.source) >= paragraphs.n_source
    for bead in pair.alignment.beads:
        ours = {pair.source.segments[i].parent for i in bead.source}
        theirs = {pair.target.segments[j].parent for j in bead.target}
        assert any(ours <= set(outer.source) and theirs <= set(outer.target) for outer in paragraphs.beads)


def test_drafts_are_compared_by_sentence_and_by_line(corpus: Path, tmp_path: Path) -> None:
    old, new = tmp_path / "old.txt", tmp_path / "new.txt"
    old.write_text("The first line stays.\nThe second line is here.\n", encoding="utf-8")
    new.write_text("The first line stays.\nThe second line was here.\n", encoding="utf-8")
    changes = diff_files(old, new, LINES, language="en").revision.changes
    assert [change.kind for change in changes] == [ChangeKind.UNCHANGED, ChangeKind.EDITED]
    by_sentence = diff_files(corpus / "draft.en.txt", corpus / "rev1.en.txt", SENTENCES)
    assert all(segment.parent is not None for segment in by_sentence.new.segments)


def test_a_masthead_that_one_format_keeps_in_its_header_is_no_amendment() -> None:
    plain = simple_values.document("en", "Eightieth session", "Report", "The Committee met.")
    word = replace(plain, furniture=("United Nations", "7 April 2026", "Report"))
    page = simple_values.document(
        "en",
        "United Nations",
        "8 April 2026",
        "7\u00a0April 2026",
        "Eightieth session",
        "Report",
        "The Committee met.",
    )
    pair = run.diff_documents(word, page)
    assert pair.new.furniture == ("United Nations", "7\u00a0April 2026")
    changed = [c for c in pair.revision.changes if c.kind is not ChangeKind.UNCHANGED]
    assert [pair.new.joined(change.new) for change in changed] == ["8 April 2026"]
    assert run.diff_documents(page, word).old.texts() == pair.new.texts()


def test_mastheads_kept_in_headers_are_no_amendments_of_a_set_either(encoder: CachedEncoder) -> None:
    plain = simple_values.document("en", "Report", "The Committee met.", version="2")
    word = replace(plain, furniture=("United Nations", "7 April 2026"))
    lines = ("United Nations", "7 April 2026", "Report", "The Committee met.")
    first, third = (simple_values.document("en", *lines, version=version) for version in "13")
    drafts = {DocumentKey("en", each.version): each for each in (first, word, third)}
    result = run.compare_documents(drafts, "123", encoder=encoder)
    assert not result.amendments
    assert [each.texts() for each in result.documents.values()] == [plain.texts()] * 3
    last = DocumentKey("en", "3")
    del drafts[last]
    two = run.compare_documents(drafts, "12", encoder=encoder)
    added = run.add_document(two, last, third, "123", encoder=encoder)
    assert not added.amendments


def test_a_word_draft_added_to_pages_sets_their_mastheads_apart(encoder: CachedEncoder) -> None:
    lines = ("United Nations", "7 April 2026", "Report", "The Committee met.")
    page = simple_values.document("en", *lines, version="1")
    french = simple_values.document("fr", "Nations Unies", "Rapport", "Le Comité s’est réuni.", version="1")
    keys = DocumentKey("en", "1"), DocumentKey("fr", "1")
    before = run.compare_documents(dict(zip(keys, (page, french), strict=True)), "1", encoder=encoder)
    linked = {keys: simple_values.alignment((2, 1), (1, 1), (1, 1), origin=LinkOrigin.CONFIRMED)}
    project = Project(with_alignments(before, linked), frozenset({(keys[0], 0), (keys[0], 3), (keys[1], 2)}))
    word = replace(simple_values.document("en", *lines[2:], version="2"), furniture=lines[:2])
    after = run.add_document(project.comparison, DocumentKey("en", "2"), word, "12", encoder=encoder)
    assert not after.amendments
    assert after.documents[keys[0]].texts() == word.texts()
    assert [(bead.shape, bead.origin) for bead in after.alignments[keys].beads] == [
        ((0, 1), LinkOrigin.AUTOMATIC),
        ((1, 1), LinkOrigin.CONFIRMED),
        ((1, 1), LinkOrigin.CONFIRMED),
    ]
    read = with_comparison(project, after).reviewed
    assert read == {(keys[0], 1), (keys[1], 2), (DocumentKey("en", "2"), 1)}


def test_a_paragraph_document_is_left_alone(corpus: Path) -> None:
    document = open_document(corpus / "rev1.en.txt")
    assert into_units(document, Unit.PARAGRAPH) is document


def test_a_set_may_be_compared_by_sentence_and_by_line(corpus: Path) -> None:
    found = load_set(corpus)
    few = of_entries(tuple(e for e in found.entries if e.key.language in ("zh", "en")), title="Two")
    paragraphs = compare_set(few, UNCACHED)
    sentences = compare_set(few, SENTENCES)
    assert (sentences.title, sentences.pivot) == ("Two", "zh")
    assert len(sentences.rows) >= len(paragraphs.rows)
    lines = compare_set(few, LINES)
    assert len(lines.documents[DocumentKey("zh", "rev1")]) > len(
        paragraphs.documents[DocumentKey("zh", "rev1")]
    )


def test_a_language_with_one_draft_only_is_compared_too(corpus: Path) -> None:
    entries = (
        Entry(corpus / "draft.zh.txt", DocumentKey("zh", "draft")),
        Entry(corpus / "rev1.zh.txt", DocumentKey("zh", "rev1")),
        Entry(corpus / "draft.en.txt", DocumentKey("en", "draft")),
    )
    result = compare_set(of_entries(entries), UNCACHED)
    newest, english = DocumentKey("zh", "rev1"), DocumentKey("en", "draft")
    together = [row for row in result.rows if newest in row.cells and english in row.cells]
    assert len(together) > 30
    assert all(amendment.states == {} for amendment in result.amendments)


def test_progress_is_reported(corpus: Path) -> None:
    messages: list[Message] = []
    entries = tuple(Entry(corpus / f"rev1.{code}.txt", DocumentKey(code, "rev1")) for code in ("zh", "en"))
    compare_set(
        of_entries(entries), Settings(cache=False, progress=lambda stage, done, total: messages.append(stage))
    )
    assert list(dict.fromkeys(messages))[:4] == ["read", "revise", "encode", "align"]


def test_a_pivot_that_is_not_there_is_refused(corpus: Path) -> None:
    entries = (Entry(corpus / "rev1.zh.txt", DocumentKey("zh", "rev1")),)
    with pytest.raises(InputError, match="pivot 'fr'"):
        compare_set(of_entries(entries), UNCACHED, pivot="fr")


class Counting:
    name, revision, dimension = "counting", "1", 2

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.asked += texts
        return np.array([[1.0, 0.0] if len(text) % 2 else [0.0, 1.0] for text in texts], np.float32)


def test_a_caching_encoder_encodes_a_text_once() -> None:
    counting = Counting()
    encoder = RememberingEncoder(counting)
    first = encoder.encode(["a", "bb", "a"])
    second = encoder.encode(["bb", "a"])
    assert counting.asked == ["a", "bb"]
    assert first.tolist() == [[1, 0], [0, 1], [1, 0]]
    assert second.tolist() == [[0, 1], [1, 0]]
    assert encoder.encode([]).shape == (0, 2)
    assert (encoder.name, encoder.revision, encoder.dimension) == ("counting", "1", 2)


def test_without_the_cache_no_trace_is_left(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HOME", "XDG_CACHE_HOME", "LOCALAPPDATA", "TMPDIR"):
        monkeypatch.setenv(name, str(tmp_path))
    align_files(corpus / "rev1.zh.txt", corpus / "rev1.en.txt", UNCACHED)
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_reading_notes_are_passed_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import aligner.readers
    from aligner.values import Span
    from aligner.values.extract import Extract, Line

    text = "The Commission on Crime Prevention and Criminal Justice"
    extract = Extract(
        text, (Line(Span(0, len(text))),), "pdf", "x.pdf", notes=(verbatim("one page is a picture"),)
    )
    monkeypatch.setattr(aligner.readers, "read_bytes", lambda data, name, **choices: extract)
    (tmp_path / "x.pdf").write_bytes(b"%PDF-")
    messages: list[Message] = []
    open_document(tmp_path / "x.pdf", Settings(notice=messages.append), DocumentInfo(language="en"))
    assert list(map(str, messages)) == [f"{tmp_path / 'x.pdf'}: one page is a picture"]


def test_the_cache_is_used_where_it_may_be(monkeypatch: pytest.MonkeyPatch) -> None:
    import aligner.encoders
    from aligner.encoders.cache import CachedEncoder

    monkeypatch.setattr(aligner.encoders, "load", lambda name: Counting())
    assert isinstance(load_encoder(Settings()), CachedEncoder)
    assert isinstance(load_encoder(UNCACHED), RememberingEncoder)
    assert run.Settings().unit is Unit.PARAGRAPH
