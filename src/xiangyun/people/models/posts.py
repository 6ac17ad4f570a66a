"""Posts at units, and who holds them from a day to a day."""

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from xiangyun.core.actor import Actor
from xiangyun.core.ids import uuid7
from xiangyun.units.models import Unit
from xiangyun.units.reach import on_the_way_up, within_any

from .accounts import Account


class Role(models.TextChoices):
    """What a post is for; the words of the field."""

    REPORTER = "reporter"
    REVIEWER = "reviewer"
    OFFICER = "officer"
    DIRECTOR = "director"
    EXPERT = "expert"
    AUDITOR = "auditor"
    SECURITY = "security"
    ADMIN = "admin"


class PostQuerySet(models.QuerySet["Post"]):
    def visible_to(self, actor: Actor) -> Self:
        """Posts of the units at, below and above the actor's; an administrator sees those of all units."""
        if actor.holds(Role.ADMIN):
            return self
        return self.filter(within_any(actor.paths, "unit") | on_the_way_up(actor.paths, "unit"))

    def at_units(self, unit_ids: Iterable[int]) -> Self:
        return self.filter(unit__in=unit_ids)

    def whole(self) -> Self:
        """With the unit, in the same query."""
        return self.select_related("unit")

    def in_order(self) -> Self:
        """As they were made."""
        return self.order_by("pk")

    def locked(self, pk: int) -> "Post":
        """The post, with its row held until the transaction ends: one change of who holds it at a time."""
        return self.select_for_update().get(pk=pk)


class Post(models.Model):
    """A role at a unit. Duties, drafts and keys belong to posts; who holds one from when to when is a `Tenure`."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="posts")
    role = models.CharField(max_length=10, choices=Role)
    title = models.CharField(max_length=60, blank=True)
    is_sample = models.BooleanField(default=False)

    objects = PostQuerySet.as_manager()

    def __str__(self) -> str:
        return self.title or self.get_role_display()


class TenureQuerySet(models.QuerySet["Tenure"]):
    def on(self, day: date) -> Self:
        """Tenures that hold on a day."""
        return self.filter(Q(to_on__isnull=True) | Q(to_on__gt=day), from_on__lte=day)

    def from_day(self, day: date) -> Self:
        """Tenures that hold on a day or later."""
        return self.filter(Q(to_on__isnull=True) | Q(to_on__gt=day))

    def overlapping(self, from_on: date, to_on: date | None) -> Self:
        """Tenures that hold on some day of a span; without an end the span goes on."""
        held = self.from_day(from_on)
        return held if to_on is None else held.filter(from_on__lt=to_on)

    def holders(self) -> Self:
        """Those who hold a post themselves, deputies left out."""
        return self.filter(kind="holder")

    def of_posts(self, posts: Iterable[Any]) -> Self:
        """Who holds or held posts, the latest first."""
        return self.filter(post__in=posts).whole().order_by("post", "-from_on", "-pk")

    def of_role(self, role: str) -> Self:
        return self.filter(post__role=role)

    def within(self, path: str) -> Self:
        """At units that stand, now or then, at or below a path."""
        return self.filter(within_any((path,), "post__unit"))

    def whole(self) -> Self:
        """With account, post and unit, in the same query."""
        return self.select_related("account", "post__unit")

    def named(self, username: str) -> Self:
        """Tenures of the account with this name."""
        return self.whole().filter(account__username=username).order_by("id")

    def of_account(self, account_id: int) -> Self:
        return self.filter(account_id=account_id).whole().order_by("id")

    def at_unit(self, unit_id: int) -> Self:
        """Who holds posts at a unit, its holders before their deputies."""
        return self.filter(post__unit=unit_id).whole().order_by("post", "kind", "id")


class Tenure(models.Model):
    """An account holding a post from a day to a day: as its holder, or for a time as a deputy."""

    class Kind(models.TextChoices):
        DEPUTY = "deputy"
        HOLDER = "holder"

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="tenures")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="tenures")
    kind = models.CharField(max_length=6, choices=Kind, default=Kind.HOLDER)
    from_on = models.DateField()
    to_on = models.DateField(null=True)
    reason = models.CharField(max_length=200, blank=True)
    given_by_id = models.BigIntegerField(null=True)
    is_sample = models.BooleanField(default=False)

    objects = TenureQuerySet.as_manager()

    @property
    def unit(self) -> Unit:
        return self.post.unit

    @property
    def role(self) -> str:
        return self.post.role

    @property
    def is_deputy(self) -> bool:
        return self.kind == self.Kind.DEPUTY

    def is_held_on(self, day: date) -> bool:
        """Whether the post is held on a day."""
        return self.from_on <= day and (self.to_on is None or day < self.to_on)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "post", "from_on"], name="tenure_once"),
            models.CheckConstraint(
                name="tenure_ends_after_it_begins",
                condition=Q(to_on__isnull=True) | Q(to_on__gt=models.F("from_on")),
            ),
            models.CheckConstraint(name="tenure_of_a_deputy_ends", condition=Q(kind="holder") | Q(to_on__isnull=False)),
        ]
