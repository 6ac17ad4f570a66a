"""Forms and their versions, the dictionary of elements, and answers with every version of them."""

from collections.abc import Collection
from typing import Any, ClassVar, Self

from django.db import models

from xiangyun.core.actor import Actor
from xiangyun.core.ids import uuid7
from xiangyun.units.models import Unit
from xiangyun.units.reach import on_the_way_up, within_any


class ElementQuerySet(models.QuerySet["Element"]):
    def holding_for(self, actor: Actor) -> Self:
        """The entries of the actor's unit and of those above it."""
        return self.filter(on_the_way_up(actor.all_paths, "owner"))

    def around(self, actor: Actor) -> Self:
        """Those that hold for the actor's unit, and those of units below it."""
        return self.filter(on_the_way_up(actor.all_paths, "owner") | within_any(actor.paths, "owner"))

    def of_owners(self, owners: Collection[int], slugs: Collection[str]) -> Self:
        """The entries of these names in the dictionaries of these units."""
        return self.filter(owner__in=owners, slug__in=slugs)

    def of_owner(self, owner_id: int) -> Self:
        """One unit's own dictionary, in order."""
        return self.filter(owner=owner_id).order_by("slug")

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


class FieldTimeQuerySet(models.QuerySet["FieldTime"]):
    def holding_for(self, actor: Actor) -> Self:
        """The tables of the actor's unit and of those above it."""
        return self.filter(on_the_way_up(actor.all_paths, "owner"))

    def of_owners(self, owners: Collection[int]) -> Self:
        """The tables of these units."""
        return self.filter(owner__in=owners)


class FieldTime(models.Model):
    """A row of a bureau's table of minutes: how many seconds a kind of field takes (kinds: `effort.KINDS`).

    `seconds` is the estimate; `measured_seconds` a median over `n` answers of the owner's own forms, empty while there
    are none. What can be measured is the time from the first autosave of an answer to its first sending, so it holds
    for the fields of an answer; opening, nothing to report and reviewing leave no pair of instants and stay estimates.
    """

    ENOUGH = 30
    """Answers from which on a median is believed more than the estimate."""

    owner = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=14)
    seconds = models.PositiveSmallIntegerField()
    measured_seconds = models.PositiveSmallIntegerField(null=True)
    n = models.PositiveIntegerField(default=0)

    objects = FieldTimeQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["owner", "kind"], name="field_time_once")]

    def corrected(self) -> int:
        """The seconds to reckon with."""
        if self.measured_seconds is None or self.n < self.ENOUGH:
            return self.seconds
        return self.measured_seconds


class FormQuerySet(models.QuerySet["Form"]):
    def owners(self) -> models.QuerySet[Unit]:
        """The units that have forms of their own."""
        return Unit.objects.among(models.Q(pk__in=self.values("owner")))


class Form(models.Model):
    """A form under its owner; what is asked stands in its versions."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    owner = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    slug = models.SlugField(max_length=60)
    title = models.JSONField()

    objects = FormQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["owner", "slug"], name="form_slug_once")]


class FormVersionQuerySet(models.QuerySet["FormVersion"]):
    def light(self) -> Self:
        """With the form, without the original and the XForm made of it."""
        return self.select_related("form").defer("source", "xform")

    def of_owner(self, owner_id: int) -> Self:
        """Every version of the forms of a unit."""
        return self.filter(form__owner=owner_id)

    def around(self, actor: Actor) -> Self:
        """Every version of the forms of the actor's unit, and of those above and below it."""
        return self.filter(on_the_way_up(actor.all_paths, "form__owner") | within_any(actor.paths, "form__owner"))


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

    objects = FormVersionQuerySet.as_manager()

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


class AnswerVersionQuerySet(models.QuerySet["AnswerVersion"]):
    def first_sendings(self, owner_id: int, most: int) -> list["AnswerVersion"]:
        """The newest first sendings that answer forms of an owner, each with its answer."""
        found = self.filter(number=1, answer__form_version__form__owner=owner_id)
        return list(found.select_related("answer").order_by("-pk")[:most])


class AnswerVersion(models.Model):
    """What was sent, as it was sent; never changed."""

    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    values: Any = models.JSONField()
    digest = models.CharField(max_length=64)
    post_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = AnswerVersionQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["answer", "number"], name="answer_version_once"),
        ]
