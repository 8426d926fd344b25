"""XML of any origin: what is inside words and is none, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from aligner.readers.untrusted_xml import children, descendants, elements, local, parse, sub_flows, text_of
from aligner.values.message import FormatError


def test_what_is_no_text_divides_no_word() -> None:
    element = parse(b"<seg>wo<!-- x -->r<?pi y?>ds<b>!</b></seg>", "x.tmx")
    assert element.text == "words"
    assert text_of(element) == "words!"


def test_codes_of_other_programs_are_no_text_unless_they_are_asked_for() -> None:
    element = parse(b"<seg>one<ph>{1}<sub>note</sub></ph> two<bpt>[</bpt></seg>", "x.tmx")
    assert text_of(element) == "one two"
    assert text_of(element, codes=False) == "one{1}note two["


@pytest.mark.parametrize("declared", ["<!ENTITY a 'b'>", "<!ENTITY % a SYSTEM 'file:///etc/passwd'>"])
def test_entities_are_refused(declared: str) -> None:
    with pytest.raises(FormatError):
        parse(f"<!DOCTYPE seg [{declared}]><seg>x</seg>".encode(), "x.tmx")


LINKS = '<c xmlns="urn:x">{}</c>'


def links(folder: Path, text: str, head: str = "") -> Path:
    path = folder / "links.xml"
    path.write_text(head + text, encoding="utf-8")
    return path


def test_elements_are_read_one_after_the_other_and_dropped(tmp_path: Path) -> None:
    groups = "".join(f'<g n="{number}"><l/></g><other/>' for number in range(5))
    found = []
    for element in elements(links(tmp_path, LINKS.format(groups)), "g"):
        before = sum(1 for _ in element.itersiblings(preceding=True))
        found.append((element.get("n"), len(element), before))
    assert found == [("0", 1, 0), *((str(number), 1, 2) for number in range(1, 5))]


def test_a_document_type_elsewhere_is_not_loaded(tmp_path: Path) -> None:
    """The links of public corpora name one, which may be a file of the computer."""
    (tmp_path / "own.dtd").write_text('<!ENTITY secret "the contents"><!ATTLIST g n CDATA "its own">')
    head = f'<!DOCTYPE c SYSTEM "{(tmp_path / "own.dtd").as_uri()}">'
    (element,) = elements(links(tmp_path, "<c><g/></c>", head), "g")
    assert element.get("n") is None
    assert parse(f"{head}<c><g/></c>".encode(), "x.xml")[0].get("n") is None


def test_elements_after_a_declaration_of_entities_are_refused(tmp_path: Path) -> None:
    declared = '<!DOCTYPE c [<!ENTITY a "b">]>'
    with pytest.raises(FormatError, match=r"links\.xml"):
        list(elements(links(tmp_path, "<c><g>&a;</g></c>", declared), "g"))


def test_elements_before_damage_are_read_and_the_file_is_named(tmp_path: Path) -> None:
    found = elements(links(tmp_path, "<c><g/><g></c>"), "g")
    next(found)
    with pytest.raises(FormatError, match=r"^links\.xml: .*XML"):
        list(found)


@pytest.mark.parametrize(
    ("text", "code"),
    [("<a>" * 300 + "</a>" * 300, "file.xml_deep"), (f"<a>{'x' * 10_000_001}</a>", "file.xml_long")],
    ids=["deep", "long"],
)
def test_the_limits_of_the_parser_are_told(text: str, code: str) -> None:
    with pytest.raises(FormatError) as caught:
        parse(text.encode(), "x.xml")
    assert code in repr(caught.value.message)


def test_an_original_file_inside_is_left_out_of_a_large_one_only() -> None:
    text = '<x:file xmlns:x="urn:x"><x:internal-file form="base64">{}</x:internal-file><b>words</b></x:file>'
    small, large = (parse(text.format("QUJD" * count).encode(), "x.xlf") for count in (4, 3_000_000))
    assert [element[1].text for element in (small, large)] == ["words", "words"]
    assert (len(small[0].text or ""), large[0].text) == (16, "...")


def test_texts_inside_codes_are_counted() -> None:
    codes = (
        "<ph>{1}<sub>a note</sub></ph><ph><sub> </sub></ph><bpt><sub>b</sub></bpt><g><sub>no code</sub></g>"
    )
    (note,) = sub_flows([parse(f"<seg>{codes}</seg>".encode(), "x.tmx")], "x.tmx")
    assert "2" in str(note)
    assert not list(sub_flows([parse(b"<seg><g><sub>none</sub></g></seg>", "x.tmx")], "x.tmx"))


@pytest.mark.parametrize(
    ("code", "character"),
    [("0007", "\a"), ("001F", "\x1f"), ("zz", "\ufffd"), ("110000", "\ufffd"), ("", "\ufffd")],
)
def test_a_character_that_xml_cannot_hold(code: str, character: str) -> None:
    assert text_of(parse(f'<s>a<cp hex="{code}"/>b</s>'.encode(), "x.xlf")) == f"a{character}b"


def test_children_and_names_are_found_in_any_namespace() -> None:
    element = parse(b'<a xmlns="urn:1" xmlns:y="urn:2"><y:b/><b><b/></b><c/></a>', "x.xml")
    assert [local(each) for each in children(element, "b")] == ["b", "b"]
    assert len(list(descendants(element, "b"))) == 3
