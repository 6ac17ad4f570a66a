"""A later edition of a list against what stands: what it changes, what is a guess, what a person must decide; pure.

Three things are held against each other: what the list said last, what stands here, and what the list says now.
Only what the list says newly is a change; where it says the same as before, what a person did here stays.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from .comparison import WHY, Comparison, Item, Kind
from .decisions import Decision
from .likeness import kind_of
from .lists import Row
from .marks import is_quasi
from .pairing import How, Pairs, find_pairs
from .pins import Pins, pin
from .plans import QUASI
from .standing import Standing, ground_of
from .successors import Successor, sources_of, successors_of

FEW_GONE, MANY_GONE = 20, 0.1


def compare(
    rows: Collection[Row],
    standing: Iterable[Standing],
    *,
    outside: Mapping[str, int] | None = None,
    decisions: Collection[Decision] = (),
    left_out: Collection[tuple[str, str]] = frozenset(),
) -> Comparison:
    """The comparison on the list's day; BadDecisions for a decision that cannot hold.

    `outside` gives units of parents' codes that the file does not hold, `left_out` code and name (or no name) of
    rows that were left out when an edition before was applied.
    """
    pairs = Pairs(ground_of(rows, standing, outside or {}))
    pins = pin(pairs, decisions, left_out)
    find_pairs(pairs)
    found = Comparison()
    comparing = _Comparing(found, pairs, pins)
    for row in sorted(rows, key=lambda r: (r.level, r.code)):
        comparing.add_row(row)
    comparing.add_new()
    comparing.add_gone()
    found.items = sorted(found.items, key=lambda item: item.kinds == (Kind.CONFLICT,), reverse=True)
    return found


@dataclass(slots=True)
class _Comparing:
    """Fills a comparison, row by row from the top down."""

    found: Comparison
    pairs: Pairs
    pins: Pins

    def add_row(self, row: Row) -> None:
        unit = self.pairs.unit_of.get(row.code)
        if row.code in self.pins.left_out:
            self.found.left_out.append(row)
        elif unit is None:
            self.found.new.append(row)
            self.found.under[row.code] = self.pins.places.get(row.code, row.parent_code)
        else:
            self.found.unit_ids[row.code] = unit.unit_id
            self._add_pair(row, unit)

    def _add_pair(self, row: Row, unit: Standing) -> None:
        """What a row says newly of the unit it is."""
        how = self.pairs.how[row.code]
        if not unit.stands:
            self.found.items.append(self._item(row, unit, [Kind.KEPT], How("closed_here")))
            return
        kinds = [kind for kind in (self._name(row, unit), self._place(row, unit), self._mark(row, unit)) if kind]
        if Kind.CONFLICT in kinds:
            kinds, how = [Kind.CONFLICT], How(self._why_conflict(row), is_sure=False)
        elif unit.listed is None or unit.listed.code != row.code:
            kinds.append(Kind.RECODED)
        if kinds or not how.is_sure:
            self.found.items.append(self._item(row, unit, kinds or [Kind.RECODED], how))
        else:
            self.found.same += 1

    def _name(self, row: Row, unit: Standing) -> Kind | None:
        """Reshaped if the ending names another kind of body: 镇 to 街道, 村 to 社区."""
        newly = self._settled(row, _newer(unit.listed_name, unit.name, row.name))
        if newly != "list":
            return _KINDS[newly]
        self.found.renamed[unit.unit_id] = row.name
        now, before = kind_of(row.name, row.level), kind_of(unit.name, row.level)
        return Kind.RESHAPED if now and before and now != before else Kind.RENAMED

    def _place(self, row: Row, unit: Standing) -> Kind | None:
        """Places are compared as units; a new row as parent is newer than any. A root without parent says nothing."""
        parent_code = self.pins.places.get(row.code, row.parent_code)
        if not parent_code:
            return None
        above = self.pairs.unit_of.get(parent_code)
        parent = above.unit_id if above else self.pairs.ground.outside.get(parent_code, parent_code)
        if row.code in self.pins.places:
            newly = "list" if parent != unit.parent_id else ""
        else:
            newly = self._settled(row, _newer(unit.listed_parent_id, unit.parent_id, parent))
        if newly != "list":
            return _KINDS[newly]
        if above and not above.stands:
            return Kind.CONFLICT
        self.found.moved[unit.unit_id] = parent_code
        return Kind.MOVED

    def _mark(self, row: Row, unit: Standing) -> Kind | None:
        """A park that became a street, or the other way, by its code or by decision."""
        mark = self._new_mark(row, unit)
        if mark == unit.mark:
            return None
        self.found.marked[unit.unit_id] = mark
        return Kind.MARKED

    def _new_mark(self, row: Row, unit: Standing) -> str:
        decided = self.pins.marks.get(row.code)
        if decided is not None:
            return decided
        if unit.listed is None:
            return unit.mark
        was, now = is_quasi(unit.listed.code, unit.level), is_quasi(row.code, row.level)
        if was == now or (unit.mark == QUASI) != was or unit.mark not in {"", QUASI}:
            return unit.mark
        return QUASI if now else ""

    def _settled(self, row: Row, newly: str) -> str:
        """A decision settles what was changed both here and by the list."""
        if row.code in self.pins.holds and newly:
            return "here"
        return "list" if newly == "both" and self.pairs.how[row.code].why == "decided" else newly

    def _why_conflict(self, row: Row) -> str:
        above = self.pairs.unit_of.get(row.parent_code)
        return "parent_closed" if above and not above.stands else "changed_here_too"

    def _item(self, row: Row, unit: Standing, kinds: Sequence[Kind], how: How) -> Item:
        is_guess = not how.is_sure and Kind.CONFLICT not in kinds
        tells_place = {Kind.MOVED, Kind.CONFLICT} & set(kinds)
        return Item(
            kinds=tuple(dict.fromkeys(kinds)),
            code=row.code,
            name=row.name,
            place=self.pairs.ground.place_of_row(row),
            unit_id=unit.unit_id,
            was_code=unit.listed.code if unit.listed and unit.listed.code != row.code else "",
            was_name=unit.name if unit.name != row.name else "",
            was_place=self.pairs.ground.place_of_unit(unit) if tells_place else "",
            is_sure=how.is_sure,
            why=how.why,
            proposal=Decision(row.code, "same", unit.ref, WHY[how.why]) if is_guess else None,
        )

    def add_new(self) -> None:
        """New units; those that hold mostly what stood below another are guessed to be cut from it."""
        rows = [row for row in self.found.new if row.code not in self.pins.decided_rows]
        guessed = sources_of(self.pairs, rows)
        for row in self.found.new:
            source = self.pins.cut_from.get(row.code) or guessed.get(row.code)
            if source:
                self.found.cut_from[row.code] = source.unit_id
            self.found.items.append(self._new_item(row, source, is_guess=row.code in guessed))

    def _new_item(self, row: Row, source: Standing | None, *, is_guess: bool) -> Item:
        item = Item(
            kinds=(Kind.SPLIT if source else Kind.ADDED,),
            code=row.code,
            name=row.name,
            place=self.pairs.ground.place_of_row(row),
            was_name=source.name if source else "",
        )
        if why := self._nowhere(row):
            return replace(item, kinds=(Kind.CONFLICT,), is_sure=False, why=why)
        if source and is_guess:
            proposal = Decision(row.code, "split", source.ref, WHY["what_is_below"])
            return replace(item, is_sure=False, why="what_is_below", proposal=proposal)
        return item

    def _nowhere(self, row: Row) -> str:
        """Why a new unit cannot stand where its row says; empty if it can."""
        parent_code = self.found.under[row.code]
        above = self.pairs.unit_of.get(parent_code)
        if above and not above.stands:
            return "parent_closed"
        if above or parent_code in self.found.under or parent_code in self.pairs.ground.outside:
            return ""
        return "no_parent"

    def add_gone(self) -> None:
        """Units of the file's own area that its list had and no longer has."""
        gone = list(self._gone())
        guessed = successors_of(self.pairs, [u for u in gone if u.unit_id not in self.pins.ended])
        for unit in gone:
            guess = guessed.get(unit.unit_id)
            self.found.ended[unit.unit_id] = self.pins.ended.get(unit.unit_id, guess.codes if guess else ())
        left, are_many = self._left_below(), self._are_many(gone)
        for unit in sorted(gone, key=lambda u: (u.level, u.ref)):
            item = self._ending(unit, guessed.get(unit.unit_id), left[unit.unit_id])
            doubt = "many_gone" if are_many else "beside_the_file" if unit.unit_id in self.pairs.beside else ""
            if doubt and item.is_sure and unit.unit_id not in self.pins.ended:
                item = replace(item, is_sure=False, why=doubt, proposal=Decision(unit.ref, "close", "", WHY[doubt]))
            self.found.items.append(item)

    def _are_many(self, gone: Sequence[Standing]) -> bool:
        """A tenth of the area gone is rarely the truth and often a file that was cut off: a person confirms it."""
        return len(gone) > max(FEW_GONE, MANY_GONE * len(self.pairs.own))

    def _gone(self) -> Iterator[Standing]:
        """A file that stops above a level says nothing of it."""
        levels = {row.level for row in self.pairs.ground.rows.values()}
        kept = self.pairs.row_of.keys() | self.pairs.standing_on
        for unit_id in self.pairs.own - kept:
            unit = self.pairs.ground.units[unit_id]
            if unit.listed and unit.stands and unit.level in levels:
                yield unit

    def _left_below(self) -> Counter[int | None]:
        """How much would still stand directly below each unit."""
        left: Counter[int | None] = Counter()
        for unit in self.pairs.ground.units.values():
            if unit.others:
                left[unit.unit_id] += unit.others
            if unit.stands and unit.unit_id not in self.found.ended and unit.unit_id not in self.found.moved:
                left[unit.parent_id] += 1
        return left

    def _ending(self, unit: Standing, guess: Successor | None, left: int) -> Item:
        into = self.found.ended[unit.unit_id]
        item = Item(
            kinds=(Kind.MERGED if into else Kind.GONE,),
            code=unit.ref,
            name=unit.name,
            place=self.pairs.ground.place_of_unit(unit),
            unit_id=unit.unit_id,
            into=into,
        )
        if guess:
            proposal = Decision(unit.ref, "merge", " ".join(into), WHY[guess.why])
            return replace(item, is_sure=False, why=guess.why, proposal=proposal)
        is_decided = unit.unit_id in self.pins.ended
        if not into and (left or (unit.is_elsewhere and not is_decided)):
            why = "holds_others" if left else "in_another_list"
            return replace(item, kinds=(Kind.CONFLICT,), is_sure=False, why=why)
        return item


_KINDS = {"": None, "here": Kind.KEPT, "both": Kind.CONFLICT}


def _newer(listed: object, here: object, now: object) -> str:
    """Whose word is the newer: nobody's, the list's, the one here, or both's."""
    if now == here:
        return ""
    if now == listed:
        return "here"
    return "list" if listed == here else "both"
