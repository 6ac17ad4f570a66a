"""The API's root: a post's token, errors with stable codes."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import msgspec
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Router, Schema
from ninja.errors import HttpError, ValidationError
from ninja.renderers import BaseRenderer
from ninja.security import HttpBearer

from xiangyun.audit.log import record_refusal
from xiangyun.core.actor import Actor
from xiangyun.core.clock import real_now, working_date, working_now
from xiangyun.core.errors import BadInput, DomainError, NotVisible
from xiangyun.core.texts import is_readable
from xiangyun.people.acting import actor_for, tenure_of_token
from xiangyun.returns.actions.submit_return import Sending, submit_return
from xiangyun.returns.models import Return, Review
from xiangyun.returns.states import ReturnState


class Renderer(BaseRenderer):
    """Chinese as it is, not escaped."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        return msgspec.json.encode(data)


class PostToken(HttpBearer):
    """`Authorization: Bearer xy_…`: the token stands for one post."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        now = real_now()
        day = working_date(working_now())
        tenure = tenure_of_token(token, now, day)
        return actor_for(tenure, day=day) if tenure else None


class Problem(Schema):
    """A refusal: a stable code and its details."""

    code: str
    detail: dict[str, Any]


class ReturnIn(Schema):
    """One return. `uid` is made by the client (UUIDv7) and makes sending twice harmless.

    `rev` is needed to mend what was sent back: the revision that reading it gave.
    """

    uid: UUID
    period: UUID
    values: dict[str, Any] = {}
    nil: bool = False
    rev: int = 0


class ReturnOut(Schema):
    """A return as it stands."""

    uid: UUID
    period: UUID
    task: UUID
    unit: UUID
    state: str
    nil: bool
    on_time: bool | None
    sent_at: datetime | None
    by_rule: bool
    rev: int
    values: dict[str, Any]
    notes: dict[str, str]


api = NinjaAPI(title="Xiangyun", version="1", auth=PostToken(), renderer=Renderer(), docs_url=None, openapi_url=None)
returns = Router(tags=["returns"])


def _out(returned: Return) -> dict[str, Any]:
    return {
        "uid": returned.uid,
        "period": returned.period.uid,
        "task": returned.period.task.uid,
        "unit": returned.unit.uid,
        "state": str(returned.state),
        "nil": returned.nil,
        "on_time": returned.on_time,
        "sent_at": returned.sent_at and returned.sent_at.astimezone(UTC),
        "by_rule": returned.by_rule,
        "rev": returned.answer.rev,
        "values": returned.answer.values,
        "notes": _notes(returned),
    }


def _notes(returned: Return) -> dict[str, str]:
    """What is to be mended, by field; the note on the whole stands at the empty name."""
    if returned.state != ReturnState.SENT_BACK:
        return {}
    last = Review.objects.last_of([returned.pk])[returned.pk]
    pinned: dict[str, str] = last.field_notes
    return pinned | ({"": last.note} if last.note else {})


@returns.post("", response={200: ReturnOut, 400: Problem, 403: Problem, 404: Problem, 409: Problem})
def send_return(request: HttpRequest, body: ReturnIn) -> dict[str, Any]:
    """Send a return for the token's unit. The same uid and body again gives the same answer; another body, 409."""
    actor: Actor = request.auth  # type: ignore[attr-defined]
    if not all(map(is_readable, body.values)):  # names of fields come back in the answer
        raise BadInput("not_text")
    sending = Sending(raw=body.values, nil=body.nil, uid=body.uid, rev=body.rev)
    return _out(submit_return(actor=actor, period_uid=body.period, sending=sending, at=working_now()))


@returns.get("/{uid}", response={200: ReturnOut, 404: Problem})
def read_return(request: HttpRequest, uid: UUID) -> dict[str, Any]:
    """A return that the token's post may see."""
    actor: Actor = request.auth  # type: ignore[attr-defined]
    found = Return.objects.visible_to(actor).whole().filter(uid=uid).first()
    if found is None:
        raise NotVisible(kind="return")
    return _out(found)


@api.exception_handler(DomainError)
def refuse(request: HttpRequest, error: DomainError) -> HttpResponse:
    """A refusal as JSON; that of a write is logged after its rollback."""
    actor = getattr(request, "auth", None)
    if request.method == "POST" and actor is not None:
        record_refusal("api", actor=actor, at=working_now(), code=error.reason)
    return api.create_response(request, {"code": error.reason, "detail": error.detail}, status=error.status)


@api.exception_handler(ValidationError)
def refuse_body(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """A body of another shape: where, and what was expected."""
    places = {".".join(map(str, e["loc"])): e["msg"] for e in error.errors}
    return api.create_response(request, {"code": "bad_body", "detail": places}, status=422)


@api.exception_handler(HttpError)
def refuse_request(request: HttpRequest, error: HttpError) -> HttpResponse:
    """What is no JSON, or comes without a token."""
    code = "no_token" if error.status_code == 401 else "bad_request"
    return api.create_response(request, {"code": code, "detail": {}}, status=error.status_code)


api.add_router("/returns", returns)
