"""Wordings of time, read on 28 February 2020."""

from datetime import date

import pytest

from xiangyun.compiler import read_due

DUES = {
    "4月10日前": {"date": "2020-04-10"},
    "2020年5月31日下班前": {"date": "2020-05-31"},
    "2018年6月11日-15日": {"date": "2018-06-15"},
    "6月28日至7月3日": {"date": "2020-07-03"},
    "2020.4.17": {"date": "2020-04-17"},
    "10月初": {"date": "2020-10-10"},
    "9月中旬": {"date": "2020-09-20"},
    "3月下旬前": {"month_end": "2020-03"},
    "十月底前": {"month_end": "2020-10"},
    "8月份": {"month_end": "2020-08"},
    "年底": {"month_end": "2020-12"},
    "明年1月底": {"month_end": "2021-01"},
    "一季度": {"month_end": "2020-03"},
    "上半年": {"month_end": "2020-06"},
    "每日": {"recurring": "daily"},
    "日报告": {"recurring": "daily"},
    "每月5日前": {"recurring": "monthly", "by": "5日前"},
    "按季度报送": {"recurring": "quarterly"},
    "每年12月底以前": {"recurring": "yearly", "by": "12月底以前"},
    "随时": {"relative": "随时"},
    "三年内": {"relative": "三年内"},
    "5个工作日内": {"relative": "5个工作日内"},
    "开学前": {"relative": "开学前"},
    "2月30日前": {"relative": "2月30日前"},
    "截至2月26日": None,
    "高度重视": None,
}


@pytest.mark.parametrize("wording", DUES)
def test_reading_a_wording(wording: str) -> None:
    assert read_due(wording, date(2020, 2, 28)) == DUES[wording]


def test_a_month_long_past_is_next_year() -> None:
    assert read_due("1月底前", date(2020, 11, 20)) == {"month_end": "2021-01"}


def test_without_a_date_of_issue_the_wording_stays() -> None:
    assert read_due("4月10日前", None) == {"relative": "4月10日前"}
