"""Official lists: those there are, an upload, what it would do, what must be decided, and applying it as one action."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from xiangyun.core.errors import Conflict, NotAllowed, NotVisible
from xiangyun.units.actions.import_list import ListConflict, import_list
from xiangyun.units.actions.upload_list import upload_list
from xiangyun.units.comparison import Item, Kind
from xiangyun.units.decisions import BadDecisions, Decision
from xiangyun.units.intake import Intake, counts_of, prepare
from xiangyun.units.lists import BadList, OfficialList
from xiangyun.units.overview import editions_of_site
from xiangyun.units.uploads import uploaded_list
from xiangyun.web.shared.problems import sentence
from xiangyun.web.shared.requests import Request

from .board_words import level_words, list_word
from .list_forms import MOST_DECIDED, ListForm, Question, questions_of, zone_decisions
from .list_words import kind_labels, problem_words, why_words

MAX_BYTES = 11 * 1024 * 1024
SHOWN = 40
"""Places listed of each kind; the figure beside says how many there are."""
PROBLEMS = 20


@require_http_methods(["GET", "POST"])
def listing(request: Request) -> HttpResponse:
    """The editions there are; for an administrator the way in for another one."""
    if not request.actor.holds("admin", "officer"):
        raise NotAllowed(step="lists")
    form = ListForm(request.POST)
    problems: list[str] = []
    if request.method == "POST" and form.is_valid():
        address, problems = _upload(request, form)
        if address:
            return redirect(address)
    context = {
        "editions": [_edition(edition) for edition in editions_of_site()],
        "may_import": request.actor.holds("admin"),
        "fields": form.fields(),
        "problems": problems[:PROBLEMS],
        "more_problems": max(0, len(problems) - PROBLEMS),
        "crumbs": _crumbs(),
    }
    return render(request, "workspace/lists.html", context, status=400 if form.errors or problems else 200)


def _edition(edition: Any) -> dict[str, Any]:
    return {
        "publisher": list_word(edition.publisher),
        "as_of": edition.as_of,
        "opens_on": edition.opens_on,
        "source": edition.source,
        "n": edition.rows_n,
        "changes_n": edition.changes_n,
        "is_held_back": edition.opens_on < edition.as_of,
    }


def _crumbs(last: str = "") -> list[dict[str, str]]:
    trail = [{"label": _("Units"), "url": reverse("workspace:units")}]
    lists = {"label": _("Official lists"), "url": reverse("workspace:lists") if last else ""}
    return [*trail, lists, {"label": last, "url": ""}] if last else [*trail, lists]


def _upload(request: Request, form: ListForm) -> tuple[str, list[str]]:
    """The address of the preview, or what is wrong with the file."""
    file = request.FILES.get("file")
    if file is None or not file.size:
        return "", [_("Choose a file: csv, or csv.gz.")]
    if file.size > MAX_BYTES:
        return "", [_("The file is too large for the page; import it with the command.")]
    try:
        digest = upload_list(actor=request.actor, raw=file.read(), publisher=form.publisher, at=request.at)
    except BadList as refused:
        return "", [problem_words(problem) for problem in refused.problems]
    asked = {"list": form.publisher, "as_of": form.as_of.isoformat(), "source": (file.name or "")[:200]}
    opens = {"opens": form.opens_on.isoformat()} if form.opens_on else {}
    return f"{reverse('workspace:list', args=[digest])}?{urlencode(asked | opens)}", []


@dataclass(slots=True)
class Look:
    """An uploaded list, what it would do with what is decided so far, and what went wrong with that."""

    form: ListForm
    found: OfficialList
    intake: Intake
    decisions: Sequence[Decision]
    questions: Sequence[Question]
    refused: Sequence[str] = ()
    is_blocked: bool = False


@require_http_methods(["GET", "POST"])
def page(request: Request, sha256: str) -> HttpResponse:
    """What an uploaded list would do; with the decisions, applied as one action."""
    if not request.actor.holds("admin"):
        raise NotAllowed(step="lists")
    form = ListForm(request.GET)
    if not form.is_valid():
        raise NotVisible(kind="list")
    look = _look(request, form, uploaded_list(sha256, form.publisher))
    if request.method == "POST" and not look.refused:
        try:
            return _apply(request, look)
        except BadDecisions as refused:
            look.refused = refused.problems
        except ListConflict:
            look.refused = [_("Something is still to be decided.")]
        except Conflict as refused:
            look.refused = [sentence(refused.reason) or refused.reason]
    return render(request, "workspace/list.html", _context(look), status=400 if look.refused else 200)


def _look(request: Request, form: ListForm, found: OfficialList) -> Look:
    """First without decisions, for what there is to decide; then with those that were typed."""
    opens = form.opens_on or form.as_of
    try:
        intake = prepare(found.rows, form.publisher, (), found.digest, opens, as_of=form.as_of)
        questions = questions_of(intake.differences, request.POST)
        decided = [decision for question in questions if (decision := question.decision())]
        decided += zone_decisions(_doubted(intake), request.POST)
    except Conflict as refused:
        return Look(form, found, Intake(0), (), (), [sentence(refused.reason) or refused.reason], is_blocked=True)
    return Look(form, found, intake, decided, questions)


def _doubted(intake: Intake) -> Sequence[Any]:
    return intake.plan.open_questions if intake.plan else intake.open_questions


def _apply(request: Request, look: Look) -> HttpResponse:
    """All proposals hold that were not decided otherwise; the same again changes nothing."""
    form = look.form
    done = import_list(
        actor=request.actor,
        rows=look.found.rows,
        publisher=form.publisher,
        as_of=form.as_of,
        opens_on=form.opens_on,
        decisions=look.decisions,
        digest=look.found.digest,
        source=form.typed.get("source", "")[:300],
        at=request.at,
        accept_proposals=True,
    )
    messages.success(request, _("The list is applied.") if done.is_new else _("It was there already; nothing changed."))
    return redirect("workspace:lists")


def _context(look: Look) -> dict[str, Any]:
    intake, form = look.intake, look.form
    counts = counts_of(intake, look.found.rows)
    open_n = len(intake.differences)
    return {
        "form": form,
        "publisher": list_word(form.publisher),
        "opens_on": form.opens_on or form.as_of,
        "is_same": intake.same_as is not None,
        "is_first": intake.plan is not None,
        "levels": [] if look.is_blocked else _levels(counts),
        "figures": _figures(intake, counts),
        "groups": _groups(intake.comparison.items if intake.comparison else ()),
        "questions": [question.shown() for question in look.questions],
        "conflicts_n": sum(question.is_conflict for question in look.questions),
        "too_many": open_n if open_n > MOST_DECIDED else 0,
        "doubted": _doubted(intake),
        "refused": look.refused,
        "crumbs": _crumbs(list_word(form.publisher)),
    }


def _levels(counts: dict[str, Any]) -> list[dict[str, Any]]:
    words = level_words()
    return [{"label": words[int(level)], "value": n} for level, n in counts["levels"].items()]


def _figures(intake: Intake, counts: dict[str, Any]) -> list[dict[str, Any]]:
    """What would be made of the rows."""
    words = {
        "units": _("new units"),
        "matched": _("rows that are there already"),
        "quasi": _("listed like a township, but a park, farm or prison"),
        "filler": _("places that only fill their level"),
        "outside": _("outside selectors"),
    }
    labels = kind_labels()
    changes = [{"label": labels.get(k, _("unchanged")), "value": n} for k, n in counts.get("changes", {}).items()]
    return [{"label": words[name], "value": counts[name]} for name in words if counts[name]] + changes


def _groups(items: Sequence[Item]) -> list[dict[str, Any]]:
    """Sure and guessed changes by kind, the first of each named."""
    labels, reasons = kind_labels(), why_words()
    by_kind = sorted((i for i in items if i.kinds != (Kind.RECODED,)), key=lambda i: i.kinds)
    groups = []
    for kinds, found in groupby(by_kind, key=lambda i: i.kinds):
        rows = list(found)
        shown = [
            {
                "name": f"{item.place} {item.name}".strip(),
                "code": item.code,
                "was": " ".join(filter(None, (item.was_place, item.was_name, item.was_code))),
                "into": "、".join(item.into),
                "guess": "" if item.is_sure else reasons.get(item.why, item.why),
            }
            for item in rows[:SHOWN]
        ]
        label = "、".join(labels[kind] for kind in kinds)
        groups.append({"label": label, "n": len(rows), "rows": shown, "more": max(0, len(rows) - SHOWN)})
    return groups
