"""Ruled lines on a page of a PDF: thin boxes and strokes, upright or level."""

import ctypes
import itertools
from collections.abc import Iterator
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

THIN = 3.0
SHORT = 4.0
"""Points: a rule is at most so thick, at least so long."""
MAX_SEGMENTS = 40_000
"""On one page: more are a drawing."""
MAX_DEPTH = 6
Box = tuple[float, float, float, float]


class Rule(NamedTuple):
    """A line from (left, top) to (right, bottom), level or upright."""

    left: float
    top: float
    right: float
    bottom: float

    @classmethod
    def of(cls, left: float, top: float, right: float, bottom: float) -> "Rule | None":
        """The middle line of a thin box; None for a box that is none."""
        wide, high = right - left, bottom - top
        if high <= THIN and wide >= SHORT:
            middle = (top + bottom) / 2
            return cls(left, middle, right, middle)
        if wide <= THIN and high >= SHORT:
            middle = (left + right) / 2
            return cls(middle, top, middle, bottom)
        return None

    @property
    def is_level(self) -> bool:
        return self.top == self.bottom


class _Matrix(NamedTuple):
    """An affine map as PDF writes it."""

    a: float = 1
    b: float = 0
    c: float = 0
    d: float = 1
    e: float = 0
    f: float = 0

    def moved(self, x: float, y: float) -> tuple[float, float]:
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def after(self, inner: "_Matrix") -> "_Matrix":
        """First `inner`, then this one."""
        origin = self.moved(inner.e, inner.f)
        return _Matrix(
            self.a * inner.a + self.c * inner.b, self.b * inner.a + self.d * inner.b,
            self.a * inner.c + self.c * inner.d, self.b * inner.c + self.d * inner.d, *origin,
        )  # fmt: skip


def rules_on(page: Any) -> Iterator[Box]:
    """Thin boxes in the file's coordinates: left, bottom, right, top."""
    left = MAX_SEGMENTS
    for path, matrix in _paths(pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject, page, _Matrix(), 0):
        left -= max(pdfium.FPDFPath_CountSegments(path), 1)
        if left < 0:
            return
        yield from _thin_boxes(path, matrix)


def _paths(count: Any, get: Any, holder: Any, matrix: _Matrix, depth: int) -> Iterator[tuple[Any, _Matrix]]:
    """The paths of a page and of the forms on it, each with the map to the page."""
    for n in range(count(holder)):
        found = get(holder, n)
        kind = pdfium.FPDFPageObj_GetType(found)
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            yield found, matrix.after(_matrix_of(found))
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < MAX_DEPTH:
            inner = matrix.after(_matrix_of(found))
            yield from _paths(pdfium.FPDFFormObj_CountObjects, pdfium.FPDFFormObj_GetObject, found, inner, depth + 1)


def _matrix_of(found: Any) -> _Matrix:
    raw = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(found, ctypes.byref(raw)):
        return _Matrix()
    return _Matrix(raw.a, raw.b, raw.c, raw.d, raw.e, raw.f)


def _thin_boxes(path: Any, matrix: _Matrix) -> Iterator[Box]:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if not pdfium.FPDFPath_GetDrawMode(path, ctypes.byref(fill), ctypes.byref(stroke)):
        return
    if not (fill.value or stroke.value):
        return
    for points in _outlines(path, matrix):
        whole = _around(points)
        if min(whole[2] - whole[0], whole[3] - whole[1]) <= THIN:
            yield whole
        elif stroke.value:
            yield from (_around(list(pair)) for pair in itertools.pairwise(points))


def _outlines(path: Any, matrix: _Matrix) -> Iterator[list[tuple[float, float]]]:
    """The corners of each part of a path, the first again at the end where it is closed."""
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float]] = []
    for n in range(pdfium.FPDFPath_CountSegments(path)):
        segment = pdfium.FPDFPath_GetPathSegment(path, n)
        pdfium.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_MOVETO:
            if len(points) > 1:
                yield points
            points = []
        points.append(matrix.moved(x.value, y.value))
        if pdfium.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if len(points) > 1:
        yield points


def _around(points: list[tuple[float, float]]) -> Box:
    across, up = [x for x, _ in points], [y for _, y in points]
    return min(across), min(up), max(across), max(up)
