"""How a notice lives, and what became of each clause."""

from django.db.models import TextChoices

from xiangyun.core.steps import StepTable


class NoticeState(TextChoices):
    DRAFT = "draft"
    WAITING = "waiting"
    SIGNED = "signed"
    PUBLISHED = "published"


UNSIGNED = (NoticeState.DRAFT, NoticeState.WAITING)
"""A draft still: it says so wherever it is shown, and has no number."""

ORDERS = ("duty", "requirement", "own_act", "exhortation")
"""The kinds of clause that order, announce or urge something: each must be covered, attached or dismissed."""
KINDS = (*ORDERS, "fact")


class ClauseState(TextChoices):
    OPEN = "open"
    TASKED = "tasked"
    ATTACHED = "attached"
    DISMISSED = "dismissed"


_S = NoticeState
NOTICE_STEPS = StepTable(
    "notice",
    # step        from          to             by          stands at
    ("submit", {_S.DRAFT}, _S.WAITING, "officer", "owner"),
    ("send_back", {_S.WAITING}, _S.DRAFT, "director", "owner"),
    ("sign", {_S.WAITING}, _S.SIGNED, "director", "owner"),
    ("withdraw", {_S.SIGNED}, _S.WAITING, "director", "owner"),
    ("publish", {_S.SIGNED}, _S.PUBLISHED, "officer", "owner"),
)
