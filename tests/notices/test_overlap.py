"""Which fields of a planned task repeat what is asked already, and when a form is wholly known."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, time
from typing import Any

import pytest
import yaml

from tests.cast import DAY, NOON, Cast
from tests.elements import add_elements
from tests.notices.test_burden import DAILY, MONTHLY, WEEKLY, Office
from xiangyun.calendar import Fixed, Recurring
from xiangyun.core.errors import BadInput
from xiangyun.forms.actions.store_form import store_form
from xiangyun.forms.models import FormVersion
from xiangyun.notices.models import Amendment, Notice, Task
from xiangyun.notices.overlap import asking_of, asking_of_task, check_not_known, repeats_of, wholly_known
from xiangyun.notices.selectors import under
from xiangyun.notices.task_plans import TaskPlan

ONCE = Fixed(on=date(2020, 5, 29), at=time(17, 0))
YEARLY = Recurring(every="yearly")
VALIDITIES = ("fixed", "until_changed", "year", "month", "period")


class Forms(Office):
    """An office with a dictionary of five entries, one of each validity, named by it."""

    def __init__(self, cast: Cast) -> None:
        super().__init__(cast)
        self.define("officer", *VALIDITIES)

    def define(self, who: str, *names: str, validity: str = "") -> None:
        entries = [
            {"slug": n.replace("_", "-"), "label": {"zh-Hans": n}, "type": "integer", "validity": validity or n}
            for n in names
        ]
        add_elements(self.cast.actors[who], entries, NOON)

    def asks(self, *elements: str, who: str = "officer", photo: bool = False, other: int = 0) -> FormVersion:
        """A form of these elements; `other` are questions without one."""
        rows = [
            {"type": "integer", "name": f"f{n}", "label": e, "element": e.replace("_", "-")}
            for n, e in enumerate(elements)
        ]
        rows += [{"type": "text", "name": f"t{n}", "label": "说明", "element": ""} for n in range(other)]
        rows += [{"type": "image", "name": "photo", "label": "照片", "element": ""}] if photo else []
        owner = self.cast.tenures[who].post.unit
        slug = f"form-{FormVersion.objects.count()}"
        source = yaml.safe_dump({"survey": rows, "settings": [{"form_title": slug, "form_id": slug}]}).encode()
        given: dict[str, Any] = {"source": source, "filename": f"{slug}.yaml"}
        return store_form(actor=self.cast.actors[who], owner=owner, slug=slug, at=NOON, **given)

    def plan(self, form: FormVersion, place: str = "city", **changes: Any) -> TaskPlan:
        values: dict[str, Any] = {
            "title": {"zh-Hans": "核对"},
            "selector": under(self.cast.units[place].uid, kind="division", level=5),
            "deadline": ONCE,
            "starts_on": DAY,
            "ends_on": date(2020, 12, 31),
            "basis": "通知",
        }
        return TaskPlan(form_version=form, **(values | changes))

    def repeated(self, plan: TaskPlan, notice: Notice | None = None) -> list[str]:
        """The elements that a plan of a new draft would repeat."""
        notice = notice or self.notice("city", "draft")
        return [r.element.slug for r in repeats_of(asking_of(plan), notice, DAY)]


@pytest.fixture
def forms(cast: Cast) -> Forms:
    return Forms(cast)


NEXT_YEAR: dict[str, Any] = {"starts_on": date(2021, 1, 1), "ends_on": date(2021, 6, 30)}
JUNE: dict[str, Any] = {"starts_on": date(2020, 6, 1), "ends_on": date(2020, 6, 30)}
LONG: dict[str, Any] = {"ends_on": date(2021, 12, 31)}
ALWAYS = ["fixed", "until-changed"]

# the running task and its days; the planned one and its days: the elements that repeat
VALID: dict[str, tuple[Any, dict[str, Any], Any, dict[str, Any], list[str]]] = {
    "both once, the same days": (ONCE, {}, ONCE, {}, [*ALWAYS, "year", "month", "period"]),
    "both once, other days": (ONCE, JUNE, ONCE, {}, [*ALWAYS, "year"]),
    "next year": (ONCE, {}, ONCE, NEXT_YEAR, ALWAYS),
    "weekly while daily": (DAILY, {}, WEEKLY, {}, [*ALWAYS, "year", "month"]),
    "both daily": (DAILY, {}, DAILY, {}, [*ALWAYS, "year", "month", "period"]),
    "both daily, one later": (DAILY, {}, DAILY, JUNE, [*ALWAYS, "year", "month", "period"]),
    "both daily, after each other": (DAILY, JUNE, DAILY, NEXT_YEAR, ALWAYS),
    "both monthly": (MONTHLY, {}, MONTHLY, {}, [*ALWAYS, "year", "month", "period"]),
    "monthly next year": (MONTHLY, {}, MONTHLY, NEXT_YEAR, ALWAYS),
    "monthly in one month, once in it": (MONTHLY, JUNE, ONCE, JUNE, [*ALWAYS, "year", "month"]),
    "monthly, once in another": (MONTHLY, JUNE, ONCE, NEXT_YEAR, ALWAYS),
    "yearly, over two years": (YEARLY, LONG, ONCE, NEXT_YEAR, [*ALWAYS, "year"]),
}


@pytest.mark.parametrize("case", VALID)
def test_an_answer_is_asked_again_while_it_is_valid(forms: Forms, case: str) -> None:
    deadline, days, planned, later, expected = VALID[case]
    form = forms.asks(*VALIDITIES)
    forms.task(forms.notice("city"), 1, deadline, form_version=form, **days)
    assert forms.repeated(forms.plan(form, deadline=planned, **later)) == expected


LIBRARIES: dict[str, Any] = {"kind": "institution", "types": ["library"]}
LINE = {**LIBRARIES, "line": "library", "under": "library"}
LOWER = {**LINE, "units": ["county_library"]}

# whom the running task asks, whom the planned one: whether some unit is asked by both
MEETING: dict[str, tuple[dict[str, Any], dict[str, Any], bool]] = {
    "the same": ({}, {}, True),
    "one part of the other": ({}, {"under": "station"}, True),
    "the other way round": ({"under": "station"}, {}, True),
    "apart": ({"under": "station"}, {"under": "neighbour_county"}, False),
    "another level": ({"level": 4}, {}, False),
    "all levels": ({"level": None}, {}, True),
    "all but those": ({"except": ["far_village"]}, {"units": ["far_village"]}, False),
    "one of those": ({"units": ["village", "village2"]}, {"units": ["village2", "far_village"]}, True),
    "another kind": ({"kind": "institution", "level": None}, {}, False),
    "along another line": ({"level": None, **LINE}, {"level": None, **LIBRARIES}, True),
    "along the same line": ({"level": None, **LINE}, {"level": None, **LINE, "units": ["county_library"]}, True),
    "apart in the same line": ({"level": None, **LINE, "units": ["library"]}, {"level": None, **LOWER}, False),
}


@pytest.mark.parametrize("case", MEETING)
def test_only_those_whom_both_ask_are_asked_twice(forms: Forms, case: str) -> None:
    running, planned, meets = MEETING[case]
    units = forms.cast.units

    def meant(changes: dict[str, Any]) -> dict[str, Any]:
        lists = {k: [str(units[name].uid) for name in changes[k]] for k in ("units", "except") if k in changes}
        place = {"under": str(units[changes.get("under", "city")].uid)}
        return {"kind": "division", "level": 5, **changes, **place, **lists}

    form = forms.asks("fixed")
    forms.task(forms.notice("city"), 1, form_version=form, selector=meant(running))
    selector = {k: v for k, v in meant(planned).items() if v is not None}
    assert bool(forms.repeated(forms.plan(form, selector=selector))) is meets


# state of the other notice, whose, its days: whether it counts
LOOKED_AT: dict[str, tuple[str, str, dict[str, Any], bool]] = {
    "published": ("published", "city", {}, True),
    "published above": ("published", "province", {}, True),
    "published below": ("published", "county", {}, True),
    "another draft": ("draft", "city", {}, False),
    "a draft above": ("draft", "province", {}, False),
    "over": ("published", "city", {"starts_on": date(2020, 1, 1), "ends_on": date(2020, 3, 19)}, False),
    "ends today": ("published", "city", {"starts_on": date(2020, 1, 1), "ends_on": DAY}, True),
}


@pytest.mark.parametrize("case", LOOKED_AT)
def test_which_tasks_are_looked_at(forms: Forms, case: str) -> None:
    state, owner, days, counts = LOOKED_AT[case]
    form = forms.asks("fixed")
    forms.task(forms.notice(owner, state), 1, form_version=form, **days)
    assert bool(forms.repeated(forms.plan(form))) is counts


def test_the_draft_itself_is_looked_at_but_not_the_task_or_what_it_lifts(forms: Forms) -> None:
    form, made = forms.asks("fixed"), forms.notice("city", "draft")
    old = forms.task(forms.notice("city"), 1, form_version=form)
    Amendment.objects.create(notice=made, task=old, kind="lift")
    assert forms.repeated(forms.plan(form), made) == []
    own = forms.task(made, 2, form_version=form)
    assert forms.repeated(forms.plan(form), made) == ["fixed"]
    assert repeats_of(asking_of_task(own), made, DAY, besides=own.pk) == []


def test_the_task_that_asked_first_is_named(forms: Forms) -> None:
    form = forms.asks("fixed", "year")
    later = forms.task(forms.notice("city"), 1, form_version=form, starts_on=date(2020, 3, 10))
    first = forms.task(forms.notice("city"), 1, form_version=forms.asks("year"), starts_on=date(2020, 2, 1))
    found = repeats_of(asking_of(forms.plan(form)), forms.notice("city", "draft"), DAY)
    assert [(r.field.path, r.task, r.since) for r in found] == [
        ("f0", later, date(2020, 3, 10)),
        ("f1", first, date(2020, 2, 1)),
    ]


def test_a_name_means_the_entry_of_the_forms_own_unit(forms: Forms) -> None:
    """The county has an entry of its own by the same name; the neighbour means the city's."""
    forms.define("county", "fixed")
    city = forms.asks("fixed")
    own, neighbours = forms.asks("fixed", who="county"), forms.asks("fixed", who="neighbour_county")
    forms.task(forms.notice("county"), 1, form_version=own)
    assert forms.repeated(forms.plan(city)) == []
    forms.task(forms.notice("neighbour_county"), 1, form_version=neighbours)
    assert forms.repeated(forms.plan(city)) == ["fixed"]


