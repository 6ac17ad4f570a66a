"""The sample's world: the real list of Hunan, the city's institutions, and made-up people at every unit."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from importlib import resources

from django.contrib.auth.hashers import make_password
from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.packs.folder import pack_folder
from xiangyun.people.actions.give_post import give_post
from xiangyun.people.actions.open_account import open_account
from xiangyun.people.models import Account, Post, Role
from xiangyun.units.actions.import_list import import_list
from xiangyun.units.actions.load_institutions import load_institutions
from xiangyun.units.decisions import read_decisions
from xiangyun.units.institutions import read_institutions
from xiangyun.units.lists import read_list
from xiangyun.units.models import Unit
from xiangyun.units.queries import path_of, unit_by_code

from .chance import name_of, uid_of

LIST, AS_OF, OPENS = "stats", date(2023, 6, 30), date(2020, 1, 1)
CITY, COUNTY, TOWNSHIP, VILLAGE = "4304", "430426", "430426106", "430426106222"
PASSWORD = "xiangyun-demo"
SYSTEM = Actor.system("demonstration")


@dataclass(frozen=True, slots=True)
class Person:
    """A printed account of the demonstration."""

    username: str
    name: str
    code: str
    role: str
    says: str


PEOPLE = (
    Person("officer", "周科员", CITY, Role.OFFICER, "city bureau, public service section"),
    Person("director", "何局长", CITY, Role.DIRECTOR, "city bureau, signs off"),
    Person("county", "彭科长", COUNTY, Role.OFFICER, "county bureau of Qidong"),
    Person("station", "李志明", TOWNSHIP, Role.REVIEWER, "cultural station of Guiyang town"),
    Person("village", "王桂香", VILLAGE, Role.REPORTER, "village centre of Yintang"),
    Person("auditor", "谭审计", CITY, Role.AUDITOR, "city bureau, audit"),
)


def is_empty() -> bool:
    """Whether there is nothing here yet."""
    return not (Unit.objects.exists() or Account.objects.exists())


def make_units(at: datetime) -> int:
    """The real list with the shipped decisions, then the institutions; gives how many units there are."""
    raw = (resources.files("xiangyun.units") / "data" / "divisions_hunan.csv.gz").read_bytes()
    decisions = read_decisions((pack_folder("hengyang-2020") / "decisions.yaml").read_bytes(), LIST)
    official = read_list(raw)
    import_list(
        actor=SYSTEM,
        rows=official.rows,
        publisher=LIST,
        as_of=AS_OF,
        opens_on=OPENS,
        decisions=decisions,
        digest=official.digest,
        source="divisions_hunan.csv.gz",
        at=at,
    )
    found = read_institutions((pack_folder("hengyang-2020") / "institutions.yaml").read_bytes())
    load_institutions(actor=SYSTEM, found=found, opened_on=OPENS, at=at)
    return Unit.objects.count()


def make_people(at: datetime) -> int:
    """The printed accounts through their actions; everybody else of the city in bulk, with no way to sign in."""
    for person in PEOPLE:
        account = open_account(
            actor=SYSTEM,
            username=person.username,
            name=person.name,
            password=PASSWORD,
            at=at,
            is_sample=True,
        )
        unit = unit_by_code(person.code, LIST)
        give_post(actor=SYSTEM, account=account, unit=unit, role=person.role, from_on=OPENS, at=at, is_sample=True)
    return len(PEOPLE) + _fill_posts(at)


def _fill_posts(at: datetime) -> int:
    city = path_of(unit_by_code(CITY, LIST).pk, OPENS)
    taken = Post.objects.values_list("unit", flat=True)
    units = list(Unit.objects.in_use().within(city, OPENS).exclude(pk__in=taken).order_by("pk"))
    nobody = make_password(None)
    accounts = [
        Account(
            uid=uid_of(at, "account", u.pk),
            username=f"sample-{u.pk}",
            name=name_of(u.pk),
            password=nobody,
            is_sample=True,
        )
        for u in units
    ]
    with transaction.atomic():
        Account.objects.bulk_create(accounts, batch_size=1000)
        posts = [
            Post(uid=uid_of(at, "post", u.pk), account=a, unit=u, role=_role(u), from_on=OPENS, is_sample=True)
            for u, a in zip(units, accounts, strict=True)
        ]
        Post.objects.bulk_create(posts, batch_size=1000)
        digest = hashlib.sha256("".join(a.username for a in accounts).encode()).hexdigest()
        record("demo.people", actor=SYSTEM, at=at, detail={"count": len(accounts), "digest": digest})
    return len(accounts)


def _role(unit: Unit) -> str:
    if unit.kind != Unit.Kind.DIVISION or unit.level == 5:
        return Role.REPORTER
    return Role.REVIEWER if unit.level == 4 else Role.OFFICER
