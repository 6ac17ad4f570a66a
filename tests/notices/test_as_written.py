"""What a notice would take of a village if it were done as its text orders."""

from datetime import date
from typing import Any

import pytest

from tests.cast import DAY, Cast, draft
from tests.notices.test_burden import YEAR_END, Office, office
from xiangyun.forms.effort import shipped_table
from xiangyun.notices.as_written import loads_as_written, reaches_villages
from xiangyun.notices.burden import burden_of
from xiangyun.notices.models import Clause

__all__ = ["office"]

WORDS = {
    ("", "全市所有村（社区）建设务必于7月底前全部完成"): True,
    ("", "2752個行政村（社區）綜合性文化服務中心"): True,
    ("各村文化服务中心", "每日报告"): True,
    ("", "公共文化从业人员网上培训"): True,
    ("各级公共文化场所", "一律继续闭馆"): True,
    ("各县市区文旅广体局", "于4月10日前上报"): False,
    ("各级党委政府", "高度重视"): False,
    ("各级文化旅游局", "上报"): False,
    ("", "推进乡村振兴"): False,
    ("", "农村电影放映"): False,
    ("市图书馆", "按季度报送"): False,
    ("祁东县", "祁东县要完成296个行政村的文化器材配送"): False,  # the county does it, for villages
    ("各地", "全市所有村建设务必于7月底前完成"): True,
    ("祁东县", "296个行政村的器材要到位"): True,
}


@pytest.mark.parametrize("words", WORDS)
def test_which_words_mean_villages(words: tuple[str, str]) -> None:
    assert reaches_villages([words[0]], words[1]) is WORDS[words]


# what was read of a clause for all villages: how often, until when, seconds (of the shipped table)
READ: dict[str, tuple[dict[str, Any], str, date, tuple[str, ...]]] = {
    "every day": ({"due": {"recurring": "daily"}}, "daily", YEAR_END, ("yes_no",)),
    "every quarter": ({"due": {"recurring": "quarterly"}}, "quarterly", YEAR_END, ("yes_no",)),
    "by a day": ({"due": {"date": "2020-04-10"}, "evidence": ["summary"]}, "once", date(2020, 4, 10), ("text",)),
    "by a month's end": ({"due": {"month_end": "2020-07"}}, "once", date(2020, 7, 31), ("yes_no",)),
    "some time": ({"due": {"relative": "尽快"}}, "once", YEAR_END, ("yes_no",)),
    "never said": ({"evidence": ["photo"]}, "once", YEAR_END, ("image",)),
    "before it was issued": ({"due": {"date": "2020-01-10"}}, "once", DAY, ("yes_no",)),
    "a number": ({"quantity": [{"op": "==", "value": 7, "unit": "样"}]}, "once", YEAR_END, ("integer",)),
}


@pytest.mark.parametrize("case", READ)
def test_the_text_as_it_orders(office: Office, case: str) -> None:
    reading, every, last, types = READ[case]
    notice = office.notice("city", "draft", text="各村要办好。")
    clause = Clause(notice=notice, start=0, end=5, kind="duty", read_kind="duty", reading=reading)
    (load,) = loads_as_written(notice, [clause], shipped_table(), DAY)
    seconds = shipped_table()["opening"] + sum(shipped_table()[kind] for kind in types)
    assert (load.every, load.first, load.last) == (every, DAY, last)
    assert load.minutes == pytest.approx(seconds / 60)


# kind as read, kind as an officer has it, words: whether it counts as written
COUNTS = {
    ("duty", "duty", "各村要办好"): 1,
    ("duty", "exhortation", "各村要办好"): 1,  # the officer made something milder of it
    ("exhortation", "exhortation", "各村要办好"): 0,
    ("own_act", "own_act", "各村要办好"): 0,
    ("", "duty", "各村要办好"): 1,  # added by hand
    ("duty", "duty", "各县要办好"): 0,
}


@pytest.mark.parametrize("case", COUNTS)
def test_which_clauses_count_as_written(office: Office, case: tuple[str, str, str]) -> None:
    read_kind, kind, text = case
    notice = office.notice("city", "draft", text=text)
    clause = Clause(notice=notice, start=0, end=5, kind=kind, read_kind=read_kind)
    assert len(loads_as_written(notice, [clause], shipped_table(), DAY)) == COUNTS[case]


def test_what_is_dismissed_still_counts_as_written(cast: Cast) -> None:
    made = draft(cast).notice
    found = burden_of(cast.units["city"].pk, DAY, made)
    made.tasks.all().delete()
    made.clauses.update(reason="不编")
    without = burden_of(cast.units["city"].pk, DAY, made)
    assert (without.after, without.as_written) == (0, found.as_written)
    assert found.as_written > 0
