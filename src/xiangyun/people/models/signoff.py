"""Who signed which paper off, and the times in which a unit may have papers made and signed by one person."""

from datetime import date
from typing import ClassVar, Self
from uuid import UUID

from django.db import models
from django.db.models import F, Q

from xiangyun.core.actor import Actor
from xiangyun.core.ids import uuid7
from xiangyun.units.models import Unit
from xiangyun.units.reach import on_the_way_up, within_any

from .accounts import Account
from .posts import Post, Role, Tenure

READERS = (Role.OFFICER, Role.DIRECTOR, Role.AUDITOR)


class OnePersonModeQuerySet(models.QuerySet["OnePersonMode"]):
    def visible_to(self, actor: Actor) -> Self:
        """Everybody who works at the unit, above it or below it sees that the rule of two persons is off there."""
        if actor.is_system:
            return self
        return self.filter(on_the_way_up(actor.all_paths, "unit") | within_any(actor.paths, "unit"))

    def on(self, day: date) -> Self:
        """Those that hold on a day."""
        return self.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=day), from_on__lte=day, to_on__gt=day)

    def of_unit(self, unit_id: int) -> Self:
        """Those of a unit, latest first, with who set them."""
        return self.filter(unit=unit_id).select_related("set_by", "ended_by").order_by("-from_on", "-id")

    def reaching(self, unit_id: int, from_on: date, to_on: date) -> Self:
        """Those of a unit that hold on any day of a span."""
        rest = Q(ended_on__isnull=True) | Q(ended_on__gt=from_on)
        return self.filter(rest, unit=unit_id, from_on__lt=to_on, to_on__gt=from_on)


class OnePersonMode(models.Model):
    """From a day to a day one person may make and sign the papers of a unit, for a reason that everybody can read."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="one_person_modes")
    reason = models.CharField(max_length=200)
    from_on = models.DateField()
    to_on = models.DateField()
    set_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    set_at = models.DateTimeField()
    ended_on = models.DateField(null=True)
    ended_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")

    objects = OnePersonModeQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="one_person_mode_ends_after_it_begins", condition=Q(to_on__gt=F("from_on"))),
            models.CheckConstraint(name="one_person_mode_has_a_reason", condition=~Q(reason="")),
        ]

    @property
    def until_on(self) -> date:
        """The first day on which it no longer holds."""
        return min(self.to_on, self.ended_on) if self.ended_on else self.to_on


class SignOffQuerySet(models.QuerySet["SignOff"]):
    def visible_to(self, actor: Actor) -> Self:
        """The bureau's own officers, directors and auditors see what was signed there."""
        if actor.is_system:
            return self
        return self.filter(post__unit=actor.unit_id) if actor.role in READERS else self.none()

    def standing(self, kind: str, uid: UUID) -> Self:
        """The one of a paper that was not taken back."""
        return self.filter(kind=kind, paper_uid=uid, withdrawn_at__isnull=True)

    def whole(self) -> Self:
        """With who signed, by which post and tenure, and the mode, in the same query."""
        return self.select_related("account", "post__unit", "tenure", "mode")


class SignOff(models.Model):
    """One signature under one paper: of what content, by whom, as which post's holder or deputy, in which mode."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    kind = models.CharField(max_length=40)
    paper_uid = models.UUIDField()
    title = models.CharField(max_length=300)
    digest = models.CharField(max_length=64)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    tenure = models.ForeignKey(Tenure, on_delete=models.PROTECT, related_name="+")
    as_deputy = models.BooleanField()
    mode = models.ForeignKey(OnePersonMode, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    objects = SignOffQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "paper_uid"], name="sign_off_stands_once", condition=Q(withdrawn_at__isnull=True)
            ),
            models.CheckConstraint(
                name="sign_off_taken_back_later",
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=F("at")),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["kind", "paper_uid"], name="sign_off_by_paper")]
