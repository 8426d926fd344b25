"""The characters of a PDF page and their positions, as reported by pdfium.

pdfium's order of a page's text is good for left-to-right text and wrong for Arabic, where it
reverses some words and not others. Therefore only reliable information is used: each character,
its box, its baseline, and where pdfium found spaces.
"""

import ctypes
import math
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise
from typing import Any, Final

from aligner.languages.letter_ranges import SUPERSCRIPTS, TATWEEL
from aligner.readers.pdf.accents import SIGNS, joined, without_own_accents
from aligner.readers.pdf.character_places import CharacterBox, boxes_of, ink_of, origin_of, origins_of, quick
from aligner.readers.pdf.characters import Characters, strokes
from aligner.readers.pdf.font_maps import FontMaps
from aligner.readers.pdf.glyph import Area, Frame, Glyph, PageGlyphs
from aligner.readers.pdf.layers import Layers
from aligner.readers.pdf.letter_spacing import close_up
from aligner.readers.pdf.open_pdf import links_of
from aligner.readers.pdf.rules import objects_of, rules_of
from aligner.readers.pdf.text_runs import Clips, Stretch, TextRun, TextRuns, within
from aligner.readers.symbol_fonts import BULLET, LETTER_BULLET, ROUND_BULLET, draws_letter_bullets

_LINE_ENDS: Final = frozenset(b"\r\n")
_BLANK: Final = frozenset(code for code in range(0x10000) if chr(code).isspace()) | {0x200B, 0xFEFF}
_SECOND_HALF: Final = -1
_FIRST_MARK: Final = 0x300
_DIGITS: Final = frozenset("0123456789")
_RAISED_DIGITS: Final = _DIGITS | set(SUPERSCRIPTS)
_FRACTION_BARS: Final = frozenset("/\u2044")
_LONGEST_NUMERATOR: Final = 8  # maximum number of characters looked at for a bar
_FLOATING: Final = 0.2  # em: minimum height of a superscript digit's lower edge above the baseline
_LOWEST: Final = 0.3  # em: minimum height of a superscript digit
_HIGHEST: Final = 0.6  # em: maximum height of a superscript digit
_DIGIT: Final = 0.68  # em: usual height of a digit
_BELOW: Final = 0.5  # em: minimum distance of a character below the one before, in a line from the top down
_SMALLEST: Final = 1.0  # points; smaller letters cannot be seen
_DRAWN_AS_BULLETS: Final = frozenset("!\"#$%&'+,./:;<=>?@\\^`|~")
"""Signs of which none begins lines of text again and again."""

_BOLD: Final = re.compile("bold|black|heavy", re.IGNORECASE)


def page_glyphs(page: Any, layers: Layers, *, marked_up: bool, corrections: FontMaps | None) -> PageGlyphs:
    """Collect the characters of a pypdfium2 page, turned so that most of them are upright.

    Args:
        page: a pypdfium2 page.
        layers: the layers of its file.
        marked_up: also collect links, whose underlines mark no changes.
        corrections: corrections of pdfium's reading, from the file's fonts, if it has such fonts.
    """
    import pypdfium2.raw as pdfium

    box = pdfium.FS_RECTF()  # pypdfium2's boxes are not those that a page inherits
    pdfium.FPDF_GetPageBoundingBox(page.raw, box)
    area = (box.left, box.bottom, box.right, box.top)
    if area[0] >= area[2] or area[1] >= area[3]:  # the crop box is outside the page
        area = page.get_mediabox()
    objects = objects_of(pdfium, page)
    textpage = page.get_textpage()
    try:
        codes = _codes(pdfium, textpage.raw)
        clips = Clips(pdfium, objects, area)
        stretches = TextRuns(pdfium, textpage.raw, clips, layers.of_page(pdfium)).of_codes(codes)
        characters = Characters(pdfium, textpage.raw, codes, corrections)
        collector = _Collector(pdfium, textpage.raw, codes, characters, stretches, area)
        for stretch in collector.stretches:
            collector.take(*stretch)
    finally:
        textpage.close()
    frame = collector.main
    glyphs, runs = collector.glyphs.pop(frame.turn, []), collector.runs.pop(frame.turn, [])
    name_bullets(glyphs, runs)
    turned = []
    has_accents = not SIGNS.keys().isdisjoint(codes)
    for turn, own in [(frame.turn, glyphs), *collector.glyphs.items()]:
        close_up(own)
        if has_accents:
            own = joined(own)
        own = without_own_accents(own)
        other = replace(frame, turn=turn)
        turned.append(PageGlyphs(tuple(own), other.size[1], frame=other))
    found = replace(
        turned[0],
        turned=tuple(turned[1:]),
        hidden=collector.hidden,
        unknown=collector.unknown,
        invisible=sum(run.invisible for run in runs),
        rules=rules_of(pdfium, objects, frame.upright),
    )
    return replace(found, links=tuple(links_of(pdfium, page, frame.upright))) if marked_up else found


