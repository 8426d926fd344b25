"""Mutate a file in ways that respect its structure, so that the damage gets past the parser.

Flipped bits rarely get past a checksum or an XML parser. `mutated` therefore takes a file apart (the
parts of a zip, the nodes of XML and JSON, the objects of a PDF, the rows of a project), changes a few
pieces, and puts it together again.
"""

from __future__ import annotations

import io
import json
import re
import sqlite3
import zipfile
import zlib
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from random import Random
from typing import Any
from xml.etree import ElementTree

from aligner.project import project_tables
from aligner.values.digest import digest

Mutation = Callable[[bytes, Random], bytes]

NUMBERS = ["0", "-1", "1", "2", "65535", "2147483648", "99999999999999999999", "1e308", "nan", "", "x", "١"]
TEXTS = [
    "",
    " ",
    "\n",
    "\t",
    "\x00",
    "\ud800",
    "\u202e",
    "\ufeff",
    "a" * 300,
    "=1+1",
    '"',
    "'",
    "<",
    "&",
    "{",
]
VALUES: list[Any] = [None, True, -1, 0, 2**63, 1.5, float("inf"), "", "\x00", "x", [], {}, [[]], {"": {}}]


def mutated(data: bytes, name: str, chance: Random) -> bytes:
    """The file with a few changes, usually ones made for its kind."""
    kinds = _KINDS.get(name.rpartition(".")[2], [text_pieces])
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        data = chance.choice([*kinds, *kinds, *kinds, raw_bytes])(data, chance)
    return data


def raw_bytes(data: bytes, chance: Random) -> bytes:
    """Flip bits, cut the file, or repeat or overwrite a stretch of it."""
    changed = bytearray(data or b"\0")
    start, stop = sorted(chance.randrange(len(changed) + 1) for _ in range(2))
    stop = min(stop, start + 1000)
    match chance.randrange(5):
        case 0:
            for _ in range(chance.randrange(1, 8)):
                changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
        case 1:
            del changed[start:]
        case 2:
            del changed[start:stop]
        case 3:
            changed[start:start] = changed[start:stop] * chance.choice((1, 1, 50))
        case 4:
            changed[start:stop] = bytes([chance.choice((0, 10, 13, 34, 60, 255))]) * (stop - start)
    return bytes(changed)


def text_pieces(data: bytes, chance: Random) -> bytes:
    """Change a number, a word or a line of a text."""
    text = data.decode("utf-8", "surrogateescape")
    pieces = re.split(r"(\d+|\w+|\n)", text) if chance.random() < 0.7 else text.splitlines(keepends=True)
    return "".join(_changed(pieces, chance)).encode(
        "utf-8", "surrogatepass" if "\ud800" in text else "replace"
    )


def _changed(pieces: Sequence[str], chance: Random) -> list[str]:
    changed = list(pieces) or [""]
    at, other = (chance.randrange(len(changed)) for _ in range(2))
    match chance.randrange(4):
        case 0:
            changed[at] = chance.choice(NUMBERS if changed[at].isdecimal() else TEXTS)
        case 1:
            del changed[at]
        case 2:
            changed[at], changed[other] = changed[other], changed[at]
        case 3:
            changed[at:at] = [changed[other]] * chance.choice((1, 2, 100))
    return changed


def xml_nodes(data: bytes, chance: Random) -> bytes:
    """Remove, repeat, move or rename a node, or change a text or an attribute."""
    try:
        root = ElementTree.fromstring(data)
    except (ElementTree.ParseError, ValueError, LookupError):
        return text_pieces(data, chance)
    nodes = list(root.iter())
    node, other = chance.choice(nodes), chance.choice(nodes)
    match chance.randrange(7):
        case 0 if len(node):
            del node[chance.randrange(len(node))]
        case 1 if other not in node.iter() and node not in other.iter():
            node.append(other)
        case 2 if len(node):
            node.extend([node[chance.randrange(len(node))]] * chance.choice((1, 3, 50)))
        case 3:
            node.tag = other.tag
        case 4:
            node.text = chance.choice(TEXTS + NUMBERS)
        case 5 if node.attrib:
            node.attrib[chance.choice(list(node.attrib))] = chance.choice(TEXTS + NUMBERS)
        case 6 if node.attrib:
            del node.attrib[chance.choice(list(node.attrib))]
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True).replace(b"\xed\xa0\x80", b"?")


