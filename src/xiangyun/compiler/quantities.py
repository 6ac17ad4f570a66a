"""Amounts asked: operator, number, unit; and which of them make a duty by themselves."""

import re
from typing import NamedTuple

from xiangyun.compiler.values import Op, Quantity
from xiangyun.core.numerals import NUMERAL, number_of

_UNITS = (
    "个百分点|平方米|平方公里|立方米|公里|万元|亿元|指标项|大项|课时|学时|人次|场次|小时|分钟|千字|元|座|名|次|份|件|张|段|场|篇|人|家|处|项|亩|册|台|套"
    "|期|部|幅|条|所|户|例|天|米|字|倍|批|支|辆|只|类|组|节|首|盏|本|枚|间|栋|株|吨|公斤|千克|版|届|个"
)
_LEAST = r"不少于|不低于|不得少于|不得低于|不能少于|至少|达到|达|(?<!不)(?<!不得)超过"
_MOST = r"不超过|不得超过|不高于|不多于|不得高于|控制在|最高|最多"
_QUANTITY = re.compile(
    rf"(?:(?:(?P<least>{_LEAST})|(?P<most>{_MOST}))[^,。;\d%]{{0,4}}?)?"
    rf"(?:(?P<low>\d{{1,9}})\s*[-~至]\s*)?(?P<number>\d{{1,9}}(?:\.\d{{1,4}})?|百分之{NUMERAL}{{1,4}}|{NUMERAL}{{1,5}})"
    rf"(?P<many>万|亿)?(?P<unit>%|{_UNITS})(?P<after>\(?含?\)?(?:以上|以下|以内|左右|及以上))?"
)
_PERCENT = re.compile(r"百分之")
_OF = re.compile(r"的?([\u4e00-\u9fff]{1,12})")
_PLACES = re.compile(r"(?:县|市|区|乡镇|乡|镇|街道|村|社区|行政村|城区)")
_TIMES = ("小时", "分钟", "天")
_NOT_ASKED = re.compile(r"岁|周岁|年龄|学时费|经费|奖金|一等奖|二等奖|三等奖")


class AmountMention(NamedTuple):
    """An amount in the folded text; `firm` if its wording alone makes a duty (不少于, %)."""

    start: int
    firm: bool
    arabic: bool
    quantity: Quantity


def amounts_in(text: str, folded: str, start: int, end: int) -> list[AmountMention]:
    """The amounts of a piece; counts that only say how many there are (7个县市) are left out."""
    if _NOT_ASKED.search(folded, start, end):
        return []
    mentions: list[AmountMention] = []
    for found in _QUANTITY.finditer(folded, start, end):
        mentions += _amounts(text, found, folded[found.end() : min(end, found.end() + 16)])
    if any(mention.quantity.unit == "%" for mention in mentions):
        # Beside a share the size of the whole is no amount asked.
        mentions = [m for m in mentions if m.quantity.unit == "%" or m.quantity.op != "=="]
    return mentions


def _amounts(text: str, found: re.Match[str], following: str) -> list[AmountMention]:
    raw = found["number"]
    arabic = raw[0].isdigit()
    share = found["unit"] == "%" or raw.startswith("百分之")
    worded = found["least"] or found["most"] or found["after"]
    if not worded and not share and _is_name(found, following, arabic):
        return []
    try:
        value = number_of(_PERCENT.sub("", raw))
    except ValueError:
        return []
    value *= {"万": 10_000, "亿": 100_000_000}.get(found["many"] or "", 1)
    unit = "%" if share else text[found.start("unit") : found.end("unit")]
    of = _OF.match(following)
    op = _op(found, share)
    named = of[1] if of else ""
    firm = bool(op != "==" or share)
    if found["low"]:
        low = Quantity(">=", number_of(found["low"]), unit, named)
        high = Quantity("<=", value, unit, named)
        return [AmountMention(found.start(), True, True, quantity) for quantity in (low, high)]
    return [AmountMention(found.start(), firm, arabic, Quantity(op, value, unit, named))]


def _op(found: re.Match[str], share: bool) -> Op:
    after = found["after"] or ""
    if "左右" in after:
        return "=="
    if found["most"] or "以内" in after or "以下" in after:
        return "<="
    if "以上" in after:
        return ">="
    if found["least"]:
        return "==" if share and found["least"].startswith("达") else ">="
    return "=="


def _is_name(found: re.Match[str], following: str, arabic: bool) -> bool:
    """A count within a name (7个县市, 24小时), an ordinal (第二届) or a figure of speech (一批) is no amount."""
    before = found.string[max(0, found.start("number") - 1) : found.start("number")]
    if before in ("第", "同", "这", "某", "另", "统", "唯") or found["unit"] in _TIMES:
        return True
    if (
        not arabic
        and found["number"] in ("一", "十", "千", "百")
        and found["unit"] not in ("份", "张", "段", "篇", "场", "次", "件")
    ):
        return True
    place = _PLACES.match(following) or _PLACES.match(following[2:])
    return bool(place and found["unit"] == "个" and "的" not in following[:10])
