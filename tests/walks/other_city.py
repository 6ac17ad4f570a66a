"""Gives another city of the province an officer and a director, in a process of its own."""

from datetime import date, time

import django

django.setup()

from xiangyun.cli.demo.world import LIST, OPENS, PASSWORD, SYSTEM  # noqa: E402
from xiangyun.core.clock import instant  # noqa: E402
from xiangyun.people.actions.give_post import give_post  # noqa: E402
from xiangyun.people.actions.open_account import open_account  # noqa: E402
from xiangyun.units.queries import unit_by_code  # noqa: E402

at, city = instant(date(2020, 3, 1), time(9)), unit_by_code("4302", LIST)
for name, role in (("zhuzhou", "officer"), ("zhuzhou-head", "director")):
    account = open_account(actor=SYSTEM, username=name, name=name, password=PASSWORD, at=at, is_sample=True)
    give_post(actor=SYSTEM, account=account, unit=city, role=role, from_on=OPENS, at=at, is_sample=True)
