"""One chain of steps told twice in different orders: which one holds is for a person to decide."""

import re
from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple

from xiangyun.compiler.finding_numbers import Numbered
from xiangyun.compiler.layout import Line, Part
from xiangyun.compiler.values import Finding, Span

SHARED = 3
MAX_CHAINS = 60
MAX_LINE = 240
MAX_SENTENCE = 400
LIST_REACH = 24

_COLLEGE = r"(?:党委|党组|党工委|支部|领导小组|指挥部|办公会|常务会|常委会|政府|委员会|理事会|部务会|局务会)"
_DECIDES = r"(?:研究|审定|审议|同意|批准|审批|讨论)"
# The stems of the steps of a procedure, each by its place in no order: the text itself says the order.
_STEMS = {
    "declare": r"申报|推荐|报名",
    "first_check": r"初审|初评|初核|初选|资格审查|形式审查",
    "approve": rf"(?:(?:报请?|提交|提请|经|由)[^,。;、:的]{{0,10}})?{_COLLEGE}(?:会议)?(?:集体)?{_DECIDES}"
    r"|研究(?:决定|确定|审定)|(?<!核)审定",
    "assess": r"评审|评选|考评|评定|评议|打分|(?<!资格)考核(?!组)",
    "publish": r"公示",
    "honour": r"命名|授牌|挂牌|表彰|授予",
    "inspect": r"检查|暗访|抽查|督查|抽检",
    "rectify": r"整改",
    "accept": r"验收",
}
_STEP = re.compile("|".join(f"(?P<{step}>{stems})" for step, stems in _STEMS.items()))
# A step spoken of, not taken: its outcome, its papers, its rules; "before" it; or one that failed.
_SPOKEN_OF = re.compile(
    r"结果|标准|原则|条件|办法|组(?!织)|材料|资料|表(?!彰)|专家|工作|制度|对象|范围|方案|档案|库|活动|参评|参与|的(?!同时)|者|不合格|不达标|未通过|不通过"
    r"|[^,。;]{0,6}(?:之|以)?前(?!期)"
)
_LOOSE_LIST = re.compile(r"、[^,。;]{0,16}等(?:工作|情况|方面|内容|资料|材料)")
_STOP = re.compile(r"[。;\n]")


class Step(NamedTuple):
    """A step of a procedure where the text has it."""

    name: str
    start: int
    end: int


Chain = list[Step]


def order_findings(text: str, parts: list[Part], runs: list[list[list[Numbered]]]) -> Iterator[Finding]:
    """Pairs of chains that share steps but not their order; `runs` are the numbered items of each part."""
    chains = [chain for part, its in zip(parts, runs, strict=True) for chain in _chains(part, its)][:MAX_CHAINS]
    for one, other in combinations(chains, 2):
        if pair := _inverted(one, other):
            spans = [_span(chain, pair) for chain in (one, other)]
            says = {"one": _told(text, one), "other": _told(text, other)}
            yield Finding("order_conflict", spans, says, must_decide=True)


def _chains(part: Part, runs: list[list[Numbered]]) -> Iterator[Chain]:
    """The chains of a part: items numbered one after the other, and running text."""
    for run in runs:
        if chain := _enumerated(run):
            yield chain
    for line in part.body:
        for start, end in _stretches(line):
            chain = _distinct(_steps(line, start, end))
            if len(chain) >= SHARED and not _is_loose(line, chain):
                yield chain


def _enumerated(run: list[Numbered]) -> Chain:
    """The steps that the headings of a run of items name, and the decisions that their texts hold."""
    headed = [item for item in run if _STEP.search(item.heading)]
    if len(headed) < SHARED or 2 * len(headed) < len(run):
        return []
    steps: Chain = []
    for item in headed:
        first, last = item.start - item.line.start, item.end - item.line.start
        steps += _found(item.line, first, last)
        steps += [step for step in _steps(item.line, last, len(item.line.text)) if step.name == "approve"]
    return _distinct(iter(steps))


def _stretches(line: Line) -> Iterator[tuple[int, int]]:
    """A short line as a whole, a long one sentence by sentence."""
    if len(line.text) <= MAX_LINE:
        yield 0, len(line.text)
        return
    first = 0
    for stop in [*(found.end() for found in _STOP.finditer(line.text)), len(line.text)]:
        if stop - first <= MAX_SENTENCE:
            yield first, stop
        first = stop


def _found(line: Line, start: int, end: int) -> Iterator[Step]:
    for found in _STEP.finditer(line.text, start, end):
        yield Step(found.lastgroup or "", line.start + found.start(), line.start + found.end())


def _steps(line: Line, start: int, end: int) -> Iterator[Step]:
    """The steps that a stretch takes, without those it only speaks of."""
    for step in _found(line, start, end):
        if not _SPOKEN_OF.match(line.text, step.end - line.start, end):
            yield step


def _distinct(steps: Iterator[Step]) -> Chain:
    """Each step once, where it comes first."""
    chain: dict[str, Step] = {}
    for step in steps:
        chain.setdefault(step.name, step)
    return list(chain.values())


def _is_loose(line: Line, chain: Chain) -> bool:
    """Whether the steps are only listed as kinds of work ("…、…等工作")."""
    first, last = chain[0].start - line.start, chain[-1].end - line.start
    return _LOOSE_LIST.search(line.text, first, last + LIST_REACH) is not None


def _inverted(one: Chain, other: Chain) -> tuple[str, str] | None:
    """The first two steps that stand in one order here and in the other there."""
    places = {step.name: n for n, step in enumerate(other)}
    shared = [step.name for step in one if step.name in places]
    if len(shared) < SHARED:
        return None
    return next(((a, b) for a, b in combinations(shared, 2) if places[a] > places[b]), None)


def _span(chain: Chain, pair: tuple[str, str]) -> Span:
    both = [step for step in chain if step.name in pair]
    return Span(both[0].start, both[-1].end)


def _told(text: str, chain: Chain) -> str:
    return " → ".join(text[step.start : step.end] for step in chain)
