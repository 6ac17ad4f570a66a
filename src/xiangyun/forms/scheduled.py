"""How long fields take, measured as a job: once a week, for each bureau whose forms are answered."""

from xiangyun.core.actor import Actor
from xiangyun.core.clock import working_now
from xiangyun.jobs.registry import declare_schedule, job

from .actions.measure_field_times import measure_field_times
from .models import Form


@job("forms.measure")
def measure() -> None:
    """Set what was measured beside the estimates; harmless twice."""
    at = working_now()
    for owner in Form.objects.owners():
        measure_field_times(actor=Actor.system("measuring"), owner=owner, at=at)


def declare() -> None:
    """Called when the app is ready."""
    declare_schedule("forms.measure", "20 3 * * 1", measure)
