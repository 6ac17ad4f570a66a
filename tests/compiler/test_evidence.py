"""What a clause asks as proof, and the words that loosen or bind it."""

import pytest
from opencc import OpenCC

from tests.compiler.notices import HENGYANG
from xiangyun.compiler import ClauseDraft, Kind, read
from xiangyun.compiler.conditions import conditions_in, with_conditions
from xiangyun.compiler.evidence import evidence_in, with_evidence
from xiangyun.core.folding import fold

ASKED = {
    "每月5日前报送活动照片和视频": ["photo", "video"],
    "网上业务培训情况由市图书馆上报情况总结": ["summary"],
    "各单位注册情况要于4月10日前上报市局": ["summary"],
    "于12月底前提交自查报告": ["summary"],
    "项目建设进度要按季度报送公共服务科": ["figures"],
    "按月填报统计报表": ["figures"],
    "报送志愿者名单及汇总表": ["list", "form"],
    "填写《推荐表》（一式两份）报县局": ["form"],
    "建立工作台账": ["ledger"],
    "要落实人员培训每日登记制度": ["ledger"],
    "并做好台账资料报备工作": ["ledger", "document"],
    "于3月底前上报实施方案": ["plan"],
    "将作品链接发送至邮箱": ["work", "link"],
    "收集相关佐证材料，于10月初报市局": ["document"],
    "活动现场拍照留存": ["photo"],
    # Only topics, rules and other uses of the words.
    "按照《文化站评选方案》要求办理": [],
    "按照《文化站评选方案》要求报送名单": ["list"],
    "根据上级通知精神上报总结": ["summary"],
    "要加强数字化建设，打造精品作品": [],
    "制定工作方案": [],
    "把平台链接到省厅平台": [],
    "于9月底前完成档案馆建设": [],
    "继续落实疫情日报告制度": [],
    "召开视频会议，做好准备": [],
    "从名单中表彰先进": [],
    "在更换前10个工作日报省局核准": [],
    "对照清单逐项自查，将自查报告报所在地市场监管所": ["summary"],
}


@pytest.mark.parametrize("said", ASKED)
def test_evidence(said: str) -> None:
    assert evidence_in(fold(said), 0, len(said)) == ASKED[said]


CONDITIONS = {
    "条件具备时，各站开放夜场": ["条件具备时"],
    "在条件允许的情况下组织巡演": ["在条件允许的情况下"],
    "有条件的地方建设分馆": ["有条件的地方"],
    "原则上要求于10月底前完工": ["原则上"],
    "无链接端口的可直接发送至平台": ["可"],
    "各单位可以自行安排": ["可以"],
    "视情组织调度，酌情延长": ["视情", "酌情"],
    "要根据本地实际因地制宜开展": ["根据本地实际", "因地制宜"],
    "鼓励各村自愿参加": ["鼓励", "自愿"],
    "除保密岗位外，一律公开": ["除保密岗位外"],
    "法律另有规定的除外": ["法律另有规定的除外"],
    "确有困难的单位应当说明": ["确有困难的单位"],
    "方可通过验收": [],
    "要实现可持续发展，不可推诿，认可度高": [],
    "各站必须于5月底前报送": [],
}


@pytest.mark.parametrize("said", CONDITIONS)
def test_conditions(said: str) -> None:
    assert conditions_in(said, fold(said), 0, len(said)) == CONDITIONS[said]


@pytest.mark.parametrize("said", [*ASKED, *CONDITIONS])
def test_traditional_script_gives_the_same(said: str) -> None:
    other = OpenCC("s2t").convert(said)
    assert evidence_in(fold(other), 0, len(other)) == evidence_in(fold(said), 0, len(said))
    words = [fold(word) for word in conditions_in(other, fold(other), 0, len(other))]
    assert words == [fold(word) for word in conditions_in(said, fold(said), 0, len(said))]


def draft(said: str, kind: Kind) -> ClauseDraft:
    return ClauseDraft("1", 0, len(said), said, kind, "")


PROOF = {"duty": ["list"], "requirement": ["list"], "own_act": [], "exhortation": [], "fact": []}


@pytest.mark.parametrize("kind", PROOF)
def test_only_what_is_ordered_asks_for_proof(kind: Kind) -> None:
    said = "报送名单"
    assert with_evidence([draft(said, kind)], fold(said))[0].evidence == PROOF[kind]


LOOSENED = {"duty": ["原则上", "可"], "exhortation": ["原则上", "可"], "fact": ["可"]}


@pytest.mark.parametrize("kind", LOOSENED)
def test_a_fact_keeps_its_permission_for_the_officer(kind: Kind) -> None:
    said = "原则上可直接发送"
    assert with_conditions([draft(said, kind)], said, fold(said))[0].conditions == LOOSENED[kind]


def test_the_hengyang_notice() -> None:
    asked = {clause.position: clause.evidence for clause in read(HENGYANG).clauses if clause.evidence}
    assert {place: asked.get(place) for place in ("3.4-2-2", "3.5-6", "4.3-6-2", "4.4-5")} == {
        "3.4-2-2": ["figures"],
        "3.5-6": ["summary"],
        "4.3-6-2": ["ledger", "document"],
        "4.4-5": ["document"],
    }
    loosened = {word for clause in read(HENGYANG).clauses for word in clause.conditions}
    assert {"因地制宜", "可", "原則上", "條件具備的情況下", "視情"} <= loosened
