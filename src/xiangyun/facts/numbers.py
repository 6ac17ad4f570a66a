"""From an answer's values to scaled integers: yes/no as 0 or 1, decimals as millionths (all a value may have)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from xiangyun.forms.definition import StoredForm

DECIMAL_SCALE = 6
AGGREGATIONS = {"yes_no": "share", "integer": "sum", "decimal": "sum"}


@dataclass(frozen=True, slots=True)
class Number:
    """A field whose answer is a number: where it stands, how it sums, its scale as a power of ten."""

    path: str
    aggregation: str
    scale: int
    label: dict[str, str]
    element: str = ""

    def scaled(self, value: Any) -> int | None:
        """The answer as a scaled integer; none when there is no answer."""
        return None if value is None else int(Decimal(value) * 10**self.scale)


def numeric_fields(form: StoredForm) -> Iterator[Number]:
    """The number fields of a form in reading order: their order is their slot."""
    for field in form.fields:
        if field.type in AGGREGATIONS:
            scale = DECIMAL_SCALE if field.type == "decimal" else 0
            yield Number(field.path, AGGREGATIONS[field.type], scale, dict(field.label), field.element)


def numbers_in(form: StoredForm, values: Mapping[str, Any]) -> dict[str, int | None]:
    """Every number field of an answer, scaled, by path."""
    return {n.path: n.scaled(values.get(n.path)) for n in numeric_fields(form)}
