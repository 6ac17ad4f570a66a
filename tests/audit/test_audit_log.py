"""Writing the log: what an entry holds, that it is never changed, and who may read it."""

from datetime import date
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction

from tests.audit.conftest import AT, OFFICER
from xiangyun.audit.log import record, record_refusal
from xiangyun.audit.models import AppendOnly, Entry, PersonalValue
from xiangyun.core.actor import Actor

SUBJECT = UUID("01890000-0000-7000-8000-000000000001")


@pytest.mark.django_db
def test_an_entry_holds_ids_and_no_name_of_a_person():
    entry = record(
        "return.submitted",
        actor=OFFICER,
        at=AT,
        subject=("return", SUBJECT),
        detail={"day": date(2020, 3, 20), "nil": True, "units": {3, 1, 2}},
        personal={"phone": "13800000000"},
    )
    entry.refresh_from_db()
    digests = entry.detail.pop("personal")
    assert (entry.account_id, entry.post_id, entry.unit_id, entry.actor_name) == (7, 70, 700, "")
    assert (entry.action, entry.outcome, entry.at) == ("return.submitted", "done", AT)
    assert (entry.subject_kind, entry.subject_uid) == ("return", SUBJECT)
    assert entry.detail == {"day": "2020-03-20", "nil": True, "units": [1, 2, 3]}
    assert (list(digests), len(digests["phone"])) == (["phone"], 64)
    assert PersonalValue.objects.values_list("name", "value").get() == ("phone", "13800000000")


@pytest.mark.django_db
def test_the_system_is_named():
    assert record("units.imported", actor=Actor.system("import"), at=AT).actor_name == "import"


@pytest.mark.django_db
def test_a_refusal_says_why():
    entry = record_refusal("return.accept", actor=OFFICER, at=AT, code="wrong_state")
    assert (entry.outcome, entry.detail) == ("refused", {"code": "wrong_state"})


@pytest.mark.django_db
@pytest.mark.parametrize(
    "value", [1.5, b"bytes", object(), [1.5], {"inner": 1.5}], ids=["float", "bytes", "object", "list", "map"]
)
def test_what_engines_would_write_differently_is_refused(value):
    with pytest.raises(TypeError):
        record("return.submitted", actor=OFFICER, at=AT, detail={"value": value})
    assert Entry.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_an_entry_goes_with_its_callers_transaction():
    with pytest.raises(RuntimeError), transaction.atomic():
        record("return.submitted", actor=OFFICER, at=AT, personal={"phone": "1"})
        raise RuntimeError
    assert (Entry.objects.count(), PersonalValue.objects.count()) == (0, 0)


def test_the_program_cannot_change_or_delete_an_entry(sealed):
    entry = sealed[0]
    for change in (
        entry.save,
        entry.delete,
        Entry.objects.all().delete,
        lambda: Entry.objects.update(action="other"),
    ):
        with pytest.raises(AppendOnly):
            change()


REFUSED_SQL = {
    "change": "UPDATE audit_entry SET action = 'other' WHERE seal = 3",
    "unseal": "UPDATE audit_entry SET seal = NULL, prev_digest = '', digest = '' WHERE seal = 5",
    "delete": "DELETE FROM audit_entry WHERE seal = 3",
    "change_before_the_seal": "UPDATE audit_entry SET action = 'other' WHERE seal IS NULL",
}


@pytest.mark.parametrize("what", REFUSED_SQL)
def test_the_database_refuses_it_too(sealed, what):
    record("return.submitted", actor=OFFICER, at=AT)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(REFUSED_SQL[what])


SEES = {"auditor": 5, "admin": 0, "officer": 0, "visitor": 0}


@pytest.mark.parametrize("role", SEES)
def test_who_sees_the_log(sealed, role):
    assert Entry.objects.visible_to(Actor(name="x", role=role)).count() == SEES[role]
