"""How many of the labelled obligations of invented notices are found: six that were open while the rules were made, and
seven, by another hand, that were not opened while they were made."""

from pathlib import Path

import pytest

from tests.compiler.scoring import FIELDS, Counts, compare, score

HERE = Path(__file__).parent
LABELLED = {
    "open": {"found": 136, "due": 114, "responsible": 136, "quantity": 73, "report_to": 41},
    "sealed": {"found": 165, "due": 144, "responsible": 165, "quantity": 85, "report_to": 55},
}
FLOORS = {
    "open": {"found": 0.95, "due": 0.95, "responsible": 0.88, "quantity": 0.90, "report_to": 0.95},
    "sealed": {"found": 0.80, "due": 0.75, "responsible": 0.65, "quantity": 0.65, "report_to": 0.70},
}


@pytest.fixture(scope="module", params=LABELLED)
def counted(request: pytest.FixtureRequest) -> tuple[str, dict[str, Counts]]:
    return request.param, score(HERE / request.param)


@pytest.mark.parametrize("field", FIELDS)
def test_the_invented_notices(field: str, counted: tuple[str, dict[str, Counts]]) -> None:
    folder, counts = counted
    print(folder, field, counts[field])
    assert counts[field].labelled == LABELLED[folder][field]
    assert counts[field].f1() >= FLOORS[folder][field]


def item(quote: str, **said: object) -> dict[str, object]:
    return {"quote": quote, "responsible": [], "due": None, "quantity": [], "report_to": None, **said}


TEXT = "各村于4月10日前上报名单，市局每月通报一次，各校报送2份总结。"
LABELS = [
    item("各村于4月10日前上报名单", responsible=["各村"], due={"date": "2020-04-10"}),
    item("市局每月通报一次", responsible=["市局"], due={"recurring": "monthly"}, optional=True),
    item("报送2份总结", responsible=["各校"], quantity=[{"op": "==", "value": 2, "unit": "份", "of": ""}]),
]


def test_counting() -> None:
    perfect = {
        "found": (2, 2, 2),
        "due": (1, 1, 1),
        "responsible": (2, 2, 2),
        "quantity": (1, 1, 1),
        "report_to": (0, 0, 0),
    }
    assert compare(TEXT, LABELS, LABELS) == perfect
    assert compare(TEXT, [LABELS[0], LABELS[2]], LABELS) == perfect
    assert compare(TEXT, [], LABELS)["found"] == (0, 0, 2)


def test_what_is_not_there_is_too_much() -> None:
    assert compare(TEXT, [*LABELS, item("各村于4月")], LABELS)["found"] == (2, 3, 2)


def test_another_month_or_number_is_wrong() -> None:
    later = [item("各村于4月10日前上报名单", responsible=["各村"], due={"month_end": "2020-04"}), LABELS[2]]
    assert compare(TEXT, later, LABELS)["due"] == (0, 1, 1)
    more = [LABELS[0], item("报送2份总结", quantity=[{"op": ">=", "value": 2, "unit": "份", "of": ""}])]
    assert compare(TEXT, more, LABELS)["quantity"] == (0, 1, 1)
