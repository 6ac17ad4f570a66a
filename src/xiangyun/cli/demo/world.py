"""The sample's world: the real list of Hunan, the city's institutions, and made-up people at every unit."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from importlib import resources

from django.apps import apps
from django.contrib.auth.hashers import make_password
from django.core.management.color import no_style
from django.db import connection, models, transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.packs.folder import pack_folder
from xiangyun.people.actions.give_post import give_post
from xiangyun.people.actions.open_account import open_account
from xiangyun.people.models import Account, Post, Role, Tenure
from xiangyun.units.actions.import_list import import_list
from xiangyun.units.actions.load_institutions import load_institutions
from xiangyun.units.decisions import read_decisions
from xiangyun.units.institutions import read_institutions
from xiangyun.units.lists import OfficialList, digest_of, read_list
from xiangyun.units.models import Unit
from xiangyun.units.queries import path_of, unit_by_code

from .chance import name_of, uid_of
from .second import equip_admin

LIST, AS_OF, OPENS = "stats", date(2023, 6, 30), date(2020, 1, 1)
CITY, COUNTY, TOWNSHIP, VILLAGE = "4304", "430426", "430426106", "430426106222"
SMALL = (COUNTY, "430412")
"""The counties of a small demonstration: that of the printed accounts, with gaps, and the smallest one."""
BY_ITSELF = {"core.site", "jobs.queuedjob", "jobs.schedule", "jobs.workerbeat"}
"""What a site writes before anybody uses it: its own row, its queue."""
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
    Person("security", "罗安全", CITY, Role.SECURITY, "city bureau, security officer: sign-ins, lock-outs, keys"),
    Person("admin", "邓管理", CITY, Role.ADMIN, "city bureau, administrator: accounts and posts, in timed sessions"),
)


def is_empty() -> bool:
    """Whether nobody has ever put anything here: no row in any table but those of the running site."""
    return not any(model._default_manager.exists() for model in _written_by_people())


def begin_numbers() -> None:
    """Number the rows of the empty tables from one again: on PostgreSQL an interrupted load has used some up."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), _written_by_people()):
            cursor.execute(statement)


def _written_by_people() -> list[type[models.Model]]:
    ours = (config for config in apps.get_app_configs() if config.name.startswith("xiangyun."))
    found = (model for config in ours for model in config.get_models(include_auto_created=True))
    return [model for model in found if model._meta.label_lower not in BY_ITSELF]


def make_units(at: datetime, counties: Collection[str] = ()) -> int:
    """The real list with the shipped decisions, then the institutions; gives how many units there are.

    With `counties` only those of the city, and what stands above them.
    """
    raw = (resources.files("xiangyun.units") / "data" / "divisions_hunan.csv.gz").read_bytes()
    official = _part(read_list(raw), counties) if counties else read_list(raw)
    codes = {row.code for row in official.rows}
    decisions = read_decisions((pack_folder("hengyang-2020") / "decisions.yaml").read_bytes(), LIST)
    import_list(
        actor=SYSTEM,
        rows=official.rows,
        publisher=LIST,
        as_of=AS_OF,
        opens_on=OPENS,
        decisions=[d for d in decisions if d.code in codes],
        digest=official.digest,
        source="divisions_hunan.csv.gz",
        at=at,
    )
    found = read_institutions((pack_folder("hengyang-2020") / "institutions.yaml").read_bytes())
    load_institutions(actor=SYSTEM, found=found.within(codes), opened_on=OPENS, at=at)
    return Unit.objects.count()


def _part(official: OfficialList, counties: Collection[str]) -> OfficialList:
    begins = tuple(counties)
    rows = tuple(row for row in official.rows if CITY.startswith(row.code) or row.code.startswith(begins))
    return OfficialList(rows, digest_of(rows))


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
        if person.role == Role.ADMIN:
            equip_admin(account, SYSTEM, at)
    return len(PEOPLE) + _fill_posts(at)


def _fill_posts(at: datetime) -> int:
    city = path_of(unit_by_code(CITY, LIST).pk, OPENS)
    taken = Post.objects.values_list("unit", flat=True)
    units = list(Unit.objects.in_use(OPENS).within(city, OPENS).exclude(pk__in=taken).order_by("pk"))
    nobody = make_password(None)
    accounts = [
        Account(
            uid=uid_of(at, "account", u.sort_key, u.name),
            username=f"sample-{n}",
            name=name_of(u.sort_key, u.name),
            password=nobody,
            is_sample=True,
        )
        for n, u in enumerate(units, start=1)
    ]
    with transaction.atomic():
        Account.objects.bulk_create(accounts, batch_size=1000)
        posts = [Post(uid=uid_of(at, "post", u.uid), unit=u, role=_role(u), is_sample=True) for u in units]
        Post.objects.bulk_create(posts, batch_size=1000)
        tenures = [
            Tenure(uid=uid_of(at, "tenure", a.uid), account=a, post=p, from_on=OPENS, is_sample=True)
            for p, a in zip(posts, accounts, strict=True)
        ]
        Tenure.objects.bulk_create(tenures, batch_size=1000)
        digest = hashlib.sha256("".join(a.username for a in accounts).encode()).hexdigest()
        record("demo.people", actor=SYSTEM, at=at, detail={"count": len(accounts), "digest": digest})
    return len(accounts)


def _role(unit: Unit) -> str:
    if unit.kind != Unit.Kind.DIVISION or unit.level == 5:
        return Role.REPORTER
    return Role.REVIEWER if unit.level == 4 else Role.OFFICER
