"""What one piece between commas says: who, when, how much, to whom; and whether that alone makes a duty."""

import re
from datetime import date
from typing import NamedTuple

from xiangyun.compiler.dues import DAY, MONTH, RECURRING, RELATIVE, DueMention, dues_in
from xiangyun.compiler.modality import (
    asks,
    defines,
    forbids,
    has_idle_numbers,
    is_condition,
    is_consequence,
    is_past,
    is_reward,
    is_subordinate,
    merely_may,
    must,
)
from xiangyun.compiler.parties import is_name, subject_in, urged_in
from xiangyun.compiler.quantities import AmountMention, amounts_in
from xiangyun.compiler.receivers import asks_report, receiver_in

MAX_PIECE = 1000

_TIME_WORDS = re.compile(
    r"从|在|即日|于|自|前|之|上午|下午|\d{1,2}:\d\d|\s|至|起|止|时|截止|分|左右|[()]|现|的|期间|为|务必|请|并"
)
# "截止时间为…", "报名时间:…" say by when although nothing else stands there.
_DUE_FOR = r"(?:[\u4e00-\u9fff]{0,8}(?:截止|截至|截稿)|报送|申报|报名|提交|上报|填报|交稿|投稿|征集|受理)"
_DUE_LABEL = re.compile(rf"{_DUE_FOR}[^,。\d]{{0,6}}(?:时间|日期|期限|时限)?(?:为|是)")
_DUE_TITLE = re.compile(rf"{_DUE_FOR}[^,。\d]{{0,6}}(?:时间|日期|期限|时限)")
_ACT = re.compile(
    r"完成|实现|达|建|办|报|组织|开展|推|创|举|培|配|发|征|送|安排|落实|做|写|录|传|招|评|选|申|交|抽|检|测|备|设"
    r"|储|拍|走访|列|提|整|清|修|新增|参加|更换|更新|公示|减|增|养|种|栽|引|签|救|挂|贴|印|购|巡|查|附|盖|含|共"
)
_COUNT_OF_ACT = re.compile(r"^(?:各|做|每|报|提交|推荐|附|共)")
_ENCLOSED = re.compile(r"附(?!件|表|近|属)")
_ALLOWED = re.compile(r"\([^()]*(?:可(?!持)|原则上)[^()]*\)")
# "知识产权保护方面(共5项)" says what the text holds.
_CONTENTS = re.compile(r"(?:方面\(?共?|\(共)\d{1,3}[项个条]\)?$")
_TOPIC = re.compile(r"对[^,]{2,40}?(?=要|应|须|进行)")
_HEADING_MARK = (":",)


class Piece(NamedTuple):
    """What one piece between commas says; `case` if it only sets a case or topic, `idle` if it orders nothing."""

    start: int
    end: int
    said: str
    subject: list[str]
    urged: list[str]
    dues: list[DueMention]
    amounts: list[AmountMention]
    receiver: str | None
    reports: bool
    case: bool
    idle: bool

    def due_rank(self) -> int:
        return max((mention.rank for mention in self.dues), default=0)

    def sets_time(self) -> bool:
        """Whether it names a time that binds."""
        return self.due_rank() >= RELATIVE

    def hands_in(self) -> bool:
        return self.reports or self.receiver is not None

    def acts(self) -> bool:
        """Whether it has a number or a report of its own."""
        return self.hands_in() or bool(self.amounts)


