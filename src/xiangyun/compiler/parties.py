"""Who is to act: the names at the front of a piece, and whether a name means the issuer itself."""

import re
from collections.abc import Iterator

MAX_SUBJECT = 60
MAX_NAME = 30

HEADS = (
    r"(?:局|厅|委|办|馆|站|中心|单位|部门|学校|政府|党委|公司|企业|机构|场所|场馆|院所|医院|学院|书院|剧院|所|科|股|处|室|司|协会|学会|委员会|社"
    r"|团队|剧团|队|街道|社区|县|市|区|州|盟|旗|乡镇|乡|镇|村|班|班级|师生|老师|教师|学生|家长|人员|人|高校|各地|地|负责人|员|者|组|团|基地|园|校|级)"
)
# A name does not begin with a verb or a preposition.
_NO_NAME = r"(?!继续|认真|促使|促进|指导|督促|加强|对|组织|通过|把|将|以|为|从|与|和|使|让|要|向|到|由|在|于)"
_NAME = re.compile(rf"{_NO_NAME}[^、,。;:]{{0,{MAX_NAME}}}{HEADS}(?:\([^()]{{1,12}}\))?(?:等)?$")
_OPENING = re.compile(
    r"(?:同时|此外|另外|当前|下一步|原则上|其中|并且|并|现|特|因此|为此|今后|请|由|要求|其|对于|凡|届时|上午|下午|\d{1,2}:\d\d|抗疫期间|前|[,\s])+"
)
_MODAL = re.compile(
    r"(?<![重主需必只首不])要(?!求)|应当|(?<![响适相对供])应(?![急用对])|必须|(?<![供])需|须|务必|负责|(?<![^局厅委科站馆])将|于(?=\d|每|本|下|年|第)|由|在|依据|依照|按照?|根据"
    r"|牵头|组织|结合|可以|可(?!持)|不得|每(?=年|月|人|项|季|周)|作为|对(?!于)|委托|各(?=完成|建|推|报|选|举|安)|立即|及时|认真|积极|定期|切实|严格|准时|审核|填写|录制|参加|上报|报送|提交|一律|加强|开展|完成|做好|至少|制定"
)
_FIRST = re.compile(
    rf"(?:各地(?:区)?各(?:单位|部门)|各地|各单位|各部门|各县\(?市、?区?\)?区?(?:文旅\(广\)体局)?|[各每][^,、的要于将应须]{{1,14}}?{HEADS}(?:\([^()]{{1,8}}\)[局馆站]?)?"
    # A class of venues: 乡镇(街道)综合文化站(村中心).
    r"|[^,、的要于将应须()]{0,6}(?:\([^()]{1,6}\))?[^,、的要于将应须()]{0,8}(?:站|馆|中心)\([^()]{1,8}\))"
)
_BY = re.compile(
    rf"(?:由|(?<!申)请|要求)(?P<names>[^,。;:由请]{{2,{MAX_SUBJECT}}}?{HEADS}(?:\([^()]{{1,12}}\))?)(?=牵头|负责|组织|委托|上报|报送|汇总|统一|审核|于|在|每|按|将|进行|承担|办理)"
)
_DIRECTED = re.compile(
    r"(?:指导|督促|组织)(?P<names>(?:所属|各|辖区)[^,。;:]{1,20}?(?:场馆|单位|部门|站|馆|中心|学校|企业|局))"
)
_LISTED = re.compile(
    r"^对[^,。;]{0,40}?的(?P<names>[^,。;的、]{2,12}(?:馆|站|中心|局|院|所)(?:、[^,。;的、]{2,12}(?:馆|站|中心|局|院|所))+)等"
)
_SPLIT = re.compile(r"、|,|(?<=[\u4e00-\u9fff)])(?:和|及|与|以及)(?=各|市|县|区|省|有关|全)")
_PAIRED = re.compile(r"(各地区?)(各(?:单位|部门))")
_SELF = re.compile(r"(?:我|本)(?:局|厅|委|办|市|省|区|县|部|司|馆|会|校)")


def names_in(text: str, folded: str, start: int, end: int) -> list[str]:
    """The names in a list of names, as the text writes them; commas inside brackets do not part."""
    names = []
    for first, last in _parts(folded, start, end):
        paired = _PAIRED.fullmatch(folded, first, last)
        spans = [paired.span(1), paired.span(2)] if paired else [(first, last)]
        names += [text[a:b].strip() for a, b in spans if text[a:b].strip()]
    return names


def subject_in(text: str, folded: str, start: int, end: int) -> list[str]:
    """The parties at the front of a piece, after words of time and order; empty if it has none."""
    if found := _LISTED.match(folded[start:end]):
        return names_in(text, folded, start + found.start("names"), start + found.end("names"))
    first = start
    if opening := _OPENING.match(folded, start, end):
        first = opening.end()
    names = _before_modal(text, folded, first, end) or _marked(text, folded, start, end)
    if found := _DIRECTED.search(folded, start, end):
        names = [*names, text[found.start("names") : found.end("names")]]
    return names


def is_issuer(name: str, issuer: str) -> bool:
    """Whether a folded name means the issuer or a section of it: 我局, 市局, 市文旅广体局公共服务科."""
    if _SELF.match(name):
        return True
    if not issuer:
        return False
    last = issuer[-1]
    head = name[: name.index(last) + 1] if last in name else ""
    if not head or name[0] in "各每":
        return False
    if len(head) == 2:  # 市局: a level and the kind of body
        return head[0] in issuer
    rest = iter(issuer)
    return all(char in rest for char in head)


def _before_modal(text: str, folded: str, start: int, end: int) -> list[str]:
    modal = _MODAL.search(folded, start, min(end, start + MAX_SUBJECT + 2))
    if modal is None or modal.start() == start:
        return []
    parts = list(_parts(folded, start, modal.start()))
    if parts and all(_NAME.match(folded[first:last].strip()) for first, last in parts):
        return names_in(text, folded, start, modal.start())
    return []


def _marked(text: str, folded: str, start: int, end: int) -> list[str]:
    """Parties marked otherwise: "由…牵头", or 各… at the very front."""
    if found := _BY.search(folded, start, end):
        return names_in(text, folded, *found.span("names"))
    first = start
    if opening := _OPENING.match(folded, start, end):
        first = opening.end()
    if found := _FIRST.match(folded, first, end):
        return names_in(text, folded, *found.span())
    return []


def _parts(folded: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Spans between the marks that part names."""
    depth, first = 0, start
    for found in re.finditer(r"[()]|" + _SPLIT.pattern, folded[start:end]):
        if found[0] in "()":
            depth += 1 if found[0] == "(" else -1
        elif depth <= 0:
            yield first, start + found.start()
            first = start + found.end()
    yield first, end
