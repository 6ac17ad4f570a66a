"""Verifying: whatever is done to the sealed log or its roots is found; erasing a person's values is not tampering."""

import json
from datetime import date
from threading import Event

import pytest

from tests.audit.conftest import AT, OFFICER
from tests.threads import at_once
from xiangyun.audit.actions.erase_personal_values import erase_personal_values
from xiangyun.audit.digests import entry_digest
from xiangyun.audit.log import record
from xiangyun.audit.models import ChainHead, Entry, PersonalValue
from xiangyun.audit.seal import publish_root, seal_all, seal_pending
from xiangyun.audit.verify import verify
from xiangyun.cli import main
from xiangyun.core.actor import Actor
from xiangyun.jobs.worker import Worker

DAY = date(2020, 3, 20)
CUT = (
    "DELETE FROM audit_personalvalue WHERE entry_id IN (SELECT id FROM audit_entry WHERE seal {0})",
    "DELETE FROM audit_entry WHERE seal {0}",
)
HEAD_BACK = "UPDATE audit_chainhead SET seal = 3, digest = (SELECT digest FROM audit_entry WHERE seal = 3)"
TAMPERINGS = {  # SQL: what verify finds
    "action": (["UPDATE audit_entry SET action = 'x' WHERE seal = 3"], [("altered", 3)]),
    "time": (["UPDATE audit_entry SET at = recorded_at WHERE seal = 3"], [("altered", 3)]),
    "actor": (["UPDATE audit_entry SET account_id = 8 WHERE seal = 1"], [("altered", 1)]),
    "outcome": (["UPDATE audit_entry SET outcome = 'refused' WHERE seal = 5"], [("altered", 5)]),
    "detail": (["""UPDATE audit_entry SET detail = '{"number": 9}' WHERE seal = 4"""], [("altered", 4)]),
    "first": ([c.format("= 1") for c in CUT], [("missing", 2)]),
    "middle": ([c.format("= 3") for c in CUT], [("missing", 4)]),
    "two": ([c.format("IN (2, 3)") for c in CUT], [("missing", 4)]),
    "last": ([c.format("= 5") for c in CUT], [("truncated", 4), ("truncated", 4)]),
    "last and head": ([*(c.format("> 3") for c in CUT), HEAD_BACK], [("truncated", 3)]),
    "all": ([c.format("> 0") for c in CUT], [("truncated", 0), ("truncated", 0)]),
    "swapped": (
        [
            "UPDATE audit_entry SET seal = 9 WHERE seal = 3",
            "UPDATE audit_entry SET seal = 3 WHERE seal = 4",
            "UPDATE audit_entry SET seal = 4 WHERE seal = 9",
        ],
        [("reordered", 3), ("reordered", 4), ("reordered", 5)],
    ),
    "renumbered after a deletion": (
        [
            *(c.format("= 3") for c in CUT),
            "UPDATE audit_entry SET seal = 3 WHERE seal = 4",
            "UPDATE audit_entry SET seal = 4 WHERE seal = 5",
        ],
        [("reordered", 3), ("truncated", 4), ("truncated", 4)],
    ),
    "personal value": (["UPDATE audit_personalvalue SET value = '139'"], [("personal_altered", 2)]),
    "personal name": (
        ["UPDATE audit_personalvalue SET name = 'other'"],
        [("personal_altered", 2), ("personal_missing", 2)],
    ),
    "personal row": (["DELETE FROM audit_personalvalue"], [("personal_missing", 2)]),
    "head": (["UPDATE audit_chainhead SET digest = prev FROM (SELECT 'x' AS prev) AS p"], [("forged", 5)]),
}


@pytest.mark.parametrize("what", TAMPERINGS)
def test_tampering_is_found(sealed, tamper, what):
    publish_root(DAY)
    assert verify() == []
    statements, found = TAMPERINGS[what]
    tamper(*statements)
    assert [(problem.kind, problem.seal) for problem in verify()] == found


def test_a_chain_made_anew_is_not_the_published_one(sealed, tamper):
    publish_root(DAY)
    tamper("UPDATE audit_entry SET action = 'x' WHERE seal = 3")
    make_chain_anew(tamper)
    assert [(p.kind, p.seal, p.where) for p in verify()] == [("forged", 5, "2020-03-20")]


def make_chain_anew(tamper) -> None:
    """What a forger with the program and the database can do: seal everything again."""
    from django.db import connection

    prev = "0" * 64
    for entry in Entry.objects.chain():
        digest = entry_digest(entry, prev)
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE audit_entry SET prev_digest = %s, digest = %s WHERE id = %s", [prev, digest, entry.pk]
            )
        prev = digest
    ChainHead.objects.update(digest=prev)


