"""Coming in: the session that lasts on a known device, and the step between password and second factor."""

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from xiangyun.core.clock import real_now, working_date
from xiangyun.core.errors import NotAllowed
from xiangyun.people.actions.know_device import know_device
from xiangyun.people.factors.passwords import is_due
from xiangyun.people.models import Account, Tenure
from xiangyun.web.shared.requests import Request
from xiangyun.web.shared.sessions import ADMIN_SESSION_KEY, DEVICE_KEY, HALF_KEY, QUESTION_KEY

from .origin import keep_cookie, origin_of

HALF_SECONDS = 600
LEFT_BEHIND = (HALF_KEY, QUESTION_KEY, DEVICE_KEY, ADMIN_SESSION_KEY)


class NoPost(NotAllowed):
    """The account is right, but holds no post today."""

    code = "no_post"


def way_on(request: Request) -> str:
    """Where the visitor wanted to go, if that is here."""
    return _here(request, request.POST.get("next") or request.GET.get("next") or "/")


def _here(request: Request, wanted: str) -> str:
    return wanted if url_has_allowed_host_and_scheme(wanted, {request.get_host()}) else "/"


def enter(request: Request, account: Account, *, is_mine: bool, wanted: str) -> HttpResponse:
    """Signed in; on a device that is one's own for `session_days`, elsewhere until the browser ends. NoPost."""
    if not Tenure.objects.of_account(account.pk).on(working_date(request.at)).exists():
        raise NoPost
    login(request, account)
    for key in LEFT_BEHIND:
        request.session.pop(key, None)
    answer = HttpResponseRedirect(_first_page(account, wanted))
    if is_mine:
        device, cookie = know_device(account=account, origin=origin_of(request), at=real_now())
        request.session[DEVICE_KEY] = str(device.uid)
        request.session.set_expiry(None)
        keep_cookie(answer, cookie)
    else:
        request.session.set_expiry(0)
    return answer


def _first_page(account: Account, wanted: str) -> str:
    """A password that is too old is asked for first."""
    if not is_due(account.password_set_at, settings.PASSWORD_DAYS, real_now()):
        return wanted
    return f"{reverse('workspace:account-password')}?{urlencode({'next': wanted})}"


def ask_second(request: Request, account: Account, *, is_mine: bool) -> HttpResponse:
    """The password was right: keep that for ten minutes, and ask for the second factor. Nobody is signed in yet."""
    request.session[HALF_KEY] = {
        "account": account.pk,
        "hash": account.get_session_auth_hash(),
        "mine": is_mine,
        "next": way_on(request),
        "at": int(real_now().timestamp()),
    }
    if request.actor.account_id is None:
        request.session.set_expiry(HALF_SECONDS)
    return HttpResponseRedirect(reverse("workspace:sign-in-second"))


def half_signed_in(request: Request) -> Account | None:
    """Whose password was right in this browser within ten minutes, and is still the same."""
    half = request.session.get(HALF_KEY)
    if not half or real_now().timestamp() - half["at"] > HALF_SECONDS:
        return None
    account = Account.objects.may_sign_in(half["account"]).first()
    return account if account and account.get_session_auth_hash() == half["hash"] else None


def enter_whole(request: Request, account: Account) -> HttpResponse:
    """The second half is done: on with what the first half asked for."""
    half = request.session[HALF_KEY]
    return enter(request, account, is_mine=half["mine"], wanted=_here(request, half["next"]))
