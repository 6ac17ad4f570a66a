"""The command `notice read`, as argparse calls it."""

import argparse
import json
from pathlib import Path

import pytest

from tests.compiler.notices import HENGYANG, INVENTED
from xiangyun.cli import notice_read


def call(*words: str) -> int:
    parser = argparse.ArgumentParser()
    notice_read.add_arguments(parser)
    return notice_read.run(parser.parse_args(words))


@pytest.fixture
def notice(tmp_path: Path) -> str:
    path = tmp_path / "notice.txt"
    path.write_bytes(HENGYANG.encode())
    return str(path)


def test_json_has_head_clauses_and_obligations(notice: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(notice, "--json") == 0
    printed = json.loads(capsys.readouterr().out)
    assert list(printed) == ["head", "clauses", "obligations"]
    assert printed["head"]["issued_on"] == "2020-02-28"
    assert printed["obligations"][2] == {
        "quote": "繼續落實抗疫情況日報告制度",
        "responsible": ["所屬各級公共文化場館"],
        "due": {"recurring": "daily"},
        "quantity": [],
        "report_to": None,
        "position": "1.2-2",
    }


def test_the_listing_is_for_reading(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "small.txt"
    path.write_text(INVENTED, encoding="utf-8")
    assert call(str(path), "--issued", "2021-03-01") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "issuer      河东县水利局"
    assert "3.1          own_act      我局将于9月对各乡镇进行抽查" in lines


BAD = {
    b"": "the text is empty",
    b"\xff\xfe\x00": "this is not text in UTF-8",
    b"only English here": "there is no Chinese text in it",
}


@pytest.mark.parametrize("content", BAD)
def test_bad_files_get_one_clear_line(content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "bad.txt"
    path.write_bytes(content)
    assert call(str(path), "--json") == 2
    assert capsys.readouterr() == ("", f"xiangyun notice read: {path}: {BAD[content]}\n")


def test_a_file_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "none.txt"
    assert call(str(path)) == 2
    assert capsys.readouterr().err == f"xiangyun notice read: {path}: No such file or directory\n"
