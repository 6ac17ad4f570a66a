from django.apps import AppConfig

from xiangyun.units.touched import declare_count


class PeopleConfig(AppConfig):
    name = "xiangyun.people"
    label = "people"

    def ready(self) -> None:
        """Timed sessions that are over are closed within a minute; a change of the tree says whose posts it touches."""
        from . import scheduled
        from .queries.posts import tenures_at

        scheduled.declare()
        declare_count("posts_held", tenures_at)
