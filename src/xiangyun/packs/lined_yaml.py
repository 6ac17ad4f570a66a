"""YAML read with the line of every value, so that whatever is wrong with it can be shown where it stands."""

import re
from typing import Any, TypeVar

import msgspec
import yaml

from .problems import BadPack, PackProblem

T = TypeVar("T")
Path = tuple[str | int, ...]
_STEP = re.compile(r"\.([\w-]+)|\[(\d+)\]")
MOST_BYTES = 4_000_000
MOST_DEPTH = 40


class PlainLoader(yaml.SafeLoader):
    """YAML in which `on`, `yes` and a day are words: only true and false are truths, a type says what is a day."""


PlainLoader.yaml_implicit_resolvers = {
    first: [(tag, words) for tag, words in known if not tag.endswith((":bool", ":timestamp"))]
    for first, known in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
PlainLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), list("tf"))


class Lined:
    """A YAML file as plain values, and the line on which each begins."""

    def __init__(self, file: str, source: bytes) -> None:
        self.file = file
        self.lines: dict[Path, int] = {}
        self.value = self._read(source)

    def _read(self, source: bytes) -> Any:
        if len(source) > MOST_BYTES:
            raise BadPack(PackProblem(self.file, 0, "too_large"))
        try:
            text = source.decode("utf-8")
            node = yaml.compose(text, Loader=PlainLoader)
            self._walk(node, (), set())
            return yaml.load(text, Loader=PlainLoader)
        except UnicodeDecodeError:
            raise BadPack(PackProblem(self.file, 0, "not_utf_8")) from None
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            line = mark.line + 1 if mark else 0
            raise BadPack(PackProblem(self.file, line, "not_yaml", getattr(error, "problem", "") or "")) from None
        except RecursionError:
            raise BadPack(PackProblem(self.file, 0, "too_deep")) from None

    def _walk(self, node: Any, path: Path, above: set[int]) -> None:
        if node is None:
            return
        line = node.start_mark.line + 1
        if id(node) in above or len(path) > MOST_DEPTH:
            raise BadPack(PackProblem(self.file, line, "too_deep"))
        self.lines[path] = line
        above = above | {id(node)}
        if isinstance(node, yaml.MappingNode):
            seen: set[str] = set()
            for key, value in node.value:
                name = str(key.value)
                if name in seen:
                    raise BadPack(PackProblem(self.file, key.start_mark.line + 1, "key_twice", name))
                seen.add(name)
                self._walk(value, (*path, name), above)
        elif isinstance(node, yaml.SequenceNode):
            for n, value in enumerate(node.value):
                self._walk(value, (*path, n), above)

    def line(self, *path: str | int) -> int:
        """The line of a value, or of the nearest one around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def problem(self, code: str, *path: str | int, says: str = "") -> PackProblem:
        """Something wrong with the value at a path."""
        return PackProblem(self.file, self.line(*path), code, says)

    def convert(self, kind: type[T]) -> T:
        """As a value of a type; BadPack with the line of what does not fit."""
        try:
            return msgspec.convert(self.value, kind)
        except msgspec.ValidationError as error:
            says, _, where = str(error).partition(" - at `")
            path = [int(n) if n else name for name, n in _STEP.findall(where.rstrip("`"))]
            raise BadPack(self.problem("does_not_fit", *path, says=says)) from None
