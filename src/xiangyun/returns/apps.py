from django.apps import AppConfig

from xiangyun.core.registry import Source, register
from xiangyun.notices.moved import declare_due_follower
from xiangyun.units.touched import declare_count, declare_follower


class ReturnsConfig(AppConfig):
    name = "xiangyun.returns"
    label = "returns"

    def ready(self) -> None:
        """Returns can be found by uid, and follow the tree while their period is open; who is silent is reminded."""
        from . import scheduled
        from .following import declare, follow_due, follow_tree, open_returns
        from .models import Return

        declare()
        scheduled.declare()
        declare_due_follower(follow_due)
        declare_count("open_returns", open_returns)
        declare_follower("returns", follow_tree)
        register(Source("return", Return.objects.visible_to, "workspace:return"))
