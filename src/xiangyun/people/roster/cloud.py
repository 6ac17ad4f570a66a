"""The cloud's export, whatever it looks like: the officer says which column means what, the rows follow; pure."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from xiangyun.core.texts import is_readable

from ..masking import STAR, mask_phone
from .phones import is_masked, plain_key
from .places import Places

NAME, UNIT, KEY, DATE = "name", "unit", "key", "date"
MEANINGS = (NAME, UNIT, KEY, DATE)
NEEDED = (NAME, UNIT)
# words that names of columns may hold; only a first guess, the officer decides
WORDS: Mapping[str, tuple[str, ...]] = {
    NAME: ("姓名", "名字", "真实姓名", "用户名", "昵称", "name"),
    UNIT: ("单位", "機構", "机构", "所属", "组织", "单位名称", "unit", "org"),
    KEY: ("手机", "手機", "电话", "账号", "帳號", "phone", "mobile", "account"),
    DATE: ("注册时间", "注册日期", "登记", "时间", "日期", "date", "time"),
}
_DAY = re.compile(r"(\d{4})\s*[-/.年]?\s*(\d{1,2})\s*[-/.月]?\s*(\d{1,2})")
MOST = 20_000


@dataclass(frozen=True, slots=True)
class CloudLine:
    """One person of the export: line of the file, texts as given, our unit if it is known, key and day if given."""

    line: int
    name: str
    unit_text: str
    unit: int | None
    key: str
    registered_on: date | None


def headers_digest(headers: Sequence[str]) -> str:
    """What tells one kind of export from another: the names of its columns, in order."""
    return hashlib.sha256(json.dumps(list(headers), ensure_ascii=False).encode()).hexdigest()


def guess(headers: Sequence[str]) -> dict[str, str]:
    """Meaning → name of a column, where the words fit; each column once."""
    found: dict[str, str] = {}
    for meaning in MEANINGS:
        for name in headers:
            if name and name not in found.values() and any(word in name.lower() for word in WORDS[meaning]):
                found[meaning] = name
                break
    return found


def lacking(headers: Sequence[str], columns: Mapping[str, str]) -> list[str]:
    """Meanings that are needed and have no column, and those whose column is not there or is used twice."""
    missing = [meaning for meaning in NEEDED if not columns.get(meaning)]
    chosen = [name for name in columns.values() if name]
    odd = [m for m, name in columns.items() if name and (name not in headers or chosen.count(name) > 1)]
    return list(dict.fromkeys([*missing, *odd]))


def read_cloud(
    rows: Sequence[Sequence[str]], header: int, columns: Mapping[str, str], places: Places, known: Mapping[str, int]
) -> list[CloudLine]:
    """The people below the header row; `known` says which unit a text means where its names do not."""
    at = {meaning: rows[header].index(name) for meaning, name in columns.items() if name}
    return list(_lines(rows, header, at, places, known))


def _lines(
    rows: Sequence[Sequence[str]], header: int, at: Mapping[str, int], places: Places, known: Mapping[str, int]
) -> Iterator[CloudLine]:
    seen: dict[str, int | None] = {}
    for number, row in enumerate(rows[header + 1 :], start=header + 2):
        name, text = row[at[NAME]][:60], row[at[UNIT]][:200]
        if not name or not is_readable(name + text):
            continue
        if text not in seen:
            seen[text] = known[text] if text in known else places.find(text).unit if text else None
        key = row[at[KEY]] if KEY in at else ""
        day = day_of(row[at[DATE]]) if DATE in at else None
        yield CloudLine(number, name, text, seen[text], plain_key(key), day)


def day_of(text: str) -> date | None:
    """A day in any of the usual spellings; what stands behind it (a time) does not matter."""
    found = _DAY.match(text.strip())
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def masked_key(key: str) -> str:
    """A key as it is kept for the eye: its ends, whatever it is."""
    plain = key.replace("＊", STAR)
    return plain[:30] if is_masked(plain) else mask_phone(plain)[:30]
