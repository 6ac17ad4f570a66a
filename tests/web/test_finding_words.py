"""Every finding has a sentence in the language of the screen."""

import pytest
from django.utils.translation import override

from tests.compiler.notices import HENGYANG
from xiangyun.compiler import read
from xiangyun.web.workspace.finding_words import finding_sentence

SENTENCES = {
    ("doubled_number", ("number", "五")): "有两处都编号“五”。两处都保留，按位置区分。",
    ("skipped_number", ("before", "二"), ("after", "四")): "“二”之后直接是“四”，中间缺号。",
    ("broken_reference", ("annex", "3")): "文中提到附件3，附件清单里没有。",
    ("broken_reference", ("article", "第四条")): "文中提到“第四条”，但没有这一条款。",
    ("annex_missing", ("number", "1"), ("name", "")): "附件1没有随文附上。",
    ("typing_error", ("what", "twice"), ("words", "的")): "“的”连写了两遍，可能是笔误。",
    ("typing_error", ("what", "marks"), ("words", "，。")): "“，。”：两个标点连用，可能是笔误。",
    ("typing_error", ("what", "unpaired"), ("words", "（")): "“（”缺了另一半，可能是笔误。",
    ("typing_error", ("what", "no_such_day"), ("words", "2月30日")): "“2月30日”，日历上没有这一天。",
    ("typing_error", ("what", "past_year"), ("words", "2018"), ("issued", "2021-03-01")): (
        "期限写的是2018年，早于发文日期2021-03-01。"
    ),
    ("typing_error", ("what", "two_numbers"), ("words", "三（5）")): "“三（5）”：汉字数和数字不一致。",
    ("typing_error", ("what", "total"), ("said", "12"), ("sum", "13")): "合计写的是12，各项相加是13。",
    ("unheard_of",): "",
    ("typing_error",): "",
}


@pytest.mark.parametrize("case", SENTENCES)
def test_the_sentence(case: tuple[str, *tuple[tuple[str, str], ...]]) -> None:
    kind, *says = case
    with override("zh-hans"):
        assert finding_sentence({"kind": kind, "says": dict(says)}) == SENTENCES[case]


def test_every_finding_of_the_hengyang_notice_has_one() -> None:
    with override("zh-hans"):
        sentences = [finding_sentence({"kind": f.kind, "says": f.says}) for f in read(HENGYANG).findings]
    assert sentences == [
        "文中说“電子海報”见附件1；按名称应是附件2。",
        '附件2“湖南省"藝抗疫情、云游湖南"專題海報”没有随文附上。',
        "有两处都编号“五”。两处都保留，按位置区分。",
        "同一套程序写了两种先后：“申報 → 考核 → 報請市文旅廣體局黨委同意 → 公示 → 表彰”"
        "和“考核 → 公示 → 報局黨委研究 → 掛牌”。请定以哪种为准。",
        "“村國贈”只在这里出现一次，别处都写“村中心”，可能是笔误。",
    ]
