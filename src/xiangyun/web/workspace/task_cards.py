"""A task as a card: who, when, how much, with what proof, under which guidance."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from xiangyun.calendar import Fixed, MonthEnd, Pinned, Resolved, Workdays, resolve
from xiangyun.notices.definitions import Definition, parts_of
from xiangyun.notices.models import Quota, Task
from xiangyun.notices.periods import deadline_of
from xiangyun.notices.pinning import is_open
from xiangyun.notices.place_classes import levels_of
from xiangyun.units.models import Unit
from xiangyun.web.shared.templatetags.look import number

from .clause_words import op_word
from .task_words import effort_words, how_many, proof_words, review_words, when_words, who_words
from .wording import in_script, said

Guide = tuple[str, UUID, str]
"""A clause that goes with a task: its number, uid and words."""
VILLAGE, STATION, COUNTY = 5, 4, 3


@dataclass(frozen=True, slots=True)
class Card:
    """A task in the plan, in words; `clauses` are the numbers and uids of what it covers.

    `own` is what is asked of the unit that reads it. `reach` says how it gets there: straight to villages, to stations,
    by the counties, or to institutions.
    """

    uid: UUID
    title: str
    clauses: tuple[tuple[str, UUID], ...]
    who: str
    n: str
    when: str
    effort: str
    proof: str
    form: str
    review: str
    quotas: tuple[str, ...] = ()
    own: str = ""
    condition: str = ""
    receiver: str = ""
    guidance: tuple[Guide, ...] = ()
    can_pin: bool = False
    needs_pin: bool = False
    reach: str = ""
    due_on: date | None = None
    due_key: str = ""

    @property
    def numbers(self) -> str:
        return "·".join(number for number, _uid in self.clauses)


def card_of(task: Task, n: int, due: Resolved | None, guidance: Iterable[Guide] = ()) -> Card:
    """`n` units are asked; `due` is what a stored period comes to."""
    can_pin = is_open(task)
    return Card(
        uid=task.uid,
        title=said(task.title),
        clauses=tuple((c.position, c.uid) for c in sorted(task.clauses.all(), key=lambda c: c.start)),
        who=who_words(task.selector.definition),
        n=how_many(n),
        when=when_words(task, due),
        effort=effort_words(task),
        proof=proof_words(task.form_version),
        form=said(task.form_version.form.title),
        review=review_words(task.review),
        quotas=tuple(quota_words(quota, task) for quota in task.quotas.all()),
        condition=in_script(task.condition),
        receiver=in_script(task.receiver),
        guidance=tuple(guidance),
        can_pin=can_pin,
        needs_pin=can_pin and _needs_pin(task),
        reach=reach_of(task),
        due_on=_day(task),
        due_key=task.recurrence,
    )


def _needs_pin(task: Task) -> bool:
    """Whether its words leave the day open, whatever is declared."""
    return resolve(deadline_of(task), events={}, workdays=Workdays({}), at=task.starts_on).needs_pin


def _day(task: Task) -> date | None:
    """The day of what comes once, where it is known."""
    deadline = deadline_of(task)
    return deadline.on if isinstance(deadline, Fixed | MonthEnd | Pinned) else None


def reach_of(task: Task) -> str:
    """Whom it reaches first: the lowest level among those asked."""
    levels = {_level(part) for part in parts_of(task.selector.definition)}
    return next((name for name in ("village", "station", "county", "institution") if name in levels), "other")


def _level(part: Definition) -> str:
    """Divisions named one by one do not say their level; they are counties, where nothing else is said."""
    if part["kind"] != Unit.Kind.DIVISION:
        return "institution"
    level = part.get("level") or max(levels_of(part.get("classes", ())), default=COUNTY)
    return {VILLAGE: "village", STATION: "station", COUNTY: "county"}.get(level, "other")


def quota_words(quota: Quota, task: Task | None = None) -> str:
    """Of each 县: at least 12 座 旅游厕所; all together at least 119 座."""
    words = _amount(quota)
    whole = task is None or quota.selector_id == task.selector_id
    if quota.is_total:
        return _("all together %(amount)s") % {"amount": words}
    if whole:
        return _("each %(amount)s") % {"amount": words}
    return _("%(who)s: each %(amount)s") % {"who": who_words(quota.selector.definition), "amount": words}


def own_quota_words(quotas: Iterable[Quota]) -> str:
    """What is asked of whoever reads it: you: at least 12 座."""
    return pgettext("list", ", ").join(_("you: %(amount)s") % {"amount": _amount(quota)} for quota in quotas)


def _amount(quota: Quota) -> str:
    value = quota.value.normalize() if quota.value % 1 else quota.value.quantize(Decimal(1))
    amount = f"{number(value)} {in_script(quota.measure)}"
    words = {"op": op_word(quota.op), "amount": amount, "of": in_script(quota.of)}
    return (_("%(op)s %(amount)s, %(of)s") if quota.of else _("%(op)s %(amount)s")) % words
