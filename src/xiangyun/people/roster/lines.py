"""The officer's roster: rows of a table into lines, with what is wrong in which row and column; pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from xiangyun.core.texts import is_readable
from xiangyun.sheets.headers import header_row

from .phones import is_phone, plain_phone
from .places import Places

UNIT, NAME, PHONE, ROLE = "unit", "name", "phone", "role"
# the meanings of columns, by words that stand in their names; the first that fits
WORDS: Mapping[str, tuple[str, ...]] = {
    UNIT: ("单位", "機構", "机构", "区划", "代码", "unit"),
    NAME: ("姓名", "名字", "人员", "name"),
    PHONE: ("手机", "手機", "电话", "電話", "联系方式", "phone"),
    ROLE: ("岗位", "崗位", "角色", "职责", "role"),
}
ROLES: Mapping[str, str] = {
    "填报员": "reporter", "填報員": "reporter", "填报": "reporter", "reporter": "reporter",
    "审核员": "reviewer", "審核員": "reviewer", "审核": "reviewer", "reviewer": "reviewer",
    "业务科": "officer", "業務科": "officer", "经办": "officer", "officer": "officer",
    "领导": "director", "領導": "director", "局长": "director", "director": "director",
    "专家": "expert", "專家": "expert", "expert": "expert",
}  # fmt: skip
"""Words for the roles that a roster may fill; the separated ones are given one by one."""
MOST_NAME, MOST_UNIT = 60, 200


@dataclass(frozen=True, slots=True)
class Line:
    """One person: row of the table (from 1), unit, name, phone and role; without a role on the roster only."""

    row: int
    unit: int
    name: str
    phone: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong: the row, the column's name as it stands there, a stable code, and the text in question."""

    row: int
    column: str
    code: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Roster:
    """What a table holds: its lines, or what is wrong with it."""

    lines: tuple[Line, ...]
    faults: tuple[Fault, ...]


def columns_of(names: Sequence[str]) -> dict[str, int]:
    """Where each meaning stands, by the words in the names of the columns."""
    found: dict[str, int] = {}
    for meaning, words in WORDS.items():
        for place, name in enumerate(names):
            if place not in found.values() and any(word in name.lower() for word in words):
                found[meaning] = place
                break
    return found


def unit_texts(rows: Sequence[Sequence[str]]) -> list[str]:
    """What stands in the column of units, once each: codes and names to be looked up before `read_roster`."""
    start = header_row(rows)
    place = columns_of(rows[start]).get(UNIT)
    return [] if place is None else list(dict.fromkeys(row[place] for row in rows[start + 1 :] if row[place]))


def read_roster(rows: Sequence[Sequence[str]], places: Places) -> Roster:
    """Lines and faults of a table; columns are found by their names, anywhere in the first twenty rows."""
    start = header_row(rows)
    at = columns_of(rows[start])
    lacking = [meaning for meaning in (UNIT, NAME) if meaning not in at]
    if lacking:
        return Roster((), tuple(Fault(start + 1, "", f"no_column_{meaning}") for meaning in lacking))
    lines, faults = [], []
    for number, row in enumerate(rows[start + 1 :], start=start + 2):
        if not any(row):
            continue
        line, wrong = _line(number, {meaning: row[place] for meaning, place in at.items()}, places)
        faults += [Fault(number, rows[start][at[meaning]], code, text) for meaning, code, text in wrong]
        lines += [line] if line else []
    faults += [Fault(line.row, rows[start][at[NAME]], "twice", line.name) for line in _twice(lines)]
    return Roster(tuple(lines), tuple(sorted(faults, key=lambda fault: fault.row)))


Wrong = list[tuple[str, str, str]]


def _line(number: int, cells: Mapping[str, str], places: Places) -> tuple[Line | None, Wrong]:
    wrong: Wrong = []
    found = places.find(cells[UNIT])
    if found.unit is None:
        code = "unit_lacks" if not cells[UNIT] else "unit_ambiguous" if found.could_be else "unit_unknown"
        wrong.append((UNIT, code, cells[UNIT][:MOST_UNIT]))
    name, phone = cells[NAME], plain_phone(cells.get(PHONE, ""))
    if not 0 < len(name) <= MOST_NAME or not is_readable(name):
        wrong.append((NAME, "name_lacks" if not name else "name_long", name[:MOST_NAME]))
    if phone and not is_phone(phone):
        wrong.append((PHONE, "not_a_phone", cells[PHONE][:30]))
    word = cells.get(ROLE, "").lower()
    role = ROLES.get(word, "")
    if word and not role:
        wrong.append((ROLE, "unknown_role", cells[ROLE][:30]))
    if wrong or found.unit is None:
        return None, wrong
    return Line(number, found.unit, name, phone, role), wrong


def _twice(lines: Iterable[Line]) -> list[Line]:
    """Lines that name a person at a unit whom an earlier line named already."""
    seen: set[tuple[int, str, str]] = set()
    again = []
    for line in lines:
        key = (line.unit, line.name, line.phone)
        if key in seen:
            again.append(line)
        seen.add(key)
    return again
