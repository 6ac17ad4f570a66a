"""One front door for xlsx, YAML and XForm XML: the same form comes out, with texts, units and elements."""

import io
from pathlib import Path

import openpyxl
import pytest
import yaml

from xiangyun.forms.definition import FormError, StoredForm
from xiangyun.forms.dictionary import misfits, read_elements
from xiangyun.forms.front_door import read_form

ITEM = b"<item><label>A</label><value>a</value></item>"
XFORM = (
    b"<h:html xmlns='http://www.w3.org/2002/xforms' xmlns:h='http://www.w3.org/1999/xhtml'><h:head><model>"
    b"<instance><data id='f'>%s</data></instance></model></h:head><h:body>%s</h:body></h:html>"
)
PACK = Path(__file__).parents[2] / "packs" / "hengyang-2020"
FORMS = ("daily-report", "seven-ones")


def pack_form(name: str) -> bytes:
    return (PACK / "forms" / f"{name}.yaml").read_bytes()


def as_xlsx(source: bytes) -> bytes:
    """The same rows as a workbook, one sheet per list."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in yaml.load(source, yaml.BaseLoader).items():
        sheet = book.create_sheet(name)
        columns = list(dict.fromkeys(column for row in rows for column in row))
        sheet.append(columns)
        for row in rows:
            sheet.append([row.get(column) for column in columns])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def problems_of(source: bytes, filename: str) -> list[dict[str, object]]:
    with pytest.raises(FormError) as refused:
        read_form(source, filename=filename)
    return refused.value.detail["problems"]


@pytest.mark.parametrize("name", FORMS)
def test_three_formats_give_one_form(name):
    from_yaml = read_form(pack_form(name), filename=f"{name}.yaml")
    from_xlsx = read_form(as_xlsx(pack_form(name)), filename=f"{name}.xlsx")
    from_xml = read_form(from_yaml.xform.encode(), filename="form.xml")

    assert (from_yaml.format, from_xlsx.format, from_xml.format) == ("yaml", "xlsx", "xform")
    assert from_xlsx.stored == from_yaml.stored
    assert from_xml.stored == from_yaml.stored


def test_seven_ones_asks_for_seven_things_and_their_photos():
    stored = read_form(pack_form("seven-ones"), filename="seven-ones.yaml").stored

    assert (stored.form_id, stored.version, stored.languages) == ("seven-ones", "1", ("zh-Hans", "en"))
    assert stored.title == {"zh-Hans": "“七个一”核对"}
    things = [
        "square",
        "activity_room",
        "stage",
        "notice_board",
        "culture_kit",
        "broadcast_kit",
        "sports_kit",
    ]
    assert [field.path for field in stored.fields if field.type == "yes_no"] == things
    assert {field.path: field.evidence_of for field in stored.fields if field.type == "image"} == {
        f"{thing}_photo": thing for thing in things
    }
    area = stored.field_at("square_area")
    assert area is not None
    assert (area.type, area.unit, area.element, area.required) == ("decimal", "平方米", "square-area", False)
    assert area.label == {"zh-Hans": "文化广场面积", "en": "Area of the cultural square"}


def test_daily_report_keeps_choices_in_order_and_language():
    matter = read_form(pack_form("daily-report"), filename="daily-report.yaml").stored.fields[0]

    assert (matter.type, matter.required, matter.appearance) == ("select_one", True, "minimal")
    assert [(choice.name, choice.label["zh-Hans"]) for choice in matter.choices] == [
        ("people", "人员异常"),
        ("venue", "场馆安全"),
        ("gathering", "聚集活动"),
        ("other", "其他"),
    ]


@pytest.mark.parametrize("name", FORMS)
def test_elements_of_the_pack_fit_its_forms(name):
    stored = read_form(pack_form(name), filename=f"{name}.yaml").stored
    elements = read_elements((PACK / "elements.yaml").read_bytes())

    assert misfits(stored, elements) == []
    assert {problem.code for problem in misfits(stored, [])} == {"unknown_element"}


@pytest.mark.parametrize("name", FORMS)
def test_a_stored_form_survives_json(name):
    stored = read_form(pack_form(name), filename=f"{name}.yaml").stored

    assert StoredForm.from_json(stored.to_json()) == stored
    assert StoredForm.from_plain(stored.to_plain()) == stored


GROUPED = """
survey:
  - {type: begin group, name: square, label: 广场}
  - {type: select_one yn, name: there, label: 有吗, required: "yes", required_message: 请回答}
  - {type: image, name: there_photo, label: 照片}
  - {type: end group}
  - {type: date, name: built, label: 建成日期}
