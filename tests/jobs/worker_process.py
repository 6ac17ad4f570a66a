"""A worker in a process of its own, on the test's database: `worker_process.py NAME LEASE_SECONDS`."""

import sys
from datetime import timedelta
from threading import Event

import django
from django.conf import settings


def main() -> None:
    """Works until it is killed."""
    settings.DATABASES["default"]["NAME"] = sys.argv[1]
    django.setup()

    import tests.jobs.deeds  # noqa: F401  declares the jobs
    from xiangyun.jobs.worker import run_worker

    run_worker(Event(), lease=timedelta(seconds=float(sys.argv[2])), poll=0.05)


main()
