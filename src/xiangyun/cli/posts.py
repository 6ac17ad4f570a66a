"""Who acts on the command line: a post at a unit, given by the name its holder signs in with."""

from xiangyun.core.actor import Actor
from xiangyun.core.errors import NotVisible


def acting_post(account: str, unit_code: str | None = None) -> Actor:
    """The actor of the post that this account holds today, at this unit if several; NotVisible for none or several."""
    from xiangyun.core.clock import working_date, working_now
    from xiangyun.people.acting import actor_for
    from xiangyun.people.models import Tenure
    from xiangyun.units.queries import unit_by_code

    tenures = Tenure.objects.on(working_date(working_now())).named(account)
    if unit_code:
        tenures = tenures.filter(post__unit=unit_by_code(unit_code))
    found = list(tenures)
    if len(found) != 1:
        raise NotVisible("no_such_post", account=account, posts=len(found))
    return actor_for(found[0])
