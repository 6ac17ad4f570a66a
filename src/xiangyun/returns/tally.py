"""What a return counts for, as a pure function of its state: a change of figures is after minus before."""

from collections.abc import Mapping
from typing import Any

from xiangyun.facts.numbers import numbers_in, numeric_fields
from xiangyun.forms.definition import StoredForm
from xiangyun.measures.ledger import Pair

from .models import Return
from .states import ReturnState

Tally = dict[str, Pair]


def tally(returned: Return, form: StoredForm, sent_values: Mapping[str, Any] | None) -> Tally:
    """(num, den) by measure name; empty for what was not sent, or counts nowhere."""
    if returned.state == ReturnState.DRAFT or not returned.counts:
        return {}
    counts = {
        "returned": True,
        "on_time": bool(returned.on_time),
        "late": not returned.on_time,
        "sent_back": returned.state == ReturnState.SENT_BACK,
        "accepted": returned.state == ReturnState.ACCEPTED,
        "by_rule": returned.by_rule,
    }
    states = {name: (int(holds), 0) for name, holds in counts.items()}
    return states | _field_tally(form, {} if returned.nil else sent_values or {})


def _field_tally(form: StoredForm, values: Mapping[str, Any]) -> Tally:
    numbers = numbers_in(form, values)
    return {f"field:{n.path}": _pair(n.aggregation, numbers[n.path]) for n in numeric_fields(form)}


def _pair(aggregation: str, number: int | None) -> Pair:
    if number is None:
        return 0, 0
    return number, int(aggregation == "share")


def change(before: Tally, after: Tally) -> Tally:
    """What to add to the figures."""
    names = before.keys() | after.keys()
    zero = (0, 0)
    return {
        name: (
            after.get(name, zero)[0] - before.get(name, zero)[0],
            after.get(name, zero)[1] - before.get(name, zero)[1],
        )
        for name in names
    }
