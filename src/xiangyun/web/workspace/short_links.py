"""Short addresses for chat groups: `/s/<code>`. A code says what and which; no table, and one wrong sign is noticed."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from xiangyun.core.errors import NotVisible
from xiangyun.notices.models import Notice, Task, TaskPeriod
from xiangyun.notices.states import NoticeState
from xiangyun.returns.duties import FILLERS, owes
from xiangyun.returns.queries import counts_below, period_shown
from xiangyun.web.shared.requests import Request

SIGNS = "0123456789abcdefghjkmnpqrstvwxyz"
"""Thirty-two, without i, l, o and u; a reader who types those is understood."""
MISREAD = str.maketrans({"i": "1", "l": "1", "o": "0"})
KINDS = ("notice", "task", "period", "chase")
MOST_SIGNS = 14
"""As many as the largest primary key needs."""
LARGEST = 2**63 - 1


def code_of(kind: str, pk: int) -> str:
    """The code of a thing: its number times four plus its kind in base 32, then a sign to check it by."""
    number, signs = pk * len(KINDS) + KINDS.index(kind), ""
    while number:
        number, digit = divmod(number, len(SIGNS))
        signs = SIGNS[digit] + signs
    return signs + _check_sign(signs)


def _check_sign(signs: str) -> str:
    """Luhn's sum for 32 signs: notices every single wrong sign, and almost every two that are swapped."""
    total = 0
    for place, sign in enumerate(reversed(signs)):
        doubled, rest = divmod(SIGNS.index(sign) * (2 if place % 2 == 0 else 1), len(SIGNS))
        total += doubled + rest
    return SIGNS[-total % len(SIGNS)]


def read_code(code: str) -> tuple[str, int]:
    """Kind and primary key of a code as it was written or typed; NotVisible for what is none."""
    signs = code.lower().translate(MISREAD)
    if not 2 <= len(signs) <= MOST_SIGNS or set(signs) - set(SIGNS) or _check_sign(signs[:-1]) != signs[-1]:
        raise NotVisible(kind="link")
    number = 0
    for sign in signs[:-1]:
        number = number * len(SIGNS) + SIGNS.index(sign)
    pk, kind = divmod(number, len(KINDS))
    if not 0 < pk <= LARGEST or code_of(KINDS[kind], pk) != signs:
        raise NotVisible(kind="link")
    return KINDS[kind], pk


def link_to(request: Request, kind: str, pk: int) -> str:
    """The whole short address, on the host that the request came to."""
    return request.build_absolute_uri(reverse("workspace:short-link", args=[code_of(kind, pk)]))


@require_safe
def follow(request: Request, code: str) -> HttpResponse:
    """To where a code leads for who is signed in; a visitor signs in first and comes back. NotVisible otherwise."""
    kind, pk = read_code(code)
    return redirect(_WAYS[kind](request, pk))


def _to_notice(request: Request, pk: int) -> str:
    seen = Notice.objects.visible_to(request.actor).filter(pk=pk, state=NoticeState.PUBLISHED)
    uid = seen.values_list("uid", flat=True).first()
    if uid is None:
        raise NotVisible(kind="notice")
    return reverse("workspace:notice", args=[uid])


def _to_task(request: Request, pk: int) -> str:
    """The newest period that has opened."""
    seen = Task.objects.visible_to(request.actor).published().filter(pk=pk)
    uid = seen.values_list("uid", flat=True).first()
    if uid is None:
        raise NotVisible(kind="task")
    return _to_duty(request, period_shown(request.actor, uid, "", request.at))


def _to_period(request: Request, pk: int) -> str:
    return _to_duty(request, _period(request, pk))


def _to_chase(request: Request, pk: int) -> str:
    """The list of the missing for who looks after others; a unit's own reporter comes to the form."""
    period = _period(request, pk)
    if not _has_below(request, period):
        return _to_duty(request, period)
    return _with_period("workspace:chase", period)


def _period(request: Request, pk: int) -> TaskPeriod:
    seen = Task.objects.visible_to(request.actor).published()
    period = TaskPeriod.objects.with_task().filter(pk=pk, task__in=seen).first()
    if period is None:
        raise NotVisible(kind="period")
    return period


def _to_duty(request: Request, period: TaskPeriod) -> str:
    """The form for who fills it in, else the board for who has units below that do."""
    if request.actor.role in FILLERS and owes(request.actor.unit_id, period, request.at):
        return reverse("workspace:form", args=[period.uid])
    if not _has_below(request, period):
        raise NotVisible(kind="period")
    return _with_period("workspace:board", period)


def _has_below(request: Request, period: TaskPeriod) -> bool:
    unit, selector = request.actor.own_unit, period.task.selector_id
    return unit == period.task.owner_id or bool(counts_below(unit, [selector]))


def _with_period(name: str, period: TaskPeriod) -> str:
    return f"{reverse(name, args=[period.task.uid])}?{urlencode({'period': period.key})}"


_WAYS: dict[str, Callable[[Request, int], str]] = {
    "notice": _to_notice,
    "task": _to_task,
    "period": _to_period,
    "chase": _to_chase,
}
