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
    "在抗疫工作结束后的第二个星期五之前": {"relative": "抗疫工作结束后的第二个星期五之前"},
    "收到通知之日起7个工作日内": {"relative": "收到通知之日起7个工作日内"},
    "开工前7日内": {"relative": "开工前7日内"},
    "提前3日": {"relative": "提前3日"},
    "次日12时前": {"relative": "次日12时前"},
    "每两周": {"relative": "每两周"},
    "每周五15时前": {"recurring": "weekly", "by": "周五15时前"},
    "每季度末月27日前": {"recurring": "quarterly", "by": "季度末月27日前"},
    "11月9至17日": {"date": "2020-11-17"},
    "9月至12月": {"month_end": "2020-12"},
    "本月28日前": {"date": "2020-02-28"},
    "到2025年": {"month_end": "2025-12"},
    "二〇二〇年四月十五日前": {"date": "2020-04-15"},
    "10 月30日 前": {"date": "2020-10-30"},
    "自5月1日起": None,
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
