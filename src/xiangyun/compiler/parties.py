"""Who is to act: names in front of an act, behind 由 or 督促, and whether a name means the issuer itself."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from xiangyun.compiler.words import (
    ADVERBS,
    HEADS,
    MODALS,
    NAMING_VERBS,
    NO_BODIES,
    NOUN_VERBS,
    PREPOSITIONS,
    STRONG_HEADS,
    TIMES,
    VERBS,
)

MAX_SUBJECT = 60
MAX_NAME = 32
MAX_TOPIC = 12

_BRACKET = r"(?:\([^()\n]{1,12}\)(?:[局馆站校]|体局)?)?"
_END = re.compile(rf"{HEADS}\"?{_BRACKET}等?")
# A verb that goes on as a name (培训机构, 检查组) is none.
_NOT_NAMING = rf"(?!(?:{NAMING_VERBS})(?:机构|单位|人员|部门|中心|小?组|班|局|科|处|室|站|者|员|队|学校|企业))"
_NO_BODY = re.compile(rf"(?:{NO_BODIES})$")
_ACTS = re.compile(
    rf"\s*(?:{MODALS}|{TIMES}|{PREPOSITIONS}|{ADVERBS}|{_NOT_NAMING}(?:{VERBS})(?![率费])"
    rf"|(?:{NOUN_VERBS})(?!(?:[\u4e00-\u9fff]{{0,6}}{STRONG_HEADS}|情况|工作|质量|范围|结果|内容|时间|数据|报告|表"
    rf"|点|费|率|人|者|户|员|体系|制度|能力|系统|平台|水平|标准|资金|项目|对象|[要应须务必])))"
)
_HELPS = re.compile(r"\s*(?:配合|协助|协办|参与|协同|支持|指导)\s*$")
_NEVER_FIRST = re.compile(
    rf"\d+[名位]|{PREPOSITIONS}|{MODALS}|[在于自从让使是无不还为到促争按做由经没]|有(?!关|意|条件|资格)|各?项(?!目)"
    rf"|其中|[()《逐]"
)
_VERB_FIRST = re.compile(rf"(?:{VERBS}|{ADVERBS}|监督(?!管)|组织(?!部)|集中(?!采购)|观看|开|管理|审核)")
_WHO_DOES = re.compile(
    r"(?!组织|安排|集中|降低)[^的]{2,7}(?:单位|部门|机构|人员|者|企业|组|班|员|人|队|户)$|.{2,24}的[^的]{0,4}(?:单位|部门|机构|人员|者"
    r"|企业|学校|个人|城市|老师|教师|学生|同志|地区|县|人)$"
)
# Right behind a name: the name is what is counted, not who acts ("调查员不得少于2人").
_COUNT = re.compile(r"(?:数量?)?(?:不(?:得|能|应)?(?:少|低|多|高|大|小)于|不(?:得|能|应)?超过|至少\d|达到?\d)")
# Each of these is where something is done, not who does it.
_PLACE_ONLY = re.compile(r"每个?(?:行政|自然|样本)?[村户人项处通篇]|每.*[村户]$")
_NO_PART = re.compile(
    r"要求|按[期时]|全部|通知|加盖|份报|报(?=[省市县区上局厅主])|时间|(?<!意)向(?!阳|东|群)|(?:也|都|均)?要(?!素|点"
    r"|闻|求)"
    r"|不少于|不低于|不超过|最[多少高低]|应当|必须|务必|已经?"
    r"|[了是被把须]|(?<![自理])由"
    r"|[于按](?=[\d每本年月])|\d月|情况|工作(?!人员|办|处|部|科|组|队|专班"
    r"|站|委|领导)|的(?![^的]{0,14}$)"
)
_OPENING = re.compile(
    r"(?:同时|此外|另外|当前|下一步|原则上|其中|并且|并|现(?=将|就|把|请|要)|特此|特|因此|为此|今后|届时|最后|首先"
    r"|其次|期间|[上下]午|务?必?请(?!示|求)|要求|责成|希望|希|望|凡是?|对于|由|其|届时|\d{1,2}:\d\d"
    r"|(?!各)[\u4e00-\u9fff]{1,8}期间|前|[,\s])+"
)
_BY = re.compile(r"(?<![自理缘事经])由(?!于|此)")
_URGES = re.compile(
    r"督促|监督(?!管理|检查|员|站|所|局)|指导(?!员|站|意见)|敦促|责成|要求|组织(?=各|所属|辖区|有关|相关"
    r"|[^,。;]{2,14}的)|安排(?=各)|通知(?=各)"
)
_PLAIN = re.compile(
    rf"(?:各|每|所有|全体"
    rf"|凡)[^,。;:、的要于将应须]{{0,14}}?{HEADS}{_BRACKET}(?:[^,。;:、的要于将应须()]{{0,6}}?{STRONG_HEADS}{_BRACKET})?"
)
# Any 各… that a word of order or time follows: 各考点于….
_INNER = re.compile(
    rf"(?<=[\u4e00-\u9fff])(?<!督促|监督|指导|组织|要求|协调|通知|安排"
    rf"|管理)各(?=[\u4e00-\u9fff(、)]{{2,24}}?{HEADS}{_BRACKET}(?:{MODALS}|{TIMES}))"
)
_EACH = re.compile(
    rf"(?:各|每)(?!项|种|类|式|界|方面|环节|阶段|级各|自|[年月日周天季])[\u4e00-\u9fff]{{1,8}}?(?={MODALS}|{TIMES})"
)
_COUNTED = re.compile(
    rf"[^,、的将要应须]{{1,10}}?{STRONG_HEADS}(?=[\u4e00-\u9fff]{{2,14}}(?:不少于|不低于|不超过|不得|达到))"
)
_CLASS = re.compile(
    r"[^,、的要于将应须()]{0,6}(?:\([^()]{1,6}\))?[^,、的要于将应须()]{0,8}(?:站|馆|中心)\([^()]{1,8}\)"
)
_TOPIC_LIST = re.compile(
    r"^对[^,。;]{0,40}?的(?P<names>[^,。;的、]{2,12}(?:馆|站|中心|局|院|所)(?:、[^,。;的、]{2,12}(?:馆|站|中心|局"
    r"|院|所))+)等"
)
_WHOLE = re.compile(r"(?:请|凡|各|每|全体|所有|有关|相关|.{2,30}的)")
# "有意申办…的城市": the clause may itself be a list.
_THOSE_WHO = re.compile(rf"(?:有意|有|凡|未|无|拟|参加|承担|申请|申报)[^,。;]{{2,50}}的[^的,]{{0,6}}{HEADS}")
_WITH_CLAUSE = re.compile(r"(?:有|无|未|凡)[^,]{2,26}的[^的]{1,6}$")
_RIGHT = r"(?=各|市|县|区|省|有关|相关|全|局|乡|镇|本|其他|家|学|教|校|企)"
_SPLIT = re.compile(rf"、|,|(?<=[\u4e00-\u9fff)])(?:和|及|与|以及){_RIGHT}")
_MARKS = re.compile(r"[()]|" + _SPLIT.pattern)
_PAIRED = re.compile(r"(各[^各、,()]{1,6})(各[^各、,()]{1,8})")
_SELF = re.compile(r"(?:我|本)(?:局|厅|委|办|市|省|区|县|部|司|馆|会|校|院|中心)")
_SECTION = re.compile(r"(?:局|厅|委|部|校|院|会|司)(?:党组|党委|党总支|机关|领导|办公室)")


class Found(NamedTuple):
    """Parties as spans of the text, and where the wording that names them ends."""

    spans: list[tuple[int, int]]
    end: int


def names_in(text: str, folded: str, start: int, end: int) -> list[str]:
    """The names in a list of names, as the text writes them; commas inside brackets do not part."""
    names = []
    for first, last in _parts(folded, start, end):
        paired = _PAIRED.fullmatch(folded, first, last)
        spans = [paired.span(1), paired.span(2)] if paired else [(first, last)]
        names += [text[a:b].strip() for a, b in spans if text[a:b].strip()]
    return names


def subject_in(text: str, folded: str, start: int, end: int) -> list[str]:
    """The parties that a piece tells to act; empty if it names none."""
    if found := _TOPIC_LIST.match(folded[start:end]):
        return names_in(text, folded, start + found.start("names"), start + found.end("names"))
    span = _front(folded, start, end) or _behind_by(folded, start, end) or _plain(folded, start, end)
    return names_in(text, folded, *span) if span else []


def urged_in(text: str, folded: str, start: int, end: int) -> list[str]:
    """Those whom the party shall urge or guide, who act beside it: "督促各参赛城市…完成"."""
    for found in _URGES.finditer(folded, start, min(end, start + 4 * MAX_SUBJECT)):
        if span := _acting(folded, found.end(), end):
            return names_in(text, folded, *span)
        if found[0] in ("指导", "督促") and (plain := _PLAIN.match(folded, found.end(), end)):
            return names_in(text, folded, *plain.span())
    return []


def is_name(folded: str, start: int, end: int) -> bool:
    """Whether a stretch is nothing but names of parties."""
    said = folded[start:end].strip()
    return (
        bool(said) and not _PLACE_ONLY.match(said) and _are_names(folded, start, end) and _last_head(folded, end) < end
    )


def is_issuer(name: str, issuer: str) -> bool:
    """Whether a folded name means the issuer or a section of it: 我局, 市局, 局党组, 市文旅广体局公共服务科."""
    if _SELF.match(name) or _SECTION.match(name):
        return True
    if not issuer or not name or name[0] in "各每" or "以外" in name:
        return False
    if (_within(name, issuer) and len(name) > 2) or (len(name) == 2 and name[0] in issuer and name[1] == issuer[-1]):
        return True
    last = issuer[-1]
    plain = name.replace("部门", "")
    head = plain[: plain.index(last) + 1] if last in plain else ""
    return len(head) > 1 and _within(head, issuer)


def _within(name: str, issuer: str) -> bool:
    rest = iter(issuer)
    return all(char in rest for char in name)


def _front(folded: str, start: int, end: int) -> tuple[int, int] | None:
    """Names at the front of a piece that an act, a time or a word of order follows."""
    first = _after_opening(folded, start, end)
    return _acting(folded, first, end) or _whole(folded, start, first, end)


def _after_opening(folded: str, start: int, end: int) -> int:
    opening = _OPENING.match(folded, start, end)
    return opening.end() if opening else start


def _acting(folded: str, first: int, end: int) -> tuple[int, int] | None:
    limit = min(end, first + MAX_SUBJECT)
    for found in _END.finditer(folded, first, limit):
        stop = found.end()
        if (count := _COUNT.match(folded, stop, end)) and (count[0][0] == "人" or folded[first] not in "各每"):
            continue
        if stop < end and _ACTS.match(folded, stop, end) and _are_names(folded, first, stop):
            return None if _HELPS.match(folded, stop, end) else (first, stop)
    return None


def _whole(folded: str, start: int, first: int, end: int) -> tuple[int, int] | None:
    """A piece that is a name and nothing else, told apart by 请, 各 or a clause with 的: "请有意申办的城市,填写…"."""
    if end - first > MAX_SUBJECT or folded[end : end + 1] != ",":
        return None
    if _THOSE_WHO.fullmatch(folded, first, end):
        return (first, end)
    marked = _WHOLE.match(folded, start, end)
    return (first, end) if marked and is_name(folded, first, end) else None


def _last_head(folded: str, end: int) -> int:
    """Where the last word of a name begins that ends right at `end`; `end` if none does."""
    ending = (found for found in _END.finditer(folded, max(0, end - 20), end) if found.end() == end)
    return next((found.start() for found in ending), end)


def _behind_by(folded: str, start: int, end: int) -> tuple[int, int] | None:
    for found in _BY.finditer(folded, start, min(end, start + 4 * MAX_SUBJECT)):
        if span := _acting(folded, found.end(), end):
            return span
    return None


def _plain(folded: str, start: int, end: int) -> tuple[int, int] | None:
    """各… at the very front without an act behind it, or a class of venues."""
    first = _after_opening(folded, start, end)
    if inner := _INNER.search(folded, first, min(end, first + MAX_TOPIC + 30)):
        return _acting(folded, inner.start(), end) if inner.start() - first <= MAX_TOPIC else None
    for pattern in (_PLAIN, _EACH, _COUNTED, _CLASS):
        found = pattern.match(folded, first, end)
        if found and _are_names(folded, *found.span()) and not _HELPS.match(folded, found.end(), end):
            return found.span()
    return None


def _are_names(folded: str, start: int, end: int) -> bool:
    parts = list(_parts(folded, start, end))
    names = [folded[first:last].strip() for first, last in parts]
    loose = len(names) == 1 or names[-1].endswith(("部门", "单位", "等"))
    return all(_is_name(name) and (loose or _last_head(name, len(name)) < len(name)) for name in names)


def _is_name(name: str) -> bool:
    if not 1 < len(name) <= MAX_NAME or _NO_PART.search(name):
        return False
    if _NO_BODY.search(name) or _PLACE_ONLY.match(name):
        return False
    if _WITH_CLAUSE.match(name):
        return True
    return not _NEVER_FIRST.match(name) and (not _VERB_FIRST.match(name) or _WHO_DOES.match(name) is not None)


def _parts(folded: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Spans between the marks that part names."""
    depth, first = 0, start
    for found in _MARKS.finditer(folded, start, end):
        if found[0] in "()":
            depth += 1 if found[0] == "(" else -1
        elif depth <= 0:
            yield first, found.start()
            first = found.end()
    yield first, end
