"""What waits for this unit's look."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from xiangyun.returns.models import Return
from xiangyun.web.shared.requests import Request
from xiangyun.web.shared.templatetags.look import zhdate

from .wording import content_word, said

PAGE = 50


@require_safe
def waiting(request: Request) -> HttpResponse:
    """Returns that wait here, oldest first."""
    returns = Return.objects.visible_to(request.actor).waiting_for(request.actor).whole().order_by("sent_at")
    found = Paginator(returns, PAGE).get_page(request.GET.get("page"))
    return render(request, "workspace/reviews.html", {"found": found, "rows": _rows(list(found))})


def _rows(returns: list[Return]) -> list[dict[str, Any]]:
    return [_row(r) for r in returns]


def _row(returned: Return) -> dict[str, Any]:
    parts = [said(returned.period.task.title), zhdate(returned.sent_at, "time"), content_word(returned)]
    photos = sum(len(value) for value in returned.answer.values.values() if isinstance(value, list))
    if photos:
        parts.append(_("%(n)s photos") % {"n": photos})
    late = not returned.on_time
    return {
        "title": str(returned.unit),
        "note": " · ".join(parts),
        "url": reverse("workspace:return", args=[returned.uid]),
        "tag": _("Late") if late else _("To look at"),
        "tag_kind": "late" if late else "wait",
    }
