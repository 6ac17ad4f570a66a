"""Loading: the same twice, whole or not at all, and never over what is there or into production."""

import json
import signal
import time

import pytest

from tests.demo.sites import DemoSite
from xiangyun.cli import main
from xiangyun.core.models import Site
from xiangyun.units.models import Unit

DIFFERS = {  # from load to load: real time, salts, and digests over real time
    "recorded_at",
    "people_account.password",
    "audit_entry.prev_digest",
    "audit_entry.digest",
    "audit_chainhead.digest",
    "django_migrations.applied",
    "jobs_queuedjob.enqueued_at",
    "jobs_queuedjob.id",
    "jobs_queuedjob.run_after",
}


def kill_while_it_loads(site: DemoSite) -> None:
    """Kill -9 once the first photo is stored: the tree, the people and the daily returns have been written."""
    loading = site.start("demo", "load", "--small")
    for _ in range(2400):
        if (site.home / "files").exists():
            break
        assert loading.poll() is None, loading.communicate()
        time.sleep(0.05)
    loading.send_signal(signal.SIGKILL)
    assert loading.wait() == -signal.SIGKILL


def test_killed_on_the_way_nothing_is_there_and_the_next_load_gives_the_same_rows(
    loaded: DemoSite, empty: DemoSite
) -> None:
    kill_while_it_loads(empty)
    assert set(empty.content(DIFFERS)) == {"auth_permission", "django_content_type", "django_migrations"}
    assert empty.command("demo", "load", "--small", "--if-empty")[0] == 0
    first, second = loaded.content(DIFFERS), empty.content(DIFFERS)
    assert first.keys() == second.keys()
    assert [table for table in first if first[table] != second[table]] == []
    assert len(first["returns_return"]) > 7000


AGAIN = {  # words: exit status and what is said
    (): (2, "The demonstration of 2020-03-20 is already here; nothing was changed."),
    ("--if-empty",): (0, "The demonstration of 2020-03-20 is already here; nothing was changed."),
    ("--on", "2020-03-25"): (2, "This demonstration stands at 2020-03-20, not 2020-03-25; nothing was changed."),
    ("--on", "2020-03-25", "--if-empty"): (
        0,
        "This demonstration stands at 2020-03-20, not 2020-03-25; nothing was changed.",
    ),
}


def test_a_second_load_says_so_and_changes_nothing(loaded: DemoSite) -> None:
    before = loaded.content(set())
    for words, expected in AGAIN.items():
        status, said = loaded.command("demo", "load", *words)
        assert (status, said.splitlines()[0]) == expected
    status, said = loaded.command("demo", "load", "--if-empty", "--json")
    assert (status, json.loads(said)) == (0, {"working_date": "2020-03-20", "loaded": False})
    assert loaded.content(set()) == before


def test_production_refuses_it_and_writes_nothing(empty: DemoSite) -> None:
    before = sorted(empty.home.rglob("*"))
    production = {"XIANGYUN_MODE": "production", "XIANGYUN_SECRET_KEY": "x" * 40}
    status, said = empty.command("demo", "load", **production)
    assert (status, said.split(":")[0]) == (2, "error")
    assert "production" in said
    assert sorted(empty.home.rglob("*")) == before
    assert empty.columns() == []


@pytest.mark.django_db(transaction=True)
def test_real_data_is_left_alone(capsys: pytest.CaptureFixture[str]) -> None:
    Unit.objects.create(kind="receiver", name="湖南省文化和旅游厅")
    assert main(["demo", "load", "--small"]) == 2
    assert capsys.readouterr().out == "error: this database holds real data; the demonstration needs an empty one\n"
    assert (Unit.objects.count(), Site.objects.filter(is_demo=True).count()) == (1, 0)


OUTSIDE = ("2020-02-28", "2021-01-01")


@pytest.mark.parametrize("day", OUTSIDE)
def test_a_day_outside_the_year_is_refused(day: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo", "load", "--on", day]) == 2
    assert capsys.readouterr().out == "error: the demonstration runs from 2020-02-29 to 2020-12-31\n"
