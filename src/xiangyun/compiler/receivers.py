"""Who is reported to: the receiver of reports, lists and papers, and whether a piece asks for a report at all."""

import re

from xiangyun.compiler.words import HEADS, VERBS

MAX_RECEIVER = 36

_HEADS = rf"(?:{HEADS}|邮箱|信箱|平台|系统|栏目组|群(?![众体])|网站|领导|仓库|指定地[点址]|窗口|专柜)"
_BRACKET = r"(?:\((?:[^()见附]{0,10}(?:处|科|局|馆|室|中心|部|广|区|办|乡|街道|州、地|市、区|、区|社区))\))?"
_REPORTS = (
    r"(?:上报|报送|呈报|报备|汇报|函告|预报(?=给|送|至)|提交|递交|呈送|反馈|(?<!工作|总结|调研|自查|分析|评估|检查)报告|速报|补报|续报"
    r"|直报|填报|备案|(?<![简海捷预测墙板晚举公通])报(?!名|道|刊|社|表"
    r"|到|酬|废|价|考|纸|告|送|备|请|经)|抄送|抄报)"
)
_HANDS = (
    r"(?:上交|递交|移交|寄送|送交|交(?![流通易接警叉办往替费付际响纳待底班])|上传"
    r"|(?<![选派护赠配接遣])送(?![达教医戏温演])|寄(?![宿生托]))"
)
_VERB = (
    rf"(?:{_REPORTS}|(?:发送|发|交|上交|上传|传|(?<![选派护])送|寄送|寄|投|推送|移交|汇总|申报)(?=给|至|到|往)"
    rf"|发(?=[\u4e00-\u9fff]{2, 14}(?:邮箱|信箱|群(?![众体])))"
    rf"|{_HANDS}(?=[\u4e00-\u9fff\"]))"
)
_MAY_HAND_IN = re.compile(r"[报交送寄发传投移汇备馈申受接函说提]")
_GIVES = re.compile(rf"{_VERB}(?:给|至|到|往)?(?:送|报)?")
_TO = re.compile(rf"[^,。;:《》至到\n]{{0,{MAX_RECEIVER}}}")
_ENDS = re.compile(
    rf"(?P<to>(?:[^()]|\([^()]{{1,12}}\)){{0,{MAX_RECEIVER}}}{_HEADS}{_BRACKET})(?=\s*(?:$|[,。;、:〔]|\((?!镇|街道"
    rf"|乡|村|市|区|县|州|社区)"
    rf"|联系|备案|备查|留存|审批|审核"
    rf"|审查|审定|汇总"
    rf"|核准|核定|批准|同意|研究|存档|进行|统一|由|并|后|按|处|电子|公共邮箱|办理|登记|存|用|参赛|参评|展示))"
)
_TOWARDS = re.compile(
    rf"向(?P<to>[^,。;:向]{{1,{MAX_RECEIVER}}}?{_HEADS}{_BRACKET})(?:及时|书面|电话|立即|逐级|如实|第一时间|另行"
    rf"|正式|提前|同步|分别)*"
    rf"(?:{_REPORTS}|申请|申报|说明情况|提供)"
)
_OBJECT_TO = re.compile(
    rf"{_REPORTS}(?!至|到|给)[^,。;:至到]{{2,40}}(?:至|到|给)(?P<to>[^,。;:]{{1,{MAX_RECEIVER}}}?{_HEADS}{_BRACKET})(?=$|[,。;(])"
)
_STATED = re.compile(rf"(?:申报|受理|报送|接收)(?:科室|单位|部门|地点|邮箱)(?:为|:)(?P<to>[^,。;:]{{1,24}}{_HEADS})")
_APPROVED = re.compile(
    rf"(?:报请|报经|报(?![送备告]))(?P<to>[^,。;:报]{{1,24}}?{_HEADS}{_BRACKET})(?=同意|批准|研究(?![室所院会中])"
    rf"|审批|审定|备案|审核|核准|核定)"
)
_REPORT = re.compile(
    r"(?<!填)(?:上报(?!传|的)|报送(?!的|单位|时间|内容|要求|范围|方式|渠道|工作|格式|质量|程序|流程|口径|时限|制度"
    r"|材料要)|报备|呈报|提交(?!的)|续报|补报"
    r"|速报|(?<!调查|检测|检查|总结|分析|评估|调研|自查|工作|评价|审计)报告(?=制度|$|一次|情况)|(?:随时|及时|立即|第一时间|逐级|电话|书面|如实|零)报告|报[^,。;]{0,20}备案)"
)
_OFFICIAL = re.compile(
    r"[市省县区镇州局厅委科办部校本上我当推所国指有]|股|处|室|主管|各|组委|活动|学院|大学|中心|平台|系统|邮箱|总"
    r"|公司|会|乡"
    r"|村|馆|群"
)
_KIND_OF_BODY = re.compile(r"[\u4e00-\u9fff]{2,4}(?:单位|部门|机构|学校|科室)")
_NO_RECEIVER = re.compile(
    rf"^(?!指定)(?:{VERBS})|^[和及与等并]|^本(?:地区|部门|辖区|系统|行业)|\d[处所家户个]$|^(?:的|了|材料|情况|名单|方案|工作|信息|数据|表|总结|一份"
    rf"|书面|电子)"
    rf"|的(?![^的]{{0,6}}(?:邮箱"
    rf"|平台|系统|地址|地点|单位|部门|机构)$)"
)


def receiver_in(text: str, folded: str, start: int, end: int) -> str | None:
    """The receiver as the text names it; None if the piece hands nothing in or names nobody."""
    if not _MAY_HAND_IN.search(folded, start, end):
        return None
    for pattern in (_STATED, _APPROVED, _TOWARDS, _OBJECT_TO):
        if found := pattern.search(folded, start, end):
            return text[found.start("to") : found.end("to")].strip()
    return _given(text, folded, start, end)


def _given(text: str, folded: str, start: int, end: int) -> str | None:
    """The name behind the last verb of handing in that has one: "通过平台报省局", "送至各教育局"."""
    receiver = None
    for verb in _GIVES.finditer(folded, start, end):
        reach = _TO.match(folded, verb.end(), end)
        named = _ENDS.match(folded, verb.end(), reach.end()) if reach else None
        if named and _is_receiver(named["to"]):
            receiver = text[named.start("to") : named.end("to")].strip()
    return receiver


def _is_receiver(name: str) -> bool:
    if name.count("、") > 1:
        return False
    if _KIND_OF_BODY.fullmatch(name):
        return True
    return _OFFICIAL.search(name) is not None and not _NO_RECEIVER.search(name)


def asks_report(folded: str, start: int, end: int) -> bool:
    """Whether a piece has a word of reporting, with or without a receiver."""
    return _REPORT.search(folded, start, end) is not None
