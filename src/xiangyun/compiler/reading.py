"""Reading a notice: its head, and its clauses with who, by when, how much and to whom."""

import re
from collections.abc import Iterator
from datetime import date

from msgspec.structs import replace

from xiangyun.compiler.duties import Duty, Sentence, asks_for_something, read_sentence
from xiangyun.compiler.head import head_of
from xiangyun.compiler.layout import Part, layout_of
from xiangyun.compiler.parties import is_issuer, names_in
from xiangyun.compiler.readable import check_readable
from xiangyun.compiler.sentences import sentences_of
from xiangyun.compiler.structure import Block, blocks_of
from xiangyun.compiler.values import ClauseDraft, Head, Kind, Reading
from xiangyun.core.folding import fold

_CONTACT = re.compile(
    r"(?:联 {0,4}系 {0,4}(?:人|电 {0,4}话|方式)|咨询电话|传 {0,4}真|电 {0,4}话|邮 {0,4}箱) {0,4}[:为]"
)


def read(text: str, issued: date | None = None) -> Reading:
    """Read a notice; `issued` is its date where the caller knows it, else the date it is signed with.

    Raises Unreadable for what is no notice in Chinese. Never alters the text: every clause is a span of it.
    """
    check_readable(text)
    folded = fold(text)
    layout = layout_of(folded)
    head = head_of(text, folded, layout, issued)
    clauses = [clause for part in layout.parts for clause in _PartReader(text, folded, head, part).clauses()]
    return Reading(head, clauses)


class _PartReader:
    """Reads one part from front to end and remembers who was last told to act."""

    def __init__(self, text: str, folded: str, head: Head, part: Part) -> None:
        self.text, self.folded, self.head, self.part = text, folded, head, part
        self.issuer = fold(head.issuer)
        named = part.addressees
        self.addressees = (
            names_in(text, folded, named.start, named.end - 1) if named else head.addressees
        )  # fmt: skip
        self.last_subject: dict[str, list[str]] = {}

    def clauses(self) -> Iterator[ClauseDraft]:
        """The clauses of the part; a sentence of contact data is none."""
        counts: dict[str, int] = {}
        for block in blocks_of(self.text, self.part):
            for start, end in sentences_of(self.folded, block.start, block.end):
                if _CONTACT.match(self.folded, start, end):
                    continue
                counts[block.path] = number = counts.get(block.path, 0) + 1
                yield from self._sentence(block, number, start, end)

    def _sentence(self, block: Block, number: int, start: int, end: int) -> Iterator[ClauseDraft]:
        sentence = read_sentence(
            self.text, self.folded, start, end, section_title=block.section_title, issued=self.head.issued_on
        )
        for order, draft in enumerate(self._drafts(block, sentence), start=1):
            suffix = f"-{number}-{order}" if order > 1 else f"-{number}" if number > 1 else ""
            yield replace(draft, position=block.path + suffix)
        self._remember(block, sentence)

    def _drafts(self, block: Block, sentence: Sentence) -> Iterator[ClauseDraft]:
        """The duties of a sentence, and what stands between them, in order."""
        after = 0
        for duty in sentence.duties:
            yield from self._between(block, sentence, after, duty.first)
            yield self._duty(block, duty)
            after = duty.last + 1
        yield from self._between(block, sentence, after, len(sentence.pieces))

    def _duty(self, block: Block, duty: Duty) -> ClauseDraft:
        responsible = duty.subject or self._governing(block)
        return self._draft(
            block, duty.start, duty.end, "own_act" if self._own(duty.subject) else "duty",
            responsible=responsible, due=duty.due, quantity=duty.quantity, report_to=duty.report_to,
        )  # fmt: skip

    def _between(self, block: Block, sentence: Sentence, first: int, last: int) -> Iterator[ClauseDraft]:
        pieces = sentence.pieces[first:last]
        if not pieces:
            return
        start, end = pieces[0].start, pieces[-1].end
        subject = next((piece.subject for piece in pieces if piece.subject), [])
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

    def _governing(self, block: Block) -> list[str]:
        """Who was named last in this item, else in this chapter, else the addressees."""
        return self.last_subject.get(block.path) or self.last_subject.get(block.chapter) or self.addressees

    def _remember(self, block: Block, sentence: Sentence) -> None:
        for piece in sentence.pieces:
            if piece.subject and not self._own(piece.subject):
                self.last_subject[block.path] = self.last_subject[block.chapter] = piece.subject

    def _own(self, subject: list[str]) -> bool:
        return bool(subject) and all(is_issuer(fold(name), self.issuer) for name in subject)
