"""Which words of a notice the rules speak against: the Hengyang notice, plain notices, a table of wordings."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from opencc import OpenCC

from tests.compiler.notices import HENGYANG, INVENTED
from xiangyun.compiler import read
from xiangyun.compiler.flag_rules import Rule
from xiangyun.compiler.flags import Flag, all_rules, flags_of

TODAY = date(2026, 11, 24)
ISSUED = date(2020, 2, 28)
READING = read(HENGYANG)
FLAGS = flags_of(READING, HENGYANG, today=TODAY, issued=ISSUED)


def rules_in_force(day: date) -> tuple[Rule, ...]:
    return tuple(rule for rule in all_rules() if rule.in_force(day))


EXPECTED = [
    # rule, item, exact words
    ("daily-report", "1.2", "日報告制度"),
    ("make-groups", "2.3", "建立文化站(中心)、群眾文藝團隊、文旅志愿服務團隊負責人微信或QQ工作群"),
    ("push-to-phones", "2.3", "推送到群眾手機終端"),
    ("commendation", "2.4", "再表彰激勵"),
    ("register-everyone", "3.3", "全員注冊,不漏一人"),
    ("register-everyone", "3.3", "注冊推廣"),
    ("register-everyone", "3.3", "推廣全省公共文旅云注冊"),
    ("register-return", "3.3", "注冊情況要于4月10日前上報"),
    ("push-to-phones", "3.3", "微信群、QQ群、工作群等行之有效的方式廣泛推送"),
    ("join-group", "3.5", "統一進群"),
    ("clock-in", "3.5", "統一打卡"),
    ("learning-hours", "3.5", "統一時長"),
    ("daily-register", "3.5", "每日登記"),
    ("absence-report", "3.5", "無故不參加培訓"),
    ("public-naming", "3.5", "全市通報批評"),
    ("creation-activity", "4.6", "品牌創建"),
    ("creation-activity", "4.6", "創建活動"),
    ("commendation", "4.6", "給予扶持獎勵"),
    ("creation-activity", "A1.0", "創建活動"),
    ("creation-activity", "A1.2", "創建活動"),
    ("creation-activity", "A1.3", "創建活動"),
    ("creation-activity", "A1.3", "設定創建項目"),
    ("creation-activity", "A1.3", "制定創建方案"),
    ("plaques", "A1.3", "予以掛牌"),
    ("plaques", "A1.3", "統一命名為"),
    ("commendation", "A1.6.5", "獎勵表彰"),
    ("commendation", "A1.6.5", "表彰文件"),
    ("plaques", "A1.6.5", "命名掛牌"),
    ("commendation", "A1.7.2", "表彰優秀"),
]

PLAIN_BY_THE_SEA = """临港区文化馆关于举办2025年渔歌展演的通知
各镇（街道）文化站：
为丰富群众文化生活，现将渔歌展演有关事项通知如下：
一、报名
（一）各文化站于5月20日前将节目单报送区文化馆，每站不少于2个节目。
（二）参演人员自愿报名，不要求打卡、签到，不统计时长，不搞积分排名。
二、宣传
（一）演出预告由区文化馆在公众号发布，市民到网红打卡地观演，可自愿转发。
（二）台风预警信息由区应急局统一推送到群众手机。
三、安全
（一）各文化站每日巡查场地，发现险情立即报告。
（二）台风应急响应期间，各文化站每日17时前报送场地情况，至响应解除为止。
四、其他
（一）企业注册情况由市场监管部门报送，商户登记不在本通知之列。
（二）隐患整改实行挂牌督办，对弄虚作假的予以通报批评。
联系人：区文化馆办公室
临港区文化馆
2025年4月2日
"""

PLAIN_IN_THE_HILLS = """青岭县水务局关于做好2024年山塘除险工作的通知
各乡镇水利站：
去年以来，各站落实每日上报制度，取得了明显成效。现就今年工作通知如下：
一、除险
1.各站于9月底前完成除险不少于20处，县水务局将于10月组织验收。
2.严禁以除险为名要求村里全员下载软件、统一打卡，以及每日登记人员培训情况。
3.今后不得要求各站建立微信群，已有的日报告制度一律取消。
二、创建
1.继续配合做好国家节水型社会创建活动，巩固全国卫生城市创建成果。
2.受到省政府表彰的站，可优先安排资金。
3.认真学习《青岭县创建活动管理办法》，该办法所称授牌由县人民政府批准后进行。
三、总结
各站于12月20日前交总结一份。
青岭县水务局
2024年3月1日
"""

ORDERED = {
    # wording: the rules that speak against it
    "各单位职工要全员下载学习强国客户端。": ["register-everyone"],
    "各村公众号关注率要达到100%。": ["register-return"],
    "参训干部必须进群。": ["join-group"],
    "党员干部坚持每天打卡。": ["clock-in"],
    "工作人员学习时长每周不少于3小时。": ["learning-hours"],
    "干部职工网上培训实行每日签到。": ["daily-register"],
    "网上培训未打卡的，名单报市局，并公开通报。": ["absence-report", "public-naming"],
    "对干部在平台上的学习积分按月公布。": ["points-ranking"],
    "各站要坚持登录平台，每天登录不少于一次。": ["forced-login", "forced-login"],
    "转发次数每人不少于10次。": ["likes-and-shares"],
    "每日学习后将截图上传工作群。": ["needless-traces"],
    "把海报推送到每户群众的手机。": ["push-to-phones"],
    "各镇要建立村级微信群。": ["make-groups"],
    "各站每日上报进度。": ["daily-report"],
    "疫情期间各站每日17时前将人数报送市局。": ["daily-report"],
    "我局决定开展书香村创建活动。": ["creation-activity"],
    "对前十名授予示范站称号。": ["plaques"],
    "对先进站予以表彰。": ["commendation"],
    "各镇要开发便民小程序。": ["township-app"],
}

EXCUSED = [
    "不得要求统一打卡。",
    "严禁强制注册，以及统一打卡。",
    "统一打卡等做法一律取消。",
    "坚决整治打卡签到等形式主义。",
    "去年以来落实每日上报，取得了成效。",
    "根据《县级创建活动管理办法》开展工作。",
    "防汛应急期间各站每日17时前报送水情，至6月30日止。",
    "台风响应期间每日上报，解除后即停。",
    "经市政府批准，开展文明村创建活动。",
    "由县人民政府予以表彰。",
    "4月15日报告会照常举行。",
    "游客每日打卡景点可得纪念章。",
    "企业注册情况按月报送统计局。",
    "现将通知转发给你们。",
    "对进馆读者每日登记体温。",
]


def words_of(flags: list[Flag]) -> list[tuple[str, str]]:
    return [(flag.rule, flag.quote) for flag in flags]


def flagged(text: str, **given: object) -> list[Flag]:
    return flags_of([], text, today=TODAY, issued=None, **given)  # type: ignore[arg-type]


def test_the_hengyang_notice_on_its_exact_words() -> None:
    assert words_of(FLAGS) == [(rule, words) for rule, _, words in EXPECTED]
    assert [HENGYANG[flag.start : flag.end] for flag in FLAGS] == [flag.quote for flag in FLAGS]


def test_each_flag_stands_in_its_clause() -> None:
    around = [
        [clause.position for clause in READING.clauses if clause.start <= flag.start < clause.end] for flag in FLAGS
    ]
    assert [[flag.position] for flag in FLAGS] == around
    assert [flag.position.split("-")[0] for flag in FLAGS[:15]] == [place for _, place, _ in EXPECTED[:15]]


def test_none_of_it_was_forbidden_in_february_2020() -> None:
    assert rules_in_force(ISSUED) == ()
    assert {(flag.applies_now, flag.applied_then, flag.documents_then) for flag in FLAGS} == {(True, False, ())}
    assert all(flag.documents_now for flag in FLAGS)


def test_seen_in_2020_nothing_is_flagged() -> None:
    assert flags_of(READING, HENGYANG, today=ISSUED, issued=ISSUED) == []


def test_which_document_says_so_now_and_said_so_then() -> None:
    (flag,) = flags_of([], "各站统一打卡。", today=TODAY, issued=date(2025, 1, 1))
    assert [document.slug for document in flag.documents_now] == [
        "government-apps-2026",
        "burden-rules-2024",
        "fingertip-opinion-2023",
    ]
    assert [document.slug for document in flag.documents_then] == ["burden-rules-2024", "fingertip-opinion-2023"]
    assert (flag.applies_now, flag.applied_then) == (True, True)


def test_without_a_date_nothing_is_said_of_then() -> None:
    (flag,) = flagged("各站统一打卡。")
    assert (flag.applied_then, flag.documents_then) == (None, ())


def test_a_rule_of_the_notices_day_that_is_not_yet_one_today() -> None:
    (flag,) = flags_of([], "各镇要开发便民小程序。", today=date(2025, 1, 1), issued=TODAY)
    assert (flag.applies_now, flag.applied_then) == (False, True)


FIRST_DAYS = [
    # day, rules in force that were not the day before
    (date(2022, 4, 20), {"creation-activity", "plaques", "commendation"}),
    (
        date(2023, 12, 31),
        {
            "register-everyone", "register-return", "join-group", "clock-in", "learning-hours", "daily-register",
            "absence-report", "public-naming", "points-ranking", "forced-login", "likes-and-shares",
            "needless-traces", "push-to-phones", "make-groups",
        },
    ),
    (date(2024, 8, 6), {"daily-report"}),
    (date(2026, 1, 25), {"township-app"}),
]  # fmt: skip


@pytest.mark.parametrize(("day", "new"), FIRST_DAYS)
def test_when_rules_began(day: date, new: set[str]) -> None:
    before = {rule.slug for rule in rules_in_force(day.fromordinal(day.toordinal() - 1))}
    assert {rule.slug for rule in rules_in_force(day)} - before == new


def test_today_every_rule_holds() -> None:
    assert rules_in_force(TODAY) == all_rules()


@pytest.mark.parametrize("text", [PLAIN_BY_THE_SEA, PLAIN_IN_THE_HILLS, INVENTED])
def test_a_plain_notice_has_no_flag(text: str) -> None:
    reading = read(text)
    flags = flags_of(reading, text, today=TODAY, issued=reading.head.issued_on)
    assert words_of(flags) == []


@pytest.mark.parametrize("wording", ORDERED)
def test_what_is_flagged(wording: str) -> None:
    assert [flag.rule for flag in flagged(wording)] == ORDERED[wording]


@pytest.mark.parametrize("wording", EXCUSED)
def test_what_is_not(wording: str) -> None:
    assert words_of(flagged(wording)) == []


ISSUERS = {
    "衡阳市文化旅游广电体育局": ["creation-activity"],
    "雁峰区教育局": ["creation-activity"],
    "衡阳市人民政府": [],
    "湖南省文化和旅游厅": [],
    "中共衡阳市委办公室": [],
    "": ["creation-activity"],
}


@pytest.mark.parametrize("issuer", ISSUERS)
def test_a_creation_scheme_is_for_governments(issuer: str) -> None:
    flags = flagged("决定开展书香村创建活动。", issuer=issuer)
    assert [flag.rule for flag in flags] == ISSUERS[issuer]


def test_both_scripts_are_flagged_alike() -> None:
    simple = OpenCC("t2s").convert(HENGYANG)
    again = OpenCC("s2t").convert(simple)
    for text in (simple, again):
        spans = [(f.rule, f.start, f.end) for f in flags_of([], text, today=TODAY, issued=ISSUED)]
        assert spans == [(f.rule, f.start, f.end) for f in FLAGS]


def test_a_long_text_is_flagged_throughout() -> None:
    """A repeated notice gives its flags again and again, in one sentence as well."""
    times = 40
    flags = flags_of([], HENGYANG * times, today=TODAY, issued=ISSUED)
    assert len(flags) == times * len(FLAGS)
    assert len(flagged("各站统一打卡，抓好落实，" * 5000)) == 5000


PIECES = [
    "统一打卡", "不得", "，", "。", "\n", "《", "》", "每日", "上报", "全员注册", "推送到", "手机", "建立", "微信群",
    "創建活動", "開展", "授予", "稱號", "疫情", "至6月1日", "要", "\u3000", "😀", "\ud800", "\x00", "(", "𠮷", "1", "",
]  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=60))
def test_no_text_breaks_it_and_spans_are_exact(pieces: list[str]) -> None:
    text = "".join(pieces)
    flags = flagged(text)
    assert [text[flag.start : flag.end] for flag in flags] == [flag.quote for flag in flags]
    assert flags == sorted(flags, key=lambda flag: (flag.start, flag.end, flag.rule))
    assert all(flag.quote for flag in flags)


def test_an_empty_text_has_no_flags() -> None:
    assert flagged("") == []
