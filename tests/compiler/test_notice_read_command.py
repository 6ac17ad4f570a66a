"""The command `notice read`, as argparse calls it."""

import argparse
import io
import json
from pathlib import Path

import pytest

from tests.compiler.notices import HENGYANG, INVENTED
from tests.compiler.source_files import FILES
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


def test_json_is_a_list_of_obligations(notice: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(notice, "--json") == 0
    printed = json.loads(capsys.readouterr().out)
    found = next(item for item in printed if item["quote"] == "繼續落實抗疫情況日報告制度")
    assert list(found) == ["quote", "responsible", "due", "quantity", "report_to", "position", "start", "end"]
    assert (found["due"], found["quantity"], found["position"]) == ({"recurring": "daily"}, [], "1.2-2")
    assert all(HENGYANG[item["start"] : item["end"]] == item["quote"] for item in printed)


def test_the_whole_reading_has_head_clauses_and_text(notice: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(notice, "--reading") == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed["head"]["issued_on"] == "2020-02-28"
    assert printed["source"] == {"kind": "txt", "notes": [], "text": HENGYANG}
    clause = printed["clauses"][-1]
    assert HENGYANG[clause["start"] : clause["end"]] == clause["quote"]


def test_the_listing_is_for_reading(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "small.txt"
    path.write_text(INVENTED, encoding="utf-8")
    assert call(str(path), "--issued", "2021-03-01") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == ["read from   txt", "issuer      河东县水利局"]
    assert "3.1          own_act      我局将于9月对各乡镇进行抽查" in lines


@pytest.mark.parametrize("name", ["notice.html", "notice.docx", "notice.pdf"])
def test_other_files_are_read_too(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(str(FILES / name), "--text") == 0
    assert capsys.readouterr().out == (FILES / "notice.txt").read_text(encoding="utf-8")


def test_standard_input_may_hold_any_of_them(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    content = (FILES / "notice.docx").read_bytes()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content)))
    assert call("-", "--text") == 0
    assert capsys.readouterr().out == (FILES / "notice.txt").read_text(encoding="utf-8")


BAD = {
    b"": "there is no text in it",
    b"\xff\xfe\x00": "this is not plain text",
    b"only English here": "there is no Chinese text in it",
    b"%PDF-1.7\n%%EOF": "the file is damaged",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "not a kind of file that is read: txt, html, docx, pdf",
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
