"""Where tests that start servers of their own put the databases of those servers."""

import os


def database_url() -> str:
    """The cluster of a run on PostgreSQL; empty for SQLite, which needs none."""
    if os.environ.get("XIANGYUN_TEST_DATABASE") != "postgres":
        return ""
    return os.environ["XIANGYUN_DATABASE_URL"]
