"""Institutions stand after the five levels and the divisions of their place; receivers stand nowhere."""

import pytest

from tests.units.conftest import AT, DAY, HEADER, OPENS, SYSTEM, run_import
from xiangyun.audit.models import Entry
from xiangyun.core.actor import Actor
from xiangyun.core.errors import BadInput, NotAllowed, NotVisible
from xiangyun.units.actions.add_institution import add_institution
from xiangyun.units.actions.add_receiver import add_receiver
from xiangyun.units.institutions import read_institutions
from xiangyun.units.models import Placement, Unit
from xiangyun.units.queries import ancestors_of, children_of, counts_below, path_of, tree_on, unit_by_code

pytestmark = pytest.mark.django_db
LIST = HEADER + "4304,衡阳市,2,\n430426,祁东县,3,4304\n430482,常宁市,3,4304\n430426100,归阳镇,4,430426\n"


def add(name: str, under: Unit, actor: Actor = SYSTEM) -> Unit:
    return add_institution(actor=actor, name=name, type="library", under=under, is_sample=True, opened_on=OPENS, at=AT)


def test_a_branch_stands_under_its_library_under_its_county() -> None:
    run_import(LIST.encode())
    library = add("祁东县图书馆", unit_by_code("430426"))
    branch = add("祁东县图书馆归阳分馆", library)
    path = path_of(branch.pk, DAY)
    assert [u.name for u in ancestors_of(path, DAY)] == ["衡阳市", "祁东县", "祁东县图书馆"]
    assert [u.name for u in children_of(path_of(library.pk, DAY), DAY)] == ["祁东县图书馆归阳分馆"]
    county = path_of(unit_by_code("430426").pk, DAY)
    assert [u.name for u in children_of(county, DAY)] == ["归阳镇", "祁东县图书馆"]
    assert [u.name for u in tree_on(DAY)][-2:] == ["祁东县图书馆", "祁东县图书馆归阳分馆"]
    assert counts_below(county, DAY) == {4: 1}
    assert (library.level, library.is_sample, str(library)) == (None, True, "祁东县图书馆")
    assert Entry.objects.filter(action="units.institution_added", subject_uid=branch.uid).count() == 1


def test_an_officer_adds_only_at_and_below_the_own_unit() -> None:
    run_import(LIST.encode())
    county = unit_by_code("430426")
    officer = Actor(name="x", role="officer", unit_id=county.pk, paths=(path_of(county.pk, DAY),))
    assert add("祁东县文化馆", county, officer).pk
    refused = {
        "a neighbour": (unit_by_code("430482"), officer),
        "the unit above": (unit_by_code("4304"), officer),
        "as reporter": (county, Actor(name="x", role="reporter", unit_id=county.pk, paths=officer.paths)),
        "a visitor": (county, Actor.visitor()),
    }
    for under, actor in refused.values():
        with pytest.raises(NotAllowed):
            add("某馆", under, actor)
    assert Unit.objects.filter(kind="institution").count() == 1


def test_an_institution_needs_a_name_and_a_place_on_its_day() -> None:
    run_import(LIST.encode())
    with pytest.raises(BadInput):
        add(" ", unit_by_code("430426"))
    receiver = add_receiver(actor=SYSTEM, name="湖南公共文旅云", type="cloud", opened_on=OPENS, at=AT)
    with pytest.raises(NotVisible):
        add("某馆", receiver)
    assert not Placement.objects.of_unit(receiver.pk).exists()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "list: stats",
        "list: stats\ninstitutions: [{name: x, type: library, under: 4304}]\nreceivers: []",
        'list: stats\ninstitutions: [{name: x, type: library, under: "4304", sample: 1}]\nreceivers: []',
        "list: stats\ninstitutions: []\nreceivers: [{name: x}]",
    ],
)
def test_a_file_of_institutions_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        read_institutions(text.encode())
