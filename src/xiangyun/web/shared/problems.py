"""The words for what was refused, by stable code; as a page, or as JSON for scripts and machines."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from .after_problems import after_sentences
from .burden_problems import burden_sentences
from .calendar_problems import calendar_sentences
from .chase_problems import chase_sentences
from .door_problems import door_sentences
from .party_problems import party_sentences
from .people_problems import people_sentences
from .plan_problems import plan_sentences
from .requests import Request
from .tree_problems import tree_sentences


def sentence(code: str) -> str:
    """What to tell a person; empty for a code that has no words of its own (the page's general ones serve)."""
    sentences = {
        "signed_out": _("Sign in again, then go on."),
        "nil_not_allowed": _("This task needs an answer; it cannot be sent as nothing to report."),
        "incomplete": _("Something is still missing."),
        "locked": _("The time to answer is over; what was not answered counts as missing."),
        "not_open": _("This is not open yet."),
        "too_late_to_recall": _("It can no longer be recalled: ten minutes have passed, or someone has looked at it."),
        "reason_needed": _("Write a reason, one sentence is enough."),
        "clauses_open": _("Some clauses are neither made a task nor dismissed."),
        "no_task": _("Make at least one task first."),
        "no_open_clause": _("Choose a clause that is still open."),
        "drafter_signs": _("Who drafted it cannot sign it. Another person must."),
        "post_not_held": _("You do not hold this post today. A deputy signs only from the first day to the last."),
        "changed_meanwhile": _("It was changed since you opened it. Read it again, then sign."),
        "changed_since_signed": _("Its text or its tasks were changed after the signature. It must be signed again."),
        "not_the_signer": _("Only who signed it, or the holder of the post, can take the signature back."),
        "number_used": _("Another notice has this number."),
        "mode_is_set": _("One-person mode is set for some of these days already."),
        "mode_begins_too_early": _("It cannot begin before today."),
        "mode_ends_first": _("The last day lies before the first."),
        "mode_too_long": _("At most a year; set it again when that is over."),
        "mode_is_over": _("It has ended already."),
        "mode_for_oneself": _("You make or sign papers there, so somebody else must set this."),
        "not_in_reach": _("This unit is not yours to administer."),
        "not_a_picture": _("This file is not a picture. Choose a photo."),
        "picture_too_large": _("This picture is too large."),
        "not_a_photo_field": _("A photo does not belong here."),
        "photo_not_here": _("This photo was not sent with this answer. Take it again."),
        "saved_elsewhere": _("This was also changed in another place. Both are kept; choose one."),
        "already_sent": _("This was sent already, with other content. Nothing was changed."),
        "answered_elsewhere": _("This was already begun in another place. Open it there."),
        "task_incomplete": _("The task is not complete."),
        "not_text": _("There are signs in it that cannot be read. Write it again."),
        "not_a_day": _("Write a date, such as 2020-03-20."),
        "unreadable": _("This is not a text that can be read. Paste the words of the notice."),
    }
    return (sentences | _by_subject()).get(code, "")


def _by_subject() -> dict[str, str]:
    """The sentences that stand with their subjects."""
    found = calendar_sentences() | door_sentences() | tree_sentences() | people_sentences() | party_sentences()
    return found | chase_sentences() | burden_sentences() | plan_sentences() | after_sentences()


def wants_json(request: HttpRequest) -> bool:
    """Scripts and machines say so."""
    asked = request.headers.get("Accept", "")
    return "application/json" in asked or request.headers.get("X-Requested-With") == "fetch"


def problem_answer(request: Request, status: int, code: str, detail: Mapping[str, Any] | None = None) -> HttpResponse:
    """A page that says what went wrong and how to go on, or the same as JSON."""
    text = sentence(code)
    if wants_json(request):
        body = {"code": code, "message": text, "detail": detail or {}}
        return JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False, "default": str})
    return render(request, "shared/page_error.html", {"status": status, "text": text}, status=status)


def not_found(request: Request, exception: Exception) -> HttpResponse:
    """Django's 404, in our words."""
    return problem_answer(request, 404, "not_visible")


def broken(request: Request) -> HttpResponse:
    """Django's 500, in our words."""
    return problem_answer(request, 500, "broken")