def zip_parts(data: bytes, chance: Random) -> bytes:
    """Change, drop or rename one part, and zip the file again."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as old:
            parts = {name: old.read(name) for name in old.namelist()}
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError, ValueError):
        return raw_bytes(data, chance)
    if not parts:
        return data
    name, other = (chance.choice(list(parts)) for _ in range(2))
    match chance.randrange(8):
        case 0:
            del parts[name]
        case 1:
            parts[name] = parts[other]
        case 2:
            parts[chance.choice(("../x", "/x", "a\\b", "x" * 300, f"{name}.", name.upper()))] = parts.pop(
                name
            )
        case _:
            inside = xml_nodes if name.endswith((".xml", ".rels")) else text_pieces
            parts[name] = chance.choice((inside, inside, inside, raw_bytes))(parts[name], chance)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as new:
        for each, content in parts.items():
            new.writestr(each, content)
    return buffer.getvalue()


def pdf_objects(data: bytes, chance: Random) -> bytes:
    """Change a number, a reference or a name in an object of a PDF, or exchange two."""
    pieces = re.split(rb"(\d+ 0 R|/\w+|-?\d+(?:\.\d+)?|<[0-9A-F]+>|\w+)", data)
    places = range(1, len(pieces), 2)
    if not places:
        return raw_bytes(data, chance)
    at, other = chance.choice(places), chance.choice(places)
    alike = [place for place in places if pieces[place][:1] == pieces[at][:1]]
    match chance.randrange(4):
        case 0:
            pieces[at] = pieces[chance.choice(alike)]
        case 1:
            pieces[at] = chance.choice(NUMBERS[:8]).encode()
        case 2:
            pieces[at], pieces[other] = pieces[other], pieces[at]
        case 3:
            pieces[at] = b""
    return b"".join(pieces)


def json_nodes(data: bytes, chance: Random) -> bytes:
    """Change, remove or repeat a node of JSON, in each line of JSON Lines alike."""
    lines = data.decode("utf-8", "surrogateescape").split("\n")
    whole = len(lines) == 1 or not all(line.startswith("{") for line in lines if line)
    texts = ["\n".join(lines)] if whole else lines
    at = chance.randrange(len(texts))
    try:
        root = [json.loads(texts[at])]
    except ValueError:
        return text_pieces(data, chance)
    holders = [each for each in _containers(root) if each]
    holder = chance.choice(holders)
    key = chance.choice(list(holder) if isinstance(holder, dict) else range(len(holder)))
    match chance.randrange(4):
        case 0 if holder is not root:
            del holder[key]
        case 1:
            holder[key] = chance.choice(VALUES)
        case 2 if isinstance(holder, list):
            holder.insert(key, chance.choice(holder))
        case 3:
            other = chance.choice(holders)
            donor = chance.choice(list(other.values()) if isinstance(other, dict) else other)
            holder[key] = json.loads(json.dumps(donor))
    texts[at] = json.dumps(root[0])
    return "\n".join(texts).encode("utf-8", "surrogateescape")


def _containers(node: Any) -> list[Any]:
    if not isinstance(node, dict | list):
        return []
    kids = node.values() if isinstance(node, dict) else node
    return [node, *(each for kid in kids for each in _containers(kid))]


def project_rows(data: bytes, chance: Random) -> bytes:
    """Change, remove or repeat a row of a project; its digest is right, so that the value is read."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection, suppress(sqlite3.Error):
        connection.deserialize(data)
        table = chance.choice(list(project_tables.TABLES))
        are_texts = "typeof(key) = 'text' AND typeof(value) = 'text'"
        rows = connection.execute(f"SELECT position, key, value FROM {table} WHERE {are_texts}").fetchall()
        if rows and chance.random() < 0.9:
            position, key, value = chance.choice(rows)
            if chance.random() < 0.2:
                key = json_nodes(key.encode(), chance).decode("utf-8", "replace")
            else:
                value = json_nodes(value.encode(), chance).decode("utf-8", "replace")
            row = (position, key, value, digest(key, value))
            connection.execute(f"INSERT OR REPLACE INTO {table} VALUES (?, ?, ?, ?)", row)
        else:
            connection.execute(
                chance.choice(
                    (
                        f"DELETE FROM {table}",
                        f"DROP TABLE {table}",
                        "UPDATE saved SET token = NULL",
                        f"UPDATE {table} SET position = position + 7",
                        f"CREATE VIEW v AS SELECT * FROM {table}",
                        "PRAGMA user_version = 1",
                        f"UPDATE {table} SET value = x'00'",
                        "DELETE FROM saved",
                    )
                )
            )
        return connection.serialize()
    return raw_bytes(data, chance)


def database_pages(data: bytes, chance: Random) -> bytes:
    """Copy one page of a database over another, or damage the head of one."""
    size = 4096
    pages = [data[at : at + size] for at in range(0, len(data), size)]
    at, other = chance.randrange(len(pages)), chance.randrange(len(pages))
    if chance.random() < 0.5:
        pages[at] = pages[other]
    else:
        place = 100 * (at == 0) + chance.randrange(12)
        pages[at] = pages[at][:place] + bytes([chance.randrange(256)]) + pages[at][place + 1 :]
    return b"".join(pages)


def parquet_footer(data: bytes, chance: Random) -> bytes:
    """Change bytes of the metadata at the end of a Parquet file."""
    length = int.from_bytes(data[-8:-4], "little")
    if not 0 < length < len(data) - 8:
        return raw_bytes(data, chance)
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 5))):
        changed[len(data) - 9 - chance.randrange(length)] = chance.randrange(256)
    return bytes(changed)


_KINDS: dict[str, list[Mutation]] = {
    **{extension: [zip_parts] for extension in ("docx", "xlsx", "zip")},
    **{extension: [xml_nodes, text_pieces] for extension in ("tmx", "xlf", "xml", "tbx", "html")},
    **{extension: [json_nodes, text_pieces] for extension in ("json", "jsonl")},
    "pdf": [pdf_objects],
    "aligner": [project_rows, database_pages],
    "parquet": [parquet_footer],
}
