"""What is typed on the pages of posts and invitations; forms here validate, they save nothing."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from xiangyun.people.holding import MOST_REASON, MOST_TITLE
from xiangyun.people.models import Account, Role
from xiangyun.web.shared.problems import sentence

from .unit_page import role_words

A_DAY = timedelta(days=1)
Field = dict[str, Any]


class SpokenForm(forms.Form):
    """A form that draws its own fields, with the words for what is wrong at each."""

    KINDS: dict[str, str] = {}

    def labels(self) -> dict[str, str]:
        """Field → what it is called on screen, in the order shown."""
        raise NotImplementedError

    def hints(self) -> dict[str, str]:
        """Field → a sentence that helps."""
        return {}

    def choices(self) -> dict[str, Sequence[tuple[str, str]]]:
        """Field → what can be chosen."""
        return {}

    def shown(self, wrong: dict[str, str] | None = None) -> list[Field]:
        """The fields as the page draws them: what was typed, or what it starts from."""
        found = {**self.wrong(), **(wrong or {})}
        return [self._shown(name, label, found.get(name, "")) for name, label in self.labels().items()]

    def _shown(self, name: str, label: str, error: str) -> Field:
        typed = self.data.get(self.add_prefix(name), "") if self.is_bound else self.initial.get(name, "")
        chosen = [{"value": value, "label": word} for value, word in self.choices().get(name, ())]
        return {
            "name": self.add_prefix(name),
            "label": label,
            "type": "select_one" if chosen else self.KINDS.get(name, "text"),
            "choices": chosen,
            "hint": self.hints().get(name, ""),
            "required": self.fields[name].required,
            "value": typed.isoformat() if isinstance(typed, date) else typed,
            "error": error,
        }

    def wrong(self) -> dict[str, str]:
        """What is wrong with each field as it was typed."""
        if not self.is_bound:
            return {}
        dated = _("Write a date, such as 2020-03-20.")
        return {
            name: dated if isinstance(self.fields.get(name), forms.DateField) else self.missing(name)
            for name in self.errors
        }

    def missing(self, name: str) -> str:
        """What to say where something lacks or is too long."""
        return _("Fill this in, shorter if it is long.")


class GuestForm(SpokenForm):
    """Who is invited to a post that is there, and from which day."""

    prefix: str | None = "guest"
    KINDS = {"from_on": "date"}
    name = forms.CharField(max_length=60, required=False)
    phone = forms.CharField(max_length=30, required=False)
    from_on = forms.DateField()

    def labels(self) -> dict[str, str]:
        return {"name": _("Person's name"), "phone": _("Mobile phone"), "from_on": _("From which day")}

    def hints(self) -> dict[str, str]:
        return {"name": _("It stands ready on the page of the invitation.")}


class NewPostForm(GuestForm):
    """A new post and who is invited to it."""

    prefix = None
    role = forms.ChoiceField()
    title = forms.CharField(max_length=MOST_TITLE, required=False)

    def __init__(self, roles: Sequence[Role], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = role_words()
        self.roles = [(str(role), words[role]) for role in roles]
        self.fields["role"].choices = self.roles  # type: ignore[attr-defined]

    def labels(self) -> dict[str, str]:
        return {"role": _("What the post is for"), "title": _("Name of the post"), **super().labels()}

    def hints(self) -> dict[str, str]:
        return {"title": _("Only where it has one of its own."), **super().hints()}

    def choices(self) -> dict[str, Sequence[tuple[str, str]]]:
        return {"role": self.roles}

    def missing(self, name: str) -> str:
        return _("Choose one of these.") if name == "role" else super().missing(name)


class HandOverForm(SpokenForm):
    """The day, and who follows: an account, or somebody who is invited."""

    prefix = "successor"
    KINDS = {"on": "date"}
    on = forms.DateField()
    account = forms.CharField(max_length=60, required=False)
    name = forms.CharField(max_length=60, required=False)
    phone = forms.CharField(max_length=30, required=False)

    def labels(self) -> dict[str, str]:
        return {
            "on": _("The successor's first day"),
            "account": _("The successor's sign-in name or phone"),
            "name": _("Or invite a successor: name"),
            "phone": _("Mobile phone"),
        }

    def hints(self) -> dict[str, str]:
        return {"account": _("If the successor has an account here already.")}


class DelegateForm(SpokenForm):
    """Who acts for the holder, from which day to which, and why."""

    prefix = "deputy"
    KINDS = {"from_on": "date", "last_on": "date"}
    colleague = forms.CharField(max_length=40, required=False)
    account = forms.CharField(max_length=60, required=False)
    from_on = forms.DateField()
    last_on = forms.DateField()
    reason = forms.CharField(max_length=MOST_REASON)

    def __init__(self, colleagues: Sequence[Account], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.colleagues = colleagues

    def labels(self) -> dict[str, str]:
        shown = {"colleague": _("Deputy")} if self.colleagues else {}
        other = _("Somebody else: sign-in name or phone") if self.colleagues else _("Deputy: sign-in name or phone")
        days = {"from_on": _("First day"), "last_on": _("Last day"), "reason": _("Reason")}
        return {**shown, "account": other, **days}

    def choices(self) -> dict[str, Sequence[tuple[str, str]]]:
        return {"colleague": [(str(account.uid), account.name) for account in self.colleagues]}

    def missing(self, name: str) -> str:
        return sentence("reason_needed")


class EndForm(SpokenForm):
    """The last day, and why."""

    prefix = "end"
    KINDS = {"last_on": "date"}
    last_on = forms.DateField()
    reason = forms.CharField(max_length=MOST_REASON, required=False)

    def labels(self) -> dict[str, str]:
        return {"last_on": _("Last day"), "reason": _("Reason")}
