"""A pack's institutions, professional lines and receivers, read from YAML; pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

import yaml

from xiangyun.core.errors import BadInput


@dataclass(frozen=True, slots=True)
class Institution:
    """One institution. `under` is the code of its division in the pack's list, or the name of an institution before it.

    In the professional line `line` it stands under the institution `above`; on top of it if that is empty.
    """

    name: str
    type: str
    under: str
    is_sample: bool
    line: str = ""
    above: str = ""


@dataclass(frozen=True, slots=True)
class LineOfPack:
    """A professional line and what it is called, by language."""

    slug: str
    label: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Joining:
    """The divisions of a level within a code stand in a line under the institution `above`."""

    line: str
    level: int
    within: str
    above: str


@dataclass(frozen=True, slots=True)
class Receiver:
    """A body outside the lines."""

    name: str
    type: str


@dataclass(frozen=True, slots=True)
class Institutions:
    """What the file holds; `publisher` says whose codes `under` and `within` mean."""

    publisher: str
    institutions: tuple[Institution, ...]
    receivers: tuple[Receiver, ...]
    lines: tuple[LineOfPack, ...] = ()
    joins: tuple[Joining, ...] = ()

    def within(self, codes: Collection[str]) -> Self:
        """What stands under these codes, with what stands under that; for a part of the list."""
        names: set[str] = set()
        kept = []
        for row in self.institutions:
            if row.under in codes or row.under in names:
                names.add(row.name)
                kept.append(row)
        joins = tuple(j for j in self.joins if j.within in codes and j.above in names)
        return replace(self, institutions=tuple(kept), joins=joins)


def read_institutions(data: bytes) -> Institutions:
    """The institutions of a file, or BadInput with the first entry that is wrong."""
    try:
        found = yaml.safe_load(data.decode("utf-8-sig"))
        read = Institutions(
            publisher=str(found["list"]),
            institutions=tuple(_institution(entry) for entry in found["institutions"]),
            receivers=tuple(Receiver(_text(e, "name"), _text(e, "type")) for e in found["receivers"]),
            lines=tuple(_line(entry) for entry in found.get("lines", ())),
            joins=tuple(_joining(entry) for entry in found.get("joins", ())),
        )
        _check(read)
    except (UnicodeDecodeError, yaml.YAMLError, KeyError, TypeError, AttributeError) as error:
        raise BadInput("bad_institutions", why=f"{type(error).__name__}: {error}") from None
    return read


def _institution(entry: dict[str, Any]) -> Institution:
    sample = entry.get("sample", False)
    if not isinstance(sample, bool):
        raise TypeError(f"sample of {entry['name']} must be true or false")
    under = _text(entry, "under")
    line = _text(entry, "line") if "line" in entry else ""
    above = _text(entry, "above") if "above" in entry else "" if under.isdigit() or not line else under
    return Institution(_text(entry, "name"), _text(entry, "type"), under, sample, line, above)


def _line(entry: dict[str, Any]) -> LineOfPack:
    label = entry["label"]
    if not isinstance(label, dict) or not all(isinstance(text, str) and text for text in label.values()):
        raise TypeError(f"label must be a text for each language: {entry}")
    return LineOfPack(_text(entry, "slug"), label)


def _joining(entry: dict[str, Any]) -> Joining:
    level = entry["level"]
    if not isinstance(level, int) or isinstance(level, bool):
        raise TypeError(f"level must be a number: {entry}")
    return Joining(_text(entry, "line"), level, _text(entry, "within"), _text(entry, "above"))


def _check(read: Institutions) -> None:
    """Every name that is referred to stands further up, in the same line; every line is declared."""
    slugs = {line.slug for line in read.lines}
    in_line = {"": {""}} | {slug: {""} for slug in slugs}
    names: set[str] = set()
    for row in read.institutions:
        if row.line not in in_line or row.above not in in_line[row.line]:
            raise TypeError(f"{row.name}: no such line, or {row.above} does not stand in it")
        if not row.under.isdigit() and row.under not in names:
            raise TypeError(f"{row.name}: {row.under} does not stand further up")
        names.add(row.name)
        in_line[row.line].add(row.name)
    for join in read.joins:
        if join.above not in in_line.get(join.line, ()):
            raise TypeError(f"joins: {join.above} does not stand in the line {join.line}")


def _text(entry: dict[str, Any], key: str) -> str:
    """A text that is not empty; a code without quotes is a number to YAML and is refused."""
    value = entry[key]
    if not isinstance(value, str) or not value.strip():
        raise TypeError(f"{key} must be a text: {entry}")
    return value.strip()
