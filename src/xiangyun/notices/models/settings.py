"""What a bureau settles for all its notices: how names are meant, and how much it may ask of a village."""

from typing import ClassVar, Self

from django.db import models

from xiangyun.core.actor import Actor
from xiangyun.core.ids import uuid7
from xiangyun.units.models import Unit
from xiangyun.units.reach import on_the_way_up, within_any


class PartyNameQuerySet(models.QuerySet["PartyName"]):
    def owned_by(self, owner: Unit) -> Self:
        """The entries of one unit, in order."""
        return self.filter(owner=owner).order_by("name")

    def holding_for(self, actor: Actor) -> Self:
        """The entries of the actor's unit and of those above it."""
        return self.filter(on_the_way_up(actor.all_paths, "owner"))


class PartyName(models.Model):
    """An entry of the dictionary of parties: what a name in a notice of this owner stands for.

    `name` is folded to simplified script; `definition` is a selector's, in which "under" is left out where the owner
    is meant.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    owner = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    definition = models.JSONField()

    objects = PartyNameQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["owner", "name"], name="party_name_once")]


class CapQuerySet(models.QuerySet["Cap"]):
    def around(self, paths: tuple[str, ...]) -> Self:
        """Those of the units on the way up from these places, and of units below them."""
        return self.filter(on_the_way_up(paths, "owner") | within_any(paths, "owner"))


class Cap(models.Model):
    """How many minutes a week a bureau lets itself ask of one village; it counts for all below that have none."""

    owner = models.OneToOneField(Unit, on_delete=models.PROTECT, related_name="+")
    minutes = models.PositiveSmallIntegerField()
    document = models.CharField(max_length=120)
    at = models.DateTimeField()

    objects = CapQuerySet.as_manager()
