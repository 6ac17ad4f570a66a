"""From a sentence to its clauses: which pieces make a duty, and what the rest of the sentence is."""

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

import msgspec

from xiangyun.compiler.dues import (
    DAY,
    MONTH,
    RECURRING,
    RELATIVE,
    VAGUE,
    YEAR,
    DueMention,
    dues_in,
)
from xiangyun.compiler.parties import subject_in
from xiangyun.compiler.quantities import AmountMention, amounts_in
from xiangyun.compiler.receivers import asks_report, receiver_in
from xiangyun.compiler.sentences import pieces_of
from xiangyun.compiler.values import DueLabel, Quantity

REACH = 5
MAX_BACK = 40
MAX_PIECE = 1000

# Sections that say who may apply, what for or what is won, not what is owed.
_BACKGROUND = re.compile(r"条件|资格|评选范围|认定范围|指导思想|目的|意义|奖励|奖项|背景|评分|解释")
_PAST = re.compile(r"截至|以来|取得了|体现了|做出了|作出了|已经?(?:创作|完成|建成|开展|达到|举办)|曾")
_MUST = re.compile(r"(?<![重主需必只首不])要(?!求)|应(?![急用对])|须|务必|(?<!申)请|不得|必须|一律|严禁|确保")
_URGED = re.compile(
    r"^(?:一是|继续|切实|认真|积极|加强|落实|做好|推进|强化|抓好|严格|完善|健全|深入|全面|大力|扎实|及时|提高|统一|重点|高质量|突出|多|坚持|组织|开展|严防|不搞|要求|由.{2,30}(?:牵头|负责))"
)
_MAY = re.compile(r"可以|可(?=在|向|由|根据|从)")
_TIME_WORDS = re.compile(r"在|于|前|之|上午|下午|\d{1,2}:\d\d|\s|至|起|止|时|截止|分|左右")
_SUBORDINATE = re.compile(r"(?:(?:之|以)?前|后|时|的前提下|的基础上)$")
_CONTINUED = re.compile(r"(?:其中|且|并且?|申报科室|共)")
_LEANING = re.compile(r"(?:于|在|并|按|要|向|上报|报|由|及时|经)")
_TOPIC = re.compile(r"^(?:对|凡|所有|除)|(?:的|情况|材料|项目|者)$")
_ACT = re.compile(r"完成|实现|达|建|办|报|组织|开展|推|创|举|培|配|发|征|送|安排|落实|做|写|录|传|招|评|选|申")
_WHOLE_YEAR = re.compile(r"全年")


class Piece(NamedTuple):
    """What one piece between commas says."""

    start: int
    end: int
    subject: list[str]
    dues: list[DueMention]
    amounts: list[AmountMention]
    receiver: str | None
    reports: bool

    def due_rank(self) -> int:
        return max((mention.rank for mention in self.dues), default=0)


class Duty(msgspec.Struct):
    """A run of pieces of one sentence that lays one act on one party."""

    start: int
    end: int
    first: int
    last: int
    subject: list[str]
    due: DueLabel | None
    quantity: list[Quantity]
    report_to: str | None


class Sentence(NamedTuple):
    """A sentence taken apart: its pieces in order, and the duties that stand in them."""

    pieces: list[Piece]
    duties: list[Duty]


def read_sentence(text: str, folded: str, start: int, end: int, *, section_title: str, issued: date | None) -> Sentence:
    """Find the pieces of a sentence and the duties among them."""
    pieces = [_piece(text, folded, a, b, issued) for a, b in pieces_of(folded, start, end)]
    said = folded[start:end]
    past = _PAST.search(said) and not _MUST.search(said)
    if past or _BACKGROUND.search(section_title) or said.rstrip().endswith("如下"):
        return Sentence(pieces, [])
    return Sentence(pieces, list(_duties(folded, pieces)))


def asks_for_something(folded: str, start: int, end: int) -> bool:
    """Whether the wording is that of an order (要, 须, 请 …), duty or not."""
    said = folded[start:end]
    return bool(_MUST.search(said) or _URGED.match(said))


def _piece(text: str, folded: str, start: int, end: int, issued: date | None) -> Piece:
    if end - start > MAX_PIECE:  # no prose: kept as it is, not searched
        return Piece(start, end, [], [], [], None, False)
    dues = dues_in(text, folded, start, end, issued)
    # Words of time in front of the subject are passed over: "3月底市局将…".
    first = start
    while leading := next((due for due in dues if due.start == first and due.end < end), None):
        first = leading.end
    return Piece(
        start,
        end,
        subject_in(text, folded, first, end),
        dues,
        amounts_in(text, folded, start, end),
        receiver_in(text, folded, start, end),
        asks_report(folded, start, end),
    )


def _duties(folded: str, pieces: list[Piece]) -> Iterator[Duty]:
    """Walk over the pieces: words of time wait for their act, a duty takes what leans on it."""
    last_duty: Duty | None = None
    waiting: int | None = None
    for n, piece in enumerate(pieces):
        if _waits(folded, piece) and n + 1 < len(pieces):
            waiting = n if waiting is None else waiting
            continue
        timed = waiting is not None and any(_sets_time(p) for p in pieces[waiting:n])
        if not timed and not _makes_duty(folded, piece):
            waiting = None
            continue
        if timed and not _acts(piece) and _report_ahead(folded, pieces, n):
            continue
        if last_duty and last_duty.last == n - 1 and waiting is None and _continues(folded, piece, last_duty):
            _join(last_duty, piece, n)
            continue
        if last_duty:
            yield last_duty
        last_duty = _duty(folded, pieces, n, waiting, last_duty)
        waiting = None
    if last_duty:
        yield last_duty


