from django.apps import AppConfig


class UnitsConfig(AppConfig):
    name = "xiangyun.units"
    label = "units"

    def ready(self) -> None:
        """Names follow the day."""
        from .following import declare

        declare()
