"""What every test gets: the profile of hypothesis, and which tests this run's database can run."""

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.cast import cast, story

__all__ = ["cast", "story"]

ENGINE = os.environ.get("XIANGYUN_TEST_DATABASE", "sqlite")

settings.register_profile("xiangyun", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("xiangyun")


def pytest_configure(config: pytest.Config) -> None:
    """Makes the home folder of this run; a worker of xdist finds it made."""
    Path(os.environ["XIANGYUN_HOME"]).mkdir(parents=True, exist_ok=True)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Removes the home folder once all workers have ended."""
    if os.environ["XIANGYUN_TEST_RUN"] == str(os.getpid()):
        shutil.rmtree(os.environ["XIANGYUN_HOME"], ignore_errors=True)


def pytest_report_header() -> str:
    """Says which database the run uses."""
    return f"database: {ENGINE}"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skips on SQLite what only PostgreSQL can show; a walk marked so is walked on both."""
    if ENGINE == "postgres":
        return
    skip = pytest.mark.skip(reason="needs PostgreSQL: XIANGYUN_TEST_DATABASE=postgres")
    for item in items:
        if item.get_closest_marker("postgres") and not item.get_closest_marker("walk"):
            item.add_marker(skip)
