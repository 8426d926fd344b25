"""Any bytes give a result or an error in one line, whichever reader, importer or loader takes them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from random import Random

import parallels
import pytest
import sample
from mutations import mutated
from pdf_samples import pdf
from simple_values import with_alignments

from aligner.formats import bilingual_tables, jsonl, moses, parquet, reading, tmx, xliff
from aligner.formats.reading import load_links
from aligner.formats.writing import export
from aligner.formats.xlsx import workbook
from aligner.project import salvage, store
from aligner.project.saved_work import Project
from aligner.readers import glossary, read_bytes
from aligner.readers.document_set import load_set
from aligner.readers.docx.tracked_changes import read_trail
from aligner.values.message import AlignerError
from tests.readers import test_docx_reader

Loader = Callable[[bytes, str], object]

BEADS = b"[0]:[0]:0.9\n[1, 2]:[1]:0.5\n[]:[2]\n[3]:[3]\n"
GLOSSARY = "zh,en,status,note\n大会,General Assembly,required,\n敦促,urge*|urges,,x\n".encode()
TBX = """<martif><text><body><termEntry id="1"><langSet xml:lang="zh"><tig><term>大会</term></tig></langSet>
<langSet xml:lang="en"><tig><term>General Assembly</term></tig><tig><term>Congress</term>
<termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote></tig></langSet></termEntry></body>
</text></martif>""".encode()
HTML = b"""<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>T</title></head>
<body><h1>Titre</h1>
<p>Un <b>texte</b><sup><a href="#fn1">1</a></sup>.</p><ol start="3"><li>a</li><li value="7">b</li></ol>
<table><tr><th colspan="2">x</th></tr><tr><td rowspan="2">1</td><td>2</td></tr></table>
<p id="fn1" style="display:none">1. Note</p></body></html>"""
MANIFEST = b"""title = "A set"
pivot = "zh"
[[document]]
file = "a.zh.txt"
language = "zh"
version = "draft"
[[document]]
file = "b.en.txt"
language = "en"
version = "draft"
"""
TEXT = "决议\n\n1. 第一段。\n\tA/RES/71/1 [note]\n(a) 项\n".encode("gb18030")
PDF = pdf(
    [[(50, 700, 12, "Some text"), (200, 700, 12, "and more"), (50, 680, 8, "1")], [(50, 700, 12, "إن")]]
)


def by_file(load: Callable[[Path], object], folder: Path, data: bytes, name: str) -> object:
    """Load a file that has to be on disk."""
    path = folder / name
    path.write_bytes(data)
    return load(path)


def seeds(folder: Path) -> list[tuple[str, bytes, Loader]]:
    """A whole file of each kind, and what loads it."""
    memory = parallels.by_hand()
    comparison = sample.comparison()
    project = store.to_bytes(Project(with_alignments(comparison, {})))
    bitext = reading.load_bytes(jsonl.parallel(memory), "m.jsonl").result
    manifest = partial(by_file, load_set, folder)
    links = partial(by_file, load_links, folder)
    return [
        ("m.csv", bilingual_tables.quoted(memory), reading.load_bytes),
        ("m.jsonl", jsonl.parallel(memory), reading.load_bytes),
        ("m.zip", moses.parallel(memory), reading.load_bytes),
        ("m.parquet", parquet.parallel(memory), reading.load_bytes),
        ("m.tmx", tmx.parallel(memory), reading.load_bytes),
        ("m.xlf", xliff.parallel(memory), reading.load_bytes),
        ("m.xlsx", workbook.parallel(memory), reading.load_bytes),
        ("m.tsv", export(bitext, ".tsv"), reading.load_bytes),
        ("c.json", export(comparison, ".json"), reading.load_bytes),
        ("b.json", export(bitext, ".json"), links),
        ("l.align", BEADS, links),
        ("g.csv", GLOSSARY, lambda data, name: glossary.loads(data, Path(name))),
        ("g.tbx", TBX, lambda data, name: glossary.loads(data, Path(name))),
        ("manifest.toml", MANIFEST, manifest),
        ("p.aligner", project, salvage.from_bytes),
        ("t.txt", TEXT, read_bytes),
        ("t.html", HTML, read_bytes),
        ("t.docx", test_docx_reader.FULL, read_bytes),
        ("d.docx", test_docx_reader.FULL, read_trail),
        ("t.pdf", PDF, read_bytes),
    ]


def problem(load: Loader, data: bytes, name: str) -> str | None:
    """What is wrong with how a file was taken; None if it gave a result or a good error."""
    try:
        load(data, name)
    except AlignerError as error:
        message = str(error)
        return f"the message has {len(message)} characters" if "\n" in message or len(message) > 800 else None
    except Exception as error:
        return repr(error)
    return None


def fuzz(folder: Path, tries: int, start: int = 0) -> None:
    found = []
    for name, whole, load in seeds(folder):
        assert problem(load, whole, name) is None
        for seed in range(start, start + tries):
            data = mutated(whole, name, Random(f"{name} {seed}"))
            if wrong := problem(load, data, name):
                found.append((name, seed, wrong))
    assert found == []


def test_any_bytes_give_a_result_or_an_error(tmp_path: Path) -> None:
    fuzz(tmp_path, tries=12)


@pytest.mark.slow
def test_many_bytes_give_a_result_or_an_error(tmp_path: Path) -> None:
    fuzz(tmp_path, tries=3_000)