def name_bullets(glyphs: Sequence[Glyph], runs: Sequence[TextRun]) -> None:
    """Replace the bullets that fonts draw as other signs, among the characters of a page in pdfium's order.

    Word draws round ones as an `o` in a fixed-width font before another. A font of signs without a name that
    tells it draws nothing else on the page than one sign, at the beginning of lines.
    """
    drawn: dict[str, list[int]] = defaultdict(list)
    for index, (glyph, after) in enumerate(pairwise(glyphs)):
        run, following = runs[index], runs[index + 1]
        if glyph.text in _DRAWN_AS_BULLETS and run.font:
            drawn[run.font].append(index)
        if glyph.text != LETTER_BULLET or run.font == following.font or not draws_letter_bullets(run.font):
            continue
        if after.spaced and _begins_line(glyphs, index):
            glyph.text = ROUND_BULLET
    for font, places in drawn.items():
        alone = len(places) > 1 and len({glyphs[index].text for index in places}) == 1
        if alone and len(places) == sum(run.font == font for run in runs):
            begin = [_begins_line(glyphs, index) for index in places]
            for index in places if all(begin) else ():
                glyphs[index].text = BULLET


def _begins_line(glyphs: Sequence[Glyph], index: int) -> bool:
    glyph, before = glyphs[index], glyphs[index - 1]
    return index == 0 or abs(before.base - glyph.base) > glyph.size / 2


def _codes(pdfium: Any, textpage: Any) -> list[int]:
    """Return the code of each character, with pdfium's surrogate pairs combined.

    Fetching the whole text is faster than fetching each character, but omits characters without a
    code.
    """
    count: int = pdfium.FPDFText_CountChars(textpage)
    if count <= 0:
        return []
    buffer = (ctypes.c_ushort * (count + 1))()
    if pdfium.FPDFText_GetText(textpage, 0, count, buffer) == count + 1:
        codes: list[int] = buffer[:count]
    else:
        given = (pdfium.FPDFText_GetUnicode(textpage, index) for index in range(count))
        codes = [code if code <= sys.maxunicode else 0 for code in given]  # a damaged map has any number
    if any(0xD800 <= code < 0xDC00 for code in set(codes)):
        for index, (code, after) in enumerate(pairwise(codes)):
            if 0xD800 <= code < 0xDC00 <= after < 0xE000:
                codes[index : index + 2] = 0x10000 + ((code - 0xD800) << 10) + (after - 0xDC00), _SECOND_HALF
    return codes


def _main_turn(stretches: Iterable[Stretch]) -> float:
    """Return the number of quarter turns by which most characters of a page are rotated."""
    turns: Counter[float] = Counter()
    for start, stop, run in stretches:
        turns[run.turn] += stop - start
    return max(turns, key=lambda turn: turns[turn], default=0)


