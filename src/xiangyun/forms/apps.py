from django.apps import AppConfig


class FormsConfig(AppConfig):
    name = "xiangyun.forms"
    label = "forms"

    def ready(self) -> None:
        """What fields take is measured by the clock."""
        from . import scheduled

        scheduled.declare()
