from django.apps import AppConfig

from xiangyun.core.registry import Signing, Source, register
from xiangyun.units.touched import declare_count, declare_follower


class NoticesConfig(AppConfig):
    name = "xiangyun.notices"
    label = "notices"

    def ready(self) -> None:
        """Notices and tasks can be found by uid, notices are signed off; periods open and close by the clock."""
        from . import papers, queries, scheduled
        from .counting import follow_tree, tasks_asking
        from .models import Task
        from .states import NOTICE_STEPS

        signing = Signing(NOTICE_STEPS, queries.makers_of, papers.content_of, papers.title_of)
        register(Source("notice", papers.seen_by, "workspace:notice", signing))
        register(Source("task", Task.objects.visible_to, "workspace:board"))
        declare_count("tasks_asking", tasks_asking)
        declare_follower("notices", follow_tree)
        scheduled.declare()
