"""Which duty a requirement speaks of, by the positions around it."""

import pytest

from tests.compiler.notices import HENGYANG
from xiangyun.compiler import ClauseDraft, Kind, read
from xiangyun.compiler.guidance import with_guidance

KINDS: dict[str, Kind] = {"d": "duty", "r": "requirement", "e": "exhortation"}


def about(*clauses: str) -> list[str]:
    """Clauses as "d 4.3", in the order of the text; the answer for each requirement."""
    drafts = [ClauseDraft(said[2:], n, n + 1, "x", KINDS[said[0]], "") for n, said in enumerate(clauses)]
    return [clause.about for clause in with_guidance(drafts) if clause.kind == "requirement"]


CASES = {
    "the same sentence, before": (("d 4.3", "r 4.3-1-2"), ["4.3"]),
    "the same sentence, after": (("d 4.3", "r 4.3-2", "d 4.3-2-2"), ["4.3-2-2"]),
    "between two of one sentence": (("d 4.3", "r 4.3-1-2", "d 4.3-1-3"), ["4.3"]),
    "the sentence before": (("d 4.3", "r 4.3-2", "d 4.3-3"), ["4.3"]),
    "the sentence after": (("r 4.3", "d 4.3-2"), ["4.3-2"]),
    "none in its item": (("d 4.2", "r 4.3", "d 4.4"), [""]),
    "no duty but an exhortation": (("e 4.3", "r 4.3-2"), [""]),
    "several in a row": (("d 1", "r 1-2", "r 1-3", "d 1-4", "r 1-5"), ["1", "1", "1-4"]),
}


@pytest.mark.parametrize("case", CASES)
def test_the_nearest_duty(case: str) -> None:
    clauses, expected = CASES[case]
    assert about(*clauses) == expected


def test_in_the_hengyang_notice_every_requirement_points_to_a_duty_of_its_item() -> None:
    clauses = read(HENGYANG).clauses
    duties = {clause.position for clause in clauses if clause.kind == "duty"}
    pointed = [clause for clause in clauses if clause.about]
    assert len(pointed) > 0
    assert {clause.about for clause in pointed} <= duties
    assert {clause.kind for clause in pointed} == {"requirement"}
    assert all(clause.about.partition("-")[0] == clause.position.partition("-")[0] for clause in pointed)
