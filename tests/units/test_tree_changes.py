"""Every kind of change, seen from the days before and after it; and taken back."""

from datetime import date

import pytest

from tests.units.conftest import AT, HEADER, SYSTEM, run_import
from xiangyun.audit.models import Entry
from xiangyun.core.actor import Actor
from xiangyun.core.errors import BadInput, Conflict, NotAllowed, NotVisible
from xiangyun.jobs.models import QueuedJob
from xiangyun.units.actions.change_tree import change_tree
from xiangyun.units.actions.undo_change import undo_change
from xiangyun.units.applying import Decree
from xiangyun.units.models import Change, DroppedPlacement, Line, Placement, Succession, Unit
from xiangyun.units.orders import (
    Close,
    Found,
    Join,
    Leave,
    Mark,
    Merge,
    Move,
    Order,
    Part,
    Rename,
    Reopen,
    Split,
)
from xiangyun.units.preview import preview_change
from xiangyun.units.queries import children_of, path_of, place_of, tree_on, unit_by_code

pytestmark = pytest.mark.django_db
LIST = HEADER + (
    "1,甲市,2,\n2,乙县,3,1\n3,丙县,3,1\n21,子镇,4,2\n22,丑镇,4,2\n31,寅乡,4,3\n"
    "211,一村委会,5,21\n212,二村委会,5,21\n221,三村委会,5,22\n311,四村委会,5,31\n"
)
MAY, JUNE, JULY = date(2020, 5, 31), date(2020, 6, 1), date(2020, 7, 1)
Drawing = dict[str, object]


@pytest.fixture(autouse=True)
def imported(db: None) -> None:
    run_import(LIST.encode())


def pk(code: str) -> int:
    return unit_by_code(code).pk


def decree(on: date = JUNE, document: str = "甲民〔2020〕6号") -> Decree:
    return Decree(on=on, document=document)


def do(order: Order, on: date = JUNE) -> Change:
    return change_tree(actor=SYSTEM, order=order, decree=decree(on), at=AT)


def drawn(day: date, code: str = "1") -> Drawing:
    """The tree below a unit on a day, by name."""
    try:
        path = path_of(pk(code), day)
    except NotVisible:
        return {}
    return _below(path, day)


def _below(path: str, day: date) -> Drawing:
    return {unit.name: _below(unit.path, day) for unit in children_of(path, day)}


