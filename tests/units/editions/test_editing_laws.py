"""Random trees and edits: where nothing is ambiguous, the comparison finds exactly what was edited."""

from dataclasses import dataclass, field, replace

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.units.editions.lists import standing_as_listed
from xiangyun.units.editions import compare
from xiangyun.units.lists import Row

SIGNS = [
    chr(n)
    for n in range(0x5B50, 0x9000, 3)
    if chr(n) not in "市县区镇乡街道村社居委会东西南北中上下前后左右内外大小新老族队管"
]
KINDS = ("rename_village", "rename_town", "close", "add", "move", "move_town", "recode", "reshape", "merge", "split")


@dataclass(repr=False)
class Node:
    """A place as edited: `key` is its number in the first list, none for a new one."""

    key: int | None
    code: str
    name: str
    level: int
    parent: "Node | None"
    below: list["Node"] = field(default_factory=list)

    def row(self) -> Row:
        return Row(2, self.code, self.name, self.level, self.parent.code if self.parent else "")


@dataclass(repr=False)
class Edited:
    """A tree under edit, with what the comparison should find."""

    nodes: list[Node]
    names: int = 0
    ended: dict[int, list[Node]] = field(default_factory=dict)
    renamed: set[int] = field(default_factory=set)
    moved: set[int] = field(default_factory=set)
    cut: list[tuple[Node, int]] = field(default_factory=list)

    def name(self, ending: str) -> str:
        """A name that shares no sign with any other."""
        self.names += 2
        return SIGNS[self.names - 2] + SIGNS[self.names - 1] + ending

    def put(self, level: int, parent: Node | None, ending: str, *, key: bool) -> Node:
        width = {1: 2, 2: 2, 3: 2, 4: 3, 5: 3}[level]
        taken = {n.code for n in self.nodes}
        number = next(n for n in range(1, 999) if self._code(parent, n, width) not in taken)
        node = Node(
            len(self.nodes) + 1 if key else None, self._code(parent, number, width), self.name(ending), level, parent
        )
        self.nodes.append(node)
        if parent:
            parent.below.append(node)
        return node

    def _code(self, parent: Node | None, number: int, width: int) -> str:
        return (parent.code if parent else "") + f"{number + 100 * (width == 3):0{width}}"

    def recode(self, node: Node, parent: Node) -> None:
        """Codes follow the parent, as in the real lists."""
        width = 3 if node.level > 3 else 2
        taken = {n.code for n in self.nodes}
        node.code = next(c for n in range(50, 999) if (c := self._code(parent, n, width)) not in taken)
        for child in node.below:
            self.recode(child, node)

    def under(self, node: Node, parent: Node) -> None:
        assert node.parent
        node.parent.below.remove(node)
        node.parent = parent
        parent.below.append(node)
        self.recode(node, parent)

    def gone(self, node: Node, *into: Node) -> None:
        assert node.key and node.parent
        node.parent.below.remove(node)
        self.nodes.remove(node)
        self.ended[node.key] = list(into)


@st.composite
def edited_trees(draw: st.DrawFn) -> tuple[list[Row], Edited]:
    """A province of two counties with six townships each; each edit has two of a county for itself."""
    tree = Edited([])
    city = tree.put(2, tree.put(1, None, "省", key=True), "市", key=True)
    towns = []
    for _ in range(2):
        county = tree.put(3, city, "县", key=True)
        for _ in range(6):
            town = tree.put(4, county, "镇", key=True)
            for _ in range(draw(st.integers(4, 6))):
                tree.put(5, town, "村", key=True)
            towns.append(town)
    first = [node.row() for node in tree.nodes]
    order = [*draw(st.permutations(towns[:6])), *draw(st.permutations(towns[6:]))]
    for at, kind in enumerate(draw(st.lists(st.sampled_from(KINDS), max_size=6))):
        EDITS[kind](tree, order[2 * at], order[2 * at + 1])
    return first, tree


def rename_village(tree: Edited, town: Node, _: Node) -> None:
    village = town.below[0]
    village.name = tree.name("村")
    tree.renamed.add(village.key or 0)


def rename_town(tree: Edited, town: Node, _: Node) -> None:
    town.name = tree.name("镇")
    tree.renamed.add(town.key or 0)


