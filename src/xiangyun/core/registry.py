"""Where a thing is found by (kind, uid): layers register their kinds, so lower ones need no import upwards."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Model, QuerySet

from .actor import Actor
from .errors import NotVisible

if TYPE_CHECKING:
    from .steps import StepTable


@dataclass(frozen=True, slots=True)
class Signing:
    """How the papers of a kind are signed off.

    A paper is a `Living` thing with a column `signed_by_id`; its table has the steps `sign`, `send_back` and
    `withdraw`. `makers` gives for each paper the accounts that had a hand in it, by the paper's uid; `content` what
    is signed, as JSON can hold it; `title` what the paper is called.
    """

    table: "StepTable"
    makers: Callable[[Sequence[Any]], Mapping[UUID, set[int]]]
    content: Callable[[Any], Any]
    title: Callable[[Any], str]


@dataclass(frozen=True, slots=True)
class Source:
    """A kind of thing: how to see it, the name of its page (`""` when it has none), how it is signed off if it is."""

    kind: str
    visible_to: Callable[[Actor], QuerySet[Model]]
    page: str = ""
    signing: Signing | None = None


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


def signed_kinds() -> list[Source]:
    """The kinds whose papers are signed off, in the order they were registered."""
    return [source for source in _sources.values() if source.signing]
