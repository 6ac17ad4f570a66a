from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "xiangyun.people"
    label = "people"

    def ready(self) -> None:
        """Timed sessions that are over are closed within a minute."""
        from . import scheduled

        scheduled.declare()
