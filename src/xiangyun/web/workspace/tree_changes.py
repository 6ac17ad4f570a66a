"""Changing the tree on pages: choose, fill in, look at the preview, apply; the list of changes, and taking one back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xiangyun.core.clock import working_date
from xiangyun.core.errors import BadInput, Conflict, NotVisible
from xiangyun.notices.models import TaskPeriod
from xiangyun.units.actions.change_tree import change_tree
from xiangyun.units.actions.undo_change import undo_change
from xiangyun.units.history import change_at, changes_named, changes_within, with_units
from xiangyun.units.models import Change, Unit
from xiangyun.units.orders import Order, kind_of
from xiangyun.units.overview import lines_of_site
from xiangyun.units.preview import Preview, preview_change
from xiangyun.units.rights import MAY_CHANGE
from xiangyun.web.shared.problems import sentence
from xiangyun.web.shared.requests import Request

from .days import day_shown
from .tree_forms import ChangeForm, day_typed
from .tree_offers import Subject, lines_offered, offered, subject_of, units_named
from .tree_words import kind_hints, kind_words, told, told_before, touched_words, unit_url

A_PAGE = 30
Kind = Change.Kind


@require_safe
def choose(request: Request, uid: UUID) -> HttpResponse:
    """What can be done with a unit on a day."""
    subject = subject_of(request.actor, uid, day_shown(request).day)
    words, hints = kind_words(), kind_hints()
    rows = [
        {
            "title": words[kind],
            "note": hints[kind],
            "url": f"{reverse('workspace:unit-change-kind', args=[uid, kind])}?on={subject.day.isoformat()}",
        }
        for kind in subject.kinds(request.actor)
    ]
    context = {"unit": subject.unit, "rows": rows, "crumbs": _crumbs(subject, _("Change"))}
    return render(request, "workspace/change_choose.html", context)


@require_http_methods(["GET", "POST"])
def change(request: Request, uid: UUID, kind: str) -> HttpResponse:
    """One kind of change: filled in, looked at (`do=preview`), applied (`do=apply`)."""
    typed = request.POST if request.method == "POST" else request.GET
    day, is_day = day_typed(typed, working_date(request.at))
    subject = subject_of(request.actor, uid, day)
    if kind not in subject.kinds(request.actor):
        return _cannot(request, subject, kind)
    form = _form(request, subject, kind, typed)
    if not is_day:
        form.errors["on"] = sentence("not_a_day")
    do = typed.get("do", "") if request.method == "POST" else ""
    if do in {"preview", "apply"} and (order := form.order()):
        try:
            return _apply(request, form, order) if do == "apply" else _preview(request, form, order)
        except BadInput as refused:
            form.errors[""] = sentence(refused.reason) or sentence("change_refused")
    return _filled_in(request, form)


def _cannot(request: Request, subject: Subject, kind: str) -> HttpResponse:
    """A kind that does not fit the unit on the day: the way back to those that do."""
    if kind not in kind_words():
        raise NotVisible(kind="change")
    messages.error(request, _("This cannot be done with the unit on that day."))
    return redirect(f"{reverse('workspace:unit-change', args=[subject.unit.uid])}?on={subject.day.isoformat()}")


def _form(request: Request, subject: Subject, kind: str, typed: QueryDict) -> ChangeForm:
    lines = lines_offered() if kind == Kind.JOIN else ()
    line = typed.get("line", lines[0]["value"] if lines else "")
    choices = offered(request.actor, subject, kind, line=line, find=typed.get("find", "").strip())
    form = ChangeForm(kind, subject, typed, choices, lines)
    known = {str(choice.unit.uid): choice.unit for choice in choices}
    missing = form.wanted() - set(known)
    form.others = known | {str(unit.uid): unit for unit in units_named(request.actor, missing, subject.day)}
    return form


def _filled_in(request: Request, form: ChangeForm) -> HttpResponse:
    context = {
        "form": form,
        "unit": form.subject.unit,
        "title": kind_words()[form.kind],
        "hint": kind_hints()[form.kind],
        "fields": form.fields(),
        "picker": form.picker(),
        "parts": form.parts() if form.kind == Kind.SPLIT else [],
        "children": form.children() if form.kind == Kind.SPLIT else [],
        "errors": [{"id": f"f-{name}", "label": text} for name, text in form.errors.items() if name],
        "refused": form.errors.get("", ""),
        "crumbs": _crumbs(form.subject, kind_words()[form.kind]),
    }
    return render(request, "workspace/change_form.html", context, status=400 if form.errors else 200)


def _preview(request: Request, form: ChangeForm, order: Order) -> HttpResponse:
    """Before and after, what it touches, and what stays as it is because it is closed."""
    decree, today = form.decree(), working_date(request.at)
    found = preview_change(actor=request.actor, order=order, decree=decree, at=request.at)
    above = (form.subject.place.path,)
    closed = TaskPeriod.objects.from_above(above).closed_since(decree.on).count() if decree.on < today else 0
    labels = {line.slug: line.label for line in lines_of_site()} if form.kind in {Kind.JOIN, Kind.LEAVE} else {}
    context = {
        "form": form,
        "unit": form.subject.unit,
        "title": kind_words()[form.kind],
        "decree": decree,
        "sentence": told_before(Change(kind=kind_of(order), on=decree.on, said=found.said), labels),
        "rows": _before_and_after(found, form),
        "touched": _touched(found),
        "is_past": decree.on < today,
        "is_future": decree.on > today,
        "closed": closed,
        "crumbs": _crumbs(form.subject, kind_words()[form.kind]),
    }
    return render(request, "workspace/change_preview.html", context)


def _before_and_after(found: Preview, form: ChangeForm) -> list[dict[str, Any]]:
    """By name; and above which unit it stands, where that changes."""
    before, after = found.said.get("before", {}), found.said.get("after", {})
    rows: list[dict[str, Any]] = []
    for part in ("from", "subject", "into"):
        was, now = before.get(part, []), after.get(part, [])
        ends = part == "from" and form.kind in {Kind.MERGE, Kind.SPLIT}
        for n in range(max(len(was), len(now))):
            rows.append({"was": was[n] if n < len(was) else "", "now": now[n] if n < len(now) else "", "ends": ends})
    if form.kind == Kind.MOVE and form.subject.parent:
        above = _("under %(unit)s")
        names = {"was": form.subject.parent.name, "now": "".join(after.get("parent", []))}
        rows.append({side: above % {"unit": name} for side, name in names.items()})
    return rows


def _touched(found: Preview) -> list[dict[str, Any]]:
    words = touched_words()
    counted = [{"label": words.get(name, name), "value": n} for name, n in found.touched.items()]
    return [{"label": _("units"), "value": found.units}, *counted]


def _apply(request: Request, form: ChangeForm, order: Order) -> HttpResponse:
    made = change_tree(
        actor=request.actor, order=order, decree=form.decree(), at=request.at, uid=_uid(form.typed.get("uid"))
    )
    target = _led_to(made, form.subject.unit)
    later = made.on if made.on > working_date(request.at) else None
    address = unit_url(target.uid, later)
    return redirect(f"{address}{'&' if later else '?'}done={made.uid}")


def _uid(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        raise BadInput("bad_uid") from None


def _led_to(made: Change, subject: Unit) -> Unit:
    """The unit whose page shows what was done: the one that took over, or the one that began."""
    happened = change_at(made.uid)
    units = happened.units if happened else {}
    if made.kind == Kind.FOUND:
        return units["subject"][0]
    ends = made.kind == Kind.MERGE or (made.kind == Kind.SPLIT and made.said["order"].get("has_ended", True))
    return units["into"][0] if ends and units.get("into") else subject


def _crumbs(subject: Subject, last: str) -> list[dict[str, str]]:
    return [
        {"label": _("Units"), "url": reverse("workspace:units")},
        {"label": subject.unit.name, "url": unit_url(subject.unit.uid)},
        {"label": last, "url": ""},
    ]


@require_safe
def listing(request: Request) -> HttpResponse:
    """Changes at and below the own unit, the last that came into force first; by kind, by words, by days."""
    asked = {name: request.GET.get(name, "").strip() for name in ("kind", "q", "since", "until")}
    since, ok_since = day_typed(QueryDict(f"on={asked['since']}"), working_date(request.at))
    until, ok_until = day_typed(QueryDict(f"on={asked['until']}"), working_date(request.at))
    if not (ok_since and ok_until):
        raise BadInput("not_a_day")
    found = changes_within(
        request.actor,
        kind=asked["kind"],
        text=asked["q"][:60],
        since=since if asked["since"] else None,
        until=until if asked["until"] else None,
    )
    shown = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    kept = request.GET.copy()
    kept.pop("page", None)
    context = {
        "page_of": shown,
        "rows": [told(happened, {}) for happened in with_units(list(shown))],
        "asked": asked,
        "kinds": kind_words().items(),
        "is_filtered": any(asked.values()),
        "kept": f"{kept.urlencode()}&" if kept else "",
        "may_change": request.actor.holds(*MAY_CHANGE),
    }
    return render(request, "workspace/changes.html", context)


@require_safe
def page(request: Request, uid: UUID) -> HttpResponse:
    """One change: what was done, by which document, what it touched, and the way to take it back."""
    return _show(request, uid)


def _show(request: Request, uid: UUID, *, status: int = 200, **more: Any) -> HttpResponse:
    happened = change_at(uid)
    if happened is None or request.actor.unit_id is None:
        raise NotVisible(kind="change")
    labels = {line.slug: line.label for line in lines_of_site()}
    made, undone_by = happened.change, happened.undone_by
    context = {
        "item": told(happened, labels, most=200),
        "undone_by": undone_by,
        "may_undo": request.actor.holds(*MAY_CHANGE) and made.kind != Kind.UNDO and undone_by is None,
        "crumbs": [
            {"label": _("Units"), "url": reverse("workspace:units")},
            {"label": _("Changes"), "url": reverse("workspace:changes")},
            {"label": kind_words()[made.kind], "url": ""},
        ],
        **more,
    }
    return render(request, "workspace/change.html", context, status=status)


@require_POST
def undo(request: Request, uid: UUID) -> HttpResponse:
    """Take a change back by a document; later changes that stand on it are named with links."""
    document = request.POST.get("document", "").strip()
    try:
        undone = undo_change(actor=request.actor, uid=uid, document=document[:120], at=request.at)
    except BadInput as refused:
        return _show(request, uid, status=400, refused=sentence(refused.reason), document=document)
    except Conflict as refused:
        later = with_units(changes_named(refused.detail.get("changes", [])))
        rows = [told(happened, {}) for happened in later]
        return _show(request, uid, status=409, refused=sentence(refused.reason), later=rows, document=document)
    messages.success(request, _("Taken back. On every day the units stand as before."))
    return redirect("workspace:change", undone.undoes.uid if undone.undoes else uid)
