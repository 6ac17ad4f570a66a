"""The worker: free what others dropped, queue what is due, take one job, run it, and stay alive."""

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Event, Thread
from time import monotonic

import structlog
from django.db import DatabaseError, InterfaceError, close_old_connections, connection

from . import liveness, queue, schedules
from .models import QueuedJob
from .registry import declared_idle, find_job

log = structlog.get_logger(__name__)

_LONGEST_PAUSE = 15.0
_IDLE_EVERY = 3.0


class Worker:
    """One worker in one process; its name tells the machine, the process and a random tail."""

    def __init__(self, stop: Event, *, lease: timedelta = queue.LEASE, poll: float = 1.0) -> None:
        self.name = f"{socket.gethostname()[:60]}:{os.getpid()}:{os.urandom(3).hex()}"
        self.stop = stop
        self.lease = lease
        self.poll = poll
        self._next_look = self._next_beat = self._next_idle = 0.0

    def run(self) -> None:
        """Work until told to stop. A database that is locked or gone is waited for, with longer pauses."""
        pause = self.poll
        installed = False
        log.info("worker.started", worker=self.name)
        while not self.stop.is_set():
            try:
                close_old_connections()
                if not installed:
                    schedules.install_schedules()
                    installed = True
                busy = self.step()
                if not busy:
                    self.use_idle_time()
                pause = self.poll
            except (DatabaseError, InterfaceError) as error:
                connection.close()
                busy = False
                pause = min(pause * 2, _LONGEST_PAUSE)
                log.warning("worker.database_away", worker=self.name, error=queue.place_of(error))
            if not busy:
                self.stop.wait(pause)
        self._leave()

    def step(self) -> bool:
        """One round; True when a job was run, so that the next is looked for at once."""
        self._look_around()
        held = queue.claim(self.name, self.lease)
        if held is not None:
            self.work(held)
        return held is not None

    def work(self, held: QueuedJob) -> None:
        """Run one job under its lease; whatever it raises is its own failure, never the worker's end."""
        job = find_job(held.name)
        if job is None:
            queue.refuse(held, "no such job in this version")
            return
        try:
            with self._keeping():
                job(**held.args)
        except Exception as error:
            connection.close()  # the connection may be why it failed, or be left inside a transaction
            log.error("job.failed", job=held.name, key=held.effect_key, error=queue.place_of(error))
            queue.give_back(held, error)
        else:
            queue.finish(held)

    def use_idle_time(self) -> None:
        """Every few seconds without a job, do what was declared for it; what fails there waits for its schedule."""
        if monotonic() < self._next_idle:
            return
        self._next_idle = monotonic() + _IDLE_EVERY
        for name, function in declared_idle().items():
            try:
                function()
            except Exception as error:
                connection.close()
                log.error("idle.failed", work=name, error=queue.place_of(error))

    def _look_around(self) -> None:
        """Reap and queue what is due once a poll, leave a sign of life every few seconds."""
        now = monotonic()
        if now >= self._next_beat:
            liveness.beat(self.name)
            self._next_beat = now + liveness.EVERY.total_seconds()
        if now >= self._next_look:
            queue.reap()
            schedules.queue_due()
            self._next_look = now + self.poll

    @contextmanager
    def _keeping(self) -> Iterator[None]:
        """While a job runs, renew its lease and leave signs of life from a thread of its own."""
        done = Event()
        keeper = Thread(target=self._keep, args=(done,), daemon=True)
        keeper.start()
        try:
            yield
        finally:
            done.set()
            keeper.join()

    def _keep(self, done: Event) -> None:
        """A job that runs longer than an hour is taken to hang: its lease ends, others see no life."""
        every = min(self.lease / 3, liveness.EVERY).total_seconds()
        end = monotonic() + queue.LONGEST_RUN.total_seconds()
        try:
            while not done.wait(every) and monotonic() < end:
                try:
                    queue.renew(self.name, self.lease)
                    liveness.beat(self.name)
                except DatabaseError as error:
                    connection.close()
                    log.warning("worker.database_away", worker=self.name, error=queue.place_of(error))
        finally:
            connection.close()

    def _leave(self) -> None:
        try:
            liveness.retire(self.name)
        except DatabaseError:
            connection.close()
        log.info("worker.stopped", worker=self.name)


def run_worker(stop: Event, *, lease: timedelta = queue.LEASE, poll: float = 1.0) -> None:
    """Run one worker until `stop` is set; a job under way is finished first."""
    Worker(stop, lease=lease, poll=poll).run()
