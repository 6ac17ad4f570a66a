"""The dictionary: whose entries hold, which forms ask them, and what of an entry may still change."""

from typing import Any

import pytest

from tests.cast import NOON, PACK, Cast
from xiangyun.audit.models import Entry
from xiangyun.core.errors import BadInput, DomainError
from xiangyun.forms.actions.edit_element import edit_element
from xiangyun.forms.actions.store_form import store_form
from xiangyun.forms.dictionary import ElementEntry
from xiangyun.forms.elements import dictionary_of
from xiangyun.forms.models import Element, FormVersion


def entry(**changes: Any) -> ElementEntry:
    values = {"slug": "square-area", "label": {"zh-Hans": "文化广场面积", "en": "Area of the square"}}
    return ElementEntry(**(values | {"type": "decimal", "validity": "until_changed", "unit": "平方米"} | changes))


def edit(cast: Cast, who: str, uid: Any = None, **changes: Any) -> Element:
    return edit_element(actor=cast.actors[who], uid=uid, entry=entry(**changes), at=NOON)


def form_of(cast: Cast, who: str, slug: str = "seven-ones") -> FormVersion:
    source = (PACK / "forms" / f"{slug}.yaml").read_bytes()
    owner = cast.tenures[who].post.unit
    return store_form(actor=cast.actors[who], owner=owner, slug=slug, source=source, filename=f"{slug}.yaml", at=NOON)


def found(cast: Cast, who: str, wanted: str = "") -> list[tuple[str, str, int, bool]]:
    """Name, owner, how many forms, whether its type stays."""
    return [
        (e.element.slug, e.element.owner.name, len(e.forms), e.is_fixed)
        for e in dictionary_of(cast.actors[who], wanted)
    ]


def test_a_unit_has_its_own_entries_before_those_above_it(cast: Cast) -> None:
    edit(cast, "province", slug="stage")
    edit(cast, "officer", slug="square")
    edit(cast, "county", slug="square")
    assert found(cast, "county") == [
        ("square", "county", 0, False),
        ("square", "city", 0, False),
        ("stage", "province", 0, False),
    ]
    assert [name for name, *_ in found(cast, "station")] == ["square", "square", "stage"]
    assert found(cast, "neighbour_county") == [("square", "city", 0, False), ("stage", "province", 0, False)]
    assert found(cast, "province") == [("stage", "province", 0, False)]


def test_a_form_means_the_entry_of_its_owner_or_the_nearest_above(cast: Cast) -> None:
    edit(cast, "officer")
    form_of(cast, "officer")
    form_of(cast, "neighbour_county")  # the city's entry is the nearest
    edit(cast, "county")
    form_of(cast, "county")  # its own
    assert found(cast, "officer") == [("square-area", "city", 2, True)]
    assert found(cast, "county") == [("square-area", "county", 1, True), ("square-area", "city", 1, True)]


SEARCHED = {"": 2, "广场": 1, "square": 1, "SQUARE area": 1, "平方米": 1, "戏台": 1, "广场 戏台": 0, "nothing": 0}


@pytest.mark.parametrize("wanted", SEARCHED)
def test_search_takes_label_name_and_unit(cast: Cast, wanted: str) -> None:
    edit(cast, "officer")
    edit(cast, "officer", slug="stage", label={"zh-Hans": "戏台"}, type="yes_no", unit="")
    assert len(found(cast, "officer", wanted)) == SEARCHED[wanted]


BAD: dict[str, tuple[dict[str, Any], dict[str, str]]] = {
    "no name": ({"slug": ""}, {"slug": "not_a_name"}),
    "a name with signs": ({"slug": "Square_Area"}, {"slug": "not_a_name"}),
    "no Chinese": ({"label": {"en": "Area"}}, {"label": "blank"}),
    "a long label": ({"label": {"zh-Hans": "长" * 61}}, {"label": "too_long"}),
    "signs that are no text": ({"label": {"zh-Hans": "面\x00积"}}, {"label": "not_text"}),
    "an unknown type": ({"type": "colour"}, {"type": "unknown"}),
    "an unknown validity": ({"validity": "forever"}, {"validity": "unknown"}),
    "a long unit": ({"unit": "平" * 21}, {"unit": "too_long"}),
    "many places": ({"scale": 7}, {"scale": "out_of_range"}),
    "fewer than none": ({"scale": -1, "slug": ""}, {"scale": "out_of_range", "slug": "not_a_name"}),
}


@pytest.mark.parametrize("case", BAD)
def test_what_cannot_be_an_entry(cast: Cast, case: str) -> None:
    changes, fields = BAD[case]
    with pytest.raises(BadInput) as refused:
        edit(cast, "officer", **changes)
    assert (refused.value.reason, refused.value.detail["fields"]) == ("element_incomplete", fields)
    assert not Element.objects.exists()


def test_a_name_is_used_once(cast: Cast) -> None:
    edit(cast, "officer")
    with pytest.raises(BadInput) as refused:
        edit(cast, "officer")
    assert refused.value.detail["fields"] == {"slug": "name_used"}


# changes of an entry that a form asks, and whether they are taken
CHANGES: dict[str, tuple[dict[str, Any], dict[str, str]]] = {
    "label": ({"label": {"zh-Hans": "广场面积"}}, {}),
    "unit": ({"unit": "亩"}, {}),
    "scale": ({"scale": 2}, {}),
    "validity": ({"validity": "fixed"}, {}),
    "type": ({"type": "integer"}, {"type": "stays"}),
    "name": ({"slug": "area"}, {"slug": "stays"}),
}


@pytest.mark.parametrize("case", CHANGES)
def test_what_may_change_once_a_form_asks_it(cast: Cast, case: str) -> None:
    changes, fields = CHANGES[case]
    uid = edit(cast, "officer").uid
    form_of(cast, "officer")
    if not fields:
        changed = edit(cast, "officer", uid, **changes)
        assert {name: getattr(changed, name) for name in changes} == changes
        return
    with pytest.raises(BadInput) as refused:
        edit(cast, "officer", uid, **changes)
    assert refused.value.detail["fields"] == fields


def test_before_a_form_asks_it_its_type_may_change(cast: Cast) -> None:
    uid = edit(cast, "officer").uid
    assert edit(cast, "officer", uid, type="integer").type == "integer"
    actions = Entry.objects.filter(subject_uid=uid).order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["element.added", "element.changed"]


MAY = {"officer": 0, "county": 403, "province": 404, "director": 403, "station": 403, "village": 403, "expert": 403}


@pytest.mark.parametrize("who", MAY)
def test_who_changes_an_entry_of_the_city(cast: Cast, who: str) -> None:
    uid = edit(cast, "officer").uid
    try:
        edit(cast, who, uid, scale=1)
        status = 0
    except DomainError as refused:
        status = refused.status
    assert status == MAY[who]