def _needs_origins(code: int) -> bool:
    """Whether a character may share its origin with others, which form one sign with it."""
    if code < _FIRST_MARK:
        return False
    character = chr(code)
    return unicodedata.category(character) == "Mn" or unicodedata.bidirectional(character) in ("R", "AL")


class _Collector:
    """Collects the characters of a page, one stretch after the other."""

    def __init__(
        self,
        pdfium: Any,
        textpage: Any,
        codes: list[int],
        characters: Characters,
        stretches: Sequence[Stretch],
        area: Area,
    ) -> None:
        """Set up for a raw text page; `area` is its visible part."""
        self._textpage = textpage
        self._codes = codes
        self._boxes = boxes_of(pdfium, textpage, len(codes))
        self.stretches = [self._as_written(*stretch) for stretch in stretches]
        self.frames = {run.turn: Frame(area, run.turn) for _, _, run in self.stretches}
        self.main = Frame(area, _main_turn(self.stretches))
        self._extent = self.main.size
        self.characters = characters
        self.glyphs: dict[float, list[Glyph]] = {}  # by the quarter turns of their lines
        self.runs: dict[float, list[TextRun]] = {}  # the run of each glyph
        self.hidden = self.unknown = 0
        self._spaced = self._guessed = False
        self._begins = True
        self._order = self._word = 0
        self._strokes = strokes(pdfium, textpage, codes)
        self._is_generated = quick(pdfium.FPDFText_IsGenerated)
        self._origin_of = partial(origin_of, pdfium, textpage)
        self._ink_of = partial(ink_of, pdfium, textpage)
        self._origins: list[tuple[float, float]] | None = None
        if any(self.frames) or any(map(_needs_origins, set(codes) - {_SECOND_HALF})):
            self._origins = origins_of(pdfium, textpage, len(codes))

    def _as_written(self, start: int, stop: int, run: TextRun) -> Stretch:
        """Return a stretch; lines written from the top down are read like turned ones."""
        printed = [self._boxes[i] for i in range(start, stop) if self._codes[i] not in _BLANK][:2]
        if not run.turn and run.size and len(printed) == 2:
            (left, top, right, _), (start_of_next, below, end_of_next, _) = printed
            if top - below > _BELOW * run.size and start_of_next < right and left < end_of_next:
                return start, stop, replace(run, turn=1, base=None)
        return start, stop, run

    def take(self, start: int, stop: int, run: TextRun) -> None:
        """Add the characters from `start` to `stop`, which belong to one text object."""
        codes, unmapped, known = self._codes, self.characters.unmapped, self.characters.known
        turn = run.turn
        frame = self.frames[turn]
        self._extent = frame.size
        glyphs, runs = self.glyphs.setdefault(turn, []), self.runs.setdefault(turn, [])
        bold = _BOLD.search(run.font) is not None if run.font else None
        for index in range(start, stop):
            code = codes[index]
            stroke = index in self._strokes
            if code in _BLANK and not unmapped[index] and not stroke:
                self._end_word(index, code)
                continue
            text, certain = known.get(code, ""), True
            if stroke:
                text = TATWEEL
            elif not text or unmapped[index] or run.signs is not None:
                if code == _SECOND_HALF:
                    continue
                text, certain = self.characters.text(index, code, run, begins=self._begins)
                if not text:
                    continue
            glyph = self._glyph(text, index, run, frame)
            if glyph is None:
                self.hidden += 1
                continue
            self._spaced = self._guessed = self._begins = False
            self.unknown += not certain
            glyph.bold = bold
            glyphs.append(glyph)
            runs.append(run)
            self._order += 1

    def _end_word(self, index: int, code: int) -> None:
        """Record a space or line end."""
        self._word += 1
        if code in _LINE_ENDS:
            self._order += 1  # pdfium also begins a line after a raised mark: let the gap decide
            self._begins = True
        else:
            first, _, last, _ = self._boxes[index]  # pdfium loses what it generated in lines with Arabic
            guessed = first == last or self._is_generated(self._textpage, index) == 1
            self._guessed = guessed and (self._guessed or not self._spaced)
            self._spaced = True

    def _glyph(self, text: str, index: int, run: TextRun, frame: Frame) -> Glyph | None:
        """Return a character with its position, or None if it is not visible on the page."""
        first, top, last, bottom = box = self._boxes[index]
        size = run.size or abs(top - bottom)
        if not _SMALLEST < size < math.inf:
            return None
        if self._origins is not None:
            x, y = self._origins[index]
        elif run.base is None or self._guessed:
            x, y = self._origin_of(index)
        else:
            x, y = first, run.base
        if frame.turn == 0:  # like `_turned`, without the cost of its calls
            across, up, _, _ = frame.area
            origin, base, left, right = x - across, y - up, first - across, last - across
            bottom, top = bottom - up, top - up
        else:
            origin, base, left, right, bottom, top = _turned(frame, (x, y), box)
        if left > right:
            left, right = right, left
        if run.lean:
            low, high = (bottom, top) if bottom < top else (top, bottom)
            left, right = without_lean(run.lean, left, right, base - low, high - base)
        width, height = self._extent
        level = 0 <= left + right <= 2 * width and 0 <= base <= height
        on_page = within(frame.area, x, y) if frame.turn % 1 else level
        area = run.area
        if not on_page or (area and not within(area, (first + last) / 2, (box[1] + box[3]) / 2)):
            return None
        if text in _RAISED_DIGITS:
            base, size = self._own_base(index, base, size, frame)
        spaced, guessed = self._spaced, self._guessed
        return Glyph(text, self._order, left, right, base, size, origin, self._word, spaced, guessed=guessed)

    def _own_base(self, index: int, base: float, size: float, frame: Frame) -> tuple[float, float]:
        """Return the baseline and size that a digit appears to have.

        According to the file, a font's own superscript digits are on the baseline of the letters and as
        large as these, but their ink is small and high.
        """
        first, top, last, bottom = self._ink_of(index)
        low, high = sorted((frame.upright(first, bottom)[1], frame.upright(last, top)[1]))
        if low - base <= _FLOATING * size or not _LOWEST * size < high - low < _HIGHEST * size:
            return base, size  # also if a substitute font has other shapes
        if self._begins_fraction(index):
            return base, size
        return low, min(size, (high - low) / _DIGIT)

    def _begins_fraction(self, index: int) -> bool:
        """Whether a digit is above the bar of a fraction, where fonts also draw digits small and raised."""
        following = self._codes[index + 1 : index + 1 + _LONGEST_NUMERATOR]
        after = next((code for code in following if chr(code) not in _DIGITS), 0)
        return chr(after) in _FRACTION_BARS


def _turned(
    frame: Frame, origin: tuple[float, float], box: CharacterBox
) -> tuple[float, float, float, float, float, float]:
    """Return the origin (x, y) of a character, and the left, right, bottom and top of its box, turned."""
    x, y = frame.upright(*origin)
    (left, bottom), (right, top) = frame.upright(box[0], box[3]), frame.upright(box[2], box[1])
    if frame.turn % 1:  # a level box around a slanted character shows only its middle
        left, right = x, left + right - x
    return x, y, left, right, bottom, top


def without_lean(lean: float, left: float, right: float, depth: float, height: float) -> tuple[float, float]:
    """Return the sides of a slanted letter at its baseline.

    The boxes of slanted letters, which enclose whole letters, overlap and hide the spaces between
    words.

    >>> without_lean(0.25, 9.0, 20.0, 4.0, 12.0)
    (10.0, 17.0)
    """
    first, last = (lean * depth, lean * height) if lean > 0 else (-lean * height, -lean * depth)
    return (left + first, right - last) if right - last > left + first else (left, right)
