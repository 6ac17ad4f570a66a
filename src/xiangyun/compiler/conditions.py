"""Words that loosen or bind an order: 原则上, 条件具备时, 有条件的, 可; kept as they stand."""

import re

from msgspec.structs import replace

from xiangyun.compiler.values import ClauseDraft

MOST = 8

_AREA = r"(?:地方|地区|县市区?|乡镇|单位|学校|村|社区|部门|企业|馆|站)?"
_CONDITION = re.compile(
    r"(?:在|对)?(?:具备|有)条件(?:成熟)?(?:的情况下|的前提下|时|后)"
    r"|(?:在)?条件(?:具备|成熟|允许|许可)(?:的情况下|的前提下|的地方|的|时|后)?"
    rf"|(?:鼓励|支持|对|凡)?(?:有|具备|不具备|没有|暂无)条件的{_AREA}"
    r"|原则上|视情况?|酌情|适当|必要时|必要的?情况下"
    r"|(?:根据|结合|按照|依据|从)[^,。;]{0,8}(?:实际(?:情况|需要)?|实情|工作需要)(?:出发)?|因地制宜|量力而行|尽力而为"
    r"|鼓励|提倡|倡导|自愿|尽量|尽可能"
    rf"|确有困难的{_AREA}|(?:确有|如有|若有|遇有|因)特殊(?:情况|原因)的?|如有[^,。;]{{1,12}}(?=,)|[^,。;:]{{1,12}}除外"
    r"|除[^,。;]{1,20}外(?=,)"
    r"|(?<![不认许方才非只仅务宁无])可(?=以|在|由|向|根据|从|按|自行|自主|自愿|直接|选择|选|通过|适当|酌情|采取|采用|结合|视情|不再|不报|用|登录|扫码|联系|申请|参照"
    r"|单独|联合|委托|组织|与|邀请|推荐|申报|延长|提前|推迟|同时|先|使用|利用|安排|将|到|另行|优先|享受|给予|免)以?"
)
_ANY = frozenset({"duty", "requirement", "exhortation", "own_act"})
_MAY = re.compile(r"可以?")


def with_conditions(clauses: list[ClauseDraft], text: str, folded: str) -> list[ClauseDraft]:
    """The clauses, each with its conditions; what is read as a fact keeps only a permission (可), to be decided on."""
    return [_with(clause, conditions_in(text, folded, clause.start, clause.end)) for clause in clauses]


def conditions_in(text: str, folded: str, start: int, end: int) -> list[str]:
    """The words of condition between two places as the text writes them, each once."""
    found = (text[match.start() : match.end()] for match in _CONDITION.finditer(folded, start, end))
    return list(dict.fromkeys(words.strip() for words in found))[:MOST]


def _with(clause: ClauseDraft, conditions: list[str]) -> ClauseDraft:
    if clause.kind not in _ANY:
        conditions = [words for words in conditions if _MAY.fullmatch(words)]
    return replace(clause, conditions=conditions) if conditions else clause
