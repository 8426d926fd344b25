"""Recognise the text on one page, in a child process: Tesseract finds its lines and words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial, reduce
from itertools import groupby, pairwise
from math import inf
from statistics import median
from typing import TYPE_CHECKING, Any, Final

from PIL import Image, ImageOps

from aligner.languages.letter_ranges import CYRILLIC
from aligner.languages.tokens import form_key
from aligner.readers.extract_builder import is_ideographic
from aligner.readers.pdf.bidi import is_left_to_right, is_right_to_left
from aligner.readers.pdf.rules import Rule
from aligner.readers.scans import chinese_lines, passed_over
from aligner.readers.scans.drawn_rules import with_light_fields, without_leaders, without_rules
from aligner.readers.scans.engine_data import OF_DIGITS, models, reads_chinese
from aligner.readers.scans.engine_lines import CAPITAL, EngineLine, EngineWord, Sign, confidence, sized
from aligner.readers.scans.graphics import DARK, around, ink_of, without_graphics, without_specks
from aligner.readers.scans.pictures import POINTS, page_picture, upright_picture
from aligner.readers.scans.readings import DIFFERING, Reading, api, read
from aligner.readers.scans.recognised_page import DOUBTFUL, RecognisedPage, Word, gutter_of
from aligner.values import data_files

if TYPE_CHECKING:
    from aligner.readers.scans.graphics import Box, Ink

_ORIENTATION: Final = "osd"
_PSM_ORIENTATION: Final = 0
_PSM_LINE: Final = 7
_PSM_WORD: Final = 8
_DOUBTED: Final = 70.0  # per cent: mean confidence of a page that may be the wrong way up
_SURE: Final = 2.0  # minimum confidence in a quarter turn
_LIKELY: Final = 60.0  # per cent: confidence of a line that was passed over
_ROW: Final = 10  # minimum number of signs of a line that was read so badly that something lies over it
_SMALL: Final = 0.6  # of the letters' size: maximum height of small letters without ascenders
_DEPTH: Final = 0.2  # of its height: how far a line reaches below its baseline
# Heights are shares of the letters' size.
_MARGIN: Final = 0.25  # of its height: paper left around a raised sign
_ARABIC_SIGNS: Final = str.maketrans(",;?", "،؛؟")  # the engine writes the Latin ones
_BELOW, _ABOVE = 0.2, 0.6  # of the letters' size: how far below or above the baseline leading dots are
_DASH: Final = "--", "–"  # the engine reads long hyphens as two
_HYPHEN: Final = r"([-–‑])"
_RANGE: Final = re.compile(rf"(?<!\d)\d+(?:{_HYPHEN}\d+)+")
"""Numbers joined by hyphens, which are printed in a line from right to left in that order."""

_CYRILLIC: Final = re.compile(f"[{CYRILLIC}]")
_DIGITS: Final = "0123456789*"
_PER_CENT: Final = "%"
_NUMBER: Final = re.compile(r"[0-9/]+")
_AROUND_NUMBER: Final = ".()"
_BESIDE_MARK: Final = 2  # pixels: how far the middle of the engine's box of a sign may be beside a mark
_ASIDE: Final = 0.25  # of the letters' size: the same, for what is no letter or digit
_ON_BASELINE: Final = ",.;:"
_PAPER: Final = 2  # pixels that are read beyond the edges of what was passed over
_BULLETED: Final = "•"
_BLOT: Final = 2  # letters that a square is read as
_BULLET: Final = 0.5  # of the letters' size: minimum gap beside a bullet; spaces are 0.27 to 0.4
_OFTEN: Final = 2  # other lines that begin with a sign, which is the mark of one note only
_FAR: Final = 1.0  # the same: gap that no words have between them
_CUT: Final = 0.5  # of it: maximum distance of the parts of a row that the engine cut in two
_LETTERS: Final = 48  # pixels of height to which a raised sign is enlarged


def recognise(
    data: bytes, name: str, number: int, model: str, readings: Sequence[tuple[float, float]]
) -> RecognisedPage:
    """Recognise the text on a page.

    Args:
        data: the whole file, a PDF or a picture.
        name: name of the file, for messages.
        number: the page, from 1.
        model: one of `models`, or several joined by `+`.
        readings: how often it is read, and how (see `Language.readings`).

    Raises:
        ReadError: if the picture is damaged or too large.
    """
    picture, dots, rules, leaders = _page(data, name, number)
    degrees = 0
    engine = _engine(model, dots, tuple((finest, wide) for finest, wide in readings))
    found = engine.lines(picture)
    if not found or confidence(found) < _DOUBTED:
        degrees = _turn(picture, dots)
        if degrees:
            picture, dots, rules, leaders = _page(data, name, number, degrees)
            found = engine.lines(picture)
    page = replace(engine.page(picture, found), turned=degrees, rules=rules)
    gutter = gutter_of(page.lines, picture.width * POINTS / dots, page.height)
    page = _sheet(engine, picture, gutter, page) if gutter else page
    return replace(page, lines=_with_leaders(page.lines, leaders))


def _sheet(engine: _Engine, picture: Image.Image, gutter: float, page: RecognisedPage) -> RecognisedPage:
    """Recognise each of two pages by itself: beside another, the engine loses what is set apart."""
    middle = round(gutter * engine.dots / POINTS)
    left = picture.crop((0, 0, middle, picture.height))
    right = picture.crop((middle, 0, picture.width, picture.height))
    halves = [engine.page(half, engine.lines(half)) for half in (left, right)]
    halves[1] = halves[1].moved(gutter)
    return replace(
        page,
        lines=halves[0].lines + halves[1].lines,
        gutter=gutter,
        unread=sum(half.unread for half in halves),
    )


def script_of(data: bytes, name: str, number: int) -> str:
    """Return the script of a page as the engine names it (`Latin`, `Arabic`, `Han`); empty if unknown.

    Raises:
        ReadError: if the picture is damaged or too large.
    """
    picture, dots = page_picture(data, name, number)
    found = _orientation(picture, dots)
    return str(found["script_name"]) if found else ""


def _page(
    data: bytes, name: str, number: int, turned: int = 0
) -> tuple[Image.Image, float, tuple[Rule, ...], tuple[Word, ...]]:
    """Return a page as the engine reads it best, its resolution, and the rules and rows of dots it had."""
    picture, dots = upright_picture(data, name, number, turned, stamped=False)
    picture = without_specks(picture)
    picture, found = without_rules(with_light_fields(picture, dots), dots)
    picture, rows = without_leaders(without_graphics(picture, dots), dots)
    height, scale = picture.height, POINTS / dots
    leaders = (
        Word("." * count, left * scale, right * scale, (height - bottom) * scale, 0.0, 1.0)
        for (left, _, right, bottom), count in rows
    )
    return picture, dots, tuple(_rules(found, height, scale)), tuple(leaders)


def _with_leaders(lines: Sequence[tuple[Word, ...]], leaders: Sequence[Word]) -> tuple[tuple[Word, ...], ...]:
    """Return lines with the dots that lead to numbers; in Chinese they are as high as a dash."""
    found = list(lines)
    for dots in leaders:
        rises = {n: (dots.base - line[0].base) / line[0].size for n, line in enumerate(found)}
        near = [n for n, rise in rises.items() if -_BELOW < rise < _ABOVE]
        if near:
            n = min(near, key=lambda each: abs(rises[each]))
            found[n] = (*found[n], replace(dots, base=found[n][0].base, size=found[n][0].size))
    return tuple(found)


def _rules(boxes: Sequence[Box], height: int, scale: float) -> Iterator[Rule]:
    """Yield the straight lines on a page, as thin as those of a PDF, though a scan may thicken them."""
    for left, top, right, bottom in boxes:
        across, middle = (left + right) / 2, height - (top + bottom) / 2
        if right - left > bottom - top:
            yield Rule(left * scale, middle * scale, right * scale, middle * scale)
        else:
            yield Rule(across * scale, (height - bottom) * scale, across * scale, (height - top) * scale)


def _orientation(picture: Image.Image, dots: float) -> dict[str, Any] | None:
    if _ORIENTATION not in models():
        return None
    with api(_ORIENTATION, _PSM_ORIENTATION) as engine:
        engine.SetImage(picture)
        engine.SetSourceResolution(round(dots))
        found: dict[str, Any] | None = engine.DetectOrientationScript()
        return found


@lru_cache(maxsize=1)
def _engine(model: str, dots: float, readings: tuple[tuple[float, float], ...]) -> _Engine:
    """Return the engine; most pages of a file need the same, whose data take a tenth of a second to load."""
    return _Engine(model, dots, readings)


def _turn(picture: Image.Image, dots: float) -> int:
    """Return by how many degrees a page must be turned to be read, in quarter turns; 0 if that is unsure."""
    found = _orientation(picture, dots)
    return int(found["orient_deg"]) if found and found["orient_conf"] >= _SURE else 0


class _Engine:
    """Tesseract with the data of one or more languages."""

    def __init__(self, model: str, dots: float, readings: Sequence[tuple[float, float]]) -> None:
        self.dots, self._model = dots, model
        heights = [min(1.0, finest / dots) for finest, _ in readings]
        self._readings = [
            Reading(model, dots, high * wide, high) for high, (_, wide) in zip(heights, readings, strict=True)
        ]
        self._digits: dict[str, Any] = {}

    def page(self, picture: Image.Image, found: Sequence[EngineLine]) -> RecognisedPage:
        """Return what is on a picture, whose lines were found."""
        ink = ink_of(picture)
        found = [self.read_again(self.in_latin(line, picture), picture, ink) for line in found]
        lines = sized([line for line in found if line.is_text], ink)
        others = lines = [line for line in lines if not passed_over.is_raised(line, lines)]
        unread = sum(confidence([line]) < _LIKELY and len(line.signs) >= _ROW for line in lines)
        for box, whole in passed_over.missed_lines(ink_of(picture, DARK), others):
            read = list(self.line(picture, ink, box, others))
            unread += not read and passed_over.looks_like_text(ink, box)
            kept = (line for line in read if whole or line.text.strip(_AROUND_NUMBER).isdecimal())
            lines = reduce(_with_rest, kept, lines)
        lines = [self.with_numbers(self.with_doubted(line, picture, ink), picture, ink) for line in lines]
        if reads_chinese():
            lines = reduce(partial(_with_rest, reach=_CUT), lines, list[EngineLine]())
            lines = chinese_lines.read_again(lines, picture, ink)
        placed = [self.placed(line, picture, ink, lines) for line in lines]
        height = picture.height * POINTS / self.dots
        return RecognisedPage(height, tuple(_with_bullets(list(filter(None, placed)))), unread=unread)

    def read_again(self, line: EngineLine, picture: Image.Image, ink: Ink) -> EngineLine:
        """Read what follows a much larger first letter by itself, in words that the engine doubts."""
        words = []
        for word in line.words:
            doubted = line.cased and word.confidence < _LIKELY
            box = passed_over.after_initial(ink, line, word) if doubted else None
            rest = self.lines(picture, box) if box else []
            signs = tuple(sign for each in rest for sign in each.signs)
            if signs and (sure := confidence(rest)) > word.confidence:
                whole = "".join(sign.text for sign in signs).endswith(word.text)
                first = () if whole else (replace(word.signs[0], right=signs[0].left),)
                word = EngineWord((*first, *signs), sure)
            words.append(word)
        return replace(line, words=tuple(words))

    def with_doubted(self, line: EngineLine, picture: Image.Image, ink: Ink) -> EngineLine:
        """Read words in doubt by themselves: in a row, the engine takes some for words of another script.

        Numbers and single letters are left: a raised number, III or a bullet looks like others by itself.
        """
        words: list[EngineWord] = []
        for n, word in enumerate(line.words):
            doubted = line.cased and word.confidence < 100 * DOUBTFUL and passed_over.is_apart(line, n)
            box = passed_over.box_of_word(ink, line, n) if doubted else None
            is_word = len(word.text) > 1 and not any(map(str.isdigit, word.text))
            read = self.lines(picture, box) if box and is_word else []
            again = [each for one in read for each in one.words]
            has_digits = any(sign.isdigit() for each in again for sign in each.text)
            sure = 0.0 if has_digits else confidence(read)
            if doubted and box is None and not any(map(str.isalnum, word.text)):
                again = []  # a dash in a wide space
            elif sure <= word.confidence:
                again = [word]
            elif form_key(word.text) == form_key(again[0].text):
                again = [replace(word, confidence=sure)] if word.text.isalpha() else [word]
            else:
                again = [replace(each, confidence=DIFFERING * each.confidence) for each in again]
            words += again
        return replace(line, words=tuple(words))

    def in_latin(self, line: EngineLine, picture: Image.Image) -> EngineLine:
        """Read a line anew with the data of Latin letters if that of joined letters makes no sense of it."""
        if line.cased or line.square or confidence([line]) >= _LIKELY or OF_DIGITS not in models():
            return line
        read = Reading(OF_DIGITS, self.dots, 1.0, 1.0).lines(picture, line.box)
        return replace(line, words=read[0].words) if confidence(read) >= _LIKELY else line

    def with_numbers(self, line: EngineLine, picture: Image.Image, ink: Ink) -> EngineLine:
        """Read numbers between joined letters by themselves: where the writing turns, digits are lost.

        The data of Arabic letters takes the sign of per cent, which is left of its number, for digits.
        """
        if line.cased or line.square or OF_DIGITS not in models():
            return line
        words = list(line.words)
        for n, word in enumerate(words):
            if not _NUMBER.fullmatch(word.text):
                continue
            left = min(word.left, words[n + 1].right) if n + 1 < len(words) else line.box[0] - line.size
            right = max(word.right, words[n - 1].left) if n else line.box[2] + line.size
            box = passed_over.box_of_ink(ink, line, left, right)
            read, sure = self._digit(box, picture, OF_DIGITS) if box else ("", 0.0)
            digits = read.strip(_PER_CENT)
            has_part = read.endswith(word.text) if digits == read else word.text.endswith(digits)
            if box and digits and sure >= _LIKELY and has_part and read != word.text:
                text = digits + _PER_CENT * (digits != read)
                words[n] = EngineWord(tuple(Sign(each, *box, sure) for each in text), DIFFERING * sure)
        return replace(line, words=tuple(words))

    def line(
        self, picture: Image.Image, ink: Ink, box: Box, others: Sequence[EngineLine]
    ) -> Iterator[EngineLine]:
        """Recognise the line in a box that was passed over, each word of which is doubtful.

        Its size is that of most, unless measured.
        """
        height = box[3] - box[1]
        level = [line.base(box[0]) for line in others if box[1] + height / 2 < line.base(box[0]) < box[3]]
        base = level[0] if level else box[3] - _DEPTH * height
        size = median(line.size for line in others)
        left, top, right, bottom = box
        wider = max(0, left - _PAPER), max(0, top - _PAPER), right + _PAPER, bottom + _PAPER
        for line in self.lines(picture, wider):
            likely = line.is_text if passed_over.is_part(box, others) else confidence([line]) >= _LIKELY
            if likely and not _is_read(line.text, box, others):
                words = tuple(replace(word, confidence=DIFFERING * word.confidence) for word in line.words)
                line = replace(line, words=words, start=(box[0], base), stop=(box[2], base), size=size)
                yield sized([line], ink)[0] if line.square else line

    def lines(self, picture: Image.Image, box: Box | None = None) -> list[EngineLine]:
        """Recognise the lines of a picture, or the one line in a box."""
        return read(self._readings, picture, box)

    def placed(
        self, line: EngineLine, picture: Image.Image, ink: Ink, others: Sequence[EngineLine]
    ) -> tuple[Word, ...]:
        """Return the words of a line with their places in points; raised signs are read again."""
        marks = [self._mark(boxes, line, picture) for boxes in passed_over.raised_signs(ink, line, others)]
        left = [mark for mark in marks if mark.text]
        found: list[Word] = []
        for word in line.words:
            for mark, grouped in groupby(word.signs, partial(_mark_of, marks, line)):
                signs = list(grouped)
                spaced = signs[0] is word.signs[0]
                if mark is None or not mark.text:
                    whole = len(signs) == len(word.signs)
                    sure = word.confidence if whole else median(sign.confidence for sign in signs)
                    sure = sure if mark is None else min(sure, _LIKELY)
                    found.append(_word(signs, line, sure, spaced=spaced))
                elif mark in left:
                    left.remove(mark)
                    found.append(mark.word(spaced=spaced))
        for mark in left if line.cased else ():
            if mark.is_new_in(line):
                raised = mark.word()
                after = sum(each.left < raised.left for each in found)
                found.insert(after, replace(raised, spaced=after == 0))
        return tuple(_apart([self._in_points(word, picture.height) for word in found if word.text]))

    def _in_points(self, word: Word, height: int) -> Word:
        """Return a word in points, from one in pixels below the top of a picture and in per cent."""
        lengths = (word.left, word.right, height - word.base, word.size)
        left, right, base, size = (round(each * POINTS / self.dots, 2) for each in lengths)
        return Word(word.text, left, right, base, size, round(word.confidence / 100, 3), word.spaced)

    def _mark(self, boxes: Sequence[Box], line: EngineLine, picture: Image.Image) -> _Mark:
        """Read raised signs, which the engine takes for quotation marks; no text if they cannot be read."""
        text, sure = "", 100.0
        for box in boxes:
            digit, likely = self._digit(box, picture)
            if not likely:
                margin = _ASIDE * line.size
                signs = [sign for sign in line.signs if sign.text in _DIGITS and sign.is_inside(box, margin)]
                digit, likely = "".join(sign.text for sign in signs), _LIKELY
            if not digit:
                return _Mark(reduce(around, boxes), "", 0.0)
            text, sure = text + digit, min(sure, likely)
        return _Mark(reduce(around, boxes), text, sure)

    def _digit(self, box: Box, picture: Image.Image, model: str = "") -> tuple[str, float]:
        part = picture.crop((box[0] - 1, box[1] - 1, box[2] + 1, box[3] + 1))
        part = part.resize((max(1, round(part.width * _LETTERS / part.height)), _LETTERS))
        paper = ImageOps.expand(part, round(_MARGIN * _LETTERS), 255)
        if model not in self._digits:  # loading the data of a language takes longer than reading a digit
            mode, signs = (_PSM_LINE, _DIGITS + _PER_CENT) if model else (_PSM_WORD, _DIGITS)
            self._digits[model] = api(model or self._model, mode)
            self._digits[model].SetVariable("tessedit_char_whitelist", signs)
        self._digits[model].SetImage(paper)
        text = "".join(self._digits[model].GetUTF8Text().split())
        return text, float(self._digits[model].MeanTextConf())


def _is_read(text: str, box: Box, lines: Sequence[EngineLine]) -> bool:
    """Whether a line has the text in a place already, in a word whose box the engine has put beside it."""
    (left, top, right, bottom), height = box, box[3] - box[1]
    return any(
        word.text == text and word.left < right + height and left - height < word.right
        for line in lines
        if top < line.base(left) < bottom
        for word in line.words
    )


def _with_rest(lines: Sequence[EngineLine], more: EngineLine, reach: float = 1.0) -> list[EngineLine]:
    """Return lines with another, which is a part of a Chinese one if it follows at once in its row.

    `reach` is how far apart they may be, as a share of the letters' size.
    """
    for n, line in enumerate(lines):
        gap, rise = more.box[0] - line.box[2], more.start[1] - line.base(more.box[0])
        if line.square and max(abs(gap), abs(rise)) < reach * line.size:
            whole = replace(line, words=line.words + more.words)
            return [*lines[:n], whole, *lines[n + 1 :]]
    return [*lines, more]


@dataclass(frozen=True, slots=True)
class _Mark:
    """A raised sign that was read by itself, its box in pixels, and the confidence in it, in per cent."""

    box: Box
    text: str
    confidence: float

    def word(self, *, spaced: bool = True) -> Word:
        """Return it as a word in pixels."""
        left, top, right, bottom = self.box
        return Word(self.text, left, right, bottom, (bottom - top) / CAPITAL, self.confidence, spaced)

    def is_new_in(self, line: EngineLine) -> bool:
        """Whether it is a sign that the engine passed over; it is seldom certain of an asterisk."""
        if self.text == "*" and all(self.box[2] <= sign.left for sign in line.signs):
            return True
        return self.confidence >= _LIKELY and not any(sign.covers(self.box) for sign in line.signs)


def _word(signs: Sequence[Sign], line: EngineLine, sure: float, *, spaced: bool) -> Word:
    """Return some signs of a line as a word in pixels."""
    left, right = min(sign.left for sign in signs), max(sign.right for sign in signs)
    text = "".join(sign.text for sign in signs).replace(*_DASH)
    if any(map(is_right_to_left, text)):
        text = text.translate(_ARABIC_SIGNS)
    elif any(map(is_right_to_left, line.text)) and not any(map(is_left_to_right, text)):
        text = _RANGE.sub(lambda found: "".join(reversed(re.split(_HYPHEN, found[0]))), text)
        text = text[:-1] + text[-1].translate(_ARABIC_SIGNS)
    text = _in_script_of(line, text, signs)
    spaced = spaced and not is_ideographic(text[:1] or " ")
    return Word(text, left, right, (line.start[1] + line.stop[1]) / 2, line.size, sure, spaced)


def _in_script_of(line: EngineLine, text: str, signs: Sequence[Sign]) -> str:
    """Return a word of a Cyrillic line in Cyrillic if its letters may be, and in small letters if they are.

    The data of Latin letters reads words as short as `во` as `BO`; their height tells small letters from
    capitals of one shape.
    """
    if 2 * len(_CYRILLIC.findall(line.text)) <= len(line.text):
        return text
    twins = data_files.tables("look_alikes.toml")["twins"]
    letters = [sign for sign in signs if sign.text.isalpha()]
    if all(sign.text in twins["latin"] for sign in letters):
        text = text.translate(str.maketrans(*twins.values()))
    small = max((sign.bottom - sign.top for sign in letters), default=0.0) < _SMALL * line.size
    return text.lower() if small else text


def _mark_of(marks: Sequence[_Mark], line: EngineLine, sign: Sign) -> _Mark | None:
    """Return the mark that a sign of a line is, if it is one."""
    if sign.text in _ON_BASELINE:
        return None
    for mark in marks:
        sure = mark.confidence >= _LIKELY and (line.cased or not sign.text.isalpha())
        margin = _BESIDE_MARK if sign.text.isalnum() else _ASIDE * line.size
        if (sure or not sign.text.isalnum()) and sign.is_inside(mark.box, margin):
            return mark
    return None


def _with_bullets(lines: Sequence[tuple[Word, ...]]) -> Iterator[tuple[Word, ...]]:
    """Yield lines in which what was read of a bullet before them is one, and no letter or mark of a note.

    Nothing else stands apart and is read in doubt as the same above each other; and no letter as far apart is
    doubted. A ring is a letter to the engine, of which it is certain.
    """
    rings = data_files.tables("look_alikes.toml")["bullets"]["rings"]
    for line in lines:
        sign, rest = line[0], line[1:]
        gap = max(rest[0].left - sign.right, sign.left - rest[0].right) / rest[0].size if rest else 0.0
        again = sum(
            other[0].text == sign.text and abs(other[0].left - sign.left) < sign.size
            for other in lines
            if other is not line
        )
        far = gap > _FAR and sign.text.isalpha()
        sure = sign.confidence >= DOUBTFUL
        if len(sign.text) == 1 and not sure:
            often = again >= _OFTEN and not sign.text.isalnum()
            is_bullet = far or often or (again > 0 and gap > _BULLET)
        else:
            is_bullet = far and again > 0 and (sign.text in rings if sure else len(sign.text) == _BLOT)
        if is_bullet and not is_ideographic(sign.text[0]):
            sign = replace(sign, text=_BULLETED, base=rest[0].base, size=rest[0].size)
        yield (sign, *rest)


def _apart(words: Sequence[Word]) -> Iterator[Word]:
    """Yield the words of a line with boxes that do not overlap, in the order in which they are read.

    The engine's boxes of joined letters, and of characters that it puts into one word, reach into their
    neighbours.
    """
    leftwards = 2 * sum(later.left < word.left for word, later in pairwise(words)) > len(words) - 1
    edge = inf if leftwards else -inf
    for word in words:
        begin = min(word.right, edge) if leftwards else max(word.left, edge)
        edge = min(word.left, begin) if leftwards else max(word.right, begin)
        yield replace(word, left=min(begin, edge), right=max(begin, edge))
