"""On which names a deadline hangs."""

from datetime import date

import pytest

from xiangyun.calendar import names_in, parse_wording

NAMES = {
    "4月10日前": (),
    "每周五前": (),
    "按省厅规定的时间": (),
    "5个工作日内": (),
    "疫情结束后第二个星期五": ("疫情结束",),
    "疫情結束后5日内": ("疫情结束",),
    "条件具备时，复工后5日内": ("条件具备", "复工"),
    "每天17:00前，直至疫情结束": ("疫情结束",),
    "直至另行通知": ("另行通知",),
    "初稿：4月10日前；定稿：疫情结束后5日内；终稿：疫情结束后10日内": ("疫情结束",),
}


@pytest.mark.parametrize("wording", NAMES)
def test_names_of_a_wording(wording: str) -> None:
    deadline = parse_wording(wording, date(2020, 2, 28))
    assert deadline is not None
    assert names_in(deadline) == NAMES[wording]
