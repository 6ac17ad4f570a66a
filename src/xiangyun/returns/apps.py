from django.apps import AppConfig

from xiangyun.core.registry import Source, register


class ReturnsConfig(AppConfig):
    name = "xiangyun.returns"
    label = "returns"

    def ready(self) -> None:
        """Returns can be found by uid."""
        from .models import Return

        register(Source("return", Return.objects.visible_to, "workspace:return"))
