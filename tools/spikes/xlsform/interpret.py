"""The Python interpreter: trees over plain values. `interpret.mjs` says the same, function for function.

Plain values: text "…", number 3, date "2020-03-01", a choice by its name, several as "a b"; no answer = no key.
A group is a dict, a repeat a list of dicts. A node is a tuple of keys: ("/", "house", 0, "person", 1, "age").
At run time a date is `Day(n)`, n days since 1970-01-01, so that dates compare and subtract as numbers.
"""

import math
import re
from typing import Any

from plain import OPERATORS, Day, Nodes, boolean, day, iso, names, number, parent, rounded, same, single, text


class Run:
    """One evaluation: the node, the node the expression belongs to, and places forced by indexed-repeat."""

    def __init__(self, answer: Any, node: tuple[Any, ...], current: Any = None, places: Any = None) -> None:
        self.answer, self.node, self.current = answer, node, current or node
        self.places: dict[str, int] = places or {}

    def at(self, node: tuple[Any, ...]) -> "Run":
        return Run(self.answer, node, self.current, self.places)

    def eval(self, tree: list[Any]) -> Any:
        kind = tree[0]
        if kind in {"num", "str"}:
            return tree[1]
        if kind == "neg":
            return -self.number(tree[1])
        if kind == "op":
            return self.operate(tree[1], tree[2], tree[3])
        return self.nodes(tree) if kind == "path" else self.call(tree[1], tree[2:])

    def nodes(self, tree: list[Any]) -> Nodes:
        _, start, steps = tree
        own = self.node if start == "." else self.current
        found = [own] if start in {".", "current"} else [("/" if start == "/" else start,)]
        if start == "/":
            steps = steps[1:]
        for place, step in enumerate(steps):
            last = place == len(steps) - 1
            found = [child for node in found for child in self.step(node, step[0])]
            if start == "/" and len(step) == 1:
                found = self.in_context(found, last=last)
            for predicate in step[1:]:
                found = self.filtered(found, predicate)
        return Nodes(node for node in found if not self.answer.is_hidden(node))

    def step(self, node: tuple[Any, ...], name: str) -> list[tuple[Any, ...]]:
        if name == ".":
            return [node]
        return [parent(node)] if name == ".." else self.answer.children(node, name)

    def in_context(self, found: list[tuple[Any, ...]], *, last: bool) -> list[tuple[Any, ...]]:
        """An absolute path means, inside a repeat, the same instance; the repeat itself means all of them."""
        if not found or not isinstance(found[0][-1], int):
            return found
        forced = self.places.get(names(found[0]))
        if forced is not None:
            return [node for node in found if node[-1] == forced - 1]
        if last:
            return found
        same = [node for node in found if self.current[: len(node)] == node]
        return same or found

    def filtered(self, found: list[tuple[Any, ...]], predicate: list[Any]) -> list[tuple[Any, ...]]:
        kept = []
        for position, node in enumerate(found, start=1):
            here = self.at(node).eval_in_list(predicate, position)
            number = not isinstance(here, bool | str | Nodes)
            if here == position if number else boolean(here, self.answer):
                kept.append(node)
        return kept

    def eval_in_list(self, predicate: list[Any], position: int) -> Any:
        """`position()` without an argument counts in the list that is filtered."""
        return self.eval(_placed(predicate, position))

    def single(self, tree: list[Any]) -> Any:
        """A plain value; of several nodes the first, as in XPath."""
        return single(self.eval(tree), self.answer)

    def number(self, tree: list[Any]) -> float:
        return number(self.single(tree))

    def text(self, tree: list[Any]) -> str:
        return text(self.single(tree))

    def truth(self, tree: list[Any]) -> bool:
        return boolean(self.eval(tree), self.answer)

    def operate(self, op: str, left: list[Any], right: list[Any]) -> Any:
        if op in {"or", "and"}:
            first = self.truth(left)
            return first if first == (op == "or") else self.truth(right)
        if op in {"=", "!="}:
            return same(self.single(left), self.single(right)) == (op == "=")
        return OPERATORS[op](self.number(left), self.number(right))

    def call(self, name: str, arguments: list[Any]) -> Any:
        found = FUNCTIONS.get(name)
        if found is None:
            raise ValueError(f"function {name}() is not supported")
        return found(self, *arguments)

    def all(self, trees: tuple[Any, ...]) -> list[Any]:
        """Values of all arguments, node sets spread out."""
        found = []
        for tree in trees:
            value = self.eval(tree)
            found += [self.answer.value(node) for node in value] if isinstance(value, Nodes) else [value]
        return found


def _placed(tree: Any, position: int) -> Any:
    if not isinstance(tree, list):
        return tree
    return ["num", position] if tree == ["call", "position"] else [_placed(part, position) for part in tree]


def _numbers(run: Run, trees: tuple[Any, ...]) -> list[float]:
    """Numbers of all arguments; an empty answer is not a number and is left out."""
    return [found for found in map(number, run.all(trees)) if not math.isnan(found)]


def _position(run: Run, tree: Any) -> float:
    (node, *_) = run.eval(tree) or [()]
    return float(node[-1] + 1) if node and isinstance(node[-1], int) else 1.0


