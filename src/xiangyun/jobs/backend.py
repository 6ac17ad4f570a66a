"""The tasks API of Django 6 on our queue: `task.enqueue(…)` stores a leased job with a key of its own."""

from typing import Any

from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskResult, TaskResultStatus
from django_tasks.exceptions import TaskResultDoesNotExist

from xiangyun.core.ids import uuid7

_STATUS = {
    "ready": TaskResultStatus.READY,
    "running": TaskResultStatus.RUNNING,
    "done": TaskResultStatus.SUCCESSFUL,
    "failed": TaskResultStatus.FAILED,
}


class LeasedBackend(BaseTaskBackend):
    """Keyword arguments only, one queue, no priorities; results are not kept, only how the job ended."""

    supports_get_result = True
    supports_defer = True

    def enqueue(self, task: Task[..., Any], args: Any, kwargs: Any) -> TaskResult[Any]:
        """Store the task as a job in the caller's transaction."""
        # The models are not loaded yet when a declaration first asks for this backend.
        from .queue import enqueue
        from .registry import job_of

        self.validate_task(task)
        if args:
            raise ValueError("jobs take keyword arguments only")
        key = f"task:{uuid7()}"
        enqueue(job_of(task), effect_key=key, run_after=task.run_after, **kwargs)
        return self.get_result(key)

    def get_result(self, result_id: str) -> TaskResult[Any]:
        """How a job stands, by its effect key."""
        from .models import QueuedJob
        from .registry import find_job

        row = QueuedJob.objects.filter(effect_key=result_id).first()
        declared = find_job(row.name) if row else None
        if row is None or declared is None:
            raise TaskResultDoesNotExist(result_id)
        return TaskResult(
            task=declared.task,
            id=row.effect_key,
            status=_STATUS[row.state],
            enqueued_at=row.enqueued_at,
            started_at=row.started_at,
            finished_at=row.finished_at,
            last_attempted_at=row.started_at,
            args=[],
            kwargs=row.args,
            backend=self.alias,
            errors=[],
            worker_ids=[row.worker] if row.worker else [],
        )
