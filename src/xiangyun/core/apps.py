from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "xiangyun.core"
    label = "core"
