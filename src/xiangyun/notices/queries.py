"""Reads for the pages of a notice: what is listed, what its plan holds, what a new task can be made of."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, Min, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from xiangyun.audit.models import Entry, Outcome
from xiangyun.core.actor import Actor
from xiangyun.core.errors import NotVisible
from xiangyun.core.models import StepTaken
from xiangyun.forms.models import FormVersion
from xiangyun.people.models import Account
from xiangyun.units.reach import on_the_way_up, within_any

from .counting import valid_on
from .models import Clause, Notice, Quota, SelectorCount, Task, TaskQuerySet
from .states import NOTICE_STEPS, ClauseState


def notices_for(actor: Actor) -> QuerySet[Notice]:
    """What the actor sees, newest first, with `tasks_n` and `open_n` (duties neither covered nor dismissed)."""
    waiting = Clause.objects.orders().in_state(ClauseState.OPEN)
    return (
        Notice.objects.visible_to(actor)
        .select_related("owner")
        .defer("text")
        .annotate(tasks_n=_how_many(Task.objects.all()), open_n=_how_many(waiting))
        .order_by("-pk")
    )


def _how_many(rows: QuerySet) -> Coalesce:  # type: ignore[type-arg]
    counted = rows.filter(notice=OuterRef("pk")).order_by().values("notice").annotate(n=Count("pk"))
    return Coalesce(Subquery(counted.values("n")), 0)


def notice_for(actor: Actor, uid: UUID) -> Notice:
    """One notice that the actor sees, or NotVisible; with its owner, the name of its `drafter`, and what the director
    said when it last `came_back`."""
    name = Account.objects.filter(pk=OuterRef("drafted_by_id")).values("name")
    back = StepTaken.objects.filter(subject_kind=NOTICE_STEPS.kind, subject_uid=OuterRef("uid"), step="send_back")
    seen = Notice.objects.visible_to(actor).select_related("owner")
    seen = seen.annotate(drafter=Subquery(name[:1]), came_back=Subquery(back.order_by("-pk").values("note")[:1]))
    notice = seen.filter(uid=uid).first()
    if notice is None:
        raise NotVisible(kind="notice")
    return notice


def tasks_of(notice: Notice) -> list[Task]:
    """Its tasks with form, selector, clauses and quotas; three queries, however many there are."""
    found = notice.tasks.select_related("form_version__form", "selector")
    quotas = Prefetch("quotas", Quota.objects.select_related("selector"))
    found = found.prefetch_related("clauses", quotas)
    return list(found.defer("form_version__source", "form_version__xform").order_by("pk"))


def tasks_counted(notice: Notice, day: date) -> list[Any]:
    """The same as `tasks_of`, each with `n`: how many units it asks below the notice's owner on a day."""
    counts = SelectorCount.objects.filter(valid_on(day), selector=OuterRef("selector"), ancestor_id=notice.owner_id)
    found = notice.tasks.select_related("form_version__form", "selector").annotate(n=Subquery(counts.values("n")[:1]))
    quotas = Prefetch("quotas", Quota.objects.select_related("selector"))
    found = found.prefetch_related("clauses", quotas)
    return list(found.defer("form_version__source", "form_version__xform").order_by("pk"))


def task_in(notice: Notice, uid: UUID) -> Task:
    """One of its tasks, as `tasks_of` gives them, or NotVisible."""
    found = notice.tasks.filter(uid=uid).select_related("form_version__form", "selector", "notice")
    quotas = Prefetch("quotas", Quota.objects.select_related("selector"))
    task: Task | None = found.prefetch_related("clauses", quotas).first()
    if task is None:
        raise NotVisible(kind="task")
    return task


def tasks_near(notice: Notice, place: int) -> list[Task]:
    """Its tasks, those of clauses near a place of the text first; one query."""
    found: list[Any] = list(notice.tasks.annotate(place=Min("clauses__start")).order_by("pk"))
    return sorted(found, key=lambda task: abs((task.place or 0) - place))


def tasks_under(actor: Actor, day: date) -> TaskQuerySet:
    """The running tasks of the actor's unit and of those below it: those whose days its word moves."""
    return Task.objects.running(day).filter(within_any(actor.paths, "owner"))


def reached(tasks: Iterable[Task], ancestor_id: int, day: date) -> dict[int, int]:
    """How many units below an ancestor each task's selector reaches on a day, by selector."""
    selectors = {t.selector_id for t in tasks}
    rows = SelectorCount.objects.filter(valid_on(day), selector__in=selectors, ancestor_id=ancestor_id)
    return dict(rows.values_list("selector_id", "n"))


def reached_of_owners(tasks: Collection[Task], day: date) -> dict[int, int]:
    """How many units each task reaches below its own owner on a day, by task; one query."""
    wanted = {(t.selector_id, t.owner_id) for t in tasks}
    selectors, owners = {s for s, _ in wanted}, {o for _, o in wanted}
    rows = SelectorCount.objects.filter(valid_on(day), selector__in=selectors, ancestor_id__in=owners)
    counts = {(s, a): n for s, a, n in rows.values_list("selector_id", "ancestor_id", "n")}
    return {t.pk: counts.get((t.selector_id, t.owner_id), 0) for t in tasks}


def forms_on_offer(actor: Actor) -> list[FormVersion]:
    """The latest version of each form of the actor's unit or of one above it."""
    newer = FormVersion.objects.filter(form=OuterRef("form"), number__gt=OuterRef("number"))
    owned = FormVersion.objects.filter(on_the_way_up(actor.all_paths, "form__owner")).exclude(Exists(newer))
    return list(owned.select_related("form").defer("source", "xform").order_by("form_id"))


def tasks_of_all(notices: Iterable[Notice]) -> dict[int, list[Task]]:
    """The tasks of several notices with form and selector, by notice; one query."""
    found: dict[int, list[Task]] = {notice.pk: [] for notice in notices}
    tasks = Task.objects.filter(notice__in=found).select_related("form_version__form", "selector")
    for task in tasks.defer("form_version__source", "form_version__xform").order_by("pk"):
        found[task.notice_id].append(task)
    return found


SIGNING = ("notice.signed", "notice.sent_back", "notice.sign_off_withdrawn", "notice.published")
"""What the log names of a notice that is no hand in its making; all else that is done to it or its tasks is."""


def makers_of(notices: Sequence[Notice]) -> dict[UUID, set[int]]:
    """The accounts that had a hand in each so far: those it names, and those in the log; one query."""
    hands = {notice.uid: {notice.drafted_by_id, notice.submitted_by_id} for notice in notices}
    tasks = Task.objects.filter(notice__uid__in=hands)
    of_task = Subquery(tasks.filter(uid=OuterRef("subject_uid")).values("notice__uid")[:1])
    things = Q(subject_kind="notice", subject_uid__in=hands) | Q(
        subject_kind="task", subject_uid__in=tasks.values("uid")
    )
    logged = Entry.objects.filter(things, outcome=Outcome.DONE).exclude(action__in=SIGNING)
    for uid, account in logged.values_list(Coalesce(of_task, F("subject_uid")), "account_id"):
        hands[uid].add(account)
    return {uid: {account for account in accounts if account is not None} for uid, accounts in hands.items()}
