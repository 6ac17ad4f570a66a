"""What a clause asks to be handed in or kept as proof, by its own words."""

import re

from msgspec.structs import replace

from xiangyun.compiler.values import ClauseDraft, Evidence

_KINDS_OF_CLAUSE = ("duty", "requirement")

_HANDS_IN = re.compile(
    r"上报|报送|呈报|报备|填报|汇报|提交|递交|上交|上传|报告(?!制度)|提供|附(?!件|近|属|后)|备案|发送|反馈|申报|填写|录制|撰写|形成"
    r"|(?:发|传|交|送|寄|推送)(?:给|至|到)|(?<![申填汇预])报(?![名道纸刊社警]|告制度)"
)
_KEEPS = re.compile(r"建立|健全|留存|留痕|保存|存档|归档|拍照|拍摄|登记|记录|做好|备查|录像")
_PICTURED = re.compile(r"留存|留痕|保存|存档|归档|拍照|拍摄|备查|录像")
# Papers named as a rule to go by are not asked for: "按照《…方案》要求", "根据通知精神".
_RULE = re.compile(
    r"(?:按照?|依据|依照|根据|参照|遵照|对照|贯彻|落实|执行)"
    r"(?:《[^《》\n]{1,80}》|[^,。;:、《》\n]{0,30}?(?:方案|计划|文件|通知|规划|意见|办法|清单))"
    r"(?:\([^()]{0,40}\))?(?:的?(?:要求|规定|精神|部署|标准|安排))?"
)
_HANDED = r"(?:上报|报送|报告|汇报|反馈|报[市省县区州我局厅部至给])"


def _words(*alternatives: str) -> re.Pattern[str]:
    return re.compile("|".join(alternatives))


_ASKED: dict[Evidence, re.Pattern[str]] = {
    "photo": _words("照片", "图片", "拍照", "截图", "截屏", "影像", "相片", "原图"),
    "video": _words("视频(?!会议)", "录像", "录屏", "影像", "短片"),
    "summary": _words(
        "总结", "小结", "汇报材料", "(?:情况|进展)(?:汇报|报告|说明)",
        "(?:工作|自查|调查|调研|评估|整改|检查|分析|专题|书面|述职|完成)报告",
        rf"情况(?=[^,。;、的]{{0,16}}{_HANDED})", rf"{_HANDED}[^,。;、]{{0,12}}情况(?!统计)",
    ),
    "figures": _words(
        "报表", "统计(?:表|数)", "数据(?!库)", "数字(?![化文资服阅图经])", "进度(?!安排)",
        r"(?<!作)[日周旬月季]报(?=[表,。;、]|$)",
    ),
    "list": _words("名单", "花名册", "名册", "清单", "目录", "名录"),
    "form": _words(
        "(?:申请|申报|登记|报名|汇总|推荐|审批|信息|调查|评分|评审|明细|一览|自查|情况|任务|审核|反馈|确认|签到|采集|备案)表",
        "表格", r"(?<![图发代外报计])表(?=[》\"()]|$|[,、。;]|一式|[报送交及和])", "申[请报]书",
    ),
    "ledger": _words(
        "台账(?!管理)", "档案(?![局馆法管])", "记录(?!片)", "登记(?:制度|簿|册)", "日志", "登记(?=[,。]|$)",
    ),
    "plan": _words("方案", "计划", "预案"),
    "link": _words("链接(?![到上至端成])", "网址", "二维码"),
    "document": _words(
        "文件", "证明", "证书", "复印件", "协议", "合同", "材料", "资料", "发票", "批文", "函件", "承诺书", "责任书",
        "批复",
    ),
    "work": _words("作品", "征文", "稿件", "文稿", "剧本"),
}  # fmt: skip


def with_evidence(clauses: list[ClauseDraft], folded: str) -> list[ClauseDraft]:
    """The clauses, each duty and requirement with the kinds of proof that it asks for."""
    return [
        replace(clause, evidence=evidence_in(folded, clause.start, clause.end))
        if clause.kind in _KINDS_OF_CLAUSE
        else clause
        for clause in clauses
    ]


def evidence_in(folded: str, start: int, end: int) -> list[Evidence]:
    """The kinds of proof asked for between two places, in the order of the words; none where nothing is handed in."""
    said = _RULE.sub(lambda rule: " " * len(rule[0]), folded[start:end])
    asked = {kind: found.start() for kind, words in _ASKED.items() if (found := words.search(said))}
    if not _HANDS_IN.search(said):
        pictured = {"photo", "video"} if _PICTURED.search(said) else set()
        kept = {"ledger"} if _KEEPS.search(said) else set()
        asked = {kind: at for kind, at in asked.items() if kind in pictured | kept}
    return sorted(asked, key=lambda kind: asked[kind])
