"""Find the figures on a PDF page: groups of drawn shapes, whose labels are not running text.

A shape is a closed box, or a path with curves or slanted lines. Boxes that share sides are a table, a box as
wide as the text is a frame around paragraphs, and those of a form are empty, or have labels of one line that
begin at one edge.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import repeat
from typing import Final

from aligner.readers.pdf.line_text import PageLine
from aligner.readers.pdf.measures import EDGE, FEWEST, MOST
from aligner.readers.pdf.rules import Rule, bounds_of, touching

# Distances are in points.
_REACH: Final = 42.0  # between the shapes of one figure
_SMALLEST: Final = 12.0  # sides of a shape
_MOST_LINES: Final = 5  # of text in a shape; more are in a frame
_MOST_RULES: Final = 600  # maximum number of rules outside tables


def mark_drawn(
    lines: Sequence[PageLine], rules: Sequence[Rule], drawings: Sequence[Rule], height: float
) -> list[Rule]:
    """Mark the lines that are labels of a figure, and return the bounds of the figures.

    Lines and rules are those of one page outside tables; `drawings` are the bounds of its other paths.
    """
    figures: list[Rule] = []
    if not lines or len(rules) > _MOST_RULES or len(rules) < 4 * FEWEST > 4 * len(drawings):
        return figures
    width = max(line.right for line in lines) - min(line.left for line in lines)
    shapes = list(_boxes(rules, width / 2))
    shapes += [rule for rule in drawings if rule.right - rule.left < width]
    within = {shape: [line for line in lines if _is_beside(shape, line, height)] for shape in shapes}
    count = Counter(shapes)
    shapes = [shape for shape in shapes if len(within[shape]) <= _MOST_LINES * count[shape]]
    for group in touching(shapes, _REACH):
        labels = Counter(id(line) for shape in group for line in within[shape])
        if sum(bool(within[shape]) for shape in group) < FEWEST:
            continue
        bounds = bounds_of(group)
        words = [
            line
            for line in lines
            if _is_beside(bounds, line, height)
            and (line.right - line.left < MOST * width or labels[id(line)] > 1)
        ]
        for line in words:
            line.drawn = True
        figures.append(bounds)
    return figures


def outside(rules: Sequence[Rule], areas: Sequence[Rule]) -> list[Rule]:
    """Return the rules whose middle is in none of some areas, such as tables."""
    return [rule for rule in rules if not any(area.has_middle_of(rule, EDGE) for area in areas)]


def _boxes(rules: Sequence[Rule], widest: float) -> Iterator[Rule]:
    """Yield the bounds of closed boxes: rules that touch each other, two upright ones or more among them.

    Arrows may connect boxes; their common bounds are yielded once for each box. A rule longer than `widest`
    is the side of a frame, which boxes may touch.
    """
    short = [rule for rule in rules if max(_sides(rule)) < widest]
    for group in touching(short, EDGE):
        bounds = bounds_of(group)
        upright = {round(rule.across / EDGE) for rule in group if not rule.is_level}
        level = {round(rule.height / EDGE) for rule in group if rule.is_level}
        if min(_sides(bounds)) < _SMALLEST or len(level) < 2:
            continue
        if len(upright) > FEWEST or bounds.right - bounds.left < widest:
            yield from repeat(bounds, len(upright) // 2)


def _sides(rule: Rule) -> tuple[float, float]:
    return rule.right - rule.left, rule.top - rule.bottom


def _is_beside(shape: Rule, line: PageLine, height: float) -> bool:
    """Whether a line, whose y coordinate increases downwards, is in a shape, at least in part."""
    up = height - (line.top + line.bottom) / 2
    return shape.bottom < up < shape.top and line.left < shape.right and shape.left < line.right
