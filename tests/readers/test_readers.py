"""Detecting file types, reading plain text, and refusing unreadable files with one line."""

from __future__ import annotations

import codecs
import io
import json
import os
import zipfile
from pathlib import Path
from unittest.mock import Mock, patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligner.readers import encoding, libreoffice, load_bytes, read_bytes
from aligner.readers.encoding import detect_encoding
from aligner.readers.registry import sniff
from aligner.readers.regular_file import read_regular, write_private
from aligner.values.extract import Extract
from aligner.values.message import AlignerError, InputError, ReadError

ZH = "预防犯罪和刑事司法委员会，\n回顾大会第 71/167 号决议，强调会员国应当加强合作。\n"
HANT = "預防犯罪和刑事司法委員會，\n回顧大會第 71/167 號決議，強調會員國應當加強合作。\n"
RU = "Генеральная Ассамблея,\nссылаясь на свою резолюцию 71/167 от 19 декабря 2016 года,\n"
FR = "L’Assemblée générale,\nRappelant sa résolution 71/167 du 19 décembre 2016, où elle a décidé,\n"
ES = "La Asamblea General,\nRecordando su resolución 71/167, de 19 de diciembre, decidió también,\n"
AR = "إن الجمعية العامة،\nإذ تشير إلى قرارها 71/167 المؤرخ 19 كانون الأول/ديسمبر 2016،\n"

PL = "Organizacja Narodów Zjednoczonych została założona; państwa są równe, żadne nie jest wyłączone.\n"
JA = "これは日本語の文章です。国際連合は平和を維持する。\n"

ENCODED = [
    *(
        (text, encoding)
        for text in (ZH, HANT, RU, FR, ES, AR)
        for encoding in ("utf-8", "utf-8-sig", "utf-16")
    ),
    *((text, encoding) for text in (ZH, RU, FR, AR) for encoding in ("utf-16-le", "utf-16-be")),
    (ZH, "gb18030"),
    (HANT, "big5"),
    (RU, "koi8-r"),
    (RU, "cp1251"),
    (FR, "cp1252"),
    (ES, "cp1252"),
    (AR, "cp1256"),
    (PL, "cp1250"),  # of languages that no profile knows
    (JA, "cp932"),
]


@pytest.mark.parametrize(("text", "encoding"), ENCODED)
def test_text_is_the_same_whatever_its_encoding(text: str, encoding: str) -> None:
    extract = read_bytes(text.encode(encoding), "draft.txt")
    assert extract.text == text.removesuffix("\n")
    assert extract.format == "txt"


@pytest.mark.parametrize("mark", [codecs.BOM_UTF16_BE, codecs.BOM_UTF16_LE])
def test_utf16_byte_order_marks_are_heeded_and_dropped(mark: bytes) -> None:
    body = ZH.encode("utf-16-be" if mark == codecs.BOM_UTF16_BE else "utf-16-le")
    assert read_bytes(mark + body, "x.txt").text == ZH.rstrip("\n")


LEGACY = [
    ("zh", "gb18030"),
    ("ru", "cp1251"),
    ("ru", "koi8-r"),
    ("fr", "cp1252"),
    ("es", "cp1252"),
    ("ar", "cp1256"),
    ("ru", "cp866"),
    ("ru", "iso8859-5"),
    ("ar", "iso8859-6"),
    ("fr", "cp850"),
    ("es", "cp850"),
]


