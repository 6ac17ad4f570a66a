from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    name = "xiangyun.measures"
    label = "measures"

    def ready(self) -> None:
        """Deltas are folded each minute."""
        from . import scheduled

        scheduled.declare()
