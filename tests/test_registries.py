"""The registries of formats and readers: complete, correct, and the source of all lists of formats."""

from __future__ import annotations

import inspect
from importlib import import_module
from pathlib import Path

import format_pages
import pytest

import aligner.formats
from aligner.cli.main import cli
from aligner.formats.registry import (
    ALIGNED,
    FORMATS,
    LINKS,
    READABLE,
    WORDED,
    Format,
    Input,
    Output,
    extensions,
    read_as,
    written_as,
)
from aligner.readers.registry import CONVERTED, EXTENSIONS, READERS, USUAL, Reader, reader_promised, sniff
from aligner.values import Comparison, Document
from aligner.values.message import InputError, ReadError

FOLDER = Path(aligner.formats.__file__).parent
OUTPUTS = [(form, output) for form in FORMATS for output in form.outputs]
INPUTS = [(form, form.input) for form in FORMATS if form.input]


@pytest.mark.parametrize(("form", "output"), OUTPUTS)
def test_each_writer_accepts_the_registered_arguments(form: Format, output: Output) -> None:
    module, name = output.function.split(":")
    function = getattr(import_module(f"aligner.formats.{module}"), name)
    first, *options = inspect.signature(function).parameters.values()
    given = {"units": "Parallel", "set": "Comparison"}.get(output.given, output.kind.__name__)
    # The annotation is a name where the module postpones its annotations, a class where it need not.
    assert getattr(first.annotation, "__name__", first.annotation) == given
    assert all(option.kind is option.KEYWORD_ONLY for option in options if option.name != "words")
    assert form.worded == ("words" in {option.name for option in options}), output.function


@pytest.mark.parametrize(("form", "form_input"), INPUTS)
def test_each_reader_accepts_the_registered_arguments(form: Format, form_input: Input) -> None:
    module, name = form_input.function.split(":")
    function = getattr(import_module(f"aligner.formats.{module}"), name)
    names = list(inspect.signature(function).parameters)
    wanted = ["languages"] if form_input.languages else ["texts"] if form_input.texts else []
    assert names == ["data", "name", *wanted]
    assert form_input.extensions[0] == form.extension


def test_no_two_formats_claim_the_same_file() -> None:
    written = [(form.extension, output.kind) for form, output in OUTPUTS]
    assert len(set(written)) == len(written)
    assert len(set(READABLE)) == len(READABLE)
    for form in FORMATS:
        assert form.extension == form.extension.lower()
        assert form.media_type.count("/") == 1
        assert form.outputs or form.input


def test_every_module_that_writes_bytes_is_listed() -> None:
    """A module with a public function from one result to bytes is a format, or helps one that is listed."""
    listed = {output.function.split(":")[0] for _, output in OUTPUTS}
    helpers = {"writing", "docx.redline_inside", "docx.word_xml"}
    unlisted = []
    for path in FOLDER.rglob("*.py"):
        module = ".".join(path.relative_to(FOLDER).with_suffix("").parts).removesuffix(".__init__")
        if module in listed | helpers or module == "__init__":
            continue
        for name, each in vars(import_module(f"aligner.formats.{module}")).items():
            if inspect.isfunction(each) and each.__module__ == f"aligner.formats.{module}" and name[0] != "_":
                first = next(iter(inspect.signature(each).parameters.values()), None)
                kinds = {kind.kind.__name__ for _, kind in OUTPUTS}
                if each.__annotations__.get("return") == "bytes" and first and first.annotation in kinds:
                    unlisted.append(f"{module}:{name}")
    assert unlisted == []


def test_an_unlisted_extension_carries_nothing() -> None:
    for extension in (".odp", "", ".xml2"):
        with pytest.raises(InputError, match="choose one of"):
            written_as(Comparison, extension)
        assert read_as(extension) is None
    assert written_as(Document, ".TXT")[0].extension == ".txt"


def test_derived_lists_agree_with_the_formats() -> None:
    assert set(ALIGNED) | set(LINKS) == set(READABLE)
    assert not set(ALIGNED) & set(LINKS)
    assert {".xml", ".beads", ".ladder"} <= set(LINKS)
    assert all(written_as(Comparison, extension) for extension in WORDED)
    assert extensions(Comparison)[0] == ".html"


def test_the_page_of_formats_is_up_to_date() -> None:
    assert format_pages.PAGE.read_text(encoding="utf-8") == format_pages.page(), (
        "run `PYTHONPATH=. python tests/format_pages.py`"
    )


def test_help_lists_the_registries() -> None:
    words = " ".join((cli.help or "").split())
    for extension in (*USUAL, *CONVERTED):
        assert extension in words
    assert not any(extension in words for extension in (".text", ".md", ".htm,", ".xhtml"))  # only the usual
    convert = " ".join((cli.commands["convert"].help or "").split())
    for extension in READABLE:
        assert extension in convert


@pytest.mark.parametrize("reader", READERS, ids=lambda each: each.kind)
def test_each_document_reader_is_there(reader: Reader) -> None:
    module, name = reader.function.split(":")
    function = getattr(import_module(f"aligner.readers.{module}"), name)
    assert list(inspect.signature(function).parameters)[:2] == ["data", "name"]
    assert set(reader.takes) <= set(inspect.signature(function).parameters)
    for extension in reader.extensions:
        assert reader_promised(extension.upper()) is reader


SAMPLES = {
    "docx": b"PK\x03\x04 word/document.xml",
    "pdf": b"%PDF-1.7",
    "html": b"<!doctype html><p>x",
    "doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"),
    "odt": b"PK\x03\x04" + bytes(26) + b"mimetypeapplication/vnd.oasis.opendocument.textPK",
    "rtf": b"{\\rtf1",
    "picture": b"\x89PNG\r\n\x1a\n",
}


def test_each_kind_of_document_is_recognized_by_one_reader_alone() -> None:
    assert SAMPLES.keys() <= {reader.kind for reader in READERS}
    for reader in READERS:
        data = SAMPLES.get(reader.kind, b"plain text")
        claimed = {each.kind for each in READERS if each.recognizes(data, False)}
        if reader.is_text and not claimed:  # without a signature, the file's name decides
            assert sniff(data, f"a{reader.extensions[0]}") == reader.kind
        else:
            assert claimed == {reader.kind}, "a reader whose files have a signature needs a sample"
            assert sniff(data, "no-name") == reader.kind


def test_a_name_that_promises_another_kind_is_named() -> None:
    for reader in READERS:
        if not reader.is_text:
            with pytest.raises(ReadError, match=f"this is not {reader.name}"):
                sniff(b"GIF89a", f"x{reader.extensions[0]}")
    assert len(set(EXTENSIONS)) == len(EXTENSIONS)