def _waits(folded: str, piece: Piece) -> bool:
    """Nothing but a time ("3月下旬前"), or a condition that the next piece completes ("…之前")."""
    if folded.startswith("(", piece.end):
        return False
    if _SUBORDINATE.search(folded, piece.start, piece.end):
        return True
    rest = folded[piece.start : piece.end]
    for mention in piece.dues:
        rest = rest.replace(folded[mention.start : mention.end], "")
    return bool(piece.dues) and len(_TIME_WORDS.sub("", rest)) <= 1


def _sets_time(piece: Piece) -> bool:
    return piece.due_rank() >= RELATIVE


def _acts(piece: Piece) -> bool:
    return piece.reports or piece.receiver is not None or bool(piece.amounts)


def _report_ahead(folded: str, pieces: list[Piece], n: int) -> bool:
    ahead = pieces[n + 1 : n + REACH]
    return any(p.reports or p.receiver for p in ahead) and not any(_sets_time(p) for p in ahead)


def _makes_duty(folded: str, piece: Piece) -> bool:
    """A deadline, a rhythm, a number asked or a report makes a duty; what merely may be done does not."""
    said = folded[piece.start : piece.end]
    heading = folded[piece.end : piece.end + 1] == ":" and not piece.dues and not piece.amounts
    about = said.startswith("对") and not _MUST.search(said)
    if heading or about:
        return False
    if piece.receiver is not None or piece.reports:
        return True
    if _MAY.search(said) and not _MUST.search(said):
        return False
    if any(m.rank in (DAY, MONTH, RECURRING) for m in piece.dues):
        return True
    if any(m.rank == RELATIVE for m in piece.dues):
        return True
    if any(amount.firm for amount in piece.amounts):
        return True
    counted = [a for a in piece.amounts if a.arabic or "每" in said or said.startswith(("各", "做"))]
    return bool(counted) and _ACT.search(said) is not None


def _continues(folded: str, piece: Piece, duty: Duty) -> bool:
    """Whether a piece goes on with the duty before it instead of laying down another."""
    if _CONTINUED.match(folded, piece.start, piece.end):
        return True
    bare = not piece.subject and not piece.dues and not piece.amounts
    return bare and piece.receiver is not None and duty.report_to is None and duty.due is not None


def _join(duty: Duty, piece: Piece, n: int) -> None:
    duty.end, duty.last = piece.end, n
    duty.quantity.extend(amount.quantity for amount in piece.amounts)
    duty.report_to = duty.report_to or piece.receiver


def _duty(folded: str, pieces: list[Piece], n: int, waiting: int | None, before: Duty | None) -> Duty:
    first = n if waiting is None else waiting
    if first > 0 and (before is None or before.last < first - 1) and _belongs(folded, pieces, first, waiting):
        first -= 1
    run = pieces[first : n + 1]
    amounts = [amount.quantity for piece in run for amount in piece.amounts]
    duty = Duty(
        start=run[0].start,
        end=run[-1].end,
        first=first,
        last=n,
        subject=_subject(pieces, n),
        due=_due(folded, run, amounts),
        quantity=amounts,
        report_to=next((piece.receiver for piece in reversed(run) if piece.receiver), None),
    )
    if duty.due is None and before and _parallel(duty, before):
        duty.due = before.due
    return duty


def _belongs(folded: str, pieces: list[Piece], first: int, waiting: int | None) -> bool:
    """Whether the piece before a duty is its topic ("对不参加的,…"), or the subject it leans on."""
    before, piece = pieces[first - 1], pieces[first]
    said = folded[before.start : before.end]
    if _TOPIC.search(said) and not asks_for_something(folded, before.start, before.end):
        return True
    return waiting is None and not piece.subject and _LEANING.match(folded, piece.start) is not None


def _subject(pieces: list[Piece], n: int) -> list[str]:
    """The party of the act itself, else the nearest before it in the sentence."""
    nearest = (pieces[k].subject for k in range(n, max(-1, n - MAX_BACK), -1) if pieces[k].subject)
    return next(nearest, [])


def _due(folded: str, run: list[Piece], amounts: list[Quantity]) -> DueLabel | None:
    """The firmest wording of the piece with the act; its own date goes before one that was waiting."""
    act = run[-1]
    if act.due_rank() < MONTH and any(piece.due_rank() > act.due_rank() for piece in run):
        mentions = [*act.dues, *(m for piece in run for m in piece.dues if m.rank != YEAR)]
    else:
        mentions = act.dues
    counted = bool(amounts) or "完成" in folded[act.start : act.end]
    usable = [m for m in mentions if m.rank != YEAR or counted]
    best = max(usable, key=lambda mention: mention.rank, default=None)
    vague = best is None or best.rank <= VAGUE
    if vague and amounts and _WHOLE_YEAR.search(folded, run[0].start, act.end):
        return {"recurring": "yearly"}
    return best.label if best else None


def _parallel(duty: Duty, before: Duty) -> bool:
    """Parts of one sentence that ask the same measure of different parties share the deadline in front."""
    ops = {(quantity.op, quantity.unit) for quantity in duty.quantity}
    return bool(ops) and ops == {(quantity.op, quantity.unit) for quantity in before.quantity}
