"""The jobs that come each minute, several times a second: a kill of the worker shall find it at work."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from threading import Event, Thread

from bench.engines import Engine

JOBS = ("measures.fold", "audit.seal")
EVERY = 0.3
MOST_WAITING = 20
COLUMNS = "effect_key, name, args, state, tries, attempts, run_after, enqueued_at, worker, error"
INSERT = f"INSERT INTO jobs_queuedjob ({COLUMNS}) VALUES (%s, %s, '{{}}', 'ready', 0, 50, %s, %s, '', '')"


class BackgroundWork:
    """Queues jobs by plain SQL, and sees what became of them."""

    def __init__(self, engine: Engine, database: str) -> None:
        self.engine, self.database, self.stop = engine, database, Event()
        self.bare = engine.connect(database)

    def done(self) -> int:
        """How many jobs have been done."""
        return self._count("state = 'done'")

    def is_waiting(self) -> bool:
        """Whether a job that nobody holds is still to be done. One of a killed worker is held for a minute."""
        return self._count("state = 'ready'") > 0

    def _count(self, condition: str) -> int:
        ((n,),) = self.bare.run(f"SELECT COUNT(*) FROM jobs_queuedjob WHERE {condition}")
        return int(n)

    def feed(self) -> None:
        """Until told to stop; nothing while many wait, so that the worker can catch up."""
        bare, n = self.engine.connect(self.database), 0
        while not self.stop.wait(EVERY):
            ((waiting,),) = bare.run("SELECT COUNT(*) FROM jobs_queuedjob WHERE state = 'ready'")
            now = f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S.%f}" + ("+00" if self.engine.name == "PostgreSQL" else "")
            for name in JOBS if waiting < MOST_WAITING else ():
                bare.run(INSERT, [f"soak:{name}:{n}", name, now, now])
            n += 1
        bare.close()


@contextmanager
def background_work(engine: Engine, database: str) -> Iterator[BackgroundWork]:
    """Jobs are queued until `stop` is set, at the latest until the end of the block."""
    work = BackgroundWork(engine, database)
    feeder = Thread(target=work.feed, daemon=True)
    feeder.start()
    try:
        yield work
    finally:
        work.stop.set()
        feeder.join()
        work.bare.close()
