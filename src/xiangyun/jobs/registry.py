"""Which jobs and schedules there are: declared in memory by the apps, on top of the tasks API of Django 6."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django_tasks import task
from django_tasks.base import Task

Function = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Job:
    """A function that a worker runs, perhaps more than once: its effect must be keyed, or harmless twice."""

    name: str
    task: Task[..., Any]
    attempts: int

    def __call__(self, **args: Any) -> Any:
        """Run it here and now."""
        return self.task.call(**args)


@dataclass(frozen=True, slots=True)
class DeclaredSchedule:
    """A job without arguments that is due by a cron line in the site's zone."""

    name: str
    cron: str
    job: Job


_jobs: dict[str, Job] = {}
_schedules: dict[str, DeclaredSchedule] = {}
_idle: dict[str, Function] = {}


def job(name: str, *, attempts: int = 5) -> Callable[[Function], Job]:
    """Declare a module-level function as a job; its arguments are keywords that fit JSON."""

    def declare(function: Function) -> Job:
        if name in _jobs:
            raise ValueError(f"job {name!r} is declared twice")
        _jobs[name] = Job(name, task(function), attempts)
        return _jobs[name]

    return declare


def find_job(name: str) -> Job | None:
    """The job of a name; None for one that this version of the program no longer has."""
    return _jobs.get(name)


def job_of(running: Task[..., Any]) -> Job:
    """The job a task of the tasks API was declared as."""
    for declared in _jobs.values():
        if declared.task.func is running.func:
            return declared
    raise ValueError(f"{running.module_path} is no job: declare it with @job")


def declare_schedule(name: str, cron: str, job: Job) -> None:
    """Make a job due by a cron line; called from AppConfig.ready, the worker makes the row when it starts."""
    _schedules[name] = DeclaredSchedule(name, cron, job)


def declared_schedules() -> dict[str, DeclaredSchedule]:
    """All schedules by name."""
    return dict(_schedules)


def declare_idle(name: str, function: Function) -> None:
    """Work for a worker that has nothing else to do, every few seconds: one cheap read when there is none.

    It saves waiting for the schedule that does the same; a busy worker never comes to it.
    """
    _idle[name] = function


def declared_idle() -> dict[str, Function]:
    """What to do when idle, by name."""
    return dict(_idle)
