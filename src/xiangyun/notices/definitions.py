"""Definitions of selectors: which units are meant, as plain data; what may stand in one, and what can be read off it.

A definition is one part, or `any` of several. A part has a kind, and narrows it: level and classes (divisions), types
(institutions), under (at and below a unit), units (only those), except (not those). `line` is the professional line
along which `under` is meant and units are counted, one for the whole definition.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from uuid import UUID

from xiangyun.core.errors import BadInput
from xiangyun.units.models import TERRITORIAL, Unit

from .place_classes import PLACE_CLASSES, levels_of

Definition = Mapping[str, Any]

MOST_UNITS = 500
MOST_PARTS = 50
LEVELS = range(1, 6)
FITS = {"level": Unit.Kind.DIVISION, "classes": Unit.Kind.DIVISION, "types": Unit.Kind.INSTITUTION}
"""Keys that only one kind of unit has."""


def checked(definition: Definition) -> dict[str, Any]:
    """The definition in its one form: lists sorted, each entry once, a union of one part as that part.

    Raises BadInput with a stable code, and the key at fault.
    """
    if "any" not in definition:
        return _checked_part(definition, {*_CHECKS, "line"})
    if unknown := set(definition) - {"any", "line"}:
        raise BadInput("unknown_selector_key", keys=sorted(unknown))
    parts = [_checked_part(_without_any(part), set(_CHECKS)) for part in _list("any", definition["any"], MOST_PARTS)]
    line = {"line": _line("line", definition["line"])} if "line" in definition else {}
    unique = {_written(part): part for part in parts}
    if len(unique) == 1:
        return dict(sorted({**parts[0], **line}.items()))
    return {"any": [unique[written] for written in sorted(unique)], **line}


def _without_any(part: Any) -> Definition:
    if not isinstance(part, Mapping):
        raise BadInput("selector_bad_value", key="any")
    if "any" in part:
        raise BadInput("selector_nested")
    return part


def _checked_part(part: Definition, keys: set[str]) -> dict[str, Any]:
    if unknown := set(part) - keys:
        raise BadInput("unknown_selector_key", keys=sorted(map(str, unknown)))
    kind = part.get("kind")
    if kind not in Unit.Kind.values:
        raise BadInput("selector_needs_a_kind")
    if odd := sorted(key for key in part if key in FITS and kind != FITS[key]):
        raise BadInput("selector_key_does_not_fit", keys=odd)
    checks = {**_CHECKS, "line": _line}
    found = {key: checks[key](key, part[key]) for key in sorted(part)}
    if "level" in found and levels_of(found.get("classes", ())) - {found["level"]}:
        raise BadInput("selector_class_of_another_level")
    return found


def _list(key: str, value: Any, most: int) -> list[Any]:
    if not isinstance(value, list | tuple):
        raise BadInput("selector_bad_value", key=key)
    if not value:
        raise BadInput("selector_empty_list", key=key)
    if len(value) > most:
        raise BadInput("selector_too_many", key=key, most=most)
    return list(value)


def _uid(key: str, value: Any) -> str:
    try:
        return str(UUID(str(value)))
    except ValueError:
        raise BadInput("selector_not_a_uid", key=key) from None


def _uids(key: str, value: Any) -> list[str]:
    return sorted({_uid(key, uid) for uid in _list(key, value, MOST_UNITS)})


def _level(key: str, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value not in LEVELS:
        raise BadInput("selector_bad_value", key=key)
    return value


def _text(key: str, value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise BadInput("selector_bad_value", key=key)
    return value.strip()


def _line(key: str, value: Any) -> str:
    return _text(key, value)


def _types(key: str, value: Any) -> list[str]:
    return sorted({_text(key, name) for name in _list(key, value, MOST_UNITS)})


def _classes(key: str, value: Any) -> list[str]:
    classes = _list(key, value, len(PLACE_CLASSES))
    if unknown := sorted(str(slug) for slug in classes if not isinstance(slug, str) or slug not in PLACE_CLASSES):
        raise BadInput("selector_unknown_class", classes=unknown)
    return sorted(set(classes))


_CHECKS: dict[str, Callable[[str, Any], Any]] = {
    "kind": _text, "level": _level, "classes": _classes, "types": _types,
    "under": _uid, "units": _uids, "except": _uids,
}  # fmt: skip


def _written(definition: Definition) -> str:
    return json.dumps(definition, sort_keys=True)


def digest_of(definition: Definition) -> str:
    """The identity of a selector: its content."""
    return hashlib.sha256(_written(definition).encode()).hexdigest()


def under(unit_uid: UUID, **more: Any) -> dict[str, Any]:
    """A definition of what stands below a unit."""
    return {"under": str(unit_uid), **more}


def union(definitions: Iterable[Definition]) -> dict[str, Any]:
    """What any of these means; they must agree on the line. Raises BadInput as `checked` does."""
    definitions = list(definitions)
    lines = {line_in(definition) for definition in definitions}
    if len(lines) > 1:
        raise BadInput("selector_several_lines", lines=sorted(lines))
    parts = [{k: v for k, v in part.items() if k != "line"} for d in definitions for part in parts_of(d)]
    line = {"line": lines.pop()} if lines - {TERRITORIAL} else {}
    return checked({"any": parts, **line})


def parts_of(definition: Definition) -> list[Definition]:
    """The parts of which it means any; itself where it is no union."""
    return list(definition["any"]) if "any" in definition else [definition]


def line_in(definition: Definition) -> str:
    """The line along which it is meant."""
    return str(definition.get("line", TERRITORIAL))


def begins_at(definition: Definition) -> str | None:
    """The uid of the unit under which all of it stands; None where it names none, or several."""
    tops = {part.get("under") for part in parts_of(definition)}
    return tops.pop() if len(tops) == 1 else None


def inside(definition: Definition) -> dict[str, Any]:
    """The same for units that are known to stand where it begins: that place need not be looked up again."""
    if begins_at(definition) is None:
        return dict(definition)
    parts = [{key: value for key, value in part.items() if key != "under"} for part in parts_of(definition)]
    return {**definition, "any": parts} if "any" in definition else parts[0]


def level_of(definition: Definition) -> int | None:
    """The level of all it reaches; None where that is not one, or where there are institutions among it."""
    levels = {frozenset(_levels(part)) for part in parts_of(definition)}
    one = levels.pop() if len(levels) == 1 else frozenset()
    return next(iter(one)) if len(one) == 1 else None


def whole_level(definition: Definition) -> int | None:
    """The level of which it means every division below where it begins; None where it is narrower."""
    narrow = any({"classes", "units", "except"} & set(part) for part in parts_of(definition))
    return None if narrow else level_of(definition)


def may_reach_level(definition: Definition, level: int) -> bool:
    """Whether divisions of a level may be among it."""
    return any(level in _levels(part) for part in parts_of(definition))


def _levels(part: Definition) -> set[int]:
    if part["kind"] != Unit.Kind.DIVISION:
        return set()
    if "level" in part:
        return {part["level"]}
    return levels_of(part["classes"]) if "classes" in part else set(LEVELS)
