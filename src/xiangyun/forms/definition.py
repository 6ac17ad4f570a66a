"""The stored form: what a form version asks, as plain data that survives JSON (see `FormVersion.definition`).

A path names a field inside its groups (`square/photo`); in a form without groups path and name are the same.
Values, errors and differences are keyed by path.
"""

from collections.abc import Iterator
from typing import Any, Literal

import msgspec

from xiangyun.core.errors import BadInput

NAMESPACE = "urn:xiangyun:xforms"
"""Namespace of our attributes on an XForm bind."""
BASE_LANGUAGE = "zh-Hans"
"""The language of a text that names none."""

FieldType = Literal["text", "integer", "decimal", "date", "yes_no", "select_one", "image", "note", "group"]
UNANSWERED_TYPES = frozenset({"note", "group"})
"""Types that show something and take no value."""

Texts = dict[str, str]


class Choice(msgspec.Struct, frozen=True, omit_defaults=True):
    """One way to answer a `select_one` (or the two of a `yes_no`, which carry their own labels)."""

    name: str
    label: Texts = {}


class Field(msgspec.Struct, frozen=True, omit_defaults=True):
    """One row of the form.

    `element` names a dictionary entry, `unit` is shown behind the value. `evidence_of` is the path of the
    yes/no field that an image field proves: it is derived from the name (`square_photo` beside `square`)
    and makes the image required once that field says yes.
    """

    path: str
    name: str
    type: FieldType
    label: Texts = {}
    hint: Texts = {}
    required: bool = False
    required_message: Texts = {}
    unit: str = ""
    element: str = ""
    choices: tuple[Choice, ...] = ()
    appearance: str = ""
    evidence_of: str = ""

    @property
    def takes_value(self) -> bool:
        """Whether an answer can hold something for this field."""
        return self.type not in UNANSWERED_TYPES

    @property
    def parent(self) -> str:
        """Path of the group around the field, empty at the top."""
        return self.path.rpartition("/")[0]


class StoredForm(msgspec.Struct, frozen=True, omit_defaults=True):
    """A whole form version; `fields` are in reading order, a group stands before what it holds."""

    form_id: str
    version: str
    title: Texts
    default_language: str
    languages: tuple[str, ...]
    fields: tuple[Field, ...]

    def answered_fields(self) -> Iterator[Field]:
        """The fields that take a value, in reading order."""
        return (field for field in self.fields if field.takes_value)

    def field_at(self, path: str) -> Field | None:
        """The field of a path, if there is one."""
        return next((field for field in self.fields if field.path == path), None)

    def to_json(self) -> bytes:
        """As UTF-8 JSON."""
        return msgspec.json.encode(self)

    def to_plain(self) -> dict[str, Any]:
        """As dicts, lists and strings, for a JSON column."""
        plain: dict[str, Any] = msgspec.to_builtins(self)
        return plain

    @classmethod
    def from_json(cls, source: bytes | str) -> "StoredForm":
        """Back from `to_json`."""
        return msgspec.json.decode(source, type=cls)

    @classmethod
    def from_plain(cls, source: dict[str, Any]) -> "StoredForm":
        """Back from `to_plain`."""
        return msgspec.convert(source, type=cls)


class Problem(msgspec.Struct, frozen=True, omit_defaults=True):
    """Why a form is not taken; `row` counts as a spreadsheet does, `line` as a text editor does."""

    code: str
    message: str
    field: str = ""
    sheet: str = ""
    row: int = 0
    column: str = ""
    line: int = 0


class FormError(BadInput):
    """The source is not a form; `problems` says why and where."""

    code = "bad_form"

    def __init__(self, *problems: Problem) -> None:
        self.problems = problems
        super().__init__(problems=[msgspec.to_builtins(problem) for problem in problems])


class Unsupported(FormError):
    """The source is a form, but asks for what is not built: every such item, by field and name."""

    code = "form_unsupported"


def not_a_form(code: str, message: str, **place: Any) -> FormError:
    """A `FormError` with one problem."""
    return FormError(Problem(code=code, message=message, **place))
