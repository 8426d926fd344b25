"""Messages are values: a code and fields, with a text in each language for every code in use."""

from __future__ import annotations

import ast
import json
import pickle
import sqlite3
import string
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
import sample
from simple_values import with_alignments

import aligner
from aligner.formats.reading import load as load_file
from aligner.formats.writing import export
from aligner.project import store
from aligner.project.saved_work import Project
from aligner.readers import read_bytes
from aligner.values import Comparison, Message, verbatim
from aligner.values.catalogue import Words, available, load, message_of
from aligner.values.message import AlignerError, FormatError, ReadError, ValueInvariantError

PACKAGE = Path(aligner.__file__).parent
CATEGORIES = ("zero", "one", "two", "few", "many", "other")


# -- the value -------------------------------------------------------------------------------


def test_messages_are_equal_by_code_and_fields_in_any_order() -> None:
    one = Message("facts.differ", pivot="zh", expected=("28",), found=("26",))
    two = Message("facts.differ", found=("26",), expected=("28",), pivot="zh")
    assert one == two
    assert len({one, two}) == 1
    assert one != Message("facts.differ", pivot="zh", expected=("28",), found=("27",))
    assert pickle.loads(pickle.dumps(one)) == one


@pytest.mark.parametrize("code", ["", "differ", "Facts.differ", "facts.differ.x", "facts differ", 3])
def test_a_malformed_code_is_refused(code: str) -> None:
    with pytest.raises(ValueInvariantError, match="not a message code"):
        Message(code)


@pytest.mark.parametrize("value", [None, True, ["a"], {"a": "b"}, float("nan"), (None,), b"x"])
def test_a_field_of_another_type_is_refused(value: object) -> None:
    with pytest.raises(ValueInvariantError, match="'found'"):
        Message("facts.extra", pivot="zh", found=value)


def test_messages_go_through_json_and_back() -> None:
    inner = Message("amendments.replaced", before="a", after="b")
    whole = Message("amendments.partly", language="fr", words=inner, reason=Message("reason.reworded"))
    for message in (inner, whole, verbatim("{x}"), Message("reason.not_there", kinds=("moved", "split"))):
        assert Message.from_data(json.loads(json.dumps(message.as_data()))) == message


@pytest.mark.parametrize(
    "data",
    [None, "text", {}, {"code": "facts.differ"}, {"code": "facts.differ", "fields": {}},
     {"code": "later.release", "fields": {}}, {"code": "footnotes.marks", "fields": {"count": "x"}}],
)  # fmt: skip
def test_unknown_codes_in_a_file_fall_back_to_english(data: object) -> None:
    assert message_of(data, "some text") == verbatim("some text")


# -- rendering -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "message", "shown"),
    [
        ("en", Message("reason.not_there", kinds=("edited", "moved")), "not edited and moved there"),
        ("zh", Message("reason.done_there", kinds=("deleted", "inserted")), "该文本中的处理：删除和新增"),
        ("ru", Message("reason.still", old=("70", "2017"), new=("2018",)),
         "там по-прежнему стоит 70, 2017, а не 2018"),
        ("fr", verbatim("something {that} nobody says"), "something {that} nobody says"),
        ("zh", Message("facts.differ", pivot="zh", expected=("28",), found=("26",)),
         "中文文本为28，此处为26"),
        ("en", Message("facts.differ", pivot="pt", expected=("28",), found=("26",)),
         "Portuguese has 28 where this has 26"),
        ("es", Message("facts.missing", pivot="de", expected=("28",)), "el texto alemán tiene 28; este no"),
        ("en", Message("facts.missing", pivot="xx", expected=("28",)), "xx has 28; this text does not"),
        ("fr", Message("terms.missing", pivot="en", term="a", wanted=("b", "c")),
         "le texte anglais a a\u00a0; b ou c n’apparaît pas ici"),
        ("ru", Message("length.longer", pivot="en", times=2.5), "длиннее обычного: ×2,5 (ср. английский)"),
        ("en", Message("length.longer", pivot="en", times=2.0),
         "2.0 times longer than usual, compared with the English text"),
        ("zh", Message("amendments.partly", language="fr", words=Message("amendments.added", text="(a)"),
                       reason=Message("reason.reworded")), "法文文本的修正仅部分反映：新增(a) (仅改写措辞)"),
        ("en", Message("amendments.here_only", pivot="en",
                       words=Message("amendments.paragraph", kinds=("moved_edited",))),
         "amended here, not in the English text: paragraph moved and edited"),
    ],
)  # fmt: skip
def test_a_message_is_rendered(code: str, message: Message, shown: str) -> None:
    assert load(code).render(message) == shown


