"""A notice from the command line: by the same actions and refusals as on the pages."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.cast import NOON, Cast
from xiangyun.cli import main
from xiangyun.core.models import Site
from xiangyun.notices.models import Clause, Notice, Task
from xiangyun.people.actions.sign_off import sign_off
from xiangyun.units.models import ListEdition, ListRow

PLAIN = """各县市区文旅广体局：
现就有关事项通知如下：
一、各县市区文旅广体局要于4月10日前将工作总结报送市局公共服务科。
二、要进一步提高认识。
某市文化旅游广电体育局
2020年2月28日
"""
FLAGGED = PLAIN.replace("工作总结", "全员注册情况")
HARD = PLAIN.replace("一、", "一、要求全员注册云平台，不漏一人，于4月5日前将注册情况上报市局公共服务科。\n二、", 1)


@pytest.fixture
def city(cast: Cast) -> Cast:
    """The cast, with a list in which the city bears its code and the county bears its name."""
    edition = ListEdition.objects.create(publisher="stats", as_of=NOON.date(), opens_on=NOON.date(), digest="x")
    ListRow.objects.create(edition=edition, code="4304", name="city", level=2, unit=cast.units["city"])
    return cast


def written(folder: Path, text: str) -> str:
    path = folder / "notice.txt"
    path.write_text(text, "utf-8")
    return str(path)


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    status = main(words)
    said = capsys.readouterr()
    return status, said.out, said.err


def test_drafted_as_the_officer(city: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("notice", "draft", written(tmp_path, PLAIN), "--issuer", "4304", "--as", "officer")
    status, out, _ = run(capsys, *words)
    notice = Notice.objects.get()
    assert status == 0 and str(notice.uid) in out
    assert (notice.state, notice.owner, notice.source_kind) == ("draft", city.units["city"], "txt")


REFUSED: dict[str, tuple[Sequence[str], str]] = {
    "no such account": (("--issuer", "4304", "--as", "nobody"), "no_such_post"),
    "not of that unit": (("--issuer", "4304", "--as", "county"), "no_such_post"),
    "no such unit": (("--issuer", "9999", "--as", "officer"), "no_such_code"),
    "not an officer": (("--issuer", "4304", "--as", "director"), "not_allowed"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_who_may_not_draft(city: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str], case: str) -> None:
    words, code = REFUSED[case]
    status, _, err = run(capsys, "notice", "draft", written(tmp_path, PLAIN), *words)
    assert status == 2 and err.startswith(f"error: {code}")
    assert Notice.objects.count() == 0


def test_only_what_is_signed_is_published(city: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "notice", "draft", written(tmp_path, PLAIN), "--issuer", "4304", "--as", "officer")
    uid = str(Notice.objects.get().uid)
    status, _, err = run(capsys, "notice", "publish", uid, "--as", "officer")
    assert status == 2 and "wrong_state" in err
    Notice.objects.filter(uid=uid).update(state="waiting")
    sign_off(actor=city.actors["director"], kind="notice", uid=Notice.objects.get().uid, rev=1, at=NOON)
    status, out, _ = run(capsys, "notice", "publish", uid, "--as", "officer")
    assert status == 0 and out.startswith(f"published {uid}")


def accept_all(capsys: pytest.CaptureFixture[str], path: str) -> tuple[int, str, str]:
    return run(capsys, "notice", "publish", path, "--issuer", "4304", "--accept-all")


def test_all_that_is_clear_goes_out(city: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = accept_all(capsys, written(tmp_path, PLAIN))
    task = Task.objects.get()
    assert status == 0 and "1 tasks" in out
    assert task.notice.state == "published"
    assert task.deadline["on"] == "2020-04-10"


def test_what_a_person_must_decide_stays_open(city: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = accept_all(capsys, written(tmp_path, HARD))
    assert status == 3 and "flagged" in out
    assert Notice.objects.get().state == "published"
    assert {c.state for c in Clause.objects.filter(kind="duty")} == {"open", "tasked"}


def test_never_outside_a_demonstration(city: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Site.objects.update(is_demo=False, working_on=None)
    status, _, err = accept_all(capsys, written(tmp_path, PLAIN))
    assert status == 2 and "demonstration_only" in err
    assert Notice.objects.count() == 0


def test_with_nothing_clear_nothing_is_changed(city: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, _, err = accept_all(capsys, written(tmp_path, FLAGGED))
    assert status == 2 and "no_task" in err
    assert Notice.objects.count() == 0
