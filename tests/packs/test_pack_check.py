"""Every mistake in a pack is named with its file and line."""

from collections.abc import Callable
from pathlib import Path

import pytest

from xiangyun.packs.checking import check_pack
from xiangyun.packs.problems import BadPack

NOTICE = "各县局：\n一、各县局要于4月10日前报送总结。\n二、要提高认识。\n某市局\n2020年2月28日\n"
PACK = """slug: sample
title: {zh-Hans: 样本}
issuer: {name: 某市}
notice: notice.txt
issued_on: 2020-02-28
"""
CLAUSES = """clauses:
- at: "1"
  chars: [7, 22]
  kind: duty
  words: 各县局要于4月10日前报送总结
  task: summary
- at: "2"
  chars: [26, 31]
  kind: exhortation
  words: 要提高认识
  dismissed: 一般号召
"""
TASKS = """tasks:
- key: summary
  title: {zh-Hans: 工作总结}
  form: summary
  who: {kind: division, level: 3}
  due: {kind: fixed, on: "2020-04-10"}
  starts_on: 2020-03-01
  ends_on: 2020-04-10
  basis: 通知
  minutes: 5
"""
FORM = """survey:
  - {type: text, name: summary, "label::简体中文 (zh-Hans)": 小结}
settings:
  - {form_title: 总结, form_id: summary, version: "1", default_language: 简体中文 (zh-Hans)}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "forms").mkdir()
    for name, text in {"notice.txt": NOTICE, "pack.yaml": PACK, "clauses.yaml": CLAUSES, "tasks.yaml": TASKS}.items():
        (tmp_path / name).write_text(text, "utf-8")
    (tmp_path / "forms" / "summary.yaml").write_text(FORM, "utf-8")
    return tmp_path


def test_a_pack_in_order(folder: Path) -> None:
    pack = check_pack(folder).pack
    assert (pack.head.slug, len(pack.clauses.clauses), [task.key for task in pack.tasks]) == ("sample", 2, ["summary"])


def swap(name: str, old: str, new: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        text = (folder / name).read_text("utf-8")
        assert old in text
        (folder / name).write_text(text.replace(old, new, 1), "utf-8")

    return change


def drop(name: str) -> Callable[[Path], None]:
    return lambda folder: (folder / name).unlink()


MISTAKES: dict[str, tuple[Callable[[Path], None], str]] = {
    "no head": (drop("pack.yaml"), "pack.yaml: missing"),
    "no text": (drop("notice.txt"), "pack.yaml: notice_missing"),
    "a text from elsewhere": (swap("pack.yaml", "notice.txt", "../notice.txt"), "pack.yaml: notice_missing"),
    "no yaml": (swap("tasks.yaml", "title: {", "title: {{"), "tasks.yaml:4: not_yaml"),
    "a key twice": (swap("tasks.yaml", "  basis: 通知", "  form: summary"), "tasks.yaml:9: key_twice form"),
    "an unknown key": (swap("tasks.yaml", "minutes:", "hours:"), "tasks.yaml:2: does_not_fit"),
    "a wrong type": (swap("tasks.yaml", "minutes: 5", "minutes: five"), "tasks.yaml:10: does_not_fit"),
    "other words": (swap("clauses.yaml", "words: 要提高认识", "words: 提高认识"), "clauses.yaml:10: words_differ"),
    "a place outside": (swap("clauses.yaml", "[26, 31]", "[26, 300]"), "clauses.yaml:8: place_out_of_order"),
    "places that overlap": (swap("clauses.yaml", "[26, 31]", "[20, 31]"), "clauses.yaml:8: place_out_of_order"),
    "a position twice": (swap("clauses.yaml", 'at: "2"', 'at: "1"'), "clauses.yaml:7: position_twice 1"),
    "two fates": (swap("clauses.yaml", "dismissed:", "guides: summary\n  dismissed:"), "clauses.yaml:7: two_fates 2"),
    "no fate": (swap("clauses.yaml", "  dismissed: 一般号召\n", ""), "clauses.yaml:7: no_fate 2"),
    "an unknown task": (swap("clauses.yaml", "task: summary", "task: other"), "clauses.yaml:2: unknown_task 1"),
    "a task of no clause": (swap("clauses.yaml", "task: summary", "dismissed: 不"), "tasks.yaml:2: no_clause summary"),
    "a clause left out": (
        swap("clauses.yaml", CLAUSES[CLAUSES.index('- at: "2"') :], ""),
        "clauses.yaml:2: clause_left_out",
    ),
    "an unknown rule": (
        swap("clauses.yaml", "task: summary", "task: summary\n  rules: {no-such: {choice: lawful}}"),
        "clauses.yaml:7: unknown_rule no-such",
    ),
    "an unknown form": (swap("tasks.yaml", "form: summary", "form: other"), "tasks.yaml:4: unknown_form other"),
    "no deadline": (swap("tasks.yaml", "kind: fixed", "kind: moon"), "tasks.yaml:6: not_a_deadline"),
    "ends before it starts": (swap("tasks.yaml", "ends_on: 2020-04-10", "ends_on: 2020-01-10"), "tasks.yaml:8: before"),
    "an unknown class": (
        swap("tasks.yaml", "level: 3}", "classes: [moon]}"),
        "tasks.yaml:5: selector_unknown_class",
    ),
    "no amount": (
        swap("tasks.yaml", "minutes: 5", "minutes: 5\n  quotas:\n  - {op: '>=', value: many, measure: 座}"),
        "tasks.yaml:12: not_an_amount",
    ),
    "a form that is none": (swap("forms/summary.yaml", "type: text", "type: moon"), "forms/summary.yaml"),
    "a bomb": (
        swap("tasks.yaml", "tasks:", "a: &a [x,x]\nb: &b [*a,*a]\ntasks:"),
        "tasks.yaml",
    ),
}


@pytest.mark.parametrize("case", MISTAKES)
def test_a_mistake_and_where_it_stands(folder: Path, case: str) -> None:
    change, says = MISTAKES[case]
    change(folder)
    with pytest.raises(BadPack) as refused:
        check_pack(folder)
    assert any(str(problem).startswith(says) for problem in refused.value.problems), refused.value.detail


def test_several_mistakes_are_told_at_once(folder: Path) -> None:
    swap("tasks.yaml", "form: summary", "form: other")(folder)
    swap("clauses.yaml", "words: 要提高认识", "words: 提高认识")(folder)
    with pytest.raises(BadPack) as refused:
        check_pack(folder)
    assert [str(problem)[:16] for problem in refused.value.problems] == ["clauses.yaml:10:", "tasks.yaml:4: un"]
