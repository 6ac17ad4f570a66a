"""The queue: an effect counts once, a failure is tried again later, a dead worker's job is done by another."""

import os
import signal
import subprocess
import sys
from datetime import timedelta
from itertools import chain
from pathlib import Path

import pytest
from django.db import connection, transaction

from tests.jobs.deeds import fail, write_once
from tests.threads import at_once
from xiangyun.core.clock import real_now
from xiangyun.core.ids import uuid7
from xiangyun.core.models import StepTaken
from xiangyun.jobs import queue
from xiangyun.jobs.models import QueuedJob

ROOT = Path(__file__).parents[2]


def make_due() -> None:
    QueuedJob.objects.update(run_after=real_now())


@pytest.mark.django_db
def test_an_effect_key_is_queued_once():
    uid = str(uuid7())
    first = queue.enqueue(write_once, effect_key="write:1", uid=uid)
    second = queue.enqueue(write_once, effect_key="write:1", uid=uid)
    assert (first, second) == (True, False)
    assert list(QueuedJob.objects.values_list("effect_key", "args")) == [("write:1", {"uid": uid})]


@pytest.mark.django_db(transaction=True)
def test_an_effect_key_queued_by_many_at_once_is_queued_once():
    uid = str(uuid7())
    at_once(lambda: queue.enqueue(write_once, effect_key="write:1", uid=uid), 4)
    assert QueuedJob.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_job_goes_with_its_callers_transaction():
    with pytest.raises(RuntimeError), transaction.atomic():
        queue.enqueue(write_once, effect_key="write:1", uid=str(uuid7()))
        raise RuntimeError
    assert QueuedJob.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_job_is_claimed_by_one_worker():
    for number in range(12):
        queue.enqueue(write_once, effect_key=f"write:{number}", uid=str(uuid7()))

    def claim_all() -> list[int]:
        claimed = []
        while held := queue.claim(f"worker {os.urandom(4).hex()}"):
            claimed.append(held.pk)
        return claimed

    claims = at_once(claim_all, 4)
    assert sorted(chain.from_iterable(claims)) == sorted(QueuedJob.objects.values_list("pk", flat=True))
    assert set(QueuedJob.objects.values_list("state", "tries")) == {("running", 1)}


@pytest.mark.django_db(transaction=True)
def test_a_failing_job_is_tried_later_then_given_up_without_its_words(work):
    queue.enqueue(fail, effect_key="fail:1", said="张三 13800000000")
    work()
    job = QueuedJob.objects.get()
    assert (job.state, job.tries, job.run_after > real_now()) == ("ready", 1, True)
    make_due()
    work()
    job.refresh_from_db()
    assert (job.state, job.tries, job.lease_until) == ("failed", 2, None)
    assert job.error.startswith("ValueError at deeds.py:")
    assert "张三" not in job.error


@pytest.mark.django_db(transaction=True)
def test_a_job_of_another_version_fails_for_good(work):
    now = real_now()
    QueuedJob.objects.create(effect_key="old", name="no.such", attempts=5, run_after=now, enqueued_at=now)
    work()
    assert QueuedJob.objects.values_list("state", "error").get() == ("failed", "no such job in this version")


@pytest.mark.django_db(transaction=True)
def test_who_lost_the_lease_cannot_finish():
    queue.enqueue(write_once, effect_key="write:1", uid=str(uuid7()))
    slow = queue.claim("slow", timedelta(seconds=-1))
    assert queue.reap() == 1
    quick = queue.claim("quick")
    assert (queue.finish(slow), queue.finish(quick)) == (False, True)
    assert QueuedJob.objects.values_list("state", "tries", "worker").get() == ("done", 2, "quick")


@pytest.mark.django_db(transaction=True)
def test_a_job_that_kills_every_worker_is_given_up():
    queue.enqueue(write_once, effect_key="write:1", uid=str(uuid7()))
    for _ in range(write_once.attempts):
        queue.claim("dies", timedelta(seconds=-1))
        queue.reap()
    assert QueuedJob.objects.values_list("state", "tries", "error").get() == ("failed", 3, "the worker was lost")


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_after_its_effect_leaves_one_effect(tmp_path, work, wait_for):
    uid, hang = uuid7(), tmp_path / "hang"
    hang.touch()
    queue.enqueue(write_once, effect_key="write:1", uid=str(uid), hang_while=str(hang))
    words = [sys.executable, "-m", "tests.jobs.worker_process", connection.settings_dict["NAME"], "1"]
    worker = subprocess.Popen(words, cwd=ROOT, env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"})
    wait_for(StepTaken.objects.filter(uid=uid).exists)
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    assert QueuedJob.objects.values_list("state", "tries").get() == ("running", 1)
    hang.unlink()
    wait_for(queue.reap)
    work()
    assert QueuedJob.objects.values_list("state", "tries").get() == ("done", 2)
    assert StepTaken.objects.filter(uid=uid).count() == 1
