"""Two invitations that wait, and a small list of the cloud beside the county's roster; all of it made up."""

from datetime import date, datetime

from xiangyun.core.actor import Actor
from xiangyun.people.acting import actor_for
from xiangyun.people.actions.invite import Guest, NewPost, invite
from xiangyun.people.actions.load_cloud_list import load_cloud_list
from xiangyun.people.models import Role, Tenure
from xiangyun.people.queries.rosters import own_path, people_within
from xiangyun.people.roster.cloud import CloudLine
from xiangyun.units.queries import unit_by_code

from .world import LIST, TOWNSHIP, VILLAGE

REGISTERED = date(2020, 3, 9)
INVITED = ((TOWNSHIP, Role.REVIEWER), (VILLAGE, Role.REPORTER))
"""Without names: what names a person is salted in the log, and two loads would differ."""
ON_THE_CLOUD = 6
STRANGERS = (("蒋云", "归阳镇业余剧团", "186****0021"), ("唐一鸣", "", "137****4410"))


def invite_two(at: datetime) -> int:
    """The county invites a second person to the station and to a village; gives how many invitations wait."""
    county = _county()
    for code, role in INVITED:
        post = NewPost(unit_by_code(code, LIST), role)
        invite(actor=county, post=post, guest=Guest(), from_on=at.date(), at=at, is_sample=True)
    return len(INVITED)


def load_list(at: datetime) -> int:
    """A few of the city's people are on the cloud, two are there whom nobody knows; gives how many rows."""
    city = actor_for(Tenure.objects.named("officer")[0])
    known = people_within(own_path(city, at.date()), at.date())[:ON_THE_CLOUD]
    rows = [(p.name, "", p.unit, "") for p in known] + [(name, text, None, key) for name, text, key in STRANGERS]
    lines = [CloudLine(n, name, text, unit, key, REGISTERED) for n, (name, text, unit, key) in enumerate(rows, start=2)]
    return load_cloud_list(actor=city, lines=lines, as_of=min(REGISTERED, at.date()), at=at, is_sample=True).row_count


def _county() -> Actor:
    return actor_for(Tenure.objects.named("county")[0])
