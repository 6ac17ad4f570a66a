"""The worker: it leaves signs of life, lets the health page say so, and outlives a locked database."""

import json
from datetime import timedelta
from threading import Event, Thread

import pytest
from django.db import OperationalError, connection

from tests.jobs.deeds import write_once
from xiangyun import __version__
from xiangyun.core.clock import real_now
from xiangyun.core.ids import uuid7
from xiangyun.jobs import backend, liveness, queue, registry
from xiangyun.jobs.models import QueuedJob, WorkerBeat
from xiangyun.jobs.worker import Worker
from xiangyun.web.shared.health import healthz

HEALTH = {  # seconds since a worker was seen: status, what the page says of the worker
    1: (200, "ok", "ok"),
    29: (200, "ok", "ok"),
    31: (503, "failing", "away"),
    None: (503, "failing", "away"),
}


@pytest.mark.django_db
@pytest.mark.parametrize("seconds", HEALTH)
def test_health_needs_a_worker_seen_lately(rf, seconds):
    if seconds is not None:
        WorkerBeat.objects.create(worker="w", seen_at=real_now() - timedelta(seconds=seconds))
    answer = healthz(rf.get("/healthz"))
    status, overall, worker = HEALTH[seconds]
    assert answer.status_code == status
    assert json.loads(answer.content) == {
        "status": overall,
        "database": "ok",
        "worker": worker,
        "version": __version__,
    }


def test_health_without_a_database(rf, monkeypatch):
    def away(*_: object) -> None:
        raise OperationalError

    monkeypatch.setattr(connection, "ensure_connection", away)
    monkeypatch.setattr(connection, "cursor", away)
    answer = healthz(rf.get("/healthz"))
    assert answer.status_code == 503
    assert json.loads(answer.content)["database"] == "away"


@pytest.mark.django_db(transaction=True)
def test_a_worker_works_and_leaves_in_order(wait_for):
    queue.enqueue(write_once, effect_key="write:1", uid=str(uuid7()))
    stop = Event()
    worker = Worker(stop, poll=0.05)
    thread = Thread(target=run_and_close, args=(worker,))
    thread.start()
    wait_for(QueuedJob.objects.filter(state="done").exists)
    assert liveness.a_worker_is_alive()
    stop.set()
    thread.join()
    assert not liveness.a_worker_is_alive()


@pytest.mark.django_db(transaction=True)
def test_a_worker_outlives_a_locked_database(monkeypatch, wait_for):
    stop, refusals = Event(), [OperationalError("database is locked")] * 2
    worker = Worker(stop, poll=0.01)
    step = worker.step

    def locked_twice() -> bool:
        if refusals:
            raise refusals.pop()
        return step()

    monkeypatch.setattr(worker, "step", locked_twice)
    queue.enqueue(write_once, effect_key="write:1", uid=str(uuid7()))
    thread = Thread(target=run_and_close, args=(worker,))
    thread.start()
    wait_for(QueuedJob.objects.filter(state="done").exists)
    stop.set()
    thread.join()


@pytest.mark.django_db(transaction=True)
def test_a_worker_outlives_what_it_does_when_idle(monkeypatch):
    done = []

    def fail() -> None:
        raise ValueError

    monkeypatch.setattr(registry, "_idle", {"fails": fail, "works": lambda: done.append("works")})
    Worker(Event()).use_idle_time()
    assert done == ["works"]


@pytest.mark.django_db(transaction=True)
def test_the_tasks_api_queues_on_our_table(work):
    tasks = backend.LeasedBackend("default", {"QUEUES": ["default"]})
    result = tasks.enqueue(write_once.task, (), {"uid": str(uuid7())})
    assert result.status == "READY"
    work()
    assert tasks.get_result(result.id).status == "SUCCESSFUL"


def run_and_close(worker: Worker) -> None:
    worker.run()
    connection.close()
