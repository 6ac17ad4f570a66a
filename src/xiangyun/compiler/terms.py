"""Terms that stand apart from the sentence they bind: notes, deadlines of a stage, deadlines on a line alone."""

import re
from collections.abc import Container, Sequence
from datetime import date

import msgspec

from xiangyun.compiler.dues import DAY, MONTH, RECURRING, dues_in, firmest
from xiangyun.compiler.modality import asks
from xiangyun.compiler.notes import MIN_LABEL, Note, label_of, may_be_time, note_below, note_in
from xiangyun.compiler.parties import is_name, names_in
from xiangyun.compiler.pieces import Piece
from xiangyun.compiler.row_reader import leading_names
from xiangyun.compiler.structure import Block
from xiangyun.compiler.values import DueLabel

MAX_STAGE = 16

_STAGE = re.compile(r"(?P<title>[^(),:]{2,24})[(:](?P<when>[^()]{3,40})\)?")
_LIMIT = re.compile(r"前|底|止|内")
_ACTS_BY = re.compile(r"负责|牵头|承办")
_IS_STAGE = re.compile(
    r"阶段|步骤|环节|时期|期$|(?:部署|发动|自查|整改|总结|实施|检查|验收|评审|启动|准备|筹备|自评|初评|复评|评估"
    r"|填报|申报|报名|推荐"
    r"|审核|公示|表彰|宣传|征集|培训|演练|汇总|排查|整治|巩固|提升)$"
)


class Terms(msgspec.Struct):
    """Who answers for a block and by when, where a note says so; the note stands at `note_start` to `note_end`."""

    responsible: list[str] = []
    due: DueLabel | None = None
    note_start: int = 0
    note_end: int = 0


def terms_of(text: str, folded: str, blocks: Sequence[Block], rows: Container[int], issued: date | None) -> list[Terms]:
    """The terms of each block: a note binds what precedes it in the same item, back to the note before."""
    terms = [Terms() for _ in blocks]
    bound: list[int] = []
    closed = rowed = False
    announced = ""
    for n, block in enumerate(blocks):
        if block.start in rows:
            bound = []
            continue
        if (counter := folded[block.start : block.end].isdigit()) or block.end - block.start < MIN_LABEL:
            announced, rowed, bound = "", counter, [] if counter else bound
            continue
        label, announced = announced, label_of(folded, block.start, block.end)
        if announced:
            terms[n].note_start, terms[n].note_end = block.start, block.end
            closed = closed or announced == "task"
            continue
        below = label not in ("", "task")
        note = note_below(folded, block.start, block.end, label) if below else note_in(folded, block.start, block.end)
        bare = None if note else _time_alone(text, folded, block, issued)
        note = note or bare
        alone = note is not None and note.start == block.start
        if not alone:
            if closed or (bound and blocks[bound[-1]].path != block.path and not _acts(folded, block)):
                bound = []
            bound.append(n)
            closed = False
        if note:
            terms[n].note_start, terms[n].note_end = note.start, note.end
            cells = [blocks[k] for k in bound[1:]] if bare and rowed else []
            if cells and all(is_name(folded, cell.start, cell.end) for cell in cells):
                bound = bound[:1]
                _answer(text, folded, cells, terms[bound[0]])
            elif bare:
                bound = [k for k in bound if _orders(folded, blocks[k])]
            _bind(text, folded, note, [terms[k] for k in bound], issued)
            closed, rowed = True, False
    return terms


def stage_due(folded: str, pieces: Sequence[Piece]) -> DueLabel | None:
    """The deadline that a heading sets for its item: "(二)检查阶段(9月16日至30日)"."""
    if not pieces or len(pieces) > 2:
        return None
    found = _STAGE.fullmatch(folded, pieces[0].start, pieces[-1].end)
    mentions = [due for piece in pieces for due in piece.dues if due.rank in (DAY, MONTH)]
    if not found or not mentions or len(found["title"]) > MAX_STAGE:
        return None
    if any(due.start < found.start("when") for due in mentions):
        return None
    best = firmest(mentions)
    return best.label if best and _IS_STAGE.search(found["title"]) else None


def _answer(text: str, folded: str, cells: Sequence[Block], task: Terms) -> None:
    """The lines of names between a task and its deadline, cells of a table once, answer for the task."""
    names = [name for cell in cells for name in names_in(text, folded, cell.start, cell.end)]
    task.responsible = task.responsible or names


def _acts(folded: str, block: Block) -> bool:
    return _ACTS_BY.search(folded, block.start, block.end) is not None


def _orders(folded: str, block: Block) -> bool:
    """Whether a line is an order and not a name or heading of a table that lost its shape."""
    return _acts(folded, block) or asks(folded[block.start : block.end])


def _time_alone(text: str, folded: str, block: Block, issued: date | None) -> Note | None:
    """A line that is nothing but a deadline: what is left of a table whose cells became lines."""
    if block.end - block.start > 24 or not may_be_time(folded, block.start, block.end):
        return None
    dues = dues_in(text, folded, block.start, block.end, issued)
    if not any(due.rank in (DAY, MONTH, RECURRING) for due in dues):
        return None
    rest = folded[block.start : block.end]
    for due in dues:
        rest = rest.replace(folded[due.start : due.end], "")
    if len(rest) > 3 or not _LIMIT.search(folded, block.start, block.end):
        return None
    return Note(block.start, block.end, None, (block.start, block.end))


def _bind(text: str, folded: str, note: Note, bound: list[Terms], issued: date | None) -> None:
    names = leading_names(text, folded, *note.names) if note.names else []
    best = firmest(dues_in(text, folded, *note.when, issued)) if note.when else None
    for terms in bound:
        terms.responsible = terms.responsible or names
        terms.due = terms.due or (best.label if best else None)
