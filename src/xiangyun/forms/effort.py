"""What answering and reviewing a form takes: opening it, seconds for each kind of field, photos.

The seconds stand in a table; a bureau's own goes before those above it, and the shipped one fills what is left.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from statistics import median
from typing import Literal

import msgspec
import yaml

from xiangyun.core.actor import Actor
from xiangyun.forms.definition import StoredForm, not_a_form
from xiangyun.forms.models import FieldTime
from xiangyun.units.paths import unit_ids

OPENING, NIL = "opening", "nil"
IMAGE: Literal["image"] = "image"
ANSWERS = ("text", "integer", "decimal", "date", "yes_no", "select_one", IMAGE)
REVIEW_OPENING, REVIEW_FIELD, REVIEW_IMAGE = "review_opening", "review_field", "review_image"
KINDS = (OPENING, *ANSWERS, NIL, REVIEW_OPENING, REVIEW_FIELD, REVIEW_IMAGE)
SHIPPED = Path(__file__).resolve().parent / "data" / "minutes.yaml"
MOST_SECONDS = 3600
A_MINUTE = 60
SHORTEST, LONGEST = 1.0, 1800.0
"""Seconds between first autosave and sending that tell something: below, it was sent in one go; above, with a pause."""

Table = Mapping[str, int]
"""Kind → seconds."""


class Row(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A row of a `minutes.yaml`."""

    kind: str
    seconds: int


def read_table(source: bytes) -> dict[str, int]:
    """The seconds of a `minutes.yaml`: a list under `minutes`; kinds may be left out. Raises FormError."""
    try:
        found = msgspec.convert(yaml.safe_load(source), type=dict[str, list[Row]])
    except (yaml.YAMLError, msgspec.ValidationError, UnicodeDecodeError, RecursionError) as error:
        raise not_a_form("bad_minutes", str(error)) from error
    rows = found.get("minutes", [])
    kinds = [row.kind for row in rows]
    if twice := sorted({kind for kind in kinds if kinds.count(kind) > 1}):
        raise not_a_form("twice", f"stand twice: {', '.join(twice)}")
    table = {row.kind: row.seconds for row in rows}
    if wrong := wrong_in(table):
        raise not_a_form("bad_minutes", f"not a kind with 0 to {MOST_SECONDS} seconds: {', '.join(wrong)}")
    return table


def wrong_in(table: Table) -> list[str]:
    """The kinds that nobody knows, or whose seconds are out of range."""
    return sorted(kind for kind, seconds in table.items() if kind not in KINDS or not 0 <= seconds <= MOST_SECONDS)


@lru_cache(maxsize=1)
def shipped_table() -> Table:
    """The estimates that come with the product."""
    return read_table(SHIPPED.read_bytes())


def table_for(actor: Actor) -> Table:
    """The table that holds for an actor's unit; one query."""
    way = unit_ids(actor.all_paths[0]) if actor.all_paths else []
    return table_of(FieldTime.objects.holding_for(actor), way)


def table_of(rows: Iterable[FieldTime], way: Sequence[int]) -> Table:
    """The shipped seconds, and over them the rows of the owners on the way, the top first."""
    standing = {owner: depth for depth, owner in enumerate(way)}
    own = sorted((row for row in rows if row.owner_id in standing), key=lambda row: standing[row.owner_id])
    return {**shipped_table(), **{row.kind: row.corrected() for row in own}}


def seconds_of(types: Iterable[str], table: Table) -> int:
    """One answer: opening, and every field that takes a value; a photo that may not be needed counts as well."""
    return table[OPENING] + sum(table[kind] for kind in types if kind in ANSWERS)


def minutes_of(form: StoredForm, table: Table) -> int:
    """Whole minutes, rounded up, that one answer takes of who gives it."""
    return whole_minutes(seconds_of((field.type for field in form.fields), table))


def review_minutes_of(form: StoredForm, table: Table) -> int:
    """Whole minutes, rounded up, that one answer takes of who looks at it."""
    types = [field.type for field in form.answered_fields()]
    photos = types.count(IMAGE)
    seconds = table[REVIEW_FIELD] * (len(types) - photos) + table[REVIEW_IMAGE] * photos
    return whole_minutes(table[REVIEW_OPENING] + seconds)


def whole_minutes(seconds: float) -> int:
    """Begun minutes count; what takes a while takes at least one."""
    return max(1, math.ceil(seconds / A_MINUTE))


def factor_of(spans: Iterable[tuple[float, StoredForm]], table: Table) -> tuple[float, int]:
    """How many times as long as the table says the fields took (median), and over how many answers; 0.0 for none.

    A span is the seconds from the first autosave to the first sending of an answer. It says nothing of a single field,
    so all kinds are corrected by the same factor.
    """
    ratios = [
        seconds / said
        for seconds, form in spans
        if SHORTEST <= seconds <= LONGEST
        and (said := seconds_of((field.type for field in form.fields), table) - table[OPENING])
    ]
    return (median(ratios), len(ratios)) if ratios else (0.0, 0)
