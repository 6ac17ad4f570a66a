"""Reads one part of a notice (its text, an annex, a letter it forwards) into clauses."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from msgspec.structs import force_setattr

from xiangyun.compiler.duties import Duty, Sentence, asks_for_something, read_sentence
from xiangyun.compiler.layout import Part
from xiangyun.compiler.modality import is_furniture
from xiangyun.compiler.parties import is_issuer, names_in
from xiangyun.compiler.pieces import plain_piece
from xiangyun.compiler.row_reader import read_row
from xiangyun.compiler.sentences import sentences_of
from xiangyun.compiler.structure import Block, blocks_of
from xiangyun.compiler.tables import Row, rows_of
from xiangyun.compiler.terms import Terms, stage_due, terms_of
from xiangyun.compiler.values import ClauseDraft, DueLabel, Head, Kind
from xiangyun.core.folding import fold

_CONTACT = re.compile(
    r"(?:联 {0,4}系 {0,4}(?:人|电 {0,4}话|方式)|咨询电话|传 {0,4}真|电 {0,4}话|邮 {0,4}箱) {0,4}[:为]"
)
MIN_SENTENCE = 4
MAX_HEADING = 8
_YEARLY = re.compile(r"(20\d\d)年(?:度)?[^,。:]{0,40}(?:实事|任务|目标|指标|要点|计划|重点工作)")
_YOU = re.compile(r"[你贵您]")
_VAGUE_PARTY = re.compile(r"有关|相关|每")
_EVENT = re.compile(r"召开|举办|举行|成立|制定|印发|建立|组织|开展|完成|发布|进行")
_AS_FOLLOWS = re.compile(r"如下|特制定本|制定本")


def read_part(text: str, folded: str, head: Head, part: Part, issued: date | None) -> Iterator[ClauseDraft]:
    """The clauses of a part in the order of the text; a sentence of contact data is none."""
    return _PartReader(text, folded, head, part, issued).clauses()


class _PartReader:
    """Reads a part from front to end and remembers who was last told to act."""

    def __init__(self, text: str, folded: str, head: Head, part: Part, issued: date | None) -> None:
        self.text, self.folded, self.part, self.issued = text, folded, part, issued
        self.issuer = fold(head.issuer)
        named = part.addressees
        self.addressees = (
            names_in(text, folded, named.start, named.end - 1) if named else head.addressees
        )  # fmt: skip
        self.plan = _plan_due(part, head, issued)
        self.last_subject: dict[str, list[str]] = {}
        self.counts: dict[str, int] = {}
        self.known: dict[str, bool] = {}
        self.stage: tuple[str, DueLabel] | None = None

    def clauses(self) -> Iterator[ClauseDraft]:
        rows = rows_of(self.folded, self.part.body)
        blocks = list(blocks_of(self.text, self.part, rows))
        terms = terms_of(self.text, self.folded, blocks, rows, self.issued)
        self.preamble = self._preamble(blocks)
        for block, term in zip(blocks, terms, strict=True):
            said = self.folded[block.start : block.end]
            if block.start in rows:
                yield from self._numbered(block, self._row(block, rows[block.start]))
            elif (len(said) < MIN_SENTENCE and said.isalpha()) or is_furniture(said):
                yield from self._numbered(block, [self._draft(block, block.start, block.end, "fact")])
            else:
                yield from self._block(block, term)

    def _preamble(self, blocks: Sequence[Block]) -> int:
        """Where the introduction ends: with "通知如下" in front of the first item."""
        ends = [block.end for block in blocks if block.path.endswith("0") and self._announces(block)]
        return max(ends, default=0)

    def _announces(self, block: Block) -> bool:
        return _AS_FOLLOWS.search(self.folded, max(block.start, block.end - 40), block.end) is not None

    def _block(self, block: Block, term: Terms) -> Iterator[ClauseDraft]:
        spans = [
            span for span in sentences_of(self.folded, block.start, term.note_start or block.end)
            if not _CONTACT.match(self.folded, *span)
        ]  # fmt: skip
        sentences = [self._read(block, *span, first=n == 0 < len(spans) - 1) for n, span in enumerate(spans)]
        if term.due and not any(sentence.duties for sentence in sentences):
            sentences = [self._made_duty(sentence, term) for sentence in sentences[:1]] + sentences[1:]
        if (due := self._stage_due(block)) and not block.heading:
            sentences = [self._staged(sentence, due) for sentence in sentences]
        for sentence in sentences:
            yield from self._numbered(block, self._drafts(block, sentence, term))
            self._remember(block, sentence)
        if term.note_start and term.note_start < term.note_end:
            yield from self._numbered(block, [self._draft(block, term.note_start, term.note_end, "fact")])

    def _read(self, block: Block, start: int, end: int, *, first: bool) -> Sentence:
        """Read a sentence; `first`: others follow it in its item, so a short one is the item's heading."""
        if end - start < MIN_SENTENCE:
            return Sentence([plain_piece(start, end)], [])
        sentence = read_sentence(self.text, self.folded, start, end, topic=block.topic, issued=self.issued)
        if block.path.endswith("0") and end <= self.preamble:
            return Sentence(sentence.pieces, [])
        if due := stage_due(self.folded, sentence.pieces):
            self.stage = (block.path, due)
            return Sentence(sentence.pieces, [])
        if block.heading or (first and end - start <= MAX_HEADING and block.path != "0"):
            return Sentence(sentence.pieces, [duty for duty in sentence.duties if duty.is_firm()])
        return sentence

    def _made_duty(self, sentence: Sentence, term: Terms) -> Sentence:
        """A sentence that only its note gives a deadline; another party in it has a duty of its own."""
        pieces = sentence.pieces
        if not pieces:
            return sentence
        starts = [n for n, piece in enumerate(pieces) if piece.subject or n == 0]
        duties = []
        for first, end in zip(starts, [*starts[1:], len(pieces)], strict=True):
            run = pieces[first:end]
            urged = [name for piece in run for name in piece.urged]
            span = (run[0].start, run[-1].end, first, end - 1)
            duties.append(Duty(*span, run[0].subject, urged, term.due, [], None))
        return Sentence(pieces, duties)

    def _staged(self, sentence: Sentence, due: DueLabel) -> Sentence:
        """An order or a party's act under the deadline of its stage is a duty, with no other time or number."""
        if sentence.duties or not sentence.pieces:
            return sentence
        start, end = sentence.pieces[0].start, sentence.pieces[-1].end
        idle = all(piece.idle or piece.case for piece in sentence.pieces)
        named = any(piece.subject for piece in sentence.pieces) or _EVENT.match(self.folded, start, end)
        if idle or not named or not asks_for_something(self.folded, start, end):
            return sentence
        return self._made_duty(sentence, Terms(due=due))

    def _row(self, block: Block, row: Row) -> list[ClauseDraft]:
        said = read_row(self.text, self.folded, row, self.issued)
        if said is None:
            return [self._draft(block, row.start, row.end, "fact")]
        kind: Kind = "own_act" if self._own(said.responsible) else "duty" if said.is_owed() else "exhortation"
        drafts = []
        if row.start < said.start:
            drafts.append(self._draft(block, row.start, said.start, "fact"))
        drafts.append(
            self._draft(
                block, said.start, said.end, kind,
                responsible=said.responsible or self._governing(block), due=said.due, quantity=said.quantity,
                report_to=said.report_to,
            )
        )  # fmt: skip
        if said.end < row.end:
            drafts.append(self._draft(block, said.end, row.end, "fact"))
        return drafts

    def _numbered(self, block: Block, drafts: Iterator[ClauseDraft] | list[ClauseDraft]) -> Iterator[ClauseDraft]:
        """Give the clauses of one sentence their positions."""
        self.counts[block.path] = number = self.counts.get(block.path, 0) + 1
        for order, draft in enumerate(drafts, start=1):
            suffix = f"-{number}-{order}" if order > 1 else f"-{number}" if number > 1 else ""
            force_setattr(draft, "position", block.path + suffix)
            yield draft

    def _drafts(self, block: Block, sentence: Sentence, term: Terms) -> Iterator[ClauseDraft]:
        """The duties of a sentence, and what stands between them, in order."""
        after = 0
        for duty in sentence.duties:
            yield from self._between(block, sentence, after, duty.first, term)
            yield self._duty(block, duty, term)
            after = duty.last + 1
        yield from self._between(block, sentence, after, len(sentence.pieces), term)

    def _duty(self, block: Block, duty: Duty, term: Terms) -> ClauseDraft:
        subject = self.addressees if _YOU.match("".join(duty.subject)) else duty.subject
        named = subject or term.responsible or self._governing(block, urges=bool(duty.urged))
        responsible = [*named, *(name for name in duty.urged if name not in named)]
        return self._draft(
            block, duty.start, duty.end, "own_act" if self._own(duty.subject) else "duty",
            responsible=responsible, due=duty.due or term.due or self._stage_due(block) or self._plan_due(duty),
            quantity=duty.quantity,
            report_to=duty.report_to,
        )  # fmt: skip

    def _plan_due(self, duty: Duty) -> DueLabel | None:
        """A number to reach in the plan of a year is due at its end."""
        each = "每" in self.folded[duty.start : duty.end]
        reached = bool(duty.quantity) and all(quantity.op == "==" for quantity in duty.quantity)
        return self.plan if reached and not each and duty.report_to is None else None

    def _stage_due(self, block: Block) -> DueLabel | None:
        if self.stage and (block.path + ".").startswith(self.stage[0] + "."):
            return self.stage[1]
        return None

    def _between(self, block: Block, sentence: Sentence, first: int, last: int, term: Terms) -> Iterator[ClauseDraft]:
        pieces = sentence.pieces[first:last]
        if not pieces:
            return
        start, end = pieces[0].start, pieces[-1].end
        subject = next((piece.subject for piece in pieces if piece.subject), term.responsible)
        kind: Kind = "fact"
        if self._own(subject):
            kind = "own_act"
        elif any(duty.last < first for duty in sentence.duties):
            kind = "requirement"
        elif asks_for_something(self.folded, start, end):
            kind = "requirement" if sentence.duties else "exhortation"
        yield self._draft(block, start, end, kind, responsible=subject)

    def _draft(self, block: Block, start: int, end: int, kind: Kind, **said: object) -> ClauseDraft:
        quote = self.text[start:end]
        title = block.section_title
        return ClauseDraft("", start, end, quote, kind, title, **said)  # type: ignore[arg-type]

    def _governing(self, block: Block, *, urges: bool = False) -> list[str]:
        """Who was named last in this item, in this chapter, else the addressees (these where it urges others)."""
        in_chapter = None if urges else self.last_subject.get(block.chapter)
        return self.last_subject.get(block.path) or in_chapter or self.addressees

    def _remember(self, block: Block, sentence: Sentence) -> None:
        for piece in sentence.pieces:
            subject = piece.subject
            if piece.urged and not subject:
                subject = [*self._governing(block, urges=True), *piece.urged]
            if subject and not self._own(subject) and not _VAGUE_PARTY.match(fold(subject[0])):
                self.last_subject[block.path] = self.last_subject[block.chapter] = subject

    def _own(self, subject: list[str]) -> bool:
        return bool(subject) and all(self._is_issuer(name) for name in subject)

    def _is_issuer(self, name: str) -> bool:
        if name not in self.known:
            self.known[name] = is_issuer(fold(name), self.issuer)
        return self.known[name]


def _plan_due(part: Part, head: Head, issued: date | None) -> DueLabel | None:
    """The end of the year that the title gives to a plan ("2023年重点工作任务分解")."""
    found = _YEARLY.search(fold("".join(line.text for line in part.title))) or _YEARLY.search(fold(head.title))
    if found is None or (issued and int(found[1]) < issued.year):
        return None
    return {"month_end": f"{found[1]}-12"}
