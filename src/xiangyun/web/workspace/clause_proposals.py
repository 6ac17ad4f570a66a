"""A proposal in words: who, when, how much, with what proof, and what a person must look at first."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from xiangyun.calendar import Deadline, Fixed, MonthEnd, Recurring, Unread, shown
from xiangyun.notices.parties import Party
from xiangyun.notices.proposals import Proposal
from xiangyun.notices.quotas import SHARE
from xiangyun.notices.task_plans import QuotaPlan
from xiangyun.web.shared.party_problems import why_nobody
from xiangyun.web.shared.templatetags.look import number

from .clause_words import evidence_word, listed, op_word, why_words
from .deadline_words import day_words
from .task_words import every_words, how_many, minutes_words
from .wording import in_script


@dataclass(frozen=True, slots=True)
class Named:
    """A name of the text: whom it means and how many, or why nobody."""

    name: str
    n: str
    why: str
    units: str
    can_teach: bool


@dataclass(frozen=True, slots=True)
class ProposalCard:
    """All of it in words; `can_make` says that one press makes the task."""

    uid: UUID
    number: str
    quote: str
    title: str
    names: tuple[Named, ...]
    n: str
    when: str
    amounts: tuple[str, ...]
    minutes: str
    evidence: str
    condition: str
    receiver: str
    guidance: tuple[tuple[UUID, str, str], ...]
    why: tuple[str, ...]
    can_make: bool


def proposal_card(made: Proposal) -> ProposalCard:
    """Said in the language of the page; its minutes are read from the bureau's table, one query for all."""
    notice, first = made.ground.notice, made.clauses[0]
    return ProposalCard(
        uid=first.uid,
        number=first.position,
        quote=notice.text[first.start : first.end],
        title=made.title,
        names=tuple(_named(party) for party in made.who.parties),
        n=how_many(made.who.n) if made.who.definition else "",
        when=_when(made),
        amounts=tuple(_amounts(made)),
        minutes=minutes_words(made.minutes),
        evidence=listed(evidence_word(kind) for kind in made.asked["evidence"]),
        condition=in_script(made.condition),
        receiver=in_script(made.receiver),
        guidance=tuple((c.uid, c.position, notice.text[c.start : c.end]) for c in made.guidance),
        why=tuple(why_words(why) for why in made.open),
        can_make=made.is_clean,
    )


def _named(party: Party) -> Named:
    return Named(
        name=in_script(party.name),
        n=how_many(party.n) if party.definition else "",
        why=why_nobody(party),
        units=listed(party.units) if len(party.units) > 1 or party.units != (in_script(party.name),) else "",
        can_teach=party.why in ("unknown", "several", "not_here", "count_differs"),
    )


def _when(made: Proposal) -> str:
    """The notice's words, and the day that they come to, or what it waits for."""
    deadline = made.deadline
    if deadline is None:
        return _("no day is said")
    if isinstance(deadline, Unread):
        return in_script(deadline.wording)
    said, day = deadline_said(deadline), day_words(made.ground.due(deadline))
    if isinstance(deadline, Fixed | MonthEnd):
        return day
    if isinstance(deadline, Recurring):
        return _("%(words)s, first on %(day)s") % {"words": said, "day": day}
    return _("%(words)s: %(day)s") % {"words": said, "day": day}


def deadline_said(deadline: Deadline) -> str:
    """In the notice's words; a plain recurrence in ours."""
    wording = in_script(deadline.wording or "")
    if isinstance(deadline, Recurring):
        every = every_words(deadline.every)
        return f"{every} {wording}".strip() if wording and wording not in every else every
    return wording or in_script(shown(deadline))


def _amounts(made: Proposal) -> Sequence[str]:
    return [plan_words(quota, made.who.n) for quota in made.quotas]


def plan_words(quota: QuotaPlan, n: int) -> str:
    """Each at least 12 座; 7 units, 84 together."""
    value = quota.value.quantize(Decimal(1)) if quota.value == quota.value.to_integral() else quota.value
    amount = f"{number(value)} {in_script(quota.measure)} {in_script(quota.of)}".strip()
    words = {"op": op_word(quota.op), "amount": amount}
    if quota.is_total:
        return _("all together %(op)s %(amount)s") % words
    said = _("each %(op)s %(amount)s") % words
    if quota.measure == SHARE or n < 2 or quota.selector is not None:
        return said
    total = {"each": said, "n": how_many(n), "total": f"{number(value * n)} {in_script(quota.measure)}"}
    return pgettext("quota", "%(each)s; %(n)s, together %(total)s") % total