ROOT_TAMPERINGS = {  # the second day's root, changed: what verify finds
    "digest": ({"digest": "0" * 64}, [("forged", 6)]),
    "later seal": ({"seal": 7}, [("truncated", 6), ("root_altered", 7)]),
    "earlier seal": ({"seal": 5}, [("forged", 5), ("root_altered", 5)]),
    "count": ({"count": 4}, [("root_altered", 6)]),
    "no number": ({"count": "many"}, [("root_unreadable", 0)]),
}


@pytest.mark.parametrize("what", ROOT_TAMPERINGS)
def test_a_changed_root_is_found(sealed, roots, what):
    publish_root(date(2020, 3, 19))
    sixth = record("return.submitted", actor=OFFICER, at=AT)
    seal_all()
    publish_root(DAY)
    sixth.refresh_from_db()
    file = roots / "2020-03-20.json"
    root = json.loads(file.read_text())
    assert root == {"day": "2020-03-20", "seal": 6, "digest": sixth.digest, "count": 1}
    change, found = ROOT_TAMPERINGS[what]
    file.write_text(json.dumps(root | change))
    assert [(problem.kind, problem.seal) for problem in verify()] == found


def test_a_root_taken_away_is_found(sealed, roots):
    for day in (18, 19, 20):
        publish_root(date(2020, 3, day))
    (roots / "2020-03-19.json").unlink()
    assert [(problem.kind, problem.where) for problem in verify()] == [("root_missing", "2020-03-19")]
    (roots / "2020-03-18.json").unlink()
    assert [(problem.kind, problem.where) for problem in verify()] == [("root_altered", "2020-03-20")]


def test_days_are_published_in_their_order(sealed):
    publish_root(DAY)
    with pytest.raises(ValueError, match="2020-03-20 is published"):
        publish_root(date(2020, 3, 19))


def test_a_published_day_stays_as_it_is(sealed, roots):
    publish_root(DAY)
    before = (roots / "2020-03-20.json").read_text()
    record("return.submitted", actor=OFFICER, at=AT)
    assert publish_root(DAY).seal == 5
    assert (roots / "2020-03-20.json").read_text() == before
    assert [file.name for file in roots.iterdir()] == ["2020-03-20.json"]


def test_erasing_a_persons_values_keeps_the_chain_valid(sealed):
    publish_root(DAY)
    admin = Actor(name="王五", role="admin", account_id=1, post_id=10, unit_id=100, is_elevated=True)
    assert erase_personal_values(actor=admin, values=PersonalValue.objects.all(), at=AT) == 1
    assert PersonalValue.objects.values_list("value", "salt").get() == ("", "")
    seal_all()
    assert verify() == []


@pytest.mark.django_db(transaction=True)
def test_two_sealers_at_once_do_not_fork_the_chain(emptied):
    for number in range(60):
        record("return.submitted", actor=OFFICER, at=AT, detail={"number": number})

    def seal_in_small_steps() -> int:
        total = 0
        while sealed := seal_pending(limit=4):
            total += sealed
        return total

    assert sum(at_once(seal_in_small_steps, 4)) == 60
    assert list(Entry.objects.order_by("id").values_list("seal", flat=True)) == list(range(1, 61))
    assert verify() == []


def test_the_command_says_it_with_its_exit_status(sealed, tamper, capsys):
    assert main(["audit", "verify", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"ok": True, "sealed": 5, "unsealed": 0, "problems": []}
    tamper("UPDATE audit_entry SET action = 'x' WHERE seal = 3")
    assert main(["audit", "verify"]) == 1
    assert capsys.readouterr().out == f"altered at seal 3 {sealed[2].uid}\n5 sealed, 0 not sealed yet, 1 problems\n"


@pytest.mark.django_db
def test_a_log_without_a_seal_says_that_nothing_was_verified(capsys):
    record("return.submitted", actor=OFFICER, at=AT)
    assert main(["audit", "verify", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"ok": True, "sealed": 0, "unsealed": 1, "problems": []}
    assert main(["audit", "verify"]) == 0
    said = "nothing sealed yet, so nothing could be verified, 1 not sealed yet, 0 problems\n"
    assert capsys.readouterr().out == said


@pytest.mark.django_db
def test_a_worker_without_a_job_seals_what_waits():
    record("return.submitted", actor=OFFICER, at=AT)
    worker = Worker(Event())
    worker.use_idle_time()
    assert Entry.objects.chain().count() == 1
    record("return.accepted", actor=OFFICER, at=AT)
    worker.use_idle_time()  # not again at once: each few seconds
    assert Entry.objects.unsealed().count() == 1
