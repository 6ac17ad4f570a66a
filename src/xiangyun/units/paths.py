"""Paths: five slots for the territorial levels, then slots for institutions; a slot is the id in base 36."""

SLOT = 5
LEVELS = 5
END = "~"
FILLER = "0" * SLOT
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def slot(unit_id: int) -> str:
    """A unit's slot: its id in base 36, five characters (up to 60,466,175 units)."""
    if not 0 < unit_id < 36**SLOT:
        raise ValueError(f"unit id {unit_id} does not fit a slot")
    digits = ""
    while unit_id:
        unit_id, digit = divmod(unit_id, 36)
        digits = _DIGITS[digit] + digits
    return digits.rjust(SLOT, "0")


def slots(path: str) -> list[str]:
    """The slots of a path, from the top."""
    return [path[i : i + SLOT] for i in range(0, len(path), SLOT)]


def unit_ids(path: str) -> list[int]:
    """The ids of all units on a path, from the top, fillers left out."""
    return [int(s, 36) for s in slots(path) if s != FILLER]


def prefixes(path: str) -> list[str]:
    """Every ancestor's path and the path itself, from the top, fillers left out."""
    ends = range(SLOT, len(path) + 1, SLOT)
    return [path[:end] for end in ends if path[end - SLOT : end] != FILLER]


def parent_path(path: str) -> str:
    """The path of the unit above, lacking levels stepped over; empty above a top."""
    above = path[:-SLOT]
    while above.endswith(FILLER):
        above = above[:-SLOT]
    return above


def child_path(parent: str, unit_id: int, level: int | None) -> str:
    """The path of a unit under a parent; a lacking level is filled, an institution comes after five slots."""
    place = (LEVELS if level is None else level - 1) * SLOT
    return parent.ljust(place, "0") + slot(unit_id)


def filler_prefixes(path: str) -> list[str]:
    """The prefixes of a path that end in a filled place, from the top."""
    return [path[:end] for end in range(SLOT, len(path) + 1, SLOT) if path[end - SLOT : end] == FILLER]
