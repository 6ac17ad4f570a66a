"""Wordings of many notices, each in an invented sentence: what is a duty, by when, of whom, and what is none."""

import pytest

from xiangyun.compiler import read
from xiangyun.compiler.values import ClauseDraft, Quantity

LETTER = "{title}\n各乡镇文化站：\n{body}\n河东县文化局\n2021年3月1日\n"


def owed(body: str, title: str = "河东县文化局关于做好有关工作的通知") -> list[ClauseDraft]:
    """The duties of a letter with this body."""
    return [clause for clause in read(LETTER.format(title=title, body=body)).clauses if clause.kind == "duty"]


def test_an_hour_belongs_to_the_rhythm_before_it() -> None:
    (duty,) = owed("各乡镇文化站每日报告抗疫情况，于17时前报县文化局。")
    assert duty.due == {"recurring": "daily", "by": "17时前"}
    assert duty.report_to == "县文化局"


def test_a_day_behind_a_yearly_one_comes_back_too() -> None:
    first, second = owed("各乡镇文化站每年7月30日前完成半年小结，11月30日前完成全年小结。")
    assert first.due == {"recurring": "yearly", "by": "7月30日前"}
    assert second.due == {"recurring": "yearly", "by": "11月30日前"}


@pytest.mark.parametrize(
    "body",
    [
        "电子版可直接发送至邮箱。",
        "各乡镇文化站在验收之前，不得报送虚假材料。",
        "展厅门票20元，每增加一个展厅增加10元。",
        "知识产权保护方面（共5项）",
        "河东县文化局2021年3月2日印发",
    ],
)
def test_permissions_bans_prices_and_contents_are_no_duties(body: str) -> None:
    assert owed(body) == []


def test_a_limit_of_what_may_be_done_is_a_duty() -> None:
    (duty,) = owed("每个文化站最多可组织两支队伍参赛。")
    assert duty.quantity == [Quantity("<=", 2, "支", "队伍参赛")]


def test_numbers_of_a_plan_are_due_at_the_end_of_its_year() -> None:
    title = "河东县文化局关于印发2021年为民实事任务的通知"
    first, second = owed("新建书屋20家，完成100个村庄广场改造。", title)
    assert [duty.due for duty in (first, second)] == [{"month_end": "2021-12"}] * 2
    assert [duty.quantity[0].value for duty in (first, second)] == [20, 100]
    (each,) = owed("每个书屋藏书不少于2000册。", title)
    assert each.due is None, "a standard is no target of the year"


def test_orders_of_a_stage_are_due_with_it() -> None:
    body = "一、步骤\n（一）排查阶段（2021年4月1日至4月20日）。各乡镇文化站对辖区书屋进行全面排查，建立台账。"
    (duty,) = owed(body)
    assert (duty.responsible, duty.due) == (["各乡镇文化站"], {"date": "2021-04-20"})


def test_you_means_the_addressees() -> None:
    (duty,) = owed("请你单位将完成数据于12月中旬前上报县文化局。")
    assert (duty.responsible, duty.due) == (["各乡镇文化站"], {"date": "2021-12-20"})


def test_a_receiver_behind_what_is_handed_in() -> None:
    (duty,) = owed("各乡镇文化站须在4月21日前上报推荐名单至县文化馆。")
    assert duty.report_to == "县文化馆"


def test_words_of_the_past_beside_a_limit_are_what_is_reported() -> None:
    (duty,) = owed("各乡镇文化站于每日上午11点前报送前一日参观人数及上年同期数。")
    assert duty.due == {"recurring": "daily", "by": "上午11点前"}


def test_a_range_of_months_ends_with_its_last_third() -> None:
    (duty,) = owed("6月-7月上旬，各乡镇文化站开展书屋检查。")
    assert duty.due == {"date": "2021-07-10"}


def test_cells_that_became_lines_are_a_task_its_parties_and_its_day() -> None:
    head, one = "序号\n实事\n责任单位\n完成时限\n", "1\n启动县图书馆新馆。\n县文化馆\n县图书馆\n12月底前\n"
    first, second = owed(head + one + "2\n迁建县美术馆。\n县文联\n5月底前")
    assert (first.responsible, first.due) == (["县文化馆", "县图书馆"], {"month_end": "2021-12"})
    assert (second.responsible, second.due) == (["县文联"], {"month_end": "2021-05"})


def test_those_outside_the_issuer_are_not_the_issuer() -> None:
    (duty,) = owed("文化局以外的单位组织演出的，演出前应将节目单、场地安排等材料向县文化局备案。")
    assert (duty.responsible, duty.report_to) == (["文化局以外的单位"], "县文化局")
