"""Posts at units, and who holds them from a day to a day."""

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from xiangyun.core.ids import uuid7
from xiangyun.units.models import Unit

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


class Post(models.Model):
    """A role at a unit. Duties, drafts and keys belong to posts; who holds one from when to when is a `Tenure`."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="posts")
    role = models.CharField(max_length=10, choices=Role)
    title = models.CharField(max_length=60, blank=True)
    is_sample = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.title or self.get_role_display()


class TenureQuerySet(models.QuerySet["Tenure"]):
    def on(self, day: date) -> Self:
        """Tenures that hold on a day."""
        return self.filter(Q(to_on__isnull=True) | Q(to_on__gt=day), from_on__lte=day)

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
