"""Amounts asked: operator, number, unit; and which of them make a duty by themselves."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from xiangyun.compiler.values import Op, Quantity
from xiangyun.compiler.words import TIME_UNITS, UNITS
from xiangyun.core.numerals import NUMERAL, number_of

_LEAST = (
    r"不少于|不低于|不得少于|不得低于|不能少于|不能低于|不应少于|不应低于|不小于|不短于|至少|达到|达|最少|最低"
    r"|(?<!不)(?<!不得)(?<!不能)超过"
)
_MOST = (
    r"不超过|不得超过|不能超过|不应超过|不超出|不高于|不多于|不大于|不得高于|不得多于|不得大于|不迟于|控制在|限制在"
    r"|最高"
    r"|最多|限报|限"
)
_QUANTITY = re.compile(
    rf"(?:(?:(?P<least>{_LEAST})|(?P<most>{_MOST}))[^,。;:\d%]{{0,12}}?)?"
    rf"(?:(?P<low>\d{{1,9}}(?:\.\d{{1,2}})?)\s*%?\s?[-~至]{{1,2}}\s?)?(?P<number>\d{{1,9}}(?:\.\d{{1,4}})?"
    rf"|{NUMERAL}{{1,5}}(?!分之)|(?P<share>百分之{NUMERAL}{{1,4}}))"
    rf"\s?(?P<many>[万亿](?!元))?(?:余|多)?(?P<unit>%|{UNITS}|(?<=之.)(?=$|[^零一二三四五六七八九十])|(?<=之..)"
    rf"|(?<=之...))(?P<after>\(?含?\)?(?:及?以上|以下|及?以内|左右"
    rf"|之?内(?!容"
    rf"|部)))?"
)
_MAY_COUNT = re.compile(rf"\d|{NUMERAL}")
MAX_QUOTED = 12
_AND_MORE = re.compile(r"\s*[、和][^,。;、\d]{0,10}")
_OF = re.compile(r"的?([\u4e00-\u9fff]{1,12})")
MAX_NAMED = 16
_OF_BEFORE = re.compile(
    r"(?:.*(?:[^\u4e00-\u9fff]|[的各将前]|完成|设置|设立|开设|开展|配备|储备|举办|参加|提交|报送|推荐|拍摄|走访"
    r"|每(?:年|月|季度|周|日|天|班|人|校))|^)([\u4e00-\u9fff]{2,12}?)(?:要|应|须|需|数量?|一式)?$"
)
_PLACES = re.compile(
    r"(?:县|市|区|乡镇|乡|镇|街道|村|社区|行政村|城区|阶段|部分|方面|步骤|环节|类别|层次|等次|小组|月|多月)"
)
# A Chinese numeral before these is no count (一批, 两节), or only where the act hands in so many.
_COUNTED = ("份", "张", "段", "篇", "场", "次", "件", "个", "名", "本", "幅", "首", "项", "人", "期", "条", "支")
_NOT_COUNTED = re.compile(r"[这某另统唯逐同任每哪第]$|\d[.、]$|[年月]$|之$|[A-Za-z〔(]\d?$")
_NO_OBJECT = re.compile(
    r"(?:以上)?(?:文件|中全会|大精神|次会议|届|批次?通报|年来|年计划|[一二三四五六七八九十]五|人以上|多种|线|体化"
    r"|岗双责)"
)


# Without these an amount of money is a price or a fact.
_PRICE = re.compile(r"要|应|须|请|不得|完成|实现|投入|投资|缴|交|筹|落实|募|争取|引进|征收|达|收取|每[人家]")


_BUILT = re.compile(r"(?:新设|新建|新增|建成|创建|打造|培育)[^,。;:、]{0,4}$|完成[^,。;:、]{0,4}$")


class AmountMention(NamedTuple):
    """An amount in the folded text; `firm` if its wording alone makes a duty (不少于, %)."""

    start: int
    firm: bool
    arabic: bool
    quantity: Quantity


class _Last(NamedTuple):
    """The amount before in an enumeration: another of its unit shares its operator (至少教师1个、学生4个)."""

    end: int
    unit: str
    op: Op

    def op_for(self, found: re.Match[str]) -> Op | None:
        return self.op if found["unit"] == self.unit else None


def amounts_in(
    text: str, folded: str, start: int, end: int, taken: Sequence[tuple[int, int]] = ()
) -> list[AmountMention]:
    """The amounts of a piece, without those in `taken` (spans of times) and counts that are names (7个县市)."""
    if not _MAY_COUNT.search(folded, start, end):
        return []
    mentions: list[AmountMention] = []
    last: _Last | None = None
    for found in _QUANTITY.finditer(folded, start, end):
        at = found.start("number")
        if any(first <= at < stop for first, stop in taken):
            continue
        shared = last.op_for(found) if last and _AND_MORE.fullmatch(folded, last.end, found.start()) else None
        mentions += _amounts(text, found, folded[found.end() : min(end, found.end() + 16)], shared)
        last = _Last(found.end(), found["unit"], mentions[-1].quantity.op) if mentions else None
    if _PRICE.search(folded, start, end) is None:
        mentions = [m for m in mentions if m.firm or m.quantity.unit != "元"]
    if any(mention.quantity.unit == "%" for mention in mentions):
        # Beside a share the size of the whole is no amount asked.
        mentions = [m for m in mentions if m.quantity.unit == "%" or m.quantity.op != "=="]
    return mentions


def _amounts(text: str, found: re.Match[str], following: str, shared: Op | None) -> list[AmountMention]:
    raw = found["number"]
    arabic = raw[0].isdigit()
    share = found["unit"] == "%" or found["share"] is not None
    worded = found["least"] or found["most"] or found["after"] or shared
    if (not worded and not share and _is_name(found, following, arabic)) or (found["after"] and following[:1] == "的"):
        return []
    try:
        value = number_of(raw.removeprefix("百分之"))
    except ValueError:
        return []
    many = {"万": 10_000, "亿": 100_000_000}.get(found["many"] or "", 1)
    unit = "%" if share else text[found.start("unit") : found.end("unit")]
    named = _counted(text, found, following)
    if found["low"]:
        return _range(found, value * many, unit, named)
    op = _op(found, share, shared)
    firm = bool(op != "==" or share)
    return [AmountMention(found.start(), firm, arabic, Quantity(op, _whole(value * many), unit, named))]


def _counted(text: str, found: re.Match[str], following: str) -> str:
    """What is counted, as the text names it: behind the number, or in front of 不少于."""
    if of := _OF.match(following):
        return text[found.end() + of.start(1) : found.end() + of.end(1)]
    reach = max(0, found.start() - MAX_NAMED)
    before = _OF_BEFORE.search(found.string[reach : found.start()])
    return text[reach + before.start(1) : reach + before.end(1)] if before else ""


def _range(found: re.Match[str], high: float, unit: str, named: str) -> list[AmountMention]:
    low = number_of(found["low"])
    if low >= high:
        return []
    both = (Quantity(">=", low, unit, named), Quantity("<=", _whole(high), unit, named))
    return [AmountMention(found.start(), True, True, quantity) for quantity in both]


def _whole(value: float) -> int | float:
    """Without the noise of binary fractions: 3.2 ten thousands are 32000."""
    value = round(value, 4)
    return int(value) if value == int(value) else value


def _op(found: re.Match[str], share: bool, shared: Op | None) -> Op:
    after = found["after"] or ""
    if "左右" in after:
        return "=="
    if found["most"] or "内" in after or "以下" in after:
        return "<="
    if "以上" in after:
        return ">="
    if found["least"]:
        return "==" if share and found["least"].startswith("达") else ">="
    return shared or "=="


def _is_name(found: re.Match[str], following: str, arabic: bool) -> bool:
    """A count within a name (7个县市, 24小时), an ordinal (第二届) or a figure of speech (一批) is no amount."""
    at = found.start("number")
    before = found.string[max(0, at - 2) : at]
    if found.string.count('"', max(0, at - MAX_QUOTED), at) % 2:
        return True
    if _NOT_COUNTED.search(before) or found["unit"] in TIME_UNITS or _NO_OBJECT.match(following):
        return True
    if not arabic and (found["unit"] not in _COUNTED or _is_idle(found, before, following)):
        return True
    place = _PLACES.match(following) or (following[:1].isalpha() and _PLACES.match(following[2:]))
    if arabic and _BUILT.search(found.string[max(0, at - 10) : at]):
        return False
    return bool(place and found["unit"] in ("个", "大") and "的" not in following[:10])


def _is_idle(found: re.Match[str], before: str, following: str) -> bool:
    """一次 in 一次性, 一个 and 一项 that only say "a", 三个 in the middle of a name."""
    if found["number"] == "一" and found["unit"] in ("个", "项", "名", "本", "件", "期", "条", "支"):
        return not before.endswith(("各", "式"))
    return found["number"] in ("十", "千", "百") or following.startswith(("性", "个", "节"))