choices:
  - {list_name: yn, name: "no", label: 没有}
  - {list_name: yn, name: "yes", label: 有}
"""


def test_groups_give_paths_and_a_form_without_settings_takes_its_name_from_the_file():
    stored = read_form(GROUPED.encode(), filename="场地.yaml").stored

    assert (stored.form_id, stored.languages) == ("场地", ("zh-Hans",))
    assert [(field.path, field.type, field.parent) for field in stored.fields] == [
        ("square", "group", ""),
        ("square/there", "yes_no", "square"),
        ("square/there_photo", "image", "square"),
        ("built", "date", ""),
    ]
    assert stored.fields[1].required_message == {"zh-Hans": "请回答"}
    assert stored.fields[2].evidence_of == "square/there"


def test_chinese_quotes_stay_as_written():
    source = """
survey:
  - {type: text, name: a, label: “七个一”里的‘甲’, hint: “乙”, bind::xy:unit: “丙”}
"""
    (asked,) = read_form(source.encode(), filename="f.yaml").stored.fields

    assert (asked.label, asked.hint, asked.unit) == (
        {"zh-Hans": "“七个一”里的‘甲’"},
        {"zh-Hans": "“乙”"},
        "“丙”",
    )


def test_a_missing_translation_is_missing_not_a_dash():
    source = """
survey:
  - {type: text, name: a, "label::简体中文 (zh-Hans)": 甲, "label::English (en)": A}
  - {type: text, name: b, "label::简体中文 (zh-Hans)": 乙, "hint::English (en)": bee}
"""
    stored = read_form(source.encode(), filename="f.yaml").stored

    assert stored.fields[1].label == {"zh-Hans": "乙"}
    assert stored.fields[1].hint == {"en": "bee"}


def test_pyxform_errors_name_line_in_yaml_and_row_in_xlsx():
    source = b"survey:\n  - {type: text, name: a, label: A}\n\n  - {type: text, name: b c, label: B}\n"

    (in_yaml,) = problems_of(source, "f.yaml")
    (in_xlsx,) = problems_of(as_xlsx(source), "f.xlsx")

    assert (in_yaml["code"], in_yaml["sheet"], in_yaml["line"]) == ("bad_xlsform", "survey", 4)
    assert (in_xlsx["code"], in_xlsx["sheet"], in_xlsx["row"]) == ("bad_xlsform", "survey", 3)


@pytest.mark.parametrize(
    ("filename", "source", "code"),
    [
        ("f.pdf", b"%PDF", "unknown_format"),
        ("f.xlsx", b"", "not_xlsx"),
        ("f.xlsx", b"PK\x03\x04 not a workbook", "not_xlsx"),
        ("f.yaml", b"\xff\xfe", "not_yaml"),
        ("f.yaml", b"- a\n- b\n", "not_yaml"),
        ("f.yaml", b"survey: [{a: b}\n", "not_yaml"),
        ("f.yaml", b"survey: text\n", "bad_sheet"),
        ("f.yaml", b"entities: []\n", "bad_sheet"),
        ("f.yaml", b"survey: [text]\n", "bad_row"),
        ("f.yaml", b"survey: [{type: [text]}]\n", "bad_cell"),
        ("f.yaml", b"survey: []\n", "bad_xlsform"),
        ("f.yaml", b"survey: [{type: note, name: n, label: N}]\n", "no_questions"),
        ("f.yaml", b"survey: [{type: text, name: n}]\n", "bad_xlsform"),
        ("f.yaml", b"survey: [{type: select_one l, name: n, label: N}]\nchoices: []\n", "bad_xlsform"),
        ("f.xml", XFORM % (b"<b/>", b"<input ref='/data/b'/><input ref='/data/a'/>"), "no_such_node"),
        ("f.xml", XFORM % (b"<a/>", b"<select1 ref='/data/a'/>"), "no_choices"),
        ("f.xml", XFORM % (b"<a/>", b"<select1 ref='/data/a'>" + ITEM * 2 + b"</select1>"), "twice"),
        ("f.xml", XFORM % (b"<a/>", b"<input ref='/data/a'/>" * 2), "twice"),
        ("f.xml", XFORM % (b"<a/>", b"<input/>"), "not_xform"),
        ("f.xml", b"", "not_xform"),
        ("f.xml", b"<a>", "not_xform"),
        ("f.xml", b"<html/>", "not_xform"),
        ("f.xml", "<?xml version='1.0' encoding='utf-16'?><a/>".encode("utf-16"), "not_xform"),
    ],
)
def test_what_is_no_form_says_so(filename, source, code):
    assert [problem["code"] for problem in problems_of(source, filename)] == [code]
