"""Institutions stand after the five levels and in their professional lines; receivers stand nowhere."""

from dataclasses import replace

import pytest

from tests.units.conftest import AT, DAY, HEADER, OPENS, SYSTEM, run_import
from xiangyun.audit.models import Entry
from xiangyun.core.actor import Actor
from xiangyun.core.errors import BadInput, NotAllowed, NotVisible
from xiangyun.units.actions.add_receiver import add_receiver
from xiangyun.units.actions.change_tree import change_tree
from xiangyun.units.actions.load_institutions import load_institutions
from xiangyun.units.applying import Decree
from xiangyun.units.finding import find_units
from xiangyun.units.institutions import Institutions, read_institutions
from xiangyun.units.models import Line, Placement, Unit
from xiangyun.units.orders import Found, Join
from xiangyun.units.queries import ancestors_of, children_of, counts_below, path_of, tree_on, unit_by_code

pytestmark = pytest.mark.django_db
LIST = HEADER + "4304,衡阳市,2,\n430426,祁东县,3,4304\n430482,常宁市,3,4304\n430426100,归阳镇,4,430426\n"
FILE = """
list: stats
lines: [{slug: library, label: {zh-Hans: 图书馆}}, {slug: culture, label: {zh-Hans: 文化馆}}]
institutions:
  - {name: 衡阳市图书馆, type: library, under: "4304", line: library}
  - {name: 祁东县图书馆, type: library, under: "430426", line: library, above: 衡阳市图书馆, sample: true}
  - {name: 归阳分馆, type: library_branch, under: 祁东县图书馆, line: library, sample: true}
  - {name: 祁东县文化馆, type: culture_centre, under: "430426", line: culture, sample: true}
  - {name: 自助图书屋, type: book_house, under: "430482", sample: true}
joins:
  - {line: culture, level: 4, within: "430426", above: 祁东县文化馆}
receivers:
  - {name: 湖南公共文旅云, type: cloud}
"""


def load(found: Institutions | None = None, actor: Actor = SYSTEM) -> list[Unit]:
    found = found or read_institutions(FILE.encode())
    return load_institutions(actor=actor, found=found, opened_on=OPENS, at=AT)


def named(name: str) -> Unit:
    return Unit.objects.get(name=name)


def above(name: str, line: str) -> list[str]:
    return [u.name for u in ancestors_of(path_of(named(name).pk, DAY, line), DAY, line)]


def test_a_branch_stands_under_its_library_in_the_territory_and_in_its_line() -> None:
    run_import(LIST.encode())
    load()
    assert above("归阳分馆", "territorial") == ["衡阳市", "祁东县", "祁东县图书馆"]
    assert above("归阳分馆", "library") == ["衡阳市图书馆", "祁东县图书馆"]
    county = path_of(unit_by_code("430426").pk, DAY)
    assert [u.name for u in children_of(county, DAY)] == ["归阳镇", "祁东县图书馆", "祁东县文化馆"]
    assert counts_below(county, DAY) == {4: 1}
    library = named("祁东县图书馆")
    assert (library.level, library.is_sample, str(library)) == (None, True, "祁东县图书馆")


def test_the_stations_of_a_county_stand_under_its_culture_centre() -> None:
    run_import(LIST.encode())
    load()
    assert above("归阳镇", "culture") == ["祁东县文化馆"]
    assert [u.name for u in tree_on(DAY, "culture")] == ["归阳镇", "祁东县文化馆"]
    assert [u.name for u in tree_on(DAY, "library")] == ["衡阳市图书馆", "祁东县图书馆", "归阳分馆"]


def test_loading_again_adds_nothing_and_keeps_what_was_changed_since() -> None:
    run_import(LIST.encode())
    assert len(load()) == 6
    order = Join(named("归阳镇").pk, "culture")
    change_tree(actor=SYSTEM, order=order, decree=Decree(on=DAY, document="衡文〔2020〕1号"), at=AT)
    before = list(Placement.objects.order_by("pk").values_list("unit", "line", "path", "from_on"))
    assert load() == []
    assert list(Placement.objects.order_by("pk").values_list("unit", "line", "path", "from_on")) == before
    assert above("归阳镇", "culture") == []
    entries = Entry.objects.filter(action="units.institutions_loaded")
    assert [(e.detail["added"], e.detail["joined"]) for e in entries] == [(6, 1)]
    assert Line.objects.count() == 2


def test_only_an_administrator_loads_a_pack() -> None:
    run_import(LIST.encode())
    officer = Actor(name="x", role="officer", unit_id=1, paths=(path_of(unit_by_code("4304").pk, DAY),))
    for actor in (officer, Actor(name="x", role="admin"), Actor.visitor()):
        with pytest.raises(NotAllowed):
            load(actor=actor)
    assert not Unit.objects.filter(kind="institution").exists()


def test_a_part_of_the_pack_for_a_part_of_the_list() -> None:
    found = read_institutions(FILE.encode())
    part = found.within({"4304", "430426"})
    assert [i.name for i in part.institutions] == ["衡阳市图书馆", "祁东县图书馆", "归阳分馆", "祁东县文化馆"]
    assert len(part.joins) == 1
    assert found.within({"430482"}) == replace(found, institutions=found.institutions[-1:], joins=())


def test_institutions_are_found_by_name_at_once() -> None:
    run_import(LIST.encode())
    load()
    assert [f.unit.name for f in find_units(SYSTEM, "qdxtsg", DAY, 5)] == ["祁东县图书馆"]


def test_an_institution_needs_a_name_and_a_place_on_its_day() -> None:
    run_import(LIST.encode())
    receiver = add_receiver(actor=SYSTEM, name="湖南公共文旅云", type="cloud", opened_on=OPENS, at=AT)
    decree = Decree(on=OPENS, document="x")
    with pytest.raises(BadInput, match="institution_needs_name_and_type"):
        change_tree(actor=SYSTEM, order=Found(unit_by_code("430426").pk, " ", type="library"), decree=decree, at=AT)
    with pytest.raises(NotVisible, match="stands_nowhere"):
        change_tree(actor=SYSTEM, order=Found(receiver.pk, "某馆", type="library"), decree=decree, at=AT)
    assert not Placement.objects.of_unit(receiver.pk).exists()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "list: stats",
        "list: stats\ninstitutions: [{name: x, type: library, under: 4304}]\nreceivers: []",
        'list: stats\ninstitutions: [{name: x, type: library, under: "4304", sample: 1}]\nreceivers: []',
        "list: stats\ninstitutions: []\nreceivers: [{name: x}]",
        FILE.replace("above: 衡阳市图书馆", "above: 归阳分馆"),
        FILE.replace("under: 祁东县图书馆", "under: 某馆"),
        FILE.replace("line: culture, level", "line: opera, level"),
        FILE.replace("level: 4", "level: true"),
        FILE.replace("{zh-Hans: 图书馆}", "图书馆"),
    ],
)
def test_a_file_of_institutions_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        read_institutions(text.encode())
