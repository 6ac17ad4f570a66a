"""From a sentence to its clauses: which pieces make a duty, and what the rest of the sentence is."""

import re
from datetime import date
from typing import NamedTuple

import msgspec

from xiangyun.compiler.dues import DAY, FIRM, MONTH, VAGUE, YEAR, DueMention, firmest
from xiangyun.compiler.modality import (
    asks,
    defines,
    is_background,
    is_occasion,
    is_past,
    is_reward,
    is_topic,
    must,
    says_who_may,
    urges,
)
from xiangyun.compiler.pieces import Piece, bans, makes_duty, piece_of, titles_due, waits
from xiangyun.compiler.sentences import pieces_of
from xiangyun.compiler.values import DueLabel, Quantity

REACH = 5
MAX_BACK = 40
MAX_LEAD = 12

_CONTINUED = re.compile(
    r"(?:其中|且|并且|申报科室|共|一式|每(?![年月日周天季旬半两\d]|学期|星期|个工作日)[^,]{0,10}(?:不|至少|\d|一式|各))"
)
_LEANING = re.compile(r"(?:于|在|并|按|要|向|上报|报|由|及时|经|每|至少|须|应|截止|截至|\d)")
_REPORTS_FIRST = re.compile(
    r"(?:并|同时|一并|再|经[^,]{2,16}后|汇总后?|统一)?(?:及时|逐级|书面|一并|按时|按要求)?(?:上报|报送|报请|呈报|报"
    r"|提交|送交|送|交|寄|发送|上传|传)(?!名|到)"
)
_NEW_OBJECT = re.compile(
    r"将|把|对|(?![按据根依通以用])[\u4e00-\u9fff]{2,12}(?:表|总结|报告|情况|材料|名单|方案|稿|信息|数据|档案|书)"
)
_HOUR = re.compile(r"(?:[上下中]午|早上?|晚上?)?\s?\d{1,2}(?::\d\d|[时点](?:\d{1,2}分|半|整)?)(?:之|以)?前|下班前")
_TASK = re.compile(r"新[增建设]|完成|建[成设]|扶持|改[造建]|扩建|实施|培育|打造|创建|为\d|引进|启动|推广")
_WHOLE_YEAR = re.compile(r"全年")


class Duty(msgspec.Struct):
    """A run of pieces of one sentence that lays one act on one party."""

    start: int
    end: int
    first: int
    last: int
    subject: list[str]
    urged: list[str]
    due: DueLabel | None
    quantity: list[Quantity]
    report_to: str | None

    def is_firm(self) -> bool:
        """Whether a date, a rhythm or a number stands in it, more than a word like 及时 or 报送."""
        return bool(self.quantity) or bool(self.due and "relative" not in self.due)


class Sentence(NamedTuple):
    """A sentence taken apart: its pieces in order, and the duties that stand in them."""

    pieces: list[Piece]
    duties: list[Duty]


def read_sentence(text: str, folded: str, start: int, end: int, *, topic: str, issued: date | None) -> Sentence:
    """Find the pieces of a sentence and the duties among them."""
    pieces = [piece_of(text, folded, a, b, issued) for a, b in pieces_of(folded, start, end)]
    said = folded[start:end]
    dated = is_occasion(topic) and not asks(said) and not any(piece.subject for piece in pieces)
    bound = any(piece.due_rank() in FIRM and not piece.idle for piece in pieces)
    return Sentence(
        pieces, [] if dated or _only_tells(said, topic, bound=bound) else _SentenceReader(folded, pieces).duties()
    )


def _only_tells(said: str, topic: str, *, bound: bool) -> bool:
    """Whether a sentence tells, explains, announces, or stands in a section that lays no duty on anybody."""
    if (
        (is_past(said) and not bound)
        or is_background(topic)
        or says_who_may(said)
        or said.rstrip(" :").endswith("如下")
    ):
        return True
    return defines(said) and not must(said)


def asks_for_something(folded: str, start: int, end: int) -> bool:
    """Whether the wording is that of an order or a task, duty or not."""
    return urges(folded[start:end])


