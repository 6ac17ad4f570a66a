"""Reading a file of rules: YAML in, rules out; what is wrong in it is named with its line."""

import re
from functools import cache
from pathlib import Path
from typing import Any, NoReturn, cast

import msgspec
import yaml

from xiangyun.compiler.flag_rules import Rule, RuleBook, RuleDocument, RuleEntry
from xiangyun.core.errors import BadInput

SHIPPED = Path(__file__).parent / "data" / "rules.yaml"
MAX_BYTES = 1_000_000
LANGUAGE = "zh-Hans"

_STEP = re.compile(r"\.([^.\[\]]+)|\[(\d+)\]")

Place = tuple[str | int, ...]


class BadRules(BadInput):
    """A file of rules cannot be used; `detail` has `file`, `line` and `why`."""

    code = "bad_rules"


class _RulesFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    rules: tuple[RuleEntry, ...]
    documents: tuple[RuleDocument, ...] = ()
    words: dict[str, tuple[str, ...]] = {}


class _PlainLoader(yaml.SafeLoader):
    """YAML without aliases, which could make a small file a huge one."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            mark = self.current_event.start_mark
            raise yaml.composer.ComposerError(None, None, "aliases are not taken", mark)
        return super().compose_node(parent, index)


@cache
def shipped_rules() -> RuleBook:
    """The rules that come with the program."""
    return read_rules(SHIPPED.read_bytes(), SHIPPED.name)


def read_rules(data: bytes, name: str, base: RuleBook | None = None) -> RuleBook:
    """The rules of a file; with `base` its rules come behind those, and may stand in the documents of those.

    Raises BadRules with file and line for anything that is not as docs/rules.md says.
    """
    reader = _Reader(name)
    found = reader.read(data)
    held = base or RuleBook((), ())
    documents = (*held.documents, *found.documents)
    for n, document in enumerate(found.documents):
        reader.check_document(n, document, held, found)
    named = {document.slug: document for document in documents}
    rules = tuple(reader.rule(n, entry, named, held, found) for n, entry in enumerate(found.rules))
    return RuleBook(documents, (*held.rules, *rules))


class _Reader:
    """One file, with the line on which each of its values stands."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.lines: dict[Place, int] = {}

    def refuse(self, why: str, place: Place = (), line: int = 0) -> NoReturn:
        """Raise with the line of the place, or of what it stands in."""
        while not line and place not in self.lines and place:
            place = place[:-1]
        raise BadRules(file=self.name, line=line or self.lines.get(place, 1), why=why)

    def read(self, data: bytes) -> _RulesFile:
        """The file in its schema, named groups of words put in their place."""
        plain = self._plain(data)
        self._spell_out(plain)
        try:
            return msgspec.convert(plain, _RulesFile)
        except msgspec.ValidationError as error:
            why, _, where = str(error).partition(" - at `")
            place = tuple(key or int(index) for key, index in _STEP.findall(where.rstrip("`").removeprefix("$")))
            self.refuse(f"{where.rstrip('`').removeprefix('$.')}: {why}".removeprefix(": "), place)

    def _plain(self, data: bytes) -> Any:
        if len(data) > MAX_BYTES:
            self.refuse(f"larger than {MAX_BYTES} bytes")
        try:
            loader = _PlainLoader(data.decode("utf-8-sig"))
            node = loader.get_single_node()
            if node is None:
                self.refuse("the file is empty")
            self._note(node, ())
            return cast(Any, loader.construct_document(node))
        except UnicodeDecodeError:
            self.refuse("is not UTF-8 text")
        except RecursionError:
            self.refuse("is nested too deeply")
        except (yaml.YAMLError, ValueError) as error:
            mark = getattr(error, "problem_mark", None)
            self.refuse(str(getattr(error, "problem", None) or error), line=mark.line + 1 if mark else 0)

    def _note(self, node: yaml.Node, place: Place) -> None:
        self.lines[place] = node.start_mark.line + 1
        if isinstance(node, yaml.SequenceNode):
            for n, inner in enumerate(node.value):
                self._note(inner, (*place, n))
        elif isinstance(node, yaml.MappingNode):
            for key, inner in node.value:
                here = (*place, str(key.value))
                if here in self.lines:
                    self.refuse(f"{key.value} stands twice", line=key.start_mark.line + 1)
                self._note(inner, here)
                self.lines[here] = key.start_mark.line + 1

    def _spell_out(self, plain: Any) -> None:
        """Replace "@name" in lists of words by the words of that name."""
        named = plain.get("words") if isinstance(plain, dict) else None
        rules = plain.get("rules") if isinstance(plain, dict) else None
        if isinstance(rules, list):
            self._spell(rules, named if isinstance(named, dict) else {}, ("rules",))

    def _spell(self, value: Any, named: dict[str, Any], place: Place) -> None:
        if isinstance(value, dict):
            for key, inner in value.items():
                self._spell(inner, named, (*place, str(key)))
        elif isinstance(value, list):
            for n, inner in enumerate(value):
                self._spell(inner, named, (*place, n))
                if isinstance(inner, str) and inner.startswith("@") and not isinstance(named.get(inner[1:]), list):
                    self.refuse(f"no list of words is named {inner}", (*place, n))
            value[:] = [word for inner in value for word in _spelled(inner, named)]

    def check_document(self, n: int, document: RuleDocument, held: RuleBook, found: _RulesFile) -> None:
        """A document needs a slug of its own, a Chinese name and dates in order."""
        place: Place = ("documents", n)
        taken = {other.slug for other in (*held.documents, *found.documents[:n])}
        if document.slug in taken:
            self.refuse(f"document {document.slug} stands twice", (*place, "slug"))
        if document.until is not None and document.until < document.since:
            self.refuse("ends before it begins", (*place, "to"))
        self._check_texts(document, place)

    def rule(self, n: int, entry: RuleEntry, named: dict[str, RuleDocument], held: RuleBook, found: _RulesFile) -> Rule:
        """The rule with its documents; a site's rule may not take the slug of a shipped one."""
        place: Place = ("rules", n)
        if entry.slug in {other.slug for other in (*held.rules, *found.rules[:n])}:
            self.refuse(f"rule {entry.slug} stands twice", (*place, "slug"))
        if unknown := [slug for slug in entry.documents if slug not in named]:
            self.refuse(f"no document {unknown[0]}", (*place, "documents"))
        self._check_texts(entry, place)
        said = {name: getattr(entry, name) for name in entry.__struct_fields__}
        return Rule(**(said | {"documents": tuple(named[slug] for slug in entry.documents)}))

    def _check_texts(self, value: Any, place: Place) -> None:
        """Every text says it in Chinese at least."""
        for field in value.__struct_fields__:
            inner = getattr(value, field)
            if isinstance(inner, dict) and not inner.get(LANGUAGE, "").strip():
                self.refuse(f"{field} has no {LANGUAGE}", (*place, field))
            if isinstance(inner, msgspec.Struct):
                self._check_texts(inner, (*place, field))


def _spelled(value: Any, named: dict[str, Any]) -> list[Any]:
    return list(named[value[1:]]) if isinstance(value, str) and value.startswith("@") else [value]
