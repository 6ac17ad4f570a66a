"""Reading the log. There is no way here to change or delete a row of it."""

from typing import Any, Never, Self

from django.db import models

from xiangyun.core.actor import Actor


class AppendOnly(TypeError):
    """The log is only ever added to: a programming error, not something a user can do."""


class AuditQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor) -> Self:
        """An auditor sees the whole log, nobody else any of it."""
        return self if actor.holds("auditor") else self.none()

    def unsealed(self) -> Self:
        """Entries not in the chain yet, in the order they came."""
        return self.filter(seal__isnull=True).order_by("id")

    def chain(self) -> Self:
        """The sealed entries, in the order of the chain."""
        return self.filter(seal__isnull=False).order_by("seal")

    def about(self, kind: str, uid: Any) -> Self:
        """What was done to one thing, latest first."""
        return self.filter(subject_kind=kind, subject_uid=uid).order_by("-id")

    def update(self, **_: Any) -> Never:
        raise AppendOnly("audit entries are never changed")

    def delete(self) -> Never:
        raise AppendOnly("audit entries are never deleted")
