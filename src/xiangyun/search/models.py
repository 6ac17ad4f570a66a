"""The table of keys: made from other apps' data, and nothing is lost when it is made anew."""

from collections.abc import Collection
from typing import ClassVar, Self

from django.db import models

from xiangyun.core.fields import PathField

KEY_SIGNS = 48
"""A key is cut here; a question has at most 40 signs."""


class SearchKeyQuerySet(models.QuerySet["SearchKey"]):
    def of_subjects(self, kind: str, subject_ids: Collection[int]) -> Self:
        return self.filter(kind=kind, subject_id__in=subject_ids)


class SearchKey(models.Model):
    """One text under which a subject is found. The primary key is the order in which answers are read.

    It does not begin with `kind`, lest SQLite takes it for the lookup of a subject's keys and reads all of a kind.

    `kind` says whose ids `subject_id` are ("unit"). `rank` 1 to 6: smaller comes first; of units the level, 6 for
    an institution. `what` in order of weight; `key` as `keys.keys_of` makes it.
    """

    class What(models.IntegerChoices):
        NAME = 1, "from the start of a name"
        FORMER = 2, "in a former name"
        PART = 3, "from inside a name"
        PINYIN = 4, "pinyin from the start, or Latin letters and figures in a name"
        INITIALS = 5, "initials from the start"
        CODE = 6, "code"

    pk = models.CompositePrimaryKey("rank", "what", "kind", "key", "subject_id")
    kind = models.CharField(max_length=8)
    rank = models.SmallIntegerField()
    what = models.SmallIntegerField(choices=What)
    key = PathField(max_length=KEY_SIGNS)
    subject_id = models.BigIntegerField()

    objects = SearchKeyQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["kind", "subject_id"], name="search_key_by_subject")]
