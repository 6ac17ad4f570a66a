"""OpenRosa XPath → a small tree of JSON lists, parsed once in Python; both interpreters only walk the tree.

["num", 3]  ["str", "x"]  ["op", "+", a, b]  ["neg", a]  ["call", name, a, …]
["path", start, [[step, predicate, …], …]]   start: "/" the answer, "." the node, "current", or a list's name
"""

import re
from typing import Any

Tree = list[Any]

FUNCTIONS = {
    "boolean", "ceiling", "coalesce", "concat", "contains", "count", "count-non-empty", "count-selected",
    "date", "decimal-date-time", "ends-with", "false", "floor", "format-date", "if", "indexed-repeat", "int",
    "jr:choice-name", "join", "max", "min", "normalize-space", "not", "number", "once", "position", "regex",
    "round", "selected", "selected-at", "starts-with", "string", "string-length", "substr", "substring-after",
    "substring-before", "sum", "today", "translate", "true",
}  # fmt: skip
_LEVELS = [{"or"}, {"and"}, {"=", "!="}, {"<", "<=", ">", ">="}, {"+", "-"}, {"*", "div", "mod"}]
_WORD_OPERATORS = {"or", "and", "div", "mod"}
_TOKEN = re.compile(
    r"""\s*(?:(?P<num>\d+(?:\.\d*)?|\.\d+)|(?P<str>"[^"]*"|'[^']*')|(?P<op>!=|<=|>=|//|::|\.\.|[-+*/=<>()\[\],.|@$])
    |(?P<name>[^\W\d][\w.-]*(?::[^\W\d][\w.-]*)?))""",
    re.VERBOSE,
)


class ExpressionError(Exception):
    """The text is no expression, or names what is not supported."""


def parse(text: str) -> Tree:
    """The tree of an expression."""
    parser = _Parser(_tokens(text))
    tree = parser.level(0)
    if parser.kind != "end":
        raise ExpressionError(f"unexpected {parser.value!r}")
    return tree


def _tokens(text: str) -> list[tuple[str, str]]:
    found, at = [], 0
    text = text.rstrip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if not match:
            raise ExpressionError(f"unreadable at {text[at : at + 10]!r}")
        found.append((match.lastgroup or "", match.group(match.lastgroup or 0)))
        at = match.end()
    return found


class _Parser:
    """Recursive descent over the levels of precedence."""

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self.tokens, self.at = tokens, 0

    @property
    def kind(self) -> str:
        return self.tokens[self.at][0] if self.at < len(self.tokens) else "end"

    @property
    def value(self) -> str:
        return self.tokens[self.at][1] if self.at < len(self.tokens) else ""

    def take(self) -> str:
        self.at += 1
        return self.tokens[self.at - 1][1]

    def want(self, op: str) -> None:
        if self.kind != "op" or self.value != op:
            raise ExpressionError(f"expected {op!r}, found {self.value!r}")
        self.at += 1

    def level(self, depth: int) -> Tree:
        if depth == len(_LEVELS):
            return self.unary()
        left = self.level(depth + 1)
        while self.value in _LEVELS[depth] and (self.kind == "op" or self.value in _WORD_OPERATORS):
            left = ["op", self.take(), left, self.level(depth + 1)]
        return left

    def unary(self) -> Tree:
        if self.value == "-" and self.kind == "op":
            self.take()
            return ["neg", self.unary()]
        return self.primary()

    def primary(self) -> Tree:
        if self.kind == "num":
            return ["num", float(self.take())]
        if self.kind == "str":
            return ["str", self.take()[1:-1]]
        if self.kind == "op" and self.value == "(":
            self.take()
            inner = self.level(0)
            self.want(")")
            return inner
        if self.kind == "name" and self.tokens[self.at + 1 : self.at + 2] == [("op", "(")]:
            return self.call()
        return self.path()

    def call(self) -> Tree:
        name = self.take()
        arguments = self.arguments()
        if name in {"current", "instance"}:
            start = "current" if name == "current" else str(arguments[0][1])
            return ["path", start, self.steps(first=False)]
        if name not in FUNCTIONS:
            raise ExpressionError(f"function {name}() is not supported")
        return ["call", name, *arguments]

    def arguments(self) -> list[Tree]:
        self.want("(")
        found = []
        while self.value != ")" or self.kind != "op":
            found.append(self.level(0))
            if self.value != ",":
                break
            self.take()
        self.want(")")
        return found

    def path(self) -> Tree:
        if self.kind == "op" and self.value == "/":
            return ["path", "/", self.steps(first=False)]
        return ["path", ".", self.steps(first=True)]

    def steps(self, *, first: bool) -> list[list[Any]]:
        found = [self.step()] if first else []
        while self.kind == "op" and self.value == "/":
            self.take()
            found.append(self.step())
        return found

    def step(self) -> list[Any]:
        if self.kind != "name" and not (self.kind == "op" and self.value in {"..", ".", "*"}):
            raise ExpressionError(f"expected a name, found {self.value!r}")
        found: list[Any] = [self.take()]
        while self.kind == "op" and self.value == "[":
            self.take()
            found.append(self.level(0))
            self.want("]")
        return found
