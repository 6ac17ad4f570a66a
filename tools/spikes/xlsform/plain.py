"""Plain values at run time: numbers, texts, truth, dates as day numbers, and how each reads as another."""

import math
import re
from datetime import date
from decimal import ROUND_FLOOR, Decimal
from typing import Any

EPOCH = date(1970, 1, 1).toordinal()
ISO = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
NUMBER = re.compile(r"-?(\d+(\.\d*)?|\.\d+)", re.ASCII)


class Day(float):
    """A date at run time."""


class Nodes(list):
    """A node set, in document order."""


def day(text: str) -> Day:
    return Day(date.fromisoformat(text[:10]).toordinal() - EPOCH)


def iso(days: float) -> str:
    return date.fromordinal(math.floor(days) + EPOCH).isoformat()


def written(number: float) -> str:
    """A number as text: no exponent, no `.0`."""
    if math.isnan(number):
        return "NaN"
    if math.isinf(number):
        return "Infinity" if number > 0 else "-Infinity"
    return str(int(number)) if number == int(number) else format(Decimal(repr(float(number))), "f")


def rounded(number: float, places: int = 0) -> float:
    """Half goes up, as in XPath; on the decimal digits as written, so that 1.005 goes to 1.01."""
    if not math.isfinite(number):
        return number
    shifted = Decimal(repr(float(number))).scaleb(places) + Decimal("0.5")
    return float(shifted.to_integral_value(ROUND_FLOOR).scaleb(-places))


def names(node: tuple[Any, ...]) -> str:
    """Path of a node without the places in repeats."""
    return "/".join(key for key in node[1:] if isinstance(key, str))


def parent(node: tuple[Any, ...]) -> tuple[Any, ...]:
    return node[:-2] if isinstance(node[-1], int) else node[:-1]


def single(value: Any, answer: Any) -> Any:
    if isinstance(value, Nodes):
        return answer.value(value[0]) if value else ""
    return value


def number(value: Any) -> float:
    if isinstance(value, bool):
        return 1.0 if value else 0.0
    if isinstance(value, str):
        value = value.strip()
        if NUMBER.fullmatch(value):
            return float(value)
        return day(value) if ISO.fullmatch(value) else math.nan
    return value


def text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Day):
        return iso(value)
    return value if isinstance(value, str) else written(value)


def boolean(value: Any, answer: Any) -> bool:
    if isinstance(value, Nodes):
        value = single(value, answer)
    if isinstance(value, str):
        return value != ""
    return value if isinstance(value, bool) else value != 0 and not math.isnan(value)


def same(left: Any, right: Any) -> bool:
    """XPath: a truth value makes it a comparison of truth, a number or date one of numbers, else of texts."""
    if isinstance(left, bool) or isinstance(right, bool):
        return boolean(left, None) == boolean(right, None)
    if isinstance(left, float | int) or isinstance(right, float | int):
        return number(left) == number(right)
    return left == right


def divided(left: float, right: float) -> float:
    if right == 0:
        return math.nan if left == 0 or math.isnan(left) else math.copysign(math.inf, left) * math.copysign(1, right)
    return left / right


OPERATORS = {
    "+": lambda a, b: float(a) + b, "-": lambda a, b: float(a) - b, "*": lambda a, b: float(a) * b,
    "div": divided, "mod": lambda a, b: math.nan if b == 0 or math.isnan(a + b) else math.fmod(a, b),
    "<": lambda a, b: a < b, "<=": lambda a, b: a <= b, ">": lambda a, b: a > b, ">=": lambda a, b: a >= b,
}  # fmt: skip