class _SentenceReader:
    """Walks over the pieces: words of time wait for their act, a duty takes what leans on it."""

    def __init__(self, folded: str, pieces: list[Piece]) -> None:
        self.folded, self.pieces = folded, pieces
        self.found: list[Duty] = []
        self.waiting: int | None = None
        self.ahead: DueLabel | None = None

    def duties(self) -> list[Duty]:
        for n, piece in enumerate(self.pieces):
            if n and titles_due(self.pieces[n - 1], self.folded, piece):
                self.waiting = n - 1
                self.found.append(self._duty(n, self.found[-1] if self.found else None))
                self.waiting = None
            elif waits(self.folded, piece) and n + 1 < len(self.pieces):
                self.waiting = n if self.waiting is None else self.waiting
            elif not self._take(n, piece):
                self.waiting = None
        return self.found

    def _take(self, n: int, piece: Piece) -> bool:
        """Take a piece into the last duty or a new one; False if it is none (or true while a report is ahead)."""
        timed = self.waiting is not None and any(p.sets_time() for p in self.pieces[self.waiting : n])
        timed = timed and not piece.idle and not bans(piece)
        last = self.found[-1] if self.found else None
        if last and last.last == n - 1 and self.waiting is None and self._adds(piece, last):
            self._join(last, piece, n)
            return True
        if self._follows_idle(n, piece):
            return False
        if not timed and not makes_duty(self.folded, piece):
            if not self._shares_time(piece):
                return False
        elif timed and not piece.acts() and self._report_ahead(n):
            return True
        if last and self.waiting is None and self._continues(piece, n, last):
            self._join(last, piece, n)
        else:
            self.found.append(self._duty(n, last))
        if self.waiting is not None:
            run = self.pieces[self.waiting : n]
            best = firmest([m for p in run for m in p.dues if m.rank in (DAY, MONTH)])
            self.ahead = best.label if best else None
            self.waiting = None
        return True

    def _adds(self, piece: Piece, last: Duty) -> bool:
        """Whether it only adds to the duty before it: 其中…, 每校…, 一式两份."""
        own = (
            piece.sets_time() or piece.idle or (piece.hands_in() and not piece.said.startswith(("且", "并且", "申报")))
        )
        another = bool(last.subject) and last.subject[0][0] == "每" and piece.subject not in ([], last.subject)
        return not own and not another and _CONTINUED.match(piece.said) is not None

    def _follows_idle(self, n: int, piece: Piece) -> bool:
        """A number right behind what is paid or won belongs to that."""
        alone = not (piece.subject or piece.sets_time() or piece.hands_in() or must(piece.said))
        return alone and n > 0 and is_reward(self.pieces[n - 1].said)

    def _shares_time(self, piece: Piece) -> bool:
        """Another party with an act of its own under the deadline at the head of the sentence."""
        return self.ahead is not None and bool(piece.subject) and not piece.case and not piece.idle

    def _report_ahead(self, n: int) -> bool:
        ahead = self.pieces[n + 1 : n + REACH]
        stop = next((k for k, p in enumerate(ahead) if p.sets_time() or p.subject), len(ahead))
        return any(p.hands_in() for p in ahead[:stop])

    def _continues(self, piece: Piece, n: int, last: Duty) -> bool:
        """Whether a piece goes on with the duty before it instead of laying down another."""
        if last.last < n - 2 or any(p.subject not in ([], last.subject) for p in self.pieces[last.last + 1 : n]):
            return False
        if _only_clock(self.folded, piece) and last.due and "recurring" in last.due and last.report_to is None:
            return True
        own_time = piece.sets_time()
        if own_time:
            late = last.last == n - 1 and last.due is None and last.quantity and _LEANING.match(piece.said)
            new = _NEW_OBJECT.match(piece.said) or _NEW_OBJECT.search(self._behind_time(piece))
            return bool(late) and not (new or piece.amounts or piece.subject)
        if piece.subject and piece.subject != last.subject:
            return False
        if piece.hands_in():
            return last.report_to is None and self._goes_on(piece, last)
        return bool(piece.amounts) and not piece.subject and not self._another_task(piece, last)

    def _another_task(self, piece: Piece, last: Duty) -> bool:
        """Whether both begin with a verb of building and a count: "新增…40万户…,完成2000个…"."""
        counts = (piece.amounts, self.pieces[last.last].amounts)
        begun = _TASK.match(piece.said) and _TASK.match(self.pieces[last.last].said)
        return begun is not None and all(len(found) == 1 and not found[0].firm for found in counts)

    def _goes_on(self, piece: Piece, last: Duty) -> bool:
        """Whether a report is about what was just named: it begins with the verb, or finishes "将…"."""
        if _REPORTS_FIRST.match(piece.said):
            return True
        open_still = last.due is not None and not last.quantity and not self.pieces[last.last].hands_in()
        return open_still and not _NEW_OBJECT.match(piece.said.lstrip("并同时再"))

    def _behind_time(self, piece: Piece) -> str:
        return self.folded[max(mention.end for mention in piece.dues) : piece.end]

    def _join(self, duty: Duty, piece: Piece, n: int) -> None:
        duty.end, duty.last = piece.end, n
        duty.quantity.extend(amount.quantity for amount in piece.amounts)
        duty.report_to = duty.report_to or piece.receiver
        if _only_clock(self.folded, piece) and duty.due and "recurring" in duty.due:
            duty.due = duty.due | {"by": duty.due.get("by", piece.dues[0].label["relative"])}
        elif duty.due is None or piece.sets_time():
            duty.due = _due(self.folded, [piece], duty.quantity) or duty.due

    def _duty(self, n: int, before: Duty | None) -> Duty:
        first = n if self.waiting is None else self.waiting
        if first > 0 and (before is None or before.last < first - 1) and self._belongs(first):
            first -= 1
        run = self.pieces[first : n + 1]
        amounts = [amount.quantity for piece in run for amount in piece.amounts if not piece.case]
        duty = Duty(
            start=run[0].start,
            end=run[-1].end,
            first=first,
            last=n,
            subject=self._subject(n),
            urged=[name for piece in run for name in piece.urged],
            due=_due(self.folded, run, amounts),
            quantity=amounts,
            report_to=next((piece.receiver for piece in reversed(run) if piece.receiver), None),
        )
        if duty.due is None or duty.due == {"relative": ""}:
            duty.due = self._inherited(duty, n, before)
        elif before and before.due and before.due.get("recurring") == "yearly" and "by" in before.due:
            duty.due = self._each_year(run[-1]) or duty.due
        return duty

    def _each_year(self, piece: Piece) -> DueLabel | None:
        """A day without a year behind "每年7月30日前…" comes back each year too."""
        best = firmest(piece.dues)
        said = self.folded[best.start : best.end] if best and best.rank in (DAY, MONTH) else ""
        return {"recurring": "yearly", "by": said} if said and "年" not in said else None

    def _inherited(self, duty: Duty, n: int, before: Duty | None) -> DueLabel | None:
        """The deadline at the head of the sentence, or that of the part before it which this one goes on from."""
        if self.ahead is not None:
            return self.ahead
        if before is None or before.due is None:
            return None
        same = not self.pieces[n].subject or self.pieces[n].subject == before.subject
        dated = "date" in before.due or "month_end" in before.due
        return before.due if (same and dated and duty.report_to) or _parallel(duty, before) else None

    def _belongs(self, first: int) -> bool:
        """Whether the piece before a duty is its topic ("对不参加的,…"), or the subject it leans on."""
        before, piece = self.pieces[first - 1], self.pieces[first]
        copies = bool(before.amounts) and "一式" in before.said
        if before.case or copies or (is_topic(before.said) and not before.dues):
            return True
        named = bool(before.subject) or len(before.said) <= MAX_LEAD
        leads = self.waiting is None and not piece.subject and not before.idle and named
        return leads and _LEANING.match(piece.said) is not None

    def _subject(self, n: int) -> list[str]:
        """The party of the act itself, else the nearest before it in the sentence."""
        named = [self.pieces[k].subject for k in range(n, max(-1, n - MAX_BACK), -1) if self.pieces[k].subject]
        return next((names for names in named if not names[0].startswith("每")), named[0] if named else [])