BEFORE: Drawing = {
    "乙县": {"子镇": {"一村委会": {}, "二村委会": {}}, "丑镇": {"三村委会": {}}},
    "丙县": {"寅乡": {"四村委会": {}}},
}
ZI, CHOU, YIN = {"一村委会": {}, "二村委会": {}}, {"三村委会": {}}, {"四村委会": {}}
KINDS = {
    "found a village": (lambda: Found(pk("31"), "五村委会", level=5), {
        "乙县": {"子镇": ZI, "丑镇": CHOU}, "丙县": {"寅乡": {"五村委会": {}, **YIN}}}),
    "rename": (lambda: Rename(pk("21"), "子街道"), {
        "乙县": {"子街道": ZI, "丑镇": CHOU}, "丙县": {"寅乡": YIN}}),
    "move with all below": (lambda: Move(pk("21"), pk("3")), {
        "乙县": {"丑镇": CHOU}, "丙县": {"子镇": ZI, "寅乡": YIN}}),
    "merge into one that is there": (lambda: Merge((pk("21"),), pk("22")), {
        "乙县": {"丑镇": ZI | CHOU}, "丙县": {"寅乡": YIN}}),
    "merge into one with a new name": (lambda: Merge((pk("21"),), pk("22"), "新镇"), {
        "乙县": {"新镇": ZI | CHOU}, "丙县": {"寅乡": YIN}}),
    "merge two into a new one": (lambda: Merge((pk("21"), pk("22")), None, "新镇"), {
        "乙县": {"新镇": ZI | CHOU}, "丙县": {"寅乡": YIN}}),
    "split and end": (
        lambda: Split(pk("21"), (Part("东镇", children=(pk("211"),)), Part("西镇", children=(pk("212"),)))), {
        "乙县": {"东镇": {"一村委会": {}}, "西镇": {"二村委会": {}}, "丑镇": CHOU}, "丙县": {"寅乡": YIN}}),
    "split off": (lambda: Split(pk("21"), (Part("东镇", children=(pk("211"),)),), has_ended=False), {
        "乙县": {"东镇": {"一村委会": {}}, "子镇": {"二村委会": {}}, "丑镇": CHOU}, "丙县": {"寅乡": YIN}}),
    "split between neighbours": (lambda: Split(pk("211"), (Part(unit=pk("212")),)), {
        "乙县": {"子镇": {"二村委会": {}}, "丑镇": CHOU}, "丙县": {"寅乡": YIN}}),
    "close": (lambda: Close(pk("311")), {"乙县": {"子镇": ZI, "丑镇": CHOU}, "丙县": {"寅乡": {}}}),
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_each_day_has_its_tree_and_the_counter_action_gives_the_old_one_back(kind: str) -> None:
    order, after = KINDS[kind]
    assert drawn(JUNE) == BEFORE
    rows = sorted(Placement.objects.values_list("unit", "path", "name", "from_on", "to_on"))
    change = do(order())
    assert (drawn(MAY), drawn(JUNE), drawn(JULY)) == (BEFORE, after, after)
    undo = undo_change(actor=SYSTEM, uid=change.uid, document="甲民〔2020〕7号", at=AT)
    assert (drawn(MAY), drawn(JUNE), drawn(JULY)) == (BEFORE, BEFORE, BEFORE)
    assert sorted(Placement.objects.values_list("unit", "path", "name", "from_on", "to_on")) == rows
    assert (Succession.objects.count(), DroppedPlacement.objects.count(), undo.undoes) == (0, 0, change)


def test_a_closed_unit_stands_again_from_the_day_it_is_reopened() -> None:
    do(Close(pk("311")))
    do(Reopen(pk("311")), JULY)
    days = (MAY, JUNE, JULY)
    assert ["四村委会" in drawn(day, "31") for day in days] == [True, False, True]


def test_marked_out_of_use_with_everything_below() -> None:
    do(Mark(pk("21"), in_use=False))
    assert {u.name for u in tree_on(JUNE) if not u.in_use} == {"子镇", "一村委会", "二村委会"}
    assert all(u.in_use for u in tree_on(MAY))


def test_the_acting_body_follows_the_name_unless_it_has_one_of_its_own() -> None:
    do(Rename(pk("21"), "子街道"))
    assert place_of(pk("21"), JUNE).acting_name == "子街道综合文化站"
    do(Rename(pk("21"), "子街道", acting_name="子街道文化服务中心"), JULY)
    do(Rename(pk("21"), "新街道"), date(2020, 8, 1))
    acting = [place_of(pk("21"), day).acting_name for day in (MAY, JUNE, JULY, date(2020, 8, 1))]
    assert acting == ["子镇综合文化站", "子街道综合文化站", "子街道文化服务中心", "子街道文化服务中心"]


def test_a_back_dated_move_follows_what_happened_to_the_parent_later() -> None:
    do(Move(pk("22"), pk("3")), JULY)
    do(Move(pk("211"), pk("22")), JUNE)
    assert [drawn(day, "22") for day in (MAY, JUNE, JULY)] == [CHOU, CHOU | {"一村委会": {}}, CHOU | {"一村委会": {}}]
    assert path_of(pk("211"), JULY).startswith(path_of(pk("3"), JULY))


def test_a_back_dated_name_holds_until_the_next_one() -> None:
    do(Rename(pk("21"), "新镇"), JULY)
    do(Rename(pk("21"), "老镇"), date(2020, 3, 1))
    assert [place_of(pk("21"), day).name for day in (date(2020, 2, 1), JUNE, JULY)] == ["子镇", "老镇", "新镇"]


def test_names_that_begin_later_are_not_todays() -> None:
    """The working day of the tests' AT is 20 March."""
    do(Rename(pk("21"), "新镇"))
    assert Unit.objects.get(pk=pk("21")).name == "子镇"
    do(Rename(pk("22"), "旧镇"), date(2020, 3, 1))
    assert Unit.objects.get(pk=pk("22")).name == "旧镇"


def test_what_became_of_it_is_known_through_several_changes() -> None:
    """一 and 二 become 六, 六 goes into 三: 三 took over from all of them, 一 and 二 two steps back."""
    do(Merge((pk("211"), pk("212")), None, "六村委会"))
    six = Unit.objects.get(name="六村委会")
    do(Merge((six.pk,), pk("221")), JULY)
    chain = Succession.objects.filter(new=pk("221")).values_list("old__name", "steps", "has_ended", "on")
    assert sorted(chain) == sorted(
        [("六村委会", 1, True, JULY), ("一村委会", 2, True, JULY), ("二村委会", 2, True, JULY)]
    )


REFUSED = {
    "below itself": (lambda: Move(pk("2"), pk("21")), "under_itself"),
    "into its own child": (lambda: Move(pk("21"), pk("211")), "under_itself"),
    "where it stands": (lambda: Move(pk("21"), pk("2")), "nothing_changes"),
    "the same name": (lambda: Rename(pk("21"), "子镇"), "nothing_changes"),
    "no name": (lambda: Rename(pk("21"), "  "), "blank_name"),
    "closing what has villages": (lambda: Close(pk("21")), "units_below"),
    "unlike units": (lambda: Merge((pk("21"),), pk("3")), "merge_of_unlike_units"),
    "with itself": (lambda: Merge((pk("21"),), pk("21")), "merge_with_itself"),
    "leaving a village behind": (lambda: Split(pk("21"), (Part("东镇", children=(pk("211"),)),)), "units_below"),
    "into nothing": (lambda: Split(pk("21"), ()), "split_into_nothing"),
    "another's child": (lambda: Split(pk("21"), (Part("东镇", children=(pk("221"),)),)), "not_directly_below"),
    "a village under a village": (lambda: Found(pk("211"), "小村", level=5), "parent_not_above"),
    "what is open": (lambda: Reopen(pk("21")), "not_closed"),
    "an unknown line": (lambda: Join(pk("21"), "nowhere"), "no_such_line"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_cannot_be_is_refused_and_changes_nothing(kind: str) -> None:
    order, code = REFUSED[kind]
    rows = list(Placement.objects.order_by("pk").values_list())
    with pytest.raises(BadInput) as refused:
        do(order())
    assert refused.value.reason == code
    assert (list(Placement.objects.order_by("pk").values_list()), Change.objects.count()) == (rows, 0)


def test_a_change_needs_a_document() -> None:
    with pytest.raises(BadInput, match="document_needed"):
        change_tree(actor=SYSTEM, order=Close(pk("311")), decree=decree(document=" "), at=AT)


def test_undoing_waits_for_what_stands_on_it() -> None:
    first = do(Merge((pk("21"),), pk("22")))
    second = do(Move(pk("211"), pk("31")), JULY)
    with pytest.raises(Conflict) as refused:
        undo_change(actor=SYSTEM, uid=first.uid, document="x", at=AT)
    assert refused.value.detail["changes"] == [str(second.uid)]
    undo_change(actor=SYSTEM, uid=second.uid, document="x", at=AT)
    undo_change(actor=SYSTEM, uid=first.uid, document="x", at=AT)
    assert drawn(JULY) == BEFORE
    with pytest.raises(Conflict, match="undone_already"):
        undo_change(actor=SYSTEM, uid=first.uid, document="x", at=AT)


def test_undoing_an_end_waits_for_the_reopening() -> None:
    closed = do(Close(pk("311")))
    reopened = do(Reopen(pk("311")), JULY)
    with pytest.raises(Conflict) as refused:
        undo_change(actor=SYSTEM, uid=closed.uid, document="x", at=AT)
    assert refused.value.detail["changes"] == [str(reopened.uid)]


FIRST_THEN = {  # what was done first, and what then came to stand on it
    "found, found below": (lambda: Found(pk("2"), "新镇", level=4), lambda: Found(named("新镇"), "新村", level=5)),
    "found, moved below": (lambda: Found(pk("2"), "新镇", level=4), lambda: Move(pk("311"), named("新镇"))),
    "found, merged into": (lambda: Found(pk("21"), "新村", level=5), lambda: Merge((pk("211"),), named("新村"))),
    "moved, found below": (lambda: Move(pk("21"), pk("3")), lambda: Found(pk("21"), "新村", level=5)),
}


def named(name: str) -> int:
    return Unit.objects.get(name=name).pk


@pytest.mark.parametrize("case", FIRST_THEN)
def test_undoing_waits_for_what_came_below_it(case: str) -> None:
    first = do(FIRST_THEN[case][0]())
    second = do(FIRST_THEN[case][1](), JULY)
    was = drawn(JULY)
    with pytest.raises(Conflict) as refused:
        undo_change(actor=SYSTEM, uid=first.uid, document="x", at=AT)
    assert refused.value.detail["changes"] == [str(second.uid)]
    assert drawn(JULY) == was
    for change in (second, first):
        undo_change(actor=SYSTEM, uid=change.uid, document="x", at=AT)
    assert drawn(JULY) == BEFORE


def test_a_name_is_taken_back_though_something_was_founded_below() -> None:
    renamed = do(Rename(pk("21"), "新名镇"))
    do(Found(pk("21"), "新村", level=5), JULY)
    undo_change(actor=SYSTEM, uid=renamed.uid, document="x", at=AT)
    assert place_of(named("新村"), JULY).path.startswith(path_of(pk("21"), JULY))


def test_nothing_goes_into_what_does_not_stand_on_the_day_or_into_itself() -> None:
    do(Close(pk("212")))
    for order in (Merge((pk("211"),), pk("212")), Split(pk("211"), (Part(unit=pk("212")),))):
        with pytest.raises(NotVisible, match="stands_nowhere"):
            do(order, JULY)
    with pytest.raises(BadInput, match="split_into_itself"):
        do(Split(pk("211"), (Part(unit=pk("211")),)))


def test_looking_ahead_changes_nothing() -> None:
    found = preview_change(actor=SYSTEM, order=Merge((pk("21"),), pk("22"), "新镇"), decree=decree(), at=AT)
    assert (found.said["before"], found.said["after"]) == (
        {"from": ["子镇"], "into": ["丑镇"]},
        {"from": ["子镇"], "into": ["新镇"]},
    )
    assert found.units == 4, "子镇, its two villages, and 丑镇 by its name"
    assert (drawn(JUNE), Change.objects.count(), QueuedJob.objects.exclude(name="units.index").count()) == (
        BEFORE,
        0,
        0,
    )


def test_sent_twice_is_done_once() -> None:
    known = do(Close(pk("311")))
    same = change_tree(actor=SYSTEM, order=Close(pk("311")), decree=decree(), at=AT, uid=known.uid)
    assert (same, Change.objects.count()) == (known, 1)
    with pytest.raises(Conflict, match="uid_used"):
        change_tree(actor=SYSTEM, order=Close(pk("221")), decree=decree(), at=AT, uid=known.uid)
    assert [e.action for e in Entry.objects.filter(subject_uid=known.uid)] == ["tree.changed"]
    assert QueuedJob.objects.filter(name="units.follow").count() == 1


def officer(code: str, role: str = "officer") -> Actor:
    return Actor(name="x", role=role, unit_id=pk(code), paths=(path_of(pk(code), JUNE),))


RIGHTS = {  # who may rename a township, move one to another county, and rename the own county
    "city officer": (lambda: officer("1"), (True, True, True)),
    "county officer": (lambda: officer("2"), (True, False, False)),
    "other county": (lambda: officer("3"), (False, False, False)),
    "county reviewer": (lambda: officer("2", "reviewer"), (False, False, False)),
    "township officer": (lambda: officer("21"), (False, False, False)),
    "director": (lambda: officer("1", "director"), (False, False, False)),
    "visitor": (Actor.visitor, (False, False, False)),
}


@pytest.mark.parametrize("who", RIGHTS)
def test_who_may_change_what(who: str) -> None:
    actor, may = RIGHTS[who]
    orders = (Rename(pk("21"), "子街道"), Move(pk("21"), pk("3")), Rename(pk("2"), "乙区"))
    found = []
    for order in orders:
        try:
            preview_change(actor=actor(), order=order, decree=decree(), at=AT)
            found.append(True)
        except (NotAllowed, NotVisible):
            found.append(False)
    assert tuple(found) == may


def test_a_professional_line_is_a_tree_of_its_own() -> None:
    Line.objects.create(slug="culture", label={"zh-Hans": "文化馆"})
    do(Join(pk("1"), "culture"))
    do(Join(pk("2"), "culture", pk("1")))
    do(Join(pk("21"), "culture", pk("2")))
    do(Move(pk("21"), pk("3")), JULY)
    in_line = [[u.name for u in tree_on(day, "culture")] for day in (MAY, JUNE, JULY)]
    assert in_line == [[], ["甲市", "乙县", "子镇"], ["甲市", "乙县", "子镇"]], "moving in the territory moves no line"
    do(Join(pk("21"), "culture", pk("1")), JULY)
    assert [u.name for u in children_of(path_of(pk("1"), JULY, "culture"), JULY, "culture")] == ["乙县", "子镇"]
    do(Rename(pk("21"), "子街道"), JULY)
    assert [u.name for u in tree_on(JULY, "culture")] == ["甲市", "乙县", "子街道"]
    with pytest.raises(BadInput, match="units_below"):
        do(Leave(pk("1"), "culture"), JULY)
    do(Leave(pk("21"), "culture"), JULY)
    assert [u.name for u in tree_on(JULY, "culture")] == ["甲市", "乙县"]


def test_a_chain_is_whole_whatever_was_recorded_first() -> None:
    """二 goes into 三 in July; only then is it entered that 一 went into 二 in June."""
    do(Merge((pk("212"),), pk("221")), JULY)
    earlier = do(Merge((pk("211"),), pk("212")), JUNE)
    chain = Succession.objects.filter(old=pk("211")).order_by("steps").values_list("new__name", "steps", "on")
    assert list(chain) == [("二村委会", 1, JUNE), ("三村委会", 2, JULY)]
    undo_change(actor=SYSTEM, uid=earlier.uid, document="x", at=AT)
    assert list(Succession.objects.values_list("old__name", "steps")) == [("二村委会", 1)]


def test_a_successor_cannot_end_before_it_took_over() -> None:
    do(Merge((pk("211"),), pk("212")), JULY)
    with pytest.raises(BadInput, match="took_over_later"):
        do(Merge((pk("212"),), pk("221")), JUNE)
    with pytest.raises(BadInput, match="took_over_later"):
        do(Close(pk("212")), JUNE)


def test_parts_go_to_units_of_the_same_level_only() -> None:
    with pytest.raises(BadInput, match="merge_of_unlike_units"):
        do(Split(pk("211"), (Part(unit=pk("22")),)))


def test_a_back_dated_place_in_a_line_ends_where_the_later_one_begins() -> None:
    Line.objects.create(slug="culture", label={"zh-Hans": "文化馆"})
    do(Join(pk("21"), "culture"), JULY)
    do(Join(pk("21"), "culture"), JUNE)
    places = Placement.objects.of_unit(pk("21")).along("culture").order_by("from_on")
    assert list(places.values_list("from_on", "to_on")) == [(JUNE, JULY), (JULY, None)]


def test_undoing_waits_for_the_unit_above_to_stand_again() -> None:
    """三 left 丑镇, then 丑镇 ended: three cannot go back to where nothing stands."""
    moved = do(Move(pk("221"), pk("21")))
    closed = do(Close(pk("22")), JULY)
    with pytest.raises(Conflict) as refused:
        undo_change(actor=SYSTEM, uid=moved.uid, document="x", at=AT)
    assert refused.value.detail["changes"] == [str(closed.uid)]
    undo_change(actor=SYSTEM, uid=closed.uid, document="x", at=AT)
    undo_change(actor=SYSTEM, uid=moved.uid, document="x", at=AT)
    assert drawn(JULY) == BEFORE


def test_a_part_and_the_rest_may_merge_into_one_later() -> None:
    do(Split(pk("211"), (Part("新村委会"),), has_ended=False))
    new = Unit.objects.get(name="新村委会")
    do(Merge((pk("211"), new.pk), pk("212")), JULY)
    taken = Succession.objects.filter(new=pk("212")).order_by("pk").values_list("old__name", "steps")
    assert list(taken) == [("一村委会", 1), ("新村委会", 1)]


def test_out_of_use_in_the_territory_is_out_of_use_in_every_line() -> None:
    Line.objects.create(slug="culture", label={"zh-Hans": "文化馆"})
    do(Join(pk("211"), "culture"))
    do(Mark(pk("21"), in_use=False), JULY)
    assert [place_of(pk("211"), day, "culture").in_use for day in (JUNE, JULY)] == [True, False]
