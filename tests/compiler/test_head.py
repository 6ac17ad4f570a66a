"""What is read from the head of a notice: who, title, number, day, papers, annexes, contact data."""

from datetime import date

import pytest
from opencc import OpenCC

from tests.compiler.notices import HENGYANG
from xiangyun.compiler import Head, read
from xiangyun.core.folding import fold

BODY = "一、各乡镇文化站于4月30日前报送名单。\n"


def head(top: str, end: str, body: str = BODY) -> Head:
    return read(top + body + end).head


SIGNED = "河东县文化局\n2021年3月1日\n"
HEADS = {
    # top, end                                                              issuer, title, number, date
    "signature": (
        "河东县文化局关于评选的通知\n各乡镇：\n", SIGNED,
        ("河东县文化局", "河东县文化局关于评选的通知", "", date(2021, 3, 1)),
    ),
    "title alone": (
        "河东县文化局关于评选的通知\n各乡镇：\n", "",
        ("河东县文化局", "河东县文化局关于评选的通知", "", None),
    ),
    "letterhead": (
        "河东县文化局文件\n河文发〔2021〕8号\n关于评选的通知\n各乡镇：\n", "",
        ("河东县文化局", "关于评选的通知", "河文发〔2021〕8号", None),
    ),
    "spaced letterhead": (
        "河 东 县 文 化 局 文 件\n各乡镇：\n", "",
        ("河东县文化局", "", "", None),
    ),
    "number below the title": (
        "河东县文化局\n关于评选的通知\n（河文旅广体发〔2021〕8号）\n各乡镇：\n", SIGNED,
        ("河东县文化局", "河东县文化局关于评选的通知", "河文旅广体发〔2021〕8号", date(2021, 3, 1)),
    ),
    "square brackets and signer": (
        "河文发[2021]12号　　签发人：某某\n关于评选的通知\n各乡镇：\n", SIGNED,
        ("河东县文化局", "关于评选的通知", "河文发[2021]12号", date(2021, 3, 1)),
    ),
    "number by year": (
        "河东县文化局公告\n2021年第3号\n各乡镇：\n", SIGNED,
        ("河东县文化局", "河东县文化局公告", "2021年第3号", date(2021, 3, 1)),
    ),
    "labelled furniture": (
        "当前位置：首页>通知\n发布机构：河东县文化局 文号：河文发〔2021〕9号 发布时间：2021-03-05\n"
        "标题：关于评选的通知\n各乡镇：\n", "",
        ("河东县文化局", "关于评选的通知", "河文发〔2021〕9号", date(2021, 3, 5)),
    ),
    "two bodies sign": (
        "关于评选的通知\n各乡镇：\n", "河东县文化局 河东县教育局\n2021年3月1日\n",
        ("河东县文化局、河东县教育局", "关于评选的通知", "", date(2021, 3, 1)),
    ),
    "body and day on one line": (
        "关于评选的通知\n各乡镇：\n", "河东县文化局　　2021年3月1日\n",
        ("河东县文化局", "关于评选的通知", "", date(2021, 3, 1)),
    ),
    "day in characters": (
        "关于评选的通知\n各乡镇：\n", "河东县文化局\n二○二一年三月十一日\n",
        ("河东县文化局", "关于评选的通知", "", date(2021, 3, 11)),
    ),
    "breadcrumbs only": (
        "当前位置：首页 >\n专题专栏 >\n各乡镇：\n", "",
        ("", "", "", None),
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", HEADS)
def test_issuer_title_number_and_day(case: str) -> None:
    top, end, expected = HEADS[case]
    read_ = head(top, end)
    assert (read_.issuer, read_.title, read_.number, read_.issued_on) == expected


def test_a_forwarded_letter_does_not_sign_for_the_one_that_forwards_it() -> None:
    text = (
        "河东县文化局转发《某市文化局关于评选的通知》的通知\n各乡镇：\n现将《某市文化局关于评选的通知》转发给你们。\n河东县文化局\n2021年3月9日\n"
        "某市文化局关于评选的通知\n各县文化局：\n请于4月30日前报送名单。\n某市文化局\n2021年3月1日\n"
    )
    found = read(text).head
    assert (found.issuer, found.issued_on) == ("河东县文化局", date(2021, 3, 9))


def test_basis_documents_and_their_state() -> None:
    body = (
        "根据《公共文化服务保障法》、《某省文化厅关于评选的通知》（某文〔2021〕3号，以下简称《通知》）和国发〔2019〕3号文件精神，"
        "按照《通知》要求，现将《河东县评选实施方案》印发给你们。请填写《申请表》，参照《评分标准》（见附件2）。\n"
    )
    end = SIGNED + "附件1\n河东县评选实施方案\n一、认真组织。\n"
    found = head("关于评选的通知\n各乡镇：\n", end, body).basis
    assert [(each.name, each.number, each.state) for each in found] == [
        ("公共文化服务保障法", "", "named"),
        ("某省文化厅关于评选的通知", "某文〔2021〕3号", "named"),
        ("", "国发〔2019〕3号", "named"),
        ("河东县评选实施方案", "", "attached"),
        ("评分标准", "", "missing"),
    ]


def test_a_printed_paper_that_did_not_come_is_missing() -> None:
    found = head(
        "关于评选的通知\n各乡镇：\n", SIGNED, "现将《河东县评选实施方案》（以下简称《方案》）印发给你们。\n"
    ).basis
    assert [(each.name, each.state) for each in found] == [("河东县评选实施方案", "missing")]


ANNEXES = {
    "listed, one with its text": (
        "", "附件：1.申报表\n2.评分标准\n" + SIGNED + "附件1\n申报表\n单位\t姓名\n",
        [(1, "申报表", True), (2, "评分标准", False)],
    ),
    "two on one line": (
        "", "附件：1.申报表 2.评分标准\n" + SIGNED, [(1, "申报表", False), (2, "评分标准", False)],
    ),
    "one without a number": ("", "附件：申报表\n" + SIGNED, [(1, "申报表", False)]),
    "one by one": ("", "附件1：申报表\n附件2：评分标准\n" + SIGNED, [(1, "申报表", False), (2, "评分标准", False)]),
    "only spoken of": (
        "请填写《申报表》（附件1），按附件二评分。\n", SIGNED, [(1, "申报表", False), (2, "", False)],
    ),
    "a range": ("材料见附件1、2和附件3。\n", SIGNED, [(1, "", False), (2, "", False), (3, "", False)]),
    "another notice's": ("请按市局通知附件6填写。\n", SIGNED, []),
}  # fmt: skip


@pytest.mark.parametrize("case", ANNEXES)
def test_annexes(case: str) -> None:
    body, end, expected = ANNEXES[case]
    found = head("关于评选的通知\n各乡镇：\n", end, BODY + body).annexes
    assert [(each.number, each.name, each.present) for each in found] == expected


CONTACTS = {
    "联系人：张三，联系电话：000-1234567。": ["张三", "000-1234567"],
    "联 系 人：＊＊＊ ＊＊＊\n联系电话：＊＊＊＊＊＊": ["＊＊＊ ＊＊＊", "＊＊＊＊＊＊"],
    "联系人：张三、李四（手机：13800000000），传真：0000-8812345，8812346。": [
        "张三、李四", "13800000000", "0000-8812345，8812346",
    ],
    "邮箱：abc.d@x-y.example；发至xyz@mail.example。": ["abc.d@x-y.example", "xyz@mail.example"],
    "请与王小明（0700-8812345）联系。": ["王小明", "0700-8812345"],
    "联系人及电话：张三 0700-8812345": ["张三 0700-8812345"],
    "联系人:张三 联系电话:8812345": ["张三", "8812345"],
    "联系人：\n张三\n电话（传真）：0700-8812345转801": ["张三", "0700-8812345转801"],
    "QQ群：123456789，微信号：abc_12345；": ["123456789", "abc_12345"],
    "请加入QQ群（123456789）": ["123456789"],
    "文化局\t张 三\t办公室\t0700—8812345\n教育局\t李四五\t主任\t139 0000 1111": [
        "张 三", "0700—8812345", "李四五", "139 0000 1111",
    ],
    "聯繫人：張三，電話：0700-8812345": ["張三", "0700-8812345"],
    # Blank forms, sums, years and mere talk of chat groups are none.
    "联系人：    联系电话：    ": [],
    "联系方式见附件。电话：请填写": [],
    "2020年0101至20200228，共13800000000元": [],
    "通过微信群、QQ群等推送。": [],
}  # fmt: skip


@pytest.mark.parametrize("said", CONTACTS)
def test_contact_data_wherever_they_stand(said: str) -> None:
    text = "关于评选的通知\n各乡镇：\n请于4月30日前报送名单。\n" + said + "\n"
    assert [text[span.start : span.end] for span in read(text).head.contacts] == CONTACTS[said]


def test_both_scripts_give_the_same_head() -> None:
    simple = OpenCC("t2s").convert(HENGYANG)
    one, other = read(simple).head, read(HENGYANG).head
    assert fold(repr(one)) == fold(repr(other))
