"""Jobs of the tests, importable by a worker in a process of its own."""

from pathlib import Path
from time import sleep
from uuid import UUID

from django.utils import timezone

from xiangyun.core.models import StepTaken
from xiangyun.jobs.registry import job


@job("tests.write_once", attempts=3)
def write_once(uid: str, hang_while: str = "") -> None:
    """Write one row under a unique key, then hang for as long as a file is there."""
    StepTaken.objects.get_or_create(
        uid=UUID(uid),
        defaults={"subject_kind": "test", "subject_uid": UUID(uid), "step": "write", "at": timezone.now()},
    )
    while hang_while and Path(hang_while).exists():
        sleep(0.05)


@job("tests.fail", attempts=2)
def fail(said: str) -> None:
    """Always fails, with words that a person gave."""
    raise ValueError(said)
