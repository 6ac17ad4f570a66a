"""Invitations to posts, the officer's roster of people at bodies, and lists of the provincial cloud."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from xiangyun.core.actor import Actor
from xiangyun.core.ids import uuid7
from xiangyun.units.models import Unit
from xiangyun.units.reach import within_any

from .accounts import Account
from .posts import Post


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def visible_to(self, actor: Actor) -> Self:
        """Invitations to posts at and below the actor's unit, for those who may invite; all for an administrator."""
        if actor.holds("admin"):
            return self
        return self.filter(within_any(actor.paths, "post__unit")) if actor.holds(*INVITERS) else self.none()

    def waiting(self) -> Self:
        """Neither used nor withdrawn; may have expired."""
        return self.filter(used_at__isnull=True, withdrawn_at__isnull=True)

    def open(self, at: datetime) -> Self:
        """Those that can be accepted at an instant."""
        return self.waiting().filter(expires_at__gt=at)

    def with_digest(self, digest: str) -> Self:
        return self.filter(digest=digest)

    def to_posts(self, posts: Iterable[Any]) -> Self:
        return self.filter(post__in=posts)

    def whole(self) -> Self:
        """With post, unit, inviting unit and account, in the same query."""
        return self.select_related("post__unit", "from_unit", "invited_by")

    def within(self, path: str) -> Self:
        """To posts of units at and below a path."""
        return self.filter(within_any((path,), "post__unit"))

    def latest_first(self) -> Self:
        return self.order_by("-pk")


INVITERS = ("reviewer", "officer", "director")


class Invitation(models.Model):
    """A way into a post for one person, once, until it expires. Its link is never stored, only the link's digest."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="invitations")
    name = models.CharField(max_length=60, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    from_on = models.DateField()
    digest = models.CharField(max_length=64, unique=True)
    from_unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    invited_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="invited")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="invitations")
    withdrawn_at = models.DateTimeField(null=True)
    is_sample = models.BooleanField(default=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="invitation_is_used_by_somebody",
                condition=Q(used_at__isnull=True, accepted_by__isnull=True)
                | Q(used_at__isnull=False, accepted_by__isnull=False, withdrawn_at__isnull=True),
            ),
            models.UniqueConstraint(
                name="invitation_waits_once_a_post",
                fields=["post"],
                condition=Q(used_at__isnull=True, withdrawn_at__isnull=True),
            ),
        ]


class RosterEntryQuerySet(models.QuerySet["RosterEntry"]):
    def visible_to(self, actor: Actor) -> Self:
        """People of the units at and below the actor's, for those who work with rosters."""
        return self.filter(within_any(actor.paths, "unit")) if actor.holds(*ROSTER_READERS) else self.none()

    def at_units(self, unit_ids: Iterable[int]) -> Self:
        return self.filter(unit__in=unit_ids)

    def within(self, path: str) -> Self:
        return self.filter(within_any((path,), "unit"))


ROSTER_READERS = ("reporter", "reviewer", "officer", "director")
CLOUD_LOADERS = ("officer",)
CLOUD_ANSWERERS = ("reviewer", "officer")


class RosterEntry(models.Model):
    """A person at a body, as the officer's roster names it; with or without a post here. Who left is taken out."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="roster")
    name = models.CharField(max_length=60)
    phone = models.CharField(max_length=20, blank=True)
    added_on = models.DateField()
    is_sample = models.BooleanField(default=False)

    objects = RosterEntryQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="roster_entry_once", fields=["unit", "name", "phone"]),
        ]


class CloudMappingQuerySet(models.QuerySet["CloudMapping"]):
    def of_unit(self, unit_id: int) -> Self:
        return self.filter(unit=unit_id)

    def for_headers(self, digest: str) -> Self:
        return self.filter(headers_digest=digest)


class CloudMapping(models.Model):
    """Which column of an export means what, and which of its names is which unit: offered again for its headers.

    `columns` is {meaning: name of the column}; `units` {unit as written there: our unit's uid}.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="cloud_mappings")
    headers = models.JSONField(default=list)
    headers_digest = models.CharField(max_length=64)
    columns = models.JSONField(default=dict)
    units = models.JSONField(default=dict)
    saved_by_id = models.BigIntegerField(null=True)
    saved_at = models.DateTimeField()
    is_sample = models.BooleanField(default=False)

    objects = CloudMappingQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="cloud_mapping_once", fields=["unit", "headers_digest"]),
        ]


class CloudListQuerySet(models.QuerySet["CloudList"]):
    def of_unit(self, unit_id: int) -> Self:
        return self.filter(unit=unit_id)

    def of_units(self, unit_ids: Iterable[int]) -> Self:
        return self.filter(unit__in=unit_ids)

    def newest_first(self) -> Self:
        """By the day they describe, then by when they came."""
        return self.order_by("-as_of", "-pk")


class CloudList(models.Model):
    """The provincial cloud's own list as of a day, loaded for a unit and all below; the newest counts, older stay."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="cloud_lists")
    as_of = models.DateField()
    digest = models.CharField(max_length=64)
    row_count = models.PositiveIntegerField()
    loaded_by_id = models.BigIntegerField(null=True)
    loaded_at = models.DateTimeField()
    is_sample = models.BooleanField(default=False)

    objects = CloudListQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="cloud_list_once", fields=["unit", "as_of", "digest"]),
        ]


class CloudRowQuerySet(models.QuerySet["CloudRow"]):
    def of_list(self, list_id: int) -> Self:
        return self.filter(list=list_id).order_by("line")

    def within(self, path: str) -> Self:
        """Of units at and below a path."""
        return self.filter(within_any((path,), "unit"))


class CloudRow(models.Model):
    """A person on a list of the cloud. The key (phone or another number) is kept as a keyed digest and masked only."""

    list = models.ForeignKey(CloudList, on_delete=models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField()
    name = models.CharField(max_length=60, blank=True)
    unit_text = models.CharField(max_length=200, blank=True)
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="cloud_rows")
    key_digest = models.CharField(max_length=64, blank=True)
    key_masked = models.CharField(max_length=30, blank=True)
    registered_on = models.DateField(null=True)

    objects = CloudRowQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(name="cloud_row_once", fields=["list", "line"])]
        indexes: ClassVar = [models.Index(fields=["key_digest"], name="cloud_row_by_key")]


class SamePerson(models.Model):
    """An answer: whether a person of the roster and one of the cloud are the same. Both as keyed digests only."""

    ours = models.CharField(max_length=64)
    theirs = models.CharField(max_length=64)
    is_same = models.BooleanField()
    answered_by_id = models.BigIntegerField(null=True)
    answered_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(name="same_person_once", fields=["ours", "theirs"])]
