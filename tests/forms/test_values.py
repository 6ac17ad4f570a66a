"""Typed values: every type with good, bad and empty input; what is missing, what differs, what is hashed."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangyun.forms.definition import Choice, Field, StoredForm
from xiangyun.forms.values import (
    CODES,
    MAX_TEXT,
    Change,
    body_hash,
    canonical,
    difference,
    missing_in,
    parse_values,
)

A, B = "a" * 64, "b" * 64
YES_NO = (Choice(name="yes"), Choice(name="no"))


def form_of(*fields: Field) -> StoredForm:
    return StoredForm(form_id="f", version="1", title={}, default_language="en", languages=("en",), fields=fields)


def field(path: str, type: str, **rest: object) -> Field:
    return Field(path=path, name=path.rpartition("/")[2], type=type, **rest)


EVERY = form_of(
    field("about", "note"),
    field("text", "text"),
    field("integer", "integer"),
    field("decimal", "decimal"),
    field("date", "date"),
    field("yes_no", "yes_no", choices=YES_NO),
    field("select_one", "select_one", choices=(Choice(name="red"), Choice(name="blue"))),
    field("image", "image"),
    field("images", "image", appearance="multiple"),
)

GOOD = [
    ("text", " 一切正常 \r\n", "一切正常"),
    ("text", "a\r\nb", "a\nb"),
    ("text", ["only one"], "only one"),
    ("text", "x" * MAX_TEXT, "x" * MAX_TEXT),
    ("integer", "42", 42),
    ("integer", " -7 ", -7),
    ("integer", "+0042", 42),
    ("integer", "１２", 12),
    ("integer", 12, 12),
    ("integer", 12.0, 12),
    ("integer", "9" * 12, 10**12 - 1),
    ("decimal", "12.50", "12.5"),
    ("decimal", "012", "12"),
    ("decimal", ".5", "0.5"),
    ("decimal", "5.", "5"),
    ("decimal", "-0.0", "0"),
    ("decimal", "−3.10", "-3.1"),
    ("decimal", 0.1, "0.1"),
    ("decimal", 1e-6, "0.000001"),
    ("decimal", Decimal("1E+3"), "1000"),
    ("decimal", "３．５", "3.5"),
    ("date", "2020-02-29", "2020-02-29"),
    ("yes_no", "yes", True),
    ("yes_no", "no", False),
    ("yes_no", True, True),
    ("yes_no", False, False),
    ("yes_no", ["no"], False),
    ("select_one", "red", "red"),
    ("image", A, [A]),
    ("image", [A], [A]),
    ("image", [A, "", A], [A]),
    ("images", [B, A], [B, A]),
]

EMPTY = [
    (name, nothing)
    for name in ("text", "integer", "decimal", "date", "yes_no", "select_one", "image", "images")
    for nothing in ("", None, [], [""])
] + [("text", "  \n "), ("integer", " "), ("decimal", "\u3000"), ("date", " ")]

BAD = [
    ("text", "x" * (MAX_TEXT + 1), "too_long"),
    ("text", "a\x00b", "not_text"),
    ("text", "\ud800", "not_text"),
    ("text", 5, "not_text"),
    ("text", ["a", "b"], "not_text"),
    ("text", {"a": "b"}, "not_text"),
    ("integer", "1.5", "not_integer"),
    ("integer", "1.0", "not_integer"),
    ("integer", "1,000", "not_integer"),
    ("integer", "十二", "not_integer"),
    ("integer", "1 2", "not_integer"),
    ("integer", True, "not_integer"),
    ("integer", 1.5, "not_integer"),
    ("integer", ["1", "2"], "not_integer"),
    ("integer", "9" * 13, "out_of_range"),
    ("integer", "9" * 3000, "not_integer"),
    ("decimal", "1e5", "not_decimal"),
    ("decimal", ".", "not_decimal"),
    ("decimal", "NaN", "not_decimal"),
    ("decimal", float("nan"), "not_decimal"),
    ("decimal", float("inf"), "not_decimal"),
    ("decimal", 1e300, "out_of_range"),
    ("decimal", "1" * 13, "out_of_range"),
    ("decimal", "0." + "1" * 7, "out_of_range"),
    ("date", "2021-02-29", "not_date"),
    ("date", "20210228", "not_date"),
    ("date", "2021-W01-1", "not_date"),
    ("date", "2020/2/29", "not_date"),
    ("date", "0000-01-01", "not_date"),
    ("yes_no", "maybe", "not_choice"),
    ("yes_no", "true", "not_choice"),
    ("yes_no", 1, "not_choice"),
    ("select_one", "green", "not_choice"),
    ("select_one", ["red", "blue"], "not_choice"),
    ("select_one", {"red": 1}, "not_choice"),
    ("image", "photo.jpg", "not_image"),
    ("image", A.upper(), "not_image"),
    ("image", {"a": 1}, "not_image"),
    ("image", [A, 5], "not_image"),
    ("image", [A, B], "too_many"),
    ("images", [f"{number:064x}" for number in range(10)], "too_many"),
    ("about", "x", "unknown_field"),
    ("nobody", "x", "unknown_field"),
]


@pytest.mark.parametrize(("name", "raw", "value"), GOOD)
def test_good(name, raw, value):
    values, errors = parse_values(EVERY, {name: raw})
    assert (values, errors) == ({name: value}, {})
    assert type(values[name]) is type(value)


@pytest.mark.parametrize(("name", "raw"), EMPTY)
def test_empty_is_no_answer(name, raw):
    assert parse_values(EVERY, {name: raw}) == ({}, {})


@pytest.mark.parametrize(("name", "raw", "code"), BAD)
def test_bad(name, raw, code):
    assert parse_values(EVERY, {name: raw}) == ({}, {name: code})
    assert code in CODES


def test_good_values_stand_beside_errors():
    raw = {"integer": "x", "date": "2020-03-20", "extra": "1"}
    assert parse_values(EVERY, raw) == (
        {"date": "2020-03-20"},
        {"integer": "not_integer", "extra": "unknown_field"},
    )


CHECK = form_of(
    field("about", "note", required=True),
    field("square", "yes_no", required=True, choices=YES_NO),
    field("square_photo", "image", evidence_of="square"),
    field("area", "decimal"),
    field("why", "text", required=True),
)
MISSING = [
    ({}, ["square", "why"]),
    ({"square": False, "why": "x"}, []),
    ({"square": True, "why": "x"}, ["square_photo"]),
    ({"square": True, "square_photo": [A], "why": "x"}, []),
]


@pytest.mark.parametrize(("values", "missing"), MISSING)
def test_what_is_missing(values, missing):
    assert missing_in(CHECK, values) == missing


def test_a_complete_answer_says_required_but_never_over_another_error():
    assert parse_values(CHECK, {"square": "perhaps"}, complete=True) == (
        {},
        {"square": "not_choice", "why": "required"},
    )


def test_difference_goes_field_by_field_and_tells_false_from_zero():
    old = {"square": True, "area": "500", "gone": 1}
    new = {"square": False, "why": "塌了", "area": "500"}
    assert difference(CHECK, old, new) == [
        Change(path="square", old=True, new=False),
        Change(path="why", old=None, new="塌了"),
        Change(path="gone", old=1, new=None),
    ]
    assert difference(EVERY, {"integer": 0}, {"integer": False}) == [Change(path="integer", old=0, new=False)]


def test_canonical_bytes():
    assert canonical({"b": ["x"], "a": "正常", "c": True}) == '{"a":"正常","b":["x"],"c":true}'.encode()
    assert body_hash({}) == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.decimals() | st.binary(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)
PATHS = st.sampled_from([field.path for field in EVERY.fields]) | st.text(max_size=5)


@given(st.dictionaries(PATHS, ANYTHING, max_size=6))
def test_parsing_never_raises_and_its_values_parse_to_themselves(raw):
    values, errors = parse_values(EVERY, raw)

    assert set(errors.values()) <= set(CODES)
    assert not values.keys() & errors.keys()
    assert parse_values(EVERY, values) == (values, {})
    assert len(body_hash(values)) == 64


@given(st.dictionaries(PATHS, st.text() | st.integers() | st.booleans() | st.lists(st.text())), st.randoms())
def test_canonical_bytes_do_not_depend_on_order(values, random):
    shuffled = list(values.items())
    random.shuffle(shuffled)
    try:
        expected = canonical(values)
    except UnicodeEncodeError:  # a lone surrogate never passes parse_values
        return
    assert canonical(dict(shuffled)) == expected
