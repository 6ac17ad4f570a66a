"""Finds the msgids that code and templates ask gettext for."""

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
# function -> positions of context, msgid and plural among its arguments
CALLS: dict[str, tuple[int | None, int, int | None]] = {
    "_": (None, 0, None),
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
}
IN_TEMPLATE = re.compile(r"(?<!\w)(?:n?p?gettext|_)\(")


class Msgid(NamedTuple):
    """A text asked for: where, in which context, with which plural."""

    file: str
    line: int
    context: str | None
    msgid: str
    plural: str | None

    @property
    def where(self) -> str:
        """`file:line`, as editors open it."""
        return f"{self.file}:{self.line}"


def asked_for(root: Path = ROOT) -> list[Msgid]:
    """Every msgid of the package's Python code and templates; ValueError for one that is no literal."""
    found: list[Msgid] = []
    for path in sorted((root / "src" / "xiangyun").rglob("*")):
        name = path.relative_to(root).as_posix()
        if path.suffix == ".py" and "/migrations/" not in name:
            found += in_python(path.read_text(encoding="utf-8"), name)
        elif path.suffix in {".html", ".txt"} and "/templates/" in name:
            found += in_template(path.read_text(encoding="utf-8"), name)
    return found


def in_python(code: str, file: str, line: int | None = None) -> Iterator[Msgid]:
    """The msgids of Python code; a name that was imported `as` another counts as what it is."""
    tree = ast.parse(code, file)
    calls = CALLS | dict(_aliases(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (place := calls.get(_name(node.func))) and node.args:
            context, msgid, plural = (None if at is None else _text(node, at, file) for at in place)
            yield Msgid(file, line or node.lineno, context, msgid or "", plural)


def in_template(source: str, file: str) -> Iterator[Msgid]:
    """The msgids of a template, as Django itself extracts them."""
    from django.utils.translation.template import templatize

    python = templatize(source, origin=file)
    for match in IN_TEMPLATE.finditer(python):
        call = _balanced(python[match.start() :])
        yield from in_python(call, file, python.count("\n", 0, match.start()) + 1)


def _aliases(tree: ast.Module) -> Iterable[tuple[str, tuple[int | None, int, int | None]]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
            yield from ((a.asname, CALLS[a.name]) for a in node.names if a.asname and a.name in CALLS)


def _name(func: ast.expr) -> str:
    match func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def _text(call: ast.Call, position: int, file: str) -> str:
    node = call.args[position] if position < len(call.args) else None
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    raise ValueError(f"{file}:{call.lineno}: gettext needs a literal text, or nobody can translate it")


def _balanced(text: str) -> str:
    """The shortest beginning of the text that is a whole expression."""
    for end in (i for i, letter in enumerate(text) if letter == ")"):
        try:
            ast.parse(text[: end + 1])
        except SyntaxError:
            continue
        return text[: end + 1]
    raise ValueError(f"no end to {text[:60]!r}")
