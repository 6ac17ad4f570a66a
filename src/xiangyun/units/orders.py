"""What can be ordered of the tree, as values: who is changed, and into what. Units are named by primary key."""

from typing import Any

import msgspec

from .models import TERRITORIAL


class Found(msgspec.Struct, frozen=True, tag_field="order", tag="found"):
    """A new unit under another one: a division of a level, or an institution of a type."""

    under: int
    name: str
    level: int | None = None
    type: str = ""
    acting_name: str = ""
    mark: str = ""
    in_use: bool = True
    is_sample: bool = False
    sort_key: str = ""


class Rename(msgspec.Struct, frozen=True, tag_field="order", tag="rename"):
    """Another name; the acting body follows by custom unless its name is given."""

    unit: int
    name: str
    acting_name: str = ""


class Move(msgspec.Struct, frozen=True, tag_field="order", tag="move"):
    """Under another unit, with everything below."""

    unit: int
    under: int


class Merge(msgspec.Struct, frozen=True, tag_field="order", tag="merge"):
    """Units end in one that takes over what stood below them: one that exists, or a new one with a name."""

    units: tuple[int, ...]
    into: int | None = None
    name: str = ""


class Part(msgspec.Struct, frozen=True):
    """What a split makes: a new unit with a name, or one that exists, and which units below go there."""

    name: str = ""
    unit: int | None = None
    children: tuple[int, ...] = ()


class Split(msgspec.Struct, frozen=True, tag_field="order", tag="split"):
    """A unit gives parts away, and ends with it or goes on with what is left."""

    unit: int
    parts: tuple[Part, ...]
    has_ended: bool = True


class Close(msgspec.Struct, frozen=True, tag_field="order", tag="close"):
    """A unit ends without a successor; nothing may stand below it."""

    unit: int


class Reopen(msgspec.Struct, frozen=True, tag_field="order", tag="reopen"):
    """A closed unit stands again, under the unit it stood under or under another."""

    unit: int
    under: int | None = None


class Mark(msgspec.Struct, frozen=True, tag_field="order", tag="mark"):
    """Whether selectors reach a unit and everything below it."""

    unit: int
    in_use: bool


class Join(msgspec.Struct, frozen=True, tag_field="order", tag="join"):
    """A place in a professional line: on top of it, or under a unit that stands in it."""

    unit: int
    line: str
    under: int | None = None


class Leave(msgspec.Struct, frozen=True, tag_field="order", tag="leave"):
    """No place in a professional line any more."""

    unit: int
    line: str


Order = Found | Rename | Move | Merge | Split | Close | Reopen | Mark | Join | Leave


def units_named(order: Order) -> dict[str, list[int]]:
    """The units an order names, by their part in it (see ChangedUnit.Part)."""
    match order:
        case Found():
            return {"parent": [order.under]}
        case Merge():
            return {"from": list(order.units), "into": [order.into] if order.into else []}
        case Split():
            return {"from": [order.unit], "into": [p.unit for p in order.parts if p.unit]}
        case Move() | Join() | Reopen():
            return {"subject": [order.unit], "parent": [order.under] if order.under else []}
        case _:
            return {"subject": [order.unit]}


def line_of(order: Order) -> str:
    """The line whose parents an order names."""
    return order.line if isinstance(order, Join | Leave) else TERRITORIAL


def plain(order: Order) -> dict[str, Any]:
    """As stored: its kind under `order`."""
    return msgspec.to_builtins(order)  # type: ignore[no-any-return]


def kind_of(order: Order) -> str:
    """The kind of change."""
    return str(type(order).__struct_config__.tag)
