"""From what was typed to a task: the form drafted if wanted, names resolved, minutes reckoned from the form."""

from collections.abc import Mapping, Sequence
from typing import Any

from xiangyun.core.clock import working_date
from xiangyun.core.errors import BadInput
from xiangyun.forms.actions.store_form import store_form
from xiangyun.forms.definition import StoredForm
from xiangyun.forms.effort import minutes_of, review_minutes_of, table_for
from xiangyun.forms.models import FormVersion
from xiangyun.notices.actions.edit_task import edit_task
from xiangyun.notices.actions.make_task import make_task
from xiangyun.notices.models import Clause, Notice, Task
from xiangyun.notices.parties import resolve_parties
from xiangyun.notices.party_names import dictionary_for
from xiangyun.notices.proposals import Proposal
from xiangyun.notices.task_plans import TaskPlan
from xiangyun.web.shared.party_problems import why_nobody
from xiangyun.web.shared.problems import sentence
from xiangyun.web.shared.requests import Request

from .clause_forms import names_in
from .task_accept import told_made
from .task_forms import TaskForm
from .task_offers import NAMED


def make(request: Request, notice: Notice, clauses: Sequence[Clause], made: Proposal, form: TaskForm) -> bool:
    """Whether the task is made; what is wrong with it goes to the fields."""
    units = _units(request, notice, form)
    if units is None:
        return False
    plan = _plan(request, form, units, _version(request, notice, made, form))
    guidance = [clause.uid for clause in made.guidance]
    uids = [clause.uid for clause in clauses]
    try:
        task = make_task(
            actor=request.actor,
            notice_uid=notice.uid,
            clause_uids=uids,
            guidance_uids=guidance,
            plan=plan,
            at=request.at,
        )
    except BadInput as refused:
        return _refused(form, refused)
    told_made(request, notice, [task])
    return True


def change(request: Request, notice: Notice, task: Task, form: TaskForm) -> bool:
    """Whether the task is changed; what is wrong with it goes to the fields."""
    units = _units(request, notice, form)
    if units is None:
        return False
    plan = _plan(request, form, units, form.offer.forms[form.cleaned_data["form_version"]])
    try:
        edit_task(actor=request.actor, notice_uid=notice.uid, task_uid=task.uid, plan=plan, at=request.at)
    except BadInput as refused:
        return _refused(form, refused)
    return True


def _refused(form: TaskForm, refused: BadInput) -> bool:
    """What the domain finds wrong with the plan, or with the choice of units."""
    if refused.reason == "task_incomplete":
        form.take(refused.detail["fields"])
    elif refused.reason == "quotas_incomplete":
        form.take_quotas(refused.detail["lines"])
    elif said := sentence(refused.reason):
        form.add_error("selector", said)
    else:
        raise refused
    return False


def _units(request: Request, notice: Notice, form: TaskForm) -> Mapping[str, Any] | None:
    """Whom the task asks; typed names that mean nobody are told at their field."""
    if form.cleaned_data["selector"] != NAMED:
        return form.chosen_units(None)
    found = resolve_parties(
        names_in(form.cleaned_data["names"]),
        owner=notice.owner,
        addressees=notice.head.get("addressees", []),
        day=working_date(request.at),
        dictionary=dictionary_for(request.actor),
        issuer=notice.head.get("issuer", ""),
    )
    nobody = [party for party in found.parties if party.why]
    if nobody or found.definition is None:
        form.add_error("names", " ".join(f"{party.name}: {why_nobody(party)}" for party in nobody))
        return None
    return found.definition


def _version(request: Request, notice: Notice, made: Proposal, form: TaskForm) -> FormVersion:
    """The form that was chosen; one drafted from the clause is stored now."""
    if not form.is_drafted:
        return form.offer.forms[form.cleaned_data["form_version"]]
    draft = made.form
    return store_form(
        actor=request.actor,
        owner=notice.owner,
        slug=draft.slug,
        source=draft.source,
        filename=draft.filename,
        at=request.at,
    )


def _plan(request: Request, form: TaskForm, units: Mapping[str, Any], version: FormVersion) -> TaskPlan:
    stored, table = StoredForm.from_plain(version.definition), table_for(request.actor)
    return form.plan(units, version, minutes_of(stored, table), review_minutes_of(stored, table))
