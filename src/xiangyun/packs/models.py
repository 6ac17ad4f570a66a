"""What was loaded from which pack: the content as it came, so that what was edited here is known."""

from typing import ClassVar, Self

from django.db import models

from xiangyun.units.models import Unit


class LoadedQuerySet(models.QuerySet["Loaded"]):
    def of_pack(self, owner: Unit, pack: str) -> Self:
        """What an owner has of a pack."""
        return self.filter(owner=owner, pack=pack)


class Loaded(models.Model):
    """One object of a pack on this site: `digest` is of the pack's content, `here` of the site's once it was loaded."""

    owner = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    pack = models.SlugField(max_length=60)
    kind = models.CharField(max_length=10)
    key = models.CharField(max_length=80)
    digest = models.CharField(max_length=64)
    here = models.CharField(max_length=64)
    subject_uid = models.UUIDField(null=True)
    at = models.DateTimeField()

    objects = LoadedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["owner", "pack", "kind", "key"], name="loaded_once"),
        ]
