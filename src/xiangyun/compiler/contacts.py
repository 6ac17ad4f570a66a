"""Persons, telephones, mail addresses and chat groups in a notice: where they stand, so that pages can mask them."""

import re
from collections.abc import Iterator

from xiangyun.compiler.values import Span

# Surnames by frequency (common knowledge of Chinese names); compound ones apart.
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔"
    "钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤旷欧阮单祁甘匡柳岳"
    "尚凌易常温康施文牛樊葛邢安齐伍庞颜倪庄聂章鲁殷詹申"
)
_HAN = r"[\u4e00-\u9fff]"
_NAME = rf"(?:欧阳|上官|司马|诸葛|[{_SURNAMES}]) {{0,2}}{_HAN}(?: {{0,2}}{_HAN})?(?:同志|老师|先生|女士)?"
_GAP = " {0,4}"
_TEL = (
    rf"(?:(?:办公|联{_GAP}系|咨询|值班|举报|监督|固定)?{_GAP}电{_GAP}话|传{_GAP}真|手{_GAP}机(?:号码?)?|联系方式|热线"
    r"|[Tt][Ee][Ll]|[Ff][Aa][Xx])"
)
_MAIL = rf"(?:邮{_GAP}箱|信箱|电子邮件|[Ee]-?[Mm]ail)(?:地址)?"
_CHAT = r"(?:[Qq]{2}|微信|钉钉|工作|交流)(?:工作|交流)?群?(?:群?号码?|名称?)?"
_PERSON = rf"(?:联{_GAP}(?:系|络){_GAP}人|咨询人|经办人|接收人|收件人|联络员|报名人?联系人)"
_LABEL = rf"(?:{_PERSON}|{_TEL}|{_MAIL}|{_CHAT})(?:\([^()\n]{{1,12}}\))?(?:[及和、/](?:{_PERSON}|{_TEL}))?"
_LABELLED = re.compile(rf"(?P<label>{_LABEL}){_GAP}[:为]{_GAP}\n?{_GAP}(?P<value>[^。;\n]{{2,160}})")
_NEXT_LABEL = re.compile(rf"\s*[,、(]?\s*{_LABEL}\s*[:为]")
_ANOTHER = re.compile(r"\s*(?:转?[\d\-/、 ()*＊]{3,}|[\w.+-]+[@＠][\w.-]+)\s*\Z")
_PERSONAL = re.compile(_PERSON)
_GROUP = re.compile(_CHAT)
_DATUM = re.compile(r"\d{5}|\d{3,4}-\d{3}|[@＠]|＊|\*\*")
_IS_NAME = re.compile(rf"(?:{_NAME}|[＊*]{{2,}}|[某XxX×]{{2,}})(?=[\s、,()\d/]|$)")
_SHORT_NAME = re.compile(r"[\u4e00-\u9fff·]{2,4}")
_GROUP_NAME = re.compile(r"[\"A-Za-z0-9_\u4e00-\u9fff-]{2,30}\Z")

# Telephones: a mobile, an area code with its number, a service number; mail; all wherever they stand.
_NUMBER = re.compile(
    r"(?<![\d.])(?:\+?86[- ]?)?(?:1[3-9]\d[- ]?\d{4}[- ]?\d{4}|(?:\(0\d{2,3}\)|0\d{2,3})[- ]{0,3}\d{7,8}"
    r"|[48]00[- ]?\d{3,4}[- ]?\d{3,4})"
    r"(?:(?:[/、]|转|-)\d{1,8}){0,4}(?!\d|元|万)"
)
_ADDRESS = re.compile(r"[A-Za-z0-9_+-][\w.+-]{0,63}[@＠][A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}", re.ASCII)
_ACCOUNT = re.compile(
    r"(?:[Qq]{2}|微信|钉钉)(?:工作|交流)?群?(?:号码?)?[ :(\"]{0,3}(?P<id>\d{6,12}|[A-Za-z][\w-]{5,19}(?![\w.]))",
    re.ASCII,
)
# A name right before a number: "张三 138…", "(张三,电话…)"; or in another cell of its row.
_BEFORE = re.compile(
    rf"(?:(?<![\u4e00-\u9fff])|(?<=[与和及找由向系]))({_NAME})(?=[ ,:(\t]{{0,4}}(?:{_TEL})?[ :(]{{0,3}}\Z)"
)
_CELL = re.compile(
    rf"(?:(?<=\t)|(?<=\n)) *(?![^\t]{{0,5}}[局厅委办科处馆站所院校部会室社队县市区镇乡村] *\t)({_NAME}) *(?=\t)"
)
REACH = 24


def contacts_in(folded: str) -> list[Span]:
    """Where contact data stand, the values only and not "联系人:"; in the order of the text, without overlap."""
    found = sorted((*_labelled(folded), *_numbers(folded)))
    merged: list[tuple[int, int]] = []
    for start, end in found:
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return [Span(start, end) for start, end in merged]


def _labelled(folded: str) -> Iterator[tuple[int, int]]:
    """The values behind a label; where several labels share a line each value ends at the next label."""
    at = 0
    while found := _LABELLED.search(folded, at):
        start, value = found.start("value"), found["value"]
        if follows := _NEXT_LABEL.search(value):
            value = value[: follows.start()]
        at = max(found.end("label"), start + len(value))
        value = _cut(value).rstrip(" \t,、(")
        if value.endswith(")") and "(" not in value:
            value = value[:-1]
        if _holds_datum(found["label"], value):
            yield start, start + len(value)


def _cut(value: str) -> str:
    """Up to the first comma, on through commas that part further numbers."""
    first, *others = value.split(",")
    length = len(first)
    for other in others:
        if not _ANOTHER.match(other) and not _IS_NAME.match(other.strip()):
            break
        length += 1 + len(other)
    return value[:length]


def _holds_datum(label: str, value: str) -> bool:
    if _PERSONAL.search(label):
        return bool(_IS_NAME.search(value) or _DATUM.search(value) or _SHORT_NAME.fullmatch(value))
    if _GROUP.match(label) and _GROUP_NAME.match(value.strip()):
        return True
    return _DATUM.search(value) is not None


def _numbers(folded: str) -> Iterator[tuple[int, int]]:
    """Numbers and addresses wherever they stand, with the name in front or in the same row of a table."""
    row_end = 0
    for pattern in (_NUMBER, _ADDRESS):
        for found in pattern.finditer(folded):
            yield found.span()
            first = max(0, found.start() - REACH, folded.rfind("\n", 0, found.start()) + 1)
            if before := _BEFORE.search(folded, first, found.start()):
                yield before.span(1)
            if pattern is _NUMBER and found.start() >= row_end:
                row = folded.rfind("\n", 0, found.start()) + 1
                row_end = folded.find("\n", found.end())
                row_end = len(folded) if row_end < 0 else row_end
                yield from (cell.span(1) for cell in _CELL.finditer(folded, row, row_end))
    for found in _ACCOUNT.finditer(folded):
        yield found.span("id")
