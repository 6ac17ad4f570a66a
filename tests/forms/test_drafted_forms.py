"""A form drafted from a clause's reading: what it asks, that it is small, and that the front door takes it."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xiangyun.core.texts import is_readable
from xiangyun.forms.definition import StoredForm
from xiangyun.forms.drafting import draft_form, types_asked
from xiangyun.forms.front_door import read_form

MORE = {"op": "<=", "value": 20, "unit": "座", "of": "旅游厕所"}
TOILETS = {"op": ">=", "value": 12, "unit": "座", "of": "旅游厕所"}
SHARE = {"op": "==", "value": 98.5, "unit": "%", "of": "达标率"}


def drafted(
    reading: dict[str, Any], known: dict[tuple[str, str], str] | None = None, clause: str = "要办好"
) -> StoredForm:
    made = draft_form(reading, key="notice:4.2", title="旅游厕所建设", clause=clause, known=known)
    return read_form(made.source, filename=made.filename).stored


# reading: (type, unit, Chinese label) of each question
ASKS: dict[str, tuple[dict[str, Any], list[tuple[str, str, str]]]] = {
    "nothing said": ({}, [("yes_no", "", "办好了吗")]),
    "a count": ({"quantity": [TOILETS]}, [("integer", "座", "旅游厕所")]),
    "a share": ({"quantity": [SHARE]}, [("decimal", "%", "达标率")]),
    "two things": ({"quantity": [TOILETS, SHARE]}, [("integer", "座", "旅游厕所"), ("decimal", "%", "达标率")]),
    "a range is one number": ({"quantity": [TOILETS, MORE]}, [("integer", "座", "旅游厕所")]),
    "without a name": ({"quantity": [{"op": "==", "value": 3, "unit": "次"}]}, [("integer", "次", "数量1")]),
    "traditional script": ({"quantity": [{**TOILETS, "of": "旅遊廁所"}]}, [("integer", "座", "旅游厕所")]),
    "a photo": ({"evidence": ["photo"]}, [("image", "", "照片")]),
    "a summary": ({"evidence": ["summary"]}, [("text", "", "情况小结")]),
    "links in one text": ({"evidence": ["link", "video"]}, [("text", "", "链接、视频链接")]),
    "papers in one text": ({"evidence": ["ledger", "plan", "list"]}, [("text", "", "名单、台账、方案")]),
    "figures that are asked": ({"quantity": [TOILETS], "evidence": ["figures"]}, [("integer", "座", "旅游厕所")]),
    "all of it": (
        {"quantity": [TOILETS], "evidence": ["photo", "summary", "link"]},
        [("integer", "座", "旅游厕所"), ("text", "", "情况小结"), ("text", "", "链接"), ("image", "", "照片")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", ASKS)
def test_what_a_clause_asks(case: str) -> None:
    reading, expected = ASKS[case]
    form = drafted(reading)
    asked = list(form.answered_fields())
    assert [(f.type, f.unit, f.label["zh-Hans"]) for f in asked] == expected
    assert types_asked(reading) == [f.type for f in asked]
    assert all(f.required and f.label["en"] for f in asked)
    assert (form.fields[0].type, form.fields[0].label["zh-Hans"]) == ("note", "要办好")
    assert (form.title["zh-Hans"], form.languages) == ("旅游厕所建设", ("zh-Hans", "en"))


def test_the_same_clause_gives_the_same_form_and_another_another_name() -> None:
    first, again = (draft_form({}, key="n:4.2", title="一", clause="二") for _ in range(2))
    other = draft_form({}, key="n:4.3", title="一", clause="二")
    assert first == again
    assert first.slug != other.slug
    assert first.slug.startswith("clause-") and len(first.slug) <= 60


def test_a_quantity_that_the_dictionary_has_asks_its_element() -> None:
    known = {("旅游厕所", "座"): "toilets"}
    found = [f.element for f in drafted({"quantity": [TOILETS, {**TOILETS, "unit": "间"}]}, known).answered_fields()]
    assert found == ["toilets", ""]


EVIL = [
    "${photo} 必须",
    "<b>要</b> & 上报",
    "#  标题 *重* _点_",
    "=1+1",
    "- a: {b}",
    "“七个一”、‘村’",
    "yes",
    "1.",
    "\t",
    "null",
]


@pytest.mark.parametrize("words", EVIL)
def test_whatever_a_clause_says_is_shown_as_it_is(words: str) -> None:
    shown = drafted({"evidence": ["photo"]}, clause=words).fields[0].label["zh-Hans"]
    assert shown == (" ".join(words.replace("${", "$ {").split()) or "-")


@settings(max_examples=40)
@given(st.text(max_size=80).filter(is_readable), st.text(max_size=20).filter(is_readable))
def test_the_front_door_takes_every_draft(clause: str, of: str) -> None:
    reading = {"quantity": [{"op": ">=", "value": 2, "unit": of[:5], "of": of}]}
    assert len(list(drafted(reading, clause=clause).answered_fields())) == 1
