"""What loading a pack would do, object by object: new, same, changed, edited here, withdrawn; nothing is written."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from xiangyun.forms.models import Element, FieldTime, FormVersion
from xiangyun.notices.models import Notice, PartyName
from xiangyun.notices.party_words import key_of
from xiangyun.notices.states import NoticeState
from xiangyun.units.models import Unit

from .format import Pack
from .models import Loaded

Fate = Literal["new", "same", "changed", "edited_here", "published", "withdrawn"]
APPLIED: tuple[Fate, ...] = ("new", "changed")
"""What loading writes; what was edited here, and what is out already, stays."""
NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class Step:
    """One object of the pack and what would become of it."""

    kind: str
    key: str
    fate: Fate
    digest: str = ""


@dataclass(frozen=True, slots=True)
class LoadPlan:
    """All steps, in the order in which they are taken."""

    steps: tuple[Step, ...]

    @property
    def to_apply(self) -> tuple[Step, ...]:
        return tuple(step for step in self.steps if step.fate in APPLIED)


def digest_of_content(content: Any) -> str:
    """The identity of an object's content."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def plan_load(pack: Pack, owner: Unit) -> LoadPlan:
    """Compare a pack with what its owner has; six queries."""
    known = {(row.kind, row.key): row for row in Loaded.objects.of_pack(owner, pack.head.slug)}
    here = contents_here(owner, pack, known)
    wanted = dict(_objects(pack))
    steps = [_step(kind, key, digest, known, here) for (kind, key), digest in wanted.items()]
    gone = [Step(kind, key, "withdrawn") for kind, key in known if (kind, key) not in wanted]
    return LoadPlan((*steps, *gone))


def _objects(pack: Pack) -> Iterator[tuple[tuple[str, str], str]]:
    """Every object with the digest of its content; the notice, which needs the others, last."""
    named = [
        *(("element", element["slug"]) for element in pack.elements),
        *((("minutes", "minutes"),) if pack.minutes else ()),
        *(("form", slug) for slug in pack.forms),
        *(("party", entry.name) for entry in pack.parties),
        (NOTICE, pack.head.slug),
    ]
    for kind, key in named:
        yield (kind, key), digest_of_content(pack.content_of(kind, key))


def _step(
    kind: str, key: str, digest: str, known: dict[tuple[str, str], Loaded], here: dict[tuple[str, str], str]
) -> Step:
    row, now = known.get((kind, key)), here.get((kind, key))
    if row is None:
        return Step(kind, key, "new" if now is None else "edited_here", digest)
    if now == "published":
        return Step(kind, key, "same" if row.digest == digest else "published", digest)
    if row.digest == digest:
        return Step(kind, key, "same" if now == row.here else "edited_here", digest)
    return Step(kind, key, "changed" if now == row.here else "edited_here", digest)


def contents_here(owner: Unit, pack: Pack, known: dict[tuple[str, str], Loaded]) -> dict[tuple[str, str], str]:
    """The digest of each object as it stands on the site; `published` for a notice that is out."""
    found = {("element", e.slug): digest_of_content(_element(e)) for e in Element.objects.of_owner(owner.pk)}
    times = {row.kind: row.seconds for row in FieldTime.objects.of_owners([owner.pk])}
    if times:
        found["minutes", "minutes"] = digest_of_content(times)
    for version in FormVersion.objects.of_owner(owner.pk).select_related("form").order_by("number"):
        found["form", version.form.slug] = version.digest
    definitions = dict(PartyName.objects.owned_by(owner).values_list("name", "definition"))
    for entry in pack.parties:
        if key_of(entry.name) in definitions:
            found["party", entry.name] = digest_of_content(definitions[key_of(entry.name)])
    row = known.get((NOTICE, pack.head.slug))
    if row and row.subject_uid and (notice := owner.notices.filter(uid=row.subject_uid).first()):
        found[NOTICE, pack.head.slug] = notice_here(notice)
    return found


def notice_here(notice: Notice) -> str:
    """What became of a loaded notice: out, or a digest of its draft."""
    from xiangyun.notices.papers import content_of

    if notice.state != NoticeState.DRAFT:
        return "published"
    return digest_of_content(content_of(notice))


def _element(element: Element) -> list[Any]:
    return [element.label, element.type, element.unit, element.scale, element.validity]
