"""Straight horizontal and vertical lines drawn on a PDF page: the rules of tables."""

import ctypes
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from aligner.readers.pdf.character_places import quick

_THICKEST: Final = 2.6  # points: maximum thickness of a rule
_SHORTEST: Final = 0.4  # points: minimum length of a piece of a rule
_MOST_POINTS: Final = 4_000  # maximum number of points of a path; a drawing has more
_DRAWN: Final = 15.0  # points; a smaller path is an ornament
_WHITE: Final = 250  # of 255: minimum value of each colour in a white area

Turn = Callable[[float, float], tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line on the upright page, in points; y increases upwards, as in PDF."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def is_level(self) -> bool:
        """Whether it is horizontal."""
        return self.right - self.left >= self.top - self.bottom

    @property
    def height(self) -> float:
        """The vertical position of its middle."""
        return (self.bottom + self.top) / 2

    @property
    def across(self) -> float:
        """The horizontal position of its middle."""
        return (self.left + self.right) / 2

    def has_middle_of(self, other: "Rule", slack: float = 0.0) -> bool:
        """Whether the middle of another is inside it, or at most so far outside."""
        across = self.left - slack < other.across < self.right + slack
        return across and self.bottom - slack < other.height < self.top + slack


@dataclass(frozen=True, slots=True)
class PageRules:
    """The straight lines of a page, and the bounds of its drawings: paths with curves or slanted lines."""

    lines: tuple[Rule, ...] = ()
    drawings: tuple[Rule, ...] = ()


NO_RULES: Final = PageRules()


def rules_of(pdfium: Any, objects: tuple[int, ...], upright: Turn) -> PageRules:
    """Return the visible straight lines of a page, drawn as strokes or thin filled areas, and its drawings.

    They are among the objects directly on the page; `upright` maps points of the file to the upright page.
    """
    lines: list[Rule] = []
    drawings: list[Rule] = []
    for item in paths_among(pdfium, objects):
        _sort_path(pdfium, item, upright, lines, drawings)
    return PageRules(tuple(rule for rule in lines if _is_rule(rule)), tuple(drawings))


def _is_rule(rule: Rule) -> bool:
    width, height = rule.right - rule.left, rule.top - rule.bottom
    return min(width, height) <= _THICKEST and max(width, height) >= _SHORTEST


def turned(upright: Turn, left: float, bottom: float, right: float, top: float) -> Rule:
    """Map a rectangle of the file to the upright page."""
    across, up = zip(upright(left, bottom), upright(right, top), strict=True)
    return Rule(min(across), min(up), max(across), max(up))


def _sort_path(pdfium: Any, item: Any, upright: Turn, lines: list[Rule], drawings: list[Rule]) -> None:
    """Add one path, or its parts, to the lines or the drawings."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(item, fill, stroke)
    if not stroke.value and (not fill.value or _is_white(pdfium, item)):
        return
    values = [ctypes.c_float() for _ in range(4)]
    if not pdfium.FPDFPageObj_GetBounds(item, *values):
        return
    bounds = turned(upright, *(value.value for value in values))
    smaller = min(bounds.right - bounds.left, bounds.top - bounds.bottom)
    if smaller <= _THICKEST:
        lines.append(bounds)
        return
    parts = list(_subpaths(pdfium, item))
    if smaller > _DRAWN and any(map(_is_slanted, parts)):
        drawings.append(bounds)
        return
    areas = [area for part in parts for area in _edges(part.points, bool(stroke.value))]
    lines += [turned(upright, *area) for area in areas]
    if not stroke.value:
        lines += [turned(upright, *side) for one, other in pairwise(areas) for side in _frame(one, other)]


def _is_white(pdfium: Any, item: Any) -> bool:
    shades = [ctypes.c_uint() for _ in range(4)]
    if not pdfium.FPDFPageObj_GetFillColor(item, *shades):
        return False
    return min(shade.value for shade in shades[:3]) >= _WHITE or shades[3].value == 0


@dataclass(slots=True)
class _Part:
    """The corners of one part of a path, and whether it has curves."""

    points: list[tuple[float, float]]
    curved: bool = False


def _is_slanted(part: _Part) -> bool:
    return part.curved or any(abs(x - u) > 1 and abs(y - v) > 1 for (x, y), (u, v) in pairwise(part.points))


Area = tuple[float, float, float, float]


def _frame(one: Area, other: Area) -> Iterator[Area]:
    """Yield the sides of a frame that is filled between two outlines, one just inside the other."""
    if all(0 < abs(side - beside) <= _THICKEST for side, beside in zip(one, other, strict=True)):
        left, bottom, right, top = one
        yield from ((left, y, right, y) for y in (bottom, top))
        yield from ((x, bottom, x, top) for x in (left, right))


def _edges(points: list[tuple[float, float]], stroked: bool) -> Iterator[Area]:
    """Yield the sides of an outline, or the bounds of a filled area."""
    if stroked:
        for (x, y), (u, v) in pairwise(points):
            yield min(x, u), min(y, v), max(x, u), max(y, v)
    elif points:
        across, up = zip(*points, strict=True)
        yield min(across), min(up), max(across), max(up)


def _subpaths(pdfium: Any, item: Any) -> Iterator[_Part]:
    """Yield the parts of a path."""
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(item, matrix)
    x, y = ctypes.c_float(), ctypes.c_float()
    part = _Part([])
    for number in range(min(pdfium.FPDFPath_CountSegments(item), _MOST_POINTS)):
        segment = pdfium.FPDFPath_GetPathSegment(item, number)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO and part.points:
            yield part
            part = _Part([])
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        part.curved = part.curved or kind == pdfium.FPDF_SEGMENT_BEZIERTO
        across = matrix.a * x.value + matrix.c * y.value + matrix.e
        part.points.append((across, matrix.b * x.value + matrix.d * y.value + matrix.f))
        if pdfium.FPDFPathSegment_GetClose(segment):
            part.points.append(part.points[0])
    if part.points:
        yield part


def touching(rules: Iterable[Rule], reach: float) -> list[list[Rule]]:
    """Group rules that are within reach of each other; those of a group are in order from left to right."""
    found: list[list[Rule]] = []
    groups: list[tuple[Rule, list[Rule]]] = []  # that later rules may touch, with their bounds
    for rule in sorted(rules, key=lambda rule: rule.left):
        near: list[tuple[Rule, list[Rule]]] = []
        others: list[tuple[Rule, list[Rule]]] = []
        for bounds, group in groups:
            if bounds.right + reach < rule.left:
                found.append(group)
            elif _is_near(rule, bounds, reach) and any(_is_near(rule, o, reach) for o in reversed(group)):
                near.append((bounds, group))
            else:
                others.append((bounds, group))
        joined = [*(other for _, group in near for other in group), rule]
        groups = [*others, (bounds_of([*(bounds for bounds, _ in near), rule]), joined)]
    return found + [group for _, group in groups]


def _is_near(rule: Rule, other: Rule, reach: float) -> bool:
    across = max(rule.left, other.left) - min(rule.right, other.right)
    up = max(rule.bottom, other.bottom) - min(rule.top, other.top)
    return max(across, up) <= reach


def bounds_of(rules: Sequence[Rule]) -> Rule:
    """Return the area that some rules cover."""
    return Rule(
        min(rule.left for rule in rules),
        min(rule.bottom for rule in rules),
        max(rule.right for rule in rules),
        max(rule.top for rule in rules),
    )


def objects_of(pdfium: Any, page: Any) -> tuple[int, ...]:
    """Return the handles of the objects directly on a page, as numbers.

    Those inside a form have their own coordinates and are left out.
    """
    object_of, handle = quick(pdfium.FPDFPage_GetObject, ctypes.c_void_p), page.raw
    found = (object_of(handle, index) for index in range(pdfium.FPDFPage_CountObjects(handle)))
    return tuple(item for item in found if item is not None)


def paths_among(pdfium: Any, objects: tuple[int, ...]) -> list[Any]:
    """Return the handles of the paths among a page's objects, typed for pypdfium2's raw interface."""
    kind_of = quick(pdfium.FPDFPageObj_GetType)
    handles = map(ctypes.c_void_p, objects)
    paths = [handle for handle in handles if kind_of(handle) == pdfium.FPDF_PAGEOBJ_PATH]
    return [ctypes.cast(path, pdfium.FPDF_PAGEOBJECT) for path in paths]
