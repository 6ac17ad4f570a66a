"""What to put into a chat group: a ready text, a short link and a code to scan, of a notice, a task or one period."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import segno
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from xiangyun.core.errors import NotVisible
from xiangyun.notices.models import Notice, Task, TaskPeriod
from xiangyun.notices.states import NoticeState
from xiangyun.returns.queries import period_shown
from xiangyun.web.shared.requests import Request
from xiangyun.web.shared.templatetags.look import zhdate

from .board_words import asked_word
from .chat_texts import CLAUSE, TITLE, in_chinese, shortened
from .short_links import code_of, link_to
from .wording import in_script, quote, said, with_words


@dataclass(frozen=True, slots=True)
class Shared:
    """What is shared: its kind and key, what it is called, its text for a group, the page it belongs to."""

    kind: str
    pk: int
    title: str
    text: str
    back: str


@require_safe
def page(request: Request, kind: str, uid: UUID) -> HttpResponse:
    """The text, the link and the code of one thing."""
    shared = shared_of(request, kind, uid)
    context = {"title": shared.title, "back": shared.back, "share": share_block(request, shared.kind, shared.pk, uid)}
    return render(request, "workspace/share.html", context | {"texts": [shared.text]})


@require_safe
def code(request: Request, kind: str, uid: UUID) -> HttpResponse:
    """The code as a picture to be sent or printed."""
    shared = shared_of(request, kind, uid)
    out = io.BytesIO()
    segno.make(link_to(request, shared.kind, shared.pk), error="m").save(out, kind="png", scale=10, border=4)
    answer = HttpResponse(out.getvalue(), content_type="image/png")
    answer["Content-Disposition"] = f'attachment; filename="{code_of(shared.kind, shared.pk)}.png"'
    return answer


def shared_of(request: Request, kind: str, uid: UUID) -> Shared:
    """What may be shared of a kind; NotVisible for what the reader does not see, or what is no kind."""
    if kind not in _KINDS:
        raise NotVisible(kind=kind)
    return _KINDS[kind](request, uid)


def share_block(request: Request, kind: str, pk: int, uid: UUID) -> dict[str, Any]:
    """Link and code for the template `share_block.html`."""
    link = link_to(request, kind, pk)
    return {"link": link, "qr": drawn(link), "png_url": reverse("workspace:share-code", args=[kind, uid])}


def drawn(link: str) -> SafeString:
    """The link as a code; made here and only of our own address, so safe to stand in the page."""
    return mark_safe(
        segno.make(link, error="m").svg_inline(scale=5, border=4, dark="#000", light="#fff", omitsize=False)
    )


def _notice(request: Request, uid: UUID) -> Shared:
    seen = Notice.objects.visible_to(request.actor).select_related("owner").defer("text")
    notice = seen.filter(uid=uid, state=NoticeState.PUBLISHED).first()
    if notice is None:
        raise NotVisible(kind="notice")
    link = link_to(request, "notice", notice.pk)
    with in_chinese():
        text = "\n".join(
            [
                _("[Notice] %(title)s") % {"title": in_script(shortened(notice.title or notice.number, TITLE))},
                " ".join(filter(None, [str(notice.owner), notice.number])),
                _("Its text, and what it asks of you: %(link)s") % {"link": link},
            ]
        )
    return Shared("notice", notice.pk, notice.title or notice.number, text, reverse("workspace:notice", args=[uid]))


def _task(request: Request, uid: UUID) -> Shared:
    period = period_shown(request.actor, uid, "", request.at)
    return _of_period("task", period.task.pk, period, request)


def _period(request: Request, uid: UUID) -> Shared:
    seen = Task.objects.visible_to(request.actor).published()
    period = TaskPeriod.objects.with_task().filter(uid=uid, task__in=seen).defer("task__notice__text").first()
    if period is None:
        raise NotVisible(kind="period")
    return _of_period("period", period.pk, period, request)


def _of_period(kind: str, pk: int, period: TaskPeriod, request: Request) -> Shared:
    link = link_to(request, kind, pk)
    with in_chinese():
        text = task_text(period, link)
    return Shared(kind, pk, said(period.task.title), text, reverse("workspace:board", args=[period.task.uid]))


def task_text(period: TaskPeriod, link: str) -> str:
    """What is asked, of whom, by when, by which clause, and where to answer; in the language that is set."""
    clause = Task.objects.first_clauses([period.task.pk]).get(period.task.pk)
    lines = [
        _("[Task] %(title)s") % {"title": shortened(said(period.task.title), TITLE)},
        _("Who: %(asked)s; by when: %(due)s") % {"asked": asked_word(period.task), "due": due_in_full(period)},
    ]
    if clause:
        words = {"position": clause.position, "words": shortened(quote(clause), CLAUSE)}
        lines.append(_("By clause %(position)s: %(words)s") % words)
    return "\n".join([*lines, _("Answer here: %(link)s") % {"link": link}])


def due_in_full(period: TaskPeriod) -> str:
    """The due day in words that are true tomorrow too, with the notice's own where it names no day."""
    by = zhdate(period.due_at, "time") if period.due_at else _("day not known yet")
    return with_words(period, by)


_KINDS: dict[str, Callable[[Request, UUID], Shared]] = {"notice": _notice, "task": _task, "period": _period}
