"""`xiangyun form check FILE`: exit status, and every reason, as text and as JSON."""

import argparse
import json

from xiangyun.cli import form_check

GOOD = "survey: [{type: text, name: a, label: 甲, required: 'yes'}]\n"
REFUSED = "survey:\n  - {type: text, name: a, label: A, relevant: '1'}\n  - {type: time, name: t, label: T}\n"
BAD = "survey:\n  - {type: text, name: a b, label: A}\n"


def check(folder, source: str, *options: str) -> int:
    file = folder / "form.yaml"
    file.write_text(source, encoding="utf-8")
    parser = argparse.ArgumentParser()
    form_check.add_arguments(parser)
    return form_check.run(parser.parse_args([str(file), *options]))


def test_an_accepted_form_is_printed(tmp_path, capsys):
    assert check(tmp_path, GOOD) == 0
    assert capsys.readouterr().out == f"form : 1 rows, zh-Hans\n  {'a':32} text *\n"


def test_an_accepted_form_as_json(tmp_path, capsys):
    assert check(tmp_path, GOOD, "--json") == 0
    assert json.loads(capsys.readouterr().out)["form"]["fields"] == [
        {"path": "a", "name": "a", "type": "text", "label": {"zh-Hans": "甲"}, "required": True}
    ]


def test_a_refused_form_names_every_item(tmp_path, capsys):
    assert check(tmp_path, REFUSED) == 2
    assert capsys.readouterr().err == "a: relevant is not supported\nt: type time is not supported\n"


def test_a_refused_form_as_json(tmp_path, capsys):
    assert check(tmp_path, REFUSED, "--json") == 2
    found = json.loads(capsys.readouterr().out)
    assert found["status"] == "form_unsupported"
    assert [(problem["field"], problem["code"]) for problem in found["problems"]] == [
        ("a", "relevant"),
        ("t", "type time"),
    ]


def test_a_bad_form_names_its_line(tmp_path, capsys):
    assert check(tmp_path, BAD) == 2
    assert capsys.readouterr().err.startswith("sheet survey, line 2, column name: ")


def test_a_missing_file_is_said(tmp_path, capsys):
    assert form_check.run(argparse.Namespace(file=tmp_path / "no.xlsx", json=False)) == 2
    assert capsys.readouterr().err == f"{tmp_path / 'no.xlsx'}: No such file or directory\n"
