"""A notice saved as a pack and loaded again is the same notice; loading twice changes nothing."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.cast import NOON, Cast, duties, form_of_pack, plan_of
from tests.elements import add_elements
from tests.ruling import answer_rules
from xiangyun.audit.models import Entry
from xiangyun.calendar import Fixed
from xiangyun.core.errors import BadInput, NotAllowed
from xiangyun.forms.dictionary import read_elements
from xiangyun.notices.actions.attach_clauses import attach_clauses
from xiangyun.notices.actions.dismiss_clauses import dismiss_clauses
from xiangyun.notices.actions.draft_notice import draft_notice
from xiangyun.notices.actions.edit_clause import edit_clause
from xiangyun.notices.actions.make_task import make_task
from xiangyun.notices.actions.name_party import name_party
from xiangyun.notices.actions.submit_notice import submit_notice
from xiangyun.notices.models import Notice
from xiangyun.notices.selectors import under
from xiangyun.notices.task_plans import QuotaPlan
from xiangyun.packs.actions.load_pack import load_pack
from xiangyun.packs.checking import check_pack
from xiangyun.packs.exporting import export_notice, write_files
from xiangyun.packs.folder import pack_folder
from xiangyun.packs.plans import plan_load

TEXT = """各县市区文旅广体局：
现就有关事项通知如下：
一、各村文化服务中心要每日报告抗疫情况。
二、全市所有村（社区）“七个一”建设务必于7月底前全部完成。
三、各县市区文旅广体局各完成旅游厕所建设不少于12座。
四、要进一步提高认识，加强领导。
某市文化旅游广电体育局
2020年2月28日
"""
SLUG = "sample-city"


@pytest.fixture
def notice(cast: Cast) -> Notice:
    """A whole draft: two tasks, a quota, guidance, an edit, an answered rule, a dismissal, a name of its own."""
    officer, city = cast.actors["officer"], cast.units["city"]
    entries = read_elements((pack_folder("hengyang-2020") / "elements.yaml").read_bytes())
    plain = [{name: getattr(e, name) for name in e.__struct_fields__} for e in entries]
    add_elements(officer, plain, NOON)
    county = {"kind": "division", "units": [str(cast.units["county"].uid)]}
    name_party(actor=officer, name="两区", definition=county, at=NOON)
    made = draft_notice(actor=officer, text=TEXT, at=NOON)
    common: dict[str, Any] = {"actor": officer, "notice_uid": made.uid, "at": NOON}
    first, second, third, *rest = duties(made)
    daily = plan_of(cast, form_of_pack(cast, "daily-report"), key="daily")
    task = make_task(**common, clause_uids=[first], plan=daily)
    who = {**county, "under": str(city.uid)}
    quotas = (
        QuotaPlan(op=">=", value=Decimal(12), measure="座", of="旅游厕所", selector=who, clause_uid=third),
        QuotaPlan(op=">=", value=Decimal("119"), measure="座", is_total=True),
    )
    check = plan_of(
        cast, form_of_pack(cast, "seven-ones"), key="check", quotas=quotas, nil_allowed=False, review="person",
        deadline=Fixed(on=date(2020, 7, 31)), ends_on=date(2020, 7, 31),
        selector=under(city.uid, kind="division", level=3),
    )  # fmt: skip
    edit_clause(**common, clause_uid=third, edit={"due": {"date": "2020-07-31"}, "conditions": ["原则上"]})
    make_task(**common, clause_uids=[second, third], plan=check)
    if rest[1:]:
        attach_clauses(**common, clause_uids=rest[1:], task_uid=task.uid)
    dismiss_clauses(**common, clause_uids=rest[:1], reason="属于一般号召")
    answer_rules(officer, made.uid, NOON)
    return Notice.objects.get(pk=made.pk)


def exported(cast: Cast, notice: Notice) -> dict[str, bytes]:
    return export_notice(cast.actors["officer"], notice, SLUG, NOON)


def test_saved_and_loaded_it_is_the_same(cast: Cast, notice: Notice, tmp_path: Path) -> None:
    files = exported(cast, notice)
    write_files(files, tmp_path)
    pack = check_pack(tmp_path).pack
    load_pack(actor=cast.actors["officer"], owner=cast.units["city"], pack=pack, at=NOON)
    again = Notice.objects.exclude(pk=notice.pk).get()
    assert {name: body.decode() for name, body in exported(cast, again).items()} == {
        name: body.decode() for name, body in files.items()
    }
    submit_notice(actor=cast.actors["officer"], uid=again.uid, at=NOON)


def test_loading_again_writes_nothing(cast: Cast, notice: Notice, tmp_path: Path) -> None:
    write_files(exported(cast, notice), tmp_path)
    pack = check_pack(tmp_path).pack
    common: dict[str, Any] = {"actor": cast.actors["officer"], "owner": cast.units["city"], "pack": pack, "at": NOON}
    first = load_pack(**common)
    assert {step.fate for step in first.steps if step.kind == "notice"} == {"new"}
    entries = Entry.objects.count()
    second = load_pack(**common)
    assert not second.to_apply
    assert Entry.objects.count() == entries
    assert Notice.objects.count() == 2


def test_what_was_edited_here_stays(cast: Cast, notice: Notice, tmp_path: Path) -> None:
    write_files(exported(cast, notice), tmp_path)
    officer, city = cast.actors["officer"], cast.units["city"]
    load_pack(actor=officer, owner=city, pack=check_pack(tmp_path).pack, at=NOON)
    loaded = Notice.objects.exclude(pk=notice.pk).get()
    change_pack(tmp_path, "clauses.yaml", "属于一般号召", "只是号召")
    changed = check_pack(tmp_path).pack
    assert fates(changed, city)["notice"] == "changed"
    Notice.objects.filter(pk=loaded.pk).update(over_cap_reason="本地改过")
    assert fates(changed, city)["notice"] == "edited_here"
    load_pack(actor=officer, owner=city, pack=changed, at=NOON)
    assert Notice.objects.get(pk=loaded.pk).over_cap_reason == "本地改过"


def test_a_changed_pack_makes_the_draft_anew(cast: Cast, notice: Notice, tmp_path: Path) -> None:
    write_files(exported(cast, notice), tmp_path)
    officer, city = cast.actors["officer"], cast.units["city"]
    load_pack(actor=officer, owner=city, pack=check_pack(tmp_path).pack, at=NOON)
    change_pack(tmp_path, "clauses.yaml", "属于一般号召", "只是号召")
    load_pack(actor=officer, owner=city, pack=check_pack(tmp_path).pack, at=NOON + timedelta(hours=1))
    loaded = Notice.objects.exclude(pk=notice.pk).get()
    assert loaded.clauses.filter(reason="只是号召").exists()


def test_what_is_published_is_never_touched(cast: Cast, notice: Notice, tmp_path: Path) -> None:
    write_files(exported(cast, notice), tmp_path)
    officer, city = cast.actors["officer"], cast.units["city"]
    load_pack(actor=officer, owner=city, pack=check_pack(tmp_path).pack, at=NOON)
    loaded = Notice.objects.exclude(pk=notice.pk).get()
    submit_notice(actor=officer, uid=loaded.uid, at=NOON)
    change_pack(tmp_path, "clauses.yaml", "属于一般号召", "只是号召")
    assert fates(check_pack(tmp_path).pack, city)["notice"] == "published"


def change_pack(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def fates(pack: Any, owner: Any) -> dict[str, str]:
    return {step.kind: step.fate for step in plan_load(pack, owner).steps}


def test_who_may_load(cast: Cast, notice: Notice, tmp_path: Path) -> None:
    write_files(exported(cast, notice), tmp_path)
    pack = check_pack(tmp_path).pack
    for who in ("director", "county", "village", "auditor"):
        with pytest.raises(NotAllowed):
            load_pack(actor=cast.actors[who], owner=cast.units["city"], pack=pack, at=NOON)


def test_a_name_that_is_not_in_the_tree(cast: Cast, notice: Notice, tmp_path: Path) -> None:
    write_files(exported(cast, notice), tmp_path)
    tasks = yaml.safe_load((tmp_path / "tasks.yaml").read_bytes())
    tasks["tasks"][0]["who"]["units"] = ["乌有县"]
    (tmp_path / "tasks.yaml").write_text(yaml.safe_dump(tasks, allow_unicode=True), "utf-8")
    before = Notice.objects.count()
    with pytest.raises(BadInput, match="no_such_unit"):
        load_pack(actor=cast.actors["officer"], owner=cast.units["city"], pack=check_pack(tmp_path).pack, at=NOON)
    assert Notice.objects.count() == before
