"""Whatever the text: offsets are exact, clauses are in order without overlap, and both scripts read the same."""

from itertools import pairwise

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from opencc import OpenCC

from xiangyun.compiler import Reading, Unreadable, read
from xiangyun.core.folding import fold

LAWS = settings(
    max_examples=200,
    derandomize=True,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow],
)
PARTIES = (
    *("各县市区教育局", "市图书馆、市文化馆", "各单位", "我局", "每校", "调查员", "由市水利局牵头"),
    *("有关企业", "有意申报的老师"),
)
TIMES = (
    *("于4月10日前", "每月5日前", "3月下旬前", "5个工作日内", "在收到通知后3日内", "年底前", "立即", "按季度"),
    *("1月1日至2月30日", "每两周", "汛前"),
)
ACTS = (
    *("报送总结", "完成清淤不少于30处", "上报市局公共服务科", "开展巡查", "提交材料一式3份", "参训率达到95%以上"),
    *("加强领导", "不得迟报"),
)
MARKS = (
    *("，", "。", "；", "：", "\n", "、", "（", "）", "《", "》", "“", "”", "\t", " "),
    *("一、", "（一）", "1.", "①", "一是", "第一条"),
)
LINES = (
    "\n序号\t任务\t责任单位\t完成时限\n",
    "\n1\t修订预案2份\t市水利局\t5月底前\n",
    "\n责任单位：市水利局；完成时限：6月底\n",
    "\n（市水利局牵头，各县区配合）\n",
    *("\n各县区：\n", "\n附件1\n", "\n附件：1.名册\n", "\n某市水利局\n2021年3月1日\n", "现将有关事项通知如下：\n"),
)
WORDS = st.sampled_from(PARTIES + TIMES + ACTS + MARKS + LINES)
texts = st.lists(WORDS | st.text(max_size=3), max_size=60).map("".join)
plain = st.lists(WORDS, max_size=60).map("".join)
TAIL = "。各单位要认真落实有关要求"


def reading_of(text: str) -> Reading | None:
    try:
        return read(text)
    except Unreadable:
        return None


@given(texts)
@LAWS
def test_clauses_are_exact_in_order_and_apart(text: str) -> None:
    reading = reading_of(text + TAIL)
    if reading is None:
        return
    assert all((text + TAIL)[c.start : c.end] == c.quote and c.quote.strip() == c.quote != "" for c in reading.clauses)
    assert all(a.end <= b.start for a, b in pairwise(reading.clauses))
    assert len({c.position for c in reading.clauses}) == len(reading.clauses)


@given(plain)
@LAWS
def test_both_scripts_read_the_same(text: str) -> None:
    simple = text + TAIL
    traditional = OpenCC("s2t").convert(simple)
    if len(traditional) != len(simple) or fold(traditional) != fold(simple):
        return
    assert said(read(simple)) == said(read(traditional))


@given(texts)
@LAWS
def test_a_notice_is_read_the_same_twice(text: str) -> None:
    assert reading_of(text + TAIL) == reading_of(text + TAIL)


def said(reading: Reading) -> list[tuple[object, ...]]:
    return [
        (c.position, c.start, c.end, c.kind, fold(repr((c.responsible, c.due, c.quantity, c.report_to))))
        for c in reading.clauses
    ]