def close(tree: Edited, town: Node, _: Node) -> None:
    tree.gone(town.below[0])


def add(tree: Edited, town: Node, _: Node) -> None:
    tree.put(5, town, "村", key=False)


def move(tree: Edited, town: Node, other: Node) -> None:
    """One village to another township of the county."""
    village = town.below[0]
    tree.under(village, other)
    tree.moved.add(village.key or 0)


def move_town(tree: Edited, town: Node, _: Node) -> None:
    """A whole township to the other county."""
    assert town.parent and town.parent.parent
    county = next(c for c in town.parent.parent.below if c is not town.parent)
    tree.under(town, county)
    tree.moved.add(town.key or 0)


def recode(tree: Edited, town: Node, _: Node) -> None:
    assert town.parent
    tree.recode(town, town.parent)


def reshape(tree: Edited, town: Node, _: Node) -> None:
    town.name = town.name.removesuffix("镇") + "街道"
    recode(tree, town, _)
    tree.renamed.add(town.key or 0)


def merge(tree: Edited, town: Node, other: Node) -> None:
    """All of a township goes to another one of its county."""
    for village in list(town.below):
        tree.under(village, other)
        tree.moved.add(village.key or 0)
    tree.gone(town, other)


def split(tree: Edited, town: Node, _: Node) -> None:
    """A new street takes fewer than half of the villages."""
    street = tree.put(4, town.parent, "街道", key=False)
    for village in town.below[: (len(town.below) - 1) // 2]:
        tree.under(village, street)
        tree.moved.add(village.key or 0)
    tree.cut.append((street, town.key or 0))


EDITS = {
    "rename_village": rename_village,
    "rename_town": rename_town,
    "close": close,
    "add": add,
    "move": move,
    "move_town": move_town,
    "recode": recode,
    "reshape": reshape,
    "merge": merge,
    "split": split,
}


@settings(max_examples=150, deadline=None)
@given(edited_trees())
def test_the_comparison_finds_exactly_what_was_edited(drawn: tuple[list[Row], Edited]) -> None:
    first, tree = drawn
    comparison = compare([n.row() for n in tree.nodes], standing_as_listed(first))
    assert comparison.unit_ids == {n.code: n.key for n in tree.nodes if n.key}
    assert {row.code for row in comparison.new} == {n.code for n in tree.nodes if not n.key}
    assert comparison.ended == {key: tuple(n.code for n in into) for key, into in tree.ended.items()}
    assert set(comparison.renamed) == tree.renamed - set(comparison.ended)
    assert set(comparison.moved) == tree.moved
    assert comparison.cut_from == {street.code: key for street, key in tree.cut}
    assert comparison.conflicts == []


@settings(max_examples=100, deadline=None)
@given(edited_trees())
def test_once_the_list_is_what_stands_it_says_nothing(drawn: tuple[list[Row], Edited]) -> None:
    rows = [n.row() for n in drawn[1].nodes]
    assert not compare(rows, standing_as_listed(rows)).has_news
    assert not compare(list(reversed(rows)), standing_as_listed(rows)).has_news, "in whatever order"


@settings(max_examples=100, deadline=None)
@given(edited_trees(), st.integers(0, 1), st.data())
def test_a_file_for_one_county_touches_nothing_outside_it(
    drawn: tuple[list[Row], Edited], which: int, data: st.DataObject
) -> None:
    first, _ = drawn
    counties = [row.code for row in first if row.level == 3]
    file = [
        row for row in first if row.code.startswith(counties[which]) and (row.level < 5 or data.draw(st.booleans()))
    ]
    comparison = compare(file, standing_as_listed(first), outside={first[1].code: 2})
    ids = {row.code: number for number, row in enumerate(first, 1)}
    below = {ids[row.code] for row in first if row.code.startswith(counties[which])}
    kept = {ids[row.code] for row in file}
    expected = below - kept if any(row.level == 5 for row in file) else set()
    assert set(comparison.ended) == expected
    assert (comparison.moved, comparison.renamed, comparison.new) == ({}, {}, [])


def test_a_row_keeps_its_place_when_only_its_line_differs() -> None:
    rows = [Row(2, "43", "湖南省", 1, ""), Row(3, "4304", "衡阳市", 2, "43")]
    assert not compare([replace(r, line=9) for r in rows], standing_as_listed(rows)).has_news
