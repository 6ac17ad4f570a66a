from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "xiangyun.jobs"
    label = "jobs"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declare this layer's own schedule: finished jobs are swept once a day."""
        from . import scheduled

        scheduled.declare()