def test_a_missing_message_has_no_text() -> None:
    assert load("fr").render(None) == ""


def test_errors_carry_a_message_and_read_as_english() -> None:
    with pytest.raises(ReadError) as caught:
        read_bytes(b"", "a.txt")
    assert str(caught.value) == "a.txt: the file is empty (0 bytes); give one with text in it"
    french = load("fr").render(caught.value.message)
    assert french == "a.txt\u00a0: le fichier est vide (0 octet)\u00a0; donnez-en un qui contienne du texte"
    assert FormatError("as it is").message == verbatim("as it is")


COUNTS = (0, 1, 2, 3, 5, 11, 21, 100)


@pytest.mark.parametrize(
    ("code", "forms"),
    [
        ("en", "other one other other other other other other"),
        ("fr", "one one other other other other other other"),
        ("ru", "many one few few many many one many"),
        ("ar", "zero one two few few many many other"),
        ("zh", "other other other other other other other other"),
    ],
)
def test_counts_choose_their_plural_form(code: str, forms: str) -> None:
    words = load(code)
    for key in sorted({base(key) for key in words.by_key if base(key) != key}):
        for count, form in zip(COUNTS, forms.split(), strict=True):
            fields = dict.fromkeys(texts_of(load("en"))[key][1], "x") | {"count": count}
            assert words(key, **fields) == words.by_key[f"{key}.{form}"].format(**fields), (key, count)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("ru", "0 знаков|1 знак|2 знака|3 знака|5 знаков|11 знаков|21 знак|100 знаков"),
        ("ar", "لا توجد علامات حواش|علامة حاشية واحدة|علامتا حاشيتين|3 علامات حواش|5 علامات حواش|"
               "11 علامة حاشية|21 علامة حاشية|100 علامة حاشية"),
    ],
)  # fmt: skip
def test_footnote_marks_are_counted_in(code: str, expected: str) -> None:
    for count, begin in zip(COUNTS, expected.split("|"), strict=True):
        message = Message("footnotes.marks", pivot="en", count=count, there=9)
        assert load(code).render(message).startswith(f"{begin} ")


# -- the catalogues against the code ---------------------------------------------------------


def base(key: str) -> str:
    """A key without its plural category."""
    head, _, tail = key.rpartition(".")
    return head if tail in CATEGORIES and head.count(".") == 1 else key


