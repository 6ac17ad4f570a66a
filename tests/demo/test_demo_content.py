"""What the demonstration holds: real gaps, marks on what is made up, nothing from after its working date."""

from datetime import UTC, date, datetime

import pytest

from tests.demo.sites import DemoSite

DAY = date(2020, 3, 20)
LAST_INSTANT = datetime(2020, 3, 20, 15, 59, 59, 999999, tzinfo=UTC)  # of that day, in the site's zone
COUNTIES = ["430412", "430426"]
COUNTY = "SUBSTR(u.sort_key, 1, 6)"
RETURNS = "FROM returns_return AS r JOIN units_unit AS u ON u.id = r.unit_id"
GAPS = {
    "late": (f"SELECT DISTINCT {COUNTY} {RETURNS} WHERE NOT r.on_time", COUNTIES),
    "missing": (
        f"SELECT DISTINCT {COUNTY} FROM notices_missing AS m JOIN units_unit AS u ON u.id = m.unit_id",
        COUNTIES,
    ),
    "sent back": (f"SELECT DISTINCT {COUNTY} {RETURNS} WHERE r.state = 'sent_back'", COUNTIES),
    "waiting": (f"SELECT DISTINCT {COUNTY} {RETURNS} WHERE r.state = 'submitted'", COUNTIES),
}

PLAN = "a schedule is a plan: it says what will be due"
SOURCE = "the day that the official list itself describes; `opens_on` says from when it holds here"
CLOCK = "real time, of which no rule of the domain knows"
LATER = {  # what may lie after the working date -> why
    "notices_task.ends_on": PLAN,
    "notices_taskperiod.start_on": PLAN,
    "notices_task.starts_on": PLAN,
    "notices_taskperiod.end_on": PLAN,
    "notices_taskperiod.opens_at": PLAN,
    "notices_taskperiod.due_at": PLAN,
    "notices_taskperiod.locks_at": PLAN,
    "people_invitation.expires_at": PLAN,
    "units_listedition.as_of": SOURCE,
    "audit_entry.recorded_at": CLOCK,
    "core_steptaken.recorded_at": CLOCK,
    "facts_fact.recorded_at": CLOCK,
    "jobs_queuedjob.enqueued_at": CLOCK,
    "jobs_queuedjob.run_after": CLOCK,
    "forms_answerversion.recorded_at": CLOCK,
    "returns_review.recorded_at": CLOCK,
    "django_migrations.applied": CLOCK,
}


@pytest.mark.parametrize("gap", GAPS)
def test_each_county_has_real_gaps(loaded: DemoSite, gap: str) -> None:
    sql, counties = GAPS[gap]
    assert sorted(county for (county,) in loaded.rows(sql)) == counties


def test_a_duty_is_answered_or_missing_and_those_of_printed_accounts_are_free(loaded: DemoSite) -> None:
    daily = "p.task_id = (SELECT id FROM notices_task WHERE key = 'daily-report') AND p.closed_at IS NOT NULL"
    closed = f"SELECT COUNT(*) FROM notices_taskperiod AS p WHERE {daily}"
    villages = (
        "SELECT COUNT(*) FROM units_placement AS p JOIN units_unit AS u ON u.id = p.unit_id "
        "WHERE p.line = 'territorial' AND p.in_use AND u.level = 5"
    )
    answered = "SELECT COUNT(*) FROM returns_return AS r JOIN notices_taskperiod AS p ON p.id = r.period_id"
    owed = loaded.rows(closed)[0][0] * loaded.rows(villages)[0][0]
    found = loaded.rows(f"{answered} WHERE {daily}")[0][0]
    missing = "SELECT COUNT(*) FROM notices_missing AS m JOIN notices_taskperiod AS p ON p.id = m.period_id"
    assert owed == found + loaded.rows(f"{missing} WHERE {daily}")[0][0]
    village = "SELECT id FROM units_unit WHERE sort_key = '430426106222'"
    today = f"{answered} WHERE r.unit_id = ({village}) AND (p.start_on = '2020-03-20' OR p.key = 'once')"
    assert loaded.rows(today) == [(0,)]


MADE_UP = {  # what stands on its own and could be taken for real carries the mark
    "people_account": "SELECT COUNT(*) FROM people_account WHERE NOT is_sample",
    "people_post": "SELECT COUNT(*) FROM people_post WHERE NOT is_sample",
    "returns_return": "SELECT COUNT(*) FROM returns_return WHERE NOT is_sample",
    "made-up institutions": "SELECT COUNT(*) FROM units_unit WHERE NOT is_sample AND kind = 'institution'"
    " AND name NOT IN ('衡阳市图书馆', '衡阳市少年儿童图书馆', '衡阳市文化馆')",
    "units of the real list": "SELECT COUNT(*) FROM units_unit WHERE is_sample AND kind <> 'institution'",
}


@pytest.mark.parametrize("what", MADE_UP)
def test_what_is_made_up_says_so_and_only_that(loaded: DemoSite, what: str) -> None:
    assert loaded.rows(MADE_UP[what]) == [(0,)]


def test_the_site_says_that_it_is_a_demonstration(loaded: DemoSite) -> None:
    assert [bool(is_demo) for (is_demo,) in loaded.rows("SELECT is_demo FROM core_site")] == [True]


def test_nothing_is_later_than_the_working_date(loaded: DemoSite) -> None:
    on_sqlite = loaded.engine.name == "SQLite"
    day = str(DAY) if on_sqlite else DAY
    last = LAST_INSTANT.strftime("%Y-%m-%d %H:%M:%S.%f") if on_sqlite else LAST_INSTANT
    kinds = {"date": day, "datetime": last, "timestamp with time zone": last}
    dated = [(table, column, kinds[kind]) for table, column, kind in loaded.columns() if kind in kinds]
    with loaded.bare() as bare:
        later = {
            f"{table}.{column}"
            for table, column, end in dated
            if bare.run(f'SELECT 1 FROM "{table}" WHERE "{column}" > %s LIMIT 1', [end])
        }
    assert later == set(LATER)
    assert len(dated) > 40


def test_the_log_is_sealed_and_verifies(loaded: DemoSite) -> None:
    entries = loaded.rows("SELECT COUNT(*) FROM audit_entry")[0][0]
    status, said = loaded.command("audit", "verify", XIANGYUN_MODE="demo")
    assert (status, said) == (0, f"{entries} sealed, 0 not sealed yet, 0 problems\n")
    assert entries > 100


def test_past_periods_are_closed_at_their_own_lock(loaded: DemoSite) -> None:
    closed = "SELECT COUNT(*) FROM notices_taskperiod WHERE closed_at"
    assert loaded.rows(f"{closed} IS NOT NULL AND closed_at = locks_at") == loaded.rows(f"{closed} IS NOT NULL")
    by_task = f"{closed} IS NOT NULL AND task_id = (SELECT id FROM notices_task WHERE key = "
    rounds = {"daily-report": 19, "book-house-patrol": 19, "venue-closure": 3}
    assert {key: loaded.rows(f"{by_task}'{key}')")[0][0] for key in rounds} == rounds
    elsewhere = "SELECT COUNT(*) FROM notices_missing AS m JOIN notices_taskperiod AS p ON p.id = m.period_id"
    assert loaded.rows(f"{elsewhere} WHERE m.at <> p.locks_at") == [(0,)]
