"""How a return lives: the table draws the buttons, the diagram and the tests."""

from django.db.models import TextChoices

from xiangyun.core.steps import StepTable


class ReturnState(TextChoices):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    SENT_BACK = "sent_back"
    ACCEPTED = "accepted"


_S = ReturnState
TO_FILL = frozenset({_S.DRAFT, _S.SENT_BACK})
"""The states in which the unit works on its answer."""

_FILLS = "reporter|reviewer|officer"
_CHECKS = "reviewer|officer"
RETURN_STEPS = StepTable(
    "return",
    # step             from                        to            by        stands at
    ("submit", {_S.DRAFT, _S.SENT_BACK}, _S.SUBMITTED, _FILLS, "owner"),
    ("recall", {_S.SUBMITTED, _S.ACCEPTED}, _S.DRAFT, _FILLS, "owner"),
    ("recall_mended", {_S.SUBMITTED}, _S.SENT_BACK, _FILLS, "owner"),
    ("send_back", {_S.SUBMITTED}, _S.SENT_BACK, _CHECKS, "waiting"),
    ("accept", {_S.SUBMITTED}, _S.ACCEPTED, _CHECKS, "waiting"),
    ("accept_by_rule", {_S.SUBMITTED}, _S.ACCEPTED, "system", "waiting"),
)
