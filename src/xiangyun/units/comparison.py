"""What a comparison of a later edition finds: items for a reader, and what applying them would do; pure."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum

from .decisions import Decision, Difference
from .lists import Row


class Kind(StrEnum):
    """What becomes of one place. `kept`: list and tree differ, but the list says nothing new there."""

    ADDED = "added"
    GONE = "gone"
    RENAMED = "renamed"
    RESHAPED = "reshaped"
    MOVED = "moved"
    MARKED = "marked"
    RECODED = "recoded"
    MERGED = "merged"
    SPLIT = "split"
    KEPT = "kept"
    CONFLICT = "conflict"


WHY = {
    "changed_here_too": "both the list and a change here gave it another name or place",
    "parent_closed": "the place above it was closed here",
    "no_parent": "nothing stands here above it",
    "holds_others": "something would still stand below it",
    "in_another_list": "another publisher's list still has it",
    "beside_the_file": "the list had it beside what the file begins with; the file may be a part",
    "many_gone": "more than a tenth of what the list had is gone: the file may be cut off",
    "closed_here": "closed here though the list has it",
    "name": "same name in the same place",
    "name_here": "same name in the same place",
    "stem": "same name with another ending in the same place",
    "several": "several of this name in the same place, taken in their order",
    "code": "same code in the same place; neither name is found elsewhere",
    "code_and_like_name": "same code and a like name in the same place",
    "like_name": "a like name in the same place, and no other one like it",
    "what_is_below": "most of what stands below is the same",
    "moved_with_its_name": "its name is gone from there and new here",
    "same_name": "another body of the same name goes on in the same place",
    "named_after_them": "the new name is put together from those that are gone",
    "decided": "decided",
}
"""What the codes in `why` mean, as the reason that a proposal carries."""


@dataclass(frozen=True, slots=True)
class Item:
    """One place that the edition touches: what happens to it (several kinds may), where, and how it was.

    Sure items hold when the whole is confirmed. Others need a decision; `proposal` is the guess, none for a
    conflict. `why` is a stable code: what the guess or the conflict rests on. `into` are codes of successors.
    """

    kinds: tuple[Kind, ...]
    code: str
    name: str
    place: str
    unit_id: int | None = None
    was_code: str = ""
    was_name: str = ""
    was_place: str = ""
    into: tuple[str, ...] = ()
    is_sure: bool = True
    why: str = ""
    proposal: Decision | None = None


@dataclass(slots=True)
class Comparison:
    """What applying would do if all proposals hold, and the items from the top down.

    `unit_ids` gives the unit of each row that is one already; `new` are rows for new units, parents first; `under`
    and `moved` name parents by their rows' codes; `marked` gives the mark a unit has from now on; `ended` the rows a
    unit went into; `cut_from` the unit that a new row was part of. `left_out` are rows without a unit. `same` counts
    rows that change nothing.
    """

    unit_ids: dict[str, int] = field(default_factory=dict)
    new: list[Row] = field(default_factory=list)
    under: dict[str, str] = field(default_factory=dict)
    renamed: dict[int, str] = field(default_factory=dict)
    moved: dict[int, str] = field(default_factory=dict)
    marked: dict[int, str] = field(default_factory=dict)
    ended: dict[int, tuple[str, ...]] = field(default_factory=dict)
    cut_from: dict[str, int] = field(default_factory=dict)
    left_out: list[Row] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    same: int = 0

    @property
    def has_news(self) -> bool:
        """Whether the list says anything newly."""
        return any(set(item.kinds) != {Kind.KEPT} or not item.is_sure for item in self.items)

    @property
    def open_items(self) -> list[Item]:
        """What a person must decide or confirm."""
        return [item for item in self.items if not item.is_sure]

    @property
    def conflicts(self) -> list[Item]:
        """What nobody but a person can tell."""
        return [item for item in self.open_items if item.proposal is None]

    @property
    def counts(self) -> dict[str, int]:
        """How many places by what happens to them; a place may be counted under several kinds."""
        found = Counter(str(kind) for item in self.items for kind in item.kinds)
        return {"same": self.same, **{str(kind): found[kind] for kind in Kind if found[kind]}}

    @property
    def differences(self) -> list[Difference]:
        """The open items as entries of a decisions file."""
        return [_difference(item) for item in self.open_items]


def _difference(item: Item) -> Difference:
    was = " ".join(text for text in (item.was_code, item.was_name, item.was_place) if text)
    about = "+".join(item.kinds) + (f": {item.why}" if item.why else "")
    name = f"{item.place} {item.name}".strip()
    return Difference(about, item.code, name, was, item.proposal)
