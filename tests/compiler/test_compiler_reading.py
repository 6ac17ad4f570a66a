"""What is read from the Hengyang notice and from an invented one."""

import json
import re
from datetime import date

from msgspec.structs import replace
from opencc import OpenCC

from tests.compiler.notices import HENGYANG, INVENTED, LABELS
from xiangyun.compiler import Annex, ClauseDraft, Quantity, Reading, Span, read, to_predictions
from xiangyun.core.folding import fold

READING = read(HENGYANG)
SMALL = read(INVENTED)


def clause_with(reading: Reading, words: str) -> ClauseDraft:
    (found,) = [clause for clause in reading.clauses if words in clause.quote]
    return found


def test_the_shipped_notice_names_no_contact_person() -> None:
    masked = [HENGYANG[span.start : span.end] for span in READING.head.contacts]
    assert masked == ["＊＊＊ ＊＊＊", "＊" * 12, "＊＊＊、＊＊＊", "＊" * 12]
    assert not re.search(r"\d{6}", HENGYANG)


def test_every_label_stands_once_in_the_shipped_notice() -> None:
    quotes = [label["quote"] for label in json.loads(LABELS.read_text(encoding="utf-8"))]
    assert [HENGYANG.count(quote) for quote in quotes] == [1] * 41


def test_clauses_are_exact_spans_in_order() -> None:
    for text, reading in ((HENGYANG, READING), (INVENTED, SMALL)):
        assert [text[c.start : c.end] for c in reading.clauses] == [c.quote for c in reading.clauses]
        ends = [0] + [c.end for c in reading.clauses]
        assert all(end <= c.start for end, c in zip(ends, reading.clauses, strict=False))


def test_positions_are_unique() -> None:
    for reading in (READING, SMALL):
        positions = [clause.position for clause in reading.clauses]
        assert len(set(positions)) == len(positions)


def test_every_order_of_the_text_is_in_a_clause() -> None:
    """What no clause covers holds no word of ordering, but for lines of the head and of contacts."""
    rest, last = [], 0
    for clause in READING.clauses:
        rest.append(HENGYANG[last : clause.start])
        last = clause.end
    assert [gap for gap in rest if re.search("[要應須請]|務必|不得", gap)] == []


def test_head_of_the_hengyang_notice() -> None:
    head = READING.head
    assert (head.issuer, head.title, head.number) == ("衡陽市文化旅游廣電體育局", "", "")
    assert head.issued_on == date(2020, 2, 28)
    assert head.addressees == ["各縣市區文旅(廣)體局", "市圖書館", "市少年兒童圖書館", "市文化館"]
    assert [document.number for document in head.basis] == [
        "湘文旅公共〔2020〕16號",
        "湘文旅公共〔2019〕51號",
        "衡辦發[2016]3號",
        "衡政發[2012]35號",
        "",
    ]
    assert head.basis[4].name == "中華人民共和國公共文化服務保障法"
    assert [(annex.number, annex.present) for annex in head.annexes] == [(1, True), (2, False)]
    assert head.annexes[1].name == '湖南省"藝抗疫情、云游湖南"專題海報'


def test_the_daily_report() -> None:
    found = clause_with(READING, "繼續落實抗疫情況日報告制度")
    assert replace(found, evidence=[], conditions=[]) == ClauseDraft(
        position="1.2-2",
        start=found.start,
        end=found.start + 13,
        quote="繼續落實抗疫情況日報告制度",
        kind="duty",
        section_title="要繼續落實抗疫期間聯防聯控工作要求",
        responsible=["各縣市區文旅(廣)體局", "市圖書館", "市少年兒童圖書館", "市文化館", "所屬各級公共文化場館"],
        due={"recurring": "daily"},
    )


def test_the_seven_ones() -> None:
    share, whole = clause_with(READING, '"七個一"'), clause_with(READING, "務必于7月底前")
    assert (share.position, share.kind, share.due) == ("4.3-2", "duty", None)
    assert [(q.op, q.value, q.unit) for q in share.quantity] == [("==", 100, "%")]
    assert (whole.position, whole.kind, whole.due) == ("4.3-2-3", "duty", {"month_end": "2020-07"})


