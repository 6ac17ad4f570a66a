"""The security officer's desk: who signed in, and who is locked out. No returns, boards or notices."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from xiangyun.audit.models import Entry, Outcome
from xiangyun.core.clock import real_now
from xiangyun.core.errors import NotVisible
from xiangyun.people.actions.export_sign_ins import export_sign_ins
from xiangyun.people.actions.release_lock_out import release_lock_out
from xiangyun.people.masking import mask_name
from xiangyun.people.watch.queries import Wanted, accounts_of, addresses_of, lock_outs, sign_ins
from xiangyun.web.shared.requests import Request

from .numbers import few, part_of
from .security_csv import csv_of
from .sign_in_words import sign_in_row

ROWS = 50
DAYS = (1, 7, 30, 180, 400)


@require_safe
def page(request: Request) -> HttpResponse:
    """Sign-ins below the officer's unit, the last first."""
    wanted = _wanted(request.GET)
    found = part_of(sign_ins(request.actor, wanted, real_now()), few(request.GET.get("page"), 1), ROWS)
    context = {
        "rows": rows_of(found.rows),
        "part": found,
        "wanted": wanted,
        "base": urlencode([("name", wanted.name), ("outcome", wanted.outcome), ("days", str(wanted.days))]) + "&",
        "outcomes": [("", _("all")), (Outcome.DONE, _("signed in")), (Outcome.REFUSED, _("refused"))],
        "days": DAYS,
    }
    return render(request, "workspace/security.html", context)


@require_POST
def export(request: Request) -> HttpResponseBase:
    """The same entries as a file; the log keeps who took them."""
    return csv_of(export_sign_ins(actor=request.actor, wanted=_wanted(request.POST), at=real_now()), rows_of)


@require_safe
def lock_outs_page(request: Request) -> HttpResponse:
    """Where tries are used up now, and until when."""
    found = [{"lock": one, "who": mask_name(one.account.name)} for one in lock_outs(request.actor, real_now())]
    return render(request, "workspace/lock_outs.html", {"rows": found})


@require_POST
def release(request: Request) -> HttpResponse:
    """Everybody may try at this account again."""
    release_lock_out(actor=request.actor, account_uid=uid_in(request.POST, "account"), at=real_now())
    messages.success(request, _("Released: it can be tried again at once."))
    return redirect("workspace:security-lock-outs")


def uid_in(given: QueryDict, name: str) -> UUID:
    """A public id in a form; NotVisible for what is none."""
    try:
        return UUID(given.get(name, ""))
    except ValueError:
        raise NotVisible(kind=name) from None


def rows_of(entries: list[Entry]) -> list[dict[str, Any]]:
    """Entries with the account's sign-in name, and the person's name masked."""
    accounts, addresses = accounts_of(entries), addresses_of(entries)
    return [_row(entry, accounts.get(entry.subject_uid), addresses.get(entry.pk, "")) for entry in entries]


def _row(entry: Entry, account: Any, address: str) -> dict[str, Any]:
    who = {"name": account.username, "person": mask_name(account.name)} if account else {"name": "", "person": ""}
    return sign_in_row(entry, address) | who


def _wanted(given: QueryDict) -> Wanted:
    outcome = given.get("outcome", "")
    return Wanted(
        name=given.get("name", "").strip()[:60],
        outcome=outcome if outcome in Outcome.values else "",
        days=few(given.get("days"), 30),
    )
