"""Files that are no list: each is refused by line and column, and nothing changes."""

import gzip
import json
from pathlib import Path

import pytest

from tests.units.conftest import HEADER
from xiangyun.cli import main
from xiangyun.units.lists import BadList, read_list
from xiangyun.units.models import ListEdition, Unit

CITY = HEADER + "44,广东省,1,\n4419,东莞市,2,44\n"
BAD = {  # what is wrong: (file, [(line, column, reason)])
    "empty": (b"", [(1, "", "wrong_header")]),
    "another header": (b"code;name\n1;x\n", [(1, "", "wrong_header")]),
    "only a header": (HEADER, [(2, "", "no_rows")]),
    "not UTF-8": (CITY.encode() + "441900003,东城,4,4419\n".encode("gb18030"), [(4, "", "not_utf8")]),
    "broken gzip": (gzip.compress(CITY.encode())[:-9], [(1, "", "not_gzip")]),
    "not csv": (CITY + '"4420,中山市,2,44\n', [(4, "", "not_csv")]),
    "a cell too few": (CITY + "4420,中山市,2\n", [(4, "", "wrong_number_of_cells")]),
    "a cell too many": (CITY + "4420,中山市,2,44,x\n", [(4, "", "wrong_number_of_cells")]),
    "no code": (CITY + ",中山市,2,44\n", [(4, "code", "blank")]),
    "no code but words": (CITY + "四四,中山市,2,44\n", [(4, "code", "bad_code")]),
    "full-width digits": (CITY + "４４２０,中山市,2,44\n", [(4, "code", "bad_code")]),
    "no name": (CITY + "4420, ,2,44\n", [(4, "name", "blank")]),
    "a long name": (CITY + f"4420,{'中' * 121},2,44\n", [(4, "name", "too_long")]),
    "a name with a bell": (CITY + "4420,中山\a市,2,44\n", [(4, "name", "not_printable")]),
    "a name over two lines": (CITY + '4420,"中山\n市",2,44\n', [(4, "name", "not_printable")]),
    "no level": (CITY + "4420,中山市,,44\n", [(4, "level", "blank")]),
    "level 0": (CITY + "4420,中山市,0,44\n", [(4, "level", "bad_level")]),
    "level 6": (CITY + "4420,中山市,6,44\n", [(4, "level", "bad_level")]),
    "level two": (CITY + "4420,中山市,２,44\n", [(4, "level", "bad_level")]),
    "a code twice": (CITY + "4419,中山市,2,44\n", [(4, "code", "code_twice")]),
    "a parent that is nowhere": (CITY + "4420,中山市,2,45\n", [(4, "parent_code", "parent_unknown")]),
    "its own parent": (CITY + "4420,中山市,2,4420\n", [(4, "parent_code", "parent_not_above")]),
    "a parent of the same level": (CITY + "4420,中山市,2,4419\n", [(4, "parent_code", "parent_not_above")]),
    "a circle": (
        HEADER + "1,甲,2,2\n2,乙,3,1\n3,丙,1,2\n",
        [(2, "parent_code", "parent_not_above"), (4, "parent_code", "parent_not_above")],
    ),
    "several": (
        CITY + "x y,市,9,44\n4420,中山市,2,45\n",
        [
            (4, "code", "bad_code"),
            (4, "level", "bad_level"),
            (5, "parent_code", "parent_unknown"),
        ],
    ),
}


def packed(file: str | bytes) -> bytes:
    return file.encode() if isinstance(file, str) else file


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_file_is_refused_by_line_and_column(kind: str) -> None:
    file, expected = BAD[kind]
    with pytest.raises(BadList) as refused:
        read_list(packed(file))
    assert [(p.line, p.column, p.reason) for p in refused.value.problems] == expected


@pytest.mark.django_db
@pytest.mark.parametrize("kind", BAD)
def test_a_bad_file_changes_nothing(kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, expected = BAD[kind]
    path = tmp_path / "list.csv"
    path.write_bytes(packed(file))
    assert main(["units", "import", str(path), "--list", "stats", "--as-of", "2023-06-30", "--json"]) == 2
    said = capsys.readouterr()
    assert len(json.loads(said.out)["problems"]) == len(said.err.splitlines()) == len(expected)
    assert said.err.startswith(f"line {expected[0][0]}")
    assert (Unit.objects.count(), ListEdition.objects.count()) == (0, 0)


@pytest.mark.django_db
def test_a_file_that_is_not_there_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = str(tmp_path / "none.csv")
    assert main(["units", "import", path, "--list", "stats", "--as-of", "2023-06-30"]) == 2
    assert capsys.readouterr().err == f"{path}: No such file or directory\n"


def test_at_most_50_problems_are_named() -> None:
    with pytest.raises(BadList) as refused:
        read_list((HEADER + "".join(f"{n},,1,\n" for n in range(60))).encode())
    assert [p.line for p in refused.value.problems] == list(range(2, 52))


def test_packing_line_ends_and_order_do_not_make_another_list() -> None:
    lines = CITY.splitlines()
    files = [CITY.encode(), gzip.compress(CITY.encode()), b"\xef\xbb\xbf" + CITY.replace("\n", "\r\n").encode()]
    files.append("\n".join([lines[0], lines[2], "", lines[1]]).encode())
    assert len({read_list(file).digest for file in files}) == 1
    assert read_list(CITY.replace("东莞", "東莞").encode()).digest != read_list(CITY.encode()).digest