def test_the_doubled_section_of_the_annex() -> None:
    assert clause_with(READING, "不得少于6次").position == "A1.5.5"
    assert clause_with(READING, "于4月30日前進行申報").position == "A1.6.1-2"


def test_two_quotas_of_one_sentence() -> None:
    seven, five = clause_with(READING, "不少于12座"), clause_with(READING, "不少于7座")
    assert [(c.responsible, c.due, c.quantity[0].value) for c in (seven, five)] == [
        (["7個縣市"], {"month_end": "2020-12"}, 12),
        (["四城區", "南岳區"], {"month_end": "2020-12"}, 7),
    ]


def test_an_own_act() -> None:
    found = clause_with(READING, "將于9月份對各縣市區進行督查")
    assert (found.kind, found.responsible, found.due) == ("own_act", ["市局"], {"month_end": "2020-09"})


def test_both_scripts_give_the_same_reading() -> None:
    simple = OpenCC("t2s").convert(HENGYANG)
    again = OpenCC("s2t").convert(simple)
    assert len(simple) == len(again) == len(HENGYANG)
    assert folded(read(simple)) == folded(read(again)) == folded(READING)


def folded(reading: Reading) -> list[tuple[object, ...]]:
    """The clauses with their words folded, to compare what is read and not how it is written."""
    return [
        (c.position, c.start, c.end, c.kind, fold(repr((c.responsible, c.due, c.quantity, c.report_to))))
        for c in reading.clauses
    ]


def test_folding_keeps_the_length() -> None:
    assert len(fold(HENGYANG)) == len(HENGYANG)
    assert fold("２０２０年，衡陽（縣）：“圖書館”") == '2020年,衡阳(县):"图书馆"'


def test_head_of_the_invented_notice() -> None:
    head = SMALL.head
    assert (head.issuer, head.title, head.number, head.issued_on) == (
        "河东县水利局",
        "河东县水利局关于做好2021年山塘巡查工作的通知",
        "河水发〔2021〕7号",
        date(2021, 3, 1),
    )
    assert head.addressees == ["各乡镇水利站", "县水利工程队"]
    assert head.annexes == [Annex(1, "山塘名册", True), Annex(2, "巡查记录表", False)]
    name, phone = INVENTED.index("张三"), INVENTED.index("000-1234567")
    assert head.contacts == [Span(name, name + 2), Span(phone, phone + 11)]


def test_duties_of_the_invented_notice() -> None:
    owed = [(c.position, c.responsible, c.due, c.report_to) for c in SMALL.clauses if c.kind in ("duty", "own_act")]
    assert owed == [
        ("1.1", ["各乡镇水利站"], {"recurring": "daily"}, None),
        ("1.1-1-2", ["各乡镇水利站"], {"recurring": "monthly", "by": "5日前"}, "县水利局工程科"),
        ("1.2", ["县水利工程队"], {"date": "2021-06-30"}, None),
        ("1.2-2", ["县水利工程队"], {"relative": "立即"}, None),
        ("2.1", ["各乡镇水利站"], {"month_end": "2021-12"}, None),
        ("3.1", ["我局"], {"month_end": "2021-09"}, None),
    ]
    assert clause_with(SMALL, "不少于30处").quantity == [Quantity(">=", 30, "处", "山塘清淤")]
    assert clause_with(SMALL, "一式3份").quantity == [Quantity("==", 3, "份", "总结")]


def test_a_date_given_goes_before_the_signature() -> None:
    assert read(INVENTED, date(2022, 2, 1)).head.issued_on == date(2022, 2, 1)


def test_predictions_have_the_form_of_labels() -> None:
    predictions = to_predictions(READING)
    assert {tuple(prediction) for prediction in predictions} == {
        ("quote", "responsible", "due", "quantity", "report_to", "position", "start", "end")
    }
    assert all(HENGYANG.count(prediction["quote"]) == 1 for prediction in predictions)
