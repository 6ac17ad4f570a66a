"""What is filled in to give more time: for which period, up to when, why, to whom."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _

from xiangyun.core.clock import working_date
from xiangyun.core.errors import BadInput, NotVisible
from xiangyun.notices.extensions import MOST_REASON, MoreTime
from xiangyun.notices.models import Task, TaskPeriod
from xiangyun.units.finding import find_units
from xiangyun.units.models import Unit
from xiangyun.units.queries import children_of, path_of
from xiangyun.web.shared.problems import sentence
from xiangyun.web.shared.requests import Request

from .board_words import period_words
from .task_forms import task_sentence
from .wording import by_words

FIELD_OF = {"reason_needed": "reason", "not_text": "reason", "too_long": "reason", "nobody_gets_it": "picked"}
SEARCHED = 20
MOST_PICKED = 200


class MoreTimeForm(forms.Form):
    """`picked` are units by uid, each for itself and all below it; `expected` is the number that a preview said."""

    period = forms.UUIDField()
    due_on = forms.DateField()
    reason = forms.CharField(max_length=MOST_REASON)
    answered_too = forms.BooleanField(required=False)
    expected = forms.IntegerField(required=False, min_value=0)

    def __init__(self, *args: Any, periods: Sequence[TaskPeriod], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.periods = periods

    def clean(self) -> dict[str, Any]:
        """A period of this task, and somebody to give it to."""
        given = super().clean() or {}
        if given.get("period") and given["period"] not in {p.uid for p in self.periods}:
            self.add_error("period", task_sentence("missing"))
        try:
            picked = self.data.getlist("picked")[:MOST_PICKED]  # type: ignore[attr-defined]
            given["picked"] = tuple(dict.fromkeys(map(UUID, picked)))
        except ValueError:
            raise NotVisible(kind="unit") from None
        if not given["picked"]:
            self.add_error(None, forms.ValidationError(_("Choose a unit."), code="picked"))
        return given

    def period_uid(self) -> UUID:
        uid: UUID = self.cleaned_data["period"]
        return uid

    def more_time(self) -> MoreTime:
        """What is given, and to whom."""
        given = self.cleaned_data
        return MoreTime(given["due_on"], given["reason"], given["picked"], silent_only=not given["answered_too"])

    def hidden(self) -> list[tuple[str, str]]:
        """What was filled in, to be carried through the preview."""
        given = self.cleaned_data
        more = [("answered_too", "on")] if given["answered_too"] else []
        return [
            ("period", str(given["period"])),
            ("due_on", given["due_on"].isoformat()),
            ("reason", given["reason"]),
            *more,
            *(("picked", str(uid)) for uid in given["picked"]),
        ]

    def take(self, refused: BadInput) -> None:
        """What the domain found wrong, at its field."""
        name = FIELD_OF.get(refused.reason, "due_on")
        words = sentence(refused.reason)
        self.add_error(None if name == "picked" else name, forms.ValidationError(words, code=name))

    def error_of(self, name: str) -> str:
        """What is wrong with a field, as a sentence."""
        for error in self.errors.as_data().get("__all__" if name == "picked" else name, []):
            return task_sentence(str(error.code)) or str(error.message)
        return ""

    def drawn(self) -> list[dict[str, Any]]:
        """The fields as the page draws them, those whom it is for left out."""
        labels = {str(p.uid): f"{period_words(p)} · {by_words(p, p.opens_at)}" for p in self.periods}
        choices = [{"value": uid, "label": label} for uid, label in labels.items()]
        period = str(self["period"].value() or (choices[0]["value"] if choices else ""))
        return [
            {"name": "period", "label": _("For which period"), "type": "select_one", "choices": choices,
             "required": True, "value": period, "error": self.error_of("period")},
            {"name": "due_on", "label": _("Up to which day"), "type": "date", "required": True,
             "value": self["due_on"].value() or "", "error": self.error_of("due_on")},
            {"name": "reason", "label": _("Reason"), "type": "text", "required": True, "max_length": MOST_REASON,
             "hint": _("The units see it."), "value": self["reason"].value() or "", "error": self.error_of("reason")},
        ]  # fmt: skip


def picker_of(request: Request, task: Task, *, error: str = "") -> dict[str, Any]:
    """The units to choose from: those chosen, then what a search finds below the owner, else what stands below it."""
    taken = [uid for uid in request.POST.getlist("picked")[:MOST_PICKED] if _is_uid(uid)]
    find = request.POST.get("find", "").strip()[:40]
    chosen: list[tuple[Unit, str]] = [(unit, "") for unit in _units(request, taken)]
    found = _found(request, find) if find else _below(request, task)
    rows = {str(unit.uid): (unit, above) for unit, above in [*chosen, *found]}
    return {
        "name": "picked",
        "label": _("To which units; one above them stands for all below it"),
        "many": True,
        "find": find,
        "error": error,
        "rows": [
            {"uid": uid, "name": str(unit), "above": above, "chosen": uid in taken}
            for uid, (unit, above) in rows.items()
        ],
    }


def _is_uid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _units(request: Request, uids: Sequence[str]) -> list[Unit]:
    return list(Unit.objects.visible_to(request.actor).filter(uid__in=uids).in_list_order()) if uids else []


def _below(request: Request, task: Task) -> list[tuple[Unit, str]]:
    day = working_date(request.at)
    return [(unit, "") for unit in children_of(path_of(task.owner_id, day), day)]


def _found(request: Request, text: str) -> list[tuple[Unit, str]]:
    """Below the owner, which is the actor's unit."""
    found = find_units(request.actor, text, working_date(request.at), SEARCHED)
    here = [f for f in found if f.place and not f.has_ended and f.place.path.startswith(request.actor.paths)]
    return [(f.unit, " › ".join(f.above)) for f in here]
