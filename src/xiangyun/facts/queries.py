"""Which things stand behind a file."""

from django.db.models import QuerySet

from .models import Evidence


def kinds_using(sha256: str) -> list[str]:
    """The kinds of things that use a file."""
    links = Evidence.objects.filter(sha256=sha256)
    return list(links.order_by("source_kind").values_list("source_kind", flat=True).distinct())


def sources_using(sha256: str, kind: str) -> QuerySet[Evidence]:
    """The public ids of the things of a kind that use a file, for a condition."""
    return Evidence.objects.filter(sha256=sha256, source_kind=kind).values("source_uid")  # type: ignore[return-value]
