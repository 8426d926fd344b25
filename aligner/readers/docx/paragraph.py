r"""Read the content of Word paragraphs: runs, fields, note references, changes tracked or marked by hand.

Compilation texts and drafts from the floor have deleted text struck through, new text underlined or bold.
Nothing in the file shows that these marks mean changes, so they are interpreted only on request.

Word's `EQ` fields have no stored result: Word draws them from their instruction. Chinese documents have
them for circled characters (`EQ \o\ac(○,1)`) and for readings above characters (`EQ \o\ad(\s\up
9(fàn),犯)`), others for fractions (`EQ \f(1,2)`).
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, Self

from lxml import etree

from aligner.languages.counting import count_as
from aligner.readers.docx.package import ADDED, BOXES, MC, REMOVED, M, W, find, switched_on, value
from aligner.readers.docx.styles import BOLD, HIDDEN, Styles, is_raised
from aligner.readers.extract_builder import join_break, note_marks
from aligner.readers.symbol_fonts import PRIVATE_SIGN, SIGNS, shown_sign
from aligner.values import Message, ReadError
from aligner.values.extract import Revisions

_EQUATION: Final = re.compile(r"\s*EQ\b(.*)", re.IGNORECASE | re.DOTALL)
_FORMAT: Final = re.compile(r'\\\*\s*(?:"[^"]*"|[^\s\\]+)')
_COMMAND: Final = re.compile(r"\\([a-z]+)((?:\s*\\[a-z]{2}(?:\s*-?\d+|\s*\\.)?)*)\s*\(", re.IGNORECASE)
"""A command with its options, up to the bracket that opens its elements: `\\s\\up 9(`."""

_PART: Final = re.compile(r"\\[,;()\\]|[,;()]|\\[a-z]+|[^\\,;()]+|\\", re.IGNORECASE)
_ENCLOSURES: Final = frozenset("○◯〇◎□◇△▢")
_CIRCLED: Final = {str(n): chr(0x2460 + n - 1) for n in range(1, 21)}
_MOST_DEPTH: Final = 10
_LONGEST: Final = 1_000


def equation_text(code: str) -> str:
    r"""Return the text that a field shows if it is an `EQ` field, else nothing.

    Args:
        code: the instruction of the field.

    >>> equation_text(r"eq \o\ac(○,1)"), equation_text(r"EQ \* jc2 \* hps10 \o\ad(\s\up 9(fàn),犯)")
    ('①', '犯')
    >>> equation_text(r"EQ \f(1,2)"), equation_text("XE \"crime\"")
    ('1/2', '')
    """
    match = _EQUATION.fullmatch(code[:_LONGEST])
    return _shown(_FORMAT.sub("", match[1]).strip(), 0)[0].strip() if match else ""


def _shown(text: str, depth: int) -> tuple[str, bool]:
    """Return the text that a part of an instruction shows, and whether all of it is raised or lowered."""
    shown, at, shifted = "", 0, False
    while at < len(text):
        command = _COMMAND.match(text, at)
        if command is None or depth == _MOST_DEPTH:
            part = _PART.match(text, at)
            assert part is not None  # the pattern accepts every character
            shown += part[0][1:] if part[0][0] == "\\" and not part[0][1:].isalpha() else part[0]
            at = part.end()
            continue
        elements, at = _elements(text, command.end())
        shifted = at == len(text) and command.start() == 0 and command[1].lower() == "s"
        shown += _combined(command[1].lower(), [_shown(element.strip(), depth + 1) for element in elements])
    return shown, shifted


def _elements(text: str, at: int) -> tuple[list[str], int]:
    """Split the elements of a command after its opening bracket; return them and where they end."""
    elements, nested = [""], 0
    for part in _PART.finditer(text, at):
        if part[0] == ")" and not nested:
            return elements, part.end()
        nested += {"(": 1, ")": -1}.get(part[0], 0)
        if part[0] in ",;" and not nested:
            elements.append("")
        else:
            elements[-1] += part[0]
    return elements, len(text)


def _combined(command: str, elements: list[tuple[str, bool]]) -> str:
    """Join the elements of a command as plain text."""
    texts = [text for text, _ in elements]
    if command == "o":
        base = [text for text, shifted in elements if not shifted and text not in _ENCLOSURES] or texts
        enclosed = any(text in _ENCLOSURES for text in texts)
        return _CIRCLED.get(base[0], base[0]) if enclosed and len(base) == 1 else "".join(base)
    if command == "f":
        return "/".join(texts)
    if command == "b":
        return f"({''.join(texts)})"
    if command == "r":
        return "√" + texts[-1]
    return (", " if command == "l" else "").join(texts)


_STOPS: Final = tuple(".;:,!?。；：，！？、؛،")
_NO_LINE: Final = (None, "none", "0", "false")


@dataclass(frozen=True, slots=True)
class HandMarks:
    """How a document marks new text.

    Attributes:
        underlined: True if new text is underlined; False if nothing is underlined, so that
            new text is in bold.
    """

    underlined: bool

    @classmethod
    def of(cls, body: etree._Element, name: str) -> Self:
        """Determine how the text of a document is marked.

        Raises:
            ReadError: if nothing is struck through, underlined or bold.
        """
        texts = (run for run in body.iter(W + "r") if _text(run).strip())
        # Links are underlined for another reason.
        runs = [run for run in texts if next(run.iterancestors(W + "hyperlink"), None) is None]
        marks = cls(any(_is_underlined(run.find(W + "rPr")) for run in runs))
        if not any(is_struck(run.find(W + "rPr")) or marks.is_new(run) for run in runs):
            raise ReadError.about(name, "error.not_marked")
        return marks

    def is_new(self, run: etree._Element) -> bool:
        """Whether a run is new text."""
        properties = run.find(W + "rPr")
        if self.underlined:
            return _is_underlined(properties)
        return _is_bold(properties) and not _is_in_heading(run)


def is_struck(properties: etree._Element | None) -> bool:
    """Whether a run with these properties is struck through, once or twice."""
    return any(switched_on(find(properties, W + tag)) for tag in ("strike", "dstrike"))


def _is_underlined(properties: etree._Element | None) -> bool:
    return value(find(properties, W + "u")) not in _NO_LINE


def _is_bold(properties: etree._Element | None) -> bool:
    return switched_on(find(properties, W + "b"))


def _is_in_heading(run: etree._Element) -> bool:
    """Whether a run's paragraph is bold throughout and does not end with punctuation."""
    paragraph = next(run.iterancestors(W + "p"), None)
    if paragraph is None:
        return False
    shown = [(element, text) for element in paragraph.iter(W + "r") if (text := _text(element)).strip()]
    whole = all(_is_bold(element.find(W + "rPr")) for element, _ in shown)
    return whole and not "".join(text for _, text in shown).rstrip().endswith(_STOPS)


