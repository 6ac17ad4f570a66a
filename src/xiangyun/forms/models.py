"""Forms and their versions, the dictionary of elements, and answers with every version of them."""

from typing import Any, ClassVar

from django.db import models

from xiangyun.core.ids import uuid7
from xiangyun.units.models import Unit


class ElementQuerySet(models.QuerySet["Element"]):
    def labels_of(self, owner_id: int) -> dict[str, dict[str, str]]:
        """The owner's entries: slug → label."""
        return dict(self.filter(owner=owner_id).values_list("slug", "label"))


class Element(models.Model):
    """An entry of the dictionary: what a field means, its unit and scale, and how long an answer stays valid."""

    class Validity(models.TextChoices):
        FIXED = "fixed"
        UNTIL_CHANGED = "until_changed"
        YEAR = "year"
        MONTH = "month"
        PERIOD = "period"

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    owner = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    slug = models.SlugField(max_length=60)
    label = models.JSONField()
    type = models.CharField(max_length=20)
    unit = models.CharField(max_length=20, blank=True)
    scale = models.SmallIntegerField(default=0)
    validity = models.CharField(max_length=14, choices=Validity)

    objects = ElementQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["owner", "slug"], name="element_slug_once")]


class Form(models.Model):
    """A form under its owner; what is asked stands in its versions."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    owner = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    slug = models.SlugField(max_length=60)
    title = models.JSONField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["owner", "slug"], name="form_slug_once")]


class FormVersion(models.Model):
    """One version: the original as given, the XForm made of it, and the stored form that is rendered."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    source_format = models.CharField(max_length=8)
    source = models.BinaryField()
    xform = models.TextField()
    definition = models.JSONField()
    digest = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["form", "number"], name="form_version_number_once"),
            models.UniqueConstraint(fields=["form", "digest"], name="form_version_content_once"),
        ]


class Answer(models.Model):
    """Values given to a form version by a unit: autosaved as a draft, frozen in a version when sent."""

    uid = models.UUIDField(default=uuid7, unique=True)
    form_version = models.ForeignKey(FormVersion, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    values: Any = models.JSONField(default=dict)
    rev = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()


class AnswerVersion(models.Model):
    """What was sent, as it was sent; never changed."""

    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    values: Any = models.JSONField()
    digest = models.CharField(max_length=64)
    post_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["answer", "number"], name="answer_version_once"),
        ]
