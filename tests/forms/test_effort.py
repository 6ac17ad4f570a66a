"""What a form takes: the table of seconds, whose holds, minutes rounded up, and what answers say of it."""

import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from tests.cast import NOON, PACK, Cast, form_of_pack
from xiangyun.audit.models import Entry
from xiangyun.core.actor import Actor
from xiangyun.core.errors import BadInput, NotAllowed
from xiangyun.core.ids import uuid7_of
from xiangyun.forms.actions.measure_field_times import measure_field_times
from xiangyun.forms.actions.set_field_times import set_field_times
from xiangyun.forms.definition import Field, FormError, StoredForm
from xiangyun.forms.effort import (
    KINDS,
    SHIPPED,
    factor_of,
    minutes_of,
    read_table,
    review_minutes_of,
    shipped_table,
    table_for,
)
from xiangyun.forms.models import Answer, AnswerVersion, FieldTime, FormVersion

TABLE = dict.fromkeys(KINDS, 0) | {
    "opening": 30, "integer": 10, "text": 40, "yes_no": 5, "image": 50,
    "review_opening": 10, "review_field": 5, "review_image": 10,
}  # fmt: skip

# types of the fields: minutes of who answers, of who reviews
COSTS: dict[str, tuple[list[str], int, int]] = {
    "nothing to fill in": (["note"], 1, 1),
    "one number": (["integer"], 1, 1),
    "just one minute": (["integer", "integer", "integer"], 1, 1),
    "a second more": (["integer", "integer", "integer", "yes_no"], 2, 1),
    "text and photo": (["text", "image"], 2, 1),
    "groups and notes take nothing": (["group", "note", "integer"], 1, 1),
    "seven photos": (["yes_no", "image"] * 7, 7, 2),
}


def form_with(types: list[str]) -> StoredForm:
    fields = tuple(Field(path=f"f{n}", name=f"f{n}", type=kind) for n, kind in enumerate(types))  # type: ignore[arg-type]
    return StoredForm("f", "1", {"zh-Hans": "表"}, "zh-Hans", ("zh-Hans",), fields)


@pytest.mark.parametrize("case", COSTS)
def test_minutes_of_a_form(case: str) -> None:
    types, minutes, review = COSTS[case]
    form = form_with(types)
    assert (minutes_of(form, TABLE), review_minutes_of(form, TABLE)) == (minutes, review)


@pytest.mark.parametrize("path", [SHIPPED, PACK / "minutes.yaml"], ids=["shipped", "pack"])
def test_a_table_names_every_kind(path: Path) -> None:
    assert set(read_table(path.read_bytes())) == set(KINDS)


