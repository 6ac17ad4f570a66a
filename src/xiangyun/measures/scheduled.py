"""The fold as a job: each minute what has come is moved into the cells."""

from xiangyun.jobs.registry import declare_schedule, job

from .ledger import fold


@job("measures.fold")
def fold_all() -> None:
    """Fold until nothing is left; harmless twice, since what was folded is gone."""
    while fold():
        pass


def declare() -> None:
    """Called when the app is ready."""
    declare_schedule("measures.fold", "* * * * *", fold_all)
