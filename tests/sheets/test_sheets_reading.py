"""Tables of strangers: what is read, and what is refused before it can do harm."""

import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest

from xiangyun.sheets import Column, SheetError, read_sheet, write_sheet
from xiangyun.sheets.headers import header_row
from xiangyun.sheets.limits import MAX_COLUMNS, MAX_ROWS

ROWS = (("姓名", "单位", "手机"), ("张伟", "印塘村", "13812345678"))


def xlsx(*rows: tuple[object, ...]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def with_part(content: bytes, name: str, change: object) -> bytes:
    """The same archive with one part changed by a function of its bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            part = old.read(member)
            new.writestr(member, change(part) if member == name else part)  # type: ignore[operator]
    return out.getvalue()


def refusal(content: bytes) -> tuple[str, object]:
    with pytest.raises(SheetError) as refused:
        read_sheet(content)
    return refused.value.reason, refused.value.detail.get("what")


def test_a_workbook_as_text() -> None:
    made = xlsx(
        ("姓名", "手机", "登记", "时刻", "是"),
        ("张伟", 13812345678, date(2020, 3, 2), datetime(2020, 3, 2, 9, 5), True),
    )
    assert read_sheet(made).rows == (
        ("姓名", "手机", "登记", "时刻", "是"),
        ("张伟", "13812345678", "2020-03-02", "2020-03-02 09:05", "1"),
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_csv_in_any_encoding_of_excel(encoding: str, separator: str) -> None:
    text = "\r\n".join(separator.join(row) for row in ROWS)
    assert read_sheet(text.encode(encoding)).rows == ROWS


def test_cells_keep_no_line_breaks_and_rows_are_even() -> None:
    assert read_sheet('姓名,单位\n"张\n伟",印塘村,\n\n李,\n\n'.encode()).rows == (
        ("姓名", "单位"), ("张 伟", "印塘村"), ("", ""), ("李", ""),
    )  # fmt: skip


def test_the_first_sheet_that_holds_something() -> None:
    book = openpyxl.Workbook()
    book.create_sheet("名单").append(["姓名", "单位"])
    out = io.BytesIO()
    book.save(out)
    assert read_sheet(out.getvalue()).name == "名单"


def test_what_is_no_table_is_refused() -> None:
    assert refusal(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")[0] == "not_a_table"
    assert refusal(b"PK\x03\x04 broken")[0] == "not_a_table"
    assert refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")[0] == "old_excel"
    assert refusal(b"")[0] == "empty_table"
    assert refusal(xlsx(()))[0] == "empty_table"


def test_a_zip_bomb_is_refused_unopened() -> None:
    bomb = with_part(xlsx(*ROWS), "xl/worksheets/sheet1.xml", lambda part: part + b" " * (41 * 1024 * 1024))
    assert len(bomb) < 100_000
    assert refusal(bomb) == ("table_too_large", "unzipped")


def test_a_bomb_that_lies_about_its_size_is_refused() -> None:
    bomb = with_part(xlsx(*ROWS), "xl/worksheets/sheet1.xml", lambda part: part + b" " * (41 * 1024 * 1024))
    real = (len(zipfile.ZipFile(io.BytesIO(bomb)).read("xl/worksheets/sheet1.xml"))).to_bytes(4, "little")
    assert refusal(bomb.replace(real, (5000).to_bytes(4, "little")))[0] == "not_a_table"


def test_a_cell_at_the_end_of_the_world_is_refused() -> None:
    far = with_part(xlsx(*ROWS), "xl/worksheets/sheet1.xml", lambda part: part.replace(b'r="C2"', b'r="XFD1048576"'))
    assert refusal(far)[0] == "table_too_large"


def test_a_long_text_shown_many_times_is_refused() -> None:
    made = xlsx(*[("长" * 1999,) for _ in range(2100)])
    assert len(made) < 100_000
    assert refusal(made) == ("table_too_large", "text")


def test_entities_are_refused() -> None:
    declared = b'<!DOCTYPE x [<!ENTITY a "b">]>'
    made = with_part(xlsx(*ROWS), "xl/workbook.xml", lambda part: declared + part)
    assert refusal(made)[0] == "not_a_table"


def test_too_many_rows_and_columns_are_refused() -> None:
    assert refusal(b"a,b\n" * (MAX_ROWS + 1)) == ("table_too_large", "rows")
    assert refusal(b"," * MAX_COLUMNS + b"x\n") == ("table_too_large", "columns")


@pytest.mark.parametrize("above", [0, 1, 3, 12])
def test_the_names_of_columns_stand_anywhere_in_the_first_rows(above: int) -> None:
    title = [("湖南公共文化云注册名单", "", "")] * min(above, 1) + [("导出时间：2020-03-18", "", "")] * max(
        0, above - 1
    )
    rows = [*title, ROWS[0], *[("张伟", "印塘村", "13812345678")] * 5]
    assert header_row(rows) == above


def test_what_is_written_is_read_again() -> None:
    columns = [Column("单位", 30), Column("岗位", 10, ["填报员", "审核员"])]
    rows = [["印塘村", "=HYPERLINK(1)"], ["+86", "@x"]]
    made = write_sheet("名单", columns, rows, says="每行一人")
    assert read_sheet(made).rows == (("每行一人", ""), ("单位", "岗位"), *map(tuple, rows))
    cell = openpyxl.load_workbook(io.BytesIO(made)).active["B3"]
    assert (cell.value, cell.data_type) == ("=HYPERLINK(1)", "s")
