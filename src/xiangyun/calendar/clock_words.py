"""What the readers of wordings share: numbers, weekdays, the time of day (17:00, 下午5点, 9时30分) and 前."""

import re
from datetime import time

from xiangyun.core.numerals import NUMERAL, number_of

NUMBER = rf"(?:\d{{1,3}}|{NUMERAL}{{1,3}})"
WEEKDAY = "[一二三四五六日天]"
BEFORE = "(?:(?:之|以)?前|止|截止)?"
# A time of day, without groups, so that it can stand in any pattern.
CLOCK = rf"(?:上午|下午|中午|晚上|早上|晚)?(?:\d{{1,2}}:\d\d|{NUMBER}[点时](?:半|整|{NUMBER}分?)?)"
LIMIT = rf"(?P<at>{CLOCK})?(?:下班)?(?P<before>{BEFORE})"
_CLOCK = re.compile(
    rf"(?P<half>上午|下午|中午|晚上|早上|晚)?(?:(?P<h>\d{{1,2}}):(?P<m>\d\d)"
    rf"|(?P<hour>{NUMBER})[点时](?P<minute>半|整|{NUMBER}分?)?)"
)


def clock_of(wording: str | None) -> time | None:
    """The time of day; None stays. ValueError where there is no such time."""
    if wording is None:
        return None
    found = _CLOCK.fullmatch(wording)
    if not found:
        raise ValueError(f"not a time of day: {wording!r}")
    hour = whole(found["h"] or found["hour"])
    evening = found["half"] in ("下午", "晚上", "晚") and hour < 12
    noon = found["half"] == "中午" and hour < 3
    return time(hour + 12 * (evening or noon), _minute(found["m"] or found["minute"] or "整"))


def whole(numeral: str) -> int:
    """A whole number, Arabic or Chinese; ValueError for anything else."""
    return int(number_of(numeral))


def weekday_of(said: str) -> int:
    """1 for 一 (Monday) to 7 for 日 or 天."""
    return "一二三四五六日".index(said.replace("天", "日")) + 1


def _minute(said: str) -> int:
    if said in ("半", "整"):
        return 30 if said == "半" else 0
    return whole(said.removesuffix("分"))
