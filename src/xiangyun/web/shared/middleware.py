"""From a request to who acts and when; from a refusal to an answer. Everything needs a sign-in unless it says so."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import logout
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from xiangyun.audit.log import record_refusal
from xiangyun.core.actor import Actor
from xiangyun.core.clock import real_now, working_date, working_time
from xiangyun.core.errors import DomainError
from xiangyun.core.models import Site
from xiangyun.core.texts import is_readable
from xiangyun.people.acting import active_tenure, actor_for
from xiangyun.people.models import AdminSession, Device, Role
from xiangyun.people.proving import has_factor

from .keepers import at_home, is_closed
from .problems import problem_answer
from .requests import Request
from .sessions import ADMIN_SESSION_KEY, DEVICE_KEY

View = Callable[[HttpRequest], HttpResponse]
TENURE_KEY = "tenure"
SIGNED_IN_AT = "signed_in_at"
SEEN = "seen"
IDLE_SECONDS = 12 * 3600
SEEN_EVERY = 300
GUARDED_BY_TOKEN = "api-1"
HEALTH = "/healthz"


def open_to_all(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Mark a view that a visitor may call: the only way past the sign-in."""
    view.open_to_all = True  # type: ignore[attr-defined]
    return view


def open_without_factor(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Mark a view that an administrator without a second factor may call, to set one up."""
    view.open_without_factor = True  # type: ignore[attr-defined]
    return view


def checks_its_texts(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Mark a view that says at each field what cannot be read; every other is spared such texts."""
    view.checks_its_texts = True  # type: ignore[attr-defined]
    return view


class ActingMiddleware:
    """Sets `site`, `at`, `post` and `actor`; a visitor is sent to the sign-in page, a forgotten session ends."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        if request.path_info == HEALTH:  # must answer without a database
            return self.get_response(request)
        request.site = Site.current()
        request.at = working_time(request.site)
        request.tenures, request.tenure, request.post = [], None, None
        request.admin_session, request.lacks_factor = None, False
        request.actor = Actor.visitor()
        if request.user.is_authenticated:
            if _is_over(request):
                logout(request)
            else:
                _act(request)
        answer = self.get_response(request)
        _mark_seen(request, answer)
        answer.headers.setdefault("Cache-Control", "private, no-store")  # a shared phone keeps no page of another
        return answer

    def process_view(self, request: Request, view: Callable[..., HttpResponseBase], *_: object) -> HttpResponse | None:
        """Deny first: without a post nothing opens but what is marked open; nor with signs that nobody types."""
        if request.resolver_match and request.resolver_match.namespace == GUARDED_BY_TOKEN:
            return None
        if not getattr(view, "open_to_all", False) and (answer := _held_back(request, view)):
            return answer
        if not _is_readable(request, posted=not getattr(view, "checks_its_texts", False)):
            return problem_answer(request, 400, "not_text")
        return None


def _held_back(request: Request, view: Callable[..., HttpResponseBase]) -> HttpResponse | None:
    """Who may not go on: a visitor, an administrator without a second factor, a role that sees no work."""
    if request.post is None:
        return _to_the_door(request)
    if request.lacks_factor and not getattr(view, "open_without_factor", False):
        if request.method == "GET":
            return HttpResponseRedirect(reverse("workspace:account-factors"))
        return problem_answer(request, 403, "admin_needs_factor")
    if is_closed(request):
        return problem_answer(request, 403, "sees_no_work")
    return at_home(request)


def _to_the_door(request: Request) -> HttpResponse:
    if request.headers.get("Accept", "").startswith("application/json") or request.method != "GET":
        return problem_answer(request, 401, "signed_out")
    return HttpResponseRedirect(f"{reverse(settings.LOGIN_URL)}?{urlencode({'next': request.get_full_path()})}")


def _is_readable(request: HttpRequest, *, posted: bool) -> bool:
    """Engines differ in what text they take, so a page gets none that either would refuse."""
    given = [*request.GET.lists(), *(request.POST.lists() if posted else ())]
    return all(is_readable(text) for name, texts in given for text in (name, *texts))


def _act(request: Request) -> None:
    today = working_date(request.at)
    request.tenures = [tenure for tenure in request.user.held if tenure.is_held_on(today)]
    request.tenure = active_tenure(request.tenures, request.session.get(TENURE_KEY))
    if request.tenure is not None:
        request.post = request.tenure.post
        request.admin_session = _running_session(request)
        request.actor = actor_for(request.tenure, day=today, elevated=request.admin_session is not None)
        is_admin = any(tenure.role == Role.ADMIN for tenure in request.tenures)
        request.lacks_factor = is_admin and not has_factor(request.user.pk)


def _running_session(request: Request) -> AdminSession | None:
    """The timed session that was opened in this browser, for the post that acts."""
    uid, tenure = request.session.get(ADMIN_SESSION_KEY), request.tenure
    if uid is None or tenure is None or tenure.role != Role.ADMIN:
        return None
    return AdminSession.objects.running(real_now()).of_tenure(tenure.pk).filter(uid=uid).first()


def _is_over(request: Request) -> bool:
    """On a known device a session lasts until the device is forgotten; elsewhere until it was idle too long."""
    if uid := request.session.get(DEVICE_KEY):
        return not Device.objects.of_account(request.user.pk).filter(uid=uid).exists()
    return _idle(request)


def _idle(request: Request) -> bool:
    """Idle time stands in a signed cookie, so that reading a page writes nothing."""
    try:
        request.get_signed_cookie(SEEN, salt=str(request.user.pk), max_age=IDLE_SECONDS)
    except signing.SignatureExpired:
        return True
    except (KeyError, signing.BadSignature):
        since = request.session.get(SIGNED_IN_AT, 0)
        return bool(real_now().timestamp() - since > SEEN_EVERY)  # only a fresh session may come without it
    return False


def note_sign_in(request: HttpRequest, **_: object) -> None:
    """Receiver of Django's signal: when the session began."""
    request.session[SIGNED_IN_AT] = real_now().timestamp()


def _mark_seen(request: Request, answer: HttpResponse) -> None:
    if request.post is None:
        return
    salt = str(request.user.pk)
    if request.get_signed_cookie(SEEN, default=None, salt=salt, max_age=SEEN_EVERY) is None:
        answer.set_signed_cookie(
            SEEN,
            "1",
            salt=salt,
            max_age=settings.SESSION_COOKIE_AGE,
            httponly=True,
            secure=settings.SECURE,
            samesite="Lax",
        )


class ProblemMiddleware:
    """A refusal of the domain becomes 400, 403, 404 or 409; one of a write is logged after its rollback."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: Request, error: Exception) -> HttpResponse | None:
        """Django calls this with what a view raised."""
        if not isinstance(error, DomainError):
            return None
        if request.method == "POST" and request.post is not None:
            name = request.resolver_match.view_name if request.resolver_match else request.path
            record_refusal(name[:40], actor=request.actor, at=request.at, code=error.reason)
        return problem_answer(request, error.status, error.reason, error.detail)
