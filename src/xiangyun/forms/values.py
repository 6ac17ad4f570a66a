"""Typed values of an answer: from what a page or a call sent to plain values, which are hashed and compared.

A plain value is JSON as it stands: integer → int; decimal → canonical string ("12.5"); date → "YYYY-MM-DD";
yes_no → bool; select_one → name of the choice; image → list of SHA-256 hex digests; text → string.
A field without an answer has no key.
"""

import hashlib
import json
import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

import msgspec

from xiangyun.core.texts import is_readable
from xiangyun.forms.definition import Field, StoredForm

MAX_TEXT = 2000
MAX_WHOLE_DIGITS = 12
MAX_PLACES = 6
"""Decimal places; with twelve digits before the point, a scaled integer fits 64 bits at every scale."""
MAX_IMAGES = 9

CODES = (
    "required",
    "not_integer",
    "not_decimal",
    "out_of_range",
    "not_date",
    "not_choice",
    "not_text",
    "too_long",
    "not_image",
    "too_many",
    "unknown_field",
)
"""Every error code; they are public and do not change."""

Values = dict[str, Any]

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_INTEGER = re.compile(r"[+-]?\d{1,400}", re.ASCII)
_DECIMAL = re.compile(r"[+-]?(?:\d{1,400}(?:\.\d{0,400})?|\.\d{1,400})", re.ASCII)
_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)


class Change(msgspec.Struct, frozen=True):
    """One field that differs; None stands for no answer."""

    path: str
    old: Any
    new: Any


class _BadValueError(Exception):
    """A value that does not fit; carries a code of `CODES`."""


def parse_values(form: StoredForm, raw: Mapping[str, Any], *, complete: bool = False) -> tuple[Values, dict[str, str]]:
    """Plain values and error codes by path; never raises. Empty input is no answer.

    A draft may lack anything; with `complete` each missing field is an error `required`.
    """
    fields = {field.path: field for field in form.answered_fields()}
    errors = {str(path): "unknown_field" for path in raw if path not in fields}
    values: Values = {}
    for path, field in fields.items():
        try:
            found = _PARSERS[field.type](field, raw.get(path))
        except _BadValueError as bad:
            errors[path] = str(bad)
        else:
            values |= {} if found is None else {path: found}
    if complete:
        errors |= {path: "required" for path in missing_in(form, values) if path not in errors}
    return values, errors


def missing_in(form: StoredForm, values: Mapping[str, Any]) -> list[str]:
    """Paths that still need an answer, in reading order: required fields, and the photo of what is there."""
    return [
        field.path
        for field in form.answered_fields()
        if field.path not in values and (field.required or values.get(field.evidence_of) is True)
    ]


def difference(form: StoredForm, old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Change]:
    """Field by field in reading order; keys that the form does not know come last."""
    known = [field.path for field in form.answered_fields()]
    others = sorted((old.keys() | new.keys()) - set(known))
    return [
        Change(path=path, old=old.get(path), new=new.get(path))
        for path in [*known, *others]
        if canonical({"": old.get(path)}) != canonical({"": new.get(path)})
    ]


def canonical(values: Mapping[str, Any]) -> bytes:
    """The same bytes for the same values, whatever their order: sorted keys, UTF-8 JSON without spaces."""
    return json.dumps(values, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def body_hash(values: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical bytes, as hex."""
    return hashlib.sha256(canonical(values)).hexdigest()


def _single(given: Any) -> Any:
    """A page sends lists of one; more than one, or a mapping, is no single value."""
    if isinstance(given, list | tuple) and len(given) <= 1:
        return given[0] if given else None
    return given


def _typed(given: Any, code: str) -> str:
    """Text of a number or date as typed: full-width digits of Chinese keyboards are taken, `True` is not."""
    given = _single(given)
    if given is None:
        return ""
    if isinstance(given, bool) or not isinstance(given, str | int | float | Decimal):
        raise _BadValueError(code)
    text = str(given) if isinstance(given, str) else _written(given, code)
    if len(text) > MAX_TEXT:
        raise _BadValueError(code)
    return unicodedata.normalize("NFKC", text).replace("−", "-").strip()


def _written(given: float | Decimal, code: str) -> str:
    """A number of JSON in plain digits; `repr` keeps the 0.1 that was sent."""
    try:
        exact = Decimal(repr(given) if isinstance(given, float) else given)
    except InvalidOperation as error:
        raise _BadValueError(code) from error
    if not exact.is_finite():
        raise _BadValueError(code)
    if abs(exact.adjusted()) > MAX_WHOLE_DIGITS + MAX_PLACES:
        raise _BadValueError("out_of_range")
    return format(exact, "f")


def _text(field: Field, given: Any) -> str | None:
    given = _single(given)
    if given is None:
        return None
    if not isinstance(given, str):
        raise _BadValueError("not_text")
    text = given.replace("\r\n", "\n").replace("\r", "\n").strip()
    if not is_readable(text):
        raise _BadValueError("not_text")
    if len(text) > MAX_TEXT:
        raise _BadValueError("too_long")
    return text or None


def _integer(field: Field, given: Any) -> int | None:
    text = _typed(given, "not_integer")
    if not text:
        return None
    whole = text.removesuffix(".0") if not isinstance(_single(given), str) else text
    if not _INTEGER.fullmatch(whole):
        raise _BadValueError("not_integer")
    if len(whole.lstrip("+-0")) > MAX_WHOLE_DIGITS:
        raise _BadValueError("out_of_range")
    return int(whole)


def _decimal(field: Field, given: Any) -> str | None:
    text = _typed(given, "not_decimal")
    if not text:
        return None
    if not _DECIMAL.fullmatch(text):
        raise _BadValueError("not_decimal")
    whole, _, part = text.lstrip("+-").partition(".")
    whole, part = whole.lstrip("0") or "0", part.rstrip("0")
    if len(whole) > MAX_WHOLE_DIGITS or len(part) > MAX_PLACES:
        raise _BadValueError("out_of_range")
    plain = f"{whole}.{part}" if part else whole
    return f"-{plain}" if text.startswith("-") and plain != "0" else plain


def _date(field: Field, given: Any) -> str | None:
    text = _typed(given, "not_date")
    if not text:
        return None
    if not _DATE.fullmatch(text):
        raise _BadValueError("not_date")
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise _BadValueError("not_date") from error


def _yes_no(field: Field, given: Any) -> bool | None:
    given = _single(given)
    if isinstance(given, bool):
        return given
    name = _select_one(field, given)
    return None if name is None else name == "yes"


def _select_one(field: Field, given: Any) -> str | None:
    given = _single(given)
    if given is None or given == "":
        return None
    if not isinstance(given, str) or given not in {choice.name for choice in field.choices}:
        raise _BadValueError("not_choice")
    return given


def _image(field: Field, given: Any) -> list[str] | None:
    if given is None:
        return None
    given = [given] if isinstance(given, str) else given
    if not isinstance(given, list | tuple) or not all(isinstance(item, str) for item in given):
        raise _BadValueError("not_image")
    digests = list(dict.fromkeys(item for item in given if item))
    if not all(_DIGEST.fullmatch(digest) for digest in digests):
        raise _BadValueError("not_image")
    if len(digests) > (MAX_IMAGES if "multiple" in field.appearance.split() else 1):
        raise _BadValueError("too_many")
    return digests or None


_PARSERS: dict[str, Callable[[Field, Any], Any]] = {
    "text": _text,
    "integer": _integer,
    "decimal": _decimal,
    "date": _date,
    "yes_no": _yes_no,
    "select_one": _select_one,
    "image": _image,
}
