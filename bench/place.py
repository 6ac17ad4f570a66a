"""Where a run happens: one engine, a folder for its files, and what was seen beside the table."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bench.engines import Engine
from bench.measuring import Reading, own_cpu
from bench.processes import cpu_of, pss_of
from bench.site import Site


@dataclass(frozen=True, slots=True)
class Weight:
    """Memory (PSS, megabytes) of a served site: the server with its web processes, and the worker."""

    engine: str
    when: str
    web_processes: int
    web: float
    worker: float


@dataclass(slots=True)
class Place:
    """An engine and a folder. Beside the table gather: what sites weigh, the seconds of their starts, the most
    megabytes of an import, and notes in words."""

    engine: Engine
    folder: Path
    weights: list[Weight] = field(default_factory=list)
    starts: dict[str, list[float]] = field(default_factory=dict)
    memory: dict[str, list[float]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    @contextmanager
    def site(self, database: str) -> Iterator[Site]:
        """An empty site, removed at the end."""
        home = self.folder / database
        home.mkdir(parents=True)
        self.engine.make(database)
        try:
            yield Site(self.engine, home, database)
        finally:
            self.engine.drop(database)

    @contextmanager
    def copy(self, source: str, target: str) -> Iterator[None]:
        """A copy of a database that nobody uses now, removed at the end."""
        self.engine.copy(source, target)
        try:
            yield
        finally:
            self.engine.drop(target)

    @contextmanager
    def served(self, site: Site) -> Iterator[Site]:
        """The site with its server; how long the first page took is kept."""
        try:
            self.starts.setdefault(site.database, []).append(site.start())
            yield site
        finally:
            site.stop()

    def reading(self, site: Site) -> Reading:
        """What the server's processes and the database's used so far."""
        return lambda: (cpu_of(site.pid), self.engine.cpu())

    def bare_reading(self) -> Reading:
        """What this process, in which bare SQL runs, and the database's used so far."""
        return lambda: (own_cpu(), self.engine.cpu())

    def weigh(self, site: Site, when: str) -> None:
        """Keep what the site's processes weigh now."""
        web, worker = [site.pid, *site.web()], site.worker()
        self.weights.append(Weight(self.engine.name, when, len(web) - 1, pss_of(web), pss_of(worker)))
