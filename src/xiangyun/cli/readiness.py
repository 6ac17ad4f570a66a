"""Whether this database may be served: at this version, and no demonstration in production."""

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from xiangyun.core.models import Site


def make_home() -> None:
    """The folder of the site's data, for its owner only."""
    settings.HOME.mkdir(mode=0o700, parents=True, exist_ok=True)


def missing_migrations() -> list[str]:
    """The names of the migrations that the database lacks, in order."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def apply_migrations() -> None:
    """Bring the database up to this version."""
    call_command("migrate", interactive=False, verbosity=0)


def make_ready() -> list[str]:
    """Why this database must not be served, one line each; empty when it may.

    A demonstration is brought up to date. In production nobody changes the tables unasked: a person runs
    `xiangyun migrate`, after a backup.
    """
    make_home()
    missing = missing_migrations()
    if missing and settings.MODE == "production":
        return [f"The database lacks {len(missing)} migrations (first {missing[0]}): run `xiangyun migrate`."]
    if missing:
        apply_migrations()
    if settings.MODE == "production" and Site.current().is_demo:
        return ["This database holds demonstration data: XIANGYUN_MODE=production refuses to serve it."]
    return []