def piece_of(text: str, folded: str, start: int, end: int, issued: date | None) -> Piece:
    """Read a piece; one that is too long to be prose is kept as it is, not searched."""
    said = folded[start:end]
    if end - start > MAX_PIECE:
        return plain_piece(start, end)
    dues = dues_in(text, folded, start, end, issued)
    receiver = receiver_in(text, folded, start, end)
    bound = receiver is not None or any(_binds(folded, due) for due in dues)
    idle = defines(said) or (is_past(said) and not bound) or is_consequence(said) or is_reward(said)
    taken = [(due.start, due.end) for due in dues] + [found.span() for found in _ALLOWED.finditer(folded, start, end)]
    counted = not idle and not _CONTENTS.search(said) and not has_idle_numbers(said)
    subject = subject_in(text, folded, _behind_time(folded, dues, start, end), end)
    taken += [(at, at + len(name)) for name in subject if (at := text.find(name, start, end)) >= 0]
    return Piece(
        start,
        end,
        said,
        subject,
        urged_in(text, folded, start, end),
        dues,
        amounts_in(text, folded, start, end, taken) if counted else [],
        receiver,
        asks_report(folded, _behind_topic(folded, start, end), end),
        is_condition(said),
        idle,
    )


def _binds(folded: str, due: DueMention) -> bool:
    """Whether a time is a rhythm or a limit, so that words of the past beside it are only what is reported."""
    return due.rank == RECURRING or (due.rank in (DAY, MONTH) and folded[due.end - 1] == "前")


def plain_piece(start: int, end: int) -> Piece:
    """A piece that is kept and not searched."""
    return Piece(start, end, "", [], [], [], [], None, False, False, True)


def _behind_time(folded: str, dues: list[DueMention], start: int, end: int) -> int:
    """Where the words behind a leading time begin: "3月底市局将…"."""
    first = start
    while leading := next((due for due in dues if due.start <= first + 1 and first < due.end < end), None):
        first = leading.end
    return first


def _behind_topic(folded: str, start: int, end: int) -> int:
    """Behind "对上报数据要…": what is spoken of there is no act."""
    topic = _TOPIC.match(folded, start, end)
    return topic.end() if topic else start


def waits(folded: str, piece: Piece) -> bool:
    """Nothing but a time ("3月下旬前"), or what the next piece completes ("…之前")."""
    if folded.startswith("(", piece.end):
        return False
    return is_subordinate(piece.said) or is_bare_time(folded, piece)


def is_bare_time(folded: str, piece: Piece) -> bool:
    """Whether nothing but a time stands in the piece, or a time and names whose act is still to come."""
    if (
        _DUE_LABEL.match(piece.said)
        or not piece.dues
        or piece.amounts
        or len(_TIME_WORDS.sub("", folded[piece.start : piece.dues[0].start])) > 1
    ):
        return False
    rest = piece.said
    for mention in piece.dues:
        rest = rest.replace(folded[mention.start : mention.end], "")
    if len(_TIME_WORDS.sub("", rest)) <= 1:
        return True
    last = max(mention.end for mention in piece.dues)
    return last < piece.end and is_name(folded, last, piece.end)


def titles_due(before: Piece, folded: str, piece: Piece) -> bool:
    """Whether a bare time stands behind "报名时间:"."""
    return _DUE_TITLE.fullmatch(before.said) is not None and is_bare_time(folded, piece)


def bans(piece: Piece) -> bool:
    """Whether it only says what shall not be done, without a number."""
    return forbids(piece.said) and not piece.amounts


def makes_duty(folded: str, piece: Piece) -> bool:
    """A deadline, a rhythm, a number asked or a report makes a duty; what merely may be done does not."""
    said = piece.said
    heading = folded[piece.end : piece.end + 1] in _HEADING_MARK and not piece.dues and not piece.amounts
    firm = any(amount.firm for amount in piece.amounts)
    about = said.startswith("对") and not must(said) and not piece.dues and not firm
    if heading or about or _ENCLOSED.match(said) or piece.idle or piece.case:
        return False
    if merely_may(said):
        return any(amount.quantity.op == "<=" for amount in piece.amounts)
    if bans(piece):
        return False
    if piece.hands_in():
        return True
    if piece.due_rank() in (DAY, MONTH, RECURRING, RELATIVE):
        return not is_bare_time(folded, piece)
    if firm:
        return True
    asked = "每" in said or _COUNT_OF_ACT.match(said) is not None or asks(said)
    counted = bool(piece.amounts) and (asked or any(amount.arabic for amount in piece.amounts))
    return counted and _ACT.search(said) is not None