def _text(run: etree._Element) -> str:
    return "".join(text.text or "" for text in run.iterchildren(W + "t"))


_INLINE: Final = frozenset(
    {W + tag for tag in ("hyperlink", "smartTag", "sdt", "sdtContent", "dir", "bdo", "customXml")}
    | {W + "rubyBase", W + "ruby"}
    | {M + tag for tag in ("oMath", "oMathPara")}
)
CHARACTERS: Final = {
    W + "tab": "\t",
    W + "ptab": "\t",
    W + "noBreakHyphen": "\u2011",
    W + "softHyphen": "\u00ad",
}
WORDED: Final = (W + "t", W + "delText", W + "sym", *CHARACTERS)
"""The parts of a run that show text."""

_PAGE_END: Final = W + "lastRenderedPageBreak"
_LINE_END: Final = re.compile(r"(?<![ \t])[ \t]*[\r\n]+[ \t]*")  # linear in long runs of spaces


@dataclass(frozen=True, slots=True)
class NumberedNote:
    """A footnote that Word numbers: its id and mark, and the offset of its reference in the paragraph."""

    note_id: str
    mark: str
    offset: int


@dataclass(slots=True)
class Paragraph:
    """The text of a paragraph being read, with its note references and formatting.

    Attributes:
        text: the text so far.
        marks: note references, as (mark, start, stop).
        numbered: the references to footnotes that Word numbers.
        raised: the stretches in superscript, as (start, stop).
        boxes: the text boxes anchored in it.
        broken: whether a line break came after the text.
        breaks: where text begins after a line break.
        style_id: id of its style.
        in_contents: whether any of its text is in a table of contents.
        letters: number of letters.
        bold_letters: number of letters in bold.
    """

    text: str = ""
    marks: list[tuple[str, int, int]] = field(default_factory=list)
    numbered: list[NumberedNote] = field(default_factory=list)
    raised: list[tuple[int, int]] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    broken: bool = False
    breaks: list[int] = field(default_factory=list)
    style_id: str | None = None
    in_contents: bool = False
    letters: int = 0
    bold_letters: int = 0

    @property
    def is_bold(self) -> bool:
        """Whether all its letters are bold."""
        return 0 < self.letters == self.bold_letters

    def append(self, text: str, raised: bool = False, bold: bool = False) -> None:
        """Add text; a preceding line break becomes a space, or nothing between Chinese characters."""
        if not text:
            return
        letters = sum(map(str.isalpha, text))
        self.letters += letters
        self.bold_letters += letters * bold
        if self.broken:
            self.text += join_break(self.text, text)
            self.breaks.append(len(self.text))
            self.broken = False
        start = len(self.text)
        self.text += text
        if raised and self.raised and self.raised[-1][1] == start:
            self.raised[-1] = (self.raised[-1][0], len(self.text))
        elif raised:
            self.raised.append((start, len(self.text)))

    def all_marks(self, *, in_cell: bool) -> list[tuple[str, int, int]]:
        """Return the note references in order, including marks typed as superscript.

        A letter raised after a figure that fills a table cell may be the mark of a note below the
        table, or end an ordinal: see `extract_builder.without_ordinals`.
        """
        taken = {position for _, start, stop in self.marks for position in range(start, stop)}
        typed = [
            (mark, start + first, start + last)
            for start, stop in self.raised
            if start not in taken
            for mark, first, last in note_marks(self.text[start:stop], self._before(start, stop, in_cell))
        ]
        return sorted(self.marks + typed, key=lambda mark: mark[1])

    def _before(self, start: int, stop: int, in_cell: bool) -> str:
        """Return the text that shows whether a raised stretch is a mark; none in a cell with a figure."""
        alone = in_cell and not self.text[stop:].strip() and self.text[:start].strip().isdecimal()
        return "" if alone and self.text[start:stop].isalpha() else self.text[max(0, start - 20) : start]