def _due(folded: str, run: list[Piece], amounts: list[Quantity]) -> DueLabel | None:
    """The firmest wording of the piece with the act; its own date goes before one that was waiting."""
    act = run[-1]
    mentions: list[DueMention] = act.dues
    if act.due_rank() < MONTH and any(piece.due_rank() > act.due_rank() for piece in run):
        mentions = [*act.dues, *(m for piece in run for m in piece.dues if m.rank != YEAR)]
    counted = bool(amounts) or "完成" in act.said
    best = firmest([m for m in mentions if m.rank != YEAR or counted])
    vague = best is None or best.rank <= VAGUE
    if vague and amounts and _WHOLE_YEAR.search(folded, run[0].start, act.end):
        return {"recurring": "yearly"}
    return best.label if best else None


def _only_clock(folded: str, piece: Piece) -> bool:
    """Whether the only time is an hour ("17时前"): no deadline of its own, but the hour of a rhythm."""
    return len(piece.dues) == 1 and _HOUR.fullmatch(folded, piece.dues[0].start, piece.dues[0].end) is not None


def _parallel(duty: Duty, before: Duty) -> bool:
    """Parts of one sentence that ask the same measure of different parties share the deadline in front."""
    ops = {(quantity.op, quantity.unit) for quantity in duty.quantity}
    return bool(ops) and ops == {(quantity.op, quantity.unit) for quantity in before.quantity}
