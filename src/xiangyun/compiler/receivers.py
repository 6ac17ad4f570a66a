"""Who is reported to: the receiver of reports, lists and papers, and whether a piece asks for a report at all."""

import re

_BODY = (
    r"(?:科|局|厅|办公室|办|部|委员会|党委|委|政府|中心|所|单位|平台|邮箱|信箱|处|股|室|司|馆|组"
    r"|群(?!众)|站|会|校|教育局|公司|院)"
)
_VERB = r"(?:上报|报送|呈报|报备|报告|汇报|报|提交|递交|反馈|申报)"
_TO = re.compile(
    rf"(?:{_VERB}(?:给|至|到|往)?|(?:发送|发|交|上传|传|送|寄|投|推送)(?:给|至|到))(?P<to>[^,。;:、()《》至到]{{0,22}}?{_BODY}(?:[^,。;:、()《》的]{{1,14}}{_BODY})?)"
    r"(?![\u4e00-\u9fff]{0,3}(?:的|建设|工作|情况|机制|制度))"
)
_TOWARDS = re.compile(
    rf"向(?P<to>[^,。;:向]{{1,24}}?{_BODY})(?:及时)?(?:报告|上报|报送|申报|提交|报备|汇报|反馈|申请|备案)"
)
_STATED = re.compile(rf"(?:申报|受理|报送|接收)(?:科室|单位|部门)(?:为|:)(?P<to>[^,。;:]{{1,24}}{_BODY})")
_APPROVED = re.compile(rf"(?:报请|报经|报)(?P<to>[^,。;:报]{{1,20}}?{_BODY})(?=同意|批准|研究|审批|审定|备案|审核)")
_REPORT = re.compile(r"(?<!填)(?:上报(?!传)|报送|报备|呈报|提交|报告(?=制度)|报[^,。;]{0,20}备案)")
_PATTERNS = (_STATED, _APPROVED, _TOWARDS, _TO)
_OFFICIAL = re.compile(r"[市省县区镇州局厅委科办部校本上我当推所国指有]|主管|各|组委|活动")


def receiver_in(text: str, folded: str, start: int, end: int) -> str | None:
    """The receiver as the text names it; None if the piece hands nothing in or names nobody."""
    for pattern in _PATTERNS:
        found = pattern.search(folded, start, end)
        if found and (pattern is not _TO or _OFFICIAL.search(found["to"])):
            return text[found.start("to") : found.end("to")].strip()
    return None


def asks_report(folded: str, start: int, end: int) -> bool:
    """Whether a piece has a word of reporting, with or without a receiver."""
    return _REPORT.search(folded, start, end) is not None
