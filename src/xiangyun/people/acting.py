"""From a tenure to the actor that the domain sees."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Q

from xiangyun.core.actor import Actor
from xiangyun.units.models import TERRITORIAL, Placement, Succession

from .models import ApiToken, Tenure
from .tokens import digest_of


def actor_for(tenure: Tenure, *, day: date | None = None, elevated: bool = False) -> Actor:
    """The actor of a tenure, with every place its unit, or one that ended in it, stands or stood in any line.

    `elevated`: inside a timed session of an administrator; a machine's token never is.
    """
    unit = tenure.post.unit_id
    ended = Succession.objects.filter(new=unit, has_ended=True, on__lte=day or date.max)
    places = Placement.objects.filter(Q(unit=unit) | Q(unit__in=ended.values("old")))
    rows = list(places.order_by("-from_on").values_list("line", "path", "unit_id"))
    rows.sort(key=lambda row: row[2] != unit)  # its own places first
    return Actor(
        name=tenure.account.name,
        role=tenure.post.role,
        account_id=tenure.account_id,
        post_id=tenure.post_id,
        unit_id=unit,
        paths=tuple(dict.fromkeys(path for line, path, _ in rows if line == TERRITORIAL)),
        lines=tuple(dict.fromkeys((line, path) for line, path, _ in rows if line != TERRITORIAL)),
        is_elevated=elevated,
    )


def active_tenure(tenures: Sequence[Tenure], wanted: int | None) -> Tenure | None:
    """The one that acts in a request: the wanted one if it is among those held, else the first."""
    return next((t for t in tenures if t.pk == wanted), tenures[0] if tenures else None)


def tenure_of_token(token: str, now: datetime, day: date) -> Tenure | None:
    """The tenure a machine's token stands for, if neither the token nor the tenure has ended."""
    found = ApiToken.objects.filter(digest=digest_of(token), expires_at__gt=now).first()
    if found is None:
        return None
    return Tenure.objects.on(day).whole().filter(pk=found.tenure_id, account__is_active=True).first()