def test_a_name_that_no_dictionary_has_repeats_nothing(forms: Forms) -> None:
    form = forms.asks("nowhere")
    forms.task(forms.notice("city"), 1, form_version=form)
    assert forms.repeated(forms.plan(form)) == []


# the planned form beside a running one that asks fixed and year: whether it is refused
KNOWN: dict[str, tuple[dict[str, Any], tuple[str, ...], bool]] = {
    "all known": ({}, ("fixed", "year"), True),
    "one of it": ({}, ("fixed",), True),
    "known but for a photo": ({"photo": True}, ("fixed", "year"), True),
    "one question more": ({"other": 1}, ("fixed", "year"), False),
    "one element more": ({}, ("fixed", "year", "month"), False),
    "photos only": ({"photo": True}, (), False),
    "nothing known": ({"other": 2}, (), False),
}


@pytest.mark.parametrize("case", KNOWN)
def test_a_form_that_is_wholly_known_is_refused(forms: Forms, case: str) -> None:
    more, elements, refused = KNOWN[case]
    running = forms.task(forms.notice("city"), 1, form_version=forms.asks("fixed", "year"))
    plan, made = forms.plan(forms.asks(*elements, **more)), forms.notice("city", "draft")
    asking = asking_of(plan)
    assert wholly_known(asking.form, repeats_of(asking, made, DAY)) is refused
    if not refused:
        check_not_known(plan, made, NOON)
        return
    with pytest.raises(BadInput) as error:
        check_not_known(plan, made, NOON)
    assert (error.value.reason, error.value.detail["tasks"]) == ("form_wholly_known", [str(running.uid)])


Counter = Callable[[int], AbstractContextManager[object]]


@pytest.mark.parametrize("n", [1, 8])
def test_its_queries_do_not_grow(forms: Forms, django_assert_num_queries: Counter, n: int) -> None:
    made = forms.notice("city", "draft")
    for k in range(n):
        form = forms.asks(*VALIDITIES)
        forms.task(forms.notice("city"), k + 1, form_version=form, selector={"except": [str(made.uid)]})
        forms.task(forms.notice("county"), k + 1, form_version=form)
    asking = asking_of(forms.plan(form))
    with django_assert_num_queries(5):
        assert len(repeats_of(asking, made, DAY)) == 4
    assert Task.objects.count() == 2 * n