def names_in(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@cache
def _texts(language: str) -> dict[str, tuple[set[str], set[str]]]:
    found: dict[str, tuple[set[str], set[str]]] = {}
    for key, text in load(language).by_key.items():
        forms, names = found.setdefault(base(key), (set(), set()))
        forms.add(key.removeprefix(base(key)).lstrip("."))
        names.update(names_in(text))
    return found


def texts_of(words: Words) -> dict[str, tuple[set[str], set[str]]]:
    """By key without category, the plural categories there are and the fields of its texts."""
    return _texts(words.language)


MADE: dict[str, list[tuple[str, set[str], bool]]] = {}


def made() -> dict[str, list[tuple[str, set[str], bool]]]:
    """By code, where the package makes such a message, with which fields, and whether with others too."""
    if not MADE:
        for path in sorted(PACKAGE.rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                place = _place_of_code(node.func) if isinstance(node, ast.Call) else None
                if isinstance(node, ast.Call) and place is not None:
                    where = f"{path.relative_to(PACKAGE)}:{node.lineno}"
                    for code in _codes(node.args[place], where):
                        given = {each.arg for each in node.keywords if each.arg is not None}
                        others = any(each.arg is None for each in node.keywords)
                        MADE.setdefault(code, []).append((where, given, others))
    return MADE


def _place_of_code(function: ast.expr) -> int | None:
    """The index of the code among the arguments of what makes a message, or an error with one."""
    if isinstance(function, ast.Attribute):
        return {"about": 1, "about_line": 2}.get(function.attr)
    return 0 if getattr(function, "id", "") == "Message" else None


def _codes(node: ast.expr, where: str) -> Iterator[str]:
    if isinstance(node, ast.Name) and node.id == "VERBATIM":
        yield "text.verbatim"
    elif isinstance(node, ast.IfExp):
        yield from (*_codes(node.body, where), *_codes(node.orelse, where))
    elif not (isinstance(node, ast.Name) and where.startswith("values/message.py")):
        assert isinstance(node, ast.Constant), f"{where}: a code is written out where a message is made"
        yield str(node.value)


@pytest.mark.parametrize("code", available())
def test_every_code_in_use_has_a_text_with_its_fields(code: str) -> None:
    texts = texts_of(load(code))
    for key, places in made().items():
        for where, given, others in places:
            assert key in texts, f"{where}: {key} is not in the catalogue of {code}"
            wanted = texts[key][1]
            extra = given - wanted - {"reason"}
            plural = texts[key][0] != {""}
            assert extra <= ({"count"} if plural else set()), f"{where}: {key}"
            assert others or wanted <= given, f"{where}: {key}"
        filled = dict.fromkeys(texts[key][1], "x") | ({"count": 2} if texts[key][0] != {""} else {})
        assert load(code).render(Message(key, **filled)), key


@pytest.mark.parametrize("name", ["messages", "errors"])
def test_every_text_of_a_message_is_in_use(name: str) -> None:
    import tomllib

    tables = tomllib.loads((PACKAGE / "data" / f"{name}.en.toml").read_text(encoding="utf-8"))
    idle = {f"{table}.{key}" for table, texts in tables.items() for key in texts} - made().keys()
    assert not idle


PLAIN_ERRORS = {"LanguageError": ("languages/profile.py", "languages/proper_names.py", "values/catalogue.py")}
"""Errors in English only: a profile or catalogue that is not complete is a mistake of its author."""


def test_errors_for_users_are_raised_with_a_message() -> None:
    english = {"ValueInvariantError"}  # which the app never shows
    errors = {each.__name__ for each in _subclasses(AlignerError)} - english
    plain = [
        f"{name}:{node.lineno}: {node.func.id}"
        for path in sorted(PACKAGE.rglob("*.py"))
        for name in [path.relative_to(PACKAGE).as_posix()]
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in errors
        if name not in PLAIN_ERRORS.get(node.func.id, ())
        if isinstance(node.args[0], ast.Constant | ast.JoinedStr | ast.BinOp)
    ]
    assert not plain


def _subclasses(kind: type) -> Iterator[type]:
    for each in kind.__subclasses__():
        yield each
        yield from _subclasses(each)


@pytest.mark.parametrize("code", available())
def test_every_count_has_all_plural_forms_of_its_language(code: str) -> None:
    from babel import Locale

    categories = {*Locale.parse(code).plural_form.tags, "other"}
    for key, (forms, _) in texts_of(load(code)).items():
        if forms != {""}:
            wanted = categories if code in ("ar", "ru") else {*categories} - {"many"}
            assert forms == wanted, key


# -- files -----------------------------------------------------------------------------------


def test_the_json_form_keeps_messages_and_files_without_them_open(tmp_path: Path) -> None:
    made = sample.comparison()
    doubt = Message("revision.little_in_common", share="12 %")
    result = json.loads(export(replace(made, notes=(*made.notes, doubt)), ".json"))
    (tmp_path / "new.json").write_text(json.dumps(result), encoding="utf-8")
    read = load_file(tmp_path / "new.json").result
    assert isinstance(read, Comparison)
    assert read.notes == (*made.notes, doubt)
    del result["note_messages"]
    for amendment in result["amendments"]:
        del amendment["reason_messages"]
    (tmp_path / "old.json").write_text(json.dumps(result), encoding="utf-8")
    old = load_file(tmp_path / "old.json").result
    assert isinstance(old, Comparison)
    assert old.notes == (*made.notes, verbatim(str(doubt)))
    assert [each.reasons for each in old.amendments] == [each.reasons for each in read.amendments]
    assert any(each.reasons for each in old.amendments)


def test_a_project_keeps_messages_and_one_without_them_opens(tmp_path: Path) -> None:
    doubt = Message("revision.little_in_common", share="12 %")
    comparison = with_alignments(replace(sample.comparison(), notes=(doubt,)), {})
    path = tmp_path / "work.aligner"
    store.save(Project(comparison), path)
    assert store.load(path)[0].comparison.notes == (doubt,)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("delete from meta where key = '\"note_messages\"'")
    assert store.load(path)[0].comparison.notes == (verbatim(str(doubt)),)
