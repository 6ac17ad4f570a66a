"""The roster check: certain pairs, doubts that are asked, and who stands on one list only; pure."""

import pytest

from xiangyun.people.roster.checking import Person, compare

U, V = 1, 2


def ours(ref: int, name: str, key: str = "", unit: int = U, masked: str = "") -> Person:
    return Person(ref, unit, name, key, masked, f"o{ref}")


def theirs(ref: int, name: str, key: str = "", unit: int | None = U, masked: str = "") -> Person:
    return Person(ref, unit, name, key, masked, f"t{ref}")


def found(
    mine: list[Person], other: list[Person], answers: dict[tuple[str, str], bool] | None = None
) -> dict[str, list[object]]:
    check = compare(mine, other, answers or {})
    bodies = check.bodies.values()
    return {
        "both": [p.ref for b in bodies for p in b.both],
        "not_yet": [p.ref for b in bodies for p in b.not_yet],
        "only_cloud": [p.ref for b in bodies for p in b.only_cloud],
        "doubts": [(d.theirs.ref, [p.ref for p in d.could_be], d.why) for b in bodies for d in b.doubts],
        "nowhere": [p.ref for p in check.nowhere],
    }


def only(**parts: list[object]) -> dict[str, list[object]]:
    return {"both": [], "not_yet": [], "only_cloud": [], "doubts": [], "nowhere": []} | parts


CASES = {
    "key and name agree": ([ours(1, "张伟", "k")], [theirs(1, "张伟", "k")], only(both=[1])),
    "either script": ([ours(1, "张伟")], [theirs(1, "張 偉")], only(both=[1])),
    "the cloud knows no unit": ([ours(1, "张伟", "k")], [theirs(1, "张伟", "k", None)], only(both=[1])),
    "name alone, one side without key": ([ours(1, "张伟")], [theirs(1, "张伟", "k")], only(both=[1])),
    "masked ends agree": (
        [ours(1, "张伟", "k", masked="138****5678")],
        [theirs(1, "张伟", "", masked="138****5678")],
        only(both=[1]),
    ),
    "masked ends differ": (
        [ours(1, "张伟", "k", masked="138****5678")],
        [theirs(1, "张伟", "", masked="139****5678")],
        only(doubts=[(1, [1], "other_key")]),
    ),
    "keys differ": ([ours(1, "张伟", "k")], [theirs(1, "张伟", "x")], only(doubts=[(1, [1], "other_key")])),
    "names differ": ([ours(1, "张伟", "k")], [theirs(1, "张大伟", "k")], only(doubts=[(1, [1], "other_name")])),
    "units differ": ([ours(1, "张伟", "k")], [theirs(1, "张伟", "k", V)], only(doubts=[(1, [1], "other_unit")])),
    "two of a name": (
        [ours(1, "张伟"), ours(2, "张伟", "k")],
        [theirs(1, "张伟")],
        only(doubts=[(1, [1, 2], "several")]),
    ),
    "one of a name there twice": (
        [ours(1, "张伟")],
        [theirs(1, "张伟", "x"), theirs(2, "张伟", "y")],
        only(doubts=[(1, [1], "several"), (2, [1], "several")]),
    ),
    "two of a name, keys tell": (
        [ours(1, "张伟", "k"), ours(2, "张伟", "x")],
        [theirs(1, "张伟", "x"), theirs(2, "张伟", "k")],
        only(both=[2, 1]),
    ),
    "not yet, and only there": ([ours(1, "张伟")], [theirs(1, "李强")], only(not_yet=[1], only_cloud=[1])),
    "nowhere": ([], [theirs(1, "李强", "k", None)], only(nowhere=[1])),
}


@pytest.mark.parametrize("case", CASES)
def test_pairs_and_doubts(case: str) -> None:
    mine, other, expected = CASES[case]
    assert found(mine, other) == expected


def test_an_answer_settles_a_doubt() -> None:
    mine, other = [ours(1, "张伟", "k")], [theirs(1, "张伟", "x")]
    assert found(mine, other, {("o1", "t1"): True}) == only(both=[1])
    assert found(mine, other, {("o1", "t1"): False}) == only(not_yet=[1], only_cloud=[1])


def test_nobody_is_counted_twice() -> None:
    mine = [ours(1, "张伟", "k"), ours(2, "王桂香"), ours(3, "李强", "q")]
    other = [theirs(1, "张伟", "k"), theirs(2, "张伟", "k"), theirs(3, "王桂香"), theirs(4, "李强", "z")]
    result = found(mine, other)
    assert result == only(both=[1, 2], only_cloud=[2], doubts=[(4, [3], "other_key")])
