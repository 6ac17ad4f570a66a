"""What is proposed of duties: numbers of each and of all together, units that several duties mean counted once."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import NOON
from tests.notices.hengyang import Hengyang, hengyang, hengyang_tree
from xiangyun.notices.actions.draft_notice import draft_notice
from xiangyun.notices.models import Clause, Notice
from xiangyun.notices.proposals import proposal_of, proposals_for

__all__ = ["hengyang", "hengyang_tree"]

SENTENCES = {  # a duty: what is read of it
    "各县市区文旅广体局7月底前完成旅游厕所不少于7座。": (["各县市区文旅广体局"], (">=", 7)),
    "全市共完成旅游厕所不少于119座。": (["各县市区文旅广体局"], (">=", 119)),
    "四城区、南岳区要完成旅游厕所7座。": (["四城区", "南岳区"], ("==", 7)),
}
EACH, TOGETHER, FIVE = SENTENCES


@pytest.fixture
def notice(hengyang: Hengyang) -> Notice:
    """A draft of the city with these duties and nothing else."""
    made = draft_notice(actor=hengyang.officer(), text="\n".join(SENTENCES), at=NOON)
    made.clauses.all().delete()
    for n, (words, (names, (op, value))) in enumerate(SENTENCES.items()):
        start = made.text.index(words)
        quantity = {"op": op, "value": value, "unit": "座", "of": "旅游厕所"}
        reading = {"responsible": names, "quantity": [quantity]}
        made.clauses.create(
            position=str(n), start=start, end=start + len(words), kind="duty", read_kind="duty", reading=reading
        )
    return made


def duties(notice: Notice) -> list[Clause]:
    return list(notice.clauses.order_by("start"))


def test_a_number_of_all_together_is_proposed_as_a_total(hengyang: Hengyang, notice: Notice) -> None:
    found = proposals_for(hengyang.officer(), notice, duties(notice), NOON).values()
    asked = [(p.who.n, *((q.value, q.is_total, q.selector) for q in p.quotas)) for p in found]
    assert asked == [(12, (7, False, None)), (12, (119, True, None)), (5, (7, False, None))]


def test_each_unit_of_several_duties_counts_once(hengyang: Hengyang, notice: Notice) -> None:
    each, together, five = duties(notice)
    made = proposal_of(hengyang.officer(), notice, [each, together, five], [each, five], NOON)
    assert made.who.n == 12
    assert [quota.clause_uid for quota in made.quotas] == [each.uid, five.uid]
    assert [quota.selector == made.who.definition for quota in made.quotas] == [False, False]


def test_queries_do_not_grow_with_the_duties(hengyang: Hengyang, notice: Notice) -> None:
    officer, clauses = hengyang.officer(), duties(notice)
    numbers = []
    for some in (clauses[:1], clauses):
        with CaptureQueriesContext(connection) as captured:
            proposals_for(officer, notice, some, NOON)
        numbers.append(len(captured))
    with CaptureQueriesContext(connection) as captured:
        proposal_of(officer, notice, clauses, clauses, NOON)
    assert (numbers, len(captured)) == ([numbers[0]] * 2, numbers[0] + 1)
