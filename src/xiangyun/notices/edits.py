"""What an officer may say of a clause instead of what was read of it."""

from collections.abc import Callable, Mapping
from typing import Any, get_args

import msgspec

from xiangyun.compiler import DueLabel, Evidence, Quantity
from xiangyun.core.errors import BadInput
from xiangyun.core.texts import is_readable

MOST_NAMES, MOST_NAME = 30, 60


def checked_edit(edit: Mapping[str, Any]) -> dict[str, Any]:
    """The edit as plain data; BadInput("clause_edit", fields={key: code}) for what cannot be said."""
    unknown = set(edit) - set(_CHECKS)
    problems = dict.fromkeys(unknown, "unknown") | {
        key: problem for key, value in edit.items() if key in _CHECKS and (problem := _CHECKS[key](value))
    }
    if problems:
        raise BadInput("clause_edit", fields=problems)
    plain: dict[str, Any] = msgspec.to_builtins(dict(edit))
    return plain


def _names(value: Any) -> str:
    return _texts(value, MOST_NAMES)


def _texts(value: Any, most: int) -> str:
    if not isinstance(value, list) or not all(isinstance(name, str) and name.strip() for name in value):
        return "not_names"
    if len(value) > most or any(len(name) > MOST_NAME for name in value):
        return "too_long"
    return "" if all(map(is_readable, value)) else "not_text"


def _due(value: Any) -> str:
    return "" if value is None or _converts(value, DueLabel) else "not_a_deadline"


def _quantity(value: Any) -> str:
    return "" if _converts(value, list[Quantity]) and all(_field(q, "unit") for q in value) else "not_an_amount"


def _receiver(value: Any) -> str:
    return "" if value is None else _texts([value], 1)


def _evidence(value: Any) -> str:
    return "" if isinstance(value, list) and set(value) <= set(get_args(Evidence)) else "unknown"


def _field(value: Any, name: str) -> Any:
    return value.get(name) if isinstance(value, Mapping) else getattr(value, name)


def _converts(value: Any, kind: Any) -> bool:
    try:
        msgspec.convert(msgspec.to_builtins(value), kind)
    except (msgspec.ValidationError, TypeError):
        return False
    return True


_CHECKS: dict[str, Callable[[Any], str]] = {
    "responsible": _names,
    "due": _due,
    "quantity": _quantity,
    "report_to": _receiver,
    "evidence": _evidence,
    "conditions": _names,
}
