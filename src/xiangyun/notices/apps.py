from django.apps import AppConfig

from xiangyun.core.registry import Source, register


class NoticesConfig(AppConfig):
    name = "xiangyun.notices"
    label = "notices"

    def ready(self) -> None:
        """Notices and tasks can be found by uid; periods open and close by the clock."""
        from . import scheduled
        from .models import Notice, Task

        register(Source("notice", Notice.objects.visible_to, "workspace:notice"))
        register(Source("task", Task.objects.visible_to, "workspace:board"))
        scheduled.declare()
