"""What a text leaves to decide, by invented texts, and in the Hengyang notice."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opencc import OpenCC

from tests.compiler.notices import HENGYANG
from xiangyun.compiler import Finding, Unreadable, read
from xiangyun.core.folding import fold

LETTER = "河东县文化局关于评选的通知\n各乡镇：\n{body}\n河东县文化局\n2021年3月1日\n{after}"


def shown(text: str) -> list[tuple[str, dict[str, str], list[str]]]:
    return [
        (found.kind, found.says, [text[span.start : span.end] for span in found.spans]) for found in read(text).findings
    ]


def in_letter(body: str, after: str = "") -> list[tuple[str, dict[str, str], list[str]]]:
    return shown(LETTER.format(body=body, after=after))


def test_the_hengyang_notice() -> None:
    poster = '湖南省"藝抗疫情、云游湖南"專題海報'
    assert shown(HENGYANG) == [
        ("broken_reference", {"annex": "1", "meant": "2", "what": "電子海報"}, ["附件1", poster]),
        ("annex_missing", {"number": "2", "name": poster}, [poster]),
        ("doubled_number", {"number": "五"}, ["五、評選標準", "五、評選程序"]),
        (
            "order_conflict",
            {
                "one": "申報 → 考核 → 報請市文旅廣體局黨委同意 → 公示 → 表彰",
                "other": "考核 → 公示 → 報局黨委研究 → 掛牌",
            },
            ["報請市文旅廣體局黨委同意。\n4.媒體公示", "公示,報局黨委研究"],
        ),
        ("typing_error", {"what": "name", "words": "村國贈", "usual": "村中心"}, ["(村國贈)", "(村中心)"]),
    ]


def test_only_a_conflict_of_orders_must_be_decided() -> None:
    assert [found.kind for found in read(HENGYANG).findings if found.must_decide] == ["order_conflict"]


NUMBERS = {
    "doubled section": (
        "一、甲事。\n二、乙事。\n二、丙事。\n三、丁事。",
        [("doubled_number", ["二、乙事", "二、丙事"])],
    ),
    "doubled item": ("一、甲事\n1.子\n2.丑\n2.寅\n二、乙事\n1.子\n2.丑", [("doubled_number", ["2.丑", "2.寅"])]),
    "skipped": ("一、甲事。\n二、乙事。\n四、丙事。\n五、丁事。", [("skipped_number", ["二、乙事", "四、丙事"])]),
    "doubled point": ("要做到：一是快。二是好。二是省。", [("doubled_number", ["二是好", "二是省"])]),
    "items start anew": ("（一）甲事\n1.子\n2.丑\n（二）乙事\n1.子\n2.丑\n3.寅", []),
    "an excerpt": ("三、甲事。\n四、乙事。\n五、丙事。", []),
    "articles go on over chapters": ("第一章 总则\n第一条 甲。\n第二条 乙。\n第二章 附则\n第三条 丙。", []),
    "decimals and years": ("1.5万元用于甲。\n2.5万元用于乙。\n2021.3.1起施行。", []),
}


@pytest.mark.parametrize("case", NUMBERS)
def test_numbers_that_come_twice_or_are_left_out(case: str) -> None:
    body, expected = NUMBERS[case]
    assert [(kind, quotes) for kind, _, quotes in in_letter(body)] == expected


REFERENCES = {
    "no such annex": (
        "详见附件3。\n附件：1.申报表\n2.评分标准", "附件1\n申报表\n姓名\n附件2\n评分标准\n百分制",
        [("broken_reference", {"annex": "3"})],
    ),
    "no text": ("附件：1.申报表", "", [("annex_missing", {"number": "1", "name": "申报表"})]),
    "an empty annex": ("附件：1.申报表", "附件1", [("annex_missing", {"number": "1", "name": "申报表"})]),
    "all in place": ("详见（附件一）。\n附件：1.申报表", "附件1\n申报表\n姓名", []),
    "another annex is meant": (
        "填写汇总表（见附件1）。\n附件：1.宣传海报\n2.名额汇总表", "附件1\n宣传海报\n图\n附件2\n名额汇总表\n数",
        [("broken_reference", {"annex": "1", "meant": "2", "what": "写汇总表"})],
    ),
    "no such item": (
        "第一条 甲。\n第二条 依照本办法第四条第（三）项办理。\n第三条 丙。\n第四条 如下：\n（一）子；\n（二）丑。", "",
        [("broken_reference", {"article": "第四条第（三）项"})],
    ),
    "another law's article": (
        "第一条 甲。\n第二条 依照《某某法》第九十条办理。\n第三条 根据条例第八十条，处理。", "", [],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", REFERENCES)
def test_references_into_nothing(case: str) -> None:
    body, after, expected = REFERENCES[case]
    found = [(kind, fold(repr(says))) for kind, says, _ in in_letter(body, after)]
    assert found == [(kind, fold(repr(says))) for kind, says in expected]


SLIPS = {
    "报送的的材料。": [("twice", "的")],
    "请按照按照要求办理。": [("twice", "按照")],
    "为了文化站建设文化站建设工作。": [("twice", "文化站建设")],
    "活动的目的的确定。": [],
    "研究研究再定，一个一个来，高高兴兴。": [],
    "填写表格（一式两份，盖章。": [("unpaired", "（")],
    "填写《申请表，盖章。": [("unpaired", "《")],
    "围绕“好主题办理。": [("unpaired", "“")],
    "围绕“好\n主题”办理。": [],
    "1)办理。\n2)报送。": [],
    "请于2月30日前报送。": [("no_such_day", "2月30日")],
    "请于2021年2月29日前报送。": [("no_such_day", "2021年2月29日")],
    "请于2024年2月29日前报送。": [],
    "各县，，各乡，。办理。": [("twice", "，"), ("marks", "，。")],
    "请于4月6日（星期一）前报送。": [("weekday", "4月6日（星期一")],
    "请于4月5日（星期一）前报送。": [],
    "请于4月5日（周一至周五）报送。": [],
    "培训三（5）名骨干。": [("two_numbers", "三（5）")],
    "培训五（5）名骨干，一式三份（3份），三（2）班。": [],
    "全县共12个单位，其中乡镇5个、街道8个。": [("total", "13")],
    "全县共12个单位，其中乡镇5个。": [],
    "甲乡3个、乙乡4个、丙乡5个，共13个。": [("total", "12")],
    "甲乡3个、乙乡4个、丙乡5个，共12个。": [],
    "单位\t名额\n甲乡\t3\n乙乡\t4\n合计\t8": [("total", "7")],
    "单位\t名额\n甲乡\t3\n乙乡\t4\n合计\t7": [],
    "各乡镇文化站于2018年4月10日前报送名单。\n各乡镇文化站于2021年5月1日前报送总结。\n"
    "各乡镇文化站于2021年6月1日前报送台账。": [("past_year", "2018")],
    "各乡镇文化体育服务中心要于4月1日前报送甲。\n各乡镇文化体育服务中心要于4月2日前报送乙。\n"
    "各乡镇文化体育服务中心要于4月3日前报送丙。\n各乡镇文化体肓服务中心负责。": [("name", "各乡镇文化体肓服务中心")],
    "河东县第一文化体育中心、河东县第二文化体育中心参加。": [],
}


@pytest.mark.parametrize("body", SLIPS)
def test_probable_typing_errors(body: str) -> None:
    found = [
        (says["what"], says.get("words") or says["sum"]) for kind, says, _ in in_letter(body) if kind == "typing_error"
    ]
    assert found == SLIPS[body]


ENUMERATED = (
    "一、评选程序\n1.申报推荐。各乡镇申报。\n2.初审。县局初审。\n3.公示。公示5天。\n"
    "4.专家评审。组织打分。\n5.命名表彰。\n"
)
ORDERS = {
    "items against a sentence": (
        ENUMERATED + "二、其他\n各乡镇申报，县局初审，专家评审，公示5天后命名。",
        ["公示。公示5天。\n4.专家评审", "评审，公示"],
    ),
    "arrows against a sentence": (
        "程序：申报→初审→公示→评审→命名。\n二、其他\n各乡镇申报，县局初审，专家评审，公示5天，予以命名。",
        ["公示→评审", "评审，公示"],
    ),
    "inspect, mend, accept": (
        "先整改，后检查，再验收。\n二、其他\n先检查，后整改，再验收。",
        ["整改，后检查", "检查，后整改"],
    ),
    "the same order": (ENUMERATED + "二、其他\n各乡镇申报，县局初审，公示5天，评审后命名。", None),
    "two steps only": ("先评审，后公示。\n二、其他\n先公示，后评审。", None),
    "a mere list": ("做好公示、评审、申报、命名等工作。\n二、其他\n先申报，再评审，再公示，后命名。", None),
    "what failed": ("对验收不合格的，限期整改。\n二、其他\n先检查，再整改，再验收。", None),
    "before it": ("检查前整改，验收前检查。\n二、其他\n先检查，再整改，再验收。", None),
}


@pytest.mark.parametrize("case", ORDERS)
def test_two_orders_of_one_chain(case: str) -> None:
    body, expected = ORDERS[case]
    found = [quotes for kind, _, quotes in in_letter(body) if kind == "order_conflict"]
    assert found == ([expected] if expected else [])


def plain(findings: list[Finding]) -> list[str]:
    return [fold(repr(found)) for found in findings]


def test_both_scripts_give_the_same_findings() -> None:
    simple = OpenCC("t2s").convert(HENGYANG)
    assert plain(read(simple).findings) == plain(read(HENGYANG).findings)


def test_a_day_given_is_the_day_that_weekdays_are_told_by() -> None:
    text = LETTER.format(body="请于4月6日（星期一）前报送。", after="")
    assert [found.says["what"] for found in read(text, date(2020, 3, 1)).findings] == []


PIECES = [
    "一、",
    "五、",
    "1.",
    "第三条",
    "附件3",
    "（",
    "）",
    "《",
    "》",
    "“",
    "”",
    "公示",
    "评审",
    "申报",
    "党委研究",
    "2月30日",
    "（星期三）",
    "共5个，其中",
    "3个、",
    "\t",
    "\n",
    "的的",
    "联系人：",
    "13800000000",
    "。",
    "，",
    "合计\t3\n",
    "文化站(村中心)",
    "一是",
    "表",
]


@given(st.lists(st.sampled_from(PIECES), max_size=60))
def test_spans_hold_in_any_text(pieces: list[str]) -> None:
    text = "各乡镇文化站要按照要求报送材料。" + "".join(pieces)
    try:
        reading = read(text)
    except Unreadable:
        return
    spans = [span for found in reading.findings for span in found.spans] + reading.head.contacts
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
