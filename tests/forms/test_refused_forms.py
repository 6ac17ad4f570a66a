"""What is not built is refused by name, every item at once; nothing is half accepted."""

import pytest
import yaml

from xiangyun.forms.definition import Unsupported
from xiangyun.forms.front_door import read_form

CHOICES = [
    {"list_name": "list", "name": "a", "label": "A", "kind": "x"},
    {"list_name": "list", "name": "b", "label": "B", "kind": "y"},
]


def refusals(*rows: dict[str, str], settings: dict[str, str] | None = None) -> list[tuple[str, str]]:
    """Field and name of every refused item of a form with these rows."""
    first = {"type": "text", "name": "first", "label": "First"}
    form = {"survey": [first, *rows], "choices": CHOICES, "settings": [settings or {"form_id": "f"}]}
    with pytest.raises(Unsupported) as refused:
        read_form(yaml.safe_dump(form).encode(), filename="f.yaml")
    assert refused.value.reason == "form_unsupported"
    return [(problem.field, problem.code) for problem in refused.value.problems]


TYPES = {
    "select_multiple list": "type select_multiple", "rank list": "type rank", "range": "type range",
    "time": "type time", "dateTime": "type dateTime", "geopoint": "type geopoint", "barcode": "type barcode",
    "geotrace": "type geotrace", "geoshape": "type geoshape", "audio": "type audio", "video": "type video",
    "file": "type file", "acknowledge": "type acknowledge", "start": "metadata start",
    "today": "metadata today", "deviceid": "metadata deviceid", "hidden": "hidden field",
}  # fmt: skip


@pytest.mark.parametrize("asked", TYPES)
def test_types(asked):
    assert refusals({"type": asked, "name": "q", "label": "Q"}) == [("q", TYPES[asked])]


COLUMNS = [
    ({"relevant": "${first} = 'a'"}, "relevant"),
    ({"constraint": ". != ''", "constraint_message": "no"}, "constraint"),
    ({"required": "${first} = 'a'"}, "required by expression"),
    ({"default": "x"}, "default"),
    ({"default": "now()"}, "dynamic default"),
    ({"calculation": "1 + 1"}, "calculation"),
    ({"calculation": "1 + 1", "trigger": "${first}"}, "trigger"),
    ({"guidance_hint": "more"}, "guidance beside a text"),
    ({"media::image": "a.png"}, "image beside a text"),
    ({"label": "Hello ${first}"}, "value inside a text"),
    ({"parameters": "rows=5"}, "parameter rows"),
    ({"bind::odk:length": "5"}, "parameter length"),
    ({"type": "image", "parameters": "max-pixels=800"}, "parameter max-pixels"),
    ({"type": "image", "appearance": "signature"}, "appearance signature"),
    ({"type": "select_one list", "choice_filter": "kind = ${first}"}, "choice_filter"),
    ({"type": "select_one list", "parameters": "randomize=true"}, "randomize"),
]


@pytest.mark.parametrize(("cells", "code"), COLUMNS, ids=[code for _, code in COLUMNS])
def test_columns(cells, code):
    assert refusals({"type": "text", "name": "q", "label": "Q"} | cells) == [("q", code)]


def test_lists_from_files_are_refused():
    assert refusals({"type": "select_one_from_file towns.csv", "name": "q", "label": "Q"}) == [
        ("q", "choices from a file"),
        ("", "data from jr://file-csv/towns.csv"),
    ]


def test_encryption_is_refused():
    settings = {"form_id": "f", "public_key": "AAAA", "submission_url": "https://example.org"}
    assert refusals({"type": "text", "name": "q", "label": "Q"}, settings=settings) == [("", "encryption")]


def test_every_item_is_listed_at_once_and_what_a_repeat_holds_is_not_named_again():
    found = refusals(
        {"type": "integer", "name": "age", "label": "Age", "constraint": ". > 0", "relevant": "${first}"},
        {"type": "begin repeat", "name": "people", "label": "People"},
        {"type": "text", "name": "who", "label": "Who"},
        {"type": "end repeat"},
        {"type": "calculate", "name": "total", "calculation": "count(${people})"},
        {"type": "begin group", "name": "more", "label": "More", "relevant": "${age} > 3"},
        {"type": "select_multiple list", "name": "some", "label": "Some"},
        {"type": "end group"},
    )

    assert found == [
        ("age", "relevant"),
        ("age", "constraint"),
        ("people", "repeat"),
        ("more", "relevant"),
        ("more/some", "type select_multiple"),
        ("total", "calculation"),
    ]