@dataclass(slots=True)
class OpenField:
    """A Word field that has begun: its instruction (`TOC`, `REF` …), and whether its result has begun."""

    code: str = ""
    shown: bool = False

    @property
    def lists_contents(self) -> bool:
        """Whether it is a table of contents or of figures."""
        return self.code.split(maxsplit=1)[:1] == ["TOC"]


@dataclass(slots=True)
class Fields:
    """The fields that have begun and not ended, the outermost first."""

    begun: list[OpenField] = field(default_factory=list)

    @property
    def show(self) -> bool:
        """Whether what follows is shown: no instruction of a field is open."""
        return all(each.shown for each in self.begun)

    def follow(self, mark: etree._Element) -> str:
        """Follow a `w:fldChar` or `w:instrText`; return what a field shows that ends without a result."""
        kind = mark.get(W + "fldCharType")
        if kind == "begin":
            self.begun.append(OpenField())
        elif mark.tag == W + "instrText" and self.begun:
            self.begun[-1].code += mark.text or ""
        elif kind == "separate" and self.begun:
            self.begun[-1].shown = True
        elif kind == "end" and self.begun:
            ended = self.begun.pop()
            if not ended.shown and self.show:
                return equation_text(ended.code)
        return ""


@dataclass(frozen=True, slots=True)
class NoteNumbers:
    """How the notes of one section are numbered; `restart` is `eachSect`, `eachPage` or `continuous`."""

    format: str
    first: int = 1
    restart: str = "continuous"