def _indexed_repeat(run: Run, wanted: Any, *pairs: Any) -> Nodes:
    places = dict(run.places)
    for repeat, at in zip(pairs[::2], pairs[1::2], strict=True):
        found = run.eval(repeat)
        if found:
            places[names(found[0])] = run.number(at)
    return Run(run.answer, run.node, run.current, places).eval(wanted)


def _choice_name(run: Run, value: Any, path: Any) -> str:
    """Label of a chosen value; pyxform writes the path of the question as a text with spaces around it."""
    root = run.answer.form["root"]
    question = path[1].strip().removeprefix(f"/{root}/") if path[1].strip().startswith("/") else ""
    if not question:
        raise ValueError("jr:choice-name() needs the path of a question")
    rows = run.answer.data[run.answer.form["choices"][question][1]]["root"]["item"]
    wanted = run.text(value)
    return next((row["label"] for row in rows if row["name"] == wanted), "")


def _format_date(run: Run, value: Any, pattern: Any) -> str:
    found = run.number(value)
    if math.isnan(found):
        return ""
    year, month, day_ = iso(found).split("-")
    parts = {"%Y": year, "%y": year[2:], "%m": month, "%n": str(int(month)), "%d": day_, "%e": str(int(day_))}
    return re.sub(r"%[a-zA-Z]", lambda match: parts.get(match[0], match[0]), run.text(pattern))


def _substr(run: Run, value: Any, start: Any, end: Any = None) -> str:
    found, first = run.text(value), int(run.number(start))
    return found[slice(first, None if end is None else int(run.number(end)))]


def _words(run: Run, tree: Any) -> list[str]:
    return run.text(tree).split()


def _date(run: Run, tree: Any) -> Any:
    found = run.number(tree)
    return "" if math.isnan(found) else Day(math.floor(found))


def _word_at(run: Run, tree: Any, at: Any) -> str:
    found, place = _words(run, tree), run.number(at)
    return found[int(place)] if 0 <= place < len(found) else ""


def _beside(found: str, mark: str, *, before: bool) -> str:
    first, seen, rest = found.partition(mark)
    return (first if before else rest) if seen else ""


def _translated(found: str, old: str, new: str) -> str:
    table = {ord(char): new[at] if at < len(new) else None for at, char in reversed(list(enumerate(old)))}
    return found.translate(table)


FUNCTIONS: dict[str, Any] = {
    "true": lambda run: True,
    "false": lambda run: False,
    "not": lambda run, a: not run.truth(a),
    "boolean": lambda run, a: run.truth(a),
    "number": lambda run, a: float(run.number(a)),
    "string": lambda run, a: run.text(a),
    "int": lambda run, a: float(math.trunc(n)) if math.isfinite(n := run.number(a)) else math.nan,
    "floor": lambda run, a: float(math.floor(n)) if math.isfinite(n := run.number(a)) else n,
    "ceiling": lambda run, a: float(math.ceil(n)) if math.isfinite(n := run.number(a)) else n,
    "round": lambda run, a, p=None: rounded(run.number(a), int(run.number(p)) if p else 0),
    "if": lambda run, c, a, b: run.single(a if run.truth(c) else b),
    "coalesce": lambda run, a, b: found if (found := run.single(a)) != "" else run.single(b),
    "once": lambda run, a: found if (found := run.answer.value(run.node)) != "" else run.single(a),
    "concat": lambda run, *a: "".join(map(text, run.all(a))),
    "join": lambda run, mark, *a: run.text(mark).join(map(text, run.all(a))),
    "contains": lambda run, a, b: run.text(b) in run.text(a),
    "starts-with": lambda run, a, b: run.text(a).startswith(run.text(b)),
    "ends-with": lambda run, a, b: run.text(a).endswith(run.text(b)),
    "substring-before": lambda run, a, b: _beside(run.text(a), run.text(b), before=True),
    "substring-after": lambda run, a, b: _beside(run.text(a), run.text(b), before=False),
    "translate": lambda run, a, b, c: _translated(run.text(a), run.text(b), run.text(c)),
    "normalize-space": lambda run, a: " ".join(run.text(a).split()),
    "string-length": lambda run, a: float(len(run.text(a))),
    "substr": _substr,
    "regex": lambda run, a, p: bool(re.fullmatch(run.text(p), run.text(a), re.ASCII)),
    "selected": lambda run, a, b: run.text(b).strip() in _words(run, a),
    "count-selected": lambda run, a: float(len(_words(run, a))),
    "selected-at": _word_at,
    "count": lambda run, a: float(len(run.eval(a))),
    "count-non-empty": lambda run, a: float(sum(run.answer.value(n) != "" for n in run.eval(a))),
    "sum": lambda run, *a: float(sum(_numbers(run, a))),
    "min": lambda run, *a: float(min(_numbers(run, a), default=math.nan)),
    "max": lambda run, *a: float(max(_numbers(run, a), default=math.nan)),
    "position": _position,
    "indexed-repeat": _indexed_repeat,
    "jr:choice-name": _choice_name,
    "today": lambda run: day(run.answer.today),
    "date": _date,
    "decimal-date-time": lambda run, a: float(run.number(a)),
    "format-date": _format_date,
}
