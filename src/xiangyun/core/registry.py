"""Where a thing is found by (kind, uid): layers register their kinds, so lower ones need no import upwards."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Model, QuerySet

from .actor import Actor
from .errors import NotVisible


@dataclass(frozen=True, slots=True)
class Source:
    """A kind of thing: how to see it and the name of its page (`""` when it has none)."""

    kind: str
    visible_to: Callable[[Actor], QuerySet[Model]]
    page: str = ""


_sources: dict[str, Source] = {}


def register(source: Source) -> None:
    """Make a kind known; a second registration of the same kind is a programming error."""
    if source.kind in _sources:
        raise ValueError(f"kind {source.kind!r} is registered twice")
    _sources[source.kind] = source


def source_of(kind: str) -> Source:
    """The source of a kind, or NotVisible."""
    try:
        return _sources[kind]
    except KeyError:
        raise NotVisible(kind=kind) from None