@dataclass(slots=True)
class NoteCounter:
    """Assigns marks to footnotes or endnotes in the order in which the text refers to them."""

    sections: Sequence[NoteNumbers]
    section: int = 0
    count: int = 0
    marks: list[tuple[str, str]] = field(default_factory=list)

    def refer(self, note_id: str) -> str:
        """Count one automatic reference and return its mark."""
        numbers = self.sections[self.section]
        mark = count_as(numbers.format, numbers.first + self.count)
        self.count += 1
        self.marks.append((note_id, mark))
        return mark

    def begin_section(self) -> None:
        """Follow the text into the next section."""
        self.section = min(self.section + 1, len(self.sections) - 1)
        if self.sections[self.section].restart != "continuous":
            self.count = 0

    def begin_page(self) -> None:
        """Follow the text onto the next page."""
        if self.sections[self.section].restart == "eachPage":
            self.count = 0


class InlineReader:
    """Reads the content of paragraphs; one reader serves a document, since fields span paragraphs."""

    def __init__(
        self,
        styles: Styles,
        counters: dict[str, NoteCounter],
        revisions: Revisions,
        report: Callable[[Message], None],
        marks: HandMarks | None = None,
    ) -> None:
        """Set up with the counters for `footnote` and `endnote`; `report` receives messages for the user.

        With `marks`, text marked by hand is read like tracked changes.
        """
        self._marks, self._accepts = marks, revisions == "accept"
        self._styles = styles
        self._counters = counters
        removed, added = REMOVED | {W + "cellDel"}, ADDED | {W + "cellIns"}
        self._skipped, self._entered = (removed, ADDED) if self._accepts else (added, REMOVED)
        self._report = report
        how = Message("reading.accepted") if self._accepts else Message("reading.rejected")
        self.no_text_left: Final = Message("error.no_text_left", how=how)
        self.tracked: Final = Message("reading.tracked", how=how)
        self.marked_up: Final = Message("reading.marked_up", how=how)
        self._fields = Fields()
        self._custom: tuple[str, str, int] | None = None

    def skips(self, element: etree._Element) -> bool:
        """Whether an element's content is absent from the chosen draft."""
        return element.tag in self._skipped

    def removes(self, element: etree._Element | None) -> bool:
        """Whether properties (`rPr` of a mark, `trPr`, `tcPr`) say that the draft lacks their element."""
        tags = set() if element is None else {child.tag for child in element}
        removed = not tags.isdisjoint(self._skipped)
        if removed or not tags.isdisjoint(self._entered):
            self._report(self.tracked)
        return removed

    def collect(self, parent: Iterable[etree._Element], paragraph: Paragraph) -> None:
        """Add everything inside an element, or some of its children, to the paragraph."""
        for child in parent:
            tag = child.tag
            if tag in self._skipped or tag in self._entered:
                self._report(self.tracked)
            if tag == W + "r":
                self._run(child, paragraph)
            elif tag == W + "fldSimple":
                self._fields.begun.append(OpenField(child.get(W + "instr") or "", shown=True))
                self.collect(child, paragraph)
                paragraph.append("" if len(child) else equation_text(self._fields.begun[-1].code))
                self._fields.begun.pop()
            elif tag in _INLINE or tag in self._entered:
                self.collect(child, paragraph)
            elif tag == MC + "AlternateContent":
                for chosen in chosen_content(child):
                    self.collect(chosen, paragraph)
            elif isinstance(tag, str) and tag.startswith(M):
                paragraph.append(self._formula(child))

    def _formula(self, part: etree._Element) -> str:
        """Return part of a formula on one line: a fraction with a stroke, all else as its signs follow."""
        shown = "/" if part.tag == M + "den" else ""
        for child in part:
            if child.tag in self._skipped or child.tag in self._entered:
                self._report(self.tracked)
            if child.tag == M + "t":
                shown += child.text or ""
            elif child.tag not in self._skipped:
                shown += self._formula(child)
        return shown

    def end_paragraph(self, paragraph: Paragraph) -> None:
        """At the end of a paragraph, close typed note marks and fields that have shown no result."""
        self._close_custom(paragraph, force=True)
        self._fields.begun = [each for each in self._fields.begun if each.shown]

    def _run(self, run: etree._Element, paragraph: Paragraph) -> None:
        properties = run.find(W + "rPr")
        hidden = self._styles.shows(HIDDEN, properties, paragraph.style_id)
        if hidden or self._is_excluded(run, properties):
            if not hidden:
                self._report(self.marked_up)
            elif any((text.text or "").strip() for text in run.iter(W + "t")):
                self._report(Message("reading.hidden"))
            for mark in run.iterchildren(W + "fldChar", W + "instrText"):
                self._fields.follow(mark)
            return
        raised = self._styles.shows(is_raised, properties)
        bold = self._styles.shows(BOLD, properties, paragraph.style_id)
        self._run_content(run, paragraph, raised, bold)
        self._close_custom(paragraph, force=False)

    def _is_excluded(self, run: etree._Element, properties: etree._Element | None) -> bool:
        """Whether a mark made by hand excludes a run from the chosen draft."""
        if self._marks is None:
            return False
        return is_struck(properties) if self._accepts else self._marks.is_new(run)

    def _run_content(self, parent: etree._Element, paragraph: Paragraph, raised: bool, bold: bool) -> None:
        for child in parent:
            tag = child.tag
            if tag in (W + "fldChar", W + "instrText"):
                paragraph.append(self._fields.follow(child), raised, bold)
            elif not self._fields.show:
                continue
            elif tag in (W + "t", W + "delText"):
                paragraph.append(self._typed(child), raised, bold)
                paragraph.in_contents |= any(each.lists_contents for each in self._fields.begun)
            elif tag in CHARACTERS:
                paragraph.append(CHARACTERS[tag])
            elif tag in (W + "br", W + "cr", _PAGE_END):
                self._break(child, paragraph)
            elif tag == MC + "AlternateContent":
                for chosen in chosen_content(child):
                    self._run_content(chosen, paragraph, raised, bold)
            else:
                self._run_object(child, paragraph)

    def _break(self, element: etree._Element, paragraph: Paragraph) -> None:
        """Read a line break, or the end of a page: one that was set, or the place where Word last had it."""
        if element.tag == _PAGE_END or value(element, "type") == "page":
            for counter in self._counters.values():
                counter.begin_page()
        if element.tag != _PAGE_END:
            paragraph.broken = bool(paragraph.text)

    def _run_object(self, child: etree._Element, paragraph: Paragraph) -> None:
        """Read an object in a run: a symbol, a note reference, a drawing or a ruby."""
        tag = child.tag
        if tag == W + "sym":
            paragraph.append(self._shown(*_symbol(child)))
        elif tag in (W + "footnoteReference", W + "endnoteReference"):
            self._reference(child, paragraph)
        elif tag in (W + "drawing", W + "pict", W + "object"):
            paragraph.boxes.extend(_text_boxes(child))
        elif tag == W + "ruby":
            for base in child.iterchildren(W + "rubyBase"):
                self.collect(base, paragraph)

    def _reference(self, reference: etree._Element, paragraph: Paragraph) -> None:
        kind = "footnote" if reference.tag == W + "footnoteReference" else "endnote"
        note_id = reference.get(W + "id") or ""
        if has_own_mark(reference):
            self._custom = (kind, note_id, len(paragraph.text))
            return
        mark = self._counters[kind].refer(note_id)
        paragraph.marks.append((mark, len(paragraph.text), len(paragraph.text)))
        if kind == "footnote":
            paragraph.numbered.append(NumberedNote(note_id, mark, len(paragraph.text)))

    def _close_custom(self, paragraph: Paragraph, *, force: bool) -> None:
        """Read a typed note mark: the rest of its run, or the next run with text."""
        if self._custom is None:
            return
        kind, note_id, start = self._custom
        mark = paragraph.text[start:].strip()
        if not mark and not force:
            return
        self._custom = None
        if mark:
            paragraph.marks.append((mark, start, len(paragraph.text)))
        self._counters[kind].marks.append((note_id, mark or "*"))

    def _typed(self, element: etree._Element) -> str:
        """Return the text of a `w:t`, with the private-use codes of a symbol font replaced."""
        text = element.text or ""
        if not PRIVATE_SIGN.search(text):
            return text
        run = next(element.iterancestors(W + "r"), None)
        fonts = self._styles.fonts(run.find(W + "rPr")) if run is not None else frozenset()
        font = next((font for font in SIGNS if font in fonts), "")
        return PRIVATE_SIGN.sub(lambda found: self._shown(ord(found[0]), font), text) if font else text

    def _shown(self, code: int, font: str) -> str:
        """Return the character that a symbol font shows for a code, and report one without equivalent."""
        sign = _sign(code, font)
        if "\ue000" <= sign <= "\uf8ff":
            self._report(Message("reading.sign", font=font) if font else Message("reading.sign_unknown"))
        return sign


