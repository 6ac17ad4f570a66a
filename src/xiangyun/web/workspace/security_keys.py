"""Which keys there are, by account: names and dates only; each can be revoked."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from xiangyun.core.clock import real_now
from xiangyun.people.actions.revoke_key import revoke_key
from xiangyun.people.masking import mask_name
from xiangyun.people.watch.queries import keys
from xiangyun.web.shared.requests import Request

from .numbers import few, part_of
from .security import uid_in

ROWS = 50


def kind_words() -> dict[str, str]:
    """The kinds of keys."""
    return {
        "token": pgettext("key", "machines' tokens"),
        "passkey": pgettext("key", "passkeys"),
        "authenticator": pgettext("key", "apps with codes"),
        "device": pgettext("key", "known devices"),
    }


@require_safe
def page(request: Request) -> HttpResponse:
    """The keys of one kind, the newest first."""
    kind, name = request.GET.get("kind", "token"), request.GET.get("name", "").strip()[:60]
    found = part_of(keys(request.actor, kind, name), few(request.GET.get("page"), 1), ROWS)
    context = {
        "rows": [_row(key) for key in found.rows],
        "part": found,
        "kind": kind,
        "kinds": list(kind_words().items()),
        "name": name,
        "base": urlencode({"kind": kind, "name": name}) + "&",
    }
    return render(request, "workspace/security_keys.html", context)


@require_POST
def revoke(request: Request) -> HttpResponse:
    """Take one away; whoever used it must sign in by another way."""
    kind = request.POST.get("kind", "")
    account = revoke_key(actor=request.actor, kind=kind, uid=uid_in(request.POST, "key"), at=real_now())
    messages.success(request, _("Revoked: a key of %(name)s.") % {"name": account.username})
    return HttpResponseRedirect(f"{reverse('workspace:security-keys')}?{urlencode({'kind': kind})}")


def _row(key: Any) -> dict[str, Any]:
    account = key.tenure.account if hasattr(key, "tenure") else key.account
    return {
        "uid": key.uid,
        "account": account.username,
        "person": mask_name(account.name),
        "name": getattr(key, "name", "") or getattr(key, "label", "") or "–",
        "since": getattr(key, "created_at", None) or key.begun_at,
        "used": getattr(key, "seen_at", None) or getattr(key, "used_at", None),
        "until": getattr(key, "expires_at", None),
    }
