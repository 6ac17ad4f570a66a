"""The real tree of Hengyang with its institutions: 12 county units, 186 townships, 2,760 villages and communities."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest
from django.db import connection, transaction

from tests.cast import NOON
from tests.hiring import hire
from xiangyun.cli.demo.world import LIST, OPENS, make_units
from xiangyun.core.actor import Actor
from xiangyun.people.acting import actor_for
from xiangyun.people.models import Account
from xiangyun.units.models import Unit
from xiangyun.units.queries import unit_by_code

CITY, QIDONG, NANYUE, HENGNAN, GUIYANG = "4304", "430426", "430412", "430422", "430426106"


@dataclass(frozen=True)
class Hengyang:
    """Units by code, and an officer at each."""

    def unit(self, code: str) -> Unit:
        return unit_by_code(code, LIST)

    def named(self, name: str) -> Unit:
        return Unit.objects.get(name=name)

    def officer(self, code: str = CITY, role: str = "officer") -> Actor:
        account = Account.objects.create(username=f"{role}-{code}-{Account.objects.count()}", name="某")
        return actor_for(hire(account, self.unit(code), role, OPENS))


@pytest.fixture(scope="module")
def hengyang_tree(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[Hengyang]:
    """Imported once for the tests of a module and rolled back after them."""
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        make_units(NOON, (CITY,))
        connection.cursor().execute("ANALYZE")  # else PostgreSQL may plan by what it saw while the tables were empty
        yield Hengyang()
        transaction.set_rollback(True)


@pytest.fixture
def hengyang(hengyang_tree: Hengyang, db: None) -> Hengyang:
    """The tree; what a test writes is gone after it."""
    return hengyang_tree


DAY = date(2020, 3, 20)