def part_text(part: etree._Element) -> str | None:
    """Return what a part of a run shows as text; None if it is no text, such as a line break."""
    if part.tag in (W + "t", W + "delText"):
        return part.text or ""
    return _sign(*_symbol(part)) if part.tag == W + "sym" else CHARACTERS.get(str(part.tag))


def words_of(element: etree._Element) -> str:
    """Return all words inside an element, with those deleted or hidden and without those of formulas."""
    return "".join(part_text(part) or "" for part in element.iter(*WORDED))


def _symbol(element: etree._Element) -> tuple[int, str]:
    """Return the code and the font of a `w:sym`; 0 for a code that is none."""
    try:
        return int(value(element, "char") or "", 16), (value(element, "font") or "").lower()
    except ValueError:
        return 0, ""


def _sign(code: int, font: str) -> str:
    """Return the character that a font shows for a code, or nothing."""
    is_character = 0x20 < code < 0xD800 or 0xE000 <= code <= 0xFFFD
    return shown_sign(code, font) or (chr(code) if is_character else "")


def has_own_mark(reference: etree._Element) -> bool:
    """Whether the mark of a note is typed after its reference, instead of numbered by Word."""
    return reference.get(W + "customMarkFollows") not in (None, "0", "false", "off")


def join_lines(root: etree._Element) -> None:
    """Replace line ends inside texts; they come from programs that indent XML and are white space to Word."""
    for element in root.iter(W + "t", W + "delText"):
        text = element.text or ""
        if "\n" in text or "\r" in text:
            first, *rest = _LINE_END.split(text)
            for line in rest:
                first += join_break(first, line) + line
            element.text = first


def chosen_content(alternate: etree._Element) -> list[etree._Element]:
    """Return the one branch of an `mc:AlternateContent` to read, if any; reading both would double the text.

    It is the first with text, or else the first with any content.
    """
    branches = [element for element in alternate.iterchildren(MC + "Choice", MC + "Fallback") if len(element)]
    worded = (each for each in branches if next(each.iter(W + "t", W + "delText", M + "t"), None) is not None)
    return [next(worded, branches[0])] if branches else []


def _text_boxes(drawing: etree._Element) -> list[etree._Element]:
    """Return the outermost text boxes in a drawing; nested ones are found when those are read."""
    elements: list[etree._Element] = []
    waiting = [drawing]
    while waiting:
        element = waiting.pop()
        if element.tag in BOXES:
            elements.append(element)
        elif element.tag == MC + "AlternateContent":
            waiting += chosen_content(element)
        else:
            waiting.extend(reversed(element))
    return elements
