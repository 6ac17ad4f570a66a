"""Reads around a signature: what waits for one, who signs by which right, what was signed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from xiangyun.core.actor import Actor
from xiangyun.core.errors import Conflict, NotAllowed
from xiangyun.core.models import StepTaken
from xiangyun.core.registry import Source, signed_kinds
from xiangyun.core.steps import stands
from xiangyun.people.models import Account, OnePersonMode, Role, SignOff, Tenure

from .papers import Paper, digest_of_content, signing_of

MOST_WAITING = 50
HANDS = (Role.OFFICER, Role.DIRECTOR)
"""Those who draft and sign."""


@dataclass(frozen=True, slots=True)
class PaperOf:
    """A paper and its kind."""

    source: Source
    paper: Paper


def papers_before(actor: Actor, step: str) -> list[PaperOf]:
    """Papers of every kind with which the acting post can take a step now; one query a kind, the oldest first."""
    return [PaperOf(source, paper) for source in signed_kinds() for paper in _of_kind(actor, source, step)]


def _of_kind(actor: Actor, source: Source, name: str) -> list[Paper]:
    step = source.signing.table.steps[name] if source.signing else None
    if step is None or not actor.holds(*step.roles):
        return []
    found: Iterable[Paper] = source.visible_to(actor).filter(state__in=step.sources).order_by("pk")  # type: ignore[assignment]
    return [paper for paper in found if stands(paper, step, actor)][:MOST_WAITING]


def tenure_to_sign_by(actor: Actor, day: date) -> Tenure:
    """By which right the actor holds the acting post on a day, as its holder before as a deputy.

    Raises NotAllowed("post_not_held"): a deputy's dates may have passed since the day began.
    """
    held = Tenure.objects.on(day).filter(account=actor.account_id, post=actor.post_id)
    tenure = held.order_by("-kind", "id").first()  # holder comes after deputy in the alphabet
    if tenure is None:
        raise NotAllowed("post_not_held")
    return tenure


def mode_of(unit_id: int, day: date) -> OnePersonMode | None:
    """The one-person mode of a unit on a day, with who set it."""
    return OnePersonMode.objects.on(day).of_unit(unit_id).first()


def mode_to_sign_in(kind: str, paper: Paper, account_id: int | None, day: date) -> OnePersonMode | None:
    """None where another person made the paper, else the mode that lets its maker sign.

    Raises NotAllowed("drafter_signs") for whoever had a hand in it while no such mode holds.
    """
    makers = signing_of(kind).makers([paper])[paper.uid]
    if account_id not in makers:
        return None
    mode = mode_of(paper.owner_unit_id, day)
    if mode is None:
        raise NotAllowed("drafter_signs")
    return mode


def moves_of(papers: Iterable[Paper], *steps: str) -> dict[UUID, list[StepTaken]]:
    """When some steps were taken with each paper, the last first; one query."""
    moves: dict[UUID, list[StepTaken]] = {paper.uid: [] for paper in papers}
    for move in StepTaken.objects.filter(subject_uid__in=moves, step__in=steps).order_by("-id"):
        moves[move.subject_uid].append(move)
    return moves


def signature_under(kind: str, uid: UUID) -> SignOff | None:
    """The signature that stands under a paper, with all that is shown of it."""
    return SignOff.objects.standing(kind, uid).whole().first()


def unchanged_since_signed(kind: str, paper: Paper) -> SignOff:
    """The standing signature; Conflict("changed_since_signed") if the content is no longer what was signed."""
    signed = signature_under(kind, paper.uid)
    if signed is None or signed.digest != digest_of_content(signing_of(kind).content(paper)):
        raise Conflict("changed_since_signed", kind=kind)
    return signed


def makes_papers_at(account_id: int | None, unit_id: int, day: date) -> bool:
    """Whether an account drafts or signs at a unit on a day."""
    held = Tenure.objects.on(day).filter(account=account_id, post__unit=unit_id)
    return held.filter(post__role__in=HANDS).exists()


def modes_of(actor: Actor, unit_id: int) -> QuerySet[OnePersonMode]:
    """The one-person modes of a unit that the actor sees, latest first."""
    return OnePersonMode.objects.visible_to(actor).of_unit(unit_id)


def signed_by_unit(actor: Actor) -> QuerySet[SignOff]:
    """What was signed at the actor's bureau, latest first; what was taken back too."""
    return SignOff.objects.visible_to(actor).whole().order_by("-id")


def names_of(accounts: Iterable[int]) -> dict[int, str]:
    """What accounts are called."""
    return dict(Account.objects.filter(pk__in=set(accounts)).values_list("pk", "name"))