REFUSED = {
    "not YAML": (b"minutes: [", "bad_minutes"),
    "not a table": (b"minutes: 3", "bad_minutes"),
    "an unknown kind": (b"minutes: [{kind: video, seconds: 3}]", "bad_minutes"),
    "less than nothing": (b"minutes: [{kind: text, seconds: -1}]", "bad_minutes"),
    "more than an hour": (b"minutes: [{kind: text, seconds: 3601}]", "bad_minutes"),
    "words": (b"minutes: [{kind: text, seconds: long}]", "bad_minutes"),
    "a column nobody knows": (b"minutes: [{kind: text, seconds: 3, colour: red}]", "bad_minutes"),
    "twice": (b"minutes: [{kind: text, seconds: 3}, {kind: text, seconds: 4}]", "twice"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_table_that_says_nothing_is_refused(case: str) -> None:
    source, code = REFUSED[case]
    with pytest.raises(FormError) as refused:
        read_table(source)
    assert [p.code for p in refused.value.problems] == [code]


def set_times(cast: Cast, who: str, **seconds: int) -> list[FieldTime]:
    post = cast.tenures[who].post
    return set_field_times(actor=cast.actors[who], owner=post.unit, seconds=seconds, at=NOON)


def test_a_nearer_table_goes_before_those_above_it(cast: Cast) -> None:
    set_times(cast, "officer", text=60, image=70)
    set_times(cast, "county", image=90)
    shipped = shipped_table()
    found = {who: table_for(cast.actors[who]) for who in ("province", "officer", "station", "neighbour_county")}
    assert {who: (t["text"], t["image"], t["date"]) for who, t in found.items()} == {
        "province": (shipped["text"], shipped["image"], shipped["date"]),
        "officer": (60, 70, shipped["date"]),
        "station": (60, 90, shipped["date"]),
        "neighbour_county": (60, 70, shipped["date"]),
    }
    assert table_for(Actor.system("test")) == shipped


def test_setting_the_same_again_writes_nothing(cast: Cast) -> None:
    table = read_table((PACK / "minutes.yaml").read_bytes())
    assert [len(set_times(cast, "officer", **table)) for _ in range(2)] == [len(KINDS), 0]
    assert [row.kind for row in set_times(cast, "officer", text=7)] == ["text"]
    assert FieldTime.objects.get(kind="text").seconds == 7
    assert Entry.objects.filter(action="field_times.set").count() == 2


@pytest.mark.parametrize("who", ["director", "station", "county", "auditor"])
def test_only_an_officer_of_the_unit_sets_its_table(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        set_field_times(actor=cast.actors[who], owner=cast.units["city"], seconds={"text": 3}, at=NOON)
    with pytest.raises(NotAllowed):
        measure_field_times(actor=cast.actors[who], owner=cast.units["city"], at=NOON)


@pytest.mark.parametrize("seconds", [{"video": 3}, {"text": -1}, {"text": 4000}])
def test_a_kind_nobody_knows_is_not_set(cast: Cast, seconds: dict[str, int]) -> None:
    with pytest.raises(BadInput):
        set_field_times(actor=cast.actors["officer"], owner=cast.units["city"], seconds=seconds, at=NOON)


SPANS = {  # seconds from first autosave to sending: factor, over how many answers
    "twice as long": ([20.0, 20.0, 20.0], (2.0, 3)),
    "the middle one": ([5.0, 10.0, 300.0], (1.0, 3)),
    "sent in one go": ([0.0, 0.4], (0.0, 0)),
    "a night between": ([40000.0], (0.0, 0)),
    "no answers": ([], (0.0, 0)),
}


@pytest.mark.parametrize("case", SPANS)
def test_the_factor_is_a_median_of_what_can_be_measured(case: str) -> None:
    seconds, expected = SPANS[case]
    assert factor_of([(s, form_with(["integer"])) for s in seconds], TABLE) == expected


def test_a_form_without_questions_measures_nothing() -> None:
    assert factor_of([(20.0, form_with(["note"]))], TABLE) == (0.0, 0)


def answers(cast: Cast, form: FormVersion, n: int, seconds: float, **values: object) -> None:
    """As a phone leaves them: begun some seconds ago, sent now."""
    begun = round((time.time() - seconds) * 1000)
    for _ in range(n):
        uid = uuid7_of(begun, next(_tails))
        answer = Answer.objects.create(uid=uid, form_version=form, unit=cast.units["village"], saved_at=NOON)
        AnswerVersion.objects.create(answer=answer, number=1, values=values, digest="", at=NOON)


def _numbers() -> Iterator[bytes]:
    for n in range(10_000):
        yield n.to_bytes(10, "big")


_tails = _numbers()


@pytest.mark.parametrize(("n", "believed"), [(29, False), (30, True)])
def test_a_median_of_thirty_answers_is_believed(cast: Cast, n: int, believed: bool) -> None:
    form = form_of_pack(cast, "daily-report")
    table = shipped_table()
    said = minutes_seconds(form) - table["opening"]
    answers(cast, form, n, said / 2, matter="people")
    answers(cast, form, 5, said * 3)  # nothing to report has no values
    assert measure_field_times(actor=cast.actors["officer"], owner=cast.units["city"], at=NOON) == n
    row = FieldTime.objects.get(kind="text")
    assert (row.seconds, row.n) == (table["text"], n)
    assert row.measured_seconds == pytest.approx(table["text"] / 2, abs=1)
    assert row.corrected() == (row.measured_seconds if believed else table["text"])
    assert not FieldTime.objects.filter(kind__in=["opening", "nil", "review_field"]).exists()


def minutes_seconds(form: FormVersion) -> int:
    from xiangyun.forms.effort import seconds_of

    return seconds_of((f.type for f in StoredForm.from_plain(form.definition).fields), shipped_table())


def test_a_measure_outlives_a_new_estimate(cast: Cast) -> None:
    form = form_of_pack(cast, "daily-report")
    answers(cast, form, 30, 60, matter="people")
    measure_field_times(actor=cast.actors["officer"], owner=cast.units["city"], at=NOON)
    measured = FieldTime.objects.get(kind="text").measured_seconds
    set_times(cast, "officer", text=200)
    row = FieldTime.objects.get(kind="text")
    assert (row.seconds, row.measured_seconds, row.n) == (200, measured, 30)


def test_without_answers_nothing_is_measured(cast: Cast) -> None:
    form_of_pack(cast, "daily-report")
    late = timedelta(days=1)
    assert measure_field_times(actor=cast.actors["officer"], owner=cast.units["city"], at=NOON + late) == 0
    assert not FieldTime.objects.exists()
    assert UUID(int=uuid7_of(1, b"0123456789").int).version == 7
