"""Alignments in stand-off XML: those of InterText, and of corpora such as OPUS (XCES).

The alignment only links ids; the two texts are separate files, in which every element of the kinds
linked (sentences, as a rule) is a segment. InterText writes the ids of its `toDoc` first, XCES those of
its `fromDoc`.
"""

import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lxml import etree

from aligner.alignment.links import Link
from aligner.formats.cells import flat
from aligner.languages import get
from aligner.languages.detect import detect
from aligner.readers.untrusted_xml import descendants, local, parse, text_of, tidy
from aligner.values import FormatError, LanguageError, Message, about, excerpt, quoted
from aligner.values.document import Document, Masthead, Segment, joined_spans

_IDS: Final = ("id", "{http://www.w3.org/XML/1998/namespace}id")
_LANGUAGES: Final = ("{http://www.w3.org/XML/1998/namespace}lang", "lang")
_SPACES: Final = re.compile(r"[ \t]{2,}")


@dataclass(frozen=True, slots=True)
class Linked:
    """The links of a file by the ids that it names.

    Attributes:
        links: for each, the ids of the first and of the second text.
        confirmed: for each, whether a person made or checked it.
        texts: the names of the two texts, empty if the file does not say.
    """

    links: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
    confirmed: tuple[bool, ...]
    texts: tuple[str, str]

    def ids(self, side: int) -> set[str]:
        """Return all ids linked on one side (0 or 1)."""
        return {key for link in self.links for key in link[side]}

    def counted(self) -> list[Link]:
        """Return the links if the texts are not known: ids are counted in the order of their numbers."""
        return self.numbered(_counted(self.ids(0)), _counted(self.ids(1)))

    def numbered(self, first: dict[str, int], second: dict[str, int]) -> list[Link]:
        """Return the links by the places of the ids in the two texts."""
        return [
            Link(tuple(sorted(first[key] for key in ours)), tuple(sorted(second[key] for key in theirs)))
            for ours, theirs in self.links
        ]


def linked(data: bytes, name: str) -> Linked:
    """Read the links; those that name nothing on either side are left out.

    Raises:
        FormatError: there is no link, or there is more than one pair of texts.
    """
    root = parse(data, name)
    groups = list(descendants(root, "linkGrp"))
    if len(groups) > 1:
        raise FormatError.about(name, "import.text_pairs", pairs=len(groups))
    links: list[tuple[tuple[str, ...], tuple[str, ...]]] = []
    confirmed: list[bool] = []
    for link in descendants(root, "link"):
        sides = (link.get("xtargets") or "").split(";")
        if len(sides) == 2 and (sides[0].split() or sides[1].split()):
            links.append((tuple(sides[0].split()), tuple(sides[1].split())))
            confirmed.append(link.get("status") == "man")
    if not links:
        raise FormatError.about(name, "import.no_links")
    named = [groups[0].get(key) or "" if groups else "" for key in ("toDoc", "fromDoc")]
    if local(root) == "cesAlign":
        named.reverse()
    return Linked(tuple(links), tuple(confirmed), (named[0], named[1]))


def beside(folder: Path, alignment: str, found: Linked) -> tuple[Path, Path]:
    """Find the two texts in an alignment's folder, by the names that it gives them.

    Raises:
        FormatError: one of them is not there.
    """
    paths = tuple(folder / re.split(r"[/\\]", name)[-1].removesuffix(".gz") for name in found.texts)
    for name, path in zip(found.texts, paths, strict=True):
        if not name or not os.path.isfile(path):  # noqa: PTH113 - a name may be longer than systems allow
            absent = Message("import.text_absent", path=excerpt(path.name))
            raise FormatError(about(alignment, absent if name else Message("import.links_only")))
    return paths[0], paths[1]


def document(
    data: bytes, name: str, wanted: Iterable[str], language: str = ""
) -> tuple[Document, dict[str, int]]:
    """Return a text of stand-off XML, and the segment index of each of its ids.

    Args:
        data: the file.
        name: of the file.
        wanted: the ids that are linked: elements of their kinds are the segments.
        language: of the text; found from its attributes or its words if empty.

    Raises:
        FormatError: an id that is linked is missing, or occurs twice.
        LanguageError: its language is not one of the document languages.
    """
    root = parse(data, name)
    keyed = [(key, element) for element in root.iter() if (key := _first(element, _IDS))]
    ids, named = set(wanted), {key for key, _ in keyed}
    lacking = sorted(ids - named)
    if lacking:
        raise FormatError.about(name, "import.id_absent", id=quoted(lacking[0]))
    kinds = {local(element) for key, element in keyed if key in ids}
    places: dict[str, int] = {}
    texts: list[str] = []
    for key, element in keyed:
        if local(element) in kinds:
            if key in places:
                raise FormatError.about(name, "import.id_twice", id=quoted(key))
            places[key] = len(texts)
            texts.append(_SPACES.sub(" ", flat(text_of(element, codes=False))).strip())
    made = Document(
        _language(root, texts, name, language),
        "\n".join(texts),
        tuple(map(Segment, joined_spans(texts))),
        masthead=Masthead(symbol=_symbol(root)),
        title=name,
        source=name,
    )
    return made, places


def _symbol(root: etree._Element) -> str | None:
    """Return the symbol of a document of the United Nations Parallel Corpus, which its header states."""
    numbers = (element for element in descendants(root, "idno") if element.get("type") == "symbol")
    return next((symbol for element in numbers if (symbol := tidy(text_of(element)))), None)


def _language(root: etree._Element, texts: Sequence[str], name: str, language: str) -> str:
    stated = language or next((code for element in root.iter() if (code := _first(element, _LANGUAGES))), "")
    try:
        return get(stated).code if stated else detect("\n".join(texts))
    except LanguageError as error:
        raise LanguageError.about(name, "import.name_language", text=error.message) from None


def _first(element: etree._Element, names: Sequence[str]) -> str:
    """Return the first of several attributes that an element has."""
    return next((value for name in names if (value := element.get(name))), "")


def _counted(names: Iterable[str]) -> dict[str, int]:
    """Elements in the order of their numbers: `1:2` before `1:10`, `1:10` before `2:1`."""
    known = sorted(names, key=lambda key: ([int(n) for n in re.findall(r"\d{1,8}", key)], key))
    return {key: number for number, key in enumerate(known)}
