"""A PostgreSQL cluster of this run's own, by the project's script."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.site import ROOT


@contextmanager
def throwaway_postgres(notes: Path) -> Iterator[str]:
    """The URL of a cluster, stopped and removed at the end; empty when PostgreSQL is not installed."""
    environment = os.environ | {"XIANGYUN_TEST_POSTGRES": str(notes)}
    script = ["bash", "tools/postgres.sh"]
    started = subprocess.run([*script, "start"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if started.returncode:
        yield ""
        return
    try:
        yield started.stdout.strip()
    finally:
        subprocess.run([*script, "stop"], cwd=ROOT, env=environment, check=True)
