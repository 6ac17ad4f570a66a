"""Forms come from strangers: what is small and grows, or reaches out, is refused before it is built."""

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from xiangyun.forms import workbook
from xiangyun.forms.definition import FormError
from xiangyun.forms.front_door import read_form

XFORM = """<?xml version="1.0"?>{doctype}
<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head><h:title>{title}</h:title>
<model><instance><data id="f"><a/></data></instance><bind nodeset="/data/a" type="string"/></model></h:head>
<h:body><input ref="/data/a"><label>A</label></input></h:body></h:html>"""


def codes_of(source: bytes, filename: str) -> list[str]:
    with pytest.raises(FormError) as refused:
        read_form(source, filename=filename)
    return [problem.code for problem in refused.value.problems]


def simple_workbook(rows: int = 1, text: str = "A") -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "survey"
    sheet.append(["type", "name", "label"])
    for number in range(rows):
        sheet.append(["text", f"a{number}", text])
    return book


def saved(book: openpyxl.Workbook) -> bytes:
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def with_part(source: bytes, name: str, content: bytes) -> bytes:
    """The archive with one part replaced."""
    changed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(source)) as old,
        zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for member in old.namelist():
            new.writestr(member, content if member == name else old.read(member))
    return changed.getvalue()


def test_the_plain_forms_of_this_file_are_taken():
    plain = XFORM.format(doctype="", title="T").encode()
    assert read_form(plain, filename="f.xml").stored.title == {"zh-Hans": "T"}
    assert len(read_form(saved(simple_workbook()), filename="f.xlsx").stored.fields) == 1


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE a SYSTEM "http://127.0.0.1/a.dtd">',
        '<!DOCTYPE a [<!ENTITY x "aaaaaaaaaa"><!ENTITY y "&x;&x;&x;&x;&x;">]>',
    ],
)
def test_an_xform_with_a_doctype_is_refused(doctype):
    assert codes_of(XFORM.format(doctype=doctype, title="&x;").encode(), "f.xml") == ["doctype"]


def test_an_unknown_entity_is_no_form():
    assert codes_of(XFORM.format(doctype="", title="&x;").encode(), "f.xml") == ["not_xform"]


def test_deep_xml_is_no_form():
    assert codes_of(b"<a>" * 5000 + b"</a>" * 5000, "f.xml") == ["not_xform"]


def test_a_workbook_part_with_a_doctype_is_refused():
    part = b'<!DOCTYPE a [<!ENTITY x "y">]><worksheet>&x;</worksheet>'
    assert codes_of(with_part(saved(simple_workbook()), "xl/worksheets/sheet1.xml", part), "f.xlsx") == ["doctype"]


def test_a_zip_that_unpacks_huge_is_refused():
    blown = with_part(saved(simple_workbook()), "xl/theme/theme1.xml", b" " * (workbook.MAX_UNZIPPED_BYTES + 1))
    assert len(blown) < 100_000
    assert codes_of(blown, "f.xlsx") == ["too_large"]


def test_a_workbook_of_too_many_rows_or_too_much_text_is_refused(monkeypatch):
    assert codes_of(saved(simple_workbook(rows=workbook.MAX_ROWS)), "f.xlsx") == ["too_large"]
    monkeypatch.setattr(workbook, "MAX_TEXT", 1000)
    assert codes_of(saved(simple_workbook(rows=20, text="A" * 100)), "f.xlsx") == ["too_large"]


def test_empty_rows_to_the_end_of_the_sheet_cost_nothing():
    book = simple_workbook()
    book.active.cell(row=1_048_576, column=1).number_format = "0.00"
    assert len(read_form(saved(book), filename="f.xlsx").stored.fields) == 1


def test_a_broken_part_is_no_workbook():
    broken = with_part(saved(simple_workbook()), "xl/worksheets/sheet1.xml", b"<worksheet>")
    assert codes_of(broken, "f.xlsx") == ["not_xlsx"]


@pytest.mark.parametrize(
    ("source", "code"),
    [
        (b"a: &x [1]\nsurvey: [*x]\n", "not_yaml"),
        (b"[" * 20_000, "not_yaml"),
        (b"survey: !!python/object/apply:os.system ['true']\n", "bad_row"),
        (b"#" * (workbook.MAX_SOURCE_BYTES + 1), "too_large"),
    ],
)
def test_yaml_neither_grows_nor_runs(source, code):
    assert codes_of(source, "f.yaml") == [code]


PACK = Path(__file__).parents[2] / "packs" / "hengyang-2020" / "forms"
WHOLE = read_form((PACK / "seven-ones.yaml").read_bytes(), filename="seven-ones.yaml").xform


def broken_form(data: st.DataObject) -> bytes:
    """The seven ones with a few elements cut out and attributes lost or changed."""
    root = etree.fromstring(WHOLE.encode())
    for _ in range(data.draw(st.integers(1, 4))):
        node = data.draw(st.sampled_from(list(root.iter())))
        attributes = list(node.attrib)
        if attributes and data.draw(st.booleans()):
            node.set(
                data.draw(st.sampled_from(attributes)), data.draw(st.sampled_from(["", "/", "x", "/data", "true()"]))
            )
        elif node.getparent() is not None:
            node.getparent().remove(node)
    return etree.tostring(root)


@given(st.data())
def test_a_broken_xform_is_taken_or_refused_and_never_breaks_the_reader(data):
    try:
        stored = read_form(broken_form(data), filename="f.xml").stored
    except FormError as refused:
        assert refused.problems
    else:
        assert stored.from_json(stored.to_json()) == stored


@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode), st.sampled_from(["f.xlsx", "f.yaml", "f.xml"]))
def test_noise_is_no_form(source, filename):
    assert codes_of(source, filename)