@pytest.mark.parametrize("every", [21, pytest.param(7, marks=pytest.mark.slow)])
@pytest.mark.parametrize(("language", "encoding"), LEGACY)
def test_two_sentences_are_enough_to_detect_an_encoding(
    shared_data: Path, language: str, encoding: str, every: int
) -> None:
    """Floor 0.995 over about 290 pairs of UN sentences, or 100; measured 0.999 or better over 1,000."""
    source = (shared_data / "unv1-dev" / "docs.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [row["text"][language] for line in source for row in json.loads(line)["rows"]]
    right = total = 0
    for first, second in zip(rows[::every], rows[1::every], strict=False):
        text = f"{first}\n{second}"
        try:
            data = text.encode(encoding)
        except UnicodeEncodeError:
            continue
        found = detect_encoding(data)
        total += 1
        right += found is not None and data.decode(found) == text
    assert total > 1050 / every
    assert right / total >= 0.995, f"{right} of {total}"


TYPED = [
    *("He said “no”.", "all States’ duties", "the Council’s report", "the ‘rule of law’", "2015–2016"),
    *(
        "peace—and security",
        "under § 5",
        "a sum of £5",
        "some 5 € a day",
        "at 20 °C",
        "• first",
        "and so on…",
    ),
]


@pytest.mark.parametrize("text", TYPED)
def test_typographic_signs_in_an_english_text_are_read_as_windows_writes_them(text: str) -> None:
    data = f"The Assembly took note of the following. {text} It did so with thanks.\n".encode("cp1252")
    assert data.decode(detect_encoding(data) or "ascii") == data.decode("cp1252")


@pytest.mark.parametrize("text", [ZH, RU, FR, AR])
def test_a_damaged_utf8_text_is_refused_not_misread(text: str) -> None:
    data = text.strip().encode("utf-8")
    last = max(place for place, byte in enumerate(data) if byte > 0xBF)  # where its last letter begins
    for broken, at in ((data[: last + 1], last), (data[:last] + b"\xff" + data[last:], last)):
        with pytest.raises(ReadError, match=rf"byte {at} .* not valid utf-8, though nearly all the rest"):
            read_bytes(broken, "x.txt")
        with pytest.raises(ReadError, match=f"byte {at + 3} "):
            read_bytes(b"<p>" + broken, "x.html")


@pytest.mark.parametrize(("sound", "damaged"), [(4, True), (3, False)])
def test_utf8_is_damaged_if_most_of_its_signs_are_sound(sound: int, *, damaged: bool) -> None:
    """Otherwise the bytes are those of an older encoding, some of which happen to be valid."""
    data = b"caf\xff " + "é".encode() * sound
    assert (detect_encoding(data) is None) == damaged


@pytest.mark.parametrize("half", ["d800", "dbff", "dc00", "dfff"])
def test_half_a_character_is_refused(half: str) -> None:
    with pytest.raises(ReadError, match="incomplete characters"):
        read_bytes(rf"a\u{half}".encode(), "x.txt", encoding="unicode_escape")
    assert read_bytes(rb"a\ud7ff\ue000", "x.txt", encoding="unicode_escape").text == "a\ud7ff\ue000"


def test_lines_end_at_line_feeds_only() -> None:
    text = "  indented\r\n\na\u2028b\x0bc\x1cd\x85e\r\nlast\n"
    lines = read_bytes(text.encode(), "x.txt")
    assert [lines.text_of(line) for line in lines.lines] == [
        "  indented",
        "",
        "a\u2028b\x0bc\x1cd\x85e",
        "last",
    ]
    assert {line.page for line in lines.lines} == {None}


def test_a_lone_carriage_return_counts_only_without_line_feeds() -> None:
    assert [read_bytes(b"a\rb\r", "x.txt").text, read_bytes(b"a\rb\n", "x.txt").text] == ["a\nb", "a\rb"]


def test_form_feeds_number_the_pages_and_leave_the_lines() -> None:
    extract = read_bytes(b"one\n\n\ftwo\nstill two\f\nthree\n\f", "x.txt")
    seen = [(extract.text_of(line), line.page) for line in extract.lines]
    assert seen == [("one", 1), ("", 1), ("two", 2), ("still two", 2), ("three", 3)]
    assert extract.pages == 3


def test_embeddings_of_arabic_lines_are_removed_unless_letters_are_turned() -> None:
    line = "\u202b‏تقرر عقد \u202a12\u202c اجتماعا\u202c"
    assert read_bytes(f"{line}\n".encode(), "x.txt").text == "‏تقرر عقد 12 اجتماعا"
    assert read_bytes(f"{line}\u202eabc\n".encode(), "x.txt").text == f"{line}\u202eabc"
    assert read_bytes(f"{line}\n".encode(), "x.txt", verbatim=True).text == line


def test_accents_are_composed_with_their_letters_unless_lines_are_segments() -> None:
    apart = "Re\u0301solution, \u0438\u0306"
    assert read_bytes(apart.encode(), "x.txt").text == "Résolution, й"
    assert read_bytes(apart.encode(), "x.txt", verbatim=True).text == apart


def test_an_encoding_can_be_named() -> None:
    assert read_bytes(RU.encode("koi8-r"), "x.txt", encoding="koi8-r").text == RU.rstrip("\n")
    assert read_bytes(b"\xc4\xe3", "x.txt", encoding="gbk").encoding == "gbk"


@pytest.mark.parametrize(
    ("encoding", "said"),
    [("utf-8", r"byte 0 \(0xc7\)"), ("klingon", "'klingon'"), ("hex", "'hex'"), ("a\0b", "text encoding")],
)
def test_a_wrong_encoding_error_has_its_position(encoding: str, said: str) -> None:
    with pytest.raises(ReadError, match=said):
        read_bytes(RU.encode("cp1251").replace(b"\xc3", b"\xc7", 1), "x.txt", encoding=encoding)


GIF = b"GIF89a\0\0\0"
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600

REFUSED = [
    ("empty.txt", b"", "empty"),
    ("blank.txt", b" \n\t\r\n", "white space"),
    ("picture.pdf", GIF, "GIF"),
    ("picture.docx", GIF, "GIF"),
    ("picture.xyz", GIF, "GIF"),
    ("picture.png", PNG, "picture is damaged"),
    ("text.pdf", b"just text", "not a PDF"),
    ("binary.txt", b"abc\0\x01\x02def", "not text|binary"),
    ("bell.txt", b"abc\x07\x07def", "binary"),
    ("old.doc", OLE, r"save it as \.docx"),
    ("old.docx", OLE, r"save it as \.docx"),
    ("locked.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
    ("new.odt", b"no zip", r"save it as \.docx"),
    ("rich.rtf", b"no braces", r"not a rich text file"),
    ("flat.fodt", b'<?xml version="1.0"?><office:document/>', r"XML .* save it as \.docx"),
    ("letter.wpd", b"\xffWPC", r"WordPerfect .* save it as \.docx"),
    ("memory.tmx", b'\xef\xbb\xbf<?xml version="1.0"?><tmx/>', "`aligner convert`"),
    (
        "page.mht",
        b"From: <Saved>\r\nSubject: a\r\n b\r\nMIME-Version: 1.0\r\n\r\nx",
        r"web archive .* \.html",
    ),
]


@pytest.mark.parametrize("text", ["<?xml version='1.0'?><p>x</p>", "MIME-Version: 1.0 is a line."])
def test_files_named_as_text_are_read_as_text(text: str) -> None:
    assert read_bytes(text.encode(), "x.txt").text == text
    assert read_bytes(text.encode(), "x", encoding="utf-8").text == text


@pytest.mark.parametrize(("name", "data", "said"), REFUSED)
def test_unreadable_files_give_one_line_errors_with_their_name(name: str, data: bytes, said: str) -> None:
    with pytest.raises(ReadError, match=said) as error:
        read_bytes(data, f"/some/folder/{name}")
    message = str(error.value)
    assert name in message
    assert "\n" not in message
    assert "/some/folder" not in message


@pytest.mark.parametrize("sign", "\b\t\x0b\x1a\x1b\x1c\x1f\x7f\x80\x85")
def test_controls_that_occur_in_texts_stay_in_them(sign: str) -> None:
    assert read_bytes(f"a{sign}b".encode(), "x.txt").text == f"a{sign}b"


@pytest.mark.parametrize("sign", "\x01\x07\x0e\x19")
def test_other_controls_are_signs_of_a_binary_file(sign: str) -> None:
    with pytest.raises(ReadError, match="binary"):
        read_bytes(f"a{sign}b".encode(), "x.txt")


def test_the_signature_of_a_pdf_may_follow_other_bytes_if_it_is_named_so() -> None:
    """The standard's readers look for it in the first 1,024 bytes."""
    assert sniff(b"x" * 1019 + b"%PDF-1.7", "a.pdf") == "pdf"
    with pytest.raises(ReadError, match="not a PDF"):
        sniff(b"x" * 1020 + b"%PDF-1.7", "a.pdf")
    assert sniff(b"It begins with %PDF-1.7", "a.txt") == sniff(b"It begins with %PDF-1.7", "a") == "txt"


def test_a_page_without_markup_is_html_if_it_is_named_so() -> None:
    assert [sniff(b"plain words", name) for name in ("a.html", "a.htm", "a.txt")] == ["html", "html", "txt"]
    assert sniff(b"<!DOCTYPE html><p>x", "a") == "html"


@pytest.mark.parametrize(("head", "kind"), [(b"BM", "BMP"), (b"MZ", "a program")])
def test_a_text_may_begin_like_a_picture_or_a_program(head: bytes, kind: str) -> None:
    assert sniff(head + b"W is a word.", "x") == "txt"
    with pytest.raises(ReadError, match=kind):
        sniff(head + b"\x90" * 70 + b"\0\3", "x")


@pytest.mark.parametrize("extra", [b"", b"\1\2\3\4" * 70])
def test_an_opendocument_text_is_known_by_its_first_entry_whatever_stands_before_it(extra: bytes) -> None:
    def zipped(name: str, kind: str) -> bytes:
        entry = zipfile.ZipInfo(name)
        entry.extra = extra
        with zipfile.ZipFile(made := io.BytesIO(), "w") as archive:
            archive.writestr(entry, f"application/vnd.oasis.opendocument.{kind}")
            archive.writestr("content.xml", "<office:document-content/>")
        return made.getvalue()

    assert sniff(zipped("mimetype", "text"), "x") == "odt"
    assert sniff(zipped("mimetypf", "text"), "x") == sniff(zipped("mimetype", "textile"), "x") == "docx"


def test_a_file_that_is_no_text_in_the_encoding_given_is_refused() -> None:
    assert read_bytes(b"a\0b\0", "x.txt", encoding="utf-16-le").text == "ab"
    with pytest.raises(ReadError, match="NUL"):
        read_bytes(b"a\0b\0", "x.txt", encoding="latin-1")


def test_a_line_end_in_a_name_does_not_break_the_message(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=r"two\?lines\.txt: .*empty"):
        read_bytes(b"", "two\nlines.txt")
    with pytest.raises(ReadError, match=r"two\?lines"):
        load_bytes(tmp_path / "two\nlines")


def test_many_comments_do_not_stall_the_sniffing() -> None:
    """A pattern that backtracks would never come back from this."""
    assert read_bytes(b"<!--a-->" * 500 + b"x", "x").format == "txt"


@pytest.fixture
def short_sample(monkeypatch: pytest.MonkeyPatch) -> None:
    """The text whose encoding is detected from a sample need not be long."""
    monkeypatch.setattr(encoding, "_SAMPLE", 1_000)


@pytest.mark.usefixtures("short_sample")
def test_a_long_text_in_an_old_encoding_is_judged_by_its_beginning() -> None:
    data = ("大会回顾其以往决议" * 100).encode("gb18030")
    assert detect_encoding(data) == "gb18030"
    assert detect_encoding(data + "Резолюция".encode("koi8-r") * 1_000) == "gb18030"


@pytest.mark.usefixtures("short_sample")
def test_an_encoding_must_fit_a_long_text_to_its_end() -> None:
    data = ("联合国大会决议。" * 70).encode("gb18030")
    assert (detect_encoding(data), detect_encoding(data + b"\xff") == "gb18030") == ("gb18030", False)


def test_missing_files_and_folders_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="it does not exist"):
        load_bytes(tmp_path / "absent.txt")
    with pytest.raises(ReadError, match="is a folder"):
        load_bytes(tmp_path)
    with pytest.raises(ReadError, match="cannot be read"):
        load_bytes(Path("a\0b"))


def test_an_unknown_ending_is_read_as_text(tmp_path: Path) -> None:
    path = tmp_path / "draft.zh-cn"
    path.write_text(ZH, encoding="utf-8")
    extract = read_bytes(path.read_bytes(), path.name)
    assert (extract.format, extract.name) == ("txt", "draft.zh-cn")


NAMES = ["x.txt", "x.pdf", "x.docx", "x.html", "x", "x.doc", "", "/"]


@given(st.binary(max_size=300), st.sampled_from(NAMES))
def test_any_bytes_give_lines_or_one_clear_error(data: bytes, name: str) -> None:
    message = ""
    try:
        with patch.object(libreoffice, "OFFICES", ()):  # starting it takes longer than an example may
            assert isinstance(read_bytes(data, name), Extract)
    except AlignerError as error:
        message = str(error)
    assert "\n" not in message


@given(st.text(alphabet=st.characters(codec="utf-8", categories=["L", "N", "P", "Z", "S"]), min_size=1))
def test_utf8_text_round_trips_exactly(text: str) -> None:
    if text.strip() and not text.startswith(("BM", "MZ", "%PDF-", "PK", "{\\rtf", "\ufeff")):
        assert read_bytes(text.encode(), "x.txt").text == text


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
@pytest.mark.timeout(20)
@pytest.mark.parametrize("kind", ["document", "glossary", "memory", "project", "manifest"])
def test_a_pipe_is_refused_without_blocking(tmp_path: Path, kind: str) -> None:
    from aligner.formats.reading import read_bytes as read_exchange_file
    from aligner.project.store import load as load_project
    from aligner.readers import glossary
    from aligner.readers.document_set import load_set

    openers = {
        "document": load_bytes,
        "glossary": glossary.load,
        "memory": read_exchange_file,
        "project": load_project,
        "manifest": load_set,
    }
    pipe = tmp_path / ("manifest.toml" if kind == "manifest" else "pipe")
    os.mkfifo(pipe)
    with pytest.raises(AlignerError, match="a pipe or a device"):
        openers[kind](pipe)


@pytest.mark.parametrize(
    ("kind", "most"), [("document", 256), ("glossary", 32), ("memory", 512), ("links", 512), ("manifest", 4)]
)
def test_a_file_that_is_too_large_is_refused_by_its_size(tmp_path: Path, kind: str, most: int) -> None:
    """A file of this size could not be read into memory first."""
    from aligner.formats.beads import load as load_links
    from aligner.formats.reading import read_bytes as read_exchange_file
    from aligner.readers import glossary
    from aligner.readers.document_set import load_set

    openers = {
        "document": load_bytes,
        "glossary": glossary.load,
        "memory": read_exchange_file,
        "links": load_links,
        "manifest": load_set,
    }
    huge = tmp_path / "manifest.toml"
    huge.touch()
    os.truncate(huge, 2**40)  # full of holes: it takes no space
    with pytest.raises(AlignerError, match=f"manifest.toml: the file is larger than {most} MiB"):
        openers[kind](tmp_path if kind == "manifest" else huge)


def test_a_file_may_have_as_many_bytes_as_the_limit(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"12345")
    assert read_regular(tmp_path / "x", ReadError, most=5) == b"12345"
    with pytest.raises(ReadError, match="is larger than"):
        read_regular(tmp_path / "x", ReadError, most=4)


def test_what_was_not_written_to_its_end_leaves_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "folder" / "x.json"
    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", Mock(side_effect=OSError("full")))
        with pytest.raises(OSError, match="full"):
            write_private(target, b"confidential")
    assert list(target.parent.iterdir()) == []
    write_private(target, b"confidential")
    assert [each.read_bytes() for each in target.parent.iterdir()] == [b"confidential"]
    modes = [each.stat().st_mode & 0o777 for each in (target.parent, target)]
    assert os.name == "nt" or modes == [0o700, 0o600]


def test_a_file_that_grows_while_it_is_read_is_refused_as_well(tmp_path: Path) -> None:
    """Files of the kernel have no size before they are read."""
    if not (growing := Path("/proc/self/maps")).exists():
        pytest.skip("this system has no such files")
    assert growing.stat().st_size == 0
    with pytest.raises(ReadError, match="is larger than 0 MiB"):
        read_regular(growing, ReadError, most=100)


def test_a_manifest_that_links_to_itself_is_not_called_missing(tmp_path: Path) -> None:
    from aligner.readers.document_set import load_set

    (tmp_path / "manifest.toml").symlink_to("manifest.toml")
    with pytest.raises(InputError, match=r"manifest\.toml: it cannot be read: .*symbolic links"):
        load_set(tmp_path)


def test_device_is_refused() -> None:
    with pytest.raises(ReadError, match="a pipe or a device"):
        load_bytes(Path(os.devnull))
